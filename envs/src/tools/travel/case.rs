//! A case at the desk: which customer, what there is to find out about them, and the mistakes that lie near.

use super::{
    policy,
    tasks::Scope,
    world::{CITIES, Customer, Flight, Hotel, Reservation, Status, Stay, TODAY, World, date},
};
use crate::tools::kernel::{
    make::Maker,
    rule::Rule,
    types::{Def, Facts},
};
pub(super) use crate::tools::words::listed;
use crate::tools::{draws, words};
use serde_json::json;
use truestep_core::chance::Sampled;

/// Step budget of an episode unless told otherwise.
const MAX_STEPS: u32 = 40;

/// A case in the making.
pub(super) struct Case<'w> {
    pub(super) world: &'w World,
    pub(super) chance: Sampled,
    pub(super) customer: &'w Customer,
    pub(super) maker: Maker,
    /// The fact of who the customer is, by id.
    pub(super) id: Facts,
    /// The fact of the customer's membership, payment methods and bookings.
    pub(super) account: Facts,
    sentences: Vec<String>,
    rules: &'static [Rule],
    /// What gives the customer something back: how much that is in all is told once it is done.
    pub(super) given: Vec<u16>,
}

/// The name of the fact that there is a reservation or a stay.
fn there_is(booking: &str) -> String {
    format!("that there is {booking}")
}

/// Whether all flights of a reservation are still to come.
pub(super) fn is_ahead(world: &World, of: &Reservation) -> bool {
    world.legs(of).iter().all(|flight| flight.day > TODAY)
}

/// Whether they are, and the airline has cancelled none.
pub(super) fn is_on(world: &World, of: &Reservation) -> bool {
    let legs = world.legs(of);
    legs.iter()
        .all(|flight| flight.day > TODAY && flight.status == Status::Scheduled)
}

/// The customer's reservations for which `fits` and by whose goal they can be spoken of.
pub(super) fn spoken_of(
    customer: &Customer,
    fits: impl Fn(&Reservation) -> bool,
) -> Vec<&Reservation> {
    let all = &customer.reservations;
    let alike = |one: &Reservation| all.iter().filter(|other| other.to == one.to).count();
    all.iter()
        .filter(|one| alike(one) == 1 && fits(one))
        .collect()
}

impl<'w> Case<'w> {
    fn begin(
        mut scope: Scope<'w>,
        rules: &'static [Rule],
        fits: impl Fn(&Customer) -> bool,
    ) -> Result<Self, String> {
        let world = scope.world;
        let is_it = |customer: &Customer| world.is_found_by_name(customer) && fits(customer);
        let customer = scope.first(&world.customers, is_it);
        let customer = customer.ok_or("no customer has such bookings")?;
        let (mut maker, id) = Maker::about(scope.setting, &customer.id, rules);
        let payments = customer.payments.iter().map(|payment| payment.id.clone());
        let stays = customer.stays.iter().map(|stay| stay.id.clone());
        let reservations = customer.reservations.iter().map(|one| one.id.clone());
        let bookings: Vec<String> = stays.chain(reservations).collect();
        let needles = ["member: ".to_owned()].into_iter();
        let needles: Vec<String> = needles.chain(payments).chain(bookings.clone()).collect();
        let account = maker.fact(
            "the customer's membership, payment methods and bookings",
            needles,
        );
        for booking in bookings {
            maker.fact(&there_is(&booking), [booking]);
        }
        maker.read("get_customer", json!({"customer_id": customer.id}), id);
        Ok(Self {
            world,
            chance: scope.chance,
            customer,
            maker,
            id,
            account,
            sentences: vec![],
            rules,
            given: vec![],
        })
    }

    /// A case told by a ticket: the first customer from a drawn place on whom `fits`.
    ///
    /// # Errors
    /// If there is none.
    pub(super) fn ticket(
        scope: Scope<'w>,
        fits: impl Fn(&Customer) -> bool,
    ) -> Result<Self, String> {
        let mut case = Self::begin(scope, &policy::SOLO, fits)?;
        let (person, email) = (&case.customer.person, &case.customer.email);
        case.maker
            .read("find_customer_by_email", json!({"email": email}), 0);
        let by_name =
            json!({"first_name": person.first, "last_name": person.last, "born": person.born});
        case.maker.read("find_customer_by_name", by_name, 0);
        case.say(format!(
            "This is the ticket of {}, {email}, born {}",
            person.name(),
            person.born
        ));
        Ok(case)
    }

    /// A case told by the customer, who is asked.
    ///
    /// # Errors
    /// If there is none.
    pub(super) fn talk(scope: Scope<'w>, fits: impl Fn(&Customer) -> bool) -> Result<Self, String> {
        let mut case = Self::begin(scope, policy::DIALOGUE, fits)?;
        let email = &case.customer.email;
        let words = format!("my email address is {email}.");
        let told = case.wish("email", "the customer's email address", &words);
        case.maker
            .read("find_customer_by_email", json!({"email": email}), told);
        Ok(case)
    }

