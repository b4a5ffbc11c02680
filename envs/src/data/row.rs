//! Rows as programs see them: what stands in a cell, and what was made of it.

/// What a column holds, whatever a line of business calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Role {
    /// The number of the record.
    Id,
    /// Whom it belongs to.
    Owner,
    /// The day.
    Day,
    /// The first category.
    Kind,
    /// The second category.
    Way,
    /// The amount, to hundredths.
    Value,
    /// The measured quantity, in one of two units.
    Measure,
    /// Which unit that is.
    Unit,
    /// The region of the owner, once the files were joined.
    Region,
}

/// How many there are.
pub(super) const ROLES: usize = 9;

/// One value of a row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cell {
    /// Not there.
    Absent,
    /// Text, as it stands or without blanks around it.
    Text(String),
    /// A number, in hundredths.
    Number(i64),
    /// A day.
    Day(i64),
}

/// One row: a cell for each role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row([Cell; ROLES]);

impl Row {
    /// A row of these texts, for the roles from the first on.
    pub(super) fn of(texts: &[String], strip: bool) -> Self {
        let mut cells = [const { Cell::Absent }; ROLES];
        for (cell, text) in cells.iter_mut().zip(texts) {
            let text = if strip { text.trim() } else { text };
            *cell = Cell::Text(text.to_owned());
        }
        Self(cells)
    }

    /// What stands in a column.
    pub(super) fn get(&self, role: Role) -> &Cell {
        &self.0[role as usize]
    }

    /// The text of a column; nothing where it was made something else.
    pub(super) fn text(&self, role: Role) -> Option<&str> {
        match self.get(role) {
            Cell::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number in a column, in hundredths.
    pub(super) fn number(&self, role: Role) -> Option<i64> {
        match self.get(role) {
            Cell::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The day in a column.
    pub(super) fn day(&self, role: Role) -> Option<i64> {
        match self.get(role) {
            Cell::Day(day) => Some(*day),
            _ => None,
        }
    }

    /// The same with another value in a column.
    pub(super) fn with(mut self, role: Role, cell: Cell) -> Self {
        self.0[role as usize] = cell;
        self
    }
}

/// A number of at most two decimals, in hundredths: `12`, `12.5`, `-3.25`.
pub(super) fn hundredths(text: &str) -> Option<i64> {
    let (sign, bare) = match text.strip_prefix('-') {
        Some(bare) => (-1, bare),
        None => (1, text),
    };
    let (whole, part) = bare.split_once('.').unwrap_or((bare, ""));
    let part = format!("{part:0<2}");
    let is_plain = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    (is_plain(whole) && is_plain(&part) && part.len() == 2 && whole.len() < 12).then_some(())?;
    Some(sign * (whole.parse::<i64>().ok()? * 100 + part.parse::<i64>().ok()?))
}

/// Hundredths with both decimals: `12.50`.
pub(super) fn decimal(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    let (whole, part) = (hundredths.abs() / 100, hundredths.abs() % 100);
    format!("{sign}{whole}.{part:02}")
}

/// As Python's `capitalize`: the first letter large, the others small.
pub(super) fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|c| c.to_ascii_uppercase());
    first
        .into_iter()
        .chain(letters.map(|c| c.to_ascii_lowercase()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hundredths_are_read_and_written() {
        for (text, expected) in [
            ("12", 1_200),
            ("12.5", 1_250),
            ("-3.25", -325),
            ("-1", -100),
            ("0.07", 7),
        ] {
            assert_eq!(hundredths(text), Some(expected));
            assert_eq!(hundredths(&decimal(expected)), Some(expected));
        }
        for none in ["", "NA", "1.234", ".5", "1e3", "--1"] {
            assert_eq!(hundredths(none), None, "{none}");
        }
        assert_eq!(capitalized("nORTH"), "North");
        assert_eq!(capitalized(" North"), " north");
    }
}
