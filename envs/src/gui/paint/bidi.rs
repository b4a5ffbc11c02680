//! Texts that are read from right to left, or both ways: the order in which their characters are seen.

use crate::gui::locale::Tongue;
use std::borrow::Cow;
use unicode_bidi::{BidiInfo, Direction as Base, Level, get_base_direction};
use unicode_bidi_mirroring::get_mirrored;

/// Where a text begins in which nothing says so: numbers and marks alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Direction {
    /// At the left.
    #[default]
    Rightwards,
    /// At the right.
    Leftwards,
}

impl Direction {
    /// Where texts of a language begin.
    pub(super) fn of(tongue: Tongue) -> Self {
        match tongue.is_rtl() {
            true => Self::Leftwards,
            false => Self::Rightwards,
        }
    }
}

/// The alphabets that are written from right to left.
const LEFTWARDS: [std::ops::RangeInclusive<char>; 5] = [
    '\u{590}'..='\u{8ff}',
    '\u{fb1d}'..='\u{fdff}',
    '\u{fe70}'..='\u{feff}',
    '\u{10800}'..='\u{10fff}',
    '\u{1e800}'..='\u{1efff}',
];
/// The mark that says that what follows is read from left to right: it stands before negative numbers and cannot be seen.
pub(in crate::gui) const MARK: char = '\u{200e}';

/// Whether a text is seen in the order in which it is written, whatever stands in it, where texts begin at the left.
fn is_plain(text: &str) -> bool {
    let turns = |letter: char| LEFTWARDS.iter().any(|range| range.contains(&letter));
    text.is_ascii() || !text.chars().any(turns)
}

/// Where a text begins: its first letter that says which way is read says so, as Android has it (`firstStrong`).
pub(super) fn lead(text: &str, direction: Direction) -> Direction {
    if direction == Direction::Rightwards && is_plain(text) {
        return direction;
    }
    match get_base_direction(text) {
        Base::Ltr => Direction::Rightwards,
        Base::Rtl => Direction::Leftwards,
        Base::Mixed => direction,
    }
}

/// A line of a text that begins so, as it is seen from left to right: by the Unicode bidirectional algorithm (UAX #9).
pub(super) fn seen(line: &str, lead: Direction) -> Cow<'_, str> {
    if lead == Direction::Rightwards && is_plain(line) {
        return Cow::Borrowed(line);
    }
    let base = match lead {
        Direction::Rightwards => Level::ltr(),
        Direction::Leftwards => Level::rtl(),
    };
    let info = BidiInfo::new(line, Some(base));
    let mut out = String::with_capacity(line.len());
    for paragraph in &info.paragraphs {
        let (levels, runs) = info.visual_runs(paragraph, paragraph.range.clone());
        for run in runs {
            let part = &line[run.clone()];
            match levels[run.start].is_rtl() {
                true => out.extend(part.chars().rev().map(mirrored)),
                false => out.push_str(part),
            }
        }
    }
    Cow::Owned(out)
}

/// What a character looks like where right and left are exchanged.
fn mirrored(letter: char) -> char {
    get_mirrored(letter).unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_seen_in_the_order_of_the_bidirectional_algorithm() {
        use Direction::{Leftwards, Rightwards};
        for (line, direction, order) in [
            ("Save", Rightwards, "Save"),
            ("12.50 \u{20ac}", Rightwards, "12.50 \u{20ac}"),
            ("12.50 \u{20ac}", Leftwards, "\u{20ac} 12.50"),
            ("14.3.2026", Leftwards, "14.3.2026"),
            ("\u{5d0}\u{5d1}", Rightwards, "\u{5d1}\u{5d0}"),
            (
                "\u{5d0}\u{5d1} 12 (Anna)",
                Rightwards,
                "(Anna) 12 \u{5d1}\u{5d0}",
            ),
            (
                "\u{5d0} [\u{2039}\u{5d1}\u{203a}]",
                Rightwards,
                "[\u{2039}\u{5d1}\u{203a}] \u{5d0}",
            ),
            ("Anna: \u{5d0}\u{5d1}", Leftwards, "Anna: \u{5d1}\u{5d0}"),
        ] {
            assert_eq!(seen(line, lead(line, direction)), order, "{line}");
        }
    }
}
