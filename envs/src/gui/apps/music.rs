//! Music: songs, playlists whose songs have places, and a play queue.

use crate::gui::author::{
    Act, App, Field, Kind, Only, Place, Rows, Screen, Table, Then, Unit, Widget, list,
};
use bevy_ecs::prelude::{Entity, World, children};

/// Places in a list are plain numbers.
const PLACE: Kind = Kind::Amount(Unit::new(0, ""));
pub(in crate::gui) const GENRES: &[&str] = &["Jazz", "Folk", "Rock", "Classical"];

/// Author the app.
pub(super) fn author(world: &mut World) -> Entity {
    let songs = Table {
        name: "song",
        rows: Rows::Log,
        order: &["title"],
    };
    let playlists = Table {
        name: "playlist",
        rows: Rows::Many,
        order: &["name"],
    };
    let entries = Table {
        name: "playlist entry",
        rows: Rows::Ranked("playlist", "place"),
        order: &["playlist", "place"],
    };
    let queued = Table {
        name: "queue entry",
        rows: Rows::Ranked("queue", "place"),
        order: &["place"],
    };
    world
        .spawn((
            App { name: "Music" },
            children![
                (
                    songs,
                    children![
                        Field::needed("title", "Title", Kind::Text),
                        Field::needed("artist", "Artist", Kind::Text),
                        Field::new("genre", "Genre", Kind::Choice(GENRES)),
                        Field::needed("length", "Length", Kind::Length),
                    ]
                ),
                (
                    playlists,
                    children![Field::needed("name", "Name", Kind::Text)]
                ),
                (
                    entries,
                    children![
                        Field::needed("playlist", "Playlist", Kind::Text),
                        Field::new("place", "Position", PLACE),
                        Field::needed("song", "Song", Kind::Text),
                        Field::new("artist", "Artist", Kind::Text),
                        Field::new("length", "Length", Kind::Length),
                    ]
                ),
                (
                    queued,
                    children![
                        Field::new("queue", "Queue", Kind::Choice(&["play queue"])),
                        Field::new("place", "Position", PLACE),
                        Field::needed("song", "Song", Kind::Text),
                    ]
                ),
                (
                    Screen::page("music", "Music"),
                    children![
                        Widget::Link("Songs", "songs"),
                        Widget::Link("Playlists", "playlists"),
                        Widget::Link("Play queue", "queue"),
                    ]
                ),
                (
                    Screen::page("songs", "Songs"),
                    children![list("song", &["title", "artist"], "song", "No songs")]
                ),
                (
                    Screen::record("song", "song", "title"),
                    children![
                        Widget::Show("artist"),
                        Widget::Show("genre"),
                        Widget::Show("length"),
                    ]
                ),
                (
                    Screen::page("playlists", "Playlists"),
                    children![
                        list("playlist", &["name"], "playlist", "No playlists"),
                        Widget::Button("New playlist", Place::Floating, Act::New("playlist/form")),
                    ]
                ),
                (
                    Screen::form("playlist/form", "playlist", "Playlist form"),
                    children![
                        Widget::Button("Save", Place::Bar, Act::Save),
                        Widget::Fill("name"),
                    ]
                ),
                (
                    Screen::record("playlist", "playlist", "name"),
                    children![
                        Widget::Button(
                            "Delete",
                            Place::Bar,
                            Act::DeleteWith(&[("playlist entry", "playlist", "name")])
                        ),
                        Widget::List {
                            of: "playlist entry",
                            only: Only::Same("playlist", "name"),
                            shows: &["place", "song"],
                            opens: Some("playlist entry"),
                            turns: None,
                            empty: "No songs in this playlist",
                        },
                        Widget::Button(
                            "Add songs",
                            Place::Floating,
                            Act::Find("playlist/add", "name", "name")
                        ),
                    ]
                ),
                (
                    Screen::record("playlist/add", "playlist", "name"),
                    children![Widget::Adds {
                        of: "song",
                        only: Only::All,
                        shows: &["title", "artist"],
                        to: "playlist entry",
                        from: &[("playlist", "name")],
                        line: &[
                            ("song", "title"),
                            ("artist", "artist"),
                            ("length", "length")
                        ],
                        then: Then::Stay,
                        empty: "No songs",
                    }]
                ),
                (
                    Screen::record("playlist entry", "playlist entry", "song"),
                    children![
                        Widget::Button("Remove", Place::Bar, Act::Delete),
                        Widget::Show("place"),
                        Widget::Show("artist"),
                        Widget::Show("length"),
                        Widget::Button("Earlier", Place::Floating, Act::Earlier),
                        Widget::Button("Later", Place::Floating, Act::Later),
                    ]
                ),
                (
                    Screen::page("queue", "Play queue"),
                    children![
                        Widget::Link("Add songs", "queue/add"),
                        Widget::List {
                            of: "queue entry",
                            only: Only::Choice("queue", "play queue"),
                            shows: &["place", "song"],
                            opens: Some("queue entry"),
                            turns: None,
                            empty: "The queue is empty",
                        },
                    ]
                ),
                (
                    Screen::page("queue/add", "Add to the queue"),
                    children![Widget::Adds {
                        of: "song",
                        only: Only::All,
                        shows: &["title", "artist"],
                        to: "queue entry",
                        from: &[],
                        line: &[("song", "title")],
                        then: Then::Stay,
                        empty: "No songs",
                    }]
                ),
                (
                    Screen::record("queue entry", "queue entry", "song"),
                    children![
                        Widget::Button("Remove", Place::Bar, Act::Delete),
                        Widget::Show("place"),
                        Widget::Button("Earlier", Place::Floating, Act::Earlier),
                        Widget::Button("Later", Place::Floating, Act::Later),
                    ]
                ),
            ],
        ))
        .id()
}
