//! Shop: products in four departments, a cart, orders of all that lies in it, what is on its way and what was delivered.

use super::wallet::MONEY;
use crate::gui::author::{
    Act, App, Field, Kind, Only, Place, Rows, Screen, Submit, Sum, Table, Takes, Title, Unit,
    Widget, list,
};
use bevy_ecs::prelude::{Entity, World, children};

/// The departments.
pub(in crate::gui) const DEPARTMENTS: &[&str] = &["Kitchen", "Garden", "Sport", "Home"];
/// The colours that everything can be had in.
pub(in crate::gui) const COLOURS: &[&str] = &["white", "black", "red", "blue", "green"];
/// When something can be sent.
pub(in crate::gui) const AVAILABLE: &[&str] = &["at once", "in two weeks"];
/// How orders are brought.
pub(in crate::gui) const DELIVERY: &[&str] = &["standard", "express", "pick-up"];
/// How orders are paid.
pub(in crate::gui) const PAYMENT: &[&str] = &["card", "invoice", "cash"];
/// Why something is sent back.
pub(in crate::gui) const REASONS: &[&str] = &[
    "no longer needed",
    "broken",
    "too small",
    "too large",
    "not as shown",
];
/// How well products are spoken of, from 1 to 5.
pub(in crate::gui) const RATING: Kind = Kind::Amount(Unit::new(1, ""));

const IN_CART: &[Only] = &[
    Only::Same("basket", "basket"),
    Only::Choice("state", "in the cart"),
];
const PRICES: Sum = Sum {
    of: "purchase",
    only: Only::Each(IN_CART),
    field: Some("price"),
};

