//! More of contacts and messages: who is there twice, what is passed on, what depends on what was written.

use super::{Template, added, cross::known};
use crate::gui::case::Desk;

/// The templates.
pub(super) const TEMPLATES: &[Template] = &[
    added(
        "contact-delete-duplicates",
        "delete the contact that is there twice",
        duplicates,
    ),
    added(
        "contact-merge",
        "put two entries of one person together",
        merge,
    ),
    added("contact-swap", "exchange the numbers of two people", swap),
    added(
        "contact-email-from-message",
        "enter an email address that a message tells",
        email_from_message,
    ),
    added(
        "message-forward",
        "send somebody what somebody else wrote",
        forward,
    ),
    added("message-resend", "send somebody a message again", resend),
    added(
        "message-if-free",
        "answer a message by what is in the calendar",
        if_free,
    ),
    added(
        "message-when-due",
        "send somebody the day on which a task is due",
        when_due,
    ),
];

const FIELDS: [&str; 4] = ["name", "phone", "label", "email"];

/// Delete who is there twice; who only bears the name stays.
fn duplicates(desk: &mut Desk) -> Option<String> {
    desk.about("Contacts");
    let all = desk.all("contact");
    let held: Vec<[String; 4]> = desk
        .some(&all, 2)
        .into_iter()
        .map(|at| FIELDS.map(|field| desk.text(at, field)))
        .collect();
    let [twice, namesake] = &held[..] else {
        return None;
    };
    let phone = desk.phone_number();
    if phone == namesake[1] {
        return None;
    }
    for (held, phone) in [(twice, &twice[1]), (namesake, &phone)] {
        desk.add(
            "contact",
            &[
                ("name", &held[0]),
                ("phone", phone),
                ("label", &held[2]),
                ("email", &held[3]),
            ],
        );
    }
    desk.delete_twins("contact", "phone");
    Some(
        "One person is among the contacts twice, with everything the same, number and address too. Delete one of the two entries. People who only share a name stay."
            .into(),
    )
}

/// Two entries of one person: the one gets what the other has, and the other goes.
fn merge(desk: &mut Desk) -> Option<String> {
    desk.about("Contacts");
    let name = desk.strangers(1).pop()?;
    let first = name.split(' ').next().unwrap_or_default().to_lowercase();
    let (kept, gone) = (desk.phone_number(), desk.phone_number());
    let email = format!("{first}@example.org");
    let labels = desk.some(&["mobile", "home", "work"], 2);
    if kept == gone {
        return None;
    }
    desk.add(
        "contact",
        &[("name", &name), ("phone", &kept), ("label", labels[0])],
    );
    desk.add(
        "contact",
        &[
            ("name", &name),
            ("phone", &gone),
            ("label", labels[1]),
            ("email", &email),
        ],
    );
    let theirs = desk.those("contact", "name", &name);
    let is_kept = |at: &&crate::gui::case::Ref| desk.text(**at, "phone") == kept;
    let stays = *theirs.iter().find(is_kept)?;
    let goes = *theirs.iter().find(|&&at| at != stays)?;
    let needs = desk.see(goes, "email") | desk.see(goes, "label") | desk.see(stays, "label");
    desk.set(stays, "email", &email, needs);
    desk.delete_after(goes, needs);
    desk.tempt(stays, "phone", &gone, needs);
    Some(format!(
        "{name} is among the contacts twice. Put the email address of the entry with the label \"{}\" into the entry with the label \"{}\", which keeps its own number. Also delete the entry with the label \"{}\".",
        labels[1], labels[0], labels[1]
    ))
}

/// Exchange the numbers of two people.
fn swap(desk: &mut Desk) -> Option<String> {
    desk.about("Contacts");
    let all = desk.all("contact");
    let people = desk.some(&all, 2);
    let [one, another] = people[..] else {
        return None;
    };
    let [first, second] = [one, another].map(|at| desk.text(at, "phone"));
    if first == second {
        return None;
    }
    let needs = desk.see(one, "phone") | desk.see(another, "phone");
    desk.set(one, "phone", &second, needs);
    desk.set(another, "phone", &first, needs);
    Some(format!(
        "In the contacts, the phone numbers of {} and {} were mixed up. Exchange them, so that each has the number that the other has now. Labels and addresses stay.",
        desk.text(one, "name"),
        desk.text(another, "name")
    ))
}

/// A message tells an address: the contact gets it.
fn email_from_message(desk: &mut Desk) -> Option<String> {
    desk.about("Contacts");
    desk.about("Messages");
    let people = known(desk, 2);
    let [(contact, thread), (other, _)] = people[..] else {
        return None;
    };
    let name = desk.text(thread, "name");
    let first = name.split(' ').next().unwrap_or_default().to_lowercase();
    let host = desk.one(&["mail.example", "post.example", "home.example"]);
    let email = format!("{first}@{host}");
    let text = format!("Please write to {email} from now on.");
    let message = desk.add(
        "message",
        &[("with", &name), ("by", "them"), ("text", &text)],
    );
    let needs = desk.see(message, "text");
    desk.set(contact, "email", &email, needs);
    desk.tempt(other, "email", &email, needs);
    Some(format!(
        "{name} sent you a message with a new email address. Enter it for {name} in the contacts, in the place of the old one if there is one."
    ))
}

