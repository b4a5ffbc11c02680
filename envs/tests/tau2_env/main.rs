//! tau2's tasks as an environment: small folders of our own through the contract kit, and whoever has tau2's data every task.
//!
//! `TRUESTEP_TAU2_DATA=DIR cargo test --release -p truestep-envs --test tau2_env -- --nocapture` plays the default split of every
//! domain in `DIR`.

#![cfg(feature = "tools")]
#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests fail the test that calls them"
)]

mod meaning;
mod published;

use std::{fs, path::Path, sync::Arc};
use tempfile::TempDir;
use truestep_core::{
    chance::Seed,
    contract::{Options, check},
    registry::Registry,
    task::{Task, TemplateId},
};
use truestep_envs::tools::{
    ToolsFamily,
    tau2::env::{Data, Tau2Tools},
};

/// The databases beside the packs, with tasks that say more.
const DOMAINS: [(&str, &str); 3] = [
    ("mock", include_str!("mock.json")),
    ("retail", include_str!("retail.json")),
    ("telecom", include_str!("telecom.json")),
];

/// A folder as tau2 has it.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("packs");
    for (name, tasks) in DOMAINS {
        let place = folder.path().join("domains").join(name);
        fs::create_dir_all(&place).unwrap();
        for file in fs::read_dir(packs.join(format!("tau2_{name}/testing"))).unwrap() {
            let file = file.unwrap();
            fs::copy(file.path(), place.join(file.file_name())).unwrap();
        }
        fs::write(place.join("tasks.json"), tasks).unwrap();
        let _ = fs::remove_file(place.join("split_tasks.json"));
    }
    folder
}

fn data() -> Data {
    Data::load(folder().path()).unwrap()
}

fn registry() -> Registry {
    let tools = Tau2Tools::new(Arc::new(ToolsFamily), data());
    Registry::new(vec![Arc::new(tools)])
}

fn task(domain: &str, seed: u64, parameters: &[(&str, &str)]) -> Task {
    let template = TemplateId::new("tools", &format!("tau2-{domain}"), 1).unwrap();
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    Task {
        parameters: parameters.iter().map(owned).collect(),
        ..Task::new(template, Seed(seed))
    }
}

/// Each domain over its own tasks, which number its seeds.
fn keeps_the_contract(domain: &str, parameters: &[(&str, &str)], seeds: u32) {
    let options = Options {
        first_seed: 0,
        seeds,
        distance_seeds: seeds,
        deep_seeds: seeds,
        random_episodes: 100,
        parameters: task(domain, 0, parameters).parameters,
        ..Options::default()
    };
    let report = check(&registry(), &format!("tools/tau2-{domain}"), &options).unwrap();
    eprintln!("{report}");
    report.assert_all();
}

#[test]
fn mock_keeps_the_contract() {
    keeps_the_contract("mock", &[], 6);
}

#[test]
fn mock_without_a_user_keeps_the_contract() {
    keeps_the_contract("mock", &[("mode", "solo")], 6);
}

#[test]
fn retail_keeps_the_contract() {
    keeps_the_contract("retail", &[], 3);
}

#[test]
fn telecom_keeps_the_contract() {
    keeps_the_contract("telecom", &[], 2);
}

#[test]
fn telecom_without_a_user_keeps_the_contract() {
    keeps_the_contract("telecom", &[("mode", "solo"), ("policy", "workflow")], 2);
}
