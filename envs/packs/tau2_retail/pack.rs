//! tau2's retail domain: a shop's users, orders and products.
//!
//! What tau2 looks up by walking through a dictionary is a table here (`users_by_email`, `users_by_name`, `items`,
//! `lists`): the host makes them from the same dictionaries, in their order.

#[path = "calculate/mod.rs"]
mod calculate;
#[path = "items.rs"]
mod items;
#[path = "../tau2_kit/mod.rs"]
mod tau2;

use items::{check_items, pairs, place, sorted, Change};
use tau2::value::round_2;
use tau2::{bind, hashable, kit, length, lower, raise, row, row_of, texts, write};
use tau2::{Answer, Raised, V};

tau2_pack!(include_str!("tools.json"), call);

const TOOLS: &str = "RetailTools";
const ADDRESS: [&str; 6] = ["address1", "address2", "city", "state", "country", "zip"];

type Function = fn(&[V]) -> Answer;

fn call(name: &str, arguments: &V) -> Answer {
    let order_address = &[
        "order_id", "address1", "address2", "city", "state", "country", "zip",
    ];
    let user_address = &[
        "user_id", "address1", "address2", "city", "state", "country", "zip",
    ];
    let items = &["order_id", "item_ids", "new_item_ids", "payment_method_id"];
    let (parameters, function): (&[&str], Function) = match name {
        "calculate" => (&["expression"], calculate),
        "cancel_pending_order" => (&["order_id", "reason"], cancel_pending_order),
        "exchange_delivered_order_items" => (items, exchange_delivered_order_items),
        "find_user_id_by_name_zip" => (
            &["first_name", "last_name", "zip"],
            find_user_id_by_name_zip,
        ),
        "find_user_id_by_email" => (&["email"], find_user_id_by_email),
        "get_order_details" => (&["order_id"], |a| show("orders", "Order", &a[0])),
        "get_product_details" => (&["product_id"], |a| show("products", "Product", &a[0])),
        "get_item_details" => (&["item_id"], get_item_details),
        "get_user_details" => (&["user_id"], |a| show("users", "User", &a[0])),
        "list_all_product_types" => (&[], |_| {
            Ok(row("lists", "product_types").unwrap_or_else(|| "{}".to_owned()))
        }),
        "modify_pending_order_address" => (order_address, modify_pending_order_address),
        "modify_pending_order_items" => (items, modify_pending_order_items),
        "modify_pending_order_payment" => (
            &["order_id", "payment_method_id"],
            modify_pending_order_payment,
        ),
        "modify_user_address" => (user_address, modify_user_address),
        "return_delivered_order_items" => (
            &["order_id", "item_ids", "payment_method_id"],
            return_delivered_order_items,
        ),
        "transfer_to_human_agents" => (&["summary"], |_| Ok("Transfer successful".to_owned())),
        _ => return raise(format!("Tool '{name}' not found.")),
    };
    let bound = bind(TOOLS, name, parameters, arguments)?;
    let bound: Vec<V> = bound.into_iter().map(|v| v.unwrap_or(V::None)).collect();
    function(&bound)
}

fn calculate(arguments: &[V]) -> Answer {
    calculate::calculate(&arguments[0])
}

/// The text of a row; what there is not is `What not found`.
fn found(table: &str, what: &str, key: &V) -> Answer {
    match row_of(table, key)? {
        Some(text) => Ok(text),
        None => raise(format!("{what} not found")),
    }
}

/// A row as it is: it is kept as the text of the message.
fn show(table: &str, what: &str, key: &V) -> Answer {
    found(table, what, key)
}

fn get(table: &str, what: &str, key: &V) -> Result<V, Raised> {
    V::parse(&found(table, what, key)?).map_err(Raised)
}

fn get_order(id: &V) -> Result<V, Raised> {
    get("orders", "Order", id)
}

