//! Wallet: money that is paid to people, asked from them, owed to them, and put aside in pots. Balances are worked out from
//! what was paid; no payment goes beyond them, nor beyond the limit.

use crate::gui::author::{
    Act, App, Field, Kind, Only, Place, Rows, Screen, Submit, Sum, Table, Title, Unit, Widget, list,
};
use bevy_ecs::prelude::{Entity, World, children};

/// Money, in cents.
pub(in crate::gui) const MONEY: Kind = Kind::Amount(Unit::new(2, "EUR"));
pub(in crate::gui) const LIMITS: &[&str] = &["50.00 EUR", "100.00 EUR", "200.00 EUR", "500.00 EUR"];
const RECEIVED: &[Sum] = &[
    sum("payment", Only::Choice("by", "received")),
    sum("transfer", Only::Choice("way", "out of the pot")),
];
const SPENT: &[Sum] = &[
    sum("payment", Only::Choice("by", "sent")),
    sum("transfer", Only::Choice("way", "into the pot")),
];
const BALANCE: Widget = Widget::Total("Balance", RECEIVED, SPENT);

const fn sum(of: &'static str, only: Only) -> Sum {
    Sum {
        of,
        only,
        field: Some("amount"),
    }
}

const fn log(name: &'static str, order: &'static [&'static str]) -> Table {
    Table {
        name,
        rows: Rows::Log,
        order,
    }
}

/// A form that a screen of a record opens, for a record of another table.
const fn form(
    name: &'static str,
    of: &'static str,
    title: &'static str,
    drafts: &'static str,
) -> Screen {
    Screen {
        name,
        title: Title::Words(title),
        of: Some(of),
        drafts: Some(drafts),
    }
}

/// Author the app.
pub(super) fn author(world: &mut World) -> Entity {
    let limits = Table {
        name: "limits",
        rows: Rows::One,
        order: &[],
    };
    let owed = Table {
        name: "owed sum",
        rows: Rows::Many,
        order: &["state", "to"],
    };
    let pay = Submit {
        from: &[("with", "name")],
        sets: &[("by", "sent")],
        today: Some("date"),
        spends: Some(("amount", Some(("limits", "payment")))),
        ..Submit::PLAIN
    };
    let ask = Submit {
        from: &[("with", "name")],
        ..Submit::PLAIN
    };
    let settle = Submit {
        from: &[("with", "to"), ("amount", "amount")],
        sets: &[("by", "sent")],
        today: Some("date"),
        spends: Some(("amount", Some(("limits", "payment")))),
        marks: Some(("state", "paid")),
        ..Submit::PLAIN
    };
    let put = Submit {
        from: &[("pot", "name")],
        sets: &[("way", "into the pot")],
        spends: Some(("amount", None)),
        ..Submit::PLAIN
    };
    let take = Submit {
        from: &[("pot", "name")],
        sets: &[("way", "out of the pot")],
        spends: Some(("amount", None)),
        ..Submit::PLAIN
    };
    world
        .spawn((
            App { name: "Wallet" },
            children![
                (
                    limits,
                    children![Field::new(
                        "payment",
                        "Limit of a payment",
                        Kind::Choice(LIMITS)
                    )]
                ),
                (
                    log("payee", &["name"]),
                    children![Field::needed("name", "Name", Kind::Text)]
                ),
                (
                    log("payment", &["-date", "with"]),
                    children![
                        Field::needed("with", "With", Kind::Text),
                        Field::new("by", "Payment", Kind::Choice(&["received", "sent"])),
                        Field::needed("amount", "Amount", MONEY),
                        Field::new("note", "Note", Kind::Text),
                        Field::needed("date", "Date", Kind::Date),
                    ]
                ),
                (
                    log("request", &["with"]),
                    children![
                        Field::needed("with", "From", Kind::Text),
                        Field::needed("amount", "Amount", MONEY),
                        Field::new("note", "Note", Kind::Text),
                    ]
                ),
                (
                    owed,
                    children![
                        Field::needed("to", "To", Kind::Text),
                        Field::needed("amount", "Amount", MONEY),
                        Field::new("reason", "Reason", Kind::Text),
                        Field::new(
                            "state",
                            "State",
                            Kind::Choice(&["open", "paid", "declined"])
                        ),
                    ]
                ),
                (
                    log("pot", &["name"]),
                    children![Field::needed("name", "Name", Kind::Text)]
                ),
                (
                    log("transfer", &[]),
                    children![
                        Field::needed("pot", "Pot", Kind::Text),
                        Field::new(
                            "way",
                            "Way",
                            Kind::Choice(&["into the pot", "out of the pot"])
                        ),
                        Field::needed("amount", "Amount", MONEY),
                    ]
                ),
                (
                    Screen::page("wallet", "Wallet"),
                    children![
                        BALANCE,
                        Widget::Link("People", "payees"),
                        Widget::Link("History", "payments"),
                        Widget::Link("Money you owe", "owed"),
                        Widget::Link("Money you asked for", "requests"),
                        Widget::Link("Pots", "pots"),
                        Widget::Link("Limits", "limits"),
                    ]
                ),
                (
                    Screen::page("payees", "People"),
                    children![list("payee", &["name"], "payee", "Nobody")]
                ),
                (
                    Screen::record("payee", "payee", "name"),
                    children![
                        Widget::List {
                            of: "payment",
                            only: Only::Same("with", "name"),
                            shows: &["amount", "by", "date"],
                            opens: Some("payment"),
                            turns: None,
                            empty: "No payments yet",
                        },
                        Widget::Button("Pay", Place::Floating, Act::Edit("pay")),
                        Widget::Button("Request", Place::Floating, Act::Edit("ask")),
                    ]
                ),
                (
                    form("pay", "payee", "Pay", "payment"),
                    children![
                        Widget::Show("name"),
                        BALANCE,
                        Widget::Fill("amount"),
                        Widget::Fill("note"),
                        Widget::Button("Send money", Place::Floating, Act::Submit(pay)),
                    ]
                ),
                (
                    form("ask", "payee", "Request", "request"),
                    children![
                        Widget::Show("name"),
                        Widget::Fill("amount"),
                        Widget::Fill("note"),
                        Widget::Button("Send request", Place::Floating, Act::Submit(ask)),
                    ]
                ),
                (
                    Screen::page("payments", "History"),
                    children![list(
                        "payment",
                        &["with", "date", "by"],
                        "payment",
                        "No payments yet"
                    )]
                ),
                (
                    Screen::record("payment", "payment", "with"),
                    children![
                        Widget::Show("by"),
                        Widget::Show("amount"),
                        Widget::Show("note"),
                        Widget::Show("date"),
                    ]
                ),
                (
                    Screen::page("owed", "Money you owe"),
                    children![list(
                        "owed sum",
                        &["to", "state"],
                        "owed sum",
                        "You owe nothing"
                    )]
                ),
                (
                    Screen::record("owed sum", "owed sum", "to"),
                    children![
                        Widget::Show("amount"),
                        Widget::Show("reason"),
                        Widget::Live("state"),
                        Widget::Button("Pay it", Place::Floating, Act::Edit("settle")),
                    ]
                ),
                (
                    form("settle", "owed sum", "Pay it", "payment"),
                    children![
                        Widget::Show("to"),
                        Widget::Show("amount"),
                        BALANCE,
                        Widget::Fill("note"),
                        Widget::Button("Send money", Place::Floating, Act::Submit(settle)),
                    ]
                ),
                (
                    Screen::page("requests", "Money you asked for"),
                    children![Widget::List {
                        of: "request",
                        only: Only::All,
                        shows: &["with", "amount", "note"],
                        opens: None,
                        turns: None,
                        empty: "You asked for nothing",
                    }]
                ),
                (
                    Screen::page("pots", "Pots"),
                    children![list("pot", &["name"], "pot", "No pots")]
                ),
                (
                    Screen::record("pot", "pot", "name"),
                    children![
                        Widget::Total("In the pot", PUT_IN, TAKEN_OUT),
                        Widget::List {
                            of: "transfer",
                            only: Only::Same("pot", "name"),
                            shows: &["amount", "way"],
                            opens: None,
                            turns: None,
                            empty: "Nothing was put in yet",
                        },
                        Widget::Button("Put in", Place::Floating, Act::Edit("pot/in")),
                        Widget::Button("Take out", Place::Floating, Act::Edit("pot/out")),
                    ]
                ),
                (
                    form("pot/in", "pot", "Put in", "transfer"),
                    children![
                        Widget::Show("name"),
                        BALANCE,
                        Widget::Fill("amount"),
                        Widget::Button("Put in", Place::Floating, Act::Submit(put)),
                    ]
                ),
                (
                    form("pot/out", "pot", "Take out", "transfer"),
                    children![
                        Widget::Show("name"),
                        Widget::Total("In the pot", PUT_IN, TAKEN_OUT),
                        Widget::Fill("amount"),
                        Widget::Button("Take out", Place::Floating, Act::Submit(take)),
                    ]
                ),
                (
                    Screen {
                        of: Some("limits"),
                        ..Screen::page("limits", "Limits")
                    },
                    children![Widget::Live("payment")]
                ),
            ],
        ))
        .id()
}

const PUT_IN: &[Sum] = &[sum("transfer", Only::Each(IN_POT))];
const TAKEN_OUT: &[Sum] = &[sum("transfer", Only::Each(FROM_POT))];
const IN_POT: &[Only] = &[
    Only::Same("pot", "name"),
    Only::Choice("way", "into the pot"),
];
const FROM_POT: &[Only] = &[
    Only::Same("pot", "name"),
    Only::Choice("way", "out of the pot"),
];
