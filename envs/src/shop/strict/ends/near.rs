//! Near misses: one change too many, one too few, the neighbour's value.

use crate::shop::{
    product::OptionGroup,
    strict::{
        ends::script::{
            Script, Which, adding_by_title, changes, ending, other_products, piece, planned, text,
            texts, to_order, with, without,
        },
        planner::cache::Planned,
        rules::{
            admit::{has_room, is_in_stock},
            grade::grade,
        },
        world::{
            action::{Action, Unit, Value},
            def::Def,
            limits::MAX_QUANTITY,
            objective::{Objective, Purchase},
            offers::Offers,
            page::Page,
            records::{OrderStatus, REASONS, REFUNDS},
            state::State,
            variant::choosable,
        },
    },
};
use truestep_core::rational::Rational;

/// Other products that are added to see that they may not be.
const OTHERS: usize = 2;

/// Scripts that end nearly right.
pub(crate) fn near_misses(def: &Planned) -> Vec<Script> {
    let episode = planned(def, Which::First);
    let script = texts(def, &episode);
    let Some((last, _)) = episode.last() else {
        return vec![];
    };
    let mut out = match &def.objective {
        Objective::Purchase(purchase) => purchases(def, purchase, &episode, &script),
        _ => strayed(def, &script),
    };
    if !matches!(def.objective, Objective::Report { .. }) {
        out.push(piece(&["report[infeasible]"]));
    }
    match &def.objective {
        Objective::Answer { .. } => out.extend(answers(def, last, &script)),
        Objective::Cancel { targets, .. } => {
            out.extend(cancellations(def, *targets, &episode, &script))
        }
        Objective::Return { order, line, .. } => {
            out.extend(forms(def, &script));
            out.extend(returns(def, Some((*order, *line)), &["damaged", "card"]));
        }
        Objective::Report { .. } => {
            out.extend(returns(def, None, &["damaged", "card"]));
            out.extend(returns(def, None, &["wrong item", "exchange"]));
            for other in other_products(def, OTHERS) {
                out.push([other, piece(&["cart", "checkout"])].concat());
            }
        }
        Objective::Purchase(_) => {}
    }
    out
}

/// The right end, after a change that nobody asked for.
fn strayed(def: &Def, script: &[String]) -> Vec<Script> {
    let start = State::start(def);
    let in_cart = |change: String| with(script, 0, &["cart".into(), change]);
    let changed = changes(def, &start)
        .into_iter()
        .map(|[there, _]| in_cart(there));
    let added = other_products(def, OTHERS).into_iter();
    changed
        .chain(added.map(|piece| with(script, 0, &piece)))
        .collect()
}

/// What the cart holds or says just before it is bought, changed in one place.
fn purchases(
    def: &Def,
    purchase: &Purchase,
    episode: &[(State, Action)],
    script: &[String],
) -> Vec<Script> {
    let Some((last, _)) = episode.last() else {
        return vec![];
    };
    let end = script.len() - 1;
    let before_end = |piece: &[String]| with(script, end, piece);
    let mut out: Vec<Script> = changes(def, last)
        .into_iter()
        .map(|[there, _]| before_end(&[there]))
        .collect();
    for (number, line) in last.lines().iter().enumerate() {
        let others = [line.quantity + 1, line.quantity + 2, line.quantity - 1];
        let is_possible =
            |q: &u8| (1..=MAX_QUANTITY).contains(q) && is_in_stock(def, last, number, *q);
        for quantity in others.into_iter().filter(is_possible) {
            out.push(before_end(&[format!(
                "set_quantity[{}: {quantity}]",
                number + 1
            )]));
        }
        if last.lines().len() > 1 {
            out.push(before_end(&[format!("remove[{}]", number + 1)]));
        }
    }
    // What was rightly removed is put back.
    for (number, removed) in last.removed(def).enumerate() {
        if has_room(def, last, removed.product, removed.quantity) {
            out.push(before_end(&[format!("restore[{}]", number + 1)]));
        }
    }
    let room = usize::from(def.cart_limit) - last.lines().len().min(usize::from(def.cart_limit));
    for other in other_products(def, OTHERS.min(room * OTHERS)) {
        out.push(before_end(&[other, piece(&["cart"])].concat()));
    }
    out.extend(neighbours(def, purchase, last));
    out.extend(steps_changed(def, episode, script));
    out
}

