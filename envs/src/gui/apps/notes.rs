//! Notes in folders.

use crate::gui::author::{Act, App, Field, Kind, Only, Place, Rows, Screen, Table, Widget};
use bevy_ecs::prelude::{Entity, World, children};

/// Author the app.
pub(super) fn author(world: &mut World) -> Entity {
    let table = Table {
        name: "note",
        rows: Rows::Many,
        order: &["title"],
    };
    world
        .spawn((
            App { name: "Notes" },
            children![
                (
                    table,
                    children![
                        Field::needed("title", "Title", Kind::Text),
                        Field::new(
                            "folder",
                            "Folder",
                            Kind::Choice(&["Personal", "Work", "Ideas", "Archive"])
                        ),
                        Field::new("text", "Text", Kind::Text),
                    ]
                ),
                (
                    Screen::page("notes", "Folders"),
                    children![
                        Widget::Link("Personal", "notes/personal"),
                        Widget::Link("Work", "notes/work"),
                        Widget::Link("Ideas", "notes/ideas"),
                        Widget::Link("Archive", "notes/archive"),
                        Widget::Button("New note", Place::Floating, Act::New("note/form")),
                    ]
                ),
                (
                    Screen::page("notes/personal", "Personal"),
                    children![folder("Personal")]
                ),
                (
                    Screen::page("notes/work", "Work"),
                    children![folder("Work")]
                ),
                (
                    Screen::page("notes/ideas", "Ideas"),
                    children![folder("Ideas")]
                ),
                (
                    Screen::page("notes/archive", "Archive"),
                    children![folder("Archive")]
                ),
                (
                    Screen::record("note", "note", "title"),
                    children![
                        Widget::Button("Edit", Place::Bar, Act::Edit("note/form")),
                        Widget::Button("Delete", Place::Bar, Act::Delete),
                        Widget::Live("folder"),
                        Widget::Show("text"),
                        Widget::Button(
                            "Move to archive",
                            Place::Floating,
                            Act::Set("folder", "Archive")
                        ),
                    ]
                ),
                (
                    Screen::form("note/form", "note", "Note form"),
                    children![
                        Widget::Button("Save", Place::Bar, Act::Save),
                        Widget::Fill("title"),
                        Widget::Fill("folder"),
                        Widget::Fill("text"),
                    ]
                ),
            ],
        ))
        .id()
}

/// The notes of a folder.
const fn folder(name: &'static str) -> Widget {
    Widget::List {
        of: "note",
        only: Only::Choice("folder", name),
        shows: &["title"],
        opens: Some("note"),
        turns: None,
        empty: "No notes in this folder",
    }
}
