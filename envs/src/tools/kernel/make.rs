//! Making a task: facts, operators, what is wanted; and seeing that it can be done.

use super::{
    deed::{Deed, Desk, ToolCall, money},
    finish::complete,
    lock,
    plan::Plan,
    rows::Rows,
    rule::{Mending, Rule},
    state::Said,
    types::{
        Def, Ending, Fact, Facts, Fault, FaultKind, Finding, Inference, Lock, MOST_FACTS,
        MOST_OF_A_KIND, NONE, Op, Role, Tell, Topic,
    },
};
use crate::tools::order;
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value;
use std::sync::Arc;
use truestep_core::{digest::Digest, forms::ActionForms, model::Goal};
use truestep_sandbox::{Access, Base, Grants, Pack, Tables};

/// Turns to no purpose that a customer bears with.
const PATIENCE: u8 = 2;

/// What all tasks of a desk share.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The tools.
    pub pack: Pack,
    /// The tables as tasks start.
    pub base: Arc<Base>,
    /// Without a customer to ask.
    pub solo: Arc<ActionForms>,
    /// With one.
    pub dialogue: Arc<ActionForms>,
    /// The day it is.
    pub today: i64,
    /// What the tools are called, if not by their names: the name, then what it is called.
    pub called: Vec<(String, String)>,
    /// How rows are set right.
    pub mending: Mending,
}

impl Setting {
    /// The forms of a desk without a customer, and with one.
    ///
    /// # Errors
    /// If a tool bears a name that no form can.
    pub fn forms(desk: Desk<'_>) -> Result<[Arc<ActionForms>; 2], String> {
        let forms = |desk: Desk<'_>| {
            desk.forms()
                .map(Arc::new)
                .map_err(|error| error.to_string())
        };
        Ok([forms(Desk { asks: &[], ..desk })?, forms(desk)?])
    }
}

/// A task in the making.
#[derive(Debug)]
pub struct Maker {
    pub(super) setting: Setting,
    customer: String,
    rules: Vec<Rule>,
    pub(super) names: Vec<String>,
    pub(super) facts: Vec<Fact>,
    pub(super) inferences: Vec<Inference>,
    pub(super) order: Vec<(u16, u16)>,
    pub(super) identity: Facts,
    pub(super) findings: Vec<Finding>,
    ops: Vec<Op>,
    pub(super) topics: Vec<Topic>,
    tells: Vec<Tell>,
    faults: Vec<Fault>,
    locks: Vec<Lock>,
    notes: Vec<&'static str>,
    is_confirmed: bool,
    dilemma: Option<&'static str>,
    ending: Ending,
}

impl Maker {
    /// A task about `customer`, under these rules.
    #[must_use]
    pub fn new(setting: &Setting, customer: &str, rules: &[Rule]) -> Self {
        Self {
            setting: setting.clone(),
            customer: customer.into(),
            rules: rules.to_vec(),
            names: vec![],
            facts: vec![],
            inferences: vec![],
            order: vec![],
            identity: 0,
            findings: vec![],
            ops: vec![],
            topics: vec![],
            tells: vec![],
            faults: vec![],
            locks: vec![],
            notes: vec![],
            is_confirmed: true,
            dilemma: None,
            ending: Ending::Done { evidence: 0 },
        }
    }

    /// A fact that an answer shows which holds all of `needles`.
    pub fn fact<S: Into<String>>(
        &mut self,
        name: &str,
        needles: impl IntoIterator<Item = S>,
    ) -> Facts {
        self.names.push(name.into());
        self.facts.push(Fact {
            ways: vec![needles.into_iter().map(Into::into).collect()],
        });
        1 << (self.facts.len() - 1).min(MOST_FACTS - 1)
    }

