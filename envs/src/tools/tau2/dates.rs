//! Dates and times in documents: read as pydantic reads them, kept as Python's `str` writes them.
//!
//! A database holds `datetime` objects, and every text that anybody sees of one - in a message, in a hash - is its `str`.
//! So that text is what a row holds. Forms that pydantic takes and no file of tau2 has (seconds since 1970) are refused.

use super::{model::Type, python::Py};

/// A `datetime.date`.
pub(super) const DATE: Type = Type::Read("a date such as 2025-02-25", date);
/// A `datetime.datetime`.
pub(super) const DATE_TIME: Type =
    Type::Read("a date and time such as 2025-02-25T12:08:00", date_time);

/// So many digits from the head of a text, as a number in a range; and the rest.
fn digits(text: &str, count: usize, range: std::ops::RangeInclusive<u32>) -> Option<(u32, &str)> {
    let (head, rest) = text.split_at_checked(count)?;
    let number = head
        .bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| head.parse().ok())??;
    range.contains(&number).then_some((number, rest))
}

/// The ten characters of a day there is, and the rest.
fn day(text: &str) -> Option<(&str, &str)> {
    let (year, rest) = digits(text, 4, 1..=9999)?;
    let (month, rest) = digits(rest.strip_prefix('-')?, 2, 1..=12)?;
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    digits(rest.strip_prefix('-')?, 2, 1..=days)?;
    text.split_at_checked(10)
}

/// A time of day as `str` writes it.
fn time(text: &str) -> Option<String> {
    let (hour, rest) = digits(text, 2, 0..=23)?;
    let (minute, rest) = digits(rest.strip_prefix(':')?, 2, 0..=59)?;
    let (second, rest) = match rest.strip_prefix(':') {
        Some(rest) => digits(rest, 2, 0..=59)?,
        None => (0, rest),
    };
    let (fraction, zone) = match rest.strip_prefix('.') {
        Some(rest) => {
            let count = rest.bytes().take_while(u8::is_ascii_digit).count();
            rest.split_at_checked(count).filter(|_| count > 0)?
        }
        None => ("", rest),
    };
    let mut out = format!("{hour:02}:{minute:02}:{second:02}");
    let micros: String = fraction.chars().chain("000000".chars()).take(6).collect();
    if micros != "000000" {
        out.push('.');
        out.push_str(&micros);
    }
    out.push_str(&self::zone(zone)?);
    Some(out)
}

/// A time zone as `str` writes it.
fn zone(text: &str) -> Option<String> {
    if matches!(text, "" | "Z" | "z") {
        return Some(if text.is_empty() { "" } else { "+00:00" }.to_owned());
    }
    let (sign, rest) = text
        .split_at_checked(1)
        .filter(|(sign, _)| matches!(*sign, "+" | "-"))?;
    let (hours, rest) = digits(rest, 2, 0..=23)?;
    let (minutes, rest) = digits(rest.strip_prefix(':').unwrap_or(rest), 2, 0..=59)?;
    let sign = if hours + minutes == 0 { "+" } else { sign };
    rest.is_empty()
        .then(|| format!("{sign}{hours:02}:{minutes:02}"))
}

fn date_time(value: &Py) -> Option<Py> {
    let (day, rest) = day(value.as_text()?)?;
    let time = match rest.strip_prefix(['T', 't', ' ', '_']) {
        Some(rest) => time(rest)?,
        None if rest.is_empty() => "00:00:00".to_owned(),
        None => return None,
    };
    Some(Py::Text(format!("{day} {time}")))
}

/// A time at midnight is a date as well.
fn date(value: &Py) -> Option<Py> {
    let text = date_time(value)?;
    let (day, time) = text.as_text()?.split_once(' ')?;
    (time == "00:00:00").then(|| Py::text(day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_kept_as_python_writes_it() {
        let cases = [
            ("2025-01-20T14:30:00", "2025-01-20 14:30:00"),
            ("2025-01-20 14:30", "2025-01-20 14:30:00"),
            ("2024-02-29", "2024-02-29 00:00:00"),
            (
                "2025-01-20t14:30:05.25Z",
                "2025-01-20 14:30:05.250000+00:00",
            ),
            (
                "2025-01-20T14:30:05.000000-0530",
                "2025-01-20 14:30:05-05:30",
            ),
            ("2025-01-20T14:30:05-00:00", "2025-01-20 14:30:05+00:00"),
        ];
        for (given, kept) in cases {
            assert_eq!(date_time(&Py::text(given)), Some(Py::text(kept)), "{given}");
        }
    }

    #[test]
    fn what_is_no_day_or_time_is_refused() {
        let cases = [
            "",
            "2025-02-29",
            "2100-02-29",
            "2025-13-01",
            "2025-00-01",
            "0000-01-01",
            "25-01-01",
            "2025-1-01",
            "2025-01-01T24:00",
            "2025-01-01T12:60",
            "2025-01-01T12:00:00.",
            "2025-01-01T12:00:00+",
            "2025-01-01x",
            "２０２５-01-01",
        ];
        for given in cases {
            assert_eq!(date_time(&Py::text(given)), None, "{given}");
        }
        assert_eq!(date(&Py::Int(5)), None);
    }

    #[test]
    fn a_date_has_no_time_of_day() {
        assert_eq!(date(&Py::text("2025-02-25")), Some(Py::text("2025-02-25")));
        assert_eq!(
            date(&Py::text("2025-02-25T00:00:00")),
            Some(Py::text("2025-02-25"))
        );
        assert_eq!(date(&Py::text("2025-02-25T00:00:01")), None);
    }
}
