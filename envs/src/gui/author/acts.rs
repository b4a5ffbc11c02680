//! What buttons do, and what they put into the records that they make.

use super::Only;

/// Records that are counted, or a field of theirs that is added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sum {
    /// Of which table.
    pub of: &'static str,
    /// Which of its records.
    pub only: Only,
    /// The amount or length that is added up; none if records are counted.
    pub field: Option<&'static str>,
}

/// What a form writes when it is sent, beside what is filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Submit {
    /// Fields taken from the screen's record, `(field there, field here)`.
    pub from: &'static [(&'static str, &'static str)],
    /// Choices that are always the same, `(field, option)`.
    pub sets: &'static [(&'static str, &'static str)],
    /// A day that is today.
    pub today: Option<&'static str>,
    /// An amount that may be no more than any total on the screen, and no more than the option that a choice of a table with
    /// one record has: `(field, limit as table and field)`.
    pub spends: Option<(&'static str, Option<(&'static str, &'static str)>)>,
    /// Records that go along with it, of which there has to be one.
    pub takes: Option<Takes>,
    /// A choice of the screen's record that is set as well.
    pub marks: Option<(&'static str, &'static str)>,
}

impl Submit {
    /// Nothing beside what is filled in.
    pub const PLAIN: Self = Self {
        from: &[],
        sets: &[],
        today: None,
        spends: None,
        takes: None,
        marks: None,
    };
}

/// Records that go along with what is sent: what lies in a basket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Takes {
    /// Of which table.
    pub of: &'static str,
    /// Those whose field (first) equals a field (second) of the screen's record.
    pub same: (&'static str, &'static str),
    /// Their choice, the option that those have which go along, and the one they have then.
    pub turns: (&'static str, &'static str, &'static str),
}

/// What a button puts into a field of the record it makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// What a field of the screen's record holds.
    Of(&'static str),
    /// What a field (second) holds of the record of a table (first) that the nearest screen below shows.
    Below(&'static str, &'static str),
    /// What this comes to in the field: an option of a choice, `on` or `off`, an amount, a time.
    Is(&'static str),
    /// The day it is.
    Today,
    /// The time it is.
    Now,
}

/// Where a button leads that has made a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// Nowhere: the screen stays, with an empty draft.
    Stay,
    /// So many screens back.
    Leave(u8),
}

/// What a button does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Opens an empty form.
    New(&'static str),
    /// Opens a form with the screen's record in it.
    Edit(&'static str),
    /// Writes the draft into its record, or makes one of it, and goes back.
    Save,
    /// Makes a record of a table: of the draft if the screen has one of that table, else of nothing filled in, with what is
    /// given put into its fields.
    Make {
        /// The table.
        of: &'static str,
        /// `(field, what is put there)`.
        with: &'static [(&'static str, Given)],
        /// Where it leads.
        then: Then,
    },
    /// Makes a record of the draft and of what stands in the declaration, and goes back.
    Submit(Submit),
    /// Asks, and deletes the screen's record; refused while a list of what belongs to it ([`Only::Same`]) shows any.
    Delete,
    /// The same, with records of other tables whose field (second) equals a field (third) of it.
    DeleteWith(&'static [(&'static str, &'static str, &'static str)]),
    /// Moves the screen's record before the one that comes before it in its group, or after the one that comes after.
    Earlier,
    /// The same, towards the end.
    Later,
    /// Sets a choice or flag of the screen's record and goes back.
    Set(&'static str, &'static str),
    /// An intent: opens a screen of another app with the record there whose field (first) equals a field (second) of this
    /// screen's record.
    Find(&'static str, &'static str, &'static str),
}
