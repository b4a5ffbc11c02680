//! What has to be read, and what of it is known.

use super::{
    rows::{Moves, RowId},
    wish::{Sight, Wish},
};

impl Wish {
    /// Whether a field of a record has to be read for a sum.
    pub(super) fn adds_up(&self, table: u8, row: RowId, field: u8) -> bool {
        let is_it = |sight: &Sight| (sight.table, sight.row, sight.field) == (table, row, field);
        self.sights
            .iter()
            .any(|sight| sight.is_summed && is_it(sight))
    }

    /// Whether what a sight is about was read, of its own record.
    pub(super) fn was_read(&self, known: u64, number: usize) -> bool {
        known & self.own_bit(number) != 0
    }

    /// What is known once a sight was seen.
    pub(super) fn with_read(&self, known: u64, number: usize) -> u64 {
        let known = known | self.own_bit(number);
        let seen = self.sights[number];
        if seen.one_of.is_none() {
            return known;
        }
        let is_alike = |other: &usize| {
            let other = self.sights[*other];
            (other.table, other.field, other.one_of) == (seen.table, seen.field, seen.one_of)
        };
        let alike = (0..self.sights.len()).filter(is_alike);
        let read = alike.clone().filter(|&other| self.was_read(known, other));
        alike
            .take(read.count())
            .fold(known, |known, other| known | 1 << other)
    }

    /// The bit that tells that a sight was seen; of records that are alike these stand behind what is known of them.
    fn own_bit(&self, number: usize) -> u64 {
        match self.sights[number].one_of {
            None => 1 << number,
            Some(_) => 1 << (63 - number),
        }
    }

    /// What is known once records got other numbers: of those that are alike, which ones were read goes with them.
    pub(super) fn known_after(&self, known: u64, moves: &Moves, table: u8) -> u64 {
        let numbers = 0..self.sights.len();
        let is_moved = |number: &usize| {
            let sight = self.sights[*number];
            sight.one_of.is_some() && sight.table == table
        };
        let moved: Vec<usize> = numbers.filter(is_moved).collect();
        let mut after = known;
        for &number in &moved {
            let sight = self.sights[number];
            let came = moves.iter().find(|(_, after)| *after == sight.row);
            let row = came.map_or(sight.row, |(before, _)| *before);
            let before = Sight { row, ..sight };
            let place = moved.iter().find(|&&other| self.sights[other] == before);
            let was_read = place.is_some_and(|&place| self.was_read(known, place));
            after &= !self.own_bit(number);
            after |= u64::from(was_read) * self.own_bit(number);
        }
        after
    }

    /// Bits of everything that has to be read.
    pub(super) fn evidence(&self) -> u64 {
        match self.sights.len() {
            0 => 0,
            count => u64::MAX >> (64 - count.min(64)),
        }
    }
}
