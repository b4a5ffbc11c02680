//! Recipes: what to cook, of what, and how long it takes.

use crate::gui::author::{
    Act, App, Field, Kind, Only, Place, Rows, Screen, Table, Unit, Widget, list,
};
use bevy_ecs::prelude::{Entity, World, children};

/// How many people a recipe is for.
pub(in crate::gui) const SERVES: &[&str] = &["1", "2", "4", "6", "8"];

/// Author the app.
pub(super) fn author(world: &mut World) -> Entity {
    let table = Table {
        name: "recipe",
        rows: Rows::Many,
        order: &["name", "minutes"],
    };
    let favourites = Widget::List {
        of: "recipe",
        only: Only::Flag("favourite", true),
        shows: &["name", "minutes"],
        opens: Some("recipe"),
        turns: None,
        empty: "No favourites",
    };
    world
        .spawn((
            App { name: "Recipes" },
            children![
                (
                    table,
                    children![
                        Field::needed("name", "Name", Kind::Text),
                        Field::new("minutes", "Takes", Kind::Amount(Unit::new(0, "min"))),
                        Field::new("serves", "Serves", Kind::Choice(SERVES)),
                        Field::needed("ingredients", "Ingredients", Kind::Text),
                        Field::new("steps", "Directions", Kind::Text),
                        Field::new("favourite", "Favourite", Kind::Flag),
                    ]
                ),
                (
                    Screen::page("recipes", "Recipes"),
                    children![
                        Widget::Link("Favourites", "recipes/favourites"),
                        list("recipe", &["name", "minutes"], "recipe", "No recipes"),
                        Widget::Button("New recipe", Place::Floating, Act::New("recipe/form")),
                    ]
                ),
                (
                    Screen::page("recipes/favourites", "Favourites"),
                    children![favourites]
                ),
                (
                    Screen::record("recipe", "recipe", "name"),
                    children![
                        Widget::Button("Edit", Place::Bar, Act::Edit("recipe/form")),
                        Widget::Button("Delete", Place::Bar, Act::Delete),
                        Widget::Show("minutes"),
                        Widget::Show("serves"),
                        Widget::Show("ingredients"),
                        Widget::Show("steps"),
                        Widget::Live("favourite"),
                    ]
                ),
                (
                    Screen::form("recipe/form", "recipe", "Recipe form"),
                    children![
                        Widget::Button("Save", Place::Bar, Act::Save),
                        Widget::Fill("name"),
                        Widget::Fill("minutes"),
                        Widget::Fill("serves"),
                        Widget::Fill("ingredients"),
                        Widget::Fill("steps"),
                    ]
                ),
            ],
        ))
        .id()
}
