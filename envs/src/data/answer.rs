//! What a program returns, and when that is the right answer.

use num_rational::Ratio;
use serde::Deserialize;

/// An exact number.
pub(super) type Exact = Ratio<i128>;

/// Numbers are compared in these parts of one.
const PARTS: i128 = 1_000_000_000;
/// And are equal if they differ by less: a millionth.
const CLOSE: i128 = 1_000;
/// How near to the middle between two roundings a number is that arithmetic in floating point may round either way.
const MIDDLE: (i128, i128) = (1, 1_000);
/// The largest number that is compared, so that nothing overflows.
const LARGEST: i128 = 1_000_000_000_000_000;

/// An answer that was worked out exactly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// A number, to be rounded to so many decimals.
    Number {
        /// Before it is rounded.
        exact: Exact,
        /// Decimals.
        digits: u32,
    },
    /// A text.
    Text(String),
    /// Some, in this order.
    List(Vec<Answer>),
    /// Values under names.
    Named(Vec<(String, Answer)>),
    /// The text of a CSV file: its lines, the header first.
    Csv(Vec<Vec<String>>),
}

/// What a Python program returned.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Returned {
    /// A number, as Python writes it.
    Number(String),
    /// A text.
    Text(String),
    /// A list or a tuple.
    List(Vec<Returned>),
    /// A dictionary: its keys as texts, and its values.
    Named(Vec<(String, Returned)>),
    /// Something else.
    Other(String),
}

impl Answer {
    /// A whole number.
    pub(super) fn whole(number: usize) -> Self {
        Self::Number {
            exact: Exact::from_integer(number as i128),
            digits: 0,
        }
    }

    /// A number to be rounded.
    pub(super) fn rounded(exact: Exact, digits: u32) -> Self {
        Self::Number { exact, digits }
    }

    /// Whether every number in it rounds to the same value however it is computed.
    pub(super) fn is_clear(&self) -> bool {
        match self {
            Self::Number { exact, digits } => from_middle(*exact, *digits) > middle(),
            Self::Text(_) | Self::Csv(_) => true,
            Self::List(list) => list.iter().all(Self::is_clear),
            Self::Named(named) => named.iter().all(|(_, value)| value.is_clear()),
        }
    }

    /// Whether another answer comes to the same; nothing where it rounds to one side or the other and that decides.
    pub(super) fn same(&self, other: &Self) -> Option<bool> {
        match (self, other) {
            (Self::Number { exact, digits }, Self::Number { exact: other, .. }) => {
                let (wanted, scale) = (units(*exact, *digits), scale(*digits));
                let apart = *other * scale - Exact::from_integer(wanted);
                let apart = if apart < Exact::from_integer(0) {
                    -apart
                } else {
                    apart
                };
                let half = Exact::new(1, 2);
                if apart < half - middle() {
                    Some(true)
                } else if apart > half + middle() {
                    Some(false)
                } else {
                    None
                }
            }
            (Self::List(ours), Self::List(theirs)) if ours.len() == theirs.len() => {
                all(ours.iter().zip(theirs).map(|(one, other)| one.same(other)))
            }
            (Self::Named(ours), Self::Named(theirs)) if ours.len() == theirs.len() => {
                all(ours.iter().map(|(name, value)| {
                    let other = theirs.iter().find(|(other, _)| other == name);
                    other.map_or(Some(false), |(_, other)| value.same(other))
                }))
            }
            (Self::Text(_), Self::Text(_)) | (Self::Csv(_), Self::Csv(_)) => Some(self == other),
            _ => Some(false),
        }
    }

