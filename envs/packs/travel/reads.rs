//! What the tools show.

use crate::kit::{self, json::Json};
use crate::rows::*;

/// Minutes between two flights of a connection, at least and at most.
const BETWEEN: (i64, i64) = (45, 240);
/// Routes that are looked at, at most.
const MOST: usize = 200;

pub fn find_customer_by_email(arguments: &Json) -> Answer {
    let email = text(arguments, "email").trim().to_lowercase();
    let id = row("emails", &email, "customer with the email address")?;
    say(format!("customer {}", id.text().unwrap_or("")))
}

pub fn find_customer_by_name(arguments: &Json) -> Answer {
    let part = |name| text(arguments, name).trim().to_lowercase();
    let key = format!("{} {} {}", part("first_name"), part("last_name"), part("born"));
    let id = row("names", &key, "customer with the name and date of birth")?;
    say(format!("customer {}", id.text().unwrap_or("")))
}

/// Ids as people list them.
fn listed(ids: &[String]) -> String {
    if ids.is_empty() { "none".to_owned() } else { ids.join(", ") }
}

pub fn get_customer(arguments: &Json) -> Answer {
    let id = text(arguments, "customer_id");
    let customer = row("customers", id, "customer")?;
    let payment = |one: &Json| match one.field("cents").and_then(Json::number) {
        Some(cents) => format!("{} ({}, {})", text(one, "id"), text(one, "kind"), money(cents)),
        None => format!("{} ({})", text(one, "id"), text(one, "kind")),
    };
    let payments: Vec<String> = list(&customer, "payments").iter().map(payment).collect();
    say(format!(
        "customer {id}: {}, {}, born {}\nhome: {}\nmember: {}\npayment methods: {}\nstays: {}\nreservations: {}",
        text(&customer, "name"),
        text(&customer, "email"),
        text(&customer, "born"),
        text(&customer, "home"),
        text(&customer, "member"),
        payments.join(", "),
        listed(&texts(&customer, "stays")),
        listed(&texts(&customer, "reservations"))
    ))
}

fn legs(said: &mut String, reservation: &Json, name: &str) {
    for leg in list(reservation, name) {
        said.push_str(&format!(
            "\n- {} on {}, {} to {}, {} a passenger",
            text(leg, "number"),
            text(leg, "date"),
            text(leg, "from"),
            text(leg, "to"),
            money(number(leg, "cents"))
        ));
    }
}

pub fn get_reservation(arguments: &Json) -> Answer {
    let id = text(arguments, "reservation_id");
    let found = row("reservations", id, "reservation")?;
    let mut said = format!(
        "reservation {id} of {}\nstatus: {}\nbooked: {}\ncabin: {}",
        text(&found, "customer"),
        text(&found, "status"),
        text(&found, "booked"),
        text(&found, "cabin")
    );
    if found.field("cabin_before").is_some() {
        said.push_str(&format!("; before: {}", text(&found, "cabin_before")));
    }
    said.push_str("\nflights:");
    legs(&mut said, &found, "flights");
    if found.field("flights_before").is_some() {
        said.push_str("\nflights before the change:");
        legs(&mut said, &found, "flights_before");
    }
    said.push_str(&format!(
        "\nbags: {}, not free: {}\ninsurance: {}\npaid: {} with {}",
        number(&found, "bags"),
        number(&found, "paid_bags"),
        if is_true(&found, "insured") { "yes" } else { "no" },
        money(number(&found, "paid")),
        text(&found, "payment")
    ));
    for (name, spoken) in CHARGES {
        if let Some(charge) = found.field(name) {
            said.push_str(&format!("\n{spoken}: {} with {}", money(number(charge, "cents")), text(charge, "payment")));
        }
    }
    if let Some(cents) = found.field("compensated").and_then(Json::number) {
        said.push_str(&format!("\ncompensation: {}", money(cents)));
    }
    if found.field("refunded").is_some() {
        said.push_str(&format!(
            "\nreason: {}\nrefund: {}",
            text(&found, "reason"),
            money(number(&found, "refunded"))
        ));
    }
    for seat in texts(&found, "seats") {
        said.push_str(&format!("\nseat: {seat}"));
    }
    said.push_str("\npassengers:");
    for (at, person) in list(&found, "passengers").iter().enumerate() {
        said.push_str(&format!("\n- {}: {}, born {}", at + 1, text(person, "name"), text(person, "born")));
    }
    say(said)
}

