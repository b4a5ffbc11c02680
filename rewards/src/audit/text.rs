//! Reports and findings as text, the verdict first.

use super::report::{Distance, Finding, Invariance, Over, Report, Telescoping};
use std::fmt;

/// Most actions of a way printed; JSON has them all.
const SHOWN: usize = 12;

/// Actions, one per line.
fn way(f: &mut fmt::Formatter<'_>, name: &str, actions: &[String]) -> fmt::Result {
    if actions.is_empty() {
        return write!(f, "\n  {name}: nothing, it is the start");
    }
    write!(f, "\n  {name}:")?;
    for action in &actions[..actions.len().min(SHOWN)] {
        write!(f, "\n    {action}")?;
    }
    match actions.len().checked_sub(SHOWN) {
        None | Some(0) => Ok(()),
        Some(more) => write!(f, "\n    … and {more} more"),
    }
}

/// Alternatives on one line.
fn any(actions: &[String]) -> String {
    const FEW: usize = 4;
    let mut text = actions[..actions.len().min(FEW)].join(" | ");
    if actions.len() > FEW {
        text += &format!(" | … ({} in all)", actions.len());
    }
    text
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Finding::PolicyChanged {
                reading,
                way_in,
                steps_left,
                best_under_reward,
                best_under_outcome,
                costs,
                states,
            } => {
                write!(
                    f,
                    "policy changed: in {states} states an action is best under {} and not under the outcome",
                    reading.name()
                )?;
                way(f, "the nearest, after", way_in)?;
                if let Some(left) = steps_left {
                    write!(f, "\n  with {left} steps left")?;
                }
                write!(f, "\n  best under it: {}", any(best_under_reward))?;
                write!(f, "\n  best for the outcome: {}", any(best_under_outcome))?;
                write!(f, "\n  which costs {costs} of outcome")
            }
            Finding::FarmableCycle {
                way_in,
                cycle,
                per_round,
                farmed,
                farmed_in_budget,
                budget,
                best_success,
            } => {
                write!(
                    f,
                    "farmable cycle: a loop earns {farmed}, the best way straight to success {best_success}"
                )?;
                way(f, "way in", way_in)?;
                way(f, "loop", cycle)?;
                write!(
                    f,
                    "\n  which pays {per_round} a round, {farmed_in_budget} within {budget} steps"
                )
            }
            Finding::ExploitGap {
                actions,
                best_return,
                oracle_return,
                success,
                oracle_success,
                outcome,
                oracle_outcome,
            } => {
                write!(
                    f,
                    "exploit gap: the best policy under it succeeds with probability {success}, the oracle with {oracle_success}"
                )?;
                write!(f, "\n  outcome {outcome}, the oracle's {oracle_outcome}")?;
                write!(f, "\n  it earns {best_return}, the oracle {oracle_return}")?;
                way(f, "it does", actions)
            }
            Finding::HarmlessPaid {
                way_in,
                action,
                amount,
                at_least,
                steps,
            } => {
                write!(
                    f,
                    "harmless steps paid: all {steps} steps that do no harm and bring nothing are paid, at least {at_least}"
                )?;
                way(f, "the first, after", way_in)?;
                write!(f, "\n  is paid {amount}: {action}")
            }
        }
    }
}

impl Invariance {
    fn sentence(&self, over: Over) -> String {
        let found = match (self.broken, self.narrowed) {
            _ if over == Over::Trajectories => {
                return format!(
                    "{} best trajectories, {} not best for the outcome",
                    self.states, self.broken
                );
            }
            (0, 0) => "the same actions are best".to_owned(),
            (0, n) => format!("best actions are best for the outcome too, fewer of them in {n}"),
            (n, _) => format!("NOT kept in {n}"),
        };
        format!("{found} (of {} states)", self.states)
    }
}

impl Telescoping {
    fn sentence(&self) -> String {
        match &self.counterexample {
            None => "yes: along any way they depend on its ends alone".into(),
            Some([(one, first), (other, second)]) => format!(
                "no: two ways to one state, of {} and {} steps, sum to {first} and {second}",
                one.len(),
                other.len()
            ),
        }
    }
}

