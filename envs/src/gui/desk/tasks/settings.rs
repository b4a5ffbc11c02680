//! Settings.

use super::template;
use crate::gui::{
    author::Kind,
    case::{Desk, Ref},
    tasks::{Template, list},
};

pub(super) const TEMPLATES: &[Template] = &[
    template("settings-toggle", "turn switches of the settings", toggle),
    template("settings-choose", "choose options of the settings", choose),
    template(
        "settings-from-mail",
        "choose what a mail asks for",
        from_mail,
    ),
];

/// Every setting of a kind: its record, its field, the title of its page and its label.
fn all(desk: &Desk, is: fn(Kind) -> bool) -> Vec<(Ref, &'static str, &'static str, &'static str)> {
    let pages = [
        ("display", "Display"),
        ("sound", "Sound"),
        ("defaults", "Default apps"),
        ("power", "Power"),
    ];
    let mut found = vec![];
    for (name, title) in pages {
        let table = desk.table(name);
        for field in &desk.phone.tables[usize::from(table)].fields {
            if is(field.kind) {
                found.push((Ref { table, row: 0 }, field.name, title, field.label));
            }
        }
    }
    found
}

/// Turn two to four.
fn toggle(desk: &mut Desk) -> Option<String> {
    desk.about("Settings");
    let count = 2 + desk.below(3);
    let all = all(desk, |kind| kind == Kind::Flag);
    let mut parts = vec![];
    for (at, field, page, label) in desk.some(&all, count) {
        let to = if desk.text(at, field) == "on" {
            "off"
        } else {
            "on"
        };
        parts.push(format!("\"{label}\" (under {page}) {to}"));
        desk.set(at, field, to, 0);
    }
    Some(format!("In the settings, turn {}.", list(&parts)))
}

/// Choose one to three.
fn choose(desk: &mut Desk) -> Option<String> {
    desk.about("Settings");
    let count = 1 + desk.below(3);
    let all = all(desk, |kind| matches!(kind, Kind::Choice(_)));
    let mut parts = vec![];
    for (at, field, page, label) in desk.some(&all, count) {
        let others = desk.other_options(at, field);
        let to = desk.one(&others);
        parts.push(format!("\"{label}\" (under {page}) to \"{to}\""));
        desk.set(at, field, to, 0);
    }
    Some(format!("In the settings, set {}.", list(&parts)))
}

/// A mail says how something is to be set.
fn from_mail(desk: &mut Desk) -> Option<String> {
    desk.about("Settings");
    desk.about("Mail");
    let all = all(desk, |kind| matches!(kind, Kind::Choice(_)));
    let (at, field, page, label) = *desk.some(&all, 1).first()?;
    let others = desk.other_options(at, field);
    let to = desk.one(&others);
    let people = desk.column("contact", "name");
    let from = desk.some_of(&people, 1).pop()?;
    let subject = "Your new computer";
    let mail = desk.mail(
        &from,
        subject,
        &format!("Please set it to {to}"),
        "Inbox",
        "off",
    );
    let needs = desk.see(mail, "text");
    desk.set(at, field, to, needs);
    Some(format!(
        "{from} sent you a mail with the subject \"{subject}\", which says what \"{label}\" (under {page} of the settings) is to be set to. Set it so."
    ))
}
