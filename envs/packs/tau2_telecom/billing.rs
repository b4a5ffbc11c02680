//! Bills: shown, asked to be paid, charged, overdue.

use super::agent::{float_of, ids, target_line};
use super::python::{not_compared, two_digits, Ask};
use super::state::State;
use super::state::Table::{Bills, Customers, Lines, Plans};
use super::tau2::{kit, text::float, texts, Raised, V};
use super::{Answer, TODAY};

type Result<T> = std::result::Result<T, String>;

/// First and last day of the month before, and when a bill of its first day is due.
const LAST_MONTH: [&str; 3] = ["2025-01-01", "2025-01-31", "2025-01-15"];
/// The same of the month after.
const NEXT_MONTH: [&str; 3] = ["2025-03-01", "2025-03-31", "2025-03-15"];

/// The bills of a customer that await payment, in the order the customer lists them.
pub fn bills_awaiting_payment(state: &mut State, customer: usize) -> Result<Vec<usize>> {
    bills_with(state, customer, "Awaiting Payment")
}

pub fn bills_with(state: &mut State, customer: usize, status: &str) -> Result<Vec<usize>> {
    let mut found = vec![];
    for id in ids(state, customer, "bill_ids") {
        let bill = state.find(Bills, &id)?;
        if state.has(Bills, bill, "status", &V::of(status)) {
            found.push(bill);
        }
    }
    Ok(found)
}

pub fn bills(state: &mut State, customer_id: &V, limit: &V) -> Result<Answer> {
    let customer = state.find(Customers, customer_id)?;
    let mut bills = vec![];
    for id in ids(state, customer, "bill_ids") {
        let bill = state.find(Bills, &id)?;
        bills.push(state.entry(Bills, bill).clone());
    }
    // Dates as text are in the order of the days; bills of one day stay in the customer's order.
    bills.sort_by(|a, b| {
        b.field("issue_date")
            .str()
            .cmp(&a.field("issue_date").str())
    });
    let count = bills.len() as i64;
    let limit = match limit {
        V::Int(limit) => *limit,
        V::Bool(limit) => i64::from(*limit),
        V::None => count,
        _ => {
            let why = "slice indices must be integers or None or have an __index__ method";
            return Err(why.to_owned());
        }
    };
    let end = if limit < 0 {
        limit.saturating_add(count)
    } else {
        limit
    };
    bills.truncate(end.clamp(0, count) as usize);
    Ok(Answer::Json(V::List(bills)))
}

pub fn send_payment_request(state: &mut State, customer_id: &V, bill_id: &V) -> Result<Answer> {
    let customer = state.find(Customers, customer_id)?;
    if !bills_awaiting_payment(state, customer)?.is_empty() {
        return Err("A bill is already awaiting payment for this customer".to_owned());
    }
    if !ids(state, customer, "bill_ids")
        .iter()
        .any(|id| id == bill_id)
    {
        let (bill, customer) = (bill_id.to_str(), customer_id.to_str());
        return Err(format!("Bill {bill} not found for customer {customer}"));
    }
    let bill = state.find(Bills, bill_id)?;
    state
        .change(Bills, bill)
        .set("status", V::of("Awaiting Payment"));
    let id = state.entry(Bills, bill).field("bill_id").to_str();
    Ok(Answer::Text(format!(
        "Payment request sent to the customer for bill {id}"
    )))
}

pub fn refuel_data(state: &mut State, customer_id: &V, line_id: &V, amount: &V) -> Result<Answer> {
    let line = target_line(state, customer_id, line_id)?;
    let gb = amount
        .number()
        .ok_or_else(|| not_compared("<=", amount, "int"))?;
    if gb <= 0.0 {
        return Err("Refuel amount must be positive".to_owned());
    }
    let plan_id = state.entry(Lines, line).field("plan_id").clone();
    let plan = state.find(Plans, &plan_id)?;
    let price = float_of(
        state
            .entry(Plans, plan)
            .field("data_refueling_price_per_gb"),
    );
    let charge = gb * price;
    let refueled = float_of(state.entry(Lines, line).field("data_refueling_gb")) + gb;
    state
        .change(Lines, line)
        .set("data_refueling_gb", V::Float(refueled));
    let (amount, price) = (amount.to_str(), float(price));
    let description = format!("Data refueling: {amount} GB at ${price}/GB");
    charge_once(state, customer_id, charge, description)?;
    let message = format!(
        "Successfully added {amount} GB of data for line {} for ${}",
        line_id.to_str(),
        two_digits(charge)
    );
    Ok(Answer::Json(V::dict(vec![
        ("message", V::Str(message)),
        ("new_data_refueling_gb", V::Str(float(refueled))),
        ("charge", V::Str(float(charge))),
    ])))
}

