//! Arguments of an action, read with typed refusals.

use super::{
    Direction, Key, Mode, Number, Point, Screen, Space, Target,
    python::strip,
    read_decimal,
    refuse::{Fault, Refusal, clip},
};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// The arguments of one action.
///
/// As released, numbers may be texts of numbers and texts numbers, as Python takes them where nothing checks; a missing
/// argument is a `KeyError` there. Strictly, each is of its type, points lie within their space, and none is left over.
pub(super) struct Args<'a> {
    /// The action's name, for messages.
    pub(super) action: String,
    map: &'a Map<String, Value>,
    used: BTreeSet<&'a str>,
    mode: Mode,
    /// How far the grammar's space reaches, in which points are checked.
    reach: Option<(Space, (u32, u32))>,
}

impl<'a> Args<'a> {
    /// Arguments of an action whose name stood at `names`, which are not left over.
    pub(super) fn new(
        action: &str,
        map: &'a Map<String, Value>,
        mode: Mode,
        names: &[&str],
    ) -> Self {
        let used = map
            .keys()
            .map(String::as_str)
            .filter(|key| names.contains(key))
            .collect();
        Self {
            action: action.to_owned(),
            map,
            used,
            mode,
            reach: None,
        }
    }

    /// With points of a space.
    pub(super) fn points(mut self, space: Space, screen: Screen) -> Self {
        self.reach = space.span(screen).map(|span| (space, span));
        self
    }