/// Another product that the task is about, or that was bought before, in place of the right ones.
fn neighbours(def: &Def, purchase: &Purchase, last: &State) -> Vec<Script> {
    let is_wanted = |id| {
        purchase
            .slots
            .iter()
            .any(|s| s.choices.iter().any(|c| c.product == id))
    };
    // Beside a cart that is there already it would be one more, and there may be no room.
    let others = def
        .relevant
        .iter()
        .filter(|&&id| !is_wanted(id) && def.cart.is_empty());
    let bought = piece(&["cart", "checkout"]);
    let mut out: Vec<Script> = others
        .filter_map(|&id| adding_by_title(def, id))
        .map(|adding| [adding, bought.clone()].concat())
        .collect();
    if def.offers.has(Offers::REORDER) {
        for (number, order) in def.orders.iter().enumerate() {
            for (line, held) in order.lines.iter().enumerate() {
                let id = held.line.product;
                if !is_wanted(id) && def.market.brief(id).stock_units > 0 {
                    let reorder = vec![format!("reorder[{}]", line + 1)];
                    out.push([to_order(def, number), reorder, bought.clone()].concat());
                }
            }
        }
    }
    // Of products that do for each other, those that are too dear together.
    if let Some(budget) = purchase.budget_cents {
        let mut picks: Vec<(u32, Script)> = vec![(0, vec![])];
        for slot in &purchase.slots {
            let each = slot.choices.iter().filter_map(|choice| {
                Some((
                    choice.price_cents * u32::from(slot.quantity),
                    adding_by_title(def, choice.product)?,
                ))
            });
            let each: Vec<(u32, Script)> = each.collect();
            let joined = picks.iter().flat_map(|(cost, script)| {
                each.iter().map(move |(price, adding)| {
                    (cost + price, [script.clone(), adding.clone()].concat())
                })
            });
            picks = joined.collect();
        }
        let settings = settings_of(def, last);
        let dear = picks.into_iter().filter(|(cost, _)| *cost > budget);
        out.extend(dear.map(|(_, script)| {
            [
                script,
                piece(&["cart"]),
                settings.clone(),
                piece(&["checkout"]),
            ]
            .concat()
        }));
    }
    out
}

/// The steps in the cart that set a purchase as it stands in `state`.
fn settings_of(def: &Def, state: &State) -> Script {
    let start = State::start(def);
    let wanted = [
        (state.address() != start.address()).then(|| Action::Address(state.address())),
        (state.wrap() != start.wrap()).then(|| Action::Wrap(state.wrap())),
        state.coupon().map(Action::ApplyCoupon),
    ];
    wanted
        .iter()
        .flatten()
        .map(|action| text(def, action))
        .collect()
}

/// The planner's episode with one step left out or one option chosen otherwise.
fn steps_changed(def: &Def, episode: &[(State, Action)], script: &[String]) -> Vec<Script> {
    let mut out = vec![];
    for (at, (state, action)) in episode.iter().enumerate() {
        let can_go = match action {
            Action::Select(..)
            | Action::SetQuantity(..)
            | Action::ApplyCoupon(_)
            | Action::Address(_)
            | Action::Wrap(_) => true,
            // The rest of the script counts the lines.
            Action::Remove(_) => !script[at + 1..]
                .iter()
                .any(|s| s.contains('[') && !s.starts_with("apply")),
            _ => false,
        };
        if can_go {
            out.push(without(script, at));
        }
        if let (
            Action::AddToCart,
            Page::Item {
                product, chosen, ..
            },
        ) = (action, state.page())
        {
            let shown = def.product(*product);
            for (group, values) in choosable(&shown) {
                let now = usize::from(chosen[group]);
                for value in other_values(&shown.options[group], values, now) {
                    let select = Action::Select(*product, group as u8, value as u8);
                    out.push(with(script, at, &[text(def, &select)]));
                }
            }
        }
    }
    out
}

