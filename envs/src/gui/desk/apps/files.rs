//! Files in folders.

use crate::gui::apps::files::{HELD, IN_FOLDER};
use crate::gui::author::{
    Act, App, Field, Given, Kind, Only, Place, Rows, Screen, Table, Then, Unique, Unit, Widget,
    list,
};
use bevy_ecs::prelude::{Entity, World, children};

/// What files are.
pub(in crate::gui::desk) const KINDS: &[&str] = &["document", "text", "sheet", "picture", "other"];

/// What a text takes up: none is longer than 200 bytes, and sizes are whole kilobytes.
pub(in crate::gui::desk) const TEXT_SIZE: &str = "1 kB";

/// Author the app.
pub(super) fn author(world: &mut World) -> Entity {
    let table = |name, order| Table {
        name,
        rows: Rows::Many,
        order,
    };
    let button = |label, act| Widget::Button(label, Place::Bar, act);
    world
        .spawn((
            App { name: "Files" },
            children![
                (
                    table("folder", &["name"]),
                    Unique(&["name"]),
                    children![Field::needed("name", "Name", Kind::Text)]
                ),
                (
                    table("file", &["name"]),
                    Unique(&["name", "folder"]),
                    children![
                        Field::needed("name", "Name", Kind::Text),
                        Field::needed("folder", "Folder", Kind::Text).naming("folder", &["name"]),
                        Field::new("kind", "Kind", Kind::Choice(KINDS)),
                        Field::new("size", "Size", Kind::Amount(Unit::new(0, "kB"))),
                        Field::new("text", "Text", Kind::Text),
                    ]
                ),
                (
                    Screen::page("folders", "Home"),
                    children![
                        button("New folder", Act::New("folder/form")),
                        list("folder", &["name"], "folder", "No folders"),
                    ]
                ),
                (
                    Screen::record("folder", "folder", "name"),
                    children![
                        button("Delete", Act::Delete),
                        IN_FOLDER,
                        Widget::Total("Takes up", HELD, &[]),
                    ]
                ),
                (
                    Screen::form("folder/form", "folder", "New folder"),
                    children![button("Create", Act::Save), Widget::Fill("name")]
                ),
                (
                    Screen::record("file", "file", "name"),
                    children![
                        button("Rename", Act::Edit("file/rename")),
                        button("Move to", Act::Edit("file/move")),
                        button("Copy to", Act::Edit("file/copy")),
                        button("Send by mail", Act::Edit("file/send")),
                        button("Delete", Act::Delete),
                        Widget::Show("folder"),
                        Widget::Show("kind"),
                        Widget::Show("size"),
                    ]
                ),
                (
                    Screen::form("file/rename", "file", "Rename"),
                    children![button("Save", Act::Save), Widget::Fill("name")]
                ),
                (
                    of_file("file/move", "Move to"),
                    children![Widget::Choose {
                        of: "folder",
                        shows: &["name"],
                        sets: ("folder", "name"),
                        empty: "No folders",
                    }]
                ),
                (
                    of_file("file/copy", "Copy to"),
                    children![Widget::Adds {
                        of: "folder",
                        only: Only::All,
                        shows: &["name"],
                        to: "file",
                        from: COPIED,
                        line: &[("folder", "name")],
                        then: Then::Leave(1),
                        empty: "No folders",
                    }]
                ),
                (
                    Screen {
                        drafts: Some("sent mail"),
                        ..of_file("file/send", "Send by mail")
                    },
                    children![
                        button("Send", SEND),
                        Widget::Fill("to"),
                        Widget::Fill("subject"),
                        Widget::Fill("text"),
                        Widget::ShowAs("Attachment", "name"),
                    ]
                ),
            ],
        ))
        .id()
}

const fn of_file(name: &'static str, title: &'static str) -> Screen {
    Screen {
        of: Some("file"),
        ..Screen::page(name, title)
    }
}

/// What a copy has of the file that it is one of.
const COPIED: &[(&str, &str)] = &[
    ("name", "name"),
    ("kind", "kind"),
    ("size", "size"),
    ("text", "text"),
];
const SEND: Act = Act::Make {
    of: "sent mail",
    with: &[
        ("attachment", Given::Of("name")),
        ("date", Given::Today),
        ("time", Given::Now),
    ],
    then: Then::Leave(1),
};
