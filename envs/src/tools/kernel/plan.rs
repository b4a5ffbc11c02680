//! How far it is, exactly: breadth first over what helps.
//!
//! The state of an episode is small - which rows differ, which facts are known, how things stand with the customer - and the
//! operators of a task are few, so the states that the helpful ones reach can all be gone through, when a distance is first
//! asked for: their calls are worked out once for each state of the tables and then looked up. Backwards from the successes
//! that gives the distance of every state passed; a state beyond them, after an action from outside the menu or a mistake,
//! starts a search of its own, which ends where it meets what is known.
//!
//! A choice helps unless it is known to be a mistake: a mistaken write, a wrong value told, a wrong end. What they lead to
//! is planned from, but nothing is won by them.
//!
//! A state is lost if the episode has ended otherwise, a rule is broken, or a row can never be again what it is to be, which
//! the domain proves. One that is not lost and from which no way was found has no distance: what free-form actions can still
//! do there was not gone through.

use super::{
    call::Memo,
    mend::Outlook,
    model::Tools,
    state::{Action, Ended, State},
    step::advance,
    types::{Def, Role},
};
use crate::tools::backwards::{Edge, NEVER, backwards};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};
use truestep_core::{
    model::{Best, HostFault, MenuEntry, Planner, Unheard},
    rational::Rational,
    truth::Distance,
};

/// States one search goes through, at most; beyond that distances are not computed.
const MOST_STATES: usize = 400_000;
/// What is known of a state.
#[derive(Clone, Debug)]
struct Node {
    /// Over supported choices.
    distance: u32,
    /// With evidence ignored.
    clairvoyant: u32,
    /// Places in the menu of what lies on a shortest path, ascending.
    best: SmallVec<[u16; 6]>,
}

/// What has been planned of a task so far.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    pub(super) memo: Memo,
    nodes: RwLock<FxHashMap<u128, Node>>,
    /// How rows that were met stand, by digest.
    pub(super) outlooks: Mutex<FxHashMap<u128, Arc<Outlook>>>,
    /// The operators of a shortest way from the start.
    pub(super) gold_way: OnceLock<Vec<u16>>,
}

/// What a search has gone through.
pub(super) struct Found {
    /// Digests of the states, in the order they were met.
    keys: Vec<u128>,
    /// Choices are places of the menu.
    edges: Vec<Edge>,
    /// States whose distances are known, and these: over supported choices, with evidence ignored.
    known: Vec<(u32, u32, u32)>,
}

impl Def {
    fn is_mistake(&self, outlook: &Outlook, action: &Action) -> bool {
        let Action::Op(op) = action else { return false };
        match self.ops[usize::from(*op)].role {
            Role::Wrong => outlook.is_mended_by(*op).is_none(),
            Role::Tell { right: false, .. } => true,
            Role::Confirm { of } => !matches!(self.ops[usize::from(of)].role, Role::Gold { .. }),
            _ => false,
        }
    }

    /// What is known of a state where the episode goes on and nothing is lost; searches if need be.
    fn node<R>(&self, state: &State, read: impl Fn(&Node) -> R) -> Option<R> {
        let key = state.digest().0;
        let look = || {
            let nodes = self
                .plan
                .nodes
                .read()
                .unwrap_or_else(PoisonError::into_inner);
            nodes.get(&key).map(&read)
        };
        if let Some(found) = look() {
            return Some(found);
        }
        let found = self.search(state).ok()?;
        self.note(&found);
        look()
    }

    /// Whether success is out of reach, whatever is done.
    pub(super) fn is_lost(&self, state: &State) -> bool {
        let is_over = state.broken != 0 || state.ended == Ended::Wrong;
        is_over || self.outlook(&state.rows).is_lost
    }

