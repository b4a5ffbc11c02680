//! The whole command line over a world of one's own. `COURIER_FAILS` says when its host fails.
//! `COURIER_FAILS=house:9 cargo run -p flaky-host --example courier -- run courier --agent oracle --episodes 20`

use flaky_host::Courier;
use std::{
    env::{VarError, var},
    process::ExitCode,
};
use truestep_cli::{Terminal, run};

fn main() -> ExitCode {
    let fails = match var("COURIER_FAILS") {
        Ok(text) => text.parse(),
        Err(VarError::NotPresent) => Ok(flaky_host::Fails::Never),
        Err(VarError::NotUnicode(_)) => Err("it is not UTF-8".to_owned()),
    };
    let fails = match fails {
        Ok(fails) => fails,
        Err(why) => {
            eprintln!("error: COURIER_FAILS: {why}");
            return ExitCode::from(2);
        }
    };
    let worlds = |_: &_| Ok(Courier::that_fails(fails).registry());
    Terminal::with_standard_streams(|terminal| run(std::env::args_os(), &worlds, terminal)).into()
}
