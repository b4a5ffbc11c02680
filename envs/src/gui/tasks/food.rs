//! Food: orders of dishes from restaurants.

use super::{Template, added, list, twin};
use crate::gui::{
    apps::{
        food::{CUISINES, OPTIONS, TIPS},
        wallet::MONEY,
    },
    author::Kind,
    case::{Desk, Ref},
    wish::AnswerKind,
};

/// The templates.
pub(super) const TEMPLATES: &[Template] = &[
    added("food-order", "order dishes of a restaurant", order),
    twin(
        "food-order-missing",
        "food-order",
        "the same where one of the dishes is not on the menu",
        order_missing,
    ),
    added(
        "food-cheapest",
        "order the cheapest dish of a cuisine",
        cheapest,
    ),
    added("food-again", "order again what was ordered before", again),
    added(
        "food-basket",
        "take something out of a basket and order the rest",
        basket,
    ),
    added("food-price", "answer what dishes cost together", price),
    added(
        "food-order-message",
        "order what a message asks for",
        message,
    ),
];

/// A dish of a restaurant, in a state, as fields of a record.
fn item(desk: &Desk, dish: Ref, option: &str, state: &str) -> [(&'static str, String); 5] {
    [
        ("restaurant", desk.text(dish, "restaurant")),
        ("dish", desk.text(dish, "name")),
        ("option", option.to_owned()),
        ("price", desk.text(dish, "price")),
        ("state", state.to_owned()),
    ]
}

/// A dish is to be ordered, and lies in the basket on the way.
fn ordered(desk: &mut Desk, dish: Ref, option: &str, needs: u64) {
    let passing = item(desk, dish, option, "in the basket");
    let passing = passing
        .each_ref()
        .map(|(name, text)| (*name, text.as_str()));
    desk.pass("basket item", &passing, needs);
    let wanted = item(desk, dish, option, "ordered");
    let wanted = wanted.each_ref().map(|(name, text)| {
        (
            *name,
            text.as_str(),
            if *name == "dish" { needs } else { 0 },
        )
    });
    desk.make("basket item", &wanted);
}

/// The order itself, to an address with a tip; how that is said.
fn sent(desk: &mut Desk, restaurant: &str) -> String {
    let addresses = desk.addresses(2);
    let (address, tip) = (addresses[0], desk.one(TIPS));
    let today = desk.written(Kind::Date, desk.today);
    desk.make(
        "order",
        &[
            ("restaurant", restaurant, 0),
            ("address", address, 0),
            ("tip", tip, 0),
            ("date", &today, 0),
        ],
    );
    desk.tempt_new("order", "address", addresses[1], 0);
    match tip {
        "no tip" => format!("to the address {address}, without a tip"),
        tip => format!("to the address {address}, with a tip of {tip}"),
    }
}

/// A restaurant, and dishes of it with their options.
type Dishes = (String, Vec<(Ref, &'static str)>, String);

fn drawn(desk: &mut Desk) -> Dishes {
    desk.about("Food");
    let restaurants = desk.column("restaurant", "name");
    let name = desk.some_of(&restaurants, 1).remove(0);
    let (all, count) = (desk.those("dish", "restaurant", &name), 2 + desk.below(2));
    let (mut dishes, mut parts) = (vec![], vec![]);
    for at in desk.some(&all, count) {
        let option = desk.one(OPTIONS);
        parts.push(said(desk, at, option));
        dishes.push((at, option));
    }
    (name, dishes, list(&parts))
}

/// `Lasagne (no onions)`.
fn said(desk: &Desk, dish: Ref, option: &str) -> String {
    format!("{} ({option})", desk.text(dish, "name"))
}

const OR_ELSE: &str = "If one of the dishes is not on its menu, order nothing, leave the basket empty and report the task as infeasible.";

/// Order two or three dishes.
fn order(desk: &mut Desk) -> Option<String> {
    let (name, dishes, what) = drawn(desk);
    let found = dishes
        .iter()
        .fold(0, |found, (at, _)| found | desk.see(*at, "name"));
    for (at, option) in dishes {
        ordered(desk, at, option, found);
    }
    let how = sent(desk, &name);
    Some(format!(
        "With Food, order from {name} one each of {what}, {how}. {OR_ELSE}"
    ))
}

/// The same where the first of them is not on the menu.
fn order_missing(desk: &mut Desk) -> Option<String> {
    let (name, dishes, what) = drawn(desk);
    let how = sent(desk, &name);
    let first = dishes.first()?.0;
    let menu = desk.those("dish", "restaurant", &name);
    desk.vanish_among(first, "name", &menu);
    Some(format!(
        "With Food, order from {name} one each of {what}, {how}. {OR_ELSE}"
    ))
}

/// Order the cheapest dish of all restaurants of a cuisine.
fn cheapest(desk: &mut Desk) -> Option<String> {
    desk.about("Food");
    let cuisine = CUISINES
        .iter()
        .find(|cuisine| desk.those("restaurant", "cuisine", cuisine).len() > 1)?;
    for at in desk.all("restaurant") {
        desk.see(at, "cuisine");
    }
    let mut dishes = vec![];
    for at in desk.those("restaurant", "cuisine", cuisine) {
        let name = desk.text(at, "name");
        for dish in desk.those("dish", "restaurant", &name) {
            dishes.push((desk.number(dish, "price"), dish));
        }
    }
    let needs = dishes
        .iter()
        .fold(0, |needs, (_, dish)| needs | desk.see(*dish, "price"));
    dishes.sort_unstable();
    let [(least, dish), (next, _), ..] = dishes[..] else {
        return None;
    };
    if least == next {
        return None;
    }
    ordered(desk, dish, OPTIONS[0], needs);
    let restaurant = desk.text(dish, "restaurant");
    let how = sent(desk, &restaurant);
    Some(format!(
        "With Food, order the cheapest dish that any restaurant with the cuisine {cuisine} has ({}), {how}. The delivery fee does not count for what is cheapest.",
        OPTIONS[0]
    ))
}

/// The same dishes again.
fn again(desk: &mut Desk) -> Option<String> {
    desk.about("Food");
    let orders = desk.all("order");
    let before = desk.one(&orders);
    let name = desk.text(before, "restaurant");
    let items = desk.those("basket item", "restaurant", &name);
    let dishes = desk.those("dish", "restaurant", &name);
    let mut all = vec![];
    for item in items {
        let needs = desk.see(item, "dish");
        let (dish, option) = (desk.text(item, "dish"), desk.text(item, "option"));
        let dish = *dishes.iter().find(|&&at| desk.text(at, "name") == dish)?;
        all.push((dish, option, needs));
    }
    for (dish, option, needs) in all {
        ordered(desk, dish, &option, needs);
    }
    let how = sent(desk, &name);
    Some(format!(
        "With Food, order from {name} exactly what the past order from there had, with the same options, {how}."
    ))
}

/// Take something out of a basket, and order the rest.
fn basket(desk: &mut Desk) -> Option<String> {
    desk.about("Food");
    let ordered_before = desk.column("order", "restaurant");
    let mut restaurants = desk.column("restaurant", "name");
    restaurants.retain(|name| !ordered_before.contains(name));
    let name = desk.some_of(&restaurants, 1).remove(0);
    let dishes = desk.those("dish", "restaurant", &name);
    let count = 2 + desk.below(2);
    let dishes = desk.some(&dishes, count);
    let gone = desk.text(dishes[0], "name");
    for dish in dishes {
        let option = desk.one(OPTIONS);
        let fields = item(desk, dish, option, "in the basket");
        let fields = fields.each_ref().map(|(name, text)| (*name, text.as_str()));
        desk.add("basket item", &fields);
    }
    for at in desk.those("basket item", "restaurant", &name) {
        match desk.text(at, "dish") == gone {
            true => desk.delete(at),
            false => desk.set(at, "state", "ordered", 0),
        }
    }
    let how = sent(desk, &name);
    Some(format!(
        "In Food, remove {gone} from the basket for {name}, and order the rest of that basket, {how}."
    ))
}

/// What dishes cost together.
fn price(desk: &mut Desk) -> Option<String> {
    let (name, dishes, _) = drawn(desk);
    let mut parts = vec![];
    for (at, _) in &dishes {
        desk.see(*at, "price");
        parts.push(desk.number(*at, "price"));
    }
    let right: i32 = parts.iter().sum();
    let near = [right - parts[0], right + 100, right + 50, right - 10];
    let others: Vec<String> = near
        .iter()
        .map(|cents| desk.written(MONEY, *cents))
        .collect();
    let right = desk.written(MONEY, right);
    desk.ask(AnswerKind::Of(MONEY), &right, &others);
    let names: Vec<String> = dishes
        .iter()
        .map(|(at, _)| desk.text(*at, "name"))
        .collect();
    Some(format!(
        "What do one each of {} cost together at {name} in Food, without delivery? Order nothing. Answer with the sum.",
        list(&names)
    ))
}

/// Order what a message asks for.
fn message(desk: &mut Desk) -> Option<String> {
    desk.about("Messages");
    let (name, dishes, _) = drawn(desk);
    let (dish, option) = *dishes.first()?;
    let threads = desk.column("thread", "name");
    let friend = desk.some_of(&threads, 1).remove(0);
    let text = format!("The {} from {name}, please.", said(desk, dish, option));
    let message = desk.add(
        "message",
        &[("with", &friend), ("by", "them"), ("text", &text)],
    );
    let needs = desk.see(message, "text");
    ordered(desk, dish, option, needs);
    let how = sent(desk, &name);
    Some(format!(
        "{friend} sent you a message about what to eat. Order it with Food, that one dish as it says, {how}."
    ))
}
