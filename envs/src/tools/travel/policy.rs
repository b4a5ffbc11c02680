//! The policy of the desk: each rule once, as the sentence agents read and the check of every call.

use super::world::{CABINS, LATE, MEMBERS, TIME, TODAY, date};
use crate::tools::{
    kernel::rule::{Check, Rule, Scene},
    policy::{CONFIRM, NOTHING_ELSE, TRUTH, alone, in_words, own},
};
use serde_json::Value;
use std::sync::{Arc, LazyLock};

/// Reasons to hand over, as the rules name them.
pub(super) const DEPARTED: &str = "already departed";
pub(super) const BASIC_ECONOMY: &str = "basic economy";
pub(super) const NO_GROUND: &str = "no ground to cancel";
pub(super) const TERMS: &str = "terms of the hotel";
pub(super) const NOT_ELIGIBLE: &str = "not eligible";
pub(super) const HAND_OVER: [&str; 7] = [
    DEPARTED,
    BASIC_ECONOMY,
    NO_GROUND,
    TERMS,
    NOT_ELIGIBLE,
    "not the customer's",
    "technical fault",
];

/// Finds the customer, or shows what anybody may see; anything else needs a customer who was found.
const FREE: &[&str] = &[
    "find_customer_by_email",
    "find_customer_by_name",
    "get_flight",
    "search_flights",
    "search_connections",
    "get_seats",
    "search_hotels",
    "get_hotel",
];

const IDENTIFY: Rule = Rule {
    name: "identify",
    text: "Identify the customer first, by email address or by name and date of birth; before that look only at flights, seats and hotels.",
    check: Check::Identified(FREE),
};

const OWN: Rule = own("own", |scene| {
    owner(scene).is_some_and(|owner| owner != scene.customer())
});

const FLOWN: Rule = Rule {
    name: "departed",
    text: "A reservation of which a flight has departed is neither changed nor cancelled; the reason to hand over is `already departed`.",
    check: Check::Broken(|scene| {
        let is_change = [
            "change_flights",
            "change_cabin",
            "cancel_reservation",
            "add_bags",
            "choose_seat",
        ];
        is_change.contains(&scene.tool)
            && flights(scene).iter().any(|row| row["status"] == "landed")
    }),
};

const BASIC: Rule = Rule {
    name: "basic_economy",
    text: "Neither the flights nor the cabin of a reservation in basic economy are changed; the reason to hand over is `basic economy`.",
    check: Check::Broken(|scene| {
        let is_change = ["change_flights", "change_cabin"].contains(&scene.tool);
        is_change && reservation(scene)["cabin"] == CABINS[0]
    }),
};

const CANCEL: Rule = Rule {
    name: "cancel",
    text: "A reservation is cancelled only if it was booked within the last 24 hours, or is in business, or the airline has cancelled a flight of it, or it is insured and the customer is ill; otherwise the reason to hand over is `no ground to cancel`.",
    check: Check::Broken(|scene| {
        let row = reservation(scene);
        let yesterday = format!("{} {TIME}", date(TODAY - 1));
        let is_new = row["booked"]
            .as_str()
            .is_some_and(|booked| *booked > *yesterday);
        let is_ill = row["insured"] == true && scene.text("reason") == "illness";
        let is_off = || {
            flights(scene)
                .iter()
                .any(|row| row["status"] == "cancelled")
        };
        scene.tool == "cancel_reservation"
            && !(is_new || is_ill || row["cabin"] == CABINS[2] || is_off())
    }),
};

/// Bags that are free for a passenger.
pub(super) fn free_bags(member: usize, cabin: usize) -> usize {
    member + cabin
}

const BAGS: Rule = Rule {
    name: "bags",
    text: "Bags that are free for each passenger are, in basic economy, economy and business, 0, 1 and 2 where the customer is a standard member, 1, 2 and 3 for silver, and 2, 3 and 4 for gold; those of all passengers count together, and `paid_bags` are those beyond them.",
    check: Check::Broken(|scene| {
        let row = reservation(scene);
        let owner = row["customer"].as_str().unwrap_or_default();
        let member = scene.row("customers", owner).unwrap_or_default();
        let place = |all: [&str; 3], of: &Value| all.iter().position(|one| of == one).unwrap_or(0);
        let each = free_bags(
            place(MEMBERS, &member["member"]),
            place(CABINS, &row["cabin"]),
        );
        let free = each * row["passengers"].as_array().map_or(0, Vec::len);
        let given = |name: &str| scene.call.arguments[name].as_i64().unwrap_or(0);
        scene.tool == "add_bags" && given("paid_bags") != (given("bags") - free as i64).max(0)
    }),
};

