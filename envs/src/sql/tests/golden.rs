//! The oracle's episodes, for people to read. `BLESS=1` writes them anew; a change raises the template's version.

use super::super::{
    Asker, Sql,
    ends::{Way, apply, shortest},
    options::DEFAULT_DATABASE_SEED,
    page, tasks, text,
    types::{Def, State},
};
use std::fmt::Write as _;
use truestep_core::{
    chance::Seed,
    model::{Dynamics as _, Planner as _},
    task::Task,
};

/// The question, then for each step the distance before it, the action and what is shown after it; then some wrong ends.
fn episode(def: &Def) -> String {
    let mut state = State::default();
    let mut out = format!("{}\n", def.goal.instruction);
    for action in shortest(def, &state, Way::First) {
        write!(out, "\n{}  ", Asker::distance(def, &state)).unwrap();
        text::encode(def, &action, &mut out);
        out.push('\n');
        apply(def, &mut state, &action);
        page::view(def, &state, &mut out);
    }
    writeln!(out, "\ngrade {}", Asker::status(def, &state).outcome()).unwrap();
    for sql in &def.same {
        writeln!(out, "right too: {sql}").unwrap();
    }
    for sql in &def.wrong {
        writeln!(out, "wrong: {sql}").unwrap();
    }
    out
}

#[test]
fn the_oracles_episodes_are_as_recorded() {
    let sql = Sql::new(DEFAULT_DATABASE_SEED);
    for template in tasks::ALL {
        let def = sql.define(&Task::new(template.id(), Seed(1))).unwrap();
        let file = format!(
            "{}/src/sql/golden/{}.txt",
            env!("CARGO_MANIFEST_DIR"),
            template.name
        );
        let text = episode(&def);
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
