//! What forms take and refuse, and what menus and buttons do.

use super::{
    hands::{Hands, read},
    instances,
};
use crate::gui::{Def, Gui, Verb, tests::spoken::shortest_way};
use truestep_core::model::Dynamics;

/// Send the file of `file-send` to its one addressee, named like this.
fn sent_to(name: impl Fn(&Hands, usize) -> String) -> Hands {
    // One addressee, and one with an address.
    let is_it = |def: &Def| {
        let asked = &def.goal().instruction;
        let to = asked["Send ".len()..].split_once(" a mail with the file");
        (0..10).any(|row| {
            let [name, address] = ["name", "email"].map(|field| read(def, "contact", row, field));
            to.is_some_and(|(to, _)| to == name) && !address.is_empty()
        })
    };
    let mut hands = Hands::on("file-send", is_it);
    let asked = hands.def.goal().instruction.clone();
    let (to, rest) = asked["Send ".len()..].split_once(" a mail").unwrap();
    let file = rest.split_once("the file ").unwrap().1;
    let (file, folder) = file
        .split_once(" attached")
        .unwrap()
        .0
        .split_once(" in ")
        .unwrap();
    let texts: Vec<&str> = rest.split('"').collect();
    let person = hands.row("contact", "name", to);
    hands.double("icon: Files");
    hands.double(&format!("item: {folder}"));
    hands.double(&format!("item: {file}"));
    hands.click("Send by mail");
    assert!(
        hands.has(&format!("Attachment: {file}")),
        "{}",
        hands.shown()
    );
    hands.types("To", &name(&hands, person)).unwrap();
    assert!(
        hands.has(&format!("field \"To\": {to}")),
        "{}",
        hands.shown()
    );
    hands.types("Subject", texts[1]).unwrap();
    hands.types("Text", texts[3]).unwrap();
    hands.click("button: Send");
    hands
}

#[test]
fn a_person_is_written_to_by_name_or_address_in_any_case() {
    sent_to(|hands, row| hands.reads("contact", row, "name")).ends_well();
    sent_to(|hands, row| hands.reads("contact", row, "name").to_lowercase()).ends_well();
    sent_to(|hands, row| hands.reads("contact", row, "email")).ends_well();
    sent_to(|hands, row| hands.reads("contact", row, "email").to_uppercase()).ends_well();
}

#[test]
fn nobody_is_written_to_who_is_not_in_the_address_book() {
    let mut hands = Hands::on("mail-forward", |_| true);
    hands.double("icon: Mail");
    hands.click("New mail");
    let told = hands.types("To", "Somebody Else");
    Hands::refused(told, "names_nothing", "there is no contact `Somebody Else`");
    hands.types("Subject", "x").unwrap();
    hands.types("Text", "y").unwrap();
    Hands::refused(hands.does("click", "button: Send"), "missing", "`To`");
}

#[test]
fn a_text_that_was_deleted_is_made_again_as_it_was() {
    let (mut hands, [file, folder, text]) = Hands::on_a_rewrite();
    hands.double("icon: Files");
    hands.double(&format!("item: {folder}"));
    hands.right(&format!("item: {file}"));
    hands.click("menu item: Delete");
    hands.click("button: Delete");
    hands.double("icon: Editor");
    hands.click("New text");
    hands.types("Name", &file).unwrap();
    let told = hands.types("Folder", "Nowhere");
    Hands::refused(told, "names_nothing", "there is no folder `Nowhere`");
    hands.types("Folder", &folder.to_uppercase()).unwrap();
    hands.types("Text", &text).unwrap();
    hands.click("button: Save");
    hands.ends_well();
}

#[test]
fn no_two_files_of_a_folder_no_two_folders_and_no_two_sheets_are_called_the_same() {
    let is_full = |hands: &Hands| {
        let folders = hands.now("file", "folder");
        folders.iter().find_map(|folder| {
            let own = folders.iter().filter(|other| *other == folder).count();
            (own > 1).then(|| folder.clone())
        })
    };
    let mut hands = Hands::on("file-move", |_| true);
    let folder = is_full(&hands).unwrap();
    let mut folders = (0..hands.rows("folder")).map(|row| hands.reads("folder", row, "name"));
    let other = folders.find(|name| *name != folder).unwrap();
    let files: Vec<usize> = (0..hands.rows("file"))
        .filter(|&row| hands.reads("file", row, "folder") == folder)
        .collect();
    let [first, second] = [files[0], files[1]].map(|row| hands.reads("file", row, "name"));
    hands.double("icon: Files");
    hands.click("New folder");
    hands.types("Name", &other).unwrap();
    Hands::refused(hands.does("click", "Create"), "name_taken", &other);
    hands.key("escape");
    hands.double(&format!("item: {folder}"));
    hands.double(&format!("item: {first}"));
    hands.click("button: Rename");
    hands.types("Name", &second).unwrap();
    Hands::refused(hands.does("click", "button: Save"), "name_taken", &second);
    hands.key("escape");
    // A copy is made and the way leads back, as where something is moved.
    hands.click("button: Copy to");
    hands.click(&format!("item: {other}"));
    assert!(hands.has("button: Copy to"), "{}", hands.shown());
    hands.click("button: Copy to");
    let again = hands.does("click", &format!("item: {other}"));
    Hands::refused(again, "name_taken", &first);
    hands.key("escape");
    hands.click("button: Move to");
    let onto = hands.does("click", &format!("item: {other}"));
    Hands::refused(onto, "name_taken", &first);
    let mut hands = Hands::on("sheet-add", |_| true);
    let sheet = hands.reads("sheet", 0, "name");
    hands.double("icon: Sheets");
    hands.click("New sheet");
    hands.types("Name", &sheet).unwrap();
    Hands::refused(hands.does("click", "Create"), "name_taken", &sheet);
}

