//! More of the notes: deleting, merging, taking over from elsewhere.

use super::{Template, added, cross::known, list, twin};
use crate::gui::case::{Desk, Ref};

/// The templates.
pub(super) const TEMPLATES: &[Template] = &[
    added("note-delete", "delete notes", delete),
    twin(
        "note-delete-missing",
        "note-delete",
        "the same where one of them does not exist",
        delete_missing,
    ),
    added("note-clear-folder", "delete all notes of a folder", clear),
    added("note-rename", "give notes another title", rename),
    added(
        "note-merge",
        "put the texts of two notes into a new one",
        merge,
    ),
    added(
        "note-header",
        "put words in front of the text of a note and archive it",
        header,
    ),
    added(
        "note-from-photo",
        "write down what a photo shows",
        from_photo,
    ),
    added(
        "note-from-message",
        "write down what a message says",
        from_message,
    ),
    added(
        "note-add-message",
        "write a note and send somebody its text",
        add_message,
    ),
    added(
        "note-delete-about",
        "delete the note of a folder that mentions something",
        delete_about,
    ),
];

const FOLDERS: [&str; 4] = ["Personal", "Work", "Ideas", "Archive"];

fn name(desk: &Desk, at: Ref) -> String {
    format!(
        "the note \"{}\" from the folder {}",
        desk.text(at, "title"),
        desk.text(at, "folder")
    )
}

fn to_delete(desk: &mut Desk) -> Option<(Vec<Ref>, String)> {
    desk.about("Notes");
    let count = 1 + desk.below(2);
    let all = desk.all("note");
    let notes = desk.some(&all, count);
    // Of an empty folder nothing tells that it was looked into: the twin's is not to be empty.
    let folder = desk.text(*notes.first()?, "folder");
    if desk.those("note", "folder", &folder).len() < 2 {
        return None;
    }
    let names: Vec<String> = notes.iter().map(|&at| name(desk, at)).collect();
    let one = if count == 1 { "it" } else { "one of them" };
    let said = format!(
        "Delete {}. If {one} is not in the folder named, delete nothing and report the task as infeasible.",
        list(&names)
    );
    Some((notes, said))
}

/// Delete one or two.
fn delete(desk: &mut Desk) -> Option<String> {
    let (notes, said) = to_delete(desk)?;
    // None is deleted before all were found.
    let found = notes.iter().fold(0, |all, &at| all | desk.see(at, "title"));
    for at in notes {
        desk.delete_after(at, found);
    }
    Some(said)
}

/// The same where the first of them does not exist.
fn delete_missing(desk: &mut Desk) -> Option<String> {
    let (notes, said) = to_delete(desk)?;
    let at = *notes.first()?;
    let folder = desk.text(at, "folder");
    let others = desk.those("note", "folder", &folder);
    desk.vanish_among(at, "title", &others);
    Some(said)
}

/// Delete everything in a folder.
fn clear(desk: &mut Desk) -> Option<String> {
    desk.about("Notes");
    let folder = desk.one(&FOLDERS);
    let notes = desk.those("note", "folder", folder);
    if !(2..=4).contains(&notes.len()) {
        return None;
    }
    for at in notes {
        desk.see(at, "title");
        desk.delete(at);
    }
    Some(format!(
        "Delete every note that is in the folder {folder}, and none of another folder."
    ))
}

/// Give one or two another title.
fn rename(desk: &mut Desk) -> Option<String> {
    desk.about("Notes");
    let count = 1 + desk.below(2);
    let all = desk.all("note");
    let notes = desk.some(&all, count + 1);
    let fresh = desk.new_notes(count);
    let [right @ .., other] = &notes[..] else {
        return None;
    };
    let mut parts = vec![];
    for (&at, (title, _)) in right.iter().zip(&fresh) {
        parts.push(format!("{} to \"{title}\"", name(desk, at)));
        desk.set(at, "title", title, 0);
        desk.tempt(*other, "title", title, 0);
        let theirs = desk.text(*other, "title");
        desk.tempt(at, "title", &theirs, 0);
    }
    if parts.is_empty() {
        return None;
    }
    Some(format!(
        "Rename {}. Text and folder stay as they are.",
        list(&parts)
    ))
}

/// Put the texts of two into a new one.
fn merge(desk: &mut Desk) -> Option<String> {
    desk.about("Notes");
    let all = desk.all("note");
    let notes = desk.some(&all, 2);
    let [first, second] = notes[..] else {
        return None;
    };
    let folder = desk.one(&FOLDERS[..3]);
    let (title, _) = desk.new_notes(1).pop()?;
    let needs = desk.see(first, "text") | desk.see(second, "text");
    let [one, two] = [first, second].map(|at| desk.text(at, "text"));
    let (right, wrong) = (format!("{one} and {two}"), format!("{two} and {one}"));
    desk.make(
        "note",
        &[
            ("title", &title, 0),
            ("folder", folder, 0),
            ("text", &right, needs),
        ],
    );
    desk.tempt_new("note", "text", &wrong, needs);
    Some(format!(
        "Write a note with the title \"{title}\" in the folder {folder}. Its text is to be the text of {}, then the word \"and\", then the text of {}, with a space between each. Those two stay as they are.",
        name(desk, first),
        name(desk, second)
    ))
}

