//! The tools of a desk as a model: its dynamics, its menu, its views.

use super::{
    call::Toolbox,
    deed::Deed,
    mend::Outlook,
    read::{self, not_open},
    state::{Action, Ended, State, Told},
    step,
    types::{Def, Op, Role},
};
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

/// The model of every desk.
#[derive(Clone, Copy, Debug)]
pub enum Tools {}

/// The answer as MCP's tool result.
pub const MCP: ViewKind = ViewKind::text("mcp");

impl Dynamics for Tools {
    const NAME: &'static str = "tools";
    type Def = Def;
    type Host = Toolbox;
    type State = State;
    type Action = Action;
    type Statement = Told;

    fn goal(def: &Def) -> &Goal {
        &def.goal
    }

    fn initial(def: &Def, _: &mut impl Chance) -> State {
        def.initial()
    }

    fn forms(def: &Def) -> &ActionForms {
        &def.forms
    }

    fn decode(def: &Def, state: &State, text: &str) -> Result<Action, Rejection> {
        let is_open = |op: &&u16| {
            let deed = &def.ops[usize::from(**op)].deed;
            def.closed(state, deed).is_none()
        };
        if let Some(&op) = def.index.get(text).filter(is_open) {
            return Ok(Action::Op(op));
        }
        let deed = read::read(&def.forms, text, &|tool| def.opened(state, tool))?;
        let listed = def.index.get(deed.text().as_str()).copied();
        Ok(match listed.or_else(|| def.told_alike(&deed)) {
            Some(op) => Action::Op(op),
            None => Action::Free(Arc::new(deed)),
        })
    }

    fn encode(def: &Def, action: &Action, out: &mut String) {
        match action {
            Action::Op(op) => out.push_str(&def.ops[usize::from(*op)].text),
            Action::Free(deed) => deed.write(out),
        }
    }

    /// The tool that is called; of a confirmation the tool it is about.
    fn kind(def: &Def, _: &State, action: &Action) -> Cow<'static, str> {
        match def.deed(action) {
            Deed::Call(call) if call.is_unlisted => call.tool.clone().into(),
            Deed::Confirm(call) => format!("confirm {}", call.tool).into(),
            Deed::Ask(topic) => format!("ask {topic}").into(),
            Deed::Tell { topic, .. } => format!("tell {topic}").into(),
            deed => kind_of_text(&deed.text()).into(),
        }
    }

    fn admit(def: &Def, state: &State, action: &Action) -> Result<(), Rejection> {
        match state.ended {
            Ended::No => match def.closed(state, def.deed(action)) {
                None => Ok(()),
                Some(tool) => Err(not_open(tool)),
            },
            Ended::Right | Ended::Wrong => {
                Err(Rejection::new("episode_over", "the task has ended"))
            }
        }
    }

    fn step(
        def: &Def,
        host: &mut Toolbox,
        state: &mut State,
        action: &Action,
        _: &mut impl Chance,
        statements: &mut impl Statements<Told>,
    ) -> Result<Applied, HostFault> {
        let before = state.digest();
        step::advance(def, host, state, action, statements)?;
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
    /// The operator that tells the same in other letters.
    fn told_alike(&self, deed: &Deed) -> Option<u16> {
        let Deed::Tell { topic, value } = deed else {
            return None;
        };
        let is_alike = |op: &Op| matches!(&op.deed, Deed::Tell { topic: t, value: v } if t == topic && v.eq_ignore_ascii_case(value));
        self.ops.iter().position(is_alike).map(|place| place as u16)
    }

    /// Whether an operator is offered: what it is written with was shown - in the customer's own words, if agreed to -, and
    /// a mistake is one where nothing was done amiss yet.
    fn offers(&self, state: &State, number: u16, op: &Op, on_track: bool) -> bool {
        let is_shown = state.knows(op.shown) || state.agreed == number;
        is_shown && (on_track || op.role != Role::Wrong)
    }

    /// What is offered: operators in an order that says nothing, then what sets right rows that are astray.
    pub(super) fn offered<'a>(
        &'a self,
        state: &'a State,
        outlook: &'a Outlook,
    ) -> impl Iterator<Item = Action> + 'a {
        let on_track = state.broken == 0 && outlook.on_track;
        let goes_on = state.ended == Ended::No;
        let ops = self.menu_order.iter().copied().filter(move |number| {
            let op = &self.ops[usize::from(*number)];
            let mends = || {
                let mend = outlook.is_mended_by(*number);
                mend.is_some_and(|mend| state.knows(mend.shown))
            };
            goes_on && (self.offers(state, *number, op, on_track) || mends())
        });
        let ops = ops.map(Action::Op);
        let mends = outlook.offered(state).filter(move |_| goes_on);
        ops.chain(mends.map(|mend| Action::Free(Arc::clone(&mend.deed))))
    }
}

impl Menu for Tools {
    type Class = Digest;

    fn menu(def: &Def, state: &State, out: &mut Vec<MenuEntry<Action>>) {
        let outlook = def.outlook(&state.rows);
        out.extend(
            def.offered(state, &outlook)
                .map(|action| MenuEntry { action, weight: 1 }),
        );
    }

    fn class(_: &Def, state: &State) -> Digest {
        state.digest()
    }
}

impl Render for Tools {
    const VIEWS: &'static [ViewKind] = &[ViewKind::TEXT, MCP];
    type View = ();

    fn observe(_: &Def, state: &State, (): &(), kind: ViewKind, out: &mut String) {
        if kind != MCP {
            out.push_str(&state.said.text);
            return;
        }
        let mut result =
            serde_json::json!({"content": [{"type": "text", "text": state.said.text}]});
        if state.said.is_error {
            result["isError"] = true.into();
        }
        out.push_str(&result.to_string());
    }
}

impl Model for Tools {
    type Planner = Self;
}
