//! A corridor with a key, a plaque and a door: a world small enough to know every number of it by hand, and with one of
//! everything a world can have - evidence, a graded end, a dead end, statements of every kind, view memory, a lumping,
//! chance (the `SLIPPERY` one). `DEFECT` plants one mistake, for the tests of what must notice it.

#![allow(
    dead_code,
    unused_imports,
    unreachable_pub,
    reason = "each test binary uses its part of the shared world"
)]

mod family;
mod state;
mod step;
mod view;

pub use family::{Corridors, registry, task};
pub use state::State;
pub use step::Said;
pub use view::{MAP, Memory};

use serde::{Deserialize, Serialize};
use truestep_core::{
    chance::Chance,
    digest::Digest,
    forms::ActionForms,
    model::{
        Applied, Best, Draws, Dynamics, Goal, HostFault, Image, Menu, MenuEntry, Model, Planner,
        Render, Statements, Status, Truth, ViewKind,
    },
    rational::Rational,
    truth::{Detail, DetailValue, Distance, FactSet, Rejection},
};

/// The mistakes that can be planted. Each breaks sentences of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Defect {
    #[default]
    None,
    /// The distance is one too many in the first two cells.
    DistanceOff,
    /// Taking the key does not reach the kept digest.
    StaleDigest,
    /// `right` is missing from the menu in one cell.
    MenuHole,
    /// `left` is listed twice.
    DuplicateEntry,
    /// The canonical text of `left` reads as `right`.
    LossyCodec,
    /// The view prints what only the grader may know.
    Leak,
    /// A page has an article that does not fit.
    Mumbles,
    /// Making the same task twice gives two worlds.
    Unstable,
    /// Long text panics.
    Panic,
    /// Text that means nothing is executed.
    AcceptsAnything,
    /// The door is open from the start.
    FreeSuccess,
    /// The door opens from everywhere.
    OpensAnywhere,
    /// What was read is unknown again elsewhere.
    Forgets,
    /// A jammed door is said to be as good as any.
    BestOutcomeOff,
    /// The key is lost when a state is written and read.
    LossyState,
    /// Walking into the wall claims to change something.
    WrongEffect,
    /// Part of the state is in no digest.
    HiddenState,
    /// The lumping forgets the key.
    CoarseClass,
    /// The corridor is three cells long.
    Short,
    /// `left` is always named among the best actions.
    BestActionsOff,
    /// The card promises that random play never succeeds.
    LowCeiling,
    /// The card does not say that going on to the right is the way.
    Tilted,
    /// Two templates ask for the same thing.
    Twins,
    /// Parameters nobody knows are accepted.
    AnyParameter,
    /// The menu goes on after the end.
    Afterlife,
    /// The card lacks a heading.
    NoCard,
    /// The seed changes nothing.
    OneStart,
    /// A world that says it has no chance draws all the same.
    SecretChance,
    /// Ignoring evidence is said to make the way longer.
    ClairvoyantOff,
    /// The door counts as open before the key was found.
    SubgoalsOff,
    /// A menu entry has weight 0.
    Weightless,
    /// A menu entry is refused when it is taken.
    RefusedEntry,
    /// Taking the same action from the same state does not count as the same after a snapshot: view memory is not in it.
    ForgetfulView,
    /// Standing at the door counts as success for the distance.
    ZeroEarly,
    /// One view shows nothing.
    Mute,
    /// No view changes, whatever is done.
    Unseen,
    /// Agents are not told how doors are opened.
    Unlisted,
    /// Agents are told a word that is not understood.
    Misprint,
    /// Text of no form is rejected without a word about those there are.
    Tightlipped,
    /// The image is not painted.
    Unpainted,
    /// The image shows how often it was painted.
    Flickers,
    /// Few seeds have an instance.
    Rare,
    /// What happens depends on what happened in other episodes.
    Remembers,
    /// The right end is given as a near miss.
    MissIsRight,
    /// An end that falls short is given as an equivalent.
    EqualIsWrong,
    /// A way to deceive what judges succeeds.
    CheatWins,
    /// The first sub-goal holds from the start.
    HeadStart,
}

impl Defect {
    pub fn is_none(&self) -> bool {
        *self == Defect::None
    }
}

/// The world; `SLIPPERY`: a step fails with probability 1/4.
pub struct Corridor<const SLIPPERY: bool = false>;

/// What never changes in an episode.
#[derive(Debug)]
pub struct Def {
    pub goal: Goal,
    /// Cells; the door is in the last one.
    pub length: u8,
    pub start: u8,
    /// Where the key lies, if the door needs one.
    pub key: Option<u8>,
    /// Where the plaque with the code is, if the door needs one.
    pub plaque: Option<u8>,
    pub code: u8,
    /// Where two lamps stand that nobody asked for.
    pub lamps: u8,
    /// Where the floor is wet.
    pub puddle: u8,
    /// Known to the grader alone.
    pub canary: String,
    pub defect: Defect,
}

