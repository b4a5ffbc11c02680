//! What is sent off: orders, payments, what a tap on a list adds.

use super::{
    author::Then,
    bake::{BakedAct, BakedSubmit, BakedTakes, BakedWidget},
    def::Def,
    rows::{Changes, Row, RowId},
    state::{Frame, State},
    value::Value,
};
use truestep_core::truth::Rejection;

impl Def {
    /// Make a record of the draft, and go back.
    pub(super) fn submit(&self, state: &mut State, frame: Frame, submit: &BakedSubmit) {
        let Some(table) = self.screen(frame.screen).drafts else {
            return;
        };
        let content = self.submitted(state, frame, submit);
        if let Some(takes) = &submit.takes {
            while let Some(row) = self.taken(state, frame, takes).next() {
                let (field, _, after) = takes.turns;
                self.set(state, takes.of, row, field, Value::Number(after));
            }
        }
        if let (Some((field, option)), Some(of)) = (submit.marks, self.screen(frame.screen).of) {
            self.set(state, of, frame.row, field, Value::Number(option));
        }
        state.front.pop();
        self.add(state, table, content);
    }

    /// What a draft comes to when it is sent.
    fn submitted(&self, state: &State, frame: Frame, submit: &BakedSubmit) -> Vec<Value> {
        let mut content = state.front.draft.clone();
        if let Some((_, own)) = self.record(state, frame) {
            for (there, here) in &submit.from {
                content[usize::from(*there)] = own[usize::from(*here)].clone();
            }
        }
        for (field, option) in &submit.sets {
            content[usize::from(*field)] = Value::Number(*option);
        }
        if let Some(day) = submit.today {
            content[usize::from(day)] = Value::Number(self.today);
        }
        content
    }

    /// Make a record.
    pub(super) fn add(&self, state: &mut State, table: u8, mut content: Vec<Value>) {
        self.ranked_last(&state.changes, table, &mut content);
        let moves = state.changes.make(&self.base, table, content.into());
        self.follow(state, &moves, table);
    }

    /// The records that go along with what is sent from a screen.
    fn taken(
        &self,
        state: &State,
        frame: Frame,
        takes: &BakedTakes,
    ) -> impl Iterator<Item = RowId> + use<> {
        let own = self.record(state, frame).map(|(_, row)| row);
        let (there, here) = takes.same;
        let (field, before, _) = takes.turns;
        let is_taken = |id: &RowId| {
            let row = self.row(&state.changes, takes.of, *id);
            row.zip(own).is_some_and(|(row, own)| {
                row[usize::from(there)] == own[usize::from(here)]
                    && row[usize::from(field)] == Value::Number(before)
            })
        };
        let all: Vec<RowId> = state
            .changes
            .rows(&self.base, takes.of)
            .filter(is_taken)
            .collect();
        all.into_iter()
    }

    /// Whether what is filled in may be sent: something goes along, and no more is spent than there is.
    pub(super) fn admits_submit(
        &self,
        state: &State,
        frame: Frame,
        submit: &BakedSubmit,
    ) -> Result<(), Rejection> {
        if let Some(takes) = &submit.takes
            && self.taken(state, frame, takes).next().is_none()
        {
            let name = self.phone.tables[usize::from(takes.of)].name;
            let message = format!("there is no {name} to go along; add one first");
            return Err(Rejection::new("nothing_to_send", message));
        }
        let Some((field, limit)) = submit.spends else {
            return Ok(());
        };
        let content = self.submitted(state, frame, submit);
        let Some(Value::Number(amount)) = content.get(usize::from(field)) else {
            return Ok(());
        };
        let table = self.screen(frame.screen).drafts.unwrap_or_default();
        let name = self.tongue().label(self, table, field);
        let too_much = |label: &str, most: String| {
            let message = format!("`{name}` is more than `{label}`, which is {most}");
            Err(Rejection::new("too_much", message))
        };
        for (label, kind, total) in self.totals(state, frame) {
            if *amount > total {
                let app = self.screen(frame.screen).app;
                let label = self.tongue().on(self, app, "total", label);
                let most = self
                    .tongue()
                    .value(&self.words, kind, &Value::Number(total));
                return too_much(label, most);
            }
        }
        if let Some((of, choice)) = limit {
            let label = self.tongue().label(self, of, choice);
            let held = self.row(&state.changes, of, 0);
            let most = held.map_or_else(String::new, |row| self.text(of, choice, row));
            let kind = self.kind(table, field);
            if let Some(Value::Number(number)) = self.words.read(kind, &most)
                && *amount > number
            {
                let most = held.map_or(most, |row| self.tongue().text(self, of, choice, row));
                return too_much(label, most);
            }
        }
        Ok(())
    }

