//! Photos and recordings.

use super::{Template, added, files::make_copy, list, template};
use crate::gui::{
    amount,
    author::Kind,
    case::{Desk, Ref},
    wish::AnswerKind,
};

/// The templates.
pub(super) const TEMPLATES: &[Template] = &[
    template("photo-move", "move photos to other albums", move_photos),
    template(
        "photo-delete",
        "delete the photos that were taken at a place",
        delete_at,
    ),
    added("recording-add", "record something under a name", record),
    added("recording-rename", "rename recordings", rename),
    added(
        "recording-clean",
        "delete the recordings that are not to be kept",
        clean,
    ),
    added(
        "recording-longest",
        "answer which recording is the longest",
        longest,
    ),
    template(
        "photo-copy",
        "copy photos into folders of the files",
        copy_photos,
    ),
    template(
        "expense-from-receipt",
        "enter the expenses that photos of receipts show",
        receipts,
    ),
];

fn photo_name(desk: &Desk, at: Ref) -> String {
    let (name, album) = (desk.text(at, "name"), desk.text(at, "album"));
    format!("{name} from {album}")
}

/// Move one to three photos to other albums.
pub(super) fn move_photos(desk: &mut Desk) -> Option<String> {
    desk.about("Gallery");
    let count = 1 + desk.below(3);
    let all = desk.all("photo");
    let mut parts = vec![];
    for at in desk.some(&all, count) {
        let others = desk.other_options(at, "album");
        let to = desk.one(&others);
        parts.push(format!("{} to {to}", photo_name(desk, at)));
        desk.set(at, "album", to, 0);
    }
    let noun = if count == 1 { "photo" } else { "photos" };
    Some(format!("Move the {noun} {}.", list(&parts)))
}

/// Delete the photos of an album that were taken at a place, which each one's screen tells.
pub(super) fn delete_at(desk: &mut Desk) -> Option<String> {
    desk.about("Gallery");
    let all = desk.all("photo");
    let first = *desk.some(&all, 1).first()?;
    let (album, place) = (desk.text(first, "album"), desk.text(first, "place"));
    for at in desk.those("photo", "album", &album) {
        desk.see(at, "place");
        if desk.text(at, "place") == place {
            desk.delete(at);
        }
    }
    Some(format!(
        "Delete every photo of the album {album} that was taken at {place}, and no other."
    ))
}

/// Copy one or two photos into a folder of the files.
pub(super) fn copy_photos(desk: &mut Desk) -> Option<String> {
    desk.about("Gallery");
    desk.about("Files");
    let count = 1 + desk.below(2);
    let all = desk.all("photo");
    let mut parts = vec![];
    for at in desk.some(&all, count) {
        let folders = desk.column("folder", "name");
        let to = desk.some_of(&folders, 1).pop()?;
        let (name, album) = (desk.text(at, "name"), desk.text(at, "album"));
        parts.push(format!("{name} from the album {album} to the folder {to}"));
        make_copy(desk, at, &to);
    }
    let noun = if count == 1 { "photo" } else { "photos" };
    Some(format!(
        "Copy the {noun} {} in the files. What is copied stays in its album.",
        list(&parts)
    ))
}

/// Photos of receipts tell what was spent: it is entered.
pub(super) fn receipts(desk: &mut Desk) -> Option<String> {
    desk.about("Gallery");
    desk.about("Expenses");
    let count = 1 + desk.below(2);
    let bought = desk.new_expenses(count);
    let mut photos = vec![];
    for (number, (name, category)) in (1..).zip(bought) {
        let (amount, date) = (desk.money(200, 9_000), desk.day_before(10));
        let file = format!("receipt_{number}.jpg");
        let shows = format!("a receipt: {name}, {amount}, {date}");
        desk.photo(&file, "Receipts", &shows, "Town Hall", &date);
        photos.push((file, name, category, amount, date));
    }
    let mut parts = vec![];
    for (file, name, category, amount, date) in photos {
        let at = *desk.those("photo", "name", &file).first()?;
        let needs = desk.see(at, "shows");
        desk.make(
            "expense",
            &[
                ("name", name, needs),
                ("amount", &amount, needs),
                ("category", category, 0),
                ("date", &date, needs),
            ],
        );
        parts.push(format!("{file} in the category {category}"));
    }
    let other = desk.money(200, 9_000);
    desk.tempt_new("expense", "amount", &other, 0);
    Some(format!(
        "Enter into the expenses what the photos in the album Receipts show, each with what it was for, amount and day as they stand on the receipt and without a note: {}.",
        list(&parts)
    ))
}

/// Record something under a name.
pub(super) fn record(desk: &mut Desk) -> Option<String> {
    desk.about("Recorder");
    let count = 1 + desk.below(2);
    let drawn = desk.new_recordings(count + 1);
    let [right @ .., other] = &drawn[..] else {
        return None;
    };
    let (date, time) = (desk.written(Kind::Date, desk.today), desk.clock());
    for name in right {
        desk.make(
            "recording",
            &[
                ("name", name, 0),
                ("length", "0:00", 0),
                ("date", &date, 0),
                ("time", &time, 0),
            ],
        );
    }
    desk.tempt_new("recording", "name", other, 0);
    let names: Vec<String> = right.iter().map(|name| format!("\"{name}\"")).collect();
    let what = if count == 1 {
        "a recording and save it as"
    } else {
        "two recordings and save them as"
    };
    Some(format!("Make {what} {}.", list(&names)))
}

/// Give one or two recordings another name.
pub(super) fn rename(desk: &mut Desk) -> Option<String> {
    desk.about("Recorder");
    let count = 1 + desk.below(2);
    let all = desk.all("recording");
    let drawn = desk.some(&all, count + 1);
    let [right @ .., other] = &drawn[..] else {
        return None;
    };
    let (names, mut parts) = (desk.new_recordings(count), vec![]);
    for (&at, to) in right.iter().zip(&names) {
        parts.push(format!("\"{}\" to \"{to}\"", desk.text(at, "name")));
        desk.set(at, "name", to, 0);
        desk.tempt(*other, "name", to, 0);
        let theirs = desk.text(*other, "name");
        desk.tempt(at, "name", &theirs, 0);
    }
    let noun = if count == 1 {
        "recording"
    } else {
        "recordings"
    };
    Some(format!("Rename the {noun} {}.", list(&parts)))
}

/// Delete all that are not to be kept, which each one's screen tells.
pub(super) fn clean(desk: &mut Desk) -> Option<String> {
    desk.about("Recorder");
    let all = desk.those("recording", "kept", "off");
    if !(1..=4).contains(&all.len()) {
        return None;
    }
    for at in desk.all("recording") {
        desk.see(at, "kept");
    }
    all.into_iter().for_each(|at| desk.delete(at));
    Some("Delete every recording that is not marked to be kept for ever.".into())
}

/// Which is the longest, which each one's screen tells.
pub(super) fn longest(desk: &mut Desk) -> Option<String> {
    desk.about("Recorder");
    let mut lengths: Vec<(i32, Ref)> = vec![];
    for at in desk.all("recording") {
        desk.see(at, "length");
        lengths.push((amount::read_length(&desk.text(at, "length"))?, at));
    }
    lengths.sort_unstable();
    let [.., (second, _), (most, at)] = lengths[..] else {
        return None;
    };
    if second == most {
        return None;
    }
    let right = desk.text(at, "name");
    let mut others = desk.column("recording", "name");
    others.retain(|name| *name != right);
    desk.ask(AnswerKind::Words, &right, &others);
    Some("Which of the recordings is the longest? Answer with its name.".into())
}
