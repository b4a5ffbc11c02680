//! `search/temporal`: who held an office in the year in which something happened.
//!
//! The office is that of the place a novel is set in, of its author's birthplace, or of its publisher; the year is that of
//! its publication. At least three terms that are over and the present one stand on one page: the dates decide, and each
//! holder of the past is the answer as often as any other. Oracle: the novel, what it leads to, the office. Evidence: the
//! year, every link, the term. Grade: 1 or 0.

use super::{
    Draft, Draw, Template,
    draft::{BY_NAME, BY_OTHER, BY_TOPIC, Clue},
    draw::Link,
};
use crate::search::{
    types::Commit,
    world::{FactId, Kind, Object, PageId, Relation},
};
use truestep_core::truth::FactSet;

pub(crate) const TEMPLATE: Template = Template {
    name: "temporal",
    version: 2,
    summary: "find who held an office in the year of a publication",
    random_ceiling_percent: 8,
    draft,
};

/// Fewest terms that are over of an office that is asked for: with fewer the year would hardly be needed.
const FEWEST_PAST: usize = 3;

/// What leads from a novel to an office.
const WAYS: [(&[Relation], Relation); 4] = [
    (&[Relation::Author, Relation::Birthplace], Relation::Mayor),
    (&[Relation::Author, Relation::School], Relation::Rector),
    (&[Relation::Author, Relation::Employer], Relation::Director),
    (&[Relation::Publisher, Relation::Seat], Relation::Mayor),
];

fn draft(draw: &mut Draw<'_>) -> Option<Draft> {
    let (way, office) = draw.one(&WAYS)?;
    let novel = draw.any(Kind::Novel)?;
    let mut links: Vec<Link> = vec![];
    for &relation in way {
        let from = links.last().map_or(novel, |link: &Link| link.to);
        links.push(draw.link(from, relation)?);
    }
    let place = links.last()?.to;
    let published = draw.wiki.present(novel, Relation::Published)?;
    let Object::Year(year) = draw.wiki.fact(published).object else {
        return None;
    };
    let terms: Vec<FactId> = draw
        .wiki
        .facts_of(place)
        .filter(|id| draw.wiki.fact(*id).relation == office)
        .collect();
    let holder = |id: &FactId| draw.wiki.fact(*id).object.thing();
    // A term that is over, so that the present holder is the mistake to be made; which of them is settled before.
    let mut past: Vec<FactId> = (terms.iter().copied())
        .filter(|id| !draw.wiki.fact(*id).is_present())
        .collect();
    past.sort_unstable_by_key(|id| draw.wiki.fact(*id).from);
    if past.len() < FEWEST_PAST || past.len() == terms.len() {
        return None;
    }
    let term = past[draw.aim as usize % past.len()];
    if !draw.wiki.fact(term).covers(year) {
        return None;
    }
    let right = holder(&term)?;
    let holders: Vec<PageId> = terms.iter().filter_map(holder).collect();
    let mut draft = Draft::new(Commit::Dated);
    let when = draft.clue(draw.label(published), Clue::Fact(published));
    draft.hops.push(draw.hop(
        published,
        vec![
            format!("{} published", draw.wiki.name(novel)),
            draw.wiki.name(novel).to_owned(),
        ],
    ));
    let known = draw.add_chain(&mut draft, &links, FactSet::default());
    let name = draw.wiki.name(place).to_owned();
    let with_word = format!("{name} {}", office.keyword());
    draft.ask(BY_NAME, name.clone(), known);
    draft.ask(BY_NAME, with_word.clone(), known);
    draft.hops.push(draw.hop(term, vec![with_word, name]));
    let mut passed = holders.clone();
    let mut of_term = FactSet::default();
    for (id, &who) in terms.iter().zip(&holders) {
        let fact = draw.wiki.fact(*id);
        let label = format!("{} from {}", draw.label(*id), fact.from);
        let clue = draft.clue(label, Clue::Fact(*id));
        if *id == term {
            of_term = clue;
        }
        draft.offer(draw.wiki.name(who), clue);
        let near = draw.near(who, &passed)?;
        draft.offer(draw.wiki.name(near), clue);
        passed.push(near);
    }
    draft.evidence = draft.evidence.union(when).union(of_term);
    draft.ask(BY_TOPIC, format!("{} {}", office.keyword(), year), when);
    let near = draw.near(novel, &[novel])?;
    draft.ask(
        BY_OTHER,
        draw.wiki.name(near).to_owned(),
        FactSet::default(),
    );
    draw.answer(&mut draft, right);
    draft.ends.push((novel, right));
    let title = draw.wiki.said(novel);
    let led = Draw::phrase(format!("the novel {title}"), &links);
    // After "at which somebody studied" the year would be that of the studies.
    let ends_in_clause = links.iter().any(|link| link.relation.ends_in_clause());
    draft.instruction = match draw.one(&[true, false])? && !ends_in_clause {
        true => format!(
            "Who was the {} of {led} in the year in which this novel was published? Answer with the name alone.",
            office.keyword()
        ),
        false => format!(
            "In the year in which the novel {title} was published, who was the {} of {}? Answer with the name alone.",
            office.keyword(),
            Draw::phrase("this novel".to_owned(), &links)
        ),
    };
    Some(draft)
}
