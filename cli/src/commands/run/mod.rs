//! `run`: an agent plays, the episodes are summarised, recorded and scored.

mod frames;
mod jobs;
mod play;
mod resume;

use crate::{
    App, Exit, Terminal,
    annotating::{GraphArgs, Truth},
    count::counted,
    files::{LineFile, Paths},
    memo::Memo,
    parameters::ParameterArgs,
    progress::{Progress, per_second},
    scoring::{SchemeSummary, Scoring, scheme_table},
    summary::{PairSummary, Summary, TemplateSummary, pair_table, summary_table},
    threads::ThreadArgs,
    verify::{Used, VerifyArgs},
    world::WorldArgs,
};
use anyhow::{Result, anyhow, bail};
use frames::Frames;
use jobs::Jobs;
use play::{Run, Sink};
use serde::Serialize;
use std::{path::PathBuf, sync::Arc};
use truestep_core::{
    jsonl,
    registry::{Registry, TemplateInfo},
    task::{Split, TemplateId},
    trajectory::AgentInfo,
    view::{self, ImageFolder, ViewName},
};
use truestep_session::{DistanceRange, Filter, Plan, SeedList, first_instance};

/// Arguments of `run`.
#[derive(clap::Args, Clone, Debug)]
pub struct Args {
    /// What is played: ENV, ENV/TEMPLATE, ENV/PREFIX* (names that begin so) or all
    #[arg(value_name = "ENV[/TEMPLATE]|all")]
    selector: String,
    /// Who plays; `truestep list agents` prints them
    #[arg(long, value_name = "A", default_value = "random")]
    agent: String,
    /// Episodes in all
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u64).range(1..))]
    episodes: u64,
    /// Seed of the run
    #[arg(long, value_name = "S", default_value_t = 0)]
    seed: u64,
    /// Exactly the instances with these seeds, of one task, such as `1,5,200..210`
    #[arg(long, value_name = "S,A..B", conflicts_with_all = ["episodes", "seed", "split", "distance"])]
    seeds: Option<SeedList>,
    /// Rollouts of each task
    #[arg(long, value_name = "K", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    group: u32,
    /// Only instances of this split: train, validation or test
    #[arg(long, value_parser = split)]
    split: Option<Split>,
    /// Only instances that start at such a distance, both ends included
    #[arg(long, value_name = "A..B")]
    distance: Option<DistanceRange>,
    /// How much truth is recorded
    #[arg(long, value_enum, default_value = "basic")]
    truth: Truth,
    #[command(flatten)]
    graph: GraphArgs,
    /// Step budget of every episode, and so the horizon of values [default: the task's own]
    #[arg(long, visible_alias = "horizon", value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    max_steps: Option<u32>,
    /// Views that are recorded, and read by the agent; `truestep show ENV/TEMPLATE` names those there are. Images go to a
    /// folder beside the file of `--out`
    #[arg(
        long,
        value_name = "VIEW",
        value_delimiter = ',',
        default_value = "text"
    )]
    view: Vec<ViewName>,
    /// Write the episodes to this file, one per line; packed if its name ends in .zst
    #[arg(long, value_name = "F.jsonl")]
    out: Option<PathBuf>,
    /// Write what is seen as pictures, one for every frame: DIR/TEMPLATE-SEED-ROLLOUT/STEP.png; the image among --view, or
    /// else the world's own
    #[arg(long, value_name = "DIR", conflicts_with = "resume")]
    frames: Option<PathBuf>,
    /// Go on with the file of --out where an interrupted run of the same arguments left it
    #[arg(long, requires = "out")]
    resume: bool,
    #[command(flatten)]
    verify: VerifyArgs,
    /// Price the episodes with these schemes, separated by commas; `@F.toml` stands for all of a file
    #[arg(long, visible_alias = "scheme", value_name = "A,B,…")]
    score: Vec<String>,
    /// Environments stepped together; the results do not depend on it
    #[arg(long, value_name = "N", default_value_t = 64, value_parser = clap::value_parser!(u16).range(1..=4096))]
    slots: u16,
    #[command(flatten)]
    threads: ThreadArgs,
    #[command(flatten)]
    parameters: ParameterArgs,
    #[command(flatten)]
    world: WorldArgs,
}

fn split(text: &str) -> Result<Split, String> {
    let found = Split::ALL.into_iter().find(|s| s.to_string() == text);
    found.ok_or_else(|| "expected train, validation or test".into())
}

/// The result.
#[derive(Serialize)]
struct RunResult {
    agent: AgentInfo,
    seed: u64,
    /// The seeds of the instances, if they were named.
    #[serde(skip_serializing_if = "Option::is_none")]
    seeds: Option<Vec<u64>>,
    group: u32,
    /// Rollouts of the last group, if they are fewer; else 0.
    partial_group: u64,
    templates: Vec<TemplateId>,
    #[serde(flatten)]
    summary: Summary,
    by_template: Vec<TemplateSummary>,
    /// Tasks and their infeasible twins, where a run plays both.
    pairs: Vec<PairSummary>,
    schemes: Vec<SchemeSummary>,
}

