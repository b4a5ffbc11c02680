//! A question with its hops, as trainers of search agents keep them.
//!
//! The record holds what StepSearch's data hold (`question`, `answer`, aliases, `sub_searchs`: for each hop alternative
//! queries, `sub_support_docs`: titles and texts) and what PiCA's steps hold (sub-query, sub-answer, `is_pivot`), by names
//! of our own; [`Question::stepsearch`] and [`Question::pica`] write theirs.

use super::{
    index::normal_form,
    world::{Kind, PageId, Relation, Wiki},
};
use serde::Serialize;
use serde_json::{Value, json};

/// A question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Question {
    /// As it is asked.
    pub text: String,
    /// The answer, as it is shown.
    pub answer: String,
    /// Other forms of it that are right.
    pub aliases: Vec<String>,
    /// What has to be found out, in the order in which one thing leads to the next.
    pub hops: Vec<Hop>,
}

/// One thing to be found out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Hop {
    /// Queries that lead to it.
    pub sub_queries: Vec<String>,
    /// What is asked of the subject.
    pub relation: Relation,
    /// Whose.
    pub subject: String,
    /// What the subject is.
    pub subject_kind: Kind,
    /// The pages that tell it.
    pub gold: Vec<Passage>,
    /// What it is.
    pub sub_answer: String,
    /// Other names of that.
    pub aliases: Vec<String>,
    /// Whether the question cannot be answered without it.
    pub is_pivot: bool,
}

/// A page as it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Passage {
    /// Its number.
    pub page: PageId,
    /// Its title.
    pub title: String,
    /// All its lines.
    pub text: String,
}

impl Passage {
    /// The whole of a page.
    #[must_use]
    pub fn of(wiki: &Wiki, page: PageId) -> Self {
        let lines: Vec<&str> = wiki.lines(page).iter().map(|l| &*l.text).collect();
        Passage {
            page,
            title: wiki.name(page).to_owned(),
            text: lines.join(" "),
        }
    }
}

impl Question {
    /// Which hop a query in its normal form asks after: the first whose subject it names in full, or one of whose recorded
    /// queries it is.
    #[must_use]
    pub fn hop_asked(&self, query: &str) -> Option<usize> {
        let asked: Vec<&str> = query.split(' ').collect();
        let names = |text: &str| {
            let normal = normal_form(text);
            !normal.is_empty() && normal.split(' ').all(|word| asked.contains(&word))
        };
        self.hops.iter().position(|hop| {
            names(&hop.subject) || hop.sub_queries.iter().any(|sub| normal_form(sub) == query)
        })
    }

    /// As a record of StepSearch's training data.
    #[must_use]
    pub fn stepsearch(&self) -> Value {
        let docs = self
            .hops
            .iter()
            .flat_map(|hop| &hop.gold)
            .map(|passage| json!({"title": passage.title, "paragraph_text": passage.text}));
        let searches: Vec<&Vec<String>> = self.hops.iter().map(|hop| &hop.sub_queries).collect();
        json!({
            "question": self.text,
            "final_answer": self.answer,
            "answer_aliases": self.aliases,
            "sub_searchs": searches,
            "sub_support_docs": docs.collect::<Vec<_>>(),
        })
    }

    /// As a record of PiCA's sample: one step a hop.
    #[must_use]
    pub fn pica(&self) -> Value {
        let steps = (1..).zip(&self.hops).map(|(number, hop)| {
            json!({
                "step": number,
                "action": hop.sub_queries.first(),
                "observation": hop.gold.first().map(|passage| &passage.text),
                "sub_answer": hop.sub_answer,
                "is_pivot": hop.is_pivot,
            })
        });
        json!({
            "question": self.text,
            "steps": steps.collect::<Vec<_>>(),
            "final_answer": self.answer,
        })
    }
}
