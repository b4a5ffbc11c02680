//! What the state graph adds to a record.

use super::{BUDGET, THRESHOLD, Weighed, annotated, options, played};
use crate::corridor;
use num_rational::Ratio;
use std::sync::Arc;
use truestep_core::{
    annotate::{AnnotateError, annotate, share_graph},
    batch::rollouts,
    digest::Digest,
    rational::{Exact, Rational},
    replay::ReplayError,
    trajectory::{End, Episode},
    truth::{AdvantageKind, Reachable, StateTruth, StepTruth},
};

fn state(episode: &Episode, t: usize) -> &StateTruth {
    episode.frame(t).truth.as_ref().unwrap()
}

fn step(episode: &Episode, t: usize) -> &StepTruth {
    episode.transitions[t].truth.as_ref().unwrap()
}

fn value(exact: Option<Exact>) -> f64 {
    exact.unwrap().value()
}

/// Each episode with each of its steps.
fn steps(episodes: &[Episode]) -> impl Iterator<Item = (&Episode, usize)> {
    episodes
        .iter()
        .flat_map(|e| (0..e.steps()).map(move |t| (e, t)))
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-12
}

#[test]
fn luck_is_what_chance_did_to_the_value_and_is_stated_only_where_chance_has_a_say() {
    let slippery = annotated("ice/fetch@1", 3, &Weighed::default());
    let (mut lucky, mut unlucky) = (0, 0);
    for (episode, t) in steps(&slippery) {
        let v = |t| value(state(episode, t).success_probability);
        let step = step(episode, t);
        let q = value(step.advantage) + v(t);
        assert!(near(value(step.luck), v(t + 1) - q), "step {t}");
        lucky += u32::from(value(step.luck) > 0.0);
        unlucky += u32::from(value(step.luck) < 0.0);
    }
    assert!(lucky > 0 && unlucky > 0, "{lucky}, {unlucky}");
    let dry = annotated("corridor/fetch@1", 3, &Weighed::default());
    for (episode, t) in steps(&dry) {
        let v = |t| value(state(episode, t).success_probability);
        assert_eq!(step(episode, t).luck, None);
        assert!(near(value(step(episode, t).advantage), v(t + 1) - v(t)));
    }
}

#[test]
fn a_step_decides_if_its_advantage_is_large_or_it_leaves_no_chance() {
    let mut seen = [0, 0, 0];
    for id in ["corridor/ask@1", "ice/errand@1", "corridor/fetch@1"] {
        let episodes = annotated(id, 4, &Weighed::default());
        for (episode, t) in steps(&episodes) {
            let step = step(episode, t);
            let large = value(step.advantage).abs() >= 1.0 / 20.0;
            let v = value(state(episode, t).success_probability);
            let ruins = v > 0.0 && near(v + value(step.advantage), 0.0);
            assert_eq!(step.pivot, Some(large || ruins), "{id} {t}");
            seen[0] += u32::from(large);
            seen[1] += u32::from(ruins && !large);
            seen[2] += u32::from(!ruins && !large);
        }
    }
    assert!(seen.iter().all(|&n| n > 0), "{seen:?}");
}

#[test]
fn without_chance_the_best_play_succeeds_surely_or_not_at_all_and_with_chance_better_than_any_policy()
 {
    let mut seen = vec![];
    for episode in &annotated("corridor/errand@1", 4, &Weighed::default()) {
        for t in 0..=episode.steps() {
            let truth = state(episode, t);
            let surely = truth.reachable == Reachable::Now;
            let expected = Exact::new(i128::from(surely), 1);
            assert_eq!(truth.best_success_probability, Some(expected));
            seen.push(truth.reachable);
        }
    }
    assert!(seen.contains(&Reachable::OutOfBudget) && seen.contains(&Reachable::Now));
    for (episode, t) in steps(&annotated("ice/fetch@1", 3, &Weighed::default())) {
        let truth = state(episode, t);
        let best = value(truth.best_success_probability);
        assert!(best >= value(truth.success_probability) && best <= 1.0);
        assert_eq!(best > 0.0, truth.reachable == Reachable::Now, "step {t}");
    }
}

#[test]
fn a_refused_action_costs_a_step_and_an_action_off_the_menu_has_the_value_of_where_it_leads() {
    let agent = Weighed {
        policy: None,
        runs_every: 3,
        ..Weighed::default()
    };
    let (mut refused, mut ran) = (0, 0);
    for id in ["corridor/walk@1", "corridor/errand@1"] {
        for (episode, t) in steps(&annotated(id, 2, &agent)) {
            if t % 3 != 2 {
                continue;
            }
            let v = |t| value(state(episode, t).success_probability);
            let a = value(step(episode, t).advantage);
            assert!(near(a, v(t + 1) - v(t)), "{id} {t}");
            let effect = &episode.transitions[t].effect;
            refused += u32::from(effect.is_rejected());
            ran += u32::from(!effect.is_rejected());
        }
    }
    assert!(refused > 0 && ran > 0, "{refused}, {ran}");
}

#[test]
fn the_expected_outcome_counts_a_wrong_end_by_its_grade() {
    for episode in &annotated("corridor/ask@1", 4, &Weighed::default()) {
        let last = state(episode, episode.steps());
        if episode.end == End::Terminated {
            let outcome = (*last.outcome.numer(), *last.outcome.denom());
            assert_eq!(
                last.expected_outcome,
                Some(Exact::new(outcome.0.into(), outcome.1.into()))
            );
        }
        for t in 0..=episode.steps() {
            let truth = state(episode, t);
            assert!(value(truth.expected_outcome) >= value(truth.success_probability));
        }
        for t in 0..episode.steps() {
            let e = |t| value(state(episode, t).expected_outcome);
            assert!(near(
                value(step(episode, t).outcome_advantage),
                e(t + 1) - e(t)
            ));
        }
    }
}

