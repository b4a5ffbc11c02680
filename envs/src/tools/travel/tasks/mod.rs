//! The list of travel tasks. A new one is one file with a `build` function, and one line here.

mod bags;
mod book;
mod cabin;
mod cancel;
mod claim;
mod moves;
mod refuse;
mod seats;
mod stays;
mod stranded;
mod talk;

use super::world::World;
use crate::tools::{
    desks::{self, Build},
    domain,
};

/// Why a reservation is cancelled.
pub(super) const REASONS: [&str; 2] = ["change of plans", "illness"];

/// What a task is built in.
pub(super) type Scope<'w> = desks::Scope<'w, World>;

/// One template.
pub(super) type Template = domain::Template<Build<World>>;

const fn template(name: &'static str, summary: &'static str, build: Build<World>) -> Template {
    Template {
        name,
        version: 3,
        summary,
        random_ceiling_percent: 3,
        build,
    }
}

/// Every template, in order.
pub(super) const TEMPLATES: &[Template] = &[
    template(
        "travel-cancel",
        "cancel the trips named, where that is allowed, and tell the refund",
        cancel::build,
    ),
    template(
        "travel-change",
        "move a flight of a trip to the earliest of another day, and tell the difference in price",
        moves::build,
    ),
    template(
        "travel-book",
        "book the cheapest way, direct or with one stop, and tell the total",
        book::build,
    ),
    template(
        "travel-bags",
        "check in bags, pay for those that are not free, and tell what they cost",
        bags::build,
    ),
    template(
        "travel-cabin",
        "put the trip into business for which that costs less, and tell the cost",
        cabin::upgrade,
    ),
    template(
        "travel-seats",
        "take the seats furthest to the front of the letters named",
        seats::build,
    ),
    template(
        "travel-question",
        "tell what business would cost, and change nothing",
        cabin::question,
    ),
    template(
        "travel-compensation",
        "issue the certificates that are due for what went wrong, and tell their total",
        claim::build,
    ),
    template(
        "travel-claim",
        "issue what is due, and hand over the claim for which nothing is",
        claim::refuse,
    ),
    template(
        "travel-refuse",
        "cancel what can be cancelled, and hand over what cannot",
        refuse::build,
    ),
    template(
        "travel-target",
        "hand over what a rule forbids although a target of the desk speaks against it",
        refuse::target,
    ),
    template(
        "travel-hotel",
        "book the cheapest room for the days of a trip, and tell the total",
        stays::book,
    ),
    template(
        "travel-call-off",
        "cancel a trip and the stay there, or hand over a stay whose hotel does not allow it",
        stays::call_off,
    ),
    template(
        "travel-outage",
        "cancel stays while calls are limited, break off and go unanswered",
        stays::outage,
    ),
    template(
        "travel-stranded",
        "replace a flight that the airline has cancelled, and issue the certificate for it",
        stranded::build,
    ),
    template(
        "travel-rebook",
        "cancel a trip, book a flight with what is refunded, and take a seat on it",
        seats::rebook,
    ),
    template(
        "travel-talk-cancel",
        "ask a customer which of two trips to cancel and why, have it agreed, do it",
        talk::build,
    ),
    template(
        "travel-talk-change",
        "ask which flight to move where, have it agreed, do it, tell the cost",
        moves::talk,
    ),
];
