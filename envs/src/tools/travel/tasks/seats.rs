//! Seats on the flights of a trip, and a chain of writes: cancel, book with what is refunded, take a seat.

use super::{
    REASONS, Scope,
    cancel::{cancel, is_cancellable, reason_words},
    refuse::trip_to,
};
use crate::tools::{
    kernel::types::{Def, Facts},
    travel::{
        case::{Case, is_on, spoken_of},
        policy::free_bags,
        world::{BUSINESS, CABINS, CITIES, Customer, ECONOMY, Flight, Reservation, World, date},
    },
};
use serde_json::json;
use truestep_core::chance::Chance;

/// Rows of a cabin.
fn rows(cabin: usize) -> std::ops::RangeInclusive<u32> {
    if cabin == BUSINESS { 1..=2 } else { 3..=10 }
}

/// The free seats of a letter, from the front.
fn free(flight: &Flight, cabin: usize, letter: char) -> Vec<String> {
    let seats = rows(cabin).map(|row| format!("{row}{letter}"));
    seats.filter(|seat| !flight.taken.contains(seat)).collect()
}

/// The taking of the first of these seats, and the mistake of the second.
fn choose(
    case: &mut Case<'_>,
    (id, number): (&str, &str),
    seats: &[String],
    shown: Facts,
    evidence: Facts,
) {
    let call =
        |seat: &str| json!({"reservation_id": id, "number": number, "passenger": 1, "seat": seat});
    case.maker
        .write("choose_seat", call(&seats[0]), shown, evidence);
    for other in &seats[1..] {
        case.maker.wrong("choose_seat", call(other), shown);
    }
}

const LETTERS: [char; 4] = ['A', 'C', 'D', 'F'];

pub(super) fn build(mut scope: Scope<'_>) -> Result<Def, String> {
    let world = scope.world;
    let count = 1 + scope.chance.below(2) as usize;
    let fits = |one: &Reservation| {
        let has_seats = |flight: &&Flight| {
            LETTERS
                .iter()
                .all(|letter| !free(flight, one.cabin, *letter).is_empty())
        };
        let legs = world.legs(one);
        legs.len() == 2
            && one.passengers.len() == 1
            && is_on(world, one)
            && legs.iter().all(has_seats)
    };
    let mut case = Case::ticket(scope, |customer| spoken_of(customer, fits).len() >= count)?;
    let trips = case.some(count, &spoken_of(case.customer, fits));
    for trip in &trips {
        let contents = case.contents(trip);
        let mut letters = vec![];
        for flight in world.legs(trip) {
            let letter = case.draw(&LETTERS);
            let mut seats = free(flight, trip.cabin, letter);
            seats.truncate(3);
            let other = LETTERS.iter().find(|other| **other != letter);
            seats.extend(
                other.and_then(|other| free(flight, trip.cabin, *other).into_iter().next()),
            );
            let map = case.seats(flight, contents);
            choose(
                &mut case,
                (trip.id.as_str(), flight.number.as_str()),
                &seats,
                contents | map,
                0,
            );
            letters.push(letter);
        }
        case.say(format!(
            "On {} I would like a seat with the letter {} on the flight there, and one with the letter {} on the flight back",
            trip_to(trip),
            letters[0],
            letters[1]
        ));
    }
    case.say("Each time please take the free seat of the letter that is furthest to the front of my cabin".into());
    let about: Vec<&str> = trips.iter().map(|trip| trip.id.as_str()).collect();
    case.finish(&about)
}

/// What is booked instead of a trip that was paid with the gift card, which holds enough once that is cancelled.
#[derive(Clone, Copy)]
struct Instead<'w> {
    trip: &'w Reservation,
    flight: &'w Flight,
}

