//! Email.

use super::{Template, added, list, template, twin};
use crate::gui::{
    case::{Desk, Ref},
    wish::AnswerKind,
};

/// The templates.
pub(super) const TEMPLATES: &[Template] = &[
    added("mail-reply", "reply to mails", reply),
    template("mail-forward", "forward a mail", forward),
    template("mail-send", "write new mails", write),
    added("mail-star", "star mails", star),
    added("mail-archive", "archive the mails of somebody", archive),
    added(
        "mail-move",
        "move mails out of the archive and the junk",
        move_to,
    ),
    added("mail-delete", "delete mails", delete),
    twin(
        "mail-delete-missing",
        "mail-delete",
        "the same where one of them does not exist",
        delete_missing,
    ),
    added(
        "mail-when",
        "answer at what time something begins, as a mail says",
        when,
    ),
    added(
        "event-from-mail",
        "enter an event that a mail speaks of, and reply",
        event,
    ),
];

/// A mail by subject and sender.
pub(in crate::gui) fn name(desk: &Desk, at: Ref) -> String {
    format!(
        "the mail \"{}\" from {}",
        desk.text(at, "subject"),
        desk.text(at, "sender")
    )
}

/// Mails by subject and sender.
pub(in crate::gui) fn names(desk: &Desk, mails: &[Ref]) -> String {
    let names: Vec<String> = mails.iter().map(|&at| name(desk, at)).collect();
    list(&names)
}

/// Reply to one or two mails.
pub(super) fn reply(desk: &mut Desk) -> Option<String> {
    desk.about("Email");
    let count = 1 + desk.below(2);
    let inbox = desk.those("mail", "box", "Inbox");
    let mails = desk.some(&inbox, count);
    let texts = desk.replies(count + 1);
    let mut parts = vec![];
    for (&at, text) in mails.iter().zip(&texts) {
        let (sender, subject) = (desk.text(at, "sender"), desk.text(at, "subject"));
        desk.send(&sender, &subject, text, 0);
        desk.fills_in("sent mail", "subject");
        parts.push(format!("to {} with \"{text}\"", name(desk, at)));
    }
    desk.tempt_new("sent mail", "text", texts.last()?, 0);
    let place = if count == 1 { "It is" } else { "Both are" };
    Some(format!("Reply {}. {place} in the inbox.", list(&parts)))
}

/// Forward a mail to one to three people.
pub(super) fn forward(desk: &mut Desk) -> Option<String> {
    desk.about("Email");
    let count = 1 + desk.below(3);
    let inbox = desk.those("mail", "box", "Inbox");
    let at = *desk.some(&inbox, 1).first()?;
    let sender = desk.text(at, "sender");
    let people = desk.addressees(count, &sender)?;
    let (subject, text) = (desk.text(at, "subject"), desk.text(at, "text"));
    let needs = desk.see(at, "text");
    for to in &people {
        desk.send(to, &subject, &text, needs);
    }
    desk.fills_in("sent mail", "subject");
    desk.fills_in("sent mail", "text");
    Some(format!(
        "Forward {}, which is in the inbox, to {}.",
        name(desk, at),
        list(&people)
    ))
}

/// Write one or two new mails.
pub(super) fn write(desk: &mut Desk) -> Option<String> {
    desk.about("Email");
    let count = 1 + desk.below(2);
    let people = desk.addressees(count, "")?;
    let mails = desk.new_mails(count + 1);
    let mut parts = vec![];
    for (to, (subject, text)) in people.iter().zip(&mails) {
        desk.send(to, subject, text, 0);
        parts.push(format!(
            "{to} a mail with the subject \"{subject}\" and the text \"{text}\""
        ));
    }
    desk.tempt_new("sent mail", "text", mails.last()?.1, 0);
    Some(format!("Send {}.", list(&parts)))
}

/// Give two to four mails of the inbox a star.
pub(super) fn star(desk: &mut Desk) -> Option<String> {
    desk.about("Email");
    let count = 2 + desk.below(3);
    let inbox = desk.those("mail", "box", "Inbox");
    let mut mails = desk.some(&inbox, count);
    mails.retain(|&at| desk.text(at, "starred") == "off");
    if mails.len() < 2 {
        return None;
    }
    let all = if mails.len() == 2 { "both" } else { "all" };
    let said = format!("Star {}, {all} of them in the inbox.", names(desk, &mails));
    mails
        .into_iter()
        .for_each(|at| desk.set(at, "starred", "on", 0));
    Some(said)
}

