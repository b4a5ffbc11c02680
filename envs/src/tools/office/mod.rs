//! Office: somebody's calendar and mail.

mod case;
mod mending;
mod policy;
mod tasks;
mod world;

use super::{
    desks::{Desks, Surface},
    kernel::{deed::Desk, types::Def},
};
use std::sync::LazyLock;
use truestep_core::{forms::ActionForms, task::Task};
use world::World;

pub(crate) use tasks::{TEMPLATES, Template};

/// The tools, in the sandbox.
pub(crate) const WASM: &[u8] = include_bytes!("../../../packs/office/pack.wasm");

static DESKS: LazyLock<Result<Desks<World>, String>> = LazyLock::new(|| {
    let desk = Desk {
        tools: &[],
        locked: &[],
        asks: &[],
        tells: &[],
        tells_amounts: true,
        reasons: &case::HAND_OVER,
    };
    Desks::load("office", WASM, desk, mending::MENDING)
});

/// The forms of everything that can be done.
pub(crate) fn forms() -> Option<&'static ActionForms> {
    DESKS.as_ref().ok().map(Desks::forms)
}

/// Build a task.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn build(template: &Template, task: &Task, surface: Surface) -> Result<Def, String> {
    let desks = DESKS.as_ref().map_err(String::clone)?;
    let world = desks.world(task, World::generate)?;
    let setting = desks.setting(surface, &world.base, world::TODAY);
    (template.build)(world, &setting, task.stream("office").sampled())
}
