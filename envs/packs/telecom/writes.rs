//! What the desk can change.

use crate::{
    kit::{self, json::Json},
    rows::{gigabytes, is_true, line, line_that_is, list, money, number, on_off, row, say, text, Answer},
};

pub fn take_payment(arguments: &Json) -> Answer {
    let (id, card_id) = (text(arguments, "bill_id"), text(arguments, "card_id"));
    let mut bill = row("bills", id, "bill")?;
    if text(&bill, "status") == "paid" {
        return Err(format!("conflict: bill {id} is paid"));
    }
    let customer = row("customers", text(&bill, "owner"), "customer")?;
    let mut cards = list(&customer, "cards").iter();
    if !cards.any(|card| text(card, "id") == card_id) {
        return Err(format!("permission: there is no card `{card_id}` of the customer whose bill {id} is"));
    }
    bill.set("status", Json::of("paid"));
    bill.set("card", Json::of(card_id));
    kit::put_json("bills", id, &bill);
    say(format!("bill {id}: {} taken from {card_id}; it is paid", money(number(&bill, "cents"))))
}

pub fn resume_line(arguments: &Json) -> Answer {
    let (id, mut line) = line_that_is(arguments, "suspended")?;
    line.set("status", Json::of("active"));
    line.set("reason", Json::of(""));
    kit::put_json("lines", id, &line);
    say(format!("line {id} is active again"))
}

pub fn set_roaming(arguments: &Json) -> Answer {
    let (id, mut line) = line(arguments)?;
    let (to, is_on) = (text(arguments, "to"), is_true(&line, "roaming"));
    if to == on_off(is_on) {
        return Err(format!("conflict: roaming at line {id} is {to} already"));
    }
    line.set("roaming", Json::Bool(!is_on));
    kit::put_json("lines", id, &line);
    say(format!("roaming at line {id} is {to}; before: {}", on_off(is_on)))
}

pub fn add_data(arguments: &Json) -> Answer {
    let (id, mut line) = line(arguments)?;
    if number(&line, "added") > 0 {
        return Err(format!("conflict: data was added to line {id} this month already"));
    }
    let gb = number(arguments, "gigabytes");
    let price = row("terms", "gigabyte", "price")?.number().unwrap_or(0);
    line.set("added", Json::Number(gb));
    kit::put_json("lines", id, &line);
    say(format!("{gb} GB added to line {id}, which now has {} GB this month; charged: {}", gigabytes(&line), money(gb * price)))
}

pub fn change_plan(arguments: &Json) -> Answer {
    let (id, mut line) = line(arguments)?;
    let key = text(arguments, "plan_id");
    let plan = row("plans", key, "plan")?;
    let before = text(&line, "plan").to_owned();
    if before == key {
        return Err(format!("conflict: line {id} has plan {key} already"));
    }
    line.set("plan", Json::of(key));
    line.set("monthly", Json::Number(number(&plan, "cents")));
    kit::put_json("lines", id, &line);
    say(format!(
        "line {id} has plan {key} ({}) with {} GB this month, for {} a month; before: {before}",
        text(&plan, "name"),
        gigabytes(&line),
        money(number(&plan, "cents"))
    ))
}

pub fn open_ticket(arguments: &Json) -> Answer {
    let (id, _) = line(arguments)?;
    if kit::get("tickets", id).is_some() {
        return Err(format!("conflict: there is a ticket about line {id} already"));
    }
    let day = number(arguments, "ends_on_day");
    kit::put_json("tickets", id, &Json::object(vec![("day", Json::Number(day))]));
    say(format!("a ticket about line {id} is open: the outage ends on day {day}, and the customer is told"))
}

pub fn refund_charge(arguments: &Json) -> Answer {
    let id = text(arguments, "charge_id");
    let mut charge = row("charges", id, "charge")?;
    if is_true(&charge, "refunded") {
        return Err(format!("conflict: charge {id} was refunded already"));
    }
    charge.set("refunded", Json::Bool(true));
    kit::put_json("charges", id, &charge);
    say(format!("charge {id}: {} refunded", money(number(&charge, "cents"))))
}

pub fn replace_sim(arguments: &Json) -> Answer {
    let (id, mut line) = line(arguments)?;
    if text(&line, "sim").ends_with("-n") {
        return Err(format!("conflict: the SIM of line {id} was replaced today already"));
    }
    let (before, new) = (text(&line, "sim").to_owned(), format!("{}-n", text(&line, "sim")));
    line.set("sim", Json::of(&new));
    kit::put_json("lines", id, &line);
    say(format!("SIM {before} of line {id} is off; the new one is {new}"))
}

pub fn issue_porting_code(arguments: &Json) -> Answer {
    let (id, mut line) = line(arguments)?;
    if is_true(&line, "leaves") {
        return Err(format!("conflict: a porting code for line {id} was issued already"));
    }
    line.set("leaves", Json::Bool(true));
    kit::put_json("lines", id, &line);
    say(format!("a porting code for line {id} is issued and sent to the customer"))
}

pub fn book_roaming_pack(arguments: &Json) -> Answer {
    let (id, _) = line(arguments)?;
    let (key, day) = (text(arguments, "pack_id"), number(arguments, "first_day"));
    let pack = row("packs", key, "roaming pack")?;
    if kit::get("trips", id).is_some() {
        return Err(format!("conflict: there is a roaming pack at line {id} already"));
    }
    let trip = Json::object(vec![("pack", Json::of(key)), ("day", Json::Number(day))]);
    kit::put_json("trips", id, &trip);
    say(format!(
        "line {id} has the roaming pack {key} for {} from day {day} to day {}; charged: {}",
        text(&pack, "country"),
        day + number(&pack, "days") - 1,
        money(number(&pack, "cents"))
    ))
}

pub fn unlock_phone(arguments: &Json) -> Answer {
    let (id, mut line) = line(arguments)?;
    if is_true(&line, "unlocked") {
        return Err(format!("conflict: the phone of line {id} is unlocked already"));
    }
    line.set("unlocked", Json::Bool(true));
    kit::put_json("lines", id, &line);
    say(format!("the phone of line {id} is unlocked: it works in any network"))
}
