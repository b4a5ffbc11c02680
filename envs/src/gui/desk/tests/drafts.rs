//! Forms that are open in one window while something is done in another.

use super::{
    hands::{Hands, read},
    task_with,
};
use crate::gui::{
    Def, Gui, State,
    state::Ended,
    tests::{by_the_menu, mendable::nearer, menu, step, text},
};
use truestep_core::{
    chance::{Chance as _, Seed},
    model::Planner as _,
};

/// Hold the distance of a state against its menu's.
fn agrees(def: &Def, state: &State, told: &str) {
    let (said, expected) = (Gui::distance(def, state), by_the_menu(def, state));
    assert_eq!(said, expected, "{}\n{told}", def.goal().instruction);
}

/// Do what menus have, by luck, and hold every distance on the way against the menu.
fn wander(hands: &Hands, told: &str) {
    for luck in 0..2 {
        let mut luck = Seed(luck).stream("wander").sampled();
        let (mut state, mut way) = (hands.state.clone(), told.to_owned());
        for _ in 0..6 {
            agrees(&hands.def, &state, &way);
            let verbs = menu(&hands.def, &state);
            let verb = &verbs[luck.below(verbs.len() as u32) as usize];
            let mut next = state.clone();
            step(&hands.def, &mut next, verb);
            if next.ended == Ended::No {
                way += &format!(", {}", text(&hands.def, verb));
                state = next;
            }
        }
    }
}

/// The first text file: its number, name and folder.
fn a_text(hands: &Hands) -> (usize, String, String) {
    let row = hands.row("file", "kind", "text");
    let [name, folder] = ["name", "folder"].map(|field| hands.reads("file", row, field));
    (row, name, folder)
}

#[test]
fn a_form_writes_nothing_that_was_not_changed_in_it() {
    let (mut hands, [file, folder, text]) = Hands::on_a_rewrite();
    hands.double("icon: Files");
    hands.double(&format!("item: {folder}"));
    hands.double(&format!("item: {file}"));
    hands.click("button: Rename");
    hands.double("icon: Editor");
    hands.double(&format!("item: {file}"));
    hands.click("button: Edit");
    hands.types("Text", &text).unwrap();
    hands.click("button: Save");
    hands.click("task \"Files\"");
    hands.click("button: Save");
    hands.ends_well();
}

#[test]
fn what_two_forms_changed_of_a_record_stands_in_it() {
    let mut hands = Hands::on("text-rewrite", |_| true);
    let (row, file, folder) = a_text(&hands);
    let folders = hands.now("folder", "name");
    let other = folders.iter().find(|name| **name != folder).unwrap();
    hands.double("icon: Editor");
    hands.double(&format!("item: {file}"));
    hands.click("button: Edit");
    hands.types("Text", "Something else").unwrap();
    hands.double("icon: Files");
    hands.double(&format!("item: {folder}"));
    hands.double(&format!("item: {file}"));
    hands.click("button: Rename");
    hands.types("Name", "other.txt").unwrap();
    hands.click("button: Save");
    hands.click("button: Move to");
    hands.click(&format!("item: {other}"));
    hands.click("task \"Editor\"");
    assert!(
        hands.has("field \"Text\": Something else"),
        "{}",
        hands.shown()
    );
    hands.click("button: Save");
    let table = hands.def.phone.table("file").unwrap();
    let held = hands.def.row(&hands.state.changes, table, row as u16);
    let [name, place, text] = ["name", "folder", "text"].map(|field| {
        let field = hands.def.phone.field(table, field).unwrap();
        hands.def.text(table, field, held.unwrap())
    });
    assert_eq!(
        [&*name, &*place, &*text],
        ["other.txt", other, "Something else"]
    );
}

