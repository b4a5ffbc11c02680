//! What is said and what is judged are one thing: sentences, messages, evidence, and what can be undone.

use super::{laws::defs_with, size::thousand};
use crate::shop::strict::{
    StrictShop,
    planner::cache::Planned,
    tasks,
    world::{
        action::{Action, Value},
        fact::ShopFact,
        market::Market,
        objective::{Objective, ShownAt},
        records::OrderStatus,
        state::State,
        variant::comes_in_packs,
    },
};
use std::sync::Arc;
use truestep_core::{
    chance::Enumerated,
    model::{Dynamics, Menu, Planner, Render, Truth, Unheard, ViewKind},
    rational::Rational,
    truth::Distance,
};

fn defs_in(market: &Arc<Market>, name: &str) -> Vec<Planned> {
    let template = tasks::ALL.iter().find(|t| t.name == name).unwrap();
    defs_with(market, template, 0..60)
}

pub(super) fn defs(name: &str) -> Vec<Planned> {
    defs_in(&thousand(), name)
}

pub(super) fn page(def: &Planned, state: &State) -> String {
    let mut text = String::new();
    StrictShop::observe(def, state, &(), ViewKind::TEXT, &mut text);
    text
}

/// The names of what the page says can be done.
pub(super) fn can(def: &Planned, state: &State) -> Vec<String> {
    let page = page(def, state);
    let line = page.split("You can: ").nth(1).unwrap().trim();
    let forms = line.split(", ").map(|f| f.split('[').next().unwrap());
    forms.map(str::to_owned).collect()
}

pub(super) fn try_one(def: &Planned, state: &mut State, text: &str) -> Result<(), String> {
    let decoded = StrictShop::decode(def, state, text);
    let action = decoded
        .and_then(|a| StrictShop::admit(def, state, &a).map(|()| a))
        .map_err(|why| why.message)?;
    let chance = &mut Enumerated::default();
    StrictShop::step(def, &mut (), state, &action, chance, &mut Unheard).unwrap();
    Ok(())
}

pub(super) fn play(def: &Planned, state: &mut State, texts: &[&str]) {
    for text in texts {
        assert_eq!(try_one(def, state, text), Ok(()), "{text}");
    }
}

pub(super) fn refusal(def: &Planned, state: &State, text: &str) -> String {
    try_one(def, &mut state.clone(), text).unwrap_err()
}

fn supported(def: &Planned, state: &State, text: &str) -> Option<bool> {
    let action = StrictShop::decode(def, state, text).unwrap();
    StrictShop::supported(def, state, &action)
}

/// The state before the planner's last step.
fn before_the_end(def: &Planned) -> State {
    let mut state = State::start(def);
    loop {
        let (mut menu, mut best) = (vec![], vec![]);
        StrictShop::menu(def, &state, &mut menu);
        StrictShop::best_actions(def, &state, &menu, &mut best);
        let mut next = state.clone();
        let action = &menu[best[0] as usize].action;
        let chance = &mut Enumerated::default();
        StrictShop::step(def, &mut (), &mut next, action, chance, &mut Unheard).unwrap();
        if next.ending().is_some() {
            return state;
        }
        state = next;
    }
}

#[test]
fn where_products_come_in_packs_the_instruction_says_what_a_unit_is() {
    let market = thousand();
    let sentence = "A pack counts as one unit.";
    for template in tasks::ALL {
        let mut said = 0;
        for def in defs_with(&market, template, 0..100) {
            let text = &def.goal.instruction;
            let speaks_of_units = text.contains(" unit") || text.starts_with("Buy ");
            let mut relevant = def.relevant.iter();
            let needs = relevant.any(|&id| comes_in_packs(&def.product(id)));
            let is_said = text.contains(sentence);
            assert!(is_said || !(needs && speaks_of_units), "{text}");
            assert!(text.matches(sentence).count() <= 1, "{text}");
            said += usize::from(is_said);
        }
        assert!(said < 100, "{template:?}");
    }
}

#[test]
fn a_limit_with_a_coupon_is_said_to_hold_before_it() {
    let mut coupons = 0;
    for def in defs("buy") {
        let Objective::Purchase(purchase) = &def.objective else {
            panic!("it asks for a purchase");
        };
        let is_said = def.goal.instruction.contains(" before the coupon. ");
        assert_eq!(is_said, purchase.coupon.is_some());
        coupons += usize::from(is_said);
        let is_one = "All units must be of the same product.";
        let several = purchase.slots[0].quantity > 1;
        assert_eq!(def.goal.instruction.contains(is_one), several);
    }
    assert!(coupons > 5);
}

