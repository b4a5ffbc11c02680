//! Every domain keeps what domains promise.

mod bench;
mod evidence;

use super::{
    blueprint::{Act, Shape},
    data::Cell,
    theme::What,
    *,
};
use crate::tools::kernel::{Toolbox, Tools, state::State};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use truestep_core::{
    chance::Enumerated,
    contract::language::{Register, read},
    model::{Dynamics, Host, Menu, Planner, Render, Status, Truth, ViewKind},
    task::TemplateId,
    truth::Distance,
};

fn task(template: &str, seed: u64) -> Task {
    let id = TemplateId::new("tools", template, 1).unwrap();
    Task::new(id, Seed(seed))
}

fn made(template: &str, number: u32) -> Result<Def, String> {
    let template = TEMPLATES.iter().find(|t| t.name == template).unwrap();
    let task = task(template.name, u64::from(number));
    let chosen = Chosen {
        domain: Some(number),
        ..Chosen::default()
    };
    build(template, &task, chosen)
}

/// Follow the best actions: the texts, and the state at the end.
fn oracle(def: &Def) -> (Vec<String>, State) {
    let mut state = Tools::initial(def, &mut Enumerated::default());
    let mut host = Toolbox::start(def).unwrap();
    let mut texts = vec![];
    while Tools::status(def, &state) == Status::Running && texts.len() < 60 {
        let (mut menu, mut best) = (vec![], vec![]);
        Tools::menu(def, &state, &mut menu);
        Tools::best_actions(def, &state, &menu, &mut best);
        let Some(&first) = best.first() else { break };
        let action = &menu[first as usize].action;
        let mut text = String::new();
        Tools::encode(def, action, &mut text);
        texts.push(text);
        let chance = &mut Enumerated::default();
        Tools::step(def, &mut host, &mut state, action, chance, &mut vec![]).unwrap();
    }
    (texts, state)
}

/// How many domains are looked at: `TRUESTEP_DOMAINS`, or all.
fn numbers() -> impl Iterator<Item = u32> {
    let most = std::env::var("TRUESTEP_DOMAINS").ok();
    0..most.map_or(DOMAINS, |text| text.parse().unwrap())
}

#[test]
fn in_every_domain_the_oracle_solves_every_template_in_as_many_steps_as_the_distance() {
    let mut failed: BTreeMap<String, u32> = BTreeMap::new();
    let mut steps: BTreeMap<&str, BTreeMap<u32, u32>> = BTreeMap::new();
    for number in numbers() {
        for template in TEMPLATES {
            let def = match made(template.name, number) {
                Ok(def) => def,
                Err(reason) => {
                    eprintln!("{} {number}: {reason}", template.name);
                    *failed.entry(template.name.to_owned()).or_default() += 1;
                    continue;
                }
            };
            let Distance::Steps(distance) = def.distance_at_start() else {
                panic!(
                    "{} {number}: no distance; {}",
                    template.name, def.goal.instruction
                );
            };
            let (texts, state) = oracle(&def);
            let name = template.name;
            assert_eq!(texts.len() as u32, distance, "{name} {number}: {texts:#?}");
            assert!(Tools::status(&def, &state).is_success(), "{name} {number}");
            *steps.entry(name).or_default().entry(distance).or_default() += 1;
        }
    }
    eprintln!("{steps:#?}");
    assert!(failed.is_empty(), "{failed:?}");
}

/// What a text holds, printed for a person: `TRUESTEP_SHOW=generated-find:17`.
#[test]
fn a_domain_can_be_looked_at() {
    let Ok(wanted) = std::env::var("TRUESTEP_SHOW") else {
        return;
    };
    let (template, number) = wanted.split_once(':').unwrap();
    let def = made(template, number.parse().unwrap()).unwrap();
    eprintln!("{}\n", def.goal.instruction);
    let (texts, _) = oracle(&def);
    let mut state = Tools::initial(&def, &mut Enumerated::default());
    let mut host = Toolbox::start(&def).unwrap();
    for text in texts {
        eprintln!("> {text}");
        let action = Tools::decode(&def, &state, &text).unwrap();
        let chance = &mut Enumerated::default();
        Tools::step(&def, &mut host, &mut state, &action, chance, &mut vec![]).unwrap();
        let mut said = String::new();
        Tools::observe(&def, &state, &(), ViewKind::TEXT, &mut said);
        eprintln!("{said}");
    }
}

