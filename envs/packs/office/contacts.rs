//! Contacts: people outside the office, how they are reached, and entries that are there twice.

use crate::kit::{self, json::Json};
use crate::rows::*;

/// What can be looked up and changed of a contact, in order.
const FIELDS: [&str; 3] = ["company", "email", "phone"];

/// A field as it is shown.
fn shown<'a>(contact: &'a Json, field: &str) -> &'a str {
    match text(contact, field) {
        "" => "none",
        value => value,
    }
}

pub fn find_contact(arguments: &Json) -> Answer {
    let words = plain(text(arguments, "name"));
    let mut lines = vec![];
    for (id, contact) in rows("contacts", "") {
        let name = plain(text(&contact, "name"));
        let is_called = words.split(' ').all(|word| name.split(' ').any(|part| part == word));
        if is_called {
            lines.push(format!("contact {id}: {}, {}", text(&contact, "name"), text(&contact, "company")));
        }
    }
    say_list(format!("contacts called {words}:"), &lines, "nobody of this name")
}

pub fn get_contact(arguments: &Json) -> Answer {
    let id = text(arguments, "contact_id");
    let contact = row("contacts", id, "contact")?;
    let mut said = format!("contact {id}: {}", text(&contact, "name"));
    for field in FIELDS {
        said.push_str(&format!("\n{field}: {}", shown(&contact, field)));
    }
    say(said)
}

/// A value as it is kept: spelling aside.
fn kept(field: &str, value: &str) -> String {
    match field {
        "email" => plain(value).replace(' ', ""),
        "phone" => {
            let digits: String = value.chars().filter(char::is_ascii_digit).collect();
            match digits.split_at(digits.len().min(3)) {
                (start, "") => start.to_owned(),
                (start, rest) => format!("{start}-{rest}"),
            }
        }
        _ => value.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

pub fn update_contact(arguments: &Json) -> Answer {
    let (id, field) = (text(arguments, "contact_id"), text(arguments, "field"));
    let mut contact = row("contacts", id, "contact")?;
    let value = kept(field, text(arguments, "value"));
    if value.is_empty() {
        return Err(format!("precondition(value): this is no {field}"));
    }
    let before = shown(&contact, field).to_owned();
    if before == value {
        return Err(format!("conflict: the {field} of {id} is {value} already"));
    }
    contact.set(field, Json::of(&value));
    kit::put_json("contacts", id, &contact);
    say(format!("contact {id}: {}, {field}: {value}; before: {before}", text(&contact, "name")))
}

pub fn merge_contacts(arguments: &Json) -> Answer {
    let (keep, drop) = (text(arguments, "keep"), text(arguments, "drop"));
    let (mut kept, dropped) = (row("contacts", keep, "contact")?, row("contacts", drop, "contact")?);
    if keep == drop {
        return Err("conflict: an entry is not merged with itself".to_owned());
    }
    if plain(text(&kept, "name")) != plain(text(&dropped, "name")) {
        return Err(format!("precondition(one_name): {keep} and {drop} are not called alike"));
    }
    for field in FIELDS {
        if text(&kept, field).is_empty() && !text(&dropped, field).is_empty() {
            kept.set(field, Json::of(text(&dropped, field)));
        }
    }
    kit::put_json("contacts", keep, &kept);
    kit::delete("contacts", drop);
    say(format!("contact {keep}: {}, merged with {drop}, which is gone", text(&kept, "name")))
}
