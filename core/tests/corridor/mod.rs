//! A corridor with a key, a plaque and a door: a world small enough to know every number of it by hand, and with one of
//! everything a world can have - evidence, a graded end, a dead end, statements of every kind, view memory, a lumping,
//! chance (the `SLIPPERY` one). `DEFECT` plants one mistake, for the tests of what must notice it.

#![allow(
    dead_code,
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
pub use view::Memory;

use truestep_core::{
    chance::Chance,
    digest::Digest,
    model::{Applied, Facts, Goal, HostFault, MenuEntry, Model, Status, ViewKind},
    rational::Rational,
    truth::{Detail, DetailValue, Distance, FactSet, Rejection},
};

/// The mistakes that can be planted. Each breaks one sentence of the contract.
pub mod defect {
    pub const NONE: u8 = 0;
    /// The distance is one too many in the first two cells.
    pub const DISTANCE_OFF: u8 = 1;
    /// Taking the key does not reach the kept digest.
    pub const STALE_DIGEST: u8 = 2;
    /// `right` is missing from the menu in one cell.
    pub const MENU_HOLE: u8 = 3;
    /// `left` is listed twice.
    pub const DUPLICATE_ENTRY: u8 = 4;
    /// The canonical text of `left` reads as `right`.
    pub const LOSSY_CODEC: u8 = 5;
    /// The view prints what only the grader may know.
    pub const LEAK: u8 = 6;
    /// Making the same task twice gives two worlds.
    pub const UNSTABLE: u8 = 7;
    /// Long text panics.
    pub const PANIC: u8 = 8;
    /// Text that means nothing is executed.
    pub const ACCEPTS_ANYTHING: u8 = 9;
    /// The door is open from the start.
    pub const FREE_SUCCESS: u8 = 10;
    /// The door opens from everywhere.
    pub const OPENS_ANYWHERE: u8 = 11;
    /// What was read is unknown again elsewhere.
    pub const FORGETS: u8 = 12;
    /// A jammed door is said to be as good as any.
    pub const BEST_OUTCOME_OFF: u8 = 13;
    /// The key is lost when a state is written and read.
    pub const LOSSY_STATE: u8 = 14;
    /// Walking into the wall claims to change something.
    pub const WRONG_EFFECT: u8 = 15;
    /// Part of the state is in no digest.
    pub const HIDDEN_STATE: u8 = 16;
    /// The lumping forgets the key.
    pub const COARSE_CLASS: u8 = 17;
    /// The corridor is three cells long.
    pub const SHORT: u8 = 18;
    /// `left` is always named among the best actions.
    pub const BEST_ACTIONS_OFF: u8 = 19;
    /// The card promises that random play never succeeds.
    pub const LOW_CEILING: u8 = 20;
    /// Two templates ask for the same thing.
    pub const TWINS: u8 = 21;
    /// Parameters nobody knows are accepted.
    pub const ANY_PARAMETER: u8 = 22;
    /// The menu goes on after the end.
    pub const AFTERLIFE: u8 = 23;
    /// The card lacks a heading.
    pub const NO_CARD: u8 = 24;
    /// The seed changes nothing.
    pub const ONE_START: u8 = 25;
    /// A world that says it has no chance draws all the same.
    pub const SECRET_CHANCE: u8 = 26;
    /// Ignoring evidence is said to make the way longer.
    pub const CLAIRVOYANT_OFF: u8 = 27;
    /// The door counts as open before the key was found.
    pub const SUBGOALS_OFF: u8 = 28;
    /// A menu entry has weight 0.
    pub const WEIGHTLESS: u8 = 29;
    /// A menu entry is refused when it is taken.
    pub const REFUSED_ENTRY: u8 = 30;
    /// Taking the same action from the same state does not count as the same after a snapshot: view memory is not in it.
    pub const FORGETFUL_VIEW: u8 = 31;
}

/// The world; `SLIPPERY`: a step fails with probability 1/4.
pub struct Corridor<const DEFECT: u8 = 0, const SLIPPERY: bool = false>;

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

