//! What an audit found.

use super::{Role, price::AuditScalar};
use serde::Serialize;
use std::fmt;
use truestep_core::{graph::Mode, task::Task};

/// A number of the report: its nearest double, and the fraction if it was computed exactly.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Amount {
    /// The nearest double.
    pub value: f64,
    /// The fraction in lowest terms; `null` for a number computed in doubles.
    pub exact: Option<String>,
}

/// Longest fraction printed for people, in characters.
const SHORT: usize = 12;

impl Amount {
    pub(crate) fn of<S: AuditScalar>(number: &S) -> Self {
        Self {
            value: number.to_f64(),
            exact: number.fraction_text(),
        }
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.exact {
            Some(text) if text.len() <= SHORT => f.write_str(text),
            _ => f.write_str(&short(self.value)),
        }
    }
}

/// A double with six decimals, or, below 1/1000, six digits: what is small is not nothing.
pub(crate) fn short(x: f64) -> String {
    let trim = |text: &str| text.trim_end_matches('0').trim_end_matches('.').to_owned();
    if x.abs() < 1e-3 && x.abs().to_bits() != 0 {
        let text = format!("{x:.5e}");
        return match text.split_once('e') {
            Some((digits, exponent)) => format!("{}e{exponent}", trim(digits)),
            None => text,
        };
    }
    let text = trim(&format!("{x:.6}"));
    if text == "-0" { "0".into() } else { text }
}

/// Whether the same actions are best under two rewards, over all states that can be reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Invariance {
    /// What was compared with the outcome.
    pub reading: Role,
    /// States (with a horizon: state and steps left) compared.
    pub states: usize,
    /// Of those, where an action is best under the reward and not under the outcome.
    pub broken: usize,
    /// Of those, where every best action is best under the outcome too, but not the other way round.
    pub narrowed: usize,
}

impl Invariance {
    /// Every policy best under the reward is best under the outcome.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        self.broken == 0
    }

    /// The best actions are the same in every state.
    #[must_use]
    pub fn is_identical(&self) -> bool {
        self.broken == 0 && self.narrowed == 0
    }
}

/// What the best policy of the reward earns and attains, beside one that is best for the outcome.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Gap {
    /// The largest return under the reward, from the start.
    pub best_return: Amount,
    /// The return under the reward of the oracle: the first policy best for the outcome.
    pub oracle_return: Amount,
    /// Success probability of the reward's first best policy within the budget.
    pub success: Amount,
    /// The same of the oracle.
    pub oracle_success: Amount,
    /// Expected grade of the reward's first best policy within the budget.
    pub outcome: Amount,
    /// The same of the oracle.
    pub oracle_outcome: Amount,
    /// What the reward's first best policy does from the start, up to the end or the budget; with chance, in the likeliest
    /// case.
    pub actions: Vec<String>,
}

impl Gap {
    pub(crate) fn finding(&self) -> Finding {
        let gap = self.clone();
        Finding::ExploitGap {
            actions: gap.actions,
            best_return: gap.best_return,
            oracle_return: gap.oracle_return,
            success: gap.success,
            oracle_success: gap.oracle_success,
            outcome: gap.outcome,
            oracle_outcome: gap.oracle_outcome,
        }
    }
}

/// The smallest and the largest.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Range {
    /// The smallest.
    pub lowest: Amount,
    /// The largest.
    pub highest: Amount,
}

/// How much is paid for steps that lose nothing and bring nothing: success stays as far away as it was. None of them is a
/// [`Harmful`] one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Harmless {
    /// Such transitions.
    pub steps: usize,
    /// Those of them with a positive reward.
    pub paid: usize,
    /// The commonest rewards among them with how many get each, the commonest first; at most [`Harmless::SHOWN`].
    pub amounts: Vec<(Amount, usize)>,
}

impl Harmless {
    /// How many rewards are listed.
    pub const SHOWN: usize = 5;
}

/// Steps that lose success or take it further away and are on no shortest path, so that not chance alone did it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Harmful {
    /// Such transitions.
    pub steps: usize,
    /// Those of them that are paid more than the best step of the same state: a shortest one.
    pub paid: usize,
    /// The one that is paid most above it.
    pub largest: Option<HarmfulStep>,
}

/// A harmful step that is paid more than the best one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HarmfulStep {
    /// The actions to where it is made.
    pub way_in: Vec<String>,
    /// The step.
    pub action: String,
    /// What it is paid.
    pub amount: Amount,
    /// What the best step there is paid.
    pub best: Amount,
}

/// Whether a sum of rewards along a way depends on its ends alone.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Telescoping {
    /// Whether it does, over all ways from the start.
    pub holds: bool,
    /// Where it does not: two ways from the start to the same state with their sums.
    pub counterexample: Option<[(Vec<String>, Amount); 2]>,
}

