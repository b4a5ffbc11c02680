//! A town: places, routes between them, and what is kept of them in Maps and Rides.

use super::words::PLACES;
use crate::gui::{
    apps::{maps::KINDS, rides::CLASSES},
    author::{Kind, Unit},
    case::Desk,
    value::{Value, Words},
};

const MORE: &[&str] = &[
    "Cafe Lumen",
    "Lime Park",
    "Clock Museum",
    "Swan Park",
    "Cafe Rosa",
    "Rail Museum",
    "Castle Park",
    "Cafe Orient",
];
const STREETS: &[&str] = &[
    "Mill Lane",
    "Harbour Street",
    "Station Road",
    "Orchard Close",
    "Chapel Row",
    "Bridge Street",
    "Castle Hill",
    "Linden Avenue",
];
const LABELS: &[&str] = &[
    "Parked here",
    "Lost glove",
    "Good bench",
    "Meeting point",
    "Letter box",
    "Fountain",
    "Bike rack",
    "Steep stairs",
];
const TOURS: &[&str] = &[
    "Sunday walk",
    "With the cousins",
    "Old town",
    "Rainy day tour",
    "By the water",
    "Photo walk",
];
/// Places that routes start at.
const STARTS: usize = 4;
/// Routes from each.
const ROUTES: usize = 6;

/// What kind of place a name says it is.
fn kind(name: &str) -> &'static str {
    let is = |word: &str| name.contains(word);
    let kind = if is("Cafe") || name == "Blue Door" {
        0
    } else if is("Park") || is("Lane") || is("Gate") {
        1
    } else if is("Museum") || is("Library") {
        2
    } else {
        3
    };
    KINDS[kind]
}

/// Fill both.
pub(super) fn fill(desk: &mut Desk) {
    for name in PLACES.iter().chain(MORE) {
        let street = format!("{} {}", 1 + desk.below(80), desk.one(STREETS));
        let closes = format!("{}:{}", 17 + desk.below(6), desk.one(&["00", "30"]));
        let favourite = desk.one(&["off", "off", "on"]);
        desk.add(
            "place",
            &[
                ("name", name),
                ("kind", kind(name)),
                ("street", &street),
                ("closes", &closes),
                ("favourite", favourite),
            ],
        );
    }
    let names = desk.column("place", "name");
    for from in desk.some_of(&names, STARTS) {
        let others: Vec<String> = names.iter().filter(|to| **to != from).cloned().collect();
        for to in desk.some_of(&others, ROUTES) {
            route(desk, &from, &to);
        }
    }
    kept(desk, &names);
}

fn route(desk: &mut Desk, from: &str, to: &str) {
    // No two routes from a place are of one length.
    let mut distance = 4 + desk.below(60) as i32;
    let unit = Kind::Amount(Unit::new(1, "km"));
    let shown = |amount: i32| Words::default().shown(unit, &Value::Number(amount));
    let taken = desk.those("route", "from", from);
    let taken: Vec<String> = taken
        .into_iter()
        .map(|at| desk.text(at, "distance"))
        .collect();
    while taken.contains(&shown(distance)) {
        distance += 1;
    }
    let walk = (distance * 13 / 10).to_string();
    let bus = (distance / 2 + 4 + desk.below(9) as i32).to_string();
    let car = (distance / 4 + 3 + desk.below(5) as i32).to_string();
    desk.add(
        "route",
        &[
            ("from", from),
            ("to", to),
            ("distance", &shown(distance)),
            ("walk", &walk),
            ("bus", &bus),
            ("car", &car),
        ],
    );
}

/// Markers, tours and rides.
fn kept(desk: &mut Desk, names: &[String]) {
    let labels = desk.some(LABELS, 3);
    for (label, place) in labels.iter().zip(desk.some_of(names, 3)) {
        desk.add("marker", &[("label", label), ("place", &place)]);
    }
    for name in desk.some(TOURS, 2) {
        desk.add("tour", &[("name", name)]);
        let count = 3 + desk.below(2);
        for (number, place) in desk.some_of(names, count).into_iter().enumerate() {
            let number = (number + 1).to_string();
            desk.add(
                "stop",
                &[("tour", name), ("number", &number), ("place", &place)],
            );
        }
    }
    let count = 3 + desk.below(3);
    for to in desk.some_of(names, count) {
        let (date, time) = (desk.day(9), desk.time());
        let from = loop {
            let from = desk.some_of(names, 1).remove(0);
            if from != to {
                break from;
            }
        };
        let class = desk.one(CLASSES);
        desk.add(
            "ride",
            &[
                ("from", &from),
                ("to", &to),
                ("class", class),
                ("date", &date),
                ("time", &time),
            ],
        );
    }
}

impl Desk {
    /// Labels for new markers.
    pub(in crate::gui) fn new_markers(&mut self, count: usize) -> Vec<String> {
        self.fresh(LABELS, "marker", "label", count)
    }

    /// Names for new tours.
    pub(in crate::gui) fn new_tours(&mut self, count: usize) -> Vec<String> {
        self.fresh(TOURS, "tour", "name", count)
    }
}
