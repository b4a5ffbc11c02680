//! `search/count`: how many of somebody's novels were published before or after some year.
//!
//! Oracle: `search` and `open` the author, whose page lists all novels (`find` where the list is not shown), then every
//! novel, `answer`. Evidence: the list and every year. At least one is counted. Grade: 1 or 0.

use super::{
    Draft, Draw, Template,
    draft::{BY_NAME, BY_OTHER, BY_TRAIT, Clue},
};
use crate::search::{
    question::{Hop, Passage},
    types::Commit,
    world::{FactId, Kind, Object, PageId, Relation, listed},
};
use truestep_core::truth::FactSet;

pub(crate) const TEMPLATE: Template = Template {
    name: "count",
    version: 1,
    summary: "count the novels of a person that were published before or after a year",
    random_ceiling_percent: 15,
    draft,
};

/// Fewest and most novels of whom is asked about.
const NOVELS: std::ops::RangeInclusive<usize> = 3..=5;
/// Years around those of the novels that may be asked about.
const SPREAD: u32 = 3;

fn draft(draw: &mut Draw<'_>) -> Option<Draft> {
    let novel = draw.any(Kind::Novel)?;
    let author = draw.link(novel, Relation::Author)?.to;
    let about = draw.wiki.facts_about(author);
    let written: Vec<FactId> = about
        .filter(|id| draw.wiki.fact(*id).relation == Relation::Author)
        .collect();
    if !NOVELS.contains(&written.len()) {
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
    let (first, last) = (
        years.iter().map(|y| y.1).min()?,
        years.iter().map(|y| y.1).max()?,
    );
    let limit =
        first + draw.one(&(0..=u32::from(last - first) + SPREAD).collect::<Vec<u32>>())? as u16;
    let before = draw.one(&[true, false])?;
    let counts = |year: u16| if before { year < limit } else { year > limit };
    let number = years.iter().filter(|(_, year)| counts(*year)).count();
    if number == 0 {
        return None;
    }
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
    draft.answer = vec![number.to_string()];
    let when = if before { "before" } else { "after" };
    draft.instruction = match draw.one(&[true, false])? {
        true => format!(
            "How many of the novels whose author is {name} were published {when} {limit}? Answer with a number."
        ),
        false => format!(
            "Count the novels with {name} as their author that were published {when} {limit}. Answer with a number."
        ),
    };
    Some(draft)
}
