//! What a last step comes to, in exact numbers.

use super::{Final, LARGEST};
use crate::data::{
    answer::{Answer, Exact},
    days,
    folder::{Folder, Manner},
    row::{Role, Row, decimal},
    steps::Fault,
};
use std::collections::BTreeMap;

impl Final {
    /// What it comes to.
    ///
    /// # Errors
    /// [`Fault`].
    pub(in crate::data) fn answer(
        &self,
        manner: Manner,
        folder: &Folder,
        rows: &[Row],
    ) -> Result<Answer, Fault> {
        match self {
            Self::Count => Ok(Answer::whole(rows.len())),
            Self::Owners { nobody } => Ok(Answer::whole(owners(manner, rows, *nobody))),
            Self::Sum => Ok(Answer::rounded(
                in_ones(sum(&values(rows, Role::Value)?)),
                2,
            )),
            Self::Mean => Ok(Answer::rounded(mean(&values(rows, Role::Value)?)?, 2)),
            Self::Median => Ok(Answer::rounded(median(&values(rows, Role::Value)?)?, 2)),
            Self::SumMeasure => Ok(Answer::rounded(
                in_ones(sum(&values(rows, Role::Measure)?)),
                0,
            )),
            Self::MostMeasure => {
                let values = values(rows, Role::Measure)?;
                let most = values.iter().max().ok_or(Fault::Raises)?;
                Ok(Answer::rounded(in_ones(i128::from(*most)), 0))
            }
            Self::MedianByKind => each_kind(rows, median),
            Self::MeanByKind => each_kind(rows, mean),
            Self::MostByKind => each_kind(rows, |values| {
                let most = values.iter().max().ok_or(Fault::Raises)?;
                Ok(in_ones(i128::from(*most)))
            }),
            Self::MissingByKind => Ok(count_by_kind(rows, |row| {
                row.text(Role::Value) == Some(manner.missing)
            })),
            Self::RecordedByKind => Ok(count_by_kind(rows, |row| {
                row.text(Role::Value) != Some(manner.missing)
            })),
            Self::CountByKind => Ok(count_by_kind(rows, |_| true)),
            Self::Top { .. } | Self::Bottom | Self::TopSingle => self.top(manner, rows),
            Self::ByMonth => Ok(named_counts(rows.iter().filter_map(month_of))),
            Self::ByMonthAlone => Ok(named_counts(
                rows.iter()
                    .filter_map(month_of)
                    .map(|month| month[5..].to_owned()),
            )),
            Self::OwnersByMonth => Ok(owners_by_month(rows)),
            Self::Share(word) => share(rows, word, 100, rows.len()),
            Self::ShareOfLines(word) => share(rows, word, 100, folder.events.len()),
            Self::Fraction(word) => share(rows, word, 1, rows.len()),
            Self::Pivot | Self::PivotSparse => {
                Ok(pivot(rows, [Role::Region, Role::Way], *self == Self::Pivot))
            }
            Self::PivotTurned => Ok(pivot(rows, [Role::Way, Role::Region], true)),
            Self::Outliers | Self::OutliersMean | Self::OutliersUnsorted => self.outliers(rows),
            Self::Gap | Self::GapUnsorted | Self::Span => self.gap(rows),
            Self::Difference(one, other) => difference(rows, one, other, mean),
            Self::DifferenceMedian(one, other) => difference(rows, one, other, median),
            Self::Table | Self::TableBare | Self::TableMeans => self.table(manner, rows),
        }
    }

