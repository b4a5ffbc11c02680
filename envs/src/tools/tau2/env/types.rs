//! What a task is made of, and the state of an episode.

use super::{super::run::Run, super::task::Action as GoldAction, deed::Deed, plan::Plan};
use crate::tools::{
    kernel::{
        rows::Rows,
        state::{Ended, Said},
    },
    tau2::task::{Assertion, RewardType, ToolCall},
};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use truestep_core::{
    digest::Digest,
    forms::ActionForms,
    model::{Goal, Statement, StatementKind},
    truth::FactSet,
};
use truestep_sandbox::{Key, TableId};

/// Most calls of a reference solution, and most texts to be said: each has its bit in a word of the state.
pub const MOST_OF_A_KIND: usize = 64;

/// What an operator of the menu is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Finds out.
    Read,
    /// Changes what the reference solution changes.
    Gold,
    /// Changes something else: a call of another task's reference solution, or one item too few.
    Wrong,
    /// Says what is to be said.
    Tell,
    /// Ends the task.
    End,
}

/// One entry that menus may hold.
#[derive(Clone, Debug)]
pub struct Op {
    /// What is done.
    pub deed: Deed,
    /// Its text.
    pub text: Arc<str>,
    /// The call as tau2 has it, if it is one.
    pub(super) call: Option<Arc<ToolCall>>,
    /// What it is for.
    pub role: Role,
    /// Facts that must be known for its arguments to have been seen.
    pub shown: FactSet,
    /// How often it is offered, where it does something else each time.
    pub(super) limit: Option<Limit>,
}

/// A call that never comes to an end - a task is made, and another, and another - is offered as often as the reference solution
/// makes it, so that there is an end of states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Limit {
    /// Its place among those of the task.
    pub(super) number: u32,
    /// How often.
    pub(super) most: u64,
}

impl Limit {
    /// Calls of a task that can be counted, and how often each, at most: four bits for each.
    pub(super) const COUNTED: u32 = 16;
    pub(super) const MOST: u64 = 15;

    fn shift(self) -> u32 {
        4 * self.number
    }

    /// How often it was made, by what a state has counted.
    pub(super) fn made(self, counted: u64) -> u64 {
        counted >> self.shift() & Self::MOST
    }

    /// What is counted after it was made once more.
    pub(super) fn count(self, counted: u64) -> u64 {
        let more = u64::from(self.made(counted) < self.most);
        counted + (more << self.shift())
    }
}

/// The rows that the reference solution leaves otherwise than they were, of those that tau2's hash looks at.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    /// All rows of the end that differ from the files.
    pub(super) rows: Rows,
    /// Those that differ from the start.
    pub(super) keys: Vec<(u16, Key)>,
}

/// A task.
pub struct Def {
    pub(super) goal: Goal,
    pub(super) forms: Arc<ActionForms>,
    /// The world as the task starts it, its history played.
    pub(super) start: Run,
    /// The world after the reference solution.
    pub(super) end: Run,
    pub(super) initial: State,
    pub(super) tables: Vec<TableId>,
    pub(super) basis: Vec<RewardType>,
    /// Whether databases and assertions are compared at all: tau2 compares nothing where a task names neither.
    pub(super) compares: bool,
    pub(super) assertions: Vec<Assertion>,
    /// Calls of the reference solution.
    pub(super) actions: Vec<GoldAction>,
    /// Texts to be said, as tau2 looks for them.
    pub(super) infos: Vec<String>,
    pub(super) wanted: Wanted,
    /// Assertions, calls and texts that are sub-goals: those that do not hold at the start.
    pub(super) open: Open,
    pub(super) facts: Vec<String>,
    pub(super) ops: Vec<Op>,
    /// The operators in the order they are offered.
    pub(super) order: Vec<u16>,
    pub(super) index: FxHashMap<Box<str>, u16>,
    pub(super) rules: Option<&'static super::rules::Rules>,
    pub(super) plan: Plan,
}

