//! A text editor: the files that hold text.

use crate::gui::author::{Act, App, Given, Only, Place, Screen, Then, Widget};
use bevy_ecs::prelude::{Entity, World, children};

/// Author the app.
pub(super) fn author(world: &mut World) -> Entity {
    let button = |label, act| Widget::Button(label, Place::Bar, act);
    world
        .spawn((
            App { name: "Editor" },
            children![
                (
                    Screen::page("texts", "Text files"),
                    children![
                        button("New text", Act::New("text/new")),
                        Widget::List {
                            of: "file",
                            only: Only::Choice("kind", "text"),
                            shows: &["name", "folder"],
                            opens: Some("text"),
                            turns: None,
                            empty: "No text files",
                        },
                    ]
                ),
                (
                    Screen::record("text", "file", "name"),
                    children![
                        button("Edit", Act::Edit("text/edit")),
                        Widget::Show("text"),
                        Widget::Show("folder"),
                    ]
                ),
                (
                    Screen::form("text/edit", "file", "Edit"),
                    children![button("Save", Act::Save), Widget::Fill("text")]
                ),
                (
                    Screen {
                        drafts: Some("file"),
                        ..Screen::page("text/new", "New text")
                    },
                    children![
                        button("Save", SAVE),
                        Widget::Fill("name"),
                        Widget::Fill("folder"),
                        Widget::Fill("text"),
                    ]
                ),
            ],
        ))
        .id()
}

const SAVE: Act = Act::Make {
    of: "file",
    with: &[
        ("kind", Given::Is("text")),
        ("size", Given::Is(super::files::TEXT_SIZE)),
    ],
    then: Then::Leave(1),
};
