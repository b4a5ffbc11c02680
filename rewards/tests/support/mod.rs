//! Episodes made by hand, for the tests of this crate.
#![allow(dead_code, reason = "each test crate uses a part of it")]

use std::collections::BTreeMap;
use truestep_core::{
    chance::Seed,
    digest::Digest,
    model::Subgoal,
    rational::{Exact, Rational},
    task::{Split, Task},
    trajectory::{AgentInfo, End, Episode, Frame, SCHEMA, Transition, WorldInfo},
    truth::{
        BestActions, Digests, Distance, Effect, FactSet, Reachable, Rejection, StateTruth,
        StepTruth,
    },
};

/// Number of sub-goals of every made episode.
pub(crate) const SUBGOALS: usize = 4;

/// What one state of a made episode is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Spot {
    /// Its digest.
    pub(crate) id: u64,
    /// Fewest steps to success; `None` is never.
    pub(crate) distance: Option<u32>,
    /// Sub-goals that hold, at most [`SUBGOALS`].
    pub(crate) done: usize,
    /// Success probability in twelfths.
    pub(crate) twelfths: i128,
    /// Whether the action that led here was rejected.
    pub(crate) rejected: bool,
}

/// A spot with everything said by its distance: sub-goals and probability fall with it.
pub(crate) fn spot(distance: u32) -> Spot {
    Spot {
        id: u64::from(distance),
        distance: Some(distance),
        done: SUBGOALS.saturating_sub(distance as usize),
        twelfths: 12 / (i128::from(distance) + 1),
        rejected: false,
    }
}

/// A state from which success cannot be reached.
pub(crate) fn dead(id: u64) -> Spot {
    Spot {
        id,
        distance: None,
        done: 0,
        twelfths: 0,
        rejected: false,
    }
}

pub(crate) fn state(spot: &Spot, steps_left: u32) -> StateTruth {
    let distance = spot.distance.map_or(Distance::Never, Distance::Steps);
    let success = spot.distance == Some(0);
    StateTruth {
        success,
        outcome: Rational::from_integer(i64::from(success)),
        subgoals: FactSet::first(spot.done),
        progress: Rational::new(spot.done as i64, SUBGOALS as i64),
        known: FactSet::default(),
        distance,
        distance_clairvoyant: distance,
        reachable: Reachable::from_distance(distance, Some(steps_left)),
        steps_left: Some(steps_left),
        best_actions: Some(BestActions::default()),
        best_outcome: Some(Rational::from_integer(i64::from(spot.distance.is_some()))),
        success_probability: Some(Exact::new(spot.twelfths, 12)),
        expected_outcome: Some(Exact::new(spot.twelfths, 12)),
        best_success_probability: None,
        details: Vec::new(),
    }
}

pub(crate) fn step(before: &Spot, after: &Spot) -> StepTruth {
    let (held, holds) = (FactSet::first(before.done), FactSet::first(after.done));
    StepTruth {
        off_menu: false,
        gained: holds.minus(held),
        lost: held.minus(holds),
        on_shortest_path: Some(after.distance < before.distance && after.distance.is_some()),
        redundant: before.id == after.id,
        supported: None,
        violations: Vec::new(),
        side_effects: Vec::new(),
        events: Vec::new(),
        advantage: Some(Exact::new(after.twelfths - before.twelfths, 12)),
        outcome_advantage: None,
        luck: None,
        pivot: Some((after.twelfths - before.twelfths).abs() * 5 >= 12),
        details: Vec::new(),
    }
}

fn frame(spot: &Spot, steps_left: u32, trace: Digest) -> Frame {
    let digest = Digest::of(&spot.id.to_le_bytes());
    Frame {
        observation: Vec::new(),
        truth: Some(state(spot, steps_left)),
        digests: Digests {
            state: digest,
            observation: digest,
            trace,
        },
    }
}

/// The episode that visits `spots` (at least one), as rollout `rollout` of group `group`.
pub(crate) fn episode(group: u64, rollout: u32, spots: &[Spot], end: End) -> Episode {
    let budget = spots.len() as u32 + 4;
    let mut trace = Digest::of(&spots[0].id.to_le_bytes());
    let start = frame(&spots[0], budget, trace);
    let mut transitions = Vec::new();
    for (t, pair) in spots.windows(2).enumerate() {
        // A history holds effects: an action that was refused is another one.
        trace = trace.chain(&[pair[1].id.to_le_bytes(), [pair[1].rejected.into(); 8]].concat());
        transitions.push(Transition {
            action: format!("go {}", pair[1].id),
            action_probability: Some(0.5),
            menu_size: 2,
            effect: if pair[1].rejected {
                Effect::Rejected {
                    reason: Rejection::new("malformed", "made by hand"),
                }
            } else {
                Effect::Applied
            },
            truth: Some(step(&pair[0], &pair[1])),
            after: frame(&pair[1], budget - 1 - t as u32, trace),
        });
    }
    Episode {
        schema: SCHEMA.to_owned(),
        task: Task::new("made/by-hand@1".parse().unwrap(), Seed(group)),
        split: Split::Train,
        instruction: "reach the goal".to_owned(),
        versions: BTreeMap::new(),
        world: WorldInfo {
            kind: "made by hand".to_owned(),
            digest: Digest::default(),
        },
        group,
        rollout,
        agent: AgentInfo {
            name: "none".to_owned(),
            policy: None,
            params: Default::default(),
        },
        max_steps: Some(budget),
        subgoals: (0..SUBGOALS)
            .map(|i| Subgoal {
                name: format!("part {i}"),
                requires: Vec::new(),
            })
            .collect(),
        evidence: Vec::new(),
        plugins: Vec::new(),
        graph: None,
        start,
        transitions,
        end,
        fault: None,
        trace,
        given: truestep_core::given::Given::default(),
    }
}

/// An episode over distances, which ends by itself exactly if the last is 0.
pub(crate) fn walk(group: u64, rollout: u32, distances: &[u32]) -> Episode {
    let spots: Vec<Spot> = distances.iter().map(|&d| spot(d)).collect();
    let end = if distances.last() == Some(&0) {
        End::Terminated
    } else {
        End::Truncated
    };
    episode(group, rollout, &spots, end)
}
