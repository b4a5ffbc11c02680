//! Names: which table and column each stands for.

use super::{
    super::schema::{ColumnId, Theme},
    Pieces,
};
use sqlparser::ast::{Expr, Ident, ObjectName, Query, SetExpr, TableFactor, VisitorMut};
use std::{collections::BTreeSet, ops::ControlFlow};

/// Writes every column with the name of its table, and notes which there are.
pub(super) struct Names<'a> {
    theme: &'a Theme,
    /// Of each query on the way in: aliases and the tables they stand for.
    aliases: Vec<Vec<(String, usize)>>,
    /// Names the query makes itself.
    made: BTreeSet<String>,
    pieces: Pieces,
}

impl<'a> Names<'a> {
    /// Nothing is named yet.
    pub(super) fn new(theme: &'a Theme) -> Self {
        Self {
            theme,
            aliases: vec![],
            made: BTreeSet::new(),
            pieces: Pieces::default(),
        }
    }

    /// The tables and columns that were named.
    pub(super) fn found(self) -> Pieces {
        self.pieces
    }

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

    /// The tables of a body, both sides of a set operation included.
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

/// The last part of a name, in small letters.
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
