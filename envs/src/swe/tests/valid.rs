//! A hundred instances, every template over every skeleton, are what an instance has to be.

use super::super::{
    SweFamily,
    bugs::MAX_FAILING_PERCENT,
    choices,
    files::Tree,
    judging, rules, tasks,
    types::{Def, State},
};
use super::guest;
use std::{collections::BTreeSet, sync::Arc, thread};
use truestep_core::{chance::Seed, task::Task};

const INSTANCES: usize = 100;

/// Every template with each of its skeletons, then further seeds of them until there are enough.
fn tasks() -> Vec<Task> {
    let all = (0..).flat_map(|seed| {
        let each = tasks::ALL.iter();
        each.flat_map(move |template| {
            template.skeletons().iter().map(move |skeleton| {
                let mut task = Task::new(template.id(), Seed(seed));
                let named = ("skeleton".to_owned(), skeleton.name.to_owned());
                task.parameters.extend([named]);
                task
            })
        })
    });
    all.take(INSTANCES).collect()
}

/// The start with the places of the plan as they have to be.
fn repaired(def: &Def) -> Tree {
    let ways: Vec<usize> = def.sites.iter().map(|site| site.right).collect();
    choices::project(&def.start, &def.sites, &ways).unwrap()
}

fn hold(task: &Task) -> String {
    let def = SweFamily.define(task).unwrap();
    let start = rules::initial(&def);
    let failing = (0..def.ids.len()).filter(|test| !start.judged.passes(*test));
    let failing = failing.count();
    assert!(
        failing >= 2 && failing * 100 <= def.ids.len() * MAX_FAILING_PERCENT,
        "{task:?}: {failing} of {}",
        def.ids.len()
    );
    // What the judge of an episode says of the bug, and of its repair.
    let tree = repaired(&def);
    let changes = Arc::new(tree.changes());
    let mended = State {
        changes,
        ..start.clone()
    };
    let bug = judging::judged(&def, &guest(), &start).unwrap();
    let right = judging::judged(&def, &guest(), &mended).unwrap();
    assert!(bug == def.judged && !bug.right(), "{task:?}");
    assert!(right.all() && right.right(), "{task:?}");
    let hidden = def.hidden.as_ref().unwrap();
    let told = hidden.count(&guest(), &def.start, &def.package).unwrap();
    assert!(told.passed < told.of, "{task:?}: no hidden test tells");
    def.package
}

#[test]
#[ignore = "minutes: a hundred instances are made"]
fn a_hundred_instances_of_all_templates_and_skeletons_fail_by_their_bug_alone() {
    let tasks = tasks();
    let packages: BTreeSet<String> = thread::scope(|scope| {
        let halves = tasks.chunks(tasks.len().div_ceil(2));
        let halves = halves.map(|some| scope.spawn(|| some.iter().map(hold).collect::<Vec<_>>()));
        let halves: Vec<_> = halves.collect();
        halves
            .into_iter()
            .flat_map(|half| half.join().unwrap())
            .collect()
    });
    assert!(packages.len() >= 15, "{packages:?}");
}
