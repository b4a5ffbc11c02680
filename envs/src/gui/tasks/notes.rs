//! Notes.

use super::list;
use crate::gui::{
    case::{Desk, Ref},
    wish::AnswerKind,
};

/// Write one or two notes.
pub(super) fn add(desk: &mut Desk) -> Option<String> {
    desk.about("Notes");
    let count = 1 + desk.below(2);
    let mut parts = vec![];
    let drawn = desk.new_notes(count + 1);
    let [right @ .., (_, other)] = &drawn[..] else {
        return None;
    };
    for (title, text) in right {
        let folder = desk.one(&["Personal", "Work", "Ideas", "Archive"]);
        desk.make(
            "note",
            &[
                ("title", title, 0),
                ("folder", folder, 0),
                ("text", text, 0),
            ],
        );
        parts.push(format!(
            "\"{title}\" in the folder {folder} with the text \"{text}\""
        ));
    }
    desk.tempt_new("note", "text", other, 0);
    let noun = if right.len() == 1 {
        "a note"
    } else {
        "two notes"
    };
    Some(format!("Write {noun}: {}.", list(&parts)))
}

fn name(desk: &Desk, at: Ref) -> String {
    format!(
        "the note \"{}\" from the folder {}",
        desk.text(at, "title"),
        desk.text(at, "folder")
    )
}

/// Move one to three notes.
pub(super) fn move_to(desk: &mut Desk) -> Option<String> {
    desk.about("Notes");
    let count = 1 + desk.below(3);
    let all = desk.all("note");
    let mut parts = vec![];
    for at in desk.some(&all, count) {
        let mut folders = desk.other_options(at, "folder");
        folders.retain(|folder| *folder != "Archive");
        let to = desk.one(&folders);
        parts.push(format!("{} to {to}", name(desk, at)));
        desk.set(at, "folder", to, 0);
    }
    Some(format!("Move {}.", list(&parts)))
}

/// Archive one to three notes.
pub(super) fn archive(desk: &mut Desk) -> Option<String> {
    desk.about("Notes");
    let count = 1 + desk.below(3);
    let mut all = desk.all("note");
    all.retain(|&at| desk.text(at, "folder") != "Archive");
    let notes = desk.some(&all, count);
    let names: Vec<String> = notes.iter().map(|&at| name(desk, at)).collect();
    if names.is_empty() {
        return None;
    }
    notes
        .into_iter()
        .for_each(|at| desk.set(at, "folder", "Archive", 0));
    Some(format!("Move {} to the archive.", list(&names)))
}

/// Rewrite the text of one or two notes.
pub(super) fn rewrite(desk: &mut Desk) -> Option<String> {
    desk.about("Notes");
    let count = 1 + desk.below(2);
    let all = desk.all("note");
    let notes = desk.some(&all, count + 1);
    let fresh = desk.new_notes(count);
    let [right @ .., other] = &notes[..] else {
        return None;
    };
    let mut parts = vec![];
    for (&at, (_, text)) in right.iter().zip(&fresh) {
        parts.push(format!("the text of {} by \"{text}\"", name(desk, at)));
        desk.set(at, "text", text, 0);
        desk.tempt(*other, "text", text, 0);
        let theirs = desk.text(*other, "text");
        desk.tempt(at, "text", &theirs, 0);
    }
    Some(format!("Replace {}.", list(&parts)))
}

/// What a note says.
pub(super) fn read(desk: &mut Desk) -> Option<String> {
    desk.about("Notes");
    let all = desk.all("note");
    let notes = desk.some(&all, 4);
    let (&at, others) = notes.split_first()?;
    desk.see(at, "text");
    let others: Vec<String> = others.iter().map(|&at| desk.text(at, "text")).collect();
    let right = desk.text(at, "text");
    desk.ask(AnswerKind::Words, &right, &others);
    Some(format!(
        "What does {} say? Answer with its text.",
        name(desk, at)
    ))
}
