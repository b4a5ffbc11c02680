//! What can be known of a schema, as numbers: its tables, their columns, and what codes stand for.

use super::{
    engine::Reads,
    schema::{ColumnId, Kind, Theme},
};
use truestep_core::truth::FactSet;

/// The fact that there is a table.
pub(super) fn table(table: usize) -> usize {
    table
}

/// The fact that there is a column.
pub(super) fn column(theme: &Theme, (table, column): ColumnId) -> usize {
    let before: usize = theme.tables[..table].iter().map(|t| t.columns.len()).sum();
    theme.tables.len() + before + column
}

/// What the codes of a column stand for; nothing where it holds none.
pub(super) fn coding(theme: &Theme, id: ColumnId) -> Option<usize> {
    let place = codings(theme).position(|other| other == id)?;
    let columns: usize = theme.tables.iter().map(|t| t.columns.len()).sum();
    Some(theme.tables.len() + columns + place)
}

/// The columns that hold codes.
pub(super) fn codings(theme: &Theme) -> impl Iterator<Item = ColumnId> + '_ {
    let tables = theme.tables.iter().enumerate();
    tables.flat_map(|(table, t)| {
        let columns = t.columns.iter().enumerate();
        columns
            .filter(|(_, column)| matches!(column.kind, Kind::Code(_)))
            .map(move |(column, _)| (table, column))
    })
}

/// Of some facts those about codings.
pub(super) fn codes_of(theme: &Theme, facts: FactSet) -> FactSet {
    let all = codings(theme).filter_map(|id| coding(theme, id));
    facts.intersection(all.fold(FactSet::default(), FactSet::with))
}

/// Their names, by number.
pub(super) fn names(theme: &Theme) -> Vec<String> {
    let tables = theme.tables.iter().map(|t| format!("known:{}", t.name));
    let columns = theme.tables.iter().flat_map(|table| {
        let columns = table.columns.iter();
        columns.map(|column| format!("known:{}.{}", table.name, column.name))
    });
    let codings = codings(theme).map(|id| {
        let (table, column) = (&theme.tables[id.0].name, &theme.column(id).name);
        format!("known:{table}.{column}:codes")
    });
    tables.chain(columns).chain(codings).collect()
}

/// What the list of tables shows.
pub(super) fn listed(theme: &Theme) -> FactSet {
    FactSet::first(theme.tables.len())
}

/// What the columns of a table show: them, it, and the tables it refers to.
pub(super) fn described(theme: &Theme, number: usize) -> FactSet {
    let columns = theme.tables[number].columns.iter().enumerate();
    columns.fold(
        FactSet::default().with(table(number)),
        |known, (at, kind)| {
            let known = known.with(column(theme, (number, at)));
            match kind.kind {
                Kind::Ref(to) => known.with(table(to)),
                _ => known,
            }
        },
    )
}

/// What the values of a column show.
pub(super) fn sampled(theme: &Theme, id: ColumnId) -> FactSet {
    let known = FactSet::default().with(table(id.0)).with(column(theme, id));
    coding(theme, id).map_or(known, |coding| known.with(coding))
}

/// That what a query reads is there, which its running shows.
pub(super) fn read(theme: &Theme, reads: &Reads) -> FactSet {
    let tables = reads.tables.iter().map(|&number| table(number));
    let columns = reads.columns.iter().map(|&id| column(theme, id));
    let all = tables.chain(columns);
    all.fold(FactSet::default(), FactSet::with)
}

/// What a query rests on: what it reads, and the codings whose codes stand in it.
pub(super) fn needed(theme: &Theme, sql: &str, reads: &Reads) -> FactSet {
    let mut needed = read(theme, reads);
    for &id in &reads.columns {
        if let Kind::Code(codes) = &theme.column(id).kind
            && codes
                .iter()
                .any(|(code, _)| sql.contains(&format!("'{code}'")))
            && let Some(coding) = coding(theme, id)
        {
            needed = needed.with(coding);
        }
    }
    needed
}
