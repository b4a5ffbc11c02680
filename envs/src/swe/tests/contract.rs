//! Every template keeps the contract, over few seeds; `tests/swe_contract.rs` of the crate looks at more of them.
//!
//! `TRUESTEP_SEEDS=20` looks at more instances; `TRUESTEP_CONTRACT=swe/across` at one template.

use super::super::SweFamily;
use std::{env, sync::Arc};
use truestep_core::{
    contract::{Options, check},
    registry::Registry,
};

#[test]
#[ignore = "minutes: thousands of suites are run"]
fn every_template_keeps_the_contract() {
    let seeds = env::var("TRUESTEP_SEEDS").map_or(1, |text| text.parse().unwrap());
    let selector = env::var("TRUESTEP_CONTRACT").unwrap_or_else(|_| "swe".into());
    let options = Options {
        seeds,
        distance_seeds: 3,
        deep_seeds: 1,
        random_episodes: 40,
        order_seeds: 12,
        walk_steps: 8,
        graph_states: 4_000,
        ..Options::default()
    };
    let registry = Registry::new(vec![Arc::new(SweFamily)]);
    let report = check(&registry, &selector, &options).unwrap();
    eprintln!("{report}");
    report.assert_all();
}
