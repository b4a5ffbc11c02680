//! Rollouts in bulk: shards on threads, episodes out in the order the jobs came in.
//!
//! An episode depends on its task, its rollout number and its agent, never on the thread, the shard or the neighbours it
//! ran with; the output is the same bytes for any number of threads and slots.

use crate::{
    agent::{Act, Agent, AgentFactory, Choice, Decision, MenuView},
    chance::RngRef,
    host::{
        Capabilities, DigestsOf, HostError, Input, Judged, RunningStep, Shard, ShardBuilder, Shown,
        StepPlugin, TruthLevel,
    },
    registry::{Prepared, Registry, TaskError},
    task::{Split, Task, TemplateId},
    trajectory::{End, Episode, SCHEMA, WorldInfo},
    view::{self, KeepImages, View, ViewName},
};
use rayon::prelude::*;
use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

/// One episode to play.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// The task.
    pub task: Arc<Task>,
    /// Rollouts of one task share a group number.
    pub group: u64,
    /// Number of this rollout in its group.
    pub rollout: u32,
}

/// How a batch runs. The number of slots cannot change what comes out.
#[derive(Clone)]
#[allow(
    missing_debug_implementations,
    reason = "holds plug-ins, which are trait objects"
)]
pub struct BatchOptions {
    /// Environments per shard, at least 1.
    pub slots: usize,
    /// What each environment carries, its `max_steps` aside.
    pub capabilities: Capabilities,
    /// The step budget of every task; `None`: each task's own.
    pub max_steps: Option<u32>,
    /// Plug-ins of every shard; an environment takes part in those its capabilities name.
    pub plugins: Vec<Arc<dyn StepPlugin>>,
    /// Where the images of recorded frames go; without it, frames name images that nobody has.
    pub images: Option<Arc<dyn KeepImages>>,
}

impl Default for BatchOptions {
    fn default() -> Self {
        Self {
            slots: 64,
            capabilities: Capabilities::recorded(0),
            max_steps: None,
            plugins: vec![],
            images: None,
        }
    }
}

/// Why a batch cannot run.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BatchError {
    /// A task cannot be made.
    #[error(transparent)]
    Task(#[from] TaskError),
    /// The host refused; capabilities and registry do not fit together.
    #[error(transparent)]
    Host(#[from] HostError),
    /// The agent reads the truth, and the run computes none.
    #[error("agent `{agent}` needs the ground truth: run with truth level `basic`")]
    AgentNeedsTruth {
        /// The agent.
        agent: String,
    },
    /// No slots.
    #[error("a shard needs at least one slot")]
    NoSlots,
}

/// Play `jobs` with fresh agents of `factory`; finished episodes go to `sink` in the order of the jobs.
///
/// Runs on the rayon pool it is called from. When `cancel` becomes true, what has finished by then still reaches `sink`.
///
/// # Errors
/// [`BatchError`]; episodes before the failing one have reached `sink`.
pub fn run(
    registry: &Registry,
    jobs: &[Job],
    factory: &dyn AgentFactory,
    options: &BatchOptions,
    cancel: &AtomicBool,
    sink: &mut dyn FnMut(Episode),
) -> Result<(), BatchError> {
    if options.slots == 0 {
        return Err(BatchError::NoSlots);
    }
    if factory.needs_truth() && options.capabilities.truth == TruthLevel::Off {
        return Err(BatchError::AgentNeedsTruth {
            agent: factory.info().name,
        });
    }
    check_views(registry, jobs, &options.capabilities.views)?;
    let batch = Batch {
        registry,
        factory,
        options,
        cancel,
    };
    // A wave keeps every thread busy and bounds what is held in memory before it reaches the sink.
    let wave = options.slots * rayon::current_num_threads() * 2;
    for jobs in jobs.chunks(wave.max(1)) {
        if cancel.load(Ordering::Relaxed) {
            break;
        }
        let played: Vec<Played> = jobs
            .par_chunks(options.slots)
            .map(|jobs| play_shard(&batch, jobs))
            .collect();
        for (episodes, error) in played {
            episodes.into_iter().for_each(&mut *sink);
            if let Some(error) = error {
                return Err(error);
            }
        }
    }
    Ok(())
}

/// That every template played has the views asked for, before the first episode of any.
fn check_views(registry: &Registry, jobs: &[Job], asked: &[ViewName]) -> Result<(), BatchError> {
    let mut seen: Vec<&TemplateId> = vec![];
    for job in jobs {
        let template = &job.task.template;
        if seen.contains(&template) {
            continue;
        }
        seen.push(template);
        // The first is checked by its reset, which comes before anything else is played; and a task that cannot be made
        // fails there with its own error.
        if seen.len() > 1
            && let Ok(prepared) = registry.prepare(&job.task)
            && !prepared.views().is_empty()
        {
            view::check(asked, &template.to_string(), prepared.views()).map_err(HostError::from)?;
        }
    }
    Ok(())
}

/// The next `count` rollouts of one task, from rollout number `first` on, in order; with truth and text.
///
/// # Errors
/// As [`run`].
pub fn rollouts(
    registry: &Registry,
    task: &Arc<Task>,
    factory: &dyn AgentFactory,
    first: u32,
    count: u32,
    max_steps: Option<u32>,
) -> Result<Vec<Episode>, BatchError> {
    let job = |rollout| Job {
        task: Arc::clone(task),
        group: 0,
        rollout,
    };
    let jobs: Vec<Job> = (first..first.saturating_add(count)).map(job).collect();
    let options = BatchOptions {
        max_steps,
        ..BatchOptions::default()
    };
    let mut episodes = vec![];
    let never = AtomicBool::new(false);
    run(registry, &jobs, factory, &options, &never, &mut |e| {
        episodes.push(e)
    })?;
    Ok(episodes)
}

/// What every part of a batch refers to.
struct Batch<'a> {
    registry: &'a Registry,
    factory: &'a dyn AgentFactory,
    options: &'a BatchOptions,
    cancel: &'a AtomicBool,
}

