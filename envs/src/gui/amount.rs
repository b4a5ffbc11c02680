//! Amounts: sums of money, distances, numbers of minutes, lengths of songs - whole numbers of the smallest part, written with
//! a point and a unit.

use super::author::Unit;
use std::fmt::Write as _;

/// Most digits of an amount, those after the point aside: what can be added up many times stays far below 2^31.
const MOST_DIGITS: usize = 6;
/// Seconds of a minute, minutes of an hour.
const SIXTY: i32 = 60;
/// Other words for units.
const ALSO: &[(&str, &[&str])] = &[
    ("EUR", &["\u{20ac}", "euro", "euros"]),
    (
        "km",
        &["kilometres", "kilometers", "kilometre", "kilometer"],
    ),
    ("min", &["minutes", "minute", "mins"]),
    ("C", &["\u{b0}C", "\u{b0}", "degrees"]),
    ("m", &["metres", "meters", "metre", "meter"]),
];

/// Append an amount as it stands on screens: `12.50 EUR`, `7`.
pub(super) fn write(unit: Unit, amount: i32, out: &mut String) {
    let decimals = usize::from(unit.decimals);
    let part = 10_u32.pow(u32::from(unit.decimals));
    let size = amount.unsigned_abs();
    if amount < 0 {
        out.push('-');
    }
    let whole = size / part;
    let rest = size % part;
    let written = match decimals {
        0 => write!(out, "{whole}"),
        _ => write!(out, "{whole}.{rest:0decimals$}"),
    };
    written.expect("invariant: writing to a string cannot fail");
    if !unit.word.is_empty() {
        out.push(' ');
        out.push_str(unit.word);
    }
}

/// An amount as people write it: with or without its unit, with a point or a comma, with fewer decimals or more that are 0.
pub(super) fn read(unit: Unit, text: &str) -> Option<i32> {
    let text = bare(unit, text.trim());
    let (whole, rest) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let decimals = usize::from(unit.decimals);
    let has_point = whole.len() < text.len();
    if has_point && rest.is_empty() {
        return None;
    }
    // Two places are written out of habit; three could be thousands: `1.250`.
    let rest = match rest.split_at_checked(decimals) {
        Some((kept, more))
            if more.is_empty() || rest.len() <= 2 && more.bytes().all(|b| b == b'0') =>
        {
            kept
        }
        Some(_) => return None,
        None => rest,
    };
    let whole = digits(whole, MOST_DIGITS)?;
    let missing = 10_i32.pow((decimals - rest.len()) as u32);
    let rest = match rest {
        "" => 0,
        rest => digits(rest, decimals)? * missing,
    };
    Some(whole * 10_i32.pow(u32::from(unit.decimals)) + rest)
}

/// A text without its unit, which stands before or after the number.
fn bare(unit: Unit, text: &str) -> &str {
    let also = ALSO.iter().find(|(word, _)| *word == unit.word);
    let others = also.map_or(&[][..], |(_, others)| *others);
    let words = [unit.word].into_iter().chain(others.iter().copied());
    for word in words.filter(|word| !word.is_empty()) {
        let (is_before, is_after) = (
            text.get(..word.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(word)),
            text.len()
                .checked_sub(word.len())
                .and_then(|at| text.get(at..))
                .is_some_and(|end| end.eq_ignore_ascii_case(word)),
        );
        if is_before {
            return text[word.len()..].trim_start();
        }
        if is_after {
            return text[..text.len() - word.len()].trim_end();
        }
    }
    text
}

