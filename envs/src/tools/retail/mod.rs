//! Retail: the support desk of a shop.

mod case;
mod policy;
mod tasks;
mod world;

use super::kernel::{deed::Desk, make::Setting, types::Def};
use std::sync::{Arc, LazyLock, OnceLock};
use truestep_core::{chance::Seed, forms::ActionForms, task::Task};
use truestep_sandbox::{Limits, Pack, Sandbox, Tool};
use world::World;

pub(crate) use tasks::{TEMPLATES, Template};

/// The tools, in the sandbox.
pub(crate) const WASM: &[u8] = include_bytes!("../../../packs/retail/pack.wasm");
/// Different shops there are; a task's seed says which is its.
const WORLDS: usize = 8;
/// What a customer can be asked.
const ASKS: [&str; 4] = ["email", "request", "reason", "details"];
/// What a customer can be told.
const TELLS: [&str; 4] = ["total", "first price", "second price", "third price"];

/// How tools appear to agents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) enum Surface {
    /// By their names.
    #[default]
    Plain,
    /// By numbers: what they do stands in their descriptions alone.
    Scrambled,
}

/// What all shops share.
struct Desks {
    pack: Pack,
    forms: [Arc<ActionForms>; 2],
    worlds: [OnceLock<Result<World, String>>; WORLDS],
    /// What the tools are called under the surface that says nothing, and the forms there.
    scrambled: (Vec<(String, String)>, [Arc<ActionForms>; 2]),
}

static DESKS: LazyLock<Result<Desks, String>> = LazyLock::new(|| {
    let failed = |error: truestep_sandbox::SandboxError| error.to_string();
    let sandbox = Sandbox::new(Limits::default()).map_err(failed)?;
    let pack = Pack::load(&sandbox, "retail", WASM).map_err(failed)?;
    let desk = Desk {
        tools: pack.tools(),
        asks: &ASKS,
        tells: &TELLS,
        reasons: &case::HAND_OVER,
    };
    let forms = Setting::forms(desk)?;
    let called: Vec<(String, String)> = (pack.tools().iter().zip(1..))
        .map(|(tool, number): (_, u32)| (tool.name.clone(), format!("tool_{number:02}")))
        .collect();
    let tools: Vec<_> = (pack.tools().iter().zip(&called))
        .map(|(tool, (_, name))| Tool {
            name: name.clone(),
            ..tool.clone()
        })
        .collect();
    let scrambled = Setting::forms(Desk {
        tools: &tools,
        ..desk
    })?;
    Ok(Desks {
        scrambled: (called, scrambled),
        pack,
        forms,
        worlds: [const { OnceLock::new() }; WORLDS],
    })
});

/// The forms of everything that can be done, with a customer to ask.
pub(crate) fn forms() -> Option<&'static ActionForms> {
    DESKS.as_ref().ok().map(|desks| &*desks.forms[1])
}

/// Build a task.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn build(template: &Template, task: &Task, surface: Surface) -> Result<Def, String> {
    let desks = DESKS.as_ref().map_err(String::clone)?;
    let number = (task.seed.0 % WORLDS as u64) as usize;
    let world = desks.worlds[number].get_or_init(|| World::generate(Seed(number as u64)));
    let world = world.as_ref().map_err(String::clone)?;
    let (called, [solo, dialogue]) = match surface {
        Surface::Plain => (vec![], desks.forms.clone()),
        Surface::Scrambled => desks.scrambled.clone(),
    };
    let setting = Setting {
        pack: desks.pack.clone(),
        base: Arc::clone(&world.base),
        solo,
        dialogue,
        today: world::TODAY,
        called,
    };
    (template.build)(tasks::Scope {
        world,
        setting: &setting,
        chance: task.stream("retail").sampled(),
    })
}
