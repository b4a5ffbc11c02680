//! What the state graph adds to a record, and what is found when a record is computed again.

use crate::corridor;
use num_rational::Ratio;
use std::sync::Arc;
use truestep_core::{
    agent::{Act, Agent, AgentFactory, Choice, Decision},
    annotate::{AnnotateError, AnnotateOptions, annotate, share_graph},
    batch::rollouts,
    chance::Chance as _,
    digest::Digest,
    graph::Limits,
    policy::Policy,
    rational::{Exact, Rational},
    registry::Registry,
    replay::{Mismatch, ReplayError, moments, replay},
    trajectory::{AgentInfo, End, Episode},
    truth::{AdvantageKind, Reachable, StateTruth, StepTruth},
    verify::{Unchecked, Verified, Verifier, share_work},
};

/// Draws from the menu by its weights and records with what probability; after some steps it has had enough.
#[derive(Clone)]
struct Weighed {
    policy: Option<&'static str>,
    /// Off the menu every so many steps.
    runs_every: u32,
    stops_after: u32,
    /// What it claims is this much too high.
    off_by: f64,
}

impl Default for Weighed {
    fn default() -> Self {
        Self {
            policy: Some("uniform"),
            runs_every: u32::MAX,
            stops_after: u32::MAX,
            off_by: 0.0,
        }
    }
}

impl AgentFactory for Weighed {
    fn info(&self) -> AgentInfo {
        AgentInfo {
            name: "weighed".into(),
            policy: self.policy.map(str::to_owned),
            params: Default::default(),
        }
    }
    fn make(&self) -> Box<dyn Agent> {
        Box::new(self.clone())
    }
}

impl Agent for Weighed {
    fn act(&mut self, decision: &Decision<'_>) -> Act {
        if decision.step == self.stops_after {
            return Act {
                choice: Choice::Stop,
                probability: None,
            };
        }
        if decision.step % self.runs_every == self.runs_every - 1 {
            return Act {
                choice: Choice::Text("run".into()),
                probability: None,
            };
        }
        let weights: Vec<u32> = (0..decision.menu.len())
            .map(|i| decision.menu.weight(i))
            .collect();
        let index = decision.random.sampled().pick(&weights);
        let sum: u32 = weights.iter().sum();
        Act {
            choice: Choice::Menu(index),
            probability: Some(f64::from(weights[index]) / f64::from(sum) + self.off_by),
        }
    }
}

const BUDGET: u32 = 60;
const THRESHOLD: (i64, i64) = (1, 20);

fn options() -> AnnotateOptions {
    AnnotateOptions {
        policy: Policy::uniform(),
        pivot_threshold: Rational::new(THRESHOLD.0, THRESHOLD.1),
        limits: Limits::default(),
        max_new: 100,
    }
}

fn played(id: &str, seed: u64, agent: &Weighed) -> Vec<Episode> {
    let task = Arc::new(corridor::task(id, seed));
    rollouts(&corridor::registry(), &task, agent, 0, 6, Some(BUDGET)).unwrap()
}

fn annotated(id: &str, seed: u64, agent: &Weighed) -> Vec<Episode> {
    let mut episodes = played(id, seed, agent);
    annotate(&corridor::registry(), &mut episodes, &[], &options()).unwrap();
    episodes
}

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
fn an_episode_of_another_world_is_not_replayed() {
    let registry = corridor::registry();
    let mut episode = played("corridor/walk@1", 1, &Weighed::default()).remove(0);
    assert_eq!(replay(&registry, &episode, &[]).unwrap(), []);
    episode.world.digest = Digest::of(b"another world");
    let error = replay(&registry, &episode, &[]).unwrap_err();
    assert!(matches!(error, ReplayError::OtherWorld { .. }), "{error}");
}

#[test]
fn every_field_of_a_record_that_is_changed_is_found_by_its_path() {
    let registry = corridor::registry();
    let honest = played("ice/ask@1", 4, &Weighed::default()).remove(0);
    type Change = fn(&mut Episode);
    let changes: [(&str, Option<usize>, Change); 12] = [
        ("instruction", None, |e| e.instruction.push('!')),
        ("evidence", None, |e| e.evidence.clear()),
        ("subgoals", None, |e| e.subgoals.clear()),
        ("trace", None, |e| e.trace = Digest::of(b"other")),
        ("digests.observation", None, |e| {
            e.start.digests.observation = Digest::of(b"other");
        }),
        ("truth.best_actions.total", None, |e| {
            let truth = e.start.truth.as_mut().unwrap();
            truth.best_actions.as_mut().unwrap().total += 1;
        }),
        ("menu_size", Some(2), |e| e.transitions[2].menu_size += 1),
        ("truth.redundant", Some(1), |e| {
            let truth = e.transitions[1].truth.as_mut().unwrap();
            truth.redundant = !truth.redundant;
        }),
        ("after.truth.distance", Some(0), |e| {
            let truth = e.transitions[0].after.truth.as_mut().unwrap();
            truth.distance = truth.distance.plus(1);
        }),
        ("after.truth.steps_left", Some(3), |e| {
            e.transitions[3].after.truth.as_mut().unwrap().steps_left = Some(7);
        }),
        ("after.truth.details.0.value", Some(1), |e| {
            e.transitions[1].after.truth.as_mut().unwrap().details[0].value =
                truestep_core::truth::DetailValue::Integer(-1);
        }),
        ("split", None, |e| {
            use truestep_core::task::Split;
            e.split = match e.split {
                Split::Train => Split::Test,
                _ => Split::Train,
            };
        }),
    ];
    for (field, at, change) in changes {
        let mut episode = honest.clone();
        change(&mut episode);
        let found = replay(&registry, &episode, &[]).unwrap();
        let paths: Vec<_> = found.iter().map(|m| (m.step, &*m.field)).collect();
        let [(step, path)] = paths[..] else {
            panic!("{field}: {paths:?}");
        };
        assert_eq!(step, at, "{field}");
        assert!(path.starts_with(field), "{field}: {path}");
    }
    // What is added later is no part of it.
    let mut later = honest.clone();
    let start = later.start.truth.as_mut().unwrap();
    start.success_probability = Some(Exact::new(1, 3));
    later.transitions[0].truth.as_mut().unwrap().pivot = Some(true);
    assert_eq!(replay(&registry, &later, &[]).unwrap(), []);
}