impl<const D: u8, const S: bool> Model for Corridor<D, S> {
    const NAME: &'static str = if S {
        "corridor/slippery"
    } else {
        "corridor/dry"
    };
    const VIEWS: &'static [ViewKind] = &[ViewKind::Text, ViewKind::Tree];
    const CHANCE: bool = S;
    type Def = Def;
    type Host = ();
    type State = State<D>;
    type View = Memory<D>;
    type Action = Action;
    type Fact = Said;
    type Class = (u8, bool, u32, bool, Option<u8>, bool);

    fn goal(def: &Def) -> &Goal {
        &def.goal
    }

    fn initial(def: &Def, _: &mut impl Chance) -> State<D> {
        let mut state = State::new(def.start);
        if D == defect::FREE_SUCCESS {
            state.end(2);
        }
        state
    }

    fn decode(_: &Def, _: &State<D>, text: &str) -> Result<Action, Rejection> {
        step::decode::<D>(text)
    }

    fn encode(_: &Def, action: &Action, out: &mut String) {
        step::encode::<D>(*action, out);
    }

    fn admit(def: &Def, state: &State<D>, action: &Action) -> Result<(), Rejection> {
        step::admit(def, state, *action)
    }

    fn step(
        def: &Def,
        (): &mut (),
        state: &mut State<D>,
        action: &Action,
        chance: &mut impl Chance,
        facts: &mut impl Facts<Said>,
    ) -> Result<Applied, HostFault> {
        Ok(step::apply(def, state, *action, chance, facts, S))
    }

    fn menu(def: &Def, state: &State<D>, out: &mut Vec<MenuEntry<Action>>) {
        step::menu(def, state, out);
    }

    fn class(_: &Def, state: &State<D>) -> Self::Class {
        let key = state.has_key() && D != defect::COARSE_CLASS;
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

    fn digest(state: &State<D>) -> Digest {
        state.digest()
    }

    fn recompute_digest(state: &State<D>) -> Digest {
        state.recompute_digest()
    }

    fn status(_: &Def, state: &State<D>) -> Status {
        match state.ended() {
            Some(halves) => Status::Ended(Rational::new(i64::from(halves), 2)),
            None => Status::Running,
        }
    }

    fn subgoals(def: &Def, state: &State<D>) -> FactSet {
        let holds = |name: &str| match name {
            "has_key" => state.has_key(),
            "has_read" => state.has_read(),
            "door_open" => {
                state.ended() == Some(2) || D == defect::SUBGOALS_OFF && state.position() > 5
            }
            other => unreachable!("no sub-goal is called {other}"),
        };
        let goals = def.goal.subgoals.iter().enumerate();
        goals
            .filter(|(_, g)| holds(&g.name))
            .fold(FactSet::default(), |set, (i, _)| set.with(i))
    }

    fn known(def: &Def, state: &State<D>) -> FactSet {
        let there = D != defect::FORGETS || def.plaque == Some(state.position());
        FactSet::first(usize::from(
            def.plaque.is_some() && state.has_read() && there,
        ))
    }

    fn supported(def: &Def, state: &State<D>, action: &Action) -> Option<bool> {
        matches!(action, Action::Open(_)).then(|| def.plaque.is_none() || state.has_read())
    }

    fn distance(def: &Def, state: &State<D>) -> Distance {
        let far = D == defect::DISTANCE_OFF && state.position() < 2;
        steps_to_go(def, state, true).plus(u32::from(far))
    }

    fn distance_clairvoyant(def: &Def, state: &State<D>) -> Distance {
        steps_to_go(def, state, false).plus(if D == defect::CLAIRVOYANT_OFF { 40 } else { 0 })
    }

    fn best_actions(def: &Def, state: &State<D>, menu: &[MenuEntry<Action>], out: &mut Vec<u32>) {
        let Distance::Steps(here) = steps_to_go(def, state, true) else {
            return;
        };
        for (index, entry) in menu.iter().enumerate() {
            if Self::supported(def, state, &entry.action) == Some(false) {
                continue;
            }
            let mut next = state.clone();
            step::apply(def, &mut next, entry.action, &mut BestCase, &mut vec![], S);
            let lying = D == defect::BEST_ACTIONS_OFF && entry.action == Action::Left;
            if steps_to_go(def, &next, true).plus(1) == Distance::Steps(here) || lying {
                out.push(index as u32);
            }
        }
    }

    fn best_outcome(_: &Def, state: &State<D>) -> Option<Rational> {
        let halves = match (state.ended(), state.jammed()) {
            (Some(halves), _) => halves,
            (None, true) if D != defect::BEST_OUTCOME_OFF => 0,
            (None, _) => 2,
        };
        Some(Rational::new(i64::from(halves), 2))
    }

    fn canaries(def: &Def, out: &mut Vec<String>) {
        out.push(def.canary.clone());
    }

    fn observe(def: &Def, state: &State<D>, view: &Memory<D>, kind: ViewKind, out: &mut String) {
        view::observe(def, state, view, kind, out);
    }

    fn remember(_: &Def, before: &State<D>, _: &Action, after: &State<D>, view: &mut Memory<D>) {
        view.count_bump(before == after);
    }

    fn state_details(def: &Def, state: &State<D>, out: &mut Vec<Detail>) {
        out.push(Detail {
            name: "cells_to_door".into(),
            value: DetailValue::Integer(i64::from(def.length - 1 - state.position())),
        });
    }
}

/// Chance that always falls out well: the first outcome of every draw.
struct BestCase;

impl Chance for BestCase {
    fn pick(&mut self, _: &[u32]) -> usize {
        0
    }
}

/// Fewest steps to the open door, the key and (with `evidence`) the plaque on the way.
fn steps_to_go<const D: u8>(def: &Def, state: &State<D>, evidence: bool) -> Distance {
    match state.ended() {
        Some(2) => return Distance::Steps(0),
        Some(_) => return Distance::Never,
        None if state.jammed() => return Distance::Never,
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
