//! What rows and arguments hold.

use crate::kit::{self, json::Json, Reply};

pub type Answer = Result<Reply, String>;

/// Rows of one answer, at most.
const MOST: usize = 400;

pub fn text<'a>(object: &'a Json, name: &str) -> &'a str {
    object.field(name).and_then(Json::text).unwrap_or("")
}

pub fn number(object: &Json, name: &str) -> i64 {
    object.field(name).and_then(Json::number).unwrap_or(0)
}

pub fn list<'a>(object: &'a Json, name: &str) -> &'a [Json] {
    match object.field(name) {
        Some(Json::List(items)) => items,
        _ => &[],
    }
}

pub fn is_true(object: &Json, name: &str) -> bool {
    matches!(object.field(name), Some(Json::Bool(true)))
}

pub fn say(text: String) -> Answer {
    Ok(Reply { text, data: None })
}

pub fn money(cents: i64) -> String {
    format!("{}.{:02} USD", cents / 100, cents % 100)
}

pub fn row(table: &str, key: &str, what: &str) -> Result<Json, String> {
    if key.is_empty() {
        return Err(format!("not_found: a {what} needs an id"));
    }
    kit::get_json(table, key).ok_or(format!("not_found: there is no {what} `{key}`"))
}

/// Whether two names are one, in whatever capitals.
pub fn is_called(name: &str, as_given: &str) -> bool {
    let plain = |name: &str| name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    plain(name) == plain(as_given)
}

/// The rows of a table whose keys begin with `prefix`.
pub fn rows(table: &str, prefix: &str) -> Vec<(String, Json)> {
    let read = |(key, bytes): (String, Vec<u8>)| {
        let row = std::str::from_utf8(&bytes).ok().and_then(|text| Json::parse(text).ok());
        row.map(|row| (key, row))
    };
    kit::scan(table, prefix, "", MOST).into_iter().filter_map(read).collect()
}

/// The line that a call is about.
pub fn line(arguments: &Json) -> Result<(&str, Json), String> {
    let id = text(arguments, "line_id");
    Ok((id, row("lines", id, "line")?))
}

/// A line in service or, with `status`, one that stands so.
pub fn line_that_is<'a>(arguments: &'a Json, status: &str) -> Result<(&'a str, Json), String> {
    let (id, line) = line(arguments)?;
    let found = text(&line, "status");
    if found != status {
        return Err(format!("precondition(line_is_{status}): line {id} is {found}"));
    }
    Ok((id, line))
}

/// The gigabytes that a line has this month.
pub fn gigabytes(line: &Json) -> i64 {
    let plan = kit::get_json("plans", text(line, "plan"));
    plan.map_or(0, |plan| number(&plan, "gb")) + number(line, "added")
}

pub fn on_off(is_on: bool) -> &'static str {
    if is_on {
        "on"
    } else {
        "off"
    }
}