    /// Whether a button leads to a form that was sent for this record already, as the record says: what was returned or paid
    /// is not returned or paid again.
    pub(super) fn is_settled(&self, state: &State, frame: Frame, act: &BakedAct) -> bool {
        let BakedAct::Edit(form) = act else {
            return false;
        };
        let mut widgets = self.screen(*form).widgets.iter();
        let marks = widgets.find_map(|widget| match widget {
            BakedWidget::Button(_, _, BakedAct::Submit(submit)) => submit.marks,
            _ => None,
        });
        marks.is_some_and(|(field, option)| {
            let record = self.record(state, frame);
            record.is_some_and(|(_, row)| row[usize::from(field)] == Value::Number(option))
        })
    }

    /// What a tap on a line of a list would add.
    pub(super) fn addition(
        &self,
        state: &State,
        frame: Frame,
        list: &BakedWidget,
        row: RowId,
    ) -> Option<(u8, Vec<Value>)> {
        let BakedWidget::Adds {
            of, to, from, line, ..
        } = list
        else {
            return None;
        };
        let mut content = self.blank(*to);
        let mut take = |pairs: &[(u8, u8)], row: &Row| {
            for (there, here) in pairs {
                content[usize::from(*there)] = row[usize::from(*here)].clone();
            }
        };
        take(line, self.row(&state.changes, *of, row)?);
        if let Some((_, own)) = self.record(state, frame) {
            take(from, own);
        }
        Some((*to, content))
    }

    /// Lead on from a list of which a line was added.
    pub(super) fn leave_list(&self, state: &mut State, list: &BakedWidget) {
        if let BakedWidget::Adds {
            then: Then::Leave(screens),
            ..
        } = list
        {
            (0..*screens).for_each(|_| state.front.pop());
        }
    }

    /// Whether a tap on a line of a list leads on: it is the last one.
    pub(super) fn leaves(&self, list: &BakedWidget) -> bool {
        matches!(
            list,
            BakedWidget::Adds {
                then: Then::Leave(_),
                ..
            }
        )
    }

    /// How often a line of a list has been added already.
    pub(super) fn times_added(
        &self,
        state: &State,
        frame: Frame,
        list: &BakedWidget,
        row: RowId,
    ) -> usize {
        let BakedWidget::Adds { from, line, .. } = list else {
            return 0;
        };
        let Some((to, content)) = self.addition(state, frame, list, row) else {
            return 0;
        };
        let is_same = |id: &RowId| {
            let held = self.row(&state.changes, to, *id);
            held.is_some_and(|held| {
                let mut fields = from
                    .iter()
                    .chain(line)
                    .map(|(there, _)| usize::from(*there));
                fields.all(|field| held[field] == content[field])
            })
        };
        let all = state.changes.rows(&self.base, to);
        all.filter(is_same).count()
    }

    /// Whether another record can be made in a table.
    pub(super) fn admits_another(&self, state: &State, table: u8) -> Result<(), Rejection> {
        if state.changes.made(&self.base, table).count() >= Changes::MOST_MADE {
            let message = format!("no more than {} can be added", Changes::MOST_MADE);
            return Err(Rejection::new("full", message));
        }
        Ok(())
    }
}
