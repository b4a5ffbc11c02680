//! `export`: recorded episodes become training data, with its truth beside it.

mod options;
#[cfg(feature = "gui")]
mod static_items;

use crate::{
    App, Exit,
    annotating::GraphArgs,
    census::Counted,
    count::counted,
    episodes::{EpisodeFile, Skipped},
    files::{LineFile, Paths},
    numbers::Numbers,
    runs::{Run, Runs},
    scoring::parse_schemes,
    table::table,
    threads::ThreadArgs,
    verify::{Trust, Used, VerifyArgs},
    world::WorldArgs,
};
use anyhow::{Context as _, Result, bail};
use options::Options;
use rayon::prelude::*;
use serde::Serialize;
use std::{collections::BTreeMap, path::PathBuf};
use truestep_core::{digest::Digest, registry::Registry, trajectory::Episode};
use truestep_rewards::{
    Reach, Scheme,
    data::{Exported, carry_scores, pairs, sft, stepwise},
};

/// Arguments of `export`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The recorded episodes
    #[arg(value_name = "F.jsonl")]
    file: PathBuf,
    /// What for: conversations to imitate, preference pairs at critical steps, stepwise labels, or single steps of screens
    #[arg(long = "as", value_enum, value_name = "FORMAT")]
    format: Format,
    /// Where the lines go
    #[arg(long, value_name = "G.jsonl")]
    out: PathBuf,
    /// Add to every line what these schemes give the steps of its episode
    #[arg(long, visible_alias = "scheme", value_name = "A,B,…")]
    score: Vec<String>,
    #[command(flatten)]
    options: Options,
    #[command(flatten)]
    verify: VerifyArgs,
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
    /// Single steps of the phone: screenshot, tree, history, and every action that is right with its box
    #[cfg(feature = "gui")]
    Static,
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
    #[serde(flatten)]
    counted: Counted,
    #[serde(flatten)]
    trust: Trust,
}

pub(super) fn run(args: &Args, app: &mut App<'_, '_>) -> Result<Exit> {
    args.options.check(args.format)?;
    let schemes = parse_schemes(&args.score)?;
    args.check_scores(&schemes)?;
    let paths = Paths::default()
        .reads("the episodes", &args.file)
        .schemes(&args.score)
        .numbers(&schemes);
    args.graph
        .declared(paths.world(&args.world))
        .writes("--out", Some(&args.out))
        .check()?;
    app.terminal.begin_long_work();
    let pool = args.threads.pool()?;
    // Lines carry the values that episodes carry, and whose they are.
    let mut used = Used::by(&schemes);
    used.push(Used::GRAPH);
    let trust = (args.verify).apply(&args.file, &used, &args.world, &pool, app)?;
    let scores = Scores {
        numbers: Numbers::of(&schemes)?,
        schemes,
    };
    let registry = args.world.registry(app.worlds)?;
    let result = args.export(&registry, &pool, &scores, trust, app)?;
    if app.json {
        app.terminal.print_json(&result)?;
    } else {
        app.terminal.print(&result.to_text())?;
    }
    Ok(Exit::Done)
}

/// What names the task of an episode.
fn task_of(episode: &Episode) -> Digest {
    Digest::of(
        serde_json::to_string(&episode.task)
            .unwrap_or_default()
            .as_bytes(),
    )
}

/// The episodes of a file, some tasks at a time; all of them together if rollouts of one task do not follow each other.
enum Tasks {
    OneByOne(Box<Runs>),
    Together(EpisodeFile),
}

impl Tasks {
    fn file(&self) -> &EpisodeFile {
        match self {
            Tasks::OneByOne(runs) => runs.file(),
            Tasks::Together(file) => file,
        }
    }

    /// The next tasks, none at the end; `None` if they do not follow each other.
    fn next(&mut self, app: &mut App<'_, '_>) -> Result<Option<Vec<Vec<Episode>>>> {
        let mut window = vec![];
        match self {
            Tasks::Together(file) => {
                let all = file.take(usize::MAX, app.terminal)?;
                window.extend((!all.is_empty()).then_some(all));
            }
            Tasks::OneByOne(runs) => {
                while window.len() < WINDOW {
                    match runs.next(app.terminal)? {
                        Run::Together(task) => window.push(task),
                        Run::Scattered => return Ok(None),
                        Run::End => break,
                    }
                }
            }
        }
        Ok(Some(window))
    }
}

/// The schemes whose numbers go into the lines, and what they read.
struct Scores {
    schemes: Vec<Scheme>,
    numbers: Numbers,
}

impl Args {
    /// That schemes can price what is exported, some tasks at a time and as it was played.
    fn check_scores(&self, schemes: &[Scheme]) -> Result<()> {
        if let Some(scheme) = schemes.iter().find(|s| s.reach() == Reach::Batch) {
            bail!(
                "`{scheme}` compares every episode of the file with every other, and lines are written task by task: `score` the file with it"
            );
        }
        if !schemes.is_empty() && self.options.cuts() {
            bail!(
                "`--rollback` makes other steps of those that `--score` prices: give one of them"
            );
        }
        Ok(())
    }