fn instead<'w>(world: &'w World, customer: &'w Customer, reason: &str) -> Vec<Instead<'w>> {
    let gift = customer.gift();
    let left = gift.cents.unwrap_or_default();
    let is_paid = |one: &Reservation| one.payment == gift.id && is_cancellable(world, one, reason);
    let mut all = vec![];
    for trip in spoken_of(customer, is_paid) {
        for to in (0..CITIES.len()).filter(|city| *city != customer.home && *city != trip.to) {
            for day in 16..=27 {
                let flights = world.direct(customer.home, to, day).into_iter();
                let open = flights.filter(|flight| flight.takes(ECONOMY, 1));
                let cheapest = open.min_by_key(|flight| flight.cents[ECONOMY]);
                let fits = |flight: &&Flight| {
                    let due = flight.cents[ECONOMY];
                    left < due && due <= left + trip.paid && free(flight, ECONOMY, 'A').len() > 1
                };
                all.extend(cheapest.filter(fits).map(|flight| Instead { trip, flight }));
            }
        }
    }
    all
}

pub(super) fn rebook(mut scope: Scope<'_>) -> Result<Def, String> {
    let world = scope.world;
    let reason = REASONS[scope.chance.below(2) as usize];
    let mut case = Case::ticket(scope, |customer| {
        !instead(world, customer, reason).is_empty()
    })?;
    let customer = case.customer;
    let Instead { trip, flight } = case.draw(&instead(world, customer, reason));
    let known = cancel(&mut case, trip, reason, 0);
    let direct = case.direct(flight.from, flight.to, flight.day, 0);
    let person = &customer.person;
    let passenger =
        json!({"first_name": person.first, "last_name": person.last, "born": person.born});
    let call = |flight: &Flight, payment: &str| {
        json!({"customer_id": customer.id, "flights": [{"number": flight.number, "date": flight.date()}],
            "cabin": CABINS[ECONOMY], "passengers": [passenger], "insured": false, "payment_id": payment})
    };
    let gift = customer.gift();
    let shown = case.id | case.account | direct;
    let booked = case
        .maker
        .write("book_flights", call(flight, &gift.id), shown, 0);
    case.given.push(booked);
    case.maker
        .wrong("book_flights", call(flight, customer.card()), shown);
    let others = world.direct(flight.from, flight.to, flight.day).into_iter();
    for other in others.filter(|other| other.number != flight.number && other.takes(ECONOMY, 1)) {
        case.maker
            .wrong("book_flights", call(other, &gift.id), shown);
    }
    let id = new_id(customer, flight);
    let booked = case
        .maker
        .fact("that the new flight is booked", [id.clone()]);
    let map = case.seats(flight, direct);
    let mut seats = free(flight, ECONOMY, 'A');
    seats.truncate(2);
    choose(
        &mut case,
        (id.as_str(), flight.number.as_str()),
        &seats,
        booked | map,
        0,
    );
    let over = i64::from(case.chance.below(3));
    let free_of_charge = (free_bags(customer.member, ECONOMY)) as i64;
    let bags = free_of_charge + over;
    let call = |not_free: i64| json!({"reservation_id": id, "bags": bags, "paid_bags": not_free, "payment_id": customer.card()});
    case.maker
        .write("add_bags", call(over), booked | case.account, 0);
    case.maker
        .wrong("add_bags", call(over + 1), booked | case.account);
    let left = gift.cents.unwrap_or_default() + trip.paid - flight.cents[ECONOMY];
    let others = [left + flight.cents[ECONOMY], trip.paid, left + 500];
    let known = known | direct | case.account;
    case.tell_given("total", left, known, &others);
    case.say(format!("Please cancel {}", trip_to(trip)));
    case.say(reason_words(reason).into());
    case.say(format!(
        "Instead please book for me alone the cheapest direct flight from {} to {} on {} that has a seat left in economy, without insurance, and pay for it with my gift card, on which there is enough once the refund is there",
        CITIES[flight.from],
        CITIES[flight.to],
        date(flight.day)
    ));
    let noun = if bags == 1 { "bag" } else { "bags" };
    case.say(format!("On it take for me the free seat with the letter A that is furthest to the front of economy, and check in {bags} {noun}; what is not free of that goes to my credit card"));
    case.say("Then tell me how much is left on my gift card after all that, as the total".into());
    case.finish(&[&trip.id])
}

/// The id that a booking of one flight is given.
fn new_id(customer: &Customer, flight: &Flight) -> String {
    let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    let day = date(flight.day)[5..].replace('-', "");
    format!("N{}-{day}-{}", digits(&flight.number), digits(&customer.id))
}
