//! `export`: recorded episodes become training data, with its truth beside it.

mod options;

use crate::{
    App, Exit,
    annotating::GraphArgs,
    episodes::{EpisodeFile, LineFile, Skipped, refuse_overwriting},
    table::table,
    world::WorldArgs,
};
use anyhow::Result;
use options::Options;
use serde::Serialize;
use std::{collections::BTreeMap, path::PathBuf};
use truestep_core::{registry::Registry, trajectory::Episode};
use truestep_rewards::data::{Exported, pairs, sft, stepwise};

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
    world: WorldArgs,
}

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
    let result = args.export(&registry, episodes, result)?;
    if app.json {
        app.terminal.print_json(&result)?;
    } else {
        app.terminal.print(&result.to_text())?;
    }
    Ok(Exit::Done)
}

impl Args {
    fn export(
        &self,
        registry: &Registry,
        episodes: Vec<Episode>,
        result: ExportResult,
    ) -> Result<ExportResult> {
        let values = self.graph.options()?;
        match self.format {
            Format::Sft => {
                let options = self.options.sft(values)?;
                result.written(sft(registry, episodes, &options)?, self)
            }
            Format::Dpo => {
                let options = self.options.pairs(values)?;
                result.written(pairs(registry, episodes, &options)?, self)
            }
            Format::Steps => {
                let options = self.options.stepwise(values)?;
                result.written(stepwise(registry, episodes, &options)?, self)
            }
        }
    }
}

impl ExportResult {
    fn written<R: Serialize>(mut self, exported: Exported<R>, args: &Args) -> Result<Self> {
        let mut out = LineFile::create(&args.out)?;
        for record in &exported.records {
            out.write(record)?;
        }
        self.lines = exported.records.len();
        self.left_out = exported.left_out;
        self.notes = exported.notes;
        Ok(self)
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
