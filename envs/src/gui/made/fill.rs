//! What is stored in a made app, drawn from a seed.

use super::{
    author::{AMOUNT, DATE, FLAG, KIND, OF, PLACE, STATE, TITLE},
    lives::Measure,
    shape::Shape,
};
use crate::gui::{author::Kind, case::Desk};

/// Records of an app, at least, and how many more there may be.
const RECORDS: (usize, usize) = (6, 3);
/// Days before and after today that dates are drawn from.
const DAYS: usize = 60;
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
            fields.push((DATE, desk.around(DAYS)));
        }
        if self.amount {
            fields.push((AMOUNT, amount.to_owned()));
        }
        if self.place {
            fields.push((PLACE, desk.one(&life.place.1).to_owned()));
        }
        fields
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
    /// A day before or after today, within so many.
    pub(super) fn around(&mut self, within: usize) -> String {
        let day = self.today - within as i32 + self.below(2 * within) as i32;
        self.written(Kind::Date, day)
    }

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