#[test]
fn distances_are_those_of_the_menu_while_a_form_is_open_in_a_second_window() {
    for name in ["file-move", "file-rename", "text-rewrite", "text-copy"] {
        for seed in 1..4 {
            let Some(def) = task_with(name, seed, &[]) else {
                continue;
            };
            let has = |app: &str| {
                let app = def.phone.app(app);
                app.is_some_and(|app| def.apps.contains(&app))
            };
            if !has("Files") || !has("Editor") {
                continue;
            }
            let state = def.start();
            let mut hands = Hands { def, state };
            let (_, file, folder) = a_text(&hands);
            let folders = hands.now("folder", "name");
            let other = folders.iter().find(|name| **name != folder).unwrap();
            hands.double("icon: Editor");
            hands.double(&format!("item: {file}"));
            hands.click("button: Edit");
            hands.double("icon: Files");
            hands.double(&format!("item: {folder}"));
            hands.double(&format!("item: {file}"));
            let told = format!("{name} {seed}, {file} is edited");
            wander(&hands, &told);
            let before = hands.state.clone();
            hands.click("button: Rename");
            hands.types("Name", "zz.txt").unwrap();
            hands.click("button: Save");
            wander(&hands, &format!("{told} and renamed"));
            hands.click("task \"Editor\"");
            wander(&hands, &format!("{told}, renamed, seen again"));
            hands.types("Text", "Nonsense").unwrap();
            wander(&hands, &format!("{told}, renamed, seen again, typed into"));
            hands.state = before;
            hands.click("button: Move to");
            hands.click(&format!("item: {other}"));
            hands.click("task \"Editor\"");
            wander(&hands, &format!("{told}, moved, seen again"));
        }
    }
}

#[test]
fn a_text_is_not_saved_into_a_folder_that_is_gone() {
    let mut all = (1..60).filter_map(|seed| task_with("folder-delete", seed, &[]));
    let def = all.find(|def| {
        let editor = def.phone.app("Editor");
        editor.is_some_and(|app| def.apps.contains(&app))
    });
    let def = def.unwrap();
    let state = def.start();
    let mut hands = Hands { def, state };
    let asked = hands.def.goal().instruction.clone();
    let (folder, rest) = asked["Move everything that is in the folder ".len()..]
        .split_once(" to ")
        .unwrap();
    let to = rest.split_once('.').unwrap().0;
    hands.double("icon: Editor");
    hands.click("New text");
    hands.types("Name", "a.txt").unwrap();
    hands.types("Folder", folder).unwrap();
    hands.double("icon: Files");
    hands.double(&format!("item: {folder}"));
    for row in 0..hands.rows("file") {
        if read(&hands.def, "file", row, "folder") == folder {
            hands.right(&format!("item: {}", read(&hands.def, "file", row, "name")));
            // There is no move in the menu of a line: it opens a screen.
            hands.click("Move to");
            hands.click(&format!("item: {to}"));
        }
    }
    hands.click("button: Delete");
    hands.click("button: Delete");
    hands.click("task \"Editor\"");
    let told = hands.does("click", "button: Save");
    Hands::refused(
        told,
        "names_nothing",
        &format!("there is no folder `{folder}`"),
    );
    agrees(&hands.def, &hands.state, "the folder is gone");
    hands.types("Folder", to).unwrap();
    hands.click("button: Save");
    assert!(hands.now("file", "name").contains(&"a.txt".to_owned()));
}

#[test]
fn who_has_no_address_is_not_written_to() {
    for name in [
        "mail-forward",
        "mail-send",
        "text-to-mail",
        "sheet-total-to-mail",
        "file-send",
    ] {
        for seed in 1..30 {
            let Some(def) = task_with(name, seed, &[]) else {
                continue;
            };
            for row in 0..def.base[usize::from(def.phone.table("contact").unwrap())].len() {
                let [person, address] =
                    ["name", "email"].map(|field| read(&def, "contact", row, field));
                let asked = &def.goal().instruction;
                let rest = asked.split_once("Send ").or(asked.split_once(" to "));
                let to = rest.is_some_and(|(_, rest)| rest.contains(&person));
                assert!(
                    !to || !address.is_empty() || name == "mail-forward",
                    "{name} {seed}: {asked}"
                );
            }
        }
    }
    let mut hands = Hands::on("mail-send", |def| {
        let rows = def.base[usize::from(def.phone.table("contact").unwrap())].len();
        (0..rows).any(|row| read(def, "contact", row, "email").is_empty())
    });
    let row = hands.row("contact", "email", "");
    let person = hands.reads("contact", row, "name");
    hands.double("icon: Mail");
    hands.click("New mail");
    let told = hands.types("To", &person);
    Hands::refused(told, "names_nothing", &format!("{person} has no `Address`"));
}

