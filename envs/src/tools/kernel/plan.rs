//! How far it is, exactly: breadth first over what helps.
//!
//! The state of an episode is small - which rows differ, which facts are known, how things stand with the customer - and the
//! operators of a task are few, so the states that the helpful ones reach can all be gone through, once a task: their calls
//! are worked out once for each state of the tables and then looked up. Backwards from the successes that gives the distance
//! of every state passed; a state beyond them, after an action from outside the menu, starts a search of its own.
//!
//! An operator helps unless it is known to be a mistake: a mistaken write, a wrong value told, a wrong end. What they lead to
//! is planned from, but nothing is won by them.

use super::{
    call::Memo,
    model::Tools,
    rows::Rows,
    step::advance,
    types::{Action, Def, Ended, NONE, Role, State},
};
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;
use std::sync::{Mutex, OnceLock, PoisonError, RwLock};
use truestep_core::{
    model::{Best, HostFault, MenuEntry, Planner, Unheard},
    rational::Rational,
    truth::Distance,
};

/// States one search goes through, at most; beyond that distances are not computed.
const MOST_STATES: usize = 400_000;
/// States of the tables that the gold writes lead through, at most: more there are only where a tool makes something new
/// however often it is called.
const MOST_ROWS: usize = 4_096;
/// A distance of no state.
const NEVER: u32 = u32::MAX;

/// What is known of a state.
#[derive(Clone, Debug)]
struct Node {
    /// Over supported operators.
    distance: u32,
    /// With evidence ignored.
    clairvoyant: u32,
    /// Operators on a shortest path, ascending.
    best: SmallVec<[u16; 6]>,
}

/// What has been planned of a task so far.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    pub(super) memo: Memo,
    nodes: RwLock<FxHashMap<u128, Node>>,
    /// Whether the gold writes lead from these rows to the wanted ones.
    mends: Mutex<FxHashMap<u128, bool>>,
    /// Rows that the gold writes pass through from the start.
    pub(super) on_track: FxHashSet<u128>,
    /// The operators of a shortest way from the start.
    pub(super) gold_way: OnceLock<Vec<u16>>,
}

/// An edge of a search: from, to, by which operator, and whether it is supported.
type Edge = (u32, u32, u16, bool);

impl Def {
    /// Whether only gold writes were made.
    pub(crate) fn is_on_track(&self, rows: &Rows) -> bool {
        self.plan.on_track.contains(&rows.digest().0)
    }

    /// The rows that gold writes, in any order, make of `from`; those in between as well.
    pub(super) fn passed(&self, from: &Rows) -> Result<Vec<Rows>, HostFault> {
        let mut seen: FxHashSet<u128> = FxHashSet::default();
        let mut all = vec![from.clone()];
        seen.insert(from.digest().0);
        let mut at = 0;
        while at < all.len() {
            if all.len() > MOST_ROWS {
                return Err(HostFault {
                    message: format!(
                        "the calls that are asked for lead, repeated, to more than {MOST_ROWS} states of the tables; let a tool refuse what was done already"
                    ),
                });
            }
            for gold in &self.gold {
                let super::deed::Deed::Call(call) = &self.ops[usize::from(gold.op)].deed else {
                    continue;
                };
                let called = super::call::Caller::call(
                    &mut &self.plan.memo,
                    self,
                    &all[at],
                    call,
                    Some(gold.op),
                )?;
                if let Some(rows) = &called.rows
                    && seen.insert(rows.digest().0)
                {
                    all.push(rows.clone());
                }
            }
            at += 1;
        }
        Ok(all)
    }