pub(super) fn run(args: &Args, app: &mut App<'_, '_>) -> Result<Exit> {
    let args = &args.counted();
    args.check()?;
    let scoring = Scoring::parse(&args.score)?;
    scoring.check_size(args.episodes, u64::from(args.group))?;
    let annotation = match args.truth {
        Truth::Basic => {
            args.graph.refuse_without("--truth graph")?;
            None
        }
        Truth::Graph => Some(args.graph.options()?),
    };
    let pool = args.threads.pool()?;
    let memo = Memo::default();
    let registry = args.world.registry_for(app.worlds, &args.selector)?;
    let registry = memo.over(&args.parameters.over(&registry)?);
    let factory = truestep_agents::parse(&args.agent, &registry)?;
    let templates = registry.select(&args.selector)?;
    if templates.is_empty() {
        return Err(anyhow!("`{}` has no tasks", args.selector));
    }
    if args.seeds.is_some() && templates.len() > 1 {
        return Err(anyhow!(
            "`{}` names {} tasks: --seeds are those of one, ENV/TEMPLATE",
            args.selector,
            templates.len()
        ));
    }
    let frames = Frames::asked(args, &registry, &templates)?;
    let mut args = args.clone();
    args.view
        .extend(frames.as_ref().and_then(|f| f.beside(&args.view)));
    let args = &args;
    // Groups go round the templates: of those that have no turn nothing is made.
    let turns = args.episodes.div_ceil(u64::from(args.group));
    let in_turn = templates
        .len()
        .min(usize::try_from(turns).unwrap_or(usize::MAX));
    check_views(&registry, &templates[..in_turn], &args.view)?;
    let beside = || args.out.as_deref().map(ImageFolder::beside).map(Arc::new);
    let images = frames.as_ref().map(Frames::images).or_else(beside);
    app.terminal.begin_long_work();
    // Opened once everything else is known to be in order, and before the work: a file that cannot be written costs none.
    let (file, recorded) = match &args.out {
        Some(path) if args.resume => resume::open(path, app.terminal)?,
        Some(path) => (Some(LineFile::create(path)?), None),
        None => (None, None),
    };
    if recorded.is_some()
        && let Some(path) = &args.out
    {
        let used = [Used::AGENT, Used::GRAPH];
        (args.verify).apply(path, &used, &args.world, &pool, app)?;
    }
    args.tell_partial_group(app.terminal);
    let filter = Filter {
        split: args.split,
        distance: args.distance,
    };
    let plan = match &args.seeds {
        Some(seeds) => Plan::of_seeds(&registry, &templates, seeds),
        None => Plan::new(&registry, &templates, args.seed, filter),
    };
    let progress = Progress::new(app.terminal, args.episodes, "episodes");
    let scoring = scoring.over(templates.len());
    let mut sink = Sink::new(file, &progress, &templates, scoring, frames.as_ref());
    let mut jobs = Jobs::new(plan, args.group, args.episodes);
    let run = Run {
        args,
        registry: &registry,
        memo: &memo,
        factory: &*factory,
        annotation: annotation.as_ref(),
        images: images.as_ref(),
        cancel: app.terminal.cancel(),
    };
    let found = match recorded {
        Some(recorded) => run.take_in(recorded, &mut jobs, &mut sink, app.terminal)?,
        None => 0,
    };
    let played = pool.install(|| run.play(&mut jobs, &mut sink));
    let time = progress.stop();
    played?;
    let (tallies, scoring) = sink.finish()?;
    let kept = images.filter(|images| args.out.is_some() && !images.is_empty());
    if let Some(frames) = frames {
        app.terminal.tell(&frames.finish()?);
    }
    if let Some(images) = kept {
        let (count, place) = (images.len(), images.path().display());
        app.terminal.tell(&format!("{count} images in `{place}`"));
    }
    let finished = tallies.all().summary().episodes;
    let steps = tallies.all().actions();
    if found > 0 {
        let found = counted(found, "episode");
        app.terminal.tell(&format!("{found} were there already"));
    }
    app.terminal.tell(&format!(
        "{}, {} in {:.2} s: {}",
        counted(finished, "episode"),
        counted(steps, "step"),
        time.as_secs_f64(),
        per_second(steps, time)
    ));
    if app.terminal.is_cancelled() && finished < args.episodes {
        return Err(interrupted(args, finished));
    }
    let result = RunResult {
        agent: factory.info(),
        seed: args.seed,
        seeds: args.seeds.as_ref().map(|s| s.seeds().to_vec()),
        group: args.group,
        partial_group: args.partial_group(),
        templates: templates.into_iter().map(|t| t.id).collect(),
        summary: tallies.all().summary(),
        by_template: tallies.templates(),
        pairs: tallies.pairs(),
        schemes: scoring.finish()?,
    };
    if app.json {
        app.terminal.print_json(&result)?;
    } else {
        app.terminal.print(&result.to_text())?;
    }
    Ok(Exit::Done)
}

