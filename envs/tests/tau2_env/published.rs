//! Every task of the default splits of tau2's own data, for whoever has it.

use super::{
    meaning::{best, menu, say, start, step},
    task,
};
use std::{collections::BTreeMap, path::PathBuf};
use truestep_core::{
    model::{Dynamics, Planner},
    truth::Distance,
};
use truestep_envs::tools::tau2::env::{
    Data, Tau2, build,
    types::{Action, Def, Role},
};

/// Steps to success, by always taking the first of the best actions.
fn oracle(def: &Def) -> (Distance, usize, bool) {
    let mut state = start(def);
    let distance = Tau2::distance(def, &state);
    let mut steps = 0;
    while steps < 200
        && Tau2::distance(def, &state)
            .steps()
            .is_some_and(|left| left > 0)
    {
        let Some(action) = best(def, &state) else {
            break;
        };
        step(def, &mut state, &action);
        steps += 1;
    }
    (distance, steps, Tau2::status(def, &state).is_success())
}

/// Everything that is a look-up, as far as it is offered, and then the end.
fn read_only(def: &Def) -> bool {
    let mut state = start(def);
    for _ in 0..4 {
        for action in menu(def, &state) {
            let Action::Op(op) = action else { continue };
            if def.ops()[usize::from(op)].role == Role::Read {
                step(def, &mut state, &action);
            }
        }
    }
    say(def, &mut state, "done");
    Tau2::status(def, &state).is_success()
}

#[test]
fn the_oracle_plays_every_task_to_success_in_exactly_its_distance() {
    let Some(folder) = std::env::var_os("TRUESTEP_TAU2_DATA").map(PathBuf::from) else {
        eprintln!("skipped: set TRUESTEP_TAU2_DATA to a folder of tau2's data");
        return;
    };
    let data = Data::load(&folder).unwrap();
    let only = std::env::var("TRUESTEP_TAU2_DOMAIN").ok();
    for loaded in data.domains() {
        let name = loaded.world().domain().name;
        if only.as_ref().is_some_and(|only| only != name) {
            continue;
        }
        let places = loaded.offered(None).unwrap();
        let mut distances: BTreeMap<u32, u32> = BTreeMap::new();
        let mut wrong = vec![];
        for (seed, place) in places.iter().enumerate() {
            let id = &loaded.world().tasks().tasks[*place].id;
            let def = match build(&data, &task(name, seed as u64, &[])) {
                Ok(def) => def,
                Err(error) => {
                    wrong.push(error.to_string());
                    continue;
                }
            };
            let (distance, steps, success) = oracle(&def);
            *distances
                .entry(distance.steps().unwrap_or(u32::MAX))
                .or_default() += 1;
            if !success || distance != Distance::Steps(steps as u32) {
                wrong.push(format!(
                    "{id}: {distance:?}, success {success} after {steps} steps"
                ));
            }
            let mut idle = start(&def);
            say(&def, &mut idle, "done");
            if Tau2::status(&def, &idle).is_success() || read_only(&def) {
                wrong.push(format!("{id}: solved without a write"));
            }
        }
        let tasks = loaded.world().tasks().tasks.len();
        eprintln!(
            "{name}: {} of {tasks} tasks, by distance {distances:?}",
            places.len()
        );
        assert!(wrong.is_empty(), "{name}:\n{}", wrong.join("\n"));
        assert!(!places.is_empty());
    }
}
