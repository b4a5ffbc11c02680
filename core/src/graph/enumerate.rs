//! Breadth-first exploration, in parallel, with the numbering of a serial run.
//!
//! Known nodes are expanded in order, in blocks; a block's chunks run in parallel against the frozen index and list what
//! they could not find there. The chunks are then merged in order, so that new nodes are numbered in the order a serial
//! run would meet them, whatever the number of threads.

use super::{DRAW, GraphError, Limits, Mode, RUNNING, StateGraph, Support};
use crate::{
    chance::Enumerated,
    digest::Digest,
    model::{MenuEntry, Model, Status, Unheard, Worker, Workers},
    truth::FactSet,
};
use num_integer::Integer;
use num_rational::Ratio;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::{
    collections::hash_map::Entry,
    hash::Hash,
    ops::Range,
    sync::{Mutex, PoisonError},
};

/// Nodes one task expands: enough to hide the hand-over, few enough to spread a small frontier.
const CHUNK_NODES: u32 = 64;
/// Chunks merged at a time: bounds the candidate states held beside the graph.
const BLOCK_CHUNKS: u32 = 64;
/// Set in a target while it is an index into the chunk's own fresh states.
pub(super) const FRESH: u32 = 1 << 30;

/// What makes two states the same node.
pub(super) trait Keyed<M: Model> {
    type Key: Clone + Eq + Hash + Send + Sync;
    const MODE: Mode;
    fn key(def: &M::Def, state: &M::State) -> Self::Key;
}

pub(super) struct ByDigest;
pub(super) struct ByClass;

impl<M: Model> Keyed<M> for ByDigest {
    type Key = Digest;
    const MODE: Mode = Mode::Raw;
    fn key(_: &M::Def, state: &M::State) -> Digest {
        M::digest(state)
    }
}

impl<M: Model> Keyed<M> for ByClass {
    type Key = M::Class;
    const MODE: Mode = Mode::Lumped;
    fn key(def: &M::Def, state: &M::State) -> M::Class {
        M::class(def, state)
    }
}

/// The states of the nodes `dropped..`.
pub(super) struct States<S> {
    pub(super) dropped: usize,
    pub(super) kept: Vec<S>,
}

impl<S> States<S> {
    pub(super) fn get(&self, node: u32) -> Option<&S> {
        (node as usize)
            .checked_sub(self.dropped)
            .and_then(|i| self.kept.get(i))
    }

    fn of(&self, node: u32) -> &S {
        self.get(node)
            .expect("invariant: states are kept until their node is expanded")
    }
}

/// A state met for the first time by a chunk.
pub(super) struct Fresh<K, S> {
    pub(super) key: K,
    pub(super) state: S,
    pub(super) status: Status,
    pub(super) known: FactSet,
    pub(super) subgoals: FactSet,
}

pub(super) struct Draw {
    pub(super) outcomes: Vec<(u32, u64)>,
    pub(super) denominator: u64,
}

/// What expanding some nodes gave; targets are node numbers, `FRESH | index` or `DRAW | index`.
pub(super) struct Chunk<K, S> {
    /// Per node: edges and fresh states so far.
    pub(super) ends: Vec<(u32, u32)>,
    pub(super) target: Vec<u32>,
    pub(super) weight: Vec<u32>,
    pub(super) support: Vec<Support>,
    pub(super) entry: Vec<u32>,
    pub(super) draws: Vec<Draw>,
    pub(super) fresh: Vec<Fresh<K, S>>,
}

/// What one task reuses from chunk to chunk.
struct Scratch<M: Model, K> {
    worker: Worker<M>,
    menu: Vec<MenuEntry<M::Action>>,
    fresh: FxHashMap<K, u32>,
    row: FxHashMap<(u32, Support), u32>,
}

impl<M: Model, K> Scratch<M, K> {
    fn new(worker: Worker<M>) -> Self {
        Self {
            worker,
            menu: vec![],
            fresh: FxHashMap::default(),
            row: FxHashMap::default(),
        }
    }
}

/// Everything an exploration reads while a block runs, and writes between blocks.
pub(super) struct Exploration<'a, M: Model, K: Keyed<M>> {
    pub(super) def: &'a M::Def,
    pub(super) limits: &'a Limits,
    pub(super) graph: &'a mut StateGraph,
    pub(super) states: &'a mut States<M::State>,
    pub(super) index: &'a mut FxHashMap<K::Key, u32>,
    pub(super) workers: &'a Workers<M>,
}

