//! `score`: recorded trajectories are priced.

mod rows;

use crate::{
    App, Exit,
    census::{Counted, group_of},
    count::counted,
    episodes::{EpisodeFile, Skipped},
    files::{LineFile, Paths},
    identify::{Against, IdentifyResult},
    numbers::Numbers,
    progress::{now, per_second},
    runs::{Run, Runs},
    scoring::{SchemeSummary, Totals, parse_schemes, reach, scheme_table},
    threads::ThreadArgs,
    verify::{Trust, Used, VerifyArgs},
    world::WorldArgs,
};
use anyhow::{Result, bail};
use rows::RowFile;
use serde::Serialize;
use std::{path::PathBuf, time::Duration};
use truestep_core::trajectory::Episode;
use truestep_rewards::{Reach, Scheme, score_carrying};

/// Arguments of `score`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The recorded episodes
    #[arg(value_name = "F.jsonl")]
    file: PathBuf,
    /// Schemes, separated by commas; `truestep list schemes` prints them; `@F.toml` stands for all of a file
    #[arg(
        long,
        visible_alias = "score",
        value_name = "A,B,…",
        required_unless_present = "advantages"
    )]
    scheme: Vec<String>,
    /// Take the advantages that an estimator of one's own wrote to this file as those of a scheme more: one list an episode, or
    /// keyed by episode and step, as `file:F` reads rewards. With --identify they are held against the exact advantage
    #[arg(long, value_name = "F.jsonl")]
    advantages: Vec<PathBuf>,
    /// Write every reward and advantage to this file, one scheme per line
    #[arg(long, value_name = "F")]
    out: Option<PathBuf>,
    /// Hold every scheme against the exact advantage, of success or of the outcome [default: success]
    #[arg(long, value_name = "WHAT", value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "success")]
    identify: Option<Against>,
    #[command(flatten)]
    verify: VerifyArgs,
    #[command(flatten)]
    world: WorldArgs,
}

/// Episodes priced at a time where each is priced by itself.
const CHUNK: usize = 64;

/// The result.
#[derive(Serialize)]
struct ScoreResult {
    episodes: usize,
    steps: usize,
    skipped: Skipped,
    #[serde(flatten)]
    counted: Counted,
    #[serde(flatten)]
    trust: Trust,
    schemes: Vec<SchemeSummary>,
    /// With `--identify`.
    identification: Option<IdentifyResult>,
}

pub(super) fn run(args: &Args, app: &mut App<'_, '_>) -> Result<Exit> {
    let mut schemes = parse_schemes(&args.scheme)?;
    for file in &args.advantages {
        schemes.push(Scheme::of_advantages(&file.to_string_lossy())?);
    }
    Paths::default()
        .reads("the episodes", &args.file)
        .schemes(&args.scheme)
        .numbers(&schemes)
        .world(&args.world)
        .writes("--out", args.out.as_deref())
        .check()?;
    app.terminal.begin_long_work();
    let pool = ThreadArgs::default().pool()?;
    let mut used = Used::by(&schemes);
    used.extend(args.identify.map(|_| Used::GRAPH));
    let trust = (args.verify).apply(&args.file, &used, &args.world, &pool, app)?;
    let numbers = Numbers::of(&schemes)?;
    let mut work = Work::new(args, &schemes, numbers)?;
    let (skipped, counted) = work.read(app)?;
    let steps = work.steps;
    app.terminal.tell(&format!(
        "{} under {}: {} step rewards",
        crate::count::counted(steps as u64, "step"),
        crate::count::counted(schemes.len() as u64, "scheme"),
        per_second((steps * schemes.len()) as u64, work.time)
    ));
    if reach(&schemes) != Reach::Episode {
        counted.tell(app.terminal);
    }
    let result = ScoreResult {
        episodes: work.episodes,
        steps,
        skipped,
        counted,
        trust,
        schemes: work.totals.summaries()?,
        identification: work.identification.take(),
    };
    work.finish()?;
    if app.json {
        app.terminal.print_json(&result)?;
    } else {
        app.terminal.print(&result.to_text())?;
    }
    Ok(Exit::Done)
}

impl ScoreResult {
    fn to_text(&self) -> String {
        let head = format!(
            "{}, {}\n\n",
            counted(self.episodes as u64, "episode"),
            counted(self.steps as u64, "step")
        );
        let tail = self.identification.as_ref();
        let tail = tail.map_or(String::new(), IdentifyResult::to_text);
        head + &scheme_table(&self.schemes) + &tail
    }
}

