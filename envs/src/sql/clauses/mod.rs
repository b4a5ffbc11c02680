//! How much of a query is right: its clauses against those of another, its names, its words.
//!
//! Queries are read by `sqlparser` (Apache-2.0, maintained by the DataFusion project) and compared as Spider compares them
//! (Yu et al. 2018, <https://arxiv.org/abs/1809.08887>): each clause is a set of pieces, an order of pieces being of account
//! in ORDER BY alone. Before that every column is written with its table's name for its alias, in small letters, and the names
//! given to results are left out. Unlike Spider's, literals count, and pieces of subqueries stand with those of the query
//! around them.

mod names;
mod shares;
#[cfg(test)]
mod tests;

pub use shares::Shared;

use super::schema::{ColumnId, Theme};
use names::Names;
use shares::{jaccard, share, shared};
use sqlparser::{
    ast::{
        Expr, GroupByExpr, InTarget, JoinConstraint, JoinOperator, LimitClause, OrderByKind,
        OrderBySort, Query, Select, SelectItem, SetExpr, Statement, TableFactor, VisitMut,
    },
    dialect::SQLiteDialect,
    parser::Parser,
    tokenizer::{Token, Tokenizer},
};
use std::{collections::BTreeSet, ops::ControlFlow};
use truestep_core::rational::Rational;

/// How deep a query may be nested to be read.
const DEPTH: usize = 40;

/// The clauses, in the order their shares are stated.
pub const CLAUSES: [&str; 8] = [
    "select", "from", "where", "group", "having", "order", "limit", "set",
];

/// The pieces of a query, by clause.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pieces {
    clauses: [Vec<String>; CLAUSES.len()],
    /// Tables it names.
    pub tables: BTreeSet<usize>,
    /// Columns it names.
    pub columns: BTreeSet<ColumnId>,
    /// What it is made of, in words: `select join where group`.
    pub skeleton: String,
    words: Vec<String>,
}

impl Pieces {
    /// The pieces of a query over the tables of `theme`; nothing of what is no query.
    #[must_use]
    pub fn of(theme: &Theme, sql: &str) -> Option<Self> {
        let mut query = parsed(sql)?;
        let mut names = Names::new(theme);
        // Aliases first: a name may be used before the FROM that makes it.
        let _ = VisitMut::visit(&mut query, &mut names);
        let mut pieces = names.found();
        pieces.query(&query);
        for clause in &mut pieces.clauses {
            clause.sort_unstable();
        }
        pieces.skeleton = pieces.skeleton();
        pieces.words = words(sql);
        Some(pieces)
    }

    /// Whether the clause at a place of [`CLAUSES`] is there.
    fn has(&self, clause: usize) -> bool {
        !self.clauses[clause].is_empty()
    }

    /// The pieces shared with the right query, clause by clause; nothing of clauses neither has.
    #[must_use]
    pub fn shared(&self, right: &Pieces) -> Vec<(&'static str, Shared)> {
        let clauses = (0..CLAUSES.len()).filter(|&at| self.has(at) || right.has(at));
        clauses
            .map(|at| (CLAUSES[at], shared(&self.clauses[at], &right.clauses[at])))
            .collect()
    }

    /// Whether every clause is that of the right query.
    #[must_use]
    pub fn is_exact(&self, right: &Pieces) -> bool {
        self.clauses == right.clauses
    }

    /// Names shared with the right query, of those in either: tables, columns, both.
    #[must_use]
    pub fn linking(&self, right: &Pieces) -> [Rational; 3] {
        let tables = jaccard(&self.tables, &right.tables);
        let columns = jaccard(&self.columns, &right.columns);
        let both = (tables.0 + columns.0, tables.1 + columns.1);
        [tables, columns, both].map(|(part, whole)| share(part, whole))
    }

    /// Pairs of neighbouring words shared with the right query, of those in either.
    #[must_use]
    pub fn bigrams(&self, right: &Pieces) -> Rational {
        let pairs = |words: &[String]| -> BTreeSet<(String, String)> {
            let pairs = words.windows(2).map(|p| (p[0].clone(), p[1].clone()));
            pairs.collect()
        };
        let (part, whole) = jaccard(&pairs(&self.words), &pairs(&right.words));
        share(part, whole)
    }

