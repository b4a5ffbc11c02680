//! Expenses: what was spent, by category.

use crate::gui::author::{
    Act, App, Field, Kind, Only, Place, Rows, Screen, Sum, Table, Unit, Widget,
};
use bevy_ecs::prelude::{Entity, World, children};

/// What expenses are put into.
pub(in crate::gui) const CATEGORIES: &[&str] =
    &["Food", "Transport", "Housing", "Health", "Leisure"];
/// What amounts are in.
pub(in crate::gui) const MONEY: Kind = Kind::Amount(Unit::new(2, "EUR"));

/// Author the app.
pub(super) fn author(world: &mut World) -> Entity {
    let table = Table {
        name: "expense",
        rows: Rows::Many,
        order: &["-date", "name"],
    };
    world
        .spawn((
            App { name: "Expenses" },
            children![
                (
                    table,
                    children![
                        Field::needed("name", "What for", Kind::Text),
                        Field::needed("amount", "Amount", MONEY),
                        Field::new("category", "Category", Kind::Choice(CATEGORIES)),
                        Field::needed("date", "Date", Kind::Date),
                        Field::new("note", "Note", Kind::Text),
                    ]
                ),
                (
                    Screen::page("expenses", "Expenses"),
                    children![
                        Widget::Link("Food", "expenses/food"),
                        Widget::Link("Transport", "expenses/transport"),
                        Widget::Link("Housing", "expenses/housing"),
                        Widget::Link("Health", "expenses/health"),
                        Widget::Link("Leisure", "expenses/leisure"),
                        Widget::Button("New expense", Place::Floating, Act::New("expense/form")),
                    ]
                ),
                (
                    Screen::page("expenses/food", "Food"),
                    children![
                        Widget::Total("Total", IN_FOOD, &[]),
                        spent(Only::Choice("category", "Food"))
                    ]
                ),
                (
                    Screen::page("expenses/transport", "Transport"),
                    children![
                        Widget::Total("Total", IN_TRANSPORT, &[]),
                        spent(Only::Choice("category", "Transport"))
                    ]
                ),
                (
                    Screen::page("expenses/housing", "Housing"),
                    children![
                        Widget::Total("Total", IN_HOUSING, &[]),
                        spent(Only::Choice("category", "Housing"))
                    ]
                ),
                (
                    Screen::page("expenses/health", "Health"),
                    children![
                        Widget::Total("Total", IN_HEALTH, &[]),
                        spent(Only::Choice("category", "Health"))
                    ]
                ),
                (
                    Screen::page("expenses/leisure", "Leisure"),
                    children![
                        Widget::Total("Total", IN_LEISURE, &[]),
                        spent(Only::Choice("category", "Leisure"))
                    ]
                ),
                (
                    Screen::record("expense", "expense", "name"),
                    children![
                        Widget::Button("Edit", Place::Bar, Act::Edit("expense/form")),
                        Widget::Button("Delete", Place::Bar, Act::Delete),
                        Widget::Show("amount"),
                        Widget::Live("category"),
                        Widget::Show("date"),
                        Widget::Show("note"),
                    ]
                ),
                (
                    Screen::form("expense/form", "expense", "Expense form"),
                    children![
                        Widget::Button("Save", Place::Bar, Act::Save),
                        Widget::Fill("name"),
                        Widget::Fill("amount"),
                        Widget::Fill("category"),
                        Widget::Fill("date"),
                        Widget::Fill("note"),
                    ]
                ),
            ],
        ))
        .id()
}

/// The amounts of some expenses.
const fn sum(only: Only) -> Sum {
    Sum {
        of: "expense",
        only,
        field: Some("amount"),
    }
}

const IN_FOOD: &[Sum] = &[sum(Only::Choice("category", "Food"))];
const IN_TRANSPORT: &[Sum] = &[sum(Only::Choice("category", "Transport"))];
const IN_HOUSING: &[Sum] = &[sum(Only::Choice("category", "Housing"))];
const IN_HEALTH: &[Sum] = &[sum(Only::Choice("category", "Health"))];
const IN_LEISURE: &[Sum] = &[sum(Only::Choice("category", "Leisure"))];

/// The expenses of a category, the last one first.
const fn spent(only: Only) -> Widget {
    Widget::List {
        of: "expense",
        only,
        shows: &["date", "name", "amount"],
        opens: Some("expense"),
        turns: None,
        empty: "Nothing was spent on this",
    }
}