/// A whole number of at most so many digits and nothing else.
fn digits(text: &str, most: usize) -> Option<i32> {
    let is_number = (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

/// Append a length of time in seconds: `3:45`, `1:02:30`.
pub(super) fn write_length(seconds: i32, out: &mut String) {
    let (minutes, rest) = (seconds / SIXTY, seconds % SIXTY);
    let written = match minutes / SIXTY {
        0 => write!(out, "{minutes}:{rest:02}"),
        hours => write!(out, "{hours}:{:02}:{rest:02}", minutes % SIXTY),
    };
    written.expect("invariant: writing to a string cannot fail");
}

/// A length of time as people write it: `3:45`, `1:02:30`, `3 min 45 s`, `3 minutes and 45 seconds`.
pub(super) fn read_length(text: &str) -> Option<i32> {
    let text = text.trim().to_ascii_lowercase();
    if text.contains(':') {
        return clock(&text);
    }
    let (mut total, mut last, mut number) = (0, i32::MAX, None);
    let words = text.split_whitespace().filter(|word| *word != "and");
    for word in words {
        let unit = word.trim_start_matches(|c: char| c.is_ascii_digit());
        let figures = &word[..word.len() - unit.len()];
        if !figures.is_empty() {
            if number.is_some() {
                return None;
            }
            number = Some(digits(figures, 4)?);
        }
        let size = match unit {
            "" => continue,
            "h" | "hour" | "hours" => SIXTY * SIXTY,
            "m" | "min" | "mins" | "minute" | "minutes" => SIXTY,
            "s" | "sec" | "secs" | "second" | "seconds" => 1,
            _ => return None,
        };
        if size >= last {
            return None;
        }
        last = size;
        total += number.take()? * size;
    }
    (number.is_none() && last < i32::MAX).then_some(total)
}

/// `m:ss` or `h:mm:ss`.
fn clock(text: &str) -> Option<i32> {
    let mut total = 0;
    for (place, part) in text.split(':').enumerate() {
        let is_whole = place == 0 || part.len() == 2;
        let number = digits(part, if place == 0 { 3 } else { 2 }).filter(|_| is_whole)?;
        if place > 2 || (place > 0 && number >= SIXTY) {
            return None;
        }
        total = total * SIXTY + number;
    }
    Some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    const EURO: Unit = Unit::new(2, "EUR");

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for (text, cents) in [
            ("12.50 EUR", 1250),
            ("12.5", 1250),
            ("12,50", 1250),
            ("12", 1200),
            ("eur 12", 1200),
            ("\u{20ac}0.05", 5),
            ("3 euros", 300),
        ] {
            assert_eq!(read(EURO, text), Some(cents), "{text}");
        }
        let km = Unit::new(1, "km");
        for (text, hundreds) in [
            ("87.80", 878),
            ("87.8 km", 878),
            ("87,80", 878),
            ("87.00", 870),
        ] {
            assert_eq!(read(km, text), Some(hundreds), "{text}");
        }
        for text in ["87.85", "1.200", "1,000"] {
            assert_eq!(read(km, text), None, "{text}");
        }
        assert_eq!(read(Unit::new(0, "min"), "153.0"), Some(153));
        for text in [
            "", "EUR", "12.", ".5", "12.505", "12.500", "1,250", "-3", "12 km", "1234567",
        ] {
            assert_eq!(read(EURO, text), None, "{text}");
        }
        assert_eq!(read(Unit::new(0, "min"), "45 minutes"), Some(45));
        assert_eq!(read(Unit::new(0, ""), "4.5"), None);
    }

    #[test]
    fn amounts_and_lengths_are_written_so_that_they_can_be_read() {
        for amount in [0, 5, 99, 100, 1250, 99_999_999] {
            let mut text = String::new();
            write(EURO, amount, &mut text);
            assert_eq!(read(EURO, &text), Some(amount), "{text}");
        }
        let mut text = String::new();
        write(EURO, -305, &mut text);
        assert_eq!(text, "-3.05 EUR");
        for seconds in [0, 59, 60, 225, 3_599, 3_600, 3_750] {
            let mut text = String::new();
            write_length(seconds, &mut text);
            assert_eq!(read_length(&text), Some(seconds), "{text}");
        }
    }

    #[test]
    fn lengths_are_read_as_people_write_them() {
        for (text, seconds) in [
            ("3:45", 225),
            ("75:00", 4_500),
            ("1:02:30", 3_750),
            ("3 min 45 s", 225),
            ("3min 45s", 225),
            ("3 minutes and 45 seconds", 225),
            ("225 seconds", 225),
        ] {
            assert_eq!(read_length(text), Some(seconds), "{text}");
        }
        for text in [
            "",
            "3",
            "3:5",
            "3:60",
            "1:2:3:4",
            "45 s 3 min",
            "3 3 min",
            "min",
            "1:99:00",
        ] {
            assert_eq!(read_length(text), None, "{text}");
        }
    }
}
