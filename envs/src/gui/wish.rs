//! What is wanted: the records as they are to be, what is to be answered, and how far a state is from it.

use super::{
    author::Kind,
    def::Def,
    locale::Tongue,
    rows::{Change, Changes, Row, RowId},
    state::State,
    value::{self, Value, WordId, Words},
};
use std::sync::Arc;

/// A field of a record that has to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sight {
    /// Its table.
    pub table: u8,
    /// Its record.
    pub row: RowId,
    /// Its field.
    pub field: u8,
    /// What has to be known before: until then nobody could know that this is what to look for.
    pub after: u64,
    /// Whether it is only to be added to others: a sum of all of these and of nothing else tells as much.
    pub is_summed: bool,
    /// Of records that are alike, the first: that so many of them were read is what is known of these, whichever they were.
    pub one_of: Option<RowId>,
}

/// The forms that a text is offered in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum On {
    /// A form for a new record.
    New,
    /// A form with this record in it.
    Row(RowId),
}

/// A text that somebody with this task might type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Offer {
    /// Into a field of this table.
    pub table: u8,
    /// The field.
    pub field: u8,
    /// In which form.
    pub on: On,
    /// The text.
    pub text: WordId,
    /// Whether it is what is wanted there; otherwise it is a mistake.
    pub is_right: bool,
    /// What has to be known before anybody could think of it.
    pub needs: u64,
}

/// What an answer is, and how it is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AnswerKind {
    /// Words: case, blanks and marks do not count.
    Words,
    /// A whole number.
    Count,
    /// A time of day.
    Time,
    /// A day.
    Date,
    /// An amount or a length, read as a field of this kind would be.
    Of(Kind),
}

/// The answer that is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Answer {
    /// How it is compared.
    pub kind: AnswerKind,
    /// The right one, as it stands on screens.
    pub right: Arc<str>,
    /// Answers that menus offer, the right one among them, with what has to be known before each is.
    pub offers: Vec<(WordId, u64)>,
}

/// What is wanted.
#[derive(Clone, Debug, Default)]
pub(super) struct Wish {
    /// The records that are to differ, and how.
    pub wanted: Changes,
    /// The answer, if one is asked for.
    pub answer: Option<Answer>,
    /// What has to be read before the end is supported.
    pub sights: Vec<Sight>,
    /// What is to be made or set that nobody could know of before this is known: records, those in passing too, and fields.
    pub needs: Vec<(Piece, u64)>,
    /// Records that may be made on the way, and are gone or have become others at the end: what lies in a basket.
    pub passing: Vec<(u8, Row)>,
    /// Texts that menus offer.
    pub offers: Vec<Offer>,
    /// The apps that a shortest way can lead through.
    pub apps: Vec<u8>,
    /// Whether the right end is to report that it cannot be done.
    pub is_infeasible: bool,
}

/// One part of what is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// A field of a record is to hold this.
    Field(u8, RowId, u8, Value),
    /// A record is to be gone.
    Gone(u8, RowId),
    /// So many records are to be made that hold this.
    Made(u8, Row, usize),
}

impl Piece {
    /// The table it is about.
    pub(super) fn table(&self) -> u8 {
        match self {
            Piece::Field(table, ..) | Piece::Gone(table, _) | Piece::Made(table, ..) => *table,
        }
    }
}

