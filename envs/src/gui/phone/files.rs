//! Files in folders.

use crate::gui::case::Desk;

const FOLDERS: &[&str] = &["Documents", "Downloads", "Pictures", "Work"];
const MORE_FOLDERS: &[&str] = &["Backup", "Invoices", "Scans", "School", "Shared", "Travel"];
const FILES: &[&str] = &[
    "budget.xlsx",
    "report.pdf",
    "ticket.pdf",
    "cv.docx",
    "map.png",
    "cat.jpg",
    "lease.pdf",
    "anthem.mp3",
    "poem.txt",
    "invoice.pdf",
    "lake.jpg",
    "plan.docx",
    "slides.pptx",
    "scan-01.pdf",
    "scan-02.pdf",
    "letter.docx",
    "poster.png",
    "backup.zip",
    "speech.mp3",
    "garden.jpg",
];
/// Days that files were changed before today, at most.
const DAYS: usize = 200;

/// Five folders with eight or nine files, of which one is in two of them.
pub(super) fn fill(desk: &mut Desk) {
    let mut folders = FOLDERS.to_vec();
    folders.extend(desk.some(MORE_FOLDERS, 1));
    for folder in &folders {
        desk.add("folder", &[("name", folder)]);
    }
    let count = 7 + desk.below(2);
    let drawn = desk.some(FILES, count);
    for &name in &drawn {
        let folder = desk.one(&folders);
        desk.file(name, folder);
    }
    let twice = desk.one(&drawn);
    let mut others = folders.clone();
    others.retain(|folder| {
        desk.those("file", "folder", folder)
            .iter()
            .all(|&at| desk.text(at, "name") != twice)
    });
    let folder = desk.one(&others);
    desk.file(twice, folder);
}

impl Desk {
    /// Put a file on the phone.
    pub(in crate::gui) fn file(&mut self, name: &str, folder: &str) {
        let size = format!("{} kB", 5 + self.below(900));
        let date = self.day_before(DAYS);
        self.add(
            "file",
            &[
                ("name", name),
                ("folder", folder),
                ("size", &size),
                ("date", &date),
            ],
        );
    }

    /// Names of folders that are not there.
    pub(in crate::gui) fn new_folders(&mut self, count: usize) -> Vec<String> {
        self.fresh(MORE_FOLDERS, "folder", "name", count)
    }

    /// Names of files that are not there.
    pub(in crate::gui) fn new_files(&mut self, count: usize) -> Vec<String> {
        self.fresh(FILES, "file", "name", count)
    }
}
