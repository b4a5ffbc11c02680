//! The part of Python's expressions that models write their actions in: read, never run.
//!
//! Several released parsers hand the text to `ast.parse` or `ast.literal_eval`. What they accept is decided here by the
//! same rules for literals, calls and operators; comprehensions, lambdas and names of characters (`\N{..}`) are not
//! read and refused as text that is no expression.

mod atoms;
mod lexer;
mod parser;
mod text;

pub(super) use lexer::Token;
pub(super) use parser::{parse, parse_prefix};
pub(super) use text::{
    bare_number, expand_tabs, is_blank, quote, repr_float, split_blanks, strip, whole_number,
};

use serde_json::{Map, Number, Value};

/// A literal.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Const {
    /// `None`.
    None,
    /// `True` or `False`.
    Bool(bool),
    /// A whole number, within what can be carried.
    Int(i128),
    /// A number with a dot or an exponent, as it was written without underscores.
    Float(String),
    /// A text.
    Str(String),
    /// Bytes.
    Bytes,
    /// `...`, imaginary or huge numbers: literals that no action is made of.
    Strange,
}

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expr {
    /// A literal.
    Const(Const),
    /// A name.
    Name(String),
    /// A name of something.
    Attribute(Box<Expr>, String),
    /// A call.
    Call(Box<Call>),
    /// `[..]`.
    List(Vec<Expr>),
    /// `(..)` with a comma, or bare.
    Tuple(Vec<Expr>),
    /// `{..: ..}`; a key is missing where a dictionary is unpacked.
    Dict(Vec<(Option<Expr>, Expr)>),
    /// `{..}`.
    Set(Vec<Expr>),
    /// `-x` or `+x`.
    Signed(bool, Box<Expr>),
    /// Any other expression: valid, and no literal.
    Other,
}

/// A call.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Call {
    /// What is called.
    pub(super) function: Expr,
    /// Arguments by position.
    pub(super) positional: Vec<Expr>,
    /// Arguments by name; no name where a dictionary is unpacked.
    pub(super) keywords: Vec<(Option<String>, Expr)>,
}

/// Why a text is no expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Broken {
    /// Its syntax is wrong, from this byte on.
    Syntax(usize),
    /// It is nested too deeply.
    Depth,
}

impl Call {
    /// The name of the function, or of the attribute that is called.
    pub(super) fn name(&self) -> Option<&str> {
        match &self.function {
            Expr::Name(name) | Expr::Attribute(_, name) => Some(name),
            _ => None,
        }
    }
}

impl Expr {
    /// What `ast.literal_eval` makes of it, as JSON: tuples become lists. Nothing where it refuses.
    pub(super) fn literal(&self) -> Option<Value> {
        Some(match self {
            Self::Const(value) => constant(value)?,
            Self::Signed(negative, inner) => signed(*negative, inner)?,
            Self::List(items) | Self::Tuple(items) => {
                Value::Array(items.iter().map(Self::literal).collect::<Option<_>>()?)
            }
            Self::Dict(items) => {
                let mut map = Map::new();
                for (key, value) in items {
                    let key = match key.as_ref()?.literal()? {
                        Value::String(text) => text,
                        Value::Array(_) | Value::Object(_) => return None,
                        other => other.to_string(),
                    };
                    map.insert(key, value.literal()?);
                }
                Value::Object(map)
            }
            _ => return None,
        })
    }
}

/// A literal as JSON.
fn constant(value: &Const) -> Option<Value> {
    Some(match value {
        Const::None => Value::Null,
        Const::Bool(flag) => Value::Bool(*flag),
        Const::Int(number) => Value::Number(whole(*number)?),
        Const::Float(text) => Value::Number(Number::from_f64(text.parse().ok()?)?),
        Const::Str(text) => Value::String(text.clone()),
        Const::Bytes | Const::Strange => return None,
    })
}

/// A number with a sign before it.
fn signed(negative: bool, inner: &Expr) -> Option<Value> {
    match inner {
        Expr::Const(Const::Int(number)) => {
            let number = if negative {
                number.checked_neg()?
            } else {
                *number
            };
            Some(Value::Number(whole(number)?))
        }
        Expr::Const(Const::Float(text)) => {
            let number: f64 = text.parse().ok()?;
            Some(Value::Number(Number::from_f64(if negative {
                -number
            } else {
                number
            })?))
        }
        _ => None,
    }
}

/// A whole number that JSON carries exactly.
fn whole(number: i128) -> Option<Number> {
    i64::try_from(number)
        .map(Number::from)
        .or_else(|_| u64::try_from(number).map(Number::from))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn literal(text: &str) -> Option<Value> {
        parse(text).ok()?.literal()
    }

    #[test]
    fn literals_are_read_as_python_reads_them() {
        assert_eq!(
            literal("{'a': 1, \"b\": [True, None, -2.5]}"),
            Some(json!({"a": 1, "b": [true, null, -2.5]}))
        );
        assert_eq!(literal("'a' \"b\""), Some(json!("ab")));
        assert_eq!(literal(r"'\x41\u00e9\101\n\q'"), Some(json!("AéA\n\\q")));
        assert_eq!(literal("r'\\n'"), Some(json!("\\n")));
        assert_eq!(literal("(1, 2,)"), Some(json!([1, 2])));
        assert_eq!(literal("1_000"), Some(json!(1000)));
        assert_eq!(literal("0x1F"), Some(json!(31)));
        for wrong in [
            "true",
            "007",
            "'a",
            "[1, 2",
            "1__0",
            "f(1)",
            "'a' b",
            "{1: 2, 3}",
            "1 if",
        ] {
            assert_eq!(literal(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn calls_keep_their_arguments() {
        let Ok(Expr::Call(call)) = parse("pyautogui.click(1, y=2, **more)") else {
            panic!("a call")
        };
        assert_eq!(call.name(), Some("click"));
        assert_eq!(call.positional.len(), 1);
        assert_eq!(call.keywords.len(), 2);
        assert!(parse("f(a=1, 2)").is_err());
        assert!(parse("f(x y)").is_err());
        assert!(parse("f(not x, a < b <= c, d if e else g, h[1:2])").is_ok());
    }

    #[test]
    fn deep_nesting_is_refused_and_not_followed() {
        let deep = "[".repeat(60_000);
        assert_eq!(parse(&deep), Err(Broken::Depth));
        assert_eq!(parse(&"-".repeat(60_000)), Err(Broken::Depth));
        assert_eq!(parse(&"not ".repeat(10_000)), Err(Broken::Depth));
    }

    #[test]
    fn floats_are_written_as_python_writes_them() {
        for (number, text) in [
            (0.1, "0.1"),
            (1.0, "1.0"),
            (1e16, "1e+16"),
            (1e-5, "1e-05"),
            (123_456.75, "123456.75"),
            (0.0001, "0.0001"),
            (1.5e300, "1.5e+300"),
            (0.460_622_710_622_710_6, "0.4606227106227106"),
        ] {
            assert_eq!(repr_float(number), text);
        }
    }
}
