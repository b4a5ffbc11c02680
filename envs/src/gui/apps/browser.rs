//! Browser: pages with one thing to do on each, called as in MiniWoB++. What a page is sent stays.

use crate::gui::author::{
    Act, App, Field, Kind, Only, Place, Rows, Screen, Submit, Table, Then, Title, Unit, Widget,
};
use bevy_ecs::prelude::{Entity, World, children};

pub(in crate::gui) const COUNTRIES: &[&str] = &[
    "Argentina",
    "Bulgaria",
    "Chile",
    "Denmark",
    "Estonia",
    "Fiji",
    "Ghana",
    "Hungary",
    "Iceland",
    "Japan",
];
pub(in crate::gui) const CLASSES: &[&str] = &["economy", "business", "first"];
/// Factors are small.
const FACTOR: Kind = Kind::Amount(Unit::new(0, ""));

const fn table(name: &'static str, rows: Rows) -> Table {
    Table {
        name,
        rows,
        order: &[],
    }
}

/// A page with a form of its own.
const fn page(name: &'static str, drafts: &'static str) -> Screen {
    Screen {
        name,
        title: Title::Words(name),
        of: None,
        drafts: Some(drafts),
    }
}

/// A page that shows one of the factors.
const fn factors(name: &'static str) -> Screen {
    Screen {
        of: Some("factors"),
        ..Screen::page(name, "multiply")
    }
}

/// A button to the page with the next one.
const fn next(page: &'static str) -> Widget {
    Widget::Button(
        "Next number",
        Place::Floating,
        Act::Find(page, "first", "first"),
    )
}

const SUBMIT: Widget = Widget::Button("Submit", Place::Floating, Act::Submit(Submit::PLAIN));

/// Author the app.
pub(super) fn author(world: &mut World) -> Entity {
    let boxes = Widget::List {
        of: "checkbox",
        only: Only::All,
        shows: &["label"],
        opens: None,
        turns: Some("ticked"),
        empty: "No boxes",
    };
    let buttons = Widget::Adds {
        of: "page button",
        only: Only::All,
        shows: &["label"],
        to: "press",
        from: &[],
        line: &[("label", "label")],
        then: Then::Stay,
        empty: "No buttons",
    };
    world
        .spawn((
            App { name: "Browser" },
            children![
                (
                    table("checkbox", Rows::Many),
                    children![
                        Field::needed("label", "Label", Kind::Text),
                        Field::new("ticked", "Ticked", Kind::Flag),
                    ]
                ),
                (
                    table("page button", Rows::Log),
                    children![Field::needed("label", "Label", Kind::Text)]
                ),
                (
                    table("press", Rows::Log),
                    children![Field::needed("label", "Label", Kind::Text)]
                ),
                (
                    table("entered text", Rows::Log),
                    children![Field::needed("text", "Text field", Kind::Text)]
                ),
                (
                    table("login", Rows::Log),
                    children![
                        Field::needed("user", "Username", Kind::Text),
                        Field::needed("password", "Password", Kind::Text),
                    ]
                ),
                (
                    table("chosen country", Rows::Log),
                    children![Field::new("country", "Country", Kind::Choice(COUNTRIES))]
                ),
                (
                    table("flight", Rows::Log),
                    children![
                        Field::needed("from", "From", Kind::Text),
                        Field::needed("to", "To", Kind::Text),
                        Field::needed("date", "Departure", Kind::Date),
                        Field::new("class", "Cabin", Kind::Choice(CLASSES)),
                    ]
                ),
                (
                    table("factors", Rows::One),
                    children![
                        Field::new("first", "First factor", FACTOR),
                        Field::new("second", "Second factor", FACTOR),
                        Field::new("third", "Third factor", FACTOR),
                    ]
                ),
                (
                    Screen::page("bookmarks", "Bookmarks"),
                    children![
                        Widget::Link("click-button", "click-button"),
                        Widget::Link("click-checkboxes", "click-checkboxes"),
                        Widget::Link("enter-text", "enter-text"),
                        Widget::Link("login-user", "login-user"),
                        Widget::Link("choose-list", "choose-list"),
                        Widget::Link("book-flight", "book-flight"),
                        Widget::Link("multiply", "multiply"),
                        Widget::Link("Sent forms", "sent"),
                    ]
                ),
                (
                    Screen::page("click-button", "click-button"),
                    children![buttons]
                ),
                (
                    Screen::page("click-checkboxes", "click-checkboxes"),
                    children![boxes]
                ),
                (
                    page("enter-text", "entered text"),
                    children![Widget::Fill("text"), SUBMIT]
                ),
                (
                    page("login-user", "login"),
                    children![Widget::Fill("user"), Widget::Fill("password"), SUBMIT]
                ),
                (
                    page("choose-list", "chosen country"),
                    children![Widget::Fill("country"), SUBMIT]
                ),
                (
                    page("book-flight", "flight"),
                    children![
                        Widget::Fill("from"),
                        Widget::Fill("to"),
                        Widget::Fill("date"),
                        Widget::Fill("class"),
                        SUBMIT,
                    ]
                ),
                (
                    factors("multiply"),
                    children![Widget::Show("first"), next("multiply/second")]
                ),
                (
                    factors("multiply/second"),
                    children![Widget::Show("second"), next("multiply/third")]
                ),
                (factors("multiply/third"), children![Widget::Show("third")]),
                (
                    Screen::page("sent", "Sent forms"),
                    children![
                        sent("press", &["label"], "No button was clicked"),
                        sent("entered text", &["text"], "No text was entered"),
                        sent("login", &["user", "password"], "Nobody has logged in"),
                        sent("chosen country", &["country"], "No country was chosen"),
                        sent(
                            "flight",
                            &["from", "to", "date", "class"],
                            "No flight was booked"
                        ),
                    ]
                ),
            ],
        ))
        .id()
}

/// What was sent of a kind.
const fn sent(of: &'static str, shows: &'static [&'static str], empty: &'static str) -> Widget {
    Widget::List {
        of,
        only: Only::All,
        shows,
        opens: None,
        turns: None,
        empty,
    }
}
