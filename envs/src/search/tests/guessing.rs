//! What is gained by answering without having looked: no constant, and no rule of thumb, is right too often.

use super::super::{Search, options::default_wiki, tasks};
use std::{collections::BTreeMap, sync::LazyLock};
use truestep_core::{chance::Seed, task::Task};

static SEARCH: LazyLock<Search> = LazyLock::new(|| Search::new(default_wiki()));
/// Seeds looked at.
const SEEDS: u64 = 1_000;

fn template(name: &str) -> &'static tasks::Template {
    tasks::ALL.iter().find(|t| t.name == name).unwrap()
}

/// How often each value is had, the most frequent first.
fn ranked(values: impl Iterator<Item = String>) -> Vec<(u64, String)> {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    values.for_each(|value| *counts.entry(value).or_default() += 1);
    let mut ranked: Vec<(u64, String)> = counts.into_iter().map(|(v, n)| (n, v)).collect();
    ranked.sort_unstable_by(|a, b| b.cmp(a));
    ranked
}

#[test]
fn no_number_is_the_answer_of_more_than_a_quarter_of_the_counts() {
    let template = template("count");
    let (mut one, mut all) = ([0, 0], [0, 0]);
    let answers = (0..SEEDS).map(|seed| {
        let def = SEARCH
            .define(&Task::new(template.id(), Seed(seed)))
            .unwrap();
        let question = def.question();
        let side = usize::from(question.text.contains(" after "));
        let novels = question.hops.len() - 1;
        one[side] += u64::from(question.answer == "1");
        all[side] += u64::from(question.answer == novels.to_string());
        question.answer.clone()
    });
    let ranked = ranked(answers);
    eprintln!("answers of count in {SEEDS} questions: {ranked:?}");
    assert!(ranked[0].0 * 4 <= SEEDS, "{ranked:?}");
    // Nor does the word of the question tell: both give one, and both give all.
    for often in one.into_iter().chain(all) {
        assert!(often * 20 >= SEEDS, "{one:?} {all:?}");
    }
}

#[test]
fn no_place_in_the_order_of_holders_is_right_much_oftener_than_another() {
    let template = template("temporal");
    let places = (0..SEEDS).map(|seed| {
        let def = SEARCH
            .define(&Task::new(template.id(), Seed(seed)))
            .unwrap();
        let hop = def.question().hops.last().unwrap();
        let wiki = def.wiki();
        let place = (0..wiki.pages())
            .find(|&page| wiki.name(page) == hop.subject)
            .unwrap();
        let terms = wiki.facts_of(place).map(|id| wiki.fact(id));
        let mut past: Vec<_> = terms
            .filter(|fact| fact.relation == hop.relation && !fact.is_present())
            .collect();
        assert!(past.len() >= 3, "{}", def.question().text);
        past.sort_unstable_by_key(|fact| std::cmp::Reverse(fact.from));
        let names = past.iter().map(|f| wiki.name(f.object.thing().unwrap()));
        let place = names.into_iter().position(|name| name == hop.sub_answer);
        place.unwrap().to_string()
    });
    let ranked = ranked(places);
    eprintln!("places before the present holder in {SEEDS} questions: {ranked:?}");
    assert!(ranked[0].0 * 100 <= 38 * SEEDS, "{ranked:?}");
}
