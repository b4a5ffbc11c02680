//! A company as its tables hold it.

use super::{
    names::{AREAS, CARDS},
    world::{Bill, Customer, Line, World},
};
use serde_json::{Value, json};
use std::sync::Arc;
use truestep_sandbox::{
    Base, BaseBuilder, KeyKind, TableId, TableSpec, ValueKind, tables::BadTable,
};

/// Put a row into a table.
fn put(base: &mut BaseBuilder, table: TableId, key: &str, row: &Value) -> Result<(), BadTable> {
    base.row(table, key, row.to_string().as_bytes())?;
    Ok(())
}

/// The tables of a company.
pub(super) fn tables(world: &World) -> Result<Arc<Base>, BadTable> {
    let mut base = Base::builder();
    let table = |base: &mut BaseBuilder, name| {
        base.table(TableSpec::new(name, KeyKind::Text, ValueKind::Json))
    };
    let terms = table(&mut base, "terms")?;
    put(&mut base, terms, "gigabyte", &json!(world.gigabyte))?;
    let plans = table(&mut base, "plans")?;
    for plan in &world.plans {
        let row = json!({"name": plan.name, "gb": plan.gb, "cents": plan.cents});
        put(&mut base, plans, &plan.id, &row)?;
    }
    let packs = table(&mut base, "packs")?;
    for pack in &world.packs {
        let row = json!({"country": pack.country, "days": pack.days, "cents": pack.cents});
        put(&mut base, packs, &pack.id, &row)?;
    }
    let areas = table(&mut base, "areas")?;
    for (area, outage) in AREAS.iter().zip(&world.outages) {
        put(&mut base, areas, area, &json!({"outage": outage}))?;
    }
    let (people, numbers) = (table(&mut base, "customers")?, table(&mut base, "phones")?);
    let (lines, settings) = (
        table(&mut base, "lines")?,
        table(&mut base, "phone_settings")?,
    );
    let (bills, charges) = (table(&mut base, "bills")?, table(&mut base, "charges")?);
    table(&mut base, "tickets")?;
    table(&mut base, "trips")?;
    for customer in &world.customers {
        let owner = &customer.id;
        put(&mut base, people, owner, &customer_row(customer))?;
        let digits = customer.phone.chars().filter(char::is_ascii_digit);
        let digits: String = digits.collect();
        put(&mut base, numbers, &digits, &json!(owner))?;
        for line in &customer.lines {
            let digits = line.number.chars().filter(char::is_ascii_digit);
            let digits: String = digits.collect();
            put(&mut base, numbers, &digits, &json!(owner))?;
            put(&mut base, lines, &line.id, &line_row(world, owner, line))?;
            put(&mut base, settings, &line.id, &line.phone.row(owner))?;
        }
        for bill in &customer.bills {
            put(&mut base, bills, &bill.id, &bill_row(owner, bill))?;
            for charge in &bill.charges {
                let row = json!({"owner": owner, "bill": bill.id, "line": customer.lines[charge.line].id,
                    "text": charge.text, "cents": charge.cents, "day": charge.day, "order": charge.order,
                    "premium": charge.is_premium});
                put(&mut base, charges, &charge.id, &row)?;
            }
        }
    }
    Ok(base.build())
}

fn customer_row(customer: &Customer) -> Value {
    let cards = customer.cards.iter().zip(CARDS);
    let cards: Vec<Value> = cards
        .map(|(id, kind)| json!({"id": id, "kind": kind}))
        .collect();
    let lines: Vec<&str> = customer.lines.iter().map(|line| line.id.as_str()).collect();
    let bills: Vec<&str> = customer.bills.iter().map(|bill| bill.id.as_str()).collect();
    json!({"name": customer.name, "phone": customer.phone, "pin": customer.pin, "lines": lines, "cards": cards,
        "bills": bills})
}

fn line_row(world: &World, owner: &str, line: &Line) -> Value {
    let status = match line.reason {
        "" => "active",
        _ => "suspended",
    };
    json!({"owner": owner, "number": line.number, "label": line.label, "plan": world.plans[line.plan].id,
        "monthly": world.plans[line.plan].cents, "status": status, "reason": line.reason, "roaming": line.roaming, "used": line.used, "added": 0,
        "sim": line.sim, "puk": line.puk, "contract": line.contract, "joined": line.joined,
        "instalments": line.instalments, "unlocked": line.is_unlocked, "usage": line.usage})
}

fn bill_row(owner: &str, bill: &Bill) -> Value {
    json!({"owner": owner, "month": bill.month, "due": bill.due, "cents": bill.cents(), "status": bill.status})
}
