//! Requests about every row that is so: alone, where a rule forbids a part, where a customer has to be asked, and while calls
//! are disturbed.

use super::{ASKS, NONE, plain, pleas};
use crate::tools::{
    generated::{
        blueprint::{Act, Need},
        case::Case,
        data::{World, shuffled},
        policy::Subject,
        scope::{Matched, Scope, anchor, named},
        theme::What,
        values::meet,
        words::{capital, spaced},
    },
    kernel::{
        make::Setting,
        types::{Def, FaultKind},
    },
};
use serde_json::Map;
use std::ops::RangeInclusive;
use truestep_core::chance::{Chance, Sampled};

/// A change that is asked for of every row that is so.
struct Process {
    tool: usize,
    matched: Matched,
}

impl Process {
    /// Draw one of so many rows, of which so many are forbidden; with the scope's anchor, if it is to have one.
    fn draw(
        world: &World,
        chance: &mut Sampled,
        rows: RangeInclusive<usize>,
        forbidden: usize,
        is_meant: impl Fn(&Scope) -> bool,
    ) -> Option<Self> {
        let tools = world.print.tools.iter().enumerate();
        let tools = tools.filter(|(_, tool)| plain(tool).is_some());
        let pairs = tools.flat_map(|(number, tool)| {
            let scopes = Scope::all(world, tool.kind).into_iter();
            scopes.map(move |scope| (number, scope))
        });
        let pairs = pairs.filter(|(_, scope)| is_meant(scope)).collect();
        for (tool, scope) in shuffled(pairs, chance) {
            let change = plain(&world.print.tools[tool])?;
            for matched in scope.matched(world, chance) {
                let all = matched.rows.len();
                let of_state = matched.words.contains(" that is ");
                if !of_state || !rows.contains(&all) || all == scope.rows.len() && all > 1 {
                    continue;
                }
                let allows = |&row: &usize| world.allows(scope.kind, row, change);
                let forbids =
                    |&&row: &&usize| world.is_forbidden(tool, &matched.row(world, row).cells);
                let count = matched.rows.iter().filter(forbids).count();
                if matched.rows.iter().all(allows)
                    && count == forbidden
                    && !meet(world, &matched, change)
                {
                    return Some(Self { tool, matched });
                }
            }
        }
        None
    }

    fn verb<'w>(&self, world: &'w World) -> &'w str {
        plain(&world.print.tools[self.tool]).map_or("", |change| &change.verb)
    }

    /// Ask for it; rows that are forbidden are left.
    fn put(&self, case: &mut Case<'_>) -> Result<(), String> {
        let world = case.world;
        let scope = &self.matched.scope;
        let looked = case.look(scope)?;
        let facts: Vec<_> = scope
            .rows
            .iter()
            .copied()
            .zip(looked.contents.clone())
            .collect();
        for (row, contents) in facts {
            if !self.matched.rows.contains(&row) {
                continue;
            }
            if world.is_forbidden(self.tool, &self.matched.row(world, row).cells) {
                case.permission(self.tool, row, contents)?;
                case.precondition(self.tool, row, contents)?;
                let arguments = case.names(scope.kind, row);
                let known = case.known(scope.kind, row);
                let name = &world.print.tools[self.tool].name;
                case.maker.wrong(name, arguments.into(), known);
            } else {
                case.change(self.tool, row, Map::new(), looked.list | contents)?;
            }
        }
        let is_other = |row: &usize| !self.matched.rows.contains(row);
        let others: Vec<usize> = scope.rows.iter().copied().filter(is_other).collect();
        case.not_of(self.tool, &others, &Map::new());
        case.near(scope.kind, &scope.rows);
        Ok(())
    }

    fn request(&self, world: &World) -> String {
        format!("{} every {}", self.verb(world), self.matched.noun(world))
    }
}

pub(super) fn process(world: &World, setting: &Setting, chance: Sampled) -> Result<Def, String> {
    let mut case = Case::new(world, setting, chance, false);
    let first = Process::draw(world, &mut case.chance, 1..=3, 0, |_| true).ok_or(NONE)?;
    first.put(&mut case)?;
    let mut parts = vec![first.request(world)];
    // What a second request is about has nothing to do with the first.
    if case.chance.below(2) == 0 {
        let kind = first.matched.scope.kind;
        let is_other = |scope: &Scope| scope.kind != kind;
        let other = Process::draw(world, &mut case.chance, 1..=2, 0, is_other).ok_or(NONE)?;
        if are_in_the_way(world, first.tool, other.tool) {
            return Err("one request is in the way of the other".into());
        }
        other.put(&mut case)?;
        parts.push(other.request(world));
    }
    case.finish(&pleas(&parts))
}

