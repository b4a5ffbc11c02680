//! What items and matching promise.

mod items;
mod metrics;
mod predicted;

use super::{Item, Options, items as make_items};
use crate::gui::{GuiFamily, Spoken, tasks::TEMPLATES};
use std::sync::Arc;
use truestep_core::{
    agent::{Act, Agent, AgentFactory, Choice, Decision},
    batch::Job,
    chance::{Chance as _, Seed},
    environment::Hosted,
    host::Capabilities,
    play::play,
    registry::{Family as _, Registry},
    task::{Task, TemplateId},
    trajectory::{AgentInfo, Episode},
};

/// Takes a best action three times of four, and any of the menu else.
struct Often;

impl AgentFactory for Often {
    fn info(&self) -> AgentInfo {
        serde_json::from_value(serde_json::json!({ "name": "often", "params": {}, "policy": null }))
            .unwrap()
    }

    fn make(&self) -> Box<dyn Agent> {
        Box::new(Often)
    }
}

impl Agent for Often {
    fn act(&mut self, decision: &Decision<'_>) -> Act {
        let mut random = decision.random.sampled();
        let best = decision.best.filter(|best| !best.is_empty());
        let at = match (best, random.below(4)) {
            (Some(best), 1..) => best[random.below(best.len() as u32) as usize] as usize,
            _ => random.below(decision.menu.len() as u32) as usize,
        };
        Act {
            choice: Choice::Menu(at),
            probability: None,
        }
    }
}

fn registry() -> Registry {
    Registry::new(vec![Arc::new(GuiFamily)])
}

/// An episode of a template and seed, with parameters.
fn episode(name: &str, seed: u64, parameters: &[(&str, &str)]) -> Option<Episode> {
    let version = TEMPLATES.iter().find(|t| t.name == name)?.version;
    let mut task = Task::new(TemplateId::new("gui", name, version).unwrap(), Seed(seed));
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    task.parameters.extend(parameters.iter().map(owned));
    let job = Job {
        task: Arc::new(task),
        group: 0,
        rollout: 0,
    };
    let mut environment = Hosted::new(registry(), Capabilities::recorded(40));
    play(&mut environment, &job, &GuiFamily.world(), &Often).ok()
}

/// Episodes of a spread of templates.
fn episodes() -> Vec<Episode> {
    let names = [
        "settings-toggle",
        "contact-add",
        "alarm-delete",
        "note-read",
        "event-add",
        "guest-message",
        "wallet-pay",
        "playlist-remove",
        "contact-delete-missing",
    ];
    let found = names
        .iter()
        .filter_map(|name| (1..9).find_map(|seed| episode(name, seed, &[])));
    found.collect()
}

fn items_of(episode: &Episode, spoken: Option<Spoken>) -> Vec<Item> {
    let options = Options {
        spoken,
        view: Some("pixels_small".parse().unwrap()),
    };
    let made = make_items(episode, &options).unwrap();
    made.items.into_iter().map(|(item, _)| item).collect()
}