    fn query(&mut self, query: &Query) {
        for cte in query.with.iter().flat_map(|with| &with.cte_tables) {
            self.query(&cte.query);
        }
        self.body(&query.body);
        if let Some(order) = &query.order_by
            && let OrderByKind::Expressions(by) = &order.kind
        {
            for (place, by) in by.iter().enumerate() {
                let down = by.options.sort == Some(OrderBySort::Desc);
                let way = if down { "desc" } else { "asc" };
                self.add("order", format!("{place} {} {way}", by.expr));
                self.inside(&by.expr);
            }
        }
        if let Some(LimitClause::LimitOffset { limit, offset, .. }) = &query.limit_clause {
            let limit = limit.iter().map(|limit| format!("limit {limit}"));
            let offset = offset.iter().map(|offset| offset.to_string());
            for piece in limit.chain(offset).collect::<Vec<_>>() {
                self.add("limit", piece.to_lowercase());
            }
        } else if let Some(limit) = &query.limit_clause {
            self.add("limit", limit.to_string().trim().to_lowercase());
        }
    }

    fn body(&mut self, body: &SetExpr) {
        match body {
            SetExpr::Select(select) => self.select(select),
            SetExpr::Query(query) => self.query(query),
            SetExpr::SetOperation {
                left, op, right, ..
            } => {
                self.add("set", op.to_string().to_lowercase());
                self.body(left);
                self.body(right);
            }
            _ => {}
        }
    }

    fn select(&mut self, select: &Select) {
        if let Some(distinct) = &select.distinct {
            self.add("select", distinct.to_string().to_lowercase());
        }
        for item in &select.projection {
            match item {
                SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. } => {
                    self.add("select", expr.to_string());
                    self.inside(expr);
                }
                other => self.add("select", other.to_string().to_lowercase()),
            }
        }
        for from in &select.from {
            self.factor(&from.relation);
            for join in &from.joins {
                self.factor(&join.relation);
                self.join(&join.join_operator);
            }
        }
        for (clause, expr) in [("where", &select.selection), ("having", &select.having)] {
            if let Some(expr) = expr {
                self.conditions(clause, expr);
            }
        }
        if let GroupByExpr::Expressions(by, _) = &select.group_by {
            for expr in by {
                self.add("group", expr.to_string());
            }
        }
    }

    fn factor(&mut self, factor: &TableFactor) {
        match factor {
            TableFactor::Table { name, .. } => {
                self.add("from", name.to_string().to_lowercase());
            }
            TableFactor::Derived { subquery, .. } => self.query(subquery),
            TableFactor::NestedJoin {
                table_with_joins, ..
            } => {
                self.factor(&table_with_joins.relation);
                for join in &table_with_joins.joins {
                    self.factor(&join.relation);
                    self.join(&join.join_operator);
                }
            }
            _ => {}
        }
    }

    fn join(&mut self, join: &JoinOperator) {
        let (kind, constraint) = match join {
            JoinOperator::Join(on) | JoinOperator::Inner(on) | JoinOperator::CrossJoin(on) => {
                ("", on)
            }
            JoinOperator::Left(on) | JoinOperator::LeftOuter(on) => ("left", on),
            JoinOperator::Right(on) | JoinOperator::RightOuter(on) => ("right", on),
            JoinOperator::FullOuter(on) => ("full", on),
            _ => return,
        };
        if !kind.is_empty() {
            self.add("from", format!("{kind} join"));
        }
        match constraint {
            JoinConstraint::On(expr) => self.conditions("where", expr),
            JoinConstraint::Using(names) => {
                for name in names {
                    self.add("where", format!("using {name}").to_lowercase());
                }
            }
            _ => {}
        }
    }

    /// The parts of a condition that all have to hold; what is equal on both sides is written in one way.
    fn conditions(&mut self, clause: &'static str, expr: &Expr) {
        use sqlparser::ast::BinaryOperator as Binary;
        match expr {
            Expr::Nested(inner) => self.conditions(clause, inner),
            Expr::BinaryOp {
                left,
                op: Binary::And,
                right,
            } => {
                self.conditions(clause, left);
                self.conditions(clause, right);
            }
            Expr::BinaryOp {
                left,
                op: op @ (Binary::Eq | Binary::NotEq),
                right,
            } if !has_query(expr) => {
                let mut sides = [left.to_string(), right.to_string()];
                sides.sort_unstable();
                self.add(clause, format!("{} {op} {}", sides[0], sides[1]));
            }
            other => {
                // A subquery's own clauses are pieces of their own.
                match has_query(other) {
                    true => self.add(clause, outside(other)),
                    false => self.add(clause, other.to_string()),
                }
                self.inside(other);
            }
        }
    }

    /// Subqueries of an expression.
    fn inside(&mut self, expr: &Expr) {
        match expr {
            Expr::Subquery(query)
            | Expr::Exists {
                subquery: query, ..
            } => self.query(query),
            Expr::In {
                target: InTarget::Subquery(query),
                ..
            } => self.query(query),
            Expr::BinaryOp { left, right, .. } => {
                self.inside(left);
                self.inside(right);
            }
            Expr::Nested(inner) | Expr::UnaryOp { expr: inner, .. } => self.inside(inner),
            _ => {}
        }
    }

    fn add(&mut self, clause: &str, piece: String) {
        if let Some(at) = CLAUSES.iter().position(|c| *c == clause) {
            self.clauses[at].push(piece);
        }
    }

    /// Which clauses there are, which aggregates and which comparisons.
    fn skeleton(&self) -> String {
        let mut said: Vec<String> = vec![];
        let all = |clauses: &[usize]| -> String {
            let pieces = clauses.iter().flat_map(|&at| &self.clauses[at]);
            pieces
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join(" ; ")
                .to_lowercase()
        };
        let (select, conditions) = (all(&[0]), all(&[2, 4]));
        for agg in ["count(", "sum(", "avg(", "min(", "max(", "round("] {
            if select.contains(agg) {
                said.push(agg.trim_end_matches('(').to_owned());
            }
        }
        if select.contains("distinct") {
            said.push("distinct".into());
        }
        let tables = self.clauses[1].len();
        let distinct: BTreeSet<&String> = self.clauses[1].iter().collect();
        match (tables, distinct.len()) {
            (0 | 1, _) => {}
            (2, 1) => said.push("twice".into()),
            (n, _) => said.push(format!("{n} tables")),
        }
        if self.has(2) {
            said.push("where".into());
        }
        for test in ["exists", "between", "is null", "avg(", " > t", "in ("] {
            if conditions.contains(test) {
                said.push(test.trim_matches([' ', '(', '>']).to_owned());
            }
        }
        for (at, clause) in CLAUSES.iter().enumerate().skip(3) {
            if self.has(at) && *clause != "set" {
                said.push((*clause).into());
            }
        }
        said.extend(self.clauses[7].iter().cloned());
        said.join(" ")
    }
}