/// What somebody wrote last is sent to somebody else.
fn forward(desk: &mut Desk) -> Option<String> {
    desk.about("Messages");
    let threads = desk.column("thread", "name");
    let people = desk.some_of(&threads, 2);
    let [from, to] = &people[..] else {
        return None;
    };
    let streets = [
        "Mill Lane 4",
        "Harbour Road 17",
        "Castle Street 9",
        "Park Row 21",
    ];
    let street = desk.one(&streets);
    let text = format!("We live at {street} now");
    let message = desk.add(
        "message",
        &[("with", from), ("by", "them"), ("text", &text)],
    );
    let needs = desk.see(message, "text");
    desk.make(
        "message",
        &[("with", to, 0), ("by", "me", 0), ("text", street, needs)],
    );
    let other = *streets.iter().find(|other| **other != street)?;
    desk.tempt_new("message", "text", other, needs);
    Some(format!(
        "{from} sent you a message with a new address. Send {to} a message with that street and number as written there, nothing more in it."
    ))
}

/// The last message to somebody is sent again.
fn resend(desk: &mut Desk) -> Option<String> {
    desk.about("Messages");
    let threads = desk.column("thread", "name");
    let name = desk.some_of(&threads, 1).pop()?;
    let texts = desk.replies(3);
    for (by, text) in [("me", texts[0]), ("me", texts[1]), ("them", texts[2])] {
        desk.add("message", &[("with", &name), ("by", by), ("text", text)]);
    }
    let theirs = desk.those("message", "with", &name);
    let sent = theirs
        .iter()
        .rev()
        .find(|&&at| desk.text(at, "by") == "me")?;
    let needs = desk.see(*sent, "text");
    desk.make(
        "message",
        &[
            ("with", &name, 0),
            ("by", "me", 0),
            ("text", texts[1], needs),
        ],
    );
    desk.tempt_new("message", "text", texts[0], needs);
    desk.tempt_new("message", "text", texts[2], needs);
    Some(format!(
        "The last message that you sent {name} did not arrive. Send it again, word for word."
    ))
}

/// Whether a day suits is looked up, and answered.
fn if_free(desk: &mut Desk) -> Option<String> {
    desk.about("Messages");
    desk.about("Calendar");
    let threads = desk.column("thread", "name");
    let name = desk.some_of(&threads, 1).pop()?;
    let taken = desk.column("event", "date");
    let date = match desk.below(2) {
        0 => desk.some_of(&taken, 1).pop()?,
        _ => desk.day(12),
    };
    let text = format!("Do you have time on {date}?");
    let message = desk.add(
        "message",
        &[("with", &name), ("by", "them"), ("text", &text)],
    );
    let asked = desk.see(message, "text");
    let mut needs = asked;
    for at in desk.all("event") {
        needs |= desk.see_after(at, "date", asked);
    }
    let (yes, no) = ("That suits me", "I have no time then");
    let (right, wrong) = match taken.contains(&date) {
        true => (no, yes),
        false => (yes, no),
    };
    desk.make(
        "message",
        &[("with", &name, 0), ("by", "me", 0), ("text", right, needs)],
    );
    desk.tempt_new("message", "text", wrong, asked);
    Some(format!(
        "{name} asked you in a message whether you have time on a certain day. Look that day up in the calendar. If nothing is on it, send {name} the message \"{yes}\"; if anything is, send \"{no}\"."
    ))
}

/// Somebody gets the day on which a task is due.
fn when_due(desk: &mut Desk) -> Option<String> {
    desk.about("Tasks");
    desk.about("Messages");
    let mut all = desk.those("task", "finished", "off");
    all.retain(|&at| !desk.text(at, "due").is_empty());
    let tasks = desk.some(&all, 2);
    let [at, other] = tasks[..] else {
        return None;
    };
    let (due, theirs) = (desk.text(at, "due"), desk.text(other, "due"));
    if due == theirs {
        return None;
    }
    let threads = desk.column("thread", "name");
    let name = desk.some_of(&threads, 1).pop()?;
    let needs = desk.see(at, "due");
    desk.make(
        "message",
        &[("with", &name, 0), ("by", "me", 0), ("text", &due, needs)],
    );
    desk.tempt_new("message", "text", &theirs, needs);
    Some(format!(
        "Send {name} a message with the day on which the open task \"{}\" is due, written as it is there and nothing more in it.",
        desk.text(at, "title")
    ))
}
