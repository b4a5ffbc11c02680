//! Contacts: add, correct, delete, look up.

use super::list;
use crate::gui::{
    case::{Desk, Ref},
    wish::AnswerKind,
};

/// Add one or two people.
pub(super) fn add(desk: &mut Desk) -> Option<String> {
    desk.about("Contacts");
    let count = 1 + desk.below(2);
    let mut parts = vec![];
    for name in desk.strangers(count) {
        let phone = desk.phone_number();
        let label = desk.one(&["mobile", "home", "work"]);
        let first = name.split(' ').next().unwrap_or_default().to_lowercase();
        let email = format!("{first}@example.org");
        if desk.below(2) == 0 {
            desk.make(
                "contact",
                &[
                    ("name", &name, 0),
                    ("phone", &phone, 0),
                    ("label", label, 0),
                ],
            );
            parts.push(format!("{name} with the {label} number {phone}"));
        } else {
            desk.make(
                "contact",
                &[
                    ("name", &name, 0),
                    ("phone", &phone, 0),
                    ("label", label, 0),
                    ("email", &email, 0),
                ],
            );
            parts.push(format!(
                "{name} with the {label} number {phone} and the email address {email}"
            ));
        }
    }
    let other = desk.phone_number();
    desk.tempt_new("contact", "phone", &other, 0);
    Some(format!("Add to the contacts {}.", list(&parts)))
}

/// Correct the number of one or two people.
pub(super) fn edit(desk: &mut Desk) -> Option<String> {
    desk.about("Contacts");
    let count = 1 + desk.below(2);
    let all = desk.all("contact");
    let people = desk.some(&all, count + 1);
    let [right @ .., other] = &people[..] else {
        return None;
    };
    let mut parts = vec![];
    for &at in right {
        let phone = desk.phone_number();
        if phone == desk.text(at, "phone") {
            return None;
        }
        desk.set(at, "phone", &phone, 0);
        desk.tempt(*other, "phone", &phone, 0);
        let theirs = desk.text(*other, "phone");
        desk.tempt(at, "phone", &theirs, 0);
        let label = desk.one(&["mobile", "home", "work"]);
        let name = desk.text(at, "name");
        if label == desk.text(at, "label") {
            parts.push(format!("the phone number of {name} to {phone}"));
        } else {
            desk.set(at, "label", label, 0);
            parts.push(format!(
                "the phone number of {name} to {phone} and its label to \"{label}\""
            ));
        }
    }
    Some(format!(
        "In the contacts, change {}.",
        parts.join(", and also ")
    ))
}

fn to_delete(desk: &mut Desk) -> (Vec<Ref>, String) {
    desk.about("Contacts");
    let count = 1 + desk.below(4);
    let all = desk.all("contact");
    let people = desk.some(&all, count);
    let names: Vec<String> = people.iter().map(|&at| desk.text(at, "name")).collect();
    let (noun, one) = if count == 1 {
        ("contact", "this contact")
    } else {
        ("contacts", "one of them")
    };
    let said = format!(
        "Delete the {noun} {}. If {one} is not there, delete nobody and report the task as infeasible.",
        list(&names)
    );
    (people, said)
}

/// Delete one to four.
pub(super) fn delete(desk: &mut Desk) -> Option<String> {
    let (people, said) = to_delete(desk);
    // Nobody is deleted before all were found.
    let found = people.iter().fold(0, |all, &at| all | desk.see(at, "name"));
    people
        .into_iter()
        .for_each(|at| desk.delete_after(at, found));
    Some(said)
}

/// The same where the first of them does not exist.
pub(super) fn delete_missing(desk: &mut Desk) -> Option<String> {
    let (people, said) = to_delete(desk);
    desk.vanish(*people.first()?, "name");
    Some(said)
}

/// Look up a number or an address.
pub(super) fn find(desk: &mut Desk) -> Option<String> {
    desk.about("Contacts");
    let (field, what) = desk.one(&[("phone", "phone number"), ("email", "email address")]);
    let all = desk.all("contact");
    let people = desk.some(&all, all.len());
    let people: Vec<Ref> = people
        .into_iter()
        .filter(|&at| !desk.text(at, field).is_empty())
        .collect();
    let (&at, others) = people.split_first()?;
    desk.see(at, field);
    let others: Vec<String> = others
        .iter()
        .take(3)
        .map(|&at| desk.text(at, field))
        .collect();
    let right = desk.text(at, field);
    desk.ask(AnswerKind::Words, &right, &others);
    Some(format!(
        "What is the {what} of {} in the contacts? Answer with the {what} alone.",
        desk.text(at, "name")
    ))
}
