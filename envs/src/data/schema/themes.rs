//! The lines of business.

use super::{Amount, Category, Measure, Record, Theme};

const fn record(
    file: &'static str,
    one: &'static str,
    many: &'static str,
    id: &'static str,
    letter: &'static str,
) -> Record {
    Record {
        file,
        one,
        many,
        id,
        letter,
    }
}

const fn category(
    column: &'static str,
    noun: &'static str,
    words: &'static [&'static str],
) -> Category {
    Category {
        column,
        noun,
        words,
    }
}

const fn amount(
    column: &'static str,
    noun: &'static str,
    units: [&'static str; 2],
    range: (i64, i64),
) -> Amount {
    Amount {
        column,
        noun,
        units,
        range,
    }
}

const fn measure(
    column: &'static str,
    noun: &'static str,
    small: (&'static str, &'static str),
    large: &'static str,
    factor: i64,
    range: (i64, i64),
) -> Measure {
    Measure {
        column,
        noun,
        small,
        large,
        factor,
        range,
    }
}

const EUROS: [&str; 2] = ["euros", "cents"];
const POUNDS: [&str; 2] = ["pounds", "pence"];
const DOLLARS: [&str; 2] = ["dollars", "cents"];
const COMPASS: &[&str] = &["North", "South", "East", "West"];

/// Every line of business.
pub(in crate::data) const THEMES: &[Theme] = &[
    Theme {
        name: "shop",
        about: "a shop for garden tools",
        events: record("orders", "order", "orders", "order_id", "O"),
        owners: record("customers", "customer", "customers", "customer_id", "C"),
        old: "old_orders",
        day: ("ordered_on", "placed"),
        kind: category("channel", "channel", &["web", "phone", "market", "fair"]),
        way: category("payment", "payment", &["card", "invoice", "cash"]),
        region: category("region", "region", COMPASS),
        value: amount("amount", "amount", EUROS, (500, 40_000)),
        measure: measure(
            "weight",
            "weight",
            ("g", "grams"),
            "kg",
            1_000,
            (200, 30_000),
        ),
    },
    Theme {
        name: "clinic",
        about: "a clinic",
        events: record("visits", "visit", "visits", "visit_id", "V"),
        owners: record("patients", "patient", "patients", "patient_id", "P"),
        old: "old_visits",
        day: ("visited_on", "made"),
        kind: category(
            "department",
            "department",
            &["eyes", "skin", "heart", "bones"],
        ),
        way: category("referral", "referral", &["doctor", "school", "none"]),
        region: category("district", "district", &["Harbour", "Hill", "Station"]),
        value: amount("fee", "fee", POUNDS, (1_500, 25_000)),
        measure: measure("wait", "wait", ("min", "minutes"), "h", 60, (5, 300)),
    },
    Theme {
        name: "library",
        about: "a public library",
        events: record("loans", "loan", "loans", "loan_id", "L"),
        owners: record("readers", "reader", "readers", "reader_id", "R"),
        old: "old_loans",
        day: ("lent_on", "made"),
        kind: category(
            "section",
            "section",
            &["novels", "science", "travel", "children"],
        ),
        way: category("desk", "desk", &["counter", "machine", "van"]),
        region: category("branch", "branch", &["Abbey", "Bridge", "Castle", "Market"]),
        value: amount("charge", "charge", POUNDS, (50, 1_500)),
        measure: measure("term", "term", ("d", "days"), "w", 7, (3, 60)),
    },
    Theme {
        name: "gym",
        about: "a chain of gyms",
        events: record("sessions", "session", "sessions", "session_id", "S"),
        owners: record("members", "member", "members", "member_id", "M"),
        old: "old_sessions",
        day: ("held_on", "held"),
        kind: category(
            "activity",
            "activity",
            &["boxing", "yoga", "rowing", "climbing"],
        ),
        way: category("booking", "booking", &["app", "desk", "letter"]),
        region: category("club", "club", &["Arena", "Riverside", "Tower"]),
        value: amount("price", "price", DOLLARS, (400, 9_000)),
        measure: measure("length", "length", ("min", "minutes"), "h", 60, (20, 240)),
    },
    Theme {
        name: "farm",
        about: "a farm cooperative",
        events: record("harvests", "harvest", "harvests", "harvest_id", "H"),
        owners: record("growers", "grower", "growers", "grower_id", "G"),
        old: "old_harvests",
        day: ("picked_on", "picked"),
        kind: category("crop", "crop", &["apples", "plums", "pears", "cherries"]),
        way: category("method", "method", &["hand", "rake", "machine"]),
        region: category("valley", "valley", &["Lower", "Middle", "Upper"]),
        value: amount("revenue", "revenue", EUROS, (2_000, 90_000)),
        measure: measure(
            "crop_weight",
            "crop weight",
            ("kg", "kilograms"),
            "t",
            1_000,
            (80, 9_000),
        ),
    },
    Theme {
        name: "courier",
        about: "a courier service",
        events: record("deliveries", "delivery", "deliveries", "delivery_id", "D"),
        owners: record("drivers", "driver", "drivers", "driver_id", "R"),
        old: "old_deliveries",
        day: ("delivered_on", "made"),
        kind: category(
            "service",
            "service",
            &["express", "standard", "night", "freight"],
        ),
        way: category("vehicle", "vehicle", &["bicycle", "van", "lorry"]),
        region: category("depot", "depot", COMPASS),
        value: amount("fare", "fare", DOLLARS, (300, 20_000)),
        measure: measure(
            "distance",
            "distance",
            ("m", "metres"),
            "km",
            1_000,
            (300, 40_000),
        ),
    },
    Theme {
        name: "theatre",
        about: "a theatre",
        events: record("bookings", "booking", "bookings", "booking_id", "B"),
        owners: record("patrons", "patron", "patrons", "patron_id", "P"),
        old: "old_bookings",
        day: ("booked_on", "made"),
        kind: category("genre", "genre", &["comedy", "opera", "ballet", "drama"]),
        way: category("seat", "seat", &["stalls", "circle", "box"]),
        region: category("town", "town", &["Ashford", "Belton", "Corby", "Denham"]),
        value: amount("price", "price", POUNDS, (900, 30_000)),
        measure: measure("notice", "notice", ("h", "hours"), "d", 24, (4, 900)),
    },
    Theme {
        name: "charging",
        about: "a network of charging points for cars",
        events: record("charges", "charge", "charges", "charge_id", "E"),
        owners: record("drivers", "driver", "drivers", "driver_id", "D"),
        old: "old_charges",
        day: ("charged_on", "made"),
        kind: category("charger", "charger", &["fast", "slow", "street", "garage"]),
        way: category("tariff", "tariff", &["day", "night", "guest"]),
        region: category("county", "county", &["Devon", "Essex", "Kent", "Surrey"]),
        value: amount("cost", "cost", POUNDS, (200, 6_000)),
        measure: measure(
            "energy",
            "energy",
            ("Wh", "watt-hours"),
            "kWh",
            1_000,
            (900, 80_000),
        ),
    },
    Theme {
        name: "bakery",
        about: "a bakery with several shops",
        events: record("batches", "batch", "batches", "batch_id", "B"),
        owners: record("bakers", "baker", "bakers", "baker_id", "K"),
        old: "old_batches",
        day: ("baked_on", "baked"),
        kind: category("product", "product", &["rye", "rolls", "cakes", "pretzels"]),
        way: category("oven", "oven", &["stone", "steam", "gas"]),
        region: category("quarter", "quarter", &["Docks", "Gardens", "Mills"]),
        value: amount("cost", "cost", EUROS, (800, 18_000)),
        measure: measure(
            "dough",
            "dough weight",
            ("g", "grams"),
            "kg",
            1_000,
            (900, 25_000),
        ),
    },
];
