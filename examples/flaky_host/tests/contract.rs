//! The street keeps the contract while its host works.

use flaky_host::{Courier, Fails};
use truestep_core::contract::{Options, check_every};

#[test]
fn the_street_keeps_the_contract() {
    let options = Options {
        seeds: 200,
        ..Options::default()
    };
    let report =
        check_every(&Courier::default().registry(), &options).expect("a well-formed registry");
    eprintln!("{report}");
    report.assert_all();
}

/// What cannot be tried is never passed over in silence, and no panic either.
#[test]
fn a_host_that_fails_under_the_kit_is_found_out() {
    let options = Options {
        seeds: 4,
        ..Options::default()
    };
    let failing = Courier::that_fails(Fails::Start).registry();
    let report = check_every(&failing, &options).expect("a well-formed registry");
    let failures: Vec<String> = report
        .failures()
        .map(|(_, finding)| format!("{finding:?}"))
        .collect();
    assert!(
        failures
            .iter()
            .any(|f| f.contains("the engine does not start")),
        "{failures:?}"
    );
    assert!(
        !failures.iter().any(|f| f.contains("NeverPanics")),
        "{failures:?}"
    );
}

#[test]
fn when_the_host_fails_is_written_in_one_way() {
    assert_eq!("house:7".parse(), Ok(Fails::House(7)));
    assert_eq!("call:3".parse(), Ok(Fails::Call(3)));
    for wrong in ["", "house", "house:0", "call:-1", "later"] {
        let refused: Result<Fails, String> = wrong.parse();
        assert!(
            refused.is_err_and(|why| why.contains("`never`, `start`")),
            "{wrong}"
        );
    }
}
