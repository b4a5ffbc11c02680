//! The commands, one file each.

mod annotate;
mod audit;
mod bench;
#[cfg(feature = "shop")]
mod catalog;
mod completions;
mod compute;
mod explain;
mod export;
mod graph;
mod import;
mod list;
#[cfg(feature = "gui")]
mod matching;
mod play;
mod prm;
mod replay;
mod run;
mod score;
mod serve;
mod show;
#[cfg(feature = "swe")]
mod swe;

use crate::{App, Exit};
use anyhow::Result;
use clap::Subcommand;

/// What the program can do.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// List environments, tasks, schemes, agents and tools
    List(list::Args),
    /// Show a task: card, instruction, first observation, menu, truth
    Show(show::Args),
    /// Play a task yourself, with the truth on request
    Play(play::Args),
    /// Let an agent play, summarise and record
    Run(run::Args),
    /// Price recorded episodes with reward schemes
    Score(score::Args),
    /// Compute a function of the field on lines of JSON: losses, labels of search trees, rewards of texts
    Compute(compute::Args),
    /// Add success probability, advantage and pivots to recorded episodes
    Annotate(annotate::Args),
    /// Say why an episode, or a step of it, went as it did
    Explain(explain::Args),
    /// Execute recorded episodes again and compare everything
    Replay(replay::Args),
    /// Make trajectories of lists of actions that were played elsewhere
    Import(import::Args),
    /// Make training data of recorded episodes
    Export(export::Args),
    /// Match predicted actions with single steps, as the benchmarks of the field do
    #[cfg(feature = "gui")]
    Match(matching::Args),
    /// Hold a process reward model's scores against the truth
    Prm(prm::Args),
    /// Explore and solve the state graph of a task
    Graph(graph::Args),
    /// Judge a reward in a task: does it keep the best policy, can a loop farm it, how far is it from the outcome
    Audit(audit::Args),
    /// Serve environments to a program, over lines of JSON
    Serve(serve::Args),
    /// Measure steps, resets, forks, memory, search and scoring here
    Bench(bench::Args),
    /// Write the shop's catalogue to files: WebShop's three, or one that opens faster
    #[cfg(feature = "shop")]
    Catalog(catalog::Args),
    /// Packages that others wrote: get them, hold their tests here against CPython's, make instances of them
    #[cfg(feature = "swe")]
    Swe(swe::Args),
    /// Print a completion script for a shell
    Completions(completions::Args),
}

impl Command {
    /// Do it.
    ///
    /// # Errors
    /// If it cannot be done; a check that fails is [`Exit::Failed`], not an error.
    pub fn run(&self, app: &mut App<'_, '_>) -> Result<Exit> {
        match self {
            Command::List(args) => list::run(args, app),
            Command::Show(args) => show::run(args, app),
            Command::Play(args) => play::run(args, app),
            Command::Run(args) => run::run(args, app),
            Command::Score(args) => score::run(args, app),
            Command::Compute(args) => compute::run(args, app),
            Command::Annotate(args) => annotate::run(args, app),
            Command::Explain(args) => explain::run(args, app),
            Command::Replay(args) => replay::run(args, app),
            Command::Import(args) => import::run(args, app),
            Command::Export(args) => export::run(args, app),
            #[cfg(feature = "gui")]
            Command::Match(args) => matching::run(args, app),
            Command::Prm(args) => prm::run(args, app),
            Command::Graph(args) => graph::run(args, app),
            Command::Audit(args) => audit::run(args, app),
            Command::Serve(args) => serve::run(args, app),
            Command::Bench(args) => bench::run(args, app),
            #[cfg(feature = "shop")]
            Command::Catalog(args) => catalog::run(args, app),
            #[cfg(feature = "swe")]
            Command::Swe(args) => swe::run(args, app),
            Command::Completions(args) => completions::run(args, app),
        }
    }
}
