//! A line of cells whose steps run in a host that fails at will: the smallest world that calls something outside itself.
//! `DRAWS` says where it draws: 0 never, 1 where it starts, 2 in its steps (one to the right in four slips).

#![allow(
    dead_code,
    reason = "each test binary uses its part of the shared world"
)]

use serde::{Deserialize, Serialize};
use std::sync::{
    Arc, LazyLock,
    atomic::{AtomicU32, Ordering},
};
use truestep_core::{
    chance::Chance,
    digest::{CellSum, Digest},
    forms::{ActionForm, ActionForms},
    host::ShardBuilder,
    model::{
        Applied, Best, Draws, Dynamics, Goal, Host, HostFault, Menu, MenuEntry, Model, NoStatement,
        Planner, Render, Statements, Status, Subgoal, Truth, ViewKind,
    },
    rational::Rational,
    registry::{Family, Prepared, PreparedModel, Registry, TaskError, TemplateInfo},
    task::{Task, TemplateId},
    trajectory::WorldInfo,
    truth::{Distance, FactSet, Rejection},
};

/// When the host fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) enum Fails {
    #[default]
    Never,
    /// In every step from this cell.
    At(u32),
    /// In every so many calls of one host.
    Every(u32),
    /// Before it can be called.
    Starting,
}

/// What was asked of hosts, in all.
#[derive(Debug, Default)]
pub(crate) struct Meter {
    pub(crate) starts: AtomicU32,
    pub(crate) steps: AtomicU32,
}

impl Meter {
    pub(crate) fn starts(&self) -> u32 {
        self.starts.load(Ordering::Relaxed)
    }

    /// Steps since it was last asked.
    pub(crate) fn steps(&self) -> u32 {
        self.steps.swap(0, Ordering::Relaxed)
    }
}

#[derive(Debug)]
pub(crate) struct Def {
    goal: Goal,
    length: u32,
    settings: Settings,
}