    pub(super) fn push(&mut self, deed: Deed, role: Role, shown: Facts) -> u16 {
        let text: Arc<str> = deed.text().into();
        let key = lock::keys(&self.locks, &deed);
        let shown = shown | key;
        let role = match role {
            Role::Gold { evidence } => Role::Gold {
                evidence: evidence | key,
            },
            other => other,
        };
        if let Some(place) = self.ops.iter().position(|op| op.text == text) {
            // What is asked for is no mistake, in whatever order the two were named.
            if matches!(role, Role::Gold { .. }) {
                self.ops[place].role = role;
            }
            return place as u16;
        }
        self.ops.push(Op {
            deed,
            text,
            role,
            shown,
        });
        self.ops.len() as u16 - 1
    }

    fn called(&self, tool: &str) -> String {
        let called = self.setting.called.iter().find(|(name, _)| name == tool);
        called.map_or(tool, |(_, called)| called).to_owned()
    }

    fn call(&self, tool: &str, arguments: Value) -> ToolCall {
        lock::call(&self.locks, &self.called(tool), arguments)
    }

    /// A tool that the desk does not list is opened by these facts. Said before any call of it is.
    pub fn locked(&mut self, tool: &str, facts: Facts) {
        let tool = self.called(tool);
        self.locks.push(Lock { tool, facts });
    }

    /// A call that finds out, offered once `shown` is known.
    pub fn read(&mut self, tool: &str, arguments: Value, shown: Facts) {
        self.push(Deed::Call(self.call(tool, arguments)), Role::Read, shown);
    }

    /// A call that the task asks for, which rests on `evidence`.
    pub fn write(&mut self, tool: &str, arguments: Value, shown: Facts, evidence: Facts) -> u16 {
        let role = Role::Gold {
            evidence: evidence | shown,
        };
        self.push(Deed::Call(self.call(tool, arguments)), role, shown)
    }

    /// A call that changes what the task does not ask for.
    pub fn wrong(&mut self, tool: &str, arguments: Value, shown: Facts) {
        self.push(Deed::Call(self.call(tool, arguments)), Role::Wrong, shown);
    }

    /// An amount in cents to be told, and amounts beside it that were seen as well.
    pub fn tell(
        &mut self,
        topic: &'static str,
        value: i64,
        evidence: Facts,
        others: &[i64],
    ) -> u16 {
        let others: Vec<String> = others.iter().map(|other| money(*other)).collect();
        self.tell_words(topic, &money(value), evidence, &others)
    }

    /// Words to be told, and others beside them that were seen as well.
    pub fn tell_words(
        &mut self,
        topic: &'static str,
        value: &str,
        evidence: Facts,
        others: &[String],
    ) -> u16 {
        let which = self.tells.len() as u8;
        let tell = |value: &str| Deed::Tell {
            topic: topic.into(),
            value: value.into(),
        };
        let told = self.push(tell(value), Role::Tell { which, right: true }, evidence);
        for other in others.iter().filter(|other| *other != value) {
            self.push(
                tell(other),
                Role::Tell {
                    which,
                    right: false,
                },
                evidence,
            );
        }
        self.tells.push(Tell {
            topic,
            value: value.into(),
            evidence,
        });
        told
    }

    /// What is asked for that rules ask about.
    pub fn note(&mut self, note: &'static str) {
        self.notes.push(note);
    }

    /// The customer is asked what is unclear, and need not agree to what is done.
    pub fn act_unconfirmed(&mut self) {
        self.is_confirmed = false;
    }

    /// Something in the task speaks against this rule: the end of the task states that it was kept.
    pub fn dilemma(&mut self, rule: &'static str) {
        self.dilemma = Some(rule);
    }

    /// That nothing was left out is known once these facts are.
    pub fn done_once(&mut self, evidence: Facts) {
        self.ending = Ending::Done { evidence };
    }

    /// The first call of a tool does not go as it should.
    pub fn fault(&mut self, tool: &'static str, kind: FaultKind) {
        self.faults.push(Fault { tool, kind });
    }

    /// The task is not done by doing but by handing over, for this reason among others.
    pub fn transfer(
        &mut self,
        reason: &'static str,
        about: &str,
        evidence: Facts,
        others: &[(&str, &str)],
    ) {
        self.ending = Ending::Transfer {
            reason,
            about: about.into(),
            evidence,
        };
        self.offer_transfer(reason, about, evidence);
        for (reason, about) in others {
            self.offer_transfer(reason, about, evidence);
        }
    }

