//! The tools of a shop's support desk: customers, orders, products; cancel, change, return, exchange, credit.
//!
//! Tables, all with text keys: `users` (`{"name", "email", "address", "payments": [{"id", "kind"}], "orders", "credit_cents"}`),
//! `emails` (address to user) and `names` (`first last zip` in small letters to user), `orders` (`{"user", "status", "items":
//! [{"id", "product", "name", "options", "cents"}], "address", "payment", "promised", "arrived"}`), `products` (`{"name",
//! "variants": [{"id", "options", "cents", "available"}]}`). Days are numbers, money is cents.
//!
//! What changes an address or a payment says how it was before. An error begins with its kind: `not_found`, `precondition(RULE)`,
//! `permission` or `conflict`; then nothing has changed. What may be done is the desk's policy; here is what the system refuses.

#[path = "../../../sandbox/packs/kit/mod.rs"]
#[macro_use]
mod kit;

use kit::{json::Json, Reply};

const TOOLS: &str = include_str!("tools.json");

pack!(TOOLS, call);

type Answer = Result<Reply, String>;

fn call(name: &str, arguments: &Json) -> Answer {
    match name {
        "find_user_by_email" => find_user_by_email(arguments),
        "find_user_by_name" => find_user_by_name(arguments),
        "get_user" => get_user(arguments),
        "get_order" => get_order(arguments),
        "get_product" => get_product(arguments),
        "track_order" => track_order(arguments),
        "cancel_order" => cancel_order(arguments),
        "change_order_address" => change_order_address(arguments),
        "change_order_payment" => change_order_payment(arguments),
        "change_order_items" => change_order_items(arguments),
        "change_user_address" => change_user_address(arguments),
        "return_items" => return_items(arguments),
        "exchange_items" => exchange_items(arguments),
        "issue_credit" => issue_credit(arguments),
        _ => Err(format!("not_found: there is no tool `{name}`")),
    }
}

// What rows and arguments hold.

fn text<'a>(object: &'a Json, name: &str) -> &'a str {
    object.field(name).and_then(Json::text).unwrap_or("")
}

fn number(object: &Json, name: &str) -> i64 {
    object.field(name).and_then(Json::number).unwrap_or(0)
}

fn list<'a>(object: &'a Json, name: &str) -> &'a [Json] {
    match object.field(name) {
        Some(Json::List(items)) => items,
        _ => &[],
    }
}

fn row(table: &str, key: &str, what: &str) -> Result<Json, String> {
    if key.is_empty() {
        return Err(format!("not_found: a {what} needs an id"));
    }
    kit::get_json(table, key).ok_or(format!("not_found: there is no {what} `{key}`"))
}

fn order(arguments: &Json) -> Result<(&str, Json), String> {
    let id = text(arguments, "order_id");
    Ok((id, row("orders", id, "order")?))
}

/// The order, if its status is the one that is needed.
fn order_that_is<'a>(arguments: &'a Json, status: &str) -> Result<(&'a str, Json), String> {
    let (id, row) = order(arguments)?;
    let found = text(&row, "status");
    if found != status {
        return Err(format!(
            "precondition(order_is_{status}): order {id} is {found}"
        ));
    }
    Ok((id, row))
}

fn say(text: String) -> Answer {
    Ok(Reply { text, data: None })
}

fn money(cents: i64) -> String {
    format!("{}.{:02} USD", cents / 100, cents % 100)
}

fn address(of: &Json) -> String {
    let part = |name| text(of, name);
    format!(
        "{}, {}, {} {}",
        part("street"),
        part("city"),
        part("state"),
        part("zip")
    )
}

/// An address as it is kept: each word with a capital, and the state in capitals, however it was written.
fn kept(arguments: &Json) -> Json {
    let mut to = arguments.field("address").unwrap_or(&nothing()).clone();
    let word = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().map_or(String::new(), |letter| letter.to_uppercase().collect());
        first + &letters.as_str().to_lowercase()
    };
    for field in ["street", "city"] {
        let words: Vec<String> = text(&to, field).split_whitespace().map(word).collect();
        to.set(field, Json::of(&words.join(" ")));
    }
    for field in ["state", "zip"] {
        let plain = text(&to, field).trim().to_uppercase();
        to.set(field, Json::of(&plain));
    }
    to
}

fn nothing() -> Json {
    Json::Null
}

// Reading.

fn find_user_by_email(arguments: &Json) -> Answer {
    let email = text(arguments, "email").trim().to_lowercase();
    let user = row("emails", &email, "customer with the email address")?;
    say(format!("customer {}", user.text().unwrap_or("")))
}

fn find_user_by_name(arguments: &Json) -> Answer {
    let part = |name| text(arguments, name).trim().to_lowercase();
    let key = format!(
        "{} {} {}",
        part("first_name"),
        part("last_name"),
        part("zip")
    );
    let user = row("names", &key, "customer with the name and zip code")?;
    say(format!("customer {}", user.text().unwrap_or("")))
}

