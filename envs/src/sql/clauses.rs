//! How much of a query is right: its clauses against those of another, its names, its words.
//!
//! Queries are read by `sqlparser` (Apache-2.0, maintained by the DataFusion project) and compared as Spider compares them
//! (Yu et al. 2018, <https://arxiv.org/abs/1809.08887>): each clause is a set of pieces, an order of pieces being of account
//! in ORDER BY alone. Before that every column is written with its table's name for its alias, in small letters, and the names
//! given to results are left out. Unlike Spider's, literals count, and pieces of subqueries stand with those of the query
//! around them.

use super::schema::{ColumnId, Theme};
use sqlparser::{
    ast::{
        Expr, GroupByExpr, Ident, InTarget, JoinConstraint, JoinOperator, LimitClause, ObjectName,
        OrderByKind, OrderBySort, Query, Select, SelectItem, SetExpr, Statement, TableFactor,
        VisitMut, VisitorMut,
    },
    dialect::SQLiteDialect,
    parser::Parser,
    tokenizer::{Token, Tokenizer},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::ControlFlow,
};
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

/// How many pieces of a clause are shared, of those given and of those that are right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shared {
    /// Shared pieces.
    pub both: u32,
    /// Pieces of the query that is judged.
    pub given: u32,
    /// Pieces of the right one.
    pub right: u32,
}

impl Shared {
    /// Share of the given ones that are right; 1 of none.
    #[must_use]
    pub fn precision(self) -> Rational {
        share(self.both, self.given)
    }

    /// Share of the right ones that are given; 1 of none.
    #[must_use]
    pub fn recall(self) -> Rational {
        share(self.both, self.right)
    }

    /// Their harmonic mean.
    #[must_use]
    pub fn f1(self) -> Rational {
        share(2 * self.both, self.given + self.right)
    }
}

fn share(part: u32, whole: u32) -> Rational {
    match whole {
        0 => Rational::from_integer(1),
        _ => Rational::new(part.into(), whole.into()),
    }
}

impl Pieces {
    /// The pieces of a query over the tables of `theme`; nothing of what is no query.
    #[must_use]
    pub fn of(theme: &Theme, sql: &str) -> Option<Self> {
        let mut query = parsed(sql)?;
        let mut names = Names {
            theme,
            aliases: vec![],
            made: BTreeSet::new(),
            pieces: Pieces::default(),
        };
        // Aliases first: a name may be used before the FROM that makes it.
        let _ = VisitMut::visit(&mut query, &mut names);
        let mut pieces = names.pieces;
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

fn shared(given: &[String], right: &[String]) -> Shared {
    let mut left: BTreeMap<&String, u32> = BTreeMap::new();
    for piece in right {
        *left.entry(piece).or_default() += 1;
    }
    let mut both = 0;
    for piece in given {
        if let Some(count) = left.get_mut(piece)
            && *count > 0
        {
            *count -= 1;
            both += 1;
        }
    }
    Shared {
        both,
        given: given.len() as u32,
        right: right.len() as u32,
    }
}

fn jaccard<T: Ord>(one: &BTreeSet<T>, other: &BTreeSet<T>) -> (u32, u32) {
    let both = one.intersection(other).count() as u32;
    (both, one.union(other).count() as u32)
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

/// Writes every column with the name of its table, and notes which there are.
struct Names<'a> {
    theme: &'a Theme,
    /// Of each query on the way in: aliases and the tables they stand for.
    aliases: Vec<Vec<(String, usize)>>,
    /// Names the query makes itself.
    made: BTreeSet<String>,
    pieces: Pieces,
}

impl Names<'_> {
    /// The tables of a FROM with what they are called.
    fn named(&mut self, factor: &TableFactor, found: &mut Vec<(String, usize)>) {
        match factor {
            TableFactor::Table { name, alias, .. } => {
                let own = last(name);
                if self.made.contains(&own) {
                    return;
                }
                if let Some(table) = self.theme.table(&own) {
                    self.pieces.tables.insert(table);
                    let called = alias.as_ref().map_or(own, |a| a.name.value.to_lowercase());
                    found.push((called, table));
                }
            }
            TableFactor::NestedJoin {
                table_with_joins, ..
            } => {
                self.named(&table_with_joins.relation, found);
                for join in &table_with_joins.joins {
                    self.named(&join.relation, found);
                }
            }
            _ => {}
        }
    }

    fn scope(&mut self, body: &SetExpr, found: &mut Vec<(String, usize)>) {
        match body {
            SetExpr::Select(select) => {
                for from in &select.from {
                    self.named(&from.relation, found);
                    for join in &from.joins {
                        self.named(&join.relation, found);
                    }
                }
            }
            SetExpr::SetOperation { left, right, .. } => {
                self.scope(left, found);
                self.scope(right, found);
            }
            _ => {}
        }
    }

    /// The column meant by a name, with or without what its table is called.
    fn column(&self, table: Option<&str>, column: &str) -> Option<ColumnId> {
        for scope in self.aliases.iter().rev() {
            for (called, number) in scope {
                if table.is_none_or(|table| table.eq_ignore_ascii_case(called))
                    && let Some(column) = self.theme.tables[*number].column(column)
                {
                    return Some((*number, column));
                }
            }
        }
        None
    }
}

fn last(name: &ObjectName) -> String {
    let part = name.0.last().and_then(|part| part.as_ident());
    part.map_or_else(String::new, |ident| ident.value.to_lowercase())
}

impl VisitorMut for Names<'_> {
    type Break = ();

