//! What else could have been done at a step, and what would have come of it.

use anyhow::{Context as _, Result, anyhow};
use serde::Serialize;
use truestep_core::{
    annotate::AnnotateOptions,
    environment::{Environment as _, Hosted, MenuItem},
    graph::task::Consequence,
    graph::{Evidence, Fraction, Horizon, Landing, Measure, Mode, NodeId, Query, Rows},
    host::{Capabilities, Snapshot},
    policy::StepPolicy,
    rational::{Exact, Rational},
    registry::Registry,
    replay::moments,
    trajectory::Episode,
    truth::{Distance, Effect, FactSet, StateTruth},
};

/// A menu action, or the free-form one that was taken, with what comes of it.
#[derive(Serialize)]
pub(super) struct Alternative {
    pub(super) action: String,
    /// Its weight; `null` off the menu.
    pub(super) weight: Option<u32>,
    /// Whether it was taken.
    pub(super) taken: bool,
    /// Whether it lies on a shortest path.
    pub(super) best: bool,
    /// Of an action that commits: whether its evidence was known, and it is what that supports; `null` of others. What is not
    /// supported is a guess, no alternative for an agent that goes by what it was shown.
    pub(super) supported: Option<bool>,
    pub(super) effect: Effect,
    pub(super) distance_after: Distance,
    pub(super) best_outcome_after: Option<Rational>,
    pub(super) success: bool,
    pub(super) gained: FactSet,
    pub(super) lost: FactSet,
    /// Q of success under the policy; `null` if it was not computed.
    pub(super) success_probability: Option<Exact>,
    /// Q − V.
    pub(super) advantage: Option<Exact>,
}

impl Alternative {
    /// Whether it commits to something that nothing shown so far supports.
    pub(super) fn is_guess(&self) -> bool {
        self.supported == Some(false)
    }
}

/// The alternatives at step `t`, in menu order; an action off the menu comes last. The second value is why their values
/// are missing, if they are.
///
/// # Errors
/// If the episode cannot be executed here, or does not reproduce.
pub(super) fn alternatives(
    episode: &Episode,
    t: usize,
    registry: &Registry,
    options: &AnnotateOptions,
) -> Result<(Vec<Alternative>, Option<String>)> {
    let moments = moments(registry, episode, &[])?;
    let same = |m: &&Snapshot| m.state_digest() == episode.frame(t).digests.state;
    let moment = moments.get(t).filter(same).ok_or_else(|| {
        anyhow!("the episode does not reproduce: run `truestep replay` to see what differs")
    })?;
    let mut found = tried(episode, t, registry, moment)?;
    let why = match values(episode, t, registry, moment, options, &found) {
        Ok(values) => {
            for (alternative, (q, a)) in found.iter_mut().zip(values) {
                alternative.success_probability = q;
                alternative.advantage = a;
            }
            None
        }
        Err(error) => Some(format!("{error:#}")),
    };
    Ok((found, why))
}

/// Every action of the menu, tried in a copy of the world.
fn tried(
    episode: &Episode,
    t: usize,
    registry: &Registry,
    moment: &Snapshot,
) -> Result<Vec<Alternative>> {
    let capabilities = Capabilities {
        max_steps: episode.max_steps,
        views: vec![],
        record: false,
        ..Capabilities::recorded(0)
    };
    let mut environment = Hosted::new(registry.clone(), capabilities);
    environment.reset(&episode.task, episode.rollout)?;
    let before = environment.restore(moment, None)?.truth;
    let before = before.context("the truth of the step is not computed here")?;
    let menu = environment.actions()?;
    let taken = &episode.transitions[t].action;
    let on_menu = menu.iter().any(|item| item.action == *taken);
    let off_menu = (!on_menu).then(|| MenuItem {
        action: taken.clone(),
        weight: 0,
    });
    let mut found = vec![];
    for MenuItem { action, weight } in menu.into_iter().chain(off_menu) {
        environment.restore(moment, None)?;
        let step = environment.step(&action)?;
        let (Some(truth), Some(after)) = (step.truth, step.after.truth) else {
            continue;
        };
        found.push(Alternative {
            weight: (weight > 0).then_some(weight),
            taken: action == *taken,
            best: is_best(&before, &action, truth.on_shortest_path),
            supported: truth.supported,
            effect: step.effect,
            distance_after: after.distance,
            best_outcome_after: after.best_outcome,
            success: after.success,
            gained: truth.gained,
            lost: truth.lost,
            success_probability: None,
            advantage: None,
            action,
        });
    }
    Ok(found)
}

fn is_best(before: &StateTruth, action: &str, on_shortest_path: Option<bool>) -> bool {
    let listed = before.best_actions.as_ref();
    let listed = listed.is_some_and(|b| b.actions.iter().any(|a| a == action));
    listed || on_shortest_path == Some(true)
}

/// Where an alternative leads, for the graph.
enum Lead {
    Stays,
    Lands(Landing),
    Unknown,
}

/// Q and Q − V of success for every alternative.
fn values(
    episode: &Episode,
    t: usize,
    registry: &Registry,
    moment: &Snapshot,
    options: &AnnotateOptions,
    alternatives: &[Alternative],
) -> Result<Vec<(Option<Exact>, Option<Exact>)>> {
    let budget = episode.max_steps.context("the episode has no budget")?;
    let steps_left = budget.saturating_sub(u32::try_from(t)?);
    let is_table = matches!(options.policy.steps(), StepPolicy::Table(_));
    let mode = if is_table { Mode::Raw } else { Mode::Lumped };
    let prepared = registry.prepare(&episode.task)?;
    let mut graph = prepared.explore(episode.rollout, &options.limits, mode)?;
    let node = graph
        .locate(moment, options.max_new)?
        .context("the state lies beyond the cap")?;
    let mut leads = vec![];
    for alternative in alternatives {
        leads.push(
            match graph.land(moment, &alternative.action, options.max_new)? {
                Consequence::Rejected(_) => Lead::Stays,
                Consequence::Lands(landing) => Lead::Lands(landing),
                Consequence::NotComputed => Lead::Unknown,
            },
        );
    }
    let distances = graph.graph().distances(Evidence::Required);
    let labels = is_table.then(|| graph.labels()).flatten();
    let rows = Rows::of(graph.graph(), &options.policy, &distances, labels.as_ref())?;
    let queries = std::iter::once(Query::Value { node, steps_left }).chain(
        leads
            .iter()
            .filter_map(|lead| query(lead, node, steps_left)),
    );
    let queries: Vec<Query<'_>> = queries.collect();
    let mut answers = Horizon::new(&rows, Measure::Success)?
        .solve(&queries)?
        .into_iter();
    let v = answers.next().flatten();
    let value = |lead: &Lead| {
        let q = match lead {
            Lead::Unknown => None,
            Lead::Stays | Lead::Lands(_) => answers.next().flatten(),
        };
        let advantage = q.as_ref().zip(v.as_ref()).map(|(q, v)| q.minus(v).exact());
        (q.as_ref().map(Fraction::exact), advantage)
    };
    Ok(leads.iter().map(value).collect())
}

fn query(lead: &Lead, node: NodeId, steps_left: u32) -> Option<Query<'_>> {
    match lead {
        // A refused action costs a step and changes nothing.
        Lead::Stays => Some(Query::Value {
            node,
            steps_left: steps_left.saturating_sub(1),
        }),
        Lead::Lands(landing) => Some(Query::Action {
            outcomes: landing.outcomes(),
            steps_left,
        }),
        Lead::Unknown => None,
    }
}
