//! The planner: exact distances by search, kept by class of state.
//!
//! From a state everything is explored that useful verbs of the menu lead to, until states are met whose distance is known;
//! then distances are settled backwards. Mistakes are no useful verbs: from a state with a mistake in it one is planned, but
//! no shortest way makes one, except to save a draft too early where that is the way to its form again ([`super::useful`]).
//! That the result is the distance over the whole menu is checked by the contract kit.

use super::{
    again::Loss,
    def::Def,
    desk::Worth,
    elements::Elements,
    rows::Row,
    state::{Ended, State},
    value::Value,
    verb::Verb,
    wish::Piece,
    within::Needed,
};
use rustc_hash::FxHashMap;
use std::{
    borrow::Cow,
    collections::VecDeque,
    sync::{PoisonError, RwLock},
};
use truestep_core::truth::Distance;

/// States explored for one question, at most; a larger world is said to be not computed.
const MOST_STATES: usize = 200_000;
/// No way.
const NEVER: u32 = u32::MAX;

/// Distances worked out so far, and what the search looks up often.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// The parts of what is wanted.
    pub(super) pieces: Vec<Piece>,
    required: Known,
    ignored: Known,
}

/// Distances by class.
#[derive(Debug, Default)]
struct Known(RwLock<FxHashMap<u128, u32>>);

/// Whether ends need their evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Evidence {
    /// Unsupported ends are none.
    Required,
    /// They count.
    Ignored,
}

impl Known {
    fn get(&self, key: u128) -> Option<u32> {
        let map = self.0.read().unwrap_or_else(PoisonError::into_inner);
        map.get(&key).copied()
    }

    fn extend(&self, found: impl Iterator<Item = (u128, u32)>) {
        self.0
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .extend(found);
    }
}

/// What is looked up of a state while its verbs are tried.
pub(super) struct Here {
    /// What can be seen.
    pub(super) elements: Elements,
    /// What is still needed.
    pub(super) needed: Needed,
    /// How much is wrong.
    pub(super) wrongs: usize,
    /// On a desktop, which windows are worth being in.
    pub(super) worth: Worth,
    /// The records that are to be made and that the draft is to become one of; empty if it is to become none.
    pub(super) aims: Vec<Row>,
    /// Whether what is made has to rest on what was read.
    pub(super) evidence: Evidence,
}

/// A state that is explored.
struct Node {
    key: u128,
    distance: u32,
    /// States with a useful verb that leads here.
    from: Vec<u32>,
}

/// What has been explored for one question.
#[derive(Default)]
struct Search {
    nodes: Vec<Node>,
    numbers: FxHashMap<u128, u32>,
    open: VecDeque<(u32, State)>,
}

impl Plan {
    /// The same with nothing worked out.
    pub(super) fn forget(&mut self) {
        let pieces = std::mem::take(&mut self.pieces);
        *self = Self {
            pieces,
            ..Self::default()
        };
    }

    /// How many classes of states have a distance by now.
    #[cfg(test)]
    pub(super) fn size(&self) -> usize {
        self.required.0.read().map_or(0, |map| map.len())
    }
}

impl Def {
    /// Fewest further steps to success.
    pub(super) fn distance(&self, state: &State, evidence: Evidence) -> Distance {
        match state.ended {
            Ended::Solved => return Distance::Steps(0),
            Ended::Failed => return Distance::Never,
            Ended::No if self.is_lost(&state.changes) => return Distance::Never,
            Ended::No if !self.parts.is_empty() => return self.distance_by_parts(state, evidence),
            Ended::No => {}
        }
        let known = match evidence {
            Evidence::Required => &self.plan.required,
            Evidence::Ignored => &self.plan.ignored,
        };
        let reduced = self.is_desktop().then(|| self.reduced(state.clone()));
        let state = reduced.as_ref().unwrap_or(state);
        let key = state.class().0;
        let found = known
            .get(key)
            .or_else(|| self.search(state, key, evidence, known));
        match found {
            None => Distance::NotComputed,
            Some(NEVER) => Distance::Never,
            Some(steps) => Distance::Steps(steps),
        }
    }

