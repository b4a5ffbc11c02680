//! The state of an episode, what an agent does in it, and what it states.

use super::{
    deed::Deed,
    rows::Rows,
    types::{Facts, Fault},
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use truestep_core::{
    digest::Digest,
    model::{Statement, StatementKind, Status},
    rational::Rational,
};

/// What was said last: a tool's answer, the customer's words. Shown, and nothing depends on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The words.
    pub text: String,
    /// Whether a call failed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_error: bool,
}

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

impl Ended {
    /// What graphs and agents see of it: the grade is 1 or 0.
    #[must_use]
    pub fn status(self) -> Status {
        match self {
            Ended::No => Status::Running,
            Ended::Right => Status::Ended(Rational::from_integer(1)),
            Ended::Wrong => Status::Ended(Rational::from_integer(0)),
        }
    }
}

/// The state of an episode: what differs from the start, what is known, and how things stand with the customer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct State {
    pub(in crate::tools) rows: Rows,
    pub(crate) known: Facts,
    /// The operator whose call the customer agreed to and that has not been carried out.
    pub(super) agreed: u16,
    /// A bit a thing to tell: whether it was told rightly.
    pub(super) told: u32,
    /// Two bits a disturbance: 1 until a minute has passed, 2 over, 3 once the tool has answered again.
    pub(super) fired: u32,
    /// A bit a rule that was broken.
    pub(super) broken: u32,
    /// Turns to no purpose that the customer still bears with; more than that, and the customer leaves.
    pub(in crate::tools) patience: u8,
    pub(super) ended: Ended,
    pub(in crate::tools) said: Arc<Said>,
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

    pub(super) fn tell(&self, number: usize) -> bool {
        self.told >> number & 1 == 1
    }

    pub(super) fn set_told(&mut self, number: usize) {
        self.told |= 1 << number;
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
    /// A rule was kept that something in the task speaks against.
    Kept(&'static str),
    /// The customer has left.
    Left,
    /// A disturbance showed.
    Fault(Fault),
    /// A tool that was disturbed has answered again.
    Recovered(Fault),
}

impl Statement for Told {
    fn kind(&self) -> StatementKind {
        match self {
            Told::Broken(_) => StatementKind::Violation,
            Told::Changed { .. } => StatementKind::SideEffect,
            Told::Kept(_) | Told::Left | Told::Fault(_) | Told::Recovered(_) => {
                StatementKind::Event
            }
        }
    }

    fn write(&self, out: &mut String) {
        match self {
            Told::Broken(rule) => out.push_str(&format!("rule {rule} broken")),
            Told::Changed { table, key } => out.push_str(&format!("changed {table} {key}")),
            Told::Kept(rule) => out.push_str(&format!("rule {rule} kept")),
            Told::Left => out.push_str("the customer has left"),
            Told::Fault(fault) => out.push_str(&format!("{} of {}", fault.kind.name(), fault.tool)),
            Told::Recovered(fault) => {
                let kind = fault.kind.name();
                out.push_str(&format!("{} answers again after {kind}", fault.tool));
            }
        }
    }
}
