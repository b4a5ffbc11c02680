//! Agents that go by shortest paths where no planner knows them.

use std::sync::Arc;
use truestep::{
    agents,
    core::{
        agent::{Act, Agent, AgentFactory, Decision},
        batch,
        channels::{Channel, Channels},
        forms::ActionForms,
        graph::task::TaskGraph,
        graph::{GraphError, Limits, Mode},
        host::{Capabilities, HostError, Shard, ShardBuilder},
        model::{Draws, Goal},
        registry::{Family, Prepared, Registry, TaskError, TemplateInfo},
        task::Task,
        trajectory::{AgentInfo, Episode, WorldInfo},
    },
    envs::{WorldOptions, registry},
};

/// An environment that says it has no planner.
struct Unplanned(Arc<dyn Family>);

impl Family for Unplanned {
    fn env(&self) -> &str {
        self.0.env()
    }
    fn card(&self) -> &str {
        self.0.card()
    }
    fn templates(&self) -> Vec<TemplateInfo> {
        self.0.templates()
    }
    fn world(&self) -> WorldInfo {
        self.0.world()
    }
    fn install(&self, shard: &mut ShardBuilder) {
        self.0.install(shard);
    }
    fn prepare(&self, task: &Task) -> Result<Arc<dyn Prepared>, TaskError> {
        Ok(Arc::new(Blind(self.0.prepare(task)?)))
    }
}

struct Blind(Arc<dyn Prepared>);

impl Prepared for Blind {
    fn task(&self) -> &Arc<Task> {
        self.0.task()
    }
    fn goal(&self) -> &Goal {
        self.0.goal()
    }
    fn forms(&self) -> &ActionForms {
        self.0.forms()
    }
    fn provides(&self) -> Channels {
        let all = self.0.provides();
        let kept: Vec<Channel> = all.iter().filter(|c| *c != Channel::ShortestPath).collect();
        Channels::of(&kept)
    }
    fn load(
        &self,
        shard: &mut Shard,
        slot: usize,
        rollout: u32,
        capabilities: &Capabilities,
    ) -> Result<(), HostError> {
        self.0.load(shard, slot, rollout, capabilities)
    }
    fn install(&self, shard: &mut ShardBuilder) {
        self.0.install(shard);
    }
    fn explore(
        &self,
        rollout: u32,
        limits: &Limits,
        mode: Mode,
    ) -> Result<Box<dyn TaskGraph>, GraphError> {
        self.0.explore(rollout, limits, mode)
    }
    fn draws(&self) -> Draws {
        self.0.draws()
    }
}

/// An agent that is not told what is best.
struct Untold(agents::Factory);

impl AgentFactory for Untold {
    fn info(&self) -> AgentInfo {
        self.0.info()
    }
    fn make(&self) -> Box<dyn Agent> {
        Box::new(Alone(self.0.make()))
    }
    fn needs_truth(&self) -> bool {
        true
    }
}

struct Alone(Box<dyn Agent>);

impl Agent for Alone {
    fn begin(&mut self, task: &Task, rollout: u32) {
        self.0.begin(task, rollout);
    }
    fn act(&mut self, told: &Decision<'_>) -> Act {
        self.0.act(&Decision {
            task: told.task,
            instruction: told.instruction,
            observation: told.observation,
            views: told.views,
            menu: told.menu,
            effect: told.effect,
            step: told.step,
            digests: told.digests,
            truth: told.truth,
            best: None,
            random: told.random,
        })
    }
}

fn play(registry: &Registry, task: &Arc<Task>, agent: &str) -> Vec<Episode> {
    let factory = agents::parse(agent, registry).unwrap();
    factory.check(&*registry.prepare(task).unwrap()).unwrap();
    batch::rollouts(registry, task, &*factory, 0, 12, None).unwrap()
}

fn play_untold(registry: &Registry, task: &Arc<Task>, agent: &str) -> Vec<Episode> {
    let factory = agents::parse(agent, registry).unwrap();
    factory.check(&*registry.prepare(task).unwrap()).unwrap();
    batch::rollouts(registry, task, &Untold(factory), 0, 12, None).unwrap()
}

#[test]
fn without_a_planner_the_oracle_and_its_noisy_kin_go_by_the_graph() {
    let planned = registry(&WorldOptions::default()).unwrap();
    let unplanned = |f: &Arc<dyn Family>| -> Arc<dyn Family> { Arc::new(Unplanned(Arc::clone(f))) };
    let blind = Registry::new(planned.families().iter().map(unplanned).collect());
    for template in planned.select("diagnostic").unwrap() {
        let task = Arc::new(Task::new(
            template.id.clone(),
            truestep::core::chance::Seed(0),
        ));
        for agent in ["oracle", "noisy:0.5"] {
            let a = play(&planned, &task, agent);
            let b = play_untold(&blind, &task, agent);
            if planned.prepare(&task).unwrap().draws() == Draws::Never {
                assert_eq!(a, b, "{} {agent}", template.id);
            }
            for episode in &b {
                let steps = episode.transitions.iter();
                assert!(steps.clone().all(|t| t.action_probability.is_some()));
            }
        }
    }
}
