//! What a template makes: a question and what is right, not yet held to any database.

use crate::sql::form::Query;

/// A question.
#[derive(Debug)]
pub(super) struct Draft {
    /// As it is asked.
    pub(super) question: String,
    /// What is right.
    pub(super) right: Asked,
    /// Queries a mistaken reader would submit, beside the right one's mutants.
    pub(super) wrong: Vec<String>,
}

/// What is asked for.
#[derive(Debug)]
pub(super) enum Asked {
    /// What a query gives.
    Rows {
        /// The query.
        query: Box<Query>,
        /// Queries that mean the same, beside those made by rule.
        same: Vec<String>,
        /// What rows would be ordered by that the query's own order leaves equal: there must be none.
        ties: String,
    },
    /// Something no table holds.
    Nothing {
        /// What.
        what: String,
        /// The rows of which table it is asked of.
        table: usize,
    },
}

impl Draft {
    /// A question that a query answers.
    pub(super) fn rows(question: String, query: Query) -> Self {
        Self {
            question,
            right: Asked::Rows {
                query: Box::new(query),
                same: vec![],
                ties: String::new(),
            },
            wrong: vec![],
        }
    }

    /// The same with a query that means the same.
    pub(super) fn same(mut self, sql: String) -> Self {
        if let Asked::Rows { same, .. } = &mut self.right {
            same.push(sql);
        }
        self
    }

    /// The same with a query that does not.
    pub(super) fn wrong(mut self, sql: String) -> Self {
        self.wrong.push(sql);
        self
    }

    /// The same, in an order that leaves no two of these equal.
    pub(super) fn ties(mut self, by: String) -> Self {
        if let Asked::Rows { ties, .. } = &mut self.right {
            *ties = by;
        }
        self
    }
}
