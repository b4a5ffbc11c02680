//! Booking and cancelling.

use crate::kit::{self, json::Json};
use crate::reads::{is_full, nights, ROOMS};
use crate::rows::*;

/// What insurance costs for each passenger.
const INSURANCE: i64 = 3_000;
/// Nights of a stay, at most.
const MOST_NIGHTS: i64 = 30;

/// A name with each word's first letter a capital one: capitals are spelling.
fn name(first: &str, last: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().map_or(String::new(), |letter| letter.to_uppercase().collect());
        first + &letters.as_str().to_lowercase()
    };
    let words = first.split_whitespace().chain(last.split_whitespace());
    words.map(word).collect::<Vec<_>>().join(" ")
}

/// The passengers, each once, by last name, first name and birth.
fn passengers(arguments: &Json) -> Result<Vec<Json>, String> {
    let mut all = vec![];
    for person in list(arguments, "passengers") {
        let (first, last, born) = (text(person, "first_name"), text(person, "last_name"), text(person, "born"));
        day_of(born)?;
        all.push((name(last, ""), name(first, last), born.to_owned()));
    }
    all.sort();
    let given = all.len();
    all.dedup();
    if all.len() < given {
        return Err("conflict: a passenger is there twice".to_owned());
    }
    let row = |(_, name, born): &(String, String, String)| Json::object(vec![("name", Json::of(name)), ("born", Json::of(born))]);
    Ok(all.iter().map(row).collect())
}

/// One flight as a reservation holds it.
pub fn leg(key: &str, flight: &Json, cents: i64) -> Json {
    let (number, date) = key.split_once('/').unwrap_or((key, ""));
    Json::object(vec![
        ("number", Json::of(number)),
        ("date", Json::of(date)),
        ("from", Json::of(text(flight, "from"))),
        ("to", Json::of(text(flight, "to"))),
        ("cents", Json::Number(cents)),
    ])
}

/// The flights that are named, each beginning where and after the one before it has ended.
pub fn flights(arguments: &Json) -> Result<Vec<(String, Json)>, String> {
    let mut all: Vec<(String, Json)> = vec![];
    for named in list(arguments, "flights") {
        let (key, found) = flight(text(named, "number"), text(named, "date"))?;
        if let Some((before, last)) = all.last() {
            let date = |key: &str| key.split('/').nth(1).unwrap_or("").to_owned();
            let ends = (date(before), text(last, "arrives").to_owned());
            if text(last, "to") != text(&found, "from") || (date(&key), text(&found, "departs").to_owned()) <= ends {
                return Err(format!(
                    "precondition(connection): flight {} does not go on from where and when the one before it ends",
                    key.replace('/', " on ")
                ));
            }
        }
        all.push((key, found));
    }
    Ok(all)
}

pub fn book_flights(arguments: &Json) -> Answer {
    let (customer_id, cabin, payment) =
        (text(arguments, "customer_id"), text(arguments, "cabin"), text(arguments, "payment_id"));
    let mut customer = row("customers", customer_id, "customer")?;
    let people = passengers(arguments)?;
    let count = people.len() as i64;
    let mut flights = flights(arguments)?;
    let mut total = if is_true(arguments, "insured") { INSURANCE * count } else { 0 };
    let mut legs = vec![];
    for (key, found) in &flights {
        can_take(key, found, cabin, count)?;
        let cents = inner(found, "cents", cabin);
        total += cents * count;
        legs.push(leg(key, found, cents));
    }
    let first = flights.first().map_or("", |(key, _)| key.as_str());
    let (number, date) = first.split_once('/').unwrap_or(("", ""));
    let id = format!("N{}-{}-{}", digits(number), date.get(5..).unwrap_or("").replace('-', ""), digits(customer_id));
    if kit::get("reservations", &id).is_some() {
        return Err(format!("conflict: there is a reservation {id} of this flight already"));
    }
    charge(&mut customer, payment, total)?;
    let now = kit::get_json("desk", "now").unwrap_or(Json::Null);
    let reservation = Json::object(vec![
        ("customer", Json::of(customer_id)),
        ("status", Json::of("confirmed")),
        ("booked", Json::of(&format!("{} {}", text(&now, "date"), text(&now, "time")))),
        ("cabin", Json::of(cabin)),
        ("flights", Json::List(legs)),
        ("passengers", Json::List(people)),
        ("bags", Json::Number(0)),
        ("paid_bags", Json::Number(0)),
        ("insured", Json::Bool(is_true(arguments, "insured"))),
        ("paid", Json::Number(total)),
        ("payment", Json::of(payment)),
    ]);
    kit::put_json("reservations", &id, &reservation);
    enlist(&mut customer, "reservations", &id);
    kit::put_json("customers", customer_id, &customer);
    for (key, found) in &mut flights {
        take_seats(key, found, cabin, count);
    }
    say(format!("reservation {id} is booked for {customer_id}; paid: {} with {payment}", money(total)))
}

