//! What a deed comes to.

use super::{
    call::{Called, Caller, shown},
    customer::{ask, confirm, lose_patience, tell},
    deed::{Deed, ToolCall},
    fault::{distorted, failure},
    ground::is_same_id,
    rule::{Check, Scene},
    state::{Action, Ended, Said, State, Told},
    types::{Def, Ending, FaultKind, NONE, Role},
};
use std::sync::Arc;
use truestep_core::model::{HostFault, Statements};

impl Def {
    /// The state an episode starts in.
    pub(super) fn initial(&self) -> State {
        State {
            rows: super::rows::Rows::default(),
            known: 0,
            agreed: NONE,
            told: 0,
            fired: 0,
            broken: 0,
            patience: self.patience,
            ended: Ended::No,
            said: Arc::clone(&self.opening),
        }
    }

    pub(super) fn deed<'a>(&'a self, action: &'a Action) -> &'a Deed {
        match action {
            Action::Op(op) => &self.ops[usize::from(*op)].deed,
            Action::Free(deed) => deed,
        }
    }

    /// Whether the tables are as they are to be, everything is told, and no rule was broken.
    pub(super) fn is_in_order(&self, state: &State) -> bool {
        let told = (0..self.tells.len()).all(|number| state.tell(number));
        told && state.broken == 0 && state.rows == self.wanted
    }

    /// The rule of the task's choice, if it was not broken.
    fn kept(&self, state: &State) -> Option<&'static str> {
        let mut rules = self.rules.iter();
        let number = rules.position(|rule| Some(rule.name) == self.dilemma)?;
        (state.broken >> number & 1 == 0).then(|| self.rules[number].name)
    }

    fn is_right_end(&self, state: &State, deed: &Deed) -> bool {
        let right = match (&self.ending, deed) {
            (Ending::Done { .. }, Deed::Done) => true,
            (
                Ending::Transfer { reason, about, .. },
                Deed::Transfer {
                    reason: r,
                    about: a,
                },
            ) => reason == r && is_same_id(about, a),
            _ => false,
        };
        right && self.is_in_order(state)
    }

    /// Whether ending so is right, and what was shown says so.
    pub(super) fn supports_end(&self, state: &State, deed: &Deed) -> bool {
        let evidence = match &self.ending {
            Ending::Done { evidence } | Ending::Transfer { evidence, .. } => *evidence,
        };
        self.is_right_end(state, deed) && state.knows(evidence)
    }

    /// Whether a write that the task asks for was made: the rows in which it alone has a part are as they are to be, or,
    /// where it has none, all in which it has a part.
    pub(in crate::tools) fn is_carried_out(&self, state: &State, op: u16) -> bool {
        let Some(gold) = self.gold.iter().find(|gold| gold.op == op) else {
            return false;
        };
        let rows = if gold.own.is_empty() {
            &gold.rows
        } else {
            &gold.own
        };
        rows.iter().all(|&number| self.holds(state, number))
    }

    /// Whether wanted row `number` is as it is to be.
    pub(super) fn holds(&self, state: &State, number: usize) -> bool {
        let wanted = &self.wanted.list()[number];
        state.rows.get(wanted.table, &wanted.key) == Some(wanted)
    }
}

/// Carry out an action.
///
/// # Errors
/// A [`HostFault`] if the sandbox failed.
pub(super) fn advance(
    def: &Def,
    caller: &mut impl Caller,
    state: &mut State,
    action: &Action,
    out: &mut impl Statements<Told>,
) -> Result<(), HostFault> {
    let op = match action {
        Action::Op(op) => Some(*op),
        Action::Free(_) => None,
    };
    let deed = def.deed(action);
    let say = |state: &mut State, text: String| {
        state.said = Arc::new(Said {
            text,
            is_error: false,
        });
    };
    match deed {
        Deed::Call(call) => call_tool(def, caller, state, call, op, out)?,
        Deed::Together(calls) => {
            let mut all = String::new();
            let mut failed = false;
            for (number, call) in calls.iter().enumerate() {
                let op = def.index.get(call.text().as_str()).copied();
                call_tool(def, caller, state, call, op, out)?;
                failed |= state.said.is_error;
                all += &format!(
                    "{}call {}: {}",
                    if number == 0 { "" } else { "\n" },
                    number + 1,
                    state.said.text
                );
            }
            state.said = Arc::new(Said {
                text: all,
                is_error: failed,
            });
        }
        Deed::Ask(topic) => match ask(def, state, topic) {
            Ok(answer) => say(state, answer),
            Err(answer) => lose_patience(state, &answer, out),
        },
        Deed::Confirm(call) => {
            let of = match op.map(|op| def.ops[usize::from(op)].role) {
                Some(Role::Confirm { of }) => Some(of),
                _ => def.meant(state, call),
            };
            match confirm(def, state, call, of) {
                Ok(answer) => say(state, answer),
                Err(answer) => lose_patience(state, &answer, out),
            }
        }
        Deed::Tell { topic, value } => {
            tell(def, state, topic, value, out);
            say(
                state,
                format!("The customer was told, as {topic}: {value}."),
            );
        }
        Deed::Wait => {
            let limited = (0..def.faults.len()).filter(|&number| state.fault(number) == 1);
            for number in limited.collect::<Vec<_>>() {
                state.set_fault(number, 2);
            }
            say(state, "A minute has passed.".into());
        }
        Deed::Transfer { about, .. } if !def.is_there(state, about) => {
            let text = format!(
                "not_found: there is nothing with the id `{about}`, and nothing was handed over; expected the id, as it was shown, of the very thing that is handed over"
            );
            state.said = Arc::new(Said {
                text,
                is_error: true,
            });
        }
        Deed::Done | Deed::Transfer { .. } => {
            if let Some(rule) = def.kept(state) {
                out.emit(Told::Kept(rule));
            }
            state.ended = match def.is_right_end(state, deed) {
                true => Ended::Right,
                false => Ended::Wrong,
            };
            say(state, "The task has ended.".into());
        }
    }
    Ok(())
}

