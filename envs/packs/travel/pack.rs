//! The tools of an airline's and its hotels' desk: customers, flights, reservations, seats, bags, stays, certificates.
//!
//! Tables, all with text keys: `desk` (`now`: `{"date", "time"}`), `customers` (`{"name", "email", "born", "member", "home",
//! "payments": [{"id", "kind", "cents"}], "reservations", "stays"}`), `emails` and `names` (`first last born` in small letters)
//! to customer, `routes` (`from/to` to flight numbers), `flights` (`number/date`: `{"from", "to", "departs", "arrives", "status",
//! "late", "cents", "left", "taken"}`, the last but one by cabin), `reservations`, `hotels` (`{"name", "city", "stars", "days",
//! "cents", "full"}`), `stays`. Money is cents, a day is written `2031-05-20`.
//!
//! The tools work out fares, fees, differences and refunds and move them. An error begins with its kind: `not_found`,
//! `precondition(RULE)`, `permission` or `conflict`; then nothing has changed. What may be done is the desk's policy; here is
//! what the system refuses.

#[path = "../../../sandbox/packs/kit/mod.rs"]
#[macro_use]
mod kit;
mod book;
mod change;
mod reads;
mod rows;

use kit::json::Json;
use rows::Answer;

const TOOLS: &str = include_str!("tools.json");

pack!(TOOLS, call);

fn call(name: &str, arguments: &Json) -> Answer {
    match name {
        "find_customer_by_email" => reads::find_customer_by_email(arguments),
        "find_customer_by_name" => reads::find_customer_by_name(arguments),
        "get_customer" => reads::get_customer(arguments),
        "get_reservation" => reads::get_reservation(arguments),
        "get_flight" => reads::get_flight(arguments),
        "search_flights" => reads::search_flights(arguments),
        "search_connections" => reads::search_connections(arguments),
        "get_seats" => reads::get_seats(arguments),
        "get_stay" => reads::get_stay(arguments),
        "search_hotels" => reads::search_hotels(arguments),
        "get_hotel" => reads::get_hotel(arguments),
        "book_flights" => book::book_flights(arguments),
        "book_stay" => book::book_stay(arguments),
        "cancel_stay" => book::cancel_stay(arguments),
        "cancel_reservation" => book::cancel_reservation(arguments),
        "change_flights" => change::change_flights(arguments),
        "change_cabin" => change::change_cabin(arguments),
        "add_bags" => change::add_bags(arguments),
        "choose_seat" => change::choose_seat(arguments),
        "issue_certificate" => change::issue_certificate(arguments),
        _ => Err(format!("not_found: there is no tool `{name}`")),
    }
}