/// Archive what somebody sent.
pub(super) fn archive(desk: &mut Desk) -> Option<String> {
    desk.about("Email");
    let inbox = desk.those("mail", "box", "Inbox");
    let first = *desk.some(&inbox, 1).first()?;
    let sender = desk.text(first, "sender");
    for &at in &inbox {
        desk.see(at, "sender");
        if desk.text(at, "sender") == sender {
            desk.set(at, "box", "Archive", 0);
        }
    }
    Some(format!(
        "Move every mail from {sender} that is in the inbox to the archive."
    ))
}

fn to_delete(desk: &mut Desk) -> Option<(Vec<Ref>, String)> {
    desk.about(desk.app_of("mail"));
    let count = 1 + desk.below(2);
    let all = desk.all("mail");
    let mails = desk.some(&all, count);
    // Of a mailbox without any mail nothing tells that it was looked into: the twin's is not to be empty.
    let place = desk.text(*mails.first()?, "box");
    if desk.those("mail", "box", &place).len() < 2 {
        return None;
    }
    let one = if count == 1 { "it" } else { "one of them" };
    let said = format!(
        "Delete {}. If {one} is in no mailbox, delete nothing and report the task as infeasible.",
        names(desk, &mails)
    );
    Some((mails, said))
}

/// Delete one or two mails, wherever they are.
pub(in crate::gui) fn delete(desk: &mut Desk) -> Option<String> {
    let (mails, said) = to_delete(desk)?;
    // None is deleted before all were found.
    let found = mails
        .iter()
        .fold(0, |all, &at| all | desk.see(at, "subject"));
    mails
        .into_iter()
        .for_each(|at| desk.delete_after(at, found));
    Some(said)
}

/// The same where the first of them does not exist.
pub(in crate::gui) fn delete_missing(desk: &mut Desk) -> Option<String> {
    let (mails, said) = to_delete(desk)?;
    desk.vanish(*mails.first()?, "subject");
    Some(said)
}

/// Move mails to another mailbox.
pub(super) fn move_to(desk: &mut Desk) -> Option<String> {
    desk.about("Email");
    let count = 1 + desk.below(2);
    let mut all = desk.all("mail");
    all.retain(|&at| desk.text(at, "box") != "Inbox");
    let mails = desk.some(&all, count);
    let mut parts = vec![];
    for &at in &mails {
        let place = desk.text(at, "box");
        let mut others = desk.other_options(at, "box");
        // That one has a button of its own.
        others.retain(|other| *other != "Archive");
        let to = desk.one(&others);
        parts.push(format!("{}, now in {place}, to {to}", name(desk, at)));
        desk.set(at, "box", to, 0);
    }
    Some(format!("Move {}.", list(&parts)))
}

/// When something begins, as a mail says.
pub(super) fn when(desk: &mut Desk) -> Option<String> {
    desk.about("Email");
    let people = desk.column("contact", "name");
    let people = desk.some_of(&people, 3);
    let subject = desk.new_events(1).pop()?;
    let times: Vec<String> = people.iter().map(|_| desk.time()).collect();
    let place = desk.one(&["Inbox", "Archive"]);
    for (from, time) in people.iter().zip(&times) {
        let text = format!("It begins at {time}, do not be late");
        desk.mail(from, &subject, &text, place, "off");
    }
    let mails = desk.those("mail", "subject", &subject);
    let mut from = mails.into_iter();
    let at = from.find(|&at| desk.text(at, "sender") == people[0])?;
    desk.see(at, "text");
    let other = desk.time();
    let others: Vec<String> = times[1..].iter().cloned().chain([other]).collect();
    desk.ask(AnswerKind::Time, &times[0], &others);
    Some(format!(
        "At what time does it begin according to {}? Answer with the time.",
        name(desk, at)
    ))
}

/// A mail speaks of an event: it is entered, and the mail is replied to.
pub(super) fn event(desk: &mut Desk) -> Option<String> {
    desk.about("Email");
    desk.about("Calendar");
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
            ("guest", &from, 0),
        ],
    );
    let other = desk.time();
    desk.tempt_new("event", "time", &other, 0);
    let text = desk.replies(1)[0];
    desk.send(&from, &title, text, 0);
    desk.fills_in("sent mail", "subject");
    Some(format!(
        "{from} sent you a mail with the subject \"{title}\". Enter it into the calendar as an event with that title, with its day, time and place, and with {from} as the guest. Also reply to the mail with \"{text}\"."
    ))
}