/// A distance between the reward and the outcome; 0 is alike up to shaping and scale.
///
/// Episodes that have ended stay where they are for ever, with reward 0; the uniform policy takes each edge of a state
/// alike (in a lumped graph, actions that lead to the same class are one edge; rejected actions are none). STARC (`starc_value`, `starc_value_potential`, `starc_minimal`, `starc_minimal_potential`; the last two up to
/// 2,000 states, in doubles) and `dard` compare rewards over the transitions there are. `epic` compares them over every
/// triple of state, action and state, with reward 0 on those that cannot happen, under uniform coverage; since shaping is
/// not applied to those, it is not 0 for a shaped reward. DARD's counterfactual action is the one of the same name. A 0
/// and a 2 of STARC are exact where [`Report::shaped_outcome`] is known.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Distance {
    /// Which.
    pub name: &'static str,
    /// The distance; `null` if it is undefined here.
    pub value: Option<f64>,
    /// Whether a 0, a 1 or a 2 is known exactly rather than computed in doubles.
    pub exact: bool,
    /// The largest it can be.
    pub at_most: f64,
    /// Why there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<&'static str>,
}

/// Something wrong with the reward, with actions that show it: played from the start (`run … --agent scripted:FILE`) they
/// lead where the finding says.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "finding", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Finding {
    /// An action is best under the reward and not under the outcome.
    PolicyChanged {
        /// What was compared with the outcome.
        reading: Role,
        /// The actions to the nearest such state.
        way_in: Vec<String>,
        /// Steps left there, with a horizon.
        steps_left: Option<u32>,
        /// The best actions under the reward.
        best_under_reward: Vec<String>,
        /// The best actions under the outcome.
        best_under_outcome: Vec<String>,
        /// What the outcome loses by the first of them.
        costs: Amount,
        /// States where that is so.
        states: usize,
    },
    /// A loop pays more than the best way straight to success.
    FarmableCycle {
        /// The actions to where the loop starts.
        way_in: Vec<String>,
        /// The actions of the loop.
        cycle: Vec<String>,
        /// The plain sum of rewards of one round.
        per_round: Amount,
        /// Way and loop under the objective: for ever with a discount, until the end with a horizon.
        farmed: Amount,
        /// Way and loop over the budget, as a plain sum.
        farmed_in_budget: Amount,
        /// The budget, in steps.
        budget: u32,
        /// The largest return of a shortest way to success, under the objective.
        best_success: Amount,
    },
    /// The best policy of the reward succeeds less, or is graded worse, than the oracle.
    ExploitGap {
        /// Its actions, up to the end or the budget; with chance, in the likeliest case.
        actions: Vec<String>,
        /// Its return under the reward.
        best_return: Amount,
        /// The oracle's return under the reward.
        oracle_return: Amount,
        /// Its success probability within the budget.
        success: Amount,
        /// The oracle's.
        oracle_success: Amount,
        /// Its expected grade within the budget.
        outcome: Amount,
        /// The oracle's.
        oracle_outcome: Amount,
    },
    /// Every step that does no harm and brings nothing is paid, and the policy is changed.
    HarmlessPaid {
        /// The actions to where the first such step is made.
        way_in: Vec<String>,
        /// The step.
        action: String,
        /// What it is paid.
        amount: Amount,
        /// The smallest that any is paid.
        at_least: Amount,
        /// Such steps.
        steps: usize,
    },
}

impl Finding {
    /// Its name, as in JSON.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Finding::PolicyChanged { .. } => "policy_changed",
            Finding::FarmableCycle { .. } => "farmable_cycle",
            Finding::ExploitGap { .. } => "exploit_gap",
            Finding::HarmlessPaid { .. } => "harmless_paid",
        }
    }

    /// Actions from the start that show it.
    #[must_use]
    pub fn counterexample(&self) -> Vec<String> {
        match self {
            Finding::PolicyChanged {
                way_in,
                best_under_reward,
                best_under_outcome,
                ..
            } => {
                let wrong = |a: &&String| !best_under_outcome.contains(a);
                let step = best_under_reward.iter().find(wrong);
                way_in.iter().chain(step).cloned().collect()
            }
            Finding::FarmableCycle { way_in, cycle, .. } => {
                way_in.iter().chain(cycle).cloned().collect()
            }
            Finding::ExploitGap { actions, .. } => actions.clone(),
            Finding::HarmlessPaid { way_in, action, .. } => {
                way_in.iter().chain([action]).cloned().collect()
            }
        }
    }
}

