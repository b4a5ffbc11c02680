//! An airline's timetable, its hotels, its customers and what they have booked, from a seed.

mod customers;
mod network;
mod tables;

use std::sync::Arc;
use truestep_core::chance::Seed;
use truestep_sandbox::Base;

/// The cities flown between.
pub(super) const CITIES: [&str; 7] = [
    "Atlanta", "Austin", "Boston", "Chicago", "Denver", "Phoenix", "Seattle",
];
/// The cabins, from the cheapest, as numbers of what follows.
pub(super) const CABINS: [&str; 3] = ["basic economy", "economy", "business"];
pub(super) const BASIC: usize = 0;
pub(super) const ECONOMY: usize = 1;
pub(super) const BUSINESS: usize = 2;
/// The memberships, from the lowest.
pub(super) const MEMBERS: [&str; 3] = ["standard", "silver", "gold"];
/// The kinds of rooms, from the smallest.
pub(super) const ROOMS: [&str; 3] = ["single", "double", "suite"];
/// The day it is at every desk, of the month of everything that happens there.
pub(super) const TODAY: i64 = 14;
/// The time it is.
pub(super) const TIME: &str = "15:00";
/// The days that there are flights on: a week that is over, and twelve days to come.
const DAYS: [i64; 19] = [
    7, 8, 9, 10, 11, 12, 13, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27,
];
/// Flights of a route on a day.
const SLOTS: usize = 3;
/// Minutes between two flights of a connection, at least and at most; the tool that lists them keeps to the same.
const BETWEEN: (i64, i64) = (45, 240);
/// Minutes late from which a flight counts as late.
pub(super) const LATE: i64 = 120;
/// What a bag costs that is not free.
pub(super) const BAG: i64 = 5_000;
/// What insurance costs for each passenger.
pub(super) const INSURANCE: i64 = 3_000;

/// A day as it is written.
pub(super) fn date(day: i64) -> String {
    format!("2031-05-{day:02}")
}

/// How a flight stands or went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    Scheduled,
    /// Landed, so many minutes late.
    Landed(i64),
    /// The airline has cancelled it.
    Cancelled,
}

/// A flight of a day.
#[derive(Clone, Debug)]
pub(super) struct Flight {
    pub(super) number: String,
    pub(super) day: i64,
    pub(super) from: usize,
    pub(super) to: usize,
    /// Minutes of the day.
    pub(super) departs: i64,
    pub(super) arrives: i64,
    pub(super) status: Status,
    /// By cabin.
    pub(super) cents: [i64; 3],
    pub(super) left: [i64; 3],
    pub(super) taken: Vec<String>,
}

impl Flight {
    pub(super) fn date(&self) -> String {
        date(self.day)
    }

    /// Whether it has left.
    pub(super) fn has_departed(&self) -> bool {
        matches!(self.status, Status::Landed(_))
    }

    /// Whether so many can still take it in a cabin.
    pub(super) fn takes(&self, cabin: usize, count: usize) -> bool {
        self.status == Status::Scheduled && self.day > TODAY && self.left[cabin] >= count as i64
    }
}

/// Somebody who flies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Person {
    pub(super) first: String,
    pub(super) last: String,
    pub(super) born: String,
}

impl Person {
    pub(super) fn name(&self) -> String {
        format!("{} {}", self.first, self.last)
    }
}

/// How somebody pays.
#[derive(Clone, Debug)]
pub(super) struct Payment {
    pub(super) id: String,
    pub(super) kind: &'static str,
    /// What is left on it, if it can run out.
    pub(super) cents: Option<i64>,
}

/// Flights that were booked.
#[derive(Clone, Debug)]
pub(super) struct Reservation {
    pub(super) id: String,
    /// Places in the world's list of flights, there and, if so, back.
    pub(super) flights: Vec<usize>,
    /// What each flight has cost for each passenger.
    pub(super) fares: Vec<i64>,
    pub(super) cabin: usize,
    pub(super) passengers: Vec<Person>,
    pub(super) is_insured: bool,
    pub(super) payment: String,
    pub(super) paid: i64,
    pub(super) booked: String,
    /// Whether that is less than 24 hours ago.
    pub(super) is_new: bool,
    /// Where it goes.
    pub(super) to: usize,
}

