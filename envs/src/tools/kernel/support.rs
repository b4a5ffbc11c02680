//! Whether an action commits, and whether what was shown supports it.

use super::{
    call::Caller,
    deed::{Deed, ToolCall},
    state::{Action, State},
    step::advance,
    types::{Def, NONE, Role},
};
use std::sync::Arc;
use truestep_core::model::Unheard;

impl Def {
    /// Whether an action commits and what was shown supports it; `None` if it does not commit, or cannot be judged.
    pub(super) fn supports(&self, state: &State, action: &Action) -> Option<bool> {
        let deed = match action {
            Action::Op(op) => return self.supports_op(state, *op),
            Action::Free(deed) => &**deed,
        };
        match deed {
            Deed::Call(call) => self.supports_call(state, call),
            Deed::Together(calls) => self.supports_turn(state, calls),
            Deed::Transfer { .. } | Deed::Done => Some(self.supports_end(state, deed)),
            // A tell that is none of the task's, however it is spelt, is wrong.
            Deed::Tell { .. } => Some(false),
            Deed::Confirm(call) => {
                let of = self.meant(state, call);
                Some(of.is_some_and(|of| self.supports_confirm(state, of)))
            }
            Deed::Ask(_) | Deed::Wait => None,
        }
    }

    pub(super) fn supports_op(&self, state: &State, number: u16) -> Option<bool> {
        let op = &self.ops[usize::from(number)];
        match op.role {
            Role::Read | Role::Ask | Role::Wait => None,
            Role::Confirm { of } => Some(self.supports_confirm(state, of)),
            // A mistake elsewhere can set right here what went wrong.
            Role::Wrong => {
                let outlook = self.outlook(&state.rows);
                let mend = outlook.is_mended_by(number);
                Some(mend.is_some_and(|mend| state.knows(mend.evidence)))
            }
            Role::Gold { evidence } => {
                // What a customer has agreed to is known to be wished for.
                let (is_wished, told) = match state.agreed == number {
                    true => (true, self.asked),
                    false => (self.topics.is_empty() || !self.is_confirmed, 0),
                };
                let is_known = state.knows(evidence & !told);
                let is_due = !self.is_carried_out(state, number) && self.is_ripe(state, number);
                Some(is_wished && is_known && is_due && self.is_accepted(state, number))
            }
            Role::Tell { which, right } => {
                let is_known = state.knows(self.tells[usize::from(which)].evidence);
                Some(right && is_known && self.is_ripe(state, number))
            }
            Role::End => Some(self.supports_end(state, &op.deed)),
        }
    }

    /// Whether the call of an operator is one to lay before the customer now. What was never asked for is a guess.
    fn supports_confirm(&self, state: &State, of: u16) -> bool {
        let role = self.ops[usize::from(of)].role;
        let is_gold = matches!(role, Role::Gold { .. });
        // One change at a time, and none that was agreed to or made already.
        let is_due = state.agreed == NONE && !self.is_carried_out(state, of);
        // What cannot be carried out yet is not laid before anybody.
        let can_be = is_due && self.is_ripe(state, of) && self.is_accepted(state, of);
        is_gold && can_be && state.knows(role.evidence() & self.asked)
    }

    /// The operator that a call is, in whatever spelling.
    pub(super) fn meant(&self, state: &State, call: &ToolCall) -> Option<u16> {
        let written = self.index.get(call.text().as_str()).copied();
        written.or_else(|| self.alike(state, call))
    }

    fn supports_call(&self, state: &State, call: &ToolCall) -> Option<bool> {
        if let Some(&op) = self.index.get(call.text().as_str()) {
            return self.supports_op(state, op);
        }
        if !self.commits(call) {
            return None;
        }
        if let Some(op) = self.alike(state, call) {
            return self.supports_op(state, op);
        }
        let outlook = self.outlook(&state.rows);
        let mend = outlook.mend(call);
        Some(mend.is_some_and(|mend| state.knows(mend.evidence)))
    }

    /// Whether a call of an operator would be carried out now, and break no rule about rows: what has happened since its facts
    /// were seen can rule it out.
    pub(super) fn is_accepted(&self, state: &State, number: u16) -> bool {
        let Deed::Call(call) = &self.ops[usize::from(number)].deed else {
            return false;
        };
        let memo = &mut &self.plan.memo;
        let called = Caller::call(memo, self, &state.rows, call, Some(number));
        called.is_ok_and(|called| !called.said.is_error && called.broken == 0)
    }

    /// The call that the task asks for of which this one is another spelling: it leaves the same rows.
    pub(super) fn alike(&self, state: &State, call: &ToolCall) -> Option<u16> {
        let memo = &mut &self.plan.memo;
        let called = Caller::call(memo, self, &state.rows, call, None).ok()?;
        let rows = called.rows.as_ref()?;
        let mut gold = self.gold.iter().map(|gold| gold.op);
        gold.find(|&op| match &self.ops[usize::from(op)].deed {
            Deed::Call(wanted) if wanted.tool == call.tool => {
                let wanted = Caller::call(memo, self, &state.rows, wanted, Some(op));
                wanted.is_ok_and(|wanted| wanted.rows.as_ref() == Some(rows))
            }
            _ => false,
        })
    }

    /// Calls of one turn are written before any of them is answered: each is judged where it stands in the turn, by what
    /// was known before the turn.
    fn supports_turn(&self, state: &State, calls: &[ToolCall]) -> Option<bool> {
        let (mut now, mut all) = (state.clone(), None);
        for call in calls {
            now.known = state.known;
            if let Some(is_supported) = self.supports_call(&now, call) {
                all = Some(all.unwrap_or(true) && is_supported);
            }
            let action = match self.index.get(call.text().as_str()) {
                Some(&op) => Action::Op(op),
                None => Action::Free(Arc::new(Deed::Call(call.clone()))),
            };
            advance(self, &mut &self.plan.memo, &mut now, &action, &mut Unheard).ok()?;
        }
        all
    }

    /// Whether a call changes something: that of a tool which does not call itself read-only.
    fn commits(&self, call: &ToolCall) -> bool {
        let real = self.real(&call.tool);
        let tool = self.pack.tools().iter().find(|tool| tool.name == real);
        tool.is_some_and(|tool| !tool.is_read_only())
    }
}