#[test]
fn a_record_that_was_cut_or_goes_on_after_the_end_is_found_out() {
    let registry = corridor::registry();
    let task = Arc::new(corridor::task("corridor/walk@1", 1));
    let agent = Weighed::default();
    let episodes = rollouts(&registry, &task, &agent, 0, 40, Some(200)).unwrap();
    let honest = episodes.iter().find(|e| e.end == End::Terminated).unwrap();
    let mut cut = honest.clone();
    cut.transitions.pop();
    let found = replay(&registry, &cut, &[]).unwrap();
    let fields: Vec<_> = found.iter().map(|m| &*m.field).collect();
    assert_eq!(fields, ["end", "trace"]);
    assert_eq!(
        moments(&registry, &cut, &[]).unwrap().len(),
        cut.steps() + 1
    );
    let mut long = honest.clone();
    let last = long.transitions.last().unwrap().clone();
    long.transitions.push(last);
    let found = replay(&registry, &long, &[]).unwrap();
    let fields: Vec<_> = found.iter().map(|m| &*m.field).collect();
    assert_eq!(fields, ["steps"]);
    assert_eq!(
        moments(&registry, &long, &[]).unwrap().len(),
        honest.steps() + 1
    );
}

fn verify(registry: &Registry, episodes: &[Episode], agent: &Weighed) -> Vec<Verified> {
    let agent = agent.clone();
    let agents = move |_: &AgentInfo| -> Result<Arc<dyn AgentFactory + Send>, String> {
        Ok(Arc::new(agent.clone()))
    };
    let policies = |name: &str| match name {
        "uniform" => Ok(Policy::uniform()),
        other => Err(format!("no policy is called {other}")),
    };
    let verifier = Verifier {
        registry,
        plugins: &[],
        agents: &agents,
        policies: &policies,
        limits: Limits::default(),
        max_new: 100,
    };
    let found = verifier.verify(episodes);
    found.into_iter().map(Result::unwrap).collect()
}

fn places(verified: &Verified) -> Vec<(Option<usize>, &str)> {
    let found = verified.mismatches.iter();
    found.map(|m| (m.step, &*m.field)).collect()
}

fn left(verified: &Verified) -> Vec<&str> {
    verified
        .unchecked
        .iter()
        .map(|u: &Unchecked| u.field)
        .collect()
}

#[test]
fn an_honest_record_is_verified_whole() {
    let registry = corridor::registry();
    for id in ["corridor/ask@1", "ice/errand@1"] {
        for agent in [
            Weighed::default(),
            Weighed {
                stops_after: 3,
                ..Weighed::default()
            },
        ] {
            let episodes = annotated(id, 4, &agent);
            for verified in verify(&registry, &episodes, &agent) {
                assert_eq!(verified, Verified::default(), "{id}");
            }
        }
    }
}

#[test]
fn a_value_a_probability_and_an_agent_that_were_changed_are_found() {
    let registry = corridor::registry();
    let agent = Weighed::default();
    let honest = annotated("ice/ask@1", 4, &agent);
    type Change = fn(&mut Episode);
    let changes: [(&str, Option<usize>, Change); 8] = [
        ("truth.success_probability", None, |e| {
            let truth = e.start.truth.as_mut().unwrap();
            truth.success_probability = Some(Exact::new(1, 3));
        }),
        ("after.truth.best_success_probability", Some(1), |e| {
            let truth = e.transitions[1].after.truth.as_mut().unwrap();
            truth.best_success_probability = Some(Exact::new(1, 3));
        }),
        ("after.truth.expected_outcome", Some(1), |e| {
            let truth = e.transitions[1].after.truth.as_mut().unwrap();
            truth.expected_outcome = Some(Exact::new(1, 3));
        }),
        ("truth.advantage", Some(0), |e| {
            e.transitions[0].truth.as_mut().unwrap().advantage = Some(Exact::new(1, 3));
        }),
        ("truth.luck", Some(0), |e| {
            e.transitions[0].truth.as_mut().unwrap().luck = Some(Exact::new(1, 3));
        }),
        ("action_probability", Some(2), |e| {
            e.transitions[2].action_probability = Some(0.125);
        }),
        ("agent.params", None, |e| {
            e.agent.params.insert("of".into(), "another".into());
        }),
        ("world.kind", None, |e| e.world.kind = "a tunnel".into()),
    ];
    for (field, at, change) in changes {
        let mut episodes = honest.clone();
        change(&mut episodes[0]);
        let verified = verify(&registry, &episodes, &agent);
        let found = places(&verified[0]);
        assert!(
            found
                .iter()
                .any(|(t, f)| *t == at && f.starts_with(field) || field.starts_with(f)),
            "{field}: {found:?}"
        );
        assert!(
            verified[1..].iter().all(|v| v.mismatches.is_empty()),
            "{field}"
        );
    }
}

