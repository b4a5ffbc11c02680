//! The planner against exhaustive enumeration, told apart from the core's: every state that menus lead to, distances settled
//! backwards, compared one by one.

use super::{menu, step, task_with, text};
use crate::gui::{Def, Gui, State, state::Ended};
use std::collections::{BTreeMap, VecDeque};
use truestep_core::{
    digest::Digest,
    model::{Planner, Truth},
    truth::Distance,
};

/// A state met, the actions that led to it, and where its supported actions lead.
pub(in crate::gui) struct Node {
    pub(in crate::gui) state: State,
    pub(in crate::gui) way: Vec<String>,
    next: Vec<usize>,
}

/// Everything reachable, up to so many states.
pub(in crate::gui) fn explore(def: &Def, most: usize) -> Option<Vec<Node>> {
    let mut numbers: BTreeMap<Digest, usize> = BTreeMap::new();
    let mut nodes = vec![Node {
        state: def.start(),
        way: vec![],
        next: vec![],
    }];
    numbers.insert(def.start().class(), 0);
    let mut open = VecDeque::from([0]);
    while let Some(number) = open.pop_front() {
        let state = nodes[number].state.clone();
        for verb in menu(def, &state) {
            if Gui::supported(def, &state, &verb) == Some(false) {
                continue;
            }
            let mut next = state.clone();
            step(def, &mut next, &verb);
            let fresh = nodes.len();
            let to = *numbers.entry(next.class()).or_insert(fresh);
            if to == fresh {
                let mut way = nodes[number].way.clone();
                way.push(text(def, &verb));
                nodes.push(Node {
                    state: next,
                    way,
                    next: vec![],
                });
                open.push_back(fresh);
            }
            nodes[number].next.push(to);
        }
        if nodes.len() > most {
            return None;
        }
    }
    Some(nodes)
}

/// Distances by rounds over all states until none changes.
pub(in crate::gui) fn settle(nodes: &[Node]) -> Vec<Distance> {
    let solved = |node: &Node| match node.state.ended {
        Ended::Solved => Distance::Steps(0),
        Ended::No | Ended::Failed => Distance::Never,
    };
    let mut found: Vec<Distance> = nodes.iter().map(solved).collect();
    loop {
        let mut changed = false;
        for (number, node) in nodes.iter().enumerate().rev() {
            let nearest = node.next.iter().map(|&to| found[to].plus(1)).min();
            let Some(nearest) = nearest.filter(|d| *d < found[number]) else {
                continue;
            };
            found[number] = nearest;
            changed = true;
        }
        if !changed {
            return found;
        }
    }
}

#[test]
fn the_planner_is_exhaustive_enumeration_where_phones_are_small() {
    let mut compared = 0;
    for template in crate::gui::tasks::TEMPLATES {
        for seed in 1..4 {
            let Some(def) = task_with(template.name, seed, &[("others", "0")]) else {
                continue;
            };
            let Some(nodes) = explore(&def, 7_000) else {
                continue;
            };
            let enumerated = settle(&nodes);
            for (node, expected) in nodes.iter().zip(enumerated) {
                let planned = Gui::distance(&def, &node.state);
                assert_eq!(
                    planned,
                    expected,
                    "{} seed {seed}: {}\nafter {:?}",
                    template.name,
                    def.goal().instruction,
                    node.way
                );
            }
            compared += 1;
        }
    }
    assert!(compared >= 40, "{compared} instances were small enough");
}
