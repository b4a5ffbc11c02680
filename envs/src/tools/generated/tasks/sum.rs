//! Requests to add amounts up.

use super::{NONE, TELLS};
use crate::tools::{
    generated::{
        case::Case,
        data::{Cell, World},
        scope::{Matched, Scope},
        theme::What,
        words::spaced,
    },
    kernel::{make::Setting, types::Def},
};
use truestep_core::chance::{Chance, Sampled};

pub(super) fn question(world: &World, setting: &Setting, chance: Sampled) -> Result<Def, String> {
    let mut case = Case::new(world, setting, chance, false);
    let kinds = world.print.kinds.iter().enumerate();
    let columns = kinds.flat_map(|(kind, entity)| {
        let columns = entity.columns.iter().enumerate();
        let money = columns.filter(|(_, column)| matches!(column.what, What::Money { .. }));
        money.map(move |(place, _)| (kind, place))
    });
    let is_double = case.chance.below(2) == 0;
    for (kind, column) in case.draw(columns.collect()) {
        let name = spaced(world.print.kinds[kind].columns[column].name);
        let mut parts: Vec<Matched> = vec![];
        for scope in case.draw(Scope::all(world, kind)) {
            let is_apart = |part: &Matched| {
                part.scope.by == scope.by
                    && part.scope.rows.iter().all(|row| !scope.rows.contains(row))
            };
            if !(3..=4).contains(&scope.rows.len()) || !parts.iter().all(is_apart) {
                continue;
            }
            let matched = scope.matched(world, &mut case.chance).into_iter();
            let mut meant = matched.filter(|matched| {
                !matched.words.is_empty()
                    && (2..scope.rows.len()).contains(&matched.rows.len())
                    && !matched.words.contains(&name)
            });
            parts.extend(meant.next());
            if parts.len() > usize::from(is_double) {
                return tell(case, column, &name, &parts);
            }
        }
    }
    Err(NONE.into())
}

/// Have the sum of a column told, of every row that is so.
fn tell(mut case: Case<'_>, column: usize, name: &str, parts: &[Matched]) -> Result<Def, String> {
    let world = case.world;
    let (mut evidence, mut total, mut others) = (0, 0, vec![]);
    let mut nouns = vec![];
    for matched in parts {
        evidence |= case.look(&matched.scope)?.all();
        let cents = |row: &usize| match matched.row(world, *row).cells[column] {
            Cell::Number(cents) => cents,
            _ => 0,
        };
        total += matched.rows.iter().map(cents).sum::<i64>();
        others.extend(matched.scope.rows.iter().map(cents));
        case.near(matched.scope.kind, &matched.scope.rows);
        nouns.push(format!("every {}", matched.noun(world)));
    }
    others.push(others.iter().sum());
    others.retain(|other| *other != total);
    others.sort_unstable();
    others.dedup();
    case.maker.tell(TELLS[0], total, evidence, &others);
    case.finish(&format!(
        "Please add up the {name} of {}, and tell the customer the sum as `total`. Change nothing.",
        nouns.join(" and of ")
    ))
}