/// Writes the order back under the key that it was found by.
fn put_order(id: &V, order: &V) -> Result<(), Raised> {
    write("orders", id.str().unwrap_or(""), order)
}

/// The variant of a product.
fn get_variant(product_id: &V, variant_id: &V) -> Result<V, Raised> {
    let product = get("products", "Product", product_id)?;
    hashable(variant_id)?;
    let variant = variant_id.str().and_then(|id| product.field("variants").get(id));
    match variant {
        Some(variant) => Ok(variant.clone()),
        None => raise("Variant not found"),
    }
}

/// A user and one of their means of payment, of which only a gift card's balance ever changes.
struct Wallet {
    key: String,
    user: V,
}

impl Wallet {
    fn of(order: &V) -> Result<Wallet, Raised> {
        let key = order.text("user_id").to_owned();
        let user = get("users", "User", order.field("user_id"))?;
        Ok(Wallet { key, user })
    }

    /// The balance of a gift card; `None` for any other means.
    fn balance(&self, id: &V) -> Result<Option<f64>, Raised> {
        hashable(id)?;
        let methods = self.user.field("payment_methods");
        match id.str().and_then(|id| methods.get(id)) {
            Some(method) if method.text("source") == "gift_card" => {
                Ok(method.field("balance").number())
            }
            Some(_) => Ok(None),
            None => raise("Payment method not found"),
        }
    }

    fn set_balance(&mut self, id: &V, balance: f64) -> Result<(), Raised> {
        let methods = self.user.field_mut("payment_methods");
        let method = methods.and_then(|methods| methods.field_mut(id.str().unwrap_or("")));
        if let Some(method) = method {
            method.set("balance", V::Float(round_2(balance)));
        }
        write("users", &self.key, &self.user)
    }
}

fn payment(kind: &str, amount: f64, method: &V) -> V {
    V::dict(vec![
        ("transaction_type", V::of(kind)),
        ("amount", V::Float(amount)),
        ("payment_method_id", method.clone()),
    ])
}

fn cancel_pending_order(arguments: &[V]) -> Answer {
    let (order_id, reason) = (&arguments[0], &arguments[1]);
    let mut order = get_order(order_id)?;
    if order.text("status") != "pending" {
        return raise("Non-pending order cannot be cancelled");
    }
    hashable(reason)?;
    if !matches!(reason.str(), Some("no longer needed" | "ordered by mistake")) {
        return raise("Invalid reason");
    }
    let mut refunds = vec![];
    for paid in order.field("payment_history").items() {
        let (amount, method) = (paid.field("amount"), paid.field("payment_method_id"));
        let amount = amount.number().unwrap_or(0.0);
        refunds.push(payment("refund", amount, method));
        // Read again for each payment: what an earlier one gave back is in the row.
        let mut wallet = Wallet::of(&order)?;
        if let Some(balance) = wallet.balance(method)? {
            wallet.set_balance(method, balance + amount)?;
        }
    }
    order.set("status", V::of("cancelled"));
    order.set("cancel_reason", reason.clone());
    for refund in refunds {
        order.push("payment_history", refund);
    }
    put_order(order_id, &order)?;
    Ok(order.dumps())
}

fn exchange_delivered_order_items(arguments: &[V]) -> Answer {
    let (order_id, item_ids) = (&arguments[0], &arguments[1]);
    let (new_item_ids, method) = (&arguments[2], &arguments[3]);
    let mut order = get_order(order_id)?;
    if order.text("status") != "delivered" {
        return raise("Non-delivered order cannot be exchanged");
    }
    let lack = |id: &V| format!("Number of {} not found.", id.to_str());
    let wanted = check_items(&order, item_ids, lack)?;
    if wanted.len() != length(new_item_ids)? {
        return raise("The number of items to be exchanged should match.");
    }
    let change = Change::of(&order, &pairs(wanted, new_item_ids)?, false)?;
    let difference = change.difference.map(round_2);
    let balance = Wallet::of(&order)?.balance(method)?;
    if balance.map_or(false, |balance| balance < difference.unwrap_or(0.0)) {
        return raise("Insufficient gift card balance to pay for the price difference");
    }
    order.set("status", V::of("exchange requested"));
    order.set("exchange_items", sorted(item_ids)?);
    order.set("exchange_new_items", sorted(new_item_ids)?);
    order.set("exchange_payment_method_id", method.clone());
    let difference = difference.map_or(V::Int(0), V::Float);
    order.set("exchange_price_difference", difference);
    put_order(order_id, &order)?;
    Ok(order.dumps())
}

