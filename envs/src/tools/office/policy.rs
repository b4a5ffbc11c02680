//! The rules of the office.

use super::world::TODAY;
use crate::tools::kernel::types::{Check, Rule, Scene};

const FREE: Rule = Rule {
    name: "free",
    text: "Put an event only at an hour at which everybody who attends it is free.",
    check: Check::Broken(|scene| {
        let of_event = scene
            .row("events", scene.text("event_id"))
            .map(|event| event["attendees"].clone());
        let attendees = match scene.tool {
            "create_event" => Some(scene.call.arguments["attendees"].clone()),
            "move_event" => of_event,
            _ => None,
        };
        let attendees = attendees.unwrap_or_default();
        attendees
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|who| who.as_str())
            .any(|who| is_busy(scene, who))
    }),
};

fn is_busy(scene: &Scene<'_>, who: &str) -> bool {
    let (day, hour) = (&scene.call.arguments["day"], &scene.call.arguments["hour"]);
    let busy = scene
        .row("people", who)
        .map(|person| person["busy"][day.to_string()].clone());
    busy.is_some_and(|hours| hours.as_array().is_some_and(|hours| hours.contains(hour)))
}

const TELL: Rule = Rule {
    name: "tell",
    text: "When an event is moved or cancelled, send its organizer a mail about it that says so; when somebody is invited to an event, send them a mail about it that says so.",
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
