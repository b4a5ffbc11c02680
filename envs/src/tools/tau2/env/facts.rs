//! What has to be found out: arguments of the reference solution's calls that stand nowhere in the instruction, and which
//! answers show them.

use super::types::MOST_OF_A_KIND;
use serde_json::Value;
use std::collections::BTreeSet;
use truestep_core::{forms, truth::FactSet};

/// Facts of a task, at most.
const MOST_FACTS: usize = 2 * MOST_OF_A_KIND;

/// Lower case, single blanks, hyphens as blanks: what a reader takes for one text.
pub(super) fn plain(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c == '-');
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ").to_lowercase()
}

/// Whether a plain text holds a plain needle as words of its own.
pub(super) fn holds(text: &str, needle: &str) -> bool {
    !needle.is_empty()
        && text.match_indices(needle).any(|(at, _)| {
            let before = text[..at].chars().rev();
            !joins(before) && !joins(text[at + needle.len()..].chars())
        })
}

/// Whether what stands beside a word is part of it: a letter, a digit, or a decimal point with a digit behind it.
fn joins(mut beside: impl Iterator<Item = char>) -> bool {
    match beside.next() {
        Some('.') => beside.next().is_some_and(|c| c.is_ascii_digit()),
        c => c.is_some_and(char::is_alphanumeric),
    }
}

/// The facts that an answer shows.
pub(super) fn shown(facts: &[String], answer: &str) -> FactSet {
    let answer = plain(answer);
    let numbered = facts.iter().enumerate();
    let found = numbered.filter(|(_, fact)| holds(&answer, fact));
    found.fold(FactSet::default(), |all, (number, _)| all.with(number))
}

/// The texts and numbers in a call's arguments that its writer had to know.
pub(super) fn needles(schema: &Value, arguments: &Value) -> Vec<String> {
    let leaves = forms::leaves(schema, &arguments.to_string());
    let mut plain: Vec<String> = leaves.iter().map(|leaf| self::plain(leaf)).collect();
    plain.retain(|needle| !needle.is_empty());
    plain
}

/// A call that a menu may hold, before it is known what has to be found out.
#[derive(Clone, Debug, Default)]
pub(super) struct Candidate {
    /// What its writer had to know.
    pub(super) needles: Vec<String>,
    /// What it answers, plain.
    pub(super) answer: String,
    /// Whether it is one of the reference solution, or has to be made for another reason.
    pub(super) wanted: bool,
    /// Whether it changes something: then its answer is that of the reference solution, and tells only what comes after.
    pub(super) writes: bool,
}

impl Candidate {
    /// Whether its answer shows what was not needed to ask for it.
    fn shows(&self, fact: &String) -> bool {
        !self.needles.contains(fact) && holds(&self.answer, fact)
    }
}

/// The facts of a task, and which of the candidates are worth having: those that are wanted, and those that show a fact.
///
/// A needle is a fact if it is not in the instruction and an answer shows it. Where the answers that show a fact can only be
/// had by knowing it, it is none: whoever wrote the reference solution knew it from elsewhere.
pub(super) fn settle(instruction: &str, candidates: &[Candidate]) -> (Vec<String>, Vec<bool>) {
    let mut facts: Vec<String> = vec![];
    for needle in candidates.iter().flat_map(|candidate| &candidate.needles) {
        let known = facts.contains(needle) || holds(instruction, needle);
        let found = |candidate: &Candidate| candidate.shows(needle);
        if !known && facts.len() < MOST_FACTS && candidates.iter().any(found) {
            facts.push(needle.clone());
        }
    }
    let every: Vec<&Candidate> = candidates.iter().collect();
    while let Some((stuck, unknown)) = stuck(&facts, &every) {
        let given = stuck.needles.iter().filter(|n| unknown.contains(*n));
        let given: BTreeSet<&String> = given.collect();
        facts.retain(|fact| !given.contains(fact));
    }
    let few = keep(candidates, &facts, Enough::OneEach);
    let of = |kept: &[bool]| -> Vec<&Candidate> {
        let all = candidates.iter().zip(kept).filter(|(_, kept)| **kept);
        all.map(|(candidate, _)| candidate).collect()
    };
    let kept = match stuck(&facts, &of(&few)) {
        None => few,
        Some(_) => keep(candidates, &facts, Enough::All),
    };
    let kept_ones = of(&kept);
    facts.retain(|fact| {
        kept_ones
            .iter()
            .any(|candidate| candidate.needles.contains(fact))
    });
    (facts, kept)
}

