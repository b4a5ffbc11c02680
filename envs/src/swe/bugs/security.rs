//! Operators that take away what guards a project against what comes from outside.
//!
//! They are asked for together, and apart from all others: a bug of theirs is a weakness, and its repair puts the guard back.

use super::{
    Operator,
    python::{Expr, ExprKind, Kind, Stmt},
    sites::{Found, Scope},
    statements::drop_statement,
};

/// Functions of one argument that make it harmless.
const ESCAPES: [&str; 5] = ["escape", "quote", "cell", "one_line", "target"];
/// Functions of one argument that refuse a path which leads away.
const PATH_GUARDS: [&str; 1] = ["inside"];
/// What reads a literal and nothing else, and what carries out whatever it is given.
const LITERALS: (&str, &str) = ("ast.literal_eval", "eval");
/// How the names of methods begin that refuse who may not.
const CHECKS: [&str; 2] = ["self._check_", "self._require_"];
/// Exceptions by which a path, and a person, is refused.
const REFUSALS: [(&str, Operator); 2] = [
    ("raise BadPath(", Operator::PathGuardDrop),
    ("raise Forbidden(", Operator::CheckDrop),
];

/// What can be done at an expression, without what is in it.
pub(super) fn look(expr: &Expr, scope: &Scope<'_>, found: &mut Found<'_>) {
    let ExprKind::Call { callee, arguments } = &expr.kind else {
        return;
    };
    let name = scope.of(&callee.span);
    if name == LITERALS.0 {
        found.one(Operator::UnsafeLoad, scope, callee.span.clone(), LITERALS.1);
    }
    let [argument] = arguments.as_slice() else {
        return;
    };
    if argument.keyword.is_some() || argument.starred {
        return;
    }
    let operator = match name {
        name if ESCAPES.contains(&name) => Operator::EscapeDrop,
        name if PATH_GUARDS.contains(&name) => Operator::PathGuardDrop,
        _ => return,
    };
    // What stood between brackets may need them.
    let inner = scope.of(&argument.span);
    let text = match argument.value.kind {
        ExprKind::Name | ExprKind::Attribute { .. } | ExprKind::Call { .. } => inner.to_owned(),
        _ => format!("({inner})"),
    };
    found.one(operator, scope, expr.span.clone(), &text);
}

/// What can be done at a statement of a block.
pub(super) fn look_at(block: &[Stmt], stmt: &Stmt, scope: &Scope<'_>, found: &mut Found<'_>) {
    match &stmt.kind {
        Kind::Expression(Expr {
            kind: ExprKind::Call { callee, .. },
            ..
        }) => {
            let name = scope.of(&callee.span);
            if CHECKS.iter().any(|begin| name.starts_with(begin)) {
                drop_statement(Operator::CheckDrop, block, stmt, scope, found);
            }
        }
        Kind::If { branches, other } if other.is_empty() => {
            let [branch] = branches.as_slice() else {
                return;
            };
            let first = branch.body.first().map(|first| scope.of(&first.span));
            let refusal = REFUSALS
                .iter()
                .find(|(begin, _)| first.is_some_and(|text| text.starts_with(begin)));
            if let Some((_, operator)) = refusal {
                drop_statement(*operator, block, stmt, scope, found);
            }
        }
        _ => {}
    }
}
