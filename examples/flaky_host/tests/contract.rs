//! The street keeps the contract while its host works, and a fault is never taken for a failed task.

use flaky_host::registry;
use std::collections::BTreeMap;
use truestep_core::contract::{Options, check};

#[test]
fn the_street_keeps_the_contract() {
    let options = Options {
        seeds: 200,
        ..Options::default()
    };
    let report = check(&registry(), "courier", &options).expect("there is such an environment");
    eprintln!("{report}");
    report.assert_all();
}

#[test]
fn a_parameter_that_means_nothing_is_refused_with_what_was_expected() {
    let options = Options {
        seeds: 1,
        parameters: BTreeMap::from([("fails".into(), "sometimes".into())]),
        ..Options::default()
    };
    let report = check(&registry(), "courier", &options).expect("there is such an environment");
    assert!(!report.passes());
}
