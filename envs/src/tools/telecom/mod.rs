//! Telecom: the desk of a telephone company, whose customers look at and change their phones when they are asked to.
//!
//! Reading order: `terms` (the numbers) → `names`, `offers` (what is sold), `phone` (a phone and what ails it), `world` (customers), `tables` → `policy`,
//! `mending` → `case`, `look` (what is found out), `repair` (what is set right) → `tasks`.

mod case;
mod look;
mod mending;
mod names;
mod offers;
mod phone;
mod policy;
mod repair;
mod tables;
mod tasks;
mod terms;
mod world;

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
const WASM: &[u8] = include_bytes!("../../../packs/telecom/pack.wasm");
/// What it lists.
const LISTED: &[u8] = include_bytes!("../../../packs/telecom/tools.json");
/// What a customer can be asked.
const ASKS: [&str; 6] = ["phone", "request", "place", "details", "payment", "pin"];
/// What a customer can be told.
const TELLS: [&str; 3] = ["total", "cost", "monthly price"];

/// The domain.
pub(crate) const DOMAIN: Domain = Domain {
    name: "telecom",
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
        reasons: &policy::HAND_OVER,
    };
    Desks::load("telecom", (WASM, LISTED), desk, mending::MENDING)
});

fn forms() -> Option<&'static ActionForms> {
    DESKS.as_ref().ok().map(Desks::forms)
}

fn build(template: &Template, task: &Task, surface: Surface) -> Result<Def, String> {
    let desks = DESKS.as_ref().map_err(String::clone)?;
    let world = desks.world(task, World::generate)?;
    let setting = desks.setting(surface, &world.base, terms::TODAY);
    (template.build)(case::Scope {
        world,
        setting: &setting,
        chance: task.stream("telecom").sampled(),
    })
}
