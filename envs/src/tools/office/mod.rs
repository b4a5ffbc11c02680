//! Office: somebody's calendar, mail, contacts, files and reminders, and the assistant who keeps them.
//!
//! Reading order: `names` → `world` (people, calendar) → `things` (rooms, contacts, files, reminders, assistants) → `letters`
//! (mail) → `tables` → `policy`, `mending` → `case`, `look` → `tasks`.

mod case;
mod letters;
mod look;
mod mending;
mod names;
mod policy;
mod tables;
mod tasks;
mod things;
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
const WASM: &[u8] = include_bytes!("../../../packs/office/pack.wasm");
/// What it lists.
const LISTED: &[u8] = include_bytes!("../../../packs/office/tools.json");

/// What the person one works for can be asked.
const ASKS: [&str; 3] = ["person", "file", "event"];

/// The domain.
pub(crate) const DOMAIN: Domain = Domain {
    name: "office",
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
        tells: &[],
        tells_amounts: true,
        reasons: &case::HAND_OVER,
    };
    Desks::load("office", (WASM, LISTED), desk, mending::MENDING)
});

fn forms() -> Option<&'static ActionForms> {
    DESKS.as_ref().ok().map(Desks::forms)
}

fn build(template: &Template, task: &Task, surface: Surface) -> Result<Def, String> {
    let desks = DESKS.as_ref().map_err(String::clone)?;
    let world = desks.world(task, World::generate)?;
    let setting = desks.setting(surface, &world.base, world::TODAY);
    (template.build)(world, &setting, task.stream("office").sampled())
}
