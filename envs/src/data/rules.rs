//! What can be done, what a step comes to, and what is stated of it.

use super::{
    folder::README,
    guest::Guest,
    planner,
    schema::TABLES,
    text::{self, written},
    types::{Action, Cells, Def, MOST_CELLS, NAMES, Shown, State, meaning},
};
use std::sync::Arc;
use truestep_core::{
    model::{Applied, HostFault, MenuEntry},
    truth::{Detail, FactSet, Rejection},
};

/// The state at the start.
pub(super) fn initial(def: &Def) -> State {
    State {
        cells: def.start.clone(),
        right: def.ways(&def.start).is_some_and(|ways| def.is_right(&ways)),
        ..State::default()
    }
}

/// Read an action.
pub(super) fn decode(def: &Def, text: &str) -> Result<Action, Rejection> {
    let (form, values) = written(def, text)?;
    let value = values.first().copied().unwrap_or_default();
    match form {
        "read" => file_of(def, value).map(Action::Read),
        "show" => cell_of(value).map(Action::Show),
        "run" => {
            let code = text::code(values.get(1).copied().unwrap_or_default())?;
            let cell = cell_of(value)?;
            let ways = def.stages.iter().flat_map(|stage| &stage.ways);
            let known = ways.clone().find(|way| ***way == *code);
            Ok(Action::Run(
                cell,
                known.cloned().unwrap_or_else(|| code.into()),
            ))
        }
        "restart" => Ok(Action::Restart),
        _ => Ok(Action::Submit),
    }
}

fn file_of(def: &Def, name: &str) -> Result<usize, Rejection> {
    let name = name.trim_matches(['"', '`', '\'', ' ']);
    let name = name.strip_prefix("data/").unwrap_or(name);
    let place = def.files().iter().position(|(file, _)| file == name);
    place.ok_or_else(|| {
        let message = format!("there is no file `{name}` in the folder data: {README} names them");
        Rejection::new("no_such_file", message)
    })
}

fn cell_of(number: &str) -> Result<u8, Rejection> {
    let cell = number.parse::<u8>().ok();
    cell.filter(|cell| (1..=MOST_CELLS).contains(cell))
        .ok_or_else(|| {
            let message = format!("`{number}` is no number of a cell: write 1 to {MOST_CELLS}");
            Rejection::new("no_such_cell", message)
        })
}

/// Whether an action can be executed.
pub(super) fn admit(state: &State, action: &Action) -> Result<(), Rejection> {
    if state.ended.is_some() {
        let message = "the notebook has been submitted";
        return Err(Rejection::new("episode_over", message));
    }
    match action {
        Action::Show(cell) if !state.cells.contains_key(cell) => {
            let message = format!("cell {cell} is empty");
            Err(Rejection::new("empty_cell", message))
        }
        _ => Ok(()),
    }
}

/// The facts that showing a file makes known.
pub(super) fn shows_file(def: &Def, file: usize, text: &str) -> FactSet {
    match file {
        0 => FactSet::default().with(NAMES),
        _ => def.shown_by(&text::file(&def.files()[file].0, text)),
    }
}

/// Execute an admitted action.
///
/// # Errors
/// A [`HostFault`] if no interpreter is to be had.
pub(super) fn step(
    def: &Def,
    guest: &Guest,
    state: &mut State,
    action: &Action,
) -> Result<Applied, HostFault> {
    let before = state.clone();
    match action {
        Action::Read(file) => {
            state.shown = Some(Shown::File(*file));
            let shows = shows_file(def, *file, &def.files()[*file].1);
            state.known = state.known.union(shows);
        }
        Action::Show(cell) => {
            state.shown = Some(Shown::Code(*cell));
            state.known = state.known.union(planner::seen(def, *cell));
        }
        Action::Run(cell, code) => {
            state.cells.insert(*cell, code.clone());
            let output: Arc<str> = text::output(&*guest.shown(def, &state.cells, *cell)?).into();
            state.known = state.known.union(planner::seen(def, *cell));
            state.known = state.known.union(def.shown_by(&output));
            state.shown = Some(Shown::Output(*cell, output));
            state.right = is_right(def, guest, &state.cells)?;
        }
        Action::Restart => {
            state.cells = def.start.clone();
            state.right = false;
            state.shown = Some(Shown::Fresh);
        }
        Action::Submit => state.ended = Some(state.right),
    }
    Ok(match *state == before {
        true => Applied {
            changed: false,
            repeated: true,
        },
        false => Applied::CHANGED,
    })
}

