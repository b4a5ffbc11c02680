//! How some rows stand to what they are to be: on the way there, astray, or lost; and the calls that set them right.

use super::{
    deed::{Deed, ToolCall},
    lock::{self, key},
    rows::{Row, Rows},
    rule::Amiss,
    state::State,
    types::{Def, Facts, Gold, Role},
};
use serde_json::Value;
use std::sync::{Arc, PoisonError};

/// A call that sets a row right.
#[derive(Clone, Debug)]
pub(super) struct Mend {
    /// The call.
    pub(super) deed: Arc<Deed>,
    /// Its text.
    pub(super) text: String,
    /// Facts that its arguments were seen by. What a change has replaced is in the answer to that change.
    pub(super) shown: Facts,
    /// Facts it rests on.
    pub(super) evidence: Facts,
    /// The operator that it is, where it is one that would be a mistake elsewhere.
    pub(super) op: Option<u16>,
}

/// How some rows stand, whatever else is known.
#[derive(Debug, Default)]
pub(super) struct Outlook {
    /// Whether each row is as a gold write leaves it.
    pub(super) on_track: bool,
    /// Whether some row can never be again what it is to be.
    pub(super) is_lost: bool,
    /// What sets right the rows that are astray, the task's own operators aside.
    pub(super) mends: Vec<Mend>,
}

impl Outlook {
    /// The mends whose arguments have been seen, in order.
    pub(super) fn offered<'a>(&'a self, state: &'a State) -> impl Iterator<Item = &'a Mend> {
        let all = self.mends.iter().filter(|mend| mend.op.is_none());
        all.filter(|mend| state.knows(mend.shown))
    }

    /// Whether an operator that would be a mistake elsewhere sets a row right here.
    pub(super) fn is_mended_by(&self, op: u16) -> Option<&Mend> {
        self.mends.iter().find(|mend| mend.op == Some(op))
    }

    pub(super) fn mend(&self, call: &ToolCall) -> Option<&Mend> {
        let is_it = |mend: &&Mend| matches!(&*mend.deed, Deed::Call(other) if other == call);
        self.mends.iter().find(is_it)
    }
}

impl Def {
    /// Whether a row is as a gold write leaves it.
    pub(super) fn is_row_on_track(&self, row: &Row) -> bool {
        self.track.contains(&row.digest())
    }

    /// How rows stand; worked out once for each that are met.
    pub(super) fn outlook(&self, rows: &Rows) -> Arc<Outlook> {
        let key = rows.digest().0;
        let all = &self.plan.outlooks;
        if let Some(known) = all.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Arc::clone(known);
        }
        let outlook = Arc::new(self.judge_rows(rows));
        let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(all.entry(key).or_insert(outlook))
    }

    fn judge_rows(&self, rows: &Rows) -> Outlook {
        let mut outlook = Outlook {
            on_track: true,
            ..Outlook::default()
        };
        let astray = rows.list().iter().filter(|row| !self.is_row_on_track(row));
        for row in astray {
            outlook.on_track = false;
            let wanted = self.wanted.get(row.table, &row.key);
            let table = self.tables.get(usize::from(row.table));
            let start = table.and_then(|table| self.start.get(*table, &row.key));
            let to = wanted.map_or(start, |wanted| wanted.value.as_ref());
            let json = |value: Option<&truestep_sandbox::Value>| {
                value
                    .and_then(truestep_sandbox::Value::json)
                    .unwrap_or_default()
            };
            let key = row.key.to_string();
            let amiss = Amiss {
                table: self.table(row.table),
                key: &key,
                now: json(row.value.as_ref()),
                to: json(to),
            };
            outlook.is_lost |= !(self.mending.can)(&amiss);
            // A customer is asked before anything is changed, so that what went astray has broken a rule.
            if !self.topics.is_empty() && self.is_confirmed {
                continue;
            }
            let calls = (self.mending.calls)(&amiss);
            let back = (self.mending.calls)(&Amiss {
                to: json(start),
                ..amiss
            });
            for call in calls {
                // To put a row back to what it was rests on nothing else.
                let facts = match back.contains(&call) {
                    true => (0, 0),
                    false => self.facts_of(row),
                };
                let mut mend = self.mend(call, facts);
                let own = self.index.get(mend.text.as_str()).copied();
                // The task's own calls are offered as such, but for its mistakes.
                let is_mistake = |op: &u16| self.ops[usize::from(*op)].role == Role::Wrong;
                if own.as_ref().is_none_or(is_mistake) {
                    mend.op = own;
                    outlook.mends.push(mend);
                }
            }
        }
        outlook
    }

    /// The facts that the gold writes of a row are shown by and rest on.
    fn facts_of(&self, row: &Row) -> (Facts, Facts) {
        let mut wanted = self.wanted.list().iter();
        let number = wanted.position(|other| (other.table, &other.key) == (row.table, &row.key));
        let has_part = |gold: &&Gold| number.is_some_and(|number| gold.rows.contains(&number));
        let gold = self.gold.iter().filter(has_part);
        gold.fold((0, 0), |(shown, evidence), gold| {
            let op = &self.ops[usize::from(gold.op)];
            (shown | op.shown, evidence | op.role.evidence())
        })
    }

    fn mend(
        &self,
        (tool, arguments): (&'static str, Value),
        (shown, evidence): (Facts, Facts),
    ) -> Mend {
        let call = lock::call(&self.locks, self.called(tool), arguments);
        let key = key(&self.locks, &call);
        Mend {
            text: call.text(),
            deed: Arc::new(Deed::Call(call)),
            shown: shown | key,
            evidence: evidence | key,
            op: None,
        }
    }
}
