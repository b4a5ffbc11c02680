//! Rollouts of one [`Environment`], whoever made it: slower than [`crate::batch`], and all a third party's world needs.
//!
//! [`play`] gives the same episode that a batch gives for the same job; [`success_from`] and [`advantage_of`] fork a moment
//! and play on, which is the only honest number there is for an agent whose probabilities nobody knows: an estimate.

use crate::{
    agent::{Agent, AgentFactory, Choice, Decision, MenuView},
    batch::{Job, versions},
    chance::RngRef,
    environment::{Environment, EnvironmentError, MenuItem},
    estimate::{Difference, Rate},
    host::{HostError, Snapshot},
    model::{Goal, HostFault},
    task::{Split, Task},
    trajectory::{End, Episode, Frame, SCHEMA, Transition, WorldInfo},
    truth::Effect,
    view::{ShownViews, View, ViewName},
};
use std::borrow::Cow;

/// Why an episode cannot be played.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PlayError {
    /// The environment refused or failed.
    #[error(transparent)]
    Environment(#[from] EnvironmentError),
    /// It says nothing of what its task asks for.
    #[error("the environment states no goal after a reset; `Environment::goal` must give one")]
    NoGoal,
    /// The outcome of an episode is not stated.
    #[error(
        "the environment states no truth, so that success cannot be counted; let its frames carry it"
    )]
    NoTruth,
}

/// Play one episode from its start. Where the host fails, the episode is aborted before the step that failed.
///
/// # Errors
/// [`PlayError`].
pub fn play(
    environment: &mut dyn Environment,
    job: &Job,
    world: &WorldInfo,
    factory: &dyn AgentFactory,
) -> Result<Episode, PlayError> {
    let start = environment.reset(&job.task, job.rollout)?;
    let goal = environment.goal().ok_or(PlayError::NoGoal)?.clone();
    let player = Player {
        task: &job.task,
        goal: &goal,
        random: job.task.stream("agent").branch(u64::from(job.rollout)),
    };
    let mut agent = factory.make();
    agent.begin(&job.task, job.rollout);
    let mut transitions = vec![];
    let (end, fault) = player.go_on(environment, &mut *agent, start.clone(), &mut |step| {
        transitions.push(step);
    })?;
    let last = transitions.last().map_or(&start, |t: &Transition| &t.after);
    Ok(Episode {
        schema: SCHEMA.into(),
        task: (*job.task).clone(),
        split: Split::of(job.task.seed),
        instruction: goal.instruction.clone(),
        versions: versions(),
        world: world.clone(),
        group: job.group,
        rollout: job.rollout,
        agent: factory.info(),
        max_steps: start.truth.as_ref().and_then(|t| t.steps_left),
        subgoals: goal.subgoals.clone(),
        evidence: goal.evidence.clone(),
        plugins: vec![],
        graph: None,
        trace: last.digests.trace,
        given: crate::given::Given::default(),
        start,
        transitions,
        end,
        fault: fault.map(|fault| fault.message),
    })
}

/// Continuations of a moment that are played to the end.
#[derive(Clone, Copy)]
#[allow(missing_debug_implementations, reason = "holds an agent factory")]
pub struct Continuations<'a> {
    /// The task of the moment.
    pub task: &'a Task,
    /// Who plays on. Each fork gets a fresh agent, which has not seen what came before.
    pub factory: &'a dyn AgentFactory,
    /// How many; each draws its own chance, for the world and for the agent.
    pub count: u32,
}

/// An estimate of the probability that `forks.factory` succeeds from `moment` on. `environment` is left in some moment.
///
/// # Errors
/// [`PlayError`].
pub fn success_from(
    environment: &mut dyn Environment,
    moment: &Snapshot,
    forks: Continuations<'_>,
) -> Result<Rate, PlayError> {
    let mut successes = 0;
    for fork in 0..forks.count {
        successes += u64::from(forks.play(environment, moment, None, u64::from(fork))?);
    }
    Ok(Rate::new(successes, u64::from(forks.count)))
}

/// An estimate of the advantage of `action` at `moment`: success after it, less success where the agent chooses.
///
/// # Errors
/// [`PlayError`].
pub fn advantage_of(
    environment: &mut dyn Environment,
    moment: &Snapshot,
    action: &str,
    forks: Continuations<'_>,
) -> Result<Difference, PlayError> {
    let value = success_from(environment, moment, forks)?;
    let mut successes = 0;
    for fork in 0..forks.count {
        // Other draws than those of the value: the two shares must not depend on each other.
        let fork = u64::from(fork) + (1 << 32);
        successes += u64::from(forks.play(environment, moment, Some(action), fork)?);
    }
    Ok(Difference::new(
        Rate::new(successes, u64::from(forks.count)),
        value,
    ))
}

