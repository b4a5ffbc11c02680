//! The planner equals enumeration on small shops, lumped graphs equal raw ones, and at full size distances satisfy
//! Bellman's equation wherever an agent wanders.

use super::world::shop;
use crate::shop::strict::{
    StrictShop,
    planner::cache::Planned as Def,
    tasks::{self, instance::instantiate, template::Template},
    world::{action::Action, market::Market, state::State},
};
use std::{collections::BTreeMap, sync::Arc};
use truestep_core::{
    chance::{Chance, Enumerated, Sampled, Seed},
    graph::{Evidence, Limits, Mode, StateGraph},
    model::{Dynamics, Menu, MenuEntry, Planner, Truth, Unheard},
    task::Task,
    truth::Distance,
};

pub(super) const LIMITS: Limits = Limits {
    max_states: 400_000,
    allow_capped: true,
    verify: false,
    keep_states: true,
};

pub(super) fn defs_with(
    market: &Arc<Market>,
    template: &Template,
    seeds: std::ops::Range<u64>,
) -> Vec<Def> {
    let make = |seed| instantiate(market, &Task::new(template.id(), Seed(seed)));
    seeds.filter_map(|seed| make(seed).ok()).collect()
}

fn menu_of(def: &Def, state: &State) -> Vec<MenuEntry<Action>> {
    let mut menu = vec![];
    StrictShop::menu(def, state, &mut menu);
    menu
}

fn after(def: &Def, state: &State, action: &Action) -> State {
    let mut next = state.clone();
    StrictShop::step(
        def,
        &mut (),
        &mut next,
        action,
        &mut Enumerated::default(),
        &mut Unheard,
    )
    .unwrap();
    next
}

fn spell(def: &Def, action: &Action) -> String {
    let mut text = String::new();
    StrictShop::encode(def, action, &mut text);
    text
}

#[test]
fn the_planner_equals_enumeration_on_small_shops() {
    for template in tasks::ALL {
        let mut tried = 0;
        for world in 0..2 {
            let market = shop(26, 3, world);
            for def in defs_with(&market, template, 0..3) {
                let start = StrictShop::initial(&def, &mut Enumerated::default());
                let explored =
                    StateGraph::enumerate::<StrictShop>(&def, start, &LIMITS, Mode::Lumped)
                        .unwrap();
                let graph = explored.graph();
                assert!(
                    graph.cap().is_none(),
                    "{template:?}: {} nodes",
                    graph.nodes()
                );
                let honest = graph.distances(Evidence::Required);
                let clairvoyant = graph.distances(Evidence::Ignored);
                let best = graph.best_outcomes(Evidence::Ignored);
                for node in graph.node_ids() {
                    let state = explored.state(node).unwrap();
                    let told = || format!("{template:?} {:?} {state:?}", def.objective);
                    assert_eq!(
                        StrictShop::distance(&def, state),
                        honest.get(node),
                        "{}",
                        told()
                    );
                    assert_eq!(
                        StrictShop::distance_clairvoyant(&def, state),
                        clairvoyant.get(node),
                        "{}",
                        told()
                    );
                    assert_eq!(
                        StrictShop::best_outcome(&def, state),
                        best[node.0 as usize],
                        "{}",
                        told()
                    );
                }
                tried += 1;
            }
        }
        assert!(tried >= 3, "{template:?}: {tried} instances");
    }
}

#[test]
fn equal_classes_have_equal_successors() {
    for template in tasks::ALL {
        let market = shop(22, 3, 1);
        for def in defs_with(&market, template, 0..2) {
            let start = StrictShop::initial(&def, &mut Enumerated::default());
            let limits = Limits {
                max_states: 12_000,
                ..LIMITS
            };
            let explored =
                StateGraph::enumerate::<StrictShop>(&def, start, &limits, Mode::Raw).unwrap();
            let mut shapes = BTreeMap::new();
            for node in explored.graph().node_ids() {
                let state = explored.state(node).unwrap();
                let mut successors: Vec<String> = menu_of(&def, state)
                    .iter()
                    .map(|e| {
                        let next = after(&def, state, &e.action);
                        let class = StrictShop::class(&def, &next);
                        format!(
                            "{} {class:?} {:?}",
                            e.weight,
                            StrictShop::supported(&def, state, &e.action)
                        )
                    })
                    .collect();
                successors.sort_unstable();
                let shape = (
                    successors,
                    format!("{:?}", StrictShop::status(&def, state)),
                    StrictShop::subgoals(&def, state),
                    StrictShop::distance(&def, state),
                );
                let class = format!("{:?}", StrictShop::class(&def, state));
                let first = shapes.entry(class.clone()).or_insert_with(|| shape.clone());
                assert_eq!(*first, shape, "{template:?} {class}");
            }
        }
    }
}

