//! The panel keeps the contract of every environment.

use light_switch::Panel;
use std::sync::Arc;
use truestep_core::{
    contract::{Options, check},
    registry::Registry,
};

#[test]
fn the_panel_keeps_the_contract() {
    let registry = Registry::new(vec![Arc::new(Panel)]);
    let options = Options {
        seeds: 200,
        ..Options::default()
    };
    let report = check(&registry, "light", &options).expect("there is such an environment");
    eprintln!("{report}");
    report.assert_all();
}