impl Distance {
    fn sentence(&self) -> String {
        match (self.value, self.note) {
            (Some(value), _) => {
                let exactly = if self.exact { " exactly" } else { "" };
                format!("{value:.6}{exactly} (0 alike, {} opposite)", self.at_most)
            }
            (None, note) => format!("undefined: {}", note.unwrap_or("no number")),
        }
    }
}

impl Report {
    fn verdict(&self) -> String {
        let Self { reward, task, .. } = self;
        let what = format!("{reward} in {} seed {}", task.template, task.seed.0);
        match self.findings.len() {
            0 => format!("SOUND: {what}"),
            1 => format!("UNSOUND, 1 finding: {what}"),
            n => format!("UNSOUND, {n} findings: {what}"),
        }
    }

    fn lines(&self) -> Vec<(String, String)> {
        let mut lines: Vec<(String, String)> = vec![];
        let mut add = |name: &str, text: String| lines.push((name.into(), text));
        add("objective", self.objective.clone());
        add(
            "numbers",
            match self.exact {
                true => "exact".into(),
                false => format!(
                    "doubles; a difference below {:e} of the larger counts as none",
                    self.tolerance
                ),
            },
        );
        let lumped = match self.mode {
            truestep_core::graph::Mode::Lumped => "lumped",
            truestep_core::graph::Mode::Raw => "raw",
        };
        let actions = match self.actions {
            "menu" => "the whole menu",
            _ => "supported actions only",
        };
        let (states, transitions) = (self.states, self.transitions);
        let graph = match self.over {
            Over::States => {
                format!("{states} {lumped} states, {transitions} transitions, {actions}")
            }
            Over::StatesAndSteps => format!(
                "{states} {lumped} states, {transitions} transitions, each with 1 to {} steps left, {actions}",
                self.budget
            ),
            Over::Trajectories => format!(
                "all {states} trajectories of up to {} steps, {actions}",
                self.budget
            ),
        };
        add("audited", graph);
        if self.mode == truestep_core::graph::Mode::Lumped {
            add(
                "lumping",
                "asked about the first state of each class; `--mode raw` asks about every state"
                    .into(),
            );
        }
        for invariance in &self.invariance {
            add(
                &format!("policy, {}", invariance.reading.name()),
                invariance.sentence(self.over),
            );
        }
        let gap = &self.gap;
        add(
            "best policy",
            format!(
                "earns {}, succeeds {} within {} steps",
                gap.best_return, gap.success, self.budget
            ),
        );
        add(
            "oracle",
            format!(
                "earns {}, succeeds {}",
                gap.oracle_return, gap.oracle_success
            ),
        );
        add(
            "reward of a step",
            format!("{} .. {}", self.rewards.lowest, self.rewards.highest),
        );
        add(
            "return",
            format!("{} .. {}", self.returns.lowest, self.returns.highest),
        );
        add("harmless steps", self.harmless_sentence());
        if let Some(telescoping) = &self.telescoping {
            add("sums telescope", telescoping.sentence());
        }
        if let Some(scale) = &self.shaped_outcome {
            add("is", format!("{scale} × outcome + shaping"));
        }
        for distance in &self.distances {
            add(distance.name, distance.sentence());
        }
        lines
    }

    fn harmless_sentence(&self) -> String {
        let harmless = &self.harmless;
        let amounts = harmless.amounts.iter();
        let amounts: Vec<String> = amounts.map(|(a, n)| format!("{a} × {n}")).collect();
        match harmless.steps {
            0 => "there are none".into(),
            steps => format!("{} of {steps} paid; {}", harmless.paid, amounts.join(", ")),
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.verdict())?;
        for finding in &self.findings {
            writeln!(f, "\n{finding}")?;
        }
        writeln!(f)?;
        let lines = self.lines();
        let width = lines.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
        for (name, text) in lines {
            writeln!(f, "{name:width$}  {text}")?;
        }
        Ok(())
    }
}