#[test]
fn a_record_that_leaves_out_what_its_agent_did_next_is_found() {
    let registry = corridor::registry();
    let agent = Weighed::default();
    let mut cut = played("ice/ask@1", 4, &agent).remove(0);
    cut.transitions.truncate(3);
    cut.end = End::Aborted;
    cut.trace = cut.last().digests.trace;
    let found = verify(&registry, &[cut.clone()], &agent).remove(0);
    assert_eq!(places(&found), [(None, "end")]);
    // Where the host failed, what it did next is not recorded.
    cut.fault = Some("the sandbox ran out of fuel".into());
    let found = verify(&registry, &[cut], &agent).remove(0);
    assert_eq!((places(&found), left(&found)), (vec![], vec!["fault"]));
}

#[test]
fn an_agent_that_acts_otherwise_is_found_at_the_first_step_that_differs_and_not_asked_on() {
    let registry = corridor::registry();
    let agent = Weighed::default();
    let mut episode = played("ice/ask@1", 4, &agent).remove(0);
    for (other, expected) in [
        (
            Weighed {
                runs_every: 3,
                ..agent.clone()
            },
            (Some(2), "action"),
        ),
        (
            Weighed {
                stops_after: 1,
                ..agent.clone()
            },
            (Some(1), "action"),
        ),
    ] {
        let found = verify(&registry, std::slice::from_ref(&episode), &other).remove(0);
        assert_eq!(places(&found), [expected]);
    }
    // An end that the world does not confirm is said once.
    episode.end = End::Aborted;
    let found = verify(&registry, &[episode], &agent).remove(0);
    assert_eq!(found.mismatches.len(), 1, "{found:?}");
}

#[test]
fn what_was_made_up_is_found_and_what_cannot_be_computed_again_is_said() {
    let registry = corridor::registry();
    let agent = Weighed::default();
    let honest = annotated("ice/ask@1", 4, &agent);
    let with = |change: &dyn Fn(&mut Episode)| {
        let mut episodes = honest.clone();
        episodes.iter_mut().for_each(change);
        verify(&registry, &episodes, &agent).remove(0)
    };
    let found = with(&|e| e.graph.as_mut().unwrap().policy = "mystery".into());
    assert_eq!(places(&found), [(None, "graph.policy")]);
    let found = with(&|e| {
        e.versions.insert("truestep".into(), "0.0.0".into());
    });
    assert!(left(&found).contains(&"versions"), "{found:?}");
    // A value that is missing where its siblings are there was left out by somebody.
    let found = with(&|e| e.start.truth.as_mut().unwrap().success_probability = None);
    assert_eq!(places(&found), [(None, "truth.success_probability")]);
    let found = with(&|e| e.graph = None);
    assert!(!found.mismatches.is_empty());
    // The world differs: nothing is said of its values.
    let found = with(&|e| e.transitions[0].menu_size += 1);
    assert_eq!(places(&found), [(Some(0), "menu_size")]);
    assert_eq!(left(&found), ["graph"]);
}

#[test]
fn episodes_share_work_if_task_world_note_and_budget_are_the_same() {
    let episodes = annotated("ice/ask@1", 4, &Weighed::default());
    assert!(share_work(&episodes[0], &episodes[1]));
    type Change = fn(&mut Episode);
    let changes: [Change; 4] = [
        |e| e.task = corridor::task("ice/ask@1", 5),
        |e| e.world.kind.push('!'),
        |e| e.graph = None,
        |e| e.max_steps = None,
    ];
    for change in changes {
        let mut other = episodes[1].clone();
        change(&mut other);
        assert!(!share_work(&episodes[0], &other));
    }
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

#[test]
fn a_difference_is_one_line_with_its_place_and_both_values() {
    let line = |step| {
        let mismatch = Mismatch {
            step,
            field: "after.truth.distance".into(),
            recorded: 3.into(),
            replayed: serde_json::Value::Null,
        };
        mismatch.to_line()
    };
    let rest = "after.truth.distance: recorded 3, now null";
    assert_eq!(line(None), format!("start: {rest}"));
    assert_eq!(line(Some(7)), format!("step 7: {rest}"));
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