    fn top(&self, manner: Manner, rows: &[Row]) -> Result<Answer, Fault> {
        let nobody = manner.theme.nobody();
        let mut totals: BTreeMap<&str, i64> = BTreeMap::new();
        for row in rows {
            let (owner, value) = (text(row, Role::Owner)?, number(row, Role::Value)?);
            if owner == nobody && *self != (Self::Top { nobody: true }) {
                continue;
            }
            let total = totals.entry(owner).or_default();
            *total = match self {
                Self::TopSingle => value.max(*total),
                _ => *total + value,
            };
        }
        let mut order: Vec<(i64, &str)> = totals.into_iter().map(|(o, total)| (total, o)).collect();
        order.sort_unstable();
        if *self != Self::Bottom {
            order.reverse();
        }
        let ties = order
            .windows(2)
            .take(LARGEST)
            .any(|two| two[0].0 == two[1].0);
        if ties {
            return Err(Fault::Unclear);
        }
        let names = order.iter().take(LARGEST);
        Ok(Answer::List(
            names
                .map(|(_, owner)| Answer::Text((*owner).to_owned()))
                .collect(),
        ))
    }

    fn outliers(&self, rows: &[Row]) -> Result<Answer, Fault> {
        let all = values(rows, Role::Value)?;
        let usual = match self {
            Self::OutliersMean => mean(&all)?,
            _ => median(&all)?,
        };
        let twice = usual * Exact::from_integer(2);
        let mut found = vec![];
        for row in rows {
            let value = in_ones(i128::from(number(row, Role::Value)?));
            if value == twice {
                return Err(Fault::Unclear);
            }
            if value > twice {
                found.push(text(row, Role::Id)?.to_owned());
            }
        }
        if *self != Self::OutliersUnsorted {
            found.sort_unstable();
        }
        Ok(Answer::List(found.into_iter().map(Answer::Text).collect()))
    }

    fn gap(&self, rows: &[Row]) -> Result<Answer, Fault> {
        let mut days: Vec<i64> = vec![];
        for row in rows {
            days.push(row.day(Role::Day).ok_or(Fault::Raises)?);
        }
        if *self != Self::GapUnsorted {
            days.sort_unstable();
        }
        let gap = match self {
            Self::Span => days
                .first()
                .zip(days.last())
                .map(|(first, last)| last - first),
            _ => days.windows(2).map(|two| two[1] - two[0]).max(),
        };
        let gap = gap.ok_or(Fault::Raises)?;
        Ok(Answer::rounded(Exact::from_integer(i128::from(gap)), 0))
    }

    fn table(&self, manner: Manner, rows: &[Row]) -> Result<Answer, Fault> {
        let mut lines = vec![];
        if *self != Self::TableBare {
            lines.push(vec![
                manner.theme.kind.column.to_owned(),
                "count".into(),
                "total".into(),
            ]);
        }
        for (kind, values) in kinds(rows)? {
            let total = match self {
                Self::TableMeans => Answer::rounded(mean(&values)?, 2).python(),
                _ => decimal(values.iter().sum()),
            };
            lines.push(vec![kind.to_owned(), values.len().to_string(), total]);
        }
        Ok(Answer::Csv(lines))
    }
}

fn text(row: &Row, role: Role) -> Result<&str, Fault> {
    row.text(role).ok_or(Fault::Raises)
}

fn number(row: &Row, role: Role) -> Result<i64, Fault> {
    row.number(role).ok_or(Fault::Raises)
}

fn values(rows: &[Row], role: Role) -> Result<Vec<i64>, Fault> {
    rows.iter().map(|row| number(row, role)).collect()
}

fn sum(values: &[i64]) -> i128 {
    values.iter().map(|&value| i128::from(value)).sum()
}

/// Hundredths as a number.
fn in_ones(hundredths: i128) -> Exact {
    Exact::new(hundredths, 100)
}

fn mean(values: &[i64]) -> Result<Exact, Fault> {
    match values.len() {
        0 => Err(Fault::Raises),
        count => Ok(in_ones(sum(values)) / Exact::from_integer(count as i128)),
    }
}

