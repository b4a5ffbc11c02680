//! Generated domains: by their number, from a theme that was written by hand.
//!
//! Read in this order: `theme` (what domains are about, as text) → `blueprint`, `draw` and `verbs` (what one domain has of its theme) → `policy` (its
//! rules) → `tools` (what agents are told, and what the pack reads) → `data` (its rows) → `scope` (which rows a request means) →
//! `case`, `changes`, `values` (a request in the making) → `tasks` (the templates). `envs/packs/generated` runs the tools.

mod blueprint;
mod case;
mod changes;
mod data;
mod draw;
mod policy;
mod scope;
mod tasks;
#[cfg(test)]
mod tests;
mod theme;
mod tools;
mod values;
mod verbs;
mod words;

use super::{
    desks::{Desks, Surface},
    domain::{self, Chosen, listed, named},
    kernel::{deed::Desk, make::Setting, rule::Mending, types::Def},
};
use blueprint::Blueprint;
use data::World;
use std::sync::{LazyLock, OnceLock};
use truestep_core::{chance::Seed, task::Task};
use truestep_sandbox::{Limits, Pack};

use blueprint::DOMAINS;
use tasks::{TEMPLATES, Template};

/// The pack that every domain's tools run in.
const WASM: &[u8] = include_bytes!("../../../packs/generated/pack.wasm");
/// What it lists by itself: nothing, each domain has a list of its own.
const LISTED: &[u8] = include_bytes!("../../../packs/generated/tools.json");

/// All of them.
pub(crate) const DOMAIN: domain::Domain = domain::Domain {
    name: "generated",
    sources: || {
        let themes = theme::TEXTS.iter().map(|text| text.as_bytes());
        std::iter::once(WASM).chain(themes).collect()
    },
    count: DOMAINS,
    forms: || None,
    templates: || listed(TEMPLATES),
    build: |task, chosen| Some(build(named(TEMPLATES, task)?, task, chosen)),
};

/// Sets of rows that a domain has.
const WORLDS: u64 = 4;
/// Draws of a task before its seed is given up.
const ATTEMPTS: u64 = 48;

/// What the tools change is not made good: the rule that nothing changes which is not asked for is what loses a task.
const MENDING: Mending = Mending {
    can: |_| true,
    calls: |_| vec![],
};

/// A domain: made when it is first asked for, and kept. There are [`DOMAINS`] of them, each of bounded size.
struct Domain {
    print: &'static Blueprint,
    desks: Desks<()>,
    worlds: [OnceLock<Result<World, String>>; WORLDS as usize],
}

impl Domain {
    fn make(number: u32) -> Result<Self, String> {
        static PACK: LazyLock<Result<Pack, String>> = LazyLock::new(|| {
            let pack = Pack::deferred(Limits::default(), "generated", WASM, LISTED);
            pack.map_err(|error| error.to_string())
        });
        let print = print(number)?;
        let name = format!("{} {number}", print.theme);
        let pack = PACK.as_ref().map_err(String::clone)?;
        let pack = pack.with_tools(&name, tools::listing(print));
        let pack = pack.map_err(|error| error.to_string())?;
        let desk = Desk {
            tools: &[],
            locked: &[],
            asks: &tasks::ASKS,
            tells: &tasks::TELLS,
            tells_amounts: true,
            reasons: &tasks::HAND_OVER,
        };
        Ok(Self {
            print,
            desks: Desks::of(pack, desk, MENDING)?,
            worlds: [const { OnceLock::new() }; WORLDS as usize],
        })
    }

    fn world(&self, number: u64) -> Result<&World, String> {
        let seed = Seed(u64::from(self.print.number)).derive("rows", number);
        let world = &self.worlds[number as usize];
        let world = world.get_or_init(|| World::generate(self.print, seed));
        world.as_ref().map_err(String::clone)
    }

    fn setting(&self, surface: Surface, world: &World) -> Setting {
        self.desks.setting(surface, &world.base, blueprint::TODAY)
    }
}

/// The design of a domain.
fn print(number: u32) -> Result<&'static Blueprint, String> {
    static PRINTS: [OnceLock<Result<Blueprint, String>>; DOMAINS as usize] =
        [const { OnceLock::new() }; DOMAINS as usize];
    let print = PRINTS
        .get(number as usize)
        .ok_or("there is no such domain")?;
    let print = print.get_or_init(|| Blueprint::draw(number));
    print.as_ref().map_err(String::clone)
}

fn domain(number: u32) -> Result<&'static Domain, String> {
    static ALL: [OnceLock<Result<Domain, String>>; DOMAINS as usize] =
        [const { OnceLock::new() }; DOMAINS as usize];
    let domain = ALL.get(number as usize).ok_or("there is no such domain")?;
    let domain = domain.get_or_init(|| Domain::make(number));
    domain.as_ref().map_err(String::clone)
}

/// Build a task, in a domain that was chosen or that its seed says.
///
/// # Errors
/// What is wrong with it.
fn build(template: &Template, task: &Task, chosen: Chosen) -> Result<Def, String> {
    let seed = task.seed.0;
    let number = chosen.domain.unwrap_or((seed % u64::from(DOMAINS)) as u32);
    let domain = domain(number)?;
    let mut failed = String::new();
    for attempt in 0..ATTEMPTS {
        // Where one set of rows has nothing of the kind, the next may.
        let rows = seed / u64::from(DOMAINS) + attempt * WORLDS / ATTEMPTS;
        let world = domain.world(rows % WORLDS)?;
        let setting = domain.setting(chosen.surface, world);
        let chance = task.stream("generated").branch(attempt).sampled();
        match (template.build)(world, &setting, chance) {
            Ok(def) => return Ok(def),
            Err(reason) => failed = reason,
        }
    }
    Err(format!(
        "domain {number} ({}): {failed}",
        domain.print.theme
    ))
}
