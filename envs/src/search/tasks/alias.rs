//! `search/alias`: the question begins with another name of something, which a redirect leads from.
//!
//! Oracle: `search` for the other name, whose redirect is listed, `open` what it stands for, then as in a chain. Evidence:
//! what the name stands for, and every link. Grade: 1 or 0.

use super::{
    Draft, Draw, Template,
    draft::{BY_ALIAS, Clue},
};
use crate::search::{
    types::Commit,
    world::{Kind, Relation},
};
use truestep_core::truth::FactSet;

pub(crate) const TEMPLATE: Template = Template {
    name: "alias",
    version: 2,
    summary: "find what another name stands for, then follow two relations",
    random_ceiling_percent: 5,
    draft,
};

fn draft(draw: &mut Draw<'_>) -> Option<Draft> {
    let redirect = draw.any(Kind::Redirect)?;
    let stands = draw.link(redirect, Relation::AliasOf)?;
    let links = draw.walk(stands.to, 2)?;
    let last = links.last()?.to;
    let mut draft = Draft::new(Commit::Read);
    let alias = draw.wiki.name(redirect).to_owned();
    let known = draft.clue(draw.label(stands.fact), Clue::Fact(stands.fact));
    draft.evidence = known;
    draft.hops.push(draw.hop(stands.fact, vec![alias.clone()]));
    draft.ask(BY_ALIAS, alias.clone(), FactSet::default());
    draft.ask(
        BY_ALIAS,
        format!("{alias} {}", links[0].relation.keyword()),
        FactSet::default(),
    );
    draw.add_chain(&mut draft, &links, known);
    draw.add_turns(&mut draft, &links)?;
    draw.answer(&mut draft, last);
    draft.ends.extend([(redirect, last), (stands.to, last)]);
    let noun = draw.wiki.kind(stands.to).noun();
    let phrase = Draw::phrase(format!("the {noun} also known by the name {alias}"), &links);
    draft.instruction = draw.question(&phrase, draw.wiki.kind(last));
    Some(draft)
}
