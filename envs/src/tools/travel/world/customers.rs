//! Who flies, and what they have booked.

use super::{
    BASIC, BUSINESS, CITIES, Customer, ECONOMY, Flight, Hotel, INSURANCE, Payment, Person,
    Reservation, SLOTS, Stay, date, place,
};
use truestep_core::chance::Chance;

/// Customers of a world.
const CUSTOMERS: u32 = 160;

const FIRST: [&str; 24] = [
    "Alma", "Bruno", "Carla", "David", "Edith", "Frank", "Gloria", "Henry", "Ida", "Jacob",
    "Karin", "Lucas", "Marta", "Noah", "Olive", "Peter", "Ruth", "Simon", "Tilda", "Victor",
    "Willa", "Xenia", "Yara", "Zeno",
];
const LAST: [&str; 20] = [
    "Archer", "Bauer", "Cohen", "Duarte", "Engel", "Flores", "Gruber", "Hansen", "Ito", "Jordan",
    "Kovac", "Lopez", "Marsh", "Nolan", "Orlov", "Pohl", "Quist", "Rossi", "Sato", "Turner",
];

/// When a journey is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum When {
    Past,
    Between,
    Future,
}

pub(super) fn draw(
    flights: &[Flight],
    hotels: &[Hotel],
    chance: &mut impl Chance,
) -> Vec<Customer> {
    let mut taken = vec![];
    (0..CUSTOMERS)
        .map(|number| customer(number, flights, hotels, &mut taken, chance))
        .collect()
}

/// Somebody; companions bear the customer's last name and another first name.
fn person(last: &str, others: &[Person], chance: &mut impl Chance) -> Person {
    let free: Vec<&str> = (FIRST.iter().copied())
        .filter(|first| others.iter().all(|other| other.first != *first))
        .collect();
    Person {
        first: free[chance.below(free.len() as u32) as usize].into(),
        last: last.into(),
        born: format!(
            "{}-{:02}-{:02}",
            1950 + chance.below(55),
            1 + chance.below(12),
            1 + chance.below(28)
        ),
    }
}

/// An id that nothing else has.
fn unique(letter: char, from: u32, taken: &mut Vec<u32>, chance: &mut impl Chance) -> String {
    loop {
        let number = from + chance.below(from * 8);
        if !taken.contains(&number) {
            taken.push(number);
            return format!("{letter}{number}");
        }
    }
}

fn customer(
    number: u32,
    flights: &[Flight],
    hotels: &[Hotel],
    taken: &mut Vec<u32>,
    chance: &mut impl Chance,
) -> Customer {
    let last = LAST[chance.below(LAST.len() as u32) as usize];
    let own = person(last, &[], chance);
    let digits = 1_000 + number * 17;
    let payments = [
        Payment {
            id: format!("card_{}", 1_000 + number * 41 % 9_000),
            kind: "credit card",
            cents: None,
        },
        Payment {
            id: format!("gift_{}", 1_000 + number * 23 % 9_000),
            kind: "gift card",
            cents: Some(1_000 * i64::from(3 + chance.below(8))),
        },
    ];
    let home = chance.below(CITIES.len() as u32) as usize;
    let member = chance.below(3) as usize;
    let mut customer = Customer {
        id: format!(
            "{}_{}_{digits}",
            own.first.to_lowercase(),
            last.to_lowercase()
        ),
        email: format!(
            "{}.{}{}@example.org",
            own.first.to_lowercase(),
            last.to_lowercase(),
            10 + number
        ),
        person: own,
        member,
        home,
        payments,
        reservations: vec![],
        stays: vec![],
    };
    let mut others: Vec<usize> = (0..CITIES.len()).filter(|city| *city != home).collect();
    let mut goals = vec![];
    for _ in 0..4 + chance.below(3) {
        goals.push(others.swap_remove(chance.below(others.len() as u32) as usize));
    }
    // Some go to one place twice: "my trip to Denver" is then said of two.
    let again = chance.below(3) == 0;
    if again {
        goals.push(goals[0]);
    }
    for (at, &to) in goals.iter().enumerate() {
        let is_again = again && (at == 0 || at + 1 == goals.len());
        let when = match chance.below(10) {
            _ if is_again => When::Future,
            0..=2 => When::Past,
            3 => When::Between,
            _ => When::Future,
        };
        let reservation = reservation(&customer, to, when, flights, taken, chance);
        let stay = (when == When::Future && reservation.flights.len() == 2 && chance.below(2) == 0)
            .then(|| stay(&customer, &reservation, flights, hotels, taken, chance));
        customer.stays.extend(stay);
        customer.reservations.push(reservation);
    }
    customer.reservations.sort_by(|a, b| a.id.cmp(&b.id));
    customer.stays.sort_by(|a, b| a.id.cmp(&b.id));
    customer
}

