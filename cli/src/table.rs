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

/// A number with three decimals, or a dash.
#[must_use]
pub(crate) fn decimal(number: Option<f64>) -> String {
    number.map_or_else(|| "-".into(), |x| format!("{x:.3}"))
}
