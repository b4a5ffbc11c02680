//! What of an office's rows can be set right again, and how.

use super::tables::YOU;
use crate::tools::kernel::rule::{Amiss, Mending};
use serde_json::{Value, json};

pub(super) const MENDING: Mending = Mending { can, calls };

/// What the ids of reminders begin with that were set here.
const SET_HERE: &str = "r-";

/// An event can be moved and put elsewhere, and one that was made here be cancelled and made again; a file can be moved and
/// renamed, a field of a contact be changed, a reminder that is open be moved. Mail that was sent, answered or archived,
/// somebody else's event that was cancelled, whoever was invited, whoever a file was shared with, a reminder that is done,
/// entries that were merged, what was handed over and runs that were deleted stay so.
fn can(amiss: &Amiss<'_>) -> bool {
    let (now, to) = (&amiss.now, &amiss.to);
    match amiss.table {
        "events" if now.is_null() => to["organizer"] == YOU,
        "events" if now["organizer"] == YOU => true,
        "events" => now["cancelled"].is_null() && surplus(now, to, "attendees") == 0,
        "mails" => {
            let is_answer_open = now["answer"].is_null() || now["answer"] == to["answer"];
            let is_number_right = now["answer"].is_null() || now["number"] == to["number"];
            let is_place_open = now["folder"] == "inbox" || now["folder"] == to["folder"];
            is_answer_open && is_number_right && is_place_open
        }
        "files" => !now.is_null() && surplus(now, to, "shared") == 0,
        // What is to be gone can still be merged with what it is merged with.
        "contacts" => !now.is_null() && (to.is_null() || is_settable(now, to)),
        "reminders" if now.is_null() => amiss.key.starts_with(SET_HERE),
        "reminders" => now["done"] != true,
        // To set it later again breaks a rule.
        "assistants" => now["pause"].as_i64() >= to["pause"].as_i64(),
        "runs" => !now.is_null(),
        "accesses" => now["holder"] == YOU,
        // Mail that was sent.
        _ => now.is_null(),
    }
}

/// What can be changed of a contact.
const FIELDS: [&str; 3] = ["company", "email", "phone"];

fn is_settable(now: &Value, to: &Value) -> bool {
    FIELDS.iter().all(|field| can_set(now, to, field))
}

/// Whether a field can be brought to what it is to be: a text can be set, but not to nothing.
fn can_set(now: &Value, to: &Value, field: &str) -> bool {
    now[field] == to[field] || to[field].as_str().is_some_and(|value| !value.is_empty())
}

fn list<'a>(row: &'a Value, field: &str) -> &'a [Value] {
    row[field].as_array().map_or(&[], Vec::as_slice)
}

/// How many of a list of `now` are not to be in it.
fn surplus(now: &Value, to: &Value, field: &str) -> usize {
    let all = list(now, field).iter();
    all.filter(|who| !list(to, field).contains(who)).count()
}

fn calls(amiss: &Amiss<'_>) -> Vec<(&'static str, Value)> {
    if amiss.now.is_null() {
        return vec![];
    }
    match amiss.table {
        "events" => event(amiss),
        "files" => file(amiss),
        "contacts" => contact(amiss),
        "reminders" => reminder(amiss),
        "runs" if amiss.to.is_null() => vec![("delete_run", json!({"run_id": amiss.key}))],
        "assistants" if amiss.now["pause"].as_i64() > amiss.to["pause"].as_i64() => {
            vec![("set_pause", json!({"day": amiss.to["pause"]}))]
        }
        _ => vec![],
    }
}

fn event(amiss: &Amiss<'_>) -> Vec<(&'static str, Value)> {
    let (id, now, to) = (amiss.key, &amiss.now, &amiss.to);
    if !now["cancelled"].is_null() {
        return vec![];
    }
    if to.is_null() || surplus(now, to, "attendees") > 0 {
        return vec![("cancel_event", json!({"event_id": id}))];
    }
    let mut calls = vec![];
    if now["day"] != to["day"] || now["hour"] != to["hour"] {
        let call = json!({"event_id": id, "day": to["day"], "hour": to["hour"]});
        calls.push(("move_event", call));
    }
    if now["room"] != to["room"] {
        calls.push(match to["room"].is_null() {
            true => ("free_room", json!({"event_id": id})),
            false => ("book_room", json!({"event_id": id, "room": to["room"]})),
        });
    }
    let missing = list(to, "attendees").iter();
    let missing = missing.filter(|who| !list(now, "attendees").contains(who));
    calls.extend(missing.map(|who| ("add_attendee", json!({"event_id": id, "person_id": who}))));
    calls
}

fn file(amiss: &Amiss<'_>) -> Vec<(&'static str, Value)> {
    let (id, now, to) = (amiss.key, &amiss.now, &amiss.to);
    let mut calls = vec![];
    if now["folder"] != to["folder"] {
        calls.push(("move_file", json!({"file_id": id, "folder": to["folder"]})));
    }
    if now["name"] != to["name"] {
        calls.push(("rename_file", json!({"file_id": id, "name": to["name"]})));
    }
    calls
}

fn contact(amiss: &Amiss<'_>) -> Vec<(&'static str, Value)> {
    let (id, now, to) = (amiss.key, &amiss.now, &amiss.to);
    let differ = FIELDS
        .into_iter()
        .filter(|field| now[field] != to[field] && can_set(now, to, field));
    let call = |field: &str| json!({"contact_id": id, "field": field, "value": to[field]});
    differ
        .map(|field| ("update_contact", call(field)))
        .collect()
}

fn reminder(amiss: &Amiss<'_>) -> Vec<(&'static str, Value)> {
    let (id, now, to) = (amiss.key, &amiss.now, &amiss.to);
    match (to.is_null(), now["done"] == true) {
        (true, false) => vec![("drop_reminder", json!({"reminder_id": id}))],
        (false, false) if now["day"] != to["day"] => {
            vec![(
                "move_reminder",
                json!({"reminder_id": id, "day": to["day"]}),
            )]
        }
        _ => vec![],
    }
}