#[test]
fn one_product_is_spoken_of_in_the_singular() {
    let mut ones = 0;
    for name in ["substitute", "substitute-none"] {
        for def in defs(name) {
            let text = &def.goal.instruction;
            let is_one = !text.contains(" If that is sold out, take ");
            assert_eq!(text.contains(" If it is sold out, report"), is_one);
            assert_eq!(text.contains(" If everything is sold out, report"), !is_one);
            ones += usize::from(is_one);
        }
    }
    assert!(ones > 0);
}

#[test]
fn products_that_tie_for_second_place_are_graded_alike() {
    let market = super::world::edited(80, 4, 3, |all| {
        for (number, product) in all.iter_mut().enumerate() {
            // One leads in everything that is compared, the others are alike in pairs.
            product.details.warranty_months = (number / 8 % 3) as u8 * 6;
        }
    });
    let mut ties = 0;
    for def in defs_in(&market, "compare") {
        let Objective::Answer { partial, pool, .. } = &def.objective else {
            panic!("it asks for an answer");
        };
        if !def.goal.instruction.contains("longest warranty") {
            continue;
        }
        let months = |value: &Value| match value {
            Value::Product(id) => def.market.brief(*id).warranty_months,
            Value::Number(_) => panic!("it asks for a product"),
        };
        let mut all: Vec<u8> = pool.values.iter().map(|(_, v)| months(v)).collect();
        all.sort_unstable();
        let second = all[all.len() - 2];
        for (_, value) in pool.values.iter().filter(|(_, v)| months(v) == second) {
            assert!(partial.contains(&(*value, Rational::new(1, 2))));
        }
        ties += usize::from(partial.len() > 1);
    }
    assert!(ties > 0);
}

#[test]
fn a_commit_that_the_evidence_contradicts_is_not_supported() {
    for def in defs("cancel").iter().take(20) {
        let Objective::Cancel { targets, .. } = def.objective else {
            panic!("it asks to cancel");
        };
        let mut state = before_the_end(def);
        assert_eq!(supported(def, &state, "finish"), Some(true));
        let other = def
            .orders
            .iter()
            .enumerate()
            .find(|(i, o)| o.status == OrderStatus::Pending && targets >> i & 1 == 0);
        let (number, order) = other.unwrap();
        play(def, &mut state, &["orders"]);
        if number >= 5 {
            play(def, &mut state, &["next"]);
        }
        play(def, &mut state, &[&format!("order[{}]", order.id)]);
        assert_eq!(supported(def, &state, "cancel_order"), Some(false));
        play(def, &mut state, &["cancel_order"]);
        assert_eq!(supported(def, &state, "finish"), Some(false));
    }
    for def in defs("coupon").iter().take(20) {
        let mut state = before_the_end(def);
        assert_eq!(supported(def, &state, "checkout"), Some(true));
        let other = (0..4u8).find(|&c| state.coupon() != Some(c)).unwrap();
        let code = &def.coupons[usize::from(other)].code;
        play(def, &mut state, &[&format!("apply_coupon[{code}]")]);
        assert_eq!(supported(def, &state, "checkout"), Some(false));
    }
    for def in defs("compare").iter().take(20) {
        let state = before_the_end(def);
        let Objective::Answer { correct, pool, .. } = &def.objective else {
            panic!("it asks for an answer");
        };
        for value in pool.values.iter().map(|(_, v)| v).chain(&pool.decoys) {
            let action = Action::Answer(*value);
            let truth = StrictShop::supported(def, &state, &action);
            assert_eq!(truth, Some(value == correct));
        }
    }
}

