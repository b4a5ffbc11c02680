//! `annotate`: recorded episodes are executed again and the graph channels are added.

use crate::{
    App, Exit,
    annotating::{GraphArgs, Truth, annotate_all},
    episodes::{EpisodeFile, LineFile, Replacement, Skipped, refuse_overwriting},
    progress::now,
    threads::ThreadArgs,
    world::WorldArgs,
};
use anyhow::{Result, bail};
use serde::Serialize;
use std::path::PathBuf;

/// Arguments of `annotate`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The recorded episodes
    #[arg(value_name = "F.jsonl")]
    file: PathBuf,
    /// What is added
    #[arg(long, value_enum, default_value = "graph")]
    truth: Truth,
    #[command(flatten)]
    graph: GraphArgs,
    /// Write the episodes to this file [default: back to where they came from]
    #[arg(long, value_name = "F.jsonl")]
    out: Option<PathBuf>,
    #[command(flatten)]
    threads: ThreadArgs,
    #[command(flatten)]
    world: WorldArgs,
}

/// Episodes annotated before the next are read.
const CHUNK: usize = 256;

/// The result.
#[derive(Serialize)]
struct AnnotateResult {
    episodes: usize,
    steps: usize,
    policy: String,
    pivots: u64,
    skipped: Skipped,
}

pub(super) fn run(args: &Args, app: &mut App<'_, '_>) -> Result<Exit> {
    if args.truth == Truth::Basic {
        bail!("`run` records the basic truth with every episode; `annotate` adds `--truth graph`");
    }
    let options = args.graph.options()?;
    let pool = args.threads.pool()?;
    let mut file = EpisodeFile::open(&args.file)?;
    let registry = (app.worlds)(&args.world.options())?;
    let replaced = match &args.out {
        Some(_) => None,
        None => Some(Replacement::of(&args.file)?),
    };
    let mut out = match (&args.out, &replaced) {
        (Some(out), _) => {
            refuse_overwriting(&args.file, out)?;
            LineFile::create(out)?
        }
        (None, Some(replaced)) => LineFile::create(replaced.path())?,
        (None, None) => {
            unreachable!("invariant: either the file is replaced or another is written")
        }
    };
    let mut result = AnnotateResult {
        episodes: 0,
        steps: 0,
        policy: options.policy.name().to_string(),
        pivots: 0,
        skipped: Skipped::default(),
    };
    app.terminal.begin_long_work();
    let started = now();
    loop {
        let mut episodes = file.take(CHUNK, app.terminal)?;
        if episodes.is_empty() {
            break;
        }
        pool.install(|| annotate_all(&registry, &mut episodes, &options))?;
        for episode in &episodes {
            out.write_episode(episode)?;
            let steps = episode.transitions.iter().filter_map(|t| t.truth.as_ref());
            result.pivots += steps.filter(|t| t.pivot == Some(true)).count() as u64;
            result.episodes += 1;
            result.steps += episode.steps();
        }
        if app.terminal.is_cancelled() {
            bail!("interrupted: {} episodes were annotated", result.episodes);
        }
    }
    result.skipped = file.skipped();
    if let Some(replaced) = replaced {
        if result.skipped.total() > 0 {
            bail!(
                "`{}` has {} lines that cannot be read and would be lost: write elsewhere with --out",
                args.file.display(),
                result.skipped.total()
            );
        }
        replaced.put_in_place()?;
    }
    let time = (now() - started).as_secs_f64();
    app.terminal.tell(&format!("annotated in {time:.2} s"));
    if app.json {
        app.terminal.print_json(&result)?;
    } else {
        app.terminal.print(&format!(
            "{} episodes, {} steps annotated under {}: {} pivots\n",
            result.episodes, result.steps, result.policy, result.pivots
        ))?;
    }
    Ok(Exit::Done)
}