/// Whether there is any user: tau2 looks at an argument only when it compares it with one.
fn any_user() -> bool {
    !kit::scan("users", "", "", 1).is_empty()
}

fn find_user_id_by_name_zip(arguments: &[V]) -> Answer {
    let (first, last, zip) = (&arguments[0], &arguments[1], &arguments[2]);
    if !any_user() {
        return raise("User not found");
    }
    let prefix = format!("={}\u{1f}", lower(first)?);
    if last.str().is_none() {
        if prefix.len() > 256 || kit::scan("users_by_name", &prefix, "", 1).is_empty() {
            return raise("User not found");
        }
    }
    let ids = row("users_by_name", &(prefix + &lower(last)?));
    let ids = ids.and_then(|ids| V::parse(&ids).ok()).unwrap_or(V::None);
    for id in ids.items() {
        let user = get("users", "User", id)?;
        if user.field("address").field("zip") == zip {
            return Ok(id.to_str());
        }
    }
    raise("User not found")
}

fn find_user_id_by_email(arguments: &[V]) -> Answer {
    if arguments[0].str().is_none() && !any_user() {
        return raise("User not found");
    }
    match row("users_by_email", &format!("={}", lower(&arguments[0])?)) {
        Some(id) => Ok(id),
        None => raise("User not found"),
    }
}

fn get_item_details(arguments: &[V]) -> Answer {
    let item_id = &arguments[0];
    hashable(item_id)?;
    let key = format!("={}", item_id.str().unwrap_or(""));
    let product = row("items", &key).filter(|_| item_id.str().is_some());
    match product {
        Some(product) => Ok(get_variant(&V::Str(product), item_id)?.dumps()),
        None => raise("Item not found"),
    }
}

/// An address in the order of its model, from the arguments after the first.
fn address(arguments: &[V]) -> Result<V, Raised> {
    let given = |name: &str| {
        let place = ADDRESS.iter().position(|field| *field == name).unwrap_or(0);
        &arguments[place + 1]
    };
    let fields = ["address1", "address2", "city", "country", "state", "zip"];
    let fields: Vec<(&str, &V)> = fields.iter().map(|name| (*name, given(name))).collect();
    texts("UserAddress", &fields)?;
    Ok(V::dict(
        fields
            .into_iter()
            .map(|(name, value)| (name, value.clone()))
            .collect(),
    ))
}

/// An order that is pending in any way, as all but two tools ask.
fn pending(order_id: &V) -> Result<V, Raised> {
    let order = get_order(order_id)?;
    if !order.text("status").contains("pending") {
        return raise("Non-pending order cannot be modified");
    }
    Ok(order)
}

fn modify_pending_order_address(arguments: &[V]) -> Answer {
    let mut order = pending(&arguments[0])?;
    order.set("address", address(arguments)?);
    put_order(&arguments[0], &order)?;
    Ok(order.dumps())
}