fn median(values: &[i64]) -> Result<Exact, Fault> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let middle = sorted.len() / 2;
    match (sorted.len(), sorted.len() % 2) {
        (0, _) => Err(Fault::Raises),
        (_, 1) => Ok(in_ones(i128::from(sorted[middle]))),
        _ => Ok(
            in_ones(i128::from(sorted[middle - 1]) + i128::from(sorted[middle]))
                / Exact::from_integer(2),
        ),
    }
}

/// The amounts of each word of the first category.
fn kinds(rows: &[Row]) -> Result<BTreeMap<&str, Vec<i64>>, Fault> {
    let mut kinds: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    for row in rows {
        let kind = kinds.entry(text(row, Role::Kind)?).or_default();
        kind.push(number(row, Role::Value)?);
    }
    Ok(kinds)
}

fn each_kind(rows: &[Row], what: impl Fn(&[i64]) -> Result<Exact, Fault>) -> Result<Answer, Fault> {
    let mut named = vec![];
    for (kind, values) in kinds(rows)? {
        named.push((kind.to_owned(), Answer::rounded(what(&values)?, 3)));
    }
    Ok(Answer::Named(named))
}

fn count_by_kind(rows: &[Row], counts: impl Fn(&Row) -> bool) -> Answer {
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows {
        *kinds
            .entry(row.text(Role::Kind).unwrap_or_default())
            .or_default() += usize::from(counts(row));
    }
    named(
        kinds
            .into_iter()
            .map(|(kind, count)| (kind.to_owned(), count)),
    )
}

fn named(counts: impl Iterator<Item = (String, usize)>) -> Answer {
    Answer::Named(
        counts
            .map(|(name, count)| (name, Answer::whole(count)))
            .collect(),
    )
}

fn named_counts(names: impl Iterator<Item = String>) -> Answer {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    named(counts.into_iter())
}

fn month_of(row: &Row) -> Option<String> {
    row.day(Role::Day).map(days::month)
}

fn owners(manner: Manner, rows: &[Row], nobody: bool) -> usize {
    let none = manner.theme.nobody();
    let mut owners: Vec<&str> = rows
        .iter()
        .filter_map(|row| row.text(Role::Owner))
        .collect();
    owners.retain(|owner| nobody || *owner != none);
    owners.sort_unstable();
    owners.dedup();
    owners.len()
}

fn owners_by_month(rows: &[Row]) -> Answer {
    let mut pairs: Vec<(String, &str)> = rows
        .iter()
        .filter_map(|row| Some((month_of(row)?, row.text(Role::Owner)?)))
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    named_counts(pairs.into_iter().map(|(month, _)| month))
}

fn share(rows: &[Row], word: &str, of: i128, among: usize) -> Result<Answer, Fault> {
    let part = rows
        .iter()
        .filter(|row| row.text(Role::Kind) == Some(word))
        .count();
    match among {
        0 => Err(Fault::Raises),
        all => Ok(Answer::rounded(
            Exact::new(part as i128 * of, all as i128),
            1,
        )),
    }
}

fn pivot(rows: &[Row], [outer, inner]: [Role; 2], full: bool) -> Answer {
    let word = |row: &Row, role| row.text(role).unwrap_or_default().to_owned();
    let mut table: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for row in rows {
        let line = table.entry(word(row, outer)).or_default();
        *line.entry(word(row, inner)).or_default() += 1;
    }
    if full {
        for line in table.values_mut() {
            for row in rows {
                line.entry(word(row, inner)).or_default();
            }
        }
    }
    let lines = table
        .into_iter()
        .map(|(name, line)| (name, named(line.into_iter())));
    Answer::Named(lines.collect())
}

fn difference(
    rows: &[Row],
    one: &str,
    other: &str,
    what: impl Fn(&[i64]) -> Result<Exact, Fault>,
) -> Result<Answer, Fault> {
    let kinds = kinds(rows)?;
    let of = |kind| what(kinds.get(kind).map_or(&[][..], Vec::as_slice));
    Ok(Answer::rounded(of(one)? - of(other)?, 2))
}
