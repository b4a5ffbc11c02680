//! Tables for people.

use comfy_table::{CellAlignment, ContentArrangement, Table, presets};

/// A table with `head` over `rows`; the columns named in `numbers` are set flush right. It does not depend on the width
/// of the terminal, so that it is the same bytes everywhere.
#[must_use]
pub(crate) fn table(head: &[&str], numbers: &[usize], rows: Vec<Vec<String>>) -> String {
    let mut table = Table::new();
    table
        .load_preset(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Disabled)
        .set_header(head.to_vec());
    for row in rows {
        table.add_row(row);
    }
    // Columns are set apart by the padding; before the first there is nothing to be set apart from.
    if let Some(first) = table.column_mut(0) {
        first.set_padding((0, 1));
    }
    for &column in numbers {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
        .lines()
        .map(|line| line.trim_end().to_owned() + "\n")
        .collect()
}

/// A number with three decimals - with three digits that say something, where the first decimals are 0 - or a dash.
#[must_use]
pub(crate) fn decimal(number: Option<f64>) -> String {
    number.map_or_else(|| "-".into(), |x| digits(x, 3))
}

/// A number with this many decimals, or, below 1/10, with as many digits from the first that is not 0: what is small is
/// not nothing.
#[must_use]
pub(crate) fn digits(x: f64, count: usize) -> String {
    let size = x.abs();
    // Rounding may carry a 9 up; the text says where the first digit stands.
    let scientific = format!("{x:.*e}", count.saturating_sub(1));
    let exponent = scientific
        .split_once('e')
        .and_then(|(_, exponent)| exponent.parse::<i32>().ok())
        .unwrap_or(0);
    match exponent {
        _ if size.to_bits() == 0 || !size.is_finite() => format!("{size:.count$}"),
        -1.. => format!("{x:.count$}"),
        -4..=-2 => format!("{x:.*}", count + exponent.unsigned_abs() as usize - 1),
        _ => scientific,
    }
}

/// A number with three significant digits; whole digits before the point stay.
#[must_use]
pub(crate) fn significant(x: f64) -> String {
    let exponent = format!("{x:.2e}");
    let exponent: i32 = exponent
        .split_once('e')
        .and_then(|(_, exponent)| exponent.parse().ok())
        .unwrap_or(0);
    match exponent {
        0.. => format!(
            "{x:.*}",
            2usize.saturating_sub(exponent.unsigned_abs() as usize)
        ),
        -1 => format!("{x:.3}"),
        _ => digits(x, 3),
    }
}

/// The widest a table should be.
pub(crate) const WIDTH: usize = 120;

/// The rows with the texts of column `flexible` cut so that the table is no wider than [`WIDTH`], as far as that goes.
#[must_use]
pub(crate) fn fitted(
    head: &[&str],
    numbers: &[usize],
    mut rows: Vec<Vec<String>>,
    flexible: usize,
) -> String {
    let length = |text: &str| text.chars().count();
    let widest = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|c| length(c)).max().unwrap_or(0)
    };
    let others: usize = head
        .iter()
        .enumerate()
        .filter(|(column, _)| *column != flexible)
        .map(|(column, name)| widest(column).max(length(name)))
        .sum();
    // Two blanks between columns.
    let room = WIDTH.saturating_sub(others + 2 * head.len().saturating_sub(1));
    let room = room.max(length(head[flexible])).max(NARROWEST);
    for cell in rows.iter_mut().filter_map(|row| row.get_mut(flexible)) {
        *cell = clipped(cell, room);
    }
    table(head, numbers, rows)
}

/// No column is cut below this.
const NARROWEST: usize = 16;

/// Lines broken between words so that none is longer than `width`, where words allow.
#[must_use]
pub(crate) fn wrapped(text: &str, width: usize) -> String {
    let mut lines: Vec<String> = vec![];
    for line in text.split('\n') {
        let mut now = String::new();
        for word in line.split(' ') {
            let longer = now.chars().count() + 1 + word.chars().count();
            if longer > width && !now.is_empty() {
                lines.push(std::mem::take(&mut now));
            } else if !now.is_empty() {
                now.push(' ');
            }
            now += word;
        }
        lines.push(now);
    }
    lines.join("\n")
}

/// A text of at most `room` characters; the cut shows.
#[must_use]
pub(crate) fn clipped(text: &str, room: usize) -> String {
    if text.chars().count() <= room {
        return text.to_owned();
    }
    let kept: String = text.chars().take(room.saturating_sub(1)).collect();
    kept.trim_end().to_owned() + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_is_not_zero() {
        for (x, text) in [
            (0.0, "0.000"),
            (-0.0, "0.000"),
            (0.5, "0.500"),
            (12.3456, "12.346"),
            (0.1, "0.100"),
            (0.0999, "0.0999"),
            (0.01, "0.0100"),
            (-0.00123, "-0.00123"),
            (1e-5, "1.00e-5"),
            (-5.23e-12, "-5.23e-12"),
            (-523456.0, "-523456.000"),
        ] {
            assert_eq!(decimal(Some(x)), text);
        }
        assert_eq!(decimal(None), "-");
    }

    #[test]
    fn three_digits_are_significant_everywhere() {
        for (x, text) in [
            (0.0, "0.00"),
            (1.0, "1.00"),
            (-0.98765, "-0.988"),
            (12.345, "12.3"),
            (1234.5, "1234"),
            (0.0123, "0.0123"),
            (1e-5, "1.00e-5"),
        ] {
            assert_eq!(significant(x), text);
        }
    }

    #[test]
    fn a_fitted_table_is_cut_where_it_may_be() {
        let row = vec!["1".to_owned(), "a".repeat(300), "2".to_owned()];
        let text = fitted(&["n", "action", "m"], &[0, 2], vec![row], 1);
        assert!(text.lines().all(|l| l.chars().count() <= WIDTH), "{text}");
        assert!(text.contains("a…"));
    }
}
