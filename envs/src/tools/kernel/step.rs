//! What a deed comes to.

use super::{
    call::{Called, Caller, shown},
    deed::{Deed, ToolCall},
    types::{Action, Check, Def, Ended, Ending, FaultKind, NONE, Role, Said, State, Told},
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
        let told = (0..self.tells.len()).all(|number| state.tell(number) == 1);
        told && state.broken == 0 && state.rows == self.wanted
    }

    fn is_right_end(&self, state: &State, deed: &Deed) -> bool {
        let right = match (&self.ending, deed) {
            (Ending::Done, Deed::Done) => true,
            (
                Ending::Transfer { reason, about, .. },
                Deed::Transfer {
                    reason: r,
                    about: a,
                },
            ) => reason == r && about == a,
            _ => false,
        };
        right && self.is_in_order(state)
    }

    /// Whether ending so is right, and what was shown says so.
    pub(super) fn supports_end(&self, state: &State, deed: &Deed) -> bool {
        let evidence = match &self.ending {
            Ending::Done => 0,
            Ending::Transfer { evidence, .. } => *evidence,
        };
        self.is_right_end(state, deed) && state.knows(evidence)
    }

    /// Whether the rows an operator of the gold writes has a part in are as they are to be.
    fn is_carried_out(&self, state: &State, op: u16) -> bool {
        let Some(gold) = self.gold.iter().find(|gold| gold.op == op) else {
            return false;
        };
        gold.rows.iter().all(|&number| self.holds(state, number))
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
                _ => def.index.get(call.text().as_str()).copied(),
            };
            match confirm(def, state, call, of) {
                Ok(answer) => say(state, answer),
                Err(answer) => lose_patience(state, &answer, out),
            }
        }
        Deed::Tell { topic, value } => {
            if let Some(number) = def.tells.iter().position(|tell| tell.topic == topic) {
                let right = def.tells[number].value == *value;
                state.set_tell(number, if right { 1 } else { 2 });
            }
            say(
                state,
                format!("The customer was told, as {topic}: {value}."),
            );
        }
        Deed::Wait => {
            let limited = (0..def.faults.len()).filter(|&number| state.fault(number) == 1);
            for number in limited.collect::<Vec<_>>() {
                state.set_fault(number, 2);
                out.emit(Told::Recovered);
            }
            say(state, "A minute has passed.".into());
        }
        Deed::Done | Deed::Transfer { .. } => {
            state.ended = match def.is_right_end(state, deed) {
                true => Ended::Right,
                false => Ended::Wrong,
            };
            say(state, "The task has ended.".into());
        }
    }
    Ok(())
}

/// What the customer says who waits until what was agreed has been done.
const UNDER_WAY: &str = "The customer says: first do what we agreed on, please.";

/// A turn that leads nowhere: the customer bears with a few, says how many, and then leaves.
fn lose_patience(state: &mut State, answer: &str, out: &mut impl Statements<Told>) {
    let text = match state.patience {
        0 => {
            state.ended = Ended::Wrong;
            out.emit(Told::Left);
            format!("{answer} The customer has had enough and leaves.")
        }
        left => {
            state.patience = left - 1;
            match left {
                1 => {
                    format!("{answer} The customer will leave at the next turn that leads nowhere.")
                }
                _ => format!("{answer} The customer grows impatient."),
            }
        }
    };
    state.said = Arc::new(Said {
        text,
        is_error: false,
    });
}

/// The customer's answer; an error is one to a question that led nowhere.
fn ask(def: &Def, state: &mut State, topic: &str) -> Result<String, String> {
    if state.agreed != NONE {
        return Err(UNDER_WAY.into());
    }
    match def.topics.iter().find(|t| t.name == topic) {
        // To say something again costs no patience: it may have been long ago.
        Some(found) => {
            state.known |= found.facts;
            Ok(found.answer.to_string())
        }
        None => Err("The customer has nothing to say about that.".into()),
    }
}