/// What the worlds of a test have in common.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    pub(crate) fails: Fails,
    /// Whether the planner lists the best actions, or leaves them to trial.
    pub(crate) lists: bool,
    /// Whether its tasks are beyond the planner.
    pub(crate) unplanned: bool,
    /// Cells; drawn from the seed if absent.
    pub(crate) length: Option<u32>,
    pub(crate) meter: Arc<Meter>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct State {
    at: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Action {
    Left,
    Right,
}

static FORMS: LazyLock<ActionForms> = LazyLock::new(|| {
    let forms = vec![
        ActionForm::new("left", "walks one cell to the left"),
        ActionForm::new("right", "walks one cell to the right"),
    ];
    ActionForms::new(forms).unwrap()
});

/// What a step calls.
pub(crate) struct Sandbox {
    calls: u32,
}

impl Host<Def> for Sandbox {
    fn start(def: &Def) -> Result<Self, HostFault> {
        def.settings.meter.starts.fetch_add(1, Ordering::Relaxed);
        match def.settings.fails {
            Fails::Starting => Err(HostFault {
                message: "no room for a sandbox".into(),
            }),
            _ => Ok(Self { calls: 0 }),
        }
    }
}

impl Sandbox {
    fn call(&mut self, def: &Def, at: u32) -> Result<(), HostFault> {
        self.calls += 1;
        def.settings.meter.steps.fetch_add(1, Ordering::Relaxed);
        let fails = match def.settings.fails {
            Fails::Never | Fails::Starting => false,
            Fails::At(cell) => cell == at,
            Fails::Every(calls) => self.calls.is_multiple_of(calls),
        };
        match fails {
            true => Err(HostFault {
                message: "the sandbox ran out of fuel".into(),
            }),
            false => Ok(()),
        }
    }
}

/// Cells in which an episode can start, where that is drawn.
const STARTS: u32 = 4;

/// The first cell that is a sub-goal: beyond those in which an episode can start.
fn first_goal<const D: u8>() -> u32 {
    if D == 1 { STARTS } else { 1 }
}

pub(crate) struct Line<const DRAWS: u8 = 0>;

impl<const D: u8> Dynamics for Line<D> {
    const NAME: &'static str = "test/line";
    const DRAWS: Draws = match D {
        0 => Draws::Never,
        1 => Draws::AtReset,
        _ => Draws::InStep,
    };
    type Def = Def;
    type Host = Sandbox;
    type State = State;
    type Action = Action;
    type Statement = NoStatement;

    fn goal(def: &Def) -> &Goal {
        &def.goal
    }
    fn initial(_: &Def, chance: &mut impl Chance) -> State {
        State {
            at: if D == 1 { chance.below(STARTS) } else { 0 },
        }
    }
    fn forms(_: &Def) -> &ActionForms {
        &FORMS
    }
    fn decode(_: &Def, _: &State, text: &str) -> Result<Action, Rejection> {
        match text {
            "left" => Ok(Action::Left),
            "right" => Ok(Action::Right),
            _ => Err(FORMS.unknown(text)),
        }
    }
    fn encode(_: &Def, action: &Action, out: &mut String) {
        out.push_str(match action {
            Action::Left => "left",
            Action::Right => "right",
        });
    }
    fn admit(def: &Def, state: &State, action: &Action) -> Result<(), Rejection> {
        let over = state.at == def.length;
        let wall = *action == Action::Left && state.at == 0;
        match over || wall {
            true => Err(Rejection::new("not_here", "that cannot be done here")),
            false => Ok(()),
        }
    }
    fn step(
        def: &Def,
        host: &mut Sandbox,
        state: &mut State,
        action: &Action,
        chance: &mut impl Chance,
        _: &mut impl Statements<NoStatement>,
    ) -> Result<Applied, HostFault> {
        let here = state.at;
        // A half-done step is what a failing host leaves behind.
        state.at = u32::MAX;
        host.call(def, here)?;
        let slips = D == 2 && *action == Action::Right && chance.pick(&[3, 1]) == 1;
        state.at = match action {
            _ if slips => here,
            Action::Left => here - 1,
            Action::Right => here + 1,
        };
        Ok(match slips {
            true => Applied::UNCHANGED,
            false => Applied::CHANGED,
        })
    }
    fn digest(state: &State) -> Digest {
        Self::recompute_digest(state)
    }
    fn recompute_digest(state: &State) -> Digest {
        let mut sum = CellSum::default();
        sum.add(0, &state.at.to_le_bytes());
        sum.digest()
    }
    fn status(def: &Def, state: &State) -> Status {
        match state.at == def.length {
            true => Status::Ended(Rational::from_integer(1)),
            false => Status::Running,
        }
    }
}

impl<const D: u8> Menu for Line<D> {
    type Class = u32;
    fn menu(def: &Def, state: &State, out: &mut Vec<MenuEntry<Action>>) {
        let all = [Action::Left, Action::Right];
        let admitted = all
            .into_iter()
            .filter(|a| Self::admit(def, state, a).is_ok());
        out.extend(admitted.map(|action| MenuEntry { action, weight: 1 }));
    }
    fn class(_: &Def, state: &State) -> u32 {
        state.at
    }
}

impl<const D: u8> Truth for Line<D> {
    fn subgoals(def: &Def, state: &State) -> FactSet {
        // None holds where an episode starts.
        let beyond = (state.at + 1).saturating_sub(first_goal::<D>()) as usize;
        FactSet::first(beyond.min(def.goal.subgoals.len()))
    }
}

impl<const D: u8> Planner for Line<D> {
    fn distance(def: &Def, state: &State) -> Distance {
        match def.settings.unplanned {
            true => Distance::NotComputed,
            false => Distance::Steps(def.length - state.at),
        }
    }
    fn best_actions(def: &Def, _: &State, menu: &[MenuEntry<Action>], out: &mut Vec<u32>) -> Best {
        if !def.settings.lists {
            return Best::ByTrial;
        }
        let right = menu.iter().position(|e| e.action == Action::Right);
        out.extend(right.map(|i| i as u32));
        Best::Listed
    }
    fn best_outcome(_: &Def, _: &State) -> Option<Rational> {
        Some(Rational::from_integer(1))
    }
}

impl<const D: u8> Render for Line<D> {
    const VIEWS: &'static [ViewKind] = &[ViewKind::TEXT];
    /// Steps taken.
    type View = u32;
    fn observe(def: &Def, state: &State, steps: &u32, _: ViewKind, out: &mut String) {
        let (at, length) = (state.at, def.length);
        out.push_str(&format!("cell {at} of {length}, steps taken: {steps}"));
    }
    fn remember(_: &Def, before: &State, _: &Action, after: &State, steps: &mut u32) {
        *steps += u32::from(before != after);
    }
}

impl<const D: u8> Model for Line<D> {
    type Planner = Self;
}

const CARD: &str = "# Line

## Goal
Reach the last cell.
## Action
`left`, `right`.
## Observation
The cell.
## Dynamics
One cell a step.
## Ground truth
All of it, in closed form.
## Episode end
The last cell.
## Tasks
`walk`.
No other ends: `walk` is a line that is walked to its end.

## Arguments
None.
## Version history
1: first.
";

/// `line/walk@1`.
#[derive(Default)]
pub(crate) struct Lines<const DRAWS: u8 = 0>(pub(crate) Settings);

impl<const D: u8> Family for Lines<D> {
    fn env(&self) -> &str {
        "line"
    }
    fn card(&self) -> &str {
        CARD
    }
    fn templates(&self) -> Vec<TemplateInfo> {
        vec![TemplateInfo {
            id: TemplateId::new("line", "walk", 1).unwrap(),
            summary: "walk to the end".into(),
            random_ceiling_percent: 95,
            twin_of: None,
        }]
    }
    fn world(&self) -> WorldInfo {
        WorldInfo {
            kind: "a line".into(),
            digest: Digest::of(b"line"),
        }
    }
    fn install(&self, shard: &mut ShardBuilder) {
        shard.model::<Line<D>>();
    }
    fn prepare(&self, task: &Task) -> Result<Arc<dyn Prepared>, TaskError> {
        if let Some((name, value)) = task.parameters.iter().next() {
            return Err(TaskError::BadParameter {
                template: task.template.clone(),
                name: name.clone(),
                value: value.clone(),
                reason: "it takes none".into(),
            });
        }
        let drawn = 8 + task.stream("length").sampled().below(40);
        let length = self.0.length.unwrap_or(drawn);
        let subgoal = |cell: u32| Subgoal {
            name: format!("cell_{cell}"),
            requires: vec![],
        };
        let def = Def {
            goal: Goal {
                instruction: format!("Walk to cell {length}."),
                subgoals: (first_goal::<D>()..=length).map(subgoal).collect(),
                evidence: vec![],
                max_steps: length * 4,
                feasible: true,
            },
            length,
            settings: self.0.clone(),
        };
        Ok(Arc::new(PreparedModel::<Line<D>>::new(task.clone(), def)?))
    }
}

pub(crate) fn registry<const D: u8>(settings: Settings) -> Registry {
    Registry::new(vec![Arc::new(Lines::<D>(settings))])
}

/// The task with `seed`.
pub(crate) fn task(seed: u64) -> Task {
    Task::new(
        TemplateId::new("line", "walk", 1).unwrap(),
        truestep_core::chance::Seed(seed),
    )
}
