//! Reminders, by days.

use crate::kit::{self, json::Json};
use crate::rows::*;

/// The days that a list of reminders always covers; of others only those are in it on which there is one.
const DAYS: std::ops::Range<i64> = 114..145;

pub fn list_reminders() -> Answer {
    let all = rows("reminders", "");
    let mut said = String::from("reminders by day:");
    let mut days: Vec<i64> = all.iter().map(|(_, reminder)| number(reminder, "day")).chain(DAYS).collect();
    days.sort_unstable();
    days.dedup();
    for day in days {
        let of_day = all.iter().filter(|(_, reminder)| number(reminder, "day") == day);
        let lines: Vec<String> = of_day
            .map(|(id, reminder)| {
                let done = if is_true(reminder, "done") { ", done" } else { "" };
                format!("{id} about {}{done}", text(reminder, "about"))
            })
            .collect();
        let listed = if lines.is_empty() { "none".to_owned() } else { lines.join("; ") };
        said.push_str(&format!("\n- day {day}: {listed}"));
    }
    say(said)
}

/// What there can be a reminder about.
fn is_there(id: &str) -> bool {
    let tables = ["mails", "events", "files", "contacts", "people"];
    !id.is_empty() && tables.iter().any(|table| kit::get(table, id).is_some())
}

pub fn set_reminder(arguments: &Json) -> Answer {
    let (about, day) = (text(arguments, "about"), number(arguments, "day"));
    if !is_there(about) {
        return Err(format!("not_found: there is no mail, event, file or person `{about}`"));
    }
    let id = format!("r-{about}");
    if kit::get("reminders", &id).is_some() {
        return Err(format!("conflict: there is a reminder `{id}`"));
    }
    let reminder = Json::object(vec![
        ("about", Json::of(about)),
        ("day", Json::Number(day)),
        ("done", Json::Bool(false)),
    ]);
    kit::put_json("reminders", &id, &reminder);
    say(format!("reminder {id}: about {about}, set for day {day}"))
}

/// A reminder that is not done.
fn open<'a>(arguments: &'a Json) -> Result<(&'a str, Json), String> {
    let id = text(arguments, "reminder_id");
    let reminder = row("reminders", id, "reminder")?;
    match is_true(&reminder, "done") {
        true => Err(format!("precondition(reminder_is_open): reminder {id} is done")),
        false => Ok((id, reminder)),
    }
}

pub fn move_reminder(arguments: &Json) -> Answer {
    let (id, mut reminder) = open(arguments)?;
    let (before, day) = (number(&reminder, "day"), number(arguments, "day"));
    if before == day {
        return Err(format!("conflict: reminder {id} is on day {day} already"));
    }
    reminder.set("day", Json::Number(day));
    kit::put_json("reminders", id, &reminder);
    say(format!("reminder {id}: about {}, moved from day {before} to day {day}", text(&reminder, "about")))
}

pub fn finish_reminder(arguments: &Json) -> Answer {
    let (id, mut reminder) = open(arguments)?;
    reminder.set("done", Json::Bool(true));
    kit::put_json("reminders", id, &reminder);
    say(format!("reminder {id}: about {}, marked as done", text(&reminder, "about")))
}

pub fn drop_reminder(arguments: &Json) -> Answer {
    let (id, reminder) = open(arguments)?;
    if !id.starts_with("r-") {
        return Err(format!("permission: reminder {id} was not set here"));
    }
    kit::delete("reminders", id);
    say(format!("reminder {id}: about {}, dropped; it was on day {}", text(&reminder, "about"), number(&reminder, "day")))
}