/// How a flight stands or went.
fn status(flight: &Json) -> String {
    match (text(flight, "status"), number(flight, "late")) {
        ("landed", 0) => "landed on time".to_owned(),
        ("landed", late) => format!("landed {late} minutes late"),
        ("cancelled", _) => "cancelled by the airline".to_owned(),
        (other, _) => other.to_owned(),
    }
}

fn seats_left(left: i64) -> String {
    if left < 1 { "sold out".to_owned() } else { format!("{left} left") }
}

fn times(flight: &Json) -> String {
    format!("{} to {}", text(flight, "departs"), text(flight, "arrives"))
}

/// A flight of a day in a line: times, how it stands, prices and seats.
fn line(key: &str, flight: &Json) -> String {
    let spoken = key.replace('/', " on ");
    format!("{spoken}, {}, {}: {}", times(flight), status(flight), offer(&[flight]))
}

pub fn get_flight(arguments: &Json) -> Answer {
    let (key, found) = flight(text(arguments, "number"), text(arguments, "date"))?;
    say(format!("flight from {} to {}\n{}", text(&found, "from"), text(&found, "to"), line(&key, &found)))
}

/// Prices and seats of flights that are taken together, by cabin.
fn offer(flights: &[&Json]) -> String {
    let of = |cabin: &&str| {
        let cents = flights.iter().map(|flight| inner(flight, "cents", cabin)).sum();
        let left = flights.iter().map(|flight| inner(flight, "left", cabin)).min();
        format!("{cabin} {} ({})", money(cents), seats_left(left.unwrap_or(0)))
    };
    let offers: Vec<String> = CABINS.iter().map(of).collect();
    offers.join(", ")
}

/// The flights of a route on a day, by departure.
fn flights_of(from: &str, to: &str, date: &str) -> Vec<(String, Json)> {
    let numbers = kit::get_json("routes", &format!("{from}/{to}")).unwrap_or(Json::List(vec![]));
    let numbers = if let Json::List(numbers) = numbers { numbers } else { vec![] };
    let mut all = vec![];
    for name in numbers.iter().filter_map(Json::text) {
        if let Some(flight) = kit::get_json("flights", &format!("{name}/{date}")) {
            all.push((name.to_owned(), flight));
        }
    }
    all.sort_by_key(|(_, flight)| minutes(text(flight, "departs")));
    all
}

pub fn search_flights(arguments: &Json) -> Answer {
    let (from, to, date) = (text(arguments, "from"), text(arguments, "to"), text(arguments, "date"));
    day_of(date)?;
    let mut said = format!("flights from {from} to {to} on {date}:");
    let all = flights_of(from, to, date);
    for (number, flight) in &all {
        said.push_str(&format!("\n- {}", line(&format!("{number}/{date}"), flight)));
    }
    if all.is_empty() {
        said.push_str("\nno flights on that day");
    }
    say(said)
}

pub fn search_connections(arguments: &Json) -> Answer {
    let (from, to, date) = (text(arguments, "from"), text(arguments, "to"), text(arguments, "date"));
    day_of(date)?;
    let mut all = vec![];
    let begins = format!("{from}/");
    for (route, _) in kit::scan("routes", &begins, "", MOST) {
        let stop = route[begins.len()..].to_owned();
        if stop == to {
            continue;
        }
        let second = flights_of(&stop, to, date);
        for (one, first) in flights_of(from, &stop, date) {
            for (other, then) in &second {
                let between = minutes(text(then, "departs")) - minutes(text(&first, "arrives"));
                let on = text(&first, "status") == "scheduled" && text(then, "status") == "scheduled";
                if on && between >= BETWEEN.0 && between <= BETWEEN.1 {
                    let line = format!(
                        "\n- {one} to {stop}, {}, then {other}, {}: {}",
                        times(&first),
                        times(then),
                        offer(&[&first, then])
                    );
                    all.push((minutes(text(&first, "departs")), one.clone(), other.clone(), line));
                }
            }
        }
    }
    all.sort();
    let lines: String = all.into_iter().map(|(.., line)| line).collect();
    let lines = if lines.is_empty() { "\nno connections on that day".to_owned() } else { lines };
    say(format!("connections from {from} to {to} on {date}, with one stop:{lines}"))
}

