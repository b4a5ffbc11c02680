//! What a claim stands on: what is known and follows from that, what was carried out before, and what there is.

use super::{
    deed::Deed,
    make::{Maker, Setting},
    rule::Rule,
    state::State,
    types::{Def, Facts, Finding, Inference, MOST_FACTS, Role, Topic},
};
use serde_json::Value;
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

    /// Whether something was found out that a rule wants to be: what no fact can show never is.
    pub(super) fn is_found(&self, state: &State, what: &str) -> bool {
        let finding = self.findings.iter().find(|finding| finding.what == what);
        finding.is_some_and(|finding| finding.by == 0 || state.known & finding.by != 0)
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
    /// A task about a customer of a desk, who is found first: with the fact of who that is.
    #[must_use]
    pub fn about(setting: &Setting, customer: &str, rules: &[Rule]) -> (Self, Facts) {
        let mut maker = Self::new(setting, customer, rules);
        let id = maker.fact("who the customer is", [format!("customer {customer}")]);
        maker.identified_by(id);
        (maker, id)
    }

    /// The fact by which the customer is identified.
    pub fn identified_by(&mut self, facts: Facts) {
        self.identity |= facts;
    }

    /// The fact of a name, if there is one.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<Facts> {
        let number = self.names.iter().position(|known| known == name);
        number.map(|number| 1 << number.min(MOST_FACTS - 1))
    }

    /// A fact, made once however often it is spoken of.
    pub fn fact_once<S: Into<String>>(
        &mut self,
        name: &str,
        needles: impl IntoIterator<Item = S>,
    ) -> Facts {
        match self.named(name) {
            Some(fact) => fact,
            None => self.fact(name, needles),
        }
    }

    /// A fact that a call shows, which is offered once `shown` is known; made once.
    pub fn look(
        &mut self,
        name: String,
        (tool, arguments): (&str, Value),
        needles: Vec<String>,
        shown: Facts,
    ) -> Facts {
        if let Some(fact) = self.named(&name) {
            return fact;
        }
        let fact = self.fact(&name, needles);
        self.read(tool, arguments, shown);
        fact
    }

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

    /// What rules want found out before some calls, under the name they give it: known once one of these facts is, and from the
    /// start where there are none.
    pub fn found_by(&mut self, what: String, facts: Facts) {
        self.findings.push(Finding { what, by: facts });
    }

    /// Something the customer tells when asked. Whether there is a customer to ask is whether there is such a thing.
    pub fn topic(&mut self, name: &'static str, answer: &str, facts: Facts) {
        self.topics.push(Topic {
            name,
            answer: answer.into(),
            facts,
        });
        self.push(Deed::Ask(name.into()), Role::Ask, 0);
    }

    /// What the customer says when asked about a topic; knowing it is a fact of this name.
    pub fn told(&mut self, topic: &'static str, name: &str, words: &str) -> Facts {
        let none: [&str; 0] = [];
        let fact = self.fact(name, none);
        self.topic(topic, &format!("The customer says: {words}"), fact);
        fact
    }

    /// What the customer says when asked about a topic that the task has nothing of.
    pub fn or_says(&mut self, topic: &'static str, answer: &str) {
        if self.topics.iter().all(|known| known.name != topic) {
            self.topic(topic, answer, 0);
        }
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
