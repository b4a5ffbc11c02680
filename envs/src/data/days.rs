//! Days as whole numbers, and how the files write them.

/// The number of a day of the calendar, counted from 1970-01-01.
#[must_use]
pub(super) fn number(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Year, month and day of a number.
#[must_use]
pub(super) fn calendar(number: i64) -> (i64, i64, i64) {
    let shifted = number + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = (shifted_month + 2) % 12 + 1;
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

/// A day as `2024-03-31`.
#[must_use]
pub(super) fn iso(day: i64) -> String {
    let (year, month, day) = calendar(day);
    format!("{year:04}-{month:02}-{day:02}")
}

/// A day as `31/03/2024`.
#[must_use]
pub(super) fn slashed(day: i64) -> String {
    let (year, month, day) = calendar(day);
    format!("{day:02}/{month:02}/{year:04}")
}

/// The month of a day, as `2024-03`.
#[must_use]
pub(super) fn month(day: i64) -> String {
    let (year, month, _) = calendar(day);
    format!("{year:04}-{month:02}")
}

/// Reads a day in either way of writing; with `month_first` the slashed way means month, day, year. Nothing where Python
/// would raise.
#[must_use]
pub(super) fn read(text: &str, month_first: bool) -> Option<i64> {
    let parse = |part: &str| part.parse::<i64>().ok();
    let (year, month, day) = if text.contains('/') {
        let mut parts = text.split('/').map(parse);
        let (first, second, year) = (parts.next()??, parts.next()??, parts.next()??);
        match month_first {
            true => (year, first, second),
            false => (year, second, first),
        }
    } else {
        let mut parts = text.split('-').map(parse);
        (parts.next()??, parts.next()??, parts.next()??)
    };
    let found = number(year, month, day);
    ((1..=12).contains(&month) && calendar(found) == (year, month, day)).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_has_one_number_and_two_spellings() {
        assert_eq!(number(1970, 1, 1), 0);
        assert_eq!(number(2024, 3, 1) - number(2024, 2, 28), 2);
        for day in number(2022, 12, 1)..number(2025, 2, 1) {
            assert_eq!(read(&iso(day), false), Some(day));
            assert_eq!(read(&slashed(day), false), Some(day));
        }
        assert_eq!(read("31/03/2024", true), None);
        assert_eq!(read("02/03/2024", true), Some(number(2024, 2, 3)));
        assert_eq!(month(number(2024, 3, 31)), "2024-03");
    }
}
