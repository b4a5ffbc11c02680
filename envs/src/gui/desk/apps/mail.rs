//! Mails in boxes, those that were sent, and an address book.

use crate::gui::author::{
    Act, App, Field, Given, Kind, Only, Place, Rows, Screen, Table, Then, Title, Unit, Widget, list,
};
use bevy_ecs::prelude::{Entity, World, children};

/// The boxes a mail can be in.
const BOXES: &[&str] = &["Inbox", "Archive", "Junk"];
/// Where a number belongs.
const LABELS: &[&str] = &["mobile", "home", "work"];

/// Author the app.
pub(super) fn author(world: &mut World) -> Entity {
    let table = |name, rows, order| Table { name, rows, order };
    let button = |label, act| Widget::Button(label, Place::Bar, act);
    world
        .spawn((
            App { name: "Mail" },
            children![
                (
                    table("mail", Rows::Many, &["-date", "-time", "subject"]),
                    children![
                        Field::needed("sender", "From", Kind::Text),
                        Field::needed("subject", "Subject", Kind::Text),
                        Field::new("text", "Text", Kind::Text),
                        Field::new("attachment", "Attachment", Kind::Text),
                        Field::new("size", "Size", Kind::Amount(Unit::new(0, "kB"))),
                        Field::new("date", "Date", Kind::Date),
                        Field::new("time", "Time", Kind::Time),
                        Field::new("box", "Mailbox", Kind::Choice(BOXES)),
                        Field::new("starred", "Starred", Kind::Flag),
                    ]
                ),
                (
                    table("sent mail", Rows::Log, &["-date", "-time", "subject", "to"]),
                    children![
                        Field::needed("to", "To", Kind::Text)
                            .naming("contact", &["name", "email"])
                            .that_has("email"),
                        Field::needed("subject", "Subject", Kind::Text),
                        Field::needed("text", "Text", Kind::Text),
                        Field::new("attachment", "Attachment", Kind::Text),
                        Field::new("date", "Date", Kind::Date),
                        Field::new("time", "Time", Kind::Time),
                    ]
                ),
                (
                    table("contact", Rows::Many, &["name"]),
                    children![
                        Field::needed("name", "Name", Kind::Text),
                        Field::new("phone", "Number", Kind::Text),
                        Field::new("label", "Number is", Kind::Choice(LABELS)),
                        Field::new("email", "Address", Kind::Text),
                    ]
                ),
                (
                    Screen::page("mailboxes", "Mailboxes"),
                    children![
                        button("New mail", Act::New("mail/new")),
                        Widget::Link("Inbox", "mails/inbox"),
                        Widget::Link("Starred", "mails/starred"),
                        Widget::Link("Archive", "mails/archive"),
                        Widget::Link("Junk", "mails/junk"),
                        Widget::Link("Sent", "mails/sent"),
                        Widget::Link("Address book", "contacts"),
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
                        "sent mail",
                        "No mails"
                    )]
                ),
                (
                    Screen::record("sent mail", "sent mail", "subject"),
                    children![
                        Widget::Show("to"),
                        Widget::Show("date"),
                        Widget::Show("time"),
                        Widget::Show("attachment"),
                        Widget::Show("text"),
                    ]
                ),
                (
                    Screen::page("contacts", "Address book"),
                    children![list("contact", &["name", "email"], "contact", "Nobody")]
                ),
                (
                    Screen::record("contact", "contact", "name"),
                    children![
                        Widget::Show("email"),
                        Widget::Show("phone"),
                        Widget::Show("label"),
                    ]
                ),
                (
                    Screen::record("mail", "mail", "subject"),
                    children![
                        button("Reply", Act::Edit("mail/reply")),
                        button("Forward", Act::Edit("mail/forward")),
                        button("Archive", Act::Set("box", "Archive")),
                        button("Delete", Act::Delete),
                        button("Save attachment", Act::Edit("mail/save")),
                        Widget::Button("Move to inbox", Place::Menu, Act::Set("box", "Inbox")),
                        Widget::Button("Star", Place::Menu, Act::Set("starred", "on")),
                        Widget::Button("Remove star", Place::Menu, Act::Set("starred", "off")),
                        Widget::Show("sender"),
                        Widget::Show("date"),
                        Widget::Show("time"),
                        Widget::Live("box"),
                        Widget::Show("attachment"),
                        Widget::Show("size"),
                        Widget::Show("text"),
                    ]
                ),
                (
                    Screen {
                        drafts: Some("sent mail"),
                        title: Title::Of("sender"),
                        ..of_mail("mail/reply", "Reply")
                    },
                    children![
                        button("Send", REPLY),
                        Widget::Show("subject"),
                        Widget::Fill("text")
                    ]
                ),
                (
                    Screen {
                        drafts: Some("sent mail"),
                        ..of_mail("mail/forward", "Forward")
                    },
                    children![
                        button("Send", FORWARD),
                        Widget::Fill("to"),
                        Widget::Show("subject"),
                        Widget::Show("attachment"),
                    ]
                ),
                (
                    of_mail("mail/save", "Save attachment to"),
                    children![Widget::Adds {
                        of: "folder",
                        only: Only::All,
                        shows: &["name"],
                        to: "file",
                        from: &[("name", "attachment"), ("size", "size")],
                        line: &[("folder", "name")],
                        then: Then::Leave(1),
                        empty: "No folders",
                    }]
                ),
                (
                    Screen::form("mail/new", "sent mail", "New mail"),
                    children![
                        button("Send", SEND),
                        Widget::Fill("to"),
                        Widget::Fill("subject"),
                        Widget::Fill("text"),
                    ]
                ),
            ],
        ))
        .id()
}

const fn of_mail(name: &'static str, title: &'static str) -> Screen {
    Screen {
        of: Some("mail"),
        ..Screen::page(name, title)
    }
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
        ("subject", Given::Of("subject")),
        ("text", Given::Of("text")),
        ("attachment", Given::Of("attachment")),
        ("date", Given::Today),
        ("time", Given::Now),
    ],
    then: Then::Leave(1),
};
const SEND: Act = Act::Make {
    of: "sent mail",
    with: &[("date", Given::Today), ("time", Given::Now)],
    then: Then::Leave(1),
};
