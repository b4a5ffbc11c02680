//! Every template of the data environment keeps the contract, its programs run in the guest.
//!
//! `TRUESTEP_SEEDS=20` looks at more instances; `TRUESTEP_CONTRACT=data/pivot` at one template.

#![cfg(feature = "data")]
#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests fail the test that calls them"
)]

use std::{env, sync::Arc};
use truestep_core::{
    contract::{Options, check},
    registry::Registry,
};
use truestep_envs::data::DataFamily;

fn world() -> Registry {
    Registry::new(vec![Arc::new(DataFamily)])
}

fn selector() -> String {
    env::var("TRUESTEP_CONTRACT").unwrap_or_else(|_| "data".into())
}

#[test]
#[ignore = "minutes: the contract of everything registered looks at fewer seeds; .ci/extra runs it"]
fn every_template_keeps_the_contract() {
    let seeds = env::var("TRUESTEP_SEEDS").map_or(2, |text| text.parse().unwrap());
    let options = Options {
        seeds,
        distance_seeds: 20,
        deep_seeds: 1,
        random_episodes: 100,
        order_seeds: 12,
        graph_states: 300,
        ..Options::default()
    };
    let report = check(&world(), &selector(), &options).unwrap();
    eprintln!("{report}");
    report.assert_all();
}

/// The graphs of a question whose plan has few cells can be enumerated.
#[test]
fn short_plans_agree_with_enumeration() {
    let options = Options {
        seeds: 1,
        distance_seeds: 0,
        deep_seeds: 1,
        random_episodes: 10,
        order_seeds: 12,
        walk_steps: 4,
        graph_states: 60_000,
        ..Options::default()
    };
    for template in ["data/by-month", "data/compare", "data/pivot", "data/gap"] {
        let report = check(&world(), template, &options).unwrap();
        eprintln!("{report}");
        report.assert_enumerated();
    }
}
