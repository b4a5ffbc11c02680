//! The graph: what there is and what holds, before anything has a name.
//!
//! Dates are drawn in the order in which they depend on each other - births and foundings, then who leads what, then what
//! people did - so that nobody acts before birth, nothing acts before it was founded, and nobody holds two offices at once.

use super::{
    kinds::{Kind, Relation},
    offices::Posts,
    phrases::PROFESSIONS,
};
use std::ops::RangeInclusive;
use truestep_core::chance::{Chance as _, Sampled, Seed};

/// Number of a page, and of what it is about.
pub type PageId = u32;
/// Number of a fact.
pub type FactId = u32;

/// The year in which the wiki is read.
pub(crate) const PRESENT: u16 = 1962;
/// Most novels anybody wrote.
const MOST_NOVELS: usize = 6;
/// Age at which somebody may first publish.
const DEBUT: u16 = 21;
/// Age before which people join who employs them.
const JOINED: u16 = 40;
/// Years of birth. The youngest are grown up in the present, and the oldest when the first companies were founded.
const BIRTHS: RangeInclusive<u32> = 1850..=1930;
/// Years in which cities were founded: before the first schools.
const CITIES: RangeInclusive<u32> = 1010..=1490;
/// Years in which schools were founded: before anybody was born.
const SCHOOLS: RangeInclusive<u32> = 1510..=1840;
/// Years in which companies were founded, each by somebody.
const COMPANIES: RangeInclusive<u32> = 1875..=1920;
/// Years in which the first mayor and rector that anybody remembers took office.
const FIRST_TERMS: RangeInclusive<u32> = 1900..=1912;
/// The profession of those who write novels, in `PROFESSIONS`.
const NOVELIST: u32 = 0;
/// Draws for somebody who fits before a place stays empty.
const TRIES: u32 = 60;

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
pub(super) struct Draw {
    pub(super) chance: Sampled,
    kinds: Vec<Kind>,
    of_kind: [Vec<PageId>; Kind::ALL.len()],
    professions: Vec<u8>,
    pub(super) born: Vec<u16>,
    /// People, the oldest first.
    by_birth: Vec<PageId>,
    /// Companies with the year each was founded in, the oldest first.
    companies: Vec<(u16, PageId)>,
    pub(super) posts: Posts,
    pub(super) facts: Vec<Fact>,
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
            by_birth: vec![],
            companies: vec![],
            posts: Posts::new(kinds.len()),
            kinds,
            of_kind,
            facts: vec![],
        };
        draw.people();
        let novelists = draw.novelists();
        let mut written = vec![0; draw.kinds.len()];
        draw.each(Kind::City, Draw::city);
        draw.each(Kind::School, Draw::school);
        draw.each(Kind::Company, Draw::company);
        draw.companies.sort_unstable();
        draw.offices();
        draw.each(Kind::Person, Draw::person);
        draw.each(Kind::Novel, |draw, page| {
            draw.novel(page, &novelists, &mut written);
        });
        draw.each(Kind::Festival, Draw::festival);
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
    fn each(&mut self, kind: Kind, mut of: impl FnMut(&mut Draw, PageId)) {
        for page in self.of_kind[kind as usize].clone() {
            of(self, page);
        }
    }

    pub(super) fn between(&mut self, years: RangeInclusive<u32>) -> u16 {
        let (low, high) = years.into_inner();
        (low + self.chance.below(high - low + 1)) as u16
    }

    fn any(&mut self, kind: Kind) -> Option<PageId> {
        let among = &self.of_kind[kind as usize];
        let count = among.len() as u32;
        (count > 0).then(|| among[self.chance.below(count) as usize])
    }

    /// Somebody of such an age in `year` who suits.
    pub(super) fn aged(
        &mut self,
        year: u16,
        ages: RangeInclusive<u16>,
        suits: impl Fn(&Draw, PageId) -> bool,
    ) -> Option<PageId> {
        let born = |page: &PageId| self.born[*page as usize];
        let (least, most) = ages.into_inner();
        let oldest = (self.by_birth).partition_point(|p| born(p) < year.saturating_sub(most));
        let end = (self.by_birth).partition_point(|p| born(p) <= year.saturating_sub(least));
        let count = end.saturating_sub(oldest) as u32;
        let mut tries = 0..TRIES.min(count * TRIES);
        tries.find_map(|_| {
            let somebody = self.by_birth[oldest + self.chance.below(count) as usize];
            suits(self, somebody).then_some(somebody)
        })
    }

    /// A company that was founded by then.
    fn company_by(&mut self, year: u16) -> Option<PageId> {
        let count = self
            .companies
            .partition_point(|(founded, _)| *founded <= year) as u32;
        (count > 0).then(|| self.companies[self.chance.below(count) as usize].1)
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
            self.born[page as usize] = self.between(BIRTHS);
            self.professions[page as usize] = match self.chance.below(6) {
                0 => NOVELIST as u8,
                _ => 1 + self.chance.below(PROFESSIONS.len() as u32 - 1) as u8,
            };
        }
        self.by_birth = self.of_kind[Kind::Person as usize].clone();
        self.by_birth.sort_by_key(|page| self.born[*page as usize]);
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
            let teacher = self.aged(born, 15..=45, |_, _| true);
            self.link(page, Relation::Teacher, teacher);
        }
        let employer = self.employer(page);
        self.link(page, Relation::Employer, employer);
    }

    /// Who leads or founded a company works for it, and who leads anything else for none; of the others most for some.
    fn employer(&mut self, page: PageId) -> Option<PageId> {
        if self.posts.has_post(page) {
            return self.posts.company(page);
        }
        match self.chance.below(10) < 8 {
            true => self.company_by(self.born[page as usize] + JOINED),
            false => None,
        }
    }

    fn city(&mut self, page: PageId) {
        let region = self.any(Kind::Region);
        self.link(page, Relation::Region, region);
        let founded = self.between(CITIES);
        self.state(page, Relation::Founded, Object::Year(founded));
    }

    fn school(&mut self, page: PageId) {
        let campus = self.any(Kind::City);
        self.link(page, Relation::Campus, campus);
        let founded = self.between(SCHOOLS);
        self.state(page, Relation::Founded, Object::Year(founded));
    }

    fn company(&mut self, page: PageId) {
        let founded = self.between(COMPANIES);
        self.companies.push((founded, page));
        let founder = self.aged(founded, 20..=60, |draw, who| !draw.posts.has_post(who));
        if let Some(founder) = founder {
            self.posts.work_for(founder, page);
        }
        self.link(page, Relation::Founder, founder);
        self.state(page, Relation::Founded, Object::Year(founded));
        let seat = self.any(Kind::City);
        self.link(page, Relation::Seat, seat);
    }

    /// Who led what, once everything is founded.
    fn offices(&mut self) {
        for (kind, office) in [
            (Kind::City, Relation::Mayor),
            (Kind::School, Relation::Rector),
        ] {
            self.each(kind, |draw, page| {
                let first = draw.between(FIRST_TERMS);
                draw.terms(page, office, first);
            });
        }
        for (founded, page) in self.companies.clone() {
            let first = self.between(FIRST_TERMS).max(founded + self.between(2..=6));
            // Of the others nobody knows who led them.
            if self.chance.below(10) < 7 {
                self.terms(page, Relation::Director, first);
            }
        }
    }

    fn novel(&mut self, page: PageId, novelists: &[PageId], written: &mut [usize]) {
        let author = (0..TRIES).find_map(|_| {
            let count = novelists.len() as u32;
            let author = novelists[(count > 0).then(|| self.chance.below(count))? as usize];
            (written[author as usize] < MOST_NOVELS).then_some(author)
        });
        let debut = author.map_or(1880, |author| self.born[author as usize] + DEBUT);
        let last = (debut + 30).min(PRESENT - 2);
        let published = self.between(debut.into()..=last.into());
        if let Some(author) = author {
            written[author as usize] += 1;
        }
        self.link(page, Relation::Author, author);
        self.state(page, Relation::Published, Object::Year(published));
        let publisher = self.company_by(published);
        self.link(page, Relation::Publisher, publisher);
        let setting = self.any(Kind::City);
        self.link(page, Relation::Setting, setting);
    }

    fn festival(&mut self, page: PageId) {
        let host = self.any(Kind::City);
        self.link(page, Relation::Host, host);
        let organiser = self.any(Kind::Company);
        self.link(page, Relation::Organiser, organiser);
        let patron = self.aged(PRESENT, 30..=90, |_, _| true);
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
