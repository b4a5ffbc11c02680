//! One call of a tool: what it comes to in the sandbox, and what of that the task is interested in.

use super::{
    deed::ToolCall,
    rows::Rows,
    rule::{Check, Rule, Scene},
    state::Said,
    types::{Def, Facts},
};
use rustc_hash::FxHashMap;
use std::sync::{Arc, PoisonError, RwLock};
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

/// Calls of operators that a task keeps, at most: some hundred bytes each. Beyond it they are run again.
const MOST_KEPT: usize = 100_000;

/// The packs of a worker. They are compiled once a process and shared; every call has an instance of its own. An operator
/// that was called with these very rows before is looked up: a call depends on nothing else.
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
        op: Option<u16>,
    ) -> Result<Arc<Called>, HostFault> {
        Caller::call(&mut &def.plan.memo, def, rows, call, op)
    }
}

/// Calls of operators that were worked out before, by the rows and the operator: planner, graphs and episodes try the same
/// few calls in the same few states of the tables again and again.
#[derive(Debug, Default)]
pub(super) struct Memo(RwLock<FxHashMap<(u128, u16), Arc<Called>>>);

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
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(called) = known.get(&key) {
            return Ok(Arc::clone(called));
        }
        drop(known);
        let called = Arc::new(run(def, rows, call)?);
        let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if all.len() < MOST_KEPT {
            all.insert(key, Arc::clone(&called));
        }
        Ok(called)
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
    // What a refusal says is known as well: that a setting is off already, that a line has the plan.
    let shown = shown(def, &text);
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
        // What went before is no matter of the rows.
        Check::Identified(_)
        | Check::Confirmed
        | Check::Looked(_)
        | Check::Claims
        | Check::True
        | Check::Asked
        | Check::Told => false,
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
    let holds = |needles: &Vec<String>| {
        !needles.is_empty() && needles.iter().all(|needle| text.contains(needle.as_str()))
    };
    let facts = def.facts.iter().enumerate();
    facts.fold(0, |all, (number, fact)| {
        all | u64::from(fact.ways.iter().any(holds)) << number
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tools::{
        ToolsFamily, build,
        kernel::{Tools, state::Action},
    };
    use truestep_core::{
        chance::{Enumerated, Seed},
        model::{Dynamics, Menu, Planner, Status},
        registry::Family,
        task::Task,
    };

    /// Along the way of the oracle every call of the menu is worked out twice, and run once more.
    #[test]
    fn what_is_looked_up_is_what_the_sandbox_answers() {
        let mut compared = 0;
        for template in ToolsFamily.templates() {
            let task = |seed| Task::new(template.id.clone(), Seed(seed));
            let def = (1..).find_map(|seed| build(&task(seed)).ok()).unwrap();
            let mut host = Toolbox::start(&def).unwrap();
            let mut state = Tools::initial(&def, &mut Enumerated::default());
            while Tools::status(&def, &state) == Status::Running {
                let (mut menu, mut best) = (vec![], vec![]);
                Tools::menu(&def, &state, &mut menu);
                Tools::best_actions(&def, &state, &menu, &mut best);
                for entry in &menu {
                    let Action::Op(op) = entry.action else {
                        continue;
                    };
                    let super::super::deed::Deed::Call(call) = &def.ops[usize::from(op)].deed
                    else {
                        continue;
                    };
                    let mut asked = || host.call(&def, &state.rows, call, Some(op)).unwrap();
                    let (first, again) = (asked(), asked());
                    assert!(Arc::ptr_eq(&first, &again));
                    let run = run(&def, &state.rows, call).unwrap();
                    let all = |c: &Called| (c.said.clone(), c.shown, c.rows.clone(), c.broken);
                    assert!(all(&first) == all(&run), "{}: {}", template.id, call.text());
                    compared += 1;
                }
                let action = &menu[best[0] as usize].action;
                let chance = &mut Enumerated::default();
                Tools::step(&def, &mut host, &mut state, action, chance, &mut vec![]).unwrap();
            }
        }
        assert!(compared > 1_000, "{compared}");
    }
}
