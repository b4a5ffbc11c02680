//! Flights of a trip moved to another day: alone, and as a customer says it who is asked.

use super::Scope;
use crate::tools::{
    kernel::types::{Def, Facts},
    travel::{
        case::{Case, is_on, spoken_of},
        world::{BASIC, CITIES, Flight, Reservation, World, date},
    },
};
use serde_json::{Value, json};
use truestep_core::chance::Chance;

/// The last day that there are flights on.
const LAST_DAY: i64 = 27;

/// A flight of a trip on another day.
#[derive(Clone, Copy)]
pub(super) struct Move<'w> {
    pub(super) trip: &'w Reservation,
    /// Which of its flights.
    pub(super) leg: usize,
    pub(super) to: &'w Flight,
    /// What that costs, for all.
    pub(super) cost: i64,
}

/// The earliest flight of a leg's route on a day that takes all in their cabin.
pub(super) fn earliest<'w>(
    world: &'w World,
    trip: &Reservation,
    leg: usize,
    day: i64,
) -> Option<&'w Flight> {
    let old = world.legs(trip)[leg];
    let takes = |flight: &&Flight| flight.takes(trip.cabin, trip.passengers.len());
    world.direct(old.from, old.to, day).into_iter().find(takes)
}

/// The ways to move the last flight of a trip, onto the earliest that takes all of another day.
pub(super) fn moves<'w>(world: &'w World, trip: &'w Reservation) -> Vec<Move<'w>> {
    if !is_on(world, trip) {
        return vec![];
    }
    let legs = world.legs(trip);
    let leg = legs.len() - 1;
    let first = if leg == 0 {
        legs[0].day - 3
    } else {
        legs[0].day + 1
    };
    let days = (first..=LAST_DAY).filter(|day| *day != legs[leg].day);
    let to = |day: i64| {
        let to = earliest(world, trip, leg, day)?;
        let cost = (to.cents[trip.cabin] - trip.fares[leg]) * trip.passengers.len() as i64;
        Some(Move {
            trip,
            leg,
            to,
            cost,
        })
    };
    days.filter_map(to).collect()
}

/// The flights of a trip as the tool takes them, one of them another.
pub(super) fn flights_with(world: &World, trip: &Reservation, leg: usize, to: &Flight) -> Value {
    let legs = world.legs(trip).into_iter().enumerate();
    let named = |(at, old): (usize, &Flight)| {
        let flight = if at == leg { to } else { old };
        json!({"number": flight.number, "date": flight.date()})
    };
    legs.map(named).collect()
}

/// The move, which rests on `told` as well, and those onto other flights of the day; says what is known of it then.
pub(super) fn change(case: &mut Case<'_>, wanted: &Move<'_>, told: Facts) -> Facts {
    let (world, card) = (case.world, case.customer.card());
    let Move { trip, leg, to, .. } = *wanted;
    let contents = case.contents(trip);
    let direct = case.direct(to.from, to.to, to.day, contents | told);
    let shown = contents | direct | case.account;
    let call = |to: &Flight| json!({"reservation_id": trip.id, "flights": flights_with(world, trip, leg, to), "payment_id": card});
    case.maker.write("change_flights", call(to), shown, told);
    for other in world.direct(to.from, to.to, to.day) {
        if other.number != to.number && other.takes(trip.cabin, trip.passengers.len()) {
            case.maker.wrong("change_flights", call(other), shown);
        }
    }
    // Paid in another way than was said.
    let mut other = call(to);
    other["payment_id"] = case.customer.gift().id.clone().into();
    case.maker.wrong("change_flights", other, shown);
    contents | direct
}

/// What a move costs, to be told.
pub(super) fn tell_cost(case: &mut Case<'_>, cost: i64, known: Facts) {
    case.maker
        .tell("cost", cost, known, &[cost + 1_000, 2 * cost, cost + 9_500]);
}

/// How the flight that is moved is spoken of.
pub(super) fn flight_of(trip: &Reservation, leg: usize) -> String {
    match leg {
        0 => format!("my flight to {}", CITIES[trip.to]),
        _ => format!("the flight back of my trip to {}", CITIES[trip.to]),
    }
}

/// Onto which flight.
pub(super) fn onto(wanted: &Move<'_>) -> String {
    let whom = match wanted.trip.passengers.len() {
        1 => "for me",
        _ => "for all of us",
    };
    format!(
        "{}, onto the earliest flight of that day that has seats left {whom} in the same cabin",
        date(wanted.to.day)
    )
}

/// A trip of the customer with a move that costs something.
fn dear<'w>(world: &'w World, trip: &'w Reservation) -> Vec<Move<'w>> {
    let all = moves(world, trip).into_iter();
    all.filter(|one| one.cost > 0 && trip.cabin != BASIC)
        .collect()
}

/// Most trips of one ticket.
const MOST: u32 = 3;

pub(super) fn build(mut scope: Scope<'_>) -> Result<Def, String> {
    let world = scope.world;
    let count = 1 + scope.chance.below(MOST) as usize;
    let fits = |one: &Reservation| !dear(world, one).is_empty();
    let mut case = Case::ticket(scope, |customer| spoken_of(customer, fits).len() >= count)?;
    let all = spoken_of(case.customer, fits);
    let trips = case.some(count, &all);
    let (mut known, mut cost) = (0, 0);
    for trip in &trips {
        let wanted = case.draw(&dear(world, trip));
        known |= change(&mut case, &wanted, 0);
        cost += wanted.cost;
        let rest = match wanted.leg {
            0 => "",
            _ => ", and leave the flight there as it is",
        };
        let (flight, onto) = (flight_of(trip, wanted.leg), onto(&wanted));
        case.say(format!("Please move {flight} to {onto}{rest}"));
    }
    tell_cost(&mut case, cost, known);
    case.say(match count {
        1 => "Pay the difference with my credit card, and tell me how much it is, as the cost".into(),
        _ => "Pay the differences with my credit card, and tell me how much they are together, as the cost".into(),
    });
    let about: Vec<&str> = trips.iter().map(|trip| trip.id.as_str()).collect();
    case.finish(&about)
}

pub(super) fn talk(scope: Scope<'_>) -> Result<Def, String> {
    let world = scope.world;
    let fits = |one: &Reservation| !dear(world, one).is_empty();
    let mut case = Case::talk(scope, |customer| !spoken_of(customer, fits).is_empty())?;
    let all = spoken_of(case.customer, fits);
    let trip = case.draw(&all);
    let wanted = case.draw(&dear(world, trip));
    let words = format!(
        "please move {} to another day.",
        flight_of(trip, wanted.leg)
    );
    let request = case.wish("request", "which flight", &words);
    let words = format!("I want it moved to {}.", onto(&wanted));
    let details = case.wish("details", "which day", &words);
    let payment = case.wish("payment", "how to pay", "I pay with my credit card.");
    let known = change(&mut case, &wanted, request | details | payment);
    tell_cost(&mut case, wanted.cost, known | request | details);
    case.say("I want to fly on another day, and to be told what that costs, as the cost".into());
    case.finish(&[&trip.id])
}
