//! More of the clock and the telephone: by repetition, like another one, for what the calendar or a note says.

use super::{Template, added, list};
use crate::gui::{
    case::{Desk, Ref},
    phone::calls::DAYS,
};

/// The templates.
pub(super) const TEMPLATES: &[Template] = &[
    added(
        "alarm-off-repeat",
        "switch off the alarms that repeat in a way",
        off_repeat,
    ),
    added("alarm-repeat", "change how alarms repeat", repeat),
    added("alarm-relabel", "give alarms another label", relabel),
    added(
        "alarm-copy",
        "add an alarm with the repetition of another",
        copy,
    ),
    added(
        "alarm-for-event",
        "add an alarm for when an event begins",
        for_event,
    ),
    added("call-from-note", "call whom a note names", from_note),
    added(
        "call-longest",
        "call again whoever one talked to the longest on a day",
        longest,
    ),
];

const REPEATS: [&str; 4] = ["once", "every day", "weekdays", "weekends"];

fn name(desk: &Desk, at: Ref) -> String {
    format!(
        "the {} alarm \"{}\"",
        desk.text(at, "time"),
        desk.text(at, "label")
    )
}

/// Switch off those that repeat in a way, which the screen of each tells.
fn off_repeat(desk: &mut Desk) -> Option<String> {
    desk.about("Clock");
    let on = desk.those("alarm", "on", "on");
    let repeat = desk.one(&REPEATS);
    let mut right = on.clone();
    right.retain(|&at| desk.text(at, "repeat") == repeat);
    if right.is_empty() || right.len() == on.len() {
        return None;
    }
    for at in desk.all("alarm") {
        desk.see(at, "on");
    }
    for &at in &on {
        let needs = desk.see(at, "repeat");
        if right.contains(&at) {
            desk.set(at, "on", "off", needs);
        }
    }
    Some(format!(
        "Of the alarms that are on, switch off every one with the repetition \"{repeat}\", and no other."
    ))
}

/// Change how one or two repeat.
fn repeat(desk: &mut Desk) -> Option<String> {
    desk.about("Clock");
    let (all, count) = (desk.all("alarm"), 1 + desk.below(2));
    let mut parts = vec![];
    for at in desk.some(&all, count) {
        let others = desk.other_options(at, "repeat");
        let to = desk.one(&others);
        desk.set(at, "repeat", to, 0);
        parts.push(format!("of {} to \"{to}\"", name(desk, at)));
    }
    Some(format!("Change the repetition {}.", list(&parts)))
}

/// Give one or two another label.
fn relabel(desk: &mut Desk) -> Option<String> {
    desk.about("Clock");
    let (all, count) = (desk.all("alarm"), 1 + desk.below(2));
    let alarms = desk.some(&all, count + 1);
    let labels = desk.new_labels(count);
    let [right @ .., other] = &alarms[..] else {
        return None;
    };
    let mut parts = vec![];
    for (&at, label) in right.iter().zip(&labels) {
        parts.push(format!("of {} to \"{label}\"", name(desk, at)));
        desk.set(at, "label", label, 0);
        desk.tempt(*other, "label", label, 0);
        let theirs = desk.text(*other, "label");
        desk.tempt(at, "label", &theirs, 0);
    }
    Some(format!("Change the label {}.", list(&parts)))
}

/// Add one that repeats as another does.
fn copy(desk: &mut Desk) -> Option<String> {
    desk.about("Clock");
    let all = desk.all("alarm");
    let at = desk.one(&all);
    let label = desk.new_labels(1).pop()?;
    let (time, repeat) = (desk.time(), desk.text(at, "repeat"));
    let needs = desk.see(at, "repeat");
    desk.make(
        "alarm",
        &[
            ("time", &time, 0),
            ("label", &label, 0),
            ("repeat", &repeat, needs),
            ("on", "on", 0),
        ],
    );
    let other = desk.time();
    desk.tempt_new("alarm", "time", &other, 0);
    Some(format!(
        "Add an alarm at {time} with the label \"{label}\" that has the same repetition as {}. It is to be on.",
        name(desk, at)
    ))
}

/// Add one for when an event begins.
fn for_event(desk: &mut Desk) -> Option<String> {
    desk.about("Calendar");
    desk.about("Clock");
    let all = desk.all("event");
    let events = desk.some(&all, 2);
    let [at, other] = events[..] else {
        return None;
    };
    let [title, time] = ["title", "time"].map(|field| desk.text(at, field));
    let needs = desk.see(at, "time");
    desk.make(
        "alarm",
        &[
            ("time", &time, needs),
            ("label", &title, 0),
            ("repeat", "once", 0),
            ("on", "on", 0),
        ],
    );
    let theirs = desk.text(other, "time");
    if theirs != time {
        desk.tempt_new("alarm", "time", &theirs, 0);
    }
    Some(format!(
        "Add an alarm for the time of day at which the event \"{title}\" of the calendar begins, with \"{title}\" as its label and the repetition \"once\". It is to be on."
    ))
}

/// Call whom a note names.
fn from_note(desk: &mut Desk) -> Option<String> {
    desk.about("Notes");
    desk.about("Phone");
    let all = desk.all("contact");
    let at = desk.one(&all);
    let [person, number] = ["name", "phone"].map(|field| desk.text(at, field));
    let folder = desk.one(&["Personal", "Work", "Ideas"]);
    let about = desk.one(&["the boat", "the keys", "the concert", "the invoice"]);
    let text = format!("{person}, about {about}");
    let note = desk.add(
        "note",
        &[("title", "Call"), ("folder", folder), ("text", &text)],
    );
    let needs = desk.see(note, "text");
    desk.dial(&person, &number, needs);
    Some(format!(
        "The note \"Call\" in the folder {folder} says whom to call about {about}. Call that person."
    ))
}

/// Call again with whom one talked the longest on a day, which the screen of each call tells.
fn longest(desk: &mut Desk) -> Option<String> {
    desk.about("Phone");
    let date = desk.day_before(DAYS);
    let calls = desk.all("call");
    // The last one comes first: those of the day, and the one before them, which tells that these were all.
    let is_later = |at: &&Ref| desk.text(**at, "date") > date;
    let first = calls.iter().take_while(is_later).count();
    let mut those = desk.those("call", "date", &date);
    let last = first + those.len();
    those.retain(|&at| desk.text(at, "kind") != "missed");
    if !(2..=4).contains(&those.len()) {
        return None;
    }
    let mut needs = 0;
    for &at in calls[first..].iter().take(last - first + 1) {
        needs |= desk.see(at, "date") | desk.see(at, "kind");
    }
    for &at in &those {
        needs |= desk.see(at, "minutes");
    }
    those.sort_by_key(|&at| desk.number(at, "minutes"));
    let [.., second, at] = those[..] else {
        return None;
    };
    if desk.number(second, "minutes") == desk.number(at, "minutes") {
        return None;
    }
    let [person, number] = ["name", "number"].map(|field| desk.text(at, field));
    desk.dial(&person, &number, needs);
    Some(format!(
        "Look up which call of {date} lasted the longest, and call that person again."
    ))
}