fn get_user(arguments: &Json) -> Answer {
    let id = text(arguments, "user_id");
    let user = row("users", id, "customer")?;
    let mut said = format!(
        "customer {id}: {}, {}\naddress: {}\npayment methods: ",
        text(&user, "name"),
        text(&user, "email"),
        address(user.field("address").unwrap_or(&nothing()))
    );
    for (at, payment) in list(&user, "payments").iter().enumerate() {
        said.push_str(if at == 0 { "" } else { ", " });
        said.push_str(&format!(
            "{} ({})",
            text(payment, "id"),
            text(payment, "kind")
        ));
    }
    said.push_str("\norders: ");
    for (at, order) in list(&user, "orders").iter().enumerate() {
        said.push_str(if at == 0 { "" } else { ", " });
        said.push_str(order.text().unwrap_or(""));
    }
    said.push_str(&format!(
        "\nstore credit: {}",
        money(number(&user, "credit_cents"))
    ));
    say(said)
}

fn item_line(item: &Json) -> String {
    format!(
        "\n- item {}: {} ({}), {}, of product {}",
        text(item, "id"),
        text(item, "name"),
        text(item, "options"),
        money(number(item, "cents")),
        text(item, "product")
    )
}

fn get_order(arguments: &Json) -> Answer {
    let (id, row) = order(arguments)?;
    let mut said = format!(
        "order {id} of {}\nstatus: {}\nitems:",
        text(&row, "user"),
        text(&row, "status")
    );
    for item in list(&row, "items") {
        said.push_str(&item_line(item));
    }
    said.push_str(&format!(
        "\npaid with: {}\nship to: {}",
        text(&row, "payment"),
        address(row.field("address").unwrap_or(&nothing()))
    ));
    if let Some(reason) = row.field("reason").and_then(Json::text) {
        said.push_str(&format!("\nreason: {reason}"));
    }
    for (at, change) in list(&row, "exchange").iter().enumerate() {
        said.push_str(if at == 0 { "\nexchange: " } else { ", " });
        said.push_str(&format!("{} for {}", text(change, "from"), text(change, "to")));
    }
    for (at, item) in list(&row, "returned").iter().enumerate() {
        said.push_str(if at == 0 { "\nreturn: " } else { ", " });
        said.push_str(item.text().unwrap_or(""));
    }
    if let Some(to) = row.field("refund_to").and_then(Json::text) {
        said.push_str(&format!("\nrefund to: {to}"));
    }
    if row.field("changed").is_some() {
        said.push_str("\nitems: changed today, which is possible once");
    }
    if let Some(cents) = row.field("credited").and_then(Json::number) {
        said.push_str(&format!("\ncredit issued for it: {}", money(cents)));
    }
    say(said)
}

fn get_product(arguments: &Json) -> Answer {
    let id = text(arguments, "product_id");
    let product = row("products", id, "product")?;
    let mut said = format!("product {id}: {}", text(&product, "name"));
    for variant in list(&product, "variants") {
        let there = matches!(variant.field("available"), Some(Json::Bool(true)));
        said.push_str(&format!(
            "\n- item {}: {}; {}; {}",
            text(variant, "id"),
            text(variant, "options"),
            money(number(variant, "cents")),
            if there { "available" } else { "sold out" }
        ));
    }
    say(said)
}

fn track_order(arguments: &Json) -> Answer {
    let (id, row) = order(arguments)?;
    let promised = number(&row, "promised");
    say(match row.field("arrived").and_then(Json::number) {
        Some(day) => format!("order {id}: promised for day {promised}, arrived on day {day}"),
        None => format!("order {id}: promised for day {promised}, not arrived yet"),
    })
}

// Writing.

fn cancel_order(arguments: &Json) -> Answer {
    let (id, mut row) = order_that_is(arguments, "pending")?;
    let reason = text(arguments, "reason");
    row.set("status", Json::of("cancelled"));
    row.set("reason", Json::of(reason));
    kit::put_json("orders", id, &row);
    say(format!("order {id} is cancelled, reason: {reason}"))
}

fn change_order_address(arguments: &Json) -> Answer {
    let (id, mut row) = order_that_is(arguments, "pending")?;
    let to = kept(arguments);
    let before = address(row.field("address").unwrap_or(&nothing()));
    let said = format!("order {id} ships to {}; before: {before}", address(&to));
    row.set("address", to);
    kit::put_json("orders", id, &row);
    say(said)
}

fn change_user_address(arguments: &Json) -> Answer {
    let id = text(arguments, "user_id");
    let mut user = row("users", id, "customer")?;
    let to = kept(arguments);
    let before = address(user.field("address").unwrap_or(&nothing()));
    let said = format!("customer {id} lives at {}; before: {before}", address(&to));
    user.set("address", to);
    kit::put_json("users", id, &user);
    say(said)
}

/// Sees that a payment method is the customer's.
fn own_payment(user: &str, payment: &str) -> Result<(), String> {
    let user = row("users", user, "customer")?;
    let own = list(&user, "payments").iter().any(|p| text(p, "id") == payment);
    if own {
        return Ok(());
    }
    Err(format!(
        "permission: payment method `{payment}` is not the customer's"
    ))
}

