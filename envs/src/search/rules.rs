//! What can be done, what a step comes to, and what is stated of it.

use super::{
    grade,
    index::normal_form,
    reveal,
    text::{page_of, written},
    types::{Action, Commit, Def, MOST_BYTES, Open, Results, State},
    world::PageId,
};
use std::sync::Arc;
use truestep_core::{
    model::{Applied, MenuEntry},
    rational::Rational,
    truth::{Detail, DetailValue, FactSet, Rejection},
};

/// Read an action.
pub(super) fn decode(def: &Def, state: &State, text: &str) -> Result<Action, Rejection> {
    let said = written(def, text)?;
    let value = said.value;
    if value.len() > MOST_BYTES as usize {
        return Err(Rejection::new(
            "too_long",
            format!(
                "{} bytes are too many: write at most {MOST_BYTES}",
                value.len()
            ),
        ));
    }
    match said.form {
        "search" => {
            let normal = normal_form(value);
            if normal.is_empty() {
                let message = "a query needs a word that is more than `the` or `of`";
                return Err(Rejection::new("empty_query", message));
            }
            let known = def.by_text.get_key_value(normal.as_str());
            Ok(Action::Search(known.map_or_else(
                || normal.as_str().into(),
                |(text, _)| text.clone(),
            )))
        }
        "open" => page_of(def, state, value).map(Action::Open),
        "find" => match reveal::find_form(value) {
            words if words.is_empty() => Err(Rejection::new(
                "empty_find",
                "there is no word to look for: write letters or digits",
            )),
            words => Ok(Action::Find(words.into())),
        },
        _ => {
            let offered = def.offers.iter().find(|offer| match def.commit {
                Commit::Counted => grade::digits(value).as_deref() == Some(&*offer.text),
                _ => grade::squad(&offer.text) == grade::squad(value),
            });
            let plain = value.split_whitespace().collect::<Vec<_>>().join(" ");
            Ok(Action::Answer(
                offered.map_or_else(|| plain.into(), |o| o.text.clone()),
            ))
        }
    }
}

/// Whether an action can be executed.
pub(super) fn admit(_: &Def, state: &State, action: &Action) -> Result<(), Rejection> {
    if state.ended.is_some() {
        return Err(Rejection::new(
            "episode_over",
            "the question has been answered",
        ));
    }
    match action {
        Action::Open(page) => {
            let listed = state
                .results
                .as_ref()
                .is_some_and(|r| r.hits.contains(page));
            listed.then_some(()).ok_or_else(|| {
                let message = format!("p{page} is not among the last results: search for it first");
                Rejection::new("not_listed", message)
            })
        }
        Action::Find(_) if state.open.is_none() => Err(Rejection::new(
            "no_page_open",
            "no page is open to be looked through: open one of the results first",
        )),
        Action::Search(_) | Action::Find(_) | Action::Answer(_) => Ok(()),
    }
}

/// What a query finds.
pub(super) fn results(def: &Def, query: &Arc<str>) -> Results {
    match def.by_text.get(query) {
        Some(&number) => def.queries[number].results.clone(),
        None => {
            let found = def.wiki.index().search(query, def.most_hits());
            Results {
                query: query.clone(),
                hits: found.best.into(),
                total: found.total,
            }
        }
    }
}

/// Execute an admitted action.
pub(super) fn step(def: &Def, state: &mut State, action: &Action) -> Applied {
    let before = state.clone();
    let shown = match action {
        Action::Search(query) => {
            let results = results(def, query);
            let shown = reveal::by_listing_all(def, &results.hits);
            (state.results, state.open) = (Some(results), None);
            shown
        }
        Action::Open(page) => {
            state.open = Some(Open {
                page: *page,
                find: None,
            });
            reveal::by_opening(def, *page)
        }
        Action::Find(words) => match &mut state.open {
            Some(open) => {
                open.find = Some(words.clone());
                reveal::by_finding(def, open.page, words)
            }
            None => FactSet::default(),
        },
        Action::Answer(answer) => {
            state.ended = Some(def.is_right(answer));
            FactSet::default()
        }
    };
    state.known = state.known.union(shown);
    match *state == before {
        true => Applied {
            changed: false,
            repeated: true,
        },
        false => Applied::CHANGED,
    }
}

