//! `export`: recorded episodes become training data, with its truth beside it.

mod options;

use crate::{
    App, Exit,
    annotating::GraphArgs,
    episodes::{EpisodeFile, LineFile, Skipped, refuse_overwriting},
    table::table,
    threads::ThreadArgs,
    world::WorldArgs,
};
use anyhow::{Result, bail};
use options::Options;
use rayon::prelude::*;
use serde::Serialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};
use truestep_core::{registry::Registry, trajectory::Episode};
use truestep_rewards::data::{DataError, Exported, pairs, sft, stepwise};

/// Arguments of `export`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The recorded episodes
    #[arg(value_name = "F.jsonl")]
    file: PathBuf,
    /// What for: conversations to imitate, preference pairs at critical steps, or stepwise labels
    #[arg(long = "as", value_enum, value_name = "FORMAT")]
    format: Format,
    /// Where the lines go
    #[arg(long, value_name = "G.jsonl")]
    out: PathBuf,
    #[command(flatten)]
    options: Options,
    #[command(flatten)]
    graph: GraphArgs,
    #[command(flatten)]
    threads: ThreadArgs,
    #[command(flatten)]
    world: WorldArgs,
}

/// Tasks worked on before their lines are written.
const WINDOW: usize = 64;

/// What the lines are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum, Serialize)]
#[serde(rename_all = "lowercase")]
enum Format {
    /// `messages` for supervised fine-tuning
    Sft,
    /// `prompt`, `chosen`, `rejected` for preference optimisation
    Dpo,
    /// `prompt`, `completions`, `labels` for process reward models
    Steps,
}

/// The result.
#[derive(Serialize)]
struct ExportResult {
    format: Format,
    episodes: usize,
    lines: usize,
    /// Episodes that gave no line, by reason.
    left_out: BTreeMap<String, u64>,
    /// What else is to be said, with how many episodes it concerns.
    notes: BTreeMap<&'static str, u64>,
    skipped: Skipped,
}

pub(super) fn run(args: &Args, app: &mut App<'_, '_>) -> Result<Exit> {
    args.options.check(args.format)?;
    let mut file = EpisodeFile::open(&args.file)?;
    let registry = (app.worlds)(&args.world.options())?;
    refuse_overwriting(&args.file, &args.out)?;
    let episodes = file.take(usize::MAX, app.terminal)?;
    let result = ExportResult {
        format: args.format,
        episodes: episodes.len(),
        lines: 0,
        left_out: BTreeMap::new(),
        notes: BTreeMap::new(),
        skipped: file.skipped(),
    };
    app.terminal.begin_long_work();
    let result = args.export(&registry, by_task(episodes), result, app)?;
    if app.json {
        app.terminal.print_json(&result)?;
    } else {
        app.terminal.print(&result.to_text())?;
    }
    Ok(Exit::Done)
}

/// The episodes task by task, in order; all of them together if rollouts of one task do not follow each other.
fn by_task(episodes: Vec<Episode>) -> Vec<Vec<Episode>> {
    let key = |e: &Episode| {
        let task = e.task.clone();
        (task.template, task.seed.0, task.parameters)
    };
    let runs: Vec<usize> = episodes
        .chunk_by(|a, b| a.task == b.task)
        .map(<[_]>::len)
        .collect();
    let tasks: BTreeSet<_> = episodes.iter().map(key).collect();
    if runs.len() != tasks.len() {
        return vec![episodes];
    }
    let mut rest = episodes.into_iter();
    let run = |length| rest.by_ref().take(length).collect();
    runs.into_iter().map(run).collect()
}

impl Args {
    fn export(
        &self,
        registry: &Registry,
        tasks: Vec<Vec<Episode>>,
        result: ExportResult,
        app: &App<'_, '_>,
    ) -> Result<ExportResult> {
        let values = self.graph.options()?;
        match self.format {
            Format::Sft => {
                let options = self.options.sft(values)?;
                self.write(tasks, result, app, |e| sft(registry, e, &options))
            }
            Format::Dpo => {
                let options = self.options.pairs(values)?;
                self.write(tasks, result, app, |e| pairs(registry, e, &options))
            }
            Format::Steps => {
                let options = self.options.stepwise(values)?;
                self.write(tasks, result, app, |e| stepwise(registry, e, &options))
            }
        }
    }

    /// Make the lines of some tasks at once, write them in order, and go on.
    fn write<R: Serialize + Send>(
        &self,
        tasks: Vec<Vec<Episode>>,
        mut result: ExportResult,
        app: &App<'_, '_>,
        make: impl Fn(Vec<Episode>) -> Result<Exported<R>, DataError> + Sync,
    ) -> Result<ExportResult> {
        let pool = self.threads.pool()?;
        let mut out: Option<LineFile> = None;
        let mut tasks = tasks.into_iter().peekable();
        while tasks.peek().is_some() {
            if app.terminal.is_cancelled() {
                bail!("interrupted: {} lines were written", result.lines);
            }
            let window: Vec<Vec<Episode>> = tasks.by_ref().take(WINDOW).collect();
            let made: Vec<Result<Exported<R>, DataError>> =
                pool.install(|| window.into_par_iter().map(&make).collect());
            for exported in made {
                let exported = exported?;
                let out = match &mut out {
                    Some(out) => out,
                    None => out.insert(LineFile::create(&self.out)?),
                };
                result.take(exported, out)?;
            }
        }
        Ok(result)
    }
}

impl ExportResult {
    fn take<R: Serialize>(&mut self, exported: Exported<R>, out: &mut LineFile) -> Result<()> {
        for record in &exported.records {
            out.write(record)?;
        }
        self.lines += exported.records.len();
        for (why, count) in exported.left_out {
            *self.left_out.entry(why).or_default() += count;
        }
        for (what, count) in exported.notes {
            *self.notes.entry(what).or_default() += count;
        }
        Ok(())
    }

    fn to_text(&self) -> String {
        let mut text = format!("{} episodes, {} lines\n", self.episodes, self.lines);
        if !self.left_out.is_empty() {
            let row = |(why, count): (&String, &u64)| vec![why.clone(), count.to_string()];
            let rows = self.left_out.iter().map(row).collect();
            text += &format!("\n{}", table(&["left out", "episodes"], &[1], rows));
        }
        for (what, count) in &self.notes {
            text += &format!("\n{count} episodes: {what}\n");
        }
        text
    }
}
