//! What schemes gave, added up.

use crate::{
    alone::{Groups, compares},
    stats::Mean,
};
use anyhow::Result;
use serde::Serialize;
use truestep_core::trajectory::Episode;
use truestep_rewards::{Scheme, SchemeError, Scored, Undefined, Value};

/// What a scheme gave the episodes, as it is printed.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct SchemeSummary {
    /// The name a file of schemes gives it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    /// The scheme, in its canonical spelling.
    pub(crate) scheme: String,
    /// Mean of the episodes' undiscounted returns, over those that are numbers; `null` of none. Of a scheme that ends in a
    /// credit, of the rewards before it.
    pub(crate) mean_return: Option<f64>,
    /// Episodes whose return is a number.
    pub(crate) scored: u64,
    /// Episodes whose return is minus infinity.
    pub(crate) minus_infinity: u64,
    /// Episodes without a return.
    pub(crate) undefined: u64,
    /// Why they have none, with how often, in order of first appearance.
    pub(crate) reasons: Vec<Reason>,
    /// What the credit made of the rewards; `null` if the scheme ends in none.
    pub(crate) advantages: Option<AdvantageSummary>,
}

/// The advantages of single steps.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct AdvantageSummary {
    /// Mean of those that are numbers; `null` of none.
    pub(crate) mean: Option<f64>,
    /// Standard deviation of those that are numbers.
    pub(crate) spread: Option<f64>,
    /// Steps whose advantage is a number.
    pub(crate) steps: u64,
    /// Steps whose advantage is minus infinity.
    pub(crate) minus_infinity: u64,
    /// Steps without an advantage.
    pub(crate) undefined: u64,
    /// Why they have none, with how often.
    pub(crate) reasons: Vec<Reason>,
    /// Of a credit that compares the rollouts of a group with each other: the groups it saw; `null` of others.
    pub(crate) groups: Option<Groups>,
}

/// A reason why there is no number.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Reason {
    /// In words.
    pub(crate) reason: String,
    /// How often.
    pub(crate) count: u64,
}

/// Values as they come.
#[derive(Default)]
struct Values {
    mean: Mean,
    minus_infinity: u64,
    undefined: u64,
    reasons: Vec<(Undefined, u64)>,
}

impl Values {
    fn add(&mut self, value: Value<f64>) {
        match value {
            Value::Number(x) => self.mean.add(x),
            Value::MinusInfinity => self.minus_infinity += 1,
            Value::Undefined(why) => {
                self.undefined += 1;
                match self.reasons.iter_mut().find(|(known, _)| *known == why) {
                    Some((_, count)) => *count += 1,
                    None => self.reasons.push((why, 1)),
                }
            }
        }
    }

    fn reasons(&self) -> Vec<Reason> {
        let reason = |(why, count): &(Undefined, u64)| Reason {
            reason: why.to_string(),
            count: *count,
        };
        self.reasons.iter().map(reason).collect()
    }
}

/// What one scheme gave.
#[derive(Default)]
pub(super) struct SchemeTally {
    returns: Values,
    /// Of single steps.
    advantages: Values,
    groups: Groups,
    /// Whether an episode was priced, and what the first one lacked that was left out for a channel.
    is_priced: bool,
    lacks: Option<SchemeError>,
}

impl SchemeTally {
    /// Take in what the scheme gave some episodes, among which groups are whole.
    pub(super) fn add(&mut self, scheme: &Scheme, episodes: &[Episode], scored: &Scored) {
        let left_out = |at: &usize| {
            let found = scored.left_out.binary_search_by_key(at, |(out, _)| *out);
            found.is_ok()
        };
        let priced = || (0..episodes.len()).filter(|at| !left_out(at));
        self.is_priced |= priced().next().is_some();
        if compares(scheme) {
            self.groups
                .add(Groups::whole(priced().map(|at| &episodes[at])));
        }
        for &(at, why) in &scored.left_out {
            if let (Undefined::Missing(channel), None) = (why, &self.lacks) {
                self.lacks = Some(SchemeError::MissingChannel {
                    scheme: scheme.to_string(),
                    channel,
                    environment: episodes[at].task.template.to_string(),
                });
            }
        }
        for value in scored.returns() {
            self.returns.add(value);
        }
        for value in scored.advantages.iter().flatten().flatten() {
            self.advantages.add(*value);
        }
    }
}

/// The sums of all schemes.
///
/// # Errors
/// If no episode carries what a scheme needs.
pub(super) fn summaries(schemes: &[Scheme], tallies: &[SchemeTally]) -> Result<Vec<SchemeSummary>> {
    let each = schemes.iter().zip(tallies);
    each.map(|(scheme, tally)| match &tally.lacks {
        Some(lacks) if !tally.is_priced => Err(lacks.clone().into()),
        _ => Ok(summary(scheme, tally)),
    })
    .collect()
}

fn summary(scheme: &Scheme, tally: &SchemeTally) -> SchemeSummary {
    let (returns, advantages) = (&tally.returns, &tally.advantages);
    SchemeSummary {
        name: scheme.name().map(str::to_owned),
        scheme: scheme.to_string(),
        mean_return: returns.mean.value(),
        scored: returns.mean.count(),
        minus_infinity: returns.minus_infinity,
        undefined: returns.undefined,
        reasons: returns.reasons(),
        advantages: scheme.has_credit().then(|| AdvantageSummary {
            mean: advantages.mean.value(),
            spread: advantages.mean.spread(),
            steps: advantages.mean.count(),
            minus_infinity: advantages.minus_infinity,
            undefined: advantages.undefined,
            reasons: advantages.reasons(),
            groups: compares(scheme).then_some(tally.groups),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::scheme_table, *};

    #[test]
    fn a_credit_shows_its_advantages_and_why_some_are_undefined() {
        let scheme: Scheme = "outcome |> rloo:verl".parse().unwrap();
        let undefined = Value::Undefined(Undefined::Singleton);
        let scored = Scored {
            scheme: scheme.to_string(),
            name: None,
            rewards: vec![vec![Value::Number(1.0); 3], vec![Value::Number(0.0)]],
            advantages: Some(vec![
                vec![Value::Number(1e-5), Value::Number(3e-5), undefined],
                vec![undefined],
            ]),
            left_out: vec![],
        };
        let mut tally = SchemeTally::default();
        tally.add(&scheme, &[], &scored);
        let summaries = summaries(&[scheme], &[tally]).unwrap();
        let advantages = summaries[0].advantages.as_ref().unwrap();
        assert_eq!((advantages.steps, advantages.undefined), (2, 2));
        let text = scheme_table(&summaries);
        assert!(!text.contains("mean return"), "{text}");
        for shown in [
            "mean advantage",
            "2.00e-5",
            "1.00e-5",
            "undefined in outcome |> rloo:verl: compared with nothing in 2 steps",
        ] {
            assert!(text.contains(shown), "{shown}\n{text}");
        }
    }
}