    /// The argument of a name; null is none.
    pub(super) fn find(&mut self, name: &str) -> Option<&'a Value> {
        let (key, value) = self.map.get_key_value(name)?;
        self.used.insert(key);
        (!value.is_null()).then_some(value)
    }

    /// Whether there is an argument of a name, which is then no longer left over.
    pub(super) fn has(&mut self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// The argument that must be there.
    pub(super) fn must(&mut self, name: &str, expected: &str) -> Result<&'a Value, Refusal> {
        self.find(name).ok_or_else(|| self.missing(name, expected))
    }

    /// The refusal of an argument that is missing.
    pub(super) fn missing(&self, name: &str, expected: &str) -> Refusal {
        let fault = Fault::Missing {
            action: self.action.clone(),
            argument: name.to_owned(),
            expected: expected.to_owned(),
        };
        fault.raises("KeyError")
    }

    /// The refusal of an argument that is wrong.
    pub(super) fn wrong(&self, name: &str, found: &Value, expected: &str) -> Refusal {
        let found = match found {
            Value::String(text) => format!("`{}`", clip(text)),
            other => clip(&other.to_string()),
        };
        let fault = Fault::Wrong {
            action: self.action.clone(),
            argument: name.to_owned(),
            found,
            expected: expected.to_owned(),
        };
        fault.raises("ValueError")
    }

    /// A text.
    pub(super) fn text(&mut self, name: &str) -> Result<String, Refusal> {
        let value = self.must(name, "a text")?;
        self.as_text(name, value)
    }

    /// A text that may be missing.
    pub(super) fn text_or_none(&mut self, name: &str) -> Result<Option<String>, Refusal> {
        self.find(name)
            .map(|value| self.as_text(name, value))
            .transpose()
    }

    fn as_text(&self, name: &str, value: &Value) -> Result<String, Refusal> {
        match value {
            Value::String(text) => Ok(text.clone()),
            Value::Number(number) if self.mode == Mode::Released => Ok(number.to_string()),
            other => Err(self.wrong(name, other, "a text")),
        }
    }

    /// One of some words; as released in any case.
    pub(super) fn word(
        &mut self,
        name: &str,
        words: &[&'static str],
    ) -> Result<&'static str, Refusal> {
        let expected = words.join(", ");
        let value = self.must(name, &expected)?;
        let text = value.as_str().unwrap_or_default();
        let same = |word: &&&'static str| {
            **word == text || (self.mode == Mode::Released && word.eq_ignore_ascii_case(text))
        };
        words
            .iter()
            .find(same)
            .copied()
            .ok_or_else(|| self.wrong(name, value, &expected))
    }

    /// A direction in small letters.
    pub(super) fn direction(&mut self, name: &str) -> Result<Direction, Refusal> {
        let word = self.word(name, &["up", "down", "left", "right"])?;
        Direction::read(word).ok_or_else(|| self.missing(name, "a direction"))
    }

    /// Yes or no; the fallback where it is missing.
    pub(super) fn flag(&mut self, name: &str, fallback: bool) -> Result<bool, Refusal> {
        match self.find(name) {
            None => Ok(fallback),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(other) => Err(self.wrong(name, other, "true or false")),
        }
    }

    /// A number.
    pub(super) fn number(&mut self, name: &str) -> Result<Number, Refusal> {
        let value = self.must(name, "a number")?;
        exact(value, self.mode).ok_or_else(|| self.wrong(name, value, "a number"))
    }

    /// A span of time in seconds, not negative.
    pub(super) fn seconds(&mut self, name: &str) -> Result<Number, Refusal> {
        let number = self.number(name)?;
        if number < Number::from_integer(0) {
            return Err(self.wrong(
                name,
                &Value::String(number.to_string()),
                "seconds, not negative",
            ));
        }
        Ok(number)
    }

    /// A span of time that may be missing.
    pub(super) fn seconds_or_none(&mut self, name: &str) -> Result<Option<Number>, Refusal> {
        if self.has(name) {
            self.seconds(name).map(Some)
        } else {
            Ok(None)
        }
    }

    /// A whole number.
    pub(super) fn whole(&mut self, name: &str) -> Result<i64, Refusal> {
        let number = self.number(name)?;
        if number.is_integer() {
            Ok(number.to_integer())
        } else {
            Err(self.wrong(name, &Value::String(number.to_string()), "a whole number"))
        }
    }

    /// A whole number that may be missing.
    pub(super) fn whole_or(&mut self, name: &str, fallback: i64) -> Result<i64, Refusal> {
        if self.has(name) {
            self.whole(name)
        } else {
            Ok(fallback)
        }
    }

    /// A list of texts.
    pub(super) fn texts(&mut self, name: &str) -> Result<Vec<String>, Refusal> {
        let value = self.must(name, "a list of texts")?;
        let items = value
            .as_array()
            .ok_or_else(|| self.wrong(name, value, "a list of texts"))?;
        items.iter().map(|item| self.as_text(name, item)).collect()
    }

    /// A key by its name.
    pub(super) fn key(&self, name: &str, text: &str) -> Result<Key, Refusal> {
        let key = match self.mode {
            Mode::Released => Key::read_any(text),
            Mode::Strict => Key::read(text),
        };
        key.ok_or_else(|| self.wrong(name, &Value::String(text.to_owned()), "the name of a key"))
    }

    /// Keys by their names.
    pub(super) fn keys<'t>(
        &self,
        name: &str,
        texts: impl IntoIterator<Item = &'t str>,
    ) -> Result<Vec<Key>, Refusal> {
        let keys = texts
            .into_iter()
            .map(|text| self.key(name, text))
            .collect::<Result<Vec<_>, _>>()?;
        if keys.is_empty() {
            return Err(self.missing(name, "a key"));
        }
        Ok(keys)
    }

    /// A chord of keys with a plus between: `ctrl+shift+t`. Two pluses at the end are the key itself.
    pub(super) fn chord(&self, name: &str, text: &str) -> Result<Vec<Key>, Refusal> {
        let text = strip(text);
        match text.strip_suffix('+') {
            Some("") => self.keys(name, ["+"]),
            Some(rest) if rest.ends_with('+') => {
                let mut keys = self.keys(name, rest.trim_end_matches('+').split('+').map(strip))?;
                keys.push(self.key(name, "+")?);
                Ok(keys)
            }
            _ => self.keys(name, text.split('+').map(strip)),
        }
    }

    /// A point as a list of two numbers, in the grammar's space.
    pub(super) fn point(&mut self, name: &str) -> Result<Target, Refusal> {
        const EXPECTED: &str = "[x, y]";
        let value = self.must(name, EXPECTED)?;
        let pair = value
            .as_array()
            .ok_or_else(|| self.wrong(name, value, EXPECTED))?;
        let numbers: Option<Vec<Number>> = pair.iter().map(|item| exact(item, self.mode)).collect();
        match (numbers.as_deref(), self.mode) {
            (Some([x, y]), _) | (Some([x, y, ..]), Mode::Released) => self.place(name, *x, *y),
            _ => Err(self.wrong(name, value, EXPECTED)),
        }
    }

    /// A point that may be missing: where the cursor is.
    pub(super) fn point_or_here(&mut self, name: &str) -> Result<Target, Refusal> {
        if self.has(name) {
            self.point(name)
        } else {
            Ok(Target::Here)
        }
    }

    /// A point as two arguments.
    pub(super) fn point_xy(&mut self, x: &str, y: &str) -> Result<Target, Refusal> {
        let (across, down) = (self.number(x)?, self.number(y)?);
        self.place(x, across, down)
    }

    /// A point of two numbers; strictly within the space, and whole where the space is.
    pub(super) fn place(&self, name: &str, x: Number, y: Number) -> Result<Target, Refusal> {
        let Some((space, (across, down))) = self.reach else {
            return Err(self.missing(name, "a screen that can be resized"));
        };
        let inside = |at: Number, span: u32| {
            at >= Number::from_integer(0) && at <= Number::from_integer(i64::from(span))
        };
        let whole = !space.whole() || space == Space::Pixels || (x.is_integer() && y.is_integer());
        if self.mode == Mode::Strict && !(inside(x, across) && inside(y, down) && whole) {
            let expected = format!("a point within {across} x {down} ({})", space.name());
            let found = Value::String(format!("{x}, {y}"));
            return Err(self.wrong(name, &found, &expected));
        }
        Ok(Target::Point(Point { x, y, space }))
    }

    /// Ends reading: strictly, no argument is left over.
    pub(super) fn finish(&self) -> Result<(), Refusal> {
        if self.mode == Mode::Released {
            return Ok(());
        }
        match self
            .map
            .keys()
            .find(|key| !self.used.contains(key.as_str()))
        {
            None => Ok(()),
            Some(name) => Err(Fault::Extra {
                action: self.action.clone(),
                argument: clip(name),
            }
            .into()),
        }
    }
}

