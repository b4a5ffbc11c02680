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
    desks::{self, Desks, Place},
    domain::{Domain, listed},
    kernel::deed::Desk,
};
use std::sync::{Arc, LazyLock};
use tasks::TEMPLATES;
use truestep_core::chance::Seed;
use truestep_sandbox::Base;
use world::World;

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
    forms: || DESKS.as_ref().ok().map(Desks::forms),
    templates: || listed(TEMPLATES),
    build: |task, chosen| desks::build(&DESKS, TEMPLATES, task, chosen),
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

impl Place for World {
    const NAME: &'static str = DOMAIN.name;
    const TODAY: i64 = terms::TODAY;

    fn generate(seed: Seed) -> Result<Self, String> {
        World::generate(seed)
    }

    fn base(&self) -> &Arc<Base> {
        &self.base
    }
}
