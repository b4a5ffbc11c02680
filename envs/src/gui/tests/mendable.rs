//! What can be made good, menus make good: from wherever somebody has wandered to.

use super::{act, menu, step, task, text};
use crate::gui::{
    Def, Gui, State,
    tasks::{TEMPLATES, Template},
    verb::Verb,
};
use truestep_core::{
    chance::{Chance as _, Sampled, Seed},
    model::Planner,
    truth::Distance,
};

/// Whether a verb ends the episode.
fn ends(verb: &Verb) -> bool {
    matches!(verb, Verb::Answer(_) | Verb::Report | Verb::Done)
}

/// A verb of the menu that leads nearer.
pub(in crate::gui) fn nearer(def: &Def, state: &State) -> Option<Verb> {
    let here = Gui::distance(def, state);
    menu(def, state).into_iter().find(|verb| {
        let mut next = state.clone();
        step(def, &mut next, verb);
        Gui::distance(def, &next).plus(1) == here
    })
}

/// States of a walk of so many steps that does not end the episode, half of them at random and half towards the goal, each with
/// the way to it.
fn wander(def: &Def, luck: &mut Sampled, steps: usize) -> Vec<(State, Vec<String>)> {
    let mut state = def.start();
    let (mut way, mut met) = (vec![], vec![]);
    for _ in 0..steps {
        let verbs: Vec<Verb> = menu(def, &state).into_iter().filter(|v| !ends(v)).collect();
        let other = verbs.get(luck.below(verbs.len().max(1) as u32) as usize);
        let on = match luck.below(2) {
            0 => nearer(def, &state).filter(|verb| !ends(verb)),
            _ => None,
        };
        let Some(verb) = on.as_ref().or(other) else {
            return met;
        };
        way.push(text(def, verb));
        step(def, &mut state, verb);
        met.push((state.clone(), way.clone()));
        if def.is_lost(&state.changes) {
            return met;
        }
    }
    met
}

/// Wander about instances of templates, seeds below one: how often something wrong was left behind that can be made good, and
/// where what can be made good is not.
pub(in crate::gui) fn wandered(
    templates: &[Template],
    task: impl Fn(&str, u64) -> Option<Def>,
    seeds: u64,
) -> (usize, Vec<String>) {
    let (mut mended, mut left) = (0, vec![]);
    for template in templates {
        for seed in 1..seeds {
            let Some(def) = task(template.name, seed) else {
                continue;
            };
            let mut luck = Seed(seed).stream("wander").sampled();
            for (state, way) in (0..4).flat_map(|_| wander(&def, &mut luck, 24)) {
                if def.is_lost(&state.changes) {
                    continue;
                }
                let wrongs = def.wrongs(&state.changes);
                let here = Gui::distance(&def, &state);
                if !matches!(here, Distance::Steps(_)) {
                    let changes = state.changes.list();
                    left.push(format!(
                        "{} seed {seed}, {wrongs} wrong, {here:?}: {}\nafter {way:?}: {changes:?}",
                        template.name,
                        def.goal().instruction
                    ));
                    break;
                }
                mended += usize::from(wrongs > 0 && state.front.is_launcher());
            }
        }
    }
    (mended, left)
}

#[test]
fn what_can_be_made_good_is_made_good_from_wherever_one_has_wandered() {
    let (mended, left) = wandered(TEMPLATES, task, 4);
    assert!(left.is_empty(), "{}", left.join("\n\n"));
    assert!(mended > 100, "{mended} walks left something wrong behind");
}

/// After these actions: the distance, and whether the menu offers an action.
fn after(def: &Def, actions: &[&str]) -> (State, Distance) {
    let mut state = State::default();
    for action in actions {
        act(def, &mut state, action).unwrap();
    }
    let distance = Gui::distance(def, &state);
    (state, distance)
}

/// The actions of the shortest way that the planner finds, up to the one that ends.
fn way(def: &Def) -> Vec<String> {
    let (mut state, mut way) = (State::default(), vec![]);
    while let Some(verb) = nearer(def, &state).filter(|verb| !ends(verb)) {
        way.push(text(def, &verb));
        step(def, &mut state, &verb);
    }
    way
}

#[test]
fn a_record_that_was_saved_too_early_is_edited_and_not_typed_again() {
    let def = task("recipe-add", 1).unwrap();
    let way = way(&def);
    let typed = |action: &&String| action.starts_with("type[1, ") || action.starts_with("type[4, ");
    // Name and ingredients are typed, and saved without all the rest.
    let form = way
        .iter()
        .position(|action| action.starts_with("type["))
        .unwrap();
    let typed = way[form..].iter().filter(typed).take(2);
    let mut actions: Vec<&str> = way[..form]
        .iter()
        .chain(typed)
        .map(String::as_str)
        .collect();
    let (_, begun) = after(&def, &actions);
    actions.push("tap[0]");
    let (state, saved) = after(&def, &actions);
    let (Distance::Steps(begun), Distance::Steps(saved)) = (begun, saved) else {
        panic!("{begun:?}, {saved:?}");
    };
    // The record is opened where the list shows it, and its form.
    assert!(
        (begun..=begun + 3).contains(&saved),
        "{begun} steps, then {saved}"
    );
    assert!(def.wrongs(&state.changes) > 0);
}
