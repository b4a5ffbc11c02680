//! More of recipes and files.

use super::{Template, added, list};
use crate::gui::{
    case::{Desk, Ref},
    wish::AnswerKind,
};

/// The templates.
pub(super) const TEMPLATES: &[Template] = &[
    added("recipe-correct", "correct how long recipes take", correct),
    added(
        "recipe-count-with",
        "count the recipes with an ingredient",
        count_with,
    ),
    added(
        "recipe-from-photo",
        "add a recipe whose ingredients a photo shows",
        from_photo,
    ),
    added(
        "recipe-to-note",
        "write the ingredients of a recipe into a note",
        to_note,
    ),
    added(
        "file-clean",
        "delete the files of a folder that are older than a day",
        clean_files,
    ),
    added(
        "file-newest",
        "answer which file of a folder was changed last",
        newest,
    ),
    added(
        "file-move-largest",
        "move the two largest files of a folder to another",
        move_largest,
    ),
];

/// Correct how long one or two take.
fn correct(desk: &mut Desk) -> Option<String> {
    desk.about("Recipes");
    let (all, count) = (desk.all("recipe"), 1 + desk.below(2));
    let recipes = desk.some(&all, count + 1);
    let [right @ .., other] = &recipes[..] else {
        return None;
    };
    let mut parts = vec![];
    for &at in right {
        let minutes = desk.minutes();
        if minutes == desk.text(at, "minutes") {
            return None;
        }
        desk.set(at, "minutes", &minutes, 0);
        desk.tempt(*other, "minutes", &minutes, 0);
        parts.push(format!("\"{}\" takes {minutes}", desk.text(at, "name")));
    }
    let (what, them) = match parts.len() {
        1 => ("a recipe", "it"),
        _ => ("two recipes", "them"),
    };
    Some(format!(
        "Correct {what}: {}. Everything else about {them} stays.",
        list(&parts)
    ))
}

/// Whether a recipe has an ingredient.
fn has(desk: &Desk, at: Ref, ingredient: &str) -> bool {
    desk.text(at, "ingredients")
        .split(", ")
        .any(|part| part == ingredient)
}

/// How many have an ingredient, which the screen of each tells.
fn count_with(desk: &mut Desk) -> Option<String> {
    desk.about("Recipes");
    let all = desk.all("recipe");
    let at = desk.one(&all);
    let parts: Vec<String> = desk
        .text(at, "ingredients")
        .split(", ")
        .map(str::to_owned)
        .collect();
    let ingredient = desk.some_of(&parts, 1).pop()?;
    for &at in &all {
        desk.see(at, "ingredients");
    }
    let right = all.iter().filter(|&&at| has(desk, at, &ingredient));
    let right = right.count();
    desk.ask_count(right);
    Some(format!(
        "How many of the recipes have {ingredient} among their ingredients? Answer with a number."
    ))
}

/// A photo shows what a dish is made of: it is added.
fn from_photo(desk: &mut Desk) -> Option<String> {
    desk.about("Gallery");
    desk.about("Recipes");
    let dishes = desk.new_dishes(2);
    let [(name, ingredients, _), (_, other, _)] = dishes[..] else {
        return None;
    };
    let album = desk.one(&["Camera", "Family", "Travel"]);
    let (date, file) = (desk.day_before(20), "cookbook.jpg");
    desk.photo(file, album, ingredients, "Old Library", &date);
    let photo = *desk.those("photo", "name", file).first()?;
    let needs = desk.see(photo, "shows");
    let minutes = desk.minutes();
    desk.make(
        "recipe",
        &[
            ("name", name, 0),
            ("minutes", &minutes, 0),
            ("serves", "1", 0),
            ("ingredients", ingredients, needs),
        ],
    );
    desk.tempt_new("recipe", "ingredients", other, 0);
    Some(format!(
        "The photo {file} in the album {album} shows what \"{name}\" is made of. Add it to the recipes with these ingredients, written as they stand there. It takes {minutes} and serves 1. Leave the directions empty."
    ))
}

