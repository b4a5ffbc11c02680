//! Files and folders.

use super::{template, twin};
use crate::gui::{
    author::Kind,
    case::{Desk, Ref},
    tasks::{Template, files, list},
};

pub(super) const TEMPLATES: &[Template] = &[
    template("file-move", "move files to other folders", move_to),
    template("file-rename", "rename files", rename),
    template("file-copy", "copy files into other folders", copy),
    template("file-delete", "delete files", files::delete),
    twin(
        "file-delete-missing",
        "file-delete",
        "the same where one of them does not exist",
        files::delete_missing,
    ),
    template("file-send", "send somebody a file by mail", send),
    template(
        "folder-add",
        "make a folder and move files there",
        new_folder,
    ),
    template(
        "folder-delete",
        "delete a folder once what is in it is elsewhere",
        clear,
    ),
];

/// A file by name and folder.
pub(super) fn name(desk: &Desk, at: Ref) -> String {
    let (name, folder) = (desk.text(at, "name"), desk.text(at, "folder"));
    format!("{name} in {folder}")
}

fn names(desk: &Desk, files: &[Ref]) -> String {
    let names: Vec<String> = files.iter().map(|&at| name(desk, at)).collect();
    let noun = if names.len() == 1 { "file" } else { "files" };
    format!("the {noun} {}", list(&names))
}

/// A folder that a file is not in.
fn elsewhere(desk: &mut Desk, at: Ref) -> Option<String> {
    let own = desk.text(at, "folder");
    let mut folders = desk.column("folder", "name");
    folders.retain(|folder| *folder != own);
    desk.some_of(&folders, 1).pop()
}

/// Move one to three.
fn move_to(desk: &mut Desk) -> Option<String> {
    desk.about("Files");
    let count = 1 + desk.below(3);
    let all = desk.all("file");
    let mut parts = vec![];
    for at in desk.some(&all, count) {
        let to = elsewhere(desk, at)?;
        parts.push(format!("{} to {to}", name(desk, at)));
        desk.set(at, "folder", &to, 0);
    }
    let noun = if count == 1 { "file" } else { "files" };
    Some(format!("Move the {noun} {}.", list(&parts)))
}

/// Give one or two another name.
fn rename(desk: &mut Desk) -> Option<String> {
    desk.about("Files");
    let count = 1 + desk.below(2);
    let all = desk.all("file");
    let files = desk.some(&all, count + 1);
    let stems = desk.new_stems(count + 1);
    let (other, wrong) = (*files.last()?, *stems.last()?);
    let mut parts = vec![];
    for (&at, stem) in files[..count].iter().zip(&stems) {
        let before = desk.text(at, "name");
        let (_, ending) = before.rsplit_once('.')?;
        let to = format!("{stem}.{ending}");
        parts.push(format!("{} to {to}", name(desk, at)));
        desk.set(at, "name", &to, 0);
        desk.tempt(at, "name", &format!("{wrong}.{ending}"), 0);
        desk.tempt(other, "name", &to, 0);
    }
    let noun = if count == 1 { "file" } else { "files" };
    Some(format!("Rename the {noun} {}.", list(&parts)))
}

/// A copy of a file is to be made in a folder.
fn make_copy(desk: &mut Desk, at: Ref, folder: &str) {
    let [name, kind, size, text] =
        ["name", "kind", "size", "text"].map(|field| desk.text(at, field));
    desk.make(
        "file",
        &[
            ("name", &name, 0),
            ("folder", folder, 0),
            ("kind", &kind, 0),
            ("size", &size, 0),
            ("text", &text, 0),
        ],
    );
}

/// Copy one or two.
fn copy(desk: &mut Desk) -> Option<String> {
    desk.about("Files");
    let count = 1 + desk.below(2);
    let all = desk.all("file");
    let mut parts = vec![];
    for at in desk.some(&all, count) {
        let to = elsewhere(desk, at)?;
        parts.push(format!("{} to {to}", name(desk, at)));
        make_copy(desk, at, &to);
    }
    let noun = if count == 1 { "file" } else { "files" };
    Some(format!(
        "Copy the {noun} {}. What is copied stays where it is.",
        list(&parts)
    ))
}

/// A mail with a file is to be sent, now.
pub(super) fn sent_with(
    desk: &mut Desk,
    to: &str,
    (subject, text): (&str, &str),
    file: &str,
    needs: u64,
) {
    let (date, time) = (desk.written(Kind::Date, desk.today), desk.clock());
    desk.make(
        "sent mail",
        &[
            ("to", to, 0),
            ("subject", subject, 0),
            ("text", text, 0),
            ("attachment", file, needs),
            ("date", &date, 0),
            ("time", &time, 0),
        ],
    );
    desk.fills_in("sent mail", "attachment");
}

/// Send a file to one or two people.
fn send(desk: &mut Desk) -> Option<String> {
    desk.about("Files");
    let count = 1 + desk.below(2);
    let all = desk.all("file");
    let at = *desk.some(&all, 1).first()?;
    let people = desk.addressees(count + 1, "")?;
    let mails = desk.new_mails(2);
    let [(subject, text), (_, other)] = mails[..] else {
        return None;
    };
    let file = desk.text(at, "name");
    for to in &people[..count] {
        sent_with(desk, to, (subject, text), &file, 0);
    }
    desk.tempt_new("sent mail", "text", other, 0);
    desk.tempt_new("sent mail", "to", people.last()?, 0);
    let mail = if count == 1 { "a mail" } else { "a mail each" };
    Some(format!(
        "Send {} {mail} with the file {} attached, the subject \"{subject}\" and the text \"{text}\".",
        list(&people[..count]),
        name(desk, at)
    ))
}

/// Make a folder and move one or two files there.
fn new_folder(desk: &mut Desk) -> Option<String> {
    desk.about("Files");
    let count = 1 + desk.below(2);
    let folders = desk.fresh_folders(2);
    let [folder, other] = folders[..] else {
        return None;
    };
    let all = desk.all("file");
    let files = desk.some(&all, count);
    let said = format!(
        "Make a folder called {folder} and move {} there.",
        names(desk, &files)
    );
    desk.make("folder", &[("name", folder, 0)]);
    desk.tempt_new("folder", "name", other, 0);
    for at in files {
        desk.set(at, "folder", folder, 0);
    }
    Some(said)
}

/// Delete a folder, and put elsewhere what is in it before.
fn clear(desk: &mut Desk) -> Option<String> {
    desk.about("Files");
    let mut folders = desk.column("folder", "name");
    folders.retain(|folder| (1..=2).contains(&desk.those("file", "folder", folder).len()));
    let from = desk.some_of(&folders, 1).pop()?;
    let files = desk.those("file", "folder", &from);
    let mut others = desk.column("folder", "name");
    others.retain(|folder| *folder != from);
    let to = desk.some_of(&others, 1).pop()?;
    for at in files {
        desk.set(at, "folder", &to, 0);
    }
    let folder = *desk.those("folder", "name", &from).first()?;
    desk.delete(folder);
    Some(format!(
        "Move everything that is in the folder {from} to {to}. Then delete {from}."
    ))
}
