//! How an app is written: components on a hierarchy of entities.
//!
//! An app is one folder or file of declarations: a tree whose root is an [`App`], whose children are [`Table`]s (of
//! [`Field`]s) and [`Screen`]s (of [`Widget`]s). The tree is baked once by a walk over `ChildOf` (see `bake`) and then thrown
//! away: at run time there are no entities. Names are resolved by the bake, so that apps may speak of each other in any order.

mod acts;

pub use acts::{Act, Given, Submit, Sum, Takes, Then};

use bevy_ecs::prelude::Component;

/// An app: the root of its tree. Its first screen is the one it opens with.
#[derive(Component, Clone, Copy, Debug)]
pub struct App {
    /// What stands under its icon.
    pub name: &'static str,
}

/// How many records a table has, and what may happen to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// Any number, made, changed and deleted by forms.
    Many,
    /// Exactly one: a page of settings.
    One,
    /// Any number, and what is added stays as it is: messages that were sent.
    Log,
    /// Any number, in an order that people choose: songs of a playlist. `(field that tells which group a record is in, field
    /// with its place there)`; places are always 1, 2, 3 and so on, and what is added comes last.
    Ranked(&'static str, &'static str),
}

/// A table of records: what an app stores.
#[derive(Component, Clone, Copy, Debug)]
pub struct Table {
    /// What one record is called, in the singular (`"contact"`); unique on the phone.
    pub name: &'static str,
    /// How many there are.
    pub rows: Rows,
    /// The fields lists are sorted by, first to last; those with a `-` before their name from the greatest down.
    pub order: &'static [&'static str],
}

/// What a field holds, and how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// A time of day, `07:30`.
    Time,
    /// A day, `2026-03-14`.
    Date,
    /// One of these.
    Choice(&'static [&'static str]),
    /// On or off.
    Flag,
    /// How much or how many, in a unit: `12.50 EUR`.
    Amount(Unit),
    /// How long something lasts, in seconds: `3:45`.
    Length,
}

/// What an amount is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Digits after the point, at most 3; what is stored is the number without the point.
    pub decimals: u8,
    /// Its word, which may be empty.
    pub word: &'static str,
}

impl Unit {
    /// A unit.
    #[must_use]
    pub const fn new(decimals: u8, word: &'static str) -> Self {
        Self { decimals, word }
    }
}

/// The records that a text stands for: what is typed is looked up among them, and what names none is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Names {
    /// Of which table.
    pub of: &'static str,
    /// The fields that a record is named by, case aside. The first one is what is stored.
    pub by: &'static [&'static str],
    /// A field that such a record has to have filled in: the address of who is written to.
    pub has: Option<&'static str>,
}

/// The fields of a table in which no two records are alike: names of files in a folder. A record that would be as another is
/// refused.
#[derive(Component, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unique(pub &'static [&'static str]);

/// A field of a table.
#[derive(Component, Clone, Copy, Debug)]
pub struct Field {
    /// Its name in declarations.
    pub name: &'static str,
    /// What stands beside it on screens.
    pub label: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether a record can be saved without it. Choices and flags always have a value: the first choice, off.
    pub required: bool,
    /// What it is the name of, if it is one.
    pub names: Option<Names>,
}

