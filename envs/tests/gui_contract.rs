//! Every template of the gui environment keeps the contract.
//!
//! `TRUESTEP_SEEDS=1000` looks at more instances; `TRUESTEP_CONTRACT=gui/alarm-add` at one template.

#![cfg(feature = "gui")]
#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests fail the test that calls them"
)]

use std::{env, sync::Arc};
use truestep_core::{
    contract::{Options, check},
    registry::Registry,
};
use truestep_envs::gui::{GuiDayFamily, GuiDeskFamily, GuiFamily, GuiMadeFamily};

/// What is looked at of an environment: all of it unless the variable names a part; nothing if it names another one's.
fn selected(env: &str, fallback: &str) -> Option<String> {
    let only = env::var("TRUESTEP_CONTRACT").unwrap_or_else(|_| fallback.into());
    let of = only.split('/').next();
    (of == Some(env)).then_some(only)
}

fn seeds(fallback: u32) -> u32 {
    match env::var("TRUESTEP_SEEDS") {
        Ok(text) => text.parse().expect("TRUESTEP_SEEDS is a number of seeds"),
        Err(_) => fallback,
    }
}

#[test]
#[ignore = "minutes: the contract of all templates looks at a few seeds of each"]
fn every_template_keeps_the_contract() {
    let Some(only) = selected("gui", "gui") else {
        return;
    };
    let world = Registry::new(vec![Arc::new(GuiFamily)]);
    let options = Options {
        seeds: seeds(20),
        distance_seeds: 60,
        deep_seeds: 1,
        random_episodes: 200,
        ..Options::default()
    };
    let report = check(&world, &only, &options).unwrap();
    eprintln!("{report}");
    report.assert_all();
}

/// One of the apps that a generator made; `TRUESTEP_CONTRACT=gui-made` looks at all of them.
#[test]
fn made_apps_keep_the_contract() {
    let Some(only) = selected("gui-made", "gui-made/garden-1*") else {
        return;
    };
    let world = Registry::new(vec![Arc::new(GuiMadeFamily)]);
    let options = Options {
        seeds: seeds(1),
        distance_seeds: 40,
        deep_seeds: 1,
        graph_states: 1_000,
        ..Options::default()
    };
    let report = check(&world, &only, &options).unwrap();
    eprintln!("{report}");
    report.assert_all();
}

/// One of the days; `TRUESTEP_CONTRACT=gui-day` looks at all of them.
#[test]
#[ignore = "a minute: episodes of a hundred steps, ended wrongly at every one"]
fn days_keep_the_contract() {
    let Some(only) = selected("gui-day", "gui-day/day-01") else {
        return;
    };
    let world = Registry::new(vec![Arc::new(GuiDayFamily)]);
    let options = Options {
        seeds: seeds(1),
        distance_seeds: 2,
        deep_seeds: 1,
        graph_states: 1_000,
        random_episodes: 2,
        ..Options::default()
    };
    let report = check(&world, &only, &options).unwrap();
    eprintln!("{report}");
    report.assert_all();
}

/// Every template of the desktop.
#[test]
#[ignore = "minutes: the contract of all templates looks at a few seeds of each"]
fn every_template_of_the_desktop_keeps_the_contract() {
    let Some(only) = selected("gui-desk", "gui-desk") else {
        return;
    };
    let world = Registry::new(vec![Arc::new(GuiDeskFamily)]);
    let options = Options {
        seeds: seeds(2),
        distance_seeds: 40,
        deep_seeds: 1,
        random_episodes: 60,
        graph_states: 1_000,
        ..Options::default()
    };
    let report = check(&world, &only, &options).unwrap();
    eprintln!("{report}");
    report.assert_all();
}

/// On phones without other apps graphs can be enumerated: every template's is, at least once.
#[test]
#[ignore = "a minute or two: graphs of tens of thousands of states"]
fn small_phones_agree_with_enumeration() {
    let Some(only) = selected("gui", "gui") else {
        return;
    };
    let world = Registry::new(vec![Arc::new(GuiFamily)]);
    let options = Options {
        seeds: 4,
        distance_seeds: 0,
        deep_seeds: 4,
        random_episodes: 20,
        walk_steps: 4,
        graph_states: 60_000,
        parameters: [("others".to_owned(), "0".to_owned())].into(),
        ..Options::default()
    };
    let report = check(&world, &only, &options).unwrap();
    eprintln!("{report}");
    report.assert_enumerated();
}

/// The same with everything in the way that can come.
#[test]
#[ignore = "minutes: every state has a disturbance before it or behind it"]
fn disturbed_phones_keep_the_contract() {
    let Some(only) = selected("gui", "gui") else {
        return;
    };
    let world = Registry::new(vec![Arc::new(GuiFamily)]);
    let set = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let options = Options {
        seeds: seeds(2),
        distance_seeds: 0,
        deep_seeds: 1,
        random_episodes: 40,
        walk_steps: 12,
        graph_states: 6_000,
        parameters: [
            set("disturb", "all"),
            set("disturb_rate", "35"),
            set("others", "0"),
        ]
        .into(),
        ..Options::default()
    };
    let report = check(&world, &only, &options).unwrap();
    eprintln!("{report}");
    report.assert_all();
}
