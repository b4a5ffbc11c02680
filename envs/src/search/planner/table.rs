//! The table of one goal: fewest steps from every set of useful facts.

use crate::search::world::PageId;
use rustc_hash::FxHashMap;
use truestep_core::truth::{Distance, FactSet};

/// No way.
const NEVER: u16 = u16::MAX;

/// Sets of useful facts, as bits.
type Known = u32;

/// What a page adds, in facts.
#[derive(Clone, Debug)]
pub(crate) struct Adds {
    /// Which page.
    pub(crate) page: PageId,
    /// By being opened.
    pub(crate) opened: FactSet,
    /// By each search for words on it that the menu offers.
    pub(crate) found: Vec<FactSet>,
}

/// What a query of the menu leads to, in facts.
#[derive(Debug)]
pub(crate) struct Leads<'a> {
    pub(crate) needs: FactSet,
    pub(crate) listed: FactSet,
    pub(crate) hits: &'a [PageId],
}

#[derive(Clone, Debug, Default)]
struct Page {
    opened: Known,
    found: Vec<Known>,
}

#[derive(Debug)]
struct Query {
    needs: Known,
    listed: Known,
    pages: Vec<usize>,
}

/// The table.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    useful: Vec<usize>,
    goal: Known,
    pages: Vec<Page>,
    numbers: FxHashMap<PageId, usize>,
    queries: Vec<Query>,
    steps: Vec<u16>,
}

impl Plan {
    /// Fill the table for committing with the facts of `goal`, where only those of `useful` matter.
    pub(crate) fn new(
        goal: FactSet,
        useful: FactSet,
        pages: &[Adds],
        queries: &[Leads<'_>],
    ) -> Plan {
        let mut plan = Plan {
            useful: useful.iter().collect(),
            ..Plan::default()
        };
        plan.goal = plan.bits(goal);
        for adds in pages {
            let opened = plan.bits(adds.opened);
            let found = adds.found.iter().map(|&facts| plan.bits(facts));
            let found: Vec<Known> = found.filter(|&bits| bits != 0).collect();
            if opened != 0 || !found.is_empty() {
                plan.numbers.insert(adds.page, plan.pages.len());
                plan.pages.push(Page { opened, found });
            }
        }
        // A query that needs what is of no use shows nothing of use.
        for leads in queries.iter().filter(|leads| useful.includes(leads.needs)) {
            let query = Query {
                needs: plan.bits(leads.needs),
                listed: plan.bits(leads.listed),
                pages: plan.listing(leads.hits),
            };
            if query.listed != 0 || !query.pages.is_empty() {
                plan.queries.push(query);
            }
        }
        plan.fill();
        plan
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

    /// Fewest steps from where this is known, these pages are listed and this one is open.
    pub(crate) fn distance(
        &self,
        known: FactSet,
        hits: &[PageId],
        open: Option<PageId>,
    ) -> Distance {
        let listing = self.listing(hits);
        let open = open.and_then(|page| self.numbers.get(&page).copied());
        match self.from(self.bits(known), &listing, open) {
            NEVER => Distance::Never,
            steps => Distance::Steps(steps.into()),
        }
    }
}
