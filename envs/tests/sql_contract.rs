//! Every template of the sql environment keeps the contract.
//!
//! `TRUESTEP_SEEDS=1000` looks at more instances; `TRUESTEP_CONTRACT=sql/join` at one template.

#![cfg(feature = "sql")]
#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests fail the test that calls them"
)]

use std::{env, sync::Arc};
use truestep_core::{
    contract::{Options, check},
    registry::Registry,
};
use truestep_envs::sql::{Sql, options::DEFAULT_DATABASE_SEED};

fn world() -> Registry {
    Registry::new(vec![Arc::new(Sql::new(DEFAULT_DATABASE_SEED))])
}

fn selector() -> String {
    env::var("TRUESTEP_CONTRACT").unwrap_or_else(|_| "sql".into())
}

fn seeds(fallback: u32) -> u32 {
    match env::var("TRUESTEP_SEEDS") {
        Ok(text) => text.parse().expect("TRUESTEP_SEEDS is a number of seeds"),
        Err(_) => fallback,
    }
}

#[test]
#[ignore = "minutes, and `tests/contract.rs` of the workspace does it: for builds with sql alone"]
fn every_template_keeps_the_contract() {
    let options = Options {
        seeds: seeds(7),
        distance_seeds: 40,
        deep_seeds: 1,
        graph_states: 1_000,
        ..Options::default()
    };
    let report = check(&world(), &selector(), &options).unwrap();
    eprintln!("{report}");
    report.assert_all();
}

/// In a theme of five tables graphs can be enumerated: every template's is, at least once.
#[test]
fn schemas_of_five_tables_agree_with_enumeration() {
    let options = Options {
        seeds: 1,
        distance_seeds: 0,
        deep_seeds: 1,
        random_episodes: 20,
        walk_steps: 4,
        graph_states: 60_000,
        parameters: [("theme".to_owned(), "museum".to_owned())].into(),
        ..Options::default()
    };
    let report = check(&world(), &selector(), &options).unwrap();
    eprintln!("{report}");
    report.assert_enumerated();
}
