//! Reads expressions.

use super::{
    Expr, ExprKind, Parameter, Span,
    primaries::{group, primary},
    tokens::{Cursor, SyntaxError, Token},
};

type Read<T> = Result<T, SyntaxError>;

/// Words that end an expression.
pub(super) const KEYWORDS: [&str; 24] = [
    "and", "as", "assert", "async", "break", "class", "continue", "def", "del", "elif", "else",
    "except", "finally", "for", "from", "global", "if", "import", "in", "is", "nonlocal", "or",
    "return", "while",
];

/// Binary operators from loosest to tightest.
const LEVELS: [&[&str]; 6] = [
    &["|"],
    &["^"],
    &["&"],
    &["<<", ">>"],
    &["+", "-"],
    &["*", "/", "//", "%", "@"],
];

/// One or several expressions; several, or one with a comma behind it, are a group.
pub(super) fn several(cursor: &mut Cursor<'_>) -> Read<Expr> {
    let start = cursor.span().start;
    let first = element(cursor)?;
    if !cursor.is(",") {
        return Ok(first);
    }
    let mut parts = vec![first];
    while cursor.take(",") && starts_expression(cursor) {
        parts.push(element(cursor)?);
    }
    Ok(group(cursor, start, parts))
}

/// An expression that may carry a star.
pub(super) fn element(cursor: &mut Cursor<'_>) -> Read<Expr> {
    let start = cursor.span().start;
    if cursor.take("*") || cursor.take("**") {
        let value = binary(cursor, 0)?;
        return Ok(group(cursor, start, vec![value]));
    }
    expression(cursor)
}

/// Whether an expression can begin here.
pub(super) fn starts_expression(cursor: &Cursor<'_>) -> bool {
    match cursor.kind() {
        Token::Word => !KEYWORDS.contains(&cursor.word()),
        Token::Number | Token::Text => true,
        Token::Mark => ["(", "[", "{", "-", "+", "~", "*", "**", "..."].contains(&cursor.word()),
        _ => false,
    }
}

/// Any expression without a comma, `:=` included.
pub(super) fn expression(cursor: &mut Cursor<'_>) -> Read<Expr> {
    cursor.deeper()?;
    let start = cursor.span().start;
    let read = if cursor.is("lambda") {
        lambda(cursor)
    } else if cursor.is("yield") {
        cursor.next();
        cursor.take("from");
        let parts = if starts_expression(cursor) {
            vec![several(cursor)?]
        } else {
            vec![]
        };
        Ok(group(cursor, start, parts))
    } else {
        conditional(cursor, start)
    };
    cursor.depth -= 1;
    read
}

fn conditional(cursor: &mut Cursor<'_>, start: usize) -> Read<Expr> {
    let value = logic(cursor, "or")?;
    if cursor.take(":=") {
        let assigned = expression(cursor)?;
        return Ok(group(cursor, start, vec![value, assigned]));
    }
    if !cursor.take("if") {
        return Ok(value);
    }
    let test = logic(cursor, "or")?;
    cursor.expect("else")?;
    let other = expression(cursor)?;
    let kind = ExprKind::Conditional {
        value: Box::new(value),
        test: Box::new(test),
        other: Box::new(other),
    };
    Ok(Expr {
        span: start..cursor.end(),
        kind,
    })
}

fn lambda(cursor: &mut Cursor<'_>) -> Read<Expr> {
    let start = cursor.next().start;
    let mut parts: Vec<Expr> = parameters(cursor, ":")?
        .into_iter()
        .filter_map(|parameter| parameter.default)
        .collect();
    cursor.expect(":")?;
    parts.push(expression(cursor)?);
    Ok(group(cursor, start, parts))
}

/// Parameters up to a mark, which is left; annotations only inside parentheses.
pub(super) fn parameters(cursor: &mut Cursor<'_>, until: &str) -> Read<Vec<Parameter>> {
    let (mut all, mut special) = (vec![], false);
    while !cursor.is(until) {
        let start = cursor.span().start;
        if cursor.take("/") {
            cursor.take(",");
            continue;
        }
        let starred = cursor.take("*") || cursor.take("**");
        special |= starred;
        if starred && cursor.take(",") {
            continue;
        }
        let name = cursor.name()?;
        let annotation = if until == ")" && cursor.take(":") {
            Some(expression(cursor)?.span)
        } else {
            None
        };
        let default = if cursor.take("=") {
            Some(expression(cursor)?)
        } else {
            None
        };
        all.push(Parameter {
            span: start..cursor.end(),
            name,
            annotation,
            default,
            special,
        });
        if !cursor.take(",") {
            break;
        }
    }
    Ok(all)
}

