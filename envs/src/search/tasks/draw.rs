//! What templates draw with.

use super::draft::{BY_NAME, BY_OTHER, BY_TOPIC, Clue, Draft};
use crate::search::{
    question::{Hop, Passage},
    types::Commit,
    world::{FactId, Kind, Object, PageId, Relation, Wiki},
};
use truestep_core::{
    chance::{Chance as _, Sampled},
    truth::FactSet,
};

/// Things looked at for one with a similar name.
const LOOKED_AT: usize = 12;

/// A wiki and luck. What is drawn depends on the graph alone, so that a twin with other names draws the same.
pub(crate) struct Draw<'a> {
    pub(crate) wiki: &'a Wiki,
    pub(crate) chance: Sampled,
    /// A number that stays the same over all attempts of a task: what is chosen by it is chosen evenly, however many
    /// attempts each choice takes.
    pub(crate) aim: u32,
}

/// One link of a chain.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Link {
    pub(crate) from: PageId,
    pub(crate) relation: Relation,
    pub(crate) fact: FactId,
    pub(crate) to: PageId,
}

impl Draw<'_> {
    /// One of a list.
    pub(crate) fn one<T: Copy>(&mut self, among: &[T]) -> Option<T> {
        match among.len() {
            0 => None,
            n => Some(among[self.chance.below(n as u32) as usize]),
        }
    }

    /// Anything of a kind.
    pub(crate) fn any(&mut self, kind: Kind) -> Option<PageId> {
        let wiki = self.wiki;
        self.one(wiki.of_kind(kind))
    }

    /// The link that a relation makes today.
    pub(crate) fn link(&self, from: PageId, relation: Relation) -> Option<Link> {
        let fact = self.wiki.present(from, relation)?;
        Some(Link {
            from,
            relation,
            fact,
            to: self.wiki.fact(fact).object.thing()?,
        })
    }

    /// Any link from a thing to one that is not passed yet, of none of the relations in `but`.
    pub(crate) fn any_link(
        &mut self,
        from: PageId,
        but: &[Relation],
        passed: &[PageId],
    ) -> Option<Link> {
        let relations = Relation::LINKS.iter().filter(|r| !but.contains(r));
        let links: Vec<Link> = relations
            .filter_map(|&relation| self.link(from, relation))
            .filter(|link| !passed.contains(&link.to))
            .collect();
        self.one(&links)
    }

    /// `count` links from `start`, each from where the one before led and of another relation; where somebody studied is
    /// asked once, because the phrase for it does not stand within itself.
    pub(crate) fn walk(&mut self, start: PageId, count: usize) -> Option<Vec<Link>> {
        let mut passed = vec![start];
        let mut links: Vec<Link> = vec![];
        for _ in 0..count {
            let last = links.last().copied();
            let from = last.map_or(start, |link| link.to);
            let relations = links.iter().map(|link| link.relation);
            let studied = relations.filter(|r| *r == Relation::School);
            let but: Vec<Relation> = last
                .map(|link| link.relation)
                .into_iter()
                .chain(studied)
                .collect();
            let link = self.any_link(from, &but, &passed)?;
            passed.push(link.to);
            links.push(link);
        }
        Some(links)
    }

    /// Something of the same kind, called as similarly as a few draws give, and none of `but`.
    pub(crate) fn near(&mut self, page: PageId, but: &[PageId]) -> Option<PageId> {
        let kind = self.wiki.kind(page);
        let drawn: Vec<PageId> = (0..LOOKED_AT).filter_map(|_| self.any(kind)).collect();
        let alike = |other: &PageId| {
            let pairs = self
                .wiki
                .name(*other)
                .chars()
                .zip(self.wiki.name(page).chars());
            pairs.take_while(|(a, b)| a == b).count()
        };
        let fitting = drawn.into_iter().filter(|p| *p != page && !but.contains(p));
        fitting.rev().max_by_key(alike)
    }

    /// A fact as a clue and a hop.
    pub(crate) fn hop(&self, id: FactId, sub_queries: Vec<String>) -> Hop {
        let wiki = self.wiki;
        let fact = wiki.fact(id);
        let states = |page: &PageId| {
            wiki.lines(*page)
                .iter()
                .any(|line| line.facts.contains(&id))
        };
        let pages = std::iter::once(fact.subject).chain(fact.object.thing());
        let (sub_answer, aliases) = match fact.object {
            Object::Thing(thing) => {
                let aliases = wiki.aliases(thing).map(str::to_owned);
                (wiki.name(thing).to_owned(), aliases.collect())
            }
            Object::Year(year) => (year.to_string(), vec![]),
        };
        Hop {
            sub_queries,
            relation: fact.relation,
            subject: wiki.name(fact.subject).to_owned(),
            subject_kind: wiki.kind(fact.subject),
            gold: pages
                .filter(states)
                .map(|page| Passage::of(wiki, page))
                .collect(),
            sub_answer,
            aliases,
            is_pivot: true,
        }
    }

    /// What a clue about a fact is called. No page says it so.
    pub(crate) fn label(&self, id: FactId) -> String {
        let fact = self.wiki.fact(id);
        let relation = fact.relation.keyword();
        format!("{relation} <- {}", self.wiki.name(fact.subject))
    }

    /// Add a chain to a draft: a clue, a hop and queries for each link, with the first subject known by `known`. What is
    /// known once the last link is.
    pub(crate) fn add_chain(
        &mut self,
        draft: &mut Draft,
        links: &[Link],
        known: FactSet,
    ) -> FactSet {
        let mut needs = known;
        for link in links {
            let name = self.wiki.name(link.from).to_owned();
            let with_word = format!("{name} {}", link.relation.keyword());
            let clue = draft.clue(self.label(link.fact), Clue::Fact(link.fact));
            draft.evidence = draft.evidence.union(clue);
            draft.ask(BY_NAME, name.clone(), needs);
            draft.ask(BY_NAME, with_word.clone(), needs);
            draft.hops.push(self.hop(link.fact, vec![with_word, name]));
            needs = clue;
        }
        needs
    }

    /// Wrong turns: from every page of a chain another link, whose end can be searched for once it is known; and answers
    /// for what was passed, each with one that was not.
    pub(crate) fn add_turns(&mut self, draft: &mut Draft, links: &[Link]) -> Option<()> {
        let mut passed: Vec<PageId> = links.iter().flat_map(|l| [l.from, l.to]).collect();
        passed.dedup();
        let mut ends: Vec<(PageId, FactSet)> = vec![];
        for link in links {
            let clue = draft.clue(self.label(link.fact), Clue::Fact(link.fact));
            ends.push((link.to, clue));
        }
        for link in links {
            let Some(turn) = self.any_link(link.from, &[link.relation], &passed) else {
                continue;
            };
            let clue = draft.clue(self.label(turn.fact), Clue::Fact(turn.fact));
            passed.push(turn.to);
            draft.ask(BY_NAME, self.wiki.name(turn.to).to_owned(), clue);
            ends.push((turn.to, clue));
        }
        for (end, clue) in ends {
            draft.offer(self.wiki.name(end), clue);
            if let Some(near) = self.near(end, &passed) {
                draft.offer(self.wiki.name(near), clue);
                passed.push(near);
            }
        }
        let words: Vec<&str> = links.iter().map(|l| l.relation.keyword()).collect();
        draft.ask(BY_TOPIC, words.join(" "), FactSet::default());
        let start = links.first()?.from;
        let near = self.near(start, &passed)?;
        draft.ask(
            BY_OTHER,
            self.wiki.name(near).to_owned(),
            FactSet::default(),
        );
        Some(())
    }

    /// The answer is this thing: by the name it goes by, or by another once it is told that this is one.
    pub(crate) fn answer(&self, draft: &mut Draft, page: PageId) {
        let own = self.wiki.name(page).to_owned();
        draft.answer.push((own, FactSet::default()));
        let about: Vec<FactId> = self.wiki.facts_about(page).collect();
        for id in about {
            let fact = self.wiki.fact(id);
            if fact.relation == Relation::AliasOf {
                let told = draft.clue(self.label(id), Clue::Fact(id));
                let alias = self.wiki.name(fact.subject).to_owned();
                draft.answer.push((alias, told));
            }
        }
    }

    /// How a thing is spoken of where a question begins.
    pub(crate) fn opening(&self, page: PageId) -> String {
        match self.wiki.kind(page) {
            Kind::Novel => format!("the novel {}", self.wiki.said(page)),
            Kind::Festival => format!("the {}", self.wiki.name(page)),
            _ => self.wiki.name(page).to_owned(),
        }
    }

    /// The question for what a phrase means, which is something of `kind`.
    pub(crate) fn question(&mut self, phrase: &str, kind: Kind) -> String {
        let asks = match (kind, self.chance.below(2)) {
            (Kind::Person, 0) => format!("Who is {phrase}?"),
            (_, 0) => format!("What is the name of {phrase}?"),
            _ => format!("Name {phrase}."),
        };
        format!("{asks} Answer with the name alone.")
    }

    /// A phrase led through the links of a chain: `the seat of the publisher of …`.
    pub(crate) fn phrase(opening: String, links: &[Link]) -> String {
        links
            .iter()
            .fold(opening, |inner, link| link.relation.of(&inner))
    }

    /// A whole question over one chain.
    pub(crate) fn chain(
        &mut self,
        links: &[Link],
        opening: String,
        known: FactSet,
    ) -> Option<Draft> {
        let (first, last) = (links.first()?, links.last()?);
        let mut draft = Draft::new(Commit::Read);
        self.add_chain(&mut draft, links, known);
        self.add_turns(&mut draft, links)?;
        self.answer(&mut draft, last.to);
        draft.ends.push((first.from, last.to));
        let phrase = Self::phrase(opening, links);
        draft.instruction = self.question(&phrase, self.wiki.kind(last.to));
        Some(draft)
    }
}
