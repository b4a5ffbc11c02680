//! Mails.

use super::{template, twin};
use crate::gui::{
    case::{Desk, Ref},
    tasks::{
        Template, list,
        mails::{self, name, names},
    },
};

pub(super) const TEMPLATES: &[Template] = &[
    template("mail-reply", "reply to mails", reply),
    template("mail-forward", "forward a mail to others", forward),
    template("mail-send", "write new mails", write),
    template("mail-star", "star mails", star),
    template("mail-archive", "archive the mails of somebody", archive),
    template("mail-restore", "put mails back into the inbox", restore),
    template("mail-delete", "delete mails", mails::delete),
    twin(
        "mail-delete-missing",
        "mail-delete",
        "the same where one of them does not exist",
        mails::delete_missing,
    ),
    template("attachment-save", "save what is attached to mails", save),
];

/// Reply to one to three.
fn reply(desk: &mut Desk) -> Option<String> {
    desk.about("Mail");
    let count = 1 + desk.below(3);
    let inbox = desk.those("mail", "box", "Inbox");
    let mails = desk.some(&inbox, count);
    let texts = desk.replies(count + 1);
    let mut parts = vec![];
    for (&at, text) in mails.iter().zip(&texts) {
        let (sender, subject) = (desk.text(at, "sender"), desk.text(at, "subject"));
        desk.send(&sender, &subject, text, 0);
        parts.push(format!("to {} with \"{text}\"", name(desk, at)));
    }
    desk.fills_in("sent mail", "subject");
    desk.fills_in("sent mail", "to");
    desk.tempt_new("sent mail", "text", texts.last()?, 0);
    let place = match mails.len() {
        1 => "It is",
        2 => "Both are",
        _ => "All of them are",
    };
    Some(format!("Reply {}. {place} in the inbox.", list(&parts)))
}

/// Forward a mail to one or two people.
fn forward(desk: &mut Desk) -> Option<String> {
    desk.about("Mail");
    let count = 1 + desk.below(2);
    let inbox = desk.those("mail", "box", "Inbox");
    let at = *desk.some(&inbox, 1).first()?;
    let sender = desk.text(at, "sender");
    let people = desk.addressees(count + 1, &sender)?;
    let (subject, text) = (desk.text(at, "subject"), desk.text(at, "text"));
    for to in &people[..count] {
        desk.send(to, &subject, &text, 0);
    }
    desk.fills_in("sent mail", "subject");
    desk.fills_in("sent mail", "text");
    desk.tempt_new("sent mail", "to", people.last()?, 0);
    Some(format!(
        "Forward {}, which is in the inbox, to {}.",
        name(desk, at),
        list(&people[..count])
    ))
}

/// Write one or two new mails.
fn write(desk: &mut Desk) -> Option<String> {
    desk.about("Mail");
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
fn star(desk: &mut Desk) -> Option<String> {
    desk.about("Mail");
    let count = 2 + desk.below(3);
    let inbox = desk.those("mail", "box", "Inbox");
    let mut mails = desk.some(&inbox, count);
    mails.retain(|&at| desk.text(at, "starred") == "off");
    if mails.len() < 2 {
        return None;
    }
    let all = if mails.len() == 2 { "both" } else { "all" };
    let said = format!("Star {}, {all} of them in the inbox.", names(desk, &mails));
    for at in mails {
        desk.set(at, "starred", "on", 0);
    }
    Some(said)
}

/// Archive what somebody sent.
fn archive(desk: &mut Desk) -> Option<String> {
    desk.about("Mail");
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

/// Put one or two mails from other boxes into the inbox.
fn restore(desk: &mut Desk) -> Option<String> {
    desk.about("Mail");
    let count = 1 + desk.below(2);
    let mut all = desk.all("mail");
    all.retain(|&at| desk.text(at, "box") != "Inbox");
    let mails = desk.some(&all, count);
    let mut parts = vec![];
    for &at in &mails {
        parts.push(format!(
            "{}, now in {}",
            name(desk, at),
            desk.text(at, "box")
        ));
        desk.set(at, "box", "Inbox", 0);
    }
    Some(format!("Move back to the inbox: {}.", list(&parts)))
}

/// A mail with a file attached.
pub(super) fn with_file(desk: &mut Desk, from: &str) -> Option<Ref> {
    let stem = desk.new_stems(1).pop()?;
    let file = format!("{stem}.pdf");
    let (subject, text) = desk.new_mails(1).pop()?;
    let at = desk.mail(from, subject, text, "Inbox", "off");
    let size = desk.file_size();
    desk.rewrite(at, "attachment", &file);
    desk.rewrite(at, "size", &size);
    Some(at)
}

/// What is saved of a mail is to be made in a folder.
pub(super) fn saved(desk: &mut Desk, mail: Ref, folder: &str) {
    let (file, size) = (desk.text(mail, "attachment"), desk.text(mail, "size"));
    desk.make(
        "file",
        &[
            ("name", &file, 0),
            ("folder", folder, 0),
            ("size", &size, 0),
        ],
    );
    for field in ["name", "folder", "size"] {
        desk.fills_in("file", field);
    }
}

/// Save what is attached to one or two mails.
fn save(desk: &mut Desk) -> Option<String> {
    desk.about("Mail");
    let count = 1 + desk.below(2);
    let people = desk.column("contact", "name");
    let people = desk.some_of(&people, count);
    let folders = desk.column("folder", "name");
    let folders = desk.some_of(&folders, count);
    let mut parts = vec![];
    for (from, folder) in people.iter().zip(&folders) {
        let at = with_file(desk, from)?;
        let (sender, subject) = (desk.text(at, "sender"), desk.text(at, "subject"));
        parts.push(format!("of \"{subject}\" from {sender} to {folder}"));
        saved(desk, at, folder);
    }
    let noun = if count == 1 {
        "attachment"
    } else {
        "attachments"
    };
    Some(
        format!(
            "Save the {noun} {}. The mails are in the inbox.",
            list(&parts)
        )
        .replace(
            "The mails are",
            if count == 1 {
                "The mail is"
            } else {
                "The mails are"
            },
        ),
    )
}
