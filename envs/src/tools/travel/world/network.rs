//! The timetable and the hotels.

use super::{CITIES, DAYS, Flight, Hotel, SLOTS, Status, TODAY};
use truestep_core::chance::Chance;

/// First numbers of flights: even steps, so that neighbours are no flights.
const NUMBERS: (usize, usize) = (107, 7);
/// Minutes of the day from which the flights of each slot leave.
const FROM: [i64; SLOTS] = [6 * 60, 11 * 60, 16 * 60];
/// Steps of five minutes within which they do.
const WITHIN: u32 = 40;
/// How many minutes late flights land, each as often.
const LATENESS: [i64; 16] = [0, 0, 0, 0, 0, 0, 0, 0, 25, 40, 75, 95, 135, 160, 190, 240];
/// Seats behind business that are taken, at most; and letters of a row.
const MOST_TAKEN: u32 = 14;
const LETTERS: [char; 4] = ['A', 'C', 'D', 'F'];

/// All flights, by route, slot and day.
pub(super) fn flights(chance: &mut impl Chance) -> Vec<Flight> {
    let mut all = vec![];
    let routes = (0..CITIES.len()).flat_map(|from| (0..CITIES.len()).map(move |to| (from, to)));
    for (route, (from, to)) in routes.filter(|(from, to)| from != to).enumerate() {
        let lasts = 60 + ((from * 3 + to * 3 + from * to) % 7) as i64 * 15;
        for (slot, begins) in FROM.into_iter().enumerate() {
            let number = format!("HX{}", NUMBERS.0 + (route * SLOTS + slot) * NUMBERS.1);
            let departs = begins + i64::from(chance.below(WITHIN)) * 5;
            for day in DAYS {
                all.push(Flight {
                    number: number.clone(),
                    day,
                    from,
                    to,
                    departs,
                    arrives: departs + lasts,
                    status: status(day, chance),
                    cents: prices(slot, chance),
                    left: [left(9, chance), left(9, chance), left(5, chance)],
                    taken: taken(chance),
                });
            }
        }
    }
    all
}

fn status(day: i64, chance: &mut impl Chance) -> Status {
    if chance.below(14) == 0 {
        return Status::Cancelled;
    }
    if day > TODAY {
        return Status::Scheduled;
    }
    Status::Landed(LATENESS[chance.below(LATENESS.len() as u32) as usize])
}

/// By cabin; those of one day's slots differ in every cabin.
fn prices(slot: usize, chance: &mut impl Chance) -> [i64; 3] {
    let economy = 9_000 + 100 * i64::from(chance.below(180)) + 10 * slot as i64;
    [economy - 3_000, economy, 2 * economy + 4_000]
}

fn left(most: u32, chance: &mut impl Chance) -> i64 {
    match chance.below(7) {
        0 => 0,
        _ => i64::from(1 + chance.below(most)),
    }
}

fn taken(chance: &mut impl Chance) -> Vec<String> {
    let mut all: Vec<String> = vec![];
    // The front fills first.
    for (first, rows, count) in [(1, 2, 3), (3, 3, MOST_TAKEN / 2), (3, 8, MOST_TAKEN / 2)] {
        for _ in 0..count {
            let row = first + chance.below(rows);
            let seat = format!("{row}{}", LETTERS[chance.below(4) as usize]);
            if !all.contains(&seat) {
                all.push(seat);
            }
        }
    }
    all.sort_unstable();
    all
}

const HOTELS: [&str; 12] = [
    "Harbor Inn",
    "Station Hotel",
    "Park House",
    "Old Mill Hotel",
    "Garden Court",
    "Bridge Hotel",
    "Market Inn",
    "Lake House",
    "Tower Hotel",
    "Cedar Lodge",
    "Corner House",
    "Hill Hotel",
];
/// Hotels of a city.
const OF_CITY: usize = 4;
/// Nights on which hotels are full or not.
const NIGHTS: std::ops::RangeInclusive<i64> = 15..=30;

pub(super) fn hotels(chance: &mut impl Chance) -> Vec<Hotel> {
    let mut all = vec![];
    for city in 0..CITIES.len() {
        let mut names = HOTELS.to_vec();
        for number in 0..OF_CITY {
            let name = names.swap_remove(chance.below(names.len() as u32) as usize);
            // Of one city no two cost the same, whatever the room.
            let single = 6_000 + 100 * i64::from(chance.below(70)) + 10 * number as i64;
            all.push(Hotel {
                id: format!("H{}", 107 + (city * OF_CITY + number) * 9),
                name: name.into(),
                city,
                stars: 2 + i64::from(chance.below(4)),
                days: [2, 4, 7][chance.below(3) as usize],
                cents: [single, single + 3_500, single + 12_000],
                full: [full(chance), full(chance), full(chance)],
            });
        }
    }
    all
}

fn full(chance: &mut impl Chance) -> Vec<i64> {
    NIGHTS.filter(|_| chance.below(9) == 0).collect()
}
