//! Scripts: the planner's episode as texts, and the pieces that are put into it.

use crate::shop::{
    product::ProductId,
    strict::{
        planner::{cache::Planned, distance::best_actions},
        rules::{apply::step, menu::menu},
        text::{encode::encode, words::as_query},
        world::{
            action::Action,
            def::Def,
            limits::{ORDER_ROWS, ROWS},
            records::{ADDRESSES, WRAPS},
            state::State,
        },
    },
};
use truestep_core::model::Unheard;

/// A whole episode, or a piece of one.
pub(crate) type Script = Vec<String>;

/// Which of the best actions is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    First,
    Last,
}

/// An episode of the planner: each state, and the action taken there.
pub(crate) fn planned(def: &Planned, which: Which) -> Vec<(State, Action)> {
    let mut state = State::start(def);
    let mut taken = vec![];
    loop {
        let (mut entries, mut best) = (vec![], vec![]);
        menu(def, &state, &mut entries);
        best_actions(def, &state, &entries, &mut best);
        let found = match which {
            Which::First => best.first(),
            Which::Last => best.last(),
        };
        let Some(&index) = found else {
            return taken;
        };
        let action = entries[index as usize].action.clone();
        let mut next = state.clone();
        step(def, &mut next, &action, &mut Unheard);
        taken.push((state, action));
        state = next;
    }
}

pub(crate) fn texts(def: &Def, episode: &[(State, Action)]) -> Script {
    episode.iter().map(|(_, a)| text(def, a)).collect()
}

pub(crate) fn text(def: &Def, action: &Action) -> String {
    let mut out = String::new();
    encode(def, action, &mut out);
    out
}

/// `script` with `piece` before its step `at`.
pub(crate) fn with(script: &[String], at: usize, piece: &[String]) -> Script {
    let mut out = script.to_vec();
    out.splice(at..at, piece.iter().cloned());
    out
}

/// `script` without its step `at`.
pub(crate) fn without(script: &[String], at: usize) -> Script {
    let mut out = script.to_vec();
    out.remove(at);
    out
}

/// `script` with another last step.
pub(crate) fn ending(script: &[String], end: String) -> Script {
    let mut out = script.to_vec();
    out.pop();
    out.push(end);
    out
}

/// Texts as a piece.
pub(crate) fn piece(texts: &[&str]) -> Script {
    texts.iter().map(|&t| t.to_owned()).collect()
}

/// Each way to change one setting of the purchase from how it stands in `state`, as the step in the cart that does it and
/// the step that undoes it.
pub(crate) fn changes(def: &Def, state: &State) -> Vec<[String; 2]> {
    let mut out = vec![];
    let named = |verb: &str, name: &str| format!("{verb}[{name}]");
    let lists = [
        ("address", &ADDRESSES[..], state.address()),
        ("wrap", &WRAPS[..], state.wrap()),
    ];
    for (verb, names, now) in lists {
        let others = names
            .iter()
            .enumerate()
            .filter(|(i, _)| *i != usize::from(now));
        let back = named(verb, names[usize::from(now)]);
        out.extend(others.map(|(_, name)| [named(verb, name), back.clone()]));
    }
    let now = state.coupon().and_then(|c| def.coupons.get(usize::from(c)));
    let back = now.map_or("remove_coupon".into(), |c| named("apply_coupon", &c.code));
    for coupon in def
        .coupons
        .iter()
        .filter(|c| now.is_none_or(|n| n.code != c.code))
    {
        out.push([named("apply_coupon", &coupon.code), back.clone()]);
    }
    if now.is_some() {
        out.push(["remove_coupon".into(), back]);
    }
    out
}

/// Steps from anywhere that put one unit of another product, which the task is not about, into the cart: for up to `count`
/// products.
pub(crate) fn other_products(def: &Def, count: usize) -> Vec<Script> {
    let mut found: Vec<ProductId> = vec![];
    let mut scripts = vec![];
    for query in &def.queries {
        for id in def.search(&query.text).into_iter().take(ROWS) {
            let is_free = def.market.brief(id).stock_units > 0 && def.relevance(id).is_none();
            if scripts.len() < count && is_free && !found.contains(&id) {
                found.push(id);
                scripts.push(adding(def, &query.text, id));
            }
        }
    }
    scripts
}

/// Steps from anywhere that put one unit of a product into the cart, if its title finds it.
pub(crate) fn adding_by_title(def: &Def, id: ProductId) -> Option<Script> {
    let query = as_query(&def.product(id).title);
    let rank = def.search(&query).iter().position(|&hit| hit == id)?;
    let is_in_stock = def.market.brief(id).stock_units > 0;
    (rank < ROWS && is_in_stock).then(|| adding(def, &query, id))
}

fn adding(def: &Def, query: &str, id: ProductId) -> Script {
    vec![
        format!("search[{query}]"),
        text(def, &Action::Open(id)),
        "add_to_cart".into(),
    ]
}

/// Steps from anywhere to the page of an order.
pub(crate) fn to_order(def: &Def, order: usize) -> Script {
    let mut script = piece(&["orders"]);
    script.extend((0..order / ORDER_ROWS).map(|_| "next".to_owned()));
    script.push(format!("order[{}]", def.orders[order].id));
    script
}