#[test]
fn what_is_saved_and_what_is_written_takes_up_room() {
    let mut hands = Hands::on("attachment-save", |_| true);
    let mail =
        (0..hands.rows("mail")).find(|&row| !hands.reads("mail", row, "attachment").is_empty());
    let mail = mail.unwrap();
    let (file, size) = (
        hands.reads("mail", mail, "attachment"),
        hands.reads("mail", mail, "size"),
    );
    let folder = hands.reads("folder", 0, "name");
    hands.double("icon: Mail");
    hands.click("link: Inbox");
    let subject = hands.reads("mail", mail, "subject");
    let sender = hands.reads("mail", mail, "sender");
    hands.double(&format!("item: {sender} | {subject}"));
    assert!(hands.has(&format!("Size: {size}")), "{}", hands.shown());
    hands.click("Save attachment");
    hands.click(&format!("item: {folder}"));
    assert!(hands.has("Save attachment"), "back at the mail");
    let saved = hands
        .now("file", "name")
        .iter()
        .position(|name| *name == file);
    assert_eq!(hands.now("file", "size")[saved.unwrap()], size);
}

#[test]
fn menus_leave_out_what_comes_to_nothing() {
    let mut hands = Hands::on("row-pay", |_| true);
    hands.double("icon: Sheets");
    let paid = hands.row("row", "state", "paid");
    let open = hands.row("row", "state", "open");
    for (row, is_open) in [(paid, false), (open, true)] {
        let [sheet, item] = ["sheet", "item"].map(|field| hands.reads("row", row, field));
        hands.double(&format!("item: {sheet}"));
        hands.right(&format!("item: {item} "));
        assert_eq!(hands.has("Mark as paid"), is_open, "{}", hands.shown());
        hands.key("escape");
        hands.double(&format!("item: {item} "));
        assert_eq!(hands.has("Mark as paid"), is_open, "{}", hands.shown());
        hands.key("escape");
        hands.key("escape");
    }
    let mut hands = Hands::on("attachment-save", |_| true);
    hands.double("icon: Mail");
    hands.click("link: Inbox");
    for has_file in [false, true] {
        let rows = 0..hands.rows("mail");
        let mut rows = rows.filter(|&row| hands.reads("mail", row, "box") == "Inbox");
        let row = rows.find(|&row| hands.reads("mail", row, "attachment").is_empty() != has_file);
        let row = row.unwrap();
        let [sender, subject] = ["sender", "subject"].map(|field| hands.reads("mail", row, field));
        hands.right(&format!("item: {sender} | {subject}"));
        assert_eq!(hands.has("Save attachment"), has_file, "{}", hands.shown());
        assert!(hands.has("Archive") && !hands.has("Move to inbox"));
        hands.key("escape");
    }
}

#[test]
fn a_mail_is_starred_and_put_back_by_its_menu() {
    let is_there = |def: &Def| def.goal().instruction.contains("now in Archive");
    let mut hands = Hands::on("mail-restore", is_there);
    let starred = hands.now("mail", "starred");
    hands.double("icon: Mail");
    hands.click("link: Archive");
    hands.right("item: ");
    let (before, after) = match hands.has("Remove star") {
        true => ("Remove star", "menu item: Star"),
        false => ("menu item: Star", "Remove star"),
    };
    hands.click(before);
    assert_ne!(hands.now("mail", "starred"), starred);
    hands.right("item: ");
    assert!(hands.has(after) && !hands.has(before), "{}", hands.shown());
    assert!(!hands.has("menu item: Archive"));
    let inbox = |hands: &Hands| {
        let boxes = hands.now("mail", "box");
        boxes.iter().filter(|name| *name == "Inbox").count()
    };
    let count = inbox(&hands);
    hands.click("Move to inbox");
    assert_eq!(inbox(&hands), count + 1);
}

#[test]
fn tool_bars_begin_at_the_left_where_nothing_goes_back() {
    let mut hands = Hands::on("file-move", |_| true);
    hands.double("icon: Files");
    let first = |hands: &Hands| {
        let at = hands.find("button: New folder");
        hands.def.areas(&hands.state)[at].left
    };
    let window = hands.def.areas(&hands.state)[hands.find("item: ")];
    assert_eq!(first(&hands), window.left);
}

#[test]
fn what_a_desktop_refuses_is_said_in_words_of_a_desktop() {
    for (name, def) in instances() {
        for (state, _) in shortest_way(&def) {
            let elements = def.elements(&state);
            let numbers = 0..elements.len() as u8;
            let mut verbs = vec![Verb::Back, Verb::Home, Verb::Recents, Verb::Enter];
            verbs.extend(numbers.flat_map(|number| {
                let text = def.text_of("no such thing");
                [
                    Verb::Tap(number),
                    Verb::Double(number),
                    Verb::Context(number),
                    Verb::Type(number, text),
                ]
            }));
            verbs.push(Verb::Write(def.text_of("no such thing")));
            for verb in verbs {
                if let Err(no) = Gui::admit(&def, &state, &verb) {
                    let said = no.message.to_lowercase();
                    assert!(
                        !said.contains("tap") && !said.contains("keyboard"),
                        "{name}: {said}"
                    );
                }
            }
        }
    }
}

#[test]
fn mail_is_there_where_files_can_be_sent() {
    let hands = Hands::on("file-send", |_| true);
    assert!(hands.has("icon: Mail"), "{}", hands.shown());
}
