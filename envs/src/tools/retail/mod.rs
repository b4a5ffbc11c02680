//! Retail: the support desk of a shop.

mod case;
mod mending;
mod policy;
mod tasks;
mod world;
mod writes;

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
        reasons: &case::HAND_OVER,
    };
    Desks::load("retail", (WASM, LISTED), desk, mending::MENDING)
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
