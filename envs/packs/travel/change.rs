//! Changing what is booked, and making up for what went wrong.

use crate::book::{flights, leg};
use crate::kit::{self, json::Json};
use crate::reads::{BUSINESS_ROWS, LETTERS, ROWS};
use crate::rows::*;

/// What a bag costs that is not free.
const BAG: i64 = 5_000;

/// What a change has cost, as it is said.
fn difference(cents: i64, payment: &str) -> String {
    if cents < 0 {
        format!("refund: {} to {payment}", money(-cents))
    } else {
        format!("paid: {} with {payment}", money(cents))
    }
}

fn once(reservation: &Json, id: &str, field: &str, what: &str) -> Result<(), String> {
    if reservation.field(field).is_some() {
        return Err(format!("conflict: {what} of reservation {id} were settled already, which is possible once"));
    }
    Ok(())
}

/// Sees that no seat was chosen, which belongs to a flight and a cabin.
fn no_seats(reservation: &Json, id: &str) -> Result<(), String> {
    if list(reservation, "seats").is_empty() {
        return Ok(());
    }
    Err(format!("conflict: seats of reservation {id} were chosen already"))
}

pub fn change_flights(arguments: &Json) -> Answer {
    let (id, mut reservation) = standing(arguments)?;
    once(&reservation, id, "flights_before", "the flights")?;
    no_seats(&reservation, id)?;
    let payment = text(arguments, "payment_id");
    let (owner, cabin) = (text(&reservation, "customer").to_owned(), text(&reservation, "cabin").to_owned());
    let mut customer = row("customers", &owner, "customer")?;
    let count = list(&reservation, "passengers").len() as i64;
    let before = list(&reservation, "flights").to_vec();
    let new = flights(arguments)?;
    let is_alike = |(leg, (_, flight)): (&Json, &(String, Json))| {
        text(leg, "from") == text(flight, "from") && text(leg, "to") == text(flight, "to")
    };
    if new.len() != before.len() || !before.iter().zip(&new).all(is_alike) {
        return Err(format!("precondition(route): reservation {id} goes between other cities, or back as well"));
    }
    let (mut total, mut legs, mut moved) = (0, vec![], vec![]);
    for (old, (key, found)) in before.iter().zip(new) {
        let (old_key, old_flight) = flight(text(old, "number"), text(old, "date"))?;
        let paid = number(old, "cents");
        if old_key == key {
            legs.push(old.clone());
            continue;
        }
        can_take(&key, &found, &cabin, count)?;
        let is_replaced = text(&old_flight, "status") == "cancelled";
        let cents = if is_replaced { paid } else { inner(&found, "cents", &cabin) };
        total += (cents - paid) * count;
        legs.push(leg(&key, &found, cents));
        moved.push(((old_key, old_flight), (key, found)));
    }
    if moved.is_empty() {
        return Err(format!("conflict: reservation {id} has these flights already"));
    }
    charge(&mut customer, payment, total)?;
    for ((old_key, mut old), (key, mut found)) in moved {
        if is_bookable(&old_key, &old) {
            take_seats(&old_key, &mut old, &cabin, -count);
        }
        take_seats(&key, &mut found, &cabin, count);
    }
    reservation.set("flights", Json::List(legs));
    reservation.set("flights_before", Json::List(before));
    keep_charge(&mut reservation, "flights_charge", total, payment);
    kit::put_json("reservations", id, &reservation);
    kit::put_json("customers", &owner, &customer);
    say(format!("reservation {id} has other flights; {}", difference(total, payment)))
}

pub fn change_cabin(arguments: &Json) -> Answer {
    let (id, mut reservation) = standing(arguments)?;
    once(&reservation, id, "cabin_before", "the cabins")?;
    no_seats(&reservation, id)?;
    let (cabin, payment) = (text(arguments, "cabin"), text(arguments, "payment_id"));
    let (owner, before) = (text(&reservation, "customer").to_owned(), text(&reservation, "cabin").to_owned());
    if cabin == before {
        return Err(format!("conflict: reservation {id} is in {cabin} already"));
    }
    let mut customer = row("customers", &owner, "customer")?;
    let count = list(&reservation, "passengers").len() as i64;
    let (mut total, mut legs, mut all) = (0, vec![], vec![]);
    for old in list(&reservation, "flights") {
        let (key, found) = flight(text(old, "number"), text(old, "date"))?;
        can_take(&key, &found, cabin, count)?;
        let cents = inner(&found, "cents", cabin);
        total += (cents - number(old, "cents")) * count;
        legs.push(leg(&key, &found, cents));
        all.push((key, found));
    }
    charge(&mut customer, payment, total)?;
    for (key, mut found) in all {
        take_seats(&key, &mut found, &before, -count);
        take_seats(&key, &mut found, cabin, count);
    }
    reservation.set("flights", Json::List(legs));
    reservation.set("cabin", Json::of(cabin));
    reservation.set("cabin_before", Json::of(&before));
    keep_charge(&mut reservation, "cabin_charge", total, payment);
    kit::put_json("reservations", id, &reservation);
    kit::put_json("customers", &owner, &customer);
    say(format!("reservation {id} is in {cabin}; before: {before}; {}", difference(total, payment)))
}

