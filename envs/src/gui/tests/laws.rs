//! A declaration that breaks a law does not bake, and is told which.

use crate::gui::{
    apps,
    author::{Act, App, Field, Kind, Place, Rows, Screen, Table, Widget, list},
    bake::{Phone, bake},
    laws::BadApp,
};
use bevy_ecs::prelude::{World, children};

const THING: Table = Table {
    name: "thing",
    rows: Rows::Many,
    order: &["name"],
};
const NAME: Field = Field::needed("name", "Name", Kind::Text);
const SAVE: Widget = Widget::Button("Save", Place::Bar, Act::Save);
const NEW: Widget = Widget::Button("New", Place::Floating, Act::New("thing/form"));

/// An app of a list and a form, with another form and something more on the list.
fn with(form: Screen, widgets: [Widget; 2], more: Widget) -> Result<Phone, BadApp> {
    let mut world = World::new();
    // Entities that are gone leave other numbers behind; the bake must not know.
    for _ in 0..7 {
        let gone = world.spawn_empty().id();
        world.despawn(gone);
    }
    let root = world
        .spawn((
            App { name: "Things" },
            children![
                (
                    THING,
                    children![NAME, Field::new("kind", "Kind", Kind::Flag)]
                ),
                (
                    Screen::page("things", "Things"),
                    children![list("thing", &["name", "kind"], "thing", "None"), NEW, more]
                ),
                (
                    Screen::record("thing", "thing", "name"),
                    children![Widget::Show("kind")]
                ),
                (form, children![widgets[0], widgets[1]]),
            ],
        ))
        .id();
    bake(&world, &[root])
}

const FORM: Screen = Screen::form("thing/form", "thing", "Thing");
const FILL: Widget = Widget::Fill("name");
const MORE: Widget = Widget::Link("More", "thing/form");

#[test]
fn the_apps_of_the_suite_bake_and_a_sound_app_does() {
    let phone = apps::baked().unwrap();
    assert!(phone.apps.len() >= 7);
    assert!(with(FORM, [FILL, SAVE], MORE).is_ok());
}

#[test]
fn each_broken_law_is_named() {
    let refused = |form, widgets, more| with(form, widgets, more).unwrap_err();
    let lost = refused(FORM, [FILL, SAVE], Widget::Link("More", "nowhere"));
    assert_eq!(
        lost,
        BadApp::Unknown {
            what: "screen",
            name: "nowhere"
        }
    );
    let alike = refused(FORM, [FILL, SAVE], Widget::Link("New", "thing/form"));
    assert_eq!(
        alike,
        BadApp::Alike {
            screen: "things",
            label: "New"
        }
    );
    let unsaved = refused(FORM, [FILL, Widget::Fill("kind")], MORE);
    assert!(
        matches!(
            unsaved,
            BadApp::Form {
                screen: "thing/form",
                ..
            }
        ),
        "{unsaved}"
    );
    let no_draft = refused(Screen::page("thing/form", "Thing"), [FILL, SAVE], MORE);
    assert_eq!(
        no_draft,
        BadApp::NoDraft {
            screen: "thing/form"
        }
    );
    let round = refused(FORM, [FILL, SAVE], Widget::Link("Again", "things"));
    assert!(matches!(round, BadApp::TooDeep { .. }), "{round}");
    let twice = refused(Screen::form("things", "thing", "Thing"), [FILL, SAVE], MORE);
    assert_eq!(
        twice,
        BadApp::SameName {
            what: "screen",
            name: "things"
        }
    );
}

#[test]
fn a_field_that_is_stored_and_never_shown_does_not_bake() {
    let mut world = World::new();
    let root = world
        .spawn((
            App { name: "Things" },
            children![
                (
                    THING,
                    children![NAME, Field::new("secret", "Secret", Kind::Text)]
                ),
                (
                    Screen::page("things", "Things"),
                    children![Widget::List {
                        of: "thing",
                        only: crate::gui::author::Only::All,
                        shows: &["name"],
                        opens: None,
                        turns: None,
                        empty: "None",
                    }]
                ),
            ],
        ))
        .id();
    let error = bake(&world, &[root]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`secret` of `thing` is shown on no screen; show it, or do not store it"
    );
}

/// A log whose records can be deleted, with or without a screen that nothing opens.
fn deletable(rows: Rows, orphan: &'static str) -> BadApp {
    let mut world = World::new();
    let root = world
        .spawn((
            App { name: "Things" },
            children![
                (Table { rows, ..THING }, children![NAME]),
                (
                    Screen::page("things", "Things"),
                    children![
                        list("thing", &["name"], "thing", "None"),
                        Widget::Link("Other", "other")
                    ]
                ),
                (
                    Screen::record("thing", "thing", "name"),
                    children![Widget::Button("Delete", Place::Bar, Act::Delete)]
                ),
                (
                    Screen::page(orphan, "Other"),
                    children![Widget::Link("Rest", "rest")]
                ),
                (
                    Screen::page("rest", "Rest"),
                    children![list("thing", &["name"], "thing", "None")]
                ),
                (
                    Screen::page("orphan", "Orphan"),
                    children![list("thing", &["name"], "thing", "None")]
                ),
            ],
        ))
        .id();
    bake(&world, &[root]).unwrap_err()
}

#[test]
fn a_screen_that_nothing_opens_does_not_bake() {
    let error = deletable(Rows::Many, "other");
    assert_eq!(error, BadApp::Unreachable { screen: "orphan" });
}

#[test]
fn what_is_only_added_to_is_not_deleted() {
    let mut world = World::new();
    for (rows, why) in [
        (Rows::Log, "only added to"),
        (Rows::One, "always there once"),
    ] {
        let root = world
            .spawn((
                App { name: "Things" },
                children![
                    (Table { rows, ..THING }, children![NAME]),
                    (
                        Screen::page("things", "Things"),
                        children![list("thing", &["name"], "thing", "None")]
                    ),
                    (
                        Screen::record("thing", "thing", "name"),
                        children![Widget::Button("Delete", Place::Bar, Act::Delete)]
                    ),
                ],
            ))
            .id();
        let (screen, table) = ("thing", "thing");
        assert_eq!(
            bake(&world, &[root]).unwrap_err(),
            BadApp::NotToBeChanged { screen, table, why }
        );
    }
}
