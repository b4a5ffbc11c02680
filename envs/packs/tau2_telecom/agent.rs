//! The agent's toolkit: customers, lines, plans, bills.

use super::billing;
use super::python::{no_attribute, operands, plain_text, Ask};
use super::state::State;
use super::state::Table::{self, Bills, Customers, Devices, Lines, Plans};
use super::tau2::V;
use super::{Answer, TODAY};

/// The last day of the month: the end of a cycle.
const CYCLE_END: &str = "2025-02-28";

/// Bills that are shown where no limit is given.
const BILLS: &V = &V::Int(12);

type Result<T> = std::result::Result<T, String>;

/// Runs a function of this toolkit.
pub fn run(state: &mut State, name: &str, given: &[Option<V>]) -> Result<Answer> {
    let a = |place: usize| given[place].as_ref().unwrap_or(&V::None);
    match name {
        "get_customer_by_phone" => {
            let place = customer_by_phone(state, a(0))?;
            Ok(Answer::Text(state.shown(Customers, place)))
        }
        "get_customer_by_id" => details(state, Customers, a(0)),
        "get_customer_by_name" => customers_by_name(state, a(0), a(1)),
        "get_details_by_id" => details_by_id(state, a(0)),
        "suspend_line" => suspend_line(state, a(0), a(1)),
        "resume_line" => resume_line(state, a(0), a(1)),
        "get_bills_for_customer" => billing::bills(state, a(0), given[1].as_ref().unwrap_or(BILLS)),
        "send_payment_request" => billing::send_payment_request(state, a(0), a(1)),
        "get_data_usage" => data_usage(state, a(0), a(1)),
        "enable_roaming" => set_roaming(state, a(0), a(1), true),
        "disable_roaming" => set_roaming(state, a(0), a(1), false),
        "transfer_to_human_agents" => Ok(Answer::text("Transfer successful")),
        "refuel_data" => billing::refuel_data(state, a(0), a(1), a(2)),
        "get_available_plan_ids" => {
            let places = 0..state.count(Plans);
            let ids = places.map(|place| state.entry(Plans, place).field("plan_id").clone());
            Ok(Answer::Json(V::List(ids.collect())))
        }
        "set_data_usage" => {
            let line = target_line(state, a(0), a(1))?;
            state.change(Lines, line).set("data_used_gb", a(2).clone());
            let (used, line) = (a(2).to_str(), a(1).to_str());
            Ok(Answer::Text(format!(
                "Data usage set to {used} GB for line {line}"
            )))
        }
        "suspend_line_for_overdue_bill" => billing::suspend_for_bill(state, a(0), a(1), a(2), a(3)),
        "assert_data_refueling_amount" => {
            let line = target_line(state, a(0), a(1))?;
            let there = state.entry(Lines, line).field("data_refueling_gb").clone();
            match (there.number(), a(2).number()) {
                (Some(there), Some(expected)) => Ok(Answer::Bool((there - expected).abs() < 1e-6)),
                _ => Err(operands("-", &there, a(2))),
            }
        }
        "assert_line_status" => {
            let line = target_line(state, a(0), a(1))?;
            Ok(Answer::Bool(
                state.entry(Lines, line).field("status") == a(2),
            ))
        }
        "assert_overdue_bill_exists" => billing::overdue_bill_exists(state, a(0), a(1)),
        "assert_no_overdue_bill" => {
            let paid = match state.find(Bills, a(0)) {
                Ok(bill) => state.entry(Bills, bill).field("status").is("Paid"),
                Err(_) => true,
            };
            Ok(Answer::Bool(paid))
        }
        _ => Err(format!("unknown function `{name}`")),
    }
}

fn details(state: &mut State, table: Table, id: &V) -> Result<Answer> {
    let place = state.find(table, id)?;
    Ok(Answer::Text(state.shown(table, place)))
}

/// The ids that a customer's field lists.
pub fn ids(state: &mut State, customer: usize, field: &str) -> Vec<V> {
    state
        .entry(Customers, customer)
        .field(field)
        .items()
        .to_vec()
}

/// The first customer with this number, their own or a line's.
pub fn customer_by_phone(state: &mut State, phone: &V) -> Result<usize> {
    for customer in 0..state.count(Customers) {
        if state.has(Customers, customer, "phone_number", phone) {
            return Ok(customer);
        }
        for id in ids(state, customer, "line_ids") {
            let line = state.find(Lines, &id)?;
            if state.has(Lines, line, "phone_number", phone) {
                return Ok(customer);
            }
        }
    }
    let phone = phone.to_str();
    Err(format!("Customer with phone number {phone} not found"))
}

