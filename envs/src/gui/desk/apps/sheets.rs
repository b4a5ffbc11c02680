//! Spreadsheets: rows with an item, an amount and whether it is paid, and their sums.

use crate::gui::author::{
    Act, App, Field, Given, Kind, Only, Place, Rows, Screen, Sum, Table, Then, Unique, Unit,
    Widget, list,
};
use bevy_ecs::prelude::{Entity, World, children};

/// What amounts are counted in.
const MONEY: Unit = Unit::new(2, "EUR");
/// What a row can be.
const STATES: &[&str] = &["open", "paid"];

/// Author the app.
pub(super) fn author(world: &mut World) -> Entity {
    let table = |name, order| Table {
        name,
        rows: Rows::Many,
        order,
    };
    let button = |label, act| Widget::Button(label, Place::Bar, act);
    world
        .spawn((
            App { name: "Sheets" },
            children![
                (
                    table("sheet", &["name"]),
                    Unique(&["name"]),
                    children![Field::needed("name", "Name", Kind::Text)]
                ),
                (
                    table("row", &["item"]),
                    children![
                        Field::needed("item", "Item", Kind::Text),
                        Field::needed("amount", "Amount", Kind::Amount(MONEY)),
                        Field::new("state", "State", Kind::Choice(STATES)),
                        Field::needed("sheet", "Sheet", Kind::Text),
                    ]
                ),
                (
                    Screen::page("sheets", "Sheets"),
                    children![
                        button("New sheet", Act::New("sheet/new")),
                        list("sheet", &["name"], "sheet", "No sheets"),
                    ]
                ),
                (
                    Screen::form("sheet/new", "sheet", "New sheet"),
                    children![button("Create", Act::Save), Widget::Fill("name")]
                ),
                (
                    Screen::record("sheet", "sheet", "name"),
                    children![
                        button("Add row", Act::Edit("row/new")),
                        button("Delete", Act::DeleteWith(&[("row", "sheet", "name")])),
                        Widget::Total("Sum", ALL, &[]),
                        Widget::Total("Open", OPEN, &[]),
                        Widget::List {
                            of: "row",
                            only: OWN,
                            shows: &["item", "amount", "state"],
                            opens: Some("row"),
                            turns: None,
                            empty: "No rows",
                        },
                    ]
                ),
                (
                    Screen {
                        of: Some("sheet"),
                        drafts: Some("row"),
                        ..Screen::page("row/new", "New row")
                    },
                    children![
                        button("Insert", INSERT),
                        Widget::Fill("item"),
                        Widget::Fill("amount"),
                        Widget::Fill("state"),
                    ]
                ),
                (
                    Screen::record("row", "row", "item"),
                    children![
                        button("Edit cell", Act::Edit("row/edit")),
                        button("Mark as paid", Act::Set("state", "paid")),
                        button("Delete row", Act::Delete),
                        Widget::Show("amount"),
                        Widget::Live("state"),
                    ]
                ),
                (
                    Screen::form("row/edit", "row", "Edit cell"),
                    children![
                        button("Save", Act::Save),
                        Widget::Fill("item"),
                        Widget::Fill("amount"),
                    ]
                ),
            ],
        ))
        .id()
}

const OWN: Only = Only::Same("sheet", "name");
const ALL: &[Sum] = &[Sum {
    of: "row",
    only: OWN,
    field: Some("amount"),
}];
const OPEN: &[Sum] = &[Sum {
    of: "row",
    only: Only::Each(&[OWN, Only::Choice("state", "open")]),
    field: Some("amount"),
}];
const INSERT: Act = Act::Make {
    of: "row",
    with: &[("sheet", Given::Of("name"))],
    then: Then::Leave(1),
};
