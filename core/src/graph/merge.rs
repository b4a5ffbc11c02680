//! The serial half of an exploration: what the chunks found gets its numbers, in order.

use super::{
    Cap, DRAW, FIRST_GRADE, GraphError, Limits, NodeId, RUNNING, StateGraph, UNEXPANDED,
    enumerate::{Chunk, Draw, Exploration, FRESH, Fresh, Keyed},
};
use crate::{
    model::{Model, Status},
    rational::Rational,
};

impl<M: Model, K: Keyed<M>> Exploration<'_, M, K> {
    /// Number what the chunks found, in order. Returns the first node left unexpanded by the cap, or the block's end.
    pub(super) fn merge(
        &mut self,
        first: u32,
        block: Vec<Chunk<K::Key, M::State>>,
    ) -> Result<u32, GraphError> {
        let mut node = first;
        for chunk in block {
            let rows = chunk.ends.len() as u32;
            let merged = self.merge_chunk(chunk)?;
            node += merged;
            if merged < rows {
                break;
            }
        }
        Ok(node)
    }

    /// Append a chunk's rows up to the cap; returns how many.
    fn merge_chunk(&mut self, chunk: Chunk<K::Key, M::State>) -> Result<u32, GraphError> {
        let mut target = chunk.target;
        let mut fresh = chunk.fresh.into_iter();
        let mut numbers: Vec<u32> = vec![];
        let mut moved: Vec<Option<u32>> = vec![None; chunk.draws.len()];
        let base = self.graph.target.len();
        let (mut edge, mut rows) = (0, 0);
        for (edges_end, fresh_end) in chunk.ends {
            let new = &fresh.as_slice()[..fresh_end as usize - numbers.len()];
            if self.exceeds_cap(new) {
                break;
            }
            for _ in 0..new.len() {
                let state = fresh.next().expect("invariant: the row counted it");
                numbers.push(self.number(state)?);
            }
            let renumber = |code: u32| match code & FRESH {
                0 => code,
                _ => numbers[(code & !FRESH) as usize],
            };
            let edges_end = edges_end as usize;
            for code in &mut target[edge..edges_end] {
                if *code & DRAW == 0 {
                    *code = renumber(*code);
                    continue;
                }
                let draw = (*code & !DRAW) as usize;
                let number = match moved[draw] {
                    Some(number) => number,
                    None => self.graph.push_draw(&chunk.draws[draw], renumber)?,
                };
                moved[draw] = Some(number);
                *code = DRAW | number;
            }
            edge = edges_end;
            let end = u32::try_from(base + edge).map_err(|_| TOO_MANY_EDGES)?;
            self.graph.first_edge.push(end);
            rows += 1;
        }
        self.graph.target.extend_from_slice(&target[..edge]);
        self.graph.weight.extend_from_slice(&chunk.weight[..edge]);
        self.graph.support.extend_from_slice(&chunk.support[..edge]);
        let entries = edge.min(chunk.entry.len());
        self.graph.entry.extend_from_slice(&chunk.entry[..entries]);
        Ok(rows)
    }

    fn exceeds_cap(&self, new: &[Fresh<K::Key, M::State>]) -> bool {
        let room = (self.limits.max_states as usize).saturating_sub(self.graph.nodes());
        // Another chunk of the block may have numbered some of them already; look only when it matters.
        new.len() > room
            && new
                .iter()
                .filter(|fresh| !self.index.contains_key(&fresh.key))
                .count()
                > room
    }

    fn number(&mut self, fresh: Fresh<K::Key, M::State>) -> Result<u32, GraphError> {
        if let Some(&node) = self.index.get(&fresh.key) {
            self.verify(&fresh.state, self.states.get(node))?;
            return Ok(node);
        }
        self.push(fresh)
    }

    pub(super) fn push(&mut self, fresh: Fresh<K::Key, M::State>) -> Result<u32, GraphError> {
        let node = self.graph.nodes() as u32;
        if node >= FRESH {
            return Err(GraphError::TooLarge {
                what: "states",
                limit: u64::from(FRESH),
            });
        }
        self.graph.digest.push(M::digest(&fresh.state));
        let status = match fresh.status {
            Status::Running => RUNNING,
            Status::Ended(grade) => self.graph.grade_code(grade),
        };
        self.graph.status.push(status);
        self.graph.known.push(fresh.known);
        self.graph.subgoals.push(fresh.subgoals);
        self.states.kept.push(fresh.state);
        self.index.insert(fresh.key, node);
        Ok(node)
    }

    /// Mark everything from `first` on that still runs as unexpanded.
    pub(super) fn cut_off(&mut self, first: u32) -> Result<(), GraphError> {
        self.graph.cut_off(first as usize, self.limits)
    }
}

impl StateGraph {
    /// Mark everything from `first` on that still runs as unexpanded; rows of what was not expanded are empty.
    pub(crate) fn cut_off(&mut self, first: usize, limits: &Limits) -> Result<(), GraphError> {
        let mut unexpanded = 0;
        for status in &mut self.status[first..] {
            if *status == RUNNING {
                *status = UNEXPANDED;
                unexpanded += 1;
            }
        }
        if !limits.allow_capped {
            return Err(GraphError::Capped {
                max_states: limits.max_states,
                known: self.nodes() as u32,
                unexpanded,
            });
        }
        let edges = self.target.len() as u32;
        self.first_edge.resize(self.status.len() + 1, edges);
        self.cap = Some(Cap {
            max_states: limits.max_states,
            unexpanded,
        });
        Ok(())
    }

    pub(super) fn grade_code(&mut self, grade: Rational) -> u32 {
        let known = self.grades.iter().position(|&g| g == grade);
        let place = known.unwrap_or(self.grades.len());
        if known.is_none() {
            self.grades.push(grade);
        }
        FIRST_GRADE + place as u32
    }

    fn push_draw(&mut self, draw: &Draw, renumber: impl Fn(u32) -> u32) -> Result<u32, GraphError> {
        let number = self.denominator.len() as u32;
        let outcomes = draw.outcomes.iter();
        self.outcome
            .extend(outcomes.map(|&(code, n)| (NodeId(renumber(code)), n)));
        self.denominator.push(draw.denominator);
        let end = u32::try_from(self.outcome.len()).map_err(|_| TOO_MANY_EDGES)?;
        self.first_outcome.push(end);
        Ok(number)
    }
}

const TOO_MANY_EDGES: GraphError = GraphError::TooLarge {
    what: "edges",
    limit: u32::MAX as u64,
};
