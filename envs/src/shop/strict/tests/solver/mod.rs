//! A reader that knows the instruction and the pages shown, as text, and nothing else: the proof that *supported* means
//! derivable. `notes` reads pages, `wish` instructions, `decide` and `buying` say what
//! follows from both, `player` acts on it.
//!
//! Along every walk the reader is ready to commit exactly when the truth calls the right commit supported, and what it would
//! commit is right; playing alone it solves every instance.

mod buying;
mod decide;
mod next;
mod notes;
mod player;
mod product;
mod wish;

use super::laws::defs_with;
use crate::shop::strict::{
    StrictShop,
    planner::cache::Planned,
    tasks,
    world::{action::Action, market::Market, objective::Objective, state::State},
};
use next::Next;
use notes::{Here, Notes};
use player::Player;
use std::collections::BTreeSet;
use truestep_core::{
    chance::{Chance, Enumerated, Seed},
    model::{Dynamics, Menu, MenuEntry, Planner, Render, Truth, Unheard, ViewKind},
    rational::Rational,
};
use wish::{Wish, Words};

/// Instances of each template.
const SEEDS: u64 = 200;

fn words(market: &Market) -> Words {
    let mut attributes = BTreeSet::new();
    for id in (0..market.len()).map(crate::shop::product::ProductId) {
        attributes.extend(market.product(id).attributes.iter().cloned());
    }
    let kinds = market.kinds().iter().map(|k| k.name.clone()).collect();
    Words { kinds, attributes }
}

fn page(def: &Planned, state: &State) -> String {
    let mut text = String::new();
    StrictShop::observe(def, state, &(), ViewKind::TEXT, &mut text);
    text
}

fn act(def: &Planned, state: &mut State, action: &Action) {
    let chance = &mut Enumerated::default();
    StrictShop::step(def, &mut (), state, action, chance, &mut Unheard).unwrap();
}

fn is_right(def: &Planned, state: &State, action: &Action) -> bool {
    let mut next = state.clone();
    act(def, &mut next, action);
    next.ending()
        .is_some_and(|e| e.grade == Rational::from_integer(1))
}

/// Hold what the reader makes of its notes to the truth.
fn compare(def: &Planned, state: &State, wish: &Wish, notes: &Notes, wrong: &mut Vec<String>) {
    let next = wish.decide(notes);
    let supports = |action: &Action| StrictShop::supported(def, state, action) == Some(true);
    let mut claim = |what: &str, holds: bool| {
        if !holds {
            wrong.push(format!("{what}: {next:?} in {:?}", def.goal.instruction));
        }
    };
    match &def.objective {
        Objective::Purchase(_) => {
            claim("reports what can be bought", next != Next::Report);
            if notes.here == Here::Cart && !state.lines().is_empty() {
                let truth = is_right(def, state, &Action::Checkout) && supports(&Action::Checkout);
                let told = format!("buys {} where the truth is {truth}", wish.accepts(notes));
                claim(&told, wish.accepts(notes) == truth);
            }
        }
        Objective::Answer { correct, .. } => {
            let truth = supports(&Action::Answer(*correct));
            let answer = match &next {
                Next::Answer(value) => {
                    StrictShop::decode(def, state, &format!("answer[{value}]")).ok()
                }
                _ => None,
            };
            claim(
                &format!("answers where the truth is {truth}"),
                answer.is_some() == truth,
            );
            claim(
                "answers wrong",
                answer.is_none_or(|a| a == Action::Answer(*correct)),
            );
        }
        Objective::Cancel { targets, needs } => {
            let truth = state.known().includes(*needs);
            let ids = def
                .orders
                .iter()
                .enumerate()
                .filter(|(i, _)| targets >> i & 1 == 1);
            let ids: BTreeSet<String> = ids.map(|(_, o)| o.id.clone()).collect();
            let told = match &next {
                Next::Cancel(told) => Some(told),
                _ => None,
            };
            claim(
                &format!("cancels where the truth is {truth}"),
                told.is_some() == truth,
            );
            claim("cancels others", told.is_none_or(|told| *told == ids));
            let cancelled = (0..def.orders.len()).filter(|i| state.cancelled() >> i & 1 == 1);
            let cancelled = cancelled.map(|i| def.orders[i].id.clone()).collect();
            let is_done = told == Some(&cancelled);
            claim("is done", is_done == supports(&Action::Finish));
            if let (Here::Order(id), Wish::Cancel(kind)) = (&notes.here, wish) {
                let entry = &notes.entries[id];
                let holds = entry.holds.iter().any(|(k, _)| k == kind);
                let is_meant = holds && entry.status == "pending";
                claim("cancels this", is_meant == supports(&Action::CancelOrder));
            }
        }
        Objective::Return {
            order, line, needs, ..
        } => {
            let truth = state.known().includes(*needs);
            let told = match &next {
                Next::Return { order, line, .. } => Some((order, *line)),
                _ => None,
            };
            claim(
                &format!("returns where the truth is {truth}"),
                told.is_some() == truth,
            );
            let right = (&def.orders[usize::from(*order)].id, usize::from(*line));
            claim("returns another", told.is_none_or(|told| told == right));
        }
        Objective::Report { .. } => {
            let truth = supports(&Action::Report);
            claim(
                &format!("reports where the truth is {truth}"),
                (next == Next::Report) == truth,
            );
        }
    }
}