#[test]
fn there_are_many_domains_with_many_tools_and_each_is_of_a_size() {
    let (mut tools, mut tables, mut laws) = (vec![], vec![], vec![]);
    for number in numbers() {
        let print = print(number).unwrap();
        tools.push(print.tools.len());
        tables.push(print.kinds.len() + 1);
        laws.push(print.laws.len() + 4);
    }
    let all: usize = tools.iter().sum();
    eprintln!("{all} tools in {} domains", tools.len());
    for (what, counts, range) in [
        ("tools", tools, 20..=40),
        ("tables", tables, 5..=15),
        ("rules", laws, 5..=20),
    ] {
        let (least, most) = (counts.iter().min().unwrap(), counts.iter().max().unwrap());
        eprintln!("{what}: {least} to {most}");
        assert!(range.contains(least) && range.contains(most), "{what}");
    }
}

#[test]
fn what_agents_read_is_english() {
    let mut faults: BTreeSet<String> = BTreeSet::new();
    for number in numbers() {
        for tool in tools::listing(print(number).unwrap()) {
            let sentence = format!("{}.", words::capital(&tool.description));
            let found = read(&sentence, Register::Prose).into_iter();
            faults.extend(found.map(|fault| format!("{}: {fault}", tool.name)));
        }
        for template in TEMPLATES {
            let Ok(def) = made(template.name, number) else {
                continue;
            };
            let found = read(&def.goal.instruction, Register::Prose).into_iter();
            faults.extend(found.map(|fault| format!("{} {number}: {fault}", template.name)));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

/// What a domain is when every name is taken away.
fn shape(print: &Blueprint) -> String {
    let mut shape = String::new();
    for entity in &print.kinds {
        shape += &format!("\nkind {}", entity.called.is_some());
        for column in &entity.columns {
            shape += &match &column.what {
                What::Row(kind) => format!(" row {kind}"),
                What::Word(words) => format!(" word {}", words.len()),
                What::State(states) => format!(" state {}", states.len()),
                What::Money { .. } => " money".into(),
                What::Number { .. } => " number".into(),
                What::Day { .. } => " day".into(),
                What::Text(_) => " text".into(),
            };
        }
    }
    for tool in &print.tools {
        shape += &format!("\ntool {} ", tool.kind);
        shape += &match &tool.act {
            Act::Get => "get".into(),
            Act::Find => "find".into(),
            Act::List(by) => format!("list {by}"),
            Act::Set(columns) => format!("set {columns:?}"),
            Act::Do(change) => {
                let state = |wanted: &&str| match print.kinds[tool.kind].columns.last() {
                    Some(blueprint::Column {
                        what: What::State(states),
                        ..
                    }) => states.iter().position(|state| state == wanted),
                    _ => None,
                };
                let from: Vec<_> = change.from.iter().map(state).collect();
                let to = change.to.as_ref().map(state);
                let (needs, effects) = (change.needs.len(), change.effects.len());
                format!(
                    "{:?} {from:?} {to:?} {needs} {effects} {:?}",
                    change.shape, change.takes
                )
            }
        };
    }
    shape
}

#[test]
fn domains_differ_in_shape_and_not_in_words_alone() {
    let prints: Vec<&Blueprint> = numbers().map(|number| print(number).unwrap()).collect();
    let shapes: BTreeSet<String> = prints.iter().map(|print| shape(print)).collect();
    let tables = |text: &String| {
        text.lines()
            .filter(|l| !l.starts_with("tool"))
            .collect::<String>()
    };
    let schemas: BTreeSet<String> = shapes.iter().map(tables).collect();
    eprintln!(
        "{} domains, {} shapes, {} shapes of tables alone",
        prints.len(),
        shapes.len(),
        schemas.len()
    );
    assert!(shapes.len() * 100 >= prints.len() * 95);
    assert!(schemas.len() * 2 >= prints.len());
}

#[test]
fn every_tool_has_a_schema_that_is_one_and_takes_what_the_oracle_gives_it() {
    let draft = boon::Draft::V2020_12;
    for number in numbers() {
        let listing = tools::listing(print(number).unwrap());
        let names: BTreeSet<&str> = listing.iter().map(|tool| tool.name.as_str()).collect();
        assert_eq!(names.len(), listing.len(), "{number}");
        let mut schemas = boon::Schemas::new();
        let mut compiled = BTreeMap::new();
        for tool in &listing {
            let mut compiler = boon::Compiler::new();
            compiler.set_default_draft(draft);
            let place = format!("file:///{}.json", tool.name);
            compiler
                .add_resource(&place, tool.input_schema.clone())
                .unwrap();
            let index = compiler.compile(&place, &mut schemas);
            compiled.insert(
                tool.name.as_str(),
                index.unwrap_or_else(|e| panic!("{}: {e}", tool.name)),
            );
        }
        let Ok(def) = made("generated-create", number) else {
            continue;
        };
        for call in def.gold_calls() {
            let valid = schemas.validate(&call.arguments, compiled[call.tool.as_str()]);
            assert!(valid.is_ok(), "{}", call.text());
        }
    }
}

/// What a person sees of a domain.
fn card(print: &Blueprint) -> String {
    let mut card = format!(
        "{} {}: {}\n\ntables\n",
        print.theme, print.number, print.place
    );
    for entity in &print.kinds {
        let columns: Vec<String> = entity
            .columns
            .iter()
            .map(|c| words::spaced(c.name))
            .collect();
        card += &format!("- {}: {}\n", words::spaced(entity.many), columns.join(", "));
    }
    card += "\nrules\n";
    for rule in policy::rules(&super::print(print.number).unwrap().laws, true) {
        card += &format!("- {}\n", rule.text);
    }
    card += "\ntools\n";
    for tool in tools::listing(print) {
        let arguments = tool.input_schema["properties"].as_object().unwrap();
        let arguments: Vec<&str> = arguments.keys().map(String::as_str).collect();
        card += &format!(
            "- {}({}): {}\n",
            tool.name,
            arguments.join(", "),
            tool.description
        );
    }
    card
}

#[test]
fn two_domains_are_as_recorded() {
    for number in [0, 17] {
        let text = card(print(number).unwrap());
        let folder = format!("{}/src/tools/generated/golden", env!("CARGO_MANIFEST_DIR"));
        let file = format!("{folder}/domain-{number}.txt");
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

#[test]
fn a_domain_is_chosen_by_the_parameter_and_otherwise_by_the_seed() {
    let mut task = task("generated-find", 5);
    let by_seed = crate::tools::build(&task).unwrap().goal.instruction;
    task.parameters.insert("domain".into(), "5".into());
    assert_eq!(
        crate::tools::build(&task).unwrap().goal.instruction,
        by_seed
    );
    task.parameters.insert("domain".into(), "6".into());
    assert_ne!(
        crate::tools::build(&task).unwrap().goal.instruction,
        by_seed
    );
    for bad in ["240", "-1", "x", ""] {
        task.parameters.insert("domain".into(), bad.into());
        let error = crate::tools::build(&task).unwrap_err().to_string();
        assert!(error.contains("a whole number from 0 to 239"), "{error}");
    }
    let retail = TemplateId::new("tools", "retail-cancel", 2).unwrap();
    let mut task = Task::new(retail, Seed(1));
    task.parameters.insert("domain".into(), "1".into());
    assert!(crate::tools::build(&task).is_err());
}

/// Doing nothing, submitting at once, and calls without their arguments are worth nothing.
#[test]
fn what_does_little_is_worth_nothing_and_what_comes_to_the_same_succeeds() {
    for number in numbers().filter(|number| number % 8 == 0) {
        for template in TEMPLATES {
            let Ok(def) = made(template.name, number) else {
                continue;
            };
            let start = Tools::initial(&def, &mut Enumerated::default());
            let end = |texts: &[String]| {
                let mut host = Toolbox::start(&def).unwrap();
                let mut state = start.clone();
                for text in texts {
                    let Ok(action) = Tools::decode(&def, &state, text) else {
                        continue;
                    };
                    if Tools::status(&def, &state) != Status::Running {
                        break;
                    }
                    let chance = &mut Enumerated::default();
                    Tools::step(&def, &mut host, &mut state, &action, chance, &mut vec![]).unwrap();
                }
                Tools::status(&def, &state).is_success()
            };
            let name = template.name;
            assert!(!end(&["done".into()]), "{name} {number}");
            let near = Tools::near_misses(&def, &start);
            assert!(near.len() >= 10, "{name} {number}: {}", near.len());
            for script in near {
                assert!(!end(&script), "{name} {number}: {script:?}");
            }
            for script in Tools::equivalents(&def, &start) {
                assert!(end(&script), "{name} {number}: {script:?}");
            }
        }
    }
}
