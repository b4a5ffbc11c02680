//! The tools of a small warehouse: items with stock, orders that take from it.
//!
//! Tables: `items` (text keys; `{"name", "price_cents", "stock"}`), `orders` (integer keys; `{"code", "placed_at_ms",
//! "quantity", "sku", "status"}`), `counters` (text keys; a number). A tool either does what it says or, with an error,
//! changes nothing.

#[path = "../kit/mod.rs"]
#[macro_use]
mod kit;

use kit::{json::Json, Reply};

const TOOLS: &str = include_str!("tools.json");
/// Items of one page of `list_items`.
const PAGE: usize = 20;

pack!(TOOLS, call);

fn call(name: &str, arguments: &Json) -> Result<Reply, String> {
    match name {
        "list_items" => list_items(arguments),
        "get_item" => get_item(arguments),
        "get_order" => get_order(arguments),
        "place_order" => place_order(arguments),
        "cancel_order" => cancel_order(arguments),
        "purge_order" => purge_order(arguments),
        _ => Err(format!("unknown tool `{name}`")),
    }
}

fn text<'a>(arguments: &'a Json, name: &str) -> Result<&'a str, String> {
    let value = arguments
        .field(name)
        .ok_or(format!("missing argument `{name}`"))?;
    value
        .text()
        .ok_or(format!("argument `{name}` must be a text"))
}

fn whole(arguments: &Json, name: &str) -> Result<i64, String> {
    let value = arguments
        .field(name)
        .ok_or(format!("missing argument `{name}`"))?;
    value
        .number()
        .ok_or(format!("argument `{name}` must be a whole number"))
}

fn number_of(row: &Json, field: &str) -> i64 {
    row.field(field).and_then(Json::number).unwrap_or(0)
}

fn status(order: &Json) -> &str {
    order.field("status").and_then(Json::text).unwrap_or("")
}

fn item(sku: &str) -> Result<Json, String> {
    kit::get_json("items", sku).ok_or(format!("no item `{sku}`"))
}

fn order(id: i64) -> Result<Json, String> {
    kit::get_json("orders", &id.to_string()).ok_or(format!("no order {id}"))
}

fn with(name: &str, key: Json, row: Json) -> Json {
    let mut fields = vec![(name.to_owned(), key)];
    if let Json::Object(rest) = row {
        fields.extend(rest);
    }
    Json::Object(fields)
}

fn say(text: String, data: Json) -> Result<Reply, String> {
    Ok(Reply {
        text,
        data: Some(data),
    })
}

fn list_items(arguments: &Json) -> Result<Reply, String> {
    let optional = |name: &str| match arguments.field(name) {
        Some(_) => text(arguments, name),
        None => Ok(""),
    };
    let (prefix, after) = (optional("prefix")?, optional("after")?);
    let rows = kit::scan("items", prefix, after, PAGE + 1);
    let mut items = vec![];
    for (sku, row) in rows.iter().take(PAGE) {
        let row = std::str::from_utf8(row).unwrap_or("");
        items.push(with("sku", Json::of(sku), Json::parse(row)?));
    }
    let mut data = vec![("items", Json::List(items))];
    let mut text = format!("{} items", rows.len().min(PAGE));
    if rows.len() > PAGE {
        data.push(("next", Json::of(&rows[PAGE - 1].0)));
        text.push_str(", and more");
    }
    say(text, Json::object(data))
}

fn get_item(arguments: &Json) -> Result<Reply, String> {
    let sku = text(arguments, "sku")?;
    let row = item(sku)?;
    say(format!("{sku}: {row}"), with("sku", Json::of(sku), row))
}

fn get_order(arguments: &Json) -> Result<Reply, String> {
    let id = whole(arguments, "order_id")?;
    let row = order(id)?;
    say(
        format!("order {id}: {row}"),
        with("order_id", Json::Number(id), row),
    )
}

fn place_order(arguments: &Json) -> Result<Reply, String> {
    let (sku, quantity) = (text(arguments, "sku")?, whole(arguments, "quantity")?);
    if !(1..=1_000).contains(&quantity) {
        return Err(format!("quantity must be 1 to 1000, not {quantity}"));
    }
    let mut row = item(sku)?;
    let stock = number_of(&row, "stock");
    if stock < quantity {
        return Err(format!("only {stock} of `{sku}` in stock"));
    }
    row.set("stock", Json::Number(stock - quantity));
    kit::put_json("items", sku, &row);
    let last = kit::get_json("counters", "order")
        .and_then(|n| n.number())
        .unwrap_or(0);
    kit::put_json("counters", "order", &Json::Number(last + 1));
    let placed = Json::object(vec![
        (
            "code",
            Json::Text(format!("{:04x}", kit::random() & 0xffff)),
        ),
        ("placed_at_ms", Json::Number(kit::clock())),
        ("quantity", Json::Number(quantity)),
        ("sku", Json::of(sku)),
        ("status", Json::of("placed")),
    ]);
    kit::put_json("orders", &(last + 1).to_string(), &placed);
    say(
        format!("placed order {}", last + 1),
        with("order_id", Json::Number(last + 1), placed),
    )
}

fn cancel_order(arguments: &Json) -> Result<Reply, String> {
    let id = whole(arguments, "order_id")?;
    let mut row = order(id)?;
    if status(&row) != "placed" {
        return Err(format!("order {id} is {}", status(&row)));
    }
    row.set("status", Json::of("cancelled"));
    kit::put_json("orders", &id.to_string(), &row);
    let sku = row
        .field("sku")
        .and_then(Json::text)
        .unwrap_or("")
        .to_owned();
    let mut shelf = item(&sku)?;
    shelf.set(
        "stock",
        Json::Number(number_of(&shelf, "stock") + number_of(&row, "quantity")),
    );
    kit::put_json("items", &sku, &shelf);
    say(
        format!("cancelled order {id}"),
        with("order_id", Json::Number(id), row),
    )
}

fn purge_order(arguments: &Json) -> Result<Reply, String> {
    let id = whole(arguments, "order_id")?;
    if status(&order(id)?) != "cancelled" {
        return Err(format!("order {id} is not cancelled"));
    }
    kit::delete("orders", &id.to_string());
    say(
        format!("purged order {id}"),
        Json::object(vec![("order_id", Json::Number(id))]),
    )
}
