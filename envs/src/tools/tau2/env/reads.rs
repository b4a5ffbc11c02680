//! Look-ups that the evidence for a task's reference solution needs and the solution itself leaves out.

use super::rules;
use crate::tools::tau2::{python::Py, run::Run, task::Task};
use serde_json::{Value, json};

/// Look-ups of one kind, at most.
const MOST: usize = 8;

/// A look-up: the tool and its arguments, and whether it has to be offered whatever it shows.
pub(super) struct Lookup {
    pub(super) tool: &'static str,
    pub(super) arguments: Value,
    pub(super) wanted: bool,
}

fn lookup(tool: &'static str, arguments: Value) -> Lookup {
    Lookup {
        tool,
        arguments,
        wanted: false,
    }
}

/// The look-ups of a task of the domain, in the order in which an agent would make them.
pub(super) fn of(run: &Run, task: &Task, instruction: &str) -> Vec<Lookup> {
    match run.world().domain().name {
        "retail" => retail(run, task, instruction),
        "telecom" => telecom(task),
        "mock" => vec![
            lookup("get_users", json!({})),
            lookup("check_notifications", json!({})),
        ],
        _ => vec![],
    }
}

/// Every text of this argument in the reference solution, each once, in order; of lists each.
fn texts(task: &Task, names: &[&str]) -> Vec<String> {
    let mut all: Vec<String> = vec![];
    let actions = task.evaluation_criteria.iter();
    for action in actions.flat_map(|criteria| criteria.actions.iter().flatten()) {
        for value in names.iter().filter_map(|name| action.arguments.get(name)) {
            let values = match value {
                Py::List(items) => &items[..],
                value => std::slice::from_ref(value),
            };
            for text in values.iter().filter_map(Py::as_text) {
                if all.len() < MOST && !all.iter().any(|other| other == text) {
                    all.push(text.to_owned());
                }
            }
        }
    }
    all
}

fn field<'a>(row: &'a Py, path: &[&str]) -> Option<&'a str> {
    let value = path.iter().try_fold(row, |row, name| row.get(name));
    value?.as_text()
}

/// The customer by what the instruction says of them, then their profile, their orders, and the products they have.
fn retail(run: &Run, task: &Task, instruction: &str) -> Vec<Lookup> {
    let orders = texts(task, &["order_id"]);
    let rows: Vec<Py> = (orders.iter())
        .filter_map(|id| rules::row(run, "orders", id))
        .collect();
    let owner = rows.iter().find_map(|row| field(row, &["user_id"]));
    let named = texts(task, &["user_id"]);
    let user = named.first().map(String::as_str).or(owner);
    let mut all = vec![];
    let mut others = vec![];
    if let Some(id) = user
        && let Some(row) = rules::row(run, "users", id)
    {
        all.extend(locate(&row, task, instruction));
        all.push(lookup("get_user_details", json!({"user_id": id})));
        if let Some(Py::List(ids)) = row.get("orders") {
            let ids = ids.iter().filter_map(Py::as_text).map(str::to_owned);
            others.extend(ids.filter(|id| !orders.contains(id)).take(MOST));
        }
    }
    let order = |id: &String| lookup("get_order_details", json!({"order_id": id}));
    all.extend(orders.iter().map(order));
    all.extend(products(&rows, &texts(task, &["item_ids"])));
    // What stands in none of these may stand in another order of theirs: an address, say.
    all.extend(others.iter().map(order));
    all
}

/// How a customer is located, unless the reference solution does it: by what stands in the instruction, the name if neither.
fn locate(row: &Py, task: &Task, instruction: &str) -> Option<Lookup> {
    let rules = rules::of("retail")?;
    let actions = task.evaluation_criteria.iter();
    let mut actions = actions.flat_map(|criteria| criteria.actions.iter().flatten());
    if actions.any(|action| rules.locates(&action.name)) {
        return None;
    }
    let email = field(row, &["email"]).unwrap_or_default();
    let (tool, arguments) = match super::facts::holds(instruction, &super::facts::plain(email)) {
        true => ("find_user_id_by_email", json!({"email": email})),
        false => (
            "find_user_id_by_name_zip",
            json!({
                "first_name": field(row, &["name", "first_name"])?,
                "last_name": field(row, &["name", "last_name"])?,
                "zip": field(row, &["address", "zip"])?,
            }),
        ),
    };
    Some(Lookup {
        wanted: true,
        ..lookup(tool, arguments)
    })
}

/// The products of which the things in question are.
fn products(orders: &[Py], items: &[String]) -> Vec<Lookup> {
    let all = orders.iter().filter_map(|row| match row.get("items") {
        Some(Py::List(all)) => Some(all),
        _ => None,
    });
    let mut ids: Vec<&str> = vec![];
    for item in all.flatten() {
        let asked = field(item, &["item_id"]).is_some_and(|id| items.iter().any(|i| i == id));
        if let Some(id) = field(item, &["product_id"]).filter(|_| asked)
            && !ids.contains(&id)
        {
            ids.push(id);
        }
    }
    let product = |id: &&str| lookup("get_product_details", json!({"product_id": id}));
    ids.iter().take(MOST).map(product).collect()
}

/// The customer by the number of the phone that the task sets up, then their lines and bills.
fn telecom(task: &Task) -> Vec<Lookup> {
    let starts = task.initial_state.iter();
    let mut starts = starts.flat_map(|state| state.initialization_actions.iter().flatten());
    let number = starts.find_map(|call| call.arguments.get("phone_number")?.as_text());
    let mut all = vec![];
    if let Some(number) = number {
        let arguments = json!({"phone_number": number});
        all.push(lookup("get_customer_by_phone", arguments));
    }
    for id in texts(task, &["line_id", "bill_id"]) {
        all.push(lookup("get_details_by_id", json!({"id": id})));
    }
    for id in texts(task, &["customer_id"]) {
        let arguments = json!({"customer_id": id});
        all.push(lookup("get_bills_for_customer", arguments));
    }
    all
}
