//! Camera: photos and videos, each taken with settings of its own. The Gallery shows them as well.

use crate::gui::author::{
    Act, App, Field, Given, Kind, Place, Rows, Screen, Table, Then, Widget, list,
};
use bevy_ecs::prelude::{Entity, World, children};

/// The lenses.
pub(in crate::gui) const LENSES: &[&str] = &["back camera", "front camera"];
/// What the flash does.
pub(in crate::gui) const FLASH: &[&str] = &["automatic", "on", "off"];
/// How long it waits.
pub(in crate::gui) const TIMERS: &[&str] = &["none", "3 seconds", "10 seconds"];
/// Width to height.
pub(in crate::gui) const SIZES: &[&str] = &["4:3", "16:9", "1:1"];

/// Author the app.
pub(super) fn author(world: &mut World) -> Entity {
    let table = Table {
        name: "shot",
        rows: Rows::Many,
        order: &["-date", "-time", "kind"],
    };
    world
        .spawn((
            App { name: "Camera" },
            children![
                (
                    table,
                    children![
                        Field::new("kind", "Kind", Kind::Choice(&["photo", "video"])),
                        Field::new("lens", "Lens", Kind::Choice(LENSES)),
                        Field::new("flash", "Flash", Kind::Choice(FLASH)),
                        Field::new("timer", "Timer", Kind::Choice(TIMERS)),
                        Field::new("size", "Aspect ratio", Kind::Choice(SIZES)),
                        Field::new("date", "Date", Kind::Date),
                        Field::new("time", "Time", Kind::Time),
                    ]
                ),
                (
                    Screen::page("camera", "Camera"),
                    children![
                        SHOTS,
                        Widget::Button("Photo", Place::Floating, Act::New("camera/photo")),
                        Widget::Button("Video", Place::Floating, Act::New("camera/video")),
                    ]
                ),
                (
                    Screen::form("camera/photo", "shot", "Photo"),
                    children![
                        Widget::Fill("lens"),
                        Widget::Fill("flash"),
                        Widget::Fill("timer"),
                        Widget::Fill("size"),
                        Widget::Button("Take photo", Place::Floating, PHOTO),
                    ]
                ),
                (
                    Screen::form("camera/video", "shot", "Video"),
                    children![
                        Widget::Fill("lens"),
                        Widget::Fill("flash"),
                        Widget::Fill("size"),
                        Widget::Button("Record and stop", Place::Floating, VIDEO),
                    ]
                ),
                (
                    Screen::record("shot", "shot", "kind"),
                    children![
                        Widget::Button("Delete", Place::Bar, Act::Delete),
                        Widget::Show("lens"),
                        Widget::Show("flash"),
                        Widget::Show("timer"),
                        Widget::Show("size"),
                        Widget::Show("date"),
                        Widget::Show("time"),
                    ]
                ),
            ],
        ))
        .id()
}

/// What was taken, the last one first.
const SHOTS: Widget = list(
    "shot",
    &["kind", "date", "time"],
    "shot",
    "Nothing was taken yet",
);
const PHOTO: Act = Act::Make {
    of: "shot",
    with: &[
        ("kind", Given::Is("photo")),
        ("date", Given::Today),
        ("time", Given::Now),
    ],
    then: Then::Leave(1),
};
const VIDEO: Act = Act::Make {
    of: "shot",
    with: &[
        ("kind", Given::Is("video")),
        ("date", Given::Today),
        ("time", Given::Now),
    ],
    then: Then::Leave(1),
};