/// Numbers of what does not hold at the start.
#[derive(Clone, Debug, Default)]
pub(super) struct Open {
    pub(super) assertions: Vec<usize>,
    pub(super) actions: Vec<usize>,
    pub(super) infos: Vec<usize>,
}

impl std::fmt::Debug for Def {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Def")
            .field("domain", &self.start.world().domain().name)
            .field("ops", &self.ops.len())
            .finish_non_exhaustive()
    }
}

impl Def {
    /// Whether the verdict asks for this part.
    pub(super) fn asks_for(&self, kind: RewardType) -> bool {
        self.basis.contains(&kind)
    }

    /// The operators that menus are made of.
    #[must_use]
    pub fn ops(&self) -> &[Op] {
        &self.ops
    }
}

/// The state of an episode: which rows differ from the files, and what of the conversation the verdict and the rules look at.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct State {
    pub(super) rows: Rows,
    /// Whether the two databases are in line with each other.
    pub(super) in_line: bool,
    pub(super) known: FactSet,
    /// A bit a call of the reference solution that was matched, where that is judged.
    pub(super) matched: u64,
    /// A bit a text that was said, where that is judged.
    pub(super) told: u64,
    /// How often calls were made that are offered only so often.
    pub(super) counted: u64,
    /// The customer who was located, where the policy wants that first.
    pub(super) located: Option<Arc<str>>,
    /// Whether something was written that no call of the reference solution writes: then no further mistake is offered.
    pub(super) strayed: bool,
    pub(super) ended: Ended,
    pub(super) said: Arc<Said>,
}

impl PartialEq for State {
    fn eq(&self, other: &Self) -> bool {
        let small = |s: &State| (s.in_line, s.known, s.matched, s.told, s.strayed, s.ended);
        let other_than_small = self.rows == other.rows && self.located == other.located;
        other_than_small && small(self) == small(other) && self.counted == other.counted
    }
}

impl State {
    pub(super) fn digest_with(&self, rows: Digest) -> Digest {
        let mut bytes = Vec::with_capacity(96);
        bytes.extend(rows.0.to_le_bytes());
        bytes.extend([
            u8::from(self.in_line),
            u8::from(self.strayed),
            self.ended as u8,
            u8::from(self.located.is_some()),
        ]);
        bytes.extend(self.matched.to_le_bytes());
        bytes.extend(self.told.to_le_bytes());
        bytes.extend(self.counted.to_le_bytes());
        bytes.extend((self.known.len() as u16).to_le_bytes());
        bytes.extend(self.known.iter().map(|fact| fact as u8));
        bytes.extend(self.located.iter().flat_map(|id| id.bytes()));
        Digest::of(&bytes)
    }

    pub(super) fn digest(&self) -> Digest {
        self.digest_with(self.rows.digest())
    }

    /// What the databases are known by.
    pub(super) fn databases(&self) -> u128 {
        self.rows.digest().0 ^ u128::from(self.in_line)
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
    /// Something was written before the customer was authenticated.
    Unauthenticated {
        /// By which tool.
        tool: String,
    },
    /// Something was written for another customer than the one who was authenticated.
    OtherCustomer {
        /// By which tool.
        tool: String,
        /// For whom.
        customer: String,
    },
    /// A row was changed that the reference solution leaves alone.
    Changed {
        /// The table.
        table: String,
        /// The key.
        key: String,
    },
}

impl Statement for Told {
    fn kind(&self) -> StatementKind {
        match self {
            Told::Unauthenticated { .. } | Told::OtherCustomer { .. } => StatementKind::Violation,
            Told::Changed { .. } => StatementKind::SideEffect,
        }
    }

    fn write(&self, out: &mut String) {
        out.push_str(&match self {
            Told::Unauthenticated { tool } => {
                format!("rule authenticate_first broken by {tool}")
            }
            Told::OtherCustomer { tool, customer } => {
                format!("rule one_customer broken by {tool} for {customer}")
            }
            Told::Changed { table, key } => format!("changed {table} {key}"),
        });
    }
}