impl<M: Model, K: Keyed<M>> Exploration<'_, M, K> {
    /// Add `start` as a node and expand everything from it; returns its number.
    pub(super) fn run(mut self, start: M::State) -> Result<u32, GraphError> {
        let scratch = Mutex::new(Vec::new());
        let first = self.run_with(start, &scratch);
        let scratch = scratch.into_inner().unwrap_or_else(PoisonError::into_inner);
        for scratch in scratch {
            self.workers.give_back(scratch.worker);
        }
        first
    }

    fn run_with(
        &mut self,
        start: M::State,
        scratch: &Mutex<Vec<Scratch<M, K::Key>>>,
    ) -> Result<u32, GraphError> {
        let first = self.graph.nodes() as u32;
        let fresh = describe::<M, K>(self.def, K::key(self.def, &start), start);
        self.push(fresh)?;
        let mut next = first;
        while (next as usize) < self.graph.nodes() {
            let end = (next + CHUNK_NODES * BLOCK_CHUNKS).min(self.graph.nodes() as u32);
            let block = self.expand_block(next..end, scratch)?;
            let stop = self.merge(next, block)?;
            if stop < end {
                self.cut_off(stop)?;
                break;
            }
            next = end;
            if !self.limits.keep_states && !self.limits.verify {
                self.states
                    .kept
                    .drain(..next as usize - self.states.dropped);
                self.states.dropped = next as usize;
            }
        }
        Ok(first)
    }

    fn expand_block(
        &self,
        nodes: Range<u32>,
        scratch: &Mutex<Vec<Scratch<M, K::Key>>>,
    ) -> Result<Vec<Chunk<K::Key, M::State>>, GraphError> {
        let chunks: Vec<Range<u32>> = nodes
            .clone()
            .step_by(CHUNK_NODES as usize)
            .map(|first| first..(first + CHUNK_NODES).min(nodes.end))
            .collect();
        let expand = |chunk: Range<u32>| {
            let lock = || scratch.lock().unwrap_or_else(PoisonError::into_inner);
            let waiting = lock().pop();
            let mut mine = waiting.unwrap_or_else(|| Scratch::new(self.workers.take()));
            let result = self.expand(chunk, &mut mine);
            lock().push(mine);
            result
        };
        if chunks.len() == 1 {
            return chunks.into_iter().map(expand).collect();
        }
        chunks.into_par_iter().map(expand).collect()
    }

    fn expand(
        &self,
        nodes: Range<u32>,
        scratch: &mut Scratch<M, K::Key>,
    ) -> Result<Chunk<K::Key, M::State>, GraphError> {
        let mut chunk = Chunk {
            ends: Vec::with_capacity(nodes.len()),
            target: vec![],
            weight: vec![],
            support: vec![],
            entry: vec![],
            draws: vec![],
            fresh: vec![],
        };
        scratch.fresh.clear();
        for node in nodes {
            if self.graph.status[node as usize] == RUNNING {
                self.expand_node(self.states.of(node), &mut chunk, scratch)?;
            }
            chunk
                .ends
                .push((chunk.target.len() as u32, chunk.fresh.len() as u32));
        }
        Ok(chunk)
    }

    fn expand_node(
        &self,
        state: &M::State,
        chunk: &mut Chunk<K::Key, M::State>,
        scratch: &mut Scratch<M, K::Key>,
    ) -> Result<(), GraphError> {
        let mut menu = std::mem::take(&mut scratch.menu);
        menu.clear();
        M::menu(self.def, state, &mut menu);
        scratch.row.clear();
        let first_draw = chunk.draws.len();
        for (entry, item) in menu.iter().enumerate() {
            let support = Support::from(M::supported(self.def, state, &item.action));
            let target = if M::DRAWS.in_step() {
                self.draw(state, &item.action, chunk, scratch, first_draw)?
            } else {
                let mut chance = Enumerated::default();
                let next = self.step(state, &item.action, &mut scratch.worker, &mut chance)?;
                if chance.drew() {
                    return Err(GraphError::UndeclaredDraw { model: M::NAME });
                }
                self.find(next, chunk, &mut scratch.fresh)?
            };
            if K::MODE == Mode::Lumped {
                match scratch.row.entry((target, support)) {
                    Entry::Occupied(same) => {
                        let weight = &mut chunk.weight[*same.get() as usize];
                        *weight = weight.checked_add(item.weight).ok_or(TOO_HEAVY)?;
                        continue;
                    }
                    Entry::Vacant(new) => {
                        new.insert(chunk.target.len() as u32);
                    }
                }
                chunk.entry.push(entry as u32);
            }
            chunk.target.push(target);
            chunk.weight.push(item.weight);
            chunk.support.push(support);
        }
        scratch.menu = menu;
        Ok(())
    }

    fn step(
        &self,
        state: &M::State,
        action: &M::Action,
        worker: &mut Worker<M>,
        chance: &mut Enumerated,
    ) -> Result<M::State, GraphError> {
        let mut next = state.clone();
        worker.lend(self.def, |host| {
            M::step(self.def, host, &mut next, action, chance, &mut Unheard)
        })?;
        Ok(next)
    }

    /// Walk every outcome of a step. Draws of this row that are equal share one entry.
    fn draw(
        &self,
        state: &M::State,
        action: &M::Action,
        chunk: &mut Chunk<K::Key, M::State>,
        scratch: &mut Scratch<M, K::Key>,
        first_draw: usize,
    ) -> Result<u32, GraphError> {
        let mut chance = Enumerated::default();
        let mut found: Vec<(u32, Ratio<u128>)> = vec![];
        loop {
            chance.rewind();
            let next = self.step(state, action, &mut scratch.worker, &mut chance)?;
            let target = self.find(next, chunk, &mut scratch.fresh)?;
            match found.iter_mut().find(|(known, _)| *known == target) {
                Some((_, probability)) => *probability += chance.probability(),
                None => found.push((target, chance.probability())),
            }
            if !chance.advance() {
                break;
            }
        }
        if let [(only, _)] = found[..] {
            return Ok(only);
        }
        let draw = common_denominator(&found)?;
        let same = chunk.draws[first_draw..]
            .iter()
            .position(|d| d.denominator == draw.denominator && d.outcomes == draw.outcomes);
        let number = first_draw + same.unwrap_or(chunk.draws.len() - first_draw);
        if same.is_none() {
            chunk.draws.push(draw);
        }
        Ok(DRAW | number as u32)
    }

    /// The node of a state, or its place among the chunk's fresh states.
    fn find(
        &self,
        state: M::State,
        chunk: &mut Chunk<K::Key, M::State>,
        fresh: &mut FxHashMap<K::Key, u32>,
    ) -> Result<u32, GraphError> {
        let key = K::key(self.def, &state);
        if let Some(&node) = self.index.get(&key) {
            self.verify(&state, self.states.get(node))?;
            return Ok(node);
        }
        match fresh.entry(key) {
            Entry::Occupied(known) => {
                let number = *known.get();
                self.verify(&state, Some(&chunk.fresh[number as usize].state))?;
                Ok(FRESH | number)
            }
            Entry::Vacant(new) => {
                let number = chunk.fresh.len() as u32;
                chunk
                    .fresh
                    .push(describe::<M, K>(self.def, new.key().clone(), state));
                new.insert(number);
                Ok(FRESH | number)
            }
        }
    }

    pub(super) fn verify(
        &self,
        state: &M::State,
        known: Option<&M::State>,
    ) -> Result<(), GraphError> {
        let differs =
            self.limits.verify && K::MODE == Mode::Raw && known.is_some_and(|known| known != state);
        if differs {
            return Err(GraphError::Collision {
                digest: M::digest(state),
            });
        }
        Ok(())
    }
}