pub fn add_bags(arguments: &Json) -> Answer {
    let (id, mut reservation) = standing(arguments)?;
    once(&reservation, id, "bags_charge", "the bags")?;
    let (bags, not_free, payment) =
        (number(arguments, "bags"), number(arguments, "paid_bags"), text(arguments, "payment_id"));
    if not_free > bags {
        return Err(format!("precondition(bags): of {bags} bags {not_free} cannot be paid"));
    }
    let owner = text(&reservation, "customer").to_owned();
    let mut customer = row("customers", &owner, "customer")?;
    let total = not_free * BAG;
    charge(&mut customer, payment, total)?;
    reservation.set("bags", Json::Number(bags));
    reservation.set("paid_bags", Json::Number(not_free));
    keep_charge(&mut reservation, "bags_charge", total, payment);
    kit::put_json("reservations", id, &reservation);
    kit::put_json("customers", &owner, &customer);
    say(format!("reservation {id} has bags: {bags}, not free: {not_free}; {}", difference(total, payment)))
}

pub fn choose_seat(arguments: &Json) -> Answer {
    let (id, mut reservation) = standing(arguments)?;
    let seat = text(arguments, "seat").to_uppercase();
    let named = text(arguments, "number").to_uppercase();
    let legs = list(&reservation, "flights");
    let leg = legs.iter().find(|leg| text(leg, "number") == named);
    let leg = leg.ok_or(format!("not_found: reservation {id} has no flight {named}"))?;
    let (key, mut found) = flight(&named, text(leg, "date"))?;
    let at = number(arguments, "passenger");
    let person = list(&reservation, "passengers").get((at - 1).max(0) as usize);
    let person = person.ok_or(format!("not_found: reservation {id} has no passenger {at}"))?;
    let letter = seat.chars().last().unwrap_or(' ');
    let line: u32 = seat.get(..seat.len().saturating_sub(1)).and_then(|line| line.parse().ok()).unwrap_or(0);
    if line < 1 || line > ROWS || !LETTERS.contains(&letter) || seat != format!("{line}{letter}") {
        return Err(format!("not_found: there is no seat `{seat}`"));
    }
    let cabin = text(&reservation, "cabin");
    if (line <= BUSINESS_ROWS) != (cabin == "business") {
        return Err(format!("precondition(cabin): seat {seat} is not in the cabin of reservation {id}, {cabin}"));
    }
    if !is_bookable(&key, &found) {
        return Err(format!("precondition(bookable): flight {} takes no seats any more", key.replace('/', " on ")));
    }
    let mut taken = texts(&found, "taken");
    if taken.contains(&seat) {
        return Err(format!("conflict: seat {seat} is taken"));
    }
    let mut seats = texts(&reservation, "seats");
    let begins = format!("{} on {}, passenger {at}: ", named, text(leg, "date"));
    if seats.iter().any(|chosen| chosen.starts_with(&begins)) {
        return Err(format!("conflict: passenger {at} has a seat on flight {named} already"));
    }
    let said = format!("{begins}{seat}");
    let answer = format!("seat {seat} of {} is taken for passenger {at}, {}", key.replace('/', " on "), text(person, "name"));
    seats.push(said);
    seats.sort_unstable();
    taken.push(seat);
    taken.sort_unstable();
    found.set("taken", of_texts(&taken));
    reservation.set("seats", of_texts(&seats));
    kit::put_json("flights", &key, &found);
    kit::put_json("reservations", id, &reservation);
    say(answer)
}

pub fn issue_certificate(arguments: &Json) -> Answer {
    let id = text(arguments, "reservation_id");
    let mut reservation = row("reservations", id, "reservation")?;
    if reservation.field("compensated").is_some() {
        return Err(format!("conflict: a certificate was issued for reservation {id} already"));
    }
    let count = list(&reservation, "passengers").len() as i64;
    let cents = number(arguments, "cents_each").saturating_mul(count);
    let owner = text(&reservation, "customer").to_owned();
    let mut customer = row("customers", &owner, "customer")?;
    let certificate = format!("cert_{}", digits(id));
    let mut payments = list(&customer, "payments").to_vec();
    payments.push(Json::object(vec![
        ("id", Json::of(&certificate)),
        ("kind", Json::of("certificate")),
        ("cents", Json::Number(cents)),
    ]));
    payments.sort_by(|a, b| text(a, "id").cmp(text(b, "id")));
    customer.set("payments", Json::List(payments));
    reservation.set("compensated", Json::Number(cents));
    kit::put_json("reservations", id, &reservation);
    kit::put_json("customers", &owner, &customer);
    say(format!("certificate {certificate} of {} is issued to {owner} for reservation {id}", money(cents)))
}
