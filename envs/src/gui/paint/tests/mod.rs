//! What pictures promise.

mod disturbed;
mod fill;
mod golden;
mod locales;
mod marks;
mod mirrored;
mod scenes;
mod themes;

use super::scene::Scene;
use crate::gui::{Def, Gui, State, Verb, family::define, tasks::TEMPLATES};
use truestep_core::{
    chance::{Enumerated, Seed},
    model::{Dynamics, Menu, Unheard},
    task::{Task, TemplateId},
};

/// The first instances of every template.
fn tasks() -> impl Iterator<Item = Def> {
    tasks_in("en")
}

/// The same in a locale.
fn tasks_in(locale: &str) -> impl Iterator<Item = Def> {
    TEMPLATES.iter().filter_map(move |template| {
        let id = TemplateId::new("gui", template.name, template.version).unwrap();
        (1..20).find_map(|seed| {
            let mut task = Task::new(id.clone(), Seed(seed));
            task.parameters.insert("locale".into(), locale.into());
            define(&task).ok()
        })
    })
}

fn step(def: &Def, state: &mut State, verb: &Verb) {
    let chance = &mut Enumerated::default();
    Gui::step(def, &mut (), state, verb, chance, &mut Unheard).unwrap();
}

/// What a menu offers that does not end the task.
fn verbs(def: &Def, state: &State) -> Vec<Verb> {
    let mut entries = vec![];
    Gui::menu(def, state, &mut entries);
    let verbs = entries.into_iter().map(|entry| entry.action);
    verbs
        .filter(|verb| !matches!(verb, Verb::Done | Verb::Report | Verb::Answer(_)))
        .collect()
}

/// A scene as pixels, with an element or without; how many texts were cut.
fn painted(scene: &Scene, hidden: Option<usize>, sides: (u32, u32)) -> (Vec<u8>, usize) {
    let mut pixels = vec![0; (sides.0 * sides.1 * 3) as usize];
    let cut = super::paint(scene, hidden, &mut pixels, sides);
    (pixels, cut)
}
