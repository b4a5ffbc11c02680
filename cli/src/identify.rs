//! How far schemes are from the exact advantage, on the command line.

use crate::table::{significant, table};
use anyhow::Result;
use serde::Serialize;
use std::collections::BTreeSet;
use truestep_core::{graph::Measure, trajectory::Episode, truth::AdvantageKind};
use truestep_rewards::{
    Scored,
    metrics::{Identification, Metric, Sample},
};

/// What the columns mean, for readers.
const TERMS: &str = "
within     correlation with the exact advantage within a state, after taking out the state's mean; over revisited steps
signs      share of steps that decide whose sign is right, of those that are given one
silent     share of steps that decide and are given 0, which is no sign
order      share of pairs of actions of one state in the order of their exact Q; 0.5 is guessing
Spearman   correlation of ranks over all steps
leakage    share of all credit that went to steps that decide nothing
RMSE       error; centred: within a state, over revisited steps. Both depend on the scale of a scheme's numbers
revisited  share of steps at a task, turn and state met at least twice; what stands alone says nothing within a state
";

/// Which advantage estimates are held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Against {
    /// Of the success probability.
    Success,
    /// Of the expected outcome: grades count in part.
    Outcome,
}

/// What schemes identify of the exact advantage.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct IdentifyResult {
    /// The advantage of what.
    against: Against,
    /// Under which policies, and whether that policy is the one that acted.
    policies: Vec<PolicyNote>,
    schemes: Vec<Identified>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct PolicyNote {
    policy: String,
    /// Whether the policy is the one that acted, so that A is the truth of the episodes; else it is a reference.
    behaviour: bool,
}

#[derive(Clone, Debug, Serialize)]
struct Identified {
    scheme: String,
    #[serde(flatten)]
    metrics: Identification,
}

impl IdentifyResult {
    /// The numbers `scored` gave `episodes`, beside A: the advantages of schemes that end in a credit, the rewards of others.
    ///
    /// # Errors
    /// If a step has no exact advantage.
    pub(crate) fn of(against: Against, episodes: &[Episode], scored: &[Scored]) -> Result<Self> {
        let measure = match against {
            Against::Success => Measure::Success,
            Against::Outcome => Measure::Outcome,
        };
        let identified = |scored: &Scored| {
            let credits = scored.advantages.as_ref().unwrap_or(&scored.rewards);
            Ok(Identified {
                scheme: scored.scheme.clone(),
                metrics: Sample::of(episodes, credits, measure)?.identify(),
            })
        };
        let schemes = scored.iter().map(identified).collect::<Result<_>>()?;
        let notes = episodes.iter().filter_map(|e| e.graph.as_ref());
        let policies: BTreeSet<PolicyNote> = notes
            .map(|note| PolicyNote {
                policy: note.policy.clone(),
                behaviour: note.advantage == AdvantageKind::Behaviour,
            })
            .collect();
        Ok(Self {
            against,
            policies: policies.into_iter().collect(),
            schemes,
        })
    }

    /// As a table: first what does not depend on a scheme's scale, then what does.
    pub(crate) fn to_text(&self) -> String {
        let metric = |m: Metric| m.number().map_or_else(|| "-".into(), significant);
        let row = |s: &Identified| {
            let m = &s.metrics;
            vec![
                s.scheme.clone(),
                m.steps.to_string(),
                m.undefined.to_string(),
                metric(m.within_state),
                metric(m.sign_given),
                metric(m.sign_silent),
                metric(m.ordering),
                metric(m.spearman),
                metric(m.leakage),
                metric(m.rmse),
                metric(m.centred_rmse),
                metric(m.revisited),
            ]
        };
        let head = [
            "scheme",
            "steps",
            "undefined",
            "within",
            "signs",
            "silent",
            "order",
            "Spearman",
            "leakage",
            "RMSE",
            "centred",
            "revisited",
        ];
        let rows = self.schemes.iter().map(row).collect();
        let numbers: Vec<usize> = (1..head.len()).collect();
        self.title() + &table(&head, &numbers, rows) + TERMS
    }

    fn title(&self) -> String {
        let what = match self.against {
            Against::Success => "success",
            Against::Outcome => "the expected outcome",
        };
        let policy = |note: &PolicyNote| match note.behaviour {
            true => format!("`{}`, which acted", note.policy),
            false => format!("`{}`, a reference: another policy acted", note.policy),
        };
        let policies: Vec<String> = self.policies.iter().map(policy).collect();
        format!(
            "\nbeside the exact advantage of {what} under {}\n\n",
            policies.join("; ")
        )
    }
}
