//! The rules of a policy, what they see of a call, and how a domain sets rows right again.

use super::{deed::ToolCall, forbid::Forbidden, rows::Rows, types::Def};
use serde_json::Value;
use std::sync::Arc;
use truestep_sandbox::Key;

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
    /// That something was found out before the call: by name, what; nothing for other calls.
    Looked(fn(&Scene<'_>) -> Option<String>),
    /// That what a call says to be done has been done, if it says so.
    Claims,
    /// Something about the rows it works on: whether it is broken.
    Broken(fn(&Scene<'_>) -> bool),
    /// What a domain's file forbids.
    Forbids(&'static Forbidden),
    /// What a generated domain's rule says of the rows.
    Breaches(&'static dyn Breach),
    /// That the customer is told what was asked for, and rightly.
    True,
    /// That nothing changes that is not asked for.
    Asked,
    /// Nothing that one call shows: told only.
    Told,
}

/// A rule about rows that carries data: whether a call that succeeds breaks it.
pub trait Breach: Sync {
    /// Whether the call breaks it.
    fn is_broken(&self, scene: &Scene<'_>) -> bool;
}

impl std::fmt::Debug for Check {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Check::Identified(_) => "Identified",
            Check::Confirmed => "Confirmed",
            Check::Looked(_) => "Looked",
            Check::Claims => "Claims",
            Check::Broken(_) => "Broken",
            Check::Forbids(_) => "Forbids",
            Check::Breaches(_) => "Breaches",
            Check::True => "True",
            Check::Asked => "Asked",
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
    pub fn row(&self, table: &str, key: &str) -> Option<Arc<Value>> {
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

    /// The rows of a table before the call, by key.
    #[must_use]
    pub fn rows(&self, table: &str) -> Vec<(String, Arc<Value>)> {
        let Some(id) = self.def.base.table(table) else {
            return vec![];
        };
        let Ok(tables) = self.rows.tables(&self.def.base, &self.def.tables) else {
            return vec![];
        };
        let row =
            |(key, value): (&Key, &truestep_sandbox::Value)| Some((key.to_string(), value.json()?));
        tables.scan(id, "", None).filter_map(row).collect()
    }

    /// Whether the task says that something is asked for.
    #[must_use]
    pub fn is_asked(&self, note: &str) -> bool {
        self.def.notes.contains(&note)
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

/// A row that is not as it is to be.
#[derive(Debug)]
pub struct Amiss<'a> {
    /// Its table.
    pub table: &'a str,
    /// Its key.
    pub key: &'a str,
    /// What is there; null for nothing.
    pub now: Arc<Value>,
    /// What is to be there; null for nothing.
    pub to: Arc<Value>,
}

/// How the rows of a domain are set right again.
#[derive(Clone, Copy, Debug)]
pub struct Mending {
    /// Whether any calls at all can make of a row what it is to be. If not, the task is lost: this is a proof, no guess.
    pub can: fn(&Amiss<'_>) -> bool,
    /// The calls, each a tool with its arguments, that bring a row nearer to what it is to be.
    pub calls: fn(&Amiss<'_>) -> Vec<(&'static str, Value)>,
}
