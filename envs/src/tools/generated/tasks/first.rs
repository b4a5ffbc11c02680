//! Requests about the first of some rows by a column: to change it, to bring it from one state to another.

use super::{
    NONE, plain, pleas,
    process::{are_in_the_way, touched},
    set::set_named,
};
use crate::tools::{
    generated::{
        blueprint::{Act, ToolOf},
        case::Case,
        data::{Cell, World, shuffled},
        scope::{Best, Scope},
        values::after,
    },
    kernel::{make::Setting, types::Def},
};
use serde_json::Map;
use truestep_core::chance::{Chance, Sampled};

/// Every row that is the first of its scope by a column, in an order that is drawn.
pub(super) fn bests(world: &World, kind: usize, chance: &mut Sampled) -> Vec<Best> {
    let scopes = shuffled(Scope::all(world, kind), chance);
    let mut all = vec![];
    for scope in scopes.into_iter().take(6) {
        for matched in scope.matched(world, chance) {
            if !matched.words.contains(" whose ") {
                all.extend(matched.bests(world));
            }
        }
    }
    shuffled(all, chance)
}

pub(super) fn find(world: &World, setting: &Setting, chance: Sampled) -> Result<Def, String> {
    let mut case = Case::new(world, setting, chance, false);
    let mut parts = vec![];
    let mut tools: Vec<usize> = vec![];
    for _ in 0..=case.chance.below(2) {
        let (words, tool) = find_one(&mut case, &tools)?;
        parts.push(words);
        tools.push(tool);
    }
    case.finish(&pleas(&parts))
}

fn find_one(case: &mut Case<'_>, used: &[usize]) -> Result<(String, usize), String> {
    let world = case.world;
    let tools = world.print.tools.iter().enumerate();
    let is_free = |number: usize, tool: &ToolOf| {
        used.iter().all(|&other| {
            world.print.tools[other].kind != tool.kind && !are_in_the_way(world, number, other)
        })
    };
    let tools = tools.filter(|(number, tool)| plain(tool).is_some() && is_free(*number, tool));
    let tools = tools.map(|(number, _)| number).collect();
    for tool in case.draw(tools) {
        let of = &world.print.tools[tool];
        let Some(change) = plain(of) else { continue };
        for best in bests(world, of.kind, &mut case.chance) {
            let cells = &best.among.row(world, best.row).cells;
            if !world.allows(of.kind, best.row, change) || world.is_forbidden(tool, cells) {
                continue;
            }
            let looked = case.look(&best.among.scope)?;
            case.change(tool, best.row, Map::new(), looked.all())?;
            case.not_of(tool, &best.others(), &Map::new());
            case.near(of.kind, &best.among.scope.rows);
            return Ok((format!("{} {}", change.verb, best.noun(world)), tool));
        }
    }
    Err(NONE.into())
}

/// The ways from a state to others by plain changes, without meeting a state twice: the tools, and the state at the end.
fn ways(world: &World, kind: usize, from: &'static str) -> Vec<(Vec<usize>, &'static str)> {
    /// Changes of a way, at most.
    const LONGEST: usize = 4;
    let mut all: Vec<(Vec<usize>, Vec<&'static str>)> = vec![(vec![], vec![from])];
    let mut at = 0;
    while at < all.len() {
        let (way, states) = all[at].clone();
        at += 1;
        let here = states[states.len() - 1];
        let tools = world.print.tools.iter().enumerate();
        for (number, tool) in tools.filter(|(_, tool)| tool.kind == kind) {
            let Act::Do(change) = &tool.act else { continue };
            let to = change.to.filter(|to| !states.contains(to));
            if let (true, Some(to)) = (change.from.contains(&here) && way.len() < LONGEST, to) {
                let (mut way, mut states) = (way.clone(), states.clone());
                way.push(number);
                states.push(to);
                all.push((way, states));
            }
        }
    }
    let ends = all.into_iter().skip(1);
    ends.map(|(way, states)| (way, states[states.len() - 1]))
        .collect()
}

pub(super) fn advance(world: &World, setting: &Setting, chance: Sampled) -> Result<Def, String> {
    let mut case = Case::new(world, setting, chance, false);
    let kinds =
        (0..world.print.kinds.len()).filter(|&kind| world.print.kinds[kind].status().is_some());
    for kind in case.draw(kinds.collect()) {
        let status = world.print.kinds[kind].status().ok_or(NONE)?;
        for best in bests(world, kind, &mut case.chance) {
            let cells = &best.among.row(world, best.row).cells;
            let Cell::Word(from) = cells[status] else {
                continue;
            };
            let all = ways(world, kind, from);
            let is_only = |end: &str| all.iter().filter(|(_, to)| *to == end).count() == 1;
            let mut long = all.iter().filter(|(way, to)| way.len() > 1 && is_only(to));
            let Some((way, to)) = long
                .next_back()
                .filter(|(way, _)| can_go(world, kind, &best, way))
            else {
                continue;
            };
            let looked = case.look(&best.among.scope)?;
            // Nobody sets out without having seen that every step is allowed.
            let mut evidence = looked.all();
            for &tool in way {
                evidence |= case.permission(tool, best.row, looked.all())?;
                evidence |= case.precondition(tool, best.row, looked.all())?;
            }
            case.must_know(evidence);
            for &tool in way {
                case.change(tool, best.row, Map::new(), evidence)?;
                case.not_of(tool, &best.others(), &Map::new());
            }
            case.near(kind, &best.among.scope.rows);
            let noun = best.noun(world);
            // What is looked at stands between commas.
            let comma = if noun.contains(", ") { "," } else { "" };
            let mut parts = vec![format!(
                "bring {noun}{comma} to the status `{to}`, step by step as the tools allow"
            )];
            if case.chance.below(2) == 0 {
                let (words, (other, _)) = set_named(&mut case, &[])?;
                if other == kind
                    || way
                        .iter()
                        .any(|&tool| touched(world, tool).contains(&other))
                {
                    return Err("one request is in the way of the other".into());
                }
                parts.push(words);
            }
            return case.finish(&pleas(&parts));
        }
    }
    Err(NONE.into())
}

/// Whether a row can go a way, change by change.
fn can_go(world: &World, kind: usize, best: &Best, way: &[usize]) -> bool {
    let mut cells = best.among.row(world, best.row).cells.clone();
    way.iter().all(|&tool| {
        let Some(change) = plain(&world.print.tools[tool]) else {
            return false;
        };
        let can =
            world.meets(kind, &cells, Some(best.row), change) && !world.is_forbidden(tool, &cells);
        cells = after(&cells, change);
        can
    })
}