    /// What the customer wants, told when asked.
    pub(super) fn wish(&mut self, topic: &'static str, name: &str, words: &str) -> Facts {
        self.maker.told(topic, name, words)
    }

    /// An amount that is told once all is done that it is the sum of.
    pub(super) fn tell_given(
        &mut self,
        topic: &'static str,
        cents: i64,
        evidence: Facts,
        others: &[i64],
    ) {
        let told = self.maker.tell(topic, cents, evidence, others);
        let given = self.given.clone();
        self.maker.after(told, given);
    }

    /// One more sentence of the ticket, without its full stop.
    pub(super) fn say(&mut self, sentence: String) {
        self.sentences.push(sentence);
    }

    pub(super) fn draw<T: Copy>(&mut self, all: &[T]) -> T {
        draws::one(&mut self.chance, all)
    }

    /// Some of `all`, each once, in a drawn order.
    pub(super) fn some<T: Copy>(&mut self, count: usize, all: &[T]) -> Vec<T> {
        draws::some(&mut self.chance, count, all)
    }

    /// The fact that there is a reservation or a stay.
    pub(super) fn listed(&self, booking: &str) -> Facts {
        self.maker.named(&there_is(booking)).unwrap_or_default()
    }

    /// The fact of what a reservation is: reading it shows that, whatever was done to it.
    pub(super) fn contents(&mut self, of: &Reservation) -> Facts {
        let people = of.passengers.iter();
        let people = people.map(|person| format!(": {}, born {}", person.name(), person.born));
        let needles = [
            format!("reservation {} of {}", of.id, self.customer.id),
            "insurance: ".into(),
            "passengers:".into(),
        ];
        let needles = needles.into_iter().chain(people).collect();
        let call = ("get_reservation", json!({"reservation_id": of.id}));
        let shown = self.listed(&of.id);
        self.maker
            .look(format!("what {} is", of.id), call, needles, shown)
            | self.id
    }

    /// The fact of how a flight stands and what it costs, which the flight and the list of its route show.
    pub(super) fn flight(&mut self, flight: &Flight, shown: Facts) -> Facts {
        let spoken = format!("{} on {}", flight.number, flight.date());
        let arguments = json!({"number": flight.number, "date": flight.date()});
        let needles = vec![format!("{spoken}, {} to ", clock(flight.departs))];
        // The same number flies on the next day as well.
        let next = json!({"number": flight.number, "date": date(flight.day + 1)});
        self.maker.read("get_flight", next, shown);
        self.maker.look(
            format!("how {spoken} stands"),
            ("get_flight", arguments),
            needles,
            shown,
        )
    }

    /// The facts of how the flights of a reservation stand.
    pub(super) fn flights(&mut self, of: &Reservation, shown: Facts) -> Facts {
        let legs = self.world.legs(of);
        legs.into_iter()
            .fold(0, |all, flight| all | self.flight(flight, shown))
    }

    /// The fact of the direct flights between two cities on a day.
    pub(super) fn direct(&mut self, from: usize, to: usize, day: i64, shown: Facts) -> Facts {
        let (from_city, to_city, on) = (CITIES[from], CITIES[to], date(day));
        let flights = self.world.direct(from, to, day);
        let lines = flights
            .iter()
            .map(|flight| format!("- {} on ", flight.number));
        let head = format!("flights from {from_city} to {to_city} on {on}:");
        let call = (
            "search_flights",
            json!({"from": from_city, "to": to_city, "date": on}),
        );
        let needles = [head].into_iter().chain(lines).collect();
        for (tool, of) in [
            ("search_flights", day + 1),
            ("search_connections", day),
            ("search_connections", day + 1),
        ] {
            let beside = json!({"from": from_city, "to": to_city, "date": date(of)});
            self.maker.read(tool, beside, shown);
        }
        self.maker.look(
            format!("the flights from {from_city} to {to_city} on {on}"),
            call,
            needles,
            shown,
        )
    }

    /// The fact of the connections with one stop.
    pub(super) fn connections(&mut self, from: usize, to: usize, day: i64) -> Facts {
        let (from, to, on) = (CITIES[from], CITIES[to], date(day));
        let needles = vec![format!("connections from {from} to {to} on {on}, ")];
        let next = json!({"from": from, "to": to, "date": date(day + 1)});
        self.maker.read("search_connections", next, 0);
        let call = (
            "search_connections",
            json!({"from": from, "to": to, "date": on}),
        );
        self.maker.look(
            format!("the connections from {from} to {to} on {on}"),
            call,
            needles,
            0,
        )
    }