    /// Whether a program returned it.
    pub(super) fn is(&self, returned: &Returned) -> bool {
        match (self, returned) {
            (Self::Number { exact, digits }, Returned::Number(text)) => {
                let wanted = units(*exact, *digits) * PARTS / scale(*digits).to_integer();
                parts(text).is_some_and(|found| (found - wanted).abs() < CLOSE)
            }
            (Self::Text(text), Returned::Text(found)) => text.eq_ignore_ascii_case(found.trim()),
            (Self::List(ours), Returned::List(theirs)) => {
                ours.len() == theirs.len()
                    && ours.iter().zip(theirs).all(|(one, other)| one.is(other))
            }
            (Self::Named(ours), Returned::Named(theirs)) => {
                let has = |(name, value): &(String, Answer)| {
                    let mut same = theirs
                        .iter()
                        .filter(|(other, _)| other.trim().eq_ignore_ascii_case(name));
                    same.next().is_some_and(|(_, other)| value.is(other)) && same.next().is_none()
                };
                ours.len() == theirs.len() && ours.iter().all(has)
            }
            (Self::Csv(lines), Returned::Text(text)) => is_csv(lines, text),
            _ => false,
        }
    }

    /// As Python would write it.
    pub(super) fn python(&self) -> String {
        match self {
            Self::Number { exact, digits } => {
                let units = units(*exact, *digits);
                let scale = scale(*digits).to_integer();
                let sign = if units < 0 { "-" } else { "" };
                let (whole, part) = (units.abs() / scale, units.abs() % scale);
                match digits {
                    0 => format!("{sign}{whole}"),
                    digits => format!("{sign}{whole}.{part:0width$}", width = *digits as usize),
                }
            }
            Self::Text(text) => format!("{text:?}"),
            Self::List(list) => {
                let each: Vec<String> = list.iter().map(Self::python).collect();
                format!("[{}]", each.join(", "))
            }
            Self::Named(named) => {
                let each = named
                    .iter()
                    .map(|(name, value)| format!("{name:?}: {}", value.python()));
                format!("{{{}}}", each.collect::<Vec<_>>().join(", "))
            }
            Self::Csv(lines) => {
                let lines: Vec<String> = lines.iter().map(|line| line.join(",")).collect();
                format!("{:?}", lines.join("\n"))
            }
        }
    }
}

fn middle() -> Exact {
    Exact::new(MIDDLE.0, MIDDLE.1)
}

fn scale(digits: u32) -> Exact {
    Exact::from_integer(10_i128.pow(digits))
}

/// The rounded number in units of its last decimal, the middle going up.
fn units(exact: Exact, digits: u32) -> i128 {
    (exact * scale(digits) + Exact::new(1, 2))
        .floor()
        .to_integer()
}

/// How far the number lies from the middle between two roundings, in units of the last decimal.
fn from_middle(exact: Exact, digits: u32) -> Exact {
    let scaled = exact * scale(digits);
    let part = scaled - scaled.floor() - Exact::new(1, 2);
    if part < Exact::from_integer(0) {
        -part
    } else {
        part
    }
}

/// Whether all hold; nothing where that hangs on one that is not clear.
fn all(each: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut clear = true;
    for is in each {
        match is {
            Some(true) => {}
            Some(false) => return Some(false),
            None => clear = false,
        }
    }
    clear.then_some(true)
}

/// A number as Python writes it - `12`, `0.5`, `1e-05` - in parts of one; nothing where it is none, or too large.
fn parts(text: &str) -> Option<i128> {
    let (number, exponent) = match text.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (negative, number) = match number.strip_prefix('-') {
        Some(number) => (true, number),
        None => (false, number),
    };
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let digits: String = [whole, part].concat();
    let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    (is_number && digits.len() <= 400 && exponent.abs() <= 400).then_some(())?;
    // Where the point stands among the digits, nine places of which are kept.
    let point = whole.len() as i64 + i64::from(exponent) + 9;
    let kept: String = match usize::try_from(point) {
        Ok(point) if point <= digits.len() => digits[..point].to_owned(),
        Ok(point) if point <= 450 => format!("{digits:0<point$}"),
        Ok(_) => return None,
        Err(_) => String::new(),
    };
    let kept = kept.trim_start_matches('0');
    (kept.len() <= 30).then_some(())?;
    let value: i128 = if kept.is_empty() {
        0
    } else {
        kept.parse().ok()?
    };
    (value <= LARGEST * PARTS).then_some(if negative { -value } else { value })
}