/// What stands at the top of a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Title {
    /// These words.
    Words(&'static str),
    /// A field of its record.
    Of(&'static str),
}

/// A screen.
#[derive(Component, Clone, Copy, Debug)]
pub struct Screen {
    /// Its name in declarations, unique on the phone (`"contact/form"`).
    pub name: &'static str,
    /// What stands at its top.
    pub title: Title,
    /// The table whose record it shows, if it shows one.
    pub of: Option<&'static str>,
    /// The table a record of which is written here, if it is a form or has one.
    pub drafts: Option<&'static str>,
}

/// Which records a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Only {
    /// All of the table.
    All,
    /// Those whose choice is this.
    Choice(&'static str, &'static str),
    /// Those whose flag is as said.
    Flag(&'static str, bool),
    /// Those whose field (first) equals a field (second) of the screen's record.
    Same(&'static str, &'static str),
    /// Those for which all of these hold.
    Each(&'static [Only]),
}

/// Where a widget stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the bar at the top.
    Bar,
    /// Above the content of the screen, over which it floats.
    Floating,
    /// On a desktop, only in the menu of a line that opens the screen.
    Menu,
}

/// Something on a screen.
#[derive(Component, Clone, Copy, Debug)]
pub enum Widget {
    /// A line that opens a screen of the same app.
    Link(&'static str, &'static str),
    /// A list of records.
    List {
        /// Of which table.
        of: &'static str,
        /// Which of its records.
        only: Only,
        /// The fields each line shows.
        shows: &'static [&'static str],
        /// The screen a tap opens; none if nothing happens.
        opens: Option<&'static str>,
        /// A flag of each record that a switch in its line turns at once.
        turns: Option<&'static str>,
        /// What stands there while there is none.
        empty: &'static str,
    },
    /// A list of records, of which a tap puts a field (second) into a field of the screen's record (first) and goes back.
    Choose {
        /// Of which table.
        of: &'static str,
        /// The fields each line shows.
        shows: &'static [&'static str],
        /// `(field of the screen's record, field of the line's)`.
        sets: (&'static str, &'static str),
        /// What stands there while there is none.
        empty: &'static str,
    },
    /// A list of records of which a tap makes a record of another table.
    Adds {
        /// Of which table.
        of: &'static str,
        /// Which of its records.
        only: Only,
        /// The fields each line shows.
        shows: &'static [&'static str],
        /// The table a record is added to.
        to: &'static str,
        /// Its fields that are taken from the screen's record, `(field there, field here)`.
        from: &'static [(&'static str, &'static str)],
        /// Its fields that are taken from the line's record, `(field there, field of the line)`.
        line: &'static [(&'static str, &'static str)],
        /// Where a tap leads.
        then: Then,
        /// What stands there while there is none.
        empty: &'static str,
    },
    /// A number to be read: what some sums come to, less what others do.
    Total(&'static str, &'static [Sum], &'static [Sum]),
    /// A field of the screen's record, to be read.
    Show(&'static str),
    /// The same under another label than the field's: `(label, field)`.
    ShowAs(&'static str, &'static str),
    /// A field of the draft, to be filled in.
    Fill(&'static str),
    /// A flag or choice of the screen's record, changed at once.
    Live(&'static str),
    /// A button.
    Button(&'static str, Place, Act),
}

impl Field {
    /// A field that can be left empty.
    #[must_use]
    pub const fn new(name: &'static str, label: &'static str, kind: Kind) -> Self {
        Self {
            name,
            label,
            kind,
            required: false,
            names: None,
        }
    }

    /// The same as the name of a record of a table, which goes by these fields.
    #[must_use]
    pub const fn naming(self, of: &'static str, by: &'static [&'static str]) -> Self {
        Self {
            names: Some(Names { of, by, has: None }),
            ..self
        }
    }

    /// The same as the name of a record that has this field filled in.
    #[must_use]
    pub const fn that_has(self, field: &'static str) -> Self {
        match self.names {
            Some(Names { of, by, .. }) => Self {
                names: Some(Names {
                    of,
                    by,
                    has: Some(field),
                }),
                ..self
            },
            None => self,
        }
    }

    /// A field that has to be filled in.
    #[must_use]
    pub const fn needed(name: &'static str, label: &'static str, kind: Kind) -> Self {
        Self {
            required: true,
            ..Self::new(name, label, kind)
        }
    }
}

impl Screen {
    /// A screen under fixed words.
    #[must_use]
    pub const fn page(name: &'static str, title: &'static str) -> Self {
        Self {
            name,
            title: Title::Words(title),
            of: None,
            drafts: None,
        }
    }

    /// A screen of a record, under one of its fields.
    #[must_use]
    pub const fn record(name: &'static str, table: &'static str, title: &'static str) -> Self {
        Self {
            name,
            title: Title::Of(title),
            of: Some(table),
            drafts: None,
        }
    }

    /// A form for a record of a table, new or there already.
    #[must_use]
    pub const fn form(name: &'static str, table: &'static str, title: &'static str) -> Self {
        Self {
            name,
            title: Title::Words(title),
            of: Some(table),
            drafts: Some(table),
        }
    }
}

/// A list of all records of a table, each opened by a tap.
#[must_use]
pub const fn list(
    of: &'static str,
    shows: &'static [&'static str],
    opens: &'static str,
    empty: &'static str,
) -> Widget {
    Widget::List {
        of,
        only: Only::All,
        shows,
        opens: Some(opens),
        turns: None,
        empty,
    }
}
