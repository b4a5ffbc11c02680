//! Distances: fewest steps to the right end, exact at any size.
//!
//! What is known only grows, and each step of the menu shows one thing that is needed. Cells of the plan are written one a
//! step, and those that are right together were worked out when the task was made; so the steps that are left are what is
//! not known yet, the fewest cells that are to be written or written again, and the end. A notebook with cells of the
//! agent's own is either right as it stands or put back first: the menu mends no code it has not written.

use super::schema::TABLES;
use super::types::{Action, Cells, Def, MOST_CELLS, NAMES, State, code, meaning, meaning_file};
use truestep_core::truth::{Distance, FactSet};

/// What of a state distances depend on.
#[derive(Clone, Debug)]
struct Outline {
    known: FactSet,
    /// Nothing where a cell is the agent's own.
    ways: Option<Vec<Option<usize>>>,
    right: bool,
    ended: Option<bool>,
}

impl Outline {
    fn of(def: &Def, state: &State) -> Self {
        Self {
            known: state.known,
            ways: def.ways(&state.cells),
            right: state.right,
            ended: state.ended,
        }
    }
}

/// Fewest steps to the right end over supported actions.
pub(super) fn distance(def: &Def, state: &State) -> Distance {
    supported(def, &Outline::of(def, state))
}

fn supported(def: &Def, outline: &Outline) -> Distance {
    match outline.ended {
        Some(true) => Distance::Steps(0),
        Some(false) => Distance::Never,
        None => Distance::Steps(evidence(def, outline.known) + cells(def, outline) + 1),
    }
}

/// The same, where nothing need be known that the menu does not ask for.
pub(super) fn distance_clairvoyant(def: &Def, state: &State) -> Distance {
    let outline = Outline::of(def, state);
    if outline.ended.is_some() {
        return supported(def, &outline);
    }
    if cells(def, &outline) == 0 {
        return Distance::Steps(1);
    }
    let start = start_ways(def);
    let unseen = |cell: usize| {
        let fact = code(cell as u8 + 1);
        u32::from(def.evidence.contains(fact) && !outline.known.contains(fact))
    };
    let from = |ways: &[Option<usize>]| {
        let each = def.right.iter().zip(ways).enumerate();
        let steps = each.map(|(cell, (right, way))| match Some(*right) == *way {
            true => 0,
            false => 1 + unseen(cell),
        });
        steps.sum::<u32>()
    };
    let back = 1 + from(&start);
    let cells = outline
        .ways
        .as_ref()
        .map_or(back, |ways| from(ways).min(back));
    Distance::Steps(tables_missing(def, outline.known) + cells + 1)
}

/// The facts of a task about its tables.
fn tables_only(def: &Def) -> FactSet {
    let facts = TABLES.map(meaning).into_iter();
    let needed = facts.filter(|fact| def.evidence.contains(*fact));
    needed.fold(FactSet::default(), FactSet::with)
}

/// The facts of a task about cells that were there at the start.
fn codes(def: &Def) -> FactSet {
    def.evidence.minus(tables_only(def))
}

/// Steps that show what is needed of the tables and not known.
fn tables_missing(def: &Def, known: FactSet) -> u32 {
    let missing = tables_only(def).minus(known).len() as u32;
    missing + u32::from(missing > 0 && !known.contains(NAMES))
}

/// Steps that show what is needed and not known.
fn evidence(def: &Def, known: FactSet) -> u32 {
    tables_missing(def, known) + codes(def).minus(known).len() as u32
}

fn start_ways(def: &Def) -> Vec<Option<usize>> {
    let none = vec![None; def.stages.len()];
    def.ways(&def.start).unwrap_or(none)
}

/// Fewest cells to be written until the notebook is right.
fn cells(def: &Def, outline: &Outline) -> u32 {
    let from = |ways: &[Option<usize>]| {
        let each = def.right.iter().zip(ways);
        each.filter(|(right, way)| Some(**right) != **way).count() as u32
    };
    if outline.right {
        return 0;
    }
    let back = 1 + from(&start_ways(def));
    outline
        .ways
        .as_ref()
        .map_or(back, |ways| from(ways).min(back))
}

/// Whether an action of the menu brings the right end nearer; what a cell prints makes no difference.
pub(super) fn is_nearer(def: &Def, state: &State, action: &Action) -> bool {
    let here = Outline::of(def, state);
    let mut next = here.clone();
    match action {
        Action::Read(file) => {
            let (_, text) = &def.files()[*file];
            next.known = next.known.union(super::rules::shows_file(def, *file, text));
        }
        Action::Show(cell) => next.known = next.known.union(seen(def, *cell)),
        Action::Run(cell, text) => {
            let mut written: Cells = state.cells.clone();
            written.insert(*cell, text.clone());
            next.ways = def.ways(&written);
            next.right = next.ways.as_ref().is_some_and(|ways| def.is_right(ways));
            next.known = next.known.union(seen(def, *cell));
        }
        Action::Restart => {
            next.ways = def.ways(&def.start);
            next.right = false;
        }
        Action::Submit => {
            next.ended = Some(here.right);
            if !here.right || !here.known.includes(def.evidence) {
                return false;
            }
        }
    }
    let steps = |outline: &Outline| supported(def, outline).steps();
    match (steps(&here), steps(&next)) {
        (Some(here), Some(next)) => next + 1 == here,
        _ => false,
    }
}

/// The fact that looking at a cell, or writing it, makes known.
pub(super) fn seen(def: &Def, cell: u8) -> FactSet {
    match cell <= MOST_CELLS && def.start.contains_key(&cell) {
        true => FactSet::default().with(code(cell)),
        false => FactSet::default(),
    }
}

/// The oracle's actions from a state that is a start: what is to be read, looked at and written, and the end.
pub(super) fn way(def: &Def, start: &State) -> Vec<Action> {
    let mut way = vec![];
    let missing = def.evidence.minus(start.known);
    if tables_missing(def, start.known) > 0 && !start.known.contains(NAMES) {
        way.push(Action::Read(0));
    }
    for table in TABLES {
        if missing.contains(meaning(table)) {
            way.push(Action::Read(meaning_file(table)));
        }
    }
    for &cell in start.cells.keys() {
        if missing.contains(code(cell)) {
            way.push(Action::Show(cell));
        }
    }
    let ways = start_ways(def);
    for (place, stage) in def.stages.iter().enumerate() {
        let right = def.right[place];
        if ways[place] != Some(right) {
            way.push(Action::Run(place as u8 + 1, stage.ways[right].clone()));
        }
    }
    way.push(Action::Submit);
    way
}
