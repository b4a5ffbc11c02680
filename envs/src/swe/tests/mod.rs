mod allowed;
mod contract;
mod exploits;
mod golden;
mod instances;
mod labels;
mod plans;
mod pytest;
mod said;
mod valid;

use super::{
    Guest, planner,
    types::{Action, Def, State},
};

/// An interpreter; opened once.
fn guest() -> Guest {
    Guest::open().unwrap()
}

/// The oracle's actions from a start.
fn way(def: &Def, start: &State) -> Vec<Action> {
    let mut way = planner::before_edits(def, start);
    way.extend(planner::gold_edits(def));
    way.extend([Action::Tests("all".into()), Action::Submit]);
    way
}
