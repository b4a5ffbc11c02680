//! Steps with everything that is said of them.

use super::super::{
    Engineer, SweFamily, details, rules, tasks, text,
    types::{Action, Def, State},
};
use super::guest;
use truestep_core::{
    chance::Seed,
    model::{Planner as _, Truth as _, Unheard},
    task::Task,
    truth::{Detail, DetailValue, Distance, FactSet},
};

pub(super) fn def(template: usize, seed: u64) -> Def {
    SweFamily
        .define(&Task::new(tasks::ALL[template].id(), Seed(seed)))
        .unwrap()
}

/// What is said of one step.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Said {
    pub(super) supported: Option<bool>,
    pub(super) gained: FactSet,
    details: Vec<(String, DetailValue)>,
    pub(super) distance: Distance,
    pub(super) shown: String,
}

impl Said {
    pub(super) fn of(&self, name: &str) -> &DetailValue {
        let found = self.details.iter().find(|(known, _)| known == name);
        &found.unwrap_or_else(|| panic!("{name} is not said")).1
    }
}

pub(super) fn done(def: &Def, state: &mut State, action: &Action) -> Said {
    let before = state.clone();
    rules::admit(def, state, action).unwrap();
    let supported = Engineer::supported(def, state, action);
    rules::step(def, &guest(), state, action, &mut Unheard).unwrap();
    let mut details = vec![];
    details::of_step(def, &before, action, state, &mut details);
    details::of_state(def, state, &mut details);
    let named = |detail: Detail| (detail.name.to_string(), detail.value);
    Said {
        supported,
        gained: state.known.minus(before.known),
        details: details.into_iter().map(named).collect(),
        distance: Engineer::distance(def, state),
        shown: state.shown.as_deref().unwrap_or_default().to_owned(),
    }
}

pub(super) fn act(def: &Def, state: &mut State, text: &str) -> Said {
    let action = text::decode(def, text).unwrap();
    done(def, state, &action)
}
