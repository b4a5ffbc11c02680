//! From text to pipelines: tokens, then a reader that looks two tokens ahead.

use super::{Call, Given, Literal, MAX_DEPTH, MAX_LENGTH, Pipeline};
use crate::{
    condition::{Compare, Condition},
    error::SchemeError,
    number::Number,
};

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

/// Read a pipeline in which bare names may be those of other schemes.
///
/// # Errors
/// As [`parse`].
pub(crate) fn read(text: &str) -> Result<Pipeline, SchemeError> {
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

const SYMBOLS: [&str; 11] = ["|>", ">=", "<=", "==", "=", ">", "<", "(", ")", ",", "*"];

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
        } else if first.is_ascii_alphabetic() || is_path(rest) {
            let length = run(rest, in_path);
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

/// Whether a name goes on with `c`.
fn in_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '_' | '.')
}

/// Whether a path goes on with `c`.
fn in_path(c: char) -> bool {
    in_name(c) || c == '/'
}

/// Whether `text` is the path of one file, as it can stand in a scheme.
pub(crate) fn is_file(text: &str) -> bool {
    let begins = text.starts_with(|c: char| c.is_ascii_alphabetic()) || is_path(text);
    begins && text.chars().all(in_path)
}

/// Whether `text` is one name.
pub(crate) fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.chars().all(in_name)
}

/// Whether a path begins here that no name begins like.
fn is_path(text: &str) -> bool {
    ["/", "./", "../"]
        .iter()
        .any(|start| text.starts_with(start))
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
        Ok(Pipeline {
            weight: None,
            calls,
        })
    }

    fn call(&mut self, depth: usize) -> Result<Call, SchemeError> {
        let column = self.column();
        let mut call = Call::new(self.name("the name of a scheme")?, column);
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
            return Ok(());
        }
        let part = self.part(depth + 1)?;
        let compare = Compare::ALL
            .into_iter()
            .find(|c| part.weight.is_none() && self.take(c.symbol()));
        match compare {
            None => call.parts.push(part),
            Some(compare) => {
                let Token::Number(bound) = *self.peek() else {
                    return Err(self.wrong("a number"));
                };
                self.at += 1;
                call.conditions.push(Condition::new(part, compare, bound));
            }
        }
        Ok(())
    }

    /// A pipeline with or without a factor, or a number alone.
    fn part(&mut self, depth: usize) -> Result<Pipeline, SchemeError> {
        let column = self.column();
        let Token::Number(number) = *self.peek() else {
            return self.pipeline(depth);
        };
        self.at += 1;
        if self.take("*") {
            let mut pipeline = self.pipeline(depth)?;
            pipeline.weight = Some(number);
            return Ok(pipeline);
        }
        let mut call = Call::new("constant".to_owned(), column);
        call.given.push(Given {
            name: "value".to_owned(),
            column,
            value: Literal::Number(number),
        });
        Ok(Pipeline {
            weight: None,
            calls: vec![call],
        })
    }
}