    /// Go through everything that helpful choices reach from `start`, up to what is known already.
    pub(super) fn search(&self, start: &State) -> Result<Found, HostFault> {
        let nodes = self
            .plan
            .nodes
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        let mut index: FxHashMap<u128, u32> = FxHashMap::default();
        let mut states = vec![start.clone()];
        let mut found = Found {
            keys: vec![start.digest().0],
            edges: vec![],
            known: vec![],
        };
        index.insert(found.keys[0], 0);
        let mut at = 0;
        while at < states.len() {
            let here = states[at].clone();
            if here.ended == Ended::Right {
                found.known.push((at as u32, 0, 0));
            } else if let Some(node) = nodes.get(&found.keys[at]) {
                found
                    .known
                    .push((at as u32, node.distance, node.clairvoyant));
            } else {
                let outlook = self.outlook(&here.rows);
                for (place, action) in (0..).zip(self.offered(&here, &outlook)) {
                    if self.is_mistake(&outlook, &action) {
                        continue;
                    }
                    let mut next = here.clone();
                    advance(self, &mut &self.plan.memo, &mut next, &action, &mut Unheard)?;
                    let key = next.digest().0;
                    if key == found.keys[at] {
                        continue;
                    }
                    let is_over = next.broken != 0 || next.ended == Ended::Wrong;
                    let is_other = next.rows.digest() != here.rows.digest();
                    // A customer who is tried is never of more use than one who is not.
                    if is_over
                        || next.patience < here.patience
                        || is_other && self.outlook(&next.rows).is_lost
                    {
                        continue;
                    }
                    let to = *index.entry(key).or_insert(states.len() as u32);
                    if to as usize == states.len() {
                        if states.len() == MOST_STATES {
                            return Err(HostFault {
                                message: format!(
                                    "there are more than {MOST_STATES} states; make fewer calls or facts, or tools that refuse what was done already"
                                ),
                            });
                        }
                        states.push(next);
                        found.keys.push(key);
                    }
                    found.edges.push(Edge {
                        from: at as u32,
                        to,
                        choice: place,
                        is_supported: self.supports(&here, &action) != Some(false),
                    });
                }
            }
            at += 1;
        }
        Ok(found)
    }

    fn note(&self, found: &Found) {
        let supported = found.known.iter().map(|&(at, distance, _)| (distance, at));
        let (count, edges) = (found.keys.len(), &found.edges);
        let supported = backwards(count, edges, supported.collect(), |edge| edge.is_supported);
        let all = found.known.iter().map(|&(at, _, distance)| (distance, at));
        let all = backwards(count, edges, all.collect(), |_| true);
        let mut noted: Vec<Node> = (supported.iter().zip(&all))
            .map(|(&distance, &clairvoyant)| Node {
                distance,
                clairvoyant,
                best: SmallVec::new(),
            })
            .collect();
        for edge in edges.iter().filter(|edge| edge.is_shortest(&supported)) {
            noted[edge.from as usize].best.push(edge.choice);
        }
        let mut nodes = self
            .plan
            .nodes
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        for (key, node) in found.keys.iter().zip(noted) {
            nodes.entry(*key).or_insert(node);
        }
    }
}

fn measured(def: &Def, state: &State, which: impl Fn(&Node) -> u32) -> Distance {
    if state.ended == Ended::Right {
        return Distance::Steps(0);
    }
    if def.is_lost(state) {
        return Distance::Never;
    }
    match def.node(state, which) {
        Some(steps) if steps != NEVER => Distance::Steps(steps),
        _ => Distance::NotComputed,
    }
}

impl Planner for Tools {
    fn distance(def: &Def, state: &State) -> Distance {
        measured(def, state, |node| node.distance)
    }

    fn distance_clairvoyant(def: &Def, state: &State) -> Distance {
        measured(def, state, |node| node.clairvoyant)
    }

    fn best_actions(def: &Def, state: &State, _: &[MenuEntry<Action>], out: &mut Vec<u32>) -> Best {
        let best = def.node(state, |node| node.best.clone());
        out.extend(best.into_iter().flatten().map(u32::from));
        Best::Listed
    }

    fn best_outcome(def: &Def, state: &State) -> Option<Rational> {
        let reachable = Self::distance_clairvoyant(def, state).is_reachable();
        reachable.map(|reachable| Rational::from_integer(i64::from(reachable)))
    }
}

impl Def {
    /// Fewest steps from the start.
    #[must_use]
    pub fn distance_at_start(&self) -> Distance {
        Tools::distance(self, &self.initial())
    }

    /// Go through everything that the menu leads to from the start.
    ///
    /// # Errors
    /// If a call cannot be made, or there is too much.
    pub fn search_from_start(&self) -> Result<(), HostFault> {
        self.search(&self.initial()).map(|_| ())
    }
}
