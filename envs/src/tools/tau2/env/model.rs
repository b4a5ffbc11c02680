//! tau2's tasks as a model: dynamics, menu, views.

use super::{
    call::Work,
    deed::{self, Deed},
    types::{Action, Def, Op, Role, State, Told},
};
use crate::tools::kernel::state::Ended;
use std::{borrow::Cow, sync::Arc};
use truestep_core::{
    chance::Chance,
    digest::Digest,
    forms::ActionForms,
    model::{
        Applied, Dynamics, Goal, HostFault, Menu, MenuEntry, Model, Render, Statements, Status,
        ViewKind, kind_of_text,
    },
    truth::Rejection,
};

/// The model of every domain of tau2's.
#[derive(Clone, Copy, Debug)]
pub enum Tau2 {}

/// The answer as tau2's tool message has it: its content and its error flag.
pub const MESSAGE: ViewKind = ViewKind::text("message");

impl Dynamics for Tau2 {
    const NAME: &'static str = "tools/tau2";
    type Def = Def;
    type Host = ();
    type State = State;
    type Action = Action;
    type Statement = Told;

    fn goal(def: &Def) -> &Goal {
        &def.goal
    }

    fn initial(def: &Def, _: &mut impl Chance) -> State {
        def.initial.clone()
    }

    fn forms(def: &Def) -> &ActionForms {
        &def.forms
    }

    fn decode(def: &Def, _: &State, text: &str) -> Result<Action, Rejection> {
        if let Some(&op) = def.index.get(text) {
            return Ok(Action::Op(op));
        }
        let deed = deed::read(&def.forms, text)?;
        Ok(match def.index.get(deed.text().as_str()) {
            Some(&op) => Action::Op(op),
            None => Action::Free(Arc::new(deed)),
        })
    }

    fn encode(def: &Def, action: &Action, out: &mut String) {
        match action {
            Action::Op(op) => out.push_str(&def.ops[usize::from(*op)].text),
            Action::Free(deed) => deed.write(out),
        }
    }

    /// The tool that is called.
    fn kind(def: &Def, _: &State, action: &Action) -> Cow<'static, str> {
        match def.deed(action) {
            Deed::Call { tool, .. } => tool.clone().into(),
            deed => kind_of_text(&deed.text()).into(),
        }
    }

    fn admit(_: &Def, state: &State, _: &Action) -> Result<(), Rejection> {
        match state.ended {
            Ended::No => Ok(()),
            Ended::Right | Ended::Wrong => {
                Err(Rejection::new("episode_over", "the conversation has ended"))
            }
        }
    }

    fn step(
        def: &Def,
        (): &mut (),
        state: &mut State,
        action: &Action,
        _: &mut impl Chance,
        statements: &mut impl Statements<Told>,
    ) -> Result<Applied, HostFault> {
        let before = state.digest();
        def.advance(state, action, Work::Made, statements)?;
        Ok(match state.digest() == before {
            true => Applied::UNCHANGED,
            false => Applied::CHANGED,
        })
    }

    fn digest(state: &State) -> Digest {
        state.digest()
    }

    fn recompute_digest(state: &State) -> Digest {
        state.digest_with(state.rows.recomputed())
    }

    fn status(_: &Def, state: &State) -> Status {
        state.ended.status()
    }
}

impl Def {
    /// The operators offered, in an order that says nothing: what they are written with was shown, calls without an end as
    /// often as they are wanted, and mistakes until one was made.
    pub(super) fn offered<'a>(&'a self, state: &'a State) -> impl Iterator<Item = (u16, &'a Op)> {
        let over = state.ended != Ended::No;
        let ops = (self.order.iter()).map(|number| (*number, &self.ops[usize::from(*number)]));
        ops.filter(move |(_, op)| {
            let shown = state.known.includes(op.shown);
            let spent = (op.limit).is_some_and(|limit| limit.made(state.counted) >= limit.most);
            let mistaken = state.strayed && op.role == Role::Wrong;
            shown && !over && !spent && !mistaken
        })
    }
}

impl Menu for Tau2 {
    type Class = Digest;

    fn menu(def: &Def, state: &State, out: &mut Vec<MenuEntry<Action>>) {
        out.extend(def.offered(state).map(|(number, _)| MenuEntry {
            action: Action::Op(number),
            weight: 1,
        }));
    }

    fn class(_: &Def, state: &State) -> Digest {
        state.digest()
    }
}

impl Render for Tau2 {
    const VIEWS: &'static [ViewKind] = &[ViewKind::TEXT, MESSAGE];
    type View = ();

    fn observe(_: &Def, state: &State, (): &(), kind: ViewKind, out: &mut String) {
        let said = &state.said;
        if kind == MESSAGE {
            let message = serde_json::json!({"content": said.text, "error": said.is_error});
            out.push_str(&message.to_string());
        } else if said.text.is_empty() {
            // An observation is never nothing.
            out.push_str("(an empty answer)");
        } else {
            out.push_str(&said.text);
        }
    }
}

impl Model for Tau2 {
    type Planner = Self;
}
