//! What fields hold: numbers and words, and how they are written and read.

use super::{amount, author::Kind};
use serde::{Deserialize, Serialize};
use std::{fmt::Write as _, sync::Arc};

/// Longest text that can be typed, in bytes.
pub const MAX_TEXT_BYTES: usize = 200;
/// Minutes of a day.
const DAY_MINUTES: i32 = 24 * 60;
/// The first day that can be written, as days since 1970-01-01.
const FIRST_DAY: i32 = 10_957;
/// The last day that can be written: 2099-12-31.
const LAST_DAY: i32 = 47_481;
const WRITES: &str = "invariant: writing to a string cannot fail";

/// A word of a task's table of words, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WordId(pub u16);

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub enum Value {
    /// Nothing was filled in.
    #[default]
    Nothing,
    /// A time in minutes, a day, the number of a choice, 0 or 1 of a flag.
    Number(i32),
    /// A text of the task's table of words.
    Word(WordId),
    /// A text that is not in it, as somebody typed it.
    Typed(Arc<str>),
}

impl Value {
    /// On or off.
    #[must_use]
    pub fn flag(on: bool) -> Self {
        Value::Number(i32::from(on))
    }

    /// Whether it is a flag that is on.
    #[must_use]
    pub fn is_on(&self) -> bool {
        *self == Value::Number(1)
    }

    /// Append canonical bytes: a tag, then what it holds.
    pub(super) fn canon(&self, out: &mut Bytes) {
        match self {
            Value::Nothing => out.push(0),
            Value::Number(number) => {
                out.push(1);
                out.extend_from_slice(&number.to_le_bytes());
            }
            Value::Word(id) => {
                out.push(2);
                out.extend_from_slice(&id.0.to_le_bytes());
            }
            Value::Typed(text) => {
                out.push(3);
                // Bounded when typed, so that two bytes hold the length.
                out.extend_from_slice(&(text.len() as u16).to_le_bytes());
                out.extend_from_slice(text.as_bytes());
            }
        }
    }
}

/// Canonical bytes of a state; most states fit without an allocation.
pub(super) type Bytes = smallvec::SmallVec<[u8; 256]>;

/// The texts a task knows: all of its data, its instruction's and its mistakes'. Numbers make states small.
#[derive(Clone, Debug, Default)]
pub struct Words {
    list: Vec<Arc<str>>,
    numbers: rustc_hash::FxHashMap<Arc<str>, WordId>,
}

impl Words {
    /// The number of a text, which is added if it is new.
    pub fn add(&mut self, text: &str) -> WordId {
        if let Some(&id) = self.numbers.get(text) {
            return id;
        }
        let id = WordId(self.list.len() as u16);
        let text: Arc<str> = text.into();
        self.list.push(Arc::clone(&text));
        self.numbers.insert(text, id);
        id
    }

    /// The text with a number.
    #[must_use]
    pub fn text(&self, id: WordId) -> &str {
        self.list.get(usize::from(id.0)).map_or("", |text| text)
    }