#[test]
fn names_that_differ_in_case_alone_are_the_same() {
    let mut hands = Hands::on("file-move", |_| true);
    hands.double("icon: Files");
    hands.click("New folder");
    hands.types("Name", "WORK").unwrap();
    Hands::refused(hands.does("click", "Create"), "name_taken", "WORK");
    // Lists do not put all small letters last.
    hands.types("Name", "drafts").unwrap();
    hands.click("Create");
    let shown = hands.shown();
    let at = |name: &str| shown.find(&format!("item: {name}")).expect("it is listed");
    assert!(
        at("Documents") < at("Downloads") && at("Downloads") < at("drafts"),
        "{shown}"
    );
    assert!(at("drafts") < at("Pictures"), "{shown}");
    let mut hands = Hands::on("sheet-add", |_| true);
    let sheet = hands.reads("sheet", 0, "name").to_lowercase();
    hands.double("icon: Sheets");
    hands.click("New sheet");
    hands.types("Name", &sheet).unwrap();
    Hands::refused(hands.does("click", "Create"), "name_taken", &sheet);
}

#[test]
fn a_text_can_be_emptied_and_a_name_cannot() {
    let mut hands = Hands::on("text-rewrite", |_| true);
    let (row, file, _) = a_text(&hands);
    hands.double("icon: Editor");
    hands.double(&format!("item: {file}"));
    hands.click("button: Edit");
    hands.types("Text", "").unwrap();
    assert!(hands.has("field \"Text\""), "{}", hands.shown());
    hands.click("button: Save");
    assert_eq!(hands.now("file", "text")[row], "");
    hands.double("icon: Files");
    hands.click("New folder");
    hands.types("Name", "x").unwrap();
    Hands::refused(hands.types("Name", ""), "needed", "`Name`");
    assert!(hands.has("field \"Name\": x"), "{}", hands.shown());
}

#[test]
fn a_folder_whose_name_was_taken_is_made_again_once_that_name_is_free() {
    let is_empty = |def: &Def, folder: &str| {
        let table = def.phone.table("file").unwrap();
        let mut rows = 0..def.base[usize::from(table)].len();
        rows.all(|row| read(def, "file", row, "folder") != folder)
            && !def.goal().instruction.contains(folder)
    };
    let empty = |def: &Def| {
        let rows = def.base[usize::from(def.phone.table("folder").unwrap())].len();
        let mut names = (0..rows).map(|row| read(def, "folder", row, "name"));
        names.find(|name| is_empty(def, name))
    };
    let mut hands = Hands::on("file-rename", |def| empty(def).is_some());
    let folder = empty(&hands.def).unwrap();
    hands.double("icon: Files");
    hands.right(&format!("item: {folder}"));
    hands.click("menu item: Delete");
    hands.click("button: Delete");
    hands.click("New folder");
    hands.types("Name", &folder.to_lowercase()).unwrap();
    hands.click("Create");
    wander(&hands, &format!("{folder} is there in small letters"));
    for _ in 0..60 {
        if hands.state.ended != Ended::No {
            break;
        }
        let verb = nearer(&hands.def, &hands.state).expect("a nearer state");
        step(&hands.def, &mut hands.state, &verb);
    }
    assert_eq!(hands.state.ended, Ended::Solved);
}
