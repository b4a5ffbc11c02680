//! Operators on statements.

use super::{
    Operator, lines_around,
    names::{locals, share_a_name},
    python::{self, Argument, Branch, Expr, ExprKind, Handler, Kind, Span, Stmt},
    sites::{Found, Scope},
};

/// Exceptions and those they are mistaken for.
const CAUGHT: [(&str, &str); 6] = [
    ("KeyError", "IndexError"),
    ("IndexError", "KeyError"),
    ("ValueError", "TypeError"),
    ("TypeError", "ValueError"),
    ("ZeroDivisionError", "OverflowError"),
    ("StopIteration", "IndexError"),
];

/// Everything that can be done at statement `index` of a block, without what is in it.
pub(super) fn look(block: &[Stmt], index: usize, scope: &Scope<'_>, found: &mut Found<'_>) {
    let stmt = &block[index];
    match &stmt.kind {
        Kind::Function {
            parameters, body, ..
        } => {
            let inner = named(scope, stmt);
            for default in parameters
                .iter()
                .filter_map(|parameter| parameter.default.as_ref())
            {
                default_change(default, &inner, found);
            }
            feature(body, &inner, found);
        }
        Kind::Class { bases, .. } => base_removal(bases, &named(scope, stmt), found),
        Kind::Return(Some(value)) => returned(stmt, value, scope, found),
        Kind::If { branches, other } => condition(block, stmt, branches, other, scope, found),
        Kind::For { body, .. } => early_return(block, index, body, scope, found),
        Kind::While { body, .. } if !leaves(body) => {
            let word = stmt.span.start..stmt.span.start + "while".len();
            found.one(Operator::LoopOnce, scope, word, "if");
        }
        Kind::Try { handlers, .. } => exceptions(handlers, scope, found),
        Kind::Break if !scope.in_while => {
            found.one(Operator::LoopExit, scope, stmt.span.clone(), "continue");
        }
        Kind::Continue => found.one(Operator::LoopExit, scope, stmt.span.clone(), "break"),
        Kind::Assign {
            targets,
            value: Some(_),
            ..
        } if scope.function.is_some() => {
            let kept = |target: &Expr| {
                matches!(
                    target.kind,
                    ExprKind::Attribute { .. } | ExprKind::Subscript { .. }
                )
            };
            if targets.iter().all(kept) {
                drop_statement(Operator::AssignDrop, block, stmt, scope, found);
            }
        }
        Kind::Augmented { operator, .. } => augmented(block, stmt, operator, scope, found),
        Kind::Expression(Expr {
            kind: ExprKind::Call { .. },
            ..
        }) if scope.function.is_some() => {
            drop_statement(Operator::CallDrop, block, stmt, scope, found);
        }
        _ => {}
    }
    if let Some(next) = block.get(index + 1) {
        swap(stmt, next, scope, found);
    }
}

/// The scope under the name of a function or class itself.
fn named<'a>(scope: &Scope<'a>, stmt: &'a Stmt) -> Scope<'a> {
    let name = match &stmt.kind {
        Kind::Function { name, .. } | Kind::Class { name, .. } => scope.of(name),
        _ => "",
    };
    let function = matches!(stmt.kind, Kind::Function { .. }).then_some(stmt);
    scope.inside(name, function)
}

/// The statement gone; where it was alone, `pass` in its place.
pub(super) fn drop_statement(
    operator: Operator,
    block: &[Stmt],
    stmt: &Stmt,
    scope: &Scope<'_>,
    found: &mut Found<'_>,
) {
    if block.len() == 1 {
        found.one(operator, scope, stmt.span.clone(), "pass");
    } else {
        found.one(operator, scope, lines_around(scope.text, &stmt.span), "");
    }
}

fn default_change(default: &Expr, scope: &Scope<'_>, found: &mut Found<'_>) {
    let text = scope.of(&default.span);
    let changed = match text {
        "True" => "False".to_owned(),
        "False" => "True".to_owned(),
        "\"\"" => "\" \"".to_owned(),
        _ => match text.parse::<i64>() {
            Ok(number) => number.saturating_add(1).to_string(),
            Err(_) => return,
        },
    };
    found.one(
        Operator::DefaultChange,
        scope,
        default.span.clone(),
        &changed,
    );
}

/// A function's statements gone; its docstring says what they did, so one without is left alone.
fn feature(body: &[Stmt], scope: &Scope<'_>, found: &mut Found<'_>) {
    let (Some(first), Some(last)) = (body.get(1), body.last()) else {
        return;
    };
    let trivial =
        body.len() == 2 && matches!(first.kind, Kind::Return(_) | Kind::Pass | Kind::Raise(_));
    if python::docstring(body, scope.text).is_some() && !trivial {
        let span = first.span.start..last.span.end;
        found.one(
            Operator::FeatureRemoval,
            scope,
            span,
            "raise NotImplementedError",
        );
    }
}

fn base_removal(bases: &[Argument], scope: &Scope<'_>, found: &mut Found<'_>) {
    let (Some(first), Some(last)) = (bases.first(), bases.last()) else {
        return;
    };
    let span = first.span.start - 1..last.span.end + 1;
    found.one(Operator::BaseRemoval, scope, span, "");
}

fn returned(stmt: &Stmt, value: &Expr, scope: &Scope<'_>, found: &mut Found<'_>) {
    let behind = stmt.span.start..value.span.start;
    // Parentheses behind `return` belong to no expression: they stay where they are.
    if scope.of(&behind) == "return " {
        found.one(Operator::ReturnDrop, scope, behind, "");
    }
    if !matches!(value.kind, ExprKind::Name) {
        return;
    }
    let name = scope.of(&value.span);
    for other in locals(scope).into_iter().filter(|other| *other != name) {
        found.one(Operator::ReturnWrong, scope, value.span.clone(), other);
    }
}