/// What a shard played: the episodes before the first job that failed, and why that one did.
type Played = (Vec<Episode>, Option<BatchError>);

/// One environment that is being played.
struct Player {
    agent: Box<dyn Agent>,
    prepared: Arc<dyn Prepared>,
    random: RngRef,
    left: Option<Left>,
}

/// Why a player acts no more although its episode goes on.
enum Left {
    Stopped,
    Failed(BatchError),
}

fn play_shard(batch: &Batch<'_>, jobs: &[Job]) -> Played {
    let (players, mut error) = prepare_players(batch, jobs);
    // A job that cannot be made does not take the ones before it along.
    let played = play(batch, &jobs[..players.len()], players);
    let (episodes, failed) = played.unwrap_or_else(|error| (vec![], Some(error)));
    error = failed.or(error);
    (episodes, error)
}

/// Players for the jobs before the first that cannot be made, and why that one cannot.
fn prepare_players(batch: &Batch<'_>, jobs: &[Job]) -> (Vec<Player>, Option<BatchError>) {
    let mut players: Vec<Player> = Vec::with_capacity(jobs.len());
    for job in jobs {
        // Rollouts of a group stand side by side and share one definition.
        let prepared = match players.last() {
            Some(last) if *last.prepared.task() == job.task => Ok(Arc::clone(&last.prepared)),
            _ => batch.registry.prepare(&job.task),
        };
        match prepared {
            Ok(prepared) => players.push(Player {
                agent: batch.factory.make(),
                prepared,
                random: job.task.stream("agent").branch(u64::from(job.rollout)),
                left: None,
            }),
            Err(error) => return (players, Some(error.into())),
        }
    }
    (players, None)
}

fn play(batch: &Batch<'_>, jobs: &[Job], mut players: Vec<Player>) -> Result<Played, BatchError> {
    let options = batch.options;
    let mut builder = ShardBuilder::default();
    for player in &players {
        player.prepared.install(&mut builder);
    }
    for plugin in &options.plugins {
        builder.plugin(Arc::clone(plugin));
    }
    if let Some(images) = &options.images {
        builder.keep_images(Arc::clone(images));
    }
    let mut shard = builder.try_build(jobs.len())?;
    for (slot, (job, player)) in jobs.iter().zip(&mut players).enumerate() {
        let mut capabilities = options.capabilities.clone();
        capabilities.max_steps = Some(
            options
                .max_steps
                .unwrap_or(player.prepared.goal().max_steps),
        );
        player
            .prepared
            .load(&mut shard, slot, job.rollout, &capabilities)?;
        player.agent.begin(&job.task, job.rollout);
    }
    while !batch.cancel.load(Ordering::Relaxed) && submit_all(&mut shard, &mut players)? {
        shard.run();
    }
    let mut episodes = vec![];
    for (slot, (job, mut player)) in jobs.iter().zip(players).enumerate() {
        let end = match player.left.take() {
            Some(Left::Failed(error)) => return Ok((episodes, Some(error))),
            Some(Left::Stopped) => Some(End::Aborted),
            None => shard.end(slot)?,
        };
        // Without an end the run was cancelled in mid-episode: only whole episodes are handed out.
        if let Some(end) = end {
            episodes.push(finish(batch, &mut shard, slot, job, &player, end)?);
        }
    }
    Ok((episodes, None))
}

