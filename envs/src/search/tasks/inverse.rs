//! `search/bridge` and `search/intersection`: what the chain begins with is not named but described by what it has.
//!
//! Oracle: a `search` by what it has, `open`, then as in a chain. Evidence: the facts of the description and every link.
//! The description fits one thing of its kind in the whole wiki. Grade: 1 or 0.

use super::{
    Draft, Draw, Template,
    draft::{BY_TRAIT, BY_TRAITS, Clue},
    draw::Link,
};
use crate::search::{
    types::Commit,
    world::{FactId, PageId, Relation},
};
use truestep_core::truth::FactSet;

pub(crate) const BRIDGE: Template = Template {
    name: "bridge",
    version: 2,
    summary: "find what is described by one thing it has, then follow two relations",
    random_ceiling_percent: 5,
    draft: bridge,
};

pub(crate) const INTERSECTION: Template = Template {
    name: "intersection",
    version: 2,
    summary: "find who two things are true of, then follow two relations",
    random_ceiling_percent: 5,
    draft: intersection,
};

/// Relations by whose end a thing is described.
const TRAITS: [Relation; 5] = [
    Relation::Seat,
    Relation::Setting,
    Relation::Campus,
    Relation::Host,
    Relation::Publisher,
];

/// The subjects of `relation` with this at its other end.
fn subjects(draw: &Draw<'_>, relation: Relation, object: PageId) -> Vec<(PageId, FactId)> {
    let about = draw.wiki.facts_about(object);
    about
        .map(|id| (draw.wiki.fact(id).subject, id))
        .filter(|(_, id)| draw.wiki.fact(*id).relation == relation)
        .collect()
}

fn bridge(draw: &mut Draw<'_>) -> Option<Draft> {
    let relation = draw.one(&TRAITS)?;
    let kind = relation.subjects()[0];
    let thing = draw.any(kind)?;
    let object = draw.link(thing, relation)?.to;
    // One thing alone is meant.
    let [(_, fact)] = subjects(draw, relation, object)[..] else {
        return None;
    };
    let links = draw.walk(thing, 2)?;
    // One clause is enough for a sentence.
    let other = |link: &Link| link.relation.ends_in_clause() || link.relation == relation;
    if links.iter().any(|link| other(link) || link.to == object) {
        return None;
    }
    let described = relation.having(&draw.wiki.said(object))?;
    let query = format!(
        "{} {} {}",
        draw.wiki.name(object),
        kind.noun(),
        relation.keyword()
    );
    described_by(
        draw,
        &[(object, fact)],
        &links,
        described,
        (BY_TRAIT, query),
    )
}

fn intersection(draw: &mut Draw<'_>) -> Option<Draft> {
    let [one, other] = [Relation::Birthplace, Relation::School];
    let person = draw.any(one.subjects()[0])?;
    let (city, school) = (draw.link(person, one)?, draw.link(person, other)?);
    let born_there = subjects(draw, one, city.to);
    let studied_there = subjects(draw, other, school.to);
    let both = born_there
        .iter()
        .filter(|(who, _)| studied_there.iter().any(|(w, _)| w == who));
    // Neither is enough, and both are.
    if both.count() != 1 || born_there.len() < 2 || studied_there.len() < 2 {
        return None;
    }
    let links = draw.walk(person, 2)?;
    if links
        .iter()
        .any(|l| [one, other].contains(&l.relation) || [city.to, school.to].contains(&l.to))
    {
        return None;
    }
    let (city_name, school_name) = (draw.wiki.name(city.to), draw.wiki.name(school.to));
    let query = format!("birthplace {city_name} studied {school_name}");
    let traits = [(city.to, city.fact), (school.to, school.fact)];
    let query = (BY_TRAITS, query);
    let mut draft = described_by(draw, &traits, &links, "this person".into(), query)?;
    // In a sentence of its own: within the question it might be said of whoever is asked for.
    draft.instruction = format!(
        "One person alone studied at {school_name} and has {city_name} as birthplace. {}",
        draft.instruction
    );
    Some(draft)
}

/// A chain whose beginning is found by what it has.
fn described_by(
    draw: &mut Draw<'_>,
    traits: &[(PageId, FactId)],
    links: &[Link],
    described: String,
    (kind, query): (&'static str, String),
) -> Option<Draft> {
    let mut draft = Draft::new(Commit::Read);
    let mut known = FactSet::default();
    for (_, fact) in traits {
        let clue = draft.clue(draw.label(*fact), Clue::Fact(*fact));
        known = known.union(clue);
        draft.hops.push(draw.hop(*fact, vec![query.clone()]));
    }
    draft.evidence = known;
    draft.ask(kind, query, FactSet::default());
    for (object, fact) in traits {
        let relation = draw.wiki.fact(*fact).relation;
        let name = draw.wiki.name(*object).to_owned();
        draft.ask(
            kind,
            format!("{name} {}", relation.keyword()),
            FactSet::default(),
        );
        draft.ask(kind, name, FactSet::default());
    }
    draw.add_chain(&mut draft, links, known);
    draw.add_turns(&mut draft, links)?;
    let last = links.last()?.to;
    draw.answer(&mut draft, last);
    draft
        .ends
        .extend(traits.iter().map(|(object, _)| (*object, last)));
    let phrase = Draw::phrase(described, links);
    draft.instruction = draw.question(&phrase, draw.wiki.kind(last));
    Some(draft)
}
