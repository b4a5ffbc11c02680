//! The functions of dates, in place of the engine's, which can tell what day it is.
//!
//! They take days as `2021-03-31` and modifiers of days, months and years. Text that is no day is NULL, as it is to the engine;
//! numbers, other modifiers and other parts of a day, which the engine would take, are refused, so that nothing is NULL that
//! would be a day there.

use super::{
    super::guard::{Refusal, Watch, Watched},
    FLAGS,
};
use rusqlite::{Connection, Error, functions::Context, types::ValueRef};

/// The Julian day that 1970-01-01 begins in, less the half day it begins before.
const JULIAN_1970: f64 = 2_440_587.5;

/// Bytes that a letter of a format or of a change counts as.
const LETTER_BYTES: u64 = 16;

/// What is said of the present day.
const NO_PRESENT: &str = "there is no present day here: name a day, as '2021-03-31'";
/// What is said of a day that is a number.
const NO_TEXT: &str = "a day is written as text here, as '2021-03-31'";
/// What is said of other changes.
const OTHER_CHANGE: &str = "days are changed here by '+3 days', '-1 month', '2 years', 'start of month' and 'start of year' alone";
/// What is said of a change beyond the calendar.
const TOO_FAR: &str = "days are changed here by at most 100000 days, months or years, and stay between the years 0000 and 9999";
/// What is said of other parts.
const OTHER_PART: &str =
    "the parts of a day are %Y, %m, %d, %j, %w and %F here, and %% is a percent sign";

/// Put them in place.
pub(super) fn define(connection: &Connection, watch: &Watched) -> rusqlite::Result<()> {
    let watched = watch.clone();
    connection.create_scalar_function("date", -1, FLAGS, move |context| {
        Ok(day(&watched, context, 0)?.map(written))
    })?;
    let watched = watch.clone();
    connection.create_scalar_function("julianday", -1, FLAGS, move |context| {
        Ok(day(&watched, context, 0)?.map(|day| day as f64 + JULIAN_1970))
    })?;
    let watched = watch.clone();
    connection.create_scalar_function("strftime", -1, FLAGS, move |context| {
        let Some(format) = text(context, 0) else {
            return Ok(None);
        };
        let Some(day) = day(&watched, context, 1)? else {
            return Ok(None);
        };
        pay(&watched, &format)?;
        match formatted(&format, day) {
            Some(written) => Ok(Some(written)),
            None => refuse(&watched, OTHER_PART),
        }
    })
}

/// Charge what reading a text of parts or changes costs: some work for each of its letters.
fn pay(watch: &Watch, text: &str) -> rusqlite::Result<()> {
    watch.bytes(LETTER_BYTES * text.len() as u64)
}

/// Refuse the statement: an answer, NULL above all, would be another than the engine's, or another tomorrow.
fn refuse<T>(watch: &Watch, why: &'static str) -> rusqlite::Result<T> {
    watch.refuse(Refusal::Day(why));
    Err(Error::UserFunctionError(why.into()))
}

fn text(context: &Context<'_>, at: usize) -> Option<String> {
    if at >= context.len() {
        return None;
    }
    match context.get_raw(at) {
        ValueRef::Text(text) => Some(String::from_utf8_lossy(text).into_owned()),
        _ => None,
    }
}

/// The day that the argument at `at` names, changed as those after it say.
fn day(watch: &Watch, context: &Context<'_>, at: usize) -> rusqlite::Result<Option<i64>> {
    if at >= context.len() {
        return refuse(watch, NO_PRESENT);
    }
    let Some(said) = text(context, at) else {
        return match context.get_raw(at) {
            ValueRef::Null => Ok(None),
            _ => refuse(watch, NO_TEXT),
        };
    };
    if said.trim().eq_ignore_ascii_case("now") {
        return refuse(watch, NO_PRESENT);
    }
    pay(watch, &said)?;
    let Some(mut day) = read(&said) else {
        return Ok(None);
    };
    for at in at + 1..context.len() {
        if matches!(context.get_raw(at), ValueRef::Null) {
            return Ok(None);
        }
        let said = text(context, at);
        pay(watch, said.as_deref().unwrap_or_default())?;
        match said.map_or(Err(OTHER_CHANGE), |said| changed(day, &said)) {
            Ok(later) => day = later,
            Err(why) => return refuse(watch, why),
        }
    }
    Ok(Some(day))
}

/// Days since 1970-01-01 of a day as `2021-03-31`, with or without a time after it.
pub(crate) fn read(text: &str) -> Option<i64> {
    let text = text.trim();
    let (date, rest) = (text.get(..10)?, text.get(10..)?);
    if !rest.is_empty() && !rest.starts_with([' ', 'T']) {
        return None;
    }
    let mut parts = date.split('-');
    let mut next = |digits: usize| {
        let part = parts.next()?;
        let plain = part.len() == digits && part.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| part.parse::<i64>().ok()).flatten()
    };
    let (year, month, day) = (next(4)?, next(2)?, next(2)?);
    let is_day = (1..=12).contains(&month) && (1..=31).contains(&day);
    is_day.then(|| number(year, month, day))
}