/// Ask every agent whose episode goes on for its action; `false` when none is left.
fn submit_all(shard: &mut Shard, players: &mut [Player]) -> Result<bool, BatchError> {
    let mut any = false;
    for (slot, player) in players.iter_mut().enumerate() {
        if player.left.is_some() || shard.end(slot)?.is_some() {
            continue;
        }
        let Player {
            agent,
            prepared,
            random,
            ..
        } = player;
        let act = decide(shard, slot, &mut **agent, &**prepared, random, |act, _| act)?;
        let (choice, probability) = (act.choice, act.probability);
        let input = match choice {
            Choice::Menu(index) => Input::Menu(u32::try_from(index).unwrap_or(u32::MAX)),
            Choice::Text(text) => Input::Text(text),
            Choice::Stop => {
                player.left = Some(Left::Stopped);
                continue;
            }
        };
        match shard.submit(slot, input, probability) {
            Ok(()) => any = true,
            Err(error) => player.left = Some(Left::Failed(error.into())),
        }
    }
    Ok(any)
}

/// Ask `agent` what it does in a slot; `use_it` gets its answer with the menu it chose from.
pub(crate) fn decide<R>(
    shard: &mut Shard,
    slot: usize,
    agent: &mut dyn Agent,
    prepared: &dyn Prepared,
    random: &RngRef,
    use_it: impl FnOnce(Act, &dyn MenuView) -> R,
) -> Result<R, HostError> {
    shard.with_menu(slot, |world, entity, menu| {
        let environment = world.entity(entity);
        let judged = environment.get::<Judged>();
        let report = environment.get::<RunningStep>();
        let clock = environment.get::<crate::host::Clock>();
        let step = clock.map_or(0, |c| c.step);
        let digests = environment.get::<DigestsOf>().map(|d| d.0);
        let views = environment.get::<Shown>().map_or(&[][..], Shown::views);
        let act = agent.act(&Decision {
            task: prepared.task(),
            instruction: &prepared.goal().instruction,
            observation: views.iter().find_map(View::text).unwrap_or_default(),
            views: &views,
            menu,
            effect: report.filter(|_| step > 0).map(|r| &r.effect),
            step,
            digests: digests.expect("invariant: every environment has digests"),
            truth: judged.map(|j| &j.state),
            best: judged.and_then(|j| j.best.as_deref()),
            random: RngRef {
                stream: random.stream,
                step,
            },
        });
        use_it(act, menu)
    })
}

fn finish(
    batch: &Batch<'_>,
    shard: &mut Shard,
    slot: usize,
    job: &Job,
    player: &Player,
    end: End,
) -> Result<Episode, BatchError> {
    let Batch {
        registry,
        factory,
        options,
        ..
    } = *batch;
    let last = shard.frame(slot)?;
    let recording = shard.take_recording(slot)?.unwrap_or_default();
    let goal = player.prepared.goal();
    Ok(Episode {
        schema: SCHEMA.into(),
        task: (*job.task).clone(),
        split: Split::of(job.task.seed),
        instruction: goal.instruction.clone(),
        versions: versions(),
        world: world_of(registry, &job.task)?,
        group: job.group,
        rollout: job.rollout,
        agent: factory.info(),
        max_steps: shard
            .parts::<Option<&crate::host::Budget>>(slot)?
            .map(|b| b.max_steps),
        subgoals: goal.subgoals.clone(),
        evidence: goal.evidence.clone(),
        plugins: options.capabilities.plugins.clone(),
        graph: None,
        trace: last.digests.trace,
        given: crate::given::Given::default(),
        start: recording.start.unwrap_or(last),
        transitions: recording.transitions,
        end,
        fault: shard.outcome(slot)?.fault.map(|fault| fault.message),
    })
}

/// The world of a task's environment.
///
/// # Errors
/// [`TaskError::UnknownEnvironment`].
pub fn world_of(registry: &Registry, task: &Task) -> Result<WorldInfo, TaskError> {
    Ok(registry.family(task.template.env())?.world_of(task))
}

/// Versions a trajectory carries.
#[must_use]
pub fn versions() -> BTreeMap<String, String> {
    BTreeMap::from([("truestep".to_owned(), env!("CARGO_PKG_VERSION").to_owned())])
}
