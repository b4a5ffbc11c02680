//! Settings: pages of switches and choices that take effect at once.

use crate::gui::author::{App, Field, Kind, Rows, Screen, Table, Widget};
use bevy_ecs::prelude::{Entity, World, children};

/// Author the app.
pub(super) fn author(world: &mut World) -> Entity {
    world
        .spawn((
            App { name: "Settings" },
            children![
                (
                    one("network"),
                    children![
                        Field::new("wifi", "Wi-Fi", Kind::Flag),
                        Field::new("bluetooth", "Bluetooth", Kind::Flag),
                        Field::new("airplane", "Airplane mode", Kind::Flag),
                        Field::new("data", "Mobile data", Kind::Flag),
                        Field::new("hotspot", "Hotspot", Kind::Flag),
                    ]
                ),
                (
                    one("display"),
                    children![
                        Field::new("dark", "Dark theme", Kind::Flag),
                        Field::new("rotate", "Auto-rotate", Kind::Flag),
                        Field::new("brightness", "Brightness", Kind::Choice(BRIGHTNESS)),
                        Field::new("timeout", "Screen timeout", Kind::Choice(TIMEOUT)),
                        Field::new("size", "Font size", Kind::Choice(SIZE)),
                    ]
                ),
                (
                    one("sound"),
                    children![
                        Field::new("quiet", "Do not disturb", Kind::Flag),
                        Field::new("vibrate", "Vibrate on ring", Kind::Flag),
                        Field::new("volume", "Ring volume", Kind::Choice(VOLUME)),
                        Field::new("ringtone", "Ringtone", Kind::Choice(RINGTONE)),
                    ]
                ),
                (
                    one("privacy"),
                    children![
                        Field::new("location", "Location", Kind::Flag),
                        Field::new("camera", "Camera access", Kind::Flag),
                        Field::new("microphone", "Microphone access", Kind::Flag),
                    ]
                ),
                (
                    Screen::page("settings", "Settings"),
                    children![
                        Widget::Link("Network", "settings/network"),
                        Widget::Link("Display", "settings/display"),
                        Widget::Link("Sound", "settings/sound"),
                        Widget::Link("Privacy", "settings/privacy"),
                    ]
                ),
                (
                    page_of("settings/network", "network", "Network"),
                    children![
                        Widget::Live("wifi"),
                        Widget::Live("bluetooth"),
                        Widget::Live("airplane"),
                        Widget::Live("data"),
                        Widget::Live("hotspot"),
                    ]
                ),
                (
                    page_of("settings/display", "display", "Display"),
                    children![
                        Widget::Live("dark"),
                        Widget::Live("rotate"),
                        Widget::Live("brightness"),
                        Widget::Live("timeout"),
                        Widget::Live("size"),
                    ]
                ),
                (
                    page_of("settings/sound", "sound", "Sound"),
                    children![
                        Widget::Live("quiet"),
                        Widget::Live("vibrate"),
                        Widget::Live("volume"),
                        Widget::Live("ringtone"),
                    ]
                ),
                (
                    page_of("settings/privacy", "privacy", "Privacy"),
                    children![
                        Widget::Live("location"),
                        Widget::Live("camera"),
                        Widget::Live("microphone"),
                    ]
                ),
            ],
        ))
        .id()
}

const BRIGHTNESS: &[&str] = &["low", "medium", "high", "full"];
const TIMEOUT: &[&str] = &["15 seconds", "30 seconds", "1 minute", "5 minutes"];
const SIZE: &[&str] = &["small", "normal", "large", "huge"];
const VOLUME: &[&str] = &["silent", "soft", "normal", "loud"];
const RINGTONE: &[&str] = &["Bells", "Harbour", "Marimba", "Rain", "Waltz"];

/// A table with one record.
const fn one(name: &'static str) -> Table {
    Table {
        name,
        rows: Rows::One,
        order: &[],
    }
}

/// A page of the one record of a table.
const fn page_of(name: &'static str, table: &'static str, title: &'static str) -> Screen {
    Screen {
        of: Some(table),
        ..Screen::page(name, title)
    }
}
