//! What a task is made of, and the state of an episode.

use super::{
    deed::{Deed, ToolCall},
    forbid::Forbidden,
    plan::Plan,
    rows::Rows,
};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use truestep_core::{
    digest::Digest,
    forms::ActionForms,
    model::{Goal, Statement, StatementKind},
};
use truestep_sandbox::{Base, Grants, Key, Pack, TableId};

/// A set of the task's facts, by number.
pub type Facts = u64;
/// Most facts of a task.
pub const MOST_FACTS: usize = 64;
/// Most things to be told, disturbances and rules of a task: each has its bits in a word of the state.
pub const MOST_OF_A_KIND: usize = 16;

/// A fact that can be found out: shown by a reply that holds every needle.
#[derive(Clone, Debug)]
pub struct Fact {
    /// Texts that only together show it.
    pub needles: Vec<String>,
}

/// What an operator of the menu is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Finds out.
    Read,
    /// Changes what is to be changed.
    Gold {
        /// Facts it rests on.
        evidence: Facts,
    },
    /// Changes something else.
    Wrong,
    /// Asks the customer.
    Ask,
    /// Lays the call of another operator before the customer.
    Confirm {
        /// That operator.
        of: u16,
    },
    /// Tells the customer a value.
    Tell {
        /// Which of the things to tell.
        which: u8,
        /// Whether it is the right value.
        right: bool,
    },
    /// Lets time pass.
    Wait,
    /// Ends the task.
    End,
}

/// One ground operator: an entry that menus may hold.
#[derive(Clone, Debug)]
pub struct Op {
    /// What is done.
    pub deed: Deed,
    /// Its text.
    pub text: Arc<str>,
    /// What it is for.
    pub role: Role,
    /// Facts that must be known for its arguments to have been seen.
    pub shown: Facts,
}

/// Something a customer knows and tells when asked.
#[derive(Clone, Debug)]
pub struct Topic {
    /// What it is asked by.
    pub name: &'static str,
    /// The answer.
    pub answer: Arc<str>,
    /// The facts that the answer tells.
    pub facts: Facts,
}

/// Something the customer is to be told.
#[derive(Clone, Debug)]
pub struct Tell {
    /// What it is the value of.
    pub topic: &'static str,
    /// The right value.
    pub value: String,
    /// Facts it is worked out from.
    pub evidence: Facts,
}

/// How the task is to be ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// By `done`.
    Done,
    /// By handing over for this reason, about this id, which rests on these facts.
    Transfer {
        /// Why.
        reason: &'static str,
        /// About what.
        about: String,
        /// What shows it.
        evidence: Facts,
    },
}

/// A disturbance: the first call of a tool does not go as it should.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The tool.
    pub tool: &'static str,
    /// How it fails.
    pub kind: FaultKind,
}

/// How a call is disturbed. All can be recovered from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// No answer; the next call has one.
    Transient,
    /// No answer until a minute has passed.
    RateLimit,
    /// No answer in time; nothing was done, and the next call has one.
    Timeout,
    /// An answer that breaks off half-way.
    PartialPage,
    /// An answer from a copy that lacks the latest: what stands in lines that begin with these words is missing.
    StaleRead,
    /// An answer whose amounts are no numbers.
    WrongType,
}

impl FaultKind {
    /// Its name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            FaultKind::Transient => "transient",
            FaultKind::RateLimit => "rate_limited",
            FaultKind::Timeout => "timeout",
            FaultKind::PartialPage => "partial_page",
            FaultKind::StaleRead => "stale_read",
            FaultKind::WrongType => "wrong_type",
        }
    }
}

/// One rule of the policy: the sentence that agents read and the check of every call, from one place.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Stable name.
    pub name: &'static str,
    /// The rule in words, whole sentences.
    pub text: &'static str,
    /// What it asks of a call.
    pub check: Check,
}

