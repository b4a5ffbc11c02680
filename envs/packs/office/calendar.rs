//! People and the calendar: who there is, when they are free, events and the rooms they are in.

use crate::kit::{self, json::Json};
use crate::rows::*;

/// Who organizes what is made here.
const YOU: &str = "you";

pub fn find_person(arguments: &Json) -> Answer {
    let name = plain(text(arguments, "name"));
    let id = row("names", &name, "person of the name")?;
    let id = id.text().unwrap_or("");
    say(format!("person {id}: {}", text(&row("people", id, "person")?, "name")))
}

pub fn list_team(arguments: &Json) -> Answer {
    let team = plain(text(arguments, "team"));
    let mut lines = vec![];
    for (id, person) in rows("people", "") {
        if plain(text(&person, "team")) == team {
            lines.push(format!("person {id}: {}", text(&person, "name")));
        }
    }
    say_list(format!("team {team}:"), &lines, "nobody is in a team of this name")
}

pub fn list_events(arguments: &Json) -> Answer {
    let day = number(arguments, "day");
    let of_day = |row: &(String, Json)| number(&row.1, "day") == day && !is_cancelled(&row.1);
    let line = |(id, event): (String, Json)| format!("event {id}: {}, hour {}", text(&event, "title"), number(&event, "hour"));
    let lines: Vec<String> = rows("events", "").into_iter().filter(of_day).map(line).collect();
    say_list(format!("events of day {day}:"), &lines, "no events on that day")
}

pub fn get_event(arguments: &Json) -> Answer {
    let (id, event) = event(arguments)?;
    say(format!(
        "event {id}: {}\n{}{}\norganizer: {}\nattendees: {}\nroom: {}{}",
        text(&event, "title"),
        time(&event),
        if is_cancelled(&event) { "; cancelled" } else { "" },
        text(&event, "organizer"),
        texts(&event, "attendees").join(", "),
        room_of(&event),
        sent_about(id)
    ))
}

/// Whether somebody has a private appointment.
fn is_busy(person: &Json, day: i64, hour: i64) -> bool {
    let busy = person.field("busy").and_then(|busy| busy.field(&day.to_string()));
    matches!(busy, Some(Json::List(hours)) if hours.contains(&Json::Number(hour)))
}

pub fn free_hours(arguments: &Json) -> Answer {
    let (id, day) = (text(arguments, "person_id"), number(arguments, "day"));
    let person = row("people", id, "person")?;
    let attends = |event: &Json| {
        number(event, "day") == day && !is_cancelled(event) && texts(event, "attendees").iter().any(|who| who == id)
    };
    let events = rows("events", "").into_iter().filter(|(_, event)| attends(event));
    let taken: Vec<i64> = events.map(|(_, event)| number(&event, "hour")).collect();
    let is_free = |hour: &i64| !is_busy(&person, day, *hour) && !taken.contains(hour);
    let free: Vec<String> = (9..17).filter(is_free).map(|hour| hour.to_string()).collect();
    let listed = if free.is_empty() { "none".to_owned() } else { free.join(", ") };
    say(format!("free hours of {id} on day {day}: {listed}"))
}

pub fn create_event(arguments: &Json) -> Answer {
    let (title, day, hour) = (plain(text(arguments, "title")), number(arguments, "day"), number(arguments, "hour"));
    let mut people = texts(arguments, "attendees");
    people.sort_unstable();
    people.dedup();
    for person in &people {
        row("people", person, "person")?;
    }
    let id = title.replace(' ', "-");
    if id.is_empty() {
        return Err("precondition(title): a title needs a word".to_owned());
    }
    if kit::get("events", &id).is_some() {
        return Err(format!("conflict: there is an event `{id}`"));
    }
    let event = Json::object(vec![
        ("attendees", Json::List(people.iter().map(|p| Json::of(p)).collect())),
        ("day", Json::Number(day)),
        ("hour", Json::Number(hour)),
        ("organizer", Json::of(YOU)),
        ("room", Json::Null),
        ("title", Json::of(&title)),
    ]);
    kit::put_json("events", &id, &event);
    say(format!("event {id}: {title}, made for {}, with {}", time(&event), people.join(", ")))
}

pub fn move_event(arguments: &Json) -> Answer {
    let (id, mut event) = event_that_is_on(arguments)?;
    let before = time(&event);
    event.set("day", Json::Number(number(arguments, "day")));
    event.set("hour", Json::Number(number(arguments, "hour")));
    kit::put_json("events", id, &event);
    say(format!("event {id}: {}, moved from {before} to {}", text(&event, "title"), time(&event)))
}

