//! Check in bags, of which some are free.

use super::{Scope, refuse::trip_to};
use crate::tools::{
    kernel::types::{Def, Facts},
    travel::{
        case::{Case, is_on, listed, spoken_of},
        policy::free_bags,
        world::{BAG, Reservation},
    },
};
use serde_json::json;
use truestep_core::chance::Chance;

/// Most trips of one ticket.
const MOST: u32 = 4;

pub(super) fn build(mut scope: Scope<'_>) -> Result<Def, String> {
    let world = scope.world;
    let count = 1 + scope.chance.below(MOST) as usize;
    let fits = |one: &Reservation| is_on(world, one);
    let mut case = Case::ticket(scope, |customer| spoken_of(customer, fits).len() >= count)?;
    let all = spoken_of(case.customer, fits);
    let trips = case.some(count, &all);
    let (mut known, mut total, mut spoken) = (0, 0, vec![]);
    for (at, trip) in trips.iter().enumerate() {
        // Of the first some are not free, so that there is something to pay.
        let over = i64::from(case.chance.below(3)) + if at == 0 { 1 } else { -1 };
        let added = add(&mut case, trip, over);
        known |= added.known;
        total += added.not_free * BAG;
        spoken.push(added.spoken);
    }
    case.maker.tell(
        "cost",
        total,
        known,
        &[total + BAG, total + 2 * BAG, total + 500],
    );
    case.say(format!("Please check in {}", listed(&spoken)));
    case.say("Pay what is not free with my credit card, and tell me how much that is in all, as the cost".into());
    let about: Vec<&str> = trips.iter().map(|trip| trip.id.as_str()).collect();
    case.finish(&about)
}

/// Bags that are to be checked in.
pub(super) struct Added {
    pub(super) known: Facts,
    not_free: i64,
    /// How they are spoken of.
    pub(super) spoken: String,
}

/// So many bags over those that are free, if that is any, with the mistakes of paying for others.
pub(super) fn add(case: &mut Case<'_>, trip: &Reservation, over: i64) -> Added {
    let (member, card) = (case.customer.member, case.customer.card());
    let free = (free_bags(member, trip.cabin) * trip.passengers.len()) as i64;
    let bags = (free + over).max(1);
    let not_free = (bags - free).max(0);
    let contents = case.contents(trip);
    let (listed, account) = (case.listed(&trip.id), case.account);
    let call = |not_free: i64| json!({"reservation_id": trip.id, "bags": bags, "paid_bags": not_free, "payment_id": card});
    case.maker
        .write("add_bags", call(not_free), listed | account, contents);
    for other in [not_free - 1, not_free + 1] {
        if (0..=bags).contains(&other) {
            case.maker.wrong("add_bags", call(other), listed | account);
        }
    }
    let noun = if bags == 1 { "bag" } else { "bags" };
    Added {
        known: contents | account,
        not_free,
        spoken: format!("{bags} {noun} for {}", trip_to(trip)),
    }
}
