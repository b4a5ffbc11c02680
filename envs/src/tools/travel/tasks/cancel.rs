//! Cancel trips that are named by where they go.

use super::{REASONS, Scope};
use crate::tools::{
    kernel::types::{Def, Facts},
    travel::{
        case::{Case, is_ahead, listed, spoken_of},
        world::{BUSINESS, CITIES, Flight, Reservation, Status, World},
    },
};
use serde_json::json;
use truestep_core::chance::Chance;

/// Most trips of one ticket.
const MOST: u32 = 4;

pub(super) fn build(mut scope: Scope<'_>) -> Result<Def, String> {
    let world = scope.world;
    let count = 1 + scope.chance.below(MOST) as usize;
    let reason = REASONS[scope.chance.below(2) as usize];
    let fits = |one: &Reservation| is_cancellable(world, one, reason);
    let mut case = Case::ticket(scope, |customer| spoken_of(customer, fits).len() >= count)?;
    let all = spoken_of(case.customer, fits);
    let trips = case.some(count, &all);
    let mut known = 0;
    for trip in &trips {
        known |= cancel(&mut case, trip, reason, 0);
    }
    tell_refund(&mut case, &trips, known);
    case.say(format!("Please cancel {}", trips_to(&trips)));
    case.say(reason_words(reason).into());
    case.say("Then tell me how much is refunded in all, as the refund".into());
    let about: Vec<&str> = trips.iter().map(|trip| trip.id.as_str()).collect();
    case.finish(&about)
}

/// Whether a trip is to come and the policy lets it be cancelled for this reason.
pub(super) fn is_cancellable(world: &World, one: &Reservation, reason: &str) -> bool {
    is_ahead(world, one) && has_ground(world, one, reason) && legs_off(world, one) < 2
}

/// How many flights of a trip the airline has cancelled: of two either would be a ground.
fn legs_off(world: &World, one: &Reservation) -> usize {
    let legs = world.legs(one).into_iter();
    legs.filter(|flight| flight.status == Status::Cancelled)
        .count()
}

/// What the policy takes for a ground to cancel.
pub(super) fn has_ground(world: &World, one: &Reservation, reason: &str) -> bool {
    has_own_ground(one, reason) || off(world, one).is_some()
}

/// The flight of a trip that the airline has cancelled.
fn off<'w>(world: &'w World, one: &Reservation) -> Option<&'w Flight> {
    let mut legs = world.legs(one).into_iter();
    legs.find(|flight| flight.status == Status::Cancelled)
}

/// The same without what became of the flights.
fn has_own_ground(one: &Reservation, reason: &str) -> bool {
    one.is_new || one.cabin == BUSINESS || one.is_insured && reason == REASONS[1]
}

/// How trips are spoken of.
pub(super) fn trips_to(trips: &[&Reservation]) -> String {
    let cities: Vec<String> = trips
        .iter()
        .map(|trip| CITIES[trip.to].to_owned())
        .collect();
    match &cities[..] {
        [one] => format!("my trip to {one}"),
        all => format!("my trips to {}", listed(all)),
    }
}

/// How the reason is said.
pub(super) fn reason_words(reason: &str) -> &'static str {
    match reason == REASONS[0] {
        true => "Please note a change of plans as the reason",
        false => "I am ill, so please note illness as the reason",
    }
}

/// The cancelling of a trip, which rests on `told` as well, and that for the other reason; says what is known of it then.
pub(super) fn cancel(case: &mut Case<'_>, trip: &Reservation, reason: &str, told: Facts) -> Facts {
    let contents = case.contents(trip);
    let flights = match off(case.world, trip) {
        Some(flight) if !has_own_ground(trip, reason) => case.flight(flight, contents),
        _ => 0,
    };
    let listed = case.listed(&trip.id);
    let call = |reason: &str| json!({"reservation_id": trip.id, "reason": reason});
    let known = contents | flights;
    let cancelled = case
        .maker
        .write("cancel_reservation", call(reason), listed, known | told);
    case.given.push(cancelled);
    for other in REASONS.into_iter().filter(|other| *other != reason) {
        case.maker.wrong("cancel_reservation", call(other), listed);
    }
    known
}

/// What is refunded for trips, to be told.
pub(super) fn tell_refund(case: &mut Case<'_>, trips: &[&Reservation], known: Facts) {
    let total: i64 = trips.iter().map(|trip| trip.paid).sum();
    let fares: i64 = trips.iter().flat_map(|trip| &trip.fares).sum();
    let others = [fares + 500, total + 3_000, total - trips[0].paid + 7_000];
    case.tell_given("refund", total, known, &others);
}
