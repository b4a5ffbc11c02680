//! Pages and refusals say what there is, and name nothing that there is not.

use super::meaning::{can, defs, page, play, refusal, try_one};
use crate::shop::strict::{
    StrictShop,
    text::forms::all,
    world::{
        action::Unit,
        objective::Objective,
        records::{OrderStatus, RETURN_DAYS},
        state::State,
    },
};
use truestep_core::model::Dynamics;

fn money(cents: u32) -> String {
    format!("${}.{:02}", cents / 100, cents % 100)
}

#[test]
fn a_page_names_only_what_can_be_done_on_it() {
    let def = &defs("compare")[0];
    let mut state = State::start(def);
    let lacks = |state: &State, names: &[&str]| {
        let told = can(def, state);
        for name in names {
            assert!(!told.iter().any(|t| t == name), "{}", page(def, state));
        }
    };
    play(def, &mut state, &["cart"]);
    lacks(
        &state,
        &["open", "remove", "set_quantity", "restore", "apply_coupon"],
    );
    assert!(page(def, &state).starts_with("Page: cart, no lines ("));
    play(def, &mut state, &["coupons"]);
    assert!(page(def, &state).contains("\nThere are no coupons.\n"));
    play(def, &mut state, &["orders"]);
    lacks(&state, &["order"]);
    assert!(page(def, &state).contains("\nThere are no orders.\n"));
    play(def, &mut state, &["search[zzzz]"]);
    lacks(&state, &["open", "sort", "filter", "clear_filters"]);
    play(def, &mut state, &["filter[no ads]"]);
    assert!(can(def, &state).contains(&"clear_filters".into()));

    let plain = (0..def.market.len()).map(crate::shop::product::ProductId);
    let mut plain = plain.map(|id| def.product(id)).filter(|p| {
        let hits = def.search(&p.title.to_lowercase());
        let is_first = hits.first().is_some_and(|&h| def.product(h).asin == p.asin);
        p.options.is_empty() && is_first && p.details.stock_units > 0
    });
    let product = plain.next().unwrap();
    let search = format!("search[{}]", product.title);
    let open = format!("open[{}]", product.asin);
    play(def, &mut state, &[&search, &open]);
    lacks(&state, &["select"]);
}

#[test]
fn an_order_page_names_only_what_can_be_done_with_the_order() {
    let mut seen = [0; 3];
    for def in defs("return").iter().take(20) {
        for (number, order) in def.orders.iter().enumerate() {
            let mut state = State::start(def);
            let to = crate::shop::strict::ends::script::to_order(def, number);
            play(
                def,
                &mut state,
                &to.iter().map(String::as_str).collect::<Vec<_>>(),
            );
            let told = can(def, &state);
            let can_return = order.status == OrderStatus::Delivered;
            assert_eq!(told.contains(&"return".into()), can_return);
            let shown = page(def, &state);
            if can_return {
                assert!(shown.contains("\nReturns: within 60 days of the order, "));
                seen[0] += 1;
            } else {
                assert!(shown.contains("\nReturns: within 60 days of the order, which is over"));
                let told = format!(
                    "orders can be returned for {RETURN_DAYS} days; this one was placed {} days ago",
                    order.days_ago
                );
                assert_eq!(refusal(def, &state, "return[1]"), told);
                seen[1] += 1;
            }
            let any = order
                .lines
                .iter()
                .any(|l| def.market.brief(l.line.product).stock_units > 0);
            assert_eq!(told.contains(&"reorder".into()), any);
            seen[2] += usize::from(!any);
        }
    }
    assert!(seen.iter().all(|&n| n > 0), "{seen:?}");
}

#[test]
fn refusals_say_what_there_is() {
    let def = defs("compare").remove(0);
    let mut state = State::start(&def);
    play(&def, &mut state, &["search[lamp]"]);
    let sort = refusal(&def, &state, "sort[price]");
    assert_eq!(
        sort,
        "there is no sort order `price` here; expected `relevance`, `price low to high`, `price high to low`, `best rated` or \
         `most reviewed`"
    );
    let filter = refusal(&def, &state, "filter[cheap]");
    assert!(filter.contains("expected `in stock`, "), "{filter}");
    let answer = refusal(&def, &state, "answer[B0XXXXXX99]");
    assert_eq!(answer, "no product with the id `B0XXXXXX99` is sold here");
    let answer = refusal(&def, &state, "answer[the first]");
    assert!(
        answer.starts_with("expected the id of a product"),
        "{answer}"
    );
    let Objective::Answer { unit, .. } = &def.objective else {
        panic!("it asks for an answer");
    };
    assert_eq!(*unit, Unit::Asin);
}

#[test]
fn a_blank_after_a_colon_may_be_missing() {
    for def in defs("gift") {
        let Objective::Purchase(purchase) = &def.objective else {
            panic!("it asks for a purchase");
        };
        let product = def.product(purchase.slots[0].choices[0].product);
        let Some(group) = product.options.first().filter(|g| g.values.len() > 1) else {
            continue;
        };
        let mut state = State::start(&def);
        let search = format!("search[{}]", product.title);
        let open = format!("open[{}]", product.asin);
        if try_one(&def, &mut state, &search).is_err() || try_one(&def, &mut state, &open).is_err()
        {
            continue;
        }
        let (name, value) = (&group.name, &group.values[1]);
        let canonical = StrictShop::decode(&def, &state, &format!("select[{name}: {value}]"));
        for text in [
            format!("select[{name}:{value}]"),
            format!("select[{name} : {value}]"),
        ] {
            assert_eq!(StrictShop::decode(&def, &state, &text), canonical);
        }
        assert!(canonical.is_ok());
        return;
    }
    panic!("none has an option");
}

#[test]
fn a_coupon_below_its_minimum_says_what_it_needs() {
    for def in defs("coupon") {
        let mut state = State::start(&def);
        play(&def, &mut state, &["cart"]);
        let Some(coupon) = def.coupons.iter().find(|c| c.minimum_cents > 0) else {
            continue;
        };
        play(
            &def,
            &mut state,
            &[&format!("apply_coupon[{}]", coupon.code)],
        );
        let told = format!(
            "Coupon: {}, which takes nothing off below {}\n",
            coupon.code,
            money(coupon.minimum_cents)
        );
        assert!(page(&def, &state).contains(&told));
        return;
    }
    panic!("none has a minimum");
}

#[test]
fn forms_say_which_part_of_a_page_states_what() {
    let summary = |name: &str| all().get(name).unwrap().summary.clone();
    assert!(!summary("specs").contains("warranty"));
    assert!(summary("description").contains("warranty"));
}
