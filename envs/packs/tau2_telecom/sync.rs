//! What keeps the two databases equal.

use super::agent::{customer_by_phone, float_of};
use super::billing::bills_awaiting_payment;
use super::check_database;
use super::python::{not_compared, Ask};
use super::state::State;
use super::state::Table::{Bills, Lines, Plans};
use super::tau2::V;

type Result<T> = std::result::Result<T, String>;

/// Makes what the user sees of their line equal to what the agent's database says, and a bill that the user paid paid.
///
/// # Errors
/// As tau2 raises them, with all that was set before the error set.
pub fn sync(state: &mut State) -> Result<()> {
    let phone = state.surroundings().field("phone_number").clone();
    if phone.is_none() {
        return Ok(());
    }
    check_database("assistant", "TelecomDB", "lines")?;
    let line = state.first(Lines, "phone_number", &phone);
    let line =
        line.ok_or_else(|| format!("Line with phone number {} not found", phone.to_str()))?;
    let line = state.entry(Lines, line).clone();
    set_around(state, "line_active", line.field("status").is("Active"));
    set_around(
        state,
        "roaming_allowed",
        line.field("roaming_enabled").truthy(),
    );
    let plan = state.find(Plans, line.field("plan_id"))?;
    let limit = float_of(state.entry(Plans, plan).field("data_limit_gb"));
    let limit = limit + float_of(line.field("data_refueling_gb"));
    let used = line.field("data_used_gb");
    let used = used
        .number()
        .ok_or_else(|| not_compared(">=", used, "float"))?;
    set_around(state, "mobile_data_usage_exceeded", used >= limit);

    let request = state.surroundings().field("payment_request").clone();
    if request.field("paid").truthy() {
        let bill = state.find(Bills, request.field("bill_id"))?;
        state.change(Bills, bill).set("status", V::of("Paid"));
        state.surroundings_mut().set("payment_request", V::None);
    }
    if state.surroundings().field("payment_request").is_none() {
        let customer = customer_by_phone(state, &phone)?;
        if let Some(bill) = bills_awaiting_payment(state, customer)?.first() {
            let bill = state.entry(Bills, *bill).clone();
            let request = V::dict(vec![
                ("bill_id", bill.field("bill_id").clone()),
                ("amount_due", bill.field("total_due").clone()),
                ("paid", V::Bool(false)),
            ]);
            state.surroundings_mut().set("payment_request", request);
        }
    }
    Ok(())
}

pub fn set_around(state: &mut State, field: &str, value: bool) {
    if !matches!(state.surroundings().field(field), V::Bool(old) if *old == value) {
        state.surroundings_mut().set(field, V::Bool(value));
    }
}
