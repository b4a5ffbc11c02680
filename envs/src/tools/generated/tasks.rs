//! The list of tasks of generated domains. A new one is a `build` function, and one line here.

use super::{
    blueprint::{Act, Change, Need, Shape, ToolOf},
    case::{Case, after, draw, meet, value_of},
    data::{Cell, World, shuffled},
    policy::{Subject, argument},
    scope::{Best, Matched, Scope, anchor, named},
    theme::What,
    words::{a, amount, capital, spaced},
};
use crate::tools::kernel::{
    deed::money,
    make::Setting,
    types::{Def, FaultKind},
};
use serde_json::Map;
use std::ops::RangeInclusive;
use truestep_core::chance::{Chance, Sampled};

/// What a customer can be asked.
pub(super) const ASKS: [&str; 2] = ["name", "request"];
/// What can be told.
pub(super) const TELLS: [&str; 1] = ["total"];
/// Why a task can be handed over.
pub(super) const HAND_OVER: [&str; 2] = ["not allowed", "technical fault"];

type Build = fn(&World, &Setting, Sampled) -> Result<Def, String>;

/// One template.
pub(crate) struct Template {
    pub(crate) name: &'static str,
    pub(crate) version: u32,
    pub(crate) summary: &'static str,
    /// Success rate of random play, at most, in percent.
    pub(crate) random_ceiling_percent: u32,
    pub(super) build: Build,
}

const fn template(name: &'static str, summary: &'static str, build: Build) -> Template {
    Template {
        name,
        version: 1,
        summary,
        random_ceiling_percent: 2,
        build,
    }
}

/// Every template, in order.
pub(crate) const TEMPLATES: &[Template] = &[
    template(
        "generated-update",
        "set what is named of who or what is named, and of every row that is so",
        update,
    ),
    template(
        "generated-process",
        "do to every row that is so what its state allows",
        process,
    ),
    template(
        "generated-advance",
        "bring a row from one state to another, step by step",
        advance,
    ),
    template(
        "generated-find",
        "find the first by a column, and change it alone",
        find,
    ),
    template(
        "generated-create",
        "make a row that refers to what is named and to what is found",
        create,
    ),
    template(
        "generated-question",
        "add amounts up and tell the sum; change nothing",
        question,
    ),
    template(
        "generated-forbidden",
        "do what the rules allow, and hand over what they do not",
        forbidden,
    ),
    template(
        "generated-ask",
        "ask a customer what is wanted and for whom, have each change agreed, do it",
        ask,
    ),
    template(
        "generated-outage",
        "do what is asked while calls are limited and go unanswered",
        outage,
    ),
];

/// What is asked for, a sentence each.
fn pleas(parts: &[String]) -> String {
    let sentence = |(number, part): (usize, &String)| match number {
        0 => format!("Please {part}."),
        _ => format!("Please also {part}."),
    };
    let sentences: Vec<String> = parts.iter().enumerate().map(sentence).collect();
    sentences.join(" ")
}

const NONE: &str = "nothing in this domain's rows is so";

/// A tool that changes a row without being given anything.
fn plain(tool: &ToolOf) -> Option<&Change> {
    match &tool.act {
        Act::Do(change) if change.shape == Shape::Change && change.takes.is_empty() => Some(change),
        _ => None,
    }
}

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
                let arguments = case.names(scope.kind, row);
                let known = case.known(scope.kind, row);
                let name = &world.print.tools[self.tool].name;
                case.maker.wrong(name, arguments.into(), known);
            } else {
                case.change(self.tool, row, Map::new(), looked.list | contents)?;
            }
        }
        case.near(scope.kind, &scope.rows);
        Ok(())
    }

    fn request(&self, world: &World) -> String {
        format!("{} every {}", self.verb(world), self.matched.noun(world))
    }
}