/// Days since 1970-01-01 (the proleptic calendar; years begin in March, so that the odd day is the last).
pub(crate) fn number(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Year, month and day.
pub(crate) fn calendar(number: i64) -> (i64, i64, i64) {
    let shifted = number + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}

/// As `2021-03-31`.
pub(crate) fn written(day: i64) -> String {
    let (year, month, day) = calendar(day);
    format!("{year:04}-{month:02}-{day:02}")
}

/// `+3 days`, `-1 month`, `start of year`; what is said of another change otherwise.
fn changed(day: i64, said: &str) -> Result<i64, &'static str> {
    /// As far as a change goes.
    const MOST: u64 = 100_000;
    let said = said.trim().to_ascii_lowercase();
    let (year, month, of_month) = calendar(day);
    match said.as_str() {
        "start of month" => return Ok(number(year, month, 1)),
        "start of year" => return Ok(number(year, 1, 1)),
        _ => {}
    }
    let (count, unit) = said.split_once(' ').ok_or(OTHER_CHANGE)?;
    let digits = count.trim_start_matches('+');
    let digits = digits.strip_prefix('-').unwrap_or(digits);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(OTHER_CHANGE);
    }
    let count: i64 = count.trim_start_matches('+').parse().map_err(|_| TOO_FAR)?;
    if count.unsigned_abs() > MOST {
        return Err(TOO_FAR);
    }
    let later = match unit.trim().trim_end_matches('s') {
        "day" => day + count,
        "month" => {
            let months = year * 12 + month - 1 + count;
            number(months.div_euclid(12), months.rem_euclid(12) + 1, of_month)
        }
        "year" => number(year + count, month, of_month),
        _ => return Err(OTHER_CHANGE),
    };
    let is_within = (0..=9_999).contains(&calendar(later).0);
    is_within.then_some(later).ok_or(TOO_FAR)
}

/// The parts of a day: `%Y`, `%m`, `%d`, `%j`, `%w`, `%F`, `%%`.
fn formatted(format: &str, day: i64) -> Option<String> {
    let (year, month, of_month) = calendar(day);
    let mut out = String::new();
    let mut letters = format.chars();
    while let Some(letter) = letters.next() {
        if letter != '%' {
            out.push(letter);
            continue;
        }
        match letters.next()? {
            'Y' => out.push_str(&format!("{year:04}")),
            'm' => out.push_str(&format!("{month:02}")),
            'd' => out.push_str(&format!("{of_month:02}")),
            'j' => out.push_str(&format!("{:03}", day - number(year, 1, 1) + 1)),
            'w' => out.push_str(&(day + 4).rem_euclid(7).to_string()),
            'F' => out.push_str(&written(day)),
            '%' => out.push('%'),
            _ => return None,
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_their_numbers_are_one() {
        for day in (-800_000..800_000).step_by(37) {
            assert_eq!(read(&written(day)).or(Some(day)), Some(day));
            let (year, month, of_month) = calendar(day);
            assert_eq!(number(year, month, of_month), day);
        }
        assert_eq!(read("1970-01-01"), Some(0));
        assert_eq!(
            read("2000-03-01").map(|day| written(day - 1)).as_deref(),
            Some("2000-02-29")
        );
        for none in [
            "2021-3-1",
            "2021-13-01",
            "21-03-01",
            "2021-03-01x",
            "now",
            "",
        ] {
            assert_eq!(read(none), None, "{none}");
        }
    }

    #[test]
    fn days_are_changed_as_the_engine_does() {
        let change = |day: &str, by: &str| changed(read(day).unwrap(), by).map(written);
        assert_eq!(change("2021-03-31", "+1 day").as_deref(), Ok("2021-04-01"));
        // The 31st of a month that has 30 days is the 1st of the next.
        assert_eq!(
            change("2021-03-31", "+1 month").as_deref(),
            Ok("2021-05-01")
        );
        assert_eq!(
            change("2021-03-31", "-1 years").as_deref(),
            Ok("2020-03-31")
        );
        assert_eq!(
            change("2021-03-31", "start of year").as_deref(),
            Ok("2021-01-01")
        );
        assert_eq!(change("2021-03-31", "utc"), Err(OTHER_CHANGE));
        assert_eq!(change("2021-03-31", "+ days"), Err(OTHER_CHANGE));
        for far in [
            "+999999999 days",
            "-9223372036854775808 days",
            "+99999999999999999999999 years",
            "+100001 months",
            "+9999 years",
            "-100000 months",
        ] {
            assert_eq!(change("2021-03-31", far), Err(TOO_FAR), "{far}");
        }
        let day = read("2021-03-31").unwrap();
        assert_eq!(
            formatted("%Y/%m %d %j %w", day).as_deref(),
            Some("2021/03 31 090 3")
        );
    }
}
