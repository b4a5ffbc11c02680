//! How far it is, exactly, over the menu: breadth first.
//!
//! The states that a task's operators reach, its mistakes aside, are gone through once; calls are worked out once for each
//! state of the databases and then looked up. Backwards from the states with a reward of 1 that gives the distance of every
//! state passed. A state beyond them, after a mistake or an action from outside the menu, starts a search of its own.
//! Mistakes are gone through as well, and never supported: a shortest way has none, and what can still be won counts them. Where
//! that is too much, they are left out, and what can still be won is absent.

use super::{
    call::{Memo, Work},
    judge::Judgements,
    model::Tau2,
    types::{Action, Def, Role, State},
};
use crate::tools::{
    backwards::{Edge, NEVER, backwards},
    kernel::state::Ended,
};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::sync::{PoisonError, RwLock};
use truestep_core::{
    model::{Best, HostFault, MenuEntry, Planner, Truth, Unheard},
    rational::Rational,
    truth::Distance,
};

/// States one search goes through, at most; beyond that distances are not computed.
const MOST_STATES: usize = 200_000;
/// States that are kept, at most.
const MOST_KEPT: usize = 1_000_000;

/// What is known of a state.
#[derive(Clone, Debug)]
struct Node {
    /// Over supported operators; absent where the search met its cap.
    distance: Option<u32>,
    /// With evidence ignored.
    clairvoyant: Option<u32>,
    /// Operators on a shortest path, ascending.
    best: SmallVec<[u16; 6]>,
}

/// What has been planned of a task so far.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) memo: Memo,
    pub(super) judgements: Judgements,
    nodes: RwLock<FxHashMap<u128, Node>>,
}

/// What a search goes over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Over {
    Everything,
    NoMistakes,
}

impl Def {
    /// What is known of a state where the episode goes on; searches if need be.
    fn node<R>(&self, state: &State, read: impl Fn(&Node) -> R) -> Option<R> {
        let key = state.digest().0;
        let nodes = &self.plan.nodes;
        if let Some(node) = nodes
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&key)
        {
            return Some(read(node));
        }
        if !self.search(state, Over::Everything).ok()?
            && !self.search(state, Over::NoMistakes).ok()?
        {
            self.note_nothing(state);
        }
        let nodes = nodes.read().unwrap_or_else(PoisonError::into_inner);
        nodes.get(&key).map(read)
    }

    /// Go through everything that operators reach from `start`, and note how far each state is; `false` if that is too much.
    fn search(&self, start: &State, over: Over) -> Result<bool, HostFault> {
        let mut index: FxHashMap<u128, u32> = FxHashMap::default();
        let mut states = vec![start.clone()];
        let mut edges: Vec<Edge> = vec![];
        let mut successes: Vec<(u32, u32)> = vec![];
        index.insert(start.digest().0, 0);
        let mut at = 0;
        while at < states.len() && states.len() <= MOST_STATES {
            let here = states[at].clone();
            if here.ended == Ended::Right {
                successes.push((0, at as u32));
            }
            let digest = here.digest().0;
            for (number, op) in self.offered(&here) {
                if over == Over::NoMistakes && op.role == Role::Wrong {
                    continue;
                }
                let (mut next, action) = (here.clone(), Action::Op(number));
                self.advance(&mut next, &action, Work::Known, &mut Unheard)?;
                let key = next.digest().0;
                if next.ended == Ended::Wrong || key == digest {
                    continue;
                }
                let to = *index.entry(key).or_insert(states.len() as u32);
                if to as usize == states.len() {
                    states.push(next);
                }
                let supported = Tau2::supported(self, &here, &action) != Some(false);
                edges.push(Edge {
                    from: at as u32,
                    to,
                    choice: number,
                    is_supported: supported,
                });
            }
            at += 1;
        }
        if at < states.len() {
            return Ok(false);
        }
        self.note(&states, &edges, successes, over);
        Ok(true)
    }

    /// The search met its cap: what was not computed is absent.
    fn note_nothing(&self, start: &State) {
        let node = Node {
            distance: None,
            clairvoyant: None,
            best: SmallVec::new(),
        };
        let nodes = self.plan.nodes.write();
        let mut nodes = nodes.unwrap_or_else(PoisonError::into_inner);
        nodes.insert(start.digest().0, node);
    }

    fn note(&self, states: &[State], edges: &[Edge], successes: Vec<(u32, u32)>, over: Over) {
        let supported = backwards(states.len(), edges, successes.clone(), |edge| {
            edge.is_supported
        });
        let all = backwards(states.len(), edges, successes, |_| true);
        let mut found: Vec<Node> = (supported.iter().zip(&all))
            .map(|(&distance, &clairvoyant)| Node {
                distance: Some(distance),
                clairvoyant: (over == Over::Everything).then_some(clairvoyant),
                best: SmallVec::new(),
            })
            .collect();
        for edge in edges.iter().filter(|edge| edge.is_shortest(&supported)) {
            found[edge.from as usize].best.push(edge.choice);
        }
        let nodes = self.plan.nodes.write();
        let mut nodes = nodes.unwrap_or_else(PoisonError::into_inner);
        if nodes.len() > MOST_KEPT {
            nodes.clear();
        }
        for (state, node) in states.iter().zip(found) {
            nodes.insert(state.digest().0, node);
        }
    }

    /// The operators of a shortest way from a state, choosing among the best with `choose`.
    pub(super) fn way(&self, start: &State, choose: impl Fn(&[u16]) -> Option<&u16>) -> Vec<u16> {
        let (mut state, mut way) = (start.clone(), vec![]);
        while let Some(best) = self.node(&state, |node| node.best.clone()) {
            let Some(&op) = choose(&best) else { break };
            let action = Action::Op(op);
            let stepped = self.advance(&mut state, &action, Work::Known, &mut Unheard);
            if stepped.is_err() {
                break;
            }
            way.push(op);
            if state.ended != Ended::No {
                break;
            }
        }
        way
    }
}

fn measured(def: &Def, state: &State, which: impl Fn(&Node) -> Option<u32>) -> Distance {
    match state.ended {
        Ended::Right => Distance::Steps(0),
        Ended::Wrong => Distance::Never,
        Ended::No => match def.node(state, which).flatten() {
            None => Distance::NotComputed,
            Some(NEVER) => Distance::Never,
            Some(steps) => Distance::Steps(steps),
        },
    }
}

impl Planner for Tau2 {
    fn distance(def: &Def, state: &State) -> Distance {
        measured(def, state, |node| node.distance)
    }

    fn distance_clairvoyant(def: &Def, state: &State) -> Distance {
        measured(def, state, |node| node.clairvoyant)
    }

    fn best_actions(
        def: &Def,
        state: &State,
        menu: &[MenuEntry<Action>],
        out: &mut Vec<u32>,
    ) -> Best {
        let best = def
            .node(state, |node| node.best.clone())
            .unwrap_or_default();
        let is_best = |entry: &MenuEntry<Action>| match entry.action {
            Action::Op(op) => best.contains(&op),
            Action::Free(_) => false,
        };
        let numbered = (0..).zip(menu);
        out.extend(
            numbered
                .filter(|(_, entry)| is_best(entry))
                .map(|(place, _)| place),
        );
        Best::Listed
    }

    fn best_outcome(def: &Def, state: &State) -> Option<Rational> {
        let reachable = Self::distance_clairvoyant(def, state).is_reachable();
        reachable.map(|reachable| Rational::from_integer(i64::from(reachable)))
    }
}
