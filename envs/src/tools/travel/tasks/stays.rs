//! Hotels: a room for a trip, stays cancelled while calls do not go as they should, a trip called off with its stay.

use super::{
    REASONS, Scope,
    cancel::{cancel, is_cancellable, reason_words},
    refuse::trip_to,
};
use crate::tools::{
    kernel::types::{Def, Facts, FaultKind},
    travel::{
        case::{Case, is_on, listed, spoken_of},
        policy::TERMS,
        world::{CITIES, Customer, Hotel, ROOMS, Reservation, Stay, TODAY, World, date},
    },
};
use serde_json::json;
use truestep_core::chance::Chance;

/// Stars of a hotel that is asked for, at least.
const STARS: i64 = 3;

/// The hotels that fit a trip there and back, cheapest first, with the room and the days.
fn rooms<'w>(world: &'w World, trip: &Reservation) -> Option<(Vec<&'w Hotel>, usize, i64, i64)> {
    let legs = world.legs(trip);
    let [out, back] = legs[..] else { return None };
    let room = trip.passengers.len() - 1;
    if room > 1 || !is_on(world, trip) {
        return None;
    }
    let fits = |hotel: &&Hotel| {
        hotel.city == trip.to && hotel.stars >= STARS && hotel.has(room, out.day, back.day)
    };
    let mut all: Vec<&Hotel> = world.hotels.iter().filter(fits).collect();
    all.sort_by_key(|hotel| hotel.cents[room]);
    (all.len() > 1).then_some((all, room, out.day, back.day))
}

/// Most trips of one ticket.
const MOST: u32 = 3;

pub(super) fn book(mut scope: Scope<'_>) -> Result<Def, String> {
    let world = scope.world;
    let count = 1 + scope.chance.below(MOST) as usize;
    let mut case = Case::ticket(scope, |customer| {
        without_stay(world, customer).len() >= count
    })?;
    let wanted = case.some(count, &without_stay(world, case.customer));
    let (mut known, mut total, mut spoken) = (0, 0, vec![]);
    for trip in &wanted {
        let (hotels, room, from, to) = rooms(world, trip).ok_or("no hotel fits")?;
        known |= book_one(&mut case, trip, &hotels, room, (from, to));
        total += hotels[0].cents[room] * (to - from);
        spoken.push(format!("a {} room for {}", ROOMS[room], trip_to(trip)));
    }
    case.maker.tell(
        "total",
        total,
        known,
        &[total + 3_500, total * 2, total + 500],
    );
    case.say(format!("Please book {}", listed(&spoken)));
    let each = if count == 1 { "It is" } else { "Each is" };
    case.say(format!(
        "{each} to be the cheapest of its kind in a hotel with at least {STARS} stars that is not full, from the day on which I fly there to the day on which I fly back"
    ));
    case.say("Pay with my credit card, and tell me what it costs in all, as the total".into());
    let about: Vec<&str> = wanted.iter().map(|trip| trip.id.as_str()).collect();
    case.finish(&about)
}

/// The customer's trips with rooms to choose between, and no stay yet.
fn without_stay<'w>(world: &World, customer: &'w Customer) -> Vec<&'w Reservation> {
    let has_stay = |city: usize| {
        customer
            .stays
            .iter()
            .any(|stay| world.hotels[stay.hotel].city == city)
    };
    spoken_of(customer, |one| {
        rooms(world, one).is_some() && !has_stay(one.to)
    })
}

/// The booking of the cheapest of some hotels, and the mistakes beside it; says what it rests on.
fn book_one(
    case: &mut Case<'_>,
    trip: &Reservation,
    hotels: &[&Hotel],
    room: usize,
    (from, to): (i64, i64),
) -> Facts {
    let contents = case.contents(trip);
    let there = case.hotels(trip.to, from, to, contents);
    let (id, card) = (&case.customer.id, case.customer.card());
    let call = |hotel: &Hotel, room: usize, to: i64| {
        json!({"customer_id": id, "hotel_id": hotel.id, "room": ROOMS[room], "arrival": date(from),
            "departure": date(to), "payment_id": card})
    };
    let shown = case.id | case.account | contents | there;
    case.maker
        .write("book_stay", call(hotels[0], room, to), shown, 0);
    case.maker
        .wrong("book_stay", call(hotels[1], room, to), shown);
    case.maker
        .wrong("book_stay", call(hotels[0], 1 - room, to), shown);
    case.maker
        .wrong("book_stay", call(hotels[0], room, to - 1), shown);
    contents | there
}

/// Days left until a stay begins beyond those that its hotel asks for.
fn spare(world: &World, stay: &Stay) -> i64 {
    stay.arrival - TODAY - world.hotels[stay.hotel].days
}

/// The customer's stays for which `fits`, each the only one in its city.
fn stays<'w>(world: &World, customer: &'w Customer, fits: impl Fn(&Stay) -> bool) -> Vec<&'w Stay> {
    let city = |stay: &Stay| world.hotels[stay.hotel].city;
    let all = &customer.stays;
    let alike = |one: &Stay| all.iter().filter(|other| city(other) == city(one)).count();
    all.iter()
        .filter(|one| alike(one) == 1 && fits(one))
        .collect()
}