    /// Explore from a state and keep what is found; none if it is too much.
    fn search(&self, start: &State, key: u128, evidence: Evidence, known: &Known) -> Option<u32> {
        let mut search = Search::default();
        search.meet(start.clone(), key);
        let mut verbs = vec![];
        while let Some((number, state)) = search.open.pop_front() {
            if let Some(steps) = known.get(search.nodes[number as usize].key) {
                search.nodes[number as usize].distance = steps;
                continue;
            }
            verbs.clear();
            self.offered(&state, &mut verbs);
            // What is offered while a record is to be made again is little else than that.
            let is_again = self.loss(&state.changes) != Loss::None;
            let here = Here {
                elements: self.elements(&state),
                needed: self.needed(&state),
                wrongs: self.wrongs(&state.changes),
                worth: self.worth(&state),
                aims: self.aims(&state, evidence),
                evidence,
            };
            for verb in &verbs {
                if !is_again && !self.is_useful(&state, verb, &here) {
                    continue;
                }
                let mut next = state.clone();
                self.act(&mut next, verb);
                let counts = evidence == Evidence::Ignored
                    || self.supports_to(&state, verb, &next) != Some(false);
                let is_on = counts && (is_again || self.is_forward(&state, verb, &next, &here));
                if !is_on {
                    continue;
                }
                match next.ended {
                    Ended::Solved => search.nodes[number as usize].distance = 1,
                    Ended::Failed => {}
                    Ended::No => {
                        let next = match self.is_desktop() {
                            true => self.reduced(next),
                            false => next,
                        };
                        let key = next.class().0;
                        let met = search.meet(next, key);
                        search.nodes[met as usize].from.push(number);
                    }
                }
            }
            if search.nodes.len() > MOST_STATES {
                return None;
            }
        }
        search.settle();
        known.extend(search.nodes.iter().map(|node| (node.key, node.distance)));
        Some(search.nodes[0].distance)
    }
}

impl Search {
    /// The number of a state, which is explored if it is new.
    fn meet(&mut self, state: State, key: u128) -> u32 {
        let next = self.nodes.len() as u32;
        let number = *self.numbers.entry(key).or_insert(next);
        if number == next {
            self.nodes.push(Node {
                key,
                distance: NEVER,
                from: vec![],
            });
            self.open.push_back((number, state));
        }
        number
    }

    /// Distances of all, from those that are known: nearest first, bucket by bucket.
    fn settle(&mut self) {
        let mut buckets: Vec<Vec<u32>> = vec![];
        let put = |buckets: &mut Vec<Vec<u32>>, distance: u32, number: u32| {
            let at = distance as usize;
            if buckets.len() <= at {
                buckets.resize(at + 1, vec![]);
            }
            buckets[at].push(number);
        };
        for (number, node) in self.nodes.iter().enumerate() {
            if node.distance != NEVER {
                put(&mut buckets, node.distance, number as u32);
            }
        }
        let mut distance = 0;
        while distance < buckets.len() {
            for number in std::mem::take(&mut buckets[distance]) {
                if self.nodes[number as usize].distance != distance as u32 {
                    continue;
                }
                for before in self.nodes[number as usize].from.clone() {
                    let node = &mut self.nodes[before as usize];
                    if node.distance > distance as u32 + 1 {
                        node.distance = distance as u32 + 1;
                        put(&mut buckets, node.distance, before);
                    }
                }
            }
            distance += 1;
        }
    }
}

impl Here {
    /// Whether a field of the draft may hold this: where it is the beginning of something, only what belongs to that.
    pub(super) fn goes_with(&self, field: u8, value: &Value) -> bool {
        let mut aims = self.aims.iter();
        self.aims.is_empty() || aims.any(|aim| aim[usize::from(field)] == *value)
    }
}

impl Def {
    /// For a verb that ends the episode: whether everything it rests on was shown, and it is the end that this supports. For
    /// a tap: whether what it makes or sets rests on what was shown. None where nothing has to be found out.
    pub(super) fn supports(&self, state: &State, verb: &Verb) -> Option<bool> {
        let is_tap = matches!(verb, Verb::Tap(_)) && !self.wish.needs.is_empty();
        let mut next = Cow::Borrowed(state);
        if is_tap {
            self.act(next.to_mut(), verb);
        }
        self.supports_to(state, verb, &next)
    }

    /// The same, where it is known what a tap leads to.
    fn supports_to(&self, state: &State, verb: &Verb, next: &State) -> Option<bool> {
        let evidence = self.wish.evidence();
        if evidence == 0 {
            return None;
        }
        let is_right = match verb {
            Verb::Answer(text) => {
                self.is_right(self.letters(text)) && self.is_fulfilled(&state.changes)
            }
            Verb::Report => self.wish.is_infeasible && state.changes.list().is_empty(),
            Verb::Done => {
                self.wish.answer.is_none()
                    && !self.wish.is_infeasible
                    && self.is_fulfilled(&state.changes)
            }
            Verb::Tap(_) => return self.supports_changes(state, next),
            _ => return None,
        };
        Some(is_right && evidence & !state.known == 0)
    }

    /// For a tap that makes or sets what nobody could know of without having read something ([`Wish::needs`]): whether that
    /// was read.
    fn supports_changes(&self, state: &State, next: &State) -> Option<bool> {
        if next.changes == state.changes {
            return None;
        }
        let made = |(piece, needs): &(Piece, u64)| {
            (self.holds(next, piece) && !self.holds(state, piece))
                .then_some(needs & !state.known == 0)
        };
        self.wish
            .needs
            .iter()
            .filter_map(made)
            .reduce(|all, one| all && one)
    }
}
