//! Replay: execute a recorded episode again and compare everything.

use crate::{
    batch::world_of,
    host::{Capabilities, HostError, Input, Shard, Snapshot, StepPlugin, TruthLevel},
    model::HostFault,
    registry::{Prepared, Registry, TaskError},
    trajectory::{End, Episode, Frame},
    truth::{StateTruth, StepTruth},
};
use serde::Serialize;
use serde_json::Value;
use std::sync::Arc;

/// Why an episode cannot be replayed at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReplayError {
    /// The task cannot be made here.
    #[error(transparent)]
    Task(#[from] TaskError),
    /// Recorded in another world.
    #[error(
        "recorded in another world: {recorded} (digest {recorded_digest}), here is {here} (digest {here_digest}); {}",
        what_to_do(recorded, here)
    )]
    OtherWorld {
        /// Kind of the recorded world.
        recorded: String,
        /// Its digest.
        recorded_digest: crate::digest::Digest,
        /// Kind of the world here.
        here: String,
        /// Its digest.
        here_digest: crate::digest::Digest,
    },
    /// The host refused.
    #[error(transparent)]
    Host(#[from] HostError),
    /// The environment's host failed while the episode was executed again, which says nothing about the record.
    #[error("step {step} could not be executed again: {fault}; try again")]
    Fault {
        /// Number of the transition, from 0.
        step: usize,
        /// What failed.
        fault: HostFault,
    },
}

/// One difference between what was recorded and what happened again.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Mismatch {
    /// Number of the transition, from 0; `None` for the start frame and the episode's own fields.
    pub step: Option<usize>,
    /// Path of the field (`"after.truth.distance"`).
    pub field: String,
    /// What was recorded.
    pub recorded: Value,
    /// What happened again.
    pub replayed: Value,
}

impl Mismatch {
    /// The difference as one line.
    #[must_use]
    pub fn to_line(&self) -> String {
        let place = match self.step {
            Some(step) => format!("step {step}"),
            None => "start".into(),
        };
        let Self {
            field,
            recorded,
            replayed,
            ..
        } = self;
        format!("{place}: {field}: recorded {recorded}, now {replayed}")
    }
}

/// Execute `episode` again; the differences, none if it reproduces. `plugins`: those it was recorded with.
///
/// Channels that only `annotate` adds are not part of the comparison, nor is who acted: [`crate::verify`] compares these too.
/// The failure of a host, which ends an episode after its last transition, need not come again and is no part of it either.
///
/// # Errors
/// [`ReplayError`] if it cannot be executed here at all.
pub fn replay(
    registry: &Registry,
    episode: &Episode,
    plugins: &[Arc<dyn StepPlugin>],
) -> Result<Vec<Mismatch>, ReplayError> {
    check_world(registry, episode)?;
    let again = execute(registry, episode, plugins, &mut |_, _| Ok(()))?;
    Ok(compare(&bare(episode), &again))
}

/// Where two records of one task differ.
pub(crate) fn compare(recorded: &Episode, again: &Episode) -> Vec<Mismatch> {
    let mut found = vec![];
    if recorded == again {
        return found;
    }
    differences(&recorded.start, &again.start, None, &mut found);
    for (t, (a, b)) in recorded
        .transitions
        .iter()
        .zip(&again.transitions)
        .enumerate()
    {
        differences(a, b, Some(t), &mut found);
    }
    let heads = [recorded, again].map(|e| {
        let mut head = e.clone();
        head.transitions.clear();
        head.start = recorded.start.clone();
        head
    });
    differences(&heads[0], &heads[1], None, &mut found);
    let [was, now] = [recorded, again].map(Episode::steps);
    if was != now {
        found.push(Mismatch {
            step: None,
            field: "steps".into(),
            recorded: was.into(),
            replayed: now.into(),
        });
    }
    found
}

/// Worlds of one kind differ in what they were made from.
fn what_to_do(recorded: &str, here: &str) -> &'static str {
    match recorded == here {
        true => {
            "what it is made from was changed since, or the program is another: replay it with what it was recorded with"
        }
        false => "name the world it was recorded in",
    }
}

/// Whether the world of `episode` is the one at hand.
///
/// # Errors
/// [`ReplayError::OtherWorld`], [`ReplayError::Task`].
pub fn check_world(registry: &Registry, episode: &Episode) -> Result<(), ReplayError> {
    let here = world_of(registry, &episode.task)?;
    if here.digest == episode.world.digest {
        return Ok(());
    }
    Err(ReplayError::OtherWorld {
        recorded: episode.world.kind.clone(),
        recorded_digest: episode.world.digest,
        here: here.kind,
        here_digest: here.digest,
    })
}

/// The moments of an episode, `[steps + 1]`, or fewer if it ends sooner when played again.
///
/// # Errors
/// [`ReplayError`].
pub fn moments(
    registry: &Registry,
    episode: &Episode,
    plugins: &[Arc<dyn StepPlugin>],
) -> Result<Vec<Snapshot>, ReplayError> {
    let mut moments = vec![];
    play(registry, episode, plugins, &mut |shard, _| {
        moments.push(shard.snapshot(SLOT)?);
        Ok(())
    })?;
    Ok(moments)
}

