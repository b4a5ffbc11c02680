//! What a deed comes to.

use super::{
    super::task::RewardType,
    call::{Called, Work},
    deed::Deed,
    types::{Action, Def, Role, State, Told},
};
use crate::tools::kernel::rows::Rows;
use crate::tools::kernel::state::{Ended, Said};
use std::sync::Arc;
use truestep_core::model::{HostFault, Statements};

impl Def {
    pub(super) fn deed<'a>(&'a self, action: &'a Action) -> &'a Deed {
        match action {
            Action::Op(op) => &self.ops[usize::from(*op)].deed,
            Action::Free(deed) => deed,
        }
    }

    /// Whether a rule of the policy would be broken by writing now.
    pub(super) fn may_write(&self, state: &State) -> bool {
        self.rules.is_none() || state.located.is_some()
    }

    /// Carry out an action.
    ///
    /// # Errors
    /// A [`HostFault`] if the sandbox failed.
    pub(super) fn advance(
        &self,
        state: &mut State,
        action: &Action,
        work: Work,
        out: &mut impl Statements<Told>,
    ) -> Result<(), HostFault> {
        let deed = self.deed(action);
        let say = |text: String| {
            Arc::new(Said {
                text,
                is_error: false,
            })
        };
        match deed {
            Deed::Call { .. } => self.make_call(state, action, work, out)?,
            Deed::Respond(words) => {
                state.told |= self.tells(words);
                state.said = say(format!("The customer was told: {words}"));
            }
            Deed::Done => state.said = say("The conversation has ended.".into()),
        }
        if deed.ends() {
            state.ended = match self.is_won(state)? {
                true => Ended::Right,
                false => Ended::Wrong,
            };
        }
        Ok(())
    }

    fn make_call(
        &self,
        state: &mut State,
        action: &Action,
        work: Work,
        out: &mut impl Statements<Told>,
    ) -> Result<(), HostFault> {
        let (op, call) = match action {
            Action::Op(op) => (Some(*op), self.ops[usize::from(*op)].call.clone()),
            Action::Free(deed) => (
                None,
                deed.call(self.start.world(), self.start.mode())
                    .map(Arc::new),
            ),
        };
        let Some(call) = call else {
            return Ok(());
        };
        state.matched |= self.matches(&call);
        let called = self.called(state, &call, op, work)?;
        let entry = op.map(|op| &self.ops[usize::from(op)]);
        let gold = entry.is_some_and(|op| op.role == Role::Gold);
        if let Some(limit) = entry
            .and_then(|op| op.limit)
            .filter(|_| called.rows.is_some())
        {
            state.counted = limit.count(state.counted);
        }
        self.take(state, &call.name, &called, gold, out);
        Ok(())
    }

    /// Take over what a call came to.
    fn take(
        &self,
        state: &mut State,
        tool: &str,
        called: &Called,
        gold: bool,
        out: &mut impl Statements<Told>,
    ) {
        state.in_line = called.in_line;
        state.known = state.known.union(called.shown);
        if let Some(rows) = &called.rows {
            self.hold_to_rules(state, tool, called, out);
            self.side_effects(state, rows, out);
            state.strayed |= !gold;
            state.rows = rows.clone();
        }
        // Who was located first is whom the conversation is with.
        if let Some(id) = called.located.as_ref().filter(|_| state.located.is_none()) {
            state.located = Some(id.clone());
        }
        state.said = called.said.clone();
    }

    fn hold_to_rules(
        &self,
        state: &State,
        tool: &str,
        called: &Called,
        out: &mut impl Statements<Told>,
    ) {
        if self.rules.is_none() {
            return;
        }
        let tool = tool.to_owned();
        match (&state.located, &called.of) {
            (None, _) => out.emit(Told::Unauthenticated { tool }),
            (Some(located), Some(of)) if located != of => out.emit(Told::OtherCustomer {
                tool,
                customer: of.to_string(),
            }),
            (Some(_), _) => {}
        }
    }

    /// Rows that were changed and that the reference solution leaves alone, where the databases are compared.
    fn side_effects(&self, state: &State, after: &Rows, out: &mut impl Statements<Told>) {
        if !self.asks_for(RewardType::Db) || !self.compares {
            return;
        }
        for row in after.list() {
            let before = state.rows.get(row.table, &row.key);
            let wanted = self.wanted.has(row.table, &row.key);
            let table = self.judged_table(row.table);
            if let Some(table) = table.filter(|_| before != Some(row) && !wanted) {
                out.emit(Told::Changed {
                    table: table.to_owned(),
                    key: row.key.to_string(),
                });
            }
        }
    }
}
