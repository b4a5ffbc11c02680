//! Pages: lines about what a page is about, in an order of their own.

use super::{
    graph::{Fact, FactId, Graph, Object, PageId, shuffle},
    kinds::{Kind, Relation},
    phrases::{self, PROFESSIONS},
};
use truestep_core::{
    chance::{Chance as _, Sampled, Seed},
    contract::language::article,
};

/// One line of a page: a sentence or two, and the facts it states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The text.
    pub text: Box<str>,
    /// The facts it states.
    pub facts: Box<[FactId]>,
    /// Whether it lists all there is of its facts' kind: all novels of somebody.
    pub is_list: bool,
}

/// Writes pages.
pub(super) struct Writer<'a> {
    pub(super) graph: &'a Graph,
    pub(super) names: &'a [String],
    /// The facts of each subject: `facts[first[page]..first[page + 1]]`.
    pub(super) first: &'a [FactId],
    /// Facts by the thing at their other end.
    pub(super) by_object: &'a [(PageId, FactId)],
    pub(super) of_kind: &'a [Vec<PageId>],
    pub(super) seed: Seed,
}

/// A page as it is written.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub(super) lines: Vec<Line>,
    /// What it speaks of, itself included.
    pub(super) mentions: Vec<PageId>,
}

impl Writer<'_> {
    /// How a thing is called in a sentence: novels stand in quotation marks.
    fn said(&self, page: PageId) -> String {
        said(self.graph.kinds[page as usize], &self.names[page as usize])
    }

    pub(super) fn write(&self, page: PageId) -> Written {
        let mut chance = self.seed.stream("wiki:page").branch(page.into()).sampled();
        let kind = self.graph.kinds[page as usize];
        let mut written = Written::default();
        written.mentions.push(page);
        let own = self.first[page as usize]..self.first[page as usize + 1];
        let mut body: Vec<Line> = vec![];
        for id in own {
            body.push(self.fact_line(id, &mut chance, &mut written));
        }
        self.other_names(page, &mut body, &mut written);
        self.novels(page, &mut body, &mut written);
        for _ in 0..2 + chance.below(2) {
            body.extend(self.filler(page, kind, &body, &mut chance, &mut written));
        }
        shuffle(&mut body, &mut chance);
        let lead = self.lead(page, kind, &mut chance);
        // A redirect has nothing to say of its own; elsewhere one page in four begins with more than what it is about.
        let merges = kind == Kind::Redirect || chance.below(4) == 0;
        let first = match body.first() {
            Some(line) if merges && !line.is_list => Some(body.remove(0)),
            _ => None,
        };
        let (more, facts) = first.map_or_else(Default::default, |line| (line.text, line.facts));
        written.lines.push(Line {
            text: [&*lead, &*more]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(" ")
                .into(),
            facts,
            is_list: false,
        });
        written.lines.extend(body);
        written
    }

    fn fact_line(&self, id: FactId, chance: &mut Sampled, written: &mut Written) -> Line {
        let fact = &self.graph.facts[id as usize];
        let ways = ways(fact);
        let way = ways[chance.below(ways.len() as u32) as usize];
        written.mentions.extend(fact.object.thing());
        Line {
            text: self.fill(way, fact).into(),
            facts: Box::new([id]),
            is_list: false,
        }
    }

    fn fill(&self, way: &str, fact: &Fact) -> String {
        let object = match fact.object {
            Object::Thing(page) => self.said(page),
            Object::Year(year) => year.to_string(),
        };
        way.replace("{s}", &self.said(fact.subject))
            .replace("{o}", &object)
            .replace("{from}", &fact.from.to_string())
            .replace("{until}", &fact.until.to_string())
    }

    fn facts_about(&self, page: PageId, relation: Relation) -> impl Iterator<Item = FactId> {
        let start = self.by_object.partition_point(|(object, _)| *object < page);
        let here = self.by_object[start..].iter();
        here.take_while(move |(object, _)| *object == page)
            .map(|(_, id)| *id)
            .filter(move |id| self.graph.facts[*id as usize].relation == relation)
    }

    /// The other name of a thing is told on its own page too.
    fn other_names(&self, page: PageId, body: &mut Vec<Line>, written: &mut Written) {
        for id in self.facts_about(page, Relation::AliasOf) {
            let alias = self.graph.facts[id as usize].subject;
            written.mentions.push(alias);
            body.push(Line {
                text: format!(
                    "{} is also known by the name {}.",
                    self.said(page),
                    self.said(alias)
                )
                .into(),
                facts: Box::new([id]),
                is_list: false,
            });
        }
    }

    /// All novels of somebody who wrote some.
    fn novels(&self, page: PageId, body: &mut Vec<Line>, written: &mut Written) {
        let facts: Vec<FactId> = self.facts_about(page, Relation::Author).collect();
        let novels: Vec<PageId> = facts
            .iter()
            .map(|id| self.graph.facts[*id as usize].subject)
            .collect();
        let titles: Vec<String> = novels.iter().map(|&novel| self.said(novel)).collect();
        let text = match &titles[..] {
            [] => return,
            [only] => format!("{} is the author of one novel, {only}.", self.said(page)),
            some => format!(
                "{} is the author of {} novels: {}.",
                self.said(page),
                some.len(),
                listed(some)
            ),
        };
        written.mentions.extend(&novels);
        body.push(Line {
            text: text.into(),
            facts: facts.into(),
            is_list: true,
        });
    }

    /// A sentence that states nothing; none that stands there already.
    fn filler(
        &self,
        page: PageId,
        kind: Kind,
        body: &[Line],
        chance: &mut Sampled,
        written: &mut Written,
    ) -> Option<Line> {
        let ways = phrases::filler(kind);
        let way = ways.get(chance.below(ways.len().max(1) as u32) as usize)?;
        let mut text = way.replace("{s}", &self.said(page));
        if text.contains("{o}") {
            let among = &self.of_kind[kind as usize];
            let other = among[chance.below(among.len() as u32) as usize];
            if other == page {
                return None;
            }
            text = text.replace("{o}", &self.said(other));
            written.mentions.push(other);
        }
        let start: String = text.chars().take(12).collect();
        let stands = body
            .iter()
            .any(|l| l.facts.is_empty() && l.text.starts_with(&start));
        (!stands).then(|| Line {
            text: text.into(),
            facts: Box::new([]),
            is_list: false,
        })
    }

    fn lead(&self, page: PageId, kind: Kind, chance: &mut Sampled) -> String {
        let name = self.said(page);
        let mut pick = |list: &[&'static str]| list[chance.below(list.len() as u32) as usize];
        match kind {
            Kind::Person => {
                let profession = PROFESSIONS[usize::from(self.graph.professions[page as usize])];
                format!("{name} is {} {profession}.", article(profession))
            }
            Kind::City => format!(
                "{name} is a city {}.",
                pick(&["on a river", "on a bay", "on a hill", "by a lake"])
            ),
            Kind::Region => format!(
                "{name} is a region {}.",
                pick(&["in the north", "in the south", "in the west"])
            ),
            Kind::Company => format!(
                "{name} is a company that deals in {}.",
                pick(&["books", "cloth", "clocks", "tea", "timber"])
            ),
            Kind::School => format!(
                "{name} is a school of {}.",
                pick(&["law", "medicine", "the arts", "mathematics"])
            ),
            Kind::Novel => format!("{name} is a novel in {} chapters.", 12 + chance.below(40)),
            Kind::Festival => format!(
                "{name} is a festival of {}.",
                pick(&["kites", "choirs", "lanterns", "puppets"])
            ),
            Kind::Redirect if self.first[page as usize] == self.first[page as usize + 1] => {
                format!("Nothing is told of {name}.")
            }
            Kind::Redirect => String::new(),
        }
    }
}

/// How something of a kind and a name is called in a sentence.
pub(crate) fn said(kind: Kind, name: &str) -> String {
    match kind {
        Kind::Novel => format!("\"{name}\""),
        _ => name.to_owned(),
    }
}

/// `A`, `A and B`, `A, B and C`.
pub(crate) fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [others @ .., last] => format!("{} and {last}", others.join(", ")),
    }
}

/// The ways to say a fact.
pub(crate) fn ways(fact: &Fact) -> &'static [&'static str] {
    match (fact.relation.is_dated(), fact.is_present()) {
        (false, _) => phrases::plain(fact.relation),
        (true, true) => phrases::present(fact.relation),
        (true, false) => phrases::past(fact.relation),
    }
}
