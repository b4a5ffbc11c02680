//! The laws every model must keep, tried on this one.

use truestep_core::chance::{Chance as _, Enumerated, Seed};
use truestep_core::graph::{Evidence, Limits, Mode, NodeStatus, StateGraph};
use truestep_core::model::{
    Dynamics as _, Menu as _, MenuEntry, Planner as _, Status, Unheard, best_actions_by_trial,
};
use truestep_core::rational::Rational;
use truestep_core::task::{Task, TemplateId};
use truestep_core::truth::Distance;

use super::Compat;
use super::def::Def;
use super::generate::Wish;
use super::state::{Action, State};
use super::testing::{Grid, generated};

fn menu(def: &Def, state: &State) -> Vec<MenuEntry<Action>> {
    let mut menu = Vec::new();
    Compat::menu(def, state, &mut menu);
    menu
}

fn after(def: &Def, state: &State, action: &Action) -> State {
    let mut next = state.clone();
    let mut chance = Enumerated::default();
    Compat::step(def, &mut (), &mut next, action, &mut chance, &mut Unheard).unwrap();
    next
}

fn instances() -> Vec<Def> {
    let shop = generated(300);
    let template = TemplateId::new("shop", "webshop", 2).unwrap();
    (0..12)
        .map(|seed| {
            shop.instance(&Task::new(template.clone(), Seed(seed)), Wish::default())
                .unwrap()
        })
        .collect()
}

/// States of seeded walks: menu actions, with a free search or an odd click now and then.
fn walks(def: &Def, count: u64) -> Vec<State> {
    let mut states = Vec::new();
    for walk in 0..count {
        let mut chance = Seed(walk).stream("walk").sampled();
        let mut state = State::Search;
        for _ in 0..14 {
            let menu = menu(def, &state);
            if menu.is_empty() {
                break;
            }
            let texts = [
                "search[chair]",
                "search[search_results sofa]",
                "search[<c> garden]",
                "click[next >]",
                "search[row 1]",
            ];
            let odd = chance.below(12) as usize;
            let action = match texts.get(odd).map(|text| Compat::decode(def, &state, text)) {
                Some(Ok(action)) => action,
                _ => menu[chance.below(menu.len() as u32) as usize]
                    .action
                    .clone(),
            };
            state = after(def, &state, &action);
            states.push(state.clone());
        }
    }
    states
}

#[test]
fn eight_searches_of_fifty_products_with_options_five_by_six_have_67_249_open_states() {
    let def = Grid::new(8, 50, &[5, 6]).define();
    let explored =
        StateGraph::enumerate::<Compat>(&def, State::Search, &Limits::default(), Mode::Raw)
            .unwrap();
    let graph = explored.graph();
    let open = graph
        .node_ids()
        .filter(|node| graph.status(*node) == NodeStatus::Running)
        .count();
    assert_eq!(open, 67_249);
    assert_eq!(explored.planner_mismatch(&def), None);
}

#[test]
fn options_twenty_by_thirty_by_five_are_six_million_raw_states_and_few_classes() {
    let def = Grid::new(8, 50, &[20, 30, 5]).define();
    let lumped =
        StateGraph::enumerate::<Compat>(&def, State::Search, &Limits::default(), Mode::Lumped)
            .unwrap();
    // Raw, without the 49 searches and pages: 400 items and three pages behind each, times 21 * 31 * 6 choices.
    assert_eq!(1 + 48 + 400 * 4 * 21 * 31 * 6, 6_249_649);
    assert!(lumped.graph().nodes() < 4_000, "{}", lumped.graph().nodes());
    assert_eq!(lumped.planner_mismatch(&def), None);
}

#[test]
fn the_lumped_graph_has_the_distances_of_the_raw_one() {
    for def in [
        Grid::new(2, 23, &[3, 2]).define(),
        Grid::new(1, 7, &[2, 2, 2]).define(),
        Grid::new(2, 10, &[]).define(),
    ] {
        let raw =
            StateGraph::enumerate::<Compat>(&def, State::Search, &Limits::default(), Mode::Raw)
                .unwrap();
        let lumped =
            StateGraph::enumerate::<Compat>(&def, State::Search, &Limits::default(), Mode::Lumped)
                .unwrap();
        assert!(lumped.graph().nodes() < raw.graph().nodes());
        let (far, near) = (
            raw.graph().distances(Evidence::Required),
            lumped.graph().distances(Evidence::Required),
        );
        for node in raw.graph().node_ids() {
            let state = raw.state(node).unwrap();
            let twin = lumped.node_of(&def, state).unwrap();
            assert_eq!(far.get(node), near.get(twin), "{state:?}");
            assert_eq!(raw.graph().status(node), lumped.graph().status(twin));
            assert_eq!(raw.graph().subgoals(node), lumped.graph().subgoals(twin));
        }
        assert_eq!(raw.planner_mismatch(&def), None);
    }
}

