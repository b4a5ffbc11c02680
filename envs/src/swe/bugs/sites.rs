//! Goes through the sources of a project and asks every operator at every place.

use super::{
    Candidate, Edit, FileEdits, Operator, across, expressions,
    python::{self, Expr, Kind, Span, Stmt},
    security, statements,
};
use crate::swe::repos::{RepoError, Repository, SourceFile};

/// Where an operator looks.
pub(super) struct Scope<'a> {
    /// The file.
    pub(super) path: &'a str,
    /// The file's text.
    pub(super) text: &'a str,
    /// The qualified name of the function or class around; empty for a module.
    pub(super) name: String,
    /// The function around, if there is one.
    pub(super) function: Option<&'a Stmt>,
    /// How many loops of the function are around.
    pub(super) loops: usize,
    /// Whether a loop around is a `while`.
    pub(super) in_while: bool,
}

impl<'a> Scope<'a> {
    /// The text of a span.
    pub(super) fn of(&self, span: &Span) -> &'a str {
        &self.text[span.clone()]
    }

    /// The same place inside something of that name.
    pub(super) fn inside(&self, name: &str, function: Option<&'a Stmt>) -> Self {
        let name = if self.name.is_empty() {
            name.to_owned()
        } else {
            format!("{}.{name}", self.name)
        };
        Self {
            path: self.path,
            text: self.text,
            name,
            function,
            loops: 0,
            in_while: false,
        }
    }
}

/// Collects what operators find.
pub(super) struct Found<'a> {
    file: &'a SourceFile,
    index: &'a across::Index,
    /// Everything found so far.
    pub(super) all: Vec<Candidate>,
}

impl Found<'_> {
    /// What is known of the whole project.
    pub(super) fn index(&self) -> &across::Index {
        self.index
    }

    /// One piece of the file replaced by a text.
    pub(super) fn one(&mut self, operator: Operator, scope: &Scope<'_>, span: Span, text: &str) {
        self.many(operator, scope, vec![(span, text.to_owned())]);
    }

    /// Several pieces of the file replaced.
    pub(super) fn many(
        &mut self,
        operator: Operator,
        scope: &Scope<'_>,
        edits: Vec<(Span, String)>,
    ) {
        let mut edits: Vec<Edit> = edits
            .into_iter()
            .map(|(span, text)| Edit { span, text })
            .collect();
        edits.sort_by_key(|edit| edit.span.start);
        let Some(edited) = super::apply(&self.file.text, &edits) else {
            return;
        };
        // A mistake a person makes is still Python.
        if edited == self.file.text || python::parse(&edited).is_err() {
            return;
        }
        self.all.push(Candidate {
            operators: vec![operator],
            functions: vec![(self.file.path.clone(), scope.name.clone())],
            files: vec![FileEdits {
                path: self.file.path.clone(),
                edits,
            }],
        });
    }
}

/// Everything that any operator can do anywhere in the sources, by file and place.
pub(super) fn all(repository: &Repository) -> Result<Vec<Candidate>, RepoError> {
    let mut trees = vec![];
    for file in repository.sources() {
        let tree = python::parse(&file.text).map_err(|source| RepoError::Syntax {
            path: file.path.clone(),
            source,
        })?;
        trees.push((file, tree));
    }
    let index = across::Index::of(&trees);
    let mut all = vec![];
    for (file, tree) in &trees {
        // Where it only passes names on, nobody makes a mistake that is not seen at once.
        let defines = |stmt: &Stmt| matches!(stmt.kind, Kind::Function { .. } | Kind::Class { .. });
        if file.path.ends_with("__init__.py") && !tree.iter().any(defines) {
            continue;
        }
        let mut found = Found {
            file,
            index: &index,
            all: vec![],
        };
        let scope = Scope {
            path: &file.path,
            text: &file.text,
            name: String::new(),
            function: None,
            loops: 0,
            in_while: false,
        };
        block(tree, &scope, &mut found);
        all.append(&mut found.all);
    }
    Ok(all)
}

/// The statements of a block.
fn block<'a>(stmts: &'a [Stmt], scope: &Scope<'a>, found: &mut Found<'_>) {
    for (index, stmt) in stmts.iter().enumerate() {
        statements::look(stmts, index, scope, found);
        across::look(stmt, scope, found);
        security::look_at(stmts, stmt, scope, found);
        look_inside(stmt, scope, found);
        let inner = match &stmt.kind {
            Kind::Function { name, .. } => scope.inside(scope.of(name), Some(stmt)),
            Kind::Class { name, .. } => scope.inside(scope.of(name), None),
            kind => Scope {
                path: scope.path,
                text: scope.text,
                name: scope.name.clone(),
                function: scope.function,
                loops: scope.loops
                    + usize::from(matches!(kind, Kind::For { .. } | Kind::While { .. })),
                in_while: scope.in_while || matches!(kind, Kind::While { .. }),
            },
        };
        for inside in stmt.blocks() {
            block(inside, &inner, found);
        }
    }
}

/// The expressions of a statement, except those nobody would see changed: the words of messages and docstrings, and what
/// is caught, which has operators of its own.
fn look_inside(stmt: &Stmt, scope: &Scope<'_>, found: &mut Found<'_>) {
    if matches!(
        stmt.kind,
        Kind::Raise(_) | Kind::Try { .. } | Kind::Class { .. } | Kind::Function { .. }
    ) {
        return;
    }
    for expression in stmt.expressions() {
        expression.walk(&mut |part: &Expr| {
            expressions::look(part, scope, found);
            security::look(part, scope, found);
            across::look_at(part, stmt, scope, found);
        });
    }
}
