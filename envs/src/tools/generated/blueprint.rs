//! Blueprints: what one domain has of its theme.

use super::{
    policy::Law,
    theme::{Called, What},
};
use truestep_core::chance::{Chance, Sampled};

/// Domains there are.
pub(crate) const DOMAINS: u32 = 240;
/// The day it is in every domain.
pub(super) const TODAY: i64 = 120;
/// The column that holds a state.
pub(super) const STATUS: &str = "status";

/// A domain's design.
#[derive(Debug)]
pub(crate) struct Blueprint {
    pub(super) number: u32,
    pub(super) theme: &'static str,
    pub(super) place: &'static str,
    pub(super) kinds: Vec<Entity>,
    pub(super) tools: Vec<ToolOf>,
    pub(super) laws: Vec<Law>,
}

/// A kind of things, as a domain has it.
#[derive(Debug)]
pub(super) struct Entity {
    pub(super) one: &'static str,
    pub(super) many: &'static str,
    pub(super) prefix: &'static str,
    pub(super) called: Option<Called>,
    /// What it refers to, then its own columns, then its state.
    pub(super) columns: Vec<Column>,
}

#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) what: What,
}

/// A tool.
#[derive(Debug)]
pub(super) struct ToolOf {
    pub(super) name: String,
    pub(super) kind: usize,
    pub(super) act: Act,
}

/// What a tool does.
#[derive(Debug)]
pub(super) enum Act {
    Get,
    Find,
    /// Lists rows by a column.
    List(usize),
    /// Sets columns.
    Set(Vec<usize>),
    Do(Change),
}

/// A change that has a name.
#[derive(Debug)]
pub(super) struct Change {
    /// In words.
    pub(super) verb: String,
    pub(super) shape: Shape,
    pub(super) from: Vec<&'static str>,
    pub(super) to: Option<&'static str>,
    pub(super) needs: Vec<Need>,
    pub(super) effects: Vec<Effect>,
    /// Columns that are given.
    pub(super) takes: Vec<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Make,
    Change,
    Remove,
}

/// What must be so before.
#[derive(Clone, Debug)]
pub(super) enum Need {
    /// A column of the row, or of the one that it refers to by `of`.
    Is {
        of: Option<usize>,
        column: usize,
        test: Test,
    },
    /// No row of a kind refers to it by a column and is in one of these states.
    Alone {
        kind: usize,
        by: usize,
        states: Vec<&'static str>,
    },
}

/// What a value is held against.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Test {
    In(Vec<&'static str>),
    Most(i64),
    Least(i64),
}

/// What a change does to the row, or to the one that it refers to by `of`.
#[derive(Clone, Debug)]
pub(super) struct Effect {
    pub(super) of: Option<usize>,
    pub(super) column: usize,
    pub(super) becomes: Becomes,
}

#[derive(Clone, Debug)]
pub(super) enum Becomes {
    Word(&'static str),
    More(i64),
}

impl Entity {
    pub(super) fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    pub(super) fn status(&self) -> Option<usize> {
        self.column(STATUS)
    }

    /// The columns by which it refers to others, each with the other's kind.
    pub(super) fn refers(&self) -> impl Iterator<Item = (usize, usize)> {
        let columns = self.columns.iter().enumerate();
        columns.filter_map(|(place, column)| match column.what {
            What::Row(kind) => Some((place, kind)),
            _ => None,
        })
    }
}

impl Blueprint {
    pub(super) fn tool(
        &self,
        kind: usize,
        wanted: impl Fn(&Act) -> bool,
    ) -> Option<(usize, &ToolOf)> {
        let mut tools = self.tools.iter().enumerate();
        tools.find(|(_, tool)| tool.kind == kind && wanted(&tool.act))
    }
}

pub(super) fn pick<T: Clone>(chance: &mut Sampled, all: &[T]) -> T {
    all[chance.below(all.len() as u32) as usize].clone()
}