#[test]
#[expect(
    clippy::mutable_key_type,
    reason = "the tables behind a query take no part in equality or hashing"
)]
fn equal_classes_have_equal_menus_and_successor_classes() {
    let def = Grid::new(1, 12, &[3, 3]).define();
    let raw = StateGraph::enumerate::<Compat>(&def, State::Search, &Limits::default(), Mode::Raw)
        .unwrap();
    let mut seen = std::collections::HashMap::new();
    for node in raw.graph().node_ids() {
        let state = raw.state(node).unwrap();
        let mut successors: Vec<String> = menu(&def, state)
            .iter()
            .map(|entry| {
                format!(
                    "{} {:?}",
                    entry.weight,
                    Compat::class(&def, &after(&def, state, &entry.action))
                )
            })
            .collect();
        successors.sort();
        let known = seen
            .entry(Compat::class(&def, state))
            .or_insert_with(|| successors.clone());
        assert_eq!(*known, successors, "{state:?}");
    }
}

#[test]
fn distance_is_one_more_than_the_nearest_successor_on_generated_catalogues() {
    for def in instances() {
        for state in walks(&def, 12) {
            let menu = menu(&def, &state);
            let nearest = menu
                .iter()
                .filter_map(|entry| {
                    Compat::distance(&def, &after(&def, &state, &entry.action)).steps()
                })
                .min();
            let expected = match Compat::status(&def, &state) {
                Status::Ended(grade) if grade == Rational::from_integer(1) => Distance::Steps(0),
                Status::Ended(_) => Distance::Never,
                Status::Running => {
                    nearest.map_or(Distance::Never, |steps| Distance::Steps(steps + 1))
                }
            };
            assert_eq!(Compat::distance(&def, &state), expected, "{state:?}");
        }
    }
}

#[test]
fn the_shortest_path_actions_are_those_that_trying_each_finds() {
    for def in instances() {
        for state in walks(&def, 8) {
            let menu = menu(&def, &state);
            let (mut fast, mut slow) = (Vec::new(), Vec::new());
            Compat::best_actions(&def, &state, &menu, &mut fast);
            best_actions_by_trial::<Compat>(&def, &mut (), &state, &menu, &mut slow).unwrap();
            assert_eq!(fast, slow, "{state:?}");
            assert_eq!(fast.is_empty(), menu.is_empty());
        }
    }
}

#[test]
fn following_the_oracle_succeeds_in_exactly_the_distance() {
    let shop = generated(300);
    let template = TemplateId::new("shop", "webshop", 2).unwrap();
    for seed in 0..60 {
        let def = shop
            .instance(&Task::new(template.clone(), Seed(seed)), Wish::default())
            .unwrap();
        let mut state = State::Search;
        let distance = Compat::distance(&def, &state).steps().unwrap();
        for _ in 0..distance {
            let menu = menu(&def, &state);
            let mut best = Vec::new();
            Compat::best_actions(&def, &state, &menu, &mut best);
            state = after(&def, &state, &menu[best[0] as usize].action);
        }
        assert!(Compat::status(&def, &state).is_success(), "seed {seed}");
        assert!(distance <= 7 + def.judge.all_options().count_ones());
    }
}

#[test]
fn every_menu_action_is_admitted_and_reads_back_from_its_text() {
    for def in instances() {
        for state in walks(&def, 6) {
            let menu = menu(&def, &state);
            for (place, entry) in menu.iter().enumerate() {
                assert_eq!(Compat::admit(&def, &state, &entry.action), Ok(()));
                let mut text = String::new();
                Compat::encode(&def, &entry.action, &mut text);
                assert_eq!(
                    Compat::decode(&def, &state, &text).as_ref(),
                    Ok(&entry.action),
                    "{text}"
                );
                assert!(
                    !menu[..place]
                        .iter()
                        .any(|other| other.action == entry.action),
                    "{text} twice"
                );
            }
        }
    }
}

