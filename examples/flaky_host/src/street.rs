//! The street as a model.

use crate::engine::{Engine, Fails};
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;
use truestep_core::{
    chance::Chance,
    digest::{CellSum, Digest},
    forms::{ActionForm, ActionForms},
    model::{
        Applied, Best, Dynamics, Goal, HostFault, Menu, MenuEntry, Model, NoStatement, Planner,
        Render, Statements, Status, Truth,
    },
    rational::Rational,
    truth::{Distance, FactSet, Rejection},
    view::ViewKind,
};

/// One task.
#[derive(Debug)]
pub struct Def {
    pub(crate) goal: Goal,
    /// Houses of the street, numbered from 1.
    pub(crate) houses: u32,
    pub(crate) from: u32,
    pub(crate) to: u32,
    pub(crate) fails: Fails,
}

/// What the dynamics depend on.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct State {
    at: u32,
    ended: Option<bool>,
}

/// What the courier can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// To the house with the lower number.
    Down,
    /// To the house with the higher number.
    Up,
    /// At this house.
    Ring,
}

const ACTIONS: [(Action, &str, &str); 3] = [
    (
        Action::Down,
        "down",
        "walks to the house with the next lower number",
    ),
    (
        Action::Up,
        "up",
        "walks to the house with the next higher number",
    ),
    (
        Action::Ring,
        "ring",
        "rings at this house and ends the task",
    ),
];

impl Action {
    fn name(self) -> &'static str {
        let found = ACTIONS.iter().find(|(action, ..)| *action == self);
        found.map_or("", |(_, name, _)| name)
    }
}

pub(crate) static FORMS: LazyLock<ActionForms> = LazyLock::new(|| {
    let forms = ACTIONS
        .iter()
        .map(|(_, name, summary)| ActionForm::new(*name, *summary));
    ActionForms::new(forms.collect()).expect("invariant: three well-formed forms")
});

/// The model.
#[derive(Debug)]
pub enum Street {}

impl Dynamics for Street {
    const NAME: &'static str = "flaky-host/street";
    type Def = Def;
    type Host = Engine;
    type State = State;
    type Action = Action;
    type Statement = NoStatement;

    fn goal(def: &Def) -> &Goal {
        &def.goal
    }

    fn initial(def: &Def, _: &mut impl Chance) -> State {
        State {
            at: def.from,
            ended: None,
        }
    }

    fn forms(_: &Def) -> &ActionForms {
        &FORMS
    }

    fn decode(_: &Def, _: &State, text: &str) -> Result<Action, Rejection> {
        let found = ACTIONS.iter().find(|(_, name, _)| *name == text);
        found
            .map(|(action, ..)| *action)
            .ok_or_else(|| FORMS.unknown(text))
    }

    fn encode(_: &Def, action: &Action, out: &mut String) {
        out.push_str(action.name());
    }

    fn admit(def: &Def, state: &State, action: &Action) -> Result<(), Rejection> {
        let refuse = |code, why: &str| Err(Rejection::new(code, why));
        match (state.ended, action) {
            (Some(_), _) => refuse("episode_over", "the task has ended"),
            (None, Action::Down) if state.at == 1 => {
                refuse("end_of_street", "this is the first house")
            }
            (None, Action::Up) if state.at == def.houses => {
                refuse("end_of_street", "this is the last house")
            }
            (None, _) => Ok(()),
        }
    }

    fn step(
        def: &Def,
        host: &mut Engine,
        state: &mut State,
        action: &Action,
        _: &mut impl Chance,
        _: &mut impl Statements<NoStatement>,
    ) -> Result<Applied, HostFault> {
        host.call(def, state.at)?;
        match action {
            Action::Down => state.at -= 1,
            Action::Up => state.at += 1,
            Action::Ring => state.ended = Some(state.at == def.to),
        }
        Ok(Applied::CHANGED)
    }

    fn digest(state: &State) -> Digest {
        Self::recompute_digest(state)
    }

