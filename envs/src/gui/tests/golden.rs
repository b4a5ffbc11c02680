//! The oracle's episodes, for people to read. `BLESS=1` writes them anew; a change raises the template's version.

use super::{super::details, menu, task, text};
use crate::gui::{Def, Gui, tasks::TEMPLATES};
use std::fmt::Write as _;
use truestep_core::{
    chance::Enumerated,
    model::{Dynamics, Planner, Render, Unheard, ViewKind, best_actions_by_trial},
};

/// The instruction, then a line per step - distance before it, action, what it is done to -, then the screens of start and end.
pub(in crate::gui) fn episode(def: &Def) -> String {
    let mut state = def.start();
    let mut out = format!("{}\n", def.goal().instruction);
    loop {
        let verbs = menu(def, &state);
        let entries: Vec<_> = verbs
            .iter()
            .map(|verb| truestep_core::model::MenuEntry {
                action: verb.clone(),
                weight: 1,
            })
            .collect();
        let mut best = vec![];
        best_actions_by_trial::<Gui>(def, &mut (), &state, &entries, &mut best).unwrap();
        let Some(&first) = best.first() else { break };
        let verb = &verbs[first as usize];
        let hit = details::hit(def, &state, verb).map(|hit| format!("  ({hit})"));
        writeln!(
            out,
            "{:>2}  {}{}",
            Gui::distance(def, &state),
            text(def, verb),
            hit.unwrap_or_default()
        )
        .unwrap();
        Gui::step(
            def,
            &mut (),
            &mut state,
            verb,
            &mut Enumerated::default(),
            &mut Unheard,
        )
        .unwrap();
    }
    writeln!(out, "grade {}", Gui::status(def, &state).outcome()).unwrap();
    for shown in [def.start(), state] {
        out.push('\n');
        Gui::observe(def, &shown, &(), ViewKind::TEXT, &mut out);
    }
    out
}

#[test]
fn the_oracles_episodes_are_as_recorded() {
    for template in TEMPLATES {
        let Some(def) = (1..20).find_map(|seed| task(template.name, seed)) else {
            panic!("{} has no instance", template.name);
        };
        let file = format!(
            "{}/src/gui/golden/{}.txt",
            env!("CARGO_MANIFEST_DIR"),
            template.name
        );
        let now = episode(&def);
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&file, &now).unwrap();
        }
        let recorded = std::fs::read_to_string(&file).unwrap_or_default();
        assert_eq!(
            now, recorded,
            "{file}: look at the change, then bless it with BLESS=1"
        );
    }
}
