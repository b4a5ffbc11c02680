//! What is the case beyond success: sub-goals, evidence, what a call was worth, and ends beside the right one.

use super::{
    call::Work,
    deed::{self, Deed},
    model::Tau2,
    types::{Action, Def, Op, Role, State, Wanted},
};
use crate::tools::kernel::state::Ended;
use serde_json::{Value, json};
use truestep_core::{
    model::{Planner, Truth, Unheard},
    truth::{Detail, Distance, FactSet},
};
use truestep_sandbox::Key;

impl Wanted {
    /// Whether the reference solution leaves this row otherwise than it was.
    pub(super) fn has(&self, table: u16, key: &Key) -> bool {
        self.keys.iter().any(|(t, k)| *t == table && k == key)
    }

    /// Whether wanted row `number` is in a state as the reference solution leaves it.
    fn holds(&self, state: &State, number: usize) -> bool {
        let (table, key) = &self.keys[number];
        state.rows.get(*table, key) == self.rows.get(*table, key)
    }
}

impl Truth for Tau2 {
    /// Rows as the reference solution leaves them, assertions, calls that were matched, texts that were said.
    fn subgoals(def: &Def, state: &State) -> FactSet {
        let rows = (0..def.wanted.keys.len()).map(|number| def.wanted.holds(state, number));
        let judged = match def.open.assertions.is_empty() {
            true => None,
            false => def.judged(state).ok(),
        };
        let held = |&number: &usize| judged.as_ref().is_some_and(|judged| judged.held[number]);
        let all = rows
            .chain(def.open.assertions.iter().map(held))
            .chain(def.open.actions.iter().map(|n| state.matched >> n & 1 == 1))
            .chain(def.open.infos.iter().map(|n| state.told >> n & 1 == 1));
        let holding = all.enumerate().filter(|(_, holds)| *holds);
        holding.fold(FactSet::default(), |all, (number, _)| all.with(number))
    }

    fn known(_: &Def, state: &State) -> FactSet {
        state.known
    }

    fn supported(def: &Def, state: &State, action: &Action) -> Option<bool> {
        let Action::Op(op) = action else {
            let deed = def.deed(action);
            return match deed {
                Deed::Call { tool, .. } => {
                    (deed.ends() || deed::writes(def.start.world(), tool)).then_some(false)
                }
                Deed::Respond(_) => None,
                Deed::Done => Some(false),
            };
        };
        let Op { role, shown, .. } = &def.ops[usize::from(*op)];
        match role {
            Role::Read | Role::Tell => None,
            Role::Wrong => Some(false),
            Role::Gold => Some(state.known.includes(*shown) && def.may_write(state)),
            Role::End => {
                let mut after = state.clone();
                let ended = def.advance(&mut after, action, Work::Known, &mut Unheard);
                Some(ended.is_ok() && after.ended == Ended::Right)
            }
        }
    }

    /// At the start, the calls of the reference solution: what schemes that match calls compare with.
    fn state_details(def: &Def, state: &State, out: &mut Vec<Detail>) {
        if *state == def.initial {
            let call = |action: &super::super::task::Action| json!({"tool": action.name, "arguments": Value::from(&action.arguments)});
            let calls: Vec<Value> = def.actions.iter().map(call).collect();
            let text = Value::Array(calls).to_string();
            out.push(Detail::new("gold_calls", text));
        }
    }

    fn step_details(
        def: &Def,
        before: &State,
        action: &Action,
        after: &State,
        out: &mut Vec<Detail>,
    ) {
        if let Deed::Call { .. } = def.deed(action) {
            let came_to = if after.said.is_error { "error" } else { "ok" };
            out.push(Detail::new("call", came_to));
            let gold = match action {
                Action::Op(op) => def.ops[usize::from(*op)].role != Role::Wrong,
                Action::Free(_) => false,
            };
            out.push(Detail::new("is_gold", gold));
        }
        let other = |a: &State, b: &State| {
            let rows = a.rows.list().iter();
            rows.filter(|row| b.rows.get(row.table, &row.key) != Some(row))
                .map(|row| (row.table, row.key.clone()))
                .collect::<std::collections::BTreeSet<_>>()
        };
        let mut changed = other(after, before);
        changed.extend(other(before, after));
        let gained = after.known.minus(before.known).len();
        out.push(Detail::new("rows_changed", changed.len()));
        out.push(Detail::new("facts_gained", gained));
        // That the menu leads nowhere is no proof: a call beyond it may set right what a mistake has done.
        let lost = match Tau2::distance_clairvoyant(def, after) {
            Distance::Steps(_) => Some(false),
            Distance::Never => (after.ended == Ended::Wrong).then_some(true),
            Distance::NotComputed => None,
        };
        out.extend(lost.map(|lost| Detail::new("is_dead_end", lost)));
    }

    /// Every beginning of the shortest way, ended at once, and the way with a mistake before its end where the verdict sees it.
    fn near_misses(def: &Def, start: &State) -> Vec<Vec<String>> {
        let way = def.way(start, <[u16]>::first);
        let Some((&last, before)) = way.split_last() else {
            return vec![];
        };
        let done = def.ops.len() as u16 - 1;
        let mut all: Vec<Vec<u16>> = vec![];
        // Success needs every call that changes something or is judged: a way without one would be shorter.
        let counts = |op: &u16| {
            let role = def.ops[usize::from(*op)].role;
            matches!(role, Role::Gold | Role::Tell)
        };
        for length in 0..before.len() {
            if before[length..].iter().any(counts) {
                all.push([&before[..length], &[done]].concat());
            }
        }
        for wrong in (0..def.ops.len() as u16).filter(|&op| def.is_wrong(op)) {
            let ops = [before, &[wrong, last]].concat();
            if !def.succeeds(start, &ops) {
                all.push(ops);
            }
        }
        all.iter().map(|ops| def.texts(ops)).collect()
    }

    /// Another of the shortest ways, and the way with everything read twice.
    fn equivalents(def: &Def, start: &State) -> Vec<Vec<String>> {
        let other = def.way(start, <[u16]>::last);
        let twice = def.way(start, <[u16]>::first);
        let twice: Vec<u16> = (twice.into_iter())
            .flat_map(|op| {
                let again = def.ops[usize::from(op)].role == Role::Read;
                std::iter::repeat_n(op, 1 + usize::from(again))
            })
            .collect();
        vec![def.texts(&other), def.texts(&twice)]
    }
}

impl Def {
    fn is_wrong(&self, op: u16) -> bool {
        self.ops[usize::from(op)].role == Role::Wrong
    }

    fn texts(&self, ops: &[u16]) -> Vec<String> {
        let text = |op: &u16| self.ops[usize::from(*op)].text.to_string();
        ops.iter().map(text).collect()
    }

    /// Whether these operators, one after the other, end with a reward of 1.
    fn succeeds(&self, start: &State, ops: &[u16]) -> bool {
        let mut state = start.clone();
        let stepped = ops.iter().try_for_each(|&op| {
            self.advance(&mut state, &Action::Op(op), Work::Known, &mut Unheard)
        });
        stepped.is_ok() && state.ended == Ended::Right
    }
}
