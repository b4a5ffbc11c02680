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
    desks::{Desks, Surface},
    domain::{Domain, listed},
    kernel::{deed::Desk, types::Def},
};
use std::sync::LazyLock;
use truestep_core::{forms::ActionForms, task::Task};
use world::World;

use tasks::{TEMPLATES, Template};

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

fn forms() -> Option<&'static ActionForms> {
    DESKS.as_ref().ok().map(Desks::forms)
}

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

fn build(template: &Template, task: &Task, surface: Surface) -> Result<Def, String> {
    let desks = DESKS.as_ref().map_err(String::clone)?;
    let world = desks.world(task, World::generate)?;
    let setting = desks.setting(surface, &world.base, terms::TODAY);
    (template.build)(case::Scope {
        world,
        setting: &setting,
        chance: task.stream("bank").sampled(),
    })
}
