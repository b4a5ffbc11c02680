//! Reads statements.

use super::{
    Branch, Expr, Handler, Kind, Span, Stmt, expressions as read, primaries,
    tokens::{Cursor, SyntaxError, Token},
};

type Read<T> = Result<T, SyntaxError>;

/// Operators that change what they assign to.
const AUGMENTED: [&str; 12] = [
    "+=", "-=", "*=", "/=", "//=", "%=", "**=", "&=", "|=", "^=", ">>=", "<<=",
];

/// All statements of a text.
pub(super) fn module(cursor: &mut Cursor<'_>) -> Read<Vec<Stmt>> {
    let mut all = vec![];
    while cursor.kind() != Token::End {
        if cursor.take_kind(Token::Newline) {
            continue;
        }
        all.push(statement(cursor)?);
    }
    Ok(all)
}

/// The block behind a colon.
fn block(cursor: &mut Cursor<'_>) -> Read<Vec<Stmt>> {
    cursor.expect(":")?;
    if !cursor.take_kind(Token::Newline) {
        return Ok(vec![simple(cursor)?]);
    }
    if !cursor.take_kind(Token::Indent) {
        return cursor.error("an indented block");
    }
    cursor.deeper()?;
    let mut all = vec![];
    while !cursor.take_kind(Token::Dedent) {
        all.push(statement(cursor)?);
    }
    cursor.depth -= 1;
    Ok(all)
}

/// One statement, with its blocks.
fn statement(cursor: &mut Cursor<'_>) -> Read<Stmt> {
    cursor.begin();
    let start = cursor.span().start;
    let mut decorators = vec![];
    while cursor.take("@") {
        decorators.push(read::expression(cursor)?.span);
        if !cursor.take_kind(Token::Newline) {
            return cursor.error("the end of the line behind a decorator");
        }
    }
    if cursor.is("async") {
        cursor.next();
    }
    let kind = match cursor.word() {
        "def" if cursor.is("def") => function(cursor, decorators)?,
        "class" if cursor.is("class") => class(cursor)?,
        "if" if cursor.is("if") => condition(cursor)?,
        "for" if cursor.is("for") => repetition(cursor)?,
        "while" if cursor.is("while") => {
            cursor.next();
            let test = read::expression(cursor)?;
            let body = block(cursor)?;
            Kind::While { test, body }
        }
        "try" if cursor.is("try") => attempt(cursor)?,
        "with" if cursor.is("with") => with(cursor)?,
        _ => return simple(cursor),
    };
    let mut whole = Stmt {
        span: start..start,
        kind,
    };
    // Comments behind the last statement belong to none.
    let ends = whole.blocks().into_iter().filter_map(<[Stmt]>::last);
    whole.span.end = ends.map(|last| last.span.end).max().unwrap_or(start);
    Ok(whole)
}

fn function(cursor: &mut Cursor<'_>, decorators: Vec<Span>) -> Read<Kind> {
    cursor.next();
    let name = cursor.name()?;
    cursor.expect("(")?;
    let parameters = read::parameters(cursor, ")")?;
    cursor.expect(")")?;
    if cursor.take("->") {
        read::expression(cursor)?;
    }
    let body = block(cursor)?;
    Ok(Kind::Function {
        name,
        parameters,
        decorators,
        body,
    })
}

fn class(cursor: &mut Cursor<'_>) -> Read<Kind> {
    cursor.next();
    let name = cursor.name()?;
    let bases = if cursor.take("(") {
        primaries::arguments(cursor)?
    } else {
        vec![]
    };
    let body = block(cursor)?;
    Ok(Kind::Class { name, bases, body })
}

fn condition(cursor: &mut Cursor<'_>) -> Read<Kind> {
    let mut branches = vec![];
    while cursor.take("if") || cursor.take("elif") {
        let test = read::expression(cursor)?;
        let body = block(cursor)?;
        branches.push(Branch { test, body });
        if !cursor.is("elif") {
            break;
        }
    }
    let other = alternative(cursor, "else")?;
    Ok(Kind::If { branches, other })
}