/// Whether a text is this table: cells equal as texts or as numbers.
fn is_csv(lines: &[Vec<String>], text: &str) -> bool {
    let found: Vec<&str> = text.trim().lines().map(str::trim).collect();
    let same_cell = |wanted: &str, found: &str| {
        let found = found.trim().trim_matches('"');
        let close = |(one, other): (i128, i128)| (one - other).abs() < CLOSE;
        wanted.eq_ignore_ascii_case(found) || parts(wanted).zip(parts(found)).is_some_and(close)
    };
    let same_line = |(wanted, found): (&Vec<String>, &&str)| {
        let cells: Vec<&str> = found.split(',').collect();
        cells.len() == wanted.len()
            && wanted
                .iter()
                .zip(cells)
                .all(|(wanted, found)| same_cell(wanted, found))
    };
    found.len() == lines.len() && lines.iter().zip(&found).all(same_line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(n: i128, d: i128, digits: u32) -> Answer {
        Answer::rounded(Exact::new(n, d), digits)
    }

    #[test]
    fn numbers_are_equal_by_value_as_they_were_to_be_rounded() {
        let third = number(1, 3, 2);
        let is = |text: &str| third.is(&Returned::Number(text.into()));
        assert!(is("0.33") && is("0.330000000001") && is("3.3e-1"));
        assert!(!is("0.3333333") && !is("0.34") && !is("nan") && !is("-0.33") && !is(""));
        assert!(number(5, 1, 0).is(&Returned::Number("5.0".into())));
        assert!(!number(5, 1, 0).is(&Returned::Text("5".into())));
        assert_eq!(third.python(), "0.33");
        assert_eq!(number(-5, 4, 1).python(), "-1.2");
    }

    #[test]
    fn numbers_of_any_size_are_read_or_refused() {
        assert_eq!(parts("1e-05"), Some(10_000));
        assert_eq!(parts("1.5e3"), Some(1_500 * PARTS));
        assert_eq!(parts("0.1234567891234"), Some(123_456_789));
        assert_eq!(parts("1e-300"), Some(0));
        for none in ["1e300", "inf", "1e999999999999", "", ".", "1.2.3", "0x10"] {
            assert_eq!(parts(none), None, "{none}");
        }
        assert_eq!(parts(&"9".repeat(500)), None);
    }

    #[test]
    fn what_rounds_either_way_is_not_clear() {
        assert!(!number(1, 200, 2).is_clear());
        assert!(number(1, 300, 2).is_clear());
        assert_eq!(number(1, 3, 2).same(&number(33, 100, 2)), Some(true));
        assert_eq!(number(1, 3, 2).same(&number(335, 1_000, 2)), None);
        assert_eq!(number(1, 3, 2).same(&number(34, 100, 2)), Some(false));
    }

    #[test]
    fn names_count_and_the_order_of_a_dictionary_does_not() {
        let wanted = Answer::Named(vec![
            ("North".into(), Answer::whole(1)),
            ("South".into(), Answer::whole(2)),
        ]);
        let pair = |name: &str, n: &str| (name.to_owned(), Returned::Number(n.into()));
        assert!(wanted.is(&Returned::Named(vec![
            pair("South", "2"),
            pair("north", "1")
        ])));
        assert!(!wanted.is(&Returned::Named(vec![pair("North", "1")])));
        let three = vec![pair("North", "1"), pair("South", "2"), pair("East", "0")];
        assert!(!wanted.is(&Returned::Named(three)));
        let list = Answer::List(vec![Answer::Text("a".into()), Answer::Text("b".into())]);
        let text = |text: &str| Returned::Text(text.into());
        assert!(list.is(&Returned::List(vec![text("a"), text("b")])));
        assert!(!list.is(&Returned::List(vec![text("b"), text("a")])));
    }

    #[test]
    fn a_table_is_its_cells() {
        let line = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        let table = Answer::Csv(vec![line(["kind", "total"]), line(["web", "12.50"])]);
        let is = |text: &str| table.is(&Returned::Text(text.into()));
        assert!(is("kind,total\nweb,12.50\n") && is("kind, total\r\nweb, 12.5"));
        assert!(
            !is("web,12.50") && !is("kind,total\nweb,12.51") && !is("kind,total,x\nweb,12.5,1")
        );
    }
}
