//! Files.

use super::{Template, added, list, twin};
use crate::gui::{
    case::{Desk, Ref},
    wish::AnswerKind,
};

/// The templates.
pub(super) const TEMPLATES: &[Template] = &[
    added("file-move", "move files to other folders", move_to),
    added("file-copy", "copy files into other folders", copy),
    added("file-rename", "rename files", rename),
    added("file-delete", "delete files", delete),
    twin(
        "file-delete-missing",
        "file-delete",
        "the same where one of them does not exist",
        delete_missing,
    ),
    added(
        "folder-add",
        "make a folder and move files there",
        new_folder,
    ),
    added(
        "folder-delete",
        "delete a folder once what is in it is elsewhere",
        clear,
    ),
    added(
        "folder-largest",
        "answer which folder takes up the most",
        largest,
    ),
    added(
        "file-from-mail",
        "delete the file that a mail names",
        named_by_mail,
    ),
];

fn name(desk: &Desk, at: Ref) -> String {
    let (name, folder) = (desk.text(at, "name"), desk.text(at, "folder"));
    format!("{name} from {folder}")
}

fn names(desk: &Desk, files: &[Ref]) -> String {
    let names: Vec<String> = files.iter().map(|&at| name(desk, at)).collect();
    let noun = if names.len() == 1 { "file" } else { "files" };
    format!("the {noun} {}", list(&names))
}

/// The folders that a file is not in, nor another of its name.
fn elsewhere(desk: &Desk, at: Ref) -> Vec<String> {
    let name = desk.text(at, "name");
    let taken: Vec<String> = desk
        .those("file", "name", &name)
        .into_iter()
        .map(|at| desk.text(at, "folder"))
        .collect();
    let mut folders = desk.column("folder", "name");
    folders.retain(|folder| !taken.contains(folder));
    folders
}

/// Names that come to be in folders: none twice in one.
#[derive(Default)]
struct Met(Vec<[String; 2]>);

impl Met {
    fn put(&mut self, desk: &Desk, at: Ref, folder: &str) -> Option<()> {
        let place = [desk.text(at, "name"), folder.to_owned()];
        let is_free = !self.0.contains(&place);
        self.0.push(place);
        is_free.then_some(())
    }
}

/// Move one to three files.
pub(super) fn move_to(desk: &mut Desk) -> Option<String> {
    desk.about("Files");
    let count = 1 + desk.below(3);
    let all = desk.all("file");
    let (mut parts, mut met) = (vec![], Met::default());
    for at in desk.some(&all, count) {
        let folders = elsewhere(desk, at);
        let to = desk.some_of(&folders, 1).pop()?;
        met.put(desk, at, &to)?;
        parts.push(format!("{} to {to}", name(desk, at)));
        desk.set(at, "folder", &to, 0);
    }
    let noun = if count == 1 { "file" } else { "files" };
    Some(format!("Move the {noun} {}.", list(&parts)))
}

fn to_delete(desk: &mut Desk) -> Option<(Vec<Ref>, String)> {
    desk.about("Files");
    let count = 1 + desk.below(3);
    let all = desk.all("file");
    let files = desk.some(&all, count);
    // Of an empty folder nothing tells that it was looked into: the twin's is not to be empty.
    let folder = desk.text(*files.first()?, "folder");
    if desk.those("file", "folder", &folder).len() < 2 {
        return None;
    }
    let one = if count == 1 { "it" } else { "one of them" };
    let said = format!(
        "Delete {}. If {one} is not there, delete nothing and report the task as infeasible.",
        names(desk, &files)
    );
    Some((files, said))
}

/// Delete one to three, of which one may be in another folder too.
pub(in crate::gui) fn delete(desk: &mut Desk) -> Option<String> {
    let (files, said) = to_delete(desk)?;
    // None is deleted before all were found.
    let found = files.iter().fold(0, |all, &at| all | desk.see(at, "name"));
    files
        .into_iter()
        .for_each(|at| desk.delete_after(at, found));
    Some(said)
}

/// The same where the first of them does not exist, or is only elsewhere.
pub(in crate::gui) fn delete_missing(desk: &mut Desk) -> Option<String> {
    let (files, said) = to_delete(desk)?;
    let at = *files.first()?;
    let folder = desk.text(at, "folder");
    let others = desk.those("file", "folder", &folder);
    desk.vanish_among(at, "name", &others);
    Some(said)
}

