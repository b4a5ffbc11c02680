//! A corridor with a key and a door: small enough to know every answer by heart.

#![allow(dead_code, reason = "each test file uses its part of it")]
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use num_rational::Ratio;
use serde::{Deserialize, Serialize};
use std::{
    ffi::OsString,
    io::Cursor,
    sync::atomic::AtomicBool,
    sync::{Arc, LazyLock},
};
use truestep_cli::{Exit, Terminal};
use truestep_core::{
    chance::{Chance, Sampled},
    digest::{CellSum, Digest},
    forms::{ActionForm, ActionForms},
    host::ShardBuilder,
    model::{
        Applied, Dynamics, Goal, HostFault, Menu, MenuEntry, Model, NoStatement, Planner, Render,
        Statements, Status, Subgoal, Truth, ViewKind,
    },
    rational::Rational,
    registry::{Family, Prepared, PreparedModel, Registry, TaskError, TemplateInfo},
    task::{Task, TemplateId},
    trajectory::WorldInfo,
    truth::{Distance, FactSet, Rejection},
};

/// The door is at cell `length`, the key at cell `key`; both differ from instance to instance.
#[derive(Debug)]
pub(crate) struct Def {
    goal: Goal,
    length: u32,
    key: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct State {
    at: u32,
    has_key: bool,
    /// Whether the door was opened, or the attempt given up.
    ended: Option<bool>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Action {
    Left,
    Right,
    Take,
    Open,
    GiveUp,
}

const ACTIONS: [(Action, &str, u32); 5] = [
    (Action::Left, "left", 2),
    (Action::Right, "right", 2),
    (Action::Take, "take", 1),
    (Action::Open, "open", 1),
    (Action::GiveUp, "submit[give up]", 1),
];

static FORMS: LazyLock<ActionForms> = LazyLock::new(|| {
    let form = |(_, text, _): &(Action, &str, u32)| {
        ActionForm::new(*text, "does what it says in the corridor")
    };
    ActionForms::new(ACTIONS.iter().map(form).collect()).unwrap()
});

pub(crate) struct Corridor;

impl Dynamics for Corridor {
    const NAME: &'static str = "toy/corridor";
    type Def = Def;
    type Host = ();
    type State = State;
    type Action = Action;
    type Statement = NoStatement;

    fn goal(def: &Def) -> &Goal {
        &def.goal
    }
    fn initial(_: &Def, _: &mut impl Chance) -> State {
        State {
            at: 0,
            has_key: false,
            ended: None,
        }
    }
    fn forms(_: &Def) -> &ActionForms {
        &FORMS
    }
    fn decode(_: &Def, _: &State, text: &str) -> Result<Action, Rejection> {
        let known = ACTIONS.iter().find(|(_, name, _)| *name == text);
        known
            .map(|(action, ..)| *action)
            .ok_or_else(|| FORMS.unknown(text))
    }
    fn encode(_: &Def, action: &Action, out: &mut String) {
        let known = ACTIONS.iter().find(|(a, ..)| a == action);
        out.push_str(known.map_or("", |(_, name, _)| name));
    }
    fn admit(def: &Def, state: &State, action: &Action) -> Result<(), Rejection> {
        let fits = match action {
            Action::Left => state.at > 0,
            Action::Right => state.at < def.length,
            Action::Take => state.at == def.key && !state.has_key,
            Action::Open => state.at == def.length && state.has_key,
            Action::GiveUp => true,
        };
        fits.then_some(())
            .ok_or_else(|| Rejection::new("not_here", "that cannot be done here"))
    }
    fn step(
        _: &Def,
        (): &mut (),
        state: &mut State,
        action: &Action,
        _: &mut impl Chance,
        _: &mut impl Statements<NoStatement>,
    ) -> Result<Applied, HostFault> {
        match action {
            Action::Left => state.at -= 1,
            Action::Right => state.at += 1,
            Action::Take => state.has_key = true,
            Action::Open => state.ended = Some(true),
            Action::GiveUp => state.ended = Some(false),
        }
        Ok(Applied::CHANGED)
    }
    fn digest(state: &State) -> Digest {
        Self::recompute_digest(state)
    }
    fn recompute_digest(state: &State) -> Digest {
        let mut sum = CellSum::default();
        sum.add(0, &state.at.to_le_bytes());
        sum.add(1, &[u8::from(state.has_key)]);
        sum.add(2, &[state.ended.map_or(2, u8::from)]);
        sum.digest()
    }
    fn status(_: &Def, state: &State) -> Status {
        match state.ended {
            None => Status::Running,
            Some(opened) => Status::Ended(Ratio::from_integer(i64::from(opened))),
        }
    }
}

impl Menu for Corridor {
    type Class = (u32, bool, Option<bool>);

    fn menu(def: &Def, state: &State, out: &mut Vec<MenuEntry<Action>>) {
        if state.ended.is_none() {
            let fits = ACTIONS
                .iter()
                .filter(|(a, ..)| Self::admit(def, state, a).is_ok());
            out.extend(fits.map(|&(action, _, weight)| MenuEntry { action, weight }));
        }
    }
    fn class(_: &Def, state: &State) -> Self::Class {
        (state.at, state.has_key, state.ended)
    }
}

impl Truth for Corridor {
    fn subgoals(_: &Def, state: &State) -> FactSet {
        let set = FactSet::default();
        let set = if state.has_key { set.with(0) } else { set };
        if state.ended == Some(true) {
            set.with(1)
        } else {
            set
        }
    }
}

impl Planner for Corridor {
    fn distance(def: &Def, state: &State) -> Distance {
        match (state.ended, state.has_key) {
            (Some(true), _) => Distance::Steps(0),
            (Some(false), _) => Distance::Never,
            (None, true) => Distance::Steps(def.length - state.at + 1),
            (None, false) => {
                Distance::Steps(state.at.abs_diff(def.key) + 1 + def.length - def.key + 1)
            }
        }
    }
    fn best_outcome(_: &Def, state: &State) -> Option<Rational> {
        Some(Ratio::from_integer(i64::from(state.ended != Some(false))))
    }
}

impl Render for Corridor {
    const VIEWS: &'static [ViewKind] = &[ViewKind::TEXT];
    type View = ();

    fn observe(def: &Def, state: &State, (): &(), _: ViewKind, out: &mut String) {
        let cell = |i| match i {
            i if i == state.at => '@',
            i if i == def.key && !state.has_key => 'k',
            i if i == def.length => 'D',
            _ => '.',
        };
        out.extend((0..=def.length).map(cell));
    }
}

impl Model for Corridor {
    type Planner = Self;
}

/// One template; seeds divisible by 7 have no instance.
pub(crate) struct Toy {
    /// Name of its world.
    pub(crate) world: &'static str,
}

impl Family for Toy {
    fn env(&self) -> &str {
        "toy"
    }
    fn card(&self) -> &str {
        "# toy\n\nGoal: open the door at the end of a corridor.\n"
    }
    fn templates(&self) -> Vec<TemplateInfo> {
        let template = |name: &str, summary: &str| TemplateInfo {
            id: TemplateId::new("toy", name, 1).unwrap(),
            summary: summary.into(),
            random_ceiling_percent: 90,
            twin_of: None,
        };
        vec![
            template("door", "fetch the key and open the door"),
            template("long-door", "the same in a longer corridor"),
        ]
    }
    fn world(&self) -> WorldInfo {
        WorldInfo {
            kind: "a corridor".into(),
            digest: Digest::of(self.world.as_bytes()),
        }
    }
    fn install(&self, shard: &mut ShardBuilder) {
        shard.model::<Corridor>();
    }
    fn prepare(&self, task: &Task) -> Result<Arc<dyn Prepared>, TaskError> {
        if task.seed.0.is_multiple_of(7) {
            return Err(TaskError::NoInstance {
                template: task.template.clone(),
                seed: task.seed.0,
                reason: "the door is stuck".into(),
            });
        }
        let mut draw: Sampled = task.stream("corridor").sampled();
        let length = 2
            + draw.below(4)
            + if task.template.template() == "door" {
                0
            } else {
                6
            };
        let key = draw.below(length);
        let subgoal = |name: &str, requires| Subgoal {
            name: name.into(),
            requires,
        };
        let goal = Goal {
            instruction: "open the door".into(),
            subgoals: vec![subgoal("key", vec![]), subgoal("door", vec![0])],
            evidence: vec![],
            max_steps: 30,
            feasible: true,
        };
        let def = Def { goal, length, key };
        Ok(Arc::new(PreparedModel::<Corridor>::new(task.clone(), def)?))
    }
}

/// A registry of the toy alone, in a world of that name.
pub(crate) fn registry(world: &'static str) -> Registry {
    Registry::new(vec![Arc::new(Toy { world })])
}

/// What a command said and how it ended.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) exit: Exit,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Said {
    /// The JSON object on standard output.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {self:?}"))
    }
}

/// Run the command line over the toy.
pub(crate) fn truestep(args: &[&str]) -> Said {
    truestep_fed(args, b"")
}

/// The same, with something on standard input.
pub(crate) fn truestep_fed(args: &[&str], input: &[u8]) -> Said {
    truestep_in("corridor", args, input)
}

/// The same in a world of that name.
pub(crate) fn truestep_in(world: &'static str, args: &[&str], input: &[u8]) -> Said {
    let worlds = registry(world);
    let cancel = AtomicBool::new(false);
    let (mut out, mut err, mut input) = (vec![], vec![], Cursor::new(input));
    let args = std::iter::once("truestep").chain(args.iter().copied());
    let exit = {
        let mut terminal = Terminal::new(&mut input, &mut out, &mut err, &cancel);
        truestep_cli::run(args.map(OsString::from), &worlds, &mut terminal)
    };
    Said {
        exit,
        out: String::from_utf8(out).unwrap(),
        err: String::from_utf8(err).unwrap(),
    }
}