/// Of the values of a group, one that is not chosen, and the nearest of another price: the next cheaper, the next dearer.
fn other_values(group: &OptionGroup, values: usize, now: usize) -> Vec<usize> {
    let cents = |value: usize| group.surcharge_cents(value);
    let all = || (0..values).filter(|&v| v != now);
    let cheaper = all().filter(|&v| cents(v) < cents(now));
    let dearer = all().filter(|&v| cents(v) > cents(now));
    let found = [
        all().next(),
        cheaper.max_by_key(|&v| cents(v)),
        dearer.min_by_key(|&v| cents(v)),
    ];
    let mut found: Vec<usize> = found.into_iter().flatten().collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Other answers: those the menu may offer, and those next to the right one.
fn answers(def: &Def, last: &State, script: &[String]) -> Vec<Script> {
    let Objective::Answer {
        correct,
        pool,
        unit,
        ..
    } = &def.objective
    else {
        return vec![];
    };
    let mut values: Vec<Value> = pool.values.iter().map(|(_, v)| *v).collect();
    values.extend(&pool.decoys);
    if let Value::Number(right) = correct {
        let near = [
            right + 1,
            right - 1,
            right + 10,
            right * 2,
            right / 2,
            right + 100,
        ];
        values.extend(near.map(Value::Number));
    }
    if *unit == Unit::Asin {
        let more = def.queries.iter().flat_map(|q| def.search(&q.text)).take(8);
        values.extend(more.map(Value::Product));
    }
    values.retain(|v| !matches!(v, Value::Number(n) if *n < 0));
    values.sort_unstable();
    values.dedup();
    let one = Rational::from_integer(1);
    let wrong = values
        .into_iter()
        .map(Action::Answer)
        .filter(|a| grade(def, last, a) != one);
    wrong
        .map(|answer| ending(script, text(def, &answer)))
        .collect()
}

/// One order too many, or one too few.
fn cancellations(
    def: &Def,
    targets: u16,
    episode: &[(State, Action)],
    script: &[String],
) -> Vec<Script> {
    let mut out = vec![piece(&["finish"])];
    for (at, (_, action)) in episode.iter().enumerate() {
        if *action == Action::CancelOrder {
            out.push(without(script, at));
        }
    }
    for (number, order) in def.orders.iter().enumerate() {
        if order.status == OrderStatus::Pending && targets >> number & 1 == 0 {
            let extra = [to_order(def, number), piece(&["cancel_order"])].concat();
            out.push(with(script, script.len() - 1, &extra));
        }
    }
    out
}

/// The right line with another reason or refund.
fn forms(def: &Def, script: &[String]) -> Vec<Script> {
    let end = script.len() - 1;
    let Objective::Return { reason, refund, .. } = def.objective else {
        return vec![];
    };
    let mut out = vec![];
    for (verb, names, right) in [
        ("reason", &REASONS[..], reason),
        ("refund", &REFUNDS[..], refund),
    ] {
        let others = names
            .iter()
            .enumerate()
            .filter(|(i, _)| *i != usize::from(right));
        out.extend(others.map(|(_, name)| with(script, end, &[format!("{verb}[{name}]")])));
    }
    out
}

/// Any other line that can be returned.
fn returns(def: &Def, right: Option<(u8, u8)>, form: &[&str; 2]) -> Vec<Script> {
    let mut out = vec![];
    for (number, order) in def.orders.iter().enumerate() {
        let can_return = order.status == OrderStatus::Delivered;
        for line in 0..order.lines.len() {
            if can_return && right != Some((number as u8, line as u8)) {
                let fill = [
                    format!("return[{}]", line + 1),
                    format!("reason[{}]", form[0]),
                    format!("refund[{}]", form[1]),
                    "submit".into(),
                ];
                out.push([to_order(def, number), fill.to_vec()].concat());
            }
        }
    }
    out
}
