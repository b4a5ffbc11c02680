//! Every template of the search environment keeps the contract.
//!
//! `TRUESTEP_SEEDS=1000` looks at more instances; `TRUESTEP_CONTRACT=search/chain2` at one template.

#![cfg(feature = "search")]
#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests fail the test that calls them"
)]

use std::{env, sync::Arc};
use truestep_core::{
    chance::Seed,
    contract::{Options, Sentence, check},
    registry::Registry,
};
use truestep_envs::search::{Search, world::WikiSpec};

fn world(pages: u32) -> Registry {
    let spec = WikiSpec {
        seed: Seed(1),
        pages,
    };
    Registry::new(vec![Arc::new(Search::new(spec))])
}

fn selector() -> String {
    env::var("TRUESTEP_CONTRACT").unwrap_or_else(|_| "search".into())
}

fn seeds(fallback: u32) -> u32 {
    match env::var("TRUESTEP_SEEDS") {
        Ok(text) => text.parse().expect("TRUESTEP_SEEDS is a number of seeds"),
        Err(_) => fallback,
    }
}

#[test]
#[ignore = "minutes, and `tests/contract.rs` of the workspace does it: for builds with search alone"]
fn every_template_keeps_the_contract() {
    let options = Options {
        seeds: seeds(50),
        ..Options::default()
    };
    let report = check(&world(10_000), &selector(), &options).unwrap();
    eprintln!("{report}");
    report.assert_all();
}

/// Read as passages, or under exchanged names, the same holds, but for what a small wiki makes short: passages make shorter
/// ways, which are alike more often.
#[test]
fn passages_and_twins_keep_the_contract() {
    for (name, value) in [("results", "passages"), ("names", "shuffled")] {
        let options = Options {
            seeds: seeds(8),
            distance_seeds: 0,
            random_episodes: 100,
            parameters: [(name.to_owned(), value.to_owned())].into(),
            ..Options::default()
        };
        let report = check(&world(2_000), &selector(), &options).unwrap();
        report.assert_all_but(&[Sentence::NotTrivial, Sentence::SolutionsDifferInKind]);
    }
}

/// In a small wiki graphs can be enumerated: every template's is, at least once.
#[test]
fn small_wikis_agree_with_enumeration() {
    let options = Options {
        seeds: 4,
        distance_seeds: 0,
        deep_seeds: 4,
        random_episodes: 20,
        walk_steps: 4,
        graph_states: 150_000,
        ..Options::default()
    };
    let report = check(&world(400), &selector(), &options).unwrap();
    report.assert_enumerated();
}

/// At full size nothing can be enumerated; the laws of the planner can be held to at every state passed.
#[test]
#[ignore = "minutes: writes 100,000 pages; run where time allows"]
fn a_wiki_of_a_hundred_thousand_pages_keeps_the_contract() {
    let options = Options {
        seeds: seeds(50),
        deep_seeds: 1,
        ..Options::default()
    };
    let report = check(&world(100_000), &selector(), &options).unwrap();
    eprintln!("{report}");
    report.assert_all();
}
