//! Requests to make a row.

use super::{first::bests, worded};
use crate::tools::{
    generated::{
        blueprint::{Act, Change, Need, Shape},
        case::Case,
        data::{Cell, World},
        policy::{Subject, argument},
        scope::{Best, named},
        theme::What,
        values::{draw, value_of},
        words::{a, spaced},
    },
    kernel::{
        make::Setting,
        types::{Def, Facts},
    },
};
use serde_json::Map;
use truestep_core::chance::{Chance, Sampled};

pub(super) fn create(world: &World, setting: &Setting, chance: Sampled) -> Result<Def, String> {
    let mut case = Case::new(world, setting, chance, false);
    let is_make = |act: &Act| matches!(act, Act::Do(change) if change.shape == Shape::Make);
    let tools = world.print.tools.iter().enumerate();
    let tools = tools.filter(|(_, tool)| is_make(&tool.act)).map(|(n, _)| n);
    for tool in case.draw(tools.collect()) {
        let of = &world.print.tools[tool];
        let Act::Do(change) = &of.act else { continue };
        let entity = &world.print.kinds[of.kind];
        let is_named = |(_, kind): (usize, usize)| world.print.kinds[kind].called.is_some();
        if !entity.refers().all(is_named) {
            continue;
        }
        if let Some(request) = create_one(&mut case, tool, change)? {
            return case.finish(&request);
        }
    }
    Err("nothing can be made of what has a name".into())
}

/// What a new row refers to: found by a column among others, or named.
enum Chosen {
    Best(Best),
    Named(usize),
}

/// Draws of what a new row refers to.
const TRIES: u32 = 60;

fn create_one(case: &mut Case<'_>, tool: usize, change: &Change) -> Result<Option<String>, String> {
    let world = case.world;
    let of = &world.print.tools[tool];
    let entity = &world.print.kinds[of.kind];
    for _ in 0..TRIES {
        let mut cells: Vec<Cell> = entity.columns.iter().map(|_| Cell::Row(0)).collect();
        let mut chosen: Vec<(usize, usize, Chosen)> = vec![];
        for (column, kind) in entity.refers() {
            let found = bests(world, kind, &mut case.chance).into_iter().next();
            // Often one is found and the rest are named.
            let is_first = !chosen
                .iter()
                .any(|(.., one)| matches!(one, Chosen::Best(_)));
            let is_found = is_first || case.chance.below(3) == 0;
            let one = match found.filter(|_| is_found) {
                Some(best) => Chosen::Best(best),
                None => Chosen::Named(case.chance.below(world.rows[kind].len() as u32) as usize),
            };
            cells[column] = Cell::Row(match &one {
                Chosen::Best(best) => best.row,
                Chosen::Named(row) => *row,
            });
            chosen.push((column, kind, one));
        }
        let is_own = |&&column: &&usize| !matches!(entity.columns[column].what, What::Row(_));
        let own: Vec<usize> = change.takes.iter().filter(is_own).copied().collect();
        for &column in &own {
            let Some(cell) = draw(&entity.columns[column].what, None, &mut case.chance) else {
                return Ok(None);
            };
            cells[column] = cell;
        }
        if !world.meets(of.kind, &cells, None, change) || world.is_forbidden(tool, &cells) {
            continue;
        }
        return make(case, tool, change, &cells, &chosen, &own).map(Some);
    }
    Ok(None)
}

fn make(
    case: &mut Case<'_>,
    tool: usize,
    change: &Change,
    cells: &[Cell],
    chosen: &[(usize, usize, Chosen)],
    own: &[usize],
) -> Result<String, String> {
    let world = case.world;
    let of = &world.print.tools[tool];
    let entity = &world.print.kinds[of.kind];
    let (mut shown, mut evidence) = (0, 0);
    let mut given = Map::new();
    let mut words = vec![];
    let mut wrong: Vec<(String, String, Facts)> = vec![];
    for (column, kind, one) in chosen {
        let name = spaced(entity.columns[*column].name);
        let row = match one {
            Chosen::Named(row) => {
                shown |= case.find(*kind, *row)?;
                words.push(format!("the {name} is {}", named(world, *kind, *row)));
                *row
            }
            Chosen::Best(best) => {
                let looked = case.look(&best.among.scope)?;
                evidence |= looked.all();
                words.push(format!("the {name} is {}", best.noun(world)));
                for &other in best.among.scope.rows.iter().filter(|&&row| row != best.row) {
                    let known = case.known(*kind, other);
                    let id = world.rows[*kind][other].id.clone();
                    wrong.push((argument(entity, *column), id, known));
                }
                case.near(*kind, &best.among.scope.rows);
                best.row
            }
        };
        shown |= case.known(*kind, row);
        // A rule can be about what it refers to.
        for law in world.laws(tool) {
            if matches!(law.subject, Subject::Other { of, .. } if of == *column) {
                let known = case.known(*kind, row);
                evidence |= case.contents(*kind, row, known)?;
            }
        }
        // So can what the tool itself asks for: whoever looks first learns something.
        let names = |need: &Need| matches!(need, Need::Is { of: Some(of), .. } if of == column);
        if change.needs.iter().any(names) {
            let known = case.known(*kind, row);
            case.contents(*kind, row, known)?;
        }
        case.near(*kind, &[row]);
        given.insert(
            argument(entity, *column),
            world.rows[*kind][row].id.clone().into(),
        );
    }
    for &column in own {
        let cell = &cells[column];
        let what = &entity.columns[column].what;
        given.insert(argument(entity, column), value_of(cell));
        words.push(format!(
            "the {} is {}",
            spaced(entity.columns[column].name),
            worded(what, cell)
        ));
    }
    case.must_know(shown | evidence);
    case.maker
        .write(&of.name, given.clone().into(), shown, evidence);
    // One value of its own is another.
    for &column in own {
        let what = &entity.columns[column].what;
        let drawn = draw(what, None, &mut case.chance).map(|cell| value_of(&cell));
        let name = argument(entity, column);
        if let Some(other) = drawn.filter(|other| given.get(&name) != Some(other)) {
            let mut beside = given.clone();
            beside.insert(name, other);
            case.maker.wrong(&of.name, beside.into(), shown);
            break;
        }
    }
    for (name, id, known) in wrong {
        let mut other = given.clone();
        other.insert(name, id.into());
        case.mistake(tool, other, shown | known);
    }
    let head = format!("Please {} {}", change.verb, a(&spaced(entity.one)));
    Ok(format!("{head}: {}.", words.join("; ")))
}
