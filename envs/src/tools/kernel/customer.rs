//! What the customer says: answers, agrees, waits, leaves.

use super::{
    deed::ToolCall,
    rule::Check,
    state::{Ended, Said, State, Told},
    types::{Def, NONE, Role},
};
use std::sync::Arc;
use truestep_core::model::Statements;

/// What the customer says who waits until what was agreed has been done.
const UNDER_WAY: &str = "The customer says: first do what we agreed on, please.";

/// A turn that leads nowhere: the customer bears with a few, says how many, and then leaves.
pub(super) fn lose_patience(state: &mut State, answer: &str, out: &mut impl Statements<Told>) {
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
///
/// A question changes nothing, so that it is answered whatever was agreed on.
pub(super) fn ask(def: &Def, state: &mut State, topic: &str) -> Result<String, String> {
    match def.topics.iter().find(|t| t.name == topic) {
        // To say something again costs no patience: it may have been long ago.
        Some(found) => {
            def.learn(state, found.facts);
            Ok(found.answer.to_string())
        }
        None => Err("The customer has nothing to say about that.".into()),
    }
}

/// The customer's answer to a call; an error is one to a call that was not asked for.
pub(super) fn confirm(
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
        // Who agreed to what cannot be done yet would wait for it, and agree to nothing that has to be done before.
        Some(op) if !def.is_accepted(state, op) => Err(format!(
            "The customer says that this cannot be done as things stand: `{}`.",
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

/// Tell the customer a value, which was asked for and is right, or breaks the rule that asks for this.
pub(super) fn tell(
    def: &Def,
    state: &mut State,
    topic: &str,
    value: &str,
    out: &mut impl Statements<Told>,
) {
    let asked = def.tells.iter().position(|tell| tell.topic == topic);
    match asked.filter(|&number| def.tells[number].value == value) {
        Some(number) => state.set_told(number),
        None => {
            for (number, rule) in def.rules.iter().enumerate() {
                if matches!(rule.check, Check::True) {
                    out.emit(Told::Broken(rule.name));
                    state.broken |= 1 << number;
                }
            }
        }
    }
}
