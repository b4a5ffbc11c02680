//! `score`: recorded trajectories are priced.

use crate::{
    App, Exit,
    episodes::{EpisodeFile, LineFile, Skipped, refuse_overwriting},
    progress::{now, per_second},
    scoring::{SchemeSummary, parse_schemes, scheme_table, summarise},
};
use anyhow::Result;
use serde::Serialize;
use std::path::PathBuf;
use truestep_rewards::score_many;

/// Arguments of `score`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The recorded episodes
    #[arg(value_name = "F.jsonl")]
    file: PathBuf,
    /// Schemes, separated by commas; `truestep list schemes` prints them
    #[arg(long, value_name = "A,B,…", required = true)]
    scheme: Vec<String>,
    /// Write every reward and advantage to this file, one scheme per line
    #[arg(long, value_name = "F")]
    out: Option<PathBuf>,
}

/// The result.
#[derive(Serialize)]
struct ScoreResult {
    episodes: usize,
    steps: usize,
    skipped: Skipped,
    schemes: Vec<SchemeSummary>,
}

pub(super) fn run(args: &Args, app: &mut App<'_, '_>) -> Result<Exit> {
    let schemes = parse_schemes(&args.scheme)?;
    let mut file = EpisodeFile::open(&args.file)?;
    if let Some(out) = &args.out {
        refuse_overwriting(&args.file, out)?;
    }
    let episodes = file.take(usize::MAX, app.terminal)?;
    let started = now();
    let scored = score_many(&episodes, &schemes)?;
    let time = now() - started;
    if let Some(out) = &args.out {
        let mut out = LineFile::create(out)?;
        for scored in &scored {
            out.write(scored)?;
        }
    }
    let steps: usize = episodes.iter().map(|e| e.steps()).sum();
    app.terminal.tell(&format!(
        "{steps} steps under {} schemes: {} step rewards",
        schemes.len(),
        per_second((steps * schemes.len()) as u64, time)
    ));
    let result = ScoreResult {
        episodes: episodes.len(),
        steps,
        skipped: file.skipped(),
        schemes: summarise(&scored),
    };
    if app.json {
        app.terminal.print_json(&result)?;
    } else {
        let head = format!("{} episodes, {} steps\n\n", result.episodes, result.steps);
        app.terminal
            .print(&(head + &scheme_table(&result.schemes)))?;
    }
    Ok(Exit::Done)
}