    /// The fact of which seats of a flight are free.
    pub(super) fn seats(&mut self, flight: &Flight, shown: Facts) -> Facts {
        let spoken = format!("{} on {}", flight.number, flight.date());
        let needles = vec![format!("seats of {spoken}, "), "row 10 (".into()];
        let next = json!({"number": flight.number, "date": date(flight.day + 1)});
        self.maker.read("get_seats", next, shown);
        let call = (
            "get_seats",
            json!({"number": flight.number, "date": flight.date()}),
        );
        self.maker
            .look(format!("the seats of {spoken}"), call, needles, shown)
    }

    /// The fact of what a stay is.
    pub(super) fn stay(&mut self, of: &Stay) -> Facts {
        let needles = vec![
            format!("stay {} of {}", of.id, self.customer.id),
            "departure: ".into(),
            "paid: ".into(),
        ];
        let shown = self.listed(&of.id);
        let call = ("get_stay", json!({"stay_id": of.id}));
        self.maker
            .look(format!("what {} is", of.id), call, needles, shown)
            | self.id
    }

    /// The fact of a hotel's terms.
    pub(super) fn terms(&mut self, hotel: &Hotel, shown: Facts) -> Facts {
        let needles = vec![format!("hotel {}: ", hotel.id), "cancellation: ".into()];
        let call = ("get_hotel", json!({"hotel_id": hotel.id}));
        self.maker
            .look(format!("the terms of {}", hotel.id), call, needles, shown)
    }

    /// The fact of the hotels of a city, with what is full between two days.
    pub(super) fn hotels(&mut self, city: usize, from: i64, to: i64, shown: Facts) -> Facts {
        let (name, arrival, departure) = (CITIES[city], date(from), date(to));
        let hotels = self.world.hotels.iter().filter(|hotel| hotel.city == city);
        let lines = hotels.map(|hotel| format!("- {}, ", hotel.id));
        let head = format!("hotels in {name} from {arrival} to {departure}:");
        let call = json!({"city": name, "arrival": arrival, "departure": departure});
        let needles = [head].into_iter().chain(lines).collect();
        let longer = json!({"city": name, "arrival": arrival, "departure": date(to + 1)});
        self.maker.read("search_hotels", longer, shown);
        self.maker.look(
            format!("the hotels in {name} from {arrival} to {departure}"),
            ("search_hotels", call),
            needles,
            shown,
        )
    }

    /// Mistakes beside what is asked for, and further looks.
    fn surround(&mut self, about: &[&str]) {
        let customer = self.customer;
        for one in &customer.reservations {
            let shown = self.listed(&one.id);
            self.maker
                .read("get_reservation", json!({"reservation_id": one.id}), shown);
            let certificate = |cents: i64| json!({"reservation_id": one.id, "cents_each": cents});
            self.maker.wrong(
                "issue_certificate",
                certificate(policy::COMPENSATION.1),
                shown,
            );
            if about.contains(&one.id.as_str()) {
                self.maker.wrong(
                    "issue_certificate",
                    certificate(policy::COMPENSATION.0),
                    shown,
                );
            } else if is_ahead(self.world, one) {
                let cancel = json!({"reservation_id": one.id, "reason": super::tasks::REASONS[0]});
                self.maker.wrong("cancel_reservation", cancel, shown);
            }
        }
        for stay in &customer.stays {
            let shown = self.listed(&stay.id);
            self.maker
                .read("get_stay", json!({"stay_id": stay.id}), shown);
            self.maker
                .wrong("cancel_stay", json!({"stay_id": stay.id}), shown);
        }
        for id in about.iter().take(1) {
            let listed = self.listed(id);
            for reason in [policy::NO_GROUND, policy::NOT_ELIGIBLE, "technical fault"] {
                self.maker.offer_transfer(reason, id, listed);
            }
        }
    }

    /// The finished task; `about` are the bookings it is about.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn finish(mut self, about: &[&str]) -> Result<Def, String> {
        self.surround(about);
        let policy = policy::text(self.rules);
        let is_talk = self.rules.len() == policy::DIALOGUE.len();
        let (instruction, opening) = words::at_a_desk(&policy, &self.sentences, is_talk);
        if is_talk {
            // Whoever has said at once what is wanted says it again when asked for it.
            self.maker.or_says(REQUEST, &opening);
        }
        self.maker.finish(instruction, &opening, MAX_STEPS)
    }
}

/// A time of day as it is written.
pub(super) fn clock(minutes: i64) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// What a customer wants, as it is asked about.
const REQUEST: &str = "request";

impl World {
    fn is_found_by_name(&self, customer: &Customer) -> bool {
        let first = self
            .customers
            .iter()
            .find(|other| other.person == customer.person);
        first.is_some_and(|first| first.id == customer.id)
    }
}
