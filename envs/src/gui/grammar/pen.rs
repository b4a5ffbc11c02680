//! What codecs write with.

use super::{Dialect, Key, Number, Target, Unsayable, write_decimal};
use serde_json::{Map, Value, json};

/// A point of whole numbers.
pub(super) fn whole(target: &Target) -> Result<(i64, i64), Unsayable> {
    match target {
        Target::Point(point) if point.x.is_integer() && point.y.is_integer() => {
            Ok((point.x.to_integer(), point.y.to_integer()))
        }
        Target::Point(_) => Err(Unsayable::Point),
        _ => Err(Unsayable::Part("target")),
    }
}

/// A point of decimals.
pub(super) fn decimals(target: &Target) -> Result<(String, String), Unsayable> {
    match target {
        Target::Point(point) => Ok((decimal(point.x)?, decimal(point.y)?)),
        _ => Err(Unsayable::Part("target")),
    }
}

/// A decimal.
pub(super) fn decimal(number: Number) -> Result<String, Unsayable> {
    write_decimal(number).ok_or(Unsayable::Part("number"))
}

/// A number in JSON that reads back exactly.
pub(super) fn number(number: Number) -> Result<Value, Unsayable> {
    let text = decimal(number)?;
    let value: Value = serde_json::from_str(&text).map_err(|_| Unsayable::Part("number"))?;
    let same = super::args::exact(&value, super::Mode::Strict) == Some(number);
    same.then_some(value).ok_or(Unsayable::Part("number"))
}

/// A whole number.
pub(super) fn integer(number: Number) -> Result<i64, Unsayable> {
    if number.is_integer() {
        Ok(number.to_integer())
    } else {
        Err(Unsayable::Part("fraction"))
    }
}

/// A point as a JSON list.
pub(super) fn pair(target: &Target) -> Result<Value, Unsayable> {
    whole(target).map(|(x, y)| json!([x, y]))
}

/// Keys by their names.
pub(super) fn names(keys: &[Key], dialect: Dialect) -> Result<Vec<String>, Unsayable> {
    keys.iter()
        .map(|key| key.spell(dialect).ok_or(Unsayable::Key))
        .collect()
}

/// The one chord of a press, pressed once in the focus.
pub(super) fn one_chord<'a>(
    at: &Target,
    chords: &'a [Vec<Key>],
    times: u32,
) -> Result<&'a [Key], Unsayable> {
    match (at, chords, times) {
        (Target::Here, [chord], 1) => Ok(chord),
        (Target::Here, [_], _) => Err(Unsayable::Part("repetition")),
        (Target::Here, _, _) => Err(Unsayable::Part("sequence")),
        _ => Err(Unsayable::Part("target")),
    }
}

/// That a part which the grammar cannot say is not there.
pub(super) fn without(absent: bool, part: &'static str) -> Result<(), Unsayable> {
    if absent {
        Ok(())
    } else {
        Err(Unsayable::Part(part))
    }
}

/// A JSON object whose members keep their order where the map does.
pub(super) fn members<const N: usize>(members: [(&str, Value); N]) -> Map<String, Value> {
    members
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}
