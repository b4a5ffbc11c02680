//! How a made app is built: which of the fields of its field of life it stores, and on which screens they stand.

use super::{
    APPS, PER_PHONE, PHONES, VARIANTS,
    lives::{self, Life},
};
use truestep_core::chance::{Chance as _, Seed};

/// All shapes are drawn from this.
const SHAPES: Seed = Seed(0x6761_6d65);

/// How the records are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// One list of all.
    Plain,
    /// A list for each stage that a record can be at.
    ByState,
    /// A list for each kind.
    ByKind,
    /// A list of those with the flag and one of those without.
    ByFlag,
}

/// What a line of a list shows beside the title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Beside {
    Nothing,
    State,
    Date,
    Amount,
}

/// How the stage of a record is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// On its own screen, at once.
    Live,
    /// In the form.
    Form,
    /// By a button that sets the last stage; others in the form.
    Button,
}

/// The shape of an app.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    /// Its number among all made apps.
    pub(super) number: usize,
    pub(super) life: &'static Life,
    pub(super) layout: Layout,
    pub(super) beside: Beside,
    pub(super) change: Change,
    /// Whether records have a kind.
    pub(super) kind: bool,
    /// Whether they have a flag; and whether lists have a switch for it.
    pub(super) flag: Option<bool>,
    pub(super) date: bool,
    pub(super) amount: bool,
    pub(super) place: bool,
    /// Whether something is noted down of each record.
    pub(super) entries: bool,
    /// Whether the app has settings.
    pub(super) settings: bool,
}

impl Shape {
    /// The shape of the app with this number, below [`APPS`].
    pub(super) fn of(number: usize) -> Self {
        let number = number % APPS;
        let mut luck = SHAPES.derive("shape", number as u64).stream("").sampled();
        let mut below = |n: u32| luck.below(n);
        // The four apps of a field of life differ in where records are found.
        let layout = [
            Layout::Plain,
            Layout::ByState,
            Layout::ByKind,
            Layout::ByFlag,
        ];
        let layout = layout[(number / lives::COUNT + number) % VARIANTS];
        let (kind, flag) = (below(2) == 0, below(3) > 0);
        let (date, amount, place) = (below(3) > 0, below(3) > 0, below(2) == 0);
        let turns = below(2) == 0;
        let besides = [
            Some(Beside::Nothing),
            (layout != Layout::ByState).then_some(Beside::State),
            date.then_some(Beside::Date),
            amount.then_some(Beside::Amount),
        ];
        let besides: Vec<Beside> = besides.into_iter().flatten().collect();
        let beside = besides[below(besides.len() as u32) as usize];
        let change = [Change::Live, Change::Form, Change::Button][below(3) as usize];
        let settings = below(2) == 0;
        let has_flag = flag || layout == Layout::ByFlag;
        let fields = [
            kind || layout == Layout::ByKind,
            has_flag,
            date,
            amount,
            place,
        ];
        let few = fields.iter().filter(|is| **is).count() < 3;
        Self {
            number,
            life: lives::life(number),
            layout,
            beside,
            change,
            kind: kind || layout == Layout::ByKind,
            flag: has_flag.then_some(turns && layout != Layout::ByFlag),
            date,
            amount,
            place,
            // Apps with few fields of their own have something else to do.
            entries: below(2) == 0 || few,
            settings,
        }
    }

    /// Which of the four of its field of life it is, from 1.
    pub(super) fn variant(&self) -> usize {
        self.number / lives::COUNT + 1
    }

    /// What stands under its icon.
    pub(super) fn app(&self) -> &'static str {
        self.life.apps[self.number / lives::COUNT]
    }

    /// The phone it is installed on.
    pub(super) fn phone(&self) -> usize {
        self.number % PHONES
    }

    /// The apps of a phone, in the order of the launcher.
    pub(super) fn on_phone(phone: usize) -> [Self; PER_PHONE] {
        std::array::from_fn(|place| Self::of(phone + place * PHONES))
    }

    /// Whether a field of a record is shown in lists.
    pub(super) fn lists(&self, beside: Beside) -> bool {
        self.beside == beside
    }
}

impl Shape {
    /// The next app on its phone.
    pub(super) fn next(&self) -> Self {
        Self::of((self.number + PHONES) % APPS)
    }
}
