//! Fields of life: what a made app is about, in words. Everything that people read in one comes from here.

mod abroad;
mod home;
mod work;

use crate::gui::author::Unit;

/// A field of life.
#[derive(Debug)]
pub(super) struct Life {
    /// What the tasks of its apps are called after.
    pub(super) name: &'static str,
    /// Names of its apps.
    pub(super) apps: [&'static str; super::VARIANTS],
    /// One record and several.
    pub(super) noun: (&'static str, &'static str),
    /// What records are called; no two the same.
    pub(super) titles: [&'static str; 10],
    /// How far a record is: what that is called, and what it can be.
    pub(super) state: (&'static str, &'static [&'static str]),
    /// Of what kind a record is: what that is called, and what it can be.
    pub(super) kind: (&'static str, &'static [&'static str]),
    /// What a record is or is not.
    pub(super) flag: &'static str,
    /// A day that each record has.
    pub(super) date: &'static str,
    /// How much of something each record has.
    pub(super) amount: Measure,
    /// A word that each record has: what it is called, and words for it.
    pub(super) place: (&'static str, [&'static str; 6]),
    /// What is noted down again and again of a record: one, several, and what is measured.
    pub(super) entry: (&'static str, &'static str, Measure),
    /// Switches of the app's settings.
    pub(super) switches: [&'static str; 3],
}

/// Something that is measured.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measure {
    /// What it is called.
    pub(super) label: &'static str,
    /// What it is counted in.
    pub(super) unit: Unit,
    /// From this on, in its smallest part.
    pub(super) least: u16,
    /// To this.
    pub(super) most: u16,
}

const fn measure(
    label: &'static str,
    (decimals, word): (u8, &'static str),
    least: u16,
    most: u16,
) -> Measure {
    Measure {
        label,
        unit: Unit::new(decimals, word),
        least,
        most,
    }
}

/// Money.
const EUR: (u8, &str) = (2, "EUR");
/// Things that are counted.
const WHOLE: (u8, &str) = (0, "");

/// How many there are.
pub(super) const COUNT: usize = 30;

/// A field of life by number.
pub(super) fn life(number: usize) -> &'static Life {
    let lists = [&home::LIVES, &work::LIVES, &abroad::LIVES];
    let place = number % COUNT;
    &lists[place / 10][place % 10]
}