/// How many codes a door can have.
pub const CODES: u8 = 4;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    Left,
    Right,
    TakeKey,
    TakeLamp(u8),
    Read,
    Open(u8),
    /// Without the key: jams the door for good.
    Force,
    /// Two cells to the right; understood, but on no menu.
    Run,
}

impl<const S: bool> Dynamics for Corridor<S> {
    const NAME: &'static str = if S {
        "corridor/slippery"
    } else {
        "corridor/dry"
    };
    const DRAWS: Draws = if S { Draws::InStep } else { Draws::Never };
    type Def = Def;
    type Host = ();
    type State = State;
    type Action = Action;
    type Statement = Said;

    fn goal(def: &Def) -> &Goal {
        &def.goal
    }

    fn initial(def: &Def, _: &mut impl Chance) -> State {
        let mut state = State::new(def);
        if def.defect == Defect::FreeSuccess {
            state.end(2);
        }
        state
    }

    fn forms(def: &Def) -> &ActionForms {
        step::forms(def.defect)
    }

    fn decode(def: &Def, _: &State, text: &str) -> Result<Action, Rejection> {
        step::decode(def, text)
    }

    fn encode(def: &Def, action: &Action, out: &mut String) {
        step::encode(def, *action, out);
    }

    fn admit(def: &Def, state: &State, action: &Action) -> Result<(), Rejection> {
        step::admit(def, state, *action)
    }

    fn step(
        def: &Def,
        (): &mut (),
        state: &mut State,
        action: &Action,
        chance: &mut impl Chance,
        facts: &mut impl Statements<Said>,
    ) -> Result<Applied, HostFault> {
        Ok(step::apply(def, state, *action, chance, facts, S))
    }

    fn digest(state: &State) -> Digest {
        state.digest()
    }

    fn recompute_digest(state: &State) -> Digest {
        state.recompute_digest()
    }

    fn status(_: &Def, state: &State) -> Status {
        match state.ended() {
            Some(halves) => Status::Ended(Rational::new(i64::from(halves), 2)),
            None => Status::Running,
        }
    }
}

impl<const S: bool> Menu for Corridor<S> {
    type Class = (u8, bool, u32, bool, Option<u8>, bool);

    fn menu(def: &Def, state: &State, out: &mut Vec<MenuEntry<Action>>) {
        step::menu(def, state, out);
    }

    fn class(def: &Def, state: &State) -> Self::Class {
        let key = state.has_key() && def.defect != Defect::CoarseClass;
        let lamps = state.lamps().count_ones();
        (
            state.position(),
            key,
            lamps,
            state.has_read(),
            state.ended(),
            state.jammed(),
        )
    }
}

impl<const S: bool> Truth for Corridor<S> {
    fn subgoals(def: &Def, state: &State) -> FactSet {
        let holds = |name: &str| match name {
            "has_key" => state.has_key() || def.defect == Defect::HeadStart,
            "has_read" => state.has_read(),
            "door_open" => {
                state.ended() == Some(2)
                    || def.defect == Defect::SubgoalsOff && state.position() > 5
            }
            other => unreachable!("no sub-goal is called {other}"),
        };
        let goals = def.goal.subgoals.iter().enumerate();
        goals
            .filter(|(_, g)| holds(&g.name))
            .fold(FactSet::default(), |set, (i, _)| set.with(i))
    }

    fn known(def: &Def, state: &State) -> FactSet {
        let there = def.defect != Defect::Forgets || def.plaque == Some(state.position());
        FactSet::first(usize::from(
            def.plaque.is_some() && state.has_read() && there,
        ))
    }

    fn supported(def: &Def, state: &State, action: &Action) -> Option<bool> {
        matches!(action, Action::Open(_)).then(|| def.plaque.is_none() || state.has_read())
    }

    fn near_misses(def: &Def, _: &State) -> Vec<Vec<String>> {
        let script = solution(def);
        let last = script.len() - 1;
        let mut out: Vec<_> = (0..last).map(|end| script[..end].to_vec()).collect();
        // At the door, and away again.
        let away = |cells: usize| {
            let back = std::iter::repeat_n("left".to_owned(), cells);
            script[..last].iter().cloned().chain(back).collect()
        };
        out.extend((1..=3).map(away));
        if def.plaque.is_some() {
            let wrong = (0..CODES).filter(|&code| code != def.code);
            out.extend(wrong.map(|code| {
                let mut script = script.clone();
                script[last] = format!("open {code}");
                script
            }));
        }
        if def.defect == Defect::MissIsRight {
            out.push(script);
        }
        out
    }

    fn equivalents(def: &Def, _: &State) -> Vec<Vec<String>> {
        let detour = ["right", "left"].map(str::to_owned).into_iter();
        let mut out = vec![detour.chain(solution(def)).collect()];
        if def.defect == Defect::EqualIsWrong {
            out.push(vec!["right".to_owned()]);
        }
        out
    }

