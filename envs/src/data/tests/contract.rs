//! Every template keeps the contract, over few seeds; `tests/data_contract.rs` of the crate looks at more of them.
//!
//! `TRUESTEP_SEEDS=20` looks at more instances; `TRUESTEP_CONTRACT=data/pivot` at one template.

use super::super::DataFamily;
use std::{env, sync::Arc};
use truestep_core::{
    contract::{Options, check},
    registry::Registry,
};

#[test]
#[ignore = "minutes: thousands of programs are run"]
fn every_template_keeps_the_contract() {
    let seeds = env::var("TRUESTEP_SEEDS").map_or(1, |text| text.parse().unwrap());
    let selector = env::var("TRUESTEP_CONTRACT").unwrap_or_else(|_| "data".into());
    let options = Options {
        seeds,
        distance_seeds: 10,
        deep_seeds: 1,
        random_episodes: 60,
        order_seeds: 12,
        walk_steps: 8,
        graph_states: 300,
        ..Options::default()
    };
    let registry = Registry::new(vec![Arc::new(DataFamily)]);
    let report = check(&registry, &selector, &options).unwrap();
    eprintln!("{report}");
    report.assert_all();
}

/// Graphs of a plan of few cells can be enumerated, those of a notebook that is given among them.
#[test]
#[ignore = "minutes: thousands of programs are run"]
fn short_plans_agree_with_enumeration() {
    let options = Options {
        seeds: 1,
        distance_seeds: 0,
        deep_seeds: 1,
        random_episodes: 5,
        order_seeds: 4,
        walk_steps: 2,
        graph_states: 20_000,
        ..Options::default()
    };
    let registry = Registry::new(vec![Arc::new(DataFamily)]);
    for template in ["data/by-month", "data/compare", "data/gap"] {
        let report = check(&registry, template, &options).unwrap();
        eprintln!("{report}");
        report.assert_enumerated();
    }
}