/// That every template has the views asked for, before anything is written or played.
fn check_views(registry: &Registry, templates: &[TemplateInfo], asked: &[ViewName]) -> Result<()> {
    for template in templates {
        // A template without an instance fails where it is planned, with its own error.
        let Ok(prepared) = first_instance(registry, &template.id) else {
            continue;
        };
        // A world that does not say which views it has refuses when it is reset.
        if !prepared.views().is_empty() {
            view::check(asked, &template.id.to_string(), prepared.views())?;
        }
    }
    Ok(())
}

fn interrupted(args: &Args, finished: u64) -> anyhow::Error {
    let kept = match &args.out {
        Some(path) => format!(
            "they are in `{}`, and the same command with --resume goes on",
            path.display()
        ),
        None => "give --out to keep them".into(),
    };
    let all = args.episodes;
    anyhow!("interrupted: {finished} of {all} episodes were finished; {kept}")
}

/// Most environments that may be stepped at once, over all threads.
const MAX_SLOTS: u64 = 65_536;
/// What a step takes while its episode is played, at least, in bytes.
const STEP_BYTES: u64 = 1 << 10;
/// Longest episode, in steps: a longer one makes a line that is too long to be read.
const MAX_STEPS: u64 = jsonl::MAX_LINE_BYTES / STEP_BYTES;
/// Most bytes that all episodes played at once may come to: 16 GiB.
const MAX_BYTES: u64 = 1 << 34;

impl Args {
    /// With as many episodes as named seeds make.
    fn counted(&self) -> Self {
        let mut args = self.clone();
        if let Some(seeds) = &self.seeds {
            args.episodes = (seeds.seeds().len() as u64).saturating_mul(u64::from(self.group));
        }
        args
    }

    /// That the options fit together, before any work is done.
    fn check(&self) -> Result<()> {
        let slots = u64::from(self.slots) * self.threads.count();
        if slots > MAX_SLOTS {
            bail!(
                "{} slots on every thread are {slots} environments: at most {MAX_SLOTS}",
                self.slots
            );
        }
        if self.verify.is_asked() && !self.resume {
            bail!("`--verify` has no effect without `--resume`: add it, or leave `--verify` out");
        }
        self.check_length(slots)?;
        let paths = Paths::default().agent(&self.agent).schemes(&self.score);
        self.graph
            .declared(paths.world(&self.world))
            .writes("--out", self.out.as_deref())
            .check()
    }

    /// That episodes of the step budget asked for can be held, and their lines be read again.
    fn check_length(&self, slots: u64) -> Result<()> {
        let Some(steps) = self.max_steps.map(u64::from) else {
            return Ok(());
        };
        if steps > MAX_STEPS {
            bail!(
                "`--max-steps {steps}`: an episode is held while it is played, some {STEP_BYTES} bytes a step, and a line of a file is at most {} bytes: give at most {MAX_STEPS}",
                jsonl::MAX_LINE_BYTES
            );
        }
        let at_once = slots.min(self.episodes);
        let bytes = at_once * steps * STEP_BYTES;
        if bytes > MAX_BYTES {
            bail!(
                "{at_once} episodes of up to {steps} steps at once, some {STEP_BYTES} bytes a step, may take {bytes} bytes: give fewer `--slots` or `--max-steps`, for at most {MAX_BYTES}"
            );
        }
        Ok(())
    }

    fn tell_partial_group(&self, terminal: &mut Terminal<'_>) {
        let last = self.partial_group();
        if last > 0 {
            let (whole, group) = (self.episodes / u64::from(self.group), self.group);
            let whole = counted(whole, "group");
            terminal.tell(&format!(
                "note: {} are {whole} of {group} and one of {last}: whole groups need a multiple of {group}",
                counted(self.episodes, "episode")
            ));
        }
    }

    /// Rollouts of the last group, if it is smaller than the others; else 0.
    fn partial_group(&self) -> u64 {
        self.episodes % u64::from(self.group)
    }
}

impl RunResult {
    fn to_text(&self) -> String {
        let Self { agent, seed, .. } = self;
        let mut text = match &self.seeds {
            None => format!("agent {}, seed {seed}", agent.name),
            Some(seeds) => format!(
                "agent {}, {}",
                agent.name,
                counted(seeds.len() as u64, "named seed")
            ),
        };
        if self.group > 1 {
            text += &format!(", {} rollouts of each task", self.group);
        }
        text += "\n\n";
        let mut rows: Vec<(String, &Summary)> = vec![];
        if self.by_template.len() > 1 {
            rows.extend(
                self.by_template
                    .iter()
                    .map(|t| (t.template.to_string(), &t.summary)),
            );
            rows.push(("all".into(), &self.summary));
        } else {
            let name = self.by_template.first();
            rows.push((
                name.map_or_else(String::new, |t| t.template.to_string()),
                &self.summary,
            ));
        }
        text += &summary_table("task", &rows);
        if !self.pairs.is_empty() {
            text += "\n";
            text += &pair_table(&self.pairs);
        }
        if !self.schemes.is_empty() {
            text += "\n";
            text += &scheme_table(&self.schemes);
        }
        text
    }
}