/// `or` over `and` over `not` over comparisons.
pub(super) fn logic(cursor: &mut Cursor<'_>, word: &str) -> Read<Expr> {
    let start = cursor.span().start;
    let tighter = |cursor: &mut Cursor<'_>| match word {
        "or" => logic(cursor, "and"),
        _ => negation(cursor),
    };
    let (mut operands, mut operators) = (vec![tighter(cursor)?], vec![]);
    while cursor.is(word) {
        operators.push(cursor.next());
        operands.push(tighter(cursor)?);
    }
    Ok(joined(
        cursor,
        start,
        operands,
        operators,
        |operands, operators| ExprKind::Logic {
            operands,
            operators,
        },
    ))
}

/// The only operand if there is no operator.
fn joined(
    cursor: &Cursor<'_>,
    start: usize,
    mut operands: Vec<Expr>,
    operators: Vec<Span>,
    kind: fn(Vec<Expr>, Vec<Span>) -> ExprKind,
) -> Expr {
    if operators.is_empty() {
        return operands.swap_remove(0);
    }
    Expr {
        span: start..cursor.end(),
        kind: kind(operands, operators),
    }
}

fn negation(cursor: &mut Cursor<'_>) -> Read<Expr> {
    if !cursor.is("not") {
        return comparison(cursor);
    }
    cursor.deeper()?;
    let start = cursor.next().start;
    let operand = Box::new(negation(cursor)?);
    cursor.depth -= 1;
    Ok(Expr {
        span: start..cursor.end(),
        kind: ExprKind::Not { operand },
    })
}

fn comparison(cursor: &mut Cursor<'_>) -> Read<Expr> {
    let start = cursor.span().start;
    let (mut operands, mut operators) = (vec![binary(cursor, 0)?], vec![]);
    loop {
        let first = cursor.span();
        if ["<", ">", "<=", ">=", "==", "!=", "in"]
            .iter()
            .any(|mark| cursor.take(mark))
        {
            operators.push(first);
        } else if cursor.is("not") && cursor.word_after(1) == "in" {
            cursor.next();
            operators.push(first.start..cursor.next().end);
        } else if cursor.take("is") {
            cursor.take("not");
            operators.push(first.start..cursor.end());
        } else {
            break;
        }
        operands.push(binary(cursor, 0)?);
    }
    Ok(joined(
        cursor,
        start,
        operands,
        operators,
        |operands, operators| ExprKind::Compare {
            operands,
            operators,
        },
    ))
}

/// Binary operators of a level and tighter ones.
fn binary(cursor: &mut Cursor<'_>, level: usize) -> Read<Expr> {
    let Some(marks) = LEVELS.get(level) else {
        return sign(cursor);
    };
    let start = cursor.span().start;
    let mut left = binary(cursor, level + 1)?;
    while cursor.kind() == Token::Mark && marks.contains(&cursor.word()) {
        cursor.link()?;
        let operator = cursor.next();
        let right = binary(cursor, level + 1)?;
        left = Expr {
            span: start..cursor.end(),
            kind: ExprKind::Binary {
                left: Box::new(left),
                operator,
                right: Box::new(right),
            },
        };
    }
    Ok(left)
}

fn sign(cursor: &mut Cursor<'_>) -> Read<Expr> {
    let start = cursor.span().start;
    if cursor.is("-") || cursor.is("+") || cursor.is("~") {
        cursor.deeper()?;
        cursor.next();
        let operand = Box::new(sign(cursor)?);
        cursor.depth -= 1;
        return Ok(Expr {
            span: start..cursor.end(),
            kind: ExprKind::Sign { operand },
        });
    }
    if cursor.take("await") {
        let awaited = primary(cursor)?;
        return Ok(group(cursor, start, vec![awaited]));
    }
    let left = primary(cursor)?;
    if !cursor.is("**") {
        return Ok(left);
    }
    let operator = cursor.next();
    cursor.deeper()?;
    let right = Box::new(sign(cursor)?);
    cursor.depth -= 1;
    Ok(Expr {
        span: start..cursor.end(),
        kind: ExprKind::Binary {
            left: Box::new(left),
            operator,
            right,
        },
    })
}
