//! More of the mail: what is passed on, cleared, answered by what it says.

use super::{Template, added, cross::recipients, cross::to_each, template};
use crate::gui::case::{Desk, Ref};

/// The templates.
pub(super) const TEMPLATES: &[Template] = &[
    added(
        "mail-to-message",
        "send people the text of a mail as a message",
        to_message,
    ),
    added("mail-clear-junk", "delete all junk", clear_junk),
    added(
        "mail-answer-if",
        "answer a mail by what it says, and archive it",
        answer_if,
    ),
    template("mail-number", "mail somebody a number", number),
    added(
        "contact-from-mail",
        "add somebody with the number that a mail tells",
        contact,
    ),
    added(
        "event-ride-from-mail",
        "enter the event that a mail speaks of, and book a ride there",
        event_and_ride,
    ),
];

fn name(desk: &Desk, at: Ref) -> String {
    format!(
        "the mail \"{}\" from {}",
        desk.text(at, "subject"),
        desk.text(at, "sender")
    )
}

/// The text of one is sent to one to three people.
fn to_message(desk: &mut Desk) -> Option<String> {
    desk.about("Email");
    desk.about("Messages");
    let inbox = desk.those("mail", "box", "Inbox");
    let mails = desk.some(&inbox, 2);
    let [at, other] = mails[..] else {
        return None;
    };
    let (text, theirs) = (desk.text(at, "text"), desk.text(other, "text"));
    let needs = desk.see(at, "text");
    let sender = desk.text(at, "sender");
    let names = recipients(desk, &text, needs, &sender);
    desk.tempt_new("message", "text", &theirs, needs);
    Some(format!(
        "Send {} the text of {}, which is in the inbox, as a message, word for word.",
        to_each(&names),
        name(desk, at)
    ))
}

/// Delete what is junk.
fn clear_junk(desk: &mut Desk) -> Option<String> {
    desk.about("Email");
    let people = desk.column("contact", "name");
    let (count, senders) = (1 + desk.below(3), desk.some_of(&people, 3));
    for (sender, (subject, text)) in senders.iter().zip(desk.new_mails(count)) {
        desk.mail(sender, subject, text, "Junk", "off");
    }
    let junk = desk.those("mail", "box", "Junk");
    if junk.len() < 2 {
        return None;
    }
    for at in junk {
        desk.see(at, "subject");
        desk.delete(at);
    }
    Some("Delete every mail that is in the mailbox Junk, and none from another mailbox.".into())
}

/// The answer depends on what the mail says, which is archived then.
fn answer_if(desk: &mut Desk) -> Option<String> {
    desk.about("Email");
    let people = desk.column("contact", "name");
    let from = desk.some_of(&people, 1).pop()?;
    let (subject, hour) = (desk.new_events(1).pop()?, 8 + desk.below(12));
    let time = format!("{hour:02}:{}", desk.one(&["15", "30", "45"]));
    let text = format!("It begins at {time} this time");
    let mail = desk.mail(&from, &subject, &text, "Inbox", "off");
    let needs = desk.see(mail, "text");
    let early = desk.one(&["I will be there", "That suits me well"]);
    let late = desk.one(&["That is too late for me", "I cannot come so late"]);
    let (right, wrong) = match hour < 14 {
        true => (early, late),
        false => (late, early),
    };
    desk.send(&from, &subject, right, needs);
    desk.fills_in("sent mail", "subject");
    desk.tempt_new("sent mail", "text", wrong, needs);
    desk.set(mail, "box", "Archive", 0);
    Some(format!(
        "{from} sent you the mail \"{subject}\", which says at what time something begins. Reply to it with \"{early}\" if that is before 14:00, and with \"{late}\" if it is later. Also move the mail to the archive."
    ))
}

/// The number of somebody is mailed to somebody else.
fn number(desk: &mut Desk) -> Option<String> {
    desk.about("Contacts");
    desk.about("Email");
    let to = desk.addressees(1, "")?.pop()?;
    let mut others = desk.all("contact");
    others.retain(|&at| desk.text(at, "name") != to);
    let others = desk.some(&others, 2);
    let [of, other] = others[..] else {
        return None;
    };
    let [phone, theirs] = [of, other].map(|at| desk.text(at, "phone"));
    if phone == theirs {
        return None;
    }
    let needs = desk.see(of, "phone");
    let of = desk.text(of, "name");
    let subject = "The number";
    desk.send(&to, subject, &phone, needs);
    desk.tempt_new("sent mail", "text", &theirs, needs);
    Some(format!(
        "Send {to} a new mail with the subject \"{subject}\" whose text is the phone number of {of}, the number alone."
    ))
}

/// A mail tells a number: whoever sent it is added.
fn contact(desk: &mut Desk) -> Option<String> {
    desk.about("Email");
    desk.about("Contacts");
    let from = desk.strangers(1).pop()?;
    let (phone, other) = (desk.phone_number(), desk.phone_number());
    if phone == other {
        return None;
    }
    let subject = "Hello again";
    let text = format!("You can reach me at {phone} now");
    let place = desk.one(&["Inbox", "Archive"]);
    let mail = desk.mail(&from, subject, &text, place, "off");
    let needs = desk.see(mail, "text");
    let label = desk.one(&["mobile", "home", "work"]);
    desk.make(
        "contact",
        &[
            ("name", &from, 0),
            ("phone", &phone, needs),
            ("label", label, 0),
        ],
    );
    desk.tempt_new("contact", "phone", &other, 0);
    let place = if place == "Inbox" { "inbox" } else { "archive" };
    Some(format!(
        "{} in the {place} gives the sender's phone number. Add {from} to the contacts with that number and the label \"{label}\", without an email address.",
        name(desk, mail).replacen("the", "The", 1)
    ))
}

/// A mail speaks of an event: it is entered, and a ride is booked there.
fn event_and_ride(desk: &mut Desk) -> Option<String> {
    for app in ["Email", "Calendar", "Rides"] {
        desk.about(app);
    }
    let people = desk.column("contact", "name");
    let from = desk.some_of(&people, 1).pop()?;
    let title = desk.new_events(1).pop()?;
    let (date, time, place) = (desk.day(20), desk.time(), desk.places(1)[0]);
    let text = format!("On {date} at {time}, place {place}");
    let mail = desk.mail(&from, &title, &text, "Inbox", "off");
    let needs = desk.see(mail, "text");
    desk.make(
        "event",
        &[
            ("title", &title, 0),
            ("date", &date, needs),
            ("time", &time, needs),
            ("place", place, needs),
        ],
    );
    let mut places = desk.column("place", "name");
    places.retain(|name| name != place);
    let start = desk.some_of(&places, 2);
    desk.make(
        "ride",
        &[
            ("from", &start[0], 0),
            ("to", place, needs),
            ("class", "Standard", 0),
            ("date", &date, needs),
            ("time", &time, needs),
        ],
    );
    desk.tempt_new("ride", "from", &start[1], 0);
    let other = desk.time();
    desk.tempt_new("event", "time", &other, 0);
    Some(format!(
        "{from} sent you a mail with the subject \"{title}\". Enter it into the calendar as an event with that title, with its day, time and place and without a guest. Then book a ride of the class Standard with Rides, from {} to that place, for the day and the time at which it begins.",
        start[0]
    ))
}
