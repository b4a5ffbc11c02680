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
    desks::{Desks, Place},
    domain::{Domain, listed, named},
    kernel::deed::Desk,
};
use std::sync::{Arc, LazyLock};
use tasks::TEMPLATES;
use truestep_core::chance::Seed;
use truestep_sandbox::Base;
use world::World;

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
    forms: || DESKS.as_ref().ok().map(Desks::forms),
    templates: || listed(TEMPLATES),
    build: |task, chosen| {
        let template = named(TEMPLATES, task)?;
        let desks = DESKS.as_ref().map_err(String::clone);
        Some(desks.and_then(|desks| {
            desks.build(task, chosen.surface, |scope| {
                (template.build)(scope.world, scope.setting, scope.chance)
            })
        }))
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

impl Place for World {
    const NAME: &'static str = DOMAIN.name;
    const TODAY: i64 = world::TODAY;

    fn generate(seed: Seed) -> Result<Self, String> {
        World::generate(seed)
    }

    fn base(&self) -> &Arc<Base> {
        &self.base
    }
}
