//! Operators on expressions.

use super::{
    Operator,
    python::{Argument, Expr, ExprKind, Span},
    sites::{Found, Scope},
};

/// Comparisons and what they become when the boundary is mistaken.
const BOUNDARIES: [(&str, &str); 4] = [("<", "<="), ("<=", "<"), (">", ">="), (">=", ">")];
/// Comparisons and their opposites.
const OPPOSITES: [(&str, &str); 6] = [
    ("==", "!="),
    ("!=", "=="),
    ("in", "not in"),
    ("not in", "in"),
    ("is", "is not"),
    ("is not", "is"),
];
/// Arithmetic operators and what they are mistaken for.
const ARITHMETIC: [(&str, &str); 6] = [
    ("+", "-"),
    ("-", "+"),
    ("*", "+"),
    ("//", "*"),
    ("/", "*"),
    ("%", "//"),
];
/// Operators that mind the order of their sides.
const ORDERED: [&str; 5] = ["-", "/", "//", "%", "**"];
/// Calls that copy.
const COPIES: [&str; 5] = ["list", "dict", "set", "tuple", "deepcopy"];
/// Methods without arguments that convert.
const CLEANERS: [&str; 6] = ["strip", "lower", "upper", "casefold", "rstrip", "lstrip"];
/// Functions of one argument that convert, and how the names of a project's own begin.
const CONVERTERS: [&str; 6] = ["abs", "int", "round", "sorted", "frozenset", "Decimal"];
const CONVERTER_STARTS: [&str; 7] = [
    "to_", "from_", "parse_", "normal", "clean", "_normal", "_clean",
];

