//! The graph: what there is and what holds, before anything has a name.

use super::{
    kinds::{Kind, Relation},
    phrases::PROFESSIONS,
};
use truestep_core::chance::{Chance as _, Sampled, Seed};

/// Number of a page, and of what it is about.
pub type PageId = u32;
/// Number of a fact.
pub type FactId = u32;

/// The year in which the wiki is read.
pub(crate) const PRESENT: u16 = 1962;
/// Most novels anybody wrote.
pub(crate) const MOST_NOVELS: usize = 6;
/// The profession of those who write novels, in `PROFESSIONS`.
const NOVELIST: u32 = 0;
/// Draws for somebody of a fitting age before a place stays empty.
const TRIES: u32 = 24;

/// The other end of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Object {
    /// A thing.
    Thing(PageId),
    /// A year.
    Year(u16),
}

impl Object {
    /// The thing, if it is one.
    #[must_use]
    pub fn thing(self) -> Option<PageId> {
        match self {
            Object::Thing(page) => Some(page),
            Object::Year(_) => None,
        }
    }
}

/// One fact: what something is to something, from when until when if that is dated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fact {
    /// Of what it is said.
    pub subject: PageId,
    /// Which relation.
    pub relation: Relation,
    /// What the subject has.
    pub object: Object,
    /// First year of a term; 0 where the relation is not dated.
    pub from: u16,
    /// Last year of a term; 0 where it goes on, or is not dated.
    pub until: u16,
}

impl Fact {
    /// Whether it holds today: not a term that is over.
    #[must_use]
    pub fn is_present(&self) -> bool {
        self.until == 0
    }

    /// Whether a term covers `year`.
    #[must_use]
    pub fn covers(&self, year: u16) -> bool {
        self.from != 0 && self.from <= year && (self.until == 0 || year <= self.until)
    }
}

/// What there is and what holds.
#[derive(Debug)]
pub(super) struct Graph {
    pub(super) kinds: Vec<Kind>,
    /// What each person does, a number of `PROFESSIONS`; 0 for all else.
    pub(super) professions: Vec<u8>,
    /// By subject.
    pub(super) facts: Vec<Fact>,
}

/// What facts are drawn with.
struct Draw {
    chance: Sampled,
    kinds: Vec<Kind>,
    of_kind: [Vec<PageId>; Kind::ALL.len()],
    professions: Vec<u8>,
    born: Vec<u16>,
    facts: Vec<Fact>,
}

impl Graph {
    pub(super) fn generate(seed: Seed, pages: u32) -> Graph {
        let kinds = kinds(seed, pages);
        let mut of_kind: [Vec<PageId>; Kind::ALL.len()] = Default::default();
        for (page, kind) in (0..).zip(&kinds) {
            of_kind[*kind as usize].push(page);
        }
        let mut draw = Draw {
            chance: seed.stream("wiki:facts").sampled(),
            professions: vec![0; kinds.len()],
            born: vec![0; kinds.len()],
            kinds,
            of_kind,
            facts: vec![],
        };
        draw.people();
        let novelists = draw.novelists();
        let mut written = vec![0; draw.kinds.len()];
        for page in 0..pages {
            match draw.kinds[page as usize] {
                Kind::Person => draw.person(page),
                Kind::City => draw.city(page),
                Kind::Company => draw.company(page),
                Kind::School => draw.school(page),
                Kind::Novel => draw.novel(page, &novelists, &mut written),
                Kind::Festival => draw.festival(page),
                Kind::Region | Kind::Redirect => {}
            }
        }
        draw.capitals();
        draw.aliases();
        draw.facts.sort_unstable();
        Graph {
            kinds: draw.kinds,
            professions: draw.professions,
            facts: draw.facts,
        }
    }
}

/// What each page is about: so many of each kind, in any order. At least two of each, so that small wikis have all.
fn kinds(seed: Seed, pages: u32) -> Vec<Kind> {
    let mut chance = seed.stream("wiki:kinds").sampled();
    let mut kinds = vec![];
    for kind in Kind::ALL {
        let share = (pages * kind.share() / 1000).max(2);
        kinds.extend((0..share).map(|_| kind));
    }
    kinds.resize(pages as usize, Kind::Person);
    shuffle(&mut kinds, &mut chance);
    kinds
}

/// Every order equally likely.
pub(super) fn shuffle<T>(list: &mut [T], chance: &mut Sampled) {
    for last in (1..list.len()).rev() {
        list.swap(last, chance.below(last as u32 + 1) as usize);
    }
}

impl Draw {
    fn between(&mut self, low: u32, high: u32) -> u16 {
        (low + self.chance.below(high - low + 1)) as u16
    }

    fn any(&mut self, kind: Kind) -> Option<PageId> {
        let among = &self.of_kind[kind as usize];
        let count = among.len() as u32;
        (count > 0).then(|| among[self.chance.below(count) as usize])
    }

    /// Somebody who is of an age from `least` to `most` in `year`.
    fn aged(&mut self, year: u16, least: u16, most: u16, but: &[PageId]) -> Option<PageId> {
        (0..TRIES).find_map(|_| {
            let somebody = self.any(Kind::Person)?;
            let age = year.saturating_sub(self.born[somebody as usize]);
            ((least..=most).contains(&age) && !but.contains(&somebody)).then_some(somebody)
        })
    }

    fn state(&mut self, subject: PageId, relation: Relation, object: Object) {
        self.facts.push(Fact {
            subject,
            relation,
            object,
            from: 0,
            until: 0,
        });
    }

