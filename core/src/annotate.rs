//! Annotate: execute recorded episodes again and add the channels that need the state graph.
//!
//! V, Q and A are exact with respect to the menu, the named policy and the steps left. They are the truth *of the
//! episode* only if the policy is the one that acted; [`crate::truth::AdvantageKind`] says which it is. That the agent
//! bears the policy's name is not enough: every probability it recorded must be the policy's own.

use crate::{
    graph::task::{Consequence, TaskGraph},
    graph::{
        BestChance, Distances, EdgeId, Evidence, Fraction, GraphError, Horizon, Landing, Limits,
        Measure, Mode, NodeId, Query, Rows, StateGraph, Support, pivots::is_pivot,
    },
    host::{Influence, Snapshot, StepPlugin},
    policy::{Policy, StepPolicy},
    rational::{Exact, Rational},
    registry::Registry,
    replay::{Mismatch, ReplayError, SLOT, bare, check_world, compare, execute},
    trajectory::{Episode, GraphNote},
    truth::{AdvantageKind, Reachable},
};
use std::sync::Arc;

/// What to annotate with.
#[derive(Clone, Debug)]
pub struct AnnotateOptions {
    /// The policy of values and advantages.
    pub policy: Policy,
    /// The threshold τ of `pivot`.
    pub pivot_threshold: Rational,
    /// How large a graph may grow.
    pub limits: Limits,
    /// How many states a free-form step may add.
    pub max_new: u32,
}

/// The default τ of a pivot: 1/5.
pub const PIVOT_THRESHOLD: (i64, i64) = crate::graph::pivots::THRESHOLD;

/// Why an episode cannot be annotated.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AnnotateError {
    /// It cannot be executed here.
    #[error(transparent)]
    Replay(#[from] ReplayError),
    /// The graph cannot be made or solved.
    #[error(transparent)]
    Graph(#[from] GraphError),
    /// It does not reproduce.
    #[error(
        "the episode does not reproduce: {}; run `truestep replay` on the file to see what differs", .first.to_line()
    )]
    Differs {
        /// The first difference.
        first: Box<Mismatch>,
    },
    /// It was recorded without truth.
    #[error("the episode was recorded without truth: record it with truth level `basic`")]
    NoTruth,
    /// A plug-in acted, of which the graph does not know.
    #[error(
        "the plug-in `{plugin}` acted on the episode, and no graph knows of it: a disturbance with exact values belongs in the model's state"
    )]
    Disturbed {
        /// The plug-in.
        plugin: String,
    },
    /// Values need a horizon.
    #[error("the episode has no step budget, and values need a horizon: record it with one")]
    NoBudget,
}

/// Add the graph channels to episodes that share one task and budget; the graph is made and solved once for all of them.
///
/// A value whose states lie beyond a cap stays absent.
///
/// # Errors
/// [`AnnotateError`]; the episodes are then as they were.
pub fn annotate(
    registry: &Registry,
    episodes: &mut [Episode],
    plugins: &[Arc<dyn StepPlugin>],
    options: &AnnotateOptions,
) -> Result<(), AnnotateError> {
    let Some(first) = episodes.first() else {
        return Ok(());
    };
    for episode in episodes.iter() {
        check_world(registry, episode)?;
        if (0..=episode.steps()).any(|t| episode.frame(t).truth.is_none()) {
            return Err(AnnotateError::NoTruth);
        }
        let acts = |p: &&Arc<dyn StepPlugin>| {
            p.influence() == Influence::Acts && episode.plugins.iter().any(|n| n == p.name())
        };
        if let Some(plugin) = plugins.iter().find(acts) {
            return Err(AnnotateError::Disturbed {
                plugin: plugin.name().into(),
            });
        }
        if episode.max_steps.is_none() {
            return Err(AnnotateError::NoBudget);
        }
    }
    let prepared = registry.prepare(&first.task).map_err(ReplayError::from)?;
    // A user's table tells single states apart, which only a raw graph does.
    let mode = if matches!(options.policy.steps(), StepPolicy::Table(_)) {
        Mode::Raw
    } else {
        Mode::Lumped
    };
    let mut graph = prepared.explore(first.rollout, &options.limits, mode)?;
    let located = episodes
        .iter()
        .map(|episode| locate(registry, episode, plugins, graph.as_mut(), options))
        .collect::<Result<Vec<_>, _>>()?;
    let state_graph = graph.graph();
    let distances: Distances = state_graph.distances(Evidence::Required);
    let labels = matches!(options.policy.steps(), StepPolicy::Table(_))
        .then(|| graph.labels())
        .flatten();
    let rows = Rows::of(state_graph, &options.policy, &distances, labels.as_ref())?;
    let values = solve(&rows, &located)?;
    for ((episode, located), values) in episodes.iter_mut().zip(&located).zip(values) {
        let best = best_success(state_graph, located);
        write(episode, located, &values, options, best.as_deref());
        let acted = is_behaviour(episode, located, &rows)?;
        if let (true, Some(note)) = (acted, &mut episode.graph) {
            note.advantage = AdvantageKind::Behaviour;
        }
    }
    Ok(())
}

