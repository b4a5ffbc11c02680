//! Tasks across apps: what one app shows is needed in another.

use super::list;
use crate::gui::{
    case::{Desk, Ref},
    wish::AnswerKind,
};

/// A person with a contact and a thread.
pub(super) fn known(desk: &mut Desk, count: usize) -> Vec<(Ref, Ref)> {
    let threads = desk.all("thread");
    let drawn = desk.some(&threads, count);
    let contact = |thread: Ref| {
        let name = desk.text(thread, "name");
        desk.those("contact", "name", &name)
            .first()
            .map(|&contact| (contact, thread))
    };
    drawn.into_iter().filter_map(contact).collect()
}

/// Messages with a new number: the contacts get it, one or two.
pub(super) fn number(desk: &mut Desk) -> Option<String> {
    desk.about("Contacts");
    desk.about("Messages");
    let count = 1 + desk.below(2);
    let people = known(desk, count + 1);
    let [right @ .., (other, _)] = &people[..] else {
        return None;
    };
    let theirs = desk.text(*other, "phone");
    let mut names = vec![];
    for &(contact, thread) in right {
        let (phone, name) = (desk.phone_number(), desk.text(thread, "name"));
        if phone == desk.text(contact, "phone") {
            return None;
        }
        let text = format!("My new number is {phone}.");
        let message = desk.add(
            "message",
            &[("with", &name), ("by", "them"), ("text", &text)],
        );
        let needs = desk.see(message, "text");
        desk.set(contact, "phone", &phone, needs);
        desk.tempt(contact, "phone", &theirs, 0);
        desk.tempt(*other, "phone", &phone, needs);
        names.push(name);
    }
    let (number, change) = match names.len() {
        1 => ("a message with a new phone number", "the number of"),
        _ => ("messages with their new phone numbers", "the numbers of"),
    };
    let names = list(&names);
    Some(format!(
        "{names} sent you {number}. In the contacts, change {change} {names}, and nothing else."
    ))
}

/// A message speaks of an event: it is entered.
pub(super) fn event(desk: &mut Desk) -> Option<String> {
    desk.about("Calendar");
    desk.about("Messages");
    let (_, thread) = known(desk, 1).first().copied()?;
    let name = desk.text(thread, "name");
    let (date, time, place) = (desk.day(20), desk.time(), desk.places(1)[0]);
    let title = desk.new_events(1).remove(0);
    let text = format!("{title} on {date} at {time}, place {place}.");
    let message = desk.add(
        "message",
        &[("with", &name), ("by", "them"), ("text", &text)],
    );
    let needs = desk.see(message, "text");
    let fields = [
        ("title", &*title, 0),
        ("date", &*date, needs),
        ("time", &*time, needs),
        ("place", place, needs),
        ("guest", &*name, 0),
    ];
    desk.make("event", &fields);
    let other = desk.time();
    desk.tempt_new("event", "time", &other, 0);
    let reply = match desk.below(2) {
        0 => String::new(),
        _ => {
            let text = desk.replies(1)[0];
            desk.make(
                "message",
                &[("with", &name, 0), ("by", "me", 0), ("text", text, 0)],
            );
            format!(" Also send {name} the message \"{text}\".")
        }
    };
    Some(format!(
        "{name} sent you a message about \"{title}\". Enter it into the calendar as an event with that title, with its day, time and place, and with {name} as the guest.{reply}"
    ))
}

/// One to three people to whom the same text is to be sent.
pub(super) fn recipients(desk: &mut Desk, text: &str, needs: u64, besides: &str) -> Vec<String> {
    let count = 1 + desk.below(3);
    let mut names = desk.column("thread", "name");
    names.retain(|name| name != besides);
    let names = desk.some_of(&names, count);
    for name in &names {
        desk.make(
            "message",
            &[("with", name, 0), ("by", "me", 0), ("text", text, needs)],
        );
    }
    names
}

/// `Ada`, or `each of Ada, Hugo and Ines`.
pub(super) fn to_each(names: &[String]) -> String {
    match names {
        [only] => only.clone(),
        names => format!("each of {}", list(names)),
    }
}

/// The number of one is sent to others.
pub(super) fn forward(desk: &mut Desk) -> Option<String> {
    desk.about("Contacts");
    desk.about("Messages");
    let all = desk.all("contact");
    let people = desk.some(&all, 2);
    let phone = desk.text(people[0], "phone");
    let needs = desk.see(people[0], "phone");
    let of = desk.text(people[0], "name");
    let names = recipients(desk, &phone, needs, &of);
    let other = desk.text(people[1], "phone");
    desk.tempt_new("message", "text", &other, needs);
    let to = to_each(&names);
    Some(format!(
        "Send {to} a message with the phone number of {of}, the number alone."
    ))
}

/// The text of a note is sent to others.
pub(super) fn note(desk: &mut Desk) -> Option<String> {
    desk.about("Notes");
    desk.about("Messages");
    let all = desk.all("note");
    let notes = desk.some(&all, 2);
    let (text, other) = (desk.text(notes[0], "text"), desk.text(notes[1], "text"));
    let needs = desk.see(notes[0], "text");
    let names = recipients(desk, &text, needs, "");
    desk.tempt_new("message", "text", &other, needs);
    let (title, folder) = (desk.text(notes[0], "title"), desk.text(notes[0], "folder"));
    let to = to_each(&names);
    Some(format!(
        "Send {to} the text of the note \"{title}\", which is in the folder {folder}, as a message."
    ))
}

/// The guests of one to three events get a message.
pub(super) fn guest(desk: &mut Desk) -> Option<String> {
    desk.about("Calendar");
    desk.about("Messages");
    let threads = desk.column("thread", "name");
    let mut events = desk.all("event");
    events.retain(|&at| threads.contains(&desk.text(at, "guest")));
    let count = 1 + desk.below(3);
    let texts = desk.replies(count + 1);
    let mut parts = vec![];
    for (at, text) in desk.some(&events, count).into_iter().zip(&texts) {
        let guest = desk.text(at, "guest");
        let needs = desk.see(at, "guest");
        desk.make(
            "message",
            &[("with", &guest, needs), ("by", "me", 0), ("text", text, 0)],
        );
        parts.push(format!(
            "the guest of the event \"{}\" the message \"{text}\"",
            desk.text(at, "title")
        ));
    }
    if parts.is_empty() {
        return None;
    }
    desk.tempt_new("message", "text", texts.last()?, 0);
    Some(format!("Send {}.", list(&parts)))
}

/// What number the guest of an event has.
pub(super) fn guest_number(desk: &mut Desk) -> Option<String> {
    desk.about("Calendar");
    desk.about("Contacts");
    let mut events = desk.all("event");
    events.retain(|&at| !desk.text(at, "guest").is_empty());
    let at = *desk.some(&events, 1).first()?;
    let guest = desk.text(at, "guest");
    let contact = *desk.those("contact", "name", &guest).first()?;
    let guest_known = desk.see(at, "guest");
    desk.see_after(contact, "phone", guest_known);
    let mut others = desk.column("contact", "phone");
    let right = desk.text(contact, "phone");
    others.retain(|phone| *phone != right);
    let others = desk.some_of(&others, 3);
    desk.ask(AnswerKind::Words, &right, &others);
    let title = desk.text(at, "title");
    Some(format!(
        "Which phone number does the guest of the event \"{title}\" have in the contacts? Answer with the number alone."
    ))
}