/// The first wanted candidate that cannot be made, and the facts that no order finds out: look-ups in any order, and writes in
/// that of the reference solution.
fn stuck<'a>(
    facts: &[String],
    candidates: &[&'a Candidate],
) -> Option<(&'a Candidate, BTreeSet<String>)> {
    let mut unknown: BTreeSet<String> = facts.iter().cloned().collect();
    let (mut writes, reads): (Vec<&Candidate>, Vec<&Candidate>) = candidates
        .iter()
        .copied()
        .partition(|candidate| candidate.writes);
    writes.reverse();
    loop {
        let before = (unknown.len(), writes.len());
        let can = |candidate: &Candidate, unknown: &BTreeSet<String>| {
            candidate
                .needles
                .iter()
                .all(|needle| !unknown.contains(needle))
        };
        for candidate in &reads {
            if can(candidate, &unknown) {
                unknown.retain(|fact| !holds(&candidate.answer, fact));
            }
        }
        if let Some(next) = writes.pop_if(|next| can(next, &unknown)) {
            unknown.retain(|fact| !holds(&next.answer, fact));
        }
        if before == (unknown.len(), writes.len()) {
            let lacks = |candidate: &&&Candidate| candidate.wanted && !can(candidate, &unknown);
            let stuck = candidates.iter().find(lacks)?;
            return Some((stuck, unknown));
        }
    }
}

/// How many look-ups that show a fact are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Enough {
    OneEach,
    All,
}

/// Which candidates are wanted, show what a wanted one needs, or what one that is kept needs.
fn keep(candidates: &[Candidate], facts: &[String], enough: Enough) -> Vec<bool> {
    let mut kept: Vec<bool> = candidates
        .iter()
        .map(|candidate| candidate.wanted)
        .collect();
    loop {
        let more = (0..candidates.len()).find(|&place| {
            let others = || candidates.iter().zip(&kept).filter(|(_, kept)| **kept);
            let is_needed = |fact: &&String| {
                others().any(|(other, _)| other.needles.contains(fact))
                    && (enough == Enough::All
                        || !others().any(|(other, _)| !other.writes && other.shows(fact)))
            };
            let mut needed = facts.iter().filter(is_needed);
            !kept[place]
                && !candidates[place].writes
                && needed.any(|fact| candidates[place].shows(fact))
        });
        match more {
            Some(place) => kept[place] = true,
            None => return kept,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(needles: &[&str], answer: &str, wanted: bool) -> Candidate {
        Candidate {
            needles: needles.iter().map(|n| (*n).to_owned()).collect(),
            answer: answer.to_owned(),
            wanted,
            writes: wanted,
        }
    }

    #[test]
    fn a_needle_is_a_word_of_its_own() {
        assert!(holds("order #a1, open", "#a1"));
        assert!(!holds("order #a12", "#a1"));
        assert!(!holds("15.5", "5.5") && holds("(5.5)", "5.5"));
        assert!(!holds("12.4", "12") && !holds("3.12", "12") && holds("12.", "12"));
        assert_eq!(plain("555-0101  Ada\n"), "555 0101 ada");
    }

    #[test]
    fn a_fact_is_what_a_call_needs_and_an_earlier_answer_shows() {
        let candidates = [
            candidate(&["ada"], "u1", false),
            candidate(&["u1"], "orders o7", false),
            candidate(&["o7", "late"], "done", true),
        ];
        let (facts, kept) = settle("ada wants o7 no more", &candidates);
        assert_eq!((facts.len(), kept), (0, vec![false, false, true]));
        let (facts, kept) = settle("ada wants it no more", &candidates);
        assert_eq!(facts, ["u1", "o7"]);
        assert_eq!(kept, [true, true, true]);
    }

    #[test]
    fn what_can_only_be_found_by_knowing_it_is_given() {
        let candidates = [
            candidate(&["o7"], "order o7", true),
            candidate(&["o7"], "", true),
        ];
        let (facts, kept) = settle("it", &candidates);
        assert_eq!((facts.len(), kept), (0, vec![true, true]));
    }
}
