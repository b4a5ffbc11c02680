//! Settings: switches and choices.

use super::list;
use crate::gui::case::{Desk, Ref};

const SWITCHES: &[(&str, &str)] = &[
    ("network", "wifi"),
    ("network", "bluetooth"),
    ("network", "airplane"),
    ("network", "data"),
    ("network", "hotspot"),
    ("display", "dark"),
    ("display", "rotate"),
    ("sound", "quiet"),
    ("sound", "vibrate"),
    ("privacy", "location"),
    ("privacy", "camera"),
    ("privacy", "microphone"),
];
const CHOICES: &[(&str, &str)] = &[
    ("display", "brightness"),
    ("display", "timeout"),
    ("display", "size"),
    ("sound", "volume"),
    ("sound", "ringtone"),
];

fn only(desk: &Desk, table: &str) -> Option<Ref> {
    desk.all(table).first().copied()
}

/// Turn two to five switches.
pub(super) fn toggle(desk: &mut Desk) -> Option<String> {
    desk.about("Settings");
    let count = 2 + desk.below(4);
    let mut parts = vec![];
    for (table, field) in desk.some(SWITCHES, count) {
        let at = only(desk, table)?;
        let to = if desk.text(at, field) == "on" {
            "off"
        } else {
            "on"
        };
        desk.set(at, field, to, 0);
        parts.push(format!("{} {to}", desk.label(table, field)));
    }
    Some(format!("In Settings, turn {}.", list(&parts)))
}

/// Choose one to four options.
pub(super) fn choose(desk: &mut Desk) -> Option<String> {
    desk.about("Settings");
    let count = 1 + desk.below(4);
    let mut parts = vec![];
    for (table, field) in desk.some(CHOICES, count) {
        let at = only(desk, table)?;
        let options = desk.other_options(at, field);
        let to = desk.one(&options);
        desk.set(at, field, to, 0);
        parts.push(format!("{} to \"{to}\"", desk.label(table, field)));
    }
    Some(format!("In Settings, set {}.", list(&parts)))
}
