//! Files in folders.

use crate::gui::{
    case::{Desk, Ref},
    desk::apps::TEXT_SIZE,
};

const FOLDERS: &[&str] = &["Documents", "Downloads", "Pictures", "Work"];
const MORE_FOLDERS: &[&str] = &[
    "Backup", "Invoices", "Projects", "School", "Shared", "Travel",
];
/// Stems of names.
const STEMS: &[&str] = &[
    "agenda",
    "anthem",
    "article",
    "atlas",
    "budget",
    "catalogue",
    "chapter",
    "contract",
    "drawing",
    "garden",
    "guests",
    "harbour",
    "invoice",
    "journal",
    "lake",
    "lease",
    "letter",
    "manual",
    "minutes",
    "orders",
    "plan",
    "poem",
    "poster",
    "recipe",
    "report",
    "review",
    "schedule",
    "speech",
    "survey",
    "ticket",
];
/// Endings of names, and what files are.
const ENDINGS: &[(&str, &str)] = &[
    ("pdf", "document"),
    ("docx", "document"),
    ("odt", "document"),
    ("png", "picture"),
    ("jpg", "picture"),
    ("zip", "other"),
];

/// Five folders with nine or ten files.
pub(super) fn fill(desk: &mut Desk) {
    let mut folders = FOLDERS.to_vec();
    folders.extend(desk.some(MORE_FOLDERS, 1));
    for folder in &folders {
        desk.add("folder", &[("name", folder)]);
    }
    let count = 9 + desk.below(2);
    for stem in desk.some(STEMS, count) {
        let (ending, kind) = desk.one(ENDINGS);
        let folder = desk.one(&folders);
        desk.put_file(&format!("{stem}.{ending}"), kind, folder);
    }
}

impl Desk {
    /// Put a file on the desktop.
    pub(in crate::gui::desk) fn put_file(&mut self, name: &str, kind: &str, folder: &str) -> Ref {
        let size = match kind {
            "text" => TEXT_SIZE.to_owned(),
            _ => self.file_size(),
        };
        self.add(
            "file",
            &[
                ("name", name),
                ("kind", kind),
                ("folder", folder),
                ("size", &size),
            ],
        )
    }

    /// What a file that holds no text takes up.
    pub(in crate::gui::desk) fn file_size(&mut self) -> String {
        format!("{} kB", 5 + self.below(900))
    }

    /// Stems of names that no file has.
    pub(in crate::gui::desk) fn new_stems(&mut self, count: usize) -> Vec<&'static str> {
        let taken = self.column("file", "name");
        let is_free = |stem: &&&str| {
            !taken
                .iter()
                .any(|name| name.split('.').next() == Some(**stem))
        };
        let free: Vec<&str> = STEMS.iter().filter(is_free).copied().collect();
        self.some(&free, count)
    }

    /// Names of folders that are not there.
    pub(in crate::gui::desk) fn fresh_folders(&mut self, count: usize) -> Vec<&'static str> {
        let taken = self.column("folder", "name");
        let is_free = |name: &&&str| !taken.iter().any(|other| other == **name);
        let free: Vec<&str> = MORE_FOLDERS.iter().filter(is_free).copied().collect();
        self.some(&free, count)
    }
}
