//! What is found when a record's values and its agent's choices are computed again too.

use super::{Weighed, annotated, played};
use crate::corridor;
use std::sync::Arc;
use truestep_core::{
    agent::AgentFactory,
    graph::Limits,
    policy::Policy,
    rational::Exact,
    registry::Registry,
    trajectory::{AgentInfo, End, Episode},
    verify::{Unchecked, Verified, Verifier, share_work},
};

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