pub fn cancel_reservation(arguments: &Json) -> Answer {
    let (id, mut reservation) = standing(arguments)?;
    let owner = text(&reservation, "customer").to_owned();
    let mut customer = row("customers", &owner, "customer")?;
    let mut total = 0;
    let mut to: Vec<String> = vec![];
    for (payment, cents) in paid(&reservation) {
        charge(&mut customer, &payment, -cents)?;
        total += cents;
        if !to.contains(&payment) {
            to.push(payment);
        }
    }
    let cabin = text(&reservation, "cabin").to_owned();
    let count = list(&reservation, "passengers").len() as i64;
    for leg in list(&reservation, "flights") {
        let (key, mut found) = flight(text(leg, "number"), text(leg, "date"))?;
        if is_bookable(&key, &found) {
            take_seats(&key, &mut found, &cabin, -count);
        }
    }
    let reason = text(arguments, "reason");
    reservation.set("status", Json::of("cancelled"));
    reservation.set("reason", Json::of(reason));
    reservation.set("refunded", Json::Number(total));
    kit::put_json("reservations", id, &reservation);
    kit::put_json("customers", &owner, &customer);
    say(format!("reservation {id} is cancelled, reason: {reason}; refund: {} to {}", money(total), to.join(", ")))
}

pub fn book_stay(arguments: &Json) -> Answer {
    let (customer_id, hotel_id, room) = (text(arguments, "customer_id"), text(arguments, "hotel_id"), text(arguments, "room"));
    let (arrival, departure, payment) =
        (text(arguments, "arrival"), text(arguments, "departure"), text(arguments, "payment_id"));
    let mut customer = row("customers", customer_id, "customer")?;
    let hotel = row("hotels", hotel_id, "hotel")?;
    let nights = nights(arrival, departure)?;
    if nights > MOST_NIGHTS || arrival <= today().as_str() || !ROOMS.contains(&room) {
        return Err(format!("precondition(dates): from {arrival} to {departure} no stay can be booked"));
    }
    if is_full(&hotel, room, arrival, departure) {
        return Err(format!("precondition(rooms): hotel {hotel_id} has no {room} room on every night from {arrival} to {departure}"));
    }
    let total = nights * inner(&hotel, "cents", room);
    let id = format!(
        "M{}-{}-{}",
        digits(hotel_id),
        arrival.get(5..).unwrap_or("").replace('-', ""),
        digits(customer_id)
    );
    if kit::get("stays", &id).is_some() {
        return Err(format!("conflict: there is a stay {id} at this hotel already"));
    }
    charge(&mut customer, payment, total)?;
    let stay = Json::object(vec![
        ("customer", Json::of(customer_id)),
        ("status", Json::of("confirmed")),
        ("hotel", Json::of(hotel_id)),
        ("room", Json::of(room)),
        ("arrival", Json::of(arrival)),
        ("departure", Json::of(departure)),
        ("paid", Json::Number(total)),
        ("payment", Json::of(payment)),
    ]);
    kit::put_json("stays", &id, &stay);
    enlist(&mut customer, "stays", &id);
    kit::put_json("customers", customer_id, &customer);
    say(format!("stay {id} is booked for {customer_id}; paid: {} with {payment}", money(total)))
}

pub fn cancel_stay(arguments: &Json) -> Answer {
    let id = text(arguments, "stay_id");
    let mut stay = row("stays", id, "stay")?;
    if text(&stay, "status") != "confirmed" {
        return Err(format!("precondition(confirmed): stay {id} is {}", text(&stay, "status")));
    }
    let (owner, payment) = (text(&stay, "customer").to_owned(), text(&stay, "payment").to_owned());
    let paid = number(&stay, "paid");
    let mut customer = row("customers", &owner, "customer")?;
    charge(&mut customer, &payment, -paid)?;
    stay.set("status", Json::of("cancelled"));
    kit::put_json("stays", id, &stay);
    kit::put_json("customers", &owner, &customer);
    say(format!("stay {id} is cancelled; refund: {} to {payment}", money(paid)))
}