    fn cheats(def: &Def, _: &State) -> Vec<(&'static str, Vec<String>)> {
        let mut script = solution(def);
        if def.defect != Defect::CheatWins {
            script.pop();
        }
        vec![("door-left-shut", script)]
    }

    fn canaries(def: &Def, out: &mut Vec<String>) {
        out.push(def.canary.clone());
    }

    fn state_details(def: &Def, state: &State, out: &mut Vec<Detail>) {
        out.push(Detail {
            name: "cells_to_door".into(),
            value: DetailValue::Integer(i64::from(def.length - 1 - state.position())),
        });
    }
}

impl<const S: bool> Planner for Corridor<S> {
    fn distance(def: &Def, state: &State) -> Distance {
        let far = def.defect == Defect::DistanceOff && state.position() < 2;
        steps_to_go(def, state, true).plus(u32::from(far))
    }

    fn distance_clairvoyant(def: &Def, state: &State) -> Distance {
        steps_to_go(def, state, false).plus(if def.defect == Defect::ClairvoyantOff {
            40
        } else {
            0
        })
    }

    fn best_actions(
        def: &Def,
        state: &State,
        menu: &[MenuEntry<Action>],
        out: &mut Vec<u32>,
    ) -> Best {
        let Distance::Steps(here) = steps_to_go(def, state, true) else {
            return Best::Listed;
        };
        for (index, entry) in menu.iter().enumerate() {
            if Self::supported(def, state, &entry.action) == Some(false) {
                continue;
            }
            let mut next = state.clone();
            step::apply(def, &mut next, entry.action, &mut BestCase, &mut vec![], S);
            let lying = def.defect == Defect::BestActionsOff && entry.action == Action::Left;
            if steps_to_go(def, &next, true).plus(1) == Distance::Steps(here) || lying {
                out.push(index as u32);
            }
        }
        Best::Listed
    }

    fn best_outcome(def: &Def, state: &State) -> Option<Rational> {
        let halves = match (state.ended(), state.jammed()) {
            (Some(halves), _) => halves,
            (None, true) if def.defect != Defect::BestOutcomeOff => 0,
            (None, _) => 2,
        };
        Some(Rational::new(i64::from(halves), 2))
    }
}

impl<const S: bool> Render for Corridor<S> {
    const VIEWS: &'static [ViewKind] = &[ViewKind::TEXT, ViewKind::TREE, view::MAP];
    type View = Memory;

    fn observe(def: &Def, state: &State, view: &Memory, kind: ViewKind, out: &mut String) {
        view::observe(def, state, view, kind, out);
    }

    fn paint(def: &Def, state: &State, _: &Memory, _: ViewKind, out: &mut Image) {
        view::paint(def, state, out);
    }

    fn remember(def: &Def, before: &State, _: &Action, after: &State, view: &mut Memory) {
        view.count_bump(def, before == after);
    }
}

impl<const S: bool> Model for Corridor<S> {
    type Planner = Self;
}

/// Chance that always falls out well: the first outcome of every draw.
struct BestCase;

impl Chance for BestCase {
    fn pick(&mut self, _: &[u32]) -> usize {
        0
    }
}

/// The actions that solve a task: key and plaque on the way, then the door.
fn solution(def: &Def) -> Vec<String> {
    let key = def.key.map(|cell| (cell, "take key".to_owned()));
    let plaque = def.plaque.map(|cell| (cell, "read plaque".to_owned()));
    let code = if def.plaque.is_some() { def.code } else { 0 };
    let door = (def.length - 1, format!("open {code}"));
    let mut at = def.start;
    let mut script = vec![];
    for (cell, action) in key.into_iter().chain(plaque).chain([door]) {
        let step = if cell < at { "left" } else { "right" };
        script.extend((0..cell.abs_diff(at)).map(|_| step.to_owned()));
        script.push(action);
        at = cell;
    }
    script
}

/// Fewest steps to the open door, the key and (with `evidence`) the plaque on the way.
fn steps_to_go(def: &Def, state: &State, evidence: bool) -> Distance {
    match state.ended() {
        Some(2) => return Distance::Steps(0),
        Some(_) => return Distance::Never,
        None if state.jammed() => return Distance::Never,
        None if def.defect == Defect::ZeroEarly && state.position() == def.length - 1 => {
            return Distance::Steps(0);
        }
        None => {}
    }
    let key = def.key.filter(|_| !state.has_key());
    let plaque = def.plaque.filter(|_| evidence && !state.has_read());
    let stops: Vec<u8> = key.into_iter().chain(plaque).collect();
    let walk = |order: &[u8]| {
        let ends = order.iter().copied().chain([def.length - 1]);
        ends.fold((0, state.position()), |(sum, at), next| {
            (sum + u32::from(at.abs_diff(next)), next)
        })
        .0
    };
    let there = walk(&stops);
    let back = walk(&stops.iter().rev().copied().collect::<Vec<_>>());
    Distance::Steps(there.min(back) + stops.len() as u32 + 1)
}
