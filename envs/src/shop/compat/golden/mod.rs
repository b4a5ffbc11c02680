//! One episode for people to read: what the oracle sees and does on a fixed task.

use std::path::Path;

use serde_json::json;
use truestep_core::chance::{Enumerated, Seed};
use truestep_core::model::{
    Dynamics as _, Menu as _, Planner as _, Render as _, Truth as _, Unheard, ViewKind,
};
use truestep_core::task::{Task, TemplateId};

use super::Compat;
use super::generate::Wish;
use super::state::State;
use super::testing::generated;
use super::view::View;

const FILE: &str = "src/shop/compat/golden/oracle.jsonl";

/// The oracle's episode on seed 3 over 300 products, one JSON object a line.
fn episode() -> String {
    let task = Task::new(TemplateId::new("shop", "webshop", 2).unwrap(), Seed(3));
    let def = generated(300).instance(&task, Wish::default()).unwrap();
    let (mut state, mut view, mut lines) = (State::Search, View::default(), String::new());
    let mut action = None;
    loop {
        let mut text = String::new();
        Compat::observe(&def, &state, &view, ViewKind::TEXT, &mut text);
        let line = json!({
            "action": action,
            "digest": Compat::digest(&state).to_string(),
            "distance": Compat::distance(&def, &state),
            "observation": text,
            "subgoals": Compat::subgoals(&def, &state),
        });
        lines.push_str(&line.to_string());
        lines.push('\n');
        let (mut menu, mut best) = (Vec::new(), Vec::new());
        Compat::menu(&def, &state, &mut menu);
        Compat::best_actions(&def, &state, &menu, &mut best);
        let Some(first) = best.first() else {
            return lines;
        };
        let chosen = menu[*first as usize].action.clone();
        let mut spelled = String::new();
        Compat::encode(&def, &chosen, &mut spelled);
        let before = state.clone();
        Compat::step(
            &def,
            &mut (),
            &mut state,
            &chosen,
            &mut Enumerated::default(),
            &mut Unheard,
        )
        .unwrap();
        Compat::remember(&def, &before, &chosen, &state, &mut view);
        action = Some(spelled);
    }
}

/// `BLESS=1` writes the file anew; the change is reviewed like code, and the template's version rises.
#[test]
fn the_oracles_episode_is_the_golden_one() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
    let now = episode();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &now).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap();
    assert_eq!(
        now, golden,
        "the same seed gives other bytes: raise the version and bless"
    );
}
