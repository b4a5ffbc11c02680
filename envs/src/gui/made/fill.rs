//! What is stored in a made app, drawn from a seed.

use super::{
    author::{AMOUNT, DATE, FLAG, KIND, OF, PLACE, STATE, TITLE},
    lives::Measure,
    shape::Shape,
};
use crate::gui::{author::Kind, case::Desk};

/// Records of an app, at least, and how many more there may be.
const RECORDS: (usize, usize) = (6, 3);
/// Days after today, or before what is noted down, that the dates of records are drawn from; days before today for the latter.
const DAYS: usize = 60;
/// What is still to come; all other days of records are over.
const TO_COME: &[&str] = &[
    "Due on",
    "Booked for",
    "Promised for",
    "Leaves on",
    "Best before",
    "Plays on",
];
/// What one record has noted down of it, at most.
const ENTRIES: usize = 3;

impl Shape {
    /// Fill the app.
    pub(super) fn fill(&self, desk: &mut Desk) {
        let count = RECORDS.0 + desk.below(RECORDS.1);
        let titles = desk.some(&self.life.titles, count);
        let amounts = desk.measures(self.life.amount, count);
        for (title, amount) in titles.iter().zip(&amounts) {
            let drawn = self.record(desk, title, amount);
            let fields: Vec<(&str, &str)> = drawn.iter().map(|(n, t)| (*n, &**t)).collect();
            desk.add(self.table(), &fields);
        }
        if self.entries {
            for title in titles {
                self.fill_entries(desk, title);
            }
        }
        if self.settings {
            desk.add_drawn(&self.own_settings());
        }
    }

    /// The fields of a record that it has, with other words for each but the title and the amount.
    pub(super) fn record(
        &self,
        desk: &mut Desk,
        title: &str,
        amount: &str,
    ) -> Vec<(&'static str, String)> {
        let life = self.life;
        let mut fields = vec![
            (TITLE, title.to_owned()),
            (STATE, desk.one(life.state.1).to_owned()),
        ];
        if self.kind {
            fields.push((KIND, desk.one(life.kind.1).to_owned()));
        }
        if self.flag.is_some() {
            fields.push((FLAG, desk.one(&["on", "off"]).to_owned()));
        }
        if self.date {
            fields.push((DATE, self.day(desk)));
        }
        if self.amount {
            fields.push((AMOUNT, amount.to_owned()));
        }
        if self.place {
            fields.push((PLACE, desk.one(&life.place.1).to_owned()));
        }
        fields
    }

    /// A day as records have it: still to come, or before anything was noted down of them.
    pub(super) fn day(&self, desk: &mut Desk) -> String {
        let within = 1 + desk.below(DAYS) as i32;
        let day = match TO_COME.contains(&self.life.date) {
            true => desk.today + within,
            false => desk.today - DAYS as i32 - within,
        };
        desk.written(Kind::Date, day)
    }

    /// A day on which something was noted down.
    pub(super) fn noted_on(&self, desk: &mut Desk) -> String {
        let ago = 1 + desk.below(DAYS) as i32;
        desk.written(Kind::Date, desk.today - ago)
    }

    fn fill_entries(&self, desk: &mut Desk, title: &str) {
        let count = desk.below(ENTRIES + 1);
        let amounts = desk.measures(self.life.entry.2, count);
        let days: Vec<usize> = (1..=DAYS).collect();
        for (amount, ago) in amounts.iter().zip(desk.some(&days, count)) {
            let date = desk.written(Kind::Date, desk.today - ago as i32);
            desk.add(
                self.notes(),
                &[(OF, title), (DATE, &date), (AMOUNT, amount)],
            );
        }
    }
}

impl Desk {
    /// So many amounts of a measure, no two the same while there are enough of them.
    pub(super) fn measures(&mut self, measure: Measure, count: usize) -> Vec<String> {
        // Money in whole tens of cents.
        let part = if measure.unit.decimals == 2 { 10 } else { 1 };
        let all: Vec<u16> = (measure.least..=measure.most).step_by(part).collect();
        let drawn = self.some(&all, count);
        let kind = Kind::Amount(measure.unit);
        let written = drawn.iter().map(|&n| self.written(kind, i32::from(n)));
        written.collect()
    }
}