    /// The number of a text, if the table has it.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<WordId> {
        self.numbers.get(text).copied()
    }

    /// The value of a text: a number if the table has it.
    #[must_use]
    pub fn value(&self, text: &str) -> Value {
        match self.find(text) {
            Some(id) => Value::Word(id),
            None => Value::Typed(text.into()),
        }
    }

    /// The words of a value that holds words.
    #[must_use]
    pub fn of<'a>(&'a self, value: &'a Value) -> &'a str {
        match value {
            Value::Word(id) => self.text(*id),
            Value::Typed(text) => text,
            Value::Nothing | Value::Number(_) => "",
        }
    }

    /// Append a value as it stands on a screen.
    pub fn write(&self, kind: Kind, value: &Value, out: &mut String) {
        match (kind, value) {
            (_, Value::Nothing) => {}
            (Kind::Time, Value::Number(minutes)) => {
                write!(out, "{:02}:{:02}", minutes / 60, minutes % 60).expect(WRITES);
            }
            (Kind::Date, Value::Number(day)) => {
                let (year, month, day) = civil(*day);
                write!(out, "{year:04}-{month:02}-{day:02}").expect(WRITES);
            }
            (Kind::Choice(options), Value::Number(number)) => {
                let option = usize::try_from(*number).ok().and_then(|n| options.get(n));
                out.push_str(option.copied().unwrap_or_default());
            }
            (Kind::Amount(unit), Value::Number(number)) => amount::write(unit, *number, out),
            (Kind::Length, Value::Number(seconds)) => amount::write_length(*seconds, out),
            (Kind::Flag, value) => out.push_str(if value.is_on() { "on" } else { "off" }),
            (Kind::Text, Value::Number(number)) => write!(out, "{number}").expect(WRITES),
            (_, text) => out.push_str(self.of(text)),
        }
    }

    /// A value as it stands on a screen.
    #[must_use]
    pub fn shown(&self, kind: Kind, value: &Value) -> String {
        let mut out = String::new();
        self.write(kind, value, &mut out);
        out
    }

    /// What a text comes to in a field of a kind; `None` if it is no value of the kind.
    #[must_use]
    pub fn read(&self, kind: Kind, text: &str) -> Option<Value> {
        match kind {
            Kind::Text => Some(self.value(text)),
            Kind::Time => time(text).map(Value::Number),
            Kind::Date => date(text).map(Value::Number),
            Kind::Choice(options) => {
                let at = options.iter().position(|o| o.eq_ignore_ascii_case(text))?;
                Some(Value::Number(at as i32))
            }
            Kind::Amount(unit) => amount::read(unit, text).map(Value::Number),
            Kind::Length => amount::read_length(text).map(Value::Number),
            Kind::Flag => match text.to_ascii_lowercase().as_str() {
                "on" => Some(Value::flag(true)),
                "off" => Some(Value::flag(false)),
                _ => None,
            },
        }
    }
}

/// A text as it is stored: single blanks, none around it.
#[must_use]
pub fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is expected of a text in a field of this kind.
pub(super) fn expected(kind: Kind) -> &'static str {
    match kind {
        Kind::Amount(unit) if unit.decimals == 0 => "a whole number such as 12",
        Kind::Amount(_) => "a number such as 12.5",
        Kind::Length => "a length such as 3:45",
        Kind::Time => "a time of day such as 07:30",
        Kind::Date => "a day such as 2026-03-14",
        Kind::Text => "words",
        Kind::Choice(_) | Kind::Flag => "a tap",
    }
}

/// Minutes since midnight: `7:05`, `07:05`, `7.05`, `7:05 pm`, `7 p.m.`.
#[must_use]
pub fn time(text: &str) -> Option<i32> {
    let text = text.trim().to_ascii_lowercase();
    let halves = [("am", false), ("a.m.", false), ("pm", true), ("p.m.", true)];
    let half = halves
        .iter()
        .find_map(|(word, is_after_noon)| Some((text.strip_suffix(word)?, *is_after_noon)));
    let (clock, half) = match half {
        Some((clock, is_after_noon)) => (clock.trim_end(), Some(is_after_noon)),
        None => (text.as_str(), None),
    };
    // The hour alone is a time only where the half of the day is said.
    let (hours, minutes) = match clock.split_once([':', '.']) {
        Some(parts) => parts,
        None => (half.map(|_| clock)?, "00"),
    };
    let (hours, minutes) = (
        number(hours, 2)?,
        number(minutes, 2).filter(|_| minutes.len() == 2)?,
    );
    let hours = match half {
        None => hours,
        Some(_) if !(1..=12).contains(&hours) => return None,
        Some(is_after_noon) => hours % 12 + if is_after_noon { 12 } else { 0 },
    };
    let total = hours * 60 + minutes;
    (minutes < 60 && total < DAY_MINUTES).then_some(total)
}