/// Give one or two another name.
pub(super) fn rename(desk: &mut Desk) -> Option<String> {
    desk.about("Files");
    let count = 1 + desk.below(2);
    let all = desk.all("file");
    let files = desk.some(&all, count + 1);
    let [right @ .., other] = &files[..] else {
        return None;
    };
    let (stems, mut parts) = (desk.new_files(count), vec![]);
    for (&at, fresh) in right.iter().zip(&stems) {
        let before = desk.text(at, "name");
        let (_, kind) = before.rsplit_once('.')?;
        let (stem, _) = fresh.rsplit_once('.')?;
        let to = format!("{stem}.{kind}");
        if desk.column("file", "name").contains(&to) {
            return None;
        }
        parts.push(format!("{before} in {} to {to}", desk.text(at, "folder")));
        desk.set(at, "name", &to, 0);
        desk.tempt(at, "name", fresh, 0);
        desk.tempt(*other, "name", &to, 0);
    }
    let noun = if count == 1 { "file" } else { "files" };
    Some(format!("Rename the {noun} {}.", list(&parts)))
}

/// A file is to be made in a folder, as what is copied there is called, as large and of the same day.
pub(super) fn make_copy(desk: &mut Desk, at: Ref, folder: &str) {
    let [name, size, date] = ["name", "size", "date"].map(|field| desk.text(at, field));
    desk.make(
        "file",
        &[
            ("name", &name, 0),
            ("folder", folder, 0),
            ("size", &size, 0),
            ("date", &date, 0),
        ],
    );
}

/// Copy one or two into other folders.
pub(super) fn copy(desk: &mut Desk) -> Option<String> {
    desk.about("Files");
    let count = 1 + desk.below(2);
    let all = desk.all("file");
    let (mut parts, mut met) = (vec![], Met::default());
    for at in desk.some(&all, count) {
        let folders = elsewhere(desk, at);
        let to = desk.some_of(&folders, 1).pop()?;
        met.put(desk, at, &to)?;
        parts.push(format!("{} to {to}", name(desk, at)));
        make_copy(desk, at, &to);
    }
    let noun = if count == 1 { "file" } else { "files" };
    Some(format!(
        "Copy the {noun} {}. What is copied stays where it is.",
        list(&parts)
    ))
}

/// Make a folder and move one or two files there.
pub(super) fn new_folder(desk: &mut Desk) -> Option<String> {
    desk.about("Files");
    let count = 1 + desk.below(2);
    let folders = desk.new_folders(2);
    let [folder, other] = &folders[..] else {
        return None;
    };
    let all = desk.all("file");
    let files = desk.some(&all, count);
    if let [one, another] = files[..]
        && desk.text(one, "name") == desk.text(another, "name")
    {
        return None;
    }
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
pub(super) fn clear(desk: &mut Desk) -> Option<String> {
    desk.about("Files");
    let mut folders = desk.column("folder", "name");
    folders.retain(|folder| (1..=3).contains(&desk.those("file", "folder", folder).len()));
    let from = desk.some_of(&folders, 1).pop()?;
    let files = desk.those("file", "folder", &from);
    let mut others = desk.column("folder", "name");
    others.retain(|folder| files.iter().all(|&at| elsewhere(desk, at).contains(folder)));
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

/// Which folder takes up the most.
pub(super) fn largest(desk: &mut Desk) -> Option<String> {
    desk.about("Files");
    let folders = desk.column("folder", "name");
    // The same of an empty one here.
    for folder in &folders {
        if desk.those("file", "folder", folder).is_empty() {
            let fresh = desk.new_files(1).pop()?;
            desk.file(&fresh, folder);
        }
    }
    let size = |at: &Ref| -> u32 {
        let text = desk.text(*at, "size");
        let number = text.split(' ').next().unwrap_or_default();
        number.parse().unwrap_or_default()
    };
    let mut sizes: Vec<(u32, &String)> = folders
        .iter()
        .map(|folder| {
            let files = desk.those("file", "folder", folder);
            (files.iter().map(size).sum(), folder)
        })
        .collect();
    sizes.sort_unstable();
    let [.., (second, _), (most, right)] = sizes[..] else {
        return None;
    };
    if second == most {
        return None;
    }
    let (right, mut others) = (right.clone(), folders.clone());
    others.retain(|folder| *folder != right);
    let all = desk.all("file");
    desk.add_up(&all, "size");
    desk.ask(AnswerKind::Words, &right, &others);
    Some("Which folder of the files takes up the most space? Answer with its name.".into())
}

/// A mail says which file is out of date: that one is deleted.
pub(super) fn named_by_mail(desk: &mut Desk) -> Option<String> {
    desk.about("Files");
    desk.about("Email");
    let people = desk.column("contact", "name");
    let (from, subject) = (desk.some_of(&people, 1).pop()?, "Tidying up");
    let all = desk.all("file");
    let at = *desk.some(&all, 1).first()?;
    let text = format!(
        "{} in {} is out of date",
        desk.text(at, "name"),
        desk.text(at, "folder")
    );
    let mail = desk.mail(&from, subject, &text, "Inbox", "off");
    let needs = desk.see(mail, "text");
    desk.delete_after(at, needs);
    Some(format!(
        "{from} sent you a mail with the subject \"{subject}\", which says what file is out of date. Delete that file."
    ))
}