    fn link(&mut self, subject: PageId, relation: Relation, object: Option<PageId>) {
        if let Some(object) = object {
            self.state(subject, relation, Object::Thing(object));
        }
    }

    fn people(&mut self) {
        for page in self.of_kind[Kind::Person as usize].clone() {
            self.born[page as usize] = self.between(1850, 1925);
            self.professions[page as usize] = match self.chance.below(6) {
                0 => NOVELIST as u8,
                _ => 1 + self.chance.below(PROFESSIONS.len() as u32 - 1) as u8,
            };
        }
    }

    fn novelists(&self) -> Vec<PageId> {
        let people = self.of_kind[Kind::Person as usize].iter().copied();
        people
            .filter(|&page| u32::from(self.professions[page as usize]) == NOVELIST)
            .collect()
    }

    fn person(&mut self, page: PageId) {
        let born = self.born[page as usize];
        self.state(page, Relation::Born, Object::Year(born));
        let birthplace = self.any(Kind::City);
        self.link(page, Relation::Birthplace, birthplace);
        if self.chance.below(10) < 8 {
            let school = self.any(Kind::School);
            self.link(page, Relation::School, school);
        }
        if self.chance.below(10) < 7 {
            let teacher = self.aged(born, 15, 45, &[page]);
            self.link(page, Relation::Teacher, teacher);
        }
        if self.chance.below(10) < 8 {
            let employer = self.any(Kind::Company);
            self.link(page, Relation::Employer, employer);
        }
    }

    fn city(&mut self, page: PageId) {
        let region = self.any(Kind::Region);
        self.link(page, Relation::Region, region);
        let founded = self.between(1010, 1790);
        self.state(page, Relation::Founded, Object::Year(founded));
        let first = self.between(1896, 1912);
        self.terms(page, Relation::Mayor, first, 3);
    }

    fn company(&mut self, page: PageId) {
        let founded = self.between(1880, 1930);
        let founder = self.aged(founded, 20, 60, &[]);
        self.link(page, Relation::Founder, founder);
        self.state(page, Relation::Founded, Object::Year(founded));
        let seat = self.any(Kind::City);
        self.link(page, Relation::Seat, seat);
        let first = founded + self.between(3, 8);
        self.terms(page, Relation::Director, first, 2);
    }

    fn school(&mut self, page: PageId) {
        let campus = self.any(Kind::City);
        self.link(page, Relation::Campus, campus);
        let founded = self.between(1510, 1890);
        self.state(page, Relation::Founded, Object::Year(founded));
        let first = self.between(1900, 1920);
        self.terms(page, Relation::Rector, first, 3);
    }

    /// `count` terms, one after the other without a gap, the last of which goes on.
    fn terms(&mut self, page: PageId, relation: Relation, first: u16, count: u32) {
        let mut held: Vec<PageId> = vec![];
        let mut from = first;
        for term in 0..count {
            let Some(holder) = self.aged(from, 26, 70, &held) else {
                return;
            };
            held.push(holder);
            let until = match term + 1 < count {
                true => from + self.between(4, 13),
                false => 0,
            };
            self.facts.push(Fact {
                subject: page,
                relation,
                object: Object::Thing(holder),
                from,
                until,
            });
            from = until + 1;
        }
    }

    fn novel(&mut self, page: PageId, novelists: &[PageId], written: &mut [usize]) {
        let author = (0..TRIES).find_map(|_| {
            let count = novelists.len() as u32;
            let author = novelists[(count > 0).then(|| self.chance.below(count))? as usize];
            (written[author as usize] < MOST_NOVELS).then_some(author)
        });
        let debut = author.map_or(1880, |author| self.born[author as usize] + 21);
        let published = (debut + self.between(0, 30)).min(PRESENT - 2);
        if let Some(author) = author {
            written[author as usize] += 1;
        }
        self.link(page, Relation::Author, author);
        self.state(page, Relation::Published, Object::Year(published));
        let publisher = self.any(Kind::Company);
        self.link(page, Relation::Publisher, publisher);
        let setting = self.any(Kind::City);
        self.link(page, Relation::Setting, setting);
    }

    fn festival(&mut self, page: PageId) {
        let host = self.any(Kind::City);
        self.link(page, Relation::Host, host);
        let organiser = self.any(Kind::Company);
        self.link(page, Relation::Organiser, organiser);
        let patron = self.aged(PRESENT, 30, 90, &[]);
        self.link(page, Relation::Patron, patron);
    }

    /// The capital of a region is the first of its cities.
    fn capitals(&mut self) {
        let mut capitals = vec![None; self.kinds.len()];
        for fact in &self.facts {
            if let (Relation::Region, Some(region)) = (fact.relation, fact.object.thing()) {
                capitals[region as usize].get_or_insert(fact.subject);
            }
        }
        for region in self.of_kind[Kind::Region as usize].clone() {
            self.link(region, Relation::Capital, capitals[region as usize]);
        }
    }

    /// Other names, each of something else.
    fn aliases(&mut self) {
        let mut named = vec![false; self.kinds.len()];
        for page in self.of_kind[Kind::Redirect as usize].clone() {
            let kind = [Kind::Person, Kind::City, Kind::Company][self.chance.below(3) as usize];
            let free = (0..TRIES).find_map(|_| {
                let thing = self.any(kind)?;
                (!named[thing as usize]).then_some(thing)
            });
            if let Some(thing) = free {
                named[thing as usize] = true;
                self.link(page, Relation::AliasOf, Some(thing));
            }
        }
    }
}
