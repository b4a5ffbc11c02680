//! `search/comparison`: of the people that named things lead to, the one who was born first or last.
//!
//! Oracle: for each of two or three things `search` `open`, then the same for whom it leads to, then `answer`. Evidence:
//! every link and every year. The years differ. Grade: 1 or 0.

use super::{
    Draft, Draw, Template,
    draft::{BY_NAME, BY_OTHER, BY_TOPIC, Clue},
    draw::Link,
};
use crate::search::{
    types::Commit,
    world::{FactId, Kind, Object, PageId, Relation, listed},
};
use truestep_core::truth::FactSet;

pub(crate) const TEMPLATE: Template = Template {
    name: "comparison",
    version: 2,
    summary: "of those that named things lead to, find who was born first or last",
    random_ceiling_percent: 25,
    draft,
};

/// What is compared: the kind of what is named, the relation to a person, and the word for these people.
const SETTINGS: [(Kind, Relation, &str); 3] = [
    (Kind::Novel, Relation::Author, "authors"),
    (Kind::Company, Relation::Founder, "founders"),
    (Kind::Company, Relation::Director, "present directors"),
];

/// One branch: a link to somebody, and the fact about their birth.
struct Branch {
    link: Link,
    born: FactId,
    year: u16,
}

fn branch(draw: &mut Draw<'_>, kind: Kind, relation: Relation) -> Option<Branch> {
    let start = draw.any(kind)?;
    let link = draw.link(start, relation)?;
    let born = draw.wiki.present(link.to, Relation::Born)?;
    match draw.wiki.fact(born).object {
        Object::Year(year) => Some(Branch { link, born, year }),
        Object::Thing(_) => None,
    }
}

fn draft(draw: &mut Draw<'_>) -> Option<Draft> {
    let (kind, relation, people) = draw.one(&SETTINGS)?;
    let count = draw.one(&[2, 2, 3])?;
    let wants_first = draw.one(&[true, false])?;
    let mut branches: Vec<Branch> = vec![];
    for _ in 0..count {
        let new = branch(draw, kind, relation)?;
        let repeats = |old: &Branch| {
            old.year == new.year || old.link.to == new.link.to || old.link.from == new.link.from
        };
        if branches.iter().any(repeats) {
            return None;
        }
        branches.push(new);
    }
    let key = |b: &&Branch| {
        if wants_first {
            i32::from(b.year)
        } else {
            -i32::from(b.year)
        }
    };
    let right = branches.iter().min_by_key(key)?.link.to;
    let mut draft = Draft::new(Commit::Compared);
    let mut passed: Vec<PageId> = branches.iter().map(|b| b.link.to).collect();
    for branch in &branches {
        let known = draw.add_chain(&mut draft, &[branch.link], FactSet::default());
        let name = draw.wiki.name(branch.link.to).to_owned();
        let with_word = format!("{name} {}", Relation::Born.keyword());
        draft.ask(BY_NAME, name.clone(), known);
        draft.ask(BY_NAME, with_word.clone(), known);
        let clue = draft.clue(draw.label(branch.born), Clue::Fact(branch.born));
        draft.evidence = draft.evidence.union(clue);
        draft
            .hops
            .push(draw.hop(branch.born, vec![with_word, name.clone()]));
        draft.offer(&name, known);
        let near = draw.near(branch.link.to, &passed)?;
        draft.offer(draw.wiki.name(near), known);
        passed.push(near);
    }
    draft.ask(
        BY_TOPIC,
        format!("{} {}", relation.keyword(), Relation::Born.keyword()),
        FactSet::default(),
    );
    let near = draw.near(branches[0].link.from, &passed)?;
    draft.ask(
        BY_OTHER,
        draw.wiki.name(near).to_owned(),
        FactSet::default(),
    );
    draw.answer(&mut draft, right);
    // Of the named things none stands on the page that tells when somebody else was born; its own person's may.
    let starts = branches.iter().filter(|b| b.link.to != right);
    draft.ends.extend(starts.map(|b| (b.link.from, right)));
    let names: Vec<String> = branches
        .iter()
        .map(|b| draw.wiki.said(b.link.from))
        .collect();
    let things = match kind {
        Kind::Novel => format!("the novels {}", listed(&names)),
        _ => listed(&names),
    };
    let order = if wants_first { "first" } else { "last" };
    draft.instruction = match draw.one(&[true, false])? {
        true => format!(
            "Of the {people} of {things}, who was born {order}? Answer with the name alone."
        ),
        false => format!(
            "Who was born {order} among the {people} of {things}? Answer with the name alone."
        ),
    };
    Some(draft)
}
