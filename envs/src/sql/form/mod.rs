//! The logical form of a question: what is selected, from where, under which conditions; and its SQL.
//!
//! Clauses are structure and what stands in them is text, so that each clause can be left out or changed by rule
//! ([`mutants`]) and the same form be written in other ways that mean the same ([`rewrites`]).

mod mutants;
mod rewrites;

pub(super) use mutants::mutants;
pub(super) use rewrites::rewrites;

use std::fmt::Write as _;

/// An aggregate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Agg {
    Count,
    Sum,
    Avg,
    Min,
    Max,
}

impl Agg {
    fn name(self) -> &'static str {
        match self {
            Agg::Count => "count",
            Agg::Sum => "sum",
            Agg::Avg => "avg",
            Agg::Min => "min",
            Agg::Max => "max",
        }
    }
}

/// A value: a column or another expression, or an aggregate over it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) agg: Option<Agg>,
    pub(super) of: String,
}

impl Item {
    pub(super) fn plain(of: impl Into<String>) -> Self {
        Self {
            agg: None,
            of: of.into(),
        }
    }

    pub(super) fn agg(agg: Agg, of: impl Into<String>) -> Self {
        Self {
            agg: Some(agg),
            of: of.into(),
        }
    }

    pub(super) fn count() -> Self {
        Self::agg(Agg::Count, "*")
    }

    pub(super) fn sql(&self) -> String {
        match self.agg {
            None => self.of.clone(),
            Some(agg) => format!("{}({})", agg.name(), self.of),
        }
    }
}

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Op {
    Eq,
    Ne,
    Gt,
    Ge,
    Lt,
    Le,
}

impl Op {
    pub(super) fn sql(self) -> &'static str {
        match self {
            Op::Eq => "=",
            Op::Ne => "<>",
            Op::Gt => ">",
            Op::Ge => ">=",
            Op::Lt => "<",
            Op::Le => "<=",
        }
    }
}

/// What a value is held to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Test {
    /// Compared with a literal or another expression.
    Is(Op, String),
    /// From the one to the other, both included.
    Between(String, String),
    /// NULL or not.
    Null(bool),
    /// Compared with the one value of a subquery.
    Against(Op, Box<Select>),
    /// Whether a subquery has rows; the value is not looked at.
    Exists(bool, Box<Select>),
}

/// One condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cond {
    pub(super) left: Item,
    pub(super) test: Test,
    /// Literals a mistaken reader would write for the one that is compared with.
    pub(super) instead: Vec<String>,
}

impl Cond {
    pub(super) fn new(left: impl Into<String>, test: Test) -> Self {
        Self {
            left: Item::plain(left),
            test,
            instead: vec![],
        }
    }

    pub(super) fn sql(&self) -> String {
        let left = self.left.sql();
        match &self.test {
            Test::Is(op, right) => format!("{left} {} {right}", op.sql()),
            Test::Between(low, high) => format!("{left} BETWEEN {low} AND {high}"),
            Test::Null(true) => format!("{left} IS NULL"),
            Test::Null(false) => format!("{left} IS NOT NULL"),
            Test::Against(op, select) => format!("{left} {} ({})", op.sql(), select.sql()),
            Test::Exists(true, select) => format!("EXISTS ({})", select.sql()),
            Test::Exists(false, select) => format!("NOT EXISTS ({})", select.sql()),
        }
    }
}

/// A join.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Join {
    pub(super) left: bool,
    /// The table with its alias.
    pub(super) table: String,
    pub(super) on: String,
}

/// A SELECT.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Select {
    pub(super) distinct: bool,
    pub(super) items: Vec<Item>,
    pub(super) from: String,
    pub(super) joins: Vec<Join>,
    pub(super) filter: Vec<Cond>,
    pub(super) group: Vec<String>,
    pub(super) having: Vec<Cond>,
    /// Each with whether it goes down.
    pub(super) order: Vec<(Item, bool)>,
    pub(super) limit: Option<u32>,
}

fn conditions(conds: &[Cond]) -> String {
    let all: Vec<String> = conds.iter().map(Cond::sql).collect();
    all.join(" AND ")
}

impl Select {
    /// These items of one table.
    pub(super) fn of(from: impl Into<String>, items: Vec<Item>) -> Self {
        Self {
            items,
            from: from.into(),
            ..Self::default()
        }
    }

    pub(super) fn items_sql(&self) -> String {
        let items: Vec<String> = self.items.iter().map(Item::sql).collect();
        items.join(", ")
    }

    pub(super) fn sql(&self) -> String {
        let distinct = if self.distinct { "DISTINCT " } else { "" };
        let mut out = format!("SELECT {distinct}{} FROM {}", self.items_sql(), self.from);
        for join in &self.joins {
            let kind = if join.left { "LEFT JOIN" } else { "JOIN" };
            write!(out, " {kind} {} ON {}", join.table, join.on).expect(WRITES);
        }
        self.tail(&mut out);
        out
    }

    /// What follows the tables.
    fn tail(&self, out: &mut String) {
        if !self.filter.is_empty() {
            write!(out, " WHERE {}", conditions(&self.filter)).expect(WRITES);
        }
        if !self.group.is_empty() {
            write!(out, " GROUP BY {}", self.group.join(", ")).expect(WRITES);
        }
        if !self.having.is_empty() {
            write!(out, " HAVING {}", conditions(&self.having)).expect(WRITES);
        }
        let order = self.order.iter().map(|(item, down)| {
            let way = if *down { " DESC" } else { "" };
            format!("{}{way}", item.sql())
        });
        let order: Vec<String> = order.collect();
        if !order.is_empty() {
            write!(out, " ORDER BY {}", order.join(", ")).expect(WRITES);
        }
        if let Some(limit) = self.limit {
            write!(out, " LIMIT {limit}").expect(WRITES);
        }
    }
}

const WRITES: &str = "invariant: writing to a string cannot fail";

/// An operation on two results as sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SetOp {
    Except,
    Intersect,
    Union,
}

impl SetOp {
    pub(super) fn sql(self) -> &'static str {
        match self {
            SetOp::Except => "EXCEPT",
            SetOp::Intersect => "INTERSECT",
            SetOp::Union => "UNION",
        }
    }
}

/// A whole query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Query {
    One(Select),
    Set(SetOp, Select, Select),
    /// The value of the first less that of the second.
    Minus(Select, Select),
}

impl Query {
    pub(super) fn sql(&self) -> String {
        match self {
            Query::One(select) => select.sql(),
            Query::Set(op, left, right) => {
                format!("{} {} {}", left.sql(), op.sql(), right.sql())
            }
            Query::Minus(left, right) => format!("SELECT ({}) - ({})", left.sql(), right.sql()),
        }
    }

    /// Its SELECTs, outermost first.
    pub(super) fn selects(&self) -> Vec<&Select> {
        match self {
            Query::One(select) => vec![select],
            Query::Set(_, left, right) | Query::Minus(left, right) => vec![left, right],
        }
    }

    /// The same with the SELECT at `at` exchanged.
    fn with(&self, at: usize, select: Select) -> Self {
        match self {
            Query::One(_) => Query::One(select),
            Query::Set(op, left, right) => match at {
                0 => Query::Set(*op, select, right.clone()),
                _ => Query::Set(*op, left.clone(), select),
            },
            Query::Minus(left, right) => match at {
                0 => Query::Minus(select, right.clone()),
                _ => Query::Minus(left.clone(), select),
            },
        }
    }

    /// Whether its rows come in an order.
    pub(super) fn is_ordered(&self) -> bool {
        matches!(self, Query::One(select) if !select.order.is_empty())
    }
}
