//! Where rollouts of a task meet, what was done there, and which two actions make a pair.

use super::{ActionWorth, Critical, PairOptions, PairRecord, PairTruth, Source};
use crate::data::{
    DataError,
    about::{About, named},
    chat::Chat,
    values::{Answer, Ask, Worth, worth},
};
use std::collections::{BTreeMap, BTreeSet};
use truestep_core::{
    digest::Digest,
    graph::Fraction,
    host::Snapshot,
    rational::Rational,
    registry::Registry,
    replay::{check_world, moments},
    trajectory::Episode,
};

/// A state with so many steps left, and what is known to do there.
struct Crossing {
    moment: Snapshot,
    /// Distinct actions, in order of first appearance.
    actions: Vec<Known>,
}

struct Known {
    action: String,
    taken: bool,
    oracle: bool,
}

impl Crossing {
    fn add(&mut self, action: &str, source: Source) {
        let at = match self.actions.iter().position(|k| k.action == action) {
            Some(at) => at,
            None => {
                self.actions.push(Known {
                    action: action.to_owned(),
                    taken: false,
                    oracle: false,
                });
                self.actions.len() - 1
            }
        };
        match source {
            Source::Group => self.actions[at].taken = true,
            Source::Oracle => self.actions[at].oracle = true,
        }
    }
}

/// Where the rollouts of a task met, with values.
pub(super) struct Crossings {
    at: BTreeMap<(Digest, u32), (Crossing, Answer)>,
}

fn steps_left(episode: &Episode, t: usize) -> Result<u32, DataError> {
    let budget = episode.max_steps.ok_or_else(|| DataError::NoBudget {
        episode: named(episode),
    })?;
    Ok(budget.saturating_sub(u32::try_from(t).unwrap_or(u32::MAX)))
}

impl Crossings {
    pub(super) fn of(
        registry: &Registry,
        rollouts: &[&Episode],
        options: &PairOptions,
    ) -> Result<Self, DataError> {
        let mut at: BTreeMap<(Digest, u32), Crossing> = BTreeMap::new();
        for rollout in rollouts {
            check_world(registry, rollout)?;
            let moments = moments(registry, rollout, &[])?;
            for (t, transition) in rollout.transitions.iter().enumerate() {
                let frame = rollout.frame(t);
                let state = frame.digests.state;
                let moment = moments.get(t).filter(|m| m.state_digest() == state);
                let moment = moment.ok_or_else(|| DataError::Differs {
                    episode: named(rollout),
                    step: t,
                })?;
                let crossing = at
                    .entry((state, steps_left(rollout, t)?))
                    .or_insert_with(|| Crossing {
                        moment: moment.clone(),
                        actions: vec![],
                    });
                crossing.add(&transition.action, Source::Group);
                let best = frame.truth.as_ref().and_then(|s| s.best_actions.as_ref());
                if let Some(action) = best.and_then(|b| b.actions.first()) {
                    crossing.add(action, Source::Oracle);
                }
            }
        }
        let Some(first) = rollouts.first() else {
            return Ok(Self {
                at: BTreeMap::new(),
            });
        };
        let asks: Vec<Ask<'_>> = at
            .iter()
            .map(|(&(_, steps_left), crossing)| Ask {
                moment: &crossing.moment,
                steps_left,
                actions: crossing.actions.iter().map(|k| k.action.as_str()).collect(),
            })
            .collect();
        let answers = worth(registry, first, &asks, &options.values)?;
        let at = at
            .into_iter()
            .zip(answers)
            .map(|((key, crossing), answer)| (key, (crossing, answer)));
        Ok(Self { at: at.collect() })
    }

    /// The pairs of one rollout, step by step. `seen`: history, chosen and rejected of those made before.
    pub(super) fn pairs(
        &self,
        rollout: &Episode,
        chat: &Chat<'_>,
        options: &PairOptions,
        seen: &mut BTreeSet<(Digest, String, String)>,
    ) -> Vec<PairRecord> {
        let mut records = vec![];
        for t in 0..rollout.steps() {
            let Ok(left) = steps_left(rollout, t) else {
                continue;
            };
            let digests = rollout.frame(t).digests;
            let Some((crossing, answer)) = self.at.get(&(digests.state, left)) else {
                continue;
            };
            let taken = &rollout.transitions[t].action;
            for duel in duels(crossing, answer, taken, options) {
                let (chosen, rejected) =
                    (duel.chosen.0.action.clone(), duel.rejected.0.action.clone());
                if seen.insert((digests.trace, chosen, rejected)) {
                    records.push(duel.record(rollout, (t, left), chat, options));
                }
            }
        }
        records
    }
}

