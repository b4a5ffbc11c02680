//! The whole command line over a world of one's own.
//! `cargo run -p flaky-host --example truestep -- run courier --agent noisy:0.2 --episodes 20`

use std::{process::ExitCode, sync::Arc};
use truestep_cli::{Terminal, run};
use truestep_core::registry::Registry;

fn main() -> ExitCode {
    let worlds = |_: &_| Ok(Registry::new(vec![Arc::new(flaky_host::Courier)]));
    Terminal::with_standard_streams(|terminal| run(std::env::args_os(), &worlds, terminal)).into()
}
