//! Activity: a sports tracker's log. Lists by sport tell distances; how long something took stands on its own screen.

use crate::gui::author::{
    Act, App, Field, Kind, Only, Place, Rows, Screen, Table, Unit, Widget, list,
};
use bevy_ecs::prelude::{Entity, World, children};

pub(in crate::gui) const SPORTS: &[&str] = &["Running", "Cycling", "Hiking", "Swimming"];

/// Author the app.
pub(super) fn author(world: &mut World) -> Entity {
    let table = Table {
        name: "activity",
        rows: Rows::Many,
        order: &["-date", "name"],
    };
    world
        .spawn((
            App { name: "Activity" },
            children![
                (
                    table,
                    children![
                        Field::needed("name", "Name", Kind::Text),
                        Field::new("sport", "Sport", Kind::Choice(SPORTS)),
                        Field::needed("date", "Date", Kind::Date),
                        Field::needed("distance", "Distance", Kind::Amount(Unit::new(1, "km"))),
                        Field::needed("duration", "Duration", Kind::Amount(Unit::new(0, "min"))),
                        Field::new("climb", "Climb", Kind::Amount(Unit::new(0, "m"))),
                    ]
                ),
                (
                    Screen::page("activities", "Activities"),
                    children![
                        Widget::Link("By sport", "activities/sports"),
                        list("activity", &["name", "date"], "activity", "No activities"),
                        Widget::Button("New activity", Place::Floating, Act::New("activity/form")),
                    ]
                ),
                (
                    Screen::page("activities/sports", "By sport"),
                    children![
                        Widget::Link("Running", "activities/running"),
                        Widget::Link("Cycling", "activities/cycling"),
                        Widget::Link("Hiking", "activities/hiking"),
                        Widget::Link("Swimming", "activities/swimming"),
                    ]
                ),
                (
                    Screen::page("activities/running", "Running"),
                    children![of_sport("Running")]
                ),
                (
                    Screen::page("activities/cycling", "Cycling"),
                    children![of_sport("Cycling")]
                ),
                (
                    Screen::page("activities/hiking", "Hiking"),
                    children![of_sport("Hiking")]
                ),
                (
                    Screen::page("activities/swimming", "Swimming"),
                    children![of_sport("Swimming")]
                ),
                (
                    Screen::record("activity", "activity", "name"),
                    children![
                        Widget::Button("Edit", Place::Bar, Act::Edit("activity/form")),
                        Widget::Button("Delete", Place::Bar, Act::Delete),
                        Widget::Show("sport"),
                        Widget::Show("date"),
                        Widget::Show("distance"),
                        Widget::Show("duration"),
                        Widget::Show("climb"),
                    ]
                ),
                (
                    Screen::form("activity/form", "activity", "Activity form"),
                    children![
                        Widget::Button("Save", Place::Bar, Act::Save),
                        Widget::Fill("name"),
                        Widget::Fill("sport"),
                        Widget::Fill("date"),
                        Widget::Fill("distance"),
                        Widget::Fill("duration"),
                        Widget::Fill("climb"),
                    ]
                ),
            ],
        ))
        .id()
}

/// The activities of a sport.
const fn of_sport(sport: &'static str) -> Widget {
    Widget::List {
        of: "activity",
        only: Only::Choice("sport", sport),
        shows: &["name", "date", "distance"],
        opens: Some("activity"),
        turns: None,
        empty: "No activities of this sport",
    }
}
