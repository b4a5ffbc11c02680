//! What stands in a hole: a name, or integer arithmetic over names, and filters on how it is written.
//!
//! `«limit»`, `«limit * 2 + 1»`, `«price // 3»`, `«price | money»`. Division and remainder are Python's (towards minus
//! infinity), because what is computed here is what the drawn project computes.

use super::words::{Words, capital};

/// The text of a hole.
pub(super) fn fill(hole: &str, words: &Words) -> Result<String, String> {
    let mut parts = hole.split('|').map(str::trim);
    let formula = parts.next().unwrap_or_default();
    let mut text = match words.value(formula) {
        Some(value) => value.to_owned(),
        None => number(formula, words)?.to_string(),
    };
    for filter in parts {
        text = filtered(&text, filter)?;
    }
    Ok(text)
}

/// A value written in another way.
fn filtered(text: &str, filter: &str) -> Result<String, String> {
    let integer = || {
        text.parse::<i64>()
            .map_err(|_| format!("`{filter}` needs an integer, not `{text}`"))
    };
    Ok(match filter {
        "upper" => text.to_uppercase(),
        "lower" => text.to_lowercase(),
        "capital" => capital(text),
        "money" => {
            let cents = integer()?;
            let sign = if cents < 0 { "-" } else { "" };
            format!("{sign}{}.{:02}", cents.abs() / 100, cents.abs() % 100)
        }
        "two" => format!("{:02}", integer()?),
        other => {
            return Err(format!(
                "unknown filter `{other}`: expected upper, lower, capital, money or two"
            ));
        }
    })
}

/// The value of integer arithmetic.
fn number(formula: &str, words: &Words) -> Result<i64, String> {
    let mut reader = Reader {
        rest: formula,
        words,
        depth: 0,
    };
    let value = reader.sum()?;
    if reader.peek().is_some() {
        return Err(format!("`{}` is left over in `{formula}`", reader.rest));
    }
    Ok(value)
}

/// How deep parentheses may stand in each other.
const MAX_DEPTH: usize = 16;

/// A formula, read from the left.
struct Reader<'a> {
    rest: &'a str,
    words: &'a Words,
    depth: usize,
}

impl Reader<'_> {
    fn peek(&mut self) -> Option<char> {
        self.rest = self.rest.trim_start();
        self.rest.chars().next()
    }

    fn take(&mut self, token: &str) -> bool {
        self.rest = self.rest.trim_start();
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn sum(&mut self) -> Result<i64, String> {
        let mut value = self.product()?;
        loop {
            value = if self.take("+") {
                value.checked_add(self.product()?)
            } else if self.take("-") {
                value.checked_sub(self.product()?)
            } else {
                return Ok(value);
            }
            .ok_or("arithmetic overflow")?;
        }
    }

    fn product(&mut self) -> Result<i64, String> {
        let mut value = self.atom()?;
        loop {
            value = if self.take("*") {
                value.checked_mul(self.atom()?)
            } else if self.take("//") {
                let by = self.atom()?;
                quotient(value, by)
            } else if self.take("%") {
                let by = self.atom()?;
                quotient(value, by).map(|whole| value - whole * by)
            } else {
                return Ok(value);
            }
            .ok_or("arithmetic overflow or division by zero")?;
        }
    }

    fn atom(&mut self) -> Result<i64, String> {
        if self.take("(") {
            self.depth += 1;
            if self.depth > MAX_DEPTH {
                return Err("too many parentheses".to_owned());
            }
            let value = self.sum()?;
            return if self.take(")") {
                Ok(value)
            } else {
                Err("a parenthesis is not closed".to_owned())
            };
        }
        if self.take("-") {
            return Ok(-self.atom()?);
        }
        self.peek();
        let end = self
            .rest
            .find(|c: char| !c.is_alphanumeric() && c != '_')
            .unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest;
        let text = self.words.value(name).unwrap_or(name);
        text.parse()
            .map_err(|_| format!("`{name}` is no declared name and no integer"))
    }
}

/// Python's `//`.
fn quotient(value: i64, by: i64) -> Option<i64> {
    let whole = value.checked_div(by)?;
    Some(if value % by != 0 && (value < 0) != (by < 0) {
        whole - 1
    } else {
        whole
    })
}
