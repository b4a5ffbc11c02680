//! Distances: fewest steps to the answer, exact at any size.
//!
//! What is known only grows, and what is offered depends on nothing but what is known, what is listed and which page is
//! open. Facts that open no way to the goal are of no account; over the sets of the others (`useful`, a few) a [table](Plan)
//! holds the fewest steps from anywhere: every query that is offered, then what its pages show. Pages of one listing are
//! taken in their order and looked through while they are open: gains of one do not depend on another, so no other order is
//! shorter.

mod table;

pub(super) use table::Plan;

use super::{
    reveal,
    types::{Def, State},
    world::PageId,
};
use table::{Adds, Leads};
use truestep_core::truth::{Distance, FactSet};

/// Most useful facts: the table has a row for each set of them.
const MOST_USEFUL: usize = 14;

/// Plan for committing with the facts of `goal`; nothing where more facts are useful than a table can hold.
pub(super) fn plan(def: &Def, goal: FactSet) -> Option<Plan> {
    let useful = useful(def, goal);
    if useful.len() > MOST_USEFUL {
        return None;
    }
    let mut pages: Vec<PageId> = def.told.keys().copied().collect();
    pages.sort_unstable();
    let adds = pages.into_iter().map(|page| Adds {
        page,
        opened: reveal::by_opening(def, page),
        found: reveal::finds_on(def, page)
            .map(|words| reveal::by_finding(def, page, words))
            .collect(),
    });
    let adds: Vec<Adds> = adds.collect();
    let leads = def.queries.iter().map(|query| Leads {
        needs: query.needs,
        listed: reveal::by_listing_all(def, &query.results.hits),
        hits: &query.results.hits,
    });
    let leads: Vec<Leads<'_>> = leads.collect();
    Some(Plan::new(goal, useful, &adds, &leads))
}

/// Fewest steps from a state that has not ended.
pub(super) fn distance(plan: &Plan, state: &State) -> Distance {
    let hits: &[PageId] = state.results.as_ref().map_or(&[], |results| &results.hits);
    plan.distance(state.known, hits, state.open.as_ref().map(|open| open.page))
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
