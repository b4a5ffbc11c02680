//! What a phone has in it: people, messages, alarms, notes, tasks and events that belong together, drawn from a seed.

mod activity;
mod bought;
mod browser;
pub(super) mod calls;
mod files;
mod food;
pub(super) mod mails;
mod media;
mod music;
mod places;
mod recipes;
mod spending;
mod wallet;
mod words;

use super::case::Desk;
use truestep_core::chance::Sampled;
use words::{ALARMS, EVENTS, FIRST, LAST, NOTES, PLACES, REPLIES, TALK, TASKS};

/// Fill all apps. The same people are in contacts, threads and events.
pub(super) fn fill(desk: &mut Desk) {
    settings(desk);
    let people = people(desk);
    threads(desk, &people);
    alarms(desk);
    notes(desk);
    tasks(desk);
    events(desk, &people);
}

/// The apps whose records are drawn each with luck of its own, so that another app moves nothing.
const MORE: &[(&str, fn(&mut Desk))] = &[
    ("music", music::fill),
    ("activity", activity::fill),
    ("wallet", wallet::fill),
    ("food", food::fill),
    ("places", places::fill),
    ("browser", browser::fill),
    ("calls", calls::fill),
    ("mails", mails::fill),
    ("files", files::fill),
    ("spending", spending::fill),
    ("recipes", recipes::fill),
    ("photos", media::photos),
    ("recordings", media::recordings),
    ("shop", bought::shop),
    ("shots", bought::shots),
    ("timers", bought::timers),
];

/// Fill these.
pub(super) fn fill_more(desk: &mut Desk, luck: impl Fn(&str) -> Sampled) {
    for (name, fill) in MORE {
        desk.with(luck(name), fill);
    }
}

/// Every switch and choice drawn.
fn settings(desk: &mut Desk) {
    for name in ["network", "display", "sound", "privacy"] {
        desk.add_drawn(name);
    }
}

/// People with numbers; their names.
pub(super) fn people(desk: &mut Desk) -> Vec<String> {
    let count = 10 + desk.below(3);
    let first = desk.some(FIRST, count);
    let last = desk.some(LAST, count);
    let names: Vec<String> = first
        .iter()
        .zip(last)
        .map(|(first, last)| format!("{first} {last}"))
        .collect();
    for (name, first) in names.iter().zip(first) {
        let phone = desk.phone_number();
        let label = desk.one(&["mobile", "home", "work"]);
        let email = match desk.below(3) {
            0 => String::new(),
            _ => format!("{}@example.org", first.to_lowercase()),
        };
        desk.add(
            "contact",
            &[
                ("name", name),
                ("phone", &phone),
                ("label", label),
                ("email", &email),
            ],
        );
    }
    names
}

/// Threads with some of them, each with a few messages.
fn threads(desk: &mut Desk, people: &[String]) {
    let count = 6 + desk.below(3);
    for name in desk.some_of(people, count) {
        desk.add("thread", &[("name", &name)]);
        let messages = 1 + desk.below(3);
        for text in desk.some(TALK, messages) {
            let by = desk.one(&["them", "me"]);
            desk.add("message", &[("with", &name), ("by", by), ("text", text)]);
        }
    }
}

fn alarms(desk: &mut Desk) {
    let count = 4 + desk.below(3);
    let labels = desk.some(ALARMS, count);
    let hours = desk.some(&HOURS, count);
    for (label, hour) in labels.into_iter().zip(hours) {
        let time = format!("{hour:02}:{:02}", 5 * desk.below(12));
        let repeat = desk.one(&["once", "every day", "weekdays", "weekends"]);
        let on = desk.one(&["on", "off"]);
        desk.add(
            "alarm",
            &[
                ("time", &time),
                ("label", label),
                ("repeat", repeat),
                ("on", on),
            ],
        );
    }
}

/// Hours at which an alarm may ring; each is taken once, so that a time names one alarm.
const HOURS: [usize; 15] = [5, 6, 7, 8, 9, 10, 12, 14, 15, 16, 17, 18, 19, 21, 22];

