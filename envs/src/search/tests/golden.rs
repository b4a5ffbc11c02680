//! The oracle's episodes, for people to read. `BLESS=1` writes them anew; a change raises the template's version.

use super::super::{
    Reader, Search,
    ends::{Way, shortest},
    options::default_wiki,
    tasks, text,
    types::{Def, State},
};
use std::fmt::Write as _;
use truestep_core::{
    chance::{Enumerated, Seed},
    model::{Dynamics as _, Planner as _, Unheard},
    task::Task,
};

/// The question, then for each step the distance before it, the action and what is shown after it.
fn episode(def: &Def) -> String {
    let mut state = State::default();
    let mut out = format!("{}\n", def.goal.instruction);
    for action in shortest(def, &state, Way::First) {
        write!(out, "\n{}  ", Reader::distance(def, &state)).unwrap();
        text::encode(&action, &mut out);
        out.push('\n');
        Reader::step(
            def,
            &mut (),
            &mut state,
            &action,
            &mut Enumerated::default(),
            &mut Unheard,
        )
        .unwrap();
        text::view(def, &state, &mut out);
    }
    writeln!(out, "\ngrade {}", Reader::status(def, &state).outcome()).unwrap();
    out
}

#[test]
fn the_oracles_episodes_are_as_recorded() {
    let search = Search::new(default_wiki());
    for template in tasks::ALL {
        let def = search.define(&Task::new(template.id(), Seed(1))).unwrap();
        let file = format!(
            "{}/src/search/golden/{}.txt",
            env!("CARGO_MANIFEST_DIR"),
            template.name
        );
        let text = episode(&def);
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&file, &text).unwrap();
        }
        let recorded = std::fs::read_to_string(&file).unwrap_or_default();
        assert_eq!(
            text, recorded,
            "{file}: look at the change, then bless it with BLESS=1"
        );
    }
}