fn modify_pending_order_items(arguments: &[V]) -> Answer {
    let (order_id, item_ids) = (&arguments[0], &arguments[1]);
    let (new_item_ids, method) = (&arguments[2], &arguments[3]);
    let mut order = get_order(order_id)?;
    if order.text("status") != "pending" {
        return raise("Non-pending order cannot be modified");
    }
    let wanted = check_items(&order, item_ids, |id| format!("{} not found", id.to_str()))?;
    if wanted.len() != length(new_item_ids)? {
        return raise("The number of items to be exchanged should match");
    }
    let pairs = pairs(wanted, new_item_ids)?;
    let change = Change::of(&order, &pairs, true)?;
    let difference = change.difference.unwrap_or(0.0);
    let mut wallet = Wallet::of(&order)?;
    let balance = wallet.balance(method)?;
    if balance.map_or(false, |balance| balance < difference) {
        return raise("Insufficient gift card balance to pay for the new item");
    }
    let kind = if difference > 0.0 { "payment" } else { "refund" };
    order.push("payment_history", payment(kind, difference.abs(), method));
    if let Some(balance) = balance {
        wallet.set_balance(method, balance - difference)?;
    }
    // tau2 gives every item the price and the options of the last new one; the hash is of that.
    for (item_id, new_item_id) in &pairs {
        let place = match place(&order, item_id) {
            Ok(place) => place,
            Err(why) => {
                put_order(order_id, &order)?;
                return Err(why);
            }
        };
        if let Some(V::List(items)) = order.field_mut("items") {
            let item = &mut items[place];
            item.set("item_id", new_item_id.clone());
            item.set("price", change.last.field("price").clone());
            item.set("options", change.last.field("options").clone());
        }
    }
    order.set("status", V::of("pending (item modified)"));
    put_order(order_id, &order)?;
    Ok(order.dumps())
}

fn modify_pending_order_payment(arguments: &[V]) -> Answer {
    let method = &arguments[1];
    let mut order = pending(&arguments[0])?;
    let mut wallet = Wallet::of(&order)?;
    let balance = wallet.balance(method)?;
    let paid = match order.field("payment_history").items() {
        [paid] if paid.text("transaction_type") == "payment" => paid.clone(),
        _ => return raise("There should be exactly one payment for a pending order"),
    };
    let old = paid.field("payment_method_id");
    if old == method {
        return raise("The new payment method should be different from the current one");
    }
    let amount = paid.field("amount").number().unwrap_or(0.0);
    if balance.map_or(false, |balance| balance < amount) {
        return raise("Insufficient gift card balance to pay for the order");
    }
    order.push("payment_history", payment("payment", amount, method));
    order.push("payment_history", payment("refund", amount, old));
    put_order(&arguments[0], &order)?;
    if let Some(balance) = balance {
        wallet.set_balance(method, balance - amount)?;
    }
    if let Some(balance) = wallet.balance(old)? {
        wallet.set_balance(old, balance + amount)?;
    }
    Ok(order.dumps())
}

fn modify_user_address(arguments: &[V]) -> Answer {
    let mut user = get("users", "User", &arguments[0])?;
    user.set("address", address(arguments)?);
    write("users", arguments[0].str().unwrap_or(""), &user)?;
    Ok(user.dumps())
}

fn return_delivered_order_items(arguments: &[V]) -> Answer {
    let (order_id, item_ids, method) = (&arguments[0], &arguments[1], &arguments[2]);
    let mut order = get_order(order_id)?;
    if order.text("status") != "delivered" {
        return raise("Non-delivered order cannot be returned");
    }
    let balance = Wallet::of(&order)?.balance(method)?;
    if balance.is_none() {
        match order.field("payment_history").items().first() {
            None => return raise("list index out of range"),
            Some(paid) if paid.field("payment_method_id") != method => {
                return raise("Payment method should be the original payment method");
            }
            Some(_) => {}
        }
    }
    check_items(&order, item_ids, |_| "Some item not found".to_owned())?;
    order.set("status", V::of("return requested"));
    order.set("return_items", sorted(item_ids)?);
    order.set("return_payment_method_id", method.clone());
    put_order(order_id, &order)?;
    Ok(order.dumps())
}