pub fn cancel_event(arguments: &Json) -> Answer {
    let (id, mut event) = event_that_is_on(arguments)?;
    let said = format!(
        "event {id}: {}, cancelled; it was on {}, with {}",
        text(&event, "title"),
        time(&event),
        texts(&event, "attendees").join(", ")
    );
    if text(&event, "organizer") == YOU {
        kit::delete("events", id);
    } else {
        event.set("cancelled", Json::Bool(true));
        kit::put_json("events", id, &event);
    }
    say(said)
}

pub fn add_attendee(arguments: &Json) -> Answer {
    let (id, mut event) = event_that_is_on(arguments)?;
    let person = text(arguments, "person_id");
    row("people", person, "person")?;
    let mut people = texts(&event, "attendees");
    if people.iter().any(|p| p == person) {
        return Err(format!("conflict: {person} attends event {id} already"));
    }
    people.push(person.to_owned());
    people.sort_unstable();
    event.set("attendees", Json::List(people.iter().map(|p| Json::of(p)).collect()));
    kit::put_json("events", id, &event);
    say(format!("event {id}: {}, now with {}", text(&event, "title"), people.join(", ")))
}

/// All events of a title that take place, whenever they are.
pub fn find_events(arguments: &Json) -> Answer {
    let title = plain(text(arguments, "title"));
    let mut lines = vec![];
    for (id, event) in rows("events", "") {
        if text(&event, "title") == title && !is_cancelled(&event) {
            lines.push(format!("event {id}: {title}, {}", time(&event)));
        }
    }
    say_list(format!("events called {title}:"), &lines, "no events of this title")
}

// Rooms.

/// The room of an event, or that it has none.
fn room_of(event: &Json) -> &str {
    match text(event, "room") {
        "" => "none",
        room => room,
    }
}

pub fn list_rooms() -> Answer {
    let mut said = String::from("rooms:");
    for (id, room) in rows("rooms", "") {
        let has = texts(&room, "has");
        let has = if has.is_empty() { "nothing else".to_owned() } else { format!("with {}", has.join(", ")) };
        said.push_str(&format!("\n- room {id}: seats for {}, {has}", number(&room, "seats")));
    }
    say(said)
}

/// The hours of a day at which events other than `but` are in a room.
fn taken(room: &str, day: i64, but: &str) -> Vec<i64> {
    let is_there = |(id, event): &(String, Json)| {
        id != but && text(event, "room") == room && !is_cancelled(event) && number(event, "day") == day
    };
    rows("events", "").iter().filter(|row| is_there(row)).map(|(_, event)| number(event, "hour")).collect()
}

pub fn room_hours(arguments: &Json) -> Answer {
    let (room, day) = (&plain(text(arguments, "room")), number(arguments, "day"));
    row("rooms", room, "room")?;
    let taken = taken(room, day, "");
    let free: Vec<String> = (9..17).filter(|hour| !taken.contains(hour)).map(|hour| hour.to_string()).collect();
    let listed = if free.is_empty() { "none".to_owned() } else { free.join(", ") };
    say(format!("free hours of room {room} on day {day}: {listed}"))
}

pub fn book_room(arguments: &Json) -> Answer {
    let (id, mut event) = event_that_is_on(arguments)?;
    let room = &plain(text(arguments, "room"));
    row("rooms", room, "room")?;
    let before = room_of(&event).to_owned();
    if before == *room {
        return Err(format!("conflict: event {id} is in room {room} already"));
    }
    if taken(room, number(&event, "day"), id).contains(&number(&event, "hour")) {
        return Err(format!("precondition(room_is_free): another event is in room {room} at {}", time(&event)));
    }
    event.set("room", Json::of(room));
    kit::put_json("events", id, &event);
    say(format!("event {id}: {}, in room {room}; before: {before}", text(&event, "title")))
}

pub fn free_room(arguments: &Json) -> Answer {
    let (id, mut event) = event_that_is_on(arguments)?;
    let before = room_of(&event).to_owned();
    if before == "none" {
        return Err(format!("conflict: event {id} has no room"));
    }
    event.set("room", Json::Null);
    kit::put_json("events", id, &event);
    say(format!("event {id}: {}, without a room; before: {before}", text(&event, "title")))
}
