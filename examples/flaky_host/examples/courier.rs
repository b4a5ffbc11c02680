//! The whole command line over a world of one's own, with the option that the world declares.
//! `cargo run -p flaky-host --example courier -- run courier --agent oracle --episodes 20 --fails house:15`

use flaky_host::Courier;
use std::process::ExitCode;
use truestep_cli::{Terminal, Worlds, WorldsError, run};
use truestep_core::{
    options::{Given, WorldOption},
    registry::Registry,
};

/// A street with a host that fails as it is told.
struct Streets;

impl Worlds for Streets {
    fn options(&self) -> Vec<WorldOption> {
        vec![Courier::OPTION]
    }

    fn registry(&self, given: &Given) -> Result<Registry, WorldsError> {
        Ok(Courier::chosen(given)?.registry())
    }
}

fn main() -> ExitCode {
    Terminal::with_standard_streams(|terminal| run(std::env::args_os(), &Streets, terminal)).into()
}