/// What a rule asks of a call that succeeds.
#[derive(Clone, Copy)]
pub enum Check {
    /// That the customer was identified before; of all tools but these.
    Identified(&'static [&'static str]),
    /// That the customer agreed to the call, if it changes something.
    Confirmed,
    /// Something about the rows it works on: whether it is broken.
    Broken(fn(&Scene<'_>) -> bool),
    /// What a domain's file forbids.
    Forbids(&'static Forbidden),
    /// Nothing that one call shows: told only.
    Told,
}

impl std::fmt::Debug for Check {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Check::Identified(_) => "Identified",
            Check::Confirmed => "Confirmed",
            Check::Broken(_) => "Broken",
            Check::Forbids(_) => "Forbids",
            Check::Told => "Told",
        })
    }
}

/// What a rule sees: the call, and the rows before it.
#[derive(Debug)]
pub struct Scene<'a> {
    pub(super) def: &'a Def,
    pub(super) rows: &'a Rows,
    /// The tool's own name.
    pub tool: &'a str,
    /// The call.
    pub call: &'a ToolCall,
}

impl Scene<'_> {
    /// A row before the call, as JSON.
    #[must_use]
    pub fn row(&self, table: &str, key: &str) -> Option<serde_json::Value> {
        self.value(table, &Key::Text(key.into()))?.json()
    }

    /// The value of a row before the call.
    pub(super) fn value(&self, table: &str, key: &Key) -> Option<&truestep_sandbox::Value> {
        let id = self.def.base.table(table)?;
        let place = self.def.tables.iter().position(|t| *t == id)? as u16;
        match self.rows.get(place, key) {
            Some(row) => row.value.as_ref(),
            None => self.def.start.get(id, key),
        }
    }

    /// An argument that is text.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.call.arguments[name].as_str().unwrap_or_default()
    }

    /// The customer the task is about.
    #[must_use]
    pub fn customer(&self) -> &str {
        &self.def.customer
    }

    /// The day it is.
    #[must_use]
    pub fn today(&self) -> i64 {
        self.def.today
    }
}

/// A write that the task asks for.
#[derive(Clone, Debug)]
pub struct Gold {
    /// The operator.
    pub op: u16,
    /// The wanted rows it has a part in, by number.
    pub rows: Vec<usize>,
}

/// A task.
pub struct Def {
    pub(crate) goal: Goal,
    pub(crate) forms: Arc<ActionForms>,
    pub(crate) pack: Pack,
    pub(crate) base: Arc<Base>,
    pub(crate) start: truestep_sandbox::Tables,
    pub(crate) grants: Grants,
    pub(crate) tables: Vec<TableId>,
    pub(crate) customer: String,
    pub(crate) today: i64,
    pub(crate) opening: Arc<Said>,
    pub(crate) facts: Vec<Fact>,
    /// Facts of which one must be known for the customer to be identified.
    pub(crate) identity: Facts,
    pub(crate) ops: Vec<Op>,
    pub(crate) index: FxHashMap<Box<str>, u16>,
    pub(crate) topics: Vec<Topic>,
    /// Turns to no purpose that the customer bears with.
    pub(crate) patience: u8,
    /// What the tools are called here, if not by their names: the name, then what it is called.
    pub(crate) called: Vec<(String, String)>,
    pub(crate) tells: Vec<Tell>,
    pub(crate) faults: Vec<Fault>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) ending: Ending,
    /// Rows of the end, all that may differ.
    pub(crate) wanted: Rows,
    pub(crate) gold: Vec<Gold>,
    pub(crate) plan: Plan,
}

impl std::fmt::Debug for Def {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Def")
            .field("customer", &self.customer)
            .field("ops", &self.ops.len())
            .finish_non_exhaustive()
    }
}

impl Def {
    /// The name that a tool has in its pack.
    pub(super) fn real<'a>(&'a self, tool: &'a str) -> &'a str {
        let found = self.called.iter().find(|(_, called)| called == tool);
        found.map_or(tool, |(name, _)| name)
    }
}

/// What was said last: a tool's answer, the customer's words. Shown, and nothing depends on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The words.
    pub text: String,
    /// Whether a call failed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_error: bool,
}

/// No operator.
pub(super) const NONE: u16 = u16::MAX;

