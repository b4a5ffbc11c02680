//! More of the calendar: what is on a day, who comes, what is free.

use super::{Template, added, list};
use crate::gui::{
    author::Kind,
    case::{Desk, Ref},
    wish::AnswerKind,
};

/// The templates.
pub(super) const TEMPLATES: &[Template] = &[
    added(
        "event-add-same-day",
        "add an event on the day of another, with a guest",
        add_same_day,
    ),
    added(
        "event-add-if-free",
        "add an event on a day, or on another if that is taken",
        add_if_free,
    ),
    added("event-delete-day", "delete all events of a day", delete_day),
    added(
        "event-delete-duplicates",
        "delete the events that were entered twice",
        duplicates,
    ),
    added(
        "event-move-day",
        "move all events of a day to another",
        move_day,
    ),
    added("event-invite", "enter the guests of events", invite),
    added("event-where", "answer where an event takes place", place),
    added(
        "event-next-with",
        "answer on which day the next event with somebody is",
        next_with,
    ),
    added(
        "event-count-range",
        "count the events between two days that have a guest",
        count_range,
    ),
    added(
        "event-first-message",
        "send somebody the title of the first event of a day",
        first_message,
    ),
];

fn quoted(desk: &Desk, at: Ref) -> String {
    format!("\"{}\"", desk.text(at, "title"))
}

/// All bits of the days of all events, which the list tells.
fn see_days(desk: &mut Desk) -> u64 {
    let all = desk.all("event");
    all.into_iter()
        .fold(0, |bits, at| bits | desk.see(at, "date"))
}

/// A day on which there are events, and how many.
fn day_with_events(desk: &mut Desk) -> (String, Vec<Ref>) {
    let all = desk.all("event");
    let at = desk.one(&all);
    let date = desk.text(at, "date");
    let events = desk.those("event", "date", &date);
    (date, events)
}

/// A day in the days to come on which nothing is.
fn free_day(desk: &mut Desk) -> Option<String> {
    let taken = desk.column("event", "date");
    let date = desk.day(20);
    (!taken.contains(&date)).then_some(date)
}

/// Enter an event for the day of another, with a guest.
fn add_same_day(desk: &mut Desk) -> Option<String> {
    desk.about("Calendar");
    let all = desk.all("event");
    let events = desk.some(&all, 2);
    let (date, other) = (desk.text(events[0], "date"), desk.text(events[1], "date"));
    let title = desk.new_events(1).pop()?;
    let people = desk.column("contact", "name");
    let guest = desk.some_of(&people, 1).pop()?;
    let time = desk.time();
    let needs = desk.see(events[0], "date");
    desk.make(
        "event",
        &[
            ("title", &title, 0),
            ("date", &date, needs),
            ("time", &time, 0),
            ("guest", &guest, 0),
        ],
    );
    if other != date {
        desk.tempt_new("event", "date", &other, 0);
    }
    let later = desk.time();
    desk.tempt_new("event", "time", &later, 0);
    Some(format!(
        "Enter into the calendar the event \"{title}\" at {time} on the day on which {} is, with {guest} as the guest. Leave the place empty.",
        quoted(desk, events[0])
    ))
}

/// Enter an event for a day, or for another one if something is on that.
fn add_if_free(desk: &mut Desk) -> Option<String> {
    desk.about("Calendar");
    let is_taken = desk.below(2) == 0;
    let wished = match is_taken {
        true => day_with_events(desk).0,
        false => free_day(desk)?,
    };
    let instead = desk.day(20);
    if instead == wished {
        return None;
    }
    let (title, time) = (desk.new_events(1).pop()?, desk.time());
    let needs = see_days(desk);
    let (right, wrong) = match is_taken {
        true => (&instead, &wished),
        false => (&wished, &instead),
    };
    desk.make(
        "event",
        &[
            ("title", &title, 0),
            ("date", right, needs),
            ("time", &time, 0),
        ],
    );
    desk.tempt_new("event", "date", wrong, 0);
    Some(format!(
        "If nothing is in the calendar on {wished} yet, enter the event \"{title}\" for {wished} at {time}. If anything is, enter it for {instead} at {time} instead. Leave place and guest empty."
    ))
}

/// Delete what is on a day.
fn delete_day(desk: &mut Desk) -> Option<String> {
    desk.about("Calendar");
    let (date, events) = day_with_events(desk);
    let needs = see_days(desk);
    let is_tomorrow = date == desk.written(Kind::Date, desk.today + 1);
    for at in events {
        desk.delete_after(at, needs);
    }
    let when = if is_tomorrow {
        "tomorrow".to_owned()
    } else {
        format!("on {date}")
    };
    Some(format!(
        "Delete everything that is in the calendar {when}, and nothing else."
    ))
}

const FIELDS: [&str; 5] = ["title", "date", "time", "place", "guest"];

/// Delete what was entered twice; what only looks so in the list stays.
fn duplicates(desk: &mut Desk) -> Option<String> {
    desk.about("Calendar");
    let all = desk.all("event");
    let held: Vec<[String; 5]> = desk
        .some(&all, 2)
        .into_iter()
        .map(|at| FIELDS.map(|field| desk.text(at, field)))
        .collect();
    let [twice, alike] = &held[..] else {
        return None;
    };
    let content = |held: &[String; 5], place: &str| -> Vec<(&'static str, String)> {
        let mut content: Vec<(&str, String)> = FIELDS.into_iter().zip(held.clone()).collect();
        content[3].1 = place.to_owned();
        content
    };
    let mut places = desk.places(2);
    places.retain(|place| *place != alike[3]);
    for content in [content(twice, &twice[3]), content(alike, places.first()?)] {
        let content: Vec<(&str, &str)> = content.iter().map(|(f, t)| (*f, t.as_str())).collect();
        desk.add("event", &content);
    }
    // The screen of each tells that it is the same as the other.
    desk.delete_twins("event", "place");
    Some(
        "One event was entered into the calendar twice, with everything the same, place and guest too. Delete one of the two. Events that differ in anything stay."
            .into(),
    )
}

