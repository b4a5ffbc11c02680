//! What is asked for in made apps: kinds of errands, of which each app has those that make sense in it.

mod ask;
mod change;
mod note;
mod records;

use super::{
    author::{AMOUNT, DATE, FLAG, KIND, PLACE, STATE, TITLE},
    names::capital,
    shape::{Beside, Layout, Shape},
};
use crate::gui::case::{Desk, Ref};

/// A kind of errand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Errand {
    /// The last part of the names of its templates.
    pub(super) name: &'static str,
    /// What is to be done.
    pub(super) summary: &'static str,
    /// The kind whose infeasible twin it is.
    pub(super) twin_of: Option<&'static str>,
    /// Whether it makes sense in an app.
    pub(super) fits: fn(&Shape) -> bool,
    /// Draws what is asked for.
    pub(super) draw: fn(&Shape, &mut Desk) -> Option<String>,
}

const fn errand(
    name: &'static str,
    summary: &'static str,
    fits: fn(&Shape) -> bool,
    draw: fn(&Shape, &mut Desk) -> Option<String>,
) -> Errand {
    Errand {
        name,
        summary,
        twin_of: None,
        fits,
        draw,
    }
}

/// All kinds. No two of them are done by the same steps.
pub(super) const ERRANDS: &[Errand] = &[
    errand("add", "add one or two records", |_| true, records::add),
    errand(
        "delete",
        "delete one to four records",
        |_| true,
        records::delete,
    ),
    errand(
        "rename",
        "rename records",
        |shape| !shape.entries,
        change::rename,
    ),
    errand(
        "set-date",
        "change the day of records",
        |shape| shape.date,
        change::date,
    ),
    errand(
        "set-amount",
        "change the amount of records",
        |shape| shape.amount,
        change::amount,
    ),
    errand(
        "set-place",
        "change a word of records",
        |shape| shape.place,
        change::place,
    ),
    errand("move", "set the stage of records", |_| true, change::state),
    errand(
        "mark",
        "switch the flag of records",
        |shape| shape.flag.is_some(),
        change::flag,
    ),
    errand(
        "copy",
        "give a record what another one has",
        |shape| copied(shape).is_some(),
        change::copy,
    ),
    errand(
        "swap",
        "exchange the words of two records",
        |shape| shape.place,
        change::swap,
    ),
    errand(
        "two-apps",
        "delete records in one app and change one in another",
        |_| true,
        change::two_apps,
    ),
    errand(
        "find",
        "answer what a record has",
        |shape| asked(shape).is_some(),
        ask::find,
    ),
    errand(
        "note",
        "note something down of records",
        |shape| shape.entries,
        note::add,
    ),
    errand(
        "note-delete",
        "delete what was noted down",
        |shape| shape.entries,
        note::delete,
    ),
    Errand {
        twin_of: Some("note-delete"),
        ..errand(
            "note-delete-missing",
            "the same where one of it is not there",
            |shape| shape.entries,
            note::delete_missing,
        )
    },
    errand(
        "note-compare",
        "answer of which record more was noted down",
        |shape| shape.entries,
        note::compare,
    ),
    errand(
        "note-move",
        "note down of one record what was noted of another",
        |shape| shape.entries,
        note::shift,
    ),
];

/// The field that is looked up on a record's own screen.
fn asked(shape: &Shape) -> Option<&'static str> {
    let fields = [
        (shape.date && !shape.lists(Beside::Date), DATE),
        (shape.amount && !shape.lists(Beside::Amount), AMOUNT),
        (shape.place, PLACE),
    ];
    fields
        .into_iter()
        .find_map(|(is, field)| is.then_some(field))
}

/// The field that is copied from one record's own screen to another's.
fn copied(shape: &Shape) -> Option<&'static str> {
    asked(shape).filter(|field| *field != PLACE)
}

impl Shape {
    /// `the plant "Basil"`.
    fn named(&self, desk: &Desk, at: Ref) -> String {
        format!("the {} \"{}\"", self.life.noun.0, desk.text(at, TITLE))
    }

    /// The label of a field of its records.
    fn label(&self, desk: &Desk, field: &str) -> &'static str {
        desk.label(self.table(), field)
    }

    /// Whether one of the lists in which records are found is empty.
    fn has_empty_list(&self, desk: &Desk) -> bool {
        let (field, options): (_, &[&str]) = match self.layout {
            Layout::Plain => return false,
            Layout::ByState => (STATE, self.life.state.1),
            Layout::ByKind => (KIND, self.life.kind.1),
            Layout::ByFlag => (FLAG, &["on", "off"]),
        };
        (options.iter()).any(|option| desk.those(self.table(), field, option).is_empty())
    }

    /// Names that no record has.
    fn fresh(&self, desk: &mut Desk, count: usize) -> Vec<&'static str> {
        let taken = desk.column(self.table(), TITLE);
        let is_free = |title: &&&str| !taken.iter().any(|t| t == **title);
        let free: Vec<&str> = self.life.titles.iter().filter(is_free).copied().collect();
        desk.some(&free, count)
    }

    /// A field and its value, as instructions say it: `Height 12 cm`, `Watered: on`.
    fn told(&self, desk: &Desk, field: &str, text: &str) -> String {
        let label = match field {
            TITLE => "Name",
            _ => self.label(desk, field),
        };
        match field {
            STATE | KIND | FLAG => format!("{label}: {text}"),
            TITLE | PLACE => format!("{label} \"{text}\""),
            _ => format!("{label} {text}"),
        }
    }
}

/// A sentence begins with a capital letter.
fn sentence(text: &str) -> String {
    capital(text)
}
