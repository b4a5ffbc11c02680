//! What there is, as the tools' tables hold it.

use super::{
    CABINS, CITIES, Customer, Flight, Hotel, MEMBERS, Person, ROOMS, Status, Stay, TIME, TODAY,
    date,
};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use truestep_sandbox::{Base, BaseBuilder, KeyKind, TableSpec, ValueKind, tables::BadTable};

pub(super) fn build(
    flights: &[Flight],
    hotels: &[Hotel],
    customers: &[Customer],
) -> Result<Arc<Base>, BadTable> {
    let mut base = Base::builder();
    let mut all: BTreeMap<&str, BTreeMap<String, Value>> = BTreeMap::new();
    let mut row = |table: &'static str, key: String, value: Value| {
        // Of two of one name and birth the first is found; nobody is looked up so who is not the first.
        all.entry(table).or_default().entry(key).or_insert(value);
    };
    row(
        "desk",
        "now".into(),
        json!({"date": date(TODAY), "time": TIME}),
    );
    let mut routes: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for flight in flights {
        let numbers = routes
            .entry(format!("{}/{}", CITIES[flight.from], CITIES[flight.to]))
            .or_default();
        if numbers.last() != Some(&flight.number.as_str()) {
            numbers.push(&flight.number);
        }
        row(
            "flights",
            format!("{}/{}", flight.number, flight.date()),
            of_flight(flight),
        );
    }
    for (route, numbers) in routes {
        row("routes", route, json!(numbers));
    }
    for hotel in hotels {
        row("hotels", hotel.id.clone(), of_hotel(hotel));
    }
    for customer in customers {
        let id = json!(customer.id);
        row("emails", customer.email.clone(), id.clone());
        let name = format!("{} {}", customer.person.name(), customer.person.born).to_lowercase();
        row("names", name, id.clone());
        row("customers", customer.id.clone(), of_customer(customer));
        for reservation in &customer.reservations {
            let legs = reservation.flights.iter().zip(&reservation.fares).map(|(&place, cents)| {
                let flight = &flights[place];
                json!({"number": flight.number, "date": flight.date(), "from": CITIES[flight.from],
                    "to": CITIES[flight.to], "cents": cents})
            });
            let value = json!({"customer": id, "status": "confirmed", "booked": reservation.booked,
                "cabin": CABINS[reservation.cabin], "flights": legs.collect::<Vec<_>>(),
                "passengers": reservation.passengers.iter().map(of_person).collect::<Vec<_>>(), "bags": 0, "paid_bags": 0,
                "insured": reservation.is_insured, "paid": reservation.paid, "payment": reservation.payment});
            row("reservations", reservation.id.clone(), value);
        }
        for stay in &customer.stays {
            row(
                "stays",
                stay.id.clone(),
                of_stay(stay, &customer.id, hotels),
            );
        }
    }
    for (table, rows) in all {
        fill(&mut base, table, &rows)?;
    }
    Ok(base.build())
}

fn fill(
    base: &mut BaseBuilder,
    name: &str,
    rows: &BTreeMap<String, Value>,
) -> Result<(), BadTable> {
    let table = base.table(TableSpec::new(name, KeyKind::Text, ValueKind::Json))?;
    for (key, value) in rows {
        base.row(table, key, value.to_string().as_bytes())?;
    }
    Ok(())
}

fn by_name<T: Into<Value> + Clone>(names: [&str; 3], values: &[T; 3]) -> Value {
    let pairs = names
        .iter()
        .zip(values)
        .map(|(name, value)| ((*name).to_owned(), value.clone().into()));
    Value::Object(pairs.collect::<Map<_, _>>())
}

fn clock(minutes: i64) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

fn of_flight(flight: &Flight) -> Value {
    let (status, late) = match flight.status {
        Status::Scheduled => ("scheduled", 0),
        Status::Landed(late) => ("landed", late),
        Status::Cancelled => ("cancelled", 0),
    };
    json!({"from": CITIES[flight.from], "to": CITIES[flight.to], "departs": clock(flight.departs),
        "arrives": clock(flight.arrives), "status": status, "late": late, "cents": by_name(CABINS, &flight.cents),
        "left": by_name(CABINS, &flight.left), "taken": flight.taken})
}

fn of_hotel(hotel: &Hotel) -> Value {
    let full = hotel
        .full
        .clone()
        .map(|nights| nights.into_iter().map(date).collect::<Vec<_>>());
    json!({"name": hotel.name, "city": CITIES[hotel.city], "stars": hotel.stars, "days": hotel.days,
        "cents": by_name(ROOMS, &hotel.cents), "full": by_name(ROOMS, &full)})
}

fn of_person(person: &Person) -> Value {
    json!({"name": person.name(), "born": person.born})
}

fn of_customer(customer: &Customer) -> Value {
    let payment = |payment: &super::Payment| match payment.cents {
        Some(cents) => json!({"id": payment.id, "kind": payment.kind, "cents": cents}),
        None => json!({"id": payment.id, "kind": payment.kind}),
    };
    let ids = |ids: Vec<&String>| json!(ids);
    json!({"name": customer.person.name(), "email": customer.email, "born": customer.person.born,
        "member": MEMBERS[customer.member], "home": CITIES[customer.home],
        "payments": customer.payments.iter().map(payment).collect::<Vec<_>>(),
        "reservations": ids(customer.reservations.iter().map(|one| &one.id).collect()),
        "stays": ids(customer.stays.iter().map(|one| &one.id).collect())})
}

fn of_stay(stay: &Stay, customer: &str, hotels: &[Hotel]) -> Value {
    json!({"customer": customer, "status": "confirmed", "hotel": hotels[stay.hotel].id, "room": ROOMS[stay.room],
        "arrival": date(stay.arrival), "departure": date(stay.departure), "paid": stay.paid, "payment": stay.payment})
}
