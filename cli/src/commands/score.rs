//! `score`: recorded trajectories are priced.

use crate::{
    App, Exit,
    episodes::{EpisodeFile, LineFile, Skipped, refuse_overwriting},
    identify::{Against, IdentifyResult},
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
    /// Schemes, separated by commas; `truestep list schemes` prints them; `@F.toml` stands for all of a file
    #[arg(long, value_name = "A,B,…", required = true)]
    scheme: Vec<String>,
    /// Write every reward and advantage to this file, one scheme per line
    #[arg(long, value_name = "F")]
    out: Option<PathBuf>,
    /// Hold every scheme against the exact advantage, of success or of the outcome [default: success]
    #[arg(long, value_name = "WHAT", value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "success")]
    identify: Option<Against>,
}

/// The result.
#[derive(Serialize)]
struct ScoreResult {
    episodes: usize,
    steps: usize,
    skipped: Skipped,
    schemes: Vec<SchemeSummary>,
    /// With `--identify`.
    identification: Option<IdentifyResult>,
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
    let identify = |against| IdentifyResult::of(against, &episodes, &scored);
    let identification = args.identify.map(identify).transpose()?;
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
        identification,
    };
    if app.json {
        app.terminal.print_json(&result)?;
    } else {
        let head = format!("{} episodes, {} steps\n\n", result.episodes, result.steps);
        let tail = result.identification.as_ref();
        let tail = tail.map_or(String::new(), IdentifyResult::to_text);
        app.terminal
            .print(&(head + &scheme_table(&result.schemes) + &tail))?;
    }
    Ok(Exit::Done)
}
