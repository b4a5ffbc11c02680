//! A wiki about a world that does not exist: drawn from a seed as a graph of facts, then named, then written.
//!
//! Reading order: `kinds` (what there is and how it is related), `graph` (what holds) with `offices`, `names`, `phrases`
//! (how it is said), `pages` (what stands where). One [`Wiki`] is shared by everything that is set in it.

mod graph;
mod kinds;
mod names;
mod offices;
mod pages;
mod phrases;
#[cfg(test)]
mod tests;

pub(crate) use graph::PRESENT;
pub use graph::{Fact, FactId, Object, PageId};
pub use kinds::{Kind, Range, Relation};
pub use pages::Line;
pub(crate) use pages::{listed, said};

use super::index::{Index, IndexBuilder};
use graph::{Graph, shuffle};
use names::Namer;
use pages::Writer;
use truestep_core::{chance::Seed, digest::Digest};

/// Fewest pages of a wiki; fewer would hold no question.
pub const FEWEST_PAGES: u32 = 100;
/// Most pages.
pub const MOST_PAGES: u32 = 100_000;
/// How often a title counts as much as the words of a line.
const TITLE_WEIGHT: u32 = 3;
/// Raised whenever the same seed gives other pages.
const WIKI_VERSION: u32 = 2;

/// What a wiki is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WikiSpec {
    /// What it is drawn from.
    pub seed: Seed,
    /// Its pages, from [`FEWEST_PAGES`] to [`MOST_PAGES`].
    pub pages: u32,
}

/// Who bears which name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// As drawn.
    Plain,
    /// Everything bears the name of something else of its kind: the graph and the years stay.
    Shuffled,
}

/// A wiki.
#[derive(Debug)]
pub struct Wiki {
    spec: WikiSpec,
    kinds: Vec<Kind>,
    names: Vec<String>,
    facts: Vec<Fact>,
    first_fact: Vec<FactId>,
    by_object: Vec<(PageId, FactId)>,
    of_kind: Vec<Vec<PageId>>,
    lines: Vec<Line>,
    first_line: Vec<u32>,
    /// Which pages speak of a thing, by thing and page.
    mentions: Vec<(PageId, PageId)>,
    index: Index,
    digest: Digest,
}

impl Wiki {
    /// Draw, name and write a wiki; a number of pages out of range is brought into it.
    #[must_use]
    pub fn generate(spec: WikiSpec, naming: Naming) -> Wiki {
        let pages = spec.pages.clamp(FEWEST_PAGES, MOST_PAGES);
        let graph = Graph::generate(spec.seed, pages);
        let mut of_kind: Vec<Vec<PageId>> = vec![vec![]; Kind::ALL.len()];
        for (page, kind) in (0..).zip(&graph.kinds) {
            of_kind[*kind as usize].push(page);
        }
        let mut names = names(spec.seed, &graph.kinds);
        if naming == Naming::Shuffled {
            exchange(spec.seed, &of_kind, &mut names);
        }
        let first_fact = starts(pages, graph.facts.iter().map(|f| f.subject));
        let mut by_object: Vec<(PageId, FactId)> = (0..)
            .zip(&graph.facts)
            .filter_map(|(id, fact)| Some((fact.object.thing()?, id)))
            .collect();
        by_object.sort_unstable();
        let writer = Writer {
            graph: &graph,
            names: &names,
            first: &first_fact,
            by_object: &by_object,
            of_kind: &of_kind,
            seed: spec.seed,
        };
        let mut lines = vec![];
        let mut first_line = vec![0];
        let mut mentions = vec![];
        let mut index = IndexBuilder::default();
        let mut digest = Digest::of(&WIKI_VERSION.to_le_bytes());
        for page in 0..pages {
            let written = writer.write(page);
            let title = &names[page as usize];
            index.begin();
            (0..TITLE_WEIGHT).for_each(|_| index.add(title));
            digest = digest.chain(title.as_bytes());
            for line in &written.lines {
                index.add(&line.text);
                digest = digest.chain(line.text.as_bytes());
            }
            mentions.extend(written.mentions.into_iter().map(|thing| (thing, page)));
            lines.extend(written.lines);
            first_line.push(lines.len() as u32);
        }
        mentions.sort_unstable();
        mentions.dedup();
        Wiki {
            spec: WikiSpec { pages, ..spec },
            kinds: graph.kinds,
            names,
            facts: graph.facts,
            first_fact,
            by_object,
            of_kind,
            lines,
            first_line,
            mentions,
            index: index.build(),
            digest,
        }
    }

    /// What it is made from.
    #[must_use]
    pub fn spec(&self) -> WikiSpec {
        self.spec
    }

    /// How many pages it has.
    #[must_use]
    pub fn pages(&self) -> u32 {
        self.kinds.len() as u32
    }

    /// The digest of all titles and lines.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// The index over its pages.
    #[must_use]
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// What a page is about.
    #[must_use]
    pub fn kind(&self, page: PageId) -> Kind {
        self.kinds[page as usize]
    }

    /// The pages of a kind, ascending.
    #[must_use]
    pub fn of_kind(&self, kind: Kind) -> &[PageId] {
        &self.of_kind[kind as usize]
    }

    /// A page's title, which is the name of what it is about.
    #[must_use]
    pub fn name(&self, page: PageId) -> &str {
        &self.names[page as usize]
    }

    /// How it is called in a sentence.
    #[must_use]
    pub fn said(&self, page: PageId) -> String {
        said(self.kind(page), self.name(page))
    }

