//! The shop: ordering, the cart, what is on its way and what is sent back.

use super::{Template, added, list, twin};
use crate::gui::{
    apps::{
        shop::{COLOURS, DELIVERY, DEPARTMENTS, PAYMENT, REASONS},
        wallet::MONEY,
    },
    author::Kind,
    case::{Desk, Ref},
    wish::AnswerKind,
};

/// The templates.
pub(super) const TEMPLATES: &[Template] = &[
    added("shop-order", "order products in a colour", order),
    added(
        "shop-cheapest",
        "order the cheapest product of a department that is there at once",
        cheapest,
    ),
    added(
        "shop-substitute",
        "order a product, or another if that is not there at once",
        substitute,
    ),
    added(
        "shop-again",
        "order again what was delivered, in the same colour",
        again,
    ),
    added(
        "shop-checkout",
        "order what lies in the cart to one's own address",
        check_out,
    ),
    added("shop-cart-remove", "take products out of the cart", remove),
    added("shop-cancel", "cancel what is on its way", cancel),
    twin(
        "shop-cancel-missing",
        "shop-cancel",
        "the same where one of them is of another colour",
        cancel_missing,
    ),
    added("shop-return", "send back what was delivered", send_back),
    added(
        "shop-best-rated",
        "answer which product of a department is rated best",
        best_rated,
    ),
    added("shop-total", "add up what that is on its way costs", total),
    added(
        "shop-order-message",
        "order what a message asks for",
        from_message,
    ),
];

/// `"Teapot" in red`.
fn said(desk: &Desk, product: Ref, colour: &str) -> String {
    format!("\"{}\" in {colour}", desk.text(product, "name"))
}