fn between(from: i64, to: i64, chance: &mut impl Chance) -> i64 {
    from + i64::from(chance.below((to - from + 1) as u32))
}

fn reservation(
    customer: &Customer,
    to: usize,
    when: When,
    flights: &[Flight],
    taken: &mut Vec<u32>,
    chance: &mut impl Chance,
) -> Reservation {
    let (out, back) = match when {
        When::Past => (between(7, 9, chance), between(10, 13, chance)),
        When::Between => (between(7, 13, chance), between(16, 24, chance)),
        When::Future => {
            let out = between(16, 23, chance);
            (out, out + between(2, 4, chance))
        }
    };
    let is_return = when == When::Between || chance.below(5) < 3;
    let mut slot = || chance.below(SLOTS as u32) as usize;
    let there = place(customer.home, to, slot(), out);
    let home = place(to, customer.home, slot(), back).filter(|_| is_return);
    let legs: Vec<usize> = there.into_iter().chain(home).collect();
    let cabin = match chance.below(8) {
        0..=2 => BASIC,
        3..=5 => ECONOMY,
        _ => BUSINESS,
    };
    // What it costs now is not what it has cost: one paid less in general.
    let mut fares = vec![];
    for &leg in &legs {
        fares.push(flights[leg].cents[cabin] * i64::from(70 + chance.below(31)) / 1_000 * 10);
    }
    let mut passengers = vec![customer.person.clone()];
    for _ in 0..[0, 0, 1, 2][chance.below(4) as usize] {
        passengers.push(person(&customer.person.last, &passengers, chance));
    }
    passengers[1..].sort_by(|a, b| a.first.cmp(&b.first));
    let is_insured = chance.below(3) == 0;
    let is_new = when == When::Future && chance.below(3) == 0;
    let booked = match (is_new, when) {
        (true, _) if chance.below(2) == 0 => format!(
            "{} {}:{:02}",
            date(13),
            18 + chance.below(5),
            chance.below(60)
        ),
        (true, _) => format!(
            "{} {:02}:{:02}",
            date(14),
            8 + chance.below(5),
            chance.below(60)
        ),
        (_, When::Future) => format!(
            "{} {:02}:{:02}",
            date(between(1, 12, chance)),
            8 + chance.below(12),
            chance.below(60)
        ),
        _ => format!(
            "{} {:02}:{:02}",
            date(between(1, 5, chance)),
            8 + chance.below(12),
            chance.below(60)
        ),
    };
    let count = passengers.len() as i64;
    let insurance = if is_insured { INSURANCE * count } else { 0 };
    Reservation {
        id: unique('R', 10_000, taken, chance),
        paid: fares.iter().sum::<i64>() * count + insurance,
        payment: customer.payments[usize::from(chance.below(4) == 0)]
            .id
            .clone(),
        flights: legs,
        fares,
        cabin,
        passengers,
        is_insured,
        booked,
        is_new,
        to,
    }
}

fn stay(
    customer: &Customer,
    journey: &Reservation,
    flights: &[Flight],
    hotels: &[Hotel],
    taken: &mut Vec<u32>,
    chance: &mut impl Chance,
) -> Stay {
    let of_city: Vec<usize> = (0..hotels.len())
        .filter(|&hotel| hotels[hotel].city == journey.to)
        .collect();
    let hotel = of_city[chance.below(of_city.len() as u32) as usize];
    let (arrival, departure) = (
        flights[journey.flights[0]].day,
        flights[journey.flights[1]].day,
    );
    let room = journey.passengers.len().min(2) - 1;
    Stay {
        id: unique('S', 1_000, taken, chance),
        hotel,
        room,
        arrival,
        departure,
        paid: hotels[hotel].cents[room] * (departure - arrival),
        payment: customer.card().into(),
    }
}
