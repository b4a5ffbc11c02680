//! The airline has cancelled a flight: another instead, and what is given for it.

use super::{
    Scope,
    cancel::trips_to,
    claim,
    moves::{Move, change, earliest},
    refuse::trip_to,
};
use crate::tools::{
    kernel::types::Def,
    travel::{
        case::{Case, spoken_of},
        world::{BASIC, Customer, Reservation, Status, TODAY, World, date},
    },
};
use truestep_core::chance::Chance;

/// The ways to replace the one flight of a trip to come that the airline has cancelled.
fn ways<'w>(world: &'w World, customer: &Customer, trip: &'w Reservation) -> Vec<Move<'w>> {
    let legs = world.legs(trip);
    let off = legs
        .iter()
        .position(|flight| flight.status == Status::Cancelled);
    let is_due = claim::due(world, customer, trip) > Some(0);
    let Some(leg) = off.filter(|_| is_due && trip.cabin != BASIC) else {
        return vec![];
    };
    if legs.iter().any(|flight| flight.day <= TODAY) {
        return vec![];
    }
    let fits = |day: &i64| match (leg, &legs[..]) {
        (0, [_, back]) => *day < back.day,
        (1, [out, _]) => *day > out.day,
        _ => true,
    };
    let days = [legs[leg].day, legs[leg].day + 1].into_iter().filter(fits);
    let to = days.filter_map(|day| earliest(world, trip, leg, day));
    to.map(|to| Move {
        trip,
        leg,
        to,
        cost: 0,
    })
    .collect()
}

/// The customer's trips of which a flight can be replaced.
fn stranded<'w>(world: &World, customer: &'w Customer) -> Vec<&'w Reservation> {
    spoken_of(customer, |one| !ways(world, customer, one).is_empty())
}

/// Trips beside it for which something is due, fewer than so many.
const MOST: u32 = 3;

pub(super) fn build(mut scope: Scope<'_>) -> Result<Def, String> {
    let world = scope.world;
    let count = scope.chance.below(MOST) as usize;
    let fits = |customer: &Customer| {
        !stranded(world, customer).is_empty() && claim::trips_due(world, customer).len() > count
    };
    let mut case = Case::ticket(scope, fits)?;
    let customer = case.customer;
    let trip = case.draw(&stranded(world, customer));
    let wanted = case.draw(&ways(world, customer, trip));
    let contents = case.contents(trip);
    let off = world.legs(trip)[wanted.leg];
    let status = case.flight(off, contents);
    change(&mut case, &wanted, status);
    let mut others = claim::trips_due(world, customer);
    others.retain(|one| one.id != trip.id);
    let mut all = vec![trip];
    all.extend(case.some(count, &others));
    claim::issue_all(&mut case, &all);
    let whom = if trip.passengers.len() == 1 {
        "for me"
    } else {
        "for all of us"
    };
    case.say(format!(
        "The airline has cancelled a flight of {}",
        trip_to(trip)
    ));
    case.say(format!(
        "Please put in its place the earliest flight of {} that has seats left {whom} in the same cabin, and leave any other flight of the trip as it is; what is due, if anything, is to be paid with my credit card, which you name in any case",
        date(wanted.to.day)
    ));
    let further = match count {
        0 => "the compensation that is due for it".to_owned(),
        _ => format!(
            "the compensation that is due for it, and that for {}, with which not everything went well",
            trips_to(&all[1..])
        ),
    };
    case.say(format!("Please also give me {further}"));
    case.say("Tell me how much compensation that is in all, as the total".into());
    let about: Vec<&str> = all.iter().map(|trip| trip.id.as_str()).collect();
    case.finish(&about)
}
