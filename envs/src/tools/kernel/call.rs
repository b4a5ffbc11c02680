//! One call of a tool: what it comes to in the sandbox, and what of that the task is interested in.

use super::{
    deed::ToolCall,
    rows::Rows,
    rule::{Check, Rule, Scene},
    state::Said,
    types::{Def, Facts},
};
use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex, PoisonError};
use truestep_core::model::{Host, HostFault};
use truestep_sandbox::Call;

/// What a call came to, disturbances aside.
#[derive(Clone, Debug)]
pub(super) struct Called {
    /// The answer.
    pub(super) said: Arc<Said>,
    /// Facts the answer shows.
    pub(super) shown: Facts,
    /// All rows that differ after it, if it changed any.
    pub(super) rows: Option<Rows>,
    /// Rules about rows that it broke.
    pub(super) broken: u32,
}

/// Who works out calls.
pub(super) trait Caller {
    /// What `call` comes to where these rows differ; `op` is its operator, if it is one.
    ///
    /// # Errors
    /// A [`HostFault`] if the sandbox failed.
    fn call(
        &mut self,
        def: &Def,
        rows: &Rows,
        call: &ToolCall,
        op: Option<u16>,
    ) -> Result<Arc<Called>, HostFault>;
}

/// The packs of a worker. They are compiled once a process and shared; every call has an instance of its own.
#[derive(Debug)]
pub struct Toolbox(());

impl Host<Def> for Toolbox {
    fn start(_: &Def) -> Result<Self, HostFault> {
        Ok(Self(()))
    }
}

impl Caller for Toolbox {
    fn call(
        &mut self,
        def: &Def,
        rows: &Rows,
        call: &ToolCall,
        _: Option<u16>,
    ) -> Result<Arc<Called>, HostFault> {
        run(def, rows, call).map(Arc::new)
    }
}

/// Calls of operators that were worked out before are looked up: what the planner uses, who tries the same few calls in the
/// same few states of the tables again and again.
#[derive(Debug, Default)]
pub(super) struct Memo(Mutex<FxHashMap<(u128, u16), Arc<Called>>>);

impl Caller for &Memo {
    fn call(
        &mut self,
        def: &Def,
        rows: &Rows,
        call: &ToolCall,
        op: Option<u16>,
    ) -> Result<Arc<Called>, HostFault> {
        let Some(op) = op else {
            return run(def, rows, call).map(Arc::new);
        };
        let key = (rows.digest().0, op);
        let known = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&key)
            .cloned();
        if let Some(called) = known {
            return Ok(called);
        }
        let called = Arc::new(run(def, rows, call)?);
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(Arc::clone(all.entry(key).or_insert(called)))
    }
}

fn run(def: &Def, rows: &Rows, call: &ToolCall) -> Result<Called, HostFault> {
    let mut tables = rows.tables(&def.base, &def.tables)?;
    let tool = def.real(&call.tool);
    let request = Call::new(tool, &call.arguments, &def.grants);
    let reply = def
        .pack
        .call(&mut tables, &request)
        .map_err(|error| HostFault {
            message: error.to_string(),
        })?;
    let mut text = reply.content.join("\n");
    let shown = match reply.is_error {
        true => 0,
        false => shown(def, &text),
    };
    text += &def.announced(shown);
    let scene = Scene {
        def,
        rows,
        tool,
        call,
    };
    let broken = |rule: &Rule| match rule.check {
        Check::Broken(is_broken) => !reply.is_error && is_broken(&scene),
        Check::Forbids(forbidden) => !reply.is_error && forbidden.is_broken(&scene),
        Check::Breaches(breach) => !reply.is_error && breach.is_broken(&scene),
        Check::Identified(_) | Check::Confirmed | Check::True | Check::Asked | Check::Told => false,
    };
    let bits = def
        .rules
        .iter()
        .enumerate()
        .map(|(number, rule)| u32::from(broken(rule)) << number);
    Ok(Called {
        broken: bits.fold(0, |all, bit| all | bit),
        shown,
        rows: (!reply.changes.is_empty()).then(|| Rows::of(&tables, &def.tables)),
        said: Arc::new(Said {
            text,
            is_error: reply.is_error,
        }),
    })
}

/// The facts that a text shows.
pub(super) fn shown(def: &Def, text: &str) -> Facts {
    let holds = |needles: &[String]| {
        !needles.is_empty() && needles.iter().all(|needle| text.contains(needle.as_str()))
    };
    let facts = def.facts.iter().enumerate();
    facts.fold(0, |all, (number, fact)| {
        all | u64::from(holds(&fact.needles)) << number
    })
}