/// What the audit went over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Over {
    /// Every state, and every action in it.
    States,
    /// Every state with every number of steps left.
    StatesAndSteps,
    /// Every trajectory up to a length: of the best, all must be graded best.
    Trajectories,
}

/// The verdict on a reward in a task.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// What was audited: a scheme's text, or the name given.
    pub reward: String,
    /// The task.
    pub task: Task,
    /// The objective, in words.
    pub objective: String,
    /// What the reward is to the learner.
    pub role: Role,
    /// Which actions count: `menu`, the whole menu as graded, or `supported`, without unsupported commitments.
    pub actions: &'static str,
    /// Which states are one.
    pub mode: Mode,
    /// What the audit went over.
    pub over: Over,
    /// States, with the scheme's memory; or trajectories.
    pub states: usize,
    /// Transitions between them; or steps of all trajectories.
    pub transitions: usize,
    /// The task's step budget, the horizon, or the length of the trajectories.
    pub budget: u32,
    /// Whether all comparisons were made in exact numbers.
    pub exact: bool,
    /// Numbers nearer to each other than this share of the larger (of 1, if both are smaller) count as equal; 0 if exact.
    pub tolerance: f64,
    /// What is wrong; empty if nothing is.
    pub findings: Vec<Finding>,
    /// Best actions compared with the outcome's: in the reading audited, then in the other.
    pub invariance: Vec<Invariance>,
    /// What the best policy of the reward earns and attains.
    pub gap: Gap,
    /// Rewards of single steps.
    pub rewards: Range,
    /// Returns from the start under the objective.
    pub returns: Range,
    /// Steps that do no harm and bring nothing.
    pub harmless: Harmless,
    /// Steps that do harm, and whether they are paid more than the best; not looked for over trajectories.
    pub harmful: Harmful,
    /// States in which an action can be rejected, each with its own price; 0 if that was left out, for want of room.
    pub rejected: usize,
    /// Whether plain sums of rewards telescope; `null` with a horizon.
    pub telescoping: Option<Telescoping>,
    /// `c` if the reward is `c` times the outcome plus shaping with the objective's discount, exactly; `null` if it is
    /// not, or with a horizon.
    pub shaped_outcome: Option<Amount>,
    /// Distances to the outcome; empty with a horizon.
    pub distances: Vec<Distance>,
    /// The same over the whole menu as it is graded, guesses included: where some actions commit before their evidence is
    /// known and `actions` are the supported ones. Its oracle is the supported one, too.
    pub whole_menu: Option<Box<Report>>,
}

impl Report {
    /// Whether nothing is wrong, over the whole menu either.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty() && self.whole_menu.as_ref().is_none_or(|r| r.is_sound())
    }

    /// Whether a step that does harm is paid more than the best one.
    #[must_use]
    pub fn pays_harm(&self) -> bool {
        self.harmful.paid > 0 || self.whole_menu.as_ref().is_some_and(|r| r.pays_harm())
    }

    /// With the verdict over the whole menu beside it. What an agent can do that only reads is this report's to say, so
    /// the other is held against the same oracle.
    pub(crate) fn beside(mut self, mut whole: Self) -> Self {
        let mine = &self.gap;
        let reaches = |gap: &Gap| {
            gap.success.value >= mine.oracle_success.value - self.tolerance
                && gap.outcome.value >= mine.oracle_outcome.value - self.tolerance
        };
        let reaches = reaches(&whole.gap);
        whole.gap.oracle_return = mine.oracle_return.clone();
        whole.gap.oracle_success = mine.oracle_success.clone();
        whole.gap.oracle_outcome = mine.oracle_outcome.clone();
        whole
            .findings
            .retain(|f| !(reaches && matches!(f, Finding::ExploitGap { .. })));
        for finding in &mut whole.findings {
            if matches!(finding, Finding::ExploitGap { .. }) {
                *finding = whole.gap.finding();
            }
        }
        self.whole_menu = Some(Box::new(whole));
        self
    }

    /// The invariance in the reading audited.
    #[must_use]
    pub fn keeps_policy(&self) -> bool {
        self.invariance.first().is_some_and(Invariance::is_kept)
    }

    /// Nothing, or panic with everything that is wrong: for tests.
    ///
    /// # Panics
    /// If there is a finding; the message is the report.
    #[track_caller]
    pub fn assert_sound(&self) {
        assert!(self.is_sound(), "\n{self}");
    }

    /// Nothing, or the report as an error that says what is wrong.
    ///
    /// # Errors
    /// The report, if there is a finding.
    pub fn into_result(self) -> Result<Self, Unsound> {
        match self.is_sound() {
            true => Ok(self),
            false => Err(Unsound(Box::new(self))),
        }
    }
}

/// A report with findings, as an error.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{0}")]
pub struct Unsound(pub Box<Report>);
