//! One call of a tool: what it comes to, and what of that a task is interested in.

use super::{
    super::task::ToolCall,
    facts,
    types::{Def, State},
};
use crate::tools::kernel::rows::Rows;
use crate::tools::kernel::state::Said;
use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex, PoisonError};
use truestep_core::{model::HostFault, truth::FactSet};

/// Calls kept, at most; then they are worked out again.
const MOST_KEPT: usize = 200_000;

/// What a call came to.
#[derive(Clone, Debug)]
pub(super) struct Called {
    pub(super) said: Arc<Said>,
    /// Facts the answer shows.
    pub(super) shown: FactSet,
    /// All rows that differ after it, if it changed any.
    pub(super) rows: Option<Rows>,
    pub(super) in_line: bool,
    /// The customer it located.
    pub(super) located: Option<Arc<str>>,
    /// Whose rows it changed, where that can be told.
    pub(super) of: Option<Arc<str>>,
}

/// Whether calls that were worked out before are looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Work {
    /// Every call is made: what an episode does.
    Made,
    /// Known calls are looked up: what a planner does, who tries the same few again and again.
    Known,
}

/// Calls of operators by the databases they were made on.
#[derive(Debug, Default)]
pub(super) struct Memo {
    calls: Mutex<FxHashMap<(u128, u16), Arc<Called>>>,
    /// Equal rows are kept once.
    rows: Mutex<FxHashMap<u128, Rows>>,
}

pub(super) fn fault(error: impl std::fmt::Display) -> HostFault {
    HostFault {
        message: error.to_string(),
    }
}

impl Def {
    /// What a call comes to in a state; `op` is its operator, if it is one.
    ///
    /// # Errors
    /// A [`HostFault`] if the sandbox failed.
    pub(super) fn called(
        &self,
        state: &State,
        call: &ToolCall,
        op: Option<u16>,
        work: Work,
    ) -> Result<Arc<Called>, HostFault> {
        let Some(op) = op.filter(|_| work == Work::Known) else {
            return self.make(state, call).map(Arc::new);
        };
        let memo = &self.plan.memo;
        let key = (state.databases(), op);
        let known = memo.calls.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(called) = known.get(&key) {
            return Ok(called.clone());
        }
        drop(known);
        let mut called = self.make(state, call)?;
        if let Some(rows) = &mut called.rows {
            let mut all = memo.rows.lock().unwrap_or_else(PoisonError::into_inner);
            if all.len() >= MOST_KEPT {
                all.clear();
            }
            *rows = all.entry(rows.digest().0).or_insert(rows.clone()).clone();
        }
        let called = Arc::new(called);
        let mut all = memo.calls.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST_KEPT {
            all.clear();
        }
        Ok(all.entry(key).or_insert(called).clone())
    }

    fn make(&self, state: &State, call: &ToolCall) -> Result<Called, HostFault> {
        let mut run = self.resume(state)?;
        let before = run.tables().digest();
        let of = self.rules.and_then(|rules| rules.customer(&run, call));
        let answer = run.call(call).map_err(fault)?;
        let changed = run.tables().digest() != before;
        let located = self.rules.filter(|_| !answer.error);
        let located = located.filter(|rules| rules.locates(&call.name));
        Ok(Called {
            shown: match answer.error {
                true => FactSet::default(),
                false => facts::shown(&self.facts, &answer.content),
            },
            rows: changed.then(|| Rows::of(run.tables(), &self.tables)),
            in_line: run.is_in_line(),
            located: located.map(|_| answer.content.as_str().into()),
            of: of.filter(|_| changed).map(|id| id.as_str().into()),
            said: Arc::new(Said {
                text: answer.content,
                is_error: answer.error,
            }),
        })
    }

    /// The run of a state.
    ///
    /// # Errors
    /// A [`HostFault`] if its rows are of no table of the domain.
    pub(super) fn resume(&self, state: &State) -> Result<super::super::run::Run, HostFault> {
        let base = self.start.tables().base();
        let tables = state.rows.tables(base, &self.tables)?;
        Ok(self.start.resume(tables, state.in_line))
    }
}