    /// Offer to hand over.
    pub fn offer_transfer(&mut self, reason: &str, about: &str, shown: Facts) {
        let deed = Deed::Transfer {
            reason: reason.into(),
            about: about.into(),
        };
        self.push(deed, Role::End, shown);
    }

    /// The finished task.
    ///
    /// # Errors
    /// What is wrong with it: too many of something, a gold write that fails or changes nothing, no way to the end.
    pub fn finish(
        mut self,
        instruction: String,
        opening: &str,
        max_steps: u32,
    ) -> Result<Def, String> {
        let solo = self.topics.is_empty();
        for topic in self.topics_of_the_desk() {
            self.push(Deed::Ask(topic), Role::Ask, 0);
        }
        if !solo && self.is_confirmed {
            let calls: Vec<(u16, Op)> = (0..).zip(self.ops.clone()).collect();
            for (of, op) in calls {
                if let (Deed::Call(call), Role::Gold { .. } | Role::Wrong) = (op.deed, op.role) {
                    self.push(Deed::Confirm(call), Role::Confirm { of }, op.shown);
                }
            }
        }
        if self
            .faults
            .iter()
            .any(|fault| fault.kind == FaultKind::RateLimit)
        {
            self.push(Deed::Wait, Role::Wait, 0);
        }
        self.push(Deed::Done, Role::End, 0);
        for (what, count, most) in [
            ("facts", self.facts.len(), MOST_FACTS),
            ("things to tell", self.tells.len(), MOST_OF_A_KIND),
            ("disturbances", self.faults.len(), MOST_OF_A_KIND),
            ("rules", self.rules.len(), 32),
            ("operators", self.ops.len(), usize::from(NONE)),
        ] {
            if count > most {
                return Err(format!("{count} {what}, expected at most {most}"));
            }
        }
        let def = self.assemble(instruction, opening, max_steps, solo);
        complete(def)
    }

    fn assemble(self, instruction: String, opening: &str, max_steps: u32, solo: bool) -> Def {
        let Setting {
            pack,
            base,
            solo: alone,
            dialogue,
            today,
            called,
            mending,
        } = self.setting;
        let tables: Vec<_> = base
            .specs()
            .filter_map(|spec| base.table(&spec.name))
            .collect();
        let granted: Vec<_> = tables.iter().map(|table| (*table, Access::Write)).collect();
        let index: FxHashMap<Box<str>, u16> = (0..)
            .zip(&self.ops)
            .map(|(number, op)| (Box::from(&*op.text), number))
            .collect();
        let start = Tables::new(Arc::clone(&base));
        let task = Digest(start.digest()).chain(instruction.as_bytes());
        let entries = self.ops.iter().map(|op| (order::kind(&op.text), &*op.text));
        let menu_order = order::offered(task, entries);
        Def {
            goal: Goal {
                instruction,
                subgoals: vec![],
                evidence: self.names,
                max_steps,
                feasible: true,
            },
            forms: if solo { alone } else { dialogue },
            pack,
            grants: Grants::new(&base, &granted),
            start,
            tables,
            base,
            customer: self.customer,
            today,
            opening: Arc::new(Said {
                text: opening.into(),
                is_error: false,
            }),
            facts: self.facts,
            inferences: self.inferences,
            order: self.order,
            identity: self.identity,
            findings: self.findings,
            ops: self.ops,
            menu_order,
            index,
            asked: self.topics.iter().fold(0, |all, topic| all | topic.facts),
            topics: self.topics,
            patience: PATIENCE,
            is_confirmed: self.is_confirmed,
            dilemma: self.dilemma,
            called,
            locks: self.locks,
            tells: self.tells,
            faults: self.faults,
            rules: self.rules,
            mending,
            notes: self.notes,
            ending: self.ending,
            wanted: Rows::default(),
            gold: vec![],
            track: FxHashSet::default(),
            plan: Plan::default(),
        }
    }
}
