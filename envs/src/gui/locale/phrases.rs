//! Everything that devices say: what the table of a locale has to have.

use crate::gui::{
    apps::phone,
    author::Kind,
    bake::{BakedAct, BakedTitle, BakedWidget, Phone},
    desk::apps::desktop,
    disturb::phrases as of_disturbances,
    value::WEEKDAYS,
    view::{CODE, ENDED, deleting},
};
use std::collections::BTreeSet;

/// A phrase with the places where it may have words of its own, the nearest first.
pub(super) type Said = (Vec<&'static str>, &'static str);

/// What views say by themselves.
const OF_VIEWS: &[&str] = &[
    ENDED,
    "{weekday} {date}, {time}",
    "{weekday} {date}",
    "App: {app}",
    "Screen: {title}",
    "Part {part} of {parts}: scroll to see the others.",
    "Part {part} of {parts}",
    "\"{label}\" is selected.",
    "The keyboard is open for \"{label}\".",
    "{title}: choose {label}",
    "Menu of {title}",
    "{text}: {percent} %",
    "added",
    "added {times} times",
    "empty",
];
/// Roles of elements.
const ROLES: &[&str] = &[
    "app",
    "button",
    "link",
    "item",
    "item to add",
    "switch",
    "field",
    "choice",
    "option",
    "ad",
    "icon",
    "window",
    "task",
    "menu item",
];
/// What stands on the frames of windows, and what is said of them.
const OF_WINDOWS: &[&str] = &[
    "Cancel",
    "Back",
    "Minimise",
    "Restore",
    "Maximise",
    "Close",
    "in front",
    "minimised",
    "open",
    "Desktop",
    "Other windows",
    "Task bar",
];
/// All phrases of phones and desktops.
pub(super) fn all() -> BTreeSet<Said> {
    let mut all = BTreeSet::new();
    let at = |place: &'static str, english: &'static str| (vec![place], english);
    all.extend(OF_VIEWS.iter().map(|english| at("view", english)));
    all.extend(ROLES.iter().map(|english| at("role", english)));
    all.extend(OF_WINDOWS.iter().map(|english| at("window", english)));
    for day in WEEKDAYS {
        all.extend([at("view", day), at("view", &day[..3])]);
    }
    all.extend(["on", "off"].map(|english| at("flag", english)));
    all.insert(at("dialog", CODE));
    all.extend(of_disturbances().map(|english| at("dialog", english)));
    for phone in [phone(), desktop()] {
        of_phone(phone, &mut all);
    }
    all.retain(|(_, english)| !english.is_empty() && !matches!(*english, "{app}" | "{what}"));
    all
}

fn of_phone(phone: &Phone, all: &mut BTreeSet<Said>) {
    for app in &phone.apps {
        all.insert((vec!["app"], app.name));
    }
    for table in &phone.tables {
        for field in &table.fields {
            all.insert((vec![table.name, "label"], field.label));
            match field.kind {
                Kind::Choice(options) => {
                    all.extend(options.iter().map(|option| (vec!["option"], *option)));
                }
                Kind::Amount(unit) => {
                    all.insert((vec!["unit"], unit.word));
                }
                _ => {}
            }
        }
    }
    // The first one is the launcher, which has no app.
    for screen in &phone.screens {
        let app = phone.apps.get(usize::from(screen.app));
        let at = |kind| vec![app.map_or("", |app| app.name), kind];
        if let BakedTitle::Words(words) = screen.title {
            all.insert((at("title"), words));
        }
        all.extend(screen.labels.iter().map(|(_, label)| (at("label"), *label)));
        for widget in &screen.widgets {
            if let (BakedWidget::Button(.., BakedAct::Delete(_)), Some(of)) = (widget, screen.of) {
                all.insert((vec!["noun"], phone.tables[usize::from(of)].noun()));
                all.insert((vec!["view"], deleting(screen).question));
                all.extend([deleting(screen).word, "Keep"].map(|answer| (at("button"), answer)));
            }
            all.extend(match widget {
                BakedWidget::Button(label, ..) => Some((at("button"), *label)),
                BakedWidget::Link(label, _) => Some((at("link"), *label)),
                BakedWidget::Total(label, ..) => Some((at("total"), *label)),
                BakedWidget::List { empty, .. } | BakedWidget::Adds { empty, .. } => {
                    Some((at("empty"), *empty))
                }
                _ => None,
            });
        }
    }
}
