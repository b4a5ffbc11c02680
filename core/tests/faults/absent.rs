//! What was not computed is absent.

use super::{batch, jobs, shard};
use crate::faulty::{Settings, registry, task};
use truestep_core::{
    channels::Channel, host::Judged, model::BadGoal, rational::Rational, registry::TaskError,
    truth::Distance,
};

#[test]
fn best_actions_that_nobody_lists_are_absent_where_steps_draw() {
    let settings = Settings {
        length: Some(5),
        ..Settings::default()
    };
    let registry = registry::<2>(settings.clone());
    let prepared = registry.prepare(&task(1)).unwrap();
    assert!(prepared.provides().contains(Channel::Distance));
    assert!(!prepared.provides().contains(Channel::ShortestPath));
    let episode = batch(&registry, &jobs(1)).remove(0);
    assert!(episode.provides().contains(Channel::Distance));
    assert!(!episode.provides().contains(Channel::ShortestPath));
    for t in 0..episode.steps() {
        let truth = episode.frame(t).truth.as_ref().unwrap();
        assert!(matches!(truth.distance, Distance::Steps(1..)));
        assert_eq!(truth.best_actions, None);
        let step = episode.transitions[t].truth.as_ref().unwrap();
        assert_eq!(step.on_shortest_path, None);
    }
    let (shard, _) = shard::<2>(settings, 1);
    assert_eq!(shard.parts::<&Judged>(0).unwrap().best, None);
}

#[test]
fn best_actions_that_a_planner_lists_are_there_where_steps_draw() {
    let settings = Settings {
        lists: true,
        length: Some(5),
        ..Settings::default()
    };
    let episode = batch(&registry::<2>(settings), &jobs(1)).remove(0);
    assert!(episode.provides().contains(Channel::ShortestPath));
    let best = episode.start.truth.unwrap().best_actions.unwrap();
    assert_eq!((best.actions, best.total), (vec!["right".to_owned()], 1));
}

#[test]
fn a_task_beyond_its_planner_announces_no_distance_and_records_none() {
    let settings = Settings {
        unplanned: true,
        lists: true,
        length: Some(5),
        ..Settings::default()
    };
    let registry = registry::<0>(settings);
    let announced = registry.prepare(&task(1)).unwrap().provides();
    let episode = batch(&registry, &jobs(1)).remove(0);
    for channels in [announced, episode.provides()] {
        assert!(!channels.contains(Channel::Distance));
        assert!(!channels.contains(Channel::ShortestPath));
        assert!(channels.contains(Channel::Outcome));
    }
    let distances =
        (0..=episode.steps()).map(|t| episode.frame(t).truth.as_ref().unwrap().distance);
    assert!(
        distances
            .into_iter()
            .all(|distance| distance == Distance::NotComputed)
    );
}

#[test]
fn more_than_64_sub_goals_are_counted_one_by_one() {
    let settings = Settings {
        length: Some(70),
        ..Settings::default()
    };
    let episode = batch(&registry::<0>(settings), &jobs(1)).remove(0);
    for t in 0..=70 {
        let truth = episode.frame(t).truth.as_ref().unwrap();
        assert_eq!(truth.progress, Rational::new(t as i64, 70));
        assert_eq!(truth.subgoals.iter().count(), t);
    }
}

#[test]
fn a_goal_with_more_sub_goals_than_truth_numbers_is_refused() {
    let settings = Settings {
        length: Some(257),
        ..Settings::default()
    };
    let error = registry::<0>(settings).prepare(&task(1)).err().unwrap();
    let expected = BadGoal::TooMany {
        what: "sub-goals",
        count: 257,
    };
    assert!(matches!(&error, TaskError::BadGoal { reason, .. } if *reason == expected));
    assert!(error.to_string().contains("at most 256"), "{error}");
}
