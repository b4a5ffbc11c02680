//! `completions`: a script that completes arguments in a shell.

use crate::{App, Cli, Exit};
use anyhow::Result;
use clap::CommandFactory as _;
use clap_complete::Shell;

/// Arguments of `completions`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(super) fn run(args: &Args, app: &mut App<'_, '_>) -> Result<Exit> {
    let mut script = vec![];
    clap_complete::generate(args.shell, &mut Cli::command(), "truestep", &mut script);
    let script = String::from_utf8(script)?;
    if app.json {
        app.terminal.print_json(&serde_json::json!({
            "shell": args.shell.to_string(),
            "script": script,
        }))?;
    } else {
        app.terminal.print(&script)?;
    }
    Ok(Exit::Done)
}
