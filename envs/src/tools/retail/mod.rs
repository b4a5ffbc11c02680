//! Retail: the support desk of a shop.

mod case;
mod mending;
mod policy;
mod tasks;
mod world;
mod writes;

use super::{
    desks::{Desks, Surface},
    domain::{Domain, listed},
    kernel::{deed::Desk, types::Def},
};
use std::sync::LazyLock;
use truestep_core::{forms::ActionForms, task::Task};
use world::World;

use tasks::{TEMPLATES, Template};

/// The tools, in the sandbox.
const WASM: &[u8] = include_bytes!("../../../packs/retail/pack.wasm");
/// What it lists.
const LISTED: &[u8] = include_bytes!("../../../packs/retail/tools.json");
/// What a customer can be asked.
const ASKS: [&str; 4] = ["email", "request", "reason", "details"];
/// What a customer can be told.
const TELLS: [&str; 4] = ["total", "first price", "second price", "third price"];

/// The domain.
pub(crate) const DOMAIN: Domain = Domain {
    name: "retail",
    sources: || vec![WASM],
    count: 1,
    forms,
    templates: || {
        (TEMPLATES.iter())
            .map(|t| listed(t.name, t.version, t.summary, t.random_ceiling_percent))
            .collect()
    },
    build: |task, chosen| {
        let name = task.template.template();
        let template = TEMPLATES.iter().find(|t| t.name == name)?;
        Some(build(template, task, chosen.surface))
    },
};

static DESKS: LazyLock<Result<Desks<World>, String>> = LazyLock::new(|| {
    let desk = Desk {
        tools: &[],
        locked: &[],
        asks: &ASKS,
        tells: &TELLS,
        tells_amounts: true,
        reasons: &case::HAND_OVER,
    };
    Desks::load("retail", (WASM, LISTED), desk, mending::MENDING)
});

fn forms() -> Option<&'static ActionForms> {
    DESKS.as_ref().ok().map(Desks::forms)
}

fn build(template: &Template, task: &Task, surface: Surface) -> Result<Def, String> {
    let desks = DESKS.as_ref().map_err(String::clone)?;
    let world = desks.world(task, World::generate)?;
    let setting = desks.setting(surface, &world.base, world::TODAY);
    (template.build)(tasks::Scope {
        world,
        setting: &setting,
        chance: task.stream("retail").sampled(),
    })
}
