//! The desktop's own settings, page by page.

use crate::gui::author::{App, Field, Kind, Rows, Screen, Table, Widget};
use bevy_ecs::prelude::{Entity, World, children};

const SIZES: &[&str] = &["small", "normal", "large", "largest"];
const RESOLUTIONS: &[&str] = &["1280 x 720", "1920 x 1080", "2560 x 1440"];
const VOLUMES: &[&str] = &["0 %", "25 %", "50 %", "75 %", "100 %"];
const DEVICES: &[&str] = &["speakers", "headphones", "monitor"];
const BROWSERS: &[&str] = &["Globe", "Harbour", "Lantern"];
const PLAYERS: &[&str] = &["Reel", "Strings", "Tape"];
const READERS: &[&str] = &["Folio", "Leaf", "Pages"];
const MINUTES: &[&str] = &["5 minutes", "15 minutes", "30 minutes", "never"];

/// Author the app.
pub(super) fn author(world: &mut World) -> Entity {
    let page = |name| Table {
        name,
        rows: Rows::One,
        order: &[],
    };
    let screen = |name, of, title| Screen {
        of: Some(of),
        ..Screen::page(name, title)
    };
    let flag = |name, label| Field::new(name, label, Kind::Flag);
    let choice = |name, label, options| Field::new(name, label, Kind::Choice(options));
    world
        .spawn((
            App { name: "Settings" },
            children![
                (
                    page("display"),
                    children![
                        flag("dark", "Dark style"),
                        choice("size", "Text size", SIZES),
                        choice("resolution", "Resolution", RESOLUTIONS),
                        flag("night", "Night light"),
                    ]
                ),
                (
                    page("sound"),
                    children![
                        choice("volume", "Volume", VOLUMES),
                        choice("device", "Output", DEVICES),
                        flag("mute", "Mute"),
                        flag("alerts", "Alert sounds"),
                    ]
                ),
                (
                    page("defaults"),
                    children![
                        choice("web", "Web", BROWSERS),
                        choice("music", "Music", PLAYERS),
                        choice("documents", "Documents", READERS),
                    ]
                ),
                (
                    page("power"),
                    children![
                        choice("blank", "Blank screen after", MINUTES),
                        flag("suspend", "Suspend on its own"),
                        flag("saver", "Power saver"),
                    ]
                ),
                (
                    Screen::page("settings", "Settings"),
                    children![
                        Widget::Link("Display", "settings/display"),
                        Widget::Link("Sound", "settings/sound"),
                        Widget::Link("Default apps", "settings/defaults"),
                        Widget::Link("Power", "settings/power"),
                    ]
                ),
                (
                    screen("settings/display", "display", "Display"),
                    children![
                        Widget::Live("dark"),
                        Widget::Live("size"),
                        Widget::Live("resolution"),
                        Widget::Live("night"),
                    ]
                ),
                (
                    screen("settings/sound", "sound", "Sound"),
                    children![
                        Widget::Live("volume"),
                        Widget::Live("device"),
                        Widget::Live("mute"),
                        Widget::Live("alerts"),
                    ]
                ),
                (
                    screen("settings/defaults", "defaults", "Default apps"),
                    children![
                        Widget::Live("web"),
                        Widget::Live("music"),
                        Widget::Live("documents"),
                    ]
                ),
                (
                    screen("settings/power", "power", "Power"),
                    children![
                        Widget::Live("blank"),
                        Widget::Live("suspend"),
                        Widget::Live("saver"),
                    ]
                ),
            ],
        ))
        .id()
}
