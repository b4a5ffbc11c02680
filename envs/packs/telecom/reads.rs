//! What the desk can look up.

use crate::{
    kit::json::Json,
    rows::{gigabytes, is_called, is_true, line, list, money, number, on_off, row, rows, say, text, Answer},
};

pub fn find_customer(arguments: &Json) -> Answer {
    let digits: String = text(arguments, "phone").chars().filter(char::is_ascii_digit).collect();
    let id = row("phones", &digits, "customer with the phone number")?;
    say(format!("customer {}", id.text().unwrap_or("")))
}

pub fn get_customer(arguments: &Json) -> Answer {
    let id = text(arguments, "customer_id");
    let customer = row("customers", id, "customer")?;
    let mut said = format!("customer {id}: {}, phone {}\nlines:", text(&customer, "name"), text(&customer, "phone"));
    for line_id in list(&customer, "lines").iter().filter_map(Json::text) {
        let line = row("lines", line_id, "line")?;
        said += &format!("\n- line {line_id}: {}, {}", text(&line, "number"), text(&line, "label"));
    }
    let card = |card: &Json| format!("{} ({})", text(card, "id"), text(card, "kind"));
    let cards: Vec<String> = list(&customer, "cards").iter().map(card).collect();
    said += &format!("\ncards: {}", cards.join(", "));
    say(said)
}

pub fn get_line(arguments: &Json) -> Answer {
    let (id, line) = line(arguments)?;
    let plan = row("plans", text(&line, "plan"), "plan")?;
    let reason = match text(&line, "reason") {
        "" => String::new(),
        reason => format!(" ({reason})"),
    };
    let leaves = if is_true(&line, "leaves") { "; a porting code was issued" } else { "" };
    let trip = match row("trips", id, "trip") {
        Ok(trip) => format!("{} from day {}", text(&trip, "pack"), number(&trip, "day")),
        Err(_) => "none".to_owned(),
    };
    let ticket = match row("tickets", id, "ticket") {
        Ok(ticket) => format!("\nticket: the outage ends on day {}", number(&ticket, "day")),
        Err(_) => String::new(),
    };
    say(format!(
        "line {id} of {}: {}, {}\nplan: {} ({})\nstatus: {}{reason}{leaves}\nroaming at the line: {}\nroaming pack: {trip}\ndata this month: {} of {} GB used\nSIM: {}\ncontract: bound up to day {}\nin this network since: day {}\ninstalments of the phone still to be paid: {}\nphone: {}{ticket}",
        text(&line, "owner"),
        text(&line, "number"),
        text(&line, "label"),
        text(&line, "plan"),
        text(&plan, "name"),
        text(&line, "status"),
        on_off(is_true(&line, "roaming")),
        number(&line, "used"),
        gigabytes(&line),
        text(&line, "sim"),
        number(&line, "contract"),
        number(&line, "joined"),
        number(&line, "instalments"),
        if is_true(&line, "unlocked") { "unlocked" } else { "bound to this network" }
    ))
}

pub fn get_sim(arguments: &Json) -> Answer {
    let (id, line) = line(arguments)?;
    say(format!("SIM {} of line {id}: the code that unlocks it is {}", text(&line, "sim"), text(&line, "puk")))
}

pub fn get_usage(arguments: &Json) -> Answer {
    let (id, line) = line(arguments)?;
    let months = list(&line, "usage").iter().filter_map(Json::number);
    let months: Vec<String> = months.map(|gb| format!("{gb} GB")).collect();
    say(format!("data used by line {id} in the last three months: {}", months.join(", ")))
}

pub fn list_plans() -> Answer {
    let mut said = String::from("plans:");
    for (key, plan) in rows("plans", "") {
        said += &format!(
            "\n- plan {key}: {}, {} GB a month, {} a month",
            text(&plan, "name"),
            number(&plan, "gb"),
            money(number(&plan, "cents"))
        );
    }
    let gigabyte = row("terms", "gigabyte", "price")?.number().unwrap_or(0);
    say(format!("{said}\nadded data: {} for each GB", money(gigabyte)))
}