fn call_tool(
    def: &Def,
    caller: &mut impl Caller,
    state: &mut State,
    call: &ToolCall,
    op: Option<u16>,
    out: &mut impl Statements<Told>,
) -> Result<(), HostFault> {
    let fault = (0..def.faults.len())
        .find(|&n| def.faults[n].tool == def.real(&call.tool) && state.fault(n) < 2);
    if let Some(number) = fault {
        let kind = def.faults[number].kind;
        if state.fault(number) == 0 {
            out.emit(Told::Fault(def.faults[number].clone()));
            state.set_fault(number, if kind == FaultKind::RateLimit { 1 } else { 2 });
        }
        if let Some(text) = failure(kind) {
            state.said = Arc::new(Said {
                text: text.into(),
                is_error: true,
            });
            return Ok(());
        }
        let called = caller.call(def, &state.rows, call, op)?;
        let text = distorted(kind, &called.said.text);
        let is_error = called.said.is_error;
        let called = Called {
            shown: shown(def, &text),
            said: Arc::new(Said { text, is_error }),
            ..(*called).clone()
        };
        take(def, state, call, op, &called, out);
        return Ok(());
    }
    let called = caller.call(def, &state.rows, call, op)?;
    take(def, state, call, op, &called, out);
    if !called.said.is_error {
        for (number, fault) in def.faults.iter().enumerate() {
            if fault.tool == def.real(&call.tool) && state.fault(number) == 2 {
                state.set_fault(number, 3);
                out.emit(Told::Recovered(fault.clone()));
            }
        }
    }
    Ok(())
}

/// Take over what a call came to.
fn take(
    def: &Def,
    state: &mut State,
    call: &ToolCall,
    op: Option<u16>,
    called: &Called,
    out: &mut impl Statements<Told>,
) {
    if !called.said.is_error {
        let changes = called.rows.is_some();
        // Another spelling of what the customer agreed to is that call.
        let agreed = || (state.agreed != NONE).then(|| def.alike(state, call));
        let meant = op.or_else(|| agreed().flatten());
        let astray = |rows: &super::rows::Rows| !def.outlook(rows).on_track;
        let is_astray = called.rows.as_ref().is_some_and(astray);
        let broken = called.broken
            | broken_by_dialogue(def, state, call, meant, changes)
            | broken_by_change(def, is_astray);
        for (number, rule) in def.rules.iter().enumerate() {
            if broken >> number & 1 == 1 {
                out.emit(Told::Broken(rule.name));
            }
        }
        state.broken |= broken;
        if meant.is_some_and(|op| op == state.agreed) {
            state.agreed = NONE;
        }
        if let Some(rows) = &called.rows {
            if is_astray {
                side_effects(def, state, rows, call, op, out);
            }
            state.rows = rows.clone();
        }
    }
    // A call is held against what was known before it: what its own answer shows comes too late.
    def.learn(state, called.shown);
    state.said = Arc::clone(&called.said);
}

/// The rules about what may change, that rows which are not on the way to the wanted ones have broken.
fn broken_by_change(def: &Def, is_astray: bool) -> u32 {
    let rules = def.rules.iter().enumerate();
    let about = rules.filter(|(_, rule)| is_astray && matches!(rule.check, Check::Asked));
    about.fold(0, |all, (number, _)| all | 1 << number)
}

/// The rules about what went before, that a call which succeeded has broken.
fn broken_by_dialogue(
    def: &Def,
    state: &State,
    call: &ToolCall,
    op: Option<u16>,
    changes: bool,
) -> u32 {
    let scene = Scene {
        def,
        rows: &state.rows,
        tool: def.real(&call.tool),
        call,
    };
    let is_broken = |check: &Check| match check {
        Check::Identified(free) => {
            state.known & def.identity == 0 && !free.contains(&def.real(&call.tool))
        }
        Check::Confirmed => changes && op.is_none_or(|op| op != state.agreed),
        Check::Looked(wanted) => wanted(&scene).is_some_and(|what| !def.is_found(state, &what)),
        Check::Claims => {
            let said = || op.or_else(|| def.alike(state, call));
            changes && said().is_some_and(|op| !def.is_ripe(state, op))
        }
        Check::Broken(_)
        | Check::Forbids(_)
        | Check::Breaches(_)
        | Check::True
        | Check::Asked
        | Check::Told => false,
    };
    let rules = def.rules.iter().enumerate();
    rules.fold(0, |all, (number, rule)| {
        all | u32::from(is_broken(&rule.check)) << number
    })
}

/// Name the rows that a call has changed and that were not to be changed so. A row that is astray already is not named
/// again for a call that was asked for, nor for one that brings it nearer to what it is to be.
fn side_effects(
    def: &Def,
    state: &State,
    after: &super::rows::Rows,
    call: &ToolCall,
    op: Option<u16>,
    out: &mut impl Statements<Told>,
) {
    let is_gold = op.is_some_and(|op| matches!(def.ops[usize::from(op)].role, Role::Gold { .. }));
    let means_well = is_gold || def.outlook(&state.rows).mend(call).is_some();
    for row in after.list() {
        let before = state.rows.get(row.table, &row.key);
        let was_astray = before.is_some_and(|before| !def.is_row_on_track(before));
        if before != Some(row) && !def.is_row_on_track(row) && !(means_well && was_astray) {
            out.emit(Told::Changed {
                table: def.table(row.table).to_owned(),
                key: row.key.to_string(),
            });
        }
    }
}
