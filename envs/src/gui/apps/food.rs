//! Food: restaurants with their dishes, a basket for each, and orders.

use super::wallet::MONEY;
use crate::gui::author::{
    Act, App, Field, Kind, Only, Place, Rows, Screen, Submit, Sum, Table, Takes, Title, Unit,
    Widget, list,
};
use bevy_ecs::prelude::{Entity, World, children};

pub(in crate::gui) const CUISINES: &[&str] = &["Italian", "Indian", "Japanese", "Greek"];
pub(in crate::gui) const OPTIONS: &[&str] =
    &["as it comes", "extra spicy", "no onions", "gluten-free"];
pub(in crate::gui) const TIPS: &[&str] = &["no tip", "1.00 EUR", "2.00 EUR", "3.00 EUR"];
/// What lies in the basket of a restaurant.
const BASKET: &[Only] = &[
    Only::Same("restaurant", "name"),
    Only::Choice("state", "in the basket"),
];
const PRICES: Sum = Sum {
    of: "basket item",
    only: Only::Each(BASKET),
    field: Some("price"),
};
const FEE: Sum = Sum {
    of: "restaurant",
    only: Only::Same("name", "name"),
    field: Some("fee"),
};

const fn log(name: &'static str, order: &'static [&'static str]) -> Table {
    Table {
        name,
        rows: Rows::Log,
        order,
    }
}

/// A page of a restaurant.
const fn page_of(name: &'static str, title: &'static str, drafts: Option<&'static str>) -> Screen {
    Screen {
        name,
        title: Title::Words(title),
        of: Some("restaurant"),
        drafts,
    }
}

/// Author the app.
pub(super) fn author(world: &mut World) -> Entity {
    let items = Table {
        name: "basket item",
        rows: Rows::Many,
        order: &["restaurant", "dish"],
    };
    let dish = Screen {
        drafts: Some("basket item"),
        ..Screen::record("dish", "dish", "name")
    };
    let put = Submit {
        from: &[
            ("restaurant", "restaurant"),
            ("dish", "name"),
            ("price", "price"),
        ],
        sets: &[("state", "in the basket")],
        ..Submit::PLAIN
    };
    let order = Submit {
        from: &[("restaurant", "name")],
        today: Some("date"),
        takes: Some(Takes {
            of: "basket item",
            same: ("restaurant", "name"),
            turns: ("state", "in the basket", "ordered"),
        }),
        ..Submit::PLAIN
    };
    world
        .spawn((
            App { name: "Food" },
            children![
                (
                    log("restaurant", &["name"]),
                    children![
                        Field::needed("name", "Name", Kind::Text),
                        Field::new("cuisine", "Cuisine", Kind::Choice(CUISINES)),
                        Field::new("minutes", "Delivery", Kind::Amount(Unit::new(0, "min"))),
                        Field::new("fee", "Delivery fee", MONEY),
                    ]
                ),
                (
                    log("dish", &["restaurant", "name"]),
                    children![
                        Field::needed("restaurant", "Restaurant", Kind::Text),
                        Field::needed("name", "Name", Kind::Text),
                        Field::needed("price", "Price", MONEY),
                    ]
                ),
                (
                    items,
                    children![
                        Field::needed("restaurant", "Restaurant", Kind::Text),
                        Field::needed("dish", "Dish", Kind::Text),
                        Field::new("option", "Option", Kind::Choice(OPTIONS)),
                        Field::needed("price", "Price", MONEY),
                        Field::new(
                            "state",
                            "State",
                            Kind::Choice(&["in the basket", "ordered"])
                        ),
                    ]
                ),
                (
                    log("order", &["-date", "restaurant"]),
                    children![
                        Field::needed("restaurant", "Restaurant", Kind::Text),
                        Field::needed("address", "Address", Kind::Text),
                        Field::new("tip", "Tip", Kind::Choice(TIPS)),
                        Field::needed("date", "Date", Kind::Date),
                    ]
                ),
                (
                    Screen::page("restaurants", "Restaurants"),
                    children![
                        Widget::Link("Past orders", "orders"),
                        list(
                            "restaurant",
                            &["name", "cuisine"],
                            "restaurant",
                            "No restaurants"
                        ),
                    ]
                ),
                (
                    Screen::record("restaurant", "restaurant", "name"),
                    children![
                        Widget::Button("Basket", Place::Bar, Act::Find("basket", "name", "name")),
                        Widget::Show("minutes"),
                        Widget::Show("fee"),
                        Widget::Total(
                            "Dishes in the basket",
                            &[Sum {
                                of: "basket item",
                                only: Only::Each(BASKET),
                                field: None,
                            }],
                            &[]
                        ),
                        Widget::List {
                            of: "dish",
                            only: Only::Same("restaurant", "name"),
                            shows: &["name", "price"],
                            opens: Some("dish"),
                            turns: None,
                            empty: "No dishes",
                        },
                    ]
                ),
                (
                    dish,
                    children![
                        Widget::Show("price"),
                        Widget::Fill("option"),
                        Widget::Button("Add to basket", Place::Floating, Act::Submit(put)),
                    ]
                ),
                (
                    page_of("basket", "Basket", None),
                    children![
                        Widget::Total("Dishes together", &[PRICES], &[]),
                        Widget::List {
                            of: "basket item",
                            only: Only::Each(BASKET),
                            shows: &["dish", "option", "price"],
                            opens: Some("basket item"),
                            turns: None,
                            empty: "The basket is empty",
                        },
                        Widget::Button("Check out", Place::Floating, Act::Edit("checkout")),
                    ]
                ),
                (
                    Screen::record("basket item", "basket item", "dish"),
                    children![
                        Widget::Button("Remove", Place::Bar, Act::Delete),
                        Widget::Show("restaurant"),
                        Widget::Show("option"),
                        Widget::Show("price"),
                        Widget::Show("state"),
                    ]
                ),
                (
                    page_of("checkout", "Check out", Some("order")),
                    children![
                        Widget::Show("name"),
                        Widget::Total("To pay, with delivery", &[PRICES, FEE], &[]),
                        Widget::Fill("address"),
                        Widget::Fill("tip"),
                        Widget::Button("Place order", Place::Floating, Act::Submit(order)),
                    ]
                ),
                (
                    Screen::page("orders", "Past orders"),
                    children![list(
                        "order",
                        &["restaurant", "date"],
                        "order",
                        "No orders yet"
                    )]
                ),
                (
                    Screen::record("order", "order", "restaurant"),
                    children![
                        Widget::Show("date"),
                        Widget::Show("address"),
                        Widget::Show("tip"),
                        Widget::List {
                            of: "basket item",
                            only: Only::Each(&[
                                Only::Same("restaurant", "restaurant"),
                                Only::Choice("state", "ordered"),
                            ]),
                            shows: &["dish", "option", "price"],
                            opens: None,
                            turns: None,
                            empty: "No dishes",
                        },
                    ]
                ),
            ],
        ))
        .id()
}
