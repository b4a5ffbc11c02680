//! What a task is made of.

use super::{
    deed::Deed,
    plan::Plan,
    rows::Rows,
    rule::{Mending, Rule},
    state::Said,
};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;
use truestep_core::{forms::ActionForms, model::Goal};
use truestep_sandbox::{Base, Grants, Pack, TableId};

/// A set of the task's facts, by number.
pub type Facts = u64;
/// Most facts of a task.
pub const MOST_FACTS: usize = 64;
/// Most things to be told, disturbances and rules of a task: each has its bits in a word of the state.
pub const MOST_OF_A_KIND: usize = 16;

/// A fact that can be found out: shown by an answer that holds every needle of one of the ways to see it.
#[derive(Clone, Debug, Default)]
pub struct Fact {
    /// The ways to see it; of each, texts that only together show it.
    pub ways: Vec<Vec<String>>,
}

/// Facts from which another follows for whoever thinks.
#[derive(Clone, Copy, Debug)]
pub struct Inference {
    /// What is known.
    pub from: Facts,
    /// What is known then as well.
    pub to: Facts,
}

/// Something that a rule wants found out before some calls.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What the rule calls it.
    pub what: String,
    /// The facts of which one must be known; none where it is known from the start.
    pub by: Facts,
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

impl Role {
    /// The facts a gold write rests on.
    pub(super) fn evidence(self) -> Facts {
        match self {
            Role::Gold { evidence } => evidence,
            _ => 0,
        }
    }
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
    /// The right value, as the form writes it.
    pub value: String,
    /// Facts it is worked out from.
    pub evidence: Facts,
}

/// How the task is to be ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// By `done`, once these facts show that nothing was left out.
    Done {
        /// What shows it.
        evidence: Facts,
    },
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

/// A tool that no list tells of.
#[derive(Clone, Debug)]
pub(crate) struct Lock {
    /// What agents call it.
    pub(crate) tool: String,
    /// The facts that open it.
    pub(crate) facts: Facts,
}

/// A write that the task asks for.
#[derive(Clone, Debug)]
pub struct Gold {
    /// The operator.
    pub op: u16,
    /// The wanted rows it has a part in, by number.
    pub rows: Vec<usize>,
    /// Those in which no other has.
    pub own: Vec<usize>,
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
    /// What follows from what, each from what stands before it.
    pub(crate) inferences: Vec<Inference>,
    /// The writes that have to be carried out before an operator, which says that they are: each with that operator.
    pub(crate) order: Vec<(u16, u16)>,
    /// Facts of which one must be known for the customer to be identified.
    pub(crate) identity: Facts,
    /// What rules want found out before some calls.
    pub(crate) findings: Vec<Finding>,
    pub(crate) ops: Vec<Op>,
    /// The operators in the order they are offered.
    pub(crate) menu_order: Vec<u16>,
    pub(crate) index: FxHashMap<Box<str>, u16>,
    pub(crate) topics: Vec<Topic>,
    /// Facts that the customer tells.
    pub(crate) asked: Facts,
    /// Turns to no purpose that the customer bears with.
    pub(crate) patience: u8,
    /// Whether a customer who can be asked has to agree to every change.
    pub(crate) is_confirmed: bool,
    /// The rule that something in the task speaks against, if it is about that choice.
    pub(crate) dilemma: Option<&'static str>,
    /// What the tools are called here, if not by their names: the name, then what it is called.
    pub(crate) called: Vec<(String, String)>,
    /// The tools that no list tells of.
    pub(crate) locks: Vec<Lock>,
    pub(crate) tells: Vec<Tell>,
    pub(crate) faults: Vec<Fault>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) mending: Mending,
    /// What is asked for that rules ask about.
    pub(crate) notes: Vec<&'static str>,
    pub(crate) ending: Ending,
    /// Rows of the end, all that may differ.
    pub(crate) wanted: Rows,
    pub(crate) gold: Vec<Gold>,
    /// Rows that gold writes pass through, by digest.
    pub(crate) track: FxHashSet<u128>,
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

    /// The name that agents know a tool by.
    pub(super) fn called<'a>(&'a self, tool: &'a str) -> &'a str {
        let found = self.called.iter().find(|(name, _)| name == tool);
        found.map_or(tool, |(_, called)| called)
    }

    /// The name of a table, by its place.
    pub(super) fn table(&self, place: u16) -> &str {
        let spec = self.base.specs().nth(usize::from(place));
        spec.map_or("?", |spec| spec.name.as_str())
    }
}

/// No operator.
pub(super) const NONE: u16 = u16::MAX;