    /// Whether the wanted rows can be made of `rows`.
    fn can_be_mended(&self, rows: &Rows) -> Result<bool, HostFault> {
        if self.is_on_track(rows) {
            return Ok(true);
        }
        let key = rows.digest().0;
        let known = self
            .plan
            .mends
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&key)
            .copied();
        if let Some(known) = known {
            return Ok(known);
        }
        let mends = self.passed(rows)?.contains(&self.wanted);
        self.plan
            .mends
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(key, mends);
        Ok(mends)
    }

    fn is_mistake(&self, op: u16) -> bool {
        match self.ops[usize::from(op)].role {
            Role::Wrong | Role::Tell { right: false, .. } => true,
            Role::Confirm { of } => !matches!(self.ops[usize::from(of)].role, Role::Gold { .. }),
            _ => false,
        }
    }

    /// What is known of a state where the episode goes on and nothing is lost; searches if need be.
    fn node<R>(&self, state: &State, read: impl FnOnce(&Node) -> R) -> Option<R> {
        let key = state.digest().0;
        {
            let nodes = self
                .plan
                .nodes
                .read()
                .unwrap_or_else(PoisonError::into_inner);
            if let Some(node) = nodes.get(&key) {
                return Some(read(node));
            }
        }
        self.search(state).ok()?;
        let nodes = self
            .plan
            .nodes
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        nodes.get(&key).map(read)
    }

    fn is_lost(&self, state: &State) -> Option<bool> {
        let lost = state.broken != 0 || state.ended == Ended::Wrong;
        if lost {
            return Some(true);
        }
        self.can_be_mended(&state.rows).ok().map(|mended| !mended)
    }

    /// Go through everything that helpful operators reach from `start`, and note how far each state is.
    fn search(&self, start: &State) -> Result<(), HostFault> {
        let mut index: FxHashMap<u128, u32> = FxHashMap::default();
        let mut states = vec![start.clone()];
        let mut edges: Vec<Edge> = vec![];
        let mut successes = vec![];
        index.insert(start.digest().0, 0);
        let mut at = 0;
        while at < states.len() {
            let here = states[at].clone();
            if here.ended == Ended::Right {
                successes.push(at as u32);
            }
            for (op, _) in self.offered(&here) {
                if self.is_mistake(op) {
                    continue;
                }
                let mut next = here.clone();
                advance(
                    self,
                    &mut &self.plan.memo,
                    &mut next,
                    &Action::Op(op),
                    &mut Unheard,
                )?;
                let key = next.digest().0;
                // A customer who is tried is never of more use than one who is not.
                if next.patience < here.patience
                    || next.broken != 0
                    || next.ended == Ended::Wrong
                    || key == here.digest().0
                {
                    continue;
                }
                let to = *index.entry(key).or_insert(states.len() as u32);
                if to as usize == states.len() {
                    if states.len() == MOST_STATES {
                        return Err(HostFault {
                            message: format!("more than {MOST_STATES} states"),
                        });
                    }
                    states.push(next);
                }
                edges.push((at as u32, to, op, self.support(&here, op) != Some(false)));
            }
            at += 1;
        }
        self.note(&states, &edges, &successes);
        Ok(())
    }

    fn note(&self, states: &[State], edges: &[Edge], successes: &[u32]) {
        let supported = backwards(states.len(), edges, successes, |edge| edge.3);
        let all = backwards(states.len(), edges, successes, |_| true);
        let mut found: Vec<Node> = (supported.iter().zip(&all))
            .map(|(&distance, &clairvoyant)| Node {
                distance,
                clairvoyant,
                best: SmallVec::new(),
            })
            .collect();
        for &(from, to, op, is_supported) in edges {
            let (here, there) = (supported[from as usize], supported[to as usize]);
            if is_supported && there != NEVER && there + 1 == here {
                found[from as usize].best.push(op);
            }
        }
        let mut nodes = self
            .plan
            .nodes
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        for (state, node) in states.iter().zip(found) {
            nodes.entry(state.digest().0).or_insert(node);
        }
    }
}

/// Fewest edges to a success, for each state.
fn backwards(
    count: usize,
    edges: &[Edge],
    successes: &[u32],
    counts: impl Fn(&Edge) -> bool,
) -> Vec<u32> {
    let mut into: Vec<Vec<u32>> = vec![vec![]; count];
    for edge in edges.iter().filter(|edge| counts(edge)) {
        into[edge.1 as usize].push(edge.0);
    }
    let mut distance = vec![NEVER; count];
    let mut queue: Vec<u32> = successes.to_vec();
    for &success in successes {
        distance[success as usize] = 0;
    }
    let mut at = 0;
    while at < queue.len() {
        let here = queue[at];
        for &from in &into[here as usize] {
            if distance[from as usize] == NEVER {
                distance[from as usize] = distance[here as usize] + 1;
                queue.push(from);
            }
        }
        at += 1;
    }
    distance
}

fn told(steps: Option<u32>) -> Distance {
    match steps {
        None => Distance::NotComputed,
        Some(NEVER) => Distance::Never,
        Some(steps) => Distance::Steps(steps),
    }
}

fn measured(def: &Def, state: &State, which: impl Fn(&Node) -> u32) -> Distance {
    match def.is_lost(state) {
        _ if state.ended == Ended::Right => Distance::Steps(0),
        Some(true) => Distance::Never,
        Some(false) => told(def.node(state, which)),
        None => Distance::NotComputed,
    }
}

impl Planner for Tools {
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
        let _ = def.node(state, |node| {
            let is_best = |entry: &MenuEntry<Action>| match entry.action {
                Action::Op(op) => op != NONE && node.best.contains(&op),
                Action::Free(_) => false,
            };
            out.extend(
                (0..)
                    .zip(menu)
                    .filter(|(_, entry)| is_best(entry))
                    .map(|(place, _)| place),
            );
        });
        Best::Listed
    }

    fn best_outcome(def: &Def, state: &State) -> Option<Rational> {
        match Self::distance_clairvoyant(def, state) {
            Distance::Steps(_) => Some(Rational::from_integer(1)),
            Distance::Never => Some(Rational::from_integer(0)),
            Distance::NotComputed => None,
        }
    }
}
