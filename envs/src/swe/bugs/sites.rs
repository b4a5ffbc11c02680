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
    /// Where statements of the module begin that begin a line.
    starts: Vec<usize>,
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

    /// Whether edits in the order of their places change the file and leave it Python, as a mistake a person makes does. They
    /// are looked at in the statements of the module that they touch: the others stay what they are.
    fn is_mistake(&self, edits: &[Edit]) -> bool {
        let text = self.file.text.as_str();
        let first = edits.first().map_or(0, |edit| edit.span.start);
        let last = edits.iter().map(|edit| edit.span.end).max().unwrap_or(0);
        let (before, after) = (
            self.starts.partition_point(|start| *start <= first),
            self.starts.partition_point(|start| *start <= last),
        );
        let start = before.checked_sub(1).map_or(0, |at| self.starts[at]);
        let end = self.starts.get(after).copied().unwrap_or(text.len());
        let moved = edits.iter().map(|edit| Edit {
            span: edit.span.start - start..edit.span.end - start,
            text: edit.text.clone(),
        });
        let Some(touched) = text.get(start..end) else {
            return false;
        };
        let edited = super::apply(touched, &moved.collect::<Vec<_>>());
        edited.is_some_and(|edited| edited != touched && python::parse(&edited).is_ok())
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
        if !self.is_mistake(&edits) {
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
        let tree = python::parse(&file.text).map_err(|reason| RepoError::Syntax {
            path: file.path.clone(),
            reason,
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
        let starts = tree.iter().map(|stmt| stmt.span.start);
        let begins_line = |start: &usize| *start == 0 || file.text.as_bytes()[*start - 1] == b'\n';
        let mut found = Found {
            file,
            index: &index,
            starts: starts.filter(begins_line).collect(),
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