/// The ingredients of one are written into a note.
fn to_note(desk: &mut Desk) -> Option<String> {
    desk.about("Recipes");
    desk.about("Notes");
    let all = desk.all("recipe");
    let recipes = desk.some(&all, 2);
    let [at, other] = recipes[..] else {
        return None;
    };
    let [text, theirs] = [at, other].map(|at| desk.text(at, "ingredients"));
    let needs = desk.see(at, "ingredients");
    let folder = desk.one(&["Personal", "Work", "Ideas"]);
    desk.make(
        "note",
        &[
            ("title", "To buy", 0),
            ("folder", folder, 0),
            ("text", &text, needs),
        ],
    );
    desk.tempt_new("note", "text", &theirs, needs);
    Some(format!(
        "Write a note with the title \"To buy\" in the folder {folder} whose text is the list of ingredients of the recipe \"{}\", as it stands there.",
        desk.text(at, "name")
    ))
}

/// A folder with some files.
fn folder_of_files(desk: &mut Desk, least: usize, most: usize) -> Option<(String, Vec<Ref>)> {
    let mut folders = desk.column("folder", "name");
    folders.retain(|name| (least..=most).contains(&desk.those("file", "folder", name).len()));
    let folder = desk.some_of(&folders, 1).pop()?;
    let files = desk.those("file", "folder", &folder);
    Some((folder, files))
}

/// Delete what is older than a day, which the screen of each tells.
fn clean_files(desk: &mut Desk) -> Option<String> {
    desk.about("Files");
    let (folder, files) = folder_of_files(desk, 2, 5)?;
    let mut days = files.clone();
    days.sort_by_key(|&at| desk.number(at, "date"));
    let last = 1 + desk.below(days.len() - 1);
    let bound = desk.text(days[last], "date");
    for &at in &files {
        let bit = desk.see(at, "date");
        if desk.text(at, "date") < bound {
            desk.delete_after(at, bit);
        }
    }
    if desk.text(days[0], "date") == bound {
        return None;
    }
    Some(format!(
        "Delete every file in the folder {folder} that was last changed before {bound}, and no other."
    ))
}

/// Which was changed last, which the screen of each tells.
fn newest(desk: &mut Desk) -> Option<String> {
    desk.about("Files");
    let (folder, files) = folder_of_files(desk, 2, 5)?;
    for &at in &files {
        desk.see(at, "date");
    }
    let mut days = files;
    days.sort_by_key(|&at| desk.number(at, "date"));
    let [.., second, at] = days[..] else {
        return None;
    };
    if desk.text(second, "date") == desk.text(at, "date") {
        return None;
    }
    let right = desk.text(at, "name");
    let mut others = desk.column("file", "name");
    others.retain(|name| *name != right);
    desk.ask(AnswerKind::Words, &right, &others);
    Some(format!(
        "Which file in the folder {folder} was changed last? Answer with its full name, ending included."
    ))
}

/// Move the two largest, which the list of the folder tells.
fn move_largest(desk: &mut Desk) -> Option<String> {
    desk.about("Files");
    let (from, files) = folder_of_files(desk, 3, 6)?;
    for &at in &files {
        desk.see(at, "size");
    }
    let mut sizes = files;
    sizes.sort_by_key(|&at| desk.number(at, "size"));
    let [.., third, second, first] = sizes[..] else {
        return None;
    };
    if desk.number(third, "size") == desk.number(second, "size") {
        return None;
    }
    let mut folders = desk.column("folder", "name");
    for at in [first, second] {
        let others = desk.those("file", "name", &desk.text(at, "name"));
        folders.retain(|folder| others.iter().all(|&at| desk.text(at, "folder") != *folder));
    }
    let to = desk.some_of(&folders, 1).pop()?;
    for at in [first, second] {
        desk.set(at, "folder", &to, 0);
    }
    Some(format!(
        "Move the two largest files in the folder {from} to {to}. The others stay where they are."
    ))
}
