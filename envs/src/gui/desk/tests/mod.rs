//! What desktops promise beside the contract.

mod again;
mod drafts;
mod filled;
mod forms;
mod hands;
mod laws;
mod spoken;
mod windows;

use super::{
    family::define,
    tasks::{id, templates},
};
use crate::gui::{
    Def,
    tests::{enumerated, golden, kinds, mendable},
};
use truestep_core::{chance::Seed, model::Planner as _, task::Task};

/// The instance of a template and seed, if there is one.
fn task(name: &str, seed: u64) -> Option<Def> {
    task_with(name, seed, &[])
}

/// The same with parameters.
pub(in crate::gui) fn task_with(name: &str, seed: u64, parameters: &[(&str, &str)]) -> Option<Def> {
    let template = templates().iter().find(|template| template.name == name)?;
    let mut task = Task::new(id(template.name, template.version), Seed(seed));
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    task.parameters.extend(parameters.iter().map(owned));
    define(&task).ok()
}

/// The names of all templates.
pub(in crate::gui) fn names() -> Vec<&'static str> {
    templates().iter().map(|template| template.name).collect()
}

fn instances() -> impl Iterator<Item = (&'static str, Def)> {
    templates().iter().map(|template| {
        let found = (1..20).find_map(|seed| task(template.name, seed));
        let def = found.unwrap_or_else(|| panic!("{} has no instance", template.name));
        (template.name, def)
    })
}

#[test]
fn the_oracles_episodes_are_as_recorded() {
    for (name, def) in instances() {
        let folder = env!("CARGO_MANIFEST_DIR");
        let file = format!("{folder}/src/gui/desk/golden/{name}.txt");
        let now = golden::episode(&def);
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

/// The first state of an instance whose plan is not its enumeration; none if all are, with how many there are.
fn compare(def: &Def) -> Option<Result<usize, String>> {
    let nodes = enumerated::explore(def, 12_000)?;
    for (node, expected) in nodes.iter().zip(enumerated::settle(&nodes)) {
        let planned = crate::gui::Gui::distance(def, &node.state);
        if planned != expected {
            let (asked, way) = (&def.goal().instruction, &node.way);
            return Some(Err(format!(
                "{planned:?} planned, {expected:?} enumerated: {asked}\nafter {way:?}"
            )));
        }
    }
    Some(Ok(nodes.len()))
}

#[test]
fn the_planner_is_exhaustive_enumeration_where_desktops_are_small() {
    let (mut compared, mut wrong) = (vec![], vec![]);
    for template in templates() {
        for seed in 1..4 {
            let Some(def) = task_with(template.name, seed, &[("others", "0")]) else {
                continue;
            };
            match compare(&def) {
                None => {}
                Some(Ok(size)) => compared.push((template.name, seed, size)),
                Some(Err(error)) => wrong.push(format!("{} seed {seed}: {error}", template.name)),
            }
        }
    }
    eprintln!("{compared:?}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(
        compared.len() >= 15,
        "too few were small enough: {compared:?}"
    );
}

#[test]
fn no_two_templates_are_done_by_the_same_steps() {
    let alike = kinds::alike(templates(), task);
    assert!(alike.is_empty(), "{}", alike.join("\n"));
}

#[test]
fn what_can_be_made_good_is_made_good_from_wherever_one_has_wandered() {
    let (mended, left) = mendable::wandered(templates(), task, 2);
    assert!(left.is_empty(), "{}", left.join("\n\n"));
    assert!(mended > 10, "{mended} walks left something wrong behind");
}

#[test]
fn plans_are_small() {
    for template in templates() {
        for seed in 1..6 {
            let Some(def) = task(template.name, seed) else {
                continue;
            };
            let size = def.plan.size();
            eprintln!(
                "{} {seed}: {size} {:?}",
                template.name,
                def.goal().max_steps
            );
            assert!(
                size < 30_000,
                "{} seed {seed}: {size} states",
                template.name
            );
        }
    }
}
