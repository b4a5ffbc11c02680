//! Messages: one thread a person; what is sent stays.

use crate::gui::author::{
    Act, App, Field, Given, Kind, Only, Place, Rows, Screen, Table, Then, Title, Widget, list,
};
use bevy_ecs::prelude::{Entity, World, children};

/// Author the app.
pub(super) fn author(world: &mut World) -> Entity {
    let log = |name, order| Table {
        name,
        rows: Rows::Log,
        order,
    };
    let thread = Screen {
        name: "thread",
        title: Title::Of("name"),
        of: Some("thread"),
        drafts: Some("message"),
    };
    let messages = Widget::List {
        of: "message",
        only: Only::Same("with", "name"),
        shows: &["by", "text"],
        opens: None,
        turns: None,
        empty: "No messages yet",
    };
    let send = Act::Make {
        of: "message",
        with: &[("with", Given::Of("name")), ("by", Given::Is("me"))],
        then: Then::Stay,
    };
    world
        .spawn((
            App { name: "Messages" },
            children![
                (
                    log("thread", &["name"]),
                    children![Field::needed("name", "Name", Kind::Text)]
                ),
                (
                    log("message", &[]),
                    children![
                        Field::needed("with", "With", Kind::Text),
                        Field::new("by", "By", Kind::Choice(&["them", "me"])),
                        Field::needed("text", "Message", Kind::Text),
                    ]
                ),
                (
                    Screen::page("threads", "Messages"),
                    children![list("thread", &["name"], "thread", "No conversations"),]
                ),
                (
                    thread,
                    children![
                        messages,
                        Widget::Fill("text"),
                        Widget::Button("Send", Place::Floating, send),
                    ]
                ),
            ],
        ))
        .id()
}