fn customers_by_name(state: &mut State, name: &V, born: &V) -> Result<Answer> {
    let mut found = vec![];
    for place in 0..state.count(Customers) {
        let name = match name.str() {
            Some(name) => name.to_lowercase(),
            None => return Err(no_attribute(name, "lower")),
        };
        let customer = state.entry(Customers, place);
        let own = customer
            .field("full_name")
            .str()
            .unwrap_or("")
            .to_lowercase();
        if own == name && customer.field("date_of_birth") == born {
            found.push(state.entry(Customers, place).clone());
        }
    }
    Ok(Answer::Json(V::List(found)))
}

fn details_by_id(state: &mut State, id: &V) -> Result<Answer> {
    let text = match id.str() {
        Some(text) => text,
        None => return Err(no_attribute(id, "startswith")),
    };
    match text.chars().next() {
        Some('L') => details(state, Lines, id),
        Some('D') => details(state, Devices, id),
        Some('B') => details(state, Bills, id),
        Some('C') => details(state, Customers, id),
        Some('P') => details(state, Plans, id),
        _ => Err(format!("Unknown ID format or type: {text}")),
    }
}

pub fn target_line(state: &mut State, customer_id: &V, line_id: &V) -> Result<usize> {
    let customer = state.find(Customers, customer_id)?;
    let own = ids(state, customer, "line_ids");
    if !own.iter().any(|id| id == line_id) {
        let (line, customer) = (line_id.to_str(), customer_id.to_str());
        return Err(format!("Line {line} not found for customer {customer}"));
    }
    state.find(Lines, line_id)
}

fn with_line(state: &mut State, line: usize, message: &str) -> Answer {
    let line = state.entry(Lines, line).clone();
    Answer::Json(V::dict(vec![("message", V::of(message)), ("line", line)]))
}

fn suspend_line(state: &mut State, customer_id: &V, line_id: &V) -> Result<Answer> {
    let line = target_line(state, customer_id, line_id)?;
    if !state.entry(Lines, line).field("status").is("Active") {
        return Err("Line must be active to suspend".to_owned());
    }
    let entry = state.change(Lines, line);
    entry.set("status", V::of("Suspended"));
    entry.set("suspension_start_date", V::of(TODAY));
    let message = "Line suspended successfully. $5/month holding fee will apply.";
    Ok(with_line(state, line, message))
}

fn resume_line(state: &mut State, customer_id: &V, line_id: &V) -> Result<Answer> {
    let line = target_line(state, customer_id, line_id)?;
    let status = state.entry(Lines, line).field("status");
    if !status.is("Suspended") && !status.is("Pending Activation") {
        return Err("Line must be suspended to resume".to_owned());
    }
    let entry = state.change(Lines, line);
    entry.set("status", V::of("Active"));
    entry.set("suspension_start_date", V::None);
    Ok(with_line(state, line, "Line resumed successfully"))
}

fn data_usage(state: &mut State, customer_id: &V, line_id: &V) -> Result<Answer> {
    let line = target_line(state, customer_id, line_id)?;
    let line = state.entry(Lines, line).clone();
    let plan = state.find(Plans, line.field("plan_id"))?;
    let limit = plain_text(state.entry(Plans, plan).field("data_limit_gb"));
    Ok(Answer::Json(V::dict(vec![
        ("line_id", plain_text(line_id)),
        ("data_used_gb", plain_text(line.field("data_used_gb"))),
        ("data_limit_gb", limit),
        (
            "data_refueling_gb",
            plain_text(line.field("data_refueling_gb")),
        ),
        ("cycle_end_date", V::of(CYCLE_END)),
    ])))
}

fn set_roaming(state: &mut State, customer_id: &V, line_id: &V, on: bool) -> Result<Answer> {
    let line = target_line(state, customer_id, line_id)?;
    let word = if on { "enabled" } else { "disabled" };
    if state.entry(Lines, line).field("roaming_enabled").truthy() == on {
        return Ok(Answer::Text(format!("Roaming was already {word}")));
    }
    state
        .change(Lines, line)
        .set("roaming_enabled", V::Bool(on));
    Ok(Answer::Text(format!("Roaming {word} successfully")))
}

pub fn float_of(value: &V) -> f64 {
    value.number().unwrap_or(0.0)
}

/// The field of the database that a function reads first, if it reads any.
pub fn first_field(name: &str, given: &[Option<V>]) -> Option<&'static str> {
    match name {
        "transfer_to_human_agents" => None,
        "get_available_plan_ids" => Some("plans"),
        "suspend_line_for_overdue_bill" => Some("lines"),
        "assert_no_overdue_bill" => Some("bills"),
        "get_details_by_id" => {
            let id = given.first().and_then(|id| id.as_ref()).and_then(V::str);
            match id.and_then(|id| id.chars().next()) {
                Some('L') => Some("lines"),
                Some('D') => Some("devices"),
                Some('B') => Some("bills"),
                Some('C') => Some("customers"),
                Some('P') => Some("plans"),
                _ => None,
            }
        }
        _ => Some("customers"),
    }
}