/// Rows of a plane; the first are business.
pub const ROWS: u32 = 10;
/// Rows in business.
pub const BUSINESS_ROWS: u32 = 2;
/// Letters of seats from left to right; the first and the last are at the windows.
pub const LETTERS: [char; 4] = ['A', 'C', 'D', 'F'];

pub fn get_seats(arguments: &Json) -> Answer {
    let (key, found) = flight(text(arguments, "number"), text(arguments, "date"))?;
    let taken = texts(&found, "taken");
    let mut said = format!("seats of {}, at the windows A and F, at the aisle C and D:", key.replace('/', " on "));
    for row in 1..=ROWS {
        let free = LETTERS.iter().map(|letter| format!("{row}{letter}"));
        let free: Vec<String> = free.filter(|seat| !taken.contains(seat)).collect();
        let cabin = if row <= BUSINESS_ROWS { "business" } else { "economy" };
        let free = if free.is_empty() { "full".to_owned() } else { free.join(", ") };
        said.push_str(&format!("\n- row {row} ({cabin}): {free}"));
    }
    say(said)
}

pub fn get_stay(arguments: &Json) -> Answer {
    let id = text(arguments, "stay_id");
    let stay = row("stays", id, "stay")?;
    let hotel = row("hotels", text(&stay, "hotel"), "hotel")?;
    let mut said = format!(
        "stay {id} of {}\nstatus: {}\nhotel: {}, {}, {}\nroom: {}\narrival: {}\ndeparture: {}\npaid: {} with {}",
        text(&stay, "customer"),
        text(&stay, "status"),
        text(&stay, "hotel"),
        text(&hotel, "name"),
        text(&hotel, "city"),
        text(&stay, "room"),
        text(&stay, "arrival"),
        text(&stay, "departure"),
        money(number(&stay, "paid")),
        text(&stay, "payment")
    );
    if text(&stay, "status") == "cancelled" {
        said.push_str("; refunded");
    }
    say(said)
}

/// The rooms of hotels, from the smallest.
pub const ROOMS: [&str; 3] = ["single", "double", "suite"];

/// Whether a kind of room is full on some night from a day up to another.
pub fn is_full(hotel: &Json, room: &str, arrival: &str, departure: &str) -> bool {
    let full = hotel.field("full").map_or(vec![], |full| texts(full, room));
    full.iter().any(|night| night.as_str() >= arrival && night.as_str() < departure)
}

/// How many nights lie between two days.
pub fn nights(arrival: &str, departure: &str) -> Result<i64, String> {
    let nights = day_of(departure)? - day_of(arrival)?;
    if nights < 1 {
        return Err(format!("precondition(dates): {departure} is not after {arrival}"));
    }
    Ok(nights)
}

pub fn search_hotels(arguments: &Json) -> Answer {
    let (city, arrival, departure) = (text(arguments, "city"), text(arguments, "arrival"), text(arguments, "departure"));
    nights(arrival, departure)?;
    let mut said = format!("hotels in {city} from {arrival} to {departure}:");
    for (id, bytes) in kit::scan("hotels", "", "", MOST) {
        let hotel = std::str::from_utf8(&bytes).ok().and_then(|text| Json::parse(text).ok());
        let hotel = hotel.unwrap_or(Json::Null);
        if text(&hotel, "city") != city {
            continue;
        }
        let room = |room: &&str| match is_full(&hotel, room, arrival, departure) {
            true => format!("{room} full"),
            false => format!("{room} {} a night", money(inner(&hotel, "cents", room))),
        };
        let rooms: Vec<String> = ROOMS.iter().map(room).collect();
        said.push_str(&format!(
            "\n- {id}, {}, {} stars: {}",
            text(&hotel, "name"),
            number(&hotel, "stars"),
            rooms.join(", ")
        ));
    }
    if said.ends_with(':') {
        said.push_str("\nno hotels in that city");
    }
    say(said)
}

pub fn get_hotel(arguments: &Json) -> Answer {
    let id = text(arguments, "hotel_id");
    let hotel = row("hotels", id, "hotel")?;
    let mut said = format!(
        "hotel {id}: {}, {}, {} stars\ncancellation: up to {} days before arrival",
        text(&hotel, "name"),
        text(&hotel, "city"),
        number(&hotel, "stars"),
        number(&hotel, "days")
    );
    for room in ROOMS {
        said.push_str(&format!("\n- {room}: {} a night", money(inner(&hotel, "cents", room))));
    }
    say(said)
}
