//! The oracle's episodes, for people to read. `BLESS=1` writes them anew; a change raises the template's version.

use super::super::{
    Analyst, DataFamily, Guest, ends, planner, rules, tasks, text,
    types::{Def, State},
};
use std::fmt::Write as _;
use truestep_core::{
    chance::Seed,
    model::{Dynamics as _, Host as _, Planner as _},
    task::Task,
};

/// The question, then for each step the distance before it, the action and what is shown after it; then what is right.
fn episode(def: &Def, guest: &Guest) -> String {
    let mut state: State = rules::initial(def);
    let mut out = format!("{}\n", def.goal.instruction);
    for action in planner::way(def, &state) {
        write!(out, "\n{}  ", Analyst::distance(def, &state)).unwrap();
        text::encode(def, &action, &mut out);
        out.push('\n');
        rules::step(def, guest, &mut state, &action).unwrap();
        text::view(def, &state, &mut out);
    }
    writeln!(out, "\ngrade {}", Analyst::status(def, &state).outcome()).unwrap();
    let [shown, other] = &def.answers;
    writeln!(
        out,
        "right: {}, and on the second folder {}",
        shown.python(),
        other.python()
    )
    .unwrap();
    for (place, stage) in def.stages.iter().enumerate() {
        for (way, code) in stage.ways.iter().enumerate() {
            if way != def.right[place] {
                writeln!(out, "\nmistaken cell {}:\n{code}", place + 1).unwrap();
            }
        }
    }
    assert!(ends::program(def).contains("def answer(folder):"));
    out
}

#[test]
fn the_oracles_episodes_are_as_recorded() {
    let mut guest = None;
    for template in tasks::ALL {
        let def = DataFamily
            .define(&Task::new(template.id(), Seed(1)))
            .unwrap();
        let guest = guest.get_or_insert_with(|| Guest::start(&def).unwrap());
        let file = format!(
            "{}/src/data/golden/{}.txt",
            env!("CARGO_MANIFEST_DIR"),
            template.name
        );
        let text = episode(&def, guest);
        if std::env::var_os("BLESS").is_some() {
            std::fs::create_dir_all(std::path::Path::new(&file).parent().unwrap()).unwrap();
            std::fs::write(&file, &text).unwrap();
        }
        let recorded = std::fs::read_to_string(&file).unwrap_or_default();
        assert_eq!(
            text, recorded,
            "{file}: look at the change, then bless it with BLESS=1"
        );
    }
}
