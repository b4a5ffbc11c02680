//! Answers by value: `85g`, `85 g` and `85` are one weight, `$118`, `118` and `118.00` are one amount.

use crate::shop::strict::world::action::Unit;

/// Largest whole number an answer holds.
const MOST: i64 = 1_000_000_000;

/// Read a number with its unit: grams, months, cents or a count. Blanks, case and separators of thousands do not matter, and
/// the unit may be left out, as the question names it.
pub(crate) fn read(unit: Unit, text: &str) -> Option<i64> {
    let text = text.trim().to_ascii_lowercase();
    let words: &[&str] = match unit {
        Unit::Asin => return None,
        Unit::Money => return cents(text.strip_prefix('$').unwrap_or(&text).trim_start()),
        Unit::Grams => &["grams", "gram", "g"],
        Unit::Months => &["months", "month"],
        Unit::Count => &["reviews", "review"],
    };
    let bare = words.iter().find_map(|word| text.strip_suffix(word));
    whole(bare.unwrap_or(&text).trim_end())
}

/// Longest id of a product, characters.
const MAX_ID: usize = 10;

/// Whether a text could be the id of a product.
pub(crate) fn is_like_an_id(text: &str) -> bool {
    let is_one_word = text.bytes().all(|b| b.is_ascii_alphanumeric());
    (1..=MAX_ID).contains(&text.len()) && is_one_word && text.bytes().any(|b| b.is_ascii_digit())
}

/// What is expected, for a rejection.
pub(crate) fn expected(unit: Unit) -> &'static str {
    match unit {
        Unit::Asin => "the id of a product, such as `B00EXAMPLE`",
        Unit::Money => "an amount such as `$12.34`",
        Unit::Grams => "a weight such as `350 g`",
        Unit::Months => "a time such as `12 months`",
        Unit::Count => "a whole number such as `7`",
    }
}

/// Digits, with or without commas between groups of three.
fn whole(text: &str) -> Option<i64> {
    let mut groups = text.split(',');
    let first = groups.next()?;
    let mut digits = first.to_owned();
    let is_grouped = text.contains(',');
    if first.is_empty() || is_grouped && first.len() > 3 {
        return None;
    }
    for group in groups {
        if group.len() != 3 {
            return None;
        }
        digits.push_str(group);
    }
    let is_plain = digits.bytes().all(|b| b.is_ascii_digit());
    let number = digits.parse().ok().filter(|_| is_plain)?;
    (0..=MOST).contains(&number).then_some(number)
}

/// Dollars with up to two places.
fn cents(text: &str) -> Option<i64> {
    let (dollars, places) = text.split_once('.').unwrap_or((text, "00"));
    let is_plain = matches!(places.len(), 1 | 2) && places.bytes().all(|b| b.is_ascii_digit());
    let cents: i64 = places.parse().ok().filter(|_| is_plain)?;
    let cents = if places.len() == 1 { cents * 10 } else { cents };
    Some(whole(dollars)? * 100 + cents)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_by_value_not_by_spelling() {
        for text in ["85 g", "85g", "85", " 85 G", "085 grams", "85 gram"] {
            assert_eq!(read(Unit::Grams, text), Some(85), "{text}");
        }
        for text in ["$118.00", "118.00", "$118", "118", "$ 118.0"] {
            assert_eq!(read(Unit::Money, text), Some(11_800), "{text}");
        }
        for text in ["1,234", "1234", "1,234 reviews"] {
            assert_eq!(read(Unit::Count, text), Some(1_234), "{text}");
        }
        assert_eq!(read(Unit::Months, "1 month"), Some(1));
        assert_eq!(read(Unit::Money, "$1,234.5"), Some(123_450));
    }

    #[test]
    fn what_is_no_value_is_refused() {
        for text in [
            "",
            "g",
            "-5 g",
            "8 5 g",
            "1,23 g",
            "85 kg",
            "+3",
            "1.5 g",
            "99999999999999999999",
        ] {
            assert_eq!(read(Unit::Grams, text), None, "{text}");
        }
        for text in ["", "$", "1.234", "1.", ".5", "$$1", "1,0", "12 months"] {
            assert_eq!(read(Unit::Money, text), None, "{text}");
        }
    }
}
