//! Alarms.

use super::list;
use crate::gui::case::{Desk, Ref};

/// Add one or two alarms.
pub(super) fn add(desk: &mut Desk) -> Option<String> {
    desk.about("Clock");
    let count = 1 + desk.below(2);
    let mut parts = vec![];
    for label in desk.new_labels(count) {
        let time = desk.time();
        let repeat = desk.one(&["once", "every day", "weekdays", "weekends"]);
        desk.make(
            "alarm",
            &[
                ("time", &time, 0),
                ("label", &label, 0),
                ("repeat", repeat, 0),
                ("on", "on", 0),
            ],
        );
        parts.push(format!(
            "at {time} with the label \"{label}\" and the repetition \"{repeat}\""
        ));
    }
    let other = desk.time();
    desk.tempt_new("alarm", "time", &other, 0);
    Some(match &parts[..] {
        [one] => format!("Add an alarm to the clock, {one}. It is to be on."),
        _ => format!(
            "Add two alarms to the clock: one {}. Both are to be on.",
            parts.join(", and one ")
        ),
    })
}

fn name(desk: &Desk, at: Ref) -> String {
    format!(
        "the {} alarm \"{}\"",
        desk.text(at, "time"),
        desk.text(at, "label")
    )
}

/// Switch three or four alarms, on the list or on their screens.
pub(super) fn switch(desk: &mut Desk) -> Option<String> {
    desk.about("Clock");
    let count = 3 + desk.below(2);
    let all = desk.all("alarm");
    let mut parts = vec![];
    for at in desk.some(&all, count) {
        let to = if desk.text(at, "on") == "on" {
            "off"
        } else {
            "on"
        };
        desk.set(at, "on", to, 0);
        parts.push(format!("{} {to}", name(desk, at)));
    }
    Some(format!("Switch {}.", list(&parts)))
}

/// Move one to three alarms to another time.
pub(super) fn shift(desk: &mut Desk) -> Option<String> {
    desk.about("Clock");
    let count = 1 + desk.below(3);
    let all = desk.all("alarm");
    let alarms = desk.some(&all, count + 1);
    let [right @ .., other] = &alarms[..] else {
        return None;
    };
    let (mut parts, mut times) = (vec![], desk.column("alarm", "time"));
    for &at in right {
        let time = desk.time();
        if times.contains(&time) {
            return None;
        }
        times.push(time.clone());
        desk.set(at, "time", &time, 0);
        desk.tempt(*other, "time", &time, 0);
        let theirs = desk.text(*other, "time");
        desk.tempt(at, "time", &theirs, 0);
        parts.push(format!("{} to {time}", name(desk, at)));
    }
    let them = if count == 1 { "it" } else { "them" };
    Some(format!(
        "Move {}. Leave everything else about {them} as it is.",
        list(&parts)
    ))
}

/// Delete one to four alarms.
pub(super) fn delete(desk: &mut Desk) -> Option<String> {
    desk.about("Clock");
    let count = 1 + desk.below(4);
    let all = desk.all("alarm");
    let alarms = desk.some(&all, count);
    let names: Vec<String> = alarms.iter().map(|&at| name(desk, at)).collect();
    alarms.into_iter().for_each(|at| desk.delete(at));
    Some(format!("Delete {}.", list(&names)))
}

/// Count those that repeat in a way, which stands on the screen of each.
pub(super) fn count(desk: &mut Desk) -> Option<String> {
    desk.about("Clock");
    let value = desk.one(&["once", "weekdays", "weekends", "every day"]);
    for at in desk.all("alarm") {
        desk.see(at, "repeat");
    }
    let right = desk.those("alarm", "repeat", value).len();
    if right == 0 {
        return None;
    }
    desk.ask_count(right);
    Some(format!(
        "How many alarms of the clock have the repetition \"{value}\", whether they are on or off? Answer with a number."
    ))
}
