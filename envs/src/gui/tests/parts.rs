//! What apps can be made of beside lists and forms: places, lists that add, totals that bound, baskets.

use super::{
    act,
    engine::{number, seen, tap},
    step, task,
};
use crate::gui::{Def, Gui, State, Verb, value::Value};
use std::collections::BTreeMap;
use truestep_core::{
    chance::{Chance as _, Seed},
    model::Dynamics,
    truth::Rejection,
};

/// A phone with an app opened.
fn opened(template: &str, app: &str) -> (Def, State) {
    let def = (1..20).find_map(|seed| task(template, seed)).unwrap();
    let mut state = State::default();
    act(&def, &mut state, &format!("open_app[{app}]")).unwrap();
    (def, state)
}

/// The places of the songs of each playlist, in order.
fn places(def: &Def, state: &State) -> BTreeMap<String, Vec<i32>> {
    let table = def.phone().table("playlist entry").unwrap();
    let mut places: BTreeMap<String, Vec<i32>> = BTreeMap::new();
    for id in state.changes.rows(&def.base, table) {
        let row = def.row(&state.changes, table, id).unwrap();
        let Value::Number(place) = row[1] else {
            panic!("a song without a place");
        };
        places
            .entry(def.text(table, 0, row))
            .or_default()
            .push(place);
    }
    places.values_mut().for_each(|list| list.sort_unstable());
    places
}

#[test]
fn places_in_a_group_are_one_two_three_whatever_is_done() {
    let mut moved = 0;
    for seed in 1..8 {
        let Some(def) = task("playlist-remove", seed) else {
            continue;
        };
        let mut chance = Seed(seed).stream("places").sampled();
        let mut state = State::default();
        for _ in 0..300 {
            if state.front.is_launcher() {
                act(&def, &mut state, "open_app[Music]").unwrap();
            }
            let count = def.elements(&state).len().max(1) as u32;
            let verb = match chance.below(9) {
                0 => Verb::Back,
                _ => Verb::Tap(chance.below(count) as u8),
            };
            if Gui::admit(&def, &state, &verb).is_ok() {
                step(&def, &mut state, &verb);
            }
            for (list, places) in places(&def, &state) {
                let expected: Vec<i32> = (1..=places.len() as i32).collect();
                assert_eq!(places, expected, "{list}");
            }
        }
        moved += state.changes.list().len();
    }
    assert!(moved > 10, "{moved} changes");
}

fn pay(def: &Def, state: &mut State, sum: &str) -> Result<(), Rejection> {
    let page = seen(def, state);
    let line = page.lines().find(|line| line.contains("field \"Amount\""));
    let field = line
        .unwrap()
        .trim_start_matches('[')
        .split(']')
        .next()
        .unwrap();
    act(def, state, &format!("type[{field}, {sum}]")).unwrap();
    let send = number(def, state, "button: Send money");
    act(def, state, &format!("tap[{send}]"))
}

#[test]
fn a_payment_goes_neither_beyond_the_balance_nor_beyond_the_limit() {
    let (def, mut state) = opened("wallet-limit", "Wallet");
    let table = def.phone().table("limits").unwrap();
    let limit = def.text(table, 0, def.row(&state.changes, table, 0).unwrap());
    tap(&def, &mut state, "link: People");
    act(&def, &mut state, "tap[0]").unwrap();
    tap(&def, &mut state, "button: Pay");
    let refused = pay(&def, &mut state, "9000.00 EUR").unwrap_err();
    assert!(
        refused
            .message
            .starts_with("`Amount` is more than `Balance`, which is "),
        "{}",
        refused.message
    );
    let refused = pay(&def, &mut state, &limit.replace(".00", ".10")).unwrap_err();
    assert_eq!(
        refused.message,
        format!("`Amount` is more than `Limit of a payment`, which is {limit}")
    );
    pay(&def, &mut state, "1.00 EUR").unwrap();
    assert_eq!(state.changes.list().len(), 1);
}

#[test]
fn what_lies_in_a_basket_goes_along_with_the_order_and_an_empty_one_is_not_sent() {
    let (def, mut state) = opened("food-order", "Food");
    let check_out = |state: &mut State| {
        tap(&def, state, "button: Basket");
        tap(&def, state, "button: Check out");
        let field = number(&def, state, "field \"Address\": empty");
        act(&def, state, &format!("type[{field}, 1 Mill Lane]")).unwrap();
        let order = number(&def, state, "button: Place order");
        act(&def, state, &format!("tap[{order}]"))
    };
    act(&def, &mut state, "tap[1]").unwrap();
    let refused = check_out(&mut state).unwrap_err();
    assert_eq!(refused.code, "nothing_to_send");
    // The keyboard, the form, the basket.
    (0..3).for_each(|_| act(&def, &mut state, "back").unwrap());
    act(&def, &mut state, "tap[4]").unwrap();
    tap(&def, &mut state, "button: Add to basket");
    assert!(seen(&def, &state).contains("Dishes in the basket: 1"));
    check_out(&mut state).unwrap();
    assert!(seen(&def, &state).contains("The basket is empty"));
    let table = def.phone().table("basket item").unwrap();
    let field = def.phone().field(table, "state").unwrap();
    let made: Vec<String> = state
        .changes
        .made(&def.base, table)
        .map(|row| def.text(table, field, row))
        .collect();
    assert_eq!(made, ["ordered"]);
}

#[test]
fn a_list_that_adds_says_how_often_it_did() {
    let (def, mut state) = opened("queue-songs", "Music");
    tap(&def, &mut state, "link: Play queue");
    tap(&def, &mut state, "link: Add songs");
    let title = |state: &State| {
        let page = seen(&def, state);
        let line = page.lines().find(|line| line.starts_with("[0] "));
        line.unwrap().to_owned()
    };
    let before = title(&state);
    let after = match before.contains("\": added") {
        true => ": added 2 times",
        false => ": added",
    };
    assert!(before.starts_with("[0] item to add"), "{before}");
    act(&def, &mut state, "tap[0]").unwrap();
    assert!(title(&state).ends_with(after), "{}", title(&state));
}

#[test]
fn a_playlist_is_deleted_with_its_songs_and_with_no_others() {
    let (def, mut state) = opened("playlist-delete", "Music");
    tap(&def, &mut state, "link: Playlists");
    let before = places(&def, &state);
    act(&def, &mut state, "tap[0]").unwrap();
    tap(&def, &mut state, "button: Delete");
    tap(&def, &mut state, "button: Delete");
    let after = places(&def, &state);
    let gone: Vec<&String> = before
        .keys()
        .filter(|name| !after.contains_key(*name))
        .collect();
    assert_eq!(gone.len(), 1);
    assert!(after.iter().all(|(name, places)| before[name] == *places));
}
