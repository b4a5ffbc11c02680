//! What rows and arguments hold, and how money moves.

use crate::kit::{self, json::Json, Reply};

pub type Answer = Result<Reply, String>;

/// The cabins, from the cheapest.
pub const CABINS: [&str; 3] = ["basic economy", "economy", "business"];

pub fn text<'a>(object: &'a Json, name: &str) -> &'a str {
    object.field(name).and_then(Json::text).unwrap_or("")
}

pub fn number(object: &Json, name: &str) -> i64 {
    object.field(name).and_then(Json::number).unwrap_or(0)
}

pub fn list<'a>(object: &'a Json, name: &str) -> &'a [Json] {
    match object.field(name) {
        Some(Json::List(items)) => items,
        _ => &[],
    }
}

pub fn is_true(object: &Json, name: &str) -> bool {
    matches!(object.field(name), Some(Json::Bool(true)))
}

/// A field of an object within an object.
pub fn inner(object: &Json, name: &str, field: &str) -> i64 {
    object.field(name).map_or(0, |found| number(found, field))
}

pub fn texts(object: &Json, name: &str) -> Vec<String> {
    list(object, name).iter().filter_map(Json::text).map(str::to_owned).collect()
}

pub fn of_texts(all: &[String]) -> Json {
    Json::List(all.iter().map(|one| Json::of(one)).collect())
}

pub fn say(text: String) -> Answer {
    Ok(Reply { text, data: None })
}

pub fn money(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let cents = cents.abs();
    format!("{sign}{}.{:02} USD", cents / 100, cents % 100)
}

pub fn row(table: &str, key: &str, what: &str) -> Result<Json, String> {
    if key.is_empty() {
        return Err(format!("not_found: a {what} needs an id"));
    }
    kit::get_json(table, key).ok_or(format!("not_found: there is no {what} `{key}`"))
}

/// Digits of a text.
pub fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// A day as a number, the same for the same day; nothing for what is none.
fn day(date: &str) -> Option<i64> {
    let bytes = date.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let part = |from: usize, to: usize| -> Option<i64> {
        let part = date.get(from..to)?;
        if part.bytes().all(|byte| byte.is_ascii_digit()) { part.parse().ok() } else { None }
    };
    let (year, month, day) = (part(0, 4)?, part(5, 7)?, part(8, 10)?);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        _ => return None,
    };
    if day < 1 || day > days {
        return None;
    }
    // Days since a day before all: years begin in March, so that the odd day is the last.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    Some(year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day)
}

/// A day as a number.
pub fn day_of(date: &str) -> Result<i64, String> {
    day(date).ok_or(format!("precondition(date): `{date}` is no day, such as 2031-05-20"))
}

/// The day it is.
pub fn today() -> String {
    kit::get_json("desk", "now").map_or(String::new(), |now| text(&now, "date").to_owned())
}

/// Minutes of a time of day.
pub fn minutes(time: &str) -> i64 {
    let (hours, rest) = time.split_once(':').unwrap_or(("0", "0"));
    hours.parse::<i64>().unwrap_or(0) * 60 + rest.parse::<i64>().unwrap_or(0)
}

/// A flight of a day: its key and row.
pub fn flight(number: &str, date: &str) -> Result<(String, Json), String> {
    day_of(date)?;
    let key = format!("{}/{date}", number.to_uppercase());
    let row = kit::get_json("flights", &key);
    row.map(|row| (key, row)).ok_or(format!("not_found: there is no flight {number} on {date}"))
}

/// Takes an amount from a payment method of the customer; a refund is an amount below nothing.
pub fn charge(customer: &mut Json, payment: &str, cents: i64) -> Result<(), String> {
    let mut payments = list(customer, "payments").to_vec();
    let found = payments.iter_mut().find(|one| text(one, "id") == payment);
    let found = found.ok_or(format!("permission: payment method `{payment}` is not the customer's"))?;
    if found.field("cents").is_some() {
        let left = number(found, "cents") - cents;
        if left < 0 {
            return Err(format!(
                "precondition(balance): {payment} holds {}, and {} is due",
                money(number(found, "cents")),
                money(cents)
            ));
        }
        found.set("cents", Json::Number(left));
    }
    customer.set("payments", Json::List(payments));
    Ok(())
}

/// Adds the id of a reservation or stay to a list of the customer, which stays in order.
pub fn enlist(customer: &mut Json, name: &str, id: &str) {
    let mut all = texts(customer, name);
    all.push(id.to_owned());
    all.sort_unstable();
    customer.set(name, of_texts(&all));
}

/// Counts seats of a cabin off a flight, or back.
pub fn take_seats(key: &str, flight: &mut Json, cabin: &str, count: i64) {
    let mut left = flight.field("left").cloned().unwrap_or(Json::Null);
    let now = number(&left, cabin) - count;
    left.set(cabin, Json::Number(now));
    flight.set("left", left);
    kit::put_json("flights", key, flight);
}

/// Whether a flight can still be taken: it is of a day to come, and the airline has not cancelled it.
pub fn is_bookable(key: &str, flight: &Json) -> bool {
    let date = key.split('/').nth(1).unwrap_or("");
    text(flight, "status") == "scheduled" && date > today().as_str()
}

/// Sees that so many can take a flight in a cabin.
pub fn can_take(key: &str, flight: &Json, cabin: &str, count: i64) -> Result<(), String> {
    let spoken = key.replace('/', " on ");
    if !is_bookable(key, flight) {
        return Err(format!("precondition(bookable): flight {spoken} cannot be booked any more"));
    }
    let left = inner(flight, "left", cabin);
    if left < count {
        return Err(format!("precondition(seats): flight {spoken} has {left} left in {cabin}, {count} needed"));
    }
    Ok(())
}

/// A reservation that stands.
pub fn standing(arguments: &Json) -> Result<(&str, Json), String> {
    let id = text(arguments, "reservation_id");
    let found = row("reservations", id, "reservation")?;
    if text(&found, "status") != "confirmed" {
        return Err(format!("precondition(confirmed): reservation {id} is {}", text(&found, "status")));
    }
    Ok((id, found))
}

/// What the charges of changes to a reservation are kept as.
pub const CHARGES: [(&str, &str); 3] =
    [("flights_charge", "change of flights"), ("cabin_charge", "change of cabin"), ("bags_charge", "bags")];

/// Keeps what a change has cost.
pub fn keep_charge(reservation: &mut Json, name: &str, cents: i64, payment: &str) {
    reservation.set(name, Json::object(vec![("cents", Json::Number(cents)), ("payment", Json::of(payment))]));
}

/// All that was paid for a reservation: from where, and how much.
pub fn paid(reservation: &Json) -> Vec<(String, i64)> {
    let mut all = vec![(text(reservation, "payment").to_owned(), number(reservation, "paid"))];
    for (name, _) in CHARGES {
        if let Some(charge) = reservation.field(name) {
            all.push((text(charge, "payment").to_owned(), number(charge, "cents")));
        }
    }
    all
}
