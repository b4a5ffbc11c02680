//! `replay`: recorded episodes are executed again and everything is compared.

use crate::{
    App, Exit,
    episodes::{EpisodeFile, Skipped},
    progress::{now, per_second},
    threads::ThreadArgs,
    world::WorldArgs,
};
use anyhow::{Context as _, Result, bail};
use rayon::prelude::*;
use serde::Serialize;
use std::path::PathBuf;
use truestep_core::replay::{Mismatch, replay};

/// Arguments of `replay`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The recorded episodes
    #[arg(value_name = "F.jsonl")]
    file: PathBuf,
    #[command(flatten)]
    threads: ThreadArgs,
    #[command(flatten)]
    world: WorldArgs,
}

/// Episodes executed before the next are read.
const CHUNK: usize = 512;
/// Differing episodes told in full.
const TOLD: usize = 5;
/// Differences told of each.
const TOLD_FIELDS: usize = 8;

/// The result.
#[derive(Serialize, Default)]
struct ReplayResult {
    episodes: u64,
    transitions: u64,
    /// Episodes that came out differently.
    differing: u64,
    skipped: Skipped,
    /// The first of them.
    differences: Vec<Difference>,
}

#[derive(Serialize)]
struct Difference {
    /// Number of the episode in the file, from 0.
    episode: u64,
    /// How many fields differ.
    fields: usize,
    /// The first of them.
    first: Vec<Mismatch>,
}

pub(super) fn run(args: &Args, app: &mut App<'_, '_>) -> Result<Exit> {
    let pool = args.threads.pool()?;
    let mut file = EpisodeFile::open(&args.file)?;
    let registry = (app.worlds)(&args.world.options())?;
    let mut result = ReplayResult::default();
    let started = now();
    app.terminal.begin_long_work();
    loop {
        let episodes = file.take(CHUNK, app.terminal)?;
        if episodes.is_empty() {
            break;
        }
        if app.terminal.is_cancelled() {
            bail!(
                "interrupted: {} episodes were executed again",
                result.episodes
            );
        }
        let compared: Vec<_> = pool.install(|| {
            let compare = |episode| replay(&registry, episode, &[]);
            episodes.par_iter().map(compare).collect()
        });
        for (episode, compared) in episodes.iter().zip(compared) {
            let number = result.episodes;
            let mismatches = compared.with_context(|| {
                format!(
                    "{}: episode {number} cannot be replayed here",
                    args.file.display()
                )
            })?;
            result.take(mismatches, episode.steps() as u64);
        }
    }
    result.skipped = file.skipped();
    let time = now() - started;
    app.terminal.tell(&format!(
        "{} steps in {:.2} s: {}",
        result.transitions,
        time.as_secs_f64(),
        per_second(result.transitions, time)
    ));
    if app.json {
        app.terminal.print_json(&result)?;
    } else {
        app.terminal.print(&result.to_text())?;
    }
    // A torn last line is how an interrupted run ends; any other unreadable line is a record that was lost.
    let sound = result.differing == 0 && result.skipped.unreadable == 0;
    Ok(if sound { Exit::Done } else { Exit::Failed })
}

impl ReplayResult {
    fn take(&mut self, mismatches: Vec<Mismatch>, steps: u64) {
        let episode = self.episodes;
        self.episodes += 1;
        self.transitions += steps;
        if mismatches.is_empty() {
            return;
        }
        self.differing += 1;
        if self.differences.len() < TOLD {
            self.differences.push(Difference {
                episode,
                fields: mismatches.len(),
                first: mismatches.into_iter().take(TOLD_FIELDS).collect(),
            });
        }
    }

    fn to_text(&self) -> String {
        let mut text = format!(
            "{} episodes, {} steps executed again: {} mismatches\n",
            self.episodes, self.transitions, self.differing
        );
        if self.skipped.total() > 0 {
            text += &format!(
                "{} lines of the file could not be read\n",
                self.skipped.total()
            );
        }
        for difference in &self.differences {
            text += &format!(
                "episode {}: {} fields differ\n",
                difference.episode, difference.fields
            );
            for mismatch in &difference.first {
                let place = match mismatch.step {
                    Some(step) => format!("step {step}"),
                    None => "start".into(),
                };
                let line = format!(
                    "{place}: {}: recorded {}, now {}",
                    mismatch.field, mismatch.recorded, mismatch.replayed
                );
                text += &format!("  {}\n", crate::complaint::one_line(&line));
            }
        }
        text
    }
}