pub fn list_bills(arguments: &Json) -> Answer {
    let id = text(arguments, "customer_id");
    let customer = row("customers", id, "customer")?;
    let mut said = format!("bills of {id}:");
    for key in list(&customer, "bills").iter().filter_map(Json::text) {
        let bill = row("bills", key, "bill")?;
        let card = match text(&bill, "card") {
            "" => String::new(),
            card => format!(" with {card}"),
        };
        said += &format!(
            "\n- bill {key}: month {}, {}, due on day {}, {}{card}",
            number(&bill, "month"),
            money(number(&bill, "cents")),
            number(&bill, "due"),
            text(&bill, "status")
        );
    }
    say(said)
}

pub fn get_bill(arguments: &Json) -> Answer {
    let id = text(arguments, "bill_id");
    let bill = row("bills", id, "bill")?;
    let digits: String = id.chars().skip(1).collect();
    let mut said = format!("bill {id} of {}, month {}:", text(&bill, "owner"), number(&bill, "month"));
    for (key, charge) in rows("charges", &format!("h{digits}-")) {
        let refunded = if is_true(&charge, "refunded") { ", refunded" } else { "" };
        said += &format!(
            "\n- charge {key}: {}, {}, line {}, day {}{refunded}",
            text(&charge, "text"),
            money(number(&charge, "cents")),
            text(&charge, "line"),
            number(&charge, "day")
        );
    }
    say(format!("{said}\ntotal: {}", money(number(&bill, "cents"))))
}

pub fn get_charge(arguments: &Json) -> Answer {
    let id = text(arguments, "charge_id");
    let charge = row("charges", id, "charge")?;
    let order = match text(&charge, "order") {
        "" => "none is on record",
        order => order,
    };
    let refunded = if is_true(&charge, "refunded") { "; refunded" } else { "" };
    say(format!(
        "charge {id} of {}: {}, {}, day {}{refunded}\norder: {order}",
        text(&charge, "owner"),
        text(&charge, "text"),
        money(number(&charge, "cents")),
        number(&charge, "day")
    ))
}

pub fn get_outages(arguments: &Json) -> Answer {
    let given = text(arguments, "area");
    let areas = rows("areas", "");
    let (name, area) = match areas.iter().find(|(name, _)| is_called(name, given)) {
        Some(found) => found,
        None => {
            let names: Vec<&str> = areas.iter().map(|(name, _)| name.as_str()).collect();
            return Err(format!("not_found: there is no area `{given}`; there are: {}", names.join(", ")));
        }
    };
    match number(area, "outage") {
        0 => say(format!("outages in {name}: none")),
        day => say(format!("outages in {name}: the network is down and back on day {day}")),
    }
}

pub fn list_roaming_packs(arguments: &Json) -> Answer {
    let given = text(arguments, "country");
    let packs = rows("packs", "");
    let mut packs = packs.iter().filter(|(_, pack)| is_called(text(pack, "country"), given)).peekable();
    let mut said = match packs.peek() {
        Some((_, pack)) => format!("roaming packs for {}:", text(pack, "country")),
        None => return Err(format!("not_found: there are no roaming packs for `{given}`")),
    };
    for (key, pack) in packs {
        said += &format!("\n- pack {key}: {} days, {}", number(pack, "days"), money(number(pack, "cents")));
    }
    say(said)
}

pub fn check_pin(arguments: &Json) -> Answer {
    let id = text(arguments, "customer_id");
    let customer = row("customers", id, "customer")?;
    let how = if text(&customer, "pin") == text(arguments, "pin") { "right" } else { "wrong" };
    say(format!("the PIN {} of {id} is {how}", text(arguments, "pin")))
}