fn condition(
    block: &[Stmt],
    stmt: &Stmt,
    branches: &[Branch],
    other: &[Stmt],
    scope: &Scope<'_>,
    found: &mut Found<'_>,
) {
    let whole = |stmts: &[Stmt]| Some(stmts.first()?.span.start..stmts.last()?.span.end);
    let Some((branch, then)) = branches
        .last()
        .and_then(|last| Some((last, whole(&last.body)?)))
    else {
        return;
    };
    match whole(other) {
        Some(otherwise) => {
            let texts = [scope.of(&otherwise).to_owned(), scope.of(&then).to_owned()];
            let [first, second] = texts;
            let gone = then.end..otherwise.end;
            found.many(
                Operator::BranchSwap,
                scope,
                vec![(then, first), (otherwise, second)],
            );
            found.one(Operator::ElseDrop, scope, gone, "");
        }
        None if branches.len() > 1 => {}
        None if matches!(
            branch.body[0].kind,
            Kind::Raise(_) | Kind::Return(_) | Kind::Continue | Kind::Break
        ) =>
        {
            drop_statement(Operator::GuardRemoval, block, stmt, scope, found);
        }
        None => {}
    }
}

/// The `return` behind a loop moved into it.
fn early_return(
    block: &[Stmt],
    index: usize,
    body: &[Stmt],
    scope: &Scope<'_>,
    found: &mut Found<'_>,
) {
    let (Some(next), Some(first)) = (block.get(index + 1), body.first()) else {
        return;
    };
    let between = &scope.text[block[index].span.end..next.span.start];
    if !matches!(next.kind, Kind::Return(Some(_))) || !between.trim().is_empty() {
        return;
    }
    let column =
        |span: &Span| span.start - lines_around(scope.text, &(span.start..span.start)).start;
    let deeper = column(&first.span).saturating_sub(column(&next.span));
    let moved = scope
        .of(&next.span)
        .replace('\n', &format!("\n{}", " ".repeat(deeper)));
    let indent = " ".repeat(column(&first.span));
    let span = block[index].span.end..next.span.end;
    found.one(
        Operator::EarlyReturn,
        scope,
        span,
        &format!("\n{indent}{moved}"),
    );
}

/// Whether a block has a `break` or `continue` of the loop around it.
fn leaves(block: &[Stmt]) -> bool {
    block.iter().any(|stmt| match &stmt.kind {
        Kind::Break | Kind::Continue => true,
        Kind::For { .. } | Kind::While { .. } | Kind::Function { .. } => false,
        _ => stmt.blocks().into_iter().any(leaves),
    })
}

fn exceptions(handlers: &[Handler], scope: &Scope<'_>, found: &mut Found<'_>) {
    for handler in handlers {
        if let Some(caught) = &handler.caught {
            except_change(caught, scope, found);
        }
        if let [only] = handler.body.as_slice()
            && matches!(only.kind, Kind::Raise(_))
        {
            let instead = if scope.loops > 0 {
                "continue"
            } else {
                "return None"
            };
            if scope.function.is_some() {
                found.one(
                    Operator::ExceptionSwallow,
                    scope,
                    only.span.clone(),
                    instead,
                );
            }
        }
    }
}

fn except_change(caught: &Expr, scope: &Scope<'_>, found: &mut Found<'_>) {
    if let ExprKind::Group { parts } = &caught.kind {
        for part in parts {
            found.one(
                Operator::ExceptChange,
                scope,
                caught.span.clone(),
                scope.of(&part.span),
            );
        }
        return;
    }
    let name = scope.of(&caught.span);
    if let Some((_, other)) = CAUGHT.iter().find(|(from, _)| *from == name) {
        found.one(Operator::ExceptChange, scope, caught.span.clone(), other);
    }
}

fn augmented(
    block: &[Stmt],
    stmt: &Stmt,
    operator: &Span,
    scope: &Scope<'_>,
    found: &mut Found<'_>,
) {
    found.one(Operator::AugmentedChange, scope, operator.clone(), "=");
    let other = match scope.of(operator) {
        "+=" => "-=",
        "-=" => "+=",
        _ => "=",
    };
    found.one(Operator::AugmentedChange, scope, operator.clone(), other);
    drop_statement(Operator::AssignDrop, block, stmt, scope, found);
}

/// Two neighbours of one line each that have a name in common, exchanged.
fn swap(first: &Stmt, second: &Stmt, scope: &Scope<'_>, found: &mut Found<'_>) {
    let plain = |stmt: &Stmt| {
        matches!(
            stmt.kind,
            Kind::Assign { .. } | Kind::Augmented { .. } | Kind::Expression(_) | Kind::If { .. }
        ) && !matches!(&stmt.kind, Kind::Expression(value) if matches!(value.kind, ExprKind::Text))
    };
    if scope.function.is_none()
        || !plain(first)
        || !plain(second)
        || !share_a_name(first, second, scope)
    {
        return;
    }
    let texts = [
        scope.of(&second.span).to_owned(),
        scope.of(&first.span).to_owned(),
    ];
    let [before, after] = texts;
    let edits = vec![(first.span.clone(), before), (second.span.clone(), after)];
    found.many(Operator::StatementSwap, scope, edits);
}