/// How far a recorded probability may be from the policy's: both are doubles near one exact number.
const SAME_PROBABILITY: f64 = 1e-9;

/// Whether the policy is the one that acted: the agent names it, and every step has the probability the policy gives it.
fn is_behaviour(
    episode: &Episode,
    located: &Located,
    rows: &Rows<'_>,
) -> Result<bool, AnnotateError> {
    if episode.agent.policy.as_deref() != Some(&rows.policy().name().to_string()) {
        return Ok(false);
    }
    for (t, transition) in episode.transitions.iter().enumerate() {
        let Some(recorded) = transition.action_probability else {
            return Ok(false);
        };
        let probability = match (located.nodes[t], &located.entries[t]) {
            (Some(node), Some(entry)) => entry.probability(rows, node)?,
            _ => None,
        };
        if probability.is_none_or(|p| (p - recorded).abs() > SAME_PROBABILITY) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The largest success probability any policy on the supported graph reaches from each frame, `[steps + 1]`; `None` in a
/// world without chance, where `reachable` already says it.
fn best_success(graph: &StateGraph, located: &Located) -> Option<Vec<Option<Exact>>> {
    if !graph.has_chance() {
        return None;
    }
    let frames = || located.nodes.iter().zip(&located.steps_left);
    let ask = |(node, &steps_left): (&Option<NodeId>, &u32)| {
        node.map(|node| Query::Value { node, steps_left })
    };
    let queries: Vec<Query<'_>> = frames().filter_map(ask).collect();
    let mut answers = BestChance::new(graph, Evidence::Required)
        .solve(&queries)
        .into_iter();
    let mut take = |asked: bool| {
        if asked {
            answers.next().flatten()
        } else {
            None
        }
    };
    let best = frames().map(|(node, _)| Some(take(node.is_some())?.exact()));
    Some(best.collect())
}

/// Whether two episodes can be annotated together.
#[must_use]
pub fn share_graph(a: &Episode, b: &Episode) -> bool {
    // With chance the start may depend on the rollout; a shared graph is extended by what it lacks.
    a.task == b.task && a.world == b.world
}

/// Where an episode went in the graph.
struct Located {
    /// The node of each frame, `[steps + 1]`.
    nodes: Vec<Option<NodeId>>,
    /// Where each action leads, `[steps]`.
    actions: Vec<Option<Lead>>,
    /// The menu entry each action is, and where the graph says it leads, `[steps]`; `None` off the menu.
    entries: Vec<Option<Entry>>,
    /// Steps left at each frame, `[steps + 1]`.
    steps_left: Vec<u32>,
}

enum Lead {
    Stays,
    Lands(Landing),
}

/// A menu entry that was taken.
struct Entry {
    weight: u32,
    support: Support,
    landing: Landing,
}

impl Entry {
    /// The probability a policy gives it in a node: of its edge, the share that its weight has there.
    fn probability(&self, rows: &Rows<'_>, node: NodeId) -> Result<Option<f64>, GraphError> {
        let graph = rows.graph();
        let is_this = |edge: &EdgeId| {
            graph.support(*edge) == self.support
                && self.landing.outcomes().is_same(graph.outcomes(*edge))
        };
        let Some(place) = graph.edges(node).position(|edge| is_this(&edge)) else {
            return Ok(None);
        };
        let row = rows.edge_row(node)?;
        let of_edge = row.numerators()[place] as f64 / row.denominator() as f64;
        let all = graph.edges(node).nth(place).map(|edge| graph.weight(edge));
        Ok(all.map(|all| of_edge * f64::from(self.weight) / f64::from(all.max(1))))
    }
}

fn locate(
    registry: &Registry,
    episode: &Episode,
    plugins: &[Arc<dyn StepPlugin>],
    graph: &mut dyn TaskGraph,
    options: &AnnotateOptions,
) -> Result<Located, AnnotateError> {
    let moments = honest_moments(registry, episode, plugins)?;
    let budget = episode.max_steps.ok_or(AnnotateError::NoBudget)?;
    let mut located = Located {
        nodes: vec![],
        actions: vec![],
        entries: vec![],
        steps_left: vec![],
    };
    // Only an agent that names the policy can turn out to have played it.
    let name = options.policy.name().to_string();
    let may_have_acted = episode.agent.policy.as_deref() == Some(&name);
    for (t, moment) in moments.iter().enumerate() {
        // Where the start is drawn, episodes of one task start in different parts of the graph.
        let max_new = match t {
            0 => options.limits.max_states,
            _ => options.max_new,
        };
        located.nodes.push(graph.locate(moment, max_new)?);
        located.steps_left.push(budget.saturating_sub(t as u32));
        if let Some(transition) = episode.transitions.get(t) {
            let lead = if transition.effect.is_rejected() {
                // Whatever refused it, the model or a disturbance, the state stayed.
                Some(Lead::Stays)
            } else {
                match graph.land(moment, &transition.action, options.max_new)? {
                    Consequence::Rejected(_) => Some(Lead::Stays),
                    Consequence::Lands(landing) => Some(Lead::Lands(landing)),
                    Consequence::NotComputed => None,
                }
            };
            let entry = match &lead {
                Some(Lead::Lands(landing)) if may_have_acted => {
                    let found = graph.entry(moment, &transition.action);
                    found.map(|(weight, support)| Entry {
                        weight,
                        support,
                        landing: landing.clone(),
                    })
                }
                _ => None,
            };
            located.entries.push(entry);
            located.actions.push(lead);
        }
    }
    Ok(located)
}

/// The moments of an episode, `[steps + 1]`, provided that everything recorded of it is so: nothing is added to a truth that
/// is wrong.
fn honest_moments(
    registry: &Registry,
    episode: &Episode,
    plugins: &[Arc<dyn StepPlugin>],
) -> Result<Vec<Snapshot>, AnnotateError> {
    let mut moments = vec![];
    let again = execute(registry, episode, plugins, &mut |shard, _| {
        moments.push(shard.snapshot(SLOT)?);
        Ok(())
    })
    .map_err(AnnotateError::from)?;
    match compare(&bare(episode), &again).into_iter().next() {
        Some(first) => Err(AnnotateError::Differs {
            first: Box::new(first),
        }),
        None => Ok(moments),
    }
}

/// The values of one episode under one measure.
struct Values {
    /// V at each frame.
    v: Vec<Option<Fraction>>,
    /// Q of each action.
    q: Vec<Option<Fraction>>,
}

/// V and Q of every frame and action, for success and for outcome.
fn solve(rows: &Rows<'_>, located: &[Located]) -> Result<Vec<[Values; 2]>, AnnotateError> {
    let queries: Vec<Query<'_>> = located.iter().flat_map(queries_of).collect();
    let [mut success, mut outcome] = [
        Horizon::new(rows, Measure::Success)?
            .solve(&queries)?
            .into_iter(),
        Horizon::new(rows, Measure::Outcome)?
            .solve(&queries)?
            .into_iter(),
    ];
    let mut take = |l: &Located| {
        [&mut success, &mut outcome].map(|answers| {
            let mut present = |has: bool| if has { answers.next().flatten() } else { None };
            Values {
                v: l.nodes.iter().map(|n| present(n.is_some())).collect(),
                q: l.actions
                    .iter()
                    .zip(&l.nodes)
                    .map(|(a, n)| present(is_asked(a.as_ref(), *n)))
                    .collect(),
            }
        })
    };
    Ok(located.iter().map(&mut take).collect())
}

fn is_asked(lead: Option<&Lead>, node: Option<NodeId>) -> bool {
    match lead {
        None => false,
        Some(Lead::Stays) => node.is_some(),
        Some(Lead::Lands(_)) => true,
    }
}

/// The queries of one episode: V of every located frame, then Q of every located action.
fn queries_of(located: &Located) -> Vec<Query<'_>> {
    let values = located
        .nodes
        .iter()
        .zip(&located.steps_left)
        .filter_map(|(node, &steps_left)| node.map(|node| Query::Value { node, steps_left }));
    let actions = located
        .actions
        .iter()
        .zip(&located.nodes)
        .zip(&located.steps_left)
        .filter_map(|((lead, node), &steps_left)| match lead.as_ref()? {
            // A refused action costs a step and changes nothing.
            Lead::Stays => node.map(|node| Query::Value {
                node,
                steps_left: steps_left.saturating_sub(1),
            }),
            Lead::Lands(landing) => Some(Query::Action {
                outcomes: landing.outcomes(),
                steps_left,
            }),
        });
    values.chain(actions).collect()
}

fn write(
    episode: &mut Episode,
    located: &Located,
    [success, outcome]: &[Values; 2],
    options: &AnnotateOptions,
    best: Option<&[Option<Exact>]>,
) {
    for t in 0..=episode.steps() {
        let frame = if t == 0 {
            &mut episode.start
        } else {
            &mut episode.transitions[t - 1].after
        };
        if let Some(truth) = &mut frame.truth {
            truth.success_probability = success.v[t].as_ref().map(Fraction::exact);
            truth.expected_outcome = outcome.v[t].as_ref().map(Fraction::exact);
            // Without chance the best policy succeeds surely or not at all.
            truth.best_success_probability = match (best, truth.reachable) {
                (Some(best), _) => best[t],
                (None, Reachable::NotComputed) => None,
                (None, Reachable::Now) => Some(Exact::new(1, 1)),
                (None, _) => Some(Exact::new(0, 1)),
            };
        }
    }
    for (t, transition) in episode.transitions.iter_mut().enumerate() {
        let Some(truth) = &mut transition.truth else {
            continue;
        };
        let advantage = |values: &Values| Some(values.q[t].as_ref()?.minus(values.v[t].as_ref()?));
        let of_step = success.q[t].as_ref().zip(success.v[t].as_ref());
        truth.pivot = of_step.map(|(q, v)| is_pivot(q, v, options.pivot_threshold));
        truth.advantage = advantage(success).as_ref().map(Fraction::exact);
        truth.outcome_advantage = advantage(outcome).as_ref().map(Fraction::exact);
        let landed = success.v[t + 1].as_ref().zip(success.q[t].as_ref());
        truth.luck = landed
            .filter(|_| best.is_some())
            .map(|(v, q)| v.minus(q).exact());
    }
    episode.graph = Some(GraphNote {
        advantage: AdvantageKind::Reference,
        policy: options.policy.name().to_string(),
        pivot_threshold: options.pivot_threshold,
        horizon: located.steps_left.first().copied().unwrap_or(0),
    });
}