impl Continuations<'_> {
    /// Whether one fork succeeds.
    fn play(
        &self,
        environment: &mut dyn Environment,
        moment: &Snapshot,
        first: Option<&str>,
        fork: u64,
    ) -> Result<bool, PlayError> {
        let mut frame = environment.restore(moment, Some(fork))?;
        let goal = environment.goal().ok_or(PlayError::NoGoal)?.clone();
        if let Some(action) = first {
            let step = environment.step(action)?;
            frame = step.after;
            if step.end.is_some() {
                return frame.truth.map(|t| t.success).ok_or(PlayError::NoTruth);
            }
        }
        let player = Player {
            task: self.task,
            goal: &goal,
            random: self.task.stream("fork").branch(fork),
        };
        let mut agent = self.factory.make();
        agent.begin(self.task, 0);
        let mut success = frame.truth.as_ref().map(|t| t.success);
        let (_, fault) = player.go_on(environment, &mut *agent, frame, &mut |step| {
            success = step.after.truth.as_ref().map(|t| t.success);
        })?;
        // A failure of the host says nothing about the agent: it is no failed trial.
        if let Some(fault) = fault {
            return Err(EnvironmentError::Fault(fault).into());
        }
        success.ok_or(PlayError::NoTruth)
    }
}

/// The views a frame names, rendered when an agent looks.
struct Looks<'a> {
    environment: &'a dyn Environment,
    frame: &'a Frame,
}

impl ShownViews for Looks<'_> {
    fn kinds(&self) -> Vec<ViewName> {
        self.frame.observation.iter().map(|v| v.kind).collect()
    }
    fn view(&self, name: ViewName) -> Option<Cow<'_, View>> {
        let shown = self.frame.observation.iter().any(|v| v.kind == name);
        let view = shown.then(|| self.environment.observe(name).ok());
        view.flatten().map(Cow::Owned)
    }
}

/// The menu of an environment, for an agent.
struct Items<'a>(&'a [MenuItem]);

impl MenuView for Items<'_> {
    fn len(&self) -> usize {
        self.0.len()
    }
    fn weight(&self, index: usize) -> u32 {
        self.0[index].weight
    }
    fn text(&self, index: usize) -> String {
        self.0[index].action.clone()
    }
}

/// What stays the same during an episode.
struct Player<'a> {
    task: &'a Task,
    goal: &'a Goal,
    random: RngRef,
}

impl Player<'_> {
    /// Play until the episode ends, the agent stops or the host fails.
    fn go_on(
        &self,
        environment: &mut dyn Environment,
        agent: &mut dyn Agent,
        mut frame: Frame,
        sink: &mut dyn FnMut(Transition),
    ) -> Result<(End, Option<HostFault>), PlayError> {
        let mut effect: Option<Effect> = None;
        for step in 0.. {
            let menu = environment.actions()?;
            // A world that has ended lists nothing more; one that ends at its start has to say so this way.
            if menu.is_empty() {
                return Ok((End::Terminated, None));
            }
            let best = best_positions(&frame, &menu);
            let items = Items(&menu);
            let act = agent.act(&Decision {
                task: self.task,
                instruction: &self.goal.instruction,
                observation: frame.text(),
                views: &Looks {
                    environment: &*environment,
                    frame: &frame,
                },
                menu: &items,
                effect: effect.as_ref(),
                step,
                digests: frame.digests,
                truth: frame.truth.as_ref(),
                best: best.as_deref(),
                random: RngRef {
                    stream: self.random.stream,
                    step,
                },
            });
            let action = match act.choice {
                Choice::Stop => return Ok((End::Aborted, None)),
                Choice::Text(text) => text,
                Choice::Menu(index) => match menu.get(index) {
                    Some(item) => item.action.clone(),
                    None => return Err(beyond(index, menu.len()).into()),
                },
            };
            let taken = match environment.step(&action) {
                Ok(taken) => taken,
                Err(EnvironmentError::Fault(fault)) => return Ok((End::Aborted, Some(fault))),
                Err(error) => return Err(error.into()),
            };
            effect = Some(taken.effect.clone());
            frame = taken.after.clone();
            sink(Transition {
                action,
                action_probability: act.probability,
                menu_size: menu.len() as u32,
                effect: taken.effect,
                truth: taken.truth,
                after: taken.after,
            });
            if let Some(end) = taken.end {
                return Ok((end, None));
            }
        }
        Ok((End::Truncated, None))
    }
}

/// Menu positions of the best actions a frame spells, which may be cut at [`BestActions::CAP`](crate::truth::BestActions).
fn best_positions(frame: &Frame, menu: &[MenuItem]) -> Option<Vec<u32>> {
    let best = frame.truth.as_ref()?.best_actions.as_ref()?;
    let positions = (0..)
        .zip(menu)
        .filter(|(_, item)| best.actions.contains(&item.action));
    Some(positions.map(|(position, _)| position).collect())
}

fn beyond(index: usize, len: usize) -> EnvironmentError {
    EnvironmentError::Host(HostError::NoSuchMenuEntry {
        slot: 0,
        index: u32::try_from(index).unwrap_or(u32::MAX),
        len,
    })
}
