//! `explain`: why an episode went as it did, and why a step of it counted.

mod alternatives;
mod step;
mod story;

use crate::{
    App, Exit,
    annotating::{GraphArgs, annotate_all},
    count::counted,
    episodes::EpisodeFile,
    scoring::parse_schemes,
    world::WorldArgs,
};
use anyhow::{Context as _, Result, bail};
use serde::Serialize;
use std::path::{Path, PathBuf};
use truestep_core::{
    replay::check_world,
    trajectory::{AgentInfo, End, Episode, GraphNote},
    truth::FactSet,
};
use truestep_rewards::{Scheme, Value, score};

/// Arguments of `explain`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The recorded episodes
    #[arg(value_name = "F.jsonl")]
    file: PathBuf,
    /// Which episode, counted from 0
    #[arg(long, value_name = "K")]
    episode: usize,
    /// Which step, counted from 0; without it, the whole episode
    #[arg(long, value_name = "T")]
    step: Option<usize>,
    /// Schemes whose rewards are shown [default: common ones whose channels are there]
    #[arg(long, value_name = "A,B,…")]
    score: Vec<String>,
    #[command(flatten)]
    graph: GraphArgs,
    #[command(flatten)]
    world: WorldArgs,
}

/// Schemes shown unless others are asked for, where an episode carries what they need.
const COMMON: &[&str] = &[
    "outcome",
    "shaping:distance",
    "shaping:subgoals",
    "g-ra",
    "pica:survival",
    "gain:clipped",
];

/// What every explanation starts with.
#[derive(Serialize)]
struct Head {
    episode: usize,
    task: truestep_core::task::Task,
    instruction: String,
    agent: AgentInfo,
    steps: usize,
    end: End,
    success: Option<bool>,
    /// What values and advantages refer to; `null` if they were not computed.
    graph: Option<GraphNote>,
}

/// The reward a scheme gave a step.
#[derive(Serialize)]
struct Reward {
    scheme: String,
    reward: Value<f64>,
}

pub(super) fn run(args: &Args, app: &mut App<'_, '_>) -> Result<Exit> {
    let mut episode = find(&args.file, args.episode, app)?;
    if let Some(step) = args.step
        && step >= episode.steps()
    {
        bail!(
            "episode {} has {} steps, counted from 0: there is no step {step}",
            args.episode,
            episode.steps()
        );
    }
    if episode.start.truth.is_none() {
        bail!("episode {} was recorded without truth", args.episode);
    }
    let asked = parse_schemes(&args.score)?;
    let registry = (app.worlds)(&args.world.options())?;
    check_world(&registry, &episode)
        .with_context(|| format!("{}: episode {}", args.file.display(), args.episode))?;
    let options = args.graph.options()?;
    // Distances and best actions are there without the graph; an episode can be explained by them alone.
    if let Err(error) = annotate_all(
        &registry,
        std::slice::from_mut(&mut episode),
        &options,
        app.terminal.cancel(),
    ) {
        app.terminal
            .tell(&format!("note: values are not computed: {error:#}"));
    }
    let schemes = schemes(asked, &episode)?;
    let head = Head {
        episode: args.episode,
        task: episode.task.clone(),
        instruction: episode.instruction.clone(),
        agent: episode.agent.clone(),
        steps: episode.steps(),
        end: episode.end,
        success: episode.success(),
        graph: episode.graph.clone(),
    };
    match args.step {
        None => {
            let story = story::Story::of(head, &episode, &schemes)?;
            show(&story, story::Story::to_text, app)?;
        }
        Some(t) => {
            let step = step::StepExplained::of(head, &episode, t, &registry, &options, &schemes)?;
            show(&step, step::StepExplained::to_text, app)?;
        }
    }
    Ok(Exit::Done)
}

fn show<T: Serialize>(result: &T, text: fn(&T) -> String, app: &mut App<'_, '_>) -> Result<()> {
    if app.json {
        app.terminal.print_json(result)
    } else {
        app.terminal.print(&text(result))
    }
}

/// Episode `number` of a file.
fn find(path: &Path, number: usize, app: &mut App<'_, '_>) -> Result<Episode> {
    let mut file = EpisodeFile::open(path)?;
    let mut count = 0;
    while let Some(episode) = file.next(app.terminal)? {
        if count == number {
            return Ok(episode);
        }
        count += 1;
    }
    bail!(
        "`{}` holds {}, counted from 0: there is no episode {number}",
        path.display(),
        counted(count as u64, "episode")
    )
}

/// The schemes asked for, or the common ones the episode can be priced with.
fn schemes(asked: Vec<Scheme>, episode: &Episode) -> Result<Vec<Scheme>> {
    if !asked.is_empty() {
        return Ok(asked);
    }
    let (provided, place) = (episode.provides(), episode.task.template.to_string());
    let common = parse_schemes(&[COMMON.join(",")])?;
    Ok(common
        .into_iter()
        .filter(|s| s.check(provided, &place).is_ok())
        .collect())
}

/// The rewards of every step, `[steps][schemes]`.
fn rewards(episode: &Episode, schemes: &[Scheme]) -> Result<Vec<Vec<Reward>>> {
    let mut steps: Vec<Vec<Reward>> = (0..episode.steps()).map(|_| vec![]).collect();
    for scheme in schemes {
        let scored = score(std::slice::from_ref(episode), scheme)?;
        for (step, reward) in steps.iter_mut().zip(scored.rewards.iter().flatten()) {
            step.push(Reward {
                scheme: scored.scheme.clone(),
                reward: *reward,
            });
        }
    }
    Ok(steps)
}

/// A reward as text.
fn reward_text(value: &Value<f64>) -> String {
    match value {
        Value::Number(x) => format!("{x:.3}"),
        Value::MinusInfinity => "-inf".into(),
        Value::Undefined(_) => "-".into(),
    }
}

/// The names of an episode's sub-goals that are in `set`.
fn subgoal_names(episode: &Episode, set: FactSet) -> Vec<String> {
    set.iter()
        .filter_map(|i| episode.subgoals.get(i))
        .map(|s| s.name.clone())
        .collect()
}

impl Head {
    fn to_text(&self) -> String {
        let solved = match self.success {
            Some(true) => "solved",
            Some(false) => "not solved",
            None => "not judged",
        };
        let values = self.graph.as_ref().map_or(String::new(), |note| {
            use truestep_core::truth::AdvantageKind::{Behaviour, Reference};
            let kind = match note.advantage {
                Behaviour => "the policy that acted",
                Reference => "a reference, not the policy that acted",
            };
            format!("values under {} ({kind})\n", note.policy)
        });
        format!(
            "episode {}: {} seed {}, agent {}, {} steps, {solved}\n{}\n{values}",
            self.episode,
            self.task.template,
            self.task.seed.0,
            self.agent.name,
            self.steps,
            self.instruction
        )
    }
}