/// Nights that were booked.
#[derive(Clone, Debug)]
pub(super) struct Stay {
    pub(super) id: String,
    pub(super) hotel: usize,
    pub(super) room: usize,
    pub(super) arrival: i64,
    pub(super) departure: i64,
    pub(super) paid: i64,
    pub(super) payment: String,
}

/// A hotel.
#[derive(Clone, Debug)]
pub(super) struct Hotel {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) city: usize,
    pub(super) stars: i64,
    /// Days before arrival up to which a stay can be cancelled.
    pub(super) days: i64,
    /// Of a night, by room.
    pub(super) cents: [i64; 3],
    /// Nights on which it is full, by room.
    pub(super) full: [Vec<i64>; 3],
}

impl Hotel {
    pub(super) fn has(&self, room: usize, arrival: i64, departure: i64) -> bool {
        !self.full[room]
            .iter()
            .any(|night| (arrival..departure).contains(night))
    }
}

/// A customer.
#[derive(Clone, Debug)]
pub(super) struct Customer {
    pub(super) id: String,
    pub(super) person: Person,
    pub(super) email: String,
    /// Which of the memberships.
    pub(super) member: usize,
    pub(super) home: usize,
    /// A credit card and a gift card.
    pub(super) payments: [Payment; 2],
    pub(super) reservations: Vec<Reservation>,
    pub(super) stays: Vec<Stay>,
}

impl Customer {
    pub(super) fn card(&self) -> &str {
        &self.payments[0].id
    }

    pub(super) fn gift(&self) -> &Payment {
        &self.payments[1]
    }
}

/// Everything there is.
#[derive(Debug)]
pub(super) struct World {
    pub(super) flights: Vec<Flight>,
    pub(super) hotels: Vec<Hotel>,
    pub(super) customers: Vec<Customer>,
    pub(super) base: Arc<Base>,
}

impl World {
    /// The world of a seed.
    ///
    /// # Errors
    /// If its tables cannot be built, which would be a fault of this file.
    pub(super) fn generate(seed: Seed) -> Result<Self, String> {
        let chance = &mut seed.stream("travel world").sampled();
        let flights = network::flights(chance);
        let hotels = network::hotels(chance);
        let customers = customers::draw(&flights, &hotels, chance);
        let base =
            tables::build(&flights, &hotels, &customers).map_err(|error| error.to_string())?;
        Ok(Self {
            flights,
            hotels,
            customers,
            base,
        })
    }

    /// The flights of a reservation.
    pub(super) fn legs<'w>(&'w self, of: &Reservation) -> Vec<&'w Flight> {
        of.flights
            .iter()
            .map(|&place| &self.flights[place])
            .collect()
    }

    /// The direct flights between two cities on a day, by departure.
    pub(super) fn direct(&self, from: usize, to: usize, day: i64) -> Vec<&Flight> {
        let mut all: Vec<&Flight> = (0..SLOTS)
            .filter_map(|slot| place(from, to, slot, day))
            .map(|place| &self.flights[place])
            .collect();
        all.sort_by_key(|flight| flight.departs);
        all
    }

    /// The connections with one stop.
    pub(super) fn connections(&self, from: usize, to: usize, day: i64) -> Vec<[&Flight; 2]> {
        let mut all = vec![];
        for stop in (0..CITIES.len()).filter(|stop| *stop != from && *stop != to) {
            for first in self.direct(from, stop, day) {
                for then in self.direct(stop, to, day) {
                    let between = then.departs - first.arrives;
                    if (BETWEEN.0..=BETWEEN.1).contains(&between) {
                        all.push([first, then]);
                    }
                }
            }
        }
        all
    }
}

/// Where a flight stands in the list of all: by route, slot and day.
fn place(from: usize, to: usize, slot: usize, day: i64) -> Option<usize> {
    let day = DAYS.iter().position(|other| *other == day)?;
    let route = from * (CITIES.len() - 1) + if to > from { to - 1 } else { to };
    (from != to).then_some((route * SLOTS + slot) * DAYS.len() + day)
}
