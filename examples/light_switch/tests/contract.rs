//! The panel keeps the contract of every environment.

use truestep_core::contract::{Options, check_every};

#[test]
fn the_panel_keeps_the_contract() {
    let options = Options {
        seeds: 200,
        ..Options::default()
    };
    let report = check_every(&light_switch::registry(), &options).expect("a well-formed registry");
    eprintln!("{report}");
    report.assert_all();
}
