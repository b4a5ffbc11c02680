//! What is played while steps are timed: recorded once, so that timing it again costs no choosing.

use anyhow::{Result, anyhow, bail};
use std::sync::Arc;
use truestep_core::{
    chance::{Chance as _, Seed},
    host::{Capabilities, Input, Shard, ShardBuilder},
    registry::{Prepared, Registry},
};
use truestep_session::{Filter, Plan};

/// Environments of a shard.
pub(super) const SLOTS: usize = 64;
/// Steps each slot plays.
const STEPS: usize = 256;
/// Share of searches among the actions of the shop, in percent.
const SEARCHES: u32 = 30;

/// One action, in both forms it can be given in.
pub(super) struct Action {
    pub(super) menu: u32,
    pub(super) text: String,
}

/// An episode, or the part of it that is played.
pub(super) struct Episode {
    pub(super) prepared: Arc<dyn Prepared>,
    pub(super) actions: Vec<Action>,
}

/// What each slot plays, `[slots][episodes]`.
pub(super) struct Recorded {
    pub(super) slots: Vec<Vec<Episode>>,
    pub(super) steps: u64,
    pub(super) searches: u64,
}

impl Recorded {
    /// Random play over every template of `env`: actions by weight, but searches (actions that start with `search[`) with
    /// their fixed share wherever the menu has some.
    pub(super) fn of(registry: &Registry, env: &str, seed: u64) -> Result<Self> {
        Self::sized(registry, env, seed, (SLOTS, STEPS))
    }

    /// The same in so many slots, each with so many steps.
    pub(super) fn sized(
        registry: &Registry,
        env: &str,
        seed: u64,
        (slots, steps): (usize, usize),
    ) -> Result<Self> {
        let templates = registry.select(env)?;
        if templates.is_empty() {
            bail!("`{env}` has no tasks");
        }
        let mut plan = Plan::new(registry, &templates, seed, Filter::default());
        let mut recorded = Self {
            slots: vec![],
            steps: 0,
            searches: 0,
        };
        let mut shard = registry.shard_builder().build(1);
        for slot in 0..slots {
            let mut episodes = vec![];
            let mut left = steps;
            while left > 0 {
                let prepared = plan.next(1)?.pop();
                let prepared = prepared.ok_or_else(|| anyhow!("`{env}` has no instances"))?;
                let number = (slot * steps + left) as u64;
                let episode = recorded.play(&mut shard, prepared, left, Seed(seed), number)?;
                left -= episode.actions.len().max(1);
                episodes.push(episode);
            }
            recorded.slots.push(episodes);
        }
        Ok(recorded)
    }

    fn play(
        &mut self,
        shard: &mut Shard,
        prepared: Arc<dyn Prepared>,
        at_most: usize,
        seed: Seed,
        number: u64,
    ) -> Result<Episode> {
        let capabilities = Capabilities {
            max_steps: Some(prepared.goal().max_steps),
            ..Capabilities::bare()
        };
        prepared.load(shard, 0, 0, &capabilities)?;
        let mut at = seed.stream("bench").branch(number);
        let mut actions = vec![];
        while actions.len() < at_most && shard.end(0)?.is_none() {
            let mut chance = at.sampled();
            at = at.next();
            let (action, is_search) = shard.with_menu(0, |_, _, menu| {
                let texts: Vec<String> = (0..menu.len()).map(|i| menu.text(i)).collect();
                let search = |i: &usize| texts[*i].starts_with("search[");
                let (searches, others): (Vec<usize>, Vec<usize>) =
                    (0..menu.len()).partition(search);
                let wants = chance.below(100) < SEARCHES;
                let from = match (wants, searches.is_empty(), others.is_empty()) {
                    (true, false, _) | (_, _, true) => searches,
                    _ => others,
                };
                let weights: Vec<u32> = from.iter().map(|&i| menu.weight(i)).collect();
                let index = from[chance.pick(&weights)];
                let action = Action {
                    menu: index as u32,
                    text: texts[index].clone(),
                };
                let is_search = action.text.starts_with("search[");
                (action, is_search)
            })?;
            shard.submit(0, Input::Menu(action.menu), None)?;
            shard.run();
            self.steps += 1;
            self.searches += u64::from(is_search);
            actions.push(action);
        }
        Ok(Episode { prepared, actions })
    }

    /// A shard for it.
    pub(super) fn shard(&self) -> Shard {
        let mut builder = ShardBuilder::default();
        for episode in self.slots.iter().flatten() {
            episode.prepared.install(&mut builder);
        }
        builder.build(self.slots.len())
    }

    /// The tasks played, each once.
    pub(super) fn tasks(&self) -> impl Iterator<Item = &Arc<dyn Prepared>> {
        self.slots.iter().flatten().map(|e| &e.prepared)
    }
}
