//! Business: the trip for which it costs less is put there, or only what it costs is asked.

use super::{Scope, cancel::trips_to};
use crate::tools::{
    kernel::types::{Def, Facts},
    travel::{
        case::{Case, is_on, spoken_of},
        world::{BASIC, BUSINESS, CABINS, ECONOMY, Reservation, World},
    },
};
use serde_json::json;
use truestep_core::chance::Chance;

/// What it costs to put a trip in economy into business, for all; nothing where that cannot be had.
fn cost(world: &World, trip: &Reservation) -> Option<i64> {
    let count = trip.passengers.len();
    let legs = world.legs(trip);
    let takes = legs.iter().all(|flight| flight.takes(BUSINESS, count));
    let now: i64 = legs.iter().map(|flight| flight.cents[BUSINESS]).sum();
    let paid: i64 = trip.fares.iter().sum();
    let is_open = takes && is_on(world, trip) && trip.cabin == ECONOMY;
    is_open.then_some((now - paid) * count as i64)
}

/// What a trip and its flights say, which is what the cost is worked out from.
fn look(case: &mut Case<'_>, trip: &Reservation) -> Facts {
    let contents = case.contents(trip);
    contents | case.flights(trip, contents)
}

pub(super) fn upgrade(mut scope: Scope<'_>) -> Result<Def, String> {
    let world = scope.world;
    let count = 2 + scope.chance.below(2) as usize;
    let fits = |one: &Reservation| cost(world, one).is_some();
    let mut case = Case::ticket(scope, |customer| spoken_of(customer, fits).len() >= count)?;
    let all = spoken_of(case.customer, fits);
    let trips = case.some(count, &all);
    let mut ranked: Vec<(i64, &Reservation)> = (trips.iter())
        .filter_map(|trip| Some((cost(world, trip)?, *trip)))
        .collect();
    ranked.sort_by_key(|(cents, _)| *cents);
    if ranked[0].0 == ranked[1].0 {
        return Err("two trips cost the same".into());
    }
    let known = trips
        .iter()
        .fold(0, |known, trip| known | look(&mut case, trip));
    let card = case.customer.card();
    let call = |trip: &Reservation, cabin: usize| json!({"reservation_id": trip.id, "cabin": CABINS[cabin], "payment_id": card});
    let shown = |case: &Case<'_>, trip: &Reservation| case.listed(&trip.id) | case.account;
    let (least, cheapest) = ranked[0];
    let here = shown(&case, cheapest);
    case.maker
        .write("change_cabin", call(cheapest, BUSINESS), here, known);
    case.maker
        .wrong("change_cabin", call(cheapest, BASIC), here);
    for (_, other) in &ranked[1..] {
        let there = shown(&case, other);
        case.maker
            .wrong("change_cabin", call(other, BUSINESS), there);
    }
    case.maker.tell(
        "cost",
        least,
        known,
        &[ranked[1].0, least + 1_000, least + ranked[1].0],
    );
    case.say(format!(
        "I can afford business on one of {} only",
        trips_to(&trips)
    ));
    case.say("Please put the one into business for which that costs least now, for all its passengers together, and leave the rest as it is".into());
    case.say("Pay with my credit card, and tell me what it costs, as the cost".into());
    let about: Vec<&str> = trips.iter().map(|trip| trip.id.as_str()).collect();
    case.finish(&about)
}

/// What the costs are told as, in the order of the trips named.
const TOPICS: [&str; 3] = ["first price", "second price", "third price"];

pub(super) fn question(mut scope: Scope<'_>) -> Result<Def, String> {
    let world = scope.world;
    let count = 1 + scope.chance.below(TOPICS.len() as u32) as usize;
    let fits = |one: &Reservation| cost(world, one).is_some();
    let mut case = Case::ticket(scope, |customer| spoken_of(customer, fits).len() >= count)?;
    let all = spoken_of(case.customer, fits);
    let trips = case.some(count, &all);
    let (mut known, mut total) = (0, 0);
    for (trip, topic) in trips.iter().zip(TOPICS) {
        let cents = cost(world, trip).unwrap_or_default();
        let here = look(&mut case, trip);
        known |= here;
        total += cents;
        let each = cents / trip.passengers.len() as i64;
        case.maker
            .tell(topic, cents, here, &[each + 1_000, cents + 500, cents * 2]);
        let call = json!({"reservation_id": trip.id, "cabin": CABINS[BUSINESS], "payment_id": case.customer.card()});
        let shown = case.listed(&trip.id) | case.account;
        case.maker.wrong("change_cabin", call, shown);
    }
    if count > 1 {
        case.maker
            .tell("total", total, known, &[total + 500, total + 1_000]);
    }
    case.say(format!(
        "I think about business for {}, and do not want anything changed yet",
        trips_to(&trips)
    ));
    case.say(match count {
        1 => "Please tell me, as the first price, what it would cost now to put it there, for all passengers together".into(),
        _ => "Please tell me, as first price and so on in this order, what it would cost now to put each there, for all its passengers together, and then the total of all".into(),
    });
    let about: Vec<&str> = trips.iter().map(|trip| trip.id.as_str()).collect();
    case.finish(&about)
}
