//! Email: mails in boxes, and those that were sent.

use crate::gui::author::{
    Act, App, Field, Given, Kind, Only, Place, Rows, Screen, Table, Then, Title, Widget, list,
};
use bevy_ecs::prelude::{Entity, World, children};

/// The boxes a mail can be in.
pub(in crate::gui) const BOXES: &[&str] = &["Inbox", "Archive", "Junk"];

/// Author the app.
pub(super) fn author(world: &mut World) -> Entity {
    let mail = Table {
        name: "mail",
        rows: Rows::Many,
        order: &["-date", "-time", "subject"],
    };
    let sent = Table {
        name: "sent mail",
        rows: Rows::Log,
        order: &["-date", "-time", "subject", "to"],
    };
    world
        .spawn((
            App { name: "Email" },
            children![
                (
                    mail,
                    children![
                        Field::needed("sender", "From", Kind::Text),
                        Field::needed("subject", "Subject", Kind::Text),
                        Field::new("text", "Text", Kind::Text),
                        Field::new("date", "Date", Kind::Date),
                        Field::new("time", "Time", Kind::Time),
                        Field::new("box", "Mailbox", Kind::Choice(BOXES)),
                        Field::new("starred", "Starred", Kind::Flag),
                    ]
                ),
                (
                    sent,
                    children![
                        Field::needed("to", "To", Kind::Text),
                        Field::needed("subject", "Subject", Kind::Text),
                        Field::needed("text", "Text", Kind::Text),
                        Field::new("date", "Date", Kind::Date),
                        Field::new("time", "Time", Kind::Time),
                    ]
                ),
                (
                    Screen::page("mailboxes", "Mailboxes"),
                    children![
                        Widget::Link("Inbox", "mails/inbox"),
                        Widget::Link("Starred", "mails/starred"),
                        Widget::Link("Archive", "mails/archive"),
                        Widget::Link("Junk", "mails/junk"),
                        Widget::Link("Sent", "mails/sent"),
                        Widget::Button("New mail", Place::Floating, Act::New("mail/people")),
                    ]
                ),
                (
                    Screen::page("mails/inbox", "Inbox"),
                    children![mails(Only::Choice("box", "Inbox"))]
                ),
                (
                    Screen::page("mails/starred", "Starred"),
                    children![mails(Only::Flag("starred", true))]
                ),
                (
                    Screen::page("mails/archive", "Archive"),
                    children![mails(Only::Choice("box", "Archive"))]
                ),
                (
                    Screen::page("mails/junk", "Junk"),
                    children![mails(Only::Choice("box", "Junk"))]
                ),
                (
                    Screen::page("mails/sent", "Sent"),
                    children![list(
                        "sent mail",
                        &["to", "subject"],
                        "mail/sent",
                        "Nothing was sent"
                    )]
                ),
                (
                    Screen::record("mail", "mail", "subject"),
                    children![
                        Widget::Button("Archive", Place::Bar, Act::Set("box", "Archive")),
                        Widget::Button("Delete", Place::Bar, Act::Delete),
                        Widget::Show("sender"),
                        Widget::Show("date"),
                        Widget::Show("time"),
                        Widget::Show("text"),
                        Widget::Live("box"),
                        Widget::Live("starred"),
                        Widget::Button("Reply", Place::Floating, Act::Edit("mail/reply")),
                        Widget::Button("Forward", Place::Floating, Act::Edit("mail/forward")),
                    ]
                ),
                (
                    Screen::record("mail/sent", "sent mail", "subject"),
                    children![
                        Widget::Show("to"),
                        Widget::Show("date"),
                        Widget::Show("time"),
                        Widget::Show("text"),
                    ]
                ),
                (
                    written("mail/reply", "mail", "sender"),
                    children![
                        Widget::Show("subject"),
                        Widget::Fill("text"),
                        Widget::Button("Send", Place::Floating, REPLY),
                    ]
                ),
                (
                    Screen {
                        of: Some("mail"),
                        ..Screen::page("mail/forward", "Forward to")
                    },
                    children![list("contact", &["name"], "mail/forward/to", "No contacts")]
                ),
                (
                    Screen::record("mail/forward/to", "contact", "name"),
                    children![
                        Widget::Show("phone"),
                        Widget::Button("Send", Place::Floating, FORWARD),
                    ]
                ),
                (
                    Screen::page("mail/people", "Mail to"),
                    children![list("contact", &["name"], "mail/new", "No contacts")]
                ),
                (
                    written("mail/new", "contact", "name"),
                    children![
                        Widget::Fill("subject"),
                        Widget::Fill("text"),
                        Widget::Button("Send", Place::Floating, SEND),
                    ]
                ),
            ],
        ))
        .id()
}

/// The mails of a box, the last one first.
const fn mails(only: Only) -> Widget {
    Widget::List {
        of: "mail",
        only,
        shows: &["sender", "subject"],
        opens: Some("mail"),
        turns: Some("starred"),
        empty: "No mails",
    }
}

/// A screen on which a mail to somebody is written.
const fn written(name: &'static str, of: &'static str, title: &'static str) -> Screen {
    Screen {
        name,
        title: Title::Of(title),
        of: Some(of),
        drafts: Some("sent mail"),
    }
}

const REPLY: Act = Act::Make {
    of: "sent mail",
    with: &[
        ("to", Given::Of("sender")),
        ("subject", Given::Of("subject")),
        ("date", Given::Today),
        ("time", Given::Now),
    ],
    then: Then::Leave(1),
};
const FORWARD: Act = Act::Make {
    of: "sent mail",
    with: &[
        ("to", Given::Of("name")),
        ("subject", Given::Below("mail", "subject")),
        ("text", Given::Below("mail", "text")),
        ("date", Given::Today),
        ("time", Given::Now),
    ],
    then: Then::Leave(2),
};
const SEND: Act = Act::Make {
    of: "sent mail",
    with: &[
        ("to", Given::Of("name")),
        ("date", Given::Today),
        ("time", Given::Now),
    ],
    then: Then::Leave(2),
};
