//! Operators that know more than the place they look at: attributes of classes, keys of a file, parameters of a type.

use super::{
    Operator,
    python::{Expr, ExprKind, Kind, Parameter, Span, Stmt},
    sites::{Found, Scope},
};
use crate::swe::repos::SourceFile;
use std::collections::{BTreeMap, BTreeSet};

/// Methods whose first argument is a key.
const LOOKUPS: [&str; 4] = ["get", "pop", "setdefault", "getattr"];

/// What is known of a whole project.
pub(super) struct Index {
    /// For an attribute that is declared in a class: others that are declared there with the same annotation.
    siblings: BTreeMap<String, BTreeSet<String>>,
    /// For each file: the texts that it uses as keys.
    keys: BTreeMap<String, BTreeSet<String>>,
}

impl Index {
    /// Goes through all files.
    pub(super) fn of(trees: &[(&SourceFile, Vec<Stmt>)]) -> Self {
        let (mut siblings, mut keys) = (BTreeMap::new(), BTreeMap::new());
        for (file, tree) in trees {
            let mut of_file = BTreeSet::new();
            for stmt in tree {
                declared(stmt, &file.text, &mut siblings);
                keys_in(stmt, &file.text, &mut of_file);
            }
            keys.insert(file.path.clone(), of_file);
        }
        Self { siblings, keys }
    }
}

/// Attributes that classes declare with annotations.
fn declared(stmt: &Stmt, text: &str, siblings: &mut BTreeMap<String, BTreeSet<String>>) {
    let Kind::Class { body, .. } = &stmt.kind else {
        return;
    };
    let mut by_type: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for field in body {
        if let Kind::Assign {
            targets,
            annotation: Some(annotation),
            ..
        } = &field.kind
            && let [target] = targets.as_slice()
        {
            let names = by_type.entry(&text[annotation.clone()]).or_default();
            names.push(&text[target.span.clone()]);
        }
    }
    for names in by_type.values() {
        for name in names {
            let others = names
                .iter()
                .filter(|other| *other != name)
                .map(|other| (*other).to_owned());
            siblings
                .entry((*name).to_owned())
                .or_default()
                .extend(others);
        }
    }
}

/// Texts that stand where a key is looked up.
fn keys_in(stmt: &Stmt, text: &str, keys: &mut BTreeSet<String>) {
    for expression in stmt.expressions() {
        expression.walk(&mut |part| {
            if let Some(key) = key(part, text) {
                keys.insert(text[key].to_owned());
            }
        });
    }
    for inner in stmt.blocks().into_iter().flatten() {
        keys_in(inner, text, keys);
    }
}

/// The key that an expression looks up, if it is a text.
fn key(expr: &Expr, text: &str) -> Option<Span> {
    let key = match &expr.kind {
        ExprKind::Subscript { index, .. } => index,
        ExprKind::Call { callee, arguments } => {
            let ExprKind::Attribute { name, .. } = &callee.kind else {
                return None;
            };
            let first = LOOKUPS
                .contains(&&text[name.clone()])
                .then(|| arguments.first())??;
            &first.value
        }
        _ => return None,
    };
    (matches!(key.kind, ExprKind::Text) && text[key.span.clone()].starts_with('"'))
        .then(|| key.span.clone())
}

/// What can be done at a statement.
pub(super) fn look(stmt: &Stmt, scope: &Scope<'_>, found: &mut Found<'_>) {
    let Kind::Function {
        name, parameters, ..
    } = &stmt.kind
    else {
        return;
    };
    let inner = scope.inside(scope.of(name), Some(stmt));
    for pair in parameters.windows(2) {
        let [first, second] = pair else { continue };
        let alike = same_type(first, second, scope)
            && first.default.is_none() == second.default.is_none()
            && !first.special
            && !second.special;
        if alike {
            let edits = vec![
                (first.span.clone(), scope.of(&second.span).to_owned()),
                (second.span.clone(), scope.of(&first.span).to_owned()),
            ];
            found.many(Operator::SignatureDrift, &inner, edits);
        }
    }
}

/// Whether two parameters are annotated alike.
fn same_type(first: &Parameter, second: &Parameter, scope: &Scope<'_>) -> bool {
    let text = |parameter: &Parameter| parameter.annotation.clone().map(|span| scope.of(&span));
    text(first).is_some() && text(first) == text(second)
}

/// What can be done at an expression of `stmt`.
pub(super) fn look_at(expr: &Expr, stmt: &Stmt, scope: &Scope<'_>, found: &mut Found<'_>) {
    if let Some(key) = key(expr, scope.text) {
        let others: Vec<String> = found
            .index()
            .keys
            .get(scope.path)
            .into_iter()
            .flatten()
            .filter(|other| *other != scope.of(&key))
            .take(2)
            .cloned()
            .collect();
        for other in others {
            found.one(Operator::WrongKey, scope, key.clone(), &other);
        }
    }
    match &expr.kind {
        ExprKind::Attribute { name, .. } => wrong_attribute(name, stmt, scope, found),
        ExprKind::Name => wrong_variable(expr, stmt, scope, found),
        _ => {}
    }
}

/// Another attribute of the same type; what is called is a method and left alone.
fn wrong_attribute(name: &Span, stmt: &Stmt, scope: &Scope<'_>, found: &mut Found<'_>) {
    let assigned = match &stmt.kind {
        Kind::Assign { targets, .. } => targets.iter().any(|target| target.span.end == name.end),
        _ => false,
    };
    if assigned || scope.text[name.end..].starts_with('(') {
        return;
    }
    let others: Vec<String> = found
        .index()
        .siblings
        .get(scope.of(name))
        .into_iter()
        .flatten()
        .cloned()
        .collect();
    for other in others {
        found.one(Operator::WrongAttribute, scope, name.clone(), &other);
    }
}

/// Another parameter of the same type.
fn wrong_variable(expr: &Expr, stmt: &Stmt, scope: &Scope<'_>, found: &mut Found<'_>) {
    let assigned = match &stmt.kind {
        Kind::Assign { targets, .. } => targets.iter().any(|target| target.span == expr.span),
        Kind::For { target, .. } => target.span == expr.span,
        _ => false,
    };
    let Some(Stmt {
        kind: Kind::Function { parameters, .. },
        ..
    }) = scope.function
    else {
        return;
    };
    let name = scope.of(&expr.span);
    let Some(own) = parameters
        .iter()
        .find(|parameter| scope.of(&parameter.name) == name)
    else {
        return;
    };
    if assigned {
        return;
    }
    for other in parameters {
        if scope.of(&other.name) != name && same_type(own, other, scope) {
            found.one(
                Operator::WrongVariable,
                scope,
                expr.span.clone(),
                scope.of(&other.name),
            );
        }
    }
}