/// The row of a table for a word.
fn row(table: &[(&str, &'static str)], word: &str) -> Option<&'static str> {
    table
        .iter()
        .find(|(from, _)| *from == word)
        .map(|(_, to)| *to)
}

/// Everything that can be done at an expression, without what is in it.
pub(super) fn look(expr: &Expr, scope: &Scope<'_>, found: &mut Found<'_>) {
    match &expr.kind {
        ExprKind::Compare { operators, .. } => compare(expr, operators, scope, found),
        ExprKind::Logic { operators, .. } => logic(expr, operators, scope, found),
        ExprKind::Not { .. } => {
            let whole = &scope.text[expr.span.clone()];
            let kept = whole.strip_prefix("not").map_or("", str::trim_start);
            found.one(Operator::NotDrop, scope, expr.span.clone(), kept);
        }
        ExprKind::Binary {
            left,
            operator,
            right,
        } => binary(expr, left, operator, right, scope, found),
        ExprKind::Number => number(expr, scope, found),
        ExprKind::Constant => truth_value(expr, scope, found),
        ExprKind::Subscript { index, .. } => subscript(index, scope, found),
        ExprKind::Conditional { value, test, other } => {
            conditional(expr, [value, test, other], scope, found);
        }
        ExprKind::Call { callee, arguments } => call(expr, callee, arguments, scope, found),
        _ => {}
    }
}

fn compare(expr: &Expr, operators: &[Span], scope: &Scope<'_>, found: &mut Found<'_>) {
    for operator in operators {
        let word = scope.of(operator);
        if let Some(other) = row(&BOUNDARIES, word) {
            found.one(Operator::CompareBoundary, scope, operator.clone(), other);
        }
        if let Some(other) = row(&OPPOSITES, word) {
            found.one(Operator::CompareNegate, scope, operator.clone(), other);
        }
    }
    if let [first, last] = operators {
        found.one(
            Operator::ConditionDrop,
            scope,
            last.start - 1..expr.span.end,
            "",
        );
        let lead = expr.span.start..first.end + 1;
        found.one(Operator::ConditionDrop, scope, lead, "");
    }
}

fn logic(expr: &Expr, operators: &[Span], scope: &Scope<'_>, found: &mut Found<'_>) {
    for operator in operators {
        let other = if scope.of(operator) == "and" {
            "or"
        } else {
            "and"
        };
        found.one(Operator::LogicSwap, scope, operator.clone(), other);
    }
    // The first condition goes with the operator behind it, every other one with the operator before it.
    let ends = operators[1..]
        .iter()
        .map(|next| next.start)
        .chain([expr.span.end]);
    for (operator, end) in operators.iter().zip(ends) {
        let before = scope.text[..operator.start].trim_end().len();
        let end = scope.text[..end].trim_end().len();
        found.one(Operator::ConditionDrop, scope, before..end, "");
    }
    if let Some(first) = operators.first() {
        let behind = scope.text[first.end..].len() - scope.text[first.end..].trim_start().len();
        let lead = expr.span.start..first.end + behind;
        found.one(Operator::ConditionDrop, scope, lead, "");
    }
}

fn binary(
    expr: &Expr,
    left: &Expr,
    operator: &Span,
    right: &Expr,
    scope: &Scope<'_>,
    found: &mut Found<'_>,
) {
    let texts = [left, right]
        .iter()
        .any(|side| matches!(side.kind, ExprKind::Text | ExprKind::Group { .. }));
    let word = scope.of(operator);
    if let Some(other) = row(&ARITHMETIC, word)
        && !texts
    {
        found.one(Operator::ArithmeticSwap, scope, operator.clone(), other);
    }
    if ORDERED.contains(&word) && !texts {
        let first = scope.text[expr.span.start..operator.start].trim_end();
        let second = scope.text[operator.end..expr.span.end].trim_start();
        // A side that is itself a sum would be taken apart by what stands beside it.
        let plain = |side: &Expr| !matches!(side.kind, ExprKind::Binary { .. });
        if plain(left) && plain(right) {
            found.one(
                Operator::OperandSwap,
                scope,
                expr.span.clone(),
                &format!("{second} {word} {first}"),
            );
        }
    }
}

/// An integer written in decimal digits, and its neighbours.
fn neighbours(text: &str) -> Option<[String; 2]> {
    let value: i64 = text.parse().ok()?;
    Some([
        value.checked_add(1)?.to_string(),
        value.checked_sub(1)?.to_string(),
    ])
}

fn number(expr: &Expr, scope: &Scope<'_>, found: &mut Found<'_>) {
    let text = scope.of(&expr.span);
    let Some([more, less]) = neighbours(text) else {
        return;
    };
    found.one(Operator::ConstantShift, scope, expr.span.clone(), &more);
    if text != "0" {
        found.one(Operator::ConstantShift, scope, expr.span.clone(), &less);
    }
}

fn truth_value(expr: &Expr, scope: &Scope<'_>, found: &mut Found<'_>) {
    if let Some(other) = row(
        &[("True", "False"), ("False", "True")],
        scope.of(&expr.span),
    ) {
        found.one(Operator::ConstantShift, scope, expr.span.clone(), other);
    }
}

fn subscript(index: &Expr, scope: &Scope<'_>, found: &mut Found<'_>) {
    if let ExprKind::Slice { parts } = &index.kind {
        for part in parts[..2].iter().flatten() {
            let text = scope.of(&part.span);
            let shifted = match neighbours(text) {
                Some([more, _]) => more,
                None if matches!(part.kind, ExprKind::Name | ExprKind::Call { .. }) => {
                    format!("{text} - 1")
                }
                None if text.ends_with(" + 1") => text.trim_end_matches(" + 1").to_owned(),
                None => continue,
            };
            found.one(Operator::SliceShift, scope, part.span.clone(), &shifted);
        }
        return;
    }
    let text = scope.of(&index.span);
    if let Some(other) = row(&[("0", "-1"), ("-1", "0"), ("1", "0"), ("2", "1")], text) {
        found.one(Operator::SliceShift, scope, index.span.clone(), other);
    }
}

fn conditional(expr: &Expr, parts: [&Expr; 3], scope: &Scope<'_>, found: &mut Found<'_>) {
    let [value, test, other] = parts.map(|part| scope.of(&part.span));
    // Only where no parentheses were left out of the spans.
    if scope.of(&expr.span).len() == value.len() + test.len() + other.len() + " if  else ".len() {
        found.one(
            Operator::BranchSwap,
            scope,
            expr.span.clone(),
            &format!("{other} if {test} else {value}"),
        );
    }
}

fn call(
    expr: &Expr,
    callee: &Expr,
    arguments: &[Argument],
    scope: &Scope<'_>,
    found: &mut Found<'_>,
) {
    let name = scope.of(&callee.span);
    if name == "range" {
        range(arguments, scope, found);
    }
    if name == "enumerate" && arguments.len() == 2 {
        let start = arguments[0].span.end..arguments[1].span.end;
        found.one(Operator::RangeEnd, scope, start, "");
    }
    keywords(arguments, scope, found);
    for pair in arguments.windows(2) {
        let plain = |argument: &Argument| argument.keyword.is_none() && !argument.starred;
        if plain(&pair[0])
            && plain(&pair[1])
            && !["isinstance", "range", "enumerate", "getattr"].contains(&name)
        {
            let texts = [&pair[1], &pair[0]].map(|argument| scope.of(&argument.span).to_owned());
            let [first, second] = texts;
            let edits = vec![
                (pair[0].span.clone(), first),
                (pair[1].span.clone(), second),
            ];
            found.many(Operator::ArgumentSwap, scope, edits);
        }
    }
    conversion(expr, callee, arguments, scope, found);
}

fn range(arguments: &[Argument], scope: &Scope<'_>, found: &mut Found<'_>) {
    let stop = match arguments {
        [stop] | [_, stop] | [_, stop, _] => stop,
        _ => return,
    };
    let text = scope.of(&stop.span);
    let early = match (text.strip_suffix(" + 1"), neighbours(text)) {
        (Some(without), _) => without.to_owned(),
        (None, Some([_, less])) => less,
        (None, None) => format!("{text} - 1"),
    };
    found.one(Operator::RangeEnd, scope, stop.span.clone(), &early);
}

/// Each keyword argument left out, with its comma.
fn keywords(arguments: &[Argument], scope: &Scope<'_>, found: &mut Found<'_>) {
    for (index, argument) in arguments.iter().enumerate() {
        if argument.keyword.is_none() {
            continue;
        }
        let span = match (index.checked_sub(1), arguments.get(index + 1)) {
            (Some(before), _) => arguments[before].span.end..argument.span.end,
            (None, Some(next)) => argument.span.start..next.span.start,
            (None, None) => argument.span.clone(),
        };
        found.one(Operator::KeywordDrop, scope, span, "");
    }
}

/// A copy or a conversion left out.
fn conversion(
    expr: &Expr,
    callee: &Expr,
    arguments: &[Argument],
    scope: &Scope<'_>,
    found: &mut Found<'_>,
) {
    match (&callee.kind, arguments) {
        (ExprKind::Attribute { value, name }, []) => {
            let kept = scope.of(&value.span);
            match scope.of(name) {
                "copy" => found.one(Operator::CopyDrop, scope, expr.span.clone(), kept),
                method if CLEANERS.contains(&method) => {
                    // `value` may have stood in parentheses: cut what stands behind it.
                    let cut = scope.text[..name.start].trim_end_matches('.').len();
                    found.one(Operator::ConversionDrop, scope, cut..expr.span.end, "");
                }
                _ => {}
            }
        }
        (ExprKind::Name | ExprKind::Attribute { .. }, [only])
            if only.keyword.is_none() && !only.starred =>
        {
            let name = scope
                .of(&callee.span)
                .rsplit('.')
                .next()
                .unwrap_or_default();
            let kept = scope.of(&only.value.span);
            let plain = matches!(
                only.value.kind,
                ExprKind::Name
                    | ExprKind::Attribute { .. }
                    | ExprKind::Subscript { .. }
                    | ExprKind::Call { .. }
            );
            if COPIES.contains(&name) && plain && !matches!(only.value.kind, ExprKind::Call { .. })
            {
                found.one(Operator::CopyDrop, scope, expr.span.clone(), kept);
            } else if plain
                && (CONVERTERS.contains(&name)
                    || CONVERTER_STARTS.iter().any(|start| name.starts_with(start)))
            {
                found.one(Operator::ConversionDrop, scope, expr.span.clone(), kept);
            }
        }
        _ => {}
    }
}