/// The menu: queries that can be made of what is known, listed pages, what to look for on the open one, answers seen.
pub(super) fn menu(def: &Def, state: &State, out: &mut Vec<MenuEntry<Action>>) {
    if state.ended.is_some() {
        return;
    }
    let mut offer = |action| out.push(MenuEntry { action, weight: 1 });
    for query in def.queries.iter().filter(|q| state.known.includes(q.needs)) {
        offer(Action::Search(query.text.clone()));
    }
    for &page in state.results.iter().flat_map(|r| r.hits.iter()) {
        offer(Action::Open(page));
    }
    if let Some(open) = &state.open {
        for words in reveal::finds_on(def, open.page) {
            offer(Action::Find(words.clone()));
        }
    }
    for answer in def.offers.iter().filter(|o| state.known.includes(o.needs)) {
        offer(Action::Answer(answer.text.clone()));
    }
}

/// Whether a commit rests on what was shown.
pub(super) fn supported(def: &Def, state: &State, action: &Action) -> Option<bool> {
    let Action::Answer(answer) = action else {
        return None;
    };
    let rests_on = def.rests_on(answer);
    Some(rests_on.is_some_and(|facts| state.known.includes(facts)))
}

/// The hops whose fact is known, then whether the answer was right.
pub(super) fn subgoals(def: &Def, state: &State) -> FactSet {
    let hops = def.evidence.iter().enumerate();
    let found = hops.filter(|(_, fact)| state.known.contains(*fact));
    let found = found.fold(FactSet::default(), |set, (number, _)| set.with(number));
    match state.ended {
        Some(true) => found.with(def.evidence.len()),
        _ => found,
    }
}

/// What search agents are studied by, of a state.
pub(super) fn state_details(def: &Def, state: &State, out: &mut Vec<Detail>) {
    let left = def.evidence.minus(state.known).len();
    out.push(Detail::new("answerable", left == 0));
    out.push(Detail::new("hops_left", left));
    out.push(Detail::new("gold_pages", def.gold().len()));
}

/// And of a step.
pub(super) fn step_details(
    def: &Def,
    before: &State,
    action: &Action,
    after: &State,
    out: &mut Vec<Detail>,
) {
    let gained = after.known.minus(before.known);
    let gained = gained.intersection(def.evidence).len();
    out.push(Detail::new("new_evidence", gained));
    match action {
        Action::Search(query) => search_details(def, before, query, after, out),
        Action::Answer(answer) => answer_details(def, answer, out),
        Action::Open(_) | Action::Find(_) => {}
    }
}

fn search_details(
    def: &Def,
    before: &State,
    query: &Arc<str>,
    after: &State,
    out: &mut Vec<Detail>,
) {
    let Some(results) = &after.results else {
        return;
    };
    if let Some(hop) = def.question.hop_asked(query) {
        out.push(Detail::new("hop", hop + 1));
    }
    let gold = def.gold();
    let last: &[PageId] = before.results.as_ref().map_or(&[], |r| &r.hits);
    let hits = || results.hits.iter();
    let is_gold = |page: &&PageId| gold.contains(page);
    let again = hits().filter(|page| last.contains(page)).count();
    if !results.hits.is_empty() {
        let share = Rational::new(again as i64, results.hits.len() as i64);
        out.push(Detail::new("duplicate_share", share));
    }
    out.push(Detail::new("listed", page_names(hits())));
    out.push(Detail::new(
        "listed_gold",
        page_names(hits().filter(is_gold)),
    ));
}

fn page_names<'a>(pages: impl Iterator<Item = &'a PageId>) -> DetailValue {
    let names: Vec<String> = pages.map(|page| format!("p{page}")).collect();
    DetailValue::Text(names.join(" "))
}

fn answer_details(def: &Def, answer: &str, out: &mut Vec<Detail>) {
    let accepted = &def.accepted;
    let exact = grade::exact_match(answer, accepted);
    let contained = grade::sub_exact_match(answer, accepted);
    out.push(Detail::new("em", exact));
    out.push(Detail::new("sub_em", contained));
    let f1 = grade::counter_f1(answer, accepted);
    out.push(Detail::new("f1_counter", f1));
    let f1 = grade::set_f1(answer, accepted);
    out.push(Detail::new("f1_set", f1));
    let f1 = grade::guarded_f1(answer, accepted);
    out.push(Detail::new("f1_guarded", f1));
}
