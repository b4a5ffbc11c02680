//! Totals: what stands on a screen is worked out from the records there are, and stored nowhere.

use super::{
    author::{Kind, Unit},
    bake::{BakedSum, BakedWidget},
    def::Def,
    state::{Frame, State},
    value::Value,
};

impl Def {
    /// What a total of a screen comes to, and how it is written.
    pub(super) fn total(
        &self,
        state: &State,
        frame: Frame,
        plus: &[BakedSum],
        minus: &[BakedSum],
    ) -> (Kind, i32) {
        let sum =
            |sums: &[BakedSum]| -> i64 { sums.iter().map(|sum| self.sum(state, frame, sum)).sum() };
        let field = plus
            .iter()
            .chain(minus)
            .find_map(|sum| Some((sum.of, sum.field?)));
        let kind = field.map_or(Kind::Amount(Unit::new(0, "")), |(of, field)| {
            self.kind(of, field)
        });
        // Amounts have at most eight digits and tables at most some hundred records.
        let total = (sum(plus) - sum(minus)).clamp(i64::from(i32::MIN), i64::from(i32::MAX));
        (kind, total as i32)
    }

    fn sum(&self, state: &State, frame: Frame, sum: &BakedSum) -> i64 {
        let rows = self.chosen(state, frame, sum.of, &sum.only);
        let Some(field) = sum.field else {
            return rows.len() as i64;
        };
        let held = |row| match self
            .row(&state.changes, sum.of, row)?
            .get(usize::from(field))?
        {
            Value::Number(number) => Some(i64::from(*number)),
            _ => None,
        };
        rows.into_iter().filter_map(held).sum()
    }

    /// The totals of a screen, with their labels.
    pub(super) fn totals(
        &self,
        state: &State,
        frame: Frame,
    ) -> impl Iterator<Item = (&'static str, Kind, i32)> {
        let widgets = self.screen(frame.screen).widgets.iter();
        widgets.filter_map(move |widget| match widget {
            BakedWidget::Total(label, plus, minus) => {
                let (kind, total) = self.total(state, frame, plus, minus);
                Some((*label, kind, total))
            }
            _ => None,
        })
    }
}
