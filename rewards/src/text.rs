//! Schemes as text: `gate(shaping:subgoals, outcome >= 1) |> min-form(T=0.1) |> rloo:verl`.
//!
//! ```text
//! pipeline  = call { "|>" call }
//! call      = name [ "(" [ argument { "," argument } ] ")" ]
//! argument  = name "=" (number | name)  |  quantity compare number  |  pipeline
//! compare   = ">=" | ">" | "<=" | "<" | "=="
//! number    = 3 | -0.25 | 1e-6 | 9/10
//! ```
//! What parses prints back in one canonical spelling: single spaces, numbers reduced.

use crate::{condition::Condition, error::SchemeError, number::Number};
use std::fmt;

/// Most characters a scheme may have.
pub const MAX_LENGTH: usize = 4096;
/// Most brackets within brackets.
pub const MAX_DEPTH: usize = 16;

/// Stages joined by `|>`, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pipeline {
    /// At least one.
    pub calls: Vec<Call>,
}

/// A scheme by name, with what stands in its brackets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The name.
    pub name: String,
    /// Where it stands, counted from 1 in characters.
    pub column: usize,
    /// Schemes in the brackets.
    pub parts: Vec<Pipeline>,
    /// Conditions in the brackets.
    pub conditions: Vec<Condition>,
    /// Parameters given.
    pub given: Vec<Given>,
}

/// A parameter as given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub column: usize,
    /// Its value.
    pub value: Literal,
}

/// A parameter's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Literal {
    /// A number.
    Number(Number),
    /// A word.
    Word(String),
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Literal::Number(n) => n.fmt(f),
            Literal::Word(w) => f.write_str(w),
        }
    }
}

impl fmt::Display for Pipeline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, call) in self.calls.iter().enumerate() {
            if i > 0 {
                f.write_str(" |> ")?;
            }
            call.fmt(f)?;
        }
        Ok(())
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        let parts = self.parts.iter().map(ToString::to_string);
        let conditions = self.conditions.iter().map(ToString::to_string);
        let given = self.given.iter().map(|g| format!("{}={}", g.name, g.value));
        let inside: Vec<String> = parts.chain(conditions).chain(given).collect();
        if inside.is_empty() {
            return Ok(());
        }
        write!(f, "({})", inside.join(", "))
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Name(String),
    Number(Number),
    Symbol(&'static str),
    End,
}

struct Reader<'a> {
    text: &'a str,
    tokens: Vec<(usize, Token)>,
    at: usize,
}

/// Read a pipeline.
///
/// # Errors
/// [`SchemeError::Syntax`] with the column; [`SchemeError::TooLarge`].
pub fn parse(text: &str) -> Result<Pipeline, SchemeError> {
    if text.chars().count() > MAX_LENGTH {
        return Err(SchemeError::TooLarge {
            what: "long",
            limit: MAX_LENGTH,
        });
    }
    let mut reader = Reader {
        text,
        tokens: tokens(text)?,
        at: 0,
    };
    let pipeline = reader.pipeline(0)?;
    match reader.peek() {
        Token::End => Ok(pipeline),
        _ => Err(reader.wrong("`|>` or the end")),
    }
}

const SYMBOLS: [&str; 10] = ["|>", ">=", "<=", "==", "=", ">", "<", "(", ")", ","];

fn tokens(text: &str) -> Result<Vec<(usize, Token)>, SchemeError> {
    let mut out = Vec::new();
    let mut rest = text;
    let mut column = 1;
    loop {
        let trimmed = rest.trim_start();
        column += rest.chars().count() - trimmed.chars().count();
        rest = trimmed;
        let Some(first) = rest.chars().next() else {
            out.push((column, Token::End));
            return Ok(out);
        };
        let (length, token) = if let Some(symbol) = SYMBOLS.iter().find(|s| rest.starts_with(**s)) {
            (symbol.len(), Token::Symbol(symbol))
        } else if first.is_ascii_alphabetic() {
            let length = run(rest, |c| {
                c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '_' | '.')
            });
            (length, Token::Name(rest[..length].to_owned()))
        } else {
            let length = number_length(rest);
            let expected = match first {
                '0'..='9' | '-' => Number::FORM,
                _ => "a name, a number or a symbol",
            };
            let number = Number::parse(&rest[..length])
                .ok_or_else(|| syntax(text, column, expected, rest))?;
            (length, Token::Number(number))
        };
        out.push((column, token));
        column += rest[..length].chars().count();
        rest = &rest[length..];
    }
}

/// Bytes of `text` that may belong to a number.
fn number_length(text: &str) -> usize {
    let mut previous = ' ';
    text.char_indices()
        .find(|&(i, c)| {
            let sign = c == '-' && (i == 0 || previous == 'e');
            let good = c.is_ascii_digit() || matches!(c, '.' | 'e' | '/') || sign;
            previous = c;
            !good
        })
        .map_or(text.len(), |(i, _)| i)
}

fn run(text: &str, good: impl Fn(char) -> bool) -> usize {
    text.char_indices()
        .find(|(_, c)| !good(*c))
        .map_or(text.len(), |(i, _)| i)
}

