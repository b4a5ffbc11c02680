//! Which names statements read and change.

use super::{
    python::{Expr, ExprKind, Kind, Stmt},
    sites::Scope,
};
use std::collections::BTreeSet;

/// Names that the function around assigns.
pub(super) fn locals<'a>(scope: &Scope<'a>) -> BTreeSet<&'a str> {
    let mut names = BTreeSet::new();
    if let Some(function) = scope.function {
        assigned(function, scope, &mut names);
    }
    names
}

fn assigned<'a>(stmt: &Stmt, scope: &Scope<'a>, names: &mut BTreeSet<&'a str>) {
    let targets: Vec<&Expr> = match &stmt.kind {
        Kind::Assign { targets, .. } => targets.iter().collect(),
        Kind::For { target, .. } => vec![target],
        _ => vec![],
    };
    let plain = targets
        .iter()
        .filter(|target| matches!(target.kind, ExprKind::Name));
    names.extend(plain.map(|target| scope.of(&target.span)));
    for inner in stmt.blocks().into_iter().flatten() {
        assigned(inner, scope, names);
    }
}

/// Whether what one statement changes is named in the other: in whichever order the others run, nobody would notice.
pub(super) fn share_a_name(first: &Stmt, second: &Stmt, scope: &Scope<'_>) -> bool {
    let depends = |changing: &Stmt, other: &Stmt| {
        let (mut changed, mut named) = (BTreeSet::new(), BTreeSet::new());
        changed_by(changing, scope, &mut changed);
        names_of(other, scope, &mut named);
        changed.intersection(&named).next().is_some()
    };
    depends(first, second) || depends(second, first)
}

/// What a statement assigns, and what it calls a method of.
fn changed_by<'a>(stmt: &Stmt, scope: &Scope<'a>, names: &mut BTreeSet<&'a str>) {
    let changed: Vec<&Expr> = match &stmt.kind {
        Kind::Assign { targets, .. } => targets.iter().collect(),
        Kind::Augmented { target, .. } => vec![target],
        Kind::Expression(Expr {
            kind: ExprKind::Call { callee, .. },
            ..
        }) => vec![callee],
        _ => vec![],
    };
    for expression in changed {
        collect(expression, scope, names);
    }
    for inner in stmt.blocks().into_iter().flatten() {
        changed_by(inner, scope, names);
    }
}

/// All names in an expression, `self` apart.
fn collect<'a>(expression: &Expr, scope: &Scope<'a>, names: &mut BTreeSet<&'a str>) {
    expression.walk(&mut |part| match &part.kind {
        ExprKind::Name if scope.of(&part.span) != "self" => {
            names.insert(scope.of(&part.span));
        }
        ExprKind::Attribute { name, .. } => {
            names.insert(scope.of(name));
        }
        _ => {}
    });
}

fn names_of<'a>(stmt: &Stmt, scope: &Scope<'a>, names: &mut BTreeSet<&'a str>) {
    for expression in stmt.expressions() {
        collect(expression, scope, names);
    }
    for inner in stmt.blocks().into_iter().flatten() {
        names_of(inner, scope, names);
    }
}
