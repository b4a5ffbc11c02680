//! Contacts: people with their numbers.

use crate::gui::author::{Act, App, Field, Kind, Place, Rows, Screen, Table, Widget, list};
use bevy_ecs::prelude::{Entity, World, children};

/// Author the app.
pub(super) fn author(world: &mut World) -> Entity {
    let table = Table {
        name: "contact",
        rows: Rows::Many,
        order: &["name"],
    };
    world
        .spawn((
            App { name: "Contacts" },
            children![
                (
                    table,
                    children![
                        Field::needed("name", "Name", Kind::Text),
                        Field::needed("phone", "Phone", Kind::Text),
                        Field::new("label", "Label", Kind::Choice(&["mobile", "home", "work"])),
                        Field::new("email", "Email", Kind::Text),
                    ]
                ),
                (
                    Screen::page("contacts", "Contacts"),
                    children![
                        list("contact", &["name"], "contact", "No contacts"),
                        Widget::Button("New contact", Place::Floating, Act::New("contact/form")),
                    ]
                ),
                (
                    Screen::record("contact", "contact", "name"),
                    children![
                        Widget::Button("Edit", Place::Bar, Act::Edit("contact/form")),
                        Widget::Button("Delete", Place::Bar, Act::Delete),
                        Widget::Show("phone"),
                        Widget::Show("label"),
                        Widget::Show("email"),
                        Widget::Button(
                            "Message",
                            Place::Floating,
                            Act::Find("thread", "name", "name")
                        ),
                    ]
                ),
                (
                    Screen::form("contact/form", "contact", "Contact form"),
                    children![
                        Widget::Button("Save", Place::Bar, Act::Save),
                        Widget::Fill("name"),
                        Widget::Fill("phone"),
                        Widget::Fill("label"),
                        Widget::Fill("email"),
                    ]
                ),
            ],
        ))
        .id()
}
