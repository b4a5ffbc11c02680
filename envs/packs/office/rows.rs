//! What rows and arguments hold.

use crate::kit::{self, json::Json, Reply};

pub type Answer = Result<Reply, String>;

/// Rows of one answer, at most.
const MOST: usize = 600;

pub fn text<'a>(object: &'a Json, name: &str) -> &'a str {
    object.field(name).and_then(Json::text).unwrap_or("")
}

pub fn number(object: &Json, name: &str) -> i64 {
    object.field(name).and_then(Json::number).unwrap_or(0)
}

pub fn texts(object: &Json, name: &str) -> Vec<String> {
    match object.field(name) {
        Some(Json::List(items)) => items.iter().filter_map(Json::text).map(str::to_owned).collect(),
        _ => vec![],
    }
}

pub fn row(table: &str, key: &str, what: &str) -> Result<Json, String> {
    if key.is_empty() {
        return Err(format!("not_found: a {what} needs an id"));
    }
    kit::get_json(table, key).ok_or(format!("not_found: there is no {what} `{key}`"))
}

pub fn say(text: String) -> Answer {
    Ok(Reply { text, data: None })
}

/// A list under its head; one of nothing says so in words.
pub fn say_list(head: String, lines: &[String], none: &str) -> Answer {
    match lines {
        [] => say(format!("{head} {none}")),
        lines => say(format!("{head}\n- {}", lines.join("\n- "))),
    }
}

/// An event, cancelled or not.
pub fn event<'a>(arguments: &'a Json) -> Result<(&'a str, Json), String> {
    let id = text(arguments, "event_id");
    Ok((id, row("events", id, "event")?))
}

pub fn is_cancelled(event: &Json) -> bool {
    matches!(event.field("cancelled"), Some(Json::Bool(true)))
}

/// An event that takes place.
pub fn event_that_is_on<'a>(arguments: &'a Json) -> Result<(&'a str, Json), String> {
    let (id, event) = event(arguments)?;
    if is_cancelled(&event) {
        return Err(format!("precondition(event_is_on): event {id} is cancelled"));
    }
    Ok((id, event))
}

/// When an event is.
pub fn time(event: &Json) -> String {
    format!("day {}, hour {}", number(event, "day"), number(event, "hour"))
}

pub fn rows(table: &str, prefix: &str) -> Vec<(String, Json)> {
    let read = |(key, bytes): (String, Vec<u8>)| {
        let row = std::str::from_utf8(&bytes).ok().and_then(|text| Json::parse(text).ok());
        row.map(|row| (key, row))
    };
    kit::scan(table, prefix, "", MOST).into_iter().filter_map(read).collect()
}

/// Whether there is somebody of this id: a person of the office, or a contact outside.
pub fn somebody(id: &str) -> Result<(), String> {
    let is_known = !id.is_empty() && (kit::get("people", id).is_some() || kit::get("contacts", id).is_some());
    match is_known {
        true => Ok(()),
        false => Err(format!("not_found: there is no person or contact `{id}`")),
    }
}

/// What was sent from here about a mail, an event or a file, and to whom: one line, if anything was.
pub fn sent_about(id: &str) -> String {
    let all = rows("sent", "");
    let about = all.iter().filter(|(_, sent)| text(sent, "about") == id);
    let one = |(_, sent): &(String, Json)| match sent.field("version").and_then(Json::number) {
        Some(version) => format!("version {version} to {}", text(sent, "to")),
        None => format!("{} to {}", text(sent, "kind"), text(sent, "to")),
    };
    let all: Vec<String> = about.map(one).collect();
    if all.is_empty() { String::new() } else { format!("\nsent: {}", all.join(", ")) }
}

pub fn is_true(object: &Json, name: &str) -> bool {
    matches!(object.field(name), Some(Json::Bool(true)))
}

/// Words as they are compared: in small letters, with single blanks.
pub fn plain(words: &str) -> String {
    let words: Vec<&str> = words.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

pub fn of_texts(all: &[String]) -> Json {
    Json::List(all.iter().map(|one| Json::of(one)).collect())
}