/// Put words in front of the text of one, and archive it.
fn header(desk: &mut Desk) -> Option<String> {
    desk.about("Notes");
    let mut all = desk.all("note");
    all.retain(|&at| desk.text(at, "folder") != "Archive");
    let notes = desk.some(&all, 2);
    let [at, other] = notes[..] else {
        return None;
    };
    let words = desk.one(&["Settled:", "Out of date:", "Copied:", "For later:"]);
    let needs = desk.see(at, "text");
    let (text, theirs) = (desk.text(at, "text"), desk.text(other, "text"));
    desk.set(at, "text", &format!("{words} {text}"), needs);
    desk.set(at, "folder", "Archive", 0);
    desk.tempt(at, "text", words, 0);
    desk.tempt(at, "text", &format!("{words} {theirs}"), needs);
    Some(format!(
        "Put \"{words}\" and a space in front of the text of {}, and move that note to the folder Archive.",
        name(desk, at)
    ))
}

/// What a photo of a blackboard shows is written down.
fn from_photo(desk: &mut Desk) -> Option<String> {
    desk.about("Gallery");
    desk.about("Notes");
    let drawn = desk.new_notes(2);
    let [(title, text), (_, other)] = &drawn[..] else {
        return None;
    };
    let album = desk.one(&["Camera", "Family", "Travel"]);
    let date = desk.day_before(20);
    let name = "board.jpg";
    desk.photo(name, album, text, "Room 12", &date);
    let photo = *desk.those("photo", "name", name).first()?;
    let needs = desk.see(photo, "shows");
    let folder = desk.one(&FOLDERS[..3]);
    desk.make(
        "note",
        &[
            ("title", title, 0),
            ("folder", folder, 0),
            ("text", text, needs),
        ],
    );
    desk.tempt_new("note", "text", other, 0);
    Some(format!(
        "The photo {name} in the album {album} shows what was written on a board. Write it down word for word as the text of a note with the title \"{title}\" in the folder {folder}."
    ))
}

/// What a message says is written down.
fn from_message(desk: &mut Desk) -> Option<String> {
    desk.about("Messages");
    desk.about("Notes");
    let (_, thread) = known(desk, 1).pop()?;
    let from = desk.text(thread, "name");
    let drawn = desk.new_notes(2);
    let [(title, text), (_, other)] = &drawn[..] else {
        return None;
    };
    let message = desk.add(
        "message",
        &[("with", &from), ("by", "them"), ("text", text)],
    );
    let needs = desk.see(message, "text");
    let folder = desk.one(&FOLDERS[..3]);
    desk.make(
        "note",
        &[
            ("title", title, 0),
            ("folder", folder, 0),
            ("text", text, needs),
        ],
    );
    desk.tempt_new("note", "text", other, 0);
    Some(format!(
        "Write a note with the title \"{title}\" in the folder {folder} whose text is the last message from {from}, word for word."
    ))
}

/// A note is written, and somebody gets its text.
fn add_message(desk: &mut Desk) -> Option<String> {
    desk.about("Notes");
    desk.about("Messages");
    let drawn = desk.new_notes(2);
    let [(title, text), (_, other)] = &drawn[..] else {
        return None;
    };
    let folder = desk.one(&FOLDERS[..3]);
    desk.make(
        "note",
        &[
            ("title", title, 0),
            ("folder", folder, 0),
            ("text", text, 0),
        ],
    );
    let threads = desk.column("thread", "name");
    let name = desk.some_of(&threads, 1).pop()?;
    desk.make(
        "message",
        &[("with", &name, 0), ("by", "me", 0), ("text", text, 0)],
    );
    desk.tempt_new("note", "text", other, 0);
    desk.tempt_new("message", "text", other, 0);
    Some(format!(
        "Write a note with the title \"{title}\" and the text \"{text}\" in the folder {folder}, and send {name} the same text as a message."
    ))
}

/// Delete the one of a folder that mentions something, which the screen of each tells.
fn delete_about(desk: &mut Desk) -> Option<String> {
    desk.about("Notes");
    let all = desk.all("note");
    let at = *desk.some(&all, 1).first()?;
    let folder = desk.text(at, "folder");
    let notes = desk.those("note", "folder", &folder);
    if !(2..=4).contains(&notes.len()) || folder == "Archive" {
        return None;
    }
    // The longest word of its text, which no other note of the folder has.
    let text = desk.text(at, "text");
    let word = text
        .split(|c: char| !c.is_alphanumeric())
        .max_by_key(|word| word.len())?
        .to_owned();
    let mention = |&&other: &&Ref| {
        let all = format!("{} {}", desk.text(other, "title"), desk.text(other, "text"));
        all.to_lowercase().contains(&word.to_lowercase())
    };
    if notes.iter().filter(mention).count() != 1
        || desk
            .text(at, "title")
            .to_lowercase()
            .contains(&word.to_lowercase())
    {
        return None;
    }
    let needs = desk.see(at, "text");
    desk.delete_after(at, needs);
    Some(format!(
        "One note in the folder {folder} has the word \"{word}\" in its text. Delete that note."
    ))
}
