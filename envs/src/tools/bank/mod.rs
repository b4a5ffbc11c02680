//! Bank: the desk of a bank, whose documents open tools that no list tells of.
//!
//! Reading order: `terms` (the numbers) → `guides` (the documents that open tools, with their checks) → `library` (all
//! documents) → `names`, `world` (customers and tables) → `policy`, `mending` → `case`, `writes` → `tasks`.

mod case;
mod guides;
mod library;
mod mending;
mod names;
mod policy;
mod tasks;
mod terms;
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
const WASM: &[u8] = include_bytes!("../../../packs/bank/pack.wasm");
/// What it lists.
const LISTED: &[u8] = include_bytes!("../../../packs/bank/tools.json");
/// What a customer can be asked.
const ASKS: [&str; 4] = ["phone", "request", "reason", "details"];
/// What a customer can be told.
const TELLS: [&str; 3] = ["total", "card limit", "transfer limit"];

/// The domain.
pub(crate) const DOMAIN: Domain = Domain {
    name: "bank",
    sources: || vec![WASM],
    count: 1,
    forms: || DESKS.as_ref().ok().map(Desks::forms),
    templates: || listed(TEMPLATES),
    build: |task, chosen| desks::build(&DESKS, TEMPLATES, task, chosen),
};

static DESKS: LazyLock<Result<Desks<World>, String>> = LazyLock::new(|| {
    let locked: Vec<&str> = guides::GUIDES.iter().map(|guide| guide.tool).collect();
    let desk = Desk {
        tools: &[],
        locked: &locked,
        asks: &ASKS,
        tells: &TELLS,
        tells_amounts: true,
        reasons: &case::HAND_OVER,
    };
    Desks::load("bank", (WASM, LISTED), desk, mending::MENDING)
});

/// The tools that documents open, each with what it does and the document, as a table.
pub(crate) fn opened_table() -> String {
    let mut table =
        String::from("| tool | what it does | the document that opens it |\n|---|---|---|\n");
    for guide in &guides::GUIDES {
        let tools = DESKS.as_ref().map_or(&[][..], Desks::tools).iter();
        let mut named = tools.filter(|tool| tool.name == guide.tool);
        let what = named.next().map_or("", |tool| tool.description.as_str());
        table += &format!("| `{}` | {what} | {} |\n", guide.tool, guide.title);
    }
    table
}

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