fn change_order_payment(arguments: &Json) -> Answer {
    let (id, mut row) = order_that_is(arguments, "pending")?;
    let payment = text(arguments, "payment_id");
    own_payment(text(&row, "user"), payment)?;
    let said = format!("order {id} is paid with {payment}; before: {}", text(&row, "payment"));
    row.set("payment", Json::of(payment));
    kit::put_json("orders", id, &row);
    say(said)
}

/// The pairs of an exchange, in the order of what is given away: each a variant of the same product that can be had.
fn pairs(arguments: &Json, items: &[Json]) -> Result<Vec<(String, Json)>, String> {
    let mut pairs: Vec<(String, Json)> = vec![];
    for pair in list(arguments, "items") {
        let (from, to) = (text(pair, "from"), text(pair, "to"));
        let item = items.iter().find(|item| text(item, "id") == from);
        let item = item.ok_or(format!("not_found: the order has no item `{from}`"))?;
        if pairs.iter().any(|(other, _)| other == from) {
            return Err(format!("conflict: item `{from}` is there twice"));
        }
        let product = row("products", text(item, "product"), "product")?;
        let variant = list(&product, "variants").iter().find(|v| text(v, "id") == to);
        let variant = variant.ok_or(format!(
            "precondition(same_product): `{to}` is no variant of the same product"
        ))?;
        if !matches!(variant.field("available"), Some(Json::Bool(true))) {
            return Err(format!("precondition(available): item `{to}` is sold out"));
        }
        let mut new = item.clone();
        for field in ["id", "options", "cents"] {
            new.set(field, variant.field(field).unwrap_or(&nothing()).clone());
        }
        pairs.push((from.to_owned(), new));
    }
    pairs.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(pairs)
}

fn told(pairs: &[(String, Json)]) -> String {
    let told: Vec<String> = pairs
        .iter()
        .map(|(from, to)| format!("{} for {from}", text(to, "id")))
        .collect();
    told.join(", ")
}

fn change_order_items(arguments: &Json) -> Answer {
    let (id, mut row) = order_that_is(arguments, "pending")?;
    if row.field("changed").is_some() {
        return Err(format!(
            "conflict: the items of order {id} were changed already, which is possible once"
        ));
    }
    let pairs = pairs(arguments, list(&row, "items"))?;
    let mut items = list(&row, "items").to_vec();
    for item in &mut items {
        if let Some((_, new)) = pairs.iter().find(|(from, _)| from == text(item, "id")) {
            *item = new.clone();
        }
    }
    row.set("items", Json::List(items));
    row.set("changed", Json::Bool(true));
    kit::put_json("orders", id, &row);
    say(format!("order {id} has new items: {}", told(&pairs)))
}

fn exchange_items(arguments: &Json) -> Answer {
    let (id, mut row) = order_that_is(arguments, "delivered")?;
    let pairs = pairs(arguments, list(&row, "items"))?;
    let change = |(from, to): &(String, Json)| {
        Json::object(vec![("from", Json::of(from)), ("to", Json::of(text(to, "id")))])
    };
    row.set("exchange", Json::List(pairs.iter().map(change).collect()));
    row.set("status", Json::of("exchange requested"));
    kit::put_json("orders", id, &row);
    say(format!("exchange for order {id}: {}", told(&pairs)))
}

fn return_items(arguments: &Json) -> Answer {
    let (id, mut row) = order_that_is(arguments, "delivered")?;
    let to = text(arguments, "refund_to");
    own_payment(text(&row, "user"), to)?;
    let mut ids: Vec<&str> = list(arguments, "item_ids").iter().filter_map(Json::text).collect();
    ids.sort_unstable();
    let given = ids.len();
    ids.dedup();
    if ids.len() < given {
        return Err("conflict: an item is there twice".to_owned());
    }
    let mut cents = 0;
    for wanted in &ids {
        let item = list(&row, "items").iter().find(|item| text(item, "id") == *wanted);
        cents += number(item.ok_or(format!("not_found: the order has no item `{wanted}`"))?, "cents");
    }
    let listed = ids.join(", ");
    let returned = Json::List(ids.iter().map(|id| Json::of(id)).collect());
    row.set("returned", returned);
    row.set("refund_to", Json::of(to));
    row.set("status", Json::of("return requested"));
    kit::put_json("orders", id, &row);
    say(format!(
        "return for order {id}: {listed}; {} to {to}",
        money(cents)
    ))
}

fn issue_credit(arguments: &Json) -> Answer {
    let (id, mut row) = order(arguments)?;
    if row.field("credited").is_some() {
        return Err(format!("conflict: a credit was issued for order {id} already"));
    }
    let cents = number(arguments, "cents");
    let user = text(&row, "user").to_owned();
    let mut account = self::row("users", &user, "customer")?;
    let credit = number(&account, "credit_cents").saturating_add(cents);
    account.set("credit_cents", Json::Number(credit));
    row.set("credited", Json::Number(cents));
    kit::put_json("users", &user, &account);
    kit::put_json("orders", id, &row);
    say(format!("credit of {cents} cents to {user} for order {id}"))
}
