//! The tools of an office: people, a calendar by days and hours, mail.
//!
//! Tables, all with text keys: `people` (`{"name", "team", "busy": {"DAY": [HOUR, ...]}}`: private appointments), `names` (name in
//! small letters to person), `events` (`{"title", "day", "hour", "organizer", "attendees"}` and, once it is called off,
//! `"cancelled": true`), `mails` (`{"from", "subject", "text", "folder"}`), `sent` (`{"to", "kind", "about"}`; the key is made
//! from these). Days and hours are numbers, an event takes an hour, and hours are those from 9 to 16. An event that was made
//! here has its title as its id, and is gone when it is cancelled; one of somebody else is kept, marked.
//!
//! What changes something says how it was before, so that it can be set right. An error begins with its kind: `not_found`,
//! `precondition(RULE)` or `conflict`; then nothing has changed.

#[path = "../../../sandbox/packs/kit/mod.rs"]
#[macro_use]
mod kit;

use kit::{json::Json, Reply};

const TOOLS: &str = include_str!("tools.json");
/// Rows of one answer, at most.
const MOST: usize = 400;
/// Who organizes what is made here.
const YOU: &str = "you";

pack!(TOOLS, call);

type Answer = Result<Reply, String>;

fn call(name: &str, arguments: &Json) -> Answer {
    match name {
        "find_person" => find_person(arguments),
        "list_team" => list_team(arguments),
        "list_events" => list_events(arguments),
        "get_event" => get_event(arguments),
        "free_hours" => free_hours(arguments),
        "list_mail" => list_mail(arguments),
        "read_mail" => read_mail(arguments),
        "create_event" => create_event(arguments),
        "move_event" => move_event(arguments),
        "cancel_event" => cancel_event(arguments),
        "add_attendee" => add_attendee(arguments),
        "send_mail" => send_mail(arguments),
        "archive_mail" => archive_mail(arguments),
        _ => Err(format!("not_found: there is no tool `{name}`")),
    }
}

// What rows and arguments hold.

fn text<'a>(object: &'a Json, name: &str) -> &'a str {
    object.field(name).and_then(Json::text).unwrap_or("")
}

fn number(object: &Json, name: &str) -> i64 {
    object.field(name).and_then(Json::number).unwrap_or(0)
}

fn texts(object: &Json, name: &str) -> Vec<String> {
    match object.field(name) {
        Some(Json::List(items)) => items.iter().filter_map(Json::text).map(str::to_owned).collect(),
        _ => vec![],
    }
}

fn row(table: &str, key: &str, what: &str) -> Result<Json, String> {
    if key.is_empty() {
        return Err(format!("not_found: a {what} needs an id"));
    }
    kit::get_json(table, key).ok_or(format!("not_found: there is no {what} `{key}`"))
}

fn say(text: String) -> Answer {
    Ok(Reply { text, data: None })
}

/// An event, cancelled or not.
fn event<'a>(arguments: &'a Json) -> Result<(&'a str, Json), String> {
    let id = text(arguments, "event_id");
    Ok((id, row("events", id, "event")?))
}

fn is_cancelled(event: &Json) -> bool {
    matches!(event.field("cancelled"), Some(Json::Bool(true)))
}

/// An event that takes place.
fn event_that_is_on<'a>(arguments: &'a Json) -> Result<(&'a str, Json), String> {
    let (id, event) = event(arguments)?;
    if is_cancelled(&event) {
        return Err(format!("precondition(event_is_on): event {id} is cancelled"));
    }
    Ok((id, event))
}

/// When an event is.
fn time(event: &Json) -> String {
    format!("day {}, hour {}", number(event, "day"), number(event, "hour"))
}

fn rows(table: &str, prefix: &str) -> Vec<(String, Json)> {
    let read = |(key, bytes): (String, Vec<u8>)| {
        let row = std::str::from_utf8(&bytes).ok().and_then(|text| Json::parse(text).ok());
        row.map(|row| (key, row))
    };
    kit::scan(table, prefix, "", MOST).into_iter().filter_map(read).collect()
}

// Reading.

fn find_person(arguments: &Json) -> Answer {
    let name = text(arguments, "name").to_lowercase();
    let id = row("names", &name, "person of the name")?;
    let id = id.text().unwrap_or("");
    say(format!("person {id}: {}", text(&row("people", id, "person")?, "name")))
}

