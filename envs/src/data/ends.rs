//! Ends beside the right one: near misses, which must fail, and what comes to the same, which must succeed.

use super::{
    guest::FOLDERS,
    planner,
    types::{Action, Def, State},
};
use std::sync::Arc;

/// Near misses that are made of mistakes of the plan at most.
const MOST_MISTAKES: usize = 12;

/// Actions as texts.
fn script(def: &Def, actions: &[Action]) -> Vec<String> {
    let text = |action: &Action| {
        let mut text = String::new();
        super::text::encode(def, action, &mut text);
        text
    };
    actions.iter().map(text).collect()
}

/// The oracle's way without the end, and with every cell of the plan written.
fn whole(def: &Def, start: &State) -> Vec<Action> {
    let way = planner::way(def, start);
    let mut before: Vec<Action> = way
        .into_iter()
        .filter(|action| !matches!(action, Action::Run(..) | Action::Submit))
        .collect();
    for (place, stage) in def.stages.iter().enumerate() {
        let right = &stage.ways[def.right[place]];
        before.push(Action::Run(place as u8 + 1, right.clone()));
    }
    before
}

/// The right program as one text.
pub(super) fn program(def: &Def) -> String {
    let cells = def.stages.iter().zip(&def.right);
    let cells: Vec<&str> = cells.map(|(stage, right)| &*stage.ways[*right]).collect();
    cells.join("\n\n")
}

/// A cell of the agent's own that returns what is right on the shown folder, whatever folder it is given.
pub(super) fn literal(def: &Def) -> String {
    format!(
        "def answer(folder):\n    return {}",
        def.answers[0].python()
    )
}

/// The right program, but of the shown folder whatever folder it is given.
pub(super) fn one_folder(def: &Def) -> String {
    format!(
        "{}\n\nwhole = answer\nanswer = lambda folder: whole({:?})",
        program(def),
        FOLDERS[0]
    )
}

/// The shortest way with a mistake in it, with a number instead of a program, or with no program at all.
pub(super) fn near_misses(def: &Def, start: &State) -> Vec<Vec<String>> {
    let whole = whole(def, start);
    let mut scripts = vec![];
    let mut mistakes = vec![];
    for (place, stage) in def.stages.iter().enumerate() {
        let ways = stage.ways.iter().enumerate();
        // One choice of ways is right: with any other it is a mistake.
        for (_, code) in ways.filter(|(way, _)| *way != def.right[place]) {
            mistakes.push(Action::Run(place as u8 + 1, Arc::clone(code)));
        }
    }
    for mistake in mistakes.into_iter().take(MOST_MISTAKES) {
        let actions = [&whole[..], &[mistake, Action::Submit]].concat();
        scripts.push(script(def, &actions));
    }
    let last = def.stages.len() as u8;
    let own = |text: &str| {
        let actions = [
            &whole[..],
            &[Action::Run(last, text.into()), Action::Submit],
        ]
        .concat();
        script(def, &actions)
    };
    let right = def.answers[0].python();
    scripts.extend([
        own(&literal(def)),
        own(&format!("answer = {right}")),
        own(&format!("print({right})")),
        own("def answer(folder):\n    return None"),
        own("def answer(folder):\n    return []"),
        own("def answer(folder):\n    raise ValueError(folder)"),
        own("def answer():\n    return 0"),
        own("answer = lambda folder: str(len(folder))"),
        own(&format!(
            "import os\ndef answer(folder):\n    return {right} if os.listdir(folder) else 0"
        )),
        own("def answer(folder:\n    return 0"),
        own(&one_folder(def)),
    ]);
    scripts
}

/// The same program in one cell, in cells with other numbers, after a restart, and by way of a detour.
pub(super) fn equivalents(def: &Def, start: &State) -> Vec<Vec<String>> {
    let whole = whole(def, start);
    let (reads, cells): (Vec<Action>, Vec<Action>) = whole
        .iter()
        .cloned()
        .partition(|action| !matches!(action, Action::Run(..)));
    let mut reversed = reads.clone();
    // What is read may be read in any order, once the names of the files are known.
    if let [_, rest @ ..] = &mut reversed[..] {
        rest.reverse();
    }
    let one: Arc<str> = program(def).into();
    let last = def.stages.len() as u8;
    let fresh = [&cells[..], &[Action::Restart], &cells, &[Action::Submit]].concat();
    let renamed: Arc<str> = format!(
        "{}\n\nwhole = answer\nanswer = lambda where: whole(where)",
        program(def)
    )
    .into();
    // A notebook that is wrong where it begins stops there: its cells are written again first.
    let first = match start.cells.is_empty() {
        true => reads.clone(),
        false => [&reads[..], &cells].concat(),
    };
    let mut ends = vec![
        script(def, &[&reversed[..], &cells, &[Action::Submit]].concat()),
        script(def, &[&reads[..], &fresh].concat()),
        script(
            def,
            &[&first[..], &[Action::Run(last, one), Action::Submit]].concat(),
        ),
        script(
            def,
            &[&first[..], &[Action::Run(9, renamed), Action::Submit]].concat(),
        ),
    ];
    // A program of one's own needs no look at what was there.
    let unseen = reads
        .iter()
        .filter(|action| !matches!(action, Action::Show(_)))
        .cloned();
    let unseen: Vec<Action> = unseen.collect();
    ends.push(script(
        def,
        &[&unseen[..], &cells, &[Action::Submit]].concat(),
    ));
    ends
}
