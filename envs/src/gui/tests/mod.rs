//! What the engine promises beside the contract.

mod apps;
mod choices;
mod disturbed;
mod drafts;
mod engine;
pub(super) mod enumerated;
pub(super) mod golden;
mod guessed;
pub(super) mod kinds;
mod laws;
pub(super) mod mendable;
mod mirrored;
mod parts;
mod rows;
mod schedule;
pub(super) mod spoken;

use super::{Def, Gui, State, Verb, family::define, tasks::TEMPLATES};
use truestep_core::{
    chance::{Enumerated, Seed},
    model::{Dynamics, Menu, Planner as _, Truth as _, Unheard},
    task::{Task, TemplateId},
    truth::{Distance, Rejection},
};

/// The instance of a template and seed, if there is one.
pub(super) fn task(name: &str, seed: u64) -> Option<Def> {
    task_with(name, seed, &[])
}

/// The same with parameters.
pub(super) fn task_with(name: &str, seed: u64, parameters: &[(&str, &str)]) -> Option<Def> {
    let version = TEMPLATES.iter().find(|t| t.name == name)?.version;
    let id = TemplateId::new("gui", name, version).unwrap();
    let mut task = Task::new(id, Seed(seed));
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    task.parameters.extend(parameters.iter().map(owned));
    define(&task).ok()
}

/// Do what a text says.
pub(super) fn act(def: &Def, state: &mut State, text: &str) -> Result<(), Rejection> {
    let verb = Gui::decode(def, state, text)?;
    Gui::admit(def, state, &verb)?;
    step(def, state, &verb);
    Ok(())
}

/// Do it, whatever chance says.
pub(super) fn step(def: &Def, state: &mut State, verb: &Verb) {
    Gui::step(
        def,
        &mut (),
        state,
        verb,
        &mut Enumerated::default(),
        &mut Unheard,
    )
    .unwrap();
}

/// What is offered.
pub(super) fn menu(def: &Def, state: &State) -> Vec<Verb> {
    let mut entries = vec![];
    Gui::menu(def, state, &mut entries);
    entries.into_iter().map(|entry| entry.action).collect()
}

/// What the distance of a state is by its menu.
pub(super) fn by_the_menu(def: &Def, state: &State) -> Distance {
    let after = menu(def, state).into_iter().filter_map(|verb| {
        if Gui::supported(def, state, &verb) == Some(false) {
            return None;
        }
        let mut next = state.clone();
        step(def, &mut next, &verb);
        Some(Gui::distance(def, &next).plus(1))
    });
    after.min().unwrap_or(Distance::Never)
}

pub(super) fn text(def: &Def, verb: &Verb) -> String {
    let mut out = String::new();
    Gui::encode(def, verb, &mut out);
    out
}