impl Def {
    /// The parts of what is wanted, in order.
    pub(super) fn pieces(&self) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = vec![];
        for change in self.wish.wanted.list() {
            let own = self.base[usize::from(change.table)].get(usize::from(change.row));
            match (own, &change.now) {
                (Some(_), None) => pieces.push(Piece::Gone(change.table, change.row)),
                (Some(own), Some(now)) => {
                    let differ = own
                        .iter()
                        .zip(now.iter())
                        .enumerate()
                        .filter(|(_, (a, b))| a != b);
                    pieces.extend(differ.map(|(field, (_, wanted))| {
                        Piece::Field(change.table, change.row, field as u8, wanted.clone())
                    }));
                }
                (None, Some(now)) => {
                    let same = |p: &&Piece| matches!(p, Piece::Made(t, row, _) if *t == change.table && row == now);
                    let before = pieces.iter().filter(same).count();
                    pieces.push(Piece::Made(change.table, Arc::clone(now), before + 1));
                }
                (None, None) => {}
            }
        }
        pieces
    }

    /// Whether a part of what is wanted holds.
    pub(super) fn holds(&self, state: &State, piece: &Piece) -> bool {
        match piece {
            Piece::Gone(table, row) => self.row(&state.changes, *table, *row).is_none(),
            Piece::Field(table, row, field, wanted) => {
                let row = self.row(&state.changes, *table, *row);
                row.is_some_and(|row| row[usize::from(*field)] == *wanted)
            }
            Piece::Made(table, wanted, count) => {
                let made = state.changes.made(&self.base, *table);
                made.filter(|row| *row == wanted).count() >= *count
            }
        }
    }

    /// Whether the records are as they are to be, and all others as they were. A record that was deleted and made again as
    /// it is to be counts as one that was changed.
    pub(super) fn is_fulfilled(&self, changes: &Changes) -> bool {
        let wanted = &self.wish.wanted;
        changes == wanted
            || (!changes.list().is_empty()
                && self.balance(changes, wanted) == self.balance(wanted, changes))
    }

    /// What `gain` has and `loss` had, in order: equal both ways round exactly if the same records are there.
    fn balance(&self, gain: &Changes, loss: &Changes) -> Vec<(u8, Row)> {
        let now = gain
            .list()
            .iter()
            .filter_map(|c| Some((c.table, c.now.clone()?)));
        let before = loss
            .list()
            .iter()
            .filter_map(|c| Some((c.table, self.original(c)?.clone())));
        let mut rows: Vec<(u8, Row)> = now.chain(before).collect();
        rows.sort();
        rows
    }

    fn original(&self, change: &Change) -> Option<&Row> {
        self.base[usize::from(change.table)].get(usize::from(change.row))
    }

    /// How much is changed that is not to be: fields that are neither as they were nor as wanted, records that are gone or
    /// made without being asked for.
    pub(super) fn wrongs(&self, changes: &Changes) -> usize {
        if self.is_fulfilled(changes) {
            return 0;
        }
        changes
            .list()
            .iter()
            .map(|change| self.wrong(changes, change))
            .sum()
    }

    /// How much of one change is not asked for.
    pub(super) fn wrong(&self, changes: &Changes, change: &Change) -> usize {
        let wanted = self.wish.wanted.list().iter();
        let own = self.original(change);
        match (own, &change.now) {
            (None, None) => 0,
            (None, Some(now)) => {
                let is = |other: &&Change| {
                    let alike = |row: &Row| self.is_alike(change.table, row, now);
                    other.table == change.table
                        && self.original(other).is_none()
                        && other.now.as_ref().is_some_and(alike)
                };
                let passing = self.wish.passing.iter();
                let passing = passing.filter(|(table, row)| *table == change.table && row == now);
                // What another record is to become may be made and that other deleted.
                let has_places = self.phone.tables[usize::from(change.table)].rank.is_some();
                let to_become = wanted.clone().filter(|wanted| {
                    let held = self.row(changes, wanted.table, wanted.row);
                    !has_places
                        && wanted.table == change.table
                        && self.original(wanted).is_some()
                        && wanted.now.as_ref() == Some(now)
                        && held != Some(now)
                });
                let asked = wanted.clone().filter(is).count() + passing.count() + to_become.count();
                let earlier = changes
                    .list()
                    .iter()
                    .filter(is)
                    .take_while(|other| other.row < change.row)
                    .count();
                usize::from(earlier >= asked)
            }
            (Some(own), now) => {
                let mut same = wanted.filter(|w| w.table == change.table && w.row == change.row);
                match (same.next().map(|w| &w.now), now) {
                    (Some(None), _) => 0,
                    (Some(Some(asked)), None) => {
                        usize::from(!self.is_replaced(changes, change, asked))
                    }
                    (None, None) => 1,
                    (asked, Some(now)) => {
                        let asked = asked.and_then(Option::as_ref).unwrap_or(own);
                        let fields = now.iter().zip(own.iter()).zip(asked.iter()).enumerate();
                        let place = self.phone.tables[usize::from(change.table)].rank;
                        let place = place.filter(|_| self.is_group_wanted(change.table, own));
                        let is_free =
                            |at: usize| place.is_some_and(|(_, place)| usize::from(place) == at);
                        fields
                            .filter(|(at, ((now, own), asked))| {
                                now != own && now != asked && !is_free(*at)
                            })
                            .count()
                    }
                }
            }
        }
    }

    /// Whether a record that is gone, and was to become another, stands there as that other: one was made for it.
    fn is_replaced(&self, changes: &Changes, gone: &Change, asked: &Row) -> bool {
        let wanted = self.wish.wanted.list();
        let made = changes.made(&self.base, gone.table);
        let made = made.filter(|row| *row == asked).count();
        let is_alike =
            |wanted: &&Change| wanted.table == gone.table && wanted.now.as_ref() == Some(asked);
        let for_themselves = wanted.iter().filter(is_alike).filter(|wanted| {
            // Those that are to be made, and those before this one that are gone as well.
            let is_gone = || self.row(changes, wanted.table, wanted.row).is_none();
            self.original(wanted).is_none() || (wanted.row < gone.row && is_gone())
        });
        made > for_themselves.count()
    }

    /// Whether an answer is the right one.
    pub(super) fn is_right(&self, text: &str) -> bool {
        self.wish
            .answer
            .as_ref()
            .is_some_and(|answer| answer.is(self.tongue(), text))
    }
}

impl Answer {
    /// Whether a text says the same, in English or as a device shows it in this language.
    pub(super) fn is(&self, tongue: Tongue, text: &str) -> bool {
        let plain = |text: &str| {
            let text = text
                .trim()
                .trim_end_matches(['.', '!'])
                .trim_matches(['"', '`', '\'']);
            value::tidy(text).to_lowercase()
        };
        let (given, right) = (plain(text), plain(&self.right));
        match self.kind {
            AnswerKind::Words => {
                let letters = |text: &str| {
                    text.chars()
                        .filter(|c| c.is_alphanumeric())
                        .collect::<String>()
                };
                let is_it = |right: &str| letters(&given) == letters(right);
                let shown = || tongue.find(&["option"], &self.right);
                !letters(&given).is_empty()
                    && (is_it(&right) || shown().is_some_and(|shown| is_it(&plain(shown))))
            }
            AnswerKind::Count => count(&given).is_some() && count(&given) == count(&right),
            AnswerKind::Time => {
                value::time(&given).is_some() && value::time(&given) == value::time(&right)
            }
            AnswerKind::Date => {
                let read = |text: &str| tongue.read(&Words::default(), Kind::Date, text);
                read(&given).is_some() && read(&given) == read(&right)
            }
            AnswerKind::Of(kind) => {
                let read = |text: &str| tongue.read(&Words::default(), kind, text);
                read(&given).is_some() && read(&given) == read(&right)
            }
        }
    }
}

/// A number in digits or, up to twelve, in words.
fn count(text: &str) -> Option<u32> {
    const WORDS: [&str; 13] = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    let spoken = WORDS.iter().position(|word| *word == text);
    spoken.map(|number| number as u32).or_else(|| {
        let is_number = (1..=6).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        is_number.then(|| text.parse().ok()).flatten()
    })
}
