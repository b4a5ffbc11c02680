//! Recorder: what was said, sung and played.

use crate::gui::author::{
    Act, App, Field, Given, Kind, Place, Rows, Screen, Table, Then, Widget, list,
};
use bevy_ecs::prelude::{Entity, World, children};

/// Author the app.
pub(super) fn author(world: &mut World) -> Entity {
    let table = Table {
        name: "recording",
        rows: Rows::Many,
        order: &["-date", "-time", "name"],
    };
    // The clock of the phone stands still: what is recorded has no length.
    let save = Act::Make {
        of: "recording",
        with: &[
            ("date", Given::Today),
            ("time", Given::Now),
            ("length", Given::Is("0:00")),
        ],
        then: Then::Leave(1),
    };
    world
        .spawn((
            App { name: "Recorder" },
            children![
                (
                    table,
                    children![
                        Field::needed("name", "Name", Kind::Text),
                        Field::new("length", "Length", Kind::Length),
                        Field::new("date", "Date", Kind::Date),
                        Field::new("time", "Time", Kind::Time),
                        Field::new("kept", "Keep for ever", Kind::Flag),
                    ]
                ),
                (
                    Screen::page("recordings", "Recordings"),
                    children![
                        list("recording", &["name", "date"], "recording", "No recordings"),
                        Widget::Button("Record", Place::Floating, Act::New("recording/new")),
                    ]
                ),
                (
                    Screen::record("recording", "recording", "name"),
                    children![
                        Widget::Button("Rename", Place::Bar, Act::Edit("recording/form")),
                        Widget::Button("Delete", Place::Bar, Act::Delete),
                        Widget::Show("length"),
                        Widget::Show("date"),
                        Widget::Show("time"),
                        Widget::Live("kept"),
                    ]
                ),
                (
                    Screen::form("recording/new", "recording", "Recording"),
                    children![
                        Widget::Fill("name"),
                        Widget::Button("Stop and save", Place::Floating, save),
                    ]
                ),
                (
                    Screen::form("recording/form", "recording", "New name"),
                    children![
                        Widget::Button("Save", Place::Bar, Act::Save),
                        Widget::Fill("name"),
                    ]
                ),
            ],
        ))
        .id()
}
