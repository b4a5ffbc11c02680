//! Preference pairs at critical steps: one state, one number of steps left, two actions, and the exact value of both.

use super::{
    DataError, Exported, OUT_OF_BOUNDS,
    about::{About, Reference, named},
    chat::{ActionForm, Message, act, history},
    error::unknown,
    rework::{Rework, Reworked},
    rule::{EpisodeRule, ShareBounds, within_share},
    sft::tools_for,
    values::{Answer, Ask, Worth, worth},
};
use serde::Serialize;
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    str::FromStr,
};
use truestep_core::{
    annotate::AnnotateOptions,
    digest::Digest,
    graph::{Fraction, Measure},
    host::Snapshot,
    rational::{Exact, Rational},
    registry::Registry,
    replay::{check_world, moments},
    trajectory::Episode,
    truth::AdvantageKind,
};

/// Which steps are critical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Critical {
    /// Those with two actions whose values are at least the margin apart.
    #[default]
    Margin,
    /// Those of them at which one action makes success impossible and the other does not: CSO's flip (arXiv 2602.03412),
    /// proved instead of sampled.
    Flip,
}

impl FromStr for Critical {
    type Err = DataError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "margin" => Ok(Critical::Margin),
            "flip" => Ok(Critical::Flip),
            _ => Err(unknown("kind of critical step", text, &["margin", "flip"])),
        }
    }
}

/// Where the action that was not taken comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Another rollout took it in the same state with as many steps left.
    Group,
    /// It is the first action on a shortest path.
    Oracle,
}

impl FromStr for Source {
    type Err = DataError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "group" => Ok(Source::Group),
            "oracle" => Ok(Source::Oracle),
            _ => Err(unknown(
                "source of alternatives",
                text,
                &["group", "oracle"],
            )),
        }
    }
}

/// What is exported.
#[derive(Clone, Debug)]
pub struct PairOptions {
    /// How actions are written.
    pub form: ActionForm,
    /// What an episode must be.
    pub filters: Vec<EpisodeRule>,
    /// How often the task must have been solved.
    pub share: Option<ShareBounds>,
    /// Which steps are critical.
    pub critical: Critical,
    /// How far apart the values must be; differences of 0 never make a pair.
    pub margin: Rational,
    /// Which value.
    pub measure: Measure,
    /// Where alternatives come from.
    pub sources: Vec<Source>,
    /// Most pairs of one step of one episode, those furthest apart first.
    pub per_step: usize,
    /// The policy of values, and how large graphs may grow.
    pub values: AnnotateOptions,
}

/// One line: a preference, as direct preference optimisation takes it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PairRecord {
    /// The conversation up to the step.
    pub prompt: Vec<Message>,
    /// The better action.
    pub chosen: [Message; 1],
    /// The worse action.
    pub rejected: [Message; 1],
    /// The function `act`, where actions are calls.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tools: Option<Value>,
    /// What is known about it.
    pub truth: PairTruth,
}

/// The truth of a pair.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PairTruth {
    /// Where it comes from.
    #[serde(flatten)]
    pub about: About,
    /// The step, from 0.
    pub step: usize,
    /// The state both actions start from.
    pub state: Digest,
    /// Steps left before the action.
    pub steps_left: u32,
    /// Where the action that was not taken comes from.
    pub alternative_from: Source,
    /// Whether the episode took the chosen action; else it took the rejected one.
    pub took_chosen: bool,
    /// V of the state under the policy: success probability.
    pub success_probability: Exact,
    /// Of the better action.
    pub chosen: ActionWorth,
    /// Of the worse action.
    pub rejected: ActionWorth,
    /// The difference that made the pair.
    pub difference: Exact,
}

/// The exact values of an action.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ActionWorth {
    /// The action.
    pub action: String,
    /// Q of success.
    pub success_probability: Exact,
    /// Q of the outcome.
    pub expected_outcome: Exact,
    /// Q − V of success.
    pub advantage: Exact,
}

/// Preference pairs from episodes.
///
/// # Errors
/// [`DataError`]: an episode that cannot be executed here or has no budget, or a graph that cannot be solved.
pub fn pairs(
    registry: &Registry,
    episodes: Vec<Episode>,
    options: &PairOptions,
) -> Result<Exported<PairRecord>, DataError> {
    let all = Rework::default().apply(registry, episodes)?;
    let within = within_share(&all, options.share);
    let mut out = Exported::default();
    let mut by_task: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (i, Reworked { episode, .. }) in all.iter().enumerate() {
        let task = &episode.task;
        let key = (&task.template, task.seed.0, &task.parameters);
        by_task.entry(key).or_default().push(i);
    }
    let mut found: Vec<Vec<PairRecord>> = all.iter().map(|_| vec![]).collect();
    for members in by_task.into_values() {
        let rollouts: Vec<&Episode> = members.iter().map(|&i| &all[i].episode).collect();
        let crossings = Crossings::of(registry, &rollouts, options)?;
        let mut seen = BTreeSet::new();
        for (&i, rollout) in members.iter().zip(&rollouts) {
            let broken = |rule: &&EpisodeRule| !rule.holds(rollout, rollout.steps());
            if !within[i] {
                out.leave(OUT_OF_BOUNDS);
            } else if let Some(rule) = options.filters.iter().find(broken) {
                out.leave(format!("not {rule}"));
            } else {
                found[i] = crossings.pairs(rollout, options, &mut seen);
                if found[i].is_empty() {
                    out.leave("no new pair");
                }
            }
        }
    }
    out.records = found.into_iter().flatten().collect();
    Ok(out)
}

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
struct Crossings {
    at: BTreeMap<(Digest, u32), (Crossing, Answer)>,
}

fn steps_left(episode: &Episode, t: usize) -> Result<u32, DataError> {
    let budget = episode.max_steps.ok_or_else(|| DataError::NoBudget {
        episode: named(episode),
    })?;
    Ok(budget.saturating_sub(u32::try_from(t).unwrap_or(u32::MAX)))
}

impl Crossings {
    fn of(
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
    fn pairs(
        &self,
        rollout: &Episode,
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
                    records.push(duel.record(rollout, t, left, options));
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
        t: usize,
        steps_left: u32,
        options: &PairOptions,
    ) -> PairRecord {
        let policy = options.values.policy.name().to_string();
        let reference = Reference {
            advantage: if rollout.agent.policy.as_deref() == Some(&policy) {
                AdvantageKind::Behaviour
            } else {
                AdvantageKind::Reference
            },
            policy,
            horizon: rollout.max_steps.unwrap_or(0),
            menu: rollout.task.template.to_string(),
        };
        let worth = |(known, worth): (&Known, &Worth)| ActionWorth {
            action: known.action.clone(),
            success_probability: worth.success.exact(),
            expected_outcome: worth.outcome.exact(),
            advantage: worth.success.minus(&self.value.success).exact(),
        };
        let say = |(known, _): (&Known, &Worth)| [act(options.form, &known.action)];
        PairRecord {
            prompt: history(options.form, rollout, t),
            chosen: say(self.chosen),
            rejected: say(self.rejected),
            tools: tools_for(options.form),
            truth: PairTruth {
                about: About {
                    values: Some(reference),
                    ..About::of(rollout)
                },
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