#[test]
fn todays_price_is_known_from_the_cart() {
    let mut tried = 0;
    for def in defs("price-watch").iter().take(20) {
        let asked = |place: &ShownAt| match place {
            ShownAt::Order(order) => Some(usize::from(*order)),
            _ => None,
        };
        let order = def.facts.iter().find_map(asked).unwrap();
        let is_left = |l: &crate::shop::strict::world::records::OrderLine| {
            def.market.brief(l.line.product).stock_units > 0
        };
        if !def.orders[order].lines.iter().all(is_left) {
            continue;
        }
        let mut state = State::start(def);
        let to = crate::shop::strict::ends::script::to_order(def, order);
        play(
            def,
            &mut state,
            &to.iter().map(String::as_str).collect::<Vec<_>>(),
        );
        for line in 1..=def.orders[order].lines.len() {
            play(def, &mut state, &[&format!("reorder[{line}]")]);
        }
        let Objective::Answer { correct, .. } = &def.objective else {
            panic!("it asks for an answer");
        };
        let answer = Action::Answer(*correct);
        assert_eq!(StrictShop::supported(def, &state, &answer), Some(false));
        let far = StrictShop::distance(def, &state);
        play(def, &mut state, &["cart"]);
        assert_eq!(state.known().len(), def.facts.len());
        assert_eq!(StrictShop::distance(def, &state).plus(1), far);
        // What is left in the cart is one thing too many; it can be removed.
        for _ in 0..def.orders[order].lines.len() {
            play(def, &mut state, &["remove[1]"]);
        }
        assert_eq!(StrictShop::supported(def, &state, &answer), Some(true));
        tried += 1;
    }
    assert!(tried > 5);
}

#[test]
fn what_was_removed_from_the_cart_can_be_put_back() {
    for def in defs("cart-edit").iter().take(30) {
        let mut state = State::start(def);
        play(def, &mut state, &["cart"]);
        let begun = StrictShop::distance(def, &state);
        for line in 0..state.lines().len() {
            let mut without = state.clone();
            play(def, &mut without, &[&format!("remove[{}]", line + 1)]);
            assert_ne!(StrictShop::distance(def, &without), Distance::Never);
            assert_eq!(
                StrictShop::best_outcome(def, &without),
                Some(Rational::from_integer(1))
            );
            let removed = state.lines()[line];
            let shown = page(def, &without);
            let asin = &def.product(removed.product).asin;
            assert!(shown.contains(&format!("Removed 1: {asin} | ")), "{shown}");
            assert!(can(def, &without).contains(&"restore".into()), "{shown}");
            // The page of what was removed is still a step away.
            let mut opened = without.clone();
            play(
                def,
                &mut opened,
                &[&format!("open[{asin}]"), "specs", "back"],
            );
            play(def, &mut without, &["restore[1]"]);
            assert_eq!(without.lines(), state.lines());
            assert_eq!(without.digest(), state.digest());
            assert_eq!(StrictShop::distance(def, &without), begun);
        }
        assert_eq!(
            refusal(def, &state, "restore[1]"),
            "there is no such removed line"
        );
    }
}

#[test]
fn fewer_units_of_what_was_to_stay_are_a_side_effect() {
    let mut tried = 0;
    for def in defs("cart-edit").iter().take(60) {
        let state = before_the_end(def);
        // What the task asks to change has another quantity at the start.
        let Some(place) =
            (state.lines().iter()).position(|line| line.quantity > 1 && def.cart.contains(line))
        else {
            continue;
        };
        let line = state.lines()[place];
        let asin = &def.product(line.product).asin;
        for (change, left) in [
            (format!("set_quantity[{}: 1]", place + 1), 1),
            (format!("remove[{}]", place + 1), 0),
        ] {
            let mut changed = state.clone();
            play(def, &mut changed, &[&change]);
            let (mut told, chance) = (vec![], &mut Enumerated::default());
            let action = StrictShop::decode(def, &changed, "checkout").unwrap();
            StrictShop::step(def, &mut (), &mut changed, &action, chance, &mut told).unwrap();
            let fewer = ShopFact::FewerUnits(asin.clone(), left, line.quantity);
            assert!(told.contains(&fewer), "{change}: {told:?}");
        }
        let (mut told, chance) = (vec![], &mut Enumerated::default());
        let action = StrictShop::decode(def, &state, "checkout").unwrap();
        StrictShop::step(def, &mut (), &mut state.clone(), &action, chance, &mut told).unwrap();
        assert!(
            !told.iter().any(|f| matches!(f, ShopFact::FewerUnits(..))),
            "{told:?}"
        );
        tried += 1;
    }
    assert!(tried > 5, "{tried}");
}
