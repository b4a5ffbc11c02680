//! Ground truth from a model: what holds in a state, and what a step did.

use super::components::{Body, Judged, Report};
use crate::{
    digest::Digest,
    model::{FactKind, Model},
    rational::Rational,
    truth::{BestActions, Distance, FactSet, Reachable, StateTruth, StepTruth},
};

/// Truth of the present state; fills `best` with the menu positions on a shortest path. `texts`: spell the best actions.
pub(crate) fn judge_state<M: Model>(
    body: &mut Body<M>,
    steps_left: Option<u32>,
    best: &mut Vec<u32>,
    texts: bool,
) -> StateTruth {
    body.ensure_menu();
    let (def, state) = (&*body.def, &body.state);
    let status = M::status(def, state);
    let subgoals = M::subgoals(def, state);
    let distance = M::distance(def, state);
    best.clear();
    if M::PLANNER && matches!(distance, Distance::Steps(1..)) {
        M::best_actions(def, state, &body.menu, best);
    }
    let mut details = vec![];
    M::state_details(def, state, &mut details);
    let total = M::goal(def).subgoals.len();
    StateTruth {
        success: status.is_success(),
        outcome: status.outcome(),
        subgoals,
        progress: fraction_done(subgoals, total, status.is_success()),
        known: M::known(def, state),
        distance,
        distance_clairvoyant: M::distance_clairvoyant(def, state),
        reachable: Reachable::from_distance(distance, steps_left),
        steps_left,
        best_actions: (M::PLANNER && texts).then(|| spell_best(body, best)),
        best_outcome: M::best_outcome(def, state),
        success_probability: None,
        expected_outcome: None,
        best_success_probability: None,
        details,
    }
}

/// Done over total; a task without sub-goals has one, success.
fn fraction_done(done: FactSet, total: usize, success: bool) -> Rational {
    if total == 0 {
        Rational::from_integer(i64::from(success))
    } else {
        Rational::new(done.len() as i64, total as i64)
    }
}

fn spell_best<M: Model>(body: &Body<M>, best: &[u32]) -> BestActions {
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
    report: &Report,
    judged: &Judged,
    after: &StateTruth,
    now: Digest,
) -> StepTruth {
    let of_kind = |kind: FactKind| {
        let statements = report.statements.iter().filter(move |(k, _)| *k == kind);
        statements.map(|(_, text)| text.clone()).collect::<Vec<_>>()
    };
    let before = &judged.state;
    let executed = report.rejection.is_none() && report.fault.is_none();
    let mut details = vec![];
    let mut supported = None;
    if let (true, Some(action)) = (executed, &body.action) {
        supported = M::supported(&body.def, &body.before, action);
        M::step_details(&body.def, &body.before, action, &body.state, &mut details);
    }
    StepTruth {
        off_menu: executed && report.menu_index.is_none(),
        gained: after.subgoals.minus(before.subgoals),
        lost: before.subgoals.minus(after.subgoals),
        on_shortest_path: M::PLANNER
            .then(|| executed && lay_on_shortest_path(report, judged, after, supported)),
        redundant: report.repeated || judged.visited.contains(&now),
        supported,
        violations: of_kind(FactKind::Violation),
        side_effects: of_kind(FactKind::SideEffect),
        events: of_kind(FactKind::Event),
        advantage: None,
        outcome_advantage: None,
        luck: None,
        pivot: None,
        details,
    }
}

/// A menu action is looked up; a free-form one counts if it brought the goal nearer by at least one step.
fn lay_on_shortest_path(
    report: &Report,
    judged: &Judged,
    after: &StateTruth,
    supported: Option<bool>,
) -> bool {
    match report.menu_index {
        Some(index) => judged.best.contains(&index),
        None => match (judged.state.distance, after.distance) {
            (Distance::Steps(d), Distance::Steps(e)) => e < d && supported != Some(false),
            _ => false,
        },
    }
}
