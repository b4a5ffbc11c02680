//! From a draft to a task: what it finds, whether it can be solved, and whether it is as hard as it claims.

use super::{
    Template,
    draft::{Ask, BY_OTHER, Clue, Draft},
    draw::Draw,
};
use crate::search::{
    grade,
    index::normal_form,
    planner::{Plan, distance, plan},
    question::Question,
    text,
    types::{Def, MOST_HITS, MOST_PASSAGES, MenuQuery, Offer, Results, Showing, State},
    world::{Kind, PageId, Relation, Wiki},
};
use rustc_hash::FxHashMap;
use std::sync::Arc;
use truestep_core::{
    chance::Chance as _,
    model::{Goal, Subgoal},
    task::Task,
    truth::FactSet,
};

/// Draws before a seed has no instance.
const ATTEMPTS: u32 = 400;
/// Most clues of a task: facts are the bits of one number in files of some readers.
const MOST_CLUES: usize = 64;
/// Aims there are: a multiple of all numbers of choices that are made by aim.
const AIMS: u32 = 60;
/// Steps a run is given beyond twice the distance.
const SPARE_STEPS: u32 = 6;

/// Why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NoInstance {
    /// No draw made one.
    #[error("no question was found in {} draws", ATTEMPTS)]
    NoQuestion,
    /// The same draw makes none where names are exchanged.
    #[error("its pages are not found under the exchanged names")]
    NoTwin,
}

/// The first attempt that makes a task, and which it was.
pub(crate) fn first(
    wiki: &Arc<Wiki>,
    template: &Template,
    task: &Task,
    showing: Showing,
) -> Result<(u32, Def), NoInstance> {
    let mut attempts = 0..ATTEMPTS;
    attempts
        .find_map(|number| Some((number, attempt(wiki, template, task, showing, number)?)))
        .ok_or(NoInstance::NoQuestion)
}

/// One attempt.
pub(crate) fn attempt(
    wiki: &Arc<Wiki>,
    template: &Template,
    task: &Task,
    showing: Showing,
    number: u32,
) -> Option<Def> {
    let chance = task.stream("question").branch(number.into()).sampled();
    let aim = task.stream("aim").sampled().below(AIMS);
    let draft = (template.draft)(&mut Draw { wiki, chance, aim })?;
    is_sound(wiki, &draft).then_some(())?;
    define(wiki, draft, showing)
}

/// Whether the answer is hidden well enough: no page speaks of both ends, and the question does not name the answer.
fn is_sound(wiki: &Wiki, draft: &Draft) -> bool {
    let apart = draft
        .ends
        .iter()
        .all(|&(from, to)| !wiki.share_a_page(from, to));
    let asked = format!(" {} ", normal_form(&draft.instruction));
    let hidden = draft
        .answer
        .iter()
        .all(|(form, _)| !asked.contains(&format!(" {} ", normal_form(form))));
    apart && hidden && draft.clues.len() <= MOST_CLUES
}

fn define(wiki: &Arc<Wiki>, draft: Draft, showing: Showing) -> Option<Def> {
    let most = match showing {
        Showing::Snippets => MOST_HITS,
        Showing::Passages => MOST_PASSAGES,
    };
    let (accepted, accepted_by): (Vec<String>, Vec<FactSet>) = draft.answer.iter().cloned().unzip();
    let question = Question {
        text: draft.instruction.clone(),
        answer: accepted.first()?.clone(),
        aliases: accepted[1..].to_vec(),
        hops: draft.hops.clone(),
    };
    let told = told(wiki, &draft);
    let mut queries = queries(wiki, &draft.asks, &question, most);
    let leads = |query: &MenuQuery| query.results.hits.iter().any(|hit| told.contains_key(hit));
    queries.retain(|query| query.kind != BY_OTHER || !leads(query));
    let by_text = (0..)
        .zip(&queries)
        .map(|(n, q)| (q.text.clone(), n))
        .collect();
    let hops = draft.hops.iter().flat_map(|hop| &hop.gold);
    let mut gold: Vec<PageId> = hops.map(|passage| passage.page).collect();
    gold.sort_unstable();
    gold.dedup();
    let mut def = Def {
        goal: goal(&draft),
        forms: text::forms(draft.commit),
        wiki: wiki.clone(),
        showing,
        gold,
        question,
        queries,
        by_text,
        finds: finds(wiki, &draft),
        offers: offers(&draft),
        commit: draft.commit,
        evidence: draft.evidence,
        told,
        accepted,
        accepted_by,
        plan: Plan::default(),
        clairvoyant: Plan::default(),
    };
    let right = def.offers.iter().filter(|o| def.is_right(&o.text));
    let mut right = right.map(|offer| offer.needs);
    let offered = right.next()?;
    // Two offers of one answer would be one commit at two prices.
    if right.next().is_some() || !def.evidence.includes(offered) {
        return None;
    }
    def.plan = plan(&def, def.evidence)?;
    def.clairvoyant = plan(&def, offered)?;
    let steps = distance(&def.plan, &State::default()).steps()?;
    def.goal.max_steps = 2 * steps + SPARE_STEPS;
    Some(def)
}

