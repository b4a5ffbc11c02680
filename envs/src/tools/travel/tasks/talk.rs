//! A customer says what two trips could be meant by, and has to be asked which.

use super::{
    REASONS, Scope,
    cancel::{cancel, is_cancellable, reason_words, tell_refund, trips_to},
};
use crate::tools::{
    kernel::types::Def,
    travel::{
        case::{Case, is_ahead, spoken_of},
        world::{CITIES, Customer, Reservation, World, date},
    },
};
use truestep_core::chance::Chance;

/// The trips that can be cancelled, where there is another to the same place on another day.
fn one_of_two<'w>(world: &World, customer: &'w Customer, reason: &str) -> Vec<&'w Reservation> {
    let all = &customer.reservations;
    let out = |one: &Reservation| world.legs(one)[0].day;
    let is_other = |one: &Reservation, other: &Reservation| {
        other.id != one.id && other.to == one.to && is_ahead(world, other) && out(other) != out(one)
    };
    let has_other = |one: &Reservation| all.iter().any(|other| is_other(one, other));
    let fits = |one: &&Reservation| is_cancellable(world, one, reason) && has_other(one);
    all.iter().filter(fits).collect()
}

pub(super) fn build(mut scope: Scope<'_>) -> Result<Def, String> {
    let world = scope.world;
    let reason = REASONS[scope.chance.below(2) as usize];
    let count = scope.chance.below(2) as usize;
    let further = |one: &Reservation| is_cancellable(world, one, reason);
    let fits = |customer: &Customer| {
        !one_of_two(world, customer, reason).is_empty()
            && spoken_of(customer, further).len() >= count
    };
    let mut case = Case::talk(scope, fits)?;
    let trip = case.draw(&one_of_two(world, case.customer, reason));
    let mut trips = vec![trip];
    trips.extend(case.some(count, &spoken_of(case.customer, further)));
    let day = date(world.legs(trip)[0].day);
    let words = format!(
        "of my trips to {} I mean the one on which I fly there on {day}.",
        CITIES[trip.to]
    );
    let details = case.wish("details", "which of the two", &words);
    let words = match reason == REASONS[0] {
        true => "please note a change of plans as the reason.".to_owned(),
        false => format!("{}.", reason_words(reason)),
    };
    let why = case.wish("reason", "the reason", &words);
    let mut known = details;
    for trip in &trips {
        known |= cancel(&mut case, trip, reason, details | why);
    }
    tell_refund(&mut case, &trips, known);
    case.say(format!(
        "I want {} cancelled, and to be told how much is refunded in all, as the refund",
        trips_to(&trips)
    ));
    let about: Vec<&str> = trips.iter().map(|trip| trip.id.as_str()).collect();
    case.finish(&about)
}
