//! Every template keeps the contract, and its golden episode is as recorded.

mod before;
mod decoys;
mod derived;
mod desk;
mod early;
mod judged;
mod locked;
mod named;
mod office;
mod rules;
mod shown;
mod supported;
mod telecom;
mod travel;

use super::{
    ToolsFamily, build,
    kernel::{
        Toolbox, Tools,
        state::{State, Told},
        types::Def,
    },
};
use std::sync::Arc;
use truestep_core::{
    chance::{Enumerated, Seed},
    contract::{Options, check},
    graph::{Limits, Mode},
    model::{Dynamics, Host, Menu, Planner, Render, Statement, Status, ViewKind},
    registry::{Family, Registry},
    task::{Task, TemplateId},
};

fn registry() -> Registry {
    Registry::new(vec![Arc::new(ToolsFamily)])
}

/// `TRUESTEP_CONTRACT=tools/retail-cancel` looks at one template, `TRUESTEP_SEEDS` at more or fewer instances.
#[test]
#[ignore = "minutes, and `tests/contract.rs` of the workspace does it: for builds with the tools alone"]
fn every_template_keeps_the_contract() {
    let only = std::env::var("TRUESTEP_CONTRACT").unwrap_or_else(|_| "tools".into());
    let seeds = std::env::var("TRUESTEP_SEEDS").map_or(8, |text| text.parse().unwrap());
    // `TRUESTEP_SURFACE=scrambled` looks at tools without names.
    let surface = std::env::var("TRUESTEP_SURFACE").into_iter();
    let parameters = surface.map(|value| ("surface".to_owned(), value)).collect();
    let options = Options {
        parameters,
        seeds,
        random_episodes: 100,
        ..Options::default()
    };
    let report = check(&registry(), &only, &options).unwrap();
    eprintln!("{report}");
    report.assert_all();
}

/// A golden episode: the instruction, then what the oracle does, what it comes to and how far it is from there.
#[test]
fn the_oracles_episodes_are_as_recorded() {
    for template in ToolsFamily.templates() {
        let def = (1..).find_map(|seed| build(&Task::new(template.id.clone(), Seed(seed))).ok());
        let text = played(&def.unwrap()).join("\n") + "\n";
        let name = template.id.template();
        let domain = name.split('-').next().unwrap();
        let file = format!(
            "{}/src/tools/{domain}/golden/{name}.txt",
            env!("CARGO_MANIFEST_DIR")
        );
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

fn retail_def(task: &Task) -> Def {
    build(task).unwrap()
}

fn played(def: &Def) -> Vec<String> {
    let mut state = Tools::initial(def, &mut Enumerated::default());
    let mut host = Toolbox::start(def).unwrap();
    let mut lines = vec![def.goal.instruction.clone(), String::new()];
    let show = |state: &State, lines: &mut Vec<String>| {
        let mut text = String::new();
        Tools::observe(def, state, &(), ViewKind::TEXT, &mut text);
        lines.extend(text.lines().map(|line| format!("    {line}")));
    };
    show(&state, &mut lines);
    while Tools::status(def, &state) == Status::Running {
        let (mut menu, mut best) = (vec![], vec![]);
        Tools::menu(def, &state, &mut menu);
        Tools::best_actions(def, &state, &menu, &mut best);
        let action = &menu[best[0] as usize].action;
        let mut text = String::new();
        Tools::encode(def, action, &mut text);
        lines.push(format!("{}  {text}", Tools::distance(def, &state)));
        let mut told: Vec<Told> = vec![];
        Tools::step(
            def,
            &mut host,
            &mut state,
            action,
            &mut Enumerated::default(),
            &mut told,
        )
        .unwrap();
        for statement in &told {
            let mut line = String::from("  ! ");
            statement.write(&mut line);
            lines.push(line);
        }
        show(&state, &mut lines);
    }
    lines.push(format!("grade {}", Tools::status(def, &state).outcome()));
    lines
}

/// The planner is exhaustive enumeration on the nearest instance of every template, raw, mistakes and all.
#[test]
fn small_instances_agree_with_enumeration() {
    const STATES: u32 = 150_000;
    let registry = registry();
    for template in ToolsFamily.templates() {
        let tasks = (0..24).map(|seed| Task::new(template.id.clone(), Seed(seed)));
        let nearest = tasks
            .filter_map(|task| {
                let steps = build(&task).ok()?.distance_at_start().steps()?;
                Some((steps, task))
            })
            .min_by_key(|(steps, _)| *steps);
        let (steps, task) = nearest.unwrap();
        let prepared = registry.prepare(&task).unwrap();
        let explored = prepared
            .explore(0, &Limits::states(STATES), Mode::Raw)
            .unwrap();
        let nodes = explored.graph().nodes();
        eprintln!("{}: {steps} steps, {nodes} states", template.id);
        assert_eq!(explored.planner_mismatch(), None, "{}", template.id);
        assert_eq!(explored.outcome_mismatch(), None, "{}", template.id);
    }
}