fn goal(draft: &Draft) -> Goal {
    let names = draft.evidence.iter().map(|n| draft.clues[n].0.clone());
    let names = names.chain(["answered".to_owned()]);
    Goal {
        instruction: draft.instruction.clone(),
        subgoals: names
            .map(|name| Subgoal {
                name,
                requires: vec![],
            })
            .collect(),
        evidence: draft.clues.iter().map(|(label, _)| label.clone()).collect(),
        max_steps: 0,
        feasible: true,
    }
}

/// Queries by their normal forms, each once, with what they find. Of two that are one, the earlier stays.
fn queries(wiki: &Wiki, asks: &[Ask], question: &Question, most: usize) -> Vec<MenuQuery> {
    let mut queries: Vec<MenuQuery> = vec![];
    for ask in asks {
        let normal = normal_form(&ask.text);
        if normal.is_empty() || queries.iter().any(|q| *q.text == *normal) {
            continue;
        }
        let text: Arc<str> = normal.into();
        let found = wiki.index().search(&text, most);
        queries.push(MenuQuery {
            hop: question.hop_asked(&text),
            needs: ask.needs,
            kind: ask.kind,
            results: Results {
                query: text.clone(),
                hits: found.best.into(),
                total: found.total,
            },
            text,
        });
    }
    queries
}

/// What can be looked for on pages of each kind: the relations of the clues, and what the draft adds.
fn finds(wiki: &Wiki, draft: &Draft) -> Vec<(Kind, Relation, Arc<str>)> {
    let mut finds: Vec<(Kind, Relation, Arc<str>)> = vec![];
    let clued = draft.clues.iter().map(|(_, clue)| match clue {
        Clue::Fact(id) => wiki.fact(*id).relation,
        Clue::Novels(_) => Relation::Author,
    });
    let all: Vec<Relation> = clued.chain(draft.finds.iter().copied()).collect();
    let mut add = |kind: Kind, relation: Relation| {
        let word = relation.keyword();
        if !finds.iter().any(|(k, _, w)| *k == kind && **w == *word) {
            finds.push((kind, relation, word.into()));
        }
    };
    for relation in all {
        for &kind in relation.subjects() {
            add(kind, relation);
        }
        if relation == Relation::Author {
            // Novels are listed on the page of who wrote them.
            add(Kind::Person, relation);
        }
    }
    finds
}

/// Answers, each once; of two that are one by the grader, the earlier stays.
fn offers(draft: &Draft) -> Vec<Offer> {
    let mut offers: Vec<Offer> = vec![];
    for (text, needs) in &draft.offers {
        let same = |offer: &Offer| grade::squad(&offer.text) == grade::squad(text);
        if !offers.iter().any(same) {
            offers.push(Offer {
                text: text.as_str().into(),
                needs: *needs,
            });
        }
    }
    offers
}

/// Which lines show the clues. A fact stands on the page of its subject, and may stand on that of its object.
fn told(wiki: &Wiki, draft: &Draft) -> FxHashMap<PageId, Vec<(usize, FactSet)>> {
    let mut told: FxHashMap<PageId, Vec<(usize, FactSet)>> = FxHashMap::default();
    for (number, (_, clue)) in draft.clues.iter().enumerate() {
        let pages: Vec<PageId> = match clue {
            Clue::Fact(id) => {
                let fact = wiki.fact(*id);
                std::iter::once(fact.subject)
                    .chain(fact.object.thing())
                    .collect()
            }
            Clue::Novels(author) => vec![*author],
        };
        for page in pages {
            for (at, line) in wiki.lines(page).iter().enumerate() {
                let shows = match clue {
                    Clue::Fact(id) => line.facts.contains(id),
                    Clue::Novels(_) => line.is_list,
                };
                if !shows {
                    continue;
                }
                let lines = told.entry(page).or_default();
                match lines.iter_mut().find(|(line, _)| *line == at) {
                    Some((_, facts)) => *facts = facts.with(number),
                    None => lines.push((at, FactSet::default().with(number))),
                }
            }
        }
    }
    told
}
