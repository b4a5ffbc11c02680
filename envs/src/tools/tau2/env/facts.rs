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
    let joins = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !needle.is_empty()
        && text.match_indices(needle).any(|(at, _)| {
            let before = text[..at].chars().next_back();
            let after = text[at + needle.len()..].chars().next();
            !joins(before) && !joins(after)
        })
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
}

/// The facts of a task, and which of the candidates are worth having: those that are wanted, and those that show a fact.
///
/// A needle is a fact if it is not in the instruction and an answer shows it. Where the answers that show a fact can only be
/// had by knowing it, it is none: whoever wrote the reference solution knew it from elsewhere.
pub(super) fn settle(instruction: &str, candidates: &[Candidate]) -> (Vec<String>, Vec<bool>) {
    let mut facts: Vec<String> = vec![];
    for needle in candidates.iter().flat_map(|candidate| &candidate.needles) {
        let known = facts.contains(needle) || holds(instruction, needle);
        let found = |candidate: &Candidate| holds(&candidate.answer, needle);
        if !known && facts.len() < MOST_FACTS && candidates.iter().any(found) {
            facts.push(needle.clone());
        }
    }
    loop {
        let unknown = unknown(&facts, candidates);
        let lacks = |candidate: &&Candidate| {
            candidate.wanted && candidate.needles.iter().any(|n| unknown.contains(n))
        };
        let Some(stuck) = candidates.iter().find(lacks) else {
            break;
        };
        let given: Vec<&String> = stuck
            .needles
            .iter()
            .filter(|n| unknown.contains(*n))
            .collect();
        facts.retain(|fact| !given.contains(&fact));
    }
    let needed: BTreeSet<&String> = (candidates.iter())
        .filter(|candidate| candidate.wanted)
        .flat_map(|candidate| &candidate.needles)
        .filter(|needle| facts.contains(needle))
        .collect();
    let kept = keep(candidates, &facts, needed);
    let asked = |fact: &String| {
        let mut kept = candidates.iter().zip(&kept).filter(|(_, kept)| **kept);
        kept.any(|(candidate, _)| candidate.needles.contains(fact))
    };
    facts.retain(asked);
    (facts, kept)
}

/// Facts that no order of the candidates finds out.
fn unknown(facts: &[String], candidates: &[Candidate]) -> BTreeSet<String> {
    let mut unknown: BTreeSet<String> = facts.iter().cloned().collect();
    loop {
        let before = unknown.len();
        for candidate in candidates {
            if candidate
                .needles
                .iter()
                .all(|needle| !unknown.contains(needle))
            {
                unknown.retain(|fact| !holds(&candidate.answer, fact));
            }
        }
        if unknown.len() == before {
            return unknown;
        }
    }
}

/// Which candidates are wanted, show what a wanted one needs, or what one that is kept needs.
fn keep<'a>(
    candidates: &'a [Candidate],
    facts: &[String],
    mut needed: BTreeSet<&'a String>,
) -> Vec<bool> {
    let mut kept: Vec<bool> = candidates
        .iter()
        .map(|candidate| candidate.wanted)
        .collect();
    loop {
        let mut more = false;
        for (candidate, kept) in candidates.iter().zip(&mut kept) {
            if !*kept && needed.iter().any(|needle| holds(&candidate.answer, needle)) {
                *kept = true;
                more = true;
                needed.extend(candidate.needles.iter().filter(|n| facts.contains(n)));
            }
        }
        if !more {
            return kept;
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
        }
    }

    #[test]
    fn a_needle_is_a_word_of_its_own() {
        assert!(holds("order #a1, open", "#a1"));
        assert!(!holds("order #a12", "#a1"));
        assert!(!holds("15.5", "5.5") && holds("(5.5)", "5.5"));
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