#[test]
fn a_definition_takes_at_most_64_kib_of_its_own() {
    for def in instances() {
        assert!(def.heap_bytes() <= 64 << 10, "{}", def.heap_bytes());
    }
    let large = Grid::new(8, 50, &[20, 30, 5]).define();
    assert!(large.heap_bytes() <= 64 << 10, "{}", large.heap_bytes());
}

#[test]
fn states_survive_json_and_their_digests_tell_them_apart() {
    let def = &instances()[0];
    let states = walks(def, 40);
    for state in &states {
        let text = serde_json::to_string(state).unwrap();
        let back: State = serde_json::from_str(&text).unwrap();
        assert_eq!(&back, state);
        assert_eq!(Compat::digest(&back), Compat::digest(state));
        for other in &states {
            assert_eq!(
                other == state,
                Compat::digest(other) == Compat::digest(state)
            );
        }
    }
}

#[test]
fn bought_is_the_end_and_anything_else_there_is_refused() {
    let def = Grid::new(1, 7, &[2]).define();
    let mut state = State::Search;
    for text in ["search[row 0]", "click[b000000000]", "click[Buy Now] now"] {
        let action = Compat::decode(&def, &state, text).unwrap();
        state = after(&def, &state, &action);
    }
    assert!(matches!(Compat::status(&def, &state), Status::Ended(_)));
    assert!(menu(&def, &state).is_empty());
    let search = Compat::decode(&def, &state, "search[row 0]").unwrap();
    assert_eq!(
        Compat::admit(&def, &state, &search).unwrap_err().code,
        "episode_over"
    );
}

/// The figures that the card states.
#[test]
#[ignore = "takes a minute; run it when goals change, and write what it prints into the card"]
fn figures_of_the_default_catalogue() {
    let spec = crate::shop::catalog::CatalogSpec {
        seed: 1,
        products: 1_000,
    };
    let catalog = crate::shop::catalog::Catalog::generate(spec).unwrap();
    let shop = super::generate::Storefront::new(std::sync::Arc::new(catalog), Default::default());
    let shop = std::sync::Arc::new(shop);
    let goals = shop.goals(super::goals::GoalKind::Synthetic);
    let (mut unsolvable, mut distances) = (0, Vec::new());
    for choice in &goals {
        let def = shop.define(*choice, Default::default()).unwrap();
        match Compat::distance(&def, &State::Search).steps() {
            Some(steps) => distances.push(steps),
            None => unsolvable += 1,
        }
    }
    distances.sort_unstable();
    let template = TemplateId::new("shop", "webshop", 4).unwrap();
    let episodes = 4_000;
    let mut solved = 0;
    for seed in 0..episodes {
        let def = shop
            .instance(&Task::new(template.clone(), Seed(seed)), Wish::default())
            .unwrap();
        let mut chance = Seed(seed).stream("random").sampled();
        let mut state = State::Search;
        for _ in 0..super::def::MAX_STEPS {
            let menu = menu(&def, &state);
            if menu.is_empty() {
                break;
            }
            let place = chance.below(menu.len() as u32) as usize;
            state = after(&def, &state, &menu[place].action);
        }
        solved += u32::from(Compat::status(&def, &state).is_success());
    }
    let figures = format!(
        "{} goals, {unsolvable} unsolvable; distances {:?} to {:?}, median {}; random {solved} of {episodes}",
        goals.len(),
        distances.first(),
        distances.last(),
        distances[distances.len() / 2],
    );
    let stated =
        "16163 goals, 1014 unsolvable; distances Some(3) to Some(6), median 5; random 24 of 4000";
    assert_eq!(figures, stated);
}

#[test]
fn a_menu_of_clickables_turns_pages_for_ever_and_keeps_the_distances() {
    let closed = Grid::new(1, 7, &[2]).define();
    let open = Grid::new(1, 7, &[2])
        .define()
        .with_menu(super::def::MenuKind::Clickables);
    let mut state = State::Search;
    for text in ["search[row 0]", "click[next >]", "click[next >]"] {
        let action = Compat::decode(&open, &state, text).unwrap();
        state = after(&open, &state, &action);
    }
    let (short, long) = (menu(&closed, &state), menu(&open, &state));
    assert!(!short.iter().any(|entry| entry.action == Action::Next));
    assert!(long.iter().any(|entry| entry.action == Action::Next));
    assert_eq!(
        Compat::distance(&closed, &state),
        Compat::distance(&open, &state)
    );
}
