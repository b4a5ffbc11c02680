//! Enough of Python's grammar to know what stands where.
//!
//! Operators edit spans of a text and leave the rest as it was written, so what they need is a tree with exact byte spans,
//! and nothing is ever printed from it. The grammar is Python 3.11 without `match`, type parameters and what stands inside
//! f-strings; anything else is a [`SyntaxError`] with its line, never a guess.

mod expressions;
mod primaries;
mod statements;
mod tokens;
mod tree;

pub use tokens::SyntaxError;
pub use tree::{Argument, Branch, Expr, ExprKind, Handler, Kind, Parameter, Span, Stmt};

/// Longest text that is read.
const MAX_BYTES: usize = 1 << 20;
/// How deep expressions and blocks may stand in each other.
const MAX_DEPTH: usize = 60;
/// How many calls, attributes and operators a statement may chain.
const MAX_LINKS: usize = 1000;

/// The statements of a module.
///
/// # Errors
/// If `text` is not the Python this reads.
pub fn parse(text: &str) -> Result<Vec<Stmt>, SyntaxError> {
    if text.len() > MAX_BYTES {
        return Err(SyntaxError {
            line: 1,
            expected: "a file of at most one mebibyte".to_owned(),
        });
    }
    let tokens = tokens::tokens(text)?;
    statements::module(&mut tokens::Cursor::new(text, &tokens))
}

/// A part of a text that is neither blank nor comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::swe) enum Lexeme<'t> {
    /// A name or a keyword.
    Word(&'t str),
    /// A string with its prefix and quotes.
    Text(&'t str),
    /// A number, an operator or a bracket.
    Mark(&'t str),
    /// The end of a statement's line.
    Line,
}

/// What a text consists of, in its order.
///
/// # Errors
/// If `text` is not the Python this reads.
pub(in crate::swe) fn lexemes(text: &str) -> Result<Vec<Lexeme<'_>>, SyntaxError> {
    let kinds = tokens::tokens(text)?.into_iter();
    let lexeme = |(kind, span): (tokens::Token, Span)| {
        let part = &text[span];
        Some(match kind {
            tokens::Token::Word => Lexeme::Word(part),
            tokens::Token::Text => Lexeme::Text(part),
            tokens::Token::Number | tokens::Token::Mark => Lexeme::Mark(part),
            tokens::Token::Newline => Lexeme::Line,
            tokens::Token::Indent | tokens::Token::Dedent | tokens::Token::End => return None,
        })
    };
    Ok(kinds.filter_map(lexeme).collect())
}

/// A text with its comments taken out, line by line: as many lines as before.
///
/// # Errors
/// If `text` is not the Python this reads.
pub(in crate::swe) fn without_comments(text: &str) -> Result<String, SyntaxError> {
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for (_, span) in tokens::tokens(text)? {
        between(text.get(at..span.start).unwrap_or_default(), &mut out);
        out.push_str(&text[span.start.max(at)..span.end.max(at)]);
        at = span.end.max(at);
    }
    between(&text[at..], &mut out);
    Ok(out)
}

/// What stands between two tokens, without comments.
fn between(gap: &str, out: &mut String) {
    for line in gap.split_inclusive('\n') {
        match line.find('#') {
            Some(comment) => {
                out.push_str(&line[..comment]);
                out.push_str(if line.ends_with('\n') { "\n" } else { "" });
            }
            None => out.push_str(line),
        }
    }
}

/// The first line of a body's docstring.
#[must_use]
pub fn docstring(body: &[Stmt], text: &str) -> Option<String> {
    let Kind::Expression(Expr {
        kind: ExprKind::Text,
        span,
    }) = &body.first()?.kind
    else {
        return None;
    };
    let inner = text[span.clone()].trim_matches('"').trim();
    Some(inner.lines().next().unwrap_or_default().trim().to_owned())
}