/// What is priced, and what came of it so far.
struct Work<'a> {
    args: &'a Args,
    schemes: &'a [Scheme],
    numbers: Numbers,
    totals: Totals<'a>,
    out: Option<(LineFile, Vec<RowFile>)>,
    identification: Option<IdentifyResult>,
    episodes: usize,
    steps: usize,
    time: Duration,
}

impl<'a> Work<'a> {
    fn new(args: &'a Args, schemes: &'a [Scheme], numbers: Numbers) -> Result<Self> {
        let rows = || schemes.iter().map(RowFile::new).collect::<Result<Vec<_>>>();
        let out = match &args.out {
            Some(path) => Some((LineFile::create(path)?, rows()?)),
            None => None,
        };
        Ok(Self {
            args,
            schemes,
            numbers,
            totals: Totals::new(schemes),
            out,
            identification: None,
            episodes: 0,
            steps: 0,
            time: Duration::ZERO,
        })
    }

    /// Read and price the file, as much of it at a time as the schemes need.
    fn read(&mut self, app: &mut App<'_, '_>) -> Result<(Skipped, Counted)> {
        let needed = match self.args.identify {
            Some(_) => Reach::Batch,
            None => reach(self.schemes),
        };
        match needed {
            Reach::Episode => self.read_all(CHUNK, app),
            Reach::Group => match self.read_groups(app)? {
                Some(found) => Ok(found),
                None => self.start_again(app),
            },
            Reach::Batch => {
                app.terminal.tell(
                    "note: every episode is compared with every other: the file is held in memory",
                );
                self.read_all(usize::MAX, app)
            }
        }
    }

    fn read_all(&mut self, at_once: usize, app: &mut App<'_, '_>) -> Result<(Skipped, Counted)> {
        let mut file = EpisodeFile::open(&self.args.file)?.with(&self.numbers);
        loop {
            let episodes = file.take(at_once, app.terminal)?;
            if episodes.is_empty() {
                return Ok((file.skipped(), file.counted()));
            }
            self.price(&episodes)?;
        }
    }

    /// Group after group; `None` if the rollouts of some group do not follow each other.
    fn read_groups(&mut self, app: &mut App<'_, '_>) -> Result<Option<(Skipped, Counted)>> {
        let mut runs = Runs::new(
            EpisodeFile::open(&self.args.file)?.with(&self.numbers),
            group_of,
        );
        loop {
            match runs.next(app.terminal)? {
                Run::Together(group) => self.price(&group)?,
                Run::Scattered => return Ok(None),
                Run::End => return Ok(Some((runs.file().skipped(), runs.file().counted()))),
            }
        }
    }

    fn start_again(&mut self, app: &mut App<'_, '_>) -> Result<(Skipped, Counted)> {
        let path = self.args.file.display();
        if !self.args.file.is_file() {
            bail!(
                "the rollouts of a group do not follow each other in `{path}`, which can be read only once: sort it by group"
            );
        }
        app.terminal.tell(
            "note: the rollouts of a group do not follow each other: the file is held in memory",
        );
        // Nothing of the output file has been touched yet.
        self.out = None;
        *self = Self::new(self.args, self.schemes, self.numbers.clone())?;
        self.read_all(usize::MAX, app)
    }

    fn price(&mut self, episodes: &[Episode]) -> Result<()> {
        let started = now();
        let scored = score_carrying(episodes, self.schemes)?;
        self.time += now() - started;
        self.totals.add(episodes, &scored);
        self.episodes += episodes.len();
        self.steps += episodes.iter().map(Episode::steps).sum::<usize>();
        if let Some(against) = self.args.identify {
            self.identification = Some(IdentifyResult::of(against, episodes, &scored)?);
        }
        if let Some((_, rows)) = &mut self.out {
            for (rows, scored) in rows.iter_mut().zip(&scored) {
                rows.add(scored)?;
            }
        }
        Ok(())
    }

    /// Write what every step got.
    fn finish(self) -> Result<()> {
        let Some((mut out, rows)) = self.out else {
            return Ok(());
        };
        for rows in rows {
            rows.write(&mut out)?;
        }
        out.finish()
    }
}