const fn table(name: &'static str, rows: Rows, order: &'static [&'static str]) -> Table {
    Table { name, rows, order }
}

/// A page of the only account.
const fn page_of(name: &'static str, title: &'static str, drafts: Option<&'static str>) -> Screen {
    Screen {
        name,
        title: Title::Words(title),
        of: Some("shopper"),
        drafts,
    }
}

/// The products of a department.
const fn department(name: &'static str) -> Widget {
    Widget::List {
        of: "product",
        only: Only::Choice("department", name),
        shows: &["name", "price"],
        opens: Some("product"),
        turns: None,
        empty: "No products",
    }
}

/// What was bought and has come so far.
const fn bought(state: &'static str, opens: &'static str) -> Widget {
    Widget::List {
        of: "purchase",
        only: Only::Choice("state", state),
        shows: &["product"],
        opens: Some(opens),
        turns: None,
        empty: "Nothing",
    }
}

/// Author the app.
#[allow(
    clippy::too_many_lines,
    reason = "one tree of declarations, to be read from the top"
)]
pub(super) fn author(world: &mut World) -> Entity {
    let product = Screen {
        drafts: Some("purchase"),
        ..Screen::record("product", "product", "name")
    };
    let put = Submit {
        from: &[("product", "name"), ("price", "price")],
        sets: &[("state", "in the cart")],
        ..Submit::PLAIN
    };
    let order = Submit {
        today: Some("date"),
        takes: Some(Takes {
            of: "purchase",
            same: ("basket", "basket"),
            turns: ("state", "in the cart", "ordered"),
        }),
        ..Submit::PLAIN
    };
    let send_back = Submit {
        from: &[("product", "product"), ("colour", "colour")],
        marks: Some(("state", "returned")),
        ..Submit::PLAIN
    };
    let send_back_form = Screen {
        name: "shop/return",
        title: Title::Words("Return"),
        of: Some("purchase"),
        drafts: Some("return"),
    };
    world
        .spawn((
            App { name: "Shop" },
            children![
                (
                    table("shopper", Rows::One, &[]),
                    children![
                        Field::new("address", "Your address", Kind::Text),
                        Field::new("basket", "To order", Kind::Choice(&["all in the cart"])),
                    ]
                ),
                (
                    table("product", Rows::Log, &["department", "name"]),
                    children![
                        Field::needed("name", "Name", Kind::Text),
                        Field::new("department", "Department", Kind::Choice(DEPARTMENTS)),
                        Field::needed("price", "Price", MONEY),
                        Field::needed("rating", "Rating, out of 5", RATING),
                        Field::new("available", "Available", Kind::Choice(AVAILABLE)),
                    ]
                ),
                (
                    table("purchase", Rows::Many, &["product", "colour"]),
                    children![
                        Field::needed("product", "Product", Kind::Text),
                        Field::new("colour", "Colour", Kind::Choice(COLOURS)),
                        Field::needed("price", "Price", MONEY),
                        Field::new("basket", "Basket", Kind::Choice(&["all in the cart"])),
                        Field::new("state", "State", Kind::Choice(STATES)),
                    ]
                ),
                (
                    table("shop order", Rows::Log, &["-date", "address"]),
                    children![
                        Field::needed("address", "Address", Kind::Text),
                        Field::new("delivery", "Delivery", Kind::Choice(DELIVERY)),
                        Field::new("payment", "Payment", Kind::Choice(PAYMENT)),
                        Field::needed("date", "Date", Kind::Date),
                    ]
                ),
                (
                    table("return", Rows::Log, &["product"]),
                    children![
                        Field::needed("product", "Product", Kind::Text),
                        Field::new("colour", "Colour", Kind::Choice(COLOURS)),
                        Field::new("reason", "Reason", Kind::Choice(REASONS)),
                    ]
                ),
                (
                    Screen::page("shop", "Shop"),
                    children![
                        Widget::Link("Kitchen", "shop/kitchen"),
                        Widget::Link("Garden", "shop/garden"),
                        Widget::Link("Sport", "shop/sport"),
                        Widget::Link("Home", "shop/home"),
                        Widget::Link("Cart", "cart"),
                        Widget::Link("Orders", "shop/orders"),
                        Widget::Link("On its way", "shop/ordered"),
                        Widget::Link("Delivered", "shop/delivered"),
                        Widget::Link("Returns", "shop/returns"),
                    ]
                ),
                (
                    Screen::page("shop/kitchen", "Kitchen"),
                    children![department("Kitchen")]
                ),
                (
                    Screen::page("shop/garden", "Garden"),
                    children![department("Garden")]
                ),
                (
                    Screen::page("shop/sport", "Sport"),
                    children![department("Sport")]
                ),
                (
                    Screen::page("shop/home", "Home"),
                    children![department("Home")]
                ),
                (
                    product,
                    children![
                        Widget::Show("price"),
                        Widget::Show("rating"),
                        Widget::Show("available"),
                        Widget::Fill("colour"),
                        Widget::Button("Add to cart", Place::Floating, Act::Submit(put)),
                    ]
                ),
                (
                    page_of("cart", "Cart", None),
                    children![
                        Widget::Show("address"),
                        Widget::Total("Together", &[PRICES], &[]),
                        Widget::List {
                            of: "purchase",
                            only: Only::Each(IN_CART),
                            shows: &["product", "colour", "price"],
                            opens: Some("purchase/cart"),
                            turns: None,
                            empty: "The cart is empty",
                        },
                        Widget::Button("Check out", Place::Floating, Act::Edit("shop/checkout")),
                    ]
                ),
                (
                    Screen::record("purchase/cart", "purchase", "product"),
                    children![
                        Widget::Button("Remove", Place::Bar, Act::Delete),
                        Widget::Show("colour"),
                        Widget::Show("price"),
                    ]
                ),
                (
                    page_of("shop/checkout", "Check out", Some("shop order")),
                    children![
                        Widget::Show("basket"),
                        Widget::Total("To pay", &[PRICES], &[]),
                        Widget::Fill("address"),
                        Widget::Fill("delivery"),
                        Widget::Fill("payment"),
                        Widget::Button("Place order", Place::Floating, Act::Submit(order)),
                    ]
                ),
                (
                    Screen::page("shop/orders", "Orders"),
                    children![list(
                        "shop order",
                        &["date", "address"],
                        "shop order",
                        "No orders yet"
                    )]
                ),
                (
                    Screen::record("shop order", "shop order", "address"),
                    children![
                        Widget::Show("date"),
                        Widget::Show("delivery"),
                        Widget::Show("payment"),
                    ]
                ),
                (
                    Screen::page("shop/ordered", "On its way"),
                    children![
                        Widget::Link("Cancelled", "shop/cancelled"),
                        bought("ordered", "purchase/ordered"),
                    ]
                ),
                (
                    Screen::record("purchase/ordered", "purchase", "product"),
                    children![
                        Widget::Show("colour"),
                        Widget::Show("price"),
                        Widget::Button(
                            "Cancel this",
                            Place::Floating,
                            Act::Set("state", "cancelled")
                        ),
                    ]
                ),
                (
                    Screen::page("shop/cancelled", "Cancelled"),
                    children![bought("cancelled", "purchase/cancelled")]
                ),
                (
                    Screen::record("purchase/cancelled", "purchase", "product"),
                    children![
                        Widget::Show("colour"),
                        Widget::Show("price"),
                        Widget::Button(
                            "Send it after all",
                            Place::Floating,
                            Act::Set("state", "ordered")
                        ),
                    ]
                ),
                (
                    Screen::page("shop/delivered", "Delivered"),
                    children![bought("delivered", "purchase/delivered")]
                ),
                (
                    Screen::record("purchase/delivered", "purchase", "product"),
                    children![
                        Widget::Show("colour"),
                        Widget::Show("price"),
                        Widget::Button("Return this", Place::Floating, Act::Edit("shop/return")),
                    ]
                ),
                (
                    send_back_form,
                    children![
                        Widget::Show("product"),
                        Widget::Fill("reason"),
                        Widget::Button("Send it back", Place::Floating, Act::Submit(send_back)),
                    ]
                ),
                (
                    Screen::page("shop/returns", "Returns"),
                    children![Widget::List {
                        of: "return",
                        only: Only::All,
                        shows: &["product", "colour", "reason"],
                        opens: None,
                        turns: None,
                        empty: "Nothing was sent back",
                    }]
                ),
            ],
        ))
        .id()
}

/// What has become of something that was put into the cart.
const STATES: &[&str] = &[
    "in the cart",
    "ordered",
    "delivered",
    "cancelled",
    "returned",
];
