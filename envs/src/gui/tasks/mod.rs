//! The templates: each draws what is asked for, in words and as records.
//!
//! A template is a function over a [`Desk`](super::case::Desk) with a phone on it. It says what the task is about, what is to
//! become of which records, what has to be read and what is to be answered, and returns the instruction.

mod activity;
mod agenda;
mod alarms;
mod browser;
mod calendar;
mod calls;
mod camera;
mod chores;
mod contacts;
mod cross;
mod expenses;
pub(super) mod files;
mod food;
mod home;
mod hours;
mod jottings;
mod leisure;
mod letters;
pub(super) mod mails;
mod maps;
mod media;
mod messages;
mod money;
mod music;
mod notes;
mod people;
mod recipes;
mod settings;
mod shop;
mod todo;
mod wallet;
mod ways;

use super::case::Desk;

/// A template.
#[derive(Clone, Copy, Debug)]
pub(super) struct Template {
    /// Its name.
    pub(super) name: &'static str,
    /// It rises when a seed gives other bytes.
    pub(super) version: u32,
    /// What is to be done.
    pub(super) summary: &'static str,
    /// Highest success rate of random play, in percent.
    pub(super) random_ceiling_percent: u32,
    /// The feasible template it is the infeasible twin of.
    pub(super) twin_of: Option<&'static str>,
    /// Draws an instance on a phone; none if this phone has nothing to ask about.
    pub(super) draw: fn(&mut Desk) -> Option<String>,
}

/// A template that can be done.
const fn template(
    name: &'static str,
    summary: &'static str,
    draw: fn(&mut Desk) -> Option<String>,
) -> Template {
    Template {
        name,
        version: 6,
        summary,
        random_ceiling_percent: 5,
        twin_of: None,
        draw,
    }
}

/// One of those that were added later.
const fn added(
    name: &'static str,
    summary: &'static str,
    draw: fn(&mut Desk) -> Option<String>,
) -> Template {
    Template {
        version: 5,
        ..template(name, summary, draw)
    }
}

/// Its twin on a phone where it cannot be done.
const fn twin(
    name: &'static str,
    of: &'static str,
    summary: &'static str,
    draw: fn(&mut Desk) -> Option<String>,
) -> Template {
    Template {
        twin_of: Some(of),
        ..template(name, summary, draw)
    }
}

/// All templates, by app.
pub(super) const TEMPLATES: &[Template] = &all::<{ count() }>();

/// The lists of templates.
const LISTS: &[&[Template]] = &[
    EARLIEST,
    music::TEMPLATES,
    activity::TEMPLATES,
    wallet::TEMPLATES,
    food::TEMPLATES,
    maps::TEMPLATES,
    browser::TEMPLATES,
    calls::TEMPLATES,
    mails::TEMPLATES,
    files::TEMPLATES,
    expenses::TEMPLATES,
    recipes::TEMPLATES,
    media::TEMPLATES,
    agenda::TEMPLATES,
    chores::TEMPLATES,
    jottings::TEMPLATES,
    people::TEMPLATES,
    shop::TEMPLATES,
    camera::TEMPLATES,
    hours::TEMPLATES,
    letters::TEMPLATES,
    money::TEMPLATES,
    home::TEMPLATES,
    leisure::TEMPLATES,
    ways::TEMPLATES,
];

/// How many there are.
const fn count() -> usize {
    let (mut count, mut list) = (0, 0);
    while list < LISTS.len() {
        count += LISTS[list].len();
        list += 1;
    }
    count
}

/// The lists as one.
const fn all<const COUNT: usize>() -> [Template; COUNT] {
    let mut all = [EARLIEST[0]; COUNT];
    let (mut next, mut list) = (0, 0);
    while list < LISTS.len() {
        let mut at = 0;
        while at < LISTS[list].len() {
            all[next] = LISTS[list][at];
            next += 1;
            at += 1;
        }
        list += 1;
    }
    all
}

/// Those of the apps that were there first.
const EARLIEST: &[Template] = &[
    template(
        "settings-toggle",
        "turn switches of the settings on or off",
        settings::toggle,
    ),
    template(
        "settings-choose",
        "choose options of the settings",
        settings::choose,
    ),
    template("contact-add", "add people to the contacts", contacts::add),
    template("contact-edit", "correct a contact's number", contacts::edit),
    template("contact-delete", "delete contacts", contacts::delete),
    twin(
        "contact-delete-missing",
        "contact-delete",
        "the same where one of them does not exist",
        contacts::delete_missing,
    ),
    template(
        "contact-find",
        "look up a contact's number or address",
        contacts::find,
    ),
    template(
        "alarm-add",
        "add alarms with label and repetition",
        alarms::add,
    ),
    template(
        "alarm-switch",
        "switch alarms on or off in the list",
        alarms::switch,
    ),
    template("alarm-shift", "move alarms to another time", alarms::shift),
    template("alarm-delete", "delete alarms", alarms::delete),
    template(
        "alarm-count",
        "count the alarms that repeat in a way",
        alarms::count,
    ),
    template("note-add", "write notes into a folder", notes::add),
    template("note-move", "move notes to other folders", notes::move_to),
    template("note-archive", "archive notes", notes::archive),
    template("note-rewrite", "rewrite the text of a note", notes::rewrite),
    template("note-read", "answer what a note says", notes::read),
    template(
        "task-add",
        "add tasks with a due day and a priority",
        todo::add,
    ),
    template("task-finish", "mark tasks as finished", todo::finish),
    template(
        "task-reopen",
        "undo: open tasks again that were marked as finished",
        todo::reopen,
    ),
    template(
        "task-prioritise",
        "change the priority of tasks",
        todo::prioritise,
    ),
    template("task-due", "answer when a task is due", todo::due),
    template("message-send", "send messages", messages::send),
    template(
        "message-when",
        "answer at what time somebody wants to meet",
        messages::when,
    ),
    template("event-add", "add events", calendar::add),
    template(
        "event-move",
        "move events to another day and time",
        calendar::shift,
    ),
    twin(
        "event-move-missing",
        "event-move",
        "the same where one of them does not exist",
        calendar::shift_missing,
    ),
    template(
        "event-cancel",
        "delete the events with a guest",
        calendar::cancel,
    ),
    template(
        "event-count",
        "count the events at a place",
        calendar::count,
    ),
    template(
        "contact-from-message",
        "take over a new number from a message",
        cross::number,
    ),
    template(
        "event-from-message",
        "enter an event that a message speaks of",
        cross::event,
    ),
    template(
        "number-forward",
        "send somebody the number of somebody else",
        cross::forward,
    ),
    template(
        "note-to-message",
        "send somebody the text of a note",
        cross::note,
    ),
    template(
        "guest-message",
        "send a message to the guest of an event",
        cross::guest,
    ),
    template(
        "guest-number",
        "answer which number the guest of an event has",
        cross::guest_number,
    ),
];

/// `a`, `a and b`, `a, b and c`.
pub(super) fn list(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [others @ .., last] => format!("{} and {last}", others.join(", ")),
    }
}