/// What a stay and its hotel say.
fn look(case: &mut Case<'_>, stay: &Stay) -> Facts {
    let known = case.stay(stay);
    let hotel = &case.world.hotels[stay.hotel];
    known | case.terms(hotel, known)
}

pub(super) fn outage(mut scope: Scope<'_>) -> Result<Def, String> {
    let world = scope.world;
    let count = 1 + scope.chance.below(2) as usize;
    let fits = |one: &Stay| spare(world, one) > 0;
    // There is a stay that is kept.
    let mut case = Case::ticket(scope, |customer| {
        stays(world, customer, fits).len() >= count && customer.stays.len() > count
    })?;
    let wanted = case.some(count, &stays(world, case.customer, fits));
    let (mut all, mut total, mut cities) = (0, 0, vec![]);
    for stay in &wanted {
        let known = look(&mut case, stay);
        let shown = case.listed(&stay.id);
        let call = json!({"stay_id": stay.id});
        let cancelled = case.maker.write("cancel_stay", call, shown, known);
        case.given.push(cancelled);
        all |= known;
        total += stay.paid;
        cities.push(CITIES[world.hotels[stay.hotel].city].to_owned());
    }
    case.tell_given(
        "refund",
        total,
        all,
        &[total + 1_000, total + 5_000, total * 2],
    );
    let reads = [
        FaultKind::PartialPage,
        FaultKind::StaleRead,
        FaultKind::WrongType,
        FaultKind::Transient,
    ];
    let (read, write) = (
        case.draw(&reads),
        case.draw(&[FaultKind::Transient, FaultKind::Timeout]),
    );
    case.maker.fault("get_customer", read);
    case.maker.fault("get_stay", FaultKind::RateLimit);
    case.maker.fault("cancel_stay", write);
    let noun = if count == 1 { "my stay" } else { "my stays" };
    case.say(format!(
        "Please cancel {noun} in {}, and nothing of my flights",
        listed(&cities)
    ));
    case.say("Then tell me how much is refunded in all, as the refund".into());
    case.say(
        "The systems are under strain today, and an answer may have to be asked for again".into(),
    );
    let about: Vec<&str> = wanted.iter().map(|stay| stay.id.as_str()).collect();
    case.finish(&about)
}

/// The trips that can be cancelled and have a stay, which can be cancelled too or not.
fn with_stay<'w>(
    world: &World,
    customer: &'w Customer,
    reason: &str,
    is_open: bool,
) -> Vec<(&'w Reservation, &'w Stay)> {
    let open = |stay: &Stay| {
        let spare = spare(world, stay);
        if is_open { spare > 0 } else { spare < 0 }
    };
    let stays = stays(world, customer, open);
    let trips = spoken_of(customer, |one| is_cancellable(world, one, reason));
    let of = |trip: &'w Reservation| {
        let there = stays
            .iter()
            .find(|stay| world.hotels[stay.hotel].city == trip.to);
        there.map(|stay| (trip, *stay))
    };
    trips.into_iter().filter_map(of).collect()
}

pub(super) fn call_off(mut scope: Scope<'_>) -> Result<Def, String> {
    let world = scope.world;
    let reason = REASONS[scope.chance.below(2) as usize];
    let count = scope.chance.below(3) as usize;
    let closed = usize::from(count == 0 || scope.chance.below(2) == 0);
    let mut case = Case::ticket(scope, |customer| {
        with_stay(world, customer, reason, true).len() >= count
            && with_stay(world, customer, reason, false).len() >= closed
    })?;
    let open = case.some(count, &with_stay(world, case.customer, reason, true));
    let closed = case.some(closed, &with_stay(world, case.customer, reason, false));
    let (mut known, mut total) = (0, 0);
    for (trip, stay) in &open {
        known |= cancel(&mut case, trip, reason, 0);
        let of_stay = look(&mut case, stay);
        let listed = case.listed(&stay.id);
        let call = json!({"stay_id": stay.id});
        let cancelled = case.maker.write("cancel_stay", call, listed, of_stay);
        case.given.push(cancelled);
        known |= of_stay;
        total += trip.paid + stay.paid;
    }
    let mut beyond = 0;
    for (trip, stay) in &closed {
        known |= cancel(&mut case, trip, reason, 0);
        let of_stay = look(&mut case, stay);
        let others = [
            (TERMS, trip.id.as_str()),
            ("technical fault", stay.id.as_str()),
        ];
        case.maker.transfer(TERMS, &stay.id, of_stay, &others);
        total += trip.paid;
        beyond = stay.paid;
    }
    let all: Vec<(&Reservation, &Stay)> = open.into_iter().chain(closed).collect();
    case.tell_given(
        "refund",
        total,
        known,
        &[total + beyond, total + 500, total + 700],
    );
    let cities: Vec<String> = all.iter().map(|(trip, _)| trip_to(trip)).collect();
    case.say(format!(
        "Please cancel {}, each time the flights as well as the stay that I have booked there",
        listed(&cities)
    ));
    case.say(reason_words(reason).into());
    case.say("Tell me how much is refunded in all, as the refund".into());
    let about: Vec<&str> = all
        .iter()
        .flat_map(|(trip, stay)| [trip.id.as_str(), stay.id.as_str()])
        .collect();
    case.finish(&about)
}
