//! The tools of an office: people, a calendar by days and hours, mail.
//!
//! Tables, all with text keys: `people` (`{"name", "team", "busy": {"DAY": [HOUR, ...]}}`), `names` (name in small letters to
//! person), `events` (`{"title", "day", "hour", "organizer", "attendees"}`; the key begins with the day), `mails` (`{"from",
//! "subject", "text", "folder"}`), `sent` (`{"to", "subject", "about"}`; the key is made from these). Days and hours are numbers,
//! an event takes an hour, and hours are those from 9 to 16.
//!
//! An error begins with its kind: `not_found`, `precondition(RULE)` or `conflict`; then nothing has changed.

#[path = "../../../sandbox/packs/kit/mod.rs"]
#[macro_use]
mod kit;

use kit::{json::Json, Reply};

const TOOLS: &str = include_str!("tools.json");
/// Rows of one answer, at most.
const MOST: usize = 400;

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

fn event<'a>(arguments: &'a Json) -> Result<(&'a str, Json), String> {
    let id = text(arguments, "event_id");
    Ok((id, row("events", id, "event")?))
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
    say(format!("person {}", id.text().unwrap_or("")))
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
    let of_day = |row: &(String, Json)| number(&row.1, "day") == day;
    for (id, event) in rows("events", "").into_iter().filter(of_day) {
        said.push_str(&format!("\n- event {id}: {}, hour {}", text(&event, "title"), number(&event, "hour")));
    }
    say(said)
}

fn get_event(arguments: &Json) -> Answer {
    let (id, event) = event(arguments)?;
    say(format!(
        "event {id}: {}\nday {}, hour {}\norganizer: {}\nattendees: {}",
        text(&event, "title"),
        number(&event, "day"),
        number(&event, "hour"),
        text(&event, "organizer"),
        texts(&event, "attendees").join(", ")
    ))
}

fn is_busy(person: &Json, day: i64, hour: i64) -> bool {
    let busy = person.field("busy").and_then(|busy| busy.field(&day.to_string()));
    matches!(busy, Some(Json::List(hours)) if hours.contains(&Json::Number(hour)))
}

fn free_hours(arguments: &Json) -> Answer {
    let (id, day) = (text(arguments, "person_id"), number(arguments, "day"));
    let person = row("people", id, "person")?;
    let free: Vec<String> = (9..17).filter(|hour| !is_busy(&person, day, *hour)).map(|hour| hour.to_string()).collect();
    say(format!("free hours of {id} on day {day}: {}", free.join(", ")))
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
        "mail {id} from {}\nsubject: {}\n{}",
        text(&mail, "from"),
        text(&mail, "subject"),
        text(&mail, "text")
    ))
}

// Writing.

fn create_event(arguments: &Json) -> Answer {
    let (title, day, hour) = (text(arguments, "title"), number(arguments, "day"), number(arguments, "hour"));
    let mut people = texts(arguments, "attendees");
    people.sort_unstable();
    people.dedup();
    for person in &people {
        row("people", person, "person")?;
    }
    let id = format!("{day}-{hour}-{}", title.to_lowercase().replace(' ', "-"));
    if kit::get("events", &id).is_some() {
        return Err(format!("conflict: there is an event `{id}`"));
    }
    let event = Json::object(vec![
        ("attendees", Json::List(people.iter().map(|p| Json::of(p)).collect())),
        ("day", Json::Number(day)),
        ("hour", Json::Number(hour)),
        ("organizer", Json::of("you")),
        ("title", Json::of(title)),
    ]);
    kit::put_json("events", &id, &event);
    say(format!("event {id} is made: {title}, day {day}, hour {hour}, with {}", people.join(", ")))
}

fn move_event(arguments: &Json) -> Answer {
    let (id, mut event) = event(arguments)?;
    let (day, hour) = (number(arguments, "day"), number(arguments, "hour"));
    event.set("day", Json::Number(day));
    event.set("hour", Json::Number(hour));
    kit::put_json("events", id, &event);
    say(format!("event {id} is moved to day {day}, hour {hour}"))
}

fn cancel_event(arguments: &Json) -> Answer {
    let (id, _) = event(arguments)?;
    kit::delete("events", id);
    say(format!("event {id} is cancelled"))
}

fn add_attendee(arguments: &Json) -> Answer {
    let (id, mut event) = event(arguments)?;
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
    say(format!("{person} attends event {id}"))
}

fn send_mail(arguments: &Json) -> Answer {
    let (to, kind, about) = (text(arguments, "to"), text(arguments, "kind"), text(arguments, "about"));
    row("people", to, "person")?;
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
    say(format!("mail {id} is in the archive"))
}
