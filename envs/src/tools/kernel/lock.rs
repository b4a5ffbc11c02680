//! Tools that no list tells of: what opens them, and how an agent is told of them then.
//!
//! A list of tools is told once, before an episode, so that what comes to be known later cannot be added to it. A desk with
//! such tools lists one form more, [`USE_TOOL`](super::deed::USE_TOOL), which takes the name of a tool and its arguments. A tool
//! is open while the facts are known that open it: the answer that shows them says its name and its schema as well, its
//! operators are in the menu from then on, and its calls are read. Until then a call of it is refused in the words in which a
//! call of a tool that does not exist is, before anything is said about its arguments.

use super::{
    deed::{Deed, ToolCall, USE_TOOL},
    state::State,
    types::{Def, Facts, Lock},
};
use serde_json::Value;

/// The facts that must be known for a deed to be possible.
pub(super) fn keys(locks: &[Lock], deed: &Deed) -> Facts {
    deed.calls().fold(0, |all, call| all | key(locks, call))
}

/// The facts that must be known for a call to be possible.
pub(super) fn key(locks: &[Lock], call: &ToolCall) -> Facts {
    let lock = locks.iter().find(|lock| lock.tool == call.tool);
    lock.map_or(0, |lock| lock.facts)
}

/// A call of a tool, written as one of those that are listed or of those that are not.
pub(super) fn call(locks: &[Lock], tool: &str, arguments: Value) -> ToolCall {
    match locks.iter().any(|lock| lock.tool == tool) {
        true => ToolCall::unlisted(tool, arguments),
        false => ToolCall::new(tool, arguments),
    }
}

impl Def {
    /// The schema of the arguments of a tool that no list tells of and that is open.
    pub(super) fn opened(&self, state: &State, tool: &str) -> Option<&Value> {
        let lock = self.locks.iter().find(|lock| lock.tool == tool);
        let is_open = lock.is_some_and(|lock| state.knows(lock.facts));
        is_open.then(|| self.schema(tool)).flatten()
    }

    /// The first tool of a deed that is not open.
    pub(super) fn closed<'a>(&self, state: &State, deed: &'a Deed) -> Option<&'a str> {
        let mut calls = deed.calls();
        let closed = calls.find(|call| !state.knows(key(&self.locks, call)));
        closed.map(|call| call.tool.as_str())
    }

    fn schema(&self, tool: &str) -> Option<&Value> {
        let real = self.real(tool);
        let tool = self.pack.tools().iter().find(|tool| tool.name == real);
        tool.map(|tool| &tool.input_schema)
    }

    /// What an answer that shows these facts says of the tools that they open.
    pub(super) fn announced(&self, shown: Facts) -> String {
        let mut said = String::new();
        for lock in (self.locks.iter()).filter(|lock| lock.facts & !shown == 0) {
            let real = self.real(&lock.tool);
            let Some(tool) = self.pack.tools().iter().find(|tool| tool.name == real) else {
                continue;
            };
            said += &format!(
                "\ntool `{}`: {}\ncalled by `{USE_TOOL}`, with arguments of this schema: `{}`",
                lock.tool, tool.description, tool.input_schema
            );
        }
        said
    }
}