    fn recompute_digest(state: &State) -> Digest {
        let mut sum = CellSum::default();
        sum.add(0, &state.at.to_le_bytes());
        sum.add(1, &[state.ended.map_or(2, u8::from)]);
        sum.digest()
    }

    fn status(_: &Def, state: &State) -> Status {
        match state.ended {
            None => Status::Running,
            Some(right) => Status::Ended(Rational::from_integer(i64::from(right))),
        }
    }
}

impl Menu for Street {
    type Class = State;

    fn menu(def: &Def, state: &State, out: &mut Vec<MenuEntry<Action>>) {
        let possible = ACTIONS
            .iter()
            .map(|(action, ..)| *action)
            .filter(|a| Self::admit(def, state, a).is_ok());
        out.extend(possible.map(|action| MenuEntry { action, weight: 1 }));
    }

    fn class(_: &Def, state: &State) -> State {
        state.clone()
    }
}

/// Houses this far off are rung at in near misses; at an end of the street they are on one side.
const NEAR: u32 = 10;

impl Truth for Street {
    fn subgoals(_: &Def, state: &State) -> FactSet {
        FactSet::first(usize::from(state.ended == Some(true)))
    }

    /// A ring at the houses around the right one, and the right one without a ring.
    fn near_misses(def: &Def, start: &State) -> Vec<Vec<String>> {
        let near = (1..=def.houses).filter(|house| (1..=NEAR).contains(&house.abs_diff(def.to)));
        let rings = near.map(|house| script(&[walk(start.at, house), vec![Action::Ring]]));
        rings.chain([script(&[walk(start.at, def.to)])]).collect()
    }

    /// The long way round, by either end of the street.
    fn equivalents(def: &Def, start: &State) -> Vec<Vec<String>> {
        let by = |end| script(&[walk(start.at, end), walk(end, def.to), vec![Action::Ring]]);
        vec![by(1), by(def.houses)]
    }
}

fn walk(from: u32, to: u32) -> Vec<Action> {
    let step = if from < to { Action::Up } else { Action::Down };
    vec![step; from.abs_diff(to) as usize]
}

fn script(parts: &[Vec<Action>]) -> Vec<String> {
    parts
        .iter()
        .flatten()
        .map(|action| action.name().to_owned())
        .collect()
}

impl Planner for Street {
    fn distance(def: &Def, state: &State) -> Distance {
        match state.ended {
            Some(true) => Distance::Steps(0),
            Some(false) => Distance::Never,
            None => Distance::Steps(state.at.abs_diff(def.to) + 1),
        }
    }

    // Listed, since to try each would cost a call of the host an entry.
    fn best_actions(
        def: &Def,
        state: &State,
        menu: &[MenuEntry<Action>],
        out: &mut Vec<u32>,
    ) -> Best {
        let best = match state.at.cmp(&def.to) {
            std::cmp::Ordering::Less => Action::Up,
            std::cmp::Ordering::Equal => Action::Ring,
            std::cmp::Ordering::Greater => Action::Down,
        };
        out.extend(
            (0..)
                .zip(menu)
                .filter(|(_, entry)| entry.action == best)
                .map(|(i, _)| i),
        );
        Best::Listed
    }

    fn best_outcome(_: &Def, state: &State) -> Option<Rational> {
        Some(Rational::from_integer(i64::from(
            state.ended != Some(false),
        )))
    }
}

impl Render for Street {
    const VIEWS: &'static [ViewKind] = &[ViewKind::TEXT];
    type View = ();

    fn observe(def: &Def, state: &State, (): &(), _: ViewKind, out: &mut String) {
        match state.ended {
            None => out.push_str(&format!(
                "You stand before house {} of {}.\n",
                state.at, def.houses
            )),
            Some(_) => out.push_str(&format!(
                "You rang at house {}. The task has ended.\n",
                state.at
            )),
        }
    }
}

impl Model for Street {
    type Planner = Self;
}