fn process(world: &World, setting: &Setting, chance: Sampled) -> Result<Def, String> {
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
fn are_in_the_way(world: &World, one: usize, other: usize) -> bool {
    let kind = |tool: usize| world.print.tools[tool].kind;
    let (first, second) = (touched(world, one), touched(world, other));
    first.contains(&kind(other))
        || second.contains(&kind(one))
        || first.iter().any(|kind| second.contains(kind))
}

/// The kinds beside its own whose rows a change reaches, or that it or a rule about it looks at.
fn touched(world: &World, tool: usize) -> Vec<usize> {
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

/// A value in words, as it is asked for.
fn worded(what: &What, cell: &Cell) -> String {
    match (what, cell) {
        (What::Money { .. }, Cell::Number(cents)) => format!("{cents} cents ({})", money(*cents)),
        (_, Cell::Number(number)) => amount(what, *number),
        (_, Cell::Word(word)) => format!("`{word}`"),
        (_, Cell::Text(text)) => format!("`{text}`"),
        (_, Cell::Row(_)) => String::new(),
    }
}

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
fn set_named(
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
        let given = Map::from_iter([(argument(entity, column), value)]);
        case.change(tool, row, given, known)?;
        case.near(kind, &[row]);
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
            for (row, contents) in scope.rows.iter().zip(looked.contents.clone()) {
                if matched.rows.contains(row) {
                    let given = Map::from_iter([(argument(entity, column), value_of(&cell))]);
                    case.change(tool, *row, given, looked.list | contents)?;
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

fn update(world: &World, setting: &Setting, chance: Sampled) -> Result<Def, String> {
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

/// Every row that is the first of its scope by a column, in an order that is drawn.
fn bests(world: &World, kind: usize, chance: &mut Sampled) -> Vec<Best> {
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

fn find(world: &World, setting: &Setting, chance: Sampled) -> Result<Def, String> {
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

fn advance(world: &World, setting: &Setting, chance: Sampled) -> Result<Def, String> {
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
            for &tool in way {
                case.change(tool, best.row, Map::new(), looked.all())?;
            }
            case.near(kind, &best.among.scope.rows);
            let request = format!(
                "Please bring {} to the status `{to}`, step by step as the tools allow.",
                best.noun(world)
            );
            return case.finish(&request);
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

fn create(world: &World, setting: &Setting, chance: Sampled) -> Result<Def, String> {
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

fn create_one(case: &mut Case<'_>, tool: usize, change: &Change) -> Result<Option<String>, String> {
    let world = case.world;
    let of = &world.print.tools[tool];
    let entity = &world.print.kinds[of.kind];
    for _ in 0..12 {
        let mut cells: Vec<Cell> = entity.columns.iter().map(|_| Cell::Row(0)).collect();
        let mut chosen: Vec<(usize, usize, Chosen)> = vec![];
        for (column, kind) in entity.refers() {
            let found = bests(world, kind, &mut case.chance).into_iter().next();
            let is_first = !chosen
                .iter()
                .any(|(.., one)| matches!(one, Chosen::Best(_)));
            let one = match found.filter(|_| is_first) {
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
    let mut wrong: Vec<(String, String, u64)> = vec![];
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
    for (name, id, known) in wrong {
        let mut other = given.clone();
        other.insert(name, id.into());
        case.mistake(tool, other, shown | known);
    }
    let head = format!("Please {} {}", change.verb, a(&spaced(entity.one)));
    Ok(format!("{head}: {}.", words.join("; ")))
}

fn question(world: &World, setting: &Setting, chance: Sampled) -> Result<Def, String> {
    let mut case = Case::new(world, setting, chance, false);
    let kinds = world.print.kinds.iter().enumerate();
    let columns = kinds.flat_map(|(kind, entity)| {
        let columns = entity.columns.iter().enumerate();
        let money = columns.filter(|(_, column)| matches!(column.what, What::Money { .. }));
        money.map(move |(place, _)| (kind, place))
    });
    for (kind, column) in case.draw(columns.collect()) {
        let name = spaced(world.print.kinds[kind].columns[column].name);
        for scope in case.draw(Scope::all(world, kind)) {
            if scope.rows.len() < 3 {
                continue;
            }
            for matched in scope.matched(world, &mut case.chance) {
                if matched.words.is_empty()
                    || matched.rows.len() < 2
                    || matched.rows.len() == scope.rows.len()
                    || matched.words.contains(&name)
                {
                    continue;
                }
                let looked = case.look(&scope)?;
                let cents = |row: &usize| match matched.row(world, *row).cells[column] {
                    Cell::Number(cents) => cents,
                    _ => 0,
                };
                let total: i64 = matched.rows.iter().map(cents).sum();
                let mut others: Vec<i64> = scope.rows.iter().map(cents).collect();
                others.push(others.iter().sum());
                others.retain(|other| *other != total);
                others.sort_unstable();
                others.dedup();
                case.maker.tell(TELLS[0], total, looked.all(), &others);
                case.near(kind, &scope.rows);
                let request = format!(
                    "Please add up the {name} of every {}, and tell the customer the sum as `total`. Change nothing.",
                    matched.noun(world)
                );
                return case.finish(&request);
            }
        }
    }
    Err(NONE.into())
}

fn forbidden(world: &World, setting: &Setting, chance: Sampled) -> Result<Def, String> {
    let mut case = Case::new(world, setting, chance, false);
    let rows = 1 + case.chance.below(2) as usize;
    let asked = Process::draw(world, &mut case.chance, rows..=3, 1, |_| true);
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

fn ask(world: &World, setting: &Setting, chance: Sampled) -> Result<Def, String> {
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

fn outage(world: &World, setting: &Setting, chance: Sampled) -> Result<Def, String> {
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
