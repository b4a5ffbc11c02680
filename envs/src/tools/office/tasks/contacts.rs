//! Entries of the contacts are brought into line and merged.

use super::listed;
use crate::tools::{
    kernel::{
        make::Setting,
        types::{Def, Facts},
    },
    office::{
        case::Case,
        letters::{Mail, Wish},
        things::{Contact, Part},
        world::World,
    },
};
use serde_json::json;
use truestep_core::chance::{Chance, Sampled};

/// A contact with the mail that has a new signature, and what is new in it.
type Signed<'w> = (&'w Contact, &'w Mail, &'w [(&'static str, String)]);

/// Who has written with a new signature.
fn signed(world: &World) -> Vec<Signed<'_>> {
    let of = |contact| world.mails.iter().map(move |mail| (contact, mail));
    let all = world.contacts.iter().flat_map(of);
    let signed = all.filter_map(|(contact, mail): (&Contact, &Mail)| match &mail.wish {
        Wish::Changed(new) if mail.from == contact.id => Some((contact, mail, &new[..])),
        _ => None,
    });
    signed.collect()
}

pub(super) fn signature(
    world: &World,
    setting: &Setting,
    mut chance: Sampled,
) -> Result<Def, String> {
    let count = 1 + chance.below(2) as usize;
    let mut case = Case::new(world, setting, chance);
    let signed = case.some(count, &signed(world));
    let (mut names, mut all, mut about) = (vec![], 0, (String::new(), 0));
    for (contact, mail, new) in &signed {
        let found = case.contact(contact, &contact.name);
        let listing = case.mail_from(&contact.id, found);
        let read = case.mail_read(mail);
        let held = case.contact_read(contact, found);
        all |= listing | read | held;
        in_line(&mut case, contact, new, found | read, held);
        case.maker
            .wrong("archive_mail", json!({"mail_id": mail.id}), read);
        names.push(contact.name.clone());
        about = (contact.id.clone(), found);
    }
    // One's new signature is not the other's.
    if let [(_, _, new), (other, ..)] = signed[..]
        && let [(field, value), ..] = new
    {
        let call = json!({"contact_id": other.id, "field": field, "value": value});
        case.maker.wrong("update_contact", call, all);
    }
    case.maker.done_once(all);
    let (have, entries) = match names.len() {
        1 => ("has", "the entry"),
        _ => ("have each", "the entries"),
    };
    let names = listed(&names);
    let request = format!(
        "{names} {have} sent a mail with the subject \"{}\". Please bring {entries} of {names} in the contacts into line with the signature there.",
        signed[0].1.subject
    );
    case.finish_about(&request, &about.0, about.1)
}

/// Bring an entry into line with a signature. What is new there can be written without having looked at the entry, and what is
/// not changes nothing; that all is in line is known once the entry was looked at, or every field of the signature was written.
fn in_line(
    case: &mut Case<'_>,
    contact: &Contact,
    new: &[(&'static str, String)],
    shown: Facts,
    held: Facts,
) {
    let mut written = 0;
    for (field, before) in [("email", &contact.email), ("phone", &contact.phone)] {
        let changed = new.iter().find(|(name, _)| *name == field);
        let value = changed.map_or(before, |(_, value)| value);
        let call = json!({"contact_id": contact.id, "field": field, "value": value});
        let name = format!("that the {field} of {} is {value}", contact.id);
        let now = format!(
            "contact {}: {}, {field}: {value}; ",
            contact.id, contact.name
        );
        let fact = case.fact(name, &[now]);
        let already = format!("the {field} of {} is {value} already", contact.id);
        case.maker.also_shown(fact, [already]);
        written |= fact;
        match changed {
            Some(_) => {
                case.maker.write("update_contact", call, shown, 0);
            }
            // Written as it is, it is refused, and known.
            None => case.maker.read("update_contact", call, shown),
        }
        // The one is not the other.
        let other = if field == "email" { "phone" } else { "company" };
        let call = json!({"contact_id": contact.id, "field": other, "value": value});
        case.maker.wrong("update_contact", call, shown);
    }
    case.maker.implies(written, held);
}

pub(super) fn merge(world: &World, setting: &Setting, mut chance: Sampled) -> Result<Def, String> {
    let count = 1 + chance.below(3) as usize;
    let mut case = Case::new(world, setting, chance);
    let of_part = |contact: &&Contact| contact.part == Part::Whole;
    let wholes: Vec<&Contact> = world.contacts.iter().filter(of_part).collect();
    let wholes = case.some(count, &wholes);
    let (mut names, mut about) = (vec![], (String::new(), 0));
    for whole in &wholes {
        let called = world
            .contacts
            .iter()
            .filter(|other| other.name == whole.name);
        let (same, others): (Vec<&Contact>, Vec<&Contact>) =
            called.partition(|other| other.company == whole.company);
        let merge = |keep: &Contact, drop: &Contact| json!({"keep": keep.id, "drop": drop.id});
        let mut found = 0;
        for entry in &same {
            found |= case.contact(entry, &whole.name);
        }
        let held = case.contact_read(whole, found);
        for copy in same.iter().filter(|entry| entry.part == Part::Copy) {
            // That it has no phone number is known once it was looked at; gone, it cannot be looked at any more.
            let evidence = held | case.contact_read(copy, found);
            case.maker
                .write("merge_contacts", merge(whole, copy), found, evidence);
            case.maker
                .wrong("merge_contacts", merge(copy, whole), found);
        }
        for other in others.into_iter().take(1) {
            case.contact(other, &whole.name);
            case.maker
                .wrong("merge_contacts", merge(whole, other), found);
        }
        names.push(format!("{} of {}", whole.name, whole.company));
        about = (whole.id.clone(), found);
    }
    let (is, each) = match names.len() {
        1 => ("is", "the one"),
        _ => ("are each", "in each case the one"),
    };
    let request = format!(
        "{} {is} in the contacts more than once. Please merge the entries, and keep {each} that has a phone number.",
        listed(&names)
    );
    case.finish_about(&request, &about.0, about.1)
}
