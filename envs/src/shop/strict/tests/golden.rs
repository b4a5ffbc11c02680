//! The oracle's episodes, for people to read. `BLESS=1` writes them anew; a change raises the template's version.

use super::size::thousand;
use crate::shop::strict::{
    StrictShop,
    planner::cache::Planned as Def,
    tasks::{self, instance::instantiate},
    world::state::State,
};
use std::fmt::Write as _;
use truestep_core::{
    chance::{Enumerated, Seed},
    model::{Dynamics, Menu, Planner, Render, Statement},
    task::Task,
};

/// The instruction, then a line per step: distance before it, action, facts stated.
fn episode(def: &Def) -> String {
    let mut state = State::start(def);
    let mut text = format!("{}\n", def.goal.instruction);
    loop {
        let (mut menu, mut best) = (vec![], vec![]);
        StrictShop::menu(def, &state, &mut menu);
        StrictShop::best_actions(def, &state, &menu, &mut best);
        let Some(&first) = best.first() else {
            break;
        };
        let action = &menu[first as usize].action;
        write!(text, "{:>2}  ", StrictShop::distance(def, &state)).unwrap();
        StrictShop::encode(def, action, &mut text);
        let mut facts = vec![];
        StrictShop::step(
            def,
            &mut (),
            &mut state,
            action,
            &mut Enumerated::default(),
            &mut facts,
        )
        .unwrap();
        for fact in facts {
            text.push_str("; ");
            fact.write(&mut text);
        }
        text.push('\n');
    }
    writeln!(text, "grade {}", StrictShop::status(def, &state).outcome()).unwrap();
    StrictShop::observe(
        def,
        &State::start(def),
        &(),
        truestep_core::model::ViewKind::TEXT,
        &mut text,
    );
    text
}

#[test]
fn the_oracles_episodes_are_as_recorded() {
    let market = thousand();
    for template in tasks::ALL {
        let def = instantiate(&market, &Task::new(template.id(), Seed(1))).unwrap();
        let file = format!(
            "{}/src/shop/strict/golden/{}.txt",
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
