//! `explain`: why an episode went as it did, and why a step of it counted.

mod alternatives;
mod step;
mod story;
mod verdict;

use crate::{
    App, Exit,
    annotating::{GraphArgs, annotate_all},
    complaint::one_line,
    count::counted,
    episodes::EpisodeFile,
    numbers::Numbers,
    printable::phrase,
    scoring::parse_schemes,
    table::{WIDTH, decimal, wrapped},
    world::WorldArgs,
};
use anyhow::{Context as _, Result, bail};
use serde::Serialize;
use std::path::{Path, PathBuf};
use truestep_core::{
    channels::Channel,
    replay::check_world,
    trajectory::{AgentInfo, End, Episode, GraphNote},
    truth::FactSet,
};
use truestep_rewards::{Form, Scheme, Value, score_many};

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
    /// Schemes whose rewards and advantages are shown [default: common ones whose channels are there]. Schemes that compare
    /// episodes compare those of the file
    #[arg(long, visible_alias = "scheme", value_name = "A,B,…")]
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
    /// How the host failed, if it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<String>,
    /// What values and advantages refer to; `null` if they were not computed.
    graph: Option<GraphNote>,
    /// Episodes of the file that the schemes compared; `null` if none compares.
    compared: Option<usize>,
}

/// What a scheme gave a step.
#[derive(Serialize)]
struct Priced {
    scheme: String,
    /// The reward, before the credit if the scheme ends in one.
    reward: Value<f64>,
    /// What the credit made of it; `null` of no number, absent if the scheme ends in no credit.
    #[serde(skip_serializing_if = "Option::is_none")]
    advantage: Option<Value<f64>>,
}

/// The episode to explain among those it is compared with.
struct Batch {
    episodes: Vec<Episode>,
    /// Its place.
    index: usize,
}

impl Batch {
    fn episode(&self) -> &Episode {
        &self.episodes[self.index]
    }
}

pub(super) fn run(args: &Args, app: &mut App<'_, '_>) -> Result<Exit> {
    let asked = parse_schemes(&args.score)?;
    let compares = asked
        .iter()
        .any(|s| s.has_credit() || s.form() == Form::Group);
    let numbers = Numbers::of(&asked)?;
    let mut batch = find(&args.file, args.episode, compares, &numbers, app)?;
    let episode = batch.episode();
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
    let registry = args.world.registry(app.worlds)?;
    check_world(&registry, episode)
        .with_context(|| format!("{}: episode {}", args.file.display(), args.episode))?;
    let options = args.graph.options()?;
    // Distances and best actions are there without the graph; an episode can be explained by them alone.
    let agent = episode.agent.clone();
    let policy = options.of(&agent)?;
    let values = asked.iter().any(|s| {
        let channels = [
            Channel::SuccessProbability,
            Channel::Advantage,
            Channel::Pivot,
        ];
        channels.iter().any(|&c| s.needs().contains(c))
    });
    // Those it is compared with need values only where a scheme reads them.
    let index = batch.index;
    let valued = match values {
        true => &mut batch.episodes[..],
        false => std::slice::from_mut(&mut batch.episodes[index]),
    };
    if let Err(error) = annotate_all(&registry, valued, &options, app.terminal.cancel()) {
        app.terminal
            .tell(&format!("note: values are not computed: {error:#}"));
    }
    let episode = batch.episode();
    let schemes = schemes(asked, episode)?;
    let head = Head {
        episode: args.episode,
        task: episode.task.clone(),
        instruction: episode.instruction.clone(),
        agent: episode.agent.clone(),
        steps: episode.steps(),
        end: episode.end,
        success: episode.success(),
        fault: episode.fault.clone(),
        graph: episode.graph.clone(),
        compared: compares.then_some(batch.episodes.len()),
    };
    match args.step {
        None => {
            let story = story::Story::of(head, &batch, &schemes)?;
            show(&story, story::Story::to_text, app)?;
        }
        Some(t) => {
            let step = step::StepExplained::of(head, &batch, t, &registry, &policy, &schemes)?;
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

/// Episode `number` of a file; with all others if it is compared with them.
fn find(
    path: &Path,
    number: usize,
    compared: bool,
    numbers: &Numbers,
    app: &mut App<'_, '_>,
) -> Result<Batch> {
    let mut file = EpisodeFile::open(path)?.with(numbers);
    let (mut count, mut episodes) = (0, vec![]);
    while let Some(episode) = file.next(app.terminal)? {
        if count == number && !compared {
            return Ok(Batch {
                episodes: vec![episode],
                index: 0,
            });
        }
        if compared {
            episodes.push(episode);
        }
        count += 1;
    }
    if number < episodes.len() {
        return Ok(Batch {
            episodes,
            index: number,
        });
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

/// The rewards and advantages of every step, `[steps][schemes]`.
fn priced(batch: &Batch, schemes: &[Scheme]) -> Result<Vec<Vec<Priced>>> {
    let mut steps: Vec<Vec<Priced>> = (0..batch.episode().steps()).map(|_| vec![]).collect();
    for scored in score_many(&batch.episodes, schemes)? {
        let rewards = &scored.rewards[batch.index];
        let advantages = scored.advantages.as_ref().map(|rows| &rows[batch.index]);
        for (t, (step, reward)) in steps.iter_mut().zip(rewards).enumerate() {
            step.push(Priced {
                scheme: scored.scheme.clone(),
                reward: *reward,
                advantage: advantages.map(|row| row[t]),
            });
        }
    }
    Ok(steps)
}

/// A reward or an advantage as text.
fn value_text(value: &Value<f64>) -> String {
    match value {
        Value::Number(x) => decimal(Some(*x)),
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
            format!("values under {} ({kind})\n", phrase(&note.policy))
        });
        let fault = self.fault.as_ref().map_or(String::new(), |fault| {
            format!(
                "aborted: the host failed in the step after the last: {}\n",
                one_line(fault)
            )
        });
        let compared = self.compared.map_or(String::new(), |count| {
            format!("advantages compare it with the others of the {count} episodes of the file\n")
        });
        format!(
            "episode {}: {} seed {}, agent {}, {} steps, {solved}\n{}\n{fault}{values}{compared}",
            self.episode,
            self.task.template,
            self.task.seed.0,
            phrase(&self.agent.name),
            self.steps,
            wrapped(&self.instruction, WIDTH)
        )
    }
}
