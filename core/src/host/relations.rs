//! How environments relate: rollouts of one task, forks of one another.

use bevy_ecs::prelude::*;

/// A group of rollouts of one task; its members are [`Rollouts`].
#[derive(Component, Clone, Copy, Debug, PartialEq, Eq)]
pub struct RolloutGroup(pub u64);

/// This environment plays a rollout of that group.
#[derive(Component, Clone, Copy, Debug)]
#[relationship(relationship_target = Rollouts)]
pub struct RolloutOf(pub Entity);

/// The rollouts of a group.
#[derive(Component, Debug, Default)]
#[relationship_target(relationship = RolloutOf)]
pub struct Rollouts(Vec<Entity>);

/// This environment was forked from that one.
#[derive(Component, Clone, Copy, Debug)]
#[relationship(relationship_target = Forks)]
pub struct ForkOf(pub Entity);

/// The environments forked from this one.
#[derive(Component, Debug, Default)]
#[relationship_target(relationship = ForkOf)]
pub struct Forks(Vec<Entity>);