/// Two actions of a crossing, the better one first.
struct Duel<'c> {
    chosen: (&'c Known, &'c Worth),
    rejected: (&'c Known, &'c Worth),
    value: &'c Worth,
    difference: Fraction,
    took_chosen: bool,
    from: Source,
}

/// The action taken against every alternative it differs enough from, those furthest apart first.
fn duels<'c>(
    crossing: &'c Crossing,
    answer: &'c Answer,
    taken: &str,
    options: &PairOptions,
) -> Vec<Duel<'c>> {
    let Some(value) = &answer.value else {
        return vec![];
    };
    let known: Vec<(&Known, &Worth)> = crossing
        .actions
        .iter()
        .zip(&answer.actions)
        .filter_map(|(known, worth)| Some((known, worth.as_ref()?)))
        .collect();
    let Some(&mine) = known.iter().find(|(k, _)| k.action == *taken) else {
        return vec![];
    };
    let mut found: Vec<Duel<'c>> = known
        .iter()
        .filter(|(k, _)| k.action != *taken)
        .filter_map(|&other| duel(mine, other, value, options))
        .collect();
    // Stable, so that equal differences stay in order of first appearance.
    found.sort_by(|a, b| b.difference.compare(&a.difference));
    found.truncate(options.per_step);
    found
}

fn duel<'c>(
    mine: (&'c Known, &'c Worth),
    other: (&'c Known, &'c Worth),
    value: &'c Worth,
    options: &PairOptions,
) -> Option<Duel<'c>> {
    let asked = |source| options.sources.contains(&source);
    let from = match (other.0.taken && asked(Source::Group), other.0.oracle) {
        (true, _) => Source::Group,
        (false, true) if asked(Source::Oracle) => Source::Oracle,
        _ => return None,
    };
    let nought = Fraction::of(Rational::from_integer(0));
    let (q_mine, q_other) = (mine.1.by(options.measure), other.1.by(options.measure));
    let took_chosen = q_mine.compare(q_other).is_gt();
    let (chosen, rejected) = if took_chosen {
        (mine, other)
    } else {
        (other, mine)
    };
    let difference = q_mine.minus(q_other).abs();
    let apart = difference.compare(&nought).is_gt()
        && difference.compare(&Fraction::of(options.margin)).is_ge();
    let flips = rejected.1.success == nought && chosen.1.success != nought;
    let critical = apart && (options.critical == Critical::Margin || flips);
    critical.then_some(Duel {
        chosen,
        rejected,
        value,
        difference,
        took_chosen,
        from,
    })
}

impl Duel<'_> {
    fn record(
        &self,
        rollout: &Episode,
        (t, steps_left): (usize, u32),
        chat: &Chat<'_>,
        options: &PairOptions,
    ) -> PairRecord {
        let policy = options.values.policy.name().to_string();
        let worth = |(known, worth): (&Known, &Worth)| ActionWorth {
            action: known.action.clone(),
            success_probability: worth.success.exact(),
            expected_outcome: worth.outcome.exact(),
            advantage: worth.success.minus(&self.value.success).exact(),
        };
        let say = |(known, _): (&Known, &Worth)| [chat.act(t, &known.action)];
        PairRecord {
            prompt: chat.history(rollout, t),
            chosen: say(self.chosen),
            rejected: say(self.rejected),
            tools: chat.tools(),
            truth: PairTruth {
                about: About::of(rollout).under(policy, rollout),
                step: t,
                state: rollout.frame(t).digests.state,
                steps_left,
                alternative_from: self.from,
                took_chosen: self.took_chosen,
                success_probability: self.value.success.exact(),
                chosen: worth(self.chosen),
                rejected: worth(self.rejected),
                difference: self.difference.exact(),
            },
        }
    }
}