    fn export(
        &self,
        registry: &Registry,
        pool: &rayon::ThreadPool,
        scores: &Scores,
        trust: Trust,
        app: &mut App<'_, '_>,
    ) -> Result<ExportResult> {
        // Every line names the policy of its values; it is one for the file, that of its first agent unless named.
        let first = EpisodeFile::open(&self.file)?.next(app.terminal)?;
        let first = first.context("the file holds no episode")?.agent;
        let values = self.graph.options()?.of(&first)?;
        match self.format {
            Format::Sft => {
                let options = self.options.sft(values)?;
                self.write(pool, scores, trust, app, |e| {
                    Ok(sft(registry, e, &options)?)
                })
            }
            Format::Dpo => {
                let options = self.options.pairs(values)?;
                self.write(pool, scores, trust, app, |e| {
                    Ok(pairs(registry, e, &options)?)
                })
            }
            Format::Steps => {
                let options = self.options.stepwise(values)?;
                self.write(pool, scores, trust, app, |e| {
                    Ok(stepwise(registry, e, &options)?)
                })
            }
            #[cfg(feature = "gui")]
            Format::Static => {
                let statics = static_items::Statics::asked(self)?;
                let result = self.write(pool, scores, trust, app, |e| statics.make(e))?;
                app.terminal.tell(&statics.finish()?);
                Ok(result)
            }
        }
    }

    /// Make the lines of some tasks at once, write them in order, and go on.
    fn write<R: Serialize + Send>(
        &self,
        pool: &rayon::ThreadPool,
        scores: &Scores,
        trust: Trust,
        app: &mut App<'_, '_>,
        make: impl Fn(Vec<Episode>) -> Result<Exported<R>> + Sync,
    ) -> Result<ExportResult> {
        let open = || EpisodeFile::open(&self.file).map(|file| file.with(&scores.numbers));
        let one_by_one = Runs::new(open()?, task_of);
        let made = self.write_tasks(
            Tasks::OneByOne(Box::new(one_by_one)),
            scores,
            pool,
            &trust,
            app,
            &make,
        )?;
        if let Some(result) = made {
            return Ok(result);
        }
        let path = self.file.display();
        if !self.file.is_file() {
            bail!(
                "the rollouts of a task do not follow each other in `{path}`, which can be read only once: sort it by task"
            );
        }
        app.terminal.tell(
            "note: the rollouts of a task do not follow each other: the file is held in memory",
        );
        let together = Tasks::Together(open()?);
        let made = self.write_tasks(together, scores, pool, &trust, app, &make)?;
        Ok(made.expect("invariant: all episodes together are not scattered"))
    }

    /// `None` if the rollouts of some task do not follow each other.
    fn write_tasks<R: Serialize + Send>(
        &self,
        mut tasks: Tasks,
        scores: &Scores,
        pool: &rayon::ThreadPool,
        trust: &Trust,
        app: &mut App<'_, '_>,
        make: &(impl Fn(Vec<Episode>) -> Result<Exported<R>> + Sync),
    ) -> Result<Option<ExportResult>> {
        let mut out = LineFile::create(&self.out)?;
        let mut result = ExportResult {
            format: self.format,
            episodes: 0,
            lines: 0,
            left_out: BTreeMap::new(),
            notes: BTreeMap::new(),
            skipped: Skipped::default(),
            counted: Counted::default(),
            trust: trust.clone(),
        };
        loop {
            let Some(window) = tasks.next(app)? else {
                return Ok(None);
            };
            if window.is_empty() {
                break;
            }
            result.episodes += window.iter().map(Vec::len).sum::<usize>();
            let scored = |mut episodes: Vec<Episode>| -> Result<Exported<R>> {
                carry_scores(&mut episodes, &scores.schemes)?;
                make(episodes)
            };
            let made: Vec<Result<Exported<R>>> =
                pool.install(|| window.into_par_iter().map(scored).collect());
            for exported in made {
                result.take(exported?, &mut out)?;
            }
            if app.terminal.is_cancelled() {
                bail!(
                    "interrupted: {} written",
                    counted(result.lines as u64, "line")
                );
            }
        }
        out.finish()?;
        result.skipped = tasks.file().skipped();
        result.counted = tasks.file().counted();
        result.counted.tell(app.terminal);
        Ok(Some(result))
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
        let mut text = format!(
            "{}, {}\n",
            counted(self.episodes as u64, "episode"),
            counted(self.lines as u64, "line")
        );
        if !self.left_out.is_empty() {
            let row = |(why, count): (&String, &u64)| vec![why.clone(), count.to_string()];
            let rows = self.left_out.iter().map(row).collect();
            text += &format!("\n{}", table(&["left out", "episodes"], &[1], rows));
        }
        for (what, count) in &self.notes {
            text += &format!("\n{}: {what}\n", counted(*count, "episode"));
        }
        text
    }
}
