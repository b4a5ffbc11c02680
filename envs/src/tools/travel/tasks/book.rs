//! Book the cheapest way to somewhere.

use super::Scope;
use crate::tools::{
    kernel::types::{Def, Facts},
    travel::{
        case::{Case, clock},
        world::{BUSINESS, CABINS, CITIES, ECONOMY, Flight, INSURANCE, Person, World, date},
    },
};
use serde_json::{Value, json};
use truestep_core::chance::Chance;

/// Draws until there is something to choose between.
const TRIES: usize = 60;
/// Ways that there are to choose between, at least.
const FEWEST: usize = 3;

/// A way to somewhere.
#[derive(Clone)]
struct Way<'w> {
    flights: Vec<&'w Flight>,
    /// For one passenger.
    cents: i64,
}

/// What is asked for.
#[derive(Clone, Copy)]
struct Wish {
    from: usize,
    to: usize,
    day: i64,
    cabin: usize,
    count: usize,
    /// Minutes of the day by which it arrives.
    by: i64,
}

/// The ways that fit, cheapest first.
fn ways<'w>(world: &'w World, wish: &Wish) -> Vec<Way<'w>> {
    let Wish { from, to, day, .. } = *wish;
    let direct = world
        .direct(from, to, day)
        .into_iter()
        .map(|flight| vec![flight]);
    let stops = world
        .connections(from, to, day)
        .into_iter()
        .map(|both| both.to_vec());
    let fits = |flights: &Vec<&Flight>| {
        let takes = flights
            .iter()
            .all(|flight| flight.takes(wish.cabin, wish.count));
        takes
            && flights
                .last()
                .is_some_and(|flight| flight.arrives <= wish.by)
    };
    let way = |flights: Vec<&'w Flight>| Way {
        cents: flights.iter().map(|flight| flight.cents[wish.cabin]).sum(),
        flights,
    };
    let mut all: Vec<Way<'_>> = direct.chain(stops).filter(fits).map(way).collect();
    all.sort_by_key(|way| way.cents);
    all
}

/// Most journeys of one ticket.
const MOST: u32 = 3;

pub(super) fn build(scope: Scope<'_>) -> Result<Def, String> {
    let mut case = Case::ticket(scope, |_| true)?;
    let journeys = 1 + case.chance.below(MOST) as usize;
    let people = travellers(&mut case);
    let is_insured = case.chance.below(2) == 0;
    let insurance = if is_insured { INSURANCE } else { 0 };
    let (mut wishes, mut known, mut total) = (vec![], 0, 0);
    for _ in 0..journeys {
        let (wish, all) = choose(&mut case, people.len(), &wishes)?;
        wishes.push(wish);
        known |= book(&mut case, &wish, &all, &people, is_insured);
        total += (all[0].cents + insurance) * people.len() as i64;
        say(&mut case, &wish, &people, is_insured);
    }
    case.maker.tell(
        "total",
        total,
        known,
        &[total + INSURANCE, total + 500, total - 1_000],
    );
    case.say("Each time take the cheapest way that fits, direct or with one stop, for all who fly together".into());
    case.say("Pay with my credit card, and tell me what it costs in all, as the total".into());
    case.finish(&[])
}

/// The customer, and perhaps somebody else.
fn travellers(case: &mut Case<'_>) -> Vec<Person> {
    let mut people = vec![case.customer.person.clone()];
    if case.chance.below(2) == 0 {
        let others: Vec<&Person> = (case.world.customers.iter().map(|other| &other.person))
            .filter(|other| other.last != people[0].last)
            .collect();
        people.push(case.draw(&others).clone());
    }
    people
}

/// The booking of the cheapest of some ways, and the mistakes beside it; says what it rests on.
fn book(
    case: &mut Case<'_>,
    wish: &Wish,
    all: &[Way<'_>],
    people: &[Person],
    is_insured: bool,
) -> Facts {
    let direct = case.direct(wish.from, wish.to, wish.day, 0);
    let stops = case.connections(wish.from, wish.to, wish.day);
    let (customer, card) = (&case.customer.id, case.customer.card());
    let call = |way: &Way<'_>, cabin: usize, is_insured: bool| {
        let flight = |flight: &&Flight| json!({"number": flight.number, "date": flight.date()});
        let person = |one: &Person| json!({"first_name": one.first, "last_name": one.last, "born": one.born});
        let flights: Vec<Value> = way.flights.iter().map(flight).collect();
        let people: Vec<Value> = people.iter().map(person).collect();
        json!({"customer_id": customer, "flights": flights, "cabin": CABINS[cabin], "passengers": people,
            "insured": is_insured, "payment_id": card})
    };
    let source = |way: &Way<'_>| {
        if way.flights.len() == 1 {
            direct
        } else {
            stops
        }
    };
    let (account, both) = (case.id | case.account, direct | stops);
    let cheapest = &all[0];
    let shown = account | source(cheapest);
    case.maker.write(
        "book_flights",
        call(cheapest, wish.cabin, is_insured),
        shown,
        both,
    );
    case.maker.wrong(
        "book_flights",
        call(cheapest, wish.cabin, !is_insured),
        shown,
    );
    for other in &all[1..FEWEST] {
        let shown = account | source(other);
        case.maker
            .wrong("book_flights", call(other, wish.cabin, is_insured), shown);
    }
    both
}

/// Something to ask for that goes elsewhere than these and on another day, with ways enough, of which one is the cheapest.
fn choose<'w>(
    case: &mut Case<'w>,
    count: usize,
    others: &[Wish],
) -> Result<(Wish, Vec<Way<'w>>), String> {
    let from = case.customer.home;
    let cities: Vec<usize> = (0..CITIES.len())
        .filter(|city| *city != from && others.iter().all(|other| other.to != *city))
        .collect();
    for _ in 0..TRIES {
        let wish = Wish {
            from,
            to: case.draw(&cities),
            day: 16 + i64::from(case.chance.below(12)),
            cabin: case.draw(&[ECONOMY, ECONOMY, BUSINESS]),
            count,
            by: case.draw(&[15, 18, 21, 23]) * 60,
        };
        let all = ways(case.world, &wish);
        let is_free = others.iter().all(|other| other.day != wish.day);
        if is_free && all.len() >= FEWEST && all[0].cents < all[1].cents {
            return Ok((wish, all));
        }
    }
    Err("there is too little to choose between".into())
}

fn say(case: &mut Case<'_>, wish: &Wish, people: &[Person], is_insured: bool) {
    let (whom, seats) = match people {
        [_, other] => (
            format!("me and {}, born {}", other.name(), other.born),
            "seats for both of us",
        ),
        _ => ("me alone".into(), "a seat for me"),
    };
    case.say(format!(
        "Please book a way from {} to {} on {} for {whom}, in {} and {} insurance, which has {seats} and arrives no later than {}",
        CITIES[wish.from],
        CITIES[wish.to],
        date(wish.day),
        CABINS[wish.cabin],
        if is_insured { "with" } else { "without" },
        clock(wish.by)
    ));
}