/// A JSON number exactly; as released a text of one too.
pub(super) fn exact(value: &Value, mode: Mode) -> Option<Number> {
    match value {
        Value::Number(number) => read_decimal(&number.to_string()),
        Value::String(text) if mode == Mode::Released => read_decimal(strip(text)),
        _ => None,
    }
}

/// The refusal of an action that the grammar does not have.
pub(super) fn unknown(action: &str, known: &[&str]) -> Refusal {
    let fault = Fault::Unknown {
        action: format!("`{}`", clip(action)),
        expected: known.join(", "),
    };
    fault.raises("ValueError")
}

/// A text that is one JSON value.
pub(super) fn json(text: &str, expected: &'static str) -> Result<Value, Refusal> {
    serde_json::from_str(text).map_err(|error| {
        let fault = if error.to_string().contains("recursion limit") {
            Fault::TooDeep
        } else {
            Fault::malformed(format!("{error} in {}", clip(text)), expected)
        };
        fault.raises("JSONDecodeError")
    })
}

/// A JSON object.
pub(super) fn object<'a>(
    value: &'a Value,
    expected: &'static str,
) -> Result<&'a Map<String, Value>, Refusal> {
    let wrong = || Fault::malformed(value.to_string(), expected).raises("TypeError");
    value.as_object().ok_or_else(wrong)
}
