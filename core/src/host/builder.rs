//! How a shard is put together: its models, its plug-ins and the order of its systems.

use super::{
    components::{
        Budget, Clock, DigestsOf, Disturbed, HostOf, ImagesGoTo, Judged, Pending, Recorder,
        RunningStep, Shown, TaskOf,
    },
    models::Models,
    phase::{Influence, Phase},
    slot::OpsOf,
    systems,
};
use crate::{
    model::{Model, Worker},
    task::Task,
    view::KeepImages,
};
use bevy_ecs::{
    prelude::*,
    schedule::{LogLevel, ScheduleBuildSettings, ScheduleConfigs, SingleThreadedExecutor},
    system::ScheduleSystem,
    world::EntityWorldMut,
};
use std::{collections::BTreeMap, sync::Arc};

/// A capability brought by a third party: a signal, a statistic, a scripted nuisance.
///
/// `build` adds its systems, each to one phase, after those already there; `attach` puts its component on an environment
/// whose [`super::Capabilities::plugins`] name it. See `examples/06_step_plugin.rs`.
///
/// A disturbance that should have exact truth does not belong here but in the model's
/// [`State`](crate::model::Dynamics::State): drawn at reset or keyed by state, it is then part of distances, values and
/// graphs. What acts from here is honest about what it costs: see [`Influence::Acts`].
///
/// Its component is not part of a snapshot: what must come back after a restore is keyed by the state digest or by
/// [`super::Clock`], not by what the plug-in remembers.
pub trait StepPlugin: Send + Sync {
    /// The name capabilities refer to.
    fn name(&self) -> &str;
    /// Whether it watches or acts. One that says it watches and refuses an action aborts the episode.
    fn influence(&self) -> Influence;
    /// Add systems to a shard that is being built.
    fn build(&self, shard: &mut ShardBuilder);
    /// Put the component on an environment that starts an episode of `task`.
    fn attach(&self, environment: &mut EntityWorldMut<'_>, task: &Task);
}

#[derive(SystemSet, Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Place(Phase, u32);

/// Collects the families and plug-ins of a shard; the order of the calls is the order within each phase.
#[allow(
    missing_debug_implementations,
    reason = "holds a schedule, which has no Debug form"
)]
pub struct ShardBuilder {
    pub(super) world: World,
    pub(super) schedule: Schedule,
    count: BTreeMap<Phase, u32>,
    pub(super) models: Models,
    pub(super) plugins: Vec<Arc<dyn StepPlugin>>,
}

impl Default for ShardBuilder {
    fn default() -> Self {
        let mut schedule = Schedule::default();
        // Set by hand: another crate's features could otherwise switch the default executor to several threads.
        schedule.set_executor(SingleThreadedExecutor::new());
        schedule.set_build_settings(ScheduleBuildSettings {
            ambiguity_detection: LogLevel::Error,
            ..Default::default()
        });
        schedule.configure_sets(
            (
                Phase::Decode,
                Phase::Admit,
                Phase::Apply,
                Phase::Judge,
                Phase::Show,
            )
                .chain(),
        );
        Self {
            world: world_with_host_components(),
            schedule,
            count: BTreeMap::new(),
            models: Models::default(),
            plugins: vec![],
        }
    }
}

/// A world that knows every component the host asks for: asking even for an `Option` of an unknown one fails, and a
/// capability that no environment has used yet would be unknown.
fn world_with_host_components() -> World {
    let mut world = World::new();
    world.register_component::<TaskOf>();
    world.register_component::<Clock>();
    world.register_component::<Pending>();
    world.register_component::<RunningStep>();
    world.register_component::<DigestsOf>();
    world.register_component::<Budget>();
    world.register_component::<Judged>();
    world.register_component::<Disturbed>();
    world.register_component::<Recorder>();
    world.register_component::<Shown>();
    world
}

impl ShardBuilder {
    /// Add a system to a phase, after every system already there.
    pub fn add_system<Marker>(
        &mut self,
        phase: Phase,
        system: impl IntoScheduleConfigs<ScheduleSystem, Marker>,
    ) -> &mut Self {
        let number = self.count.entry(phase).or_default();
        let mut configs: ScheduleConfigs<ScheduleSystem> = system
            .into_configs()
            .in_set(phase)
            .in_set(Place(phase, *number));
        // Total order by construction: no two systems of a phase are ever ambiguous.
        if *number > 0 {
            configs = configs.after(Place(phase, *number - 1));
        }
        *number += 1;
        self.schedule.add_systems(configs);
        self
    }

    /// Add what plays model `M`; adding it again changes nothing.
    pub fn model<M: Model>(&mut self) -> &mut Self {
        let ops = OpsOf::<M>::new(&mut self.world);
        if !self.models.add::<M>(ops) {
            return self;
        }
        self.world.insert_resource(HostOf::<M>(Worker::default()));
        self.add_system(Phase::Decode, systems::decode::<M>);
        self.add_system(Phase::Admit, systems::admit::<M>);
        self.add_system(Phase::Apply, systems::apply::<M>);
        self.add_system(Phase::Judge, systems::judge::<M>);
        self.add_system(Phase::Show, systems::show::<M>);
        self
    }

    /// Add a plug-in's systems.
    pub fn plugin(&mut self, plugin: Arc<dyn StepPlugin>) -> &mut Self {
        plugin.build(self);
        self.plugins.push(plugin);
        self
    }

    /// Give the images of recorded frames to `images`; without this, frames name images that nobody has.
    pub fn keep_images(&mut self, images: Arc<dyn KeepImages>) -> &mut Self {
        self.world.insert_resource(ImagesGoTo(images));
        self
    }
}
