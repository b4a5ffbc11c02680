//! Requests to set what columns hold.

use super::{pleas, worded};
use crate::tools::{
    generated::{
        blueprint::Act,
        case::Case,
        data::World,
        policy::argument,
        scope::{Scope, named},
        theme::What,
        values::{draw, value_of},
        words::spaced,
    },
    kernel::{make::Setting, types::Def},
};
use serde_json::Map;
use truestep_core::chance::{Chance, Sampled};

/// Tools that set columns of a kind's rows, each with a column.
fn setters(world: &World, is_meant: impl Fn(usize) -> bool) -> Vec<(usize, usize)> {
    let tools = world.print.tools.iter().enumerate();
    let tools = tools.filter(|(_, tool)| is_meant(tool.kind));
    let setters = tools.flat_map(|(number, tool)| {
        let columns = match &tool.act {
            Act::Set(columns) => columns.clone(),
            _ => vec![],
        };
        columns.into_iter().map(move |column| (number, column))
    });
    let is_plain = |(tool, column): &(usize, usize)| {
        let kind = world.print.tools[*tool].kind;
        !matches!(world.print.kinds[kind].columns[*column].what, What::Row(_))
    };
    setters.filter(is_plain).collect()
}

/// Set a column of who or what is named: in words, and the kind.
pub(super) fn set_named(
    case: &mut Case<'_>,
    used: &[(usize, usize)],
) -> Result<(String, (usize, usize)), String> {
    let world = case.world;
    let is_named = |kind: usize| world.print.kinds[kind].called.is_some();
    for (tool, column) in case.draw(setters(world, is_named)) {
        let kind = world.print.tools[tool].kind;
        let row = case.chance.below(world.rows[kind].len() as u32) as usize;
        let Some((value, cell)) = case.other(kind, row, column) else {
            continue;
        };
        let mut cells = world.rows[kind][row].cells.clone();
        cells[column] = cell.clone();
        if used.contains(&(kind, row)) || world.is_forbidden(tool, &cells) {
            continue;
        }
        let known = case.find(kind, row)?;
        case.must_know(known);
        case.could_be_about(kind, row);
        let entity = &world.print.kinds[kind];
        let name = argument(entity, column);
        let given = Map::from_iter([(name.clone(), value.clone())]);
        case.change(tool, row, given, known)?;
        // Another value, if it is drawn soon.
        for _ in 0..4 {
            match case.other(kind, row, column) {
                Some((other, _)) if other != value => {
                    let given = Map::from_iter([(name, other)]);
                    case.not_of(tool, &[row], &given);
                    break;
                }
                _ => {}
            }
        }
        case.near(kind, &[row]);
        let words = format!(
            "set the {} of {} to {}",
            spaced(entity.columns[column].name),
            named(world, kind, row),
            worded(&entity.columns[column].what, &cell)
        );
        return Ok((words, (kind, row)));
    }
    Err("nothing of what has a name can be set".into())
}

/// Set a column of every row that is so, in words.
fn set_matched(case: &mut Case<'_>, used: &[(usize, usize)]) -> Result<String, String> {
    let world = case.world;
    for (tool, column) in case.draw(setters(world, |_| true)) {
        let kind = world.print.tools[tool].kind;
        let scopes = Scope::all(world, kind);
        for scope in case.draw(scopes).into_iter().take(8) {
            let matched = scope.matched(world, &mut case.chance).into_iter();
            let mut meant = matched.filter(|matched| {
                !matched.words.is_empty()
                    && (1..=2).contains(&matched.rows.len())
                    && !scope.rows.iter().any(|row| used.contains(&(kind, *row)))
            });
            let Some(matched) = meant.next().filter(|_| scope.by != column) else {
                continue;
            };
            let entity = &world.print.kinds[kind];
            let what = &entity.columns[column].what;
            let Some(cell) = draw(what, None, &mut case.chance) else {
                continue;
            };
            let is_bad = |&row: &usize| {
                let mut cells = matched.row(world, row).cells.clone();
                let is_same = cells[column] == cell;
                cells[column] = cell.clone();
                is_same || world.is_forbidden(tool, &cells)
            };
            // What is set is not what it is chosen by.
            let name = spaced(entity.columns[column].name);
            if matched.rows.iter().any(is_bad) || matched.words.contains(&name) {
                continue;
            }
            let looked = case.look(&scope)?;
            let given = Map::from_iter([(argument(entity, column), value_of(&cell))]);
            for (row, contents) in scope.rows.iter().zip(looked.contents.clone()) {
                match matched.rows.contains(row) {
                    true => case.change(tool, *row, given.clone(), looked.list | contents)?,
                    false => case.not_of(tool, &[*row], &given),
                }
            }
            case.near(kind, &scope.rows);
            return Ok(format!(
                "set the {name} of every {} to {}",
                matched.noun(world),
                worded(what, &cell)
            ));
        }
    }
    Err("nothing can be set of rows that are so".into())
}

pub(super) fn update(world: &World, setting: &Setting, chance: Sampled) -> Result<Def, String> {
    let mut case = Case::new(world, setting, chance, false);
    let (first, used) = set_named(&mut case, &[])?;
    let mut parts = vec![first];
    match case.chance.below(3) {
        0 => parts.push(set_matched(&mut case, &[used])?),
        more => {
            let (second, next) = set_named(&mut case, &[used])?;
            parts.push(second);
            if more == 1 {
                parts.push(set_matched(&mut case, &[used, next])?);
            } else {
                parts.push(set_named(&mut case, &[used, next])?.0);
            }
        }
    }
    case.finish(&pleas(&parts))
}
