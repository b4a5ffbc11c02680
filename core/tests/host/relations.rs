//! Rollout groups and fork trees.

use super::{everything, prepare, shard};
use bevy_ecs::prelude::*;
use truestep_core::host::{ForkOf, Forks, RolloutGroup, RolloutOf, Rollouts};

#[test]
fn rollouts_of_a_group_are_found_through_the_relationship() {
    let mut shard = shard(5);
    for slot in 0..5 {
        prepare("corridor/walk@1", 1)
            .load(&mut shard, slot, slot as u32, &everything())
            .unwrap();
        shard.join_group(slot, 10 + slot as u64 % 2).unwrap();
    }
    assert_eq!(shard.group_slots(10), [0, 2, 4]);
    assert_eq!(shard.group_slots(11), [1, 3]);
    let world = shard.world_mut();
    let mut groups = world.query::<(&RolloutGroup, &Rollouts)>();
    let mut sizes: Vec<(u64, usize)> = groups
        .iter(world)
        .map(|(g, r)| (g.0, r.iter().count()))
        .collect();
    sizes.sort_unstable();
    assert_eq!(sizes, [(10, 3), (11, 2)]);
}

#[test]
fn a_reset_leaves_its_group_and_an_empty_group_is_forgotten() {
    let mut shard = shard(2);
    let task = prepare("corridor/walk@1", 1);
    let load = |shard: &mut truestep_core::host::Shard, slot| {
        task.load(shard, slot, 0, &everything()).unwrap();
    };
    for group in 0..50 {
        for slot in 0..2 {
            load(&mut shard, slot);
            shard.join_group(slot, group).unwrap();
        }
    }
    shard.join_group(0, 7).unwrap();
    assert_eq!(
        (shard.group_slots(49), shard.group_slots(7)),
        (vec![1], vec![0])
    );
    load(&mut shard, 0);
    load(&mut shard, 1);
    assert!(shard.group_slots(7).is_empty());
    let world = shard.world_mut();
    assert_eq!(world.query::<&RolloutGroup>().iter(world).count(), 0);
    assert_eq!(world.query::<&RolloutOf>().iter(world).count(), 0);
}

#[test]
fn forks_form_a_tree_that_outlives_a_reset_of_its_root() {
    let mut shard = shard(4);
    for slot in 0..4 {
        prepare("corridor/walk@1", 1)
            .load(&mut shard, slot, 0, &everything())
            .unwrap();
    }
    for (from, to) in [(0, 1), (0, 2), (1, 3), (3, 3)] {
        shard.fork(from, to, Some(9)).unwrap();
    }
    let entity: Vec<Entity> = (0..4).map(|s| shard.entity(s).unwrap()).collect();
    let children = |shard: &truestep_core::host::Shard, slot| {
        let forks = shard.parts::<Option<&Forks>>(slot).unwrap();
        forks
            .map(|f| f.iter().collect::<Vec<_>>())
            .unwrap_or_default()
    };
    assert_eq!(children(&shard, 0), [entity[1], entity[2]]);
    assert_eq!(children(&shard, 1), [entity[3]]);
    assert_eq!(shard.parts::<&ForkOf>(3).unwrap().0, entity[1]);
    shard.unload(0).unwrap();
    assert!(shard.parts::<Option<&ForkOf>>(1).unwrap().is_none());
    assert_eq!(children(&shard, 1), [entity[3]]);
}

#[test]
fn resets_leave_nothing_behind_in_the_world() {
    let mut shard = shard(1);
    let task = prepare("corridor/walk@1", 1);
    let mut sizes = vec![];
    for group in 0..5000 {
        task.load(&mut shard, 0, 0, &everything()).unwrap();
        shard.join_group(0, group).unwrap();
        let world = shard.world();
        let notes: usize = world
            .removed_components()
            .iter()
            .map(|(_, notes)| notes.len())
            .sum();
        sizes.push((notes, shard.entity(0).unwrap().index_u32() as usize));
    }
    let most = |f: fn(&(usize, usize)) -> usize| sizes.iter().map(f).max().unwrap();
    assert!(
        most(|s| s.0) < 60_000,
        "{} notes of removals",
        most(|s| s.0)
    );
    assert!(most(|s| s.1) < 2_000, "{} entities", most(|s| s.1));
    shard.run();
    task.load(&mut shard, 0, 0, &everything()).unwrap();
    shard.run();
    shard.run();
    let left: usize = shard
        .world()
        .removed_components()
        .iter()
        .map(|(_, notes)| notes.len())
        .sum();
    assert_eq!(left, 0);
}
