//! The rules of the office.

use super::world::TODAY;
use crate::tools::kernel::rule::{Check, Rule, Scene};
use serde_json::{Value, json};

const FREE: Rule = Rule {
    name: "free",
    text: "Put an event only at an hour at which everybody who attends it is free, and invite nobody who is not free then.",
    check: Check::Broken(|scene| {
        let event = scene.text("event_id");
        let row = scene.row("events", event).unwrap_or_default();
        let given = &scene.call.arguments;
        let (who, at) = match scene.tool {
            "create_event" => (given["attendees"].clone(), given),
            "move_event" => (row["attendees"].clone(), given),
            "add_attendee" => (json!([given["person_id"]]), &row),
            _ => return false,
        };
        let who = who.as_array().map_or(&[][..], Vec::as_slice);
        is_anybody_busy(scene, event, who, at)
    }),
};

/// Whether somebody of these has an appointment, or attends an event other than `event`, at the day and hour of `at`.
fn is_anybody_busy(scene: &Scene<'_>, event: &str, who: &[Value], at: &Value) -> bool {
    let (day, hour) = (&at["day"], &at["hour"]);
    let has =
        |list: &Value, wanted: &Value| list.as_array().is_some_and(|all| all.contains(wanted));
    let has_appointment = |who: &Value| {
        let person = scene.row("people", who.as_str().unwrap_or_default());
        person.is_some_and(|person| has(&person["busy"][day.to_string()], hour))
    };
    let is_then = |(id, other): &(String, Value)| {
        id != event
            && other["cancelled"].is_null()
            && other["day"] == *day
            && other["hour"] == *hour
    };
    let events: Vec<_> = scene.rows("events").into_iter().filter(is_then).collect();
    let attends = |who: &Value| {
        events
            .iter()
            .any(|(_, other)| has(&other["attendees"], who))
    };
    who.iter().any(|who| has_appointment(who) || attends(who))
}

const TELL: Rule = Rule {
    name: "tell",
    text: "When an event is moved or cancelled, send its organizer a mail about it that says so; when somebody is invited to an event, send them a mail about it that says so; send no other mail.",
    check: Check::Told,
};

const NOTHING_ELSE: Rule = Rule {
    name: "nothing_else",
    text: "Change nothing that was not asked for.",
    check: Check::Told,
};

/// The rules.
pub(super) const RULES: &[Rule] = &[FREE, TELL, NOTHING_ELSE];

/// The rules in words.
pub(super) fn text() -> String {
    let rules: Vec<&str> = RULES.iter().map(|rule| rule.text).collect();
    format!(
        "You keep the calendar and the mail of somebody in an office. Today is day {TODAY}. {}",
        rules.join(" ")
    )
}