fn notes(desk: &mut Desk) {
    let count = 7 + desk.below(3);
    for (title, text) in desk.some(NOTES, count) {
        let folder = desk.one(&["Personal", "Work", "Ideas", "Archive"]);
        desk.add(
            "note",
            &[("title", title), ("folder", folder), ("text", text)],
        );
    }
}

fn tasks(desk: &mut Desk) {
    let count = 6 + desk.below(3);
    for title in desk.some(TASKS, count) {
        let due = match desk.below(3) {
            0 => String::new(),
            _ => desk.day(14),
        };
        let priority = desk.one(&["normal", "low", "high"]);
        let finished = desk.one(&["off", "off", "on"]);
        desk.add(
            "task",
            &[
                ("title", title),
                ("due", &due),
                ("priority", priority),
                ("finished", finished),
            ],
        );
    }
}

fn events(desk: &mut Desk, people: &[String]) {
    let count = 6 + desk.below(3);
    for title in desk.some(EVENTS, count) {
        let (date, time) = (desk.day(10), desk.time());
        let place = desk.one(PLACES);
        let guest = match desk.below(4) {
            0 => String::new(),
            _ => desk.some_of(people, 1).remove(0),
        };
        desk.add(
            "event",
            &[
                ("title", title),
                ("date", &date),
                ("time", &time),
                ("place", place),
                ("guest", &guest),
            ],
        );
    }
}

/// Words for what tasks ask to be made, none of them on the phone yet.
impl Desk {
    /// Names of people who are not on the phone.
    pub(super) fn strangers(&mut self, count: usize) -> Vec<String> {
        let fresh = |desk: &Desk, list: &[&'static str]| -> Vec<&'static str> {
            let is_new = |word: &&&str| {
                !desk
                    .column("contact", "name")
                    .iter()
                    .any(|name| name.contains(**word))
            };
            list.iter().filter(is_new).copied().collect()
        };
        let (first, last) = (fresh(self, FIRST), fresh(self, LAST));
        let (first, last) = (self.some(&first, count), self.some(&last, count));
        first
            .iter()
            .zip(last)
            .map(|(first, last)| format!("{first} {last}"))
            .collect()
    }

    /// Words of a list of which no record has one in a column.
    fn fresh(
        &mut self,
        list: &[&'static str],
        table: &str,
        field: &str,
        count: usize,
    ) -> Vec<String> {
        let taken = self.column(table, field);
        let free: Vec<&str> = list
            .iter()
            .filter(|word| !taken.iter().any(|t| t == *word))
            .copied()
            .collect();
        self.some(&free, count)
            .into_iter()
            .map(str::to_owned)
            .collect()
    }

    /// Labels for new alarms.
    pub(super) fn new_labels(&mut self, count: usize) -> Vec<String> {
        self.fresh(ALARMS, "alarm", "label", count)
    }

    /// Titles for new tasks.
    pub(super) fn new_tasks(&mut self, count: usize) -> Vec<String> {
        self.fresh(TASKS, "task", "title", count)
    }

    /// Titles for new events.
    pub(super) fn new_events(&mut self, count: usize) -> Vec<String> {
        self.fresh(EVENTS, "event", "title", count)
    }

    /// Titles and texts of new notes.
    pub(super) fn new_notes(&mut self, count: usize) -> Vec<(String, String)> {
        let taken = self.column("note", "title");
        let is_free = |(title, _): &&(&str, &str)| !taken.iter().any(|t| t == title);
        let free: Vec<(&str, &str)> = NOTES.iter().filter(is_free).copied().collect();
        let drawn = self.some(&free, count).into_iter();
        drawn
            .map(|(title, text)| (title.to_owned(), text.to_owned()))
            .collect()
    }

    /// Places.
    pub(super) fn places(&mut self, count: usize) -> Vec<&'static str> {
        self.some(PLACES, count)
    }

    /// Texts of messages that nobody has sent.
    pub(super) fn replies(&mut self, count: usize) -> Vec<&'static str> {
        self.some(REPLIES, count)
    }
}
