//! Reads what binds tightest: names, literals, displays, and calls, brackets and attributes behind them.

use super::{
    Argument, Expr, ExprKind,
    expressions::{KEYWORDS, element, expression, logic, starts_expression},
    tokens::{Cursor, SyntaxError, Token},
};

type Read<T> = Result<T, SyntaxError>;

/// An atom with calls, brackets and attributes behind it.
pub(super) fn primary(cursor: &mut Cursor<'_>) -> Read<Expr> {
    let start = cursor.span().start;
    let mut value = atom(cursor)?;
    loop {
        let kind = if cursor.take(".") {
            let name = cursor.name()?;
            ExprKind::Attribute {
                value: Box::new(value),
                name,
            }
        } else if cursor.take("(") {
            let arguments = arguments(cursor)?;
            ExprKind::Call {
                callee: Box::new(value),
                arguments,
            }
        } else if cursor.take("[") {
            let index = Box::new(indices(cursor)?);
            ExprKind::Subscript {
                value: Box::new(value),
                index,
            }
        } else {
            return Ok(value);
        };
        cursor.link()?;
        value = Expr {
            span: start..cursor.end(),
            kind,
        };
    }
}

/// Arguments behind an open parenthesis, up to and with the closing one.
pub(super) fn arguments(cursor: &mut Cursor<'_>) -> Read<Vec<Argument>> {
    let mut all = vec![];
    while !cursor.is(")") {
        let start = cursor.span().start;
        let starred = cursor.take("*") || cursor.take("**");
        let keyword =
            (cursor.kind() == Token::Word && cursor.word_after(1) == "=").then(|| cursor.next());
        if keyword.is_some() {
            cursor.expect("=")?;
        }
        let mut value = expression(cursor)?;
        if cursor.is("for") {
            let parts = clauses(cursor, vec![value])?;
            value = group(cursor, start, parts);
        }
        all.push(Argument {
            span: start..cursor.end(),
            keyword,
            starred,
            value,
        });
        if !cursor.take(",") {
            break;
        }
    }
    cursor.expect(")")?;
    Ok(all)
}

/// What stands in brackets behind a value.
fn indices(cursor: &mut Cursor<'_>) -> Read<Expr> {
    let start = cursor.span().start;
    let mut all = vec![index(cursor)?];
    while cursor.take(",") && !cursor.is("]") {
        all.push(index(cursor)?);
    }
    let inside = start..cursor.end();
    cursor.expect("]")?;
    if all.len() == 1 {
        return Ok(all.swap_remove(0));
    }
    Ok(Expr {
        span: inside,
        kind: ExprKind::Group { parts: all },
    })
}

/// One index or slice.
fn index(cursor: &mut Cursor<'_>) -> Read<Expr> {
    let start = cursor.span().start;
    let mut parts = [None, None, None];
    let mut colons = 0;
    loop {
        if starts_expression(cursor) {
            parts[colons] = Some(Box::new(element(cursor)?));
        }
        if colons == 2 || !cursor.take(":") {
            break;
        }
        colons += 1;
    }
    match (colons, parts) {
        (0, [Some(only), _, _]) => Ok(*only),
        (0, _) => cursor.error("an index"),
        (_, parts) => Ok(Expr {
            span: start..cursor.end(),
            kind: ExprKind::Slice { parts },
        }),
    }
}

/// `for ... in ... if ...` behind an element.
fn clauses(cursor: &mut Cursor<'_>, mut parts: Vec<Expr>) -> Read<Vec<Expr>> {
    while cursor.take("for") {
        parts.push(targets(cursor)?);
        cursor.expect("in")?;
        parts.push(logic(cursor, "or")?);
        while cursor.take("if") {
            parts.push(logic(cursor, "or")?);
        }
    }
    Ok(parts)
}

/// What a loop assigns.
pub(super) fn targets(cursor: &mut Cursor<'_>) -> Read<Expr> {
    let start = cursor.span().start;
    let mut parts = vec![];
    loop {
        let star = cursor.span().start;
        let starred = cursor.take("*");
        let part = primary(cursor)?;
        parts.push(if starred {
            group(cursor, star, vec![part])
        } else {
            part
        });
        if !cursor.take(",") || cursor.is("in") {
            break;
        }
    }
    if parts.len() == 1 {
        return Ok(parts.swap_remove(0));
    }
    Ok(group(cursor, start, parts))
}

fn atom(cursor: &mut Cursor<'_>) -> Read<Expr> {
    let span = cursor.span();
    let kind = match cursor.kind() {
        Token::Number => ExprKind::Number,
        Token::Text => return Ok(texts(cursor)),
        Token::Word if ["True", "False", "None"].contains(&cursor.word()) => ExprKind::Constant,
        Token::Word if !KEYWORDS.contains(&cursor.word()) => ExprKind::Name,
        Token::Mark if cursor.is("...") => ExprKind::Constant,
        Token::Mark if ["(", "[", "{"].contains(&cursor.word()) => return display(cursor),
        _ => return cursor.error("an expression"),
    };
    cursor.next();
    Ok(Expr { span, kind })
}

/// Strings that stand one after another are one.
fn texts(cursor: &mut Cursor<'_>) -> Expr {
    let start = cursor.span().start;
    while cursor.take_kind(Token::Text) {}
    Expr {
        span: start..cursor.end(),
        kind: ExprKind::Text,
    }
}

/// What stands in parentheses, brackets or braces.
fn display(cursor: &mut Cursor<'_>) -> Read<Expr> {
    cursor.deeper()?;
    let open = cursor.word();
    let start = cursor.next().start;
    let close = match open {
        "(" => ")",
        "[" => "]",
        _ => "}",
    };
    let (mut parts, mut commas) = (vec![], false);
    while !cursor.is(close) {
        let mut part = vec![element(cursor)?];
        if cursor.take(":") {
            part.push(expression(cursor)?);
        }
        if cursor.is("for") {
            part = clauses(cursor, part)?;
            commas = true;
        }
        parts.append(&mut part);
        if !cursor.take(",") {
            break;
        }
        commas = true;
    }
    cursor.expect(close)?;
    cursor.depth -= 1;
    // Parentheses around one expression are no part of it.
    if open == "(" && !commas && parts.len() == 1 {
        return Ok(parts.swap_remove(0));
    }
    Ok(group(cursor, start, parts))
}

pub(super) fn group(cursor: &Cursor<'_>, start: usize, parts: Vec<Expr>) -> Expr {
    Expr {
        span: start..cursor.end(),
        kind: ExprKind::Group { parts },
    }
}
