//! The panel as a model: what a tap does, what is known of it, and how far it is to the goal.

use crate::{
    ends, paint,
    panel::{Def, HEIGHT, Target, WIDTH},
};
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, fmt::Write as _};
use truestep_core::{
    chance::Chance,
    digest::{CellSum, Digest},
    forms::ActionForms,
    model::{
        Applied, Draws, Dynamics, Goal, HostFault, Menu, MenuEntry, Model, Planner, Render,
        Statement, StatementKind, Statements, Status, Truth,
    },
    rational::Rational,
    truth::{Distance, FactSet, Rejection},
    view::{Image, ViewKind},
};

/// A worn fuse trips with tap number 2, 3, … or this one.
const LAST_TRIP: u32 = 8;

const WRITES: &str = "invariant: writing to a string cannot fail";

/// What the dynamics depend on.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct State {
    pub(crate) lit: u32,
    pub(crate) fuse: Fuse,
    /// Set by `Done`: whether the lights were right.
    pub(crate) ended: Option<bool>,
}

/// The disturbance: all that is left of its schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum Fuse {
    /// It holds for good.
    Holds,
    /// It trips with the last of so many taps, at least 1.
    TripsIn(u32),
    /// It has tripped: nothing can be switched.
    Tripped,
}

/// A tap on something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Action(pub Target);

/// What happened besides.
#[derive(Clone, Copy, Debug)]
pub enum Happened {
    /// The fuse tripped.
    Tripped,
    /// It was put back.
    PutBack,
}

impl Statement for Happened {
    fn kind(&self) -> StatementKind {
        StatementKind::Event
    }
    fn write(&self, out: &mut String) {
        out.push_str(match self {
            Happened::Tripped => "the fuse tripped",
            Happened::PutBack => "the fuse was put back",
        });
    }
}

impl State {
    /// A tap that is admitted.
    fn tap(&mut self, def: &Def, target: Target) -> Option<Happened> {
        match target {
            Target::Light(i) => {
                self.lit ^= 1 << i;
                match self.fuse {
                    Fuse::TripsIn(1) => {
                        (self.lit, self.fuse) = (0, Fuse::Tripped);
                        return Some(Happened::Tripped);
                    }
                    Fuse::TripsIn(taps) => self.fuse = Fuse::TripsIn(taps - 1),
                    Fuse::Holds | Fuse::Tripped => {}
                }
            }
            Target::Fuse => {
                self.fuse = Fuse::Holds;
                return Some(Happened::PutBack);
            }
            Target::Done => self.ended = Some(self.lit == def.wanted),
        }
        None
    }

    /// Whether a light is not as it should be.
    pub(crate) fn is_wrong(&self, def: &Def, light: u32) -> bool {
        (self.lit ^ def.wanted) >> light & 1 == 1
    }

    /// Follow `taps` in thought, then the shortest way to the goal that takes the lights in this order.
    pub(crate) fn solve(mut self, def: &Def, mut taps: Vec<Target>, order: &[u32]) -> Vec<Target> {
        for &target in &taps {
            self.tap(def, target);
        }
        while self.ended.is_none() {
            let wrong = order.iter().find(|&&light| self.is_wrong(def, light));
            let next = match (self.fuse, wrong) {
                (Fuse::Tripped, _) => Target::Fuse,
                (_, Some(&light)) => Target::Light(light),
                (_, None) => Target::Done,
            };
            self.tap(def, next);
            taps.push(next);
        }
        taps
    }
}

/// The model.
#[derive(Debug)]
pub enum Switches {}

impl Dynamics for Switches {
    const NAME: &'static str = "light-switch/panel";
    const DRAWS: Draws = Draws::AtReset;
    type Def = Def;
    type Host = ();
    type State = State;
    type Action = Action;
    type Statement = Happened;

    fn goal(def: &Def) -> &Goal {
        &def.goal
    }

    fn initial(def: &Def, chance: &mut impl Chance) -> State {
        State {
            lit: def.start,
            fuse: match def.worn {
                true => Fuse::TripsIn(2 + chance.below(LAST_TRIP - 1)),
                false => Fuse::Holds,
            },
            ended: None,
        }
    }

    fn forms(def: &Def) -> &ActionForms {
        &def.forms
    }

    fn decode(def: &Def, _: &State, text: &str) -> Result<Action, Rejection> {
        let Some((_, values)) = def.forms.read(text) else {
            return Err(def.forms.unknown(text));
        };
        let point = values[0].split_once(',');
        let number = |text: &str| text.trim().parse::<u32>().ok();
        let point = point.and_then(|(x, y)| Some((number(x)?, number(y)?)));
        let Some((x, y)) = point.filter(|&(x, y)| x < WIDTH && y < HEIGHT) else {
            let message = format!(
                "`{}` is no point of the panel: expected `x, y` with x below {WIDTH} and y below {HEIGHT}",
                values[0]
            );
            return Err(Rejection::new("malformed", message));
        };
        let found = def.at(x, y).map(Action);
        found.ok_or_else(|| {
            Rejection::new(
                "nothing_there",
                format!("nothing is at {x}, {y}: tap a switch, the fuse or Done"),
            )
        })
    }

    fn encode(_: &Def, action: &Action, out: &mut String) {
        let (x, y) = action.0.centre();
        out.push_str(&format!("tap({x}, {y})"));
    }