fn list_team(arguments: &Json) -> Answer {
    let team = text(arguments, "team");
    let mut said = format!("team {team}:");
    for (id, person) in rows("people", "") {
        if text(&person, "team") == team {
            said.push_str(&format!("\n- person {id}: {}", text(&person, "name")));
        }
    }
    say(said)
}

fn list_events(arguments: &Json) -> Answer {
    let day = number(arguments, "day");
    let mut said = format!("events of day {day}:");
    let of_day = |row: &(String, Json)| number(&row.1, "day") == day && !is_cancelled(&row.1);
    for (id, event) in rows("events", "").into_iter().filter(of_day) {
        said.push_str(&format!("\n- event {id}: {}, hour {}", text(&event, "title"), number(&event, "hour")));
    }
    say(said)
}

fn get_event(arguments: &Json) -> Answer {
    let (id, event) = event(arguments)?;
    say(format!(
        "event {id}: {}\n{}{}\norganizer: {}\nattendees: {}",
        text(&event, "title"),
        time(&event),
        if is_cancelled(&event) { "; cancelled" } else { "" },
        text(&event, "organizer"),
        texts(&event, "attendees").join(", ")
    ))
}

/// Whether somebody has a private appointment.
fn is_busy(person: &Json, day: i64, hour: i64) -> bool {
    let busy = person.field("busy").and_then(|busy| busy.field(&day.to_string()));
    matches!(busy, Some(Json::List(hours)) if hours.contains(&Json::Number(hour)))
}

fn free_hours(arguments: &Json) -> Answer {
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

fn list_mail(arguments: &Json) -> Answer {
    let from = text(arguments, "person_id");
    row("people", from, "person")?;
    let mut said = format!("mail from {from}:");
    for (id, mail) in rows("mails", "") {
        if text(&mail, "from") == from && text(&mail, "folder") == "inbox" {
            said.push_str(&format!("\n- mail {id}: {}", text(&mail, "subject")));
        }
    }
    say(said)
}

fn read_mail(arguments: &Json) -> Answer {
    let id = text(arguments, "mail_id");
    let mail = row("mails", id, "mail")?;
    say(format!(
        "mail {id}: {}\nfrom: {}\nin: {}\n{}",
        text(&mail, "subject"),
        text(&mail, "from"),
        text(&mail, "folder"),
        text(&mail, "text")
    ))
}

// Writing.

/// Titles differ in their words alone.
fn plain(title: &str) -> String {
    let words: Vec<&str> = title.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

fn create_event(arguments: &Json) -> Answer {
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
        ("title", Json::of(&title)),
    ]);
    kit::put_json("events", &id, &event);
    say(format!("event {id}: {title}, made for {}, with {}", time(&event), people.join(", ")))
}

fn move_event(arguments: &Json) -> Answer {
    let (id, mut event) = event_that_is_on(arguments)?;
    let before = time(&event);
    event.set("day", Json::Number(number(arguments, "day")));
    event.set("hour", Json::Number(number(arguments, "hour")));
    kit::put_json("events", id, &event);
    say(format!("event {id}: {}, moved from {before} to {}", text(&event, "title"), time(&event)))
}

fn cancel_event(arguments: &Json) -> Answer {
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

fn add_attendee(arguments: &Json) -> Answer {
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

fn send_mail(arguments: &Json) -> Answer {
    let (to, kind, about) = (text(arguments, "to"), text(arguments, "kind"), text(arguments, "about"));
    row("people", to, "person")?;
    row("events", about, "event")?;
    let id = format!("{to}/{kind}/{about}");
    if kit::get("sent", &id).is_some() {
        return Err("conflict: this was sent already".to_owned());
    }
    let mail = Json::object(vec![("about", Json::of(about)), ("kind", Json::of(kind)), ("to", Json::of(to))]);
    kit::put_json("sent", &id, &mail);
    say(format!("mail to {to}: {kind}, about {about}"))
}

fn archive_mail(arguments: &Json) -> Answer {
    let id = text(arguments, "mail_id");
    let mut mail = row("mails", id, "mail")?;
    if text(&mail, "folder") == "archive" {
        return Err(format!("conflict: mail {id} is in the archive"));
    }
    mail.set("folder", Json::of("archive"));
    kit::put_json("mails", id, &mail);
    say(format!("mail {id}: {}, put from the inbox into the archive", text(&mail, "subject")))
}