/// Whether one of two changes depends on rows of the kind that the other changes, or both on rows of a third.
pub(super) fn are_in_the_way(world: &World, one: usize, other: usize) -> bool {
    let kind = |tool: usize| world.print.tools[tool].kind;
    let (first, second) = (touched(world, one), touched(world, other));
    first.contains(&kind(other))
        || second.contains(&kind(one))
        || first.iter().any(|kind| second.contains(kind))
}

/// The kinds beside its own whose rows a change reaches, or that it or a rule about it looks at.
pub(super) fn touched(world: &World, tool: usize) -> Vec<usize> {
    let of = &world.print.tools[tool];
    let other = |column: usize| match world.print.kinds[of.kind].columns[column].what {
        What::Row(kind) => Some(kind),
        _ => None,
    };
    let laws = world.laws(tool).filter_map(|law| match law.subject {
        Subject::Other { of, .. } => other(of),
        Subject::Own(_) | Subject::Given(_) => None,
    });
    let mut all: Vec<usize> = laws.collect();
    if let Some(change) = plain(of) {
        let reaches = change.effects.iter().filter_map(|effect| effect.of);
        all.extend(reaches.filter_map(other));
        all.extend(change.needs.iter().filter_map(|need| match need {
            Need::Is { of, .. } => of.and_then(other),
            Need::Alone { kind, .. } => Some(*kind),
        }));
    }
    all
}

pub(super) fn forbidden(world: &World, setting: &Setting, chance: Sampled) -> Result<Def, String> {
    let mut case = Case::new(world, setting, chance, false);
    let asked = Process::draw(world, &mut case.chance, 2..=3, 1, |_| true);
    let asked = asked.ok_or(NONE)?;
    asked.put(&mut case)?;
    let scope = &asked.matched.scope;
    let is_it = |row: &usize| world.is_forbidden(asked.tool, &asked.matched.row(world, *row).cells);
    let (no, others): (Vec<usize>, Vec<usize>) = scope
        .rows
        .iter()
        .partition(|row| asked.matched.rows.contains(row) && is_it(row));
    case.hand_over(scope.kind, no[0], &others);
    case.finish(&format!("Please {}.", asked.request(world)))
}

pub(super) fn ask(world: &World, setting: &Setting, chance: Sampled) -> Result<Def, String> {
    let mut case = Case::new(world, setting, chance, true);
    let is_of = |scope: &Scope| anchor(world.print, scope).is_some();
    let asked = Process::draw(world, &mut case.chance, 1..=2, 0, is_of).ok_or(NONE)?;
    let scope = &asked.matched.scope;
    let (kind, row) = anchor(world.print, scope).ok_or(NONE)?;
    let of = spaced(world.print.kinds[kind].one);
    let one = spaced(world.print.kinds[scope.kind].one);
    let name = format!("it is about {}.", named(world, kind, row));
    let request = format!(
        "please {} every {one} of that {of}{}.",
        asked.verb(world),
        asked.matched.words
    );
    let about = case.topic(ASKS[0], &capital(&name));
    let wish = case.topic(ASKS[1], &capital(&request));
    case.must_know(about | wish);
    asked.put(&mut case)?;
    case.finish(&format!(
        "A customer is here. Ask for the `name` of the {of} it is about and for the `request`, and do what is asked for."
    ))
}

pub(super) fn outage(world: &World, setting: &Setting, chance: Sampled) -> Result<Def, String> {
    let mut case = Case::new(world, setting, chance, false);
    let is_of = |scope: &Scope| anchor(world.print, scope).is_some();
    let asked = Process::draw(world, &mut case.chance, 1..=3, 0, is_of).ok_or(NONE)?;
    asked.put(&mut case)?;
    let kind = asked.matched.scope.kind;
    let (other, _) = anchor(world.print, &asked.matched.scope).ok_or(NONE)?;
    let found = world.print.tool(other, |act| matches!(act, Act::Find));
    let got = world.print.tool(kind, |act| matches!(act, Act::Get));
    let (Some((_, find)), Some((_, get))) = (found, got) else {
        return Err(NONE.into());
    };
    case.maker.fault(&find.name, FaultKind::RateLimit);
    case.maker.fault(&get.name, FaultKind::Transient);
    if case.chance.below(2) == 0 {
        let tool = &world.print.tools[asked.tool].name;
        case.maker.fault(tool, FaultKind::Timeout);
    }
    case.finish(&format!("Please {}.", asked.request(world)))
}
