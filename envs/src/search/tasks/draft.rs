//! What a template makes: a question with all that the menu offers and all that its answer rests on.

use crate::search::{
    question::Hop,
    types::Commit,
    world::{FactId, PageId, Relation},
};
use truestep_core::truth::FactSet;

/// Something a reader can be shown, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Clue {
    /// A fact, wherever it is stated.
    Fact(FactId),
    /// The list of all novels on somebody's page.
    Novels(PageId),
}

/// A query of the menu.
#[derive(Debug)]
pub(crate) struct Ask {
    pub(crate) text: String,
    pub(crate) needs: FactSet,
    pub(crate) kind: &'static str,
}

/// Queries by the name of something.
pub(crate) const BY_NAME: &str = "search name";
/// Queries by another name.
pub(crate) const BY_ALIAS: &str = "search alias";
/// Queries by what a thing has.
pub(crate) const BY_TRAIT: &str = "search trait";
/// Queries by two things it has.
pub(crate) const BY_TRAITS: &str = "search traits";
/// Queries by a similar name, which the question does not say. One that leads to anything it does ask for is left out.
pub(crate) const BY_OTHER: &str = "search other";
/// Queries by no name.
pub(crate) const BY_TOPIC: &str = "search topic";

/// A question in the making. Clues are numbered in the order they are added; those the answer rests on come first.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) instruction: String,
    pub(crate) clues: Vec<(String, Clue)>,
    pub(crate) asks: Vec<Ask>,
    /// What is looked for on pages, beside the relations of clues.
    pub(crate) finds: Vec<Relation>,
    pub(crate) offers: Vec<(String, FactSet)>,
    /// Accepted forms of the answer, the first as it is shown, each with what tells that it is one.
    pub(crate) answer: Vec<(String, FactSet)>,
    pub(crate) evidence: FactSet,
    pub(crate) commit: Commit,
    pub(crate) hops: Vec<Hop>,
    /// What the question starts from and what it ends with: no page may speak of both.
    pub(crate) ends: Vec<(PageId, PageId)>,
}

impl Draft {
    pub(crate) fn new(commit: Commit) -> Self {
        Draft {
            instruction: String::new(),
            clues: vec![],
            asks: vec![],
            finds: vec![],
            offers: vec![],
            answer: vec![],
            evidence: FactSet::default(),
            commit,
            hops: vec![],
            ends: vec![],
        }
    }

    /// A clue; its number as a set.
    pub(crate) fn clue(&mut self, label: String, clue: Clue) -> FactSet {
        let number = self.clues.iter().position(|(_, known)| *known == clue);
        let number = number.unwrap_or_else(|| {
            self.clues.push((label, clue));
            self.clues.len() - 1
        });
        FactSet::default().with(number)
    }

    /// A query that is offered once `needs` are known.
    pub(crate) fn ask(&mut self, kind: &'static str, text: String, needs: FactSet) {
        self.asks.push(Ask { text, needs, kind });
    }

    /// An answer that is offered once `needs` are known.
    pub(crate) fn offer(&mut self, text: &str, needs: FactSet) {
        self.offers.push((text.to_owned(), needs));
    }
}