/// A free-form action an agent may try, on the menu or not.
fn wild(def: &Def, chance: &mut Sampled, state: &State) -> Option<Action> {
    let product = crate::shop::product::ProductId(chance.below(def.market.len()));
    let shown = def.product(product);
    let text = match chance.below(12) {
        0 => format!("search[{}]", shown.query),
        1 => format!("search[{}]", shown.title.split(' ').next_back()?),
        2 => "sort[price low to high]".into(),
        3 => "filter[in stock]".into(),
        4 => "add_to_cart".into(),
        5 => "set_quantity[1: 3]".into(),
        6 => "cart".into(),
        7 => "coupons".into(),
        8 => "remove[1]".into(),
        9 => "restore[1]".into(),
        10 => "reorder[1]".into(),
        _ => "orders".into(),
    };
    StrictShop::decode(def, state, &text).ok()
}

fn check_bellman(def: &Def, state: &State, told: &str) {
    let menu = menu_of(def, state);
    let here = StrictShop::distance(def, state);
    let mut best = Distance::Never;
    let mut shortest = vec![];
    for (index, entry) in menu.iter().enumerate() {
        assert_eq!(
            StrictShop::admit(def, state, &entry.action),
            Ok(()),
            "{told}"
        );
        let next = after(def, state, &entry.action);
        assert_eq!(next.digest(), next.recompute_digest(), "{told}");
        let distance = StrictShop::distance(def, &next);
        if StrictShop::supported(def, state, &entry.action) == Some(false) {
            continue;
        }
        best = best.min(distance.plus(1));
        if let (Distance::Steps(d), Distance::Steps(e)) = (here, distance)
            && e + 1 == d
        {
            shortest.push(index as u32);
        }
    }
    assert_eq!(here, best, "{told}: {state:?}");
    let mut listed = vec![];
    StrictShop::best_actions(def, state, &menu, &mut listed);
    assert_eq!(listed, shortest, "{told}: {state:?}");
}

#[test]
fn distances_satisfy_bellman_wherever_an_agent_wanders() {
    for template in tasks::ALL {
        let market = super::size::thousand();
        for (number, def) in defs_with(&market, template, 0..12).iter().enumerate() {
            let mut chance = Seed(number as u64).stream("walk").sampled();
            for _ in 0..4 {
                let mut state = StrictShop::initial(def, &mut Enumerated::default());
                for step in 0..40 {
                    let told = format!("{template:?} instance {number} step {step}");
                    if StrictShop::status(def, &state) != truestep_core::model::Status::Running {
                        break;
                    }
                    check_bellman(def, &state, &told);
                    let menu = menu_of(def, &state);
                    let off_menu = (chance.below(5) == 0)
                        .then(|| wild(def, &mut chance, &state))
                        .flatten()
                        .filter(|a| StrictShop::admit(def, &state, a).is_ok());
                    let mut shortest = vec![];
                    StrictShop::best_actions(def, &state, &menu, &mut shortest);
                    let action = match (off_menu, shortest.first()) {
                        (Some(action), _) => action,
                        (None, Some(&best)) if chance.below(2) == 0 => {
                            menu[best as usize].action.clone()
                        }
                        _ => menu[chance.below(menu.len() as u32) as usize]
                            .action
                            .clone(),
                    };
                    state = after(def, &state, &action);
                }
            }
        }
    }
}

#[test]
fn canonical_texts_read_back_as_the_action() {
    for template in tasks::ALL {
        let market = shop(120, 4, 2);
        for def in defs_with(&market, template, 0..3) {
            let mut state = StrictShop::initial(&def, &mut Enumerated::default());
            let mut chance = Seed(3).stream("texts").sampled();
            for _ in 0..60 {
                let menu = menu_of(&def, &state);
                let mut texts: Vec<String> = menu.iter().map(|e| spell(&def, &e.action)).collect();
                for (entry, text) in menu.iter().zip(&texts) {
                    assert_eq!(
                        StrictShop::decode(&def, &state, text).as_ref(),
                        Ok(&entry.action),
                        "{text}"
                    );
                }
                texts.sort_unstable();
                texts.dedup();
                assert_eq!(texts.len(), menu.len(), "{template:?}");
                let Some(entry) = menu.get(chance.below(menu.len().max(1) as u32) as usize) else {
                    break;
                };
                state = after(&def, &state, &entry.action);
            }
        }
    }
}

#[test]
fn the_oracle_ends_with_every_subgoal() {
    let market = super::size::thousand();
    for template in tasks::ALL {
        for def in defs_with(&market, template, 0..12) {
            let mut state = StrictShop::initial(&def, &mut Enumerated::default());
            loop {
                let (menu, mut best) = (menu_of(&def, &state), vec![]);
                StrictShop::best_actions(&def, &state, &menu, &mut best);
                match best.last() {
                    Some(&index) => state = after(&def, &state, &menu[index as usize].action),
                    None => break,
                }
            }
            let all = truestep_core::truth::FactSet::first(def.goal.subgoals.len());
            assert_eq!(
                StrictShop::subgoals(&def, &state),
                all,
                "{template:?} {def:?}"
            );
        }
    }
}
