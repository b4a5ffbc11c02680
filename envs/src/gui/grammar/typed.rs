//! Types of the published packages, checked as their validation (pydantic) does.
//!
//! Members that a type does not have are kept. Loosely, a whole number may be a text of one, a float without a fraction
//! or a flag, as pydantic's lax mode has it; strictly it is a whole number.

use super::{
    args::object,
    python::{strip, whole_number},
    refuse::{Fault, Refusal, clip},
};
use serde_json::{Map, Value};

/// A type.
#[derive(Clone, Copy, Debug)]
pub(super) enum Type {
    /// A whole number.
    Int,
    /// A number.
    Float,
    /// A text.
    Str,
    /// A list.
    List(&'static Type),
    /// One of some texts.
    Literal(&'static [&'static str]),
    /// An object.
    Model(&'static [Field]),
    /// The object of the first type that fits.
    OneOf(&'static [&'static [Field]]),
    /// A text, a number or a flag.
    Scalar,
}

/// A member of an object.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    /// Its name.
    pub(super) name: &'static str,
    /// Its type.
    pub(super) of: Type,
    /// Whether it must be there; one that need not may be null.
    pub(super) must: bool,
}

/// A member that must be there.
pub(super) const fn must(name: &'static str, of: Type) -> Field {
    Field {
        name,
        of,
        must: true,
    }
}

/// A member that need not be there.
pub(super) const fn may(name: &'static str, of: Type) -> Field {
    Field {
        name,
        of,
        must: false,
    }
}

/// How a value is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rigour {
    /// As pydantic's strict mode.
    Strict,
    /// As its lax mode.
    Lax,
}

/// An object with its members checked.
///
/// # Errors
/// A `ValidationError` where a member is missing or of another type.
pub(super) fn check(
    value: &Value,
    fields: &[Field],
    rigour: Rigour,
    what: &str,
) -> Result<Map<String, Value>, Refusal> {
    let given = object(value, "a JSON object").map_err(|refusal| refusal.fault.raises(ERROR))?;
    let mut done = given.clone();
    for field in fields {
        let expected = expected(field.of);
        match given.get(field.name) {
            None | Some(Value::Null) if !field.must => {}
            None => {
                let fault = Fault::Missing {
                    action: what.to_owned(),
                    argument: field.name.to_owned(),
                    expected,
                };
                return Err(fault.raises(ERROR));
            }
            Some(found) => {
                let fitted = fit(found, field.of, rigour, what)?;
                let wrong = || Fault::Wrong {
                    action: what.to_owned(),
                    argument: field.name.to_owned(),
                    found: clip(&found.to_string()),
                    expected,
                };
                done.insert(
                    field.name.to_owned(),
                    fitted.ok_or_else(|| wrong().raises(ERROR))?,
                );
            }
        }
    }
    Ok(done)
}

/// The exception of pydantic.
const ERROR: &str = "ValidationError";

/// What a type is, in words.
fn expected(of: Type) -> String {
    match of {
        Type::Int => "a whole number".into(),
        Type::Float => "a number".into(),
        Type::Str => "a text".into(),
        Type::List(inner) => format!("a list, each {}", expected(*inner)),
        Type::Literal(words) => words.join(", "),
        Type::Model(fields) => {
            let names: Vec<&str> = fields
                .iter()
                .filter(|field| field.must)
                .map(|field| field.name)
                .collect();
            format!("an object with {}", names.join(", "))
        }
        Type::OneOf(models) => {
            let each: Vec<String> = models
                .iter()
                .map(|fields| expected(Type::Model(fields)))
                .collect();
            each.join(" or ")
        }
        Type::Scalar => "a text, a number or a flag".into(),
    }
}

/// A value as its type has it; nothing where it does not fit.
fn fit(value: &Value, of: Type, rigour: Rigour, what: &str) -> Result<Option<Value>, Refusal> {
    Ok(match of {
        Type::Str => value.is_string().then(|| value.clone()),
        Type::Int => whole(value, rigour).map(Value::from),
        Type::Float => number(value, rigour),
        Type::Scalar => {
            (value.is_string() || value.is_number() || value.is_boolean()).then(|| value.clone())
        }
        Type::Literal(words) => value
            .as_str()
            .is_some_and(|word| words.contains(&word))
            .then(|| value.clone()),
        Type::List(inner) => {
            let Some(items) = value.as_array() else {
                return Ok(None);
            };
            let fitted = items
                .iter()
                .map(|item| fit(item, *inner, rigour, what))
                .collect::<Result<Option<Vec<_>>, _>>()?;
            fitted.map(Value::Array)
        }
        Type::Model(fields) => Some(Value::Object(check(value, fields, rigour, what)?)),
        Type::OneOf(models) => {
            let fitting = models
                .iter()
                .find_map(|fields| check(value, fields, rigour, what).ok());
            fitting.map(Value::Object)
        }
    })
}

/// A whole number.
fn whole(value: &Value, rigour: Rigour) -> Option<i64> {
    if let Some(number) = value.as_i64() {
        return Some(number);
    }
    if rigour == Rigour::Strict {
        return None;
    }
    match value {
        Value::Bool(flag) => Some(i64::from(*flag)),
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a whole number within what is exact"
        )]
        Value::Number(number) => number
            .as_f64()
            .filter(|part| part.fract() == 0.0 && part.abs() < 9e15)
            .map(|part| part as i64),
        Value::String(text) => {
            let text = strip(text);
            let whole = text
                .split_once('.')
                .filter(|(_, part)| part.bytes().all(|digit| digit == b'0'));
            whole_number(whole.map_or(text, |(whole, _)| whole))
        }
        _ => None,
    }
}

/// A number.
fn number(value: &Value, rigour: Rigour) -> Option<Value> {
    match value {
        Value::Number(_) => Some(value.clone()),
        Value::Bool(flag) if rigour == Rigour::Lax => Some(i64::from(*flag).into()),
        Value::String(text) if rigour == Rigour::Lax => {
            let number = strip(text).parse::<f64>().ok()?;
            serde_json::Number::from_f64(number).map(Value::Number)
        }
        _ => None,
    }
}
