//! What days promise beside the contract.

use super::{
    define,
    family::{ENV, LONG, LONGEST, VERSION, name},
    groups::groups,
};
use crate::gui::{
    Def, Gui, State, apps,
    state::Ended,
    tests::{menu, step},
    verb::Verb,
};
use std::collections::BTreeSet;
use truestep_core::{
    chance::{Chance as _, Sampled, Seed},
    model::Planner,
    task::{Task, TemplateId},
    truth::Distance,
};

fn day(number: u32, seed: u64) -> Def {
    let id = TemplateId::new(ENV, &name(number), VERSION).unwrap();
    define(&Task::new(id, Seed(seed))).unwrap()
}

fn after(def: &Def, state: &State, verb: &Verb) -> State {
    let mut next = state.clone();
    step(def, &mut next, verb);
    next
}

/// The distance that a state has, and those that the menu's supported verbs lead to.
fn around(def: &Def, state: &State) -> (Distance, Vec<(Verb, State, Distance)>) {
    let verbs = menu(def, state).into_iter();
    let supported = verbs.filter(|verb| def.supports(state, verb) != Some(false));
    let next = supported.map(|verb| {
        let next = after(def, state, &verb);
        let distance = Gui::distance(def, &next);
        (verb, next, distance)
    });
    let next = next.collect();
    (Gui::distance(def, state), next)
}

/// Go the shortest way, with so many of a hundred steps at random, and hold every distance to those around it.
fn bellman(def: &Def, luck: &mut Sampled, random_percent: u32, steps: u32) -> State {
    let mut state = State::default();
    for _ in 0..steps {
        if state.ended != Ended::No {
            break;
        }
        let (distance, around) = around(def, &state);
        let nearest = around.iter().map(|(.., distance)| distance.plus(1)).min();
        assert_eq!(Some(distance), nearest, "{}", def.goal().instruction);
        let is_best = |one: &&(Verb, State, Distance)| one.2.plus(1) == distance;
        let goes_on =
            |one: &&(Verb, State, Distance)| one.1.ended == Ended::No && one.2 != Distance::Never;
        let others: Vec<_> = around.iter().filter(goes_on).collect();
        let next = match luck.below(100) < random_percent && !others.is_empty() {
            true => others[luck.below(others.len() as u32) as usize],
            false => around.iter().find(is_best).unwrap(),
        };
        state = next.1.clone();
    }
    state
}

#[test]
fn apps_of_a_group_lead_to_each_other_and_those_of_others_do_not() {
    let groups = groups(apps::phone());
    let count = groups.iter().collect::<BTreeSet<_>>().len();
    assert!(count >= 10, "{count}");
}

#[test]
fn a_day_takes_a_hundred_steps_and_a_long_one_three_hundred() {
    for number in 0..LONG + LONGEST {
        let def = day(number, 1);
        let steps = Gui::distance(&def, &State::default()).steps().unwrap();
        let least = if number < LONG { 100 } else { 300 };
        assert!(
            (least..=500).contains(&steps),
            "{}: {steps} steps",
            name(number)
        );
    }
}

/// The whole shortest way of a day, and steps off it.
fn hold(number: u32, seed: u64, off: u32) {
    let def = day(number, seed);
    let mut luck = Seed(seed).stream("bellman").sampled();
    let ended = bellman(&def, &mut luck, 0, u32::MAX);
    assert_eq!(ended.ended, Ended::Solved, "{}", def.goal().instruction);
    bellman(&def, &mut luck, 40, off);
}

#[test]
fn distances_of_a_day_are_bellmans_on_the_way_and_off_it() {
    hold(0, 1, 60);
}

#[test]
#[ignore = "minutes: `.ci/extra` runs it"]
fn distances_of_more_days_are_bellmans_on_the_way_and_off_it() {
    for (number, seed) in [(1, 2), (2, 3), (LONG, 1)] {
        hold(number, seed, 150);
    }
}