    fn pre_visit_query(&mut self, query: &mut Query) -> ControlFlow<()> {
        for cte in query.with.iter().flat_map(|with| &with.cte_tables) {
            self.made.insert(cte.alias.name.value.to_lowercase());
        }
        let mut found = vec![];
        self.scope(&query.body, &mut found);
        self.aliases.push(found);
        ControlFlow::Continue(())
    }

    fn post_visit_query(&mut self, _: &mut Query) -> ControlFlow<()> {
        self.aliases.pop();
        ControlFlow::Continue(())
    }

    fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<()> {
        let (table, column) = match &*expr {
            Expr::Identifier(column) => (None, column.value.as_str()),
            Expr::CompoundIdentifier(parts) => match &parts[..] {
                [.., table, column] => (Some(table.value.as_str()), column.value.as_str()),
                _ => return ControlFlow::Continue(()),
            },
            Expr::Function(function) => {
                let name = function.name.to_string().to_lowercase();
                if let Expr::Function(function) = expr {
                    function.name = ObjectName::from(vec![Ident::new(name)]);
                }
                return ControlFlow::Continue(());
            }
            _ => return ControlFlow::Continue(()),
        };
        match self.column(table, column) {
            Some(id) => {
                self.pieces.columns.insert(id);
                let table = Ident::new(self.theme.tables[id.0].name.clone());
                let column = Ident::new(self.theme.column(id).name.clone());
                *expr = Expr::CompoundIdentifier(vec![table, column]);
            }
            None => {
                let name = Ident::new(column.to_lowercase());
                *expr = Expr::Identifier(name);
            }
        }
        ControlFlow::Continue(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::schema::THEMES;

    fn pieces(sql: &str) -> Pieces {
        Pieces::of(&THEMES[0], sql).unwrap_or_else(|| panic!("{sql}"))
    }

    #[test]
    fn aliases_case_and_order_make_no_difference() {
        let one = pieces(
            "SELECT T1.order_id, T2.full_name FROM orders AS T1 JOIN customers AS T2 \
             ON T1.customer_id = T2.customer_id WHERE T2.city = 'Oslo' AND T1.total > 5",
        );
        let other = pieces(
            "select c.full_name as who, o.order_id from customers c inner join orders o \
             on c.customer_id = o.customer_id where o.total > 5 and 'Oslo' = city;",
        );
        assert!(other.is_exact(&one), "{one:?} {other:?}");
        assert_eq!(other.linking(&one), [Rational::from_integer(1); 3]);
        assert!(other.bigrams(&one) < Rational::from_integer(1));
    }

    #[test]
    fn shares_are_those_of_the_clauses() {
        let right = pieces(
            "SELECT city, count(*) FROM customers WHERE age > 30 AND tier = 'GLD' GROUP BY city",
        );
        let given = pieces("SELECT city FROM customers WHERE age > 30 ORDER BY city");
        let found: Vec<(&str, u32, u32, u32)> = given
            .shared(&right)
            .iter()
            .map(|(clause, s)| (*clause, s.both, s.given, s.right))
            .collect();
        let expected = [
            ("select", 1, 1, 2),
            ("from", 1, 1, 1),
            ("where", 1, 1, 2),
            ("group", 0, 0, 1),
            ("order", 0, 1, 0),
        ];
        assert_eq!(found, expected);
        let select = given.shared(&right)[0].1;
        assert_eq!(select.precision(), Rational::from_integer(1));
        assert_eq!(
            (select.recall(), select.f1()),
            (Rational::new(1, 2), Rational::new(2, 3))
        );
        // city and age of city, age and tier.
        assert_eq!(given.linking(&right)[1], Rational::new(2, 3));
    }

    #[test]
    fn what_is_no_query_has_no_pieces() {
        for none in [
            "",
            "SELEC 1",
            "DROP TABLE orders",
            "SELECT 1; SELECT 2",
            "SELECT (",
        ] {
            assert_eq!(Pieces::of(&THEMES[0], none), None, "{none}");
        }
        let deep = format!("SELECT {}1{}", "(".repeat(900), ")".repeat(900));
        assert_eq!(Pieces::of(&THEMES[0], &deep), None);
    }
}
