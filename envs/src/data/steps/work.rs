//! What steps do to rows.

use super::{Fault, Joining, Merging, Missing, Scaling, Spelling};
use crate::data::{
    days,
    folder::{Folder, Manner},
    row::{Cell, Role, Row, capitalized, decimal, hundredths},
};
use std::collections::BTreeMap;

/// The first row of each value of a column.
pub(super) fn once(rows: Vec<Row>, role: Role) -> Vec<Row> {
    let mut seen: Vec<Cell> = vec![];
    let mut first = vec![];
    for row in rows {
        if !seen.contains(row.get(role)) {
            seen.push(row.get(role).clone());
            first.push(row);
        }
    }
    first
}

pub(super) fn known(manner: Manner, rows: Vec<Row>, missing: Missing) -> Result<Vec<Row>, Fault> {
    let mut known = vec![];
    for row in rows {
        let text = row.text(Role::Value).ok_or(Fault::Raises)?;
        let number = match (text == manner.missing, missing) {
            (true, Missing::LeftOut) => continue,
            (true, Missing::Zero) => 0,
            _ => hundredths(text).ok_or(Fault::Raises)?,
        };
        known.push(row.with(Role::Value, Cell::Number(number)));
    }
    Ok(known)
}

pub(super) fn dated(rows: Vec<Row>, spelling: Spelling) -> Result<Vec<Row>, Fault> {
    let mut dated = vec![];
    for row in rows {
        let text = row.text(Role::Day).ok_or(Fault::Raises)?;
        if spelling == Spelling::OneOnly && text.contains('/') {
            continue;
        }
        let day = days::read(text, spelling == Spelling::MonthFirst).ok_or(Fault::Raises)?;
        dated.push(row.with(Role::Day, Cell::Day(day)));
    }
    Ok(dated)
}

pub(super) fn scaled(manner: Manner, rows: Vec<Row>, scaling: Scaling) -> Result<Vec<Row>, Fault> {
    let measure = manner.theme.measure;
    let scale = |row: Row| {
        let number: i64 = row
            .text(Role::Measure)
            .and_then(|text| text.parse().ok())
            .ok_or(Fault::Raises)?;
        let is_large = row.text(Role::Unit) == Some(measure.large);
        let factor = match (scaling, is_large) {
            (Scaling::Everything, _) | (Scaling::Large, true) => measure.factor,
            _ => 1,
        };
        Ok(row.with(Role::Measure, Cell::Number(number * factor * 100)))
    };
    rows.into_iter().map(scale).collect()
}

pub(super) fn merged(
    manner: Manner,
    folder: &Folder,
    mut rows: Vec<Row>,
    strip: bool,
    merging: Merging,
) -> Vec<Row> {
    if merging == Merging::NotAtAll {
        return rows;
    }
    for line in &folder.old {
        let row = Row::of(line, strip);
        let value = row.text(Role::Value).unwrap_or_default();
        let divided = match (merging, value.parse::<i64>()) {
            (Merging::Divided, Ok(hundredths)) if value != manner.missing => decimal(hundredths),
            _ => value.to_owned(),
        };
        rows.push(row.with(Role::Value, Cell::Text(divided)));
    }
    rows
}

pub(super) fn joined(
    folder: &Folder,
    rows: Vec<Row>,
    strip: bool,
    joining: Joining,
) -> Result<Vec<Row>, Fault> {
    let bare = |text: &String| if strip { text.trim() } else { text }.to_owned();
    let owners = folder.owners.iter().map(|line| {
        let region = bare(&line[2]);
        let region = match joining {
            Joining::Spelled | Joining::Everybody | Joining::LastOnly => capitalized(&region),
            Joining::AsWritten => region,
        };
        (bare(&line[0]), region)
    });
    let owners: Vec<(String, String)> = owners.collect();
    let regions: BTreeMap<&str, &str> = owners
        .iter()
        .map(|(owner, region)| (owner.as_str(), region.as_str()))
        .collect();
    let region_of = |row: &Row| {
        regions
            .get(row.text(Role::Owner).unwrap_or_default())
            .copied()
    };
    let with = |row: Row, region: &str| row.with(Role::Region, Cell::Text(region.to_owned()));
    if joining == Joining::LastOnly {
        let last = |(owner, region): &(String, String)| {
            let mut of_owner = rows.iter().rev();
            let row = of_owner.find(|row| row.text(Role::Owner) == Some(owner));
            row.map(|row| with(row.clone(), region))
        };
        return Ok(owners.iter().filter_map(last).collect());
    }
    let mut joined = vec![];
    for row in rows {
        match region_of(&row) {
            Some(region) => joined.push(with(row, region)),
            None if joining == Joining::Everybody => return Err(Fault::Raises),
            None => {}
        }
    }
    Ok(joined)
}
