//! The `truestep` command line.
//!
//! One file per command under [`commands`]; what they share stands beside it: how trajectory files are read and written
//! (`episodes`, `files`, `census`, `verify`), how people are spoken to (`terminal`, `table`, `progress`).
//!
//! Results go to standard output and are the same bytes for the same seed; speed, progress and talk go to standard error.
//! The exit code is 0 when the command did its work, 1 when it checked something and the check failed (a graph is larger
//! than its cap, a record is not as computed again), 2 when it could not run. A reader that closes the pipe is no error, and hides none.

mod alone;
mod annotating;
mod args;
mod census;
pub mod commands;
mod complaint;
mod count;
mod episodes;
mod exit;
mod files;
mod identify;
mod lines;
mod memo;
mod numbers;
mod parameters;
mod printable;
mod progress;
mod runs;
mod scoring;
mod stats;
mod summary;
mod table;
mod terminal;
mod threads;
mod through;
mod verify;
mod world;

pub use args::Cli;
pub use exit::Exit;
pub use terminal::Terminal;
pub use world::{Worlds, WorldsError};

use clap::{CommandFactory as _, FromArgMatches as _};
use std::{ffi::OsString, process::ExitCode};

/// What a command works with.
#[allow(missing_debug_implementations, reason = "holds streams and a closure")]
pub struct App<'a, 't> {
    /// Where it reads and writes.
    pub terminal: &'a mut Terminal<'t>,
    /// What there is to play.
    pub worlds: &'a dyn Worlds,
    /// Whether results are one JSON object.
    pub json: bool,
}

/// Run the command line `args` (the program's name first) over `worlds`, speaking to `terminal`.
pub fn run(
    args: impl IntoIterator<Item = OsString>,
    worlds: &dyn Worlds,
    terminal: &mut Terminal<'_>,
) -> Exit {
    let command = world::declare(Cli::command(), &worlds.options());
    let read = command.try_get_matches_from(args);
    let cli = match read.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => return complaint::about_arguments(&error, terminal),
    };
    let mut app = App {
        terminal,
        worlds,
        json: cli.json,
    };
    let done = cli.command.run(&mut app);
    let flushed = app.terminal.flush();
    match done.and_then(|exit| flushed.map(|()| exit)) {
        Ok(exit) => exit,
        Err(error) => complaint::about_work(&error, terminal),
    }
}

/// The whole program: arguments, standard streams and Ctrl-C of this process.
#[must_use]
pub fn main() -> ExitCode {
    // Warnings of the libraries (records skipped in a catalogue, say) are talk: they go to standard error, without times.
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::INFO)
        .with_writer(std::io::stderr)
        .without_time()
        .with_target(false)
        .with_ansi(false)
        .init();
    let exit = Terminal::with_standard_streams(|terminal| {
        run(std::env::args_os(), &world::BuiltIn, terminal)
    });
    exit.into()
}