/// The slot an episode is played again in.
pub(crate) const SLOT: usize = 0;

/// Called at every frame of an episode that is played again, with the number of the frame.
pub(crate) type Watch<'a> = &'a mut dyn FnMut(&mut Shard, usize) -> Result<(), HostError>;

/// Play the recorded actions again, with the capabilities the record shows.
fn play(
    registry: &Registry,
    episode: &Episode,
    plugins: &[Arc<dyn StepPlugin>],
    watch: Watch<'_>,
) -> Result<(Shard, Arc<dyn Prepared>), ReplayError> {
    let prepared = registry.prepare(&episode.task)?;
    let mut builder = crate::host::ShardBuilder::default();
    prepared.install(&mut builder);
    for plugin in plugins {
        builder.plugin(Arc::clone(plugin));
    }
    let mut shard = builder.build(1);
    let capabilities = Capabilities {
        max_steps: episode.max_steps,
        truth: if episode.start.truth.is_some() {
            TruthLevel::Basic
        } else {
            TruthLevel::Off
        },
        views: episode.start.observation.iter().map(|v| v.kind).collect(),
        record: true,
        plugins: episode.plugins.clone(),
    };
    prepared.load(&mut shard, SLOT, episode.rollout, &capabilities)?;
    watch(&mut shard, 0)?;
    for (t, transition) in episode.transitions.iter().enumerate() {
        // A record longer than the episode it claims to be shows as a difference in the number of transitions.
        if shard.end(SLOT)?.is_some() {
            break;
        }
        shard.submit(
            SLOT,
            Input::Text(transition.action.clone()),
            transition.action_probability,
        )?;
        shard.run();
        if let Some(fault) = shard.outcome(SLOT)?.fault {
            return Err(ReplayError::Fault { step: t, fault });
        }
        watch(&mut shard, t + 1)?;
    }
    Ok((shard, prepared))
}

/// The episode as it is when played again.
pub(crate) fn execute(
    registry: &Registry,
    episode: &Episode,
    plugins: &[Arc<dyn StepPlugin>],
    watch: Watch<'_>,
) -> Result<Episode, ReplayError> {
    let (mut shard, prepared) = play(registry, episode, plugins, watch)?;
    let last = shard.frame(SLOT)?;
    let end = shard.end(SLOT)?.unwrap_or(End::Aborted);
    let recording = shard.take_recording(SLOT)?.unwrap_or_default();
    let goal = prepared.goal();
    Ok(Episode {
        instruction: goal.instruction.clone(),
        subgoals: goal.subgoals.clone(),
        evidence: goal.evidence.clone(),
        split: crate::task::Split::of(episode.task.seed),
        start: recording.start.unwrap_or_else(|| last.clone()),
        transitions: recording.transitions,
        end,
        trace: last.digests.trace,
        graph: None,
        ..episode.clone()
    })
}

/// The episode without what `annotate` adds.
pub(crate) fn bare(episode: &Episode) -> Episode {
    let mut bare = episode.clone();
    bare.graph = None;
    bare_frame(&mut bare.start);
    for transition in &mut bare.transitions {
        if let Some(truth) = &mut transition.truth {
            let StepTruth {
                advantage,
                outcome_advantage,
                luck,
                pivot,
                ..
            } = truth;
            (*advantage, *outcome_advantage, *luck, *pivot) = (None, None, None, None);
        }
        bare_frame(&mut transition.after);
    }
    bare
}

fn bare_frame(frame: &mut Frame) {
    if let Some(truth) = &mut frame.truth {
        let StateTruth {
            success_probability,
            expected_outcome,
            best_success_probability,
            ..
        } = truth;
        (
            *success_probability,
            *expected_outcome,
            *best_success_probability,
        ) = (None, None, None);
    }
}

fn differences<T: Serialize + PartialEq>(
    recorded: &T,
    replayed: &T,
    step: Option<usize>,
    found: &mut Vec<Mismatch>,
) {
    if recorded == replayed {
        return;
    }
    let value = |x: &T| serde_json::to_value(x).unwrap_or(Value::Null);
    walk(
        &value(recorded),
        &value(replayed),
        String::new(),
        step,
        found,
    );
}

fn walk(
    recorded: &Value,
    replayed: &Value,
    field: String,
    step: Option<usize>,
    found: &mut Vec<Mismatch>,
) {
    let join = |name: &str| {
        if field.is_empty() {
            name.to_owned()
        } else {
            format!("{field}.{name}")
        }
    };
    match (recorded, replayed) {
        (a, b) if a == b => {}
        (Value::Object(a), Value::Object(b)) => {
            let names: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
            for name in names {
                let side = |o: &serde_json::Map<String, Value>| {
                    o.get(name).cloned().unwrap_or(Value::Null)
                };
                walk(&side(a), &side(b), join(name), step, found);
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (i, (x, y)) in a.iter().zip(b).enumerate() {
                walk(x, y, join(&i.to_string()), step, found);
            }
        }
        (a, b) => found.push(Mismatch {
            step,
            field,
            recorded: a.clone(),
            replayed: b.clone(),
        }),
    }
}
