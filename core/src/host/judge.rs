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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        graph::testing::{
            TableModel,
            shop::{Action, Def, Shop},
        },
        truth::Effect,
    };
    use std::sync::Arc;

    fn body() -> Body<Shop> {
        let def = Arc::new(Def::new(1, 1, [1, 1, 1]));
        Body::new(Digest::default(), def, Def::start())
    }

    /// The truth of a state at this distance.
    fn at(distance: Distance) -> StateTruth {
        let asked = Asked {
            steps_left: None,
            disturbed: false,
            texts: false,
        };
        let (truth, _) = judge_state(&mut body(), &mut Worker::default(), asked).unwrap();
        StateTruth { distance, ..truth }
    }

    fn judged(distance: Distance, visited: Vec<Digest>) -> Judged {
        Judged {
            state: at(distance),
            step: None,
            best: Some(vec![]),
            visited,
            stale: false,
        }
    }

    #[test]
    fn a_step_is_redundant_if_it_repeats_a_call_or_comes_back_to_a_visited_state() {
        let [here, elsewhere] = [b"here", b"away"].map(|name| Digest::of(name));
        for (repeated, visited, expected) in [
            (false, elsewhere, false),
            (true, elsewhere, true),
            (false, here, true),
            (true, here, true),
        ] {
            let report = RunningStep {
                repeated,
                effect: Effect::Applied,
                ..RunningStep::default()
            };
            let before = judged(Distance::NotComputed, vec![visited]);
            let after = at(Distance::NotComputed);
            let truth = judge_step(&body(), &report, &before, &after, here);
            assert_eq!(truth.redundant, expected, "{repeated} {visited}");
        }
    }

    #[test]
    fn a_free_form_step_lies_on_a_shortest_path_if_it_is_not_unsupported_and_brings_the_goal_nearer()
     {
        use Distance::{Never, NotComputed, Steps};
        let lies = |from, to, supported| {
            let report = RunningStep::default();
            let (judged, after) = (judged(from, vec![]), at(to));
            lay_on_shortest_path::<Shop>(&report, &judged, &after, supported)
        };
        for (from, to, supported, expected) in [
            (Steps(3), Steps(2), None, Some(true)),
            (Steps(3), Steps(1), Some(true), Some(true)),
            (Steps(3), Steps(2), Some(false), Some(false)),
            (Steps(3), Steps(3), None, Some(false)),
            (Steps(3), Steps(4), None, Some(false)),
            (Steps(3), Never, None, Some(false)),
            (Never, Never, None, Some(false)),
            (Never, Steps(1), None, Some(false)),
            (NotComputed, Steps(1), None, None),
            (Steps(1), NotComputed, None, None),
        ] {
            assert_eq!(lies(from, to, supported), expected, "{from:?} {to:?}");
        }
        // Where steps draw, the successor it had does not tell.
        let (judged, after) = (judged(Steps(3), vec![]), at(Steps(2)));
        let report = RunningStep::default();
        let drawn = lay_on_shortest_path::<TableModel>(&report, &judged, &after, None);
        assert_eq!(drawn, None);
    }

    #[test]
    fn a_menu_step_lies_on_a_shortest_path_if_it_is_among_the_best_and_nobody_knows_without_them() {
        let menu = |index, best: Option<Vec<u32>>| {
            let report = RunningStep {
                menu_index: Some(index),
                ..RunningStep::default()
            };
            let judged = Judged {
                best,
                ..judged(Distance::Steps(2), vec![])
            };
            // However near it leads: the menu is looked up.
            lay_on_shortest_path::<Shop>(&report, &judged, &at(Distance::Steps(1)), None)
        };
        assert_eq!(menu(1, Some(vec![0, 1])), Some(true));
        assert_eq!(menu(2, Some(vec![0, 1])), Some(false));
        assert_eq!(menu(1, None), None);
    }

    #[test]
    fn a_refused_step_supports_nothing_and_lies_on_no_path_that_is_known() {
        let report = RunningStep {
            rejection: Some(crate::truth::Rejection::new("no", "no")),
            ..RunningStep::default()
        };
        let mut body = body();
        body.action = Some(Action::Buy);
        for (best, expected) in [(Some(vec![0]), Some(false)), (None, None)] {
            let before = Judged {
                best,
                ..judged(Distance::Steps(2), vec![])
            };
            let after = at(Distance::Steps(2));
            let truth = judge_step(&body, &report, &before, &after, Digest::default());
            assert_eq!((truth.on_shortest_path, truth.supported), (expected, None));
        }
    }

    #[test]
    fn progress_is_done_over_total_and_success_where_there_are_no_sub_goals() {
        assert_eq!(
            fraction_done(FactSet::first(2), 3, false),
            Rational::new(2, 3)
        );
        assert_eq!(fraction_done(FactSet::default(), 3, true), 0.into());
        assert_eq!(fraction_done(FactSet::default(), 0, false), 0.into());
        assert_eq!(fraction_done(FactSet::default(), 0, true), 1.into());
    }
}
