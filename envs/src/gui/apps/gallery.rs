//! Gallery: photos in albums, and what the camera has taken since.

use crate::gui::author::{
    Act, App, Field, Given, Kind, Only, Place, Rows, Screen, Table, Then, Unit, Widget, list,
};
use bevy_ecs::prelude::{Entity, World, children};

/// The albums a photo can be in.
pub(in crate::gui) const ALBUMS: &[&str] = &["Camera", "Family", "Travel", "Receipts"];

/// Author the app.
pub(super) fn author(world: &mut World) -> Entity {
    let table = Table {
        name: "photo",
        rows: Rows::Many,
        order: &["-date", "name"],
    };
    let copy = Act::Make {
        of: "file",
        with: &[
            ("name", Given::Below("photo", "name")),
            ("size", Given::Below("photo", "size")),
            ("date", Given::Below("photo", "date")),
            ("folder", Given::Of("name")),
        ],
        then: Then::Leave(2),
    };
    world
        .spawn((
            App { name: "Gallery" },
            children![
                (
                    table,
                    children![
                        Field::needed("name", "Name", Kind::Text),
                        Field::new("album", "Album", Kind::Choice(ALBUMS)),
                        Field::new("shows", "Shows", Kind::Text),
                        Field::new("place", "Place", Kind::Text),
                        Field::new("date", "Date", Kind::Date),
                        Field::new("size", "Size", Kind::Amount(Unit::new(0, "kB"))),
                    ]
                ),
                (
                    Screen::page("albums", "Albums"),
                    children![
                        Widget::Link("Camera", "album/camera"),
                        Widget::Link("Family", "album/family"),
                        Widget::Link("Travel", "album/travel"),
                        Widget::Link("Receipts", "album/receipts"),
                        Widget::Link("New shots", "shots"),
                    ]
                ),
                (
                    Screen::page("shots", "New shots"),
                    children![list(
                        "shot",
                        &["kind", "date", "time"],
                        "shots/one",
                        "Nothing was taken yet"
                    )]
                ),
                (
                    Screen::record("shots/one", "shot", "kind"),
                    children![
                        Widget::Button("Delete", Place::Bar, Act::Delete),
                        Widget::Show("lens"),
                        Widget::Show("size"),
                        Widget::Show("date"),
                        Widget::Show("time"),
                    ]
                ),
                (
                    Screen::page("album/camera", "Camera"),
                    children![photos("Camera")]
                ),
                (
                    Screen::page("album/family", "Family"),
                    children![photos("Family")]
                ),
                (
                    Screen::page("album/travel", "Travel"),
                    children![photos("Travel")]
                ),
                (
                    Screen::page("album/receipts", "Receipts"),
                    children![photos("Receipts")]
                ),
                (
                    Screen::record("photo", "photo", "name"),
                    children![
                        Widget::Button("Delete", Place::Bar, Act::Delete),
                        Widget::Show("shows"),
                        Widget::Show("place"),
                        Widget::Show("date"),
                        Widget::Show("size"),
                        Widget::Live("album"),
                        Widget::Button("Copy to files", Place::Floating, Act::Edit("photo/copy")),
                    ]
                ),
                (
                    Screen {
                        of: Some("photo"),
                        ..Screen::page("photo/copy", "Copy to")
                    },
                    children![list("folder", &["name"], "photo/copy/here", "No folders")]
                ),
                (
                    Screen::record("photo/copy/here", "folder", "name"),
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
            ],
        ))
        .id()
}

/// The photos of an album, the last one first.
const fn photos(album: &'static str) -> Widget {
    Widget::List {
        of: "photo",
        only: Only::Choice("album", album),
        shows: &["name", "date"],
        opens: Some("photo"),
        turns: None,
        empty: "No photos in this album",
    }
}
