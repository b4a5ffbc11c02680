//! Ground truth from a model: what holds in a state, and what a step did.

use super::components::{Body, Judged, RunningStep};
use crate::{
    digest::Digest,
    model::{HostFault, Model, Planner as _, StatementKind, Worker, best_actions},
    rational::Rational,
    truth::{BestActions, Distance, FactSet, Reachable, StateTruth, StepTruth},
};

/// What the truth of a state is to hold.
#[derive(Clone, Copy)]
pub(crate) struct Asked {
    /// Steps left before truncation.
    pub(crate) steps_left: Option<u32>,
    /// A plug-in that acts takes part: nothing is said about what can still be reached.
    pub(crate) disturbed: bool,
    /// Whether the best actions are spelled out.
    pub(crate) texts: bool,
}

/// What a planner says of a state.
struct Plan {
    distance: Distance,
    distance_clairvoyant: Distance,
    best: Option<Vec<u32>>,
    best_outcome: Option<Rational>,
}

impl Plan {
    const NONE: Plan = Plan {
        distance: Distance::NotComputed,
        distance_clairvoyant: Distance::NotComputed,
        best: None,
        best_outcome: None,
    };

    /// The menu of `body` is up to date.
    fn of<M: Model>(body: &Body<M>, worker: &mut Worker<M>) -> Result<Self, HostFault> {
        let (def, state) = (&*body.def, &body.state);
        let distance = M::Planner::distance(def, state);
        Ok(Self {
            distance,
            distance_clairvoyant: M::Planner::distance_clairvoyant(def, state),
            best: best_actions(def, worker, state, distance, &body.menu)?,
            best_outcome: M::Planner::best_outcome(def, state),
        })
    }
}

/// Truth of the present state, and the menu positions of the best actions.
///
/// # Errors
/// A [`HostFault`] if best actions are found by trial and the host fails.
pub(crate) fn judge_state<M: Model>(
    body: &mut Body<M>,
    worker: &mut Worker<M>,
    asked: Asked,
) -> Result<(StateTruth, Option<Vec<u32>>), HostFault> {
    body.ensure_menu();
    let plan = match asked.disturbed {
        true => Plan::NONE,
        false => Plan::of(body, worker)?,
    };
    let (def, state) = (&*body.def, &body.state);
    let status = M::status(def, state);
    let subgoals = M::subgoals(def, state);
    let mut details = vec![];
    M::state_details(def, state, &mut details);
    let total = M::goal(def).subgoals.len();
    let spelled = plan.best.as_ref().filter(|_| asked.texts);
    let truth = StateTruth {
        success: status.is_success(),
        outcome: status.outcome(),
        subgoals,
        progress: fraction_done(subgoals, total, status.is_success()),
        known: M::known(def, state),
        distance: plan.distance,
        distance_clairvoyant: plan.distance_clairvoyant,
        reachable: Reachable::from_distance(plan.distance, asked.steps_left),
        steps_left: asked.steps_left,
        best_actions: spelled.map(|best| spell_best(body, best)),
        best_outcome: plan.best_outcome,
        success_probability: None,
        expected_outcome: None,
        best_success_probability: None,
        details,
    };
    Ok((truth, plan.best))
}

/// Done over total; a task without sub-goals has one, success.
fn fraction_done(done: FactSet, total: usize, success: bool) -> Rational {
    if total == 0 {
        Rational::from_integer(i64::from(success))
    } else {
        Rational::new(done.len() as i64, total as i64)
    }
}

/// The texts of best actions; the menu of `body` is up to date.
pub(crate) fn spell_best<M: Model>(body: &Body<M>, best: &[u32]) -> BestActions {
    let actions = best.iter().take(BestActions::CAP).map(|&i| {
        let mut text = String::new();
        M::encode(&body.def, &body.menu[i as usize].action, &mut text);
        text
    });
    BestActions {
        actions: actions.collect(),
        total: best.len() as u32,
    }
}

/// Truth of the step that has just run; `judged` still holds the truth of the state before it.
pub(crate) fn judge_step<M: Model>(
    body: &Body<M>,
    report: &RunningStep,
    judged: &Judged,
    after: &StateTruth,
    now: Digest,
) -> StepTruth {
    let of_kind = |kind: StatementKind| {
        let statements = report.statements.iter().filter(move |(k, _)| *k == kind);
        statements.map(|(_, text)| text.clone()).collect::<Vec<_>>()
    };
    let before = &judged.state;
    let executed = report.rejection.is_none();
    let mut details = vec![];
    let mut supported = None;
    if let (true, Some(action)) = (executed, &body.action) {
        supported = M::supported(&body.def, &body.before, action);
        M::step_details(&body.def, &body.before, action, &body.state, &mut details);
    }
    let on_shortest_path = if executed {
        lay_on_shortest_path::<M>(report, judged, after, supported)
    } else {
        judged.best.as_ref().map(|_| false)
    };
    let again = report.repeated || judged.visited.contains(&now);
    StepTruth {
        off_menu: report.menu_index.is_none(),
        gained: after.subgoals.minus(before.subgoals),
        lost: before.subgoals.minus(after.subgoals),
        on_shortest_path,
        redundant: again && StepTruth::again_is_in_vain(&report.effect, on_shortest_path),
        supported,
        violations: of_kind(StatementKind::Violation),
        side_effects: of_kind(StatementKind::SideEffect),
        events: of_kind(StatementKind::Event),
        advantage: None,
        outcome_advantage: None,
        luck: None,
        pivot: None,
        details,
    }
}

/// A menu action is looked up. A free-form one counts if it brought the goal nearer by at least one step; where it may
/// have several successors, the one it had does not tell. `None` if it is not computed.
fn lay_on_shortest_path<M: Model>(
    report: &RunningStep,
    judged: &Judged,
    after: &StateTruth,
    supported: Option<bool>,
) -> Option<bool> {
    if let Some(index) = report.menu_index {
        return Some(judged.best.as_ref()?.contains(&index));
    }
    match (judged.state.distance, after.distance) {
        _ if M::DRAWS.in_step() => None,
        (Distance::NotComputed, _) | (_, Distance::NotComputed) => None,
        (Distance::Steps(d), Distance::Steps(e)) => Some(e < d && supported != Some(false)),
        _ => Some(false),
    }
}