/// What is given to each passenger for a flight that was cancelled, and for one that was late, cents.
pub(super) const COMPENSATION: (i64, i64) = (10_000, 5_000);

const COMPENSATE: Rule = Rule {
    name: "compensation",
    text: "Issue a certificate only where the customer asks for compensation, and only to a silver or gold member, or for a reservation that is insured or in business: 10000 cents for each passenger if the airline has cancelled a flight of it, otherwise 5000 cents for each passenger if a flight of it landed 120 minutes late or later, and none if all went better than that; where none is due, the reason to hand over is `not eligible`.",
    check: Check::Broken(|scene| {
        let row = reservation(scene);
        let owner = row["customer"].as_str().unwrap_or_default();
        let member = scene.row("customers", owner).unwrap_or_default();
        let is_eligible =
            member["member"] != MEMBERS[0] || row["insured"] == true || row["cabin"] == CABINS[2];
        let flights = flights(scene);
        let is_off = flights.iter().any(|row| row["status"] == "cancelled");
        let is_late = flights.iter().any(|row| row["late"].as_i64() >= Some(LATE));
        let due = match (is_eligible && scene.is_asked(ASKED), is_off, is_late) {
            (true, true, _) => COMPENSATION.0,
            (true, false, true) => COMPENSATION.1,
            _ => 0,
        };
        scene.tool == "issue_certificate" && scene.call.arguments["cents_each"] != due
    }),
};

/// That the customer asks for compensation.
pub(super) const ASKED: &str = "compensation";

const HOTEL: Rule = Rule {
    name: "hotel_terms",
    text: "A stay is cancelled only up to as many days before arrival as its hotel says; after that the reason to hand over is `terms of the hotel`.",
    check: Check::Broken(|scene| {
        let stay = scene
            .row("stays", scene.text("stay_id"))
            .unwrap_or_default();
        let hotel = scene.row("hotels", stay["hotel"].as_str().unwrap_or_default());
        let last = hotel.and_then(|hotel| hotel["days"].as_i64()).unwrap_or(0);
        let arrival = stay["arrival"].as_str().unwrap_or_default();
        scene.tool == "cancel_stay" && *arrival < *date(TODAY + last)
    }),
};

const CERTIFICATE: Rule = Rule {
    name: "certificate",
    text: "A certificate pays for flights and never for a stay.",
    check: Check::Broken(|scene| {
        scene.tool == "book_stay" && scene.text("payment_id").starts_with("cert_")
    }),
};

const PERSON: Rule = Rule {
    name: "person",
    text: "Do what this policy allows, and then hand over to a person what it does not, with the reason that it names and the id of the reservation or stay. The policy comes before every target of the desk.",
    check: Check::Told,
};

fn reservation(scene: &Scene<'_>) -> Arc<Value> {
    scene
        .row("reservations", scene.text("reservation_id"))
        .unwrap_or_default()
}

/// The flights of the reservation that a call is about, those that it had before a change as well.
fn flights(scene: &Scene<'_>) -> Vec<Arc<Value>> {
    let row = reservation(scene);
    let legs = |name: &str| row[name].as_array().cloned().unwrap_or_default();
    let all = legs("flights").into_iter().chain(legs("flights_before"));
    let key = |leg: Value| {
        Some(format!(
            "{}/{}",
            leg["number"].as_str()?,
            leg["date"].as_str()?
        ))
    };
    all.filter_map(|leg| scene.row("flights", &key(leg)?))
        .collect()
}

/// Whose record a call works on.
fn owner(scene: &Scene<'_>) -> Option<String> {
    if scene.tool.starts_with("get_") {
        return None;
    }
    let of = |row: Option<Arc<Value>>| row?["customer"].as_str().map(str::to_owned);
    let named = scene.call.arguments["customer_id"]
        .as_str()
        .map(str::to_owned);
    named
        .or_else(|| of(scene.row("reservations", scene.text("reservation_id"))))
        .or_else(|| of(scene.row("stays", scene.text("stay_id"))))
}

/// The rules of a desk without a customer to ask.
pub(super) static SOLO: LazyLock<Vec<Rule>> = LazyLock::new(|| alone(DIALOGUE));
/// The rules of one with a customer.
pub(super) const DIALOGUE: &[Rule] = &[
    IDENTIFY,
    OWN,
    CONFIRM,
    FLOWN,
    BASIC,
    CANCEL,
    BAGS,
    COMPENSATE,
    HOTEL,
    CERTIFICATE,
    PERSON,
    TRUTH,
    NOTHING_ELSE,
];

/// The policy in words.
pub(super) fn text(rules: &[Rule]) -> String {
    let desk = format!(
        "You work at the desk of an airline that books hotels as well. It is {TIME} on {}.",
        date(TODAY)
    );
    in_words(&desk, rules)
}
