//! Every template of the strict shop keeps the contract of an environment.

#![cfg(feature = "shop")]

use truestep_core::contract::{Options, check};
use truestep_envs::{WorldOptions, registry};

#[test]
fn the_shop_keeps_the_contract() {
    let registry = registry(&WorldOptions::default()).unwrap();
    let report = check(&registry, "shop", &Options::default()).unwrap();
    report.assert_all();
}
