//! The whole command line over a world of one's own.
//! `cargo run -p light-switch --example light -- run light --agent noisy:0.2 --episodes 20`

use std::process::ExitCode;
use truestep_cli::{Terminal, run};

fn main() -> ExitCode {
    let worlds = light_switch::registry();
    Terminal::with_standard_streams(|terminal| run(std::env::args_os(), &worlds, terminal)).into()
}