#[test]
fn exact_numbers_of_a_record_add_up_as_fractions() {
    let fraction = |exact: Option<Exact>| -> Ratio<i128> { exact.unwrap().fraction().unwrap() };
    let task = Arc::new(corridor::task("ice/walk@1", 1));
    let registry = corridor::registry();
    let mut episodes = rollouts(&registry, &task, &Weighed::default(), 0, 4, Some(13)).unwrap();
    annotate(&registry, &mut episodes, &[], &options()).unwrap();
    for (episode, t) in steps(&episodes) {
        let v = |t| fraction(state(episode, t).success_probability);
        let step = step(episode, t);
        let sum = fraction(step.advantage) + fraction(step.luck);
        assert_eq!(v(t + 1) - v(t), sum, "step {t}");
    }
}

#[test]
fn values_are_the_behaviour_s_only_if_every_recorded_probability_is_the_policy_s() {
    let kind = |agent: &Weighed| {
        let episodes = annotated("ice/ask@1", 4, agent);
        let kinds = episodes.iter().map(|e| e.graph.as_ref().unwrap().advantage);
        let kinds: Vec<_> = kinds.collect();
        assert!(kinds.iter().all(|k| *k == kinds[0]), "{kinds:?}");
        kinds[0]
    };
    assert_eq!(kind(&Weighed::default()), AdvantageKind::Behaviour);
    let others = [
        Weighed {
            policy: None,
            ..Weighed::default()
        },
        Weighed {
            policy: Some("eps-optimal(1/2)"),
            ..Weighed::default()
        },
        Weighed {
            off_by: 1e-6,
            ..Weighed::default()
        },
        Weighed {
            off_by: -1e-6,
            ..Weighed::default()
        },
        Weighed {
            runs_every: 5,
            ..Weighed::default()
        },
    ];
    for other in others {
        assert_eq!(kind(&other), AdvantageKind::Reference, "{:?}", other.policy);
    }
    // One step of an otherwise honest record.
    for t in [0, 1] {
        let mut episodes = played("ice/ask@1", 4, &Weighed::default());
        episodes[0].transitions[t].action_probability = Some(0.125);
        episodes[1].transitions[t].action_probability = None;
        annotate(&corridor::registry(), &mut episodes, &[], &options()).unwrap();
        let kinds = episodes.iter().map(|e| e.graph.as_ref().unwrap().advantage);
        use AdvantageKind::{Behaviour, Reference};
        let expected = [
            Reference, Reference, Behaviour, Behaviour, Behaviour, Behaviour,
        ];
        assert_eq!(kinds.collect::<Vec<_>>(), expected);
    }
}

#[test]
fn the_note_names_the_policy_the_threshold_and_the_horizon() {
    let note = annotated("corridor/walk@1", 1, &Weighed::default())[0]
        .graph
        .clone();
    let note = note.unwrap();
    assert_eq!((note.policy.as_str(), note.horizon), ("uniform", BUDGET));
    assert_eq!(
        note.pivot_threshold,
        Rational::new(THRESHOLD.0, THRESHOLD.1)
    );
}

#[test]
fn nothing_is_added_to_an_episode_that_is_wrong_has_no_truth_or_no_budget() {
    let registry = corridor::registry();
    let refused = |change: &dyn Fn(&mut Episode)| {
        let mut episodes = played("corridor/walk@1", 1, &Weighed::default());
        change(&mut episodes[1]);
        let before = episodes.clone();
        let error = annotate(&registry, &mut episodes, &[], &options()).unwrap_err();
        assert_eq!(episodes, before, "the episodes are as they were");
        error
    };
    let error = refused(&|e| e.max_steps = None);
    assert!(matches!(error, AnnotateError::NoBudget), "{error}");
    for t in [0, 1, 2] {
        let error = refused(&|e| match t {
            0 => e.start.truth = None,
            t => e.transitions[t - 1].after.truth = None,
        });
        assert!(matches!(error, AnnotateError::NoTruth), "{error}");
    }
    let error = refused(&|e| e.transitions[1].after.digests.state = Digest::of(b"other"));
    let AnnotateError::Differs { first } = error else {
        panic!("{error}");
    };
    assert_eq!(
        (first.step, &*first.field),
        (Some(1), "after.digests.state")
    );
    let error = refused(&|e| e.world.digest = Digest::of(b"another world"));
    let other = matches!(
        &error,
        AnnotateError::Replay(ReplayError::OtherWorld { .. })
    );
    assert!(other, "{error}");
}

#[test]
fn episodes_share_a_graph_if_task_and_world_are_the_same() {
    let episodes = played("ice/ask@1", 4, &Weighed::default());
    assert!(share_graph(&episodes[0], &episodes[1]));
    type Change = fn(&mut Episode);
    let changes: [Change; 2] = [
        |e| e.task = corridor::task("ice/ask@1", 5),
        |e| e.world.kind.push('!'),
    ];
    for change in changes {
        let mut other = episodes[1].clone();
        change(&mut other);
        assert!(!share_graph(&episodes[0], &other));
    }
}
