//! No two templates are done by the same steps: the contract's law over a few seeds of all templates at once.

use super::{step, task};
use crate::gui::{
    Def, Gui,
    state::Ended,
    tasks::{TEMPLATES, Template},
    view,
};
use std::collections::BTreeMap;
use truestep_core::model::{Menu, best_actions_by_trial};

/// Seeds of each template.
const SEEDS: u64 = 12;

/// What the oracle does, arguments erased and runs of one kind as one.
fn skeleton(def: &Def) -> String {
    let (mut state, mut kinds) = (def.start(), vec![]);
    while state.ended == Ended::No {
        let (mut menu, mut best) = (vec![], vec![]);
        Gui::menu(def, &state, &mut menu);
        best_actions_by_trial::<Gui>(def, &mut (), &state, &menu, &mut best).unwrap();
        let verb = &menu[best[0] as usize].action;
        kinds.push(view::kind(def, &state, verb));
        step(def, &mut state, verb);
    }
    kinds.dedup();
    kinds.join(", ")
}

/// Of instances with these skeletons, whether more than half have one that occurs among those.
fn is_mostly_among(mine: &BTreeMap<String, u32>, theirs: &BTreeMap<String, u32>) -> bool {
    let shared = mine.iter().filter(|(kind, _)| theirs.contains_key(*kind));
    let shared: u32 = shared.map(|(_, count)| count).sum();
    shared * 2 > mine.values().sum::<u32>()
}

/// Templates that are mostly done by the same steps, over some seeds.
pub(in crate::gui) fn alike(
    templates: &[Template],
    task: impl Fn(&str, u64) -> Option<Def>,
) -> Vec<String> {
    let mut all: Vec<(&str, BTreeMap<String, u32>)> = vec![];
    for template in templates {
        let mut skeletons = BTreeMap::new();
        for def in (1..=SEEDS).filter_map(|seed| task(template.name, seed)) {
            *skeletons.entry(skeleton(&def)).or_default() += 1;
        }
        all.push((template.name, skeletons));
    }
    let mut alike = vec![];
    for (at, (name, mine)) in all.iter().enumerate() {
        for (other, theirs) in &all[..at] {
            if is_mostly_among(mine, theirs) && is_mostly_among(theirs, mine) {
                alike.push(format!("{name} ~ {other}: {mine:?} ~ {theirs:?}"));
            }
        }
    }
    alike
}

#[test]
fn no_two_templates_are_done_by_the_same_steps() {
    let alike = alike(TEMPLATES, task);
    assert!(alike.is_empty(), "{}", alike.join("\n"));
}

/// How many of some seeds have an instance, how far they are, how many classes of states plans look at and how long that takes.
#[test]
#[ignore = "figures for whoever writes templates: `TEMPLATES=event-add,note-add`"]
fn figures() {
    let only = std::env::var("TEMPLATES").unwrap_or_default();
    let only: Vec<&str> = only.split(',').collect();
    for template in TEMPLATES.iter().filter(|t| only.contains(&t.name)) {
        let defs: Vec<Def> = (1..=60)
            .filter_map(|seed| task(template.name, seed))
            .collect();
        let far: Vec<u32> = defs
            .iter()
            .map(|def| (def.goal.max_steps - 10) / 2)
            .collect();
        let size = defs.iter().map(|def| def.plan.size()).max();
        eprintln!(
            "{}: {} of 60, distance {:?}..{:?}, at most {size:?} classes",
            template.name,
            defs.len(),
            far.iter().min(),
            far.iter().max()
        );
        for def in defs.iter().take(4) {
            eprintln!("    {}\n    {}", def.goal.instruction, skeleton(def));
        }
    }
}

#[test]
fn the_table_of_another_suites_templates_names_ours_as_they_are() {
    let file = format!("{}/../docs/gui-androidworld.md", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(file).unwrap();
    let rows = text.lines().filter_map(|line| line.strip_prefix("| `"));
    let mut named = 0;
    for row in rows {
        let (_, ours) = row.split_once(" | ").unwrap();
        if ours.starts_with("none") || ours.contains("disturb=") {
            continue;
        }
        let name = ours.split('`').nth(1).unwrap();
        let is_ours = TEMPLATES.iter().any(|template| template.name == name);
        assert!(is_ours, "{name}");
        named += 1;
    }
    assert!(named > 50, "{named}");
}
