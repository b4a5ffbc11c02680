//! Reports and findings as text, the verdict first.

use super::report::{Distance, Finding, Harmful, Invariance, Over, Report, Telescoping, short};
use std::fmt;

/// Actions of a long way printed at either end; JSON has them all. What a way leads to is decided at its end.
const SHOWN: usize = 20;

/// Actions, one per line.
fn way(f: &mut fmt::Formatter<'_>, name: &str, actions: &[String]) -> fmt::Result {
    if actions.is_empty() {
        return write!(f, "\n  {name}: nothing, it is the start");
    }
    write!(f, "\n  {name}:")?;
    let (first, rest) = actions.split_at(actions.len().min(SHOWN));
    let (between, last) = rest.split_at(rest.len().saturating_sub(SHOWN));
    for action in first {
        write!(f, "\n    {}", quoted(action))?;
    }
    if !between.is_empty() {
        write!(f, "\n    … {} more, then", between.len())?;
    }
    last.iter()
        .try_for_each(|action| write!(f, "\n    {}", quoted(action)))
}

/// Alternatives, those first that the other list lacks: they are what the finding is about, so all of them are named.
fn any(actions: &[String], other: &[String]) -> String {
    const FEW: usize = 4;
    let (shared, alone): (Vec<&String>, Vec<&String>) =
        actions.iter().partition(|action| other.contains(action));
    let named = |list: &[&String]| {
        let quoted = list.iter().map(|action| quoted(action));
        quoted.collect::<Vec<_>>().join(" | ")
    };
    let also = match (alone.is_empty(), shared.len()) {
        (_, 0) => String::new(),
        (true, n) if n <= FEW => return named(&shared),
        (true, n) => {
            return format!(
                "{n} actions, all best for the other too, {} first",
                shared[0]
            );
        }
        (false, n) if n <= FEW => format!(" - and, best in both: {}", named(&shared)),
        (false, n) => format!(" - and {n} that are best in both"),
    };
    named(&alone) + &also
}

/// An action, so that an empty one shows.
fn quoted(action: &str) -> String {
    match action.is_empty() {
        true => "(the empty action)".into(),
        false => action.into(),
    }
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
                write!(
                    f,
                    "\n  best under it: {}",
                    any(best_under_reward, best_under_outcome)
                )?;
                write!(
                    f,
                    "\n  best for the outcome: {}",
                    any(best_under_outcome, best_under_reward)
                )?;
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
                    "harmless steps paid: all {steps} steps that lose nothing and bring nothing are paid, at least {at_least}"
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
                format!(
                    "{}{exactly} (0 alike, {} opposite)",
                    short(value),
                    self.at_most
                )
            }
            (None, note) => format!("undefined: {}", note.unwrap_or("no number")),
        }
    }
}

impl Report {
    fn verdict(&self) -> String {
        let Self { reward, task, .. } = self;
        let what = format!("{reward} in {} seed {}", task.template, task.seed.0);
        let warned = match self.pays_harm() {
            true => ", 1 warning",
            false => "",
        };
        let whole = self.whole_menu.as_ref();
        let findings = self.findings.len() + whole.map_or(0, |r| r.findings.len());
        match findings {
            0 => format!("SOUND{warned}: {what}"),
            1 => format!("UNSOUND, 1 finding{warned}: {what}"),
            n => format!("UNSOUND, {n} findings{warned}: {what}"),
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
        if self.over != Over::Trajectories {
            add("harmless steps", self.harmless_sentence());
            add("harmful steps", self.harmful.sentence());
        }
        add(
            "rejected actions",
            match self.rejected {
                0 => "left out: with them there would be too many trajectories".into(),
                n => format!("one in each of {n} states, with its own price"),
            },
        );
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
        let amounts: Vec<String> = amounts.map(|(a, n)| format!("{n} get {a}")).collect();
        match harmless.steps {
            0 => "there are none".into(),
            steps => format!("{} of {steps} paid; {}", harmless.paid, amounts.join(", ")),
        }
    }
}

impl Harmful {
    fn sentence(&self) -> String {
        match (self.steps, self.paid) {
            (0, _) => "there are none".into(),
            (steps, 0) => format!("none of {steps} paid more than the best step there"),
            (steps, paid) => format!("{paid} of {steps} paid MORE than the best step there"),
        }
    }

    /// The worst of them in full.
    fn warning(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(step) = &self.largest else {
            return Ok(());
        };
        write!(
            f,
            "\nwarning: harmful steps paid: {} of {} steps that lose success or take it further away are paid more than the best step there",
            self.paid, self.steps
        )?;
        way(f, "the largest, after", &step.way_in)?;
        writeln!(
            f,
            "\n  is paid {}: {}\n  the best step there is paid {}",
            step.amount,
            quoted(&step.action),
            step.best
        )
    }
}

/// What the lines of a report mean, in one line each, by the name they have there.
const TERMS: &[(&str, &str)] = &[
    ("lumping", "states that no future can tell apart are one"),
    (
        "policy",
        "whether what is best under the reward is best for the outcome, state by state",
    ),
    (
        "best policy",
        "the first policy that earns most under the reward",
    ),
    (
        "oracle",
        "the first policy that is best for the outcome, without guessing",
    ),
    (
        "return",
        "sums of rewards from the start under the objective, the least and the most that any play gets",
    ),
    (
        "harmless steps",
        "steps after which success is as far away as before: nothing is lost, and nothing gained",
    ),
    (
        "harmful steps",
        "steps that lose success or take it further away, where another action does not",
    ),
    (
        "rejected actions",
        "actions that are refused: they cost a step and change nothing",
    ),
    (
        "sums telescope",
        "whether the sum of rewards depends on where a way starts and ends only, not on the way",
    ),
    (
        "is",
        "shaping adds what telescopes and changes no best action, so the reward is the outcome in disguise",
    ),
    (
        "starc_value",
        "distance to the outcome after taking out what shaping can change, by the value of random play",
    ),
    (
        "starc_value_potential",
        "the same with that value as the potential",
    ),
    (
        "starc_minimal",
        "the same by the smallest reward that shaping can reach",
    ),
    (
        "starc_minimal_potential",
        "the same with a potential of the states alone",
    ),
    (
        "epic",
        "distance of correlations over all triples of state, action and state, possible or not",
    ),
    ("dard", "the same over transitions that can happen"),
];

impl Report {
    /// Findings and warning, then the figures.
    fn body(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for finding in &self.findings {
            writeln!(f, "\n{finding}")?;
        }
        self.harmful.warning(f)?;
        writeln!(f)?;
        let lines = self.lines();
        let width = lines.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
        for (name, text) in lines {
            writeln!(f, "{name:width$}  {text}")?;
        }
        Ok(())
    }

    fn terms(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines = self.lines();
        let is_there = |term: &&(&str, &str)| {
            lines
                .iter()
                .any(|(name, _)| name.split(',').next() == Some(term.0))
        };
        let there: Vec<&(&str, &str)> = TERMS.iter().filter(is_there).collect();
        let width = there.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
        writeln!(f, "\nterms")?;
        for (name, meaning) in there {
            writeln!(f, "  {name:width$}  {meaning}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.verdict())?;
        match &self.whole_menu {
            None => self.body(f)?,
            Some(whole) => {
                writeln!(
                    f,
                    "\nthe game an agent that reads can play: actions whose evidence is known"
                )?;
                self.body(f)?;
                writeln!(f, "\nthe whole menu as graded, guesses included")?;
                whole.body(f)?;
            }
        }
        self.terms(f)
    }
}
