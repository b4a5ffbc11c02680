//! Reports and findings as text, the verdict first.

use super::report::{Distance, Finding, Invariance, Report, Telescoping};
use std::fmt;

/// Most actions of a list printed one by one.
const SHOWN: usize = 24;

/// Actions on one line.
fn line(actions: &[String]) -> String {
    if actions.is_empty() {
        return "(none)".into();
    }
    let mut text = actions[..actions.len().min(SHOWN)].join(" → ");
    if actions.len() > SHOWN {
        text += &format!(" → … ({} in all)", actions.len());
    }
    text
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
                let name = reading.name();
                writeln!(
                    f,
                    "policy changed: in {states} states an action is best under {name} and not under the outcome"
                )?;
                writeln!(f, "  nearest, after: {}", line(way_in))?;
                if let Some(left) = steps_left {
                    writeln!(f, "  steps left:     {left}")?;
                }
                writeln!(f, "  best under it:  {}", any(best_under_reward))?;
                writeln!(f, "  best outcome:   {}", any(best_under_outcome))?;
                write!(f, "  it costs:       {costs} of outcome")
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
                writeln!(
                    f,
                    "farmable cycle: a loop earns {farmed}, the best way straight to success {best_success}"
                )?;
                writeln!(f, "  way in:         {}", line(way_in))?;
                writeln!(f, "  loop:           {}", line(cycle))?;
                write!(
                    f,
                    "  each round:     {per_round}; within {budget} steps {farmed_in_budget}"
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
                writeln!(
                    f,
                    "exploit gap: the best policy under it succeeds with probability {success}, the oracle with {oracle_success}"
                )?;
                writeln!(
                    f,
                    "  outcome:        {outcome}, the oracle's {oracle_outcome}"
                )?;
                writeln!(
                    f,
                    "  it earns:       {best_return}, the oracle {oracle_return}"
                )?;
                write!(f, "  it does:        {}", line(actions))
            }
            Finding::HarmlessPaid {
                way_in,
                action,
                amount,
                at_least,
                steps,
            } => {
                writeln!(
                    f,
                    "harmless steps paid: all {steps} steps that do no harm and bring nothing are paid, at least {at_least}"
                )?;
                writeln!(f, "  first, after:   {}", line(way_in))?;
                write!(f, "  step:           {action} (paid {amount})")
            }
        }
    }
}

impl Invariance {
    fn sentence(&self) -> String {
        let found = match (self.broken, self.narrowed) {
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
            Some([(one, first), (other, second)]) => {
                format!("no: {first} by {}; {second} by {}", line(one), line(other))
            }
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
                false => format!("doubles; nearer than {:e} counts as equal", self.tolerance),
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
        add(
            "graph",
            format!(
                "{} {lumped} states, {} transitions, {actions}",
                self.states, self.transitions
            ),
        );
        for invariance in &self.invariance {
            add(
                &format!("policy, {}", invariance.reading.name()),
                invariance.sentence(),
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
