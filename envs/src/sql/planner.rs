//! Distances: fewest steps to the right end, exact at any size.
//!
//! What is known only grows, and each step of the menu shows one thing that is needed: the names of tables, the columns of
//! one, what the codes of one column stand for. Queries of the menu read what is known already and show nothing new. So the
//! steps that are left are those, the end, and the list of tables where a name is missing that describing the needed tables
//! in some order would not show; any other way to that name costs a step as well.

use super::{
    facts,
    types::{Def, Right, State},
};
use truestep_core::truth::{Distance, FactSet};

/// Fewest steps to the right end over supported actions.
pub(super) fn distance(def: &Def, state: &State) -> Distance {
    match state.ended {
        Some(true) => Distance::Steps(0),
        Some(false) => Distance::Never,
        None => Distance::Steps(steps(def, state.known)),
    }
}

/// The same, where nothing need be known that the menu does not ask for.
pub(super) fn distance_clairvoyant(def: &Def, state: &State) -> Distance {
    match (&def.right, state.ended) {
        (Right::Nothing { .. }, None) => {
            let names = facts::listed(def.theme);
            Distance::Steps(1 + u32::from(!state.known.includes(names)))
        }
        _ => distance(def, state),
    }
}

fn steps(def: &Def, known: FactSet) -> u32 {
    let missing = def.evidence.minus(known);
    let theme = def.theme;
    let lacks = |&table: &usize| {
        let columns = 0..theme.tables[table].columns.len();
        missing.contains(facts::table(table))
            || columns
                .into_iter()
                .any(|column| missing.contains(facts::column(theme, (table, column))))
    };
    let mut tables: Vec<usize> = (0..theme.tables.len()).filter(lacks).collect();
    let codings = facts::codings(theme).filter_map(|id| facts::coding(theme, id));
    let codings = codings.filter(|coding| missing.contains(*coding)).count();
    let described = tables.len();
    // Describe what has a name until nothing more gets one.
    let mut names = known;
    while let Some(at) = tables.iter().position(|&t| names.contains(facts::table(t))) {
        names = names.union(facts::described(theme, tables.remove(at)));
    }
    let list = usize::from(!tables.is_empty());
    (described + codings + list + 1) as u32
}
