//! Compensation for what went wrong: what is due is issued, and what is not is handed over.

use super::{Scope, cancel::trips_to};
use crate::tools::{
    kernel::types::{Def, Facts},
    travel::{
        case::{Case, spoken_of},
        policy::{ASKED, COMPENSATION, NOT_ELIGIBLE},
        world::{BUSINESS, Customer, LATE, Reservation, Status, World},
    },
};
use serde_json::json;
use truestep_core::chance::Chance;

/// Most trips of one ticket for which something is due.
const MOST: u32 = 3;

fn is_late(status: Status) -> bool {
    matches!(status, Status::Landed(late) if late >= LATE)
}

fn is_eligible(customer: &Customer, trip: &Reservation) -> bool {
    customer.member > 0 || trip.is_insured || trip.cabin == BUSINESS
}

/// What is due for a trip to each passenger; nothing is said of those with two flights cancelled.
pub(super) fn due(world: &World, customer: &Customer, trip: &Reservation) -> Option<i64> {
    let legs = world.legs(trip);
    let off = legs
        .iter()
        .filter(|flight| flight.status == Status::Cancelled);
    match (is_eligible(customer, trip), off.count()) {
        (false, _) => Some(0),
        (true, 0) if legs.iter().any(|flight| is_late(flight.status)) => Some(COMPENSATION.1),
        (true, 0) => Some(0),
        (true, 1) => Some(COMPENSATION.0),
        _ => None,
    }
}

/// What shows whether and what is due: who is eligible, and a flight that was cancelled, or else how all went.
fn look(case: &mut Case<'_>, trip: &Reservation) -> Facts {
    let contents = case.contents(trip) | case.account;
    if !is_eligible(case.customer, trip) {
        return contents;
    }
    let legs = case.world.legs(trip);
    match legs
        .iter()
        .find(|flight| flight.status == Status::Cancelled)
    {
        Some(off) => contents | case.flight(off, contents),
        None => contents | case.flights(trip, contents),
    }
}

/// The certificate for a trip, and one of the other amount; says what is known of it then.
fn issue(case: &mut Case<'_>, trip: &Reservation, each: i64) -> Facts {
    case.maker.note(ASKED);
    let known = look(case, trip);
    let listed = case.listed(&trip.id);
    let call = |each: i64| json!({"reservation_id": trip.id, "cents_each": each});
    let issued = case
        .maker
        .write("issue_certificate", call(each), listed, known);
    case.given.push(issued);
    let other = COMPENSATION.0 + COMPENSATION.1 - each;
    case.maker.wrong("issue_certificate", call(other), listed);
    known
}

/// The certificates for trips, and their total to be told.
pub(super) fn issue_all(case: &mut Case<'_>, trips: &[&Reservation]) {
    let (mut known, mut total) = (0, 0);
    for trip in trips {
        let each = due(case.world, case.customer, trip).unwrap_or_default();
        known |= issue(case, trip, each);
        total += each * trip.passengers.len() as i64;
    }
    case.tell_given(
        "total",
        total,
        known,
        &[total + 5_000, total + 10_000, total + 2_500],
    );
}

pub(super) fn build(mut scope: Scope<'_>) -> Result<Def, String> {
    let world = scope.world;
    let count = 1 + scope.chance.below(MOST) as usize;
    let fits = |customer: &Customer| trips_due(world, customer).len() >= count;
    let mut case = Case::ticket(scope, fits)?;
    let all = trips_due(world, case.customer);
    let trips = case.some(count, &all);
    issue_all(&mut case, &trips);
    let each = if count == 1 { "it" } else { "each of them" };
    case.say(format!(
        "Not everything has gone well with {}",
        trips_to(&trips)
    ));
    case.say(format!("Please give me the compensation that is due for {each}, and tell me how much that is in all, as the total"));
    let about: Vec<&str> = trips.iter().map(|trip| trip.id.as_str()).collect();
    case.finish(&about)
}

/// The customer's trips for which something is due.
pub(super) fn trips_due<'w>(world: &World, customer: &'w Customer) -> Vec<&'w Reservation> {
    spoken_of(customer, |trip| due(world, customer, trip) > Some(0))
}

/// Trips with which something was amiss, and for which nothing is due all the same.
fn trips_refused<'w>(world: &World, customer: &'w Customer) -> Vec<&'w Reservation> {
    let is_amiss = |trip: &Reservation| {
        let mut legs = world.legs(trip).into_iter();
        legs.any(|flight| !matches!(flight.status, Status::Scheduled | Status::Landed(0)))
    };
    spoken_of(customer, |trip| {
        due(world, customer, trip) == Some(0) && is_amiss(trip)
    })
}

pub(super) fn refuse(mut scope: Scope<'_>) -> Result<Def, String> {
    let world = scope.world;
    let count = scope.chance.below(MOST) as usize;
    let fits = |customer: &Customer| {
        trips_due(world, customer).len() >= count && !trips_refused(world, customer).is_empty()
    };
    let mut case = Case::ticket(scope, fits)?;
    let (mine, others) = (
        trips_due(world, case.customer),
        trips_refused(world, case.customer),
    );
    let mut trips = case.some(count, &mine);
    let refused = case.draw(&others);
    let paid: Vec<(&str, &str)> = trips
        .iter()
        .map(|trip| (NOT_ELIGIBLE, trip.id.as_str()))
        .collect();
    case.maker.note(ASKED);
    if count > 0 {
        issue_all(&mut case, &trips);
    }
    let known = look(&mut case, refused);
    case.maker.transfer(NOT_ELIGIBLE, &refused.id, known, &paid);
    let listed = case.listed(&refused.id);
    for cents in [COMPENSATION.0, COMPENSATION.1] {
        let call = json!({"reservation_id": refused.id, "cents_each": cents});
        case.maker.wrong("issue_certificate", call, listed);
    }
    trips.push(refused);
    let each = if trips.len() == 1 {
        "it"
    } else {
        "each of them"
    };
    case.say(format!(
        "Not everything has gone well with {}",
        trips_to(&trips)
    ));
    case.say(format!(
        "Please give me the compensation that is due for {each}"
    ));
    if count > 0 {
        case.say("Tell me how much you issue in all, as the total".into());
    }
    let about: Vec<&str> = trips.iter().map(|trip| trip.id.as_str()).collect();
    case.finish(&about)
}