fn parsed(sql: &str) -> Option<Query> {
    let mut parser = Parser::new(&SQLiteDialect {})
        .with_recursion_limit(DEPTH)
        .try_with_sql(sql)
        .ok()?;
    let mut statements = parser.parse_statements().ok()?;
    match (statements.pop()?, statements.is_empty()) {
        (Statement::Query(query), true) => Some(*query),
        _ => None,
    }
}

/// Keywords in capitals, names in small letters, texts as they are.
fn words(sql: &str) -> Vec<String> {
    let tokens = Tokenizer::new(&SQLiteDialect {}, sql).tokenize();
    let word = |token: Token| match token {
        Token::Whitespace(_) | Token::SemiColon => None,
        Token::Word(word) => Some(word.value.to_lowercase()),
        other => Some(other.to_string()),
    };
    tokens.map_or_else(|_| vec![], |all| all.into_iter().filter_map(word).collect())
}

fn has_query(expr: &Expr) -> bool {
    let found = sqlparser::ast::visit_expressions(expr, |inner| match inner {
        Expr::Subquery(_)
        | Expr::Exists { .. }
        | Expr::In {
            target: InTarget::Subquery(_),
            ..
        } => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    });
    found.is_break()
}

/// A condition with `()` for its subquery.
fn outside(expr: &Expr) -> String {
    match expr {
        Expr::Exists { negated, .. } => {
            let not = if *negated { "not " } else { "" };
            format!("{not}exists ()")
        }
        Expr::In {
            expr,
            target: InTarget::Subquery(_),
            negated,
            ..
        } => {
            let not = if *negated { "not " } else { "" };
            format!("{expr} {not}in ()")
        }
        Expr::BinaryOp { left, op, right } => {
            format!("{} {op} {}", outside(left), outside(right))
        }
        Expr::Subquery(_) => "()".into(),
        Expr::Nested(inner) => outside(inner),
        other => other.to_string(),
    }
}
