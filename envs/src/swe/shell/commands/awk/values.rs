//! Values of `awk`: numbers, texts, and texts that came in and look like numbers.

use super::super::printing::Shape;
use std::rc::Rc;

#[derive(Clone, Debug)]
pub(super) enum Value {
    /// Nothing was ever put there.
    None,
    Number(f64),
    Text(Rc<str>),
    /// A field or another text from outside that is a number.
    Both(Rc<str>, f64),
}

/// How many bytes at the front of a text are a decimal number.
pub(super) fn numeric_prefix(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digits = |from: usize| {
        bytes[from..]
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count()
    };
    let mut at = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
    let whole = digits(at);
    at += whole;
    let mut fraction = 0;
    if bytes.get(at) == Some(&b'.') {
        fraction = digits(at + 1);
        if whole + fraction > 0 {
            at += 1 + fraction;
        }
    }
    if whole + fraction == 0 {
        return 0;
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
        let power = if at + 1 + sign <= bytes.len() {
            digits(at + 1 + sign)
        } else {
            0
        };
        if power > 0 {
            at += 1 + sign + power;
        }
    }
    at
}

/// A number as text: an integer without a point, anything else in a format such as `%.6g`.
pub(super) fn written(value: f64, format: &str) -> String {
    if is_integer(value) {
        return format!("{value:.0}");
    }
    let digits = format
        .trim_start_matches("%.")
        .trim_end_matches(['g', 'f', 'e']);
    let precision = digits.parse().ok().or(Some(6));
    let kind = format
        .chars()
        .last()
        .filter(|c| "gfe".contains(*c))
        .unwrap_or('g');
    let shape = Shape {
        flags: "",
        width: 0,
        precision,
    };
    String::from_utf8_lossy(&shape.float(value, kind)).into_owned()
}

fn is_integer(value: f64) -> bool {
    let whole = value.trunc();
    value.is_finite() && value.abs() < 1e16 && (value - whole).abs() <= 0.0
}

impl Value {
    pub(super) fn text(text: impl AsRef<str>) -> Self {
        Self::Text(Rc::from(text.as_ref()))
    }

    pub(super) fn truth(value: bool) -> Self {
        Self::Number(if value { 1.0 } else { 0.0 })
    }

    /// A text from outside.
    pub(super) fn field(text: &str) -> Self {
        let trimmed = text.trim();
        let used = numeric_prefix(trimmed);
        if used > 0 && used == trimmed.len() {
            return Self::Both(Rc::from(text), trimmed.parse().unwrap_or(0.0));
        }
        Self::text(text)
    }

    pub(super) fn number(&self) -> f64 {
        match self {
            Self::None => 0.0,
            Self::Number(n) | Self::Both(_, n) => *n,
            Self::Text(text) => {
                let text = text.trim_start();
                text[..numeric_prefix(text)].parse().unwrap_or(0.0)
            }
        }
    }

    pub(super) fn string(&self, format: &str) -> Rc<str> {
        match self {
            Self::None => Rc::from(""),
            Self::Number(n) => Rc::from(written(*n, format)),
            Self::Text(text) | Self::Both(text, _) => Rc::clone(text),
        }
    }

    pub(super) fn holds(&self) -> bool {
        match self {
            Self::None => false,
            Self::Number(n) | Self::Both(_, n) => n.abs() > 0.0,
            Self::Text(text) => !text.is_empty(),
        }
    }

    /// Whether it compares as a number with one that does too.
    pub(super) fn is_numeric(&self) -> bool {
        !matches!(self, Self::Text(_))
    }
}

/// A subscript: integers in their order, before texts in theirs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Key(pub(super) Rc<str>);

impl Key {
    fn integer(&self) -> Option<i64> {
        self.0.parse().ok()
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let kind = |key: &Self| key.integer().map_or((1, 0), |n| (0, n));
        kind(self)
            .cmp(&kind(other))
            .then_with(|| self.0.cmp(&other.0))
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
