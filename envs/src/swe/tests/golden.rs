//! The oracle's episodes, for people to read. `BLESS=1` writes them anew; a change raises the template's version.

use super::super::{
    Engineer, SweFamily, rules, tasks, text,
    types::{Def, State},
};
use super::{guest, way};
use std::fmt::Write as _;
use truestep_core::{
    chance::Seed,
    model::{Dynamics as _, Planner as _, Unheard},
    task::Task,
};

/// The issue, then for each step the distance before it, the action and what is shown after it; then the repair and what
/// else the menu has.
fn episode(def: &Def) -> String {
    let mut state: State = rules::initial(def);
    let mut out = format!("{}\n", def.goal.instruction);
    for action in way(def, &state) {
        write!(out, "\n{}  ", Engineer::distance(def, &state)).unwrap();
        text::encode(&action, &mut out);
        out.push('\n');
        rules::step(def, &guest(), &mut state, &action, &mut Unheard).unwrap();
        text::view(def, &state, &mut out);
    }
    writeln!(out, "\ngrade {}", Engineer::status(def, &state).outcome()).unwrap();
    for operator in &def.gold.operators {
        writeln!(out, "bug: {}: {}", operator.name(), operator.sentence()).unwrap();
    }
    writeln!(out, "repair:\n{}", def.gold.patch).unwrap();
    for site in &def.sites {
        for (way, lines) in site.options.iter().enumerate() {
            if way != site.right && way != site.start {
                write!(
                    out,
                    "mistake in {}, line {}:\n{lines}",
                    site.path, site.first
                )
                .unwrap();
            }
        }
    }
    out
}

#[test]
fn the_oracles_episodes_are_as_recorded() {
    for template in tasks::ALL {
        let def = SweFamily
            .define(&Task::new(template.id(), Seed(1)))
            .unwrap();
        let file = format!(
            "{}/src/swe/golden/{}.txt",
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