/// A product as something that was bought, in a state.
fn bought(desk: &Desk, product: Ref, colour: &str, state: &str) -> [(&'static str, String); 5] {
    [
        ("product", desk.text(product, "name")),
        ("colour", colour.to_owned()),
        ("price", desk.text(product, "price")),
        ("basket", "all in the cart".to_owned()),
        ("state", state.to_owned()),
    ]
}

/// A product is to be ordered, and lies in the cart on the way.
fn ordered(desk: &mut Desk, product: Ref, colour: &str, needs: u64) {
    let passing = bought(desk, product, colour, "in the cart");
    let passing = passing
        .each_ref()
        .map(|(name, text)| (*name, text.as_str()));
    desk.pass("purchase", &passing, needs);
    let wanted = bought(desk, product, colour, "ordered");
    let wanted = wanted
        .each_ref()
        .map(|(name, text)| (*name, text.as_str(), needs));
    desk.make("purchase", &wanted);
}

/// An order to an address, and how delivery and payment are said.
fn sent_to(desk: &mut Desk, address: &str, needs: u64) -> String {
    let (delivery, payment) = (desk.one(DELIVERY), desk.one(PAYMENT));
    let today = desk.written(Kind::Date, desk.today);
    desk.make(
        "shop order",
        &[
            ("address", address, needs),
            ("delivery", delivery, 0),
            ("payment", payment, 0),
            ("date", &today, 0),
        ],
    );
    format!("with the delivery \"{delivery}\" and the payment \"{payment}\"")
}

/// The same to an address that is given.
fn sent(desk: &mut Desk) -> String {
    let addresses = desk.streets(2);
    let how = sent_to(desk, addresses[0], 0);
    desk.tempt_new("shop order", "address", addresses[1], 0);
    format!("to the address {}, {how}", addresses[0])
}

/// Order one or two.
fn order(desk: &mut Desk) -> Option<String> {
    desk.about("Shop");
    let (all, count) = (desk.all("product"), 1 + desk.below(2));
    let mut parts = vec![];
    for at in desk.some(&all, count) {
        let colour = desk.one(COLOURS);
        ordered(desk, at, colour, 0);
        parts.push(said(desk, at, colour));
    }
    let how = sent(desk);
    let once = if count == 1 { "" } else { ", all in one order" };
    Some(format!("In the Shop, order {} {how}{once}.", list(&parts)))
}

/// The products of a department, the cheapest first, and which is the first that is there at once.
fn by_price(desk: &Desk, department: &str) -> (Vec<Ref>, Option<usize>) {
    let mut products = desk.those("product", "department", department);
    products.sort_by_key(|&at| desk.number(at, "price"));
    let is_there = |at: &Ref| desk.text(*at, "available") == "at once";
    let first = products.iter().position(is_there);
    (products, first)
}

/// Order the cheapest of a department that is there at once, which is not the cheapest of all.
fn cheapest(desk: &mut Desk) -> Option<String> {
    desk.about("Shop");
    let mut departments = DEPARTMENTS.to_vec();
    departments.retain(|department| by_price(desk, department).1 > Some(0));
    let department = *desk.some(&departments, 1).first()?;
    let (products, first) = by_price(desk, department);
    let first = first?;
    let at = products[first];
    let price = desk.number(at, "price");
    let as_cheap = products
        .iter()
        .filter(|&&other| desk.number(other, "price") == price);
    if as_cheap.count() > 1 {
        return None;
    }
    let mut needs = 0;
    for &product in &products {
        needs |= desk.see(product, "price");
    }
    for &product in &products[..=first] {
        needs |= desk.see(product, "available");
    }
    let colour = desk.one(COLOURS);
    ordered(desk, at, colour, needs);
    let how = sent(desk);
    Some(format!(
        "In the Shop, find the cheapest product of the department {department} that is available at once, and order it in {colour} {how}."
    ))
}

/// Order something, or something else if that is not there at once.
fn substitute(desk: &mut Desk) -> Option<String> {
    desk.about("Shop");
    let all = desk.all("product");
    let products = desk.some(&all, 2);
    let [wished, instead] = products[..] else {
        return None;
    };
    let colour = desk.one(COLOURS);
    let needs = desk.see(wished, "available");
    let right = match desk.text(wished, "available") == "at once" {
        true => wished,
        false => instead,
    };
    ordered(desk, right, colour, needs);
    let how = sent(desk);
    let [wished, instead] = [wished, instead].map(|at| desk.text(at, "name"));
    Some(format!(
        "In the Shop, order \"{wished}\" if it is available at once, else order \"{instead}\" instead. Order it in {colour}, {how}."
    ))
}

/// Order again something that was delivered.
fn again(desk: &mut Desk) -> Option<String> {
    desk.about("Shop");
    let delivered = desk.those("purchase", "state", "delivered");
    let before = desk.one(&delivered);
    let name = desk.text(before, "product");
    let product = *desk.those("product", "name", &name).first()?;
    let (colour, needs) = (desk.text(before, "colour"), desk.see(before, "colour"));
    ordered(desk, product, &colour, needs);
    let how = sent(desk);
    Some(format!(
        "In the Shop, order \"{name}\" again in the colour of the one that was delivered, {how}."
    ))
}

/// Things that lie in the cart.
fn in_cart(desk: &mut Desk, count: usize) -> Vec<Ref> {
    let taken = desk.column("purchase", "product");
    let mut products = desk.all("product");
    products.retain(|&at| !taken.contains(&desk.text(at, "name")));
    for at in desk.some(&products, count) {
        let colour = desk.one(COLOURS);
        desk.purchase(at, colour, "in the cart");
    }
    desk.those("purchase", "state", "in the cart")
}

/// Order what lies in the cart.
fn check_out(desk: &mut Desk) -> Option<String> {
    desk.about("Shop");
    let count = 1 + desk.below(3);
    for at in in_cart(desk, count) {
        desk.set(at, "state", "ordered", 0);
    }
    let account = *desk.all("shopper").first()?;
    let address = desk.text(account, "address");
    let needs = desk.see(account, "address");
    let how = sent_to(desk, &address, needs);
    let streets = desk.streets(2);
    let other = *streets.iter().find(|other| **other != address)?;
    desk.tempt_new("shop order", "address", other, 0);
    Some(format!(
        "In the Shop, order everything that lies in the cart to your own address, which the cart shows, {how}."
    ))
}

/// Take one or two things out of the cart.
fn remove(desk: &mut Desk) -> Option<String> {
    desk.about("Shop");
    let held = in_cart(desk, 4);
    let count = 1 + desk.below(2);
    let gone = desk.some(&held, count);
    let names: Vec<String> = gone
        .iter()
        .map(|&at| format!("\"{}\"", desk.text(at, "product")))
        .collect();
    for at in gone {
        desk.delete(at);
    }
    Some(format!(
        "In the Shop, take {} out of the cart. Everything else stays in it, and nothing is ordered.",
        list(&names)
    ))
}

/// `the red "Teapot"`.
fn coloured(desk: &Desk, at: Ref) -> String {
    let [product, colour] = ["product", "colour"].map(|field| desk.text(at, field));
    format!("the {colour} \"{product}\"")
}

fn to_cancel(desk: &mut Desk) -> (Vec<Ref>, String) {
    desk.about("Shop");
    let all = desk.those("purchase", "state", "ordered");
    let count = 1 + desk.below(2);
    let items = desk.some(&all, count);
    let names: Vec<String> = items.iter().map(|&at| coloured(desk, at)).collect();
    let one = if count == 1 { "it" } else { "one of them" };
    let said = format!(
        "In the Shop, cancel {}. If {one} is not on its way in that colour, cancel nothing and report the task as infeasible.",
        list(&names)
    );
    (items, said)
}

/// Cancel one or two things that are on their way.
fn cancel(desk: &mut Desk) -> Option<String> {
    let (items, said) = to_cancel(desk);
    // Nothing is cancelled before all are known to fit.
    let needs = items
        .iter()
        .fold(0, |bits, &at| bits | desk.see(at, "colour"));
    for at in items {
        desk.set(at, "state", "cancelled", needs);
    }
    Some(said)
}

/// The same where the first of them is of another colour.
fn cancel_missing(desk: &mut Desk) -> Option<String> {
    let (items, said) = to_cancel(desk);
    let first = *items.first()?;
    let others = desk.other_options(first, "colour");
    let other = desk.one(&others);
    desk.rewrite(first, "colour", other);
    desk.impossible(&[first], "colour");
    Some(said)
}

/// Send back one or two things.
fn send_back(desk: &mut Desk) -> Option<String> {
    desk.about("Shop");
    let all = desk.those("purchase", "state", "delivered");
    let count = 1 + desk.below(2);
    let mut parts = vec![];
    for at in desk.some(&all, count) {
        let reason = desk.one(REASONS);
        let [product, colour] = ["product", "colour"].map(|field| desk.text(at, field));
        desk.set(at, "state", "returned", 0);
        desk.make(
            "return",
            &[
                ("product", &product, 0),
                ("colour", &colour, 0),
                ("reason", reason, 0),
            ],
        );
        parts.push(format!("\"{product}\" with the reason \"{reason}\""));
    }
    Some(format!(
        "In the Shop, send back these delivered products: {}.",
        list(&parts)
    ))
}

/// Which product of a department is rated best, which each one's screen tells.
fn best_rated(desk: &mut Desk) -> Option<String> {
    desk.about("Shop");
    let department = desk.one(DEPARTMENTS);
    let products = desk.those("product", "department", department);
    for &at in &products {
        desk.see(at, "rating");
    }
    let best = *products
        .iter()
        .max_by_key(|&&at| desk.number(at, "rating"))?;
    let right = desk.text(best, "name");
    let mut others = desk.column("product", "name");
    others.retain(|name| *name != right);
    desk.ask(AnswerKind::Words, &right, &others);
    Some(format!(
        "Which product of the department {department} of the Shop has the highest rating? Answer with its name."
    ))
}

/// What that is on its way costs, which each one's screen tells.
fn total(desk: &mut Desk) -> Option<String> {
    desk.about("Shop");
    let items = desk.those("purchase", "state", "ordered");
    let mut parts = vec![];
    for &at in &items {
        desk.see(at, "price");
        parts.push(desk.number(at, "price"));
    }
    let right: i32 = parts.iter().sum();
    let near = [right - parts[0], right + 100, right + 50, right - 10];
    let others = near.map(|cents| desk.written(MONEY, cents));
    let right = desk.written(MONEY, right);
    desk.ask(AnswerKind::Of(MONEY), &right, &others);
    Some(
        "What do all products that are on their way from the Shop cost together? Cancelled ones do not count. Answer with the sum."
            .into(),
    )
}

/// Order what a message asks for.
fn from_message(desk: &mut Desk) -> Option<String> {
    desk.about("Shop");
    desk.about("Messages");
    let threads = desk.column("thread", "name");
    let friend = desk.some_of(&threads, 1).pop()?;
    let all = desk.all("product");
    let (product, colour) = (desk.one(&all), desk.one(COLOURS));
    let text = format!("Please order me {}.", said(desk, product, colour));
    let message = desk.add(
        "message",
        &[("with", &friend), ("by", "them"), ("text", &text)],
    );
    let needs = desk.see(message, "text");
    ordered(desk, product, colour, needs);
    let how = sent(desk);
    Some(format!(
        "{friend} sent you a message about something from the Shop. Order it as the message says, {how}."
    ))
}
