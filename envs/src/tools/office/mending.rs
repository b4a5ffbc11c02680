//! What of an office's rows can be set right again, and how.

use crate::tools::kernel::rule::{Amiss, Mending};
use serde_json::{Value, json};

pub(super) const MENDING: Mending = Mending { can, calls };

/// Who organizes the events that are made.
const YOU: &str = "you";

/// An event can be moved, and one that was made here be cancelled and made again; mail that was sent or archived, somebody
/// else's event that was cancelled and whoever was invited to it stay so.
fn can(amiss: &Amiss<'_>) -> bool {
    let (now, to) = (&amiss.now, &amiss.to);
    match amiss.table {
        "events" if now.is_null() => to["organizer"] == YOU,
        "events" if now["organizer"] == YOU => true,
        "events" => now["cancelled"].is_null() && surplus(now, to) == 0,
        "mails" => now["folder"] == "inbox",
        _ => now.is_null(),
    }
}

fn attendees(event: &Value) -> &[Value] {
    event["attendees"].as_array().map_or(&[], Vec::as_slice)
}

/// How many attend `now` that are not to.
fn surplus(now: &Value, to: &Value) -> usize {
    let all = attendees(now).iter();
    all.filter(|who| !attendees(to).contains(who)).count()
}

fn calls(amiss: &Amiss<'_>) -> Vec<(&'static str, Value)> {
    let (id, now, to) = (amiss.key, &amiss.now, &amiss.to);
    if amiss.table != "events" || now.is_null() || !now["cancelled"].is_null() {
        return vec![];
    }
    if to.is_null() || surplus(now, to) > 0 {
        return vec![("cancel_event", json!({"event_id": id}))];
    }
    let mut calls = vec![];
    if now["day"] != to["day"] || now["hour"] != to["hour"] {
        let call = json!({"event_id": id, "day": to["day"], "hour": to["hour"]});
        calls.push(("move_event", call));
    }
    let missing = attendees(to).iter();
    let missing = missing.filter(|who| !attendees(now).contains(who));
    calls.extend(missing.map(|who| ("add_attendee", json!({"event_id": id, "person_id": who}))));
    calls
}
