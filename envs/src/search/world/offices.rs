//! Offices: who led what from when until when.
//!
//! Everybody leads at most one thing at a time, and somebody's one post today is where that person works: nobody founded one
//! company and works for another.

use super::{
    graph::{Draw, Fact, Object, PRESENT, PageId},
    kinds::Relation,
};
use std::ops::RangeInclusive;
use truestep_core::chance::Chance as _;

/// Terms of an office that are over. Fewer would let the present holder's predecessor be guessed.
const PAST_TERMS: RangeInclusive<u32> = 3..=4;
/// Years in which those took office who are in office today.
const LAST_TERMS: RangeInclusive<u32> = 1946..=1958;
/// Years of the shortest term that is over.
const SHORTEST: u16 = 4;
/// Ages at which somebody takes office.
const AGES: RangeInclusive<u16> = 28..=66;
/// Age at which everybody has left office.
const RETIRED: u16 = 85;

/// Where somebody works today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Post {
    /// Nothing is said yet.
    Open,
    /// For this company, as its founder or its director.
    Company(PageId),
    /// In an office that no company gives.
    Other,
}

/// Who is taken by what, by page.
#[derive(Debug)]
pub(super) struct Posts {
    today: Vec<Post>,
    /// Years in office, the first and the last.
    terms: Vec<Vec<(u16, u16)>>,
}

impl Posts {
    pub(super) fn new(pages: usize) -> Self {
        Posts {
            today: vec![Post::Open; pages],
            terms: vec![vec![]; pages],
        }
    }

    /// Whether somebody founded or leads something.
    pub(super) fn has_post(&self, who: PageId) -> bool {
        self.today[who as usize] != Post::Open
    }

    /// The company that somebody founded or leads.
    pub(super) fn company(&self, who: PageId) -> Option<PageId> {
        match self.today[who as usize] {
            Post::Company(company) => Some(company),
            Post::Open | Post::Other => None,
        }
    }

    /// From now on somebody works for this company.
    pub(super) fn work_for(&mut self, who: PageId, company: PageId) {
        self.today[who as usize] = Post::Company(company);
    }

    /// Whether somebody holds no office in any of these years.
    fn is_free(&self, who: PageId, from: u16, until: u16) -> bool {
        let mut terms = self.terms[who as usize].iter();
        !terms.any(|&(first, last)| first <= until && from <= last)
    }
}

impl Draw {
    /// Terms of an office, one after the other without a gap, the last of which goes on; none where nobody is found for one.
    pub(super) fn terms(&mut self, page: PageId, relation: Relation, first: u16) {
        let past = self.between(PAST_TERMS);
        let since = self.between(LAST_TERMS);
        let starts = self.starts(first, since, past);
        let ends = (starts[1..].iter())
            .map(|next| Some(next - 1))
            .chain([None]);
        let terms: Vec<(u16, Option<u16>)> = starts.iter().copied().zip(ends).collect();
        let mut holders: Vec<PageId> = vec![];
        for &(from, until) in &terms {
            let suits = |draw: &Draw, who: PageId| {
                !holders.contains(&who) && draw.may_hold(who, (page, relation), from, until)
            };
            let Some(holder) = self.aged(from, AGES, suits) else {
                return;
            };
            holders.push(holder);
        }
        for ((from, until), holder) in terms.into_iter().zip(holders) {
            self.posts.terms[holder as usize].push((from, until.unwrap_or(PRESENT)));
            if until.is_none() {
                self.posts.today[holder as usize] = match relation {
                    Relation::Director => Post::Company(page),
                    _ => Post::Other,
                };
            }
            self.facts.push(Fact {
                subject: page,
                relation,
                object: Object::Thing(holder),
                from,
                until: until.unwrap_or(0),
            });
        }
    }

    /// Whether somebody can have held this office in these years, or holds it today.
    fn may_hold(
        &self,
        who: PageId,
        (page, office): (PageId, Relation),
        from: u16,
        until: Option<u16>,
    ) -> bool {
        let post = self.posts.today[who as usize];
        let fits = match (until, office) {
            (None, _) => [Post::Open, Post::Company(page)].contains(&post),
            // Who founded one company did not lead another.
            (Some(_), Relation::Director) => {
                [Post::Open, Post::Other, Post::Company(page)].contains(&post)
            }
            (Some(_), _) => true,
        };
        let until = until.unwrap_or(PRESENT);
        let is_able = until < self.born[who as usize] + RETIRED;
        fits && is_able && self.posts.is_free(who, from, until)
    }

    /// Years in which terms begin, from `first` to `since`: each term the shortest there is and a part of what is left,
    /// which is cut anywhere.
    fn starts(&mut self, first: u16, since: u16, past: u16) -> Vec<u16> {
        let spare = (since - first).saturating_sub(past * SHORTEST);
        let mut cuts: Vec<u16> = (1..past)
            .map(|_| self.chance.below(u32::from(spare) + 1) as u16)
            .collect();
        cuts.sort_unstable();
        let later = (1..)
            .zip(cuts)
            .map(|(term, cut)| first + term * SHORTEST + cut);
        std::iter::once(first).chain(later).chain([since]).collect()
    }
}
