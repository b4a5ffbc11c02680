//! `search/count`: how many of somebody's novels were published before or after some year.
//!
//! Oracle: `search` and `open` the author, whose page lists all novels (`find` where the list is not shown), then every
//! novel, `answer`. Evidence: the list and every year. Every number from one to all is the answer as often as any other;
//! never none, which an agent might say that found nothing. Grade: 1 or 0.

use super::{
    Draft, Draw, Template,
    draft::{BY_NAME, BY_OTHER, BY_TRAIT, Clue},
};
use crate::search::{
    question::{Hop, Passage},
    types::Commit,
    world::{FactId, Kind, Object, PRESENT, PageId, Relation, listed},
};
use std::ops::RangeInclusive;
use truestep_core::{chance::Chance as _, truth::FactSet};

pub(crate) const TEMPLATE: Template = Template {
    name: "count",
    version: 2,
    summary: "count the novels of a person that were published before or after a year",
    random_ceiling_percent: 15,
    draft,
};

/// Novels of whom is asked about, each number as often: so many that no answer is right of more than one question in four.
const NOVELS: [usize; 2] = [4, 5];
/// Years around those of the novels that may be asked about.
const SPREAD: u16 = 3;

/// The years before which, or else after which, `number` of these lie, `years` in order; none where equal years forbid it.
fn limits(years: &[u16], number: usize, before: bool) -> RangeInclusive<u16> {
    let below = if before { number } else { years.len() - number };
    let (first, last) = (years[0], years[years.len() - 1]);
    // A limit of "before" may be the year of a novel that does not count, one of "after" that of the last that does not.
    let (low, high) = if before { (1, 0) } else { (0, 1) };
    let least = match below {
        0 => first - SPREAD,
        n => years[n - 1] + low,
    };
    let most = match years.get(below) {
        Some(next) => next - high,
        None => (last + SPREAD).min(PRESENT),
    };
    least..=most
}

fn draft(draw: &mut Draw<'_>) -> Option<Draft> {
    let novel = draw.any(Kind::Novel)?;
    let author = draw.link(novel, Relation::Author)?.to;
    let about = draw.wiki.facts_about(author);
    let written: Vec<FactId> = about
        .filter(|id| draw.wiki.fact(*id).relation == Relation::Author)
        .collect();
    if written.len() != NOVELS[draw.aim as usize % NOVELS.len()] {
        return None;
    }
    let novels: Vec<PageId> = written
        .iter()
        .map(|id| draw.wiki.fact(*id).subject)
        .collect();
    let mut years: Vec<(FactId, u16)> = vec![];
    for &novel in &novels {
        let fact = draw.wiki.present(novel, Relation::Published)?;
        if let Object::Year(year) = draw.wiki.fact(fact).object {
            years.push((fact, year));
        }
    }
    let mut in_order: Vec<u16> = years.iter().map(|(_, year)| *year).collect();
    in_order.sort_unstable();
    let before = draw.one(&[true, false])?;
    let possible: Vec<usize> = (1..=in_order.len())
        .filter(|&number| !limits(&in_order, number, before).is_empty())
        .collect();
    let number = draw.one(&possible)?;
    let (least, most) = limits(&in_order, number, before).into_inner();
    let limit = least + draw.chance.below(u32::from(most - least) + 1) as u16;
    let mut draft = Draft::new(Commit::Counted);
    let name = draw.wiki.name(author).to_owned();
    let list = draft.clue(format!("novels <- {name}"), Clue::Novels(author));
    draft.evidence = list;
    draft.ask(BY_NAME, name.clone(), FactSet::default());
    draft.ask(BY_TRAIT, format!("{name} novel"), FactSet::default());
    draft.ask(BY_TRAIT, format!("{name} author"), FactSet::default());
    let titles: Vec<String> = novels.iter().map(|&novel| draw.wiki.said(novel)).collect();
    draft.hops.push(Hop {
        sub_queries: vec![format!("{name} novel"), name.clone()],
        relation: Relation::Author,
        subject: name.clone(),
        subject_kind: Kind::Person,
        gold: vec![Passage::of(draw.wiki, author)],
        sub_answer: listed(&titles),
        aliases: vec![],
        is_pivot: true,
    });
    for ((fact, _), novel) in years.iter().zip(&novels) {
        let title = draw.wiki.name(*novel).to_owned();
        let with_word = format!("{title} published");
        draft.ask(BY_NAME, title.clone(), list);
        draft.ask(BY_NAME, with_word.clone(), list);
        let clue = draft.clue(draw.label(*fact), Clue::Fact(*fact));
        draft.evidence = draft.evidence.union(clue);
        draft.hops.push(draw.hop(*fact, vec![with_word, title]));
    }
    let near = draw.near(author, &[author])?;
    draft.ask(
        BY_OTHER,
        draw.wiki.name(near).to_owned(),
        FactSet::default(),
    );
    // Numbers up to twice as many as there are novels; each could be right for all that the list says.
    for count in 1..=2 * novels.len() {
        draft.offer(&count.to_string(), list);
    }
    draft.answer = vec![(number.to_string(), FactSet::default())];
    let when = if before { "before" } else { "after" };
    draft.instruction = match draw.one(&[true, false])? {
        true => format!(
            "How many of the novels whose author is {name} were published {when} {limit}? Answer with a number in digits."
        ),
        false => format!(
            "Count the novels with {name} as their author that were published {when} {limit}. Answer with a number in digits."
        ),
    };
    Some(draft)
}
