//! What a claim stands on: what is known and follows from that, what was carried out before, and what there is.

use super::{
    deed::Deed,
    make::Maker,
    state::State,
    types::{Def, Facts, Inference},
};
use truestep_core::forms::ArgumentKind;
use truestep_sandbox::Key;

/// Whether two ids are one: capitals and a leading `#` are spelling.
pub(super) fn is_same_id(one: &str, other: &str) -> bool {
    let bare = |id: &str| id.trim().trim_start_matches('#').to_lowercase();
    bare(one) == bare(other)
}

impl Def {
    /// Come to know facts, and what follows from all that is known then.
    pub(super) fn learn(&self, state: &mut State, facts: Facts) {
        state.known |= facts;
        for inference in &self.inferences {
            if state.knows(inference.from) {
                state.known |= inference.to;
            }
        }
    }

    /// Whether the writes that an operator says are made have been: a mail that something is cancelled, or the sum of what
    /// was refunded, is no claim to make before.
    pub(super) fn is_ripe(&self, state: &State, op: u16) -> bool {
        let before = self.order.iter().filter(|(later, _)| *later == op);
        let mut before = before.map(|(_, first)| *first);
        before.all(|first| self.is_carried_out(state, first))
    }

    /// Whether there is a thing of this id: a row of some table, or what the task itself would hand over.
    pub(super) fn is_there(&self, state: &State, id: &str) -> bool {
        let of_task = self.ops.iter().any(|op| match &op.deed {
            Deed::Transfer { about, .. } => is_same_id(about, id) && state.knows(op.shown),
            _ => false,
        });
        let is_it = |key: &Key| is_same_id(&key.to_string(), id);
        let changed = state.rows.list().iter();
        let made = changed
            .clone()
            .any(|row| row.value.is_some() && is_it(&row.key));
        let is_gone = |place: usize, key: &Key| {
            let mut rows = changed.clone();
            rows.any(|row| {
                usize::from(row.table) == place && row.key == *key && row.value.is_none()
            })
        };
        of_task
            || made
            || self.tables.iter().enumerate().any(|(place, table)| {
                let mut rows = self.start.scan(*table, "", None);
                rows.any(|(key, _)| is_it(key) && !is_gone(place, key))
            })
    }
}

impl Maker {
    /// Another way to see facts that were named: an answer that holds all of `needles` shows them as well.
    pub fn also_shown<S: Into<String>>(
        &mut self,
        facts: Facts,
        needles: impl IntoIterator<Item = S>,
    ) {
        let needles: Vec<String> = needles.into_iter().map(Into::into).collect();
        let all = self.facts.iter_mut().enumerate();
        for (_, fact) in all.filter(|(number, _)| facts >> number & 1 == 1) {
            fact.ways.push(needles.clone());
        }
    }

    /// Whoever knows the first facts knows the others as well. Inferences are drawn in the order in which they are said.
    pub fn implies(&mut self, from: Facts, to: Facts) {
        self.inferences.push(Inference { from, to });
    }

    /// An operator says that writes are made: it is supported once they are.
    pub fn after(&mut self, op: u16, writes: impl IntoIterator<Item = u16>) {
        self.order
            .extend(writes.into_iter().map(|write| (op, write)));
    }

    /// What the customer says when asked about a topic; knowing it is a fact of this name.
    pub fn told(&mut self, topic: &'static str, name: &str, words: &str) -> Facts {
        let none: [&str; 0] = [];
        let fact = self.fact(name, none);
        self.topic(topic, &format!("The customer says: {words}"), fact);
        fact
    }

    /// What can be asked at the desk, whether the task's customer has to say anything about it or not: nobody reads off the
    /// menu what there is to say.
    pub(super) fn topics_of_the_desk(&self) -> Vec<String> {
        let is_asked = !self.topics.is_empty();
        let form = self.setting.dialogue.get("ask_user").filter(|_| is_asked);
        match form
            .and_then(|form| form.arguments.first())
            .map(|topic| &topic.kind)
        {
            Some(ArgumentKind::Choice { values }) => values.clone(),
            _ => vec![],
        }
    }
}