/// Where a walk goes: along the planner, along what looks shortest to one who need not look, or anywhere.
#[derive(Clone, Copy)]
enum Walk {
    Planner,
    Blind,
    Wild,
}

fn step_of(
    def: &Planned,
    state: &State,
    menu: &[MenuEntry<Action>],
    walk: Walk,
    chance: &mut impl Chance,
) -> Option<Action> {
    let any = menu[chance.below(menu.len() as u32) as usize]
        .action
        .clone();
    let best = || {
        let mut best = vec![];
        StrictShop::best_actions(def, state, menu, &mut best);
        best.first().map(|&i| menu[i as usize].action.clone())
    };
    match walk {
        Walk::Planner => best(),
        Walk::Wild if chance.below(2) == 0 => Some(any),
        Walk::Wild => Some(best().unwrap_or(any)),
        Walk::Blind => {
            let after = |entry: &MenuEntry<Action>| {
                let mut next = state.clone();
                act(def, &mut next, &entry.action);
                (
                    StrictShop::distance_clairvoyant(def, &next),
                    entry.action.clone(),
                )
            };
            let nearest = menu.iter().map(after).min_by_key(|(distance, _)| *distance);
            nearest.map(|(_, action)| action)
        }
    }
}

#[test]
fn a_reader_is_ready_to_commit_exactly_when_the_commit_is_supported() {
    let market = super::size::thousand();
    let words = words(&market);
    let mut wrong = vec![];
    for template in tasks::ALL {
        let defs = defs_with(&market, template, 0..SEEDS);
        assert!(
            defs.len() as u64 * 10 >= SEEDS * 9,
            "{template:?}: {}",
            defs.len()
        );
        for (number, def) in defs.iter().enumerate() {
            let Some(wish) = Wish::read(&def.goal.instruction, &words) else {
                wrong.push(format!(
                    "{template:?}: not understood: {}",
                    def.goal.instruction
                ));
                continue;
            };
            let mut chance = Seed(number as u64).stream("walk").sampled();
            for walk in [Walk::Planner, Walk::Blind, Walk::Wild, Walk::Wild] {
                let mut state = State::start(def);
                let mut notes = Notes::default();
                let mut taken = vec![];
                for _ in 0..40 {
                    notes.read(&page(def, &state));
                    let before = wrong.len();
                    compare(def, &state, &wish, &notes, &mut wrong);
                    if wrong.len() > before {
                        let last = wrong.len() - 1;
                        wrong[last].push_str(&format!(" {template:?} {number} after {taken:?}"));
                        break;
                    }
                    let mut menu = vec![];
                    StrictShop::menu(def, &state, &mut menu);
                    let action = (!menu.is_empty())
                        .then(|| step_of(def, &state, &menu, walk, &mut chance))
                        .flatten();
                    let Some(action) = action else { break };
                    taken.push(crate::shop::strict::ends::script::text(def, &action));
                    act(def, &mut state, &action);
                    if state.ending().is_some() {
                        break;
                    }
                }
            }
        }
    }
    let most = wrong.len().min(12);
    assert!(
        wrong.is_empty(),
        "{} wrong: {:#?}",
        wrong.len(),
        &wrong[..most]
    );
}

#[test]
fn a_player_that_only_reads_solves_every_instance() {
    let market = super::size::thousand();
    let words = words(&market);
    let mut wrong = vec![];
    for template in tasks::ALL {
        for (number, def) in defs_with(&market, template, 0..SEEDS).iter().enumerate() {
            let Some(wish) = Wish::read(&def.goal.instruction, &words) else {
                wrong.push(format!(
                    "{template:?}: not understood: {}",
                    def.goal.instruction
                ));
                continue;
            };
            let mut state = State::start(def);
            let mut player = Player::default();
            let named = wish::named(&def.goal.instruction);
            for (title, asin) in named {
                player.notes.products.entry(asin).or_default().title = Some(title);
            }
            let mut taken = vec![];
            let mut fault = None;
            while state.ending().is_none() && taken.len() < 400 && fault.is_none() {
                player.notes.read(&page(def, &state));
                let next = wish.decide(&player.notes);
                let Some(text) = player.act(&next) else {
                    fault = Some(format!("knows no way on: {next:?}"));
                    break;
                };
                let decoded = StrictShop::decode(def, &state, &text);
                match decoded.and_then(|a| StrictShop::admit(def, &state, &a).map(|()| a)) {
                    Ok(action) => {
                        if StrictShop::supported(def, &state, &action) == Some(false) {
                            fault = Some(format!("`{text}` is not supported"));
                        }
                        act(def, &mut state, &action);
                    }
                    Err(why) => fault = Some(format!("`{text}`: {}", why.message)),
                }
                taken.push(text);
            }
            let is_solved = state
                .ending()
                .is_some_and(|e| e.grade == Rational::from_integer(1));
            if !is_solved || fault.is_some() {
                let from = taken.len().saturating_sub(12);
                wrong.push(format!(
                    "{template:?} {number}: {fault:?} {:?} {}",
                    &taken[from..],
                    def.goal.instruction
                ));
            }
        }
    }
    let most = wrong.len().min(12);
    assert!(
        wrong.is_empty(),
        "{} wrong: {:#?}",
        wrong.len(),
        &wrong[..most]
    );
}