/// Whether and how an episode has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// It goes on.
    No,
    /// As was asked.
    Right,
    /// Otherwise.
    Wrong,
}

/// The state of an episode: what differs from the start, what is known, and how things stand with the customer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct State {
    pub(super) rows: Rows,
    pub(super) known: Facts,
    /// The operator whose call the customer agreed to and that has not been carried out.
    pub(super) agreed: u16,
    /// Two bits a thing to tell: 1 right, 2 wrong.
    pub(super) told: u32,
    /// Two bits a disturbance: 1 until a minute has passed, 2 over.
    pub(super) fired: u32,
    /// A bit a rule that was broken.
    pub(super) broken: u32,
    /// Turns to no purpose that the customer still bears with; more than that, and the customer leaves.
    pub(super) patience: u8,
    pub(super) ended: Ended,
    pub(super) said: Arc<Said>,
}

impl PartialEq for State {
    /// What was said last is shown, and nothing depends on it.
    fn eq(&self, other: &Self) -> bool {
        let rest = |s: &State| {
            let small = (s.agreed, s.patience, s.ended);
            (s.known, s.told, s.fired, s.broken, small)
        };
        self.rows == other.rows && rest(self) == rest(other)
    }
}

impl State {
    pub(super) fn digest_with(&self, rows: Digest) -> Digest {
        let mut bytes = [0; 40];
        bytes[..16].copy_from_slice(&rows.0.to_le_bytes());
        bytes[16..24].copy_from_slice(&self.known.to_le_bytes());
        bytes[24..28].copy_from_slice(&self.told.to_le_bytes());
        bytes[28..32].copy_from_slice(&self.fired.to_le_bytes());
        bytes[32..36].copy_from_slice(&self.broken.to_le_bytes());
        bytes[36..38].copy_from_slice(&self.agreed.to_le_bytes());
        bytes[38] = self.ended as u8;
        bytes[39] = self.patience;
        Digest::of(&bytes)
    }

    pub(super) fn digest(&self) -> Digest {
        self.digest_with(self.rows.digest())
    }

    pub(super) fn fault(&self, number: usize) -> u32 {
        self.fired >> (2 * number) & 3
    }

    pub(super) fn set_fault(&mut self, number: usize, to: u32) {
        self.fired = self.fired & !(3 << (2 * number)) | to << (2 * number);
    }

    pub(super) fn tell(&self, number: usize) -> u32 {
        self.told >> (2 * number) & 3
    }

    pub(super) fn set_tell(&mut self, number: usize, to: u32) {
        self.told = self.told & !(3 << (2 * number)) | to << (2 * number);
    }

    pub(super) fn knows(&self, facts: Facts) -> bool {
        facts & !self.known == 0
    }
}

/// A decoded action: an operator of the task, or anything else an agent may do.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// An operator.
    Op(u16),
    /// Something else.
    Free(Arc<Deed>),
}

/// What an episode states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// A rule was broken.
    Broken(&'static str),
    /// A row was changed that was not to be changed so.
    Changed {
        /// The table.
        table: String,
        /// The key.
        key: String,
    },
    /// The customer has left.
    Left,
    /// A disturbance showed.
    Fault(Fault),
    /// A minute passed and calls are answered again.
    Recovered,
}

impl Statement for Told {
    fn kind(&self) -> StatementKind {
        match self {
            Told::Broken(_) => StatementKind::Violation,
            Told::Changed { .. } => StatementKind::SideEffect,
            Told::Left | Told::Fault(_) | Told::Recovered => StatementKind::Event,
        }
    }

    fn write(&self, out: &mut String) {
        match self {
            Told::Broken(rule) => out.push_str(&format!("rule {rule} broken")),
            Told::Changed { table, key } => out.push_str(&format!("changed {table} {key}")),
            Told::Left => out.push_str("the customer has left"),
            Told::Fault(fault) => out.push_str(&format!("{} of {}", fault.kind.name(), fault.tool)),
            Told::Recovered => out.push_str("calls are answered again"),
        }
    }
}