/// Whether a notebook is right: worked out before where all its cells are the plan's, run on both folders otherwise.
fn is_right(def: &Def, guest: &Guest, cells: &Cells) -> Result<bool, HostFault> {
    match def.ways(cells) {
        Some(ways) => Ok(def.is_right(&ways)),
        None => guest.is_right(def, cells),
    }
}

/// The menu: files as far as their names are known, cells that were there, the next cell of the plan in each of its ways and
/// those that were written before it, and the end once every cell is written.
pub(super) fn menu(def: &Def, state: &State, out: &mut Vec<MenuEntry<Action>>) {
    if state.ended.is_some() {
        return;
    }
    let mut offer = |action| out.push(MenuEntry { action, weight: 1 });
    offer(Action::Read(0));
    if state.known.contains(NAMES) {
        (1..def.files().len()).for_each(|file| offer(Action::Read(file)));
    }
    for &cell in def.start.keys() {
        if state.cells.contains_key(&cell) {
            offer(Action::Show(cell));
        }
    }
    let ways = def.ways(&state.cells);
    let mut meanings = TABLES.map(meaning).into_iter();
    let all_known = meanings.all(|fact| !def.evidence.contains(fact) || state.known.contains(fact));
    if let Some(ways) = ways.as_ref().filter(|_| all_known) {
        for (place, stage) in def.stages.iter().enumerate() {
            let cell = place as u8 + 1;
            if state.known.includes(planner::seen(def, cell)) {
                for way in &stage.ways {
                    offer(Action::Run(cell, way.clone()));
                }
            }
            if ways[place].is_none() {
                break;
            }
        }
    }
    if state.cells != def.start {
        offer(Action::Restart);
    }
    let is_whole = ways.is_none_or(|ways| ways.iter().all(Option::is_some));
    if is_whole {
        offer(Action::Submit);
    }
}

/// Whether an end rests on what was shown.
pub(super) fn supported(def: &Def, state: &State, action: &Action) -> Option<bool> {
    match action {
        Action::Submit => Some(state.right && state.known.includes(def.evidence)),
        _ => None,
    }
}

/// The sub-goals that hold.
pub(super) fn subgoals(def: &Def, state: &State) -> FactSet {
    let needed = (0..FactSet::CAP).filter(|&fact| def.evidence.contains(fact));
    let mut held = FactSet::default();
    let mut count = 0;
    for (number, fact) in needed.enumerate() {
        if state.known.contains(fact) {
            held = held.with(number);
        }
        count = number + 1;
    }
    if state.right {
        held = held.with(count);
    }
    match state.ended {
        Some(true) => held.with(count + 1),
        _ => held,
    }
}

/// What is left to be found out in a state, and how far the notebook is.
pub(super) fn state_details(def: &Def, state: &State, out: &mut Vec<Detail>) {
    let left = def.evidence.minus(state.known).len();
    out.push(Detail::new("answerable", left == 0));
    out.push(Detail::new("facts_left", left));
    out.push(Detail::new("cells", state.cells.len()));
    out.push(Detail::new("program_right", state.right));
    let own = def.ways(&state.cells).is_none();
    out.push(Detail::new("own_code", own));
}

/// And what a step found out, or which way a cell was written.
pub(super) fn step_details(
    def: &Def,
    before: &State,
    action: &Action,
    after: &State,
    out: &mut Vec<Detail>,
) {
    let gained = after.known.minus(before.known);
    out.push(Detail::new("facts_gained", gained.len()));
    let needed = gained.intersection(def.evidence).len();
    out.push(Detail::new("new_evidence", needed));
    if let Action::Run(cell, code) = action {
        out.push(Detail::new("cell", u32::from(*cell)));
        let written = match way_of(def, *cell, code) {
            None => "own",
            Some((place, way)) if way == def.right[place] => "plan",
            Some(_) => "mistake",
        };
        out.push(Detail::new("written", written));
    }
}

/// Which stage a cell is of, and in which way, if it is one of the plan's.
pub(super) fn way_of(def: &Def, cell: u8, code: &str) -> Option<(usize, usize)> {
    let place = usize::from(cell).checked_sub(1)?;
    let stage = def.stages.get(place)?;
    let way = stage.ways.iter().position(|way| **way == *code)?;
    Some((place, way))
}