/// A whole number of at most so many digits and nothing else.
fn number(text: &str, digits: usize) -> Option<i32> {
    let is_number = (1..=digits).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

/// The months, as they are written in full.
pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
/// The days of the week; day 0 of the count was a Thursday.
pub(super) const WEEKDAYS: [&str; 7] = [
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
];

/// Days since 1970-01-01: `2026-03-14`, `14 March 2026`, `March 14, 2026`, `14.3.2026`, a day of the week before it or not.
#[must_use]
pub fn date(text: &str) -> Option<i32> {
    let parts = text
        .split(['-', ' ', ',', '.'])
        .filter(|part| !part.is_empty());
    let is_weekday = |part: &&str| WEEKDAYS.iter().any(|day| day.eq_ignore_ascii_case(part));
    let parts: Vec<&str> = parts.skip_while(is_weekday).collect();
    let [first, second, third] = parts[..] else {
        return None;
    };
    let named = |text: &str| {
        let is_it = |month: &&str| {
            text.len() >= 3
                && month
                    .get(..text.len())
                    .is_some_and(|m| m.eq_ignore_ascii_case(text))
        };
        let place = MONTHS.iter().position(is_it);
        place.map(|place| place as i32 + 1)
    };
    let (year, month, day) = if first.len() == 4 && second.len() <= 2 {
        (number(first, 4)?, number(second, 2)?, number(third, 2)?)
    } else if let Some(month) = named(first) {
        (number(third, 4)?, month, number(second, 2)?)
    } else if let Some(month) = named(second) {
        (number(third, 4)?, month, number(first, 2)?)
    } else if text.contains('.') {
        (number(third, 4)?, number(second, 2)?, number(first, 2)?)
    } else {
        return None;
    };
    let days = days(year, month, day);
    let is_day = civil(days) == (year, month, day) && (FIRST_DAY..=LAST_DAY).contains(&days);
    is_day.then_some(days)
}

/// The day of the week.
#[must_use]
pub fn weekday(days: i32) -> &'static str {
    WEEKDAYS[days.rem_euclid(7) as usize]
}

/// Days since 1970-01-01 of a day in the Gregorian calendar (Hinnant, "chrono-compatible low-level date algorithms").
#[must_use]
pub fn days(year: i32, month: i32, day: i32) -> i32 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Year, month and day of a number of days since 1970-01-01.
#[must_use]
pub fn civil(days: i32) -> (i32, i32, i32) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    (year + era * 400 + i32::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        for (text, minutes) in [
            ("7:05", 425),
            ("07:05", 425),
            ("7:05 am", 425),
            ("12:00 am", 0),
            ("12:30pm", 750),
            ("5 pm", 1020),
            ("5 P.M.", 1020),
            ("5:00 p.m.", 1020),
            ("16.45", 1005),
            ("11:59 PM", 1439),
        ] {
            assert_eq!(time(text), Some(minutes), "{text}");
        }
        for text in [
            "", "7", "24:00", "7:5", "7:60", "13:00 pm", "0:10 am", "seven", "7:05:00", "-1:00",
        ] {
            assert_eq!(time(text), None, "{text}");
        }
    }

    #[test]
    fn days_are_read_and_written_and_exist() {
        for text in ["2026-03-14", "2024-02-29", "2099-12-31", "2000-01-01"] {
            let read = date(text).unwrap();
            assert_eq!(
                Words::default().shown(Kind::Date, &Value::Number(read)),
                text
            );
        }
        assert_eq!(date("14 March 2026"), date("2026-03-14"));
        for text in [
            "14 mar 2026",
            "March 14, 2026",
            "14.3.2026",
            "14.03.2026",
            "14. March 2026",
            "Saturday 2026-03-14",
            "Saturday, 14 March 2026",
        ] {
            assert_eq!(date(text), date("2026-03-14"), "{text}");
        }
        assert_eq!(weekday(date("2026-11-29").unwrap()), "Sunday");
        for text in [
            "2026-02-29",
            "2026-13-01",
            "1999-12-31",
            "2100-01-01",
            "today",
            "14 m 2026",
            "2026-03",
            "03/14/2026",
            "Saturday",
            "14.3.26",
            "14-3-2026",
        ] {
            assert_eq!(date(text), None, "{text}");
        }
    }
}