/// The block behind `else` or `finally`, if there is one.
fn alternative(cursor: &mut Cursor<'_>, word: &str) -> Read<Vec<Stmt>> {
    if cursor.take(word) {
        block(cursor)
    } else {
        Ok(vec![])
    }
}

fn repetition(cursor: &mut Cursor<'_>) -> Read<Kind> {
    cursor.next();
    let target = primaries::targets(cursor)?;
    cursor.expect("in")?;
    let iterated = read::several(cursor)?;
    let body = block(cursor)?;
    let other = alternative(cursor, "else")?;
    Ok(Kind::For {
        target,
        iterated,
        body,
        other,
    })
}

fn attempt(cursor: &mut Cursor<'_>) -> Read<Kind> {
    cursor.next();
    let body = block(cursor)?;
    let mut handlers = vec![];
    while cursor.take("except") {
        let caught = if cursor.is(":") {
            None
        } else {
            Some(read::several(cursor)?)
        };
        if cursor.take("as") {
            cursor.name()?;
        }
        let body = block(cursor)?;
        handlers.push(Handler { caught, body });
    }
    let others = ["else", "finally"]
        .iter()
        .map(|word| alternative(cursor, word))
        .collect::<Read<Vec<_>>>()?;
    Ok(Kind::Try {
        body,
        handlers,
        others,
    })
}

fn with(cursor: &mut Cursor<'_>) -> Read<Kind> {
    cursor.next();
    let mut items = vec![];
    loop {
        items.push(read::expression(cursor)?);
        if cursor.take("as") {
            primaries::targets(cursor)?;
        }
        if !cursor.take(",") {
            break;
        }
    }
    let body = block(cursor)?;
    Ok(Kind::With { items, body })
}

/// A statement of one line.
fn simple(cursor: &mut Cursor<'_>) -> Read<Stmt> {
    let start = cursor.span().start;
    let kind = match cursor.word() {
        "pass" => word(cursor, Kind::Pass),
        "break" => word(cursor, Kind::Break),
        "continue" => word(cursor, Kind::Continue),
        "return" => {
            cursor.next();
            Kind::Return(value(cursor)?)
        }
        "raise" => {
            cursor.next();
            let raised = value(cursor)?;
            if cursor.take("from") {
                read::expression(cursor)?;
            }
            Kind::Raise(raised)
        }
        "assert" | "del" => {
            cursor.next();
            Kind::Simple(vec![read::several(cursor)?])
        }
        "import" | "from" | "global" | "nonlocal" => {
            while cursor.kind() != Token::Newline && cursor.kind() != Token::End {
                cursor.next();
            }
            Kind::Other
        }
        _ => assignment(cursor)?,
    };
    let span = start..cursor.end();
    if !cursor.take_kind(Token::Newline) && cursor.kind() != Token::End {
        return cursor.error("the end of the line");
    }
    Ok(Stmt { span, kind })
}

/// A statement that is one word.
fn word(cursor: &mut Cursor<'_>, kind: Kind) -> Kind {
    cursor.next();
    kind
}

/// The value behind a keyword, if there is one.
fn value(cursor: &mut Cursor<'_>) -> Read<Option<Expr>> {
    if read::starts_expression(cursor) {
        read::several(cursor).map(Some)
    } else {
        Ok(None)
    }
}

/// An assignment or an expression.
fn assignment(cursor: &mut Cursor<'_>) -> Read<Kind> {
    let first = read::several(cursor)?;
    if cursor.kind() == Token::Mark && AUGMENTED.contains(&cursor.word()) {
        let operator = cursor.next();
        let value = read::several(cursor)?;
        return Ok(Kind::Augmented {
            target: first,
            operator,
            value,
        });
    }
    if cursor.take(":") {
        let annotation = Some(read::expression(cursor)?.span);
        let value = if cursor.take("=") {
            value(cursor)?
        } else {
            None
        };
        return Ok(Kind::Assign {
            targets: vec![first],
            annotation,
            value,
        });
    }
    let mut all = vec![first];
    while cursor.take("=") {
        all.push(read::several(cursor)?);
    }
    if all.len() == 1 {
        return Ok(Kind::Expression(all.swap_remove(0)));
    }
    let value = all.pop();
    Ok(Kind::Assign {
        targets: all,
        annotation: None,
        value,
    })
}