fn syntax(text: &str, column: usize, expected: &'static str, rest: &str) -> SchemeError {
    let found = match rest.chars().next() {
        None => "the end".to_owned(),
        Some(_) => format!("`{}`", rest.chars().take(16).collect::<String>()),
    };
    SchemeError::Syntax {
        text: text.chars().take(120).collect(),
        column,
        expected,
        found,
    }
}

impl Reader<'_> {
    fn peek(&self) -> &Token {
        &self.tokens[self.at.min(self.tokens.len() - 1)].1
    }

    fn column(&self) -> usize {
        self.tokens[self.at.min(self.tokens.len() - 1)].0
    }

    fn next_is(&self, symbol: &str) -> bool {
        matches!(self.tokens.get(self.at + 1), Some((_, Token::Symbol(s))) if *s == symbol)
    }

    fn take(&mut self, symbol: &str) -> bool {
        let there = matches!(self.peek(), Token::Symbol(s) if *s == symbol);
        self.at += usize::from(there);
        there
    }

    fn wrong(&self, expected: &'static str) -> SchemeError {
        let column = self.column();
        let rest: String = self.text.chars().skip(column - 1).collect();
        syntax(self.text, column, expected, &rest)
    }

    fn name(&mut self, expected: &'static str) -> Result<String, SchemeError> {
        match self.peek().clone() {
            Token::Name(name) => {
                self.at += 1;
                Ok(name)
            }
            _ => Err(self.wrong(expected)),
        }
    }

    fn pipeline(&mut self, depth: usize) -> Result<Pipeline, SchemeError> {
        if depth > MAX_DEPTH {
            return Err(SchemeError::TooLarge {
                what: "deep",
                limit: MAX_DEPTH,
            });
        }
        let mut calls = vec![self.call(depth)?];
        while self.take("|>") {
            calls.push(self.call(depth)?);
        }
        Ok(Pipeline { calls })
    }

    fn call(&mut self, depth: usize) -> Result<Call, SchemeError> {
        let column = self.column();
        let mut call = Call {
            name: self.name("the name of a scheme")?,
            column,
            parts: Vec::new(),
            conditions: Vec::new(),
            given: Vec::new(),
        };
        if self.take("(") && !self.take(")") {
            self.argument(&mut call, depth)?;
            while self.take(",") {
                self.argument(&mut call, depth)?;
            }
            if !self.take(")") {
                return Err(self.wrong("`,` or `)`"));
            }
        }
        Ok(call)
    }

    fn argument(&mut self, call: &mut Call, depth: usize) -> Result<(), SchemeError> {
        let column = self.column();
        if self.next_is("=") {
            let name = self.name("the name of a parameter")?;
            self.at += 1;
            let value = match self.peek().clone() {
                Token::Number(number) => Literal::Number(number),
                Token::Name(word) => Literal::Word(word),
                _ => return Err(self.wrong("a number or a word")),
            };
            self.at += 1;
            call.given.push(Given {
                name,
                column,
                value,
            });
        } else if let Some(compare) = crate::condition::Compare::ALL
            .into_iter()
            .find(|c| self.next_is(c.symbol()))
        {
            let quantity = self.name("a quantity")?;
            self.at += 1;
            let Token::Number(bound) = *self.peek() else {
                return Err(self.wrong("a number"));
            };
            self.at += 1;
            call.conditions
                .push(Condition::new(&quantity, column, compare, bound)?);
        } else {
            call.parts.push(self.pipeline(depth + 1)?);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_parses_prints_back() {
        for text in [
            "outcome",
            "gate(shaping:subgoals, outcome >= 1) |> min-form(T=0.1) |> rloo:verl",
            "shaping:distance(beta=9/10, gamma=99/100, truncation=bootstrap)",
            "sum(outcome, scale(by=-1/2)) |> grpo:trl(eps=0.0001)",
        ] {
            assert_eq!(parse(text).unwrap().to_string(), text);
        }
        let odd = "  gate ( outcome|>clip( low = -1 ) ,outcome>=01/2)";
        let canonical = "gate(outcome |> clip(low=-1), outcome >= 1/2)";
        assert_eq!(parse(odd).unwrap().to_string(), canonical);
    }

    #[test]
    fn what_does_not_parse_says_where() {
        let cases = [
            ("", 1),
            ("outcome |>", 11),
            ("outcome |> |> x", 12),
            ("a(b=)", 5),
            ("a(b", 4),
            ("a)", 2),
            ("a(x >= y)", 8),
            ("a(outcom >= 1)", 3),
            ("ä", 1),
            ("a(b=1/0)", 5),
        ];
        for (text, expected) in cases {
            let column = match parse(text).unwrap_err() {
                SchemeError::Syntax { column, .. } | SchemeError::UnknownScheme { column, .. } => {
                    column
                }
                other => panic!("{other}"),
            };
            assert_eq!(column, expected, "{text}");
        }
        let deep = format!("{}a{}", "s(".repeat(40), ")".repeat(40));
        assert!(matches!(parse(&deep), Err(SchemeError::TooLarge { .. })));
    }
}
