//! A world that draws only its start: all is determined from there, and everything is explored from each start.

use super::{batch, jobs, shard};
use crate::faulty::{Lines, Settings, registry, task};
use std::{collections::BTreeSet, sync::Arc};
use truestep_core::{
    annotate::{AnnotateOptions, annotate},
    contract::{Options, check},
    graph::{Evidence, GraphError, Limits, Mode},
    host::Judged,
    model::Draws,
    policy::Policy,
    rational::Rational,
    registry::{Family, Registry},
};

#[test]
fn a_world_that_draws_its_start_keeps_every_sentence_of_the_contract() {
    let options = Options {
        seeds: 12,
        distance_seeds: 40,
        ..Options::default()
    };
    for family in [
        Arc::new(Lines::<1>::default()) as Arc<dyn Family>,
        Arc::new(Lines::<0>::default()),
    ] {
        let report = check(&Registry::new(vec![family]), "all", &options).unwrap();
        report.assert_all();
    }
}

#[test]
fn best_actions_are_found_by_trial_from_a_drawn_start() {
    let (shard, prepared) = shard::<1>(Settings::default(), 8);
    assert_eq!(prepared.draws(), Draws::AtReset);
    let mut starts = BTreeSet::new();
    for slot in 0..8 {
        let judged = shard.parts::<&Judged>(slot).unwrap();
        starts.insert(judged.state.distance.steps().unwrap());
        assert_eq!(judged.best.as_ref().unwrap().len(), 1);
    }
    assert!(starts.len() > 1, "{starts:?}");
}

#[test]
fn each_start_is_explored_and_episodes_from_all_of_them_are_annotated() {
    let settings = Settings {
        length: Some(30),
        ..Settings::default()
    };
    let registry = registry::<1>(settings);
    let prepared = registry.prepare(&task(1)).unwrap();
    let distance = |rollout| {
        let graph = prepared.explore(rollout, &Limits::default(), Mode::Raw);
        let graph = graph.unwrap();
        let start = graph.graph().start();
        graph.graph().distances(Evidence::Required).get(start)
    };
    let distances: BTreeSet<_> = (0..12).map(distance).collect();
    assert!(distances.len() > 1, "{distances:?}");
    let mut episodes = batch(&registry, &jobs(12));
    let options = AnnotateOptions {
        policy: Policy::uniform(),
        pivot_threshold: Rational::new(1, 5),
        limits: Limits::default(),
        max_new: 0,
    };
    annotate(&registry, &mut episodes, &[], &options).unwrap();
    for episode in &episodes {
        let truth = episode.start.truth.as_ref().unwrap();
        assert!(truth.success_probability.is_some(), "{:?}", truth.distance);
    }
}

#[test]
fn a_step_that_draws_although_the_model_says_it_never_does_is_found_out() {
    use crate::corridor::{Corridors, Defect};
    let family = Corridors::<false> {
        defect: Defect::SecretChance,
    };
    let registry = Registry::new(vec![Arc::new(family)]);
    let task = crate::corridor::task("corridor/walk@1", 1);
    let graph = registry
        .prepare(&task)
        .unwrap()
        .explore(0, &Limits::default(), Mode::Raw);
    let error = graph.err().unwrap();
    assert!(
        matches!(error, GraphError::UndeclaredDraw { .. }),
        "{error}"
    );
}