/// Move what is on a day to another day.
fn move_day(desk: &mut Desk) -> Option<String> {
    desk.about("Calendar");
    let (date, events) = day_with_events(desk);
    let to = free_day(desk)?;
    if events.len() > 3 {
        return None;
    }
    see_days(desk);
    for at in events {
        desk.set(at, "date", &to, 0);
    }
    let all = desk.all("event");
    let other = desk.one(&all);
    if desk.text(other, "date") != date {
        desk.tempt(other, "date", &to, 0);
    }
    Some(format!(
        "Move every event of {date} in the calendar to {to}. The times stay as they are."
    ))
}

/// Enter somebody as the guest of one or two events that have none.
fn invite(desk: &mut Desk) -> Option<String> {
    desk.about("Calendar");
    let mut alone = desk.all("event");
    alone.retain(|&at| desk.text(at, "guest").is_empty());
    let count = 1 + desk.below(2);
    let events = desk.some(&alone, count);
    let people = desk.column("contact", "name");
    let people = desk.some_of(&people, count + 1);
    let mut parts = vec![];
    for (&at, guest) in events.iter().zip(&people) {
        desk.set(at, "guest", guest, 0);
        desk.tempt(at, "guest", people.last()?, 0);
        parts.push(format!("{guest} as the guest of {}", quoted(desk, at)));
    }
    if parts.is_empty() {
        return None;
    }
    Some(format!("In the calendar, enter {}.", list(&parts)))
}

/// Where an event takes place.
fn place(desk: &mut Desk) -> Option<String> {
    desk.about("Calendar");
    let all = desk.all("event");
    let at = desk.one(&all);
    desk.see(at, "place");
    let right = desk.text(at, "place");
    let mut others = desk.column("event", "place");
    others.extend(desk.places(4).into_iter().map(str::to_owned));
    others.retain(|other| *other != right);
    desk.ask(AnswerKind::Words, &right, &others);
    Some(format!(
        "Where does the event {} of the calendar take place? Answer with the place.",
        quoted(desk, at)
    ))
}

/// On which day the next event with somebody is, whom the screen of each names.
fn next_with(desk: &mut Desk) -> Option<String> {
    desk.about("Calendar");
    let all = desk.all("event");
    let guests = desk.column("event", "guest");
    let with: Vec<usize> = (0..all.len())
        .filter(|&at| {
            let guest = &guests[at];
            !guest.is_empty() && !guests[..at].contains(guest)
        })
        .collect();
    // Some have to be looked at before it, and some are left.
    let with: Vec<usize> = with.into_iter().filter(|at| (3..5).contains(at)).collect();
    let at = *desk.some(&with, 1).first()?;
    let guest = guests[at].clone();
    let right = desk.text(all[at], "date");
    // Those of the same day tell nothing about the day.
    for &event in &all[..=at] {
        if event == all[at] || desk.text(event, "date") != right {
            desk.see(event, "guest");
        }
    }
    let mut others = desk.column("event", "date");
    others.push(desk.day(10));
    others.retain(|other| *other != right);
    desk.ask(AnswerKind::Date, &right, &others);
    Some(format!(
        "On which day is the next event of the calendar that has {guest} as the guest? Answer with the date, its year included."
    ))
}

/// How many events between two days have a guest, which the screen of each tells.
fn count_range(desk: &mut Desk) -> Option<String> {
    desk.about("Calendar");
    let all = desk.all("event");
    let first = desk.below(all.len() - 2);
    let (from, to) = (
        desk.text(all[first], "date"),
        desk.text(all[first + 1], "date"),
    );
    let mut within = all.clone();
    within.retain(|&at| {
        let date = desk.text(at, "date");
        from <= date && date <= to
    });
    if from == to || within.len() > 3 {
        return None;
    }
    see_days(desk);
    let mut right = 0;
    for at in within {
        desk.see(at, "guest");
        right += usize::from(!desk.text(at, "guest").is_empty());
    }
    if right == 0 {
        return None;
    }
    desk.ask_count(right);
    Some(format!(
        "How many events that have a guest are in the calendar from {from} to {to}, both days included? Answer with a number."
    ))
}

/// Send somebody what comes first on a day.
fn first_message(desk: &mut Desk) -> Option<String> {
    desk.about("Calendar");
    desk.about("Messages");
    let (date, events) = day_with_events(desk);
    let (&at, others) = events.split_first()?;
    let is_same_time = |&other: &Ref| desk.text(other, "time") == desk.text(at, "time");
    if others.iter().any(is_same_time) {
        return None;
    }
    let all = desk.all("event");
    let wrong = *desk.some(&all, 1).iter().find(|&&other| other != at)?;
    let title = desk.text(at, "title");
    let mut needs = desk.see(at, "title");
    for &event in &events {
        needs |= desk.see(event, "time");
    }
    let threads = desk.column("thread", "name");
    let name = desk.some_of(&threads, 1).pop()?;
    desk.make(
        "message",
        &[("with", &name, 0), ("by", "me", 0), ("text", &title, needs)],
    );
    let wrong = desk.text(wrong, "title");
    desk.tempt_new("message", "text", &wrong, 0);
    Some(format!(
        "Look up which event of the calendar is the first one on {date}, and send {name} a message with its title, nothing more in it."
    ))
}
