//! Files in folders.

use crate::gui::author::{
    Act, App, Field, Given, Kind, Only, Place, Rows, Screen, Sum, Table, Then, Unit, Widget, list,
};
use bevy_ecs::prelude::{Entity, World, children};

/// Author the app.
pub(super) fn author(world: &mut World) -> Entity {
    let table = |name, order| Table {
        name,
        rows: Rows::Many,
        order,
    };
    let copy = Act::Make {
        of: "file",
        with: &[
            ("name", Given::Below("file", "name")),
            ("size", Given::Below("file", "size")),
            ("date", Given::Below("file", "date")),
            ("folder", Given::Of("name")),
        ],
        then: Then::Leave(2),
    };
    world
        .spawn((
            App { name: "Files" },
            children![
                (
                    table("folder", &["name"]),
                    children![Field::needed("name", "Name", Kind::Text)]
                ),
                (
                    table("file", &["name"]),
                    children![
                        Field::needed("name", "Name", Kind::Text),
                        Field::needed("folder", "Folder", Kind::Text),
                        Field::new("size", "Size", Kind::Amount(Unit::new(0, "kB"))),
                        Field::new("date", "Changed", Kind::Date),
                    ]
                ),
                (
                    Screen::page("folders", "Folders"),
                    children![
                        list("folder", &["name"], "folder", "No folders"),
                        Widget::Button("New folder", Place::Floating, Act::New("folder/form")),
                    ]
                ),
                (
                    Screen::record("folder", "folder", "name"),
                    children![
                        Widget::Button("Delete", Place::Bar, Act::Delete),
                        Widget::Total("Takes up", HELD, &[]),
                        IN_FOLDER,
                    ]
                ),
                (
                    Screen::form("folder/form", "folder", "Folder form"),
                    children![
                        Widget::Button("Save", Place::Bar, Act::Save),
                        Widget::Fill("name"),
                    ]
                ),
                (
                    Screen::record("file", "file", "name"),
                    children![
                        Widget::Button("Rename", Place::Bar, Act::Edit("file/form")),
                        Widget::Button("Delete", Place::Bar, Act::Delete),
                        Widget::Show("folder"),
                        Widget::Show("size"),
                        Widget::Show("date"),
                        Widget::Button("Copy to", Place::Floating, Act::Edit("file/copy")),
                        Widget::Button("Move to", Place::Floating, Act::Edit("file/move")),
                    ]
                ),
                (
                    Screen {
                        of: Some("file"),
                        ..Screen::page("file/move", "Move to")
                    },
                    children![Widget::Choose {
                        of: "folder",
                        shows: &["name"],
                        sets: ("folder", "name"),
                        empty: "No folders",
                    }]
                ),
                (
                    Screen {
                        of: Some("file"),
                        ..Screen::page("file/copy", "Copy to")
                    },
                    children![list("folder", &["name"], "folder/copy", "No folders")]
                ),
                (
                    Screen::record("folder/copy", "folder", "name"),
                    children![
                        Widget::List {
                            of: "file",
                            only: Only::Same("folder", "name"),
                            shows: &["name", "size"],
                            opens: None,
                            turns: None,
                            empty: "This folder is empty",
                        },
                        Widget::Button("Copy here", Place::Floating, copy),
                    ]
                ),
                (
                    Screen::form("file/form", "file", "New name"),
                    children![
                        Widget::Button("Save", Place::Bar, Act::Save),
                        Widget::Fill("name"),
                    ]
                ),
            ],
        ))
        .id()
}

/// The files of the folder that is open.
pub(in crate::gui) const IN_FOLDER: Widget = Widget::List {
    of: "file",
    only: Only::Same("folder", "name"),
    shows: &["name", "size"],
    opens: Some("file"),
    turns: None,
    empty: "This folder is empty",
};

pub(in crate::gui) const HELD: &[Sum] = &[Sum {
    of: "file",
    only: Only::Same("folder", "name"),
    field: Some("size"),
}];