/// The customer's answer to a call; an error is one to a call that was not asked for.
fn confirm(
    def: &Def,
    state: &mut State,
    call: &ToolCall,
    of: Option<u16>,
) -> Result<String, String> {
    let gold = of.filter(|op| matches!(def.ops[usize::from(*op)].role, Role::Gold { .. }));
    let text = || {
        of.map_or_else(
            || call.text(),
            |op| def.ops[usize::from(op)].text.to_string(),
        )
    };
    match gold {
        Some(op) if state.agreed == op => Ok(format!("The customer agrees to this: `{}`.", text())),
        _ if state.agreed != NONE => Err(UNDER_WAY.into()),
        Some(op) if def.is_carried_out(state, op) => Err(format!(
            "The customer says that this has been done: `{}`.",
            text()
        )),
        Some(op) => {
            state.agreed = op;
            Ok(format!("The customer agrees to this: `{}`.", text()))
        }
        None => Err(format!(
            "The customer says no, this is not what was asked for: `{}`.",
            text()
        )),
    }
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
            shown: if is_error { 0 } else { shown(def, &text) },
            said: Arc::new(Said { text, is_error }),
            ..(*called).clone()
        };
        take(def, state, call, op, &called, out);
        return Ok(());
    }
    let called = caller.call(def, &state.rows, call, op)?;
    take(def, state, call, op, &called, out);
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
        let broken = called.broken | broken_by_dialogue(def, state, call, op, changes);
        for (number, rule) in def.rules.iter().enumerate() {
            if (broken & !state.broken) >> number & 1 == 1 {
                out.emit(Told::Broken(rule.name));
            }
        }
        state.broken |= broken;
        state.known |= called.shown;
        if op.is_some_and(|op| op == state.agreed) {
            state.agreed = NONE;
        }
        if let Some(rows) = &called.rows {
            if def.is_on_track(&state.rows) && !def.is_on_track(rows) {
                side_effects(def, state, rows, out);
            }
            state.rows = rows.clone();
        }
    }
    state.said = Arc::clone(&called.said);
}

/// The rules about what went before, that a call which succeeded has broken.
fn broken_by_dialogue(
    def: &Def,
    state: &State,
    call: &ToolCall,
    op: Option<u16>,
    changes: bool,
) -> u32 {
    let is_broken = |check: &Check| match check {
        Check::Identified(free) => {
            state.known & def.identity == 0 && !free.contains(&def.real(&call.tool))
        }
        Check::Confirmed => changes && op.is_none_or(|op| op != state.agreed),
        Check::Broken(_) | Check::Forbids(_) | Check::Told => false,
    };
    let rules = def.rules.iter().enumerate();
    rules.fold(0, |all, (number, rule)| {
        all | u32::from(is_broken(&rule.check)) << number
    })
}

fn side_effects(
    def: &Def,
    state: &State,
    after: &super::rows::Rows,
    out: &mut impl Statements<Told>,
) {
    let names: Vec<&str> = def.base.specs().map(|spec| spec.name.as_str()).collect();
    for row in after.list() {
        if state.rows.get(row.table, &row.key) != Some(row) {
            out.emit(Told::Changed {
                table: names
                    .get(usize::from(row.table))
                    .map_or("?", |name| name)
                    .to_string(),
                key: row.key.to_string(),
            });
        }
    }
}

/// What a disturbed call answers instead of being run.
fn failure(kind: FaultKind) -> Option<&'static str> {
    match kind {
        FaultKind::Transient => Some(
            "transient: the service did not answer, and nothing was done; it may answer when called again",
        ),
        FaultKind::Timeout => Some(
            "timeout: there was no answer in time, and nothing was done; it may answer when called again",
        ),
        FaultKind::RateLimit => Some(
            "rate_limited: too many calls, and nothing was done; wait a minute before calling again",
        ),
        FaultKind::PartialPage | FaultKind::StaleRead | FaultKind::WrongType => None,
    }
}

/// An answer as the disturbance leaves it.
fn distorted(kind: FaultKind, text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    match kind {
        FaultKind::PartialPage => {
            let half = lines[..lines.len().div_ceil(2)].join("\n");
            format!(
                "{half}\n(partial: the rest of the answer did not arrive; call again for the whole)"
            )
        }
        FaultKind::StaleRead => {
            let first = lines.first().copied().unwrap_or_default();
            format!(
                "{first}\n(stale: a copy of yesterday that lacks the rest; call again for the present)"
            )
        }
        FaultKind::WrongType => {
            let digits = |line: &str| line.replace(|c: char| c.is_ascii_digit(), "x");
            let lines: Vec<String> = lines
                .iter()
                .enumerate()
                .map(|(n, line)| {
                    if n == 0 {
                        (*line).to_owned()
                    } else {
                        digits(line)
                    }
                })
                .collect();
            format!(
                "{}\n(malformed: numbers could not be read; call again)",
                lines.join("\n")
            )
        }
        FaultKind::Transient | FaultKind::Timeout | FaultKind::RateLimit => text.to_owned(),
    }
}
