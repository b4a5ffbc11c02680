//! The products of the shop, what was bought there, what was photographed, and timers.

use crate::gui::{
    apps::{
        camera::{FLASH, LENSES, SIZES, TIMERS},
        shop::{COLOURS, DEPARTMENTS, RATING},
    },
    case::{Desk, Ref},
};

/// Products by department.
const PRODUCTS: [&[&str]; 4] = [
    &[
        "Bread knife",
        "Teapot",
        "Mixing bowl",
        "Pepper mill",
        "Frying pan",
    ],
    &[
        "Watering can",
        "Hand rake",
        "Bird house",
        "Plant pot",
        "Garden hose",
    ],
    &[
        "Yoga mat",
        "Skipping rope",
        "Rugby ball",
        "Water bottle",
        "Head torch",
    ],
    &[
        "Desk lamp",
        "Wall clock",
        "Wool blanket",
        "Picture frame",
        "Coat rack",
    ],
];
const STREETS: &[&str] = &[
    "Mill Lane 4",
    "Harbour Road 17",
    "Castle Street 9",
    "Park Row 21",
];
const TIMED: &[&str] = &[
    "Eggs", "Tea", "Pizza", "Nap", "Plank", "Bread", "Parking", "Laundry",
];

/// Four products a department, three or four things on their way and as many that came.
pub(super) fn shop(desk: &mut Desk) {
    for (department, names) in DEPARTMENTS.iter().zip(PRODUCTS) {
        let mut ratings: Vec<i32> = (25..50).collect();
        for name in desk.some(names, 4) {
            let price = desk.money(600, 8_000);
            // No two of a department are spoken of alike.
            let rating = desk.below(ratings.len());
            let rating = ratings.remove(rating);
            let rating = desk.written(RATING, rating);
            let available = desk.one(&["at once", "at once", "in two weeks"]);
            desk.add(
                "product",
                &[
                    ("name", name),
                    ("department", department),
                    ("price", &price),
                    ("rating", &rating),
                    ("available", available),
                ],
            );
        }
    }
    let address = desk.one(STREETS);
    desk.add(
        "shopper",
        &[("address", address), ("basket", "all in the cart")],
    );
    let products = desk.all("product");
    let (ordered, delivered) = (3 + desk.below(2), 3 + desk.below(2));
    let drawn = desk.some(&products, ordered + delivered);
    for (number, at) in drawn.into_iter().enumerate() {
        let colour = desk.one(COLOURS);
        let state = if number < ordered {
            "ordered"
        } else {
            "delivered"
        };
        desk.purchase(at, colour, state);
    }
    for _ in 0..2 {
        let date = desk.day_before(30);
        let address = desk.one(STREETS);
        desk.add("shop order", &[("address", address), ("date", &date)]);
    }
}

/// Four to six photos and videos of the last days.
pub(super) fn shots(desk: &mut Desk) {
    let count = 4 + desk.below(3);
    let mut days: Vec<usize> = (0..12).collect();
    for _ in 0..count {
        // One a day, so that a day names one.
        let day = desk.below(days.len());
        let day = desk.today - 1 - days.remove(day) as i32;
        let (date, time) = (
            desk.written(crate::gui::author::Kind::Date, day),
            desk.time(),
        );
        let kind = desk.one(&["photo", "photo", "video"]);
        let timer = if kind == "video" {
            TIMERS[0]
        } else {
            desk.one(TIMERS)
        };
        let (lens, flash, size) = (desk.one(LENSES), desk.one(FLASH), desk.one(SIZES));
        desk.add(
            "shot",
            &[
                ("kind", kind),
                ("lens", lens),
                ("flash", flash),
                ("timer", timer),
                ("size", size),
                ("date", &date),
                ("time", &time),
            ],
        );
    }
}

/// Three or four timers, and the stopwatch.
pub(super) fn timers(desk: &mut Desk) {
    let count = 3 + desk.below(2);
    for label in desk.some(TIMED, count) {
        let (length, running) = (desk.length(), desk.one(&["off", "off", "on"]));
        desk.add(
            "timer",
            &[("label", label), ("length", &length), ("running", running)],
        );
    }
    desk.add_drawn("stopwatch");
}

impl Desk {
    /// How long a timer runs, as it stands on screens.
    pub(in crate::gui) fn length(&mut self) -> String {
        format!("{}:{:02}", 1 + self.below(45), 15 * self.below(4))
    }

    /// Something was bought in a colour.
    pub(in crate::gui) fn purchase(&mut self, product: Ref, colour: &str, state: &str) {
        let (name, price) = (self.text(product, "name"), self.text(product, "price"));
        self.add(
            "purchase",
            &[
                ("product", &name),
                ("colour", colour),
                ("price", &price),
                ("basket", "all in the cart"),
                ("state", state),
            ],
        );
    }

    /// Streets with a number.
    pub(in crate::gui) fn streets(&mut self, count: usize) -> Vec<&'static str> {
        self.some(STREETS, count)
    }

    /// Labels for new timers.
    pub(in crate::gui) fn new_timers(&mut self, count: usize) -> Vec<String> {
        self.fresh(TIMED, "timer", "label", count)
    }
}