    /// A page's lines.
    #[must_use]
    pub fn lines(&self, page: PageId) -> &[Line] {
        let from = self.first_line[page as usize] as usize;
        &self.lines[from..self.first_line[page as usize + 1] as usize]
    }

    /// A fact.
    #[must_use]
    pub fn fact(&self, id: FactId) -> &Fact {
        &self.facts[id as usize]
    }

    /// Every fact, by subject.
    #[must_use]
    pub fn facts(&self) -> &[Fact] {
        &self.facts
    }

    /// The facts of which a thing is the subject.
    pub fn facts_of(&self, page: PageId) -> impl Iterator<Item = FactId> + use<> {
        self.first_fact[page as usize]..self.first_fact[page as usize + 1]
    }

    /// The facts with a thing at their other end.
    pub fn facts_about(&self, page: PageId) -> impl Iterator<Item = FactId> + '_ {
        let start = self.by_object.partition_point(|(object, _)| *object < page);
        let here = self.by_object[start..].iter();
        here.take_while(move |(object, _)| *object == page)
            .map(|(_, id)| *id)
    }

    /// The fact that `relation` states of a thing today.
    #[must_use]
    pub fn present(&self, page: PageId, relation: Relation) -> Option<FactId> {
        let mut own = self.facts_of(page);
        own.find(|&id| self.fact(id).relation == relation && self.fact(id).is_present())
    }

    /// The other names of a thing.
    pub fn aliases(&self, page: PageId) -> impl Iterator<Item = &str> {
        let about = self.facts_about(page).map(|id| self.fact(id));
        about
            .filter(|fact| fact.relation == Relation::AliasOf)
            .map(|fact| self.name(fact.subject))
    }

    /// The pages that speak of a thing, ascending.
    pub fn mentions(&self, thing: PageId) -> impl Iterator<Item = PageId> + '_ {
        let start = self.mentions.partition_point(|(t, _)| *t < thing);
        let here = self.mentions[start..].iter();
        here.take_while(move |(t, _)| *t == thing).map(|(_, p)| *p)
    }

    /// Whether one page speaks of both.
    #[must_use]
    pub fn share_a_page(&self, one: PageId, other: PageId) -> bool {
        let others: Vec<PageId> = self.mentions(other).collect();
        self.mentions(one)
            .any(|page| others.binary_search(&page).is_ok())
    }
}

/// Where each page's part begins in a list that is sorted by page, and where the last one ends.
fn starts(pages: u32, of: impl Iterator<Item = PageId>) -> Vec<u32> {
    let mut counts = vec![0; pages as usize + 1];
    for page in of {
        counts[page as usize + 1] += 1;
    }
    for page in 1..counts.len() {
        counts[page] += counts[page - 1];
    }
    counts
}

/// A name for everything, by its kind. One person, city or company in eight is called nearly as the one before.
fn names(seed: Seed, kinds: &[Kind]) -> Vec<String> {
    const GIVEN: usize = 240;
    const NEAR: u32 = 8;
    let mut namer = Namer::new(seed.stream("wiki:names").sampled());
    let given: Vec<String> = (0..GIVEN).map(|_| namer.word()).collect();
    let mut last: Vec<Option<(String, String)>> = vec![None; Kind::ALL.len()];
    let mut names = Vec::with_capacity(kinds.len());
    for &kind in kinds {
        let name = loop {
            let (front, word) = match &last[kind as usize] {
                Some((front, word)) if namer.below(NEAR) == 0 => {
                    (front.clone(), namer.beside(&word.clone()))
                }
                _ => (front(kind, &given, &mut namer), namer.word()),
            };
            let name = whole(kind, &front, &word);
            last[kind as usize] = Some((front, word));
            if kind != Kind::Person || namer.claim(&name) {
                break name;
            }
        };
        names.push(name);
    }
    names
}

/// What goes with the word that a name is made of.
fn front(kind: Kind, given: &[String], namer: &mut Namer) -> String {
    let mut pick = |list: &[&str]| list[namer.below(list.len() as u32) as usize].to_owned();
    match kind {
        Kind::Person => given[namer.below(given.len() as u32) as usize].clone(),
        Kind::Company => pick(&[
            "Press",
            "Shipping Company",
            "Works",
            "Trading House",
            "Brothers",
        ]),
        Kind::School => pick(&["College", "Academy", "Institute"]),
        Kind::Festival => pick(&["Festival", "Fair", "Games"]),
        Kind::Region => pick(&["Land", "Coast", "Vale"]),
        Kind::Novel => {
            let first = pick(&phrases::TITLE_FIRST);
            format!("The {first} {}", pick(&phrases::TITLE_SECOND))
        }
        Kind::City | Kind::Redirect => String::new(),
    }
}

fn whole(kind: Kind, front: &str, word: &str) -> String {
    match kind {
        Kind::Person => format!("{front} {word}"),
        Kind::Novel => format!("{front} of {word}"),
        Kind::City | Kind::Redirect => word.to_owned(),
        _ => format!("{word} {front}"),
    }
}

/// Give everything the name of the next of its kind, in an order drawn for it: nothing keeps its name.
fn exchange(seed: Seed, of_kind: &[Vec<PageId>], names: &mut [String]) {
    let mut chance = seed.stream("wiki:exchange").sampled();
    for pages in of_kind {
        let mut circle = pages.clone();
        shuffle(&mut circle, &mut chance);
        for pair in circle.windows(2) {
            names.swap(pair[0] as usize, pair[1] as usize);
        }
    }
}