    fn kind(_: &Def, _: &State, action: &Action) -> Cow<'static, str> {
        Cow::Borrowed(match action.0 {
            Target::Light(_) => "tap light",
            Target::Fuse => "tap fuse",
            Target::Done => "tap Done",
        })
    }

    fn admit(_: &Def, state: &State, action: &Action) -> Result<(), Rejection> {
        let refuse = |code, why: &str| Err(Rejection::new(code, why));
        match (state.ended, action.0, state.fuse) {
            (Some(_), ..) => refuse("episode_over", "the task has ended"),
            (None, Target::Light(_), Fuse::Tripped) => {
                refuse("no_power", "the fuse has tripped: tap the fuse first")
            }
            (None, Target::Fuse, Fuse::Holds | Fuse::TripsIn(_)) => refuse(
                "not_tripped",
                "the fuse is in: it can be tapped once it has tripped",
            ),
            (None, ..) => Ok(()),
        }
    }

    fn step(
        def: &Def,
        (): &mut (),
        state: &mut State,
        action: &Action,
        _: &mut impl Chance,
        statements: &mut impl Statements<Happened>,
    ) -> Result<Applied, HostFault> {
        if let Some(happened) = state.tap(def, action.0) {
            statements.emit(happened);
        }
        Ok(Applied::CHANGED)
    }

    fn digest(state: &State) -> Digest {
        Self::recompute_digest(state)
    }

    fn recompute_digest(state: &State) -> Digest {
        let fuse = match state.fuse {
            Fuse::Holds => 0,
            Fuse::TripsIn(taps) => taps,
            Fuse::Tripped => u32::MAX,
        };
        let mut sum = CellSum::default();
        sum.add(0, &state.lit.to_le_bytes());
        sum.add(1, &fuse.to_le_bytes());
        sum.add(2, &[state.ended.map_or(2, u8::from)]);
        sum.digest()
    }

    fn status(_: &Def, state: &State) -> Status {
        match state.ended {
            None => Status::Running,
            Some(right) => Status::Ended(Rational::from_integer(i64::from(right))),
        }
    }
}

impl Menu for Switches {
    type Class = State;

    fn menu(def: &Def, state: &State, out: &mut Vec<MenuEntry<Action>>) {
        let possible = def
            .targets()
            .map(Action)
            .filter(|action| Self::admit(def, state, action).is_ok());
        out.extend(possible.map(|action| MenuEntry { action, weight: 1 }));
    }

    fn class(_: &Def, state: &State) -> State {
        state.clone()
    }
}

impl Truth for Switches {
    /// One for each light that is not as it should be at first, and the right end.
    fn subgoals(def: &Def, state: &State) -> FactSet {
        let lights = def.wrong_at_first();
        let right = lights.iter().map(|&light| !state.is_wrong(def, light));
        let done = std::iter::once(state.ended == Some(true));
        let held = right.chain(done).enumerate().filter(|(_, holds)| *holds);
        held.fold(FactSet::default(), |set, (number, _)| set.with(number))
    }

    fn near_misses(def: &Def, start: &State) -> Vec<Vec<String>> {
        ends::near_misses(def, start)
    }

    fn equivalents(def: &Def, start: &State) -> Vec<Vec<String>> {
        ends::equivalents(def, start)
    }
}

impl Planner for Switches {
    fn distance(def: &Def, state: &State) -> Distance {
        let wrong = (state.lit ^ def.wanted).count_ones();
        // From the dark: the fuse, every light that is wanted, Done.
        let from_the_dark = 1 + def.wanted.count_ones() + 1;
        match (state.ended, state.fuse) {
            (Some(true), _) => Distance::Steps(0),
            (Some(false), _) => Distance::Never,
            (None, Fuse::Holds) => Distance::Steps(wrong + 1),
            (None, Fuse::Tripped) => Distance::Steps(from_the_dark),
            // Done is no tap that wears the fuse: `wrong` taps have to fit in before it trips.
            (None, Fuse::TripsIn(taps)) if wrong < taps => Distance::Steps(wrong + 1),
            (None, Fuse::TripsIn(taps)) => Distance::Steps(taps + from_the_dark),
        }
    }

    fn best_outcome(_: &Def, state: &State) -> Option<Rational> {
        Some(Rational::from_integer(i64::from(
            state.ended != Some(false),
        )))
    }
}

impl Render for Switches {
    const VIEWS: &'static [ViewKind] = &[ViewKind::TEXT, ViewKind::PIXELS];
    type View = ();

    fn observe(def: &Def, state: &State, (): &(), _: ViewKind, out: &mut String) {
        if state.ended.is_some() {
            out.push_str("The task has ended.\n");
        }
        for target in def.targets() {
            let (x, y) = target.centre();
            let is = match (target, state.fuse) {
                (Target::Light(i), _) if state.lit >> i & 1 == 1 => "on",
                (Target::Light(_), _) => "off",
                (Target::Fuse, Fuse::Tripped) => "tripped",
                (Target::Fuse, _) => "in",
                (Target::Done, _) => "a button",
            };
            writeln!(out, "{}: {is}, at {x}, {y}", def.name(target)).expect(WRITES);
        }
        match state.fuse {
            Fuse::Holds => {}
            Fuse::TripsIn(1) => {
                out.push_str("The fuse is worn: the next tap on a switch trips it.\n")
            }
            Fuse::TripsIn(taps) => {
                writeln!(
                    out,
                    "The fuse is worn: tap number {taps} on a switch trips it."
                )
                .expect(WRITES);
            }
            Fuse::Tripped => out.push_str("The fuse has tripped: all lights are out.\n"),
        }
    }

    fn paint(def: &Def, state: &State, (): &(), _: ViewKind, out: &mut Image) {
        paint::panel(def, state, out);
    }
}

impl Model for Switches {
    type Planner = Self;
}