pub fn bill(id: V, customer_id: &V, month: [&str; 3], status: &str) -> V {
    V::dict(vec![
        ("bill_id", id),
        ("customer_id", customer_id.clone()),
        ("period_start", V::of(month[0])),
        ("period_end", V::of(month[1])),
        ("issue_date", V::of(month[0])),
        ("total_due", V::Float(0.0)),
        ("due_date", V::of(month[2])),
        ("line_items", V::List(vec![])),
        ("status", V::of(status)),
    ])
}

pub fn add_item(bill: &mut V, description: String, amount: f64, kind: &str) {
    let item = V::dict(vec![
        ("description", V::Str(description)),
        ("amount", V::Float(amount)),
        ("date", V::of(TODAY)),
        ("item_type", V::of(kind)),
    ]);
    bill.push("line_items", item);
    let total = float_of(bill.field("total_due")) + amount;
    bill.set("total_due", V::Float(total));
}

/// Adds an item to the customer's draft of the next bill, which is made where there is none.
pub fn charge_once(
    state: &mut State,
    customer_id: &V,
    amount: f64,
    description: String,
) -> Result<()> {
    let customer = state.find(Customers, customer_id)?;
    let mut draft = None;
    for id in ids(state, customer, "bill_ids") {
        let bill = state.find(Bills, &id)?;
        if state.entry(Bills, bill).field("status").is("Draft") {
            draft = Some(bill);
            break;
        }
    }
    let draft = draft.unwrap_or_else(|| {
        let id = V::Str(format!("B{:08x}", kit::random() as u32));
        state
            .change(Customers, customer)
            .push("bill_ids", id.clone());
        state.append(Bills, bill(id, customer_id, NEXT_MONTH, "Draft"))
    });
    let kind = if amount < 0.0 { "Credit" } else { "Charge" };
    add_item(state.change(Bills, draft), description, amount, kind);
    Ok(())
}

pub fn suspend_for_bill(
    state: &mut State,
    customer_id: &V,
    line_id: &V,
    bill_id: &V,
    contract_ended: &V,
) -> Result<Answer> {
    let line = state.find(Lines, line_id)?;
    if !state.entry(Lines, line).field("status").is("Active") {
        return Err("Line must be active to suspend for unpaid bill".to_owned());
    }
    let plan_id = state.entry(Lines, line).field("plan_id").clone();
    let plan = state.find(Plans, &plan_id)?;
    let amount = float_of(state.entry(Plans, plan).field("price_per_month"));
    let description = format!(
        "Charge for line {}",
        state.entry(Lines, line).field("line_id").to_str()
    );
    if amount <= 0.0 {
        return Err("Amount must be positive for overdue bill".to_owned());
    }
    let customer = state.find(Customers, customer_id)?;
    if !bills_with(state, customer, "Overdue")?.is_empty() {
        return Err("Customer already has an overdue bill".to_owned());
    }
    texts("Bill", &[("bill_id", bill_id)]).map_err(|Raised(why)| why)?;
    let mut overdue = bill(bill_id.clone(), customer_id, LAST_MONTH, "Overdue");
    add_item(&mut overdue, description, amount, "Charge");
    state.append(Bills, overdue);
    state
        .change(Customers, customer)
        .push("bill_ids", bill_id.clone());
    let entry = state.change(Lines, line);
    entry.set("status", V::of("Suspended"));
    entry.set("suspension_start_date", V::of(TODAY));
    if contract_ended.truthy() {
        entry.set("contract_end_date", V::of(LAST_MONTH[1]));
    }
    Ok(Answer::Text(format!(
        "Line {} suspended for unpaid bill {}. Contract ended: {}",
        line_id.to_str(),
        bill_id.to_str(),
        contract_ended.to_str()
    )))
}

pub fn overdue_bill_exists(state: &mut State, customer_id: &V, bill_id: &V) -> Result<Answer> {
    let customer = state.find(Customers, customer_id)?;
    let id = bill_id.to_str();
    if !ids(state, customer, "bill_ids")
        .iter()
        .any(|own| own == bill_id)
    {
        return Err(format!("Overdue bill {id} not found"));
    }
    let bill = state.find(Bills, bill_id)?;
    if !state.entry(Bills, bill).field("status").is("Overdue") {
        return Err(format!("Overdue bill {id} is not overdue"));
    }
    Ok(Answer::Bool(true))
}
