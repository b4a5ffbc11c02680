//! Distances: fewest steps to the answer, exact at any size.
//!
//! What is known only grows, and what is offered depends on nothing but what is known, what is listed and which page is
//! open. Facts that open no way to the goal are of no account; over the sets of the others (`useful`, a few) a table holds
//! the fewest steps from anywhere: every query that is offered, then what its pages show. Pages of one listing are taken
//! in their order and looked through while they are open: gains of one do not depend on another, so no other order is
//! shorter.

use super::{
    reveal,
    types::{Def, State},
    world::PageId,
};
use rustc_hash::FxHashMap;
use truestep_core::truth::{Distance, FactSet};

/// Most useful facts: the table has a row for each set of them.
pub(super) const MOST_USEFUL: usize = 14;
/// No way.
const NEVER: u16 = u16::MAX;

/// Sets of useful facts, as bits.
type Known = u32;

/// What a page adds.
#[derive(Clone, Debug, Default)]
struct Page {
    opened: Known,
    found: Vec<Known>,
}

/// A query of the menu that leads somewhere.
#[derive(Debug)]
struct Query {
    needs: Known,
    listed: Known,
    pages: Vec<usize>,
}

/// The table of one goal.
#[derive(Debug, Default)]
pub(super) struct Plan {
    useful: Vec<usize>,
    goal: Known,
    pages: Vec<Page>,
    numbers: FxHashMap<PageId, usize>,
    queries: Vec<Query>,
    steps: Vec<u16>,
}

impl Plan {
    /// Plan for committing with the facts of `goal`; nothing where more facts are useful than a table can hold.
    pub(super) fn new(def: &Def, goal: FactSet) -> Option<Plan> {
        let useful = useful(def, goal);
        if useful.len() > MOST_USEFUL {
            return None;
        }
        let mut plan = Plan {
            useful: useful.iter().collect(),
            ..Plan::default()
        };
        plan.goal = plan.bits(goal);
        let mut pages: Vec<PageId> = def.told.keys().copied().collect();
        pages.sort_unstable();
        for page in pages {
            let mut adds = Page {
                opened: plan.bits(reveal::by_opening(def, page)),
                found: reveal::finds_on(def, page)
                    .map(|text| plan.bits(reveal::by_finding(def, page, text)))
                    .filter(|&found| found != 0)
                    .collect(),
            };
            adds.found.dedup();
            if adds.opened != 0 || !adds.found.is_empty() {
                plan.numbers.insert(page, plan.pages.len());
                plan.pages.push(adds);
            }
        }
        for query in &def.queries {
            let hits = query.results.hits.iter();
            let listed = hits.clone().fold(FactSet::default(), |set, &page| {
                set.union(reveal::by_listing(def, page))
            });
            let found = Query {
                needs: plan.bits(query.needs),
                listed: plan.bits(listed),
                pages: plan.listing(&query.results.hits),
            };
            let gated = !useful.includes(query.needs);
            if !gated && (found.listed != 0 || !found.pages.is_empty()) {
                plan.queries.push(found);
            }
        }
        plan.fill();
        Some(plan)
    }

    fn bits(&self, facts: FactSet) -> Known {
        let held = self.useful.iter().enumerate();
        held.filter(|(_, fact)| facts.contains(**fact))
            .fold(0, |bits, (bit, _)| bits | 1 << bit)
    }

    /// The pages of a listing that add something.
    fn listing(&self, hits: &[PageId]) -> Vec<usize> {
        hits.iter()
            .filter_map(|page| self.numbers.get(page).copied())
            .collect()
    }

    /// From the fullest set down: every gain leads to a row that is filled.
    fn fill(&mut self) {
        let rows = 1_usize << self.useful.len();
        self.steps = vec![NEVER; rows];
        for known in (0..rows as Known).rev() {
            self.steps[known as usize] = match known & self.goal == self.goal {
                true => 1,
                false => self.by_searching(known),
            };
        }
    }

    fn by_searching(&self, known: Known) -> u16 {
        let offered = self.queries.iter().filter(|q| q.needs & !known == 0);
        offered
            .map(|q| {
                self.from(known | q.listed, &q.pages, None)
                    .saturating_add(1)
            })
            .min()
            .unwrap_or(NEVER)
    }

    /// Fewest steps with these pages of a listing still to be opened and `open` open.
    fn from(&self, known: Known, listing: &[usize], open: Option<usize>) -> u16 {
        let mut best = self.steps[known as usize];
        if let Some(open) = open {
            for found in &self.pages[open].found {
                if found & !known != 0 {
                    let after = self.from(known | found, listing, Some(open));
                    best = best.min(after.saturating_add(1));
                }
            }
        }
        for (place, &page) in listing.iter().enumerate() {
            let adds = &self.pages[page];
            let all = adds.found.iter().fold(adds.opened, |all, f| all | f);
            if all & !known != 0 {
                let after = self.from(known | adds.opened, &listing[place + 1..], Some(page));
                best = best.min(after.saturating_add(1));
            }
        }
        best
    }

    /// Fewest steps from a state that has not ended.
    pub(super) fn distance(&self, state: &State) -> Distance {
        let known = self.bits(state.known);
        let listing = match &state.results {
            Some(results) => self.listing(&results.hits),
            None => vec![],
        };
        let open = state
            .open
            .as_ref()
            .and_then(|open| self.numbers.get(&open.page));
        match self.from(known, &listing, open.copied()) {
            NEVER => Distance::Never,
            steps => Distance::Steps(steps.into()),
        }
    }

    /// Fewest steps from where nothing is known and nothing listed.
    pub(super) fn start(&self) -> Option<u32> {
        let steps = self.steps.first().copied().filter(|&s| s != NEVER);
        steps.map(u32::from)
    }
}

/// The facts that can matter for reaching `goal`: its own, and those that open a query which shows one that matters.
fn useful(def: &Def, goal: FactSet) -> FactSet {
    let shown: Vec<FactSet> = def
        .queries
        .iter()
        .map(|query| {
            query
                .results
                .hits
                .iter()
                .fold(FactSet::default(), |set, &page| {
                    let found =
                        reveal::finds_on(def, page).map(|text| reveal::by_finding(def, page, text));
                    let page = reveal::by_listing(def, page).union(reveal::by_opening(def, page));
                    found.fold(set.union(page), FactSet::union)
                })
        })
        .collect();
    let mut useful = goal;
    loop {
        let before = useful;
        for (query, shown) in def.queries.iter().zip(&shown) {
            if !shown.intersection(useful).is_empty() {
                useful = useful.union(query.needs);
            }
        }
        if useful == before {
            return useful;
        }
    }
}
