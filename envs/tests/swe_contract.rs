//! Every template of the software-engineering environment keeps the contract, its tests run in the guest.
//!
//! `TRUESTEP_SEEDS=20` looks at more instances; `TRUESTEP_CONTRACT=swe/across` at one template.

#![cfg(feature = "swe")]
#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests fail the test that calls them"
)]

use std::{env, sync::Arc};
use truestep_core::{
    contract::{Options, check},
    registry::Registry,
};
use truestep_envs::swe::SweFamily;

fn world() -> Registry {
    Registry::new(vec![Arc::new(SweFamily)])
}

fn selector() -> String {
    env::var("TRUESTEP_CONTRACT").unwrap_or_else(|_| "swe".into())
}

#[test]
#[ignore = "minutes: the contract of everything registered looks at fewer seeds; .ci/extra runs it"]
fn every_template_keeps_the_contract() {
    let seeds = env::var("TRUESTEP_SEEDS").map_or(2, |text| text.parse().unwrap());
    let options = Options {
        seeds,
        distance_seeds: 8,
        deep_seeds: 1,
        random_episodes: 80,
        order_seeds: 12,
        graph_states: 2_000,
        ..Options::default()
    };
    let report = check(&world(), &selector(), &options).unwrap();
    eprintln!("{report}");
    report.assert_all();
}

/// The graphs of one mistake can be enumerated.
#[test]
#[ignore = "minutes: whole graphs, every edge a run of tests; .ci/extra runs it"]
fn single_mistakes_agree_with_enumeration() {
    let options = Options {
        seeds: 2,
        distance_seeds: 0,
        deep_seeds: 2,
        random_episodes: 10,
        order_seeds: 12,
        walk_steps: 4,
        graph_states: 60_000,
        ..Options::default()
    };
    for template in ["swe/repair", "swe/vague"] {
        let report = check(&world(), template, &options).unwrap();
        eprintln!("{report}");
        report.assert_enumerated();
    }
}
