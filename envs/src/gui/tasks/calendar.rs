//! Calendar.

use super::list;
use crate::gui::case::{Desk, Ref};

/// Add one or two events.
pub(super) fn add(desk: &mut Desk) -> Option<String> {
    desk.about("Calendar");
    let count = 1 + desk.below(2);
    let mut parts = vec![];
    let places = desk.places(count);
    for (title, place) in desk.new_events(count).into_iter().zip(places) {
        let (date, time) = (desk.day(20), desk.time());
        desk.make(
            "event",
            &[
                ("title", &title, 0),
                ("date", &date, 0),
                ("time", &time, 0),
                ("place", place, 0),
            ],
        );
        parts.push(format!("\"{title}\" on {date} at {time}, place {place}"));
    }
    let other = desk.time();
    desk.tempt_new("event", "time", &other, 0);
    let noun = if parts.len() == 1 {
        "the event"
    } else {
        "the events"
    };
    Some(format!(
        "Enter into the calendar {noun} {}. Leave the guest empty.",
        parts.join(" and ")
    ))
}

/// Events, with the day and time each is to be moved to, and how that is said.
type ToMove = (Vec<(Ref, String, String)>, String);

fn to_move(desk: &mut Desk) -> Option<ToMove> {
    desk.about("Calendar");
    let count = 1 + desk.below(2);
    let all = desk.all("event");
    let (mut moves, mut parts) = (vec![], vec![]);
    for at in desk.some(&all, count) {
        let (date, time) = (desk.day(20), desk.time());
        if date == desk.text(at, "date") || time == desk.text(at, "time") {
            return None;
        }
        parts.push(format!(
            "the event \"{}\" to {date} at {time}",
            desk.text(at, "title")
        ));
        moves.push((at, date, time));
    }
    let one = if count == 1 { "it" } else { "one of them" };
    let said = format!(
        "Move {}. If {one} is not in the calendar, change nothing and report the task as infeasible.",
        list(&parts)
    );
    Some((moves, said))
}

/// Move one or two events.
pub(super) fn shift(desk: &mut Desk) -> Option<String> {
    let (moves, said) = to_move(desk)?;
    let mut others = desk.all("event");
    others.retain(|other| moves.iter().all(|(at, ..)| at != other));
    let other = desk.one(&others);
    let theirs = desk.text(other, "time");
    for (at, date, time) in &moves {
        desk.set(*at, "date", date, 0);
        desk.set(*at, "time", time, 0);
        desk.tempt(other, "time", time, 0);
        desk.tempt(*at, "time", &theirs, 0);
    }
    Some(said)
}

/// The same where the first of them does not exist.
pub(super) fn shift_missing(desk: &mut Desk) -> Option<String> {
    let (moves, said) = to_move(desk)?;
    desk.vanish(moves.first()?.0, "title");
    Some(said)
}

/// Delete the events with a guest.
pub(super) fn cancel(desk: &mut Desk) -> Option<String> {
    desk.about("Calendar");
    let mut all = desk.all("event");
    all.retain(|&at| !desk.text(at, "guest").is_empty());
    let first = *desk.some(&all, 1).first()?;
    let guest = desk.text(first, "guest");
    let events = desk.those("event", "guest", &guest);
    for at in desk.all("event") {
        desk.see(at, "guest");
    }
    events.into_iter().for_each(|at| desk.delete(at));
    Some(format!(
        "Delete every event of the calendar that has the guest {guest}, and no other."
    ))
}

/// How many events there are at a place, which stands on the screen of each.
pub(super) fn count(desk: &mut Desk) -> Option<String> {
    desk.about("Calendar");
    let all = desk.all("event");
    let at = desk.one(&all);
    let place = desk.text(at, "place");
    for at in desk.all("event") {
        desk.see(at, "place");
    }
    let right = desk.those("event", "place", &place).len();
    desk.ask_count(right);
    Some(format!(
        "How many events of the calendar take place at {place}? Answer with a number."
    ))
}
