//! The arguments, as clap reads them.

use crate::commands::Command;
use clap::Parser;

/// Agent environments in which the truth of every step is known exactly
#[derive(Parser, Debug)]
#[command(
    name = "truestep",
    version,
    about,
    propagate_version = true,
    max_term_width = 100,
    after_help = "Exit codes: 0 done, 1 checked and failed, 2 could not run."
)]
pub struct Cli {
    /// Print the result as one JSON object
    #[arg(long, global = true)]
    pub json: bool,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}
