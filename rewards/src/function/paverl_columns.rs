use crate::prelude::*;
use std::collections::BTreeMap;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "paverl",
        summary: "share of the right result's columns that a query's result has",
        family: Family::Action,
        stage: Stage::Function,
        form: Form::Edge,
        channels: &[],
        source: "arXiv 2509.07159 (PaVeRL-SQL)",
        status: Status::Reconstruction,
        parameters: &[],
    },
    Build::Function("two tables of results"),
);

/// Partial match of two results, column by column.
///
/// # Formula
/// EX_f = (columns of the right result that the found one has)/(columns of the right result); two columns are the same if they hold
/// the same values as often, whatever their order and name; each found column counts once ([`paverl_columns`]).
/// # Source
/// *PaVeRL-SQL*, arXiv 2509.07159, <https://arxiv.org/abs/2509.07159>: binary (EX_b) and fractional (EX_f) execution accuracy.
/// # Our reading and deviations
/// A reconstruction: that the fraction runs over columns was read in a summary, how rows are ordered and how superfluous columns
/// count was not. Superfluous columns cost nothing here. Two empty results are equal: 1.
/// # Needs
/// Two tables of texts.
/// # Range
/// 0..=1.
/// # Known exploits
/// `SELECT *` has every column that the question asks for. Columns that match apart may not match row by row.
/// # Worked example
/// Right: name, age of two rows; found: name, city: 1/2.
#[derive(Clone, Copy, Debug)]
pub struct PaVeRlColumns;

fn counted<'a>(column: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, usize> {
    let mut counts = BTreeMap::new();
    for value in column {
        *counts.entry(value).or_insert(0) += 1;
    }
    counts
}

fn columns(table: &[Vec<String>]) -> Vec<BTreeMap<&str, usize>> {
    let width = table.iter().map(Vec::len).max().unwrap_or(0);
    (0..width)
        .map(|c| {
            counted(
                table
                    .iter()
                    .map(move |row| row.get(c).map_or("", String::as_str)),
            )
        })
        .collect()
}

/// The share of the columns of `right` that `found` has, both `[row][column]`.
#[must_use]
pub fn paverl_columns<S: Scalar>(found: &[Vec<String>], right: &[Vec<String>]) -> S {
    let (mut have, want) = (columns(found), columns(right));
    if want.is_empty() {
        return S::from_count(usize::from(have.is_empty()));
    }
    let all = S::from_count(want.len());
    let mut matched = 0;
    for column in want {
        if let Some(at) = have.iter().position(|h| *h == column) {
            have.swap_remove(at);
            matched += 1;
        }
    }
    S::from_count(matched).over(&all).unwrap_or_else(S::zero)
}