const TOO_HEAVY: GraphError = GraphError::TooFine {
    what: "the sum of a class's menu weights",
    bits: 32,
};

fn describe<M: Model, K: Keyed<M>>(
    def: &M::Def,
    key: K::Key,
    state: M::State,
) -> Fresh<K::Key, M::State> {
    Fresh {
        key,
        status: M::status(def, &state),
        known: M::known(def, &state),
        subgoals: M::subgoals(def, &state),
        state,
    }
}

fn common_denominator(found: &[(u32, Ratio<u128>)]) -> Result<Draw, GraphError> {
    let too_fine = || GraphError::TooFine {
        what: "the probability of an outcome",
        bits: 64,
    };
    let mut denominator = 1u128;
    for (_, probability) in found {
        let step = probability.denom() / denominator.gcd(probability.denom());
        denominator = denominator.checked_mul(step).ok_or_else(too_fine)?;
    }
    let outcomes = found
        .iter()
        .map(|&(target, p)| {
            let numerator = p.numer() * (denominator / p.denom());
            u64::try_from(numerator).map(|n| (target, n))
        })
        .collect::<Result<_, _>>();
    Ok(Draw {
        outcomes: outcomes.map_err(|_| too_fine())?,
        denominator: u64::try_from(denominator).map_err(|_| too_fine())?,
    })
}

#[cfg(test)]
mod tests;
