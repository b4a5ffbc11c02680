//! What is shown where: which lines of a page a reader gets to see, and which facts these lines state.

use super::types::{Def, MOST_FOUND, Showing};
use super::world::PageId;
use truestep_core::truth::FactSet;

/// The facts that `lines` of a page state.
fn stated(def: &Def, page: PageId, lines: impl Fn(usize) -> bool) -> FactSet {
    let Some(told) = def.told.get(&page) else {
        return FactSet::default();
    };
    let shown = told.iter().filter(|(line, _)| lines(*line));
    shown.fold(FactSet::default(), |set, (_, facts)| set.union(*facts))
}

/// By a page's place in a list of results.
pub(super) fn by_listing(def: &Def, page: PageId) -> FactSet {
    match def.showing {
        Showing::Snippets => stated(def, page, |line| line == 0),
        Showing::Passages => stated(def, page, |_| true),
    }
}

/// By a whole list of results.
pub(super) fn by_listing_all(def: &Def, pages: &[PageId]) -> FactSet {
    let shown = pages.iter().map(|&page| by_listing(def, page));
    shown.fold(FactSet::default(), FactSet::union)
}

/// By opening a page.
pub(super) fn by_opening(def: &Def, page: PageId) -> FactSet {
    let shown = def.shown_lines();
    stated(def, page, |line| line < shown)
}

/// By looking for words on a page.
pub(super) fn by_finding(def: &Def, page: PageId, words: &str) -> FactSet {
    if !def.told.contains_key(&page) {
        return FactSet::default();
    }
    let found = found(def, page, words);
    stated(def, page, |line| found.contains(&line))
}

/// The numbers of the lines that hold every one of `words`, at most [`MOST_FOUND`].
pub(super) fn found(def: &Def, page: PageId, words: &str) -> Vec<usize> {
    let holds = |text: &str| {
        let mut line: Vec<String> = vec![];
        each_word(text, |word| line.push(word.to_owned()));
        words.split(' ').all(|word| line.iter().any(|w| w == word))
    };
    let lines = def.wiki.lines(page).iter().enumerate();
    lines
        .filter(|(_, line)| holds(&line.text))
        .map(|(number, _)| number)
        .take(MOST_FOUND)
        .collect()
}

/// Every run of letters and digits, in small letters.
fn each_word(text: &str, mut word: impl FnMut(&str)) {
    for run in text.split(|c: char| !c.is_alphanumeric()) {
        if !run.is_empty() {
            word(&run.to_lowercase());
        }
    }
}

/// The words of what is looked for, joined by blanks.
pub(super) fn find_form(text: &str) -> String {
    let mut words: Vec<String> = vec![];
    each_word(text, |word| words.push(word.to_owned()));
    words.join(" ")
}

/// Whether a page has lines that opening it does not show.
pub(super) fn is_cut(def: &Def, page: PageId) -> bool {
    def.wiki.lines(page).len() > def.shown_lines()
}

/// What the menu looks for on a page: what is asked of things of its kind, where not all is shown.
pub(super) fn finds_on(def: &Def, page: PageId) -> impl Iterator<Item = &std::sync::Arc<str>> {
    let kind = def.wiki.kind(page);
    let cut = is_cut(def, page);
    def.finds
        .iter()
        .filter(move |(of, ..)| cut && *of == kind)
        .map(|(_, _, text)| text)
}
