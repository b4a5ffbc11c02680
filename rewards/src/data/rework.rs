//! Re-executing episodes: to see what a record left out, to cut out detours, to have exact values.

use super::{DataError, about::named};
use std::{collections::BTreeMap, sync::Arc};
use truestep_core::{
    annotate::{AnnotateOptions, annotate, share_graph},
    digest::Digest,
    host::{Capabilities, HostError, Input, ShardBuilder, TruthLevel},
    registry::{Prepared, Registry},
    replay::check_world,
    trajectory::{End, Episode},
    view::ViewName,
};

/// What is done to episodes before lines are made of them.
#[derive(Clone, Debug, Default)]
pub struct Rework {
    /// Whether detours are cut out (CLEANER, arXiv 2601.15141, by exact state digests).
    pub without_detours: bool,
    /// Under which policy episodes that lack the graph channels get them; `None` leaves them without.
    pub values: Option<AnnotateOptions>,
}

/// An episode made ready.
#[derive(Clone, Debug, PartialEq)]
pub struct Reworked {
    /// The episode, with basic truth and at least one view.
    pub episode: Episode,
    /// Steps of the record that were cut out as detours.
    pub cut: usize,
    /// Whether detours were kept because chance would have gone another way without them.
    pub kept_detours: bool,
}

impl Rework {
    /// Make `episodes` ready. Neighbours of one task share a graph.
    ///
    /// # Errors
    /// [`DataError`]: an episode cannot be executed here, does not reproduce, or cannot be annotated.
    pub fn apply(
        &self,
        registry: &Registry,
        episodes: Vec<Episode>,
    ) -> Result<Vec<Reworked>, DataError> {
        let mut player = Player::new(registry);
        let mut facts = Vec::with_capacity(episodes.len());
        let mut ready = Vec::with_capacity(episodes.len());
        for episode in episodes {
            let recorded = episode.steps();
            let complete = player.complete(episode)?;
            let shorter = match self.without_detours {
                true => player.without_detours(&complete)?,
                false => Shorter::Same,
            };
            let kept_detours = matches!(shorter, Shorter::OtherwiseByChance);
            let episode = match shorter {
                Shorter::Shorter(shorter) => *shorter,
                Shorter::Same | Shorter::OtherwiseByChance => complete,
            };
            facts.push((recorded - episode.steps(), kept_detours));
            ready.push(episode);
        }
        if let Some(options) = &self.values {
            for group in ready.chunk_by_mut(share_graph) {
                if group.iter().any(|e| e.graph.is_none()) {
                    annotate(registry, group, &[], options)?;
                }
            }
        }
        let rework = |(episode, (cut, kept_detours))| Reworked {
            episode,
            cut,
            kept_detours,
        };
        Ok(ready.into_iter().zip(facts).map(rework).collect())
    }
}

/// What cutting out detours came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Shorter {
    /// There are none.
    Same,
    /// The episode without them, re-executed.
    Shorter(Box<Episode>),
    /// There are, but without them chance makes the rest go another way.
    OtherwiseByChance,
}

/// Plays recorded actions again. Tasks are made once as long as episodes of one task follow each other.
#[allow(missing_debug_implementations, reason = "holds trait objects")]
pub struct Player<'r> {
    registry: &'r Registry,
    last: Option<Arc<dyn Prepared>>,
}

const SLOT: usize = 0;

impl<'r> Player<'r> {
    /// A player of the tasks of `registry`.
    #[must_use]
    pub fn new(registry: &'r Registry) -> Self {
        Self {
            registry,
            last: None,
        }
    }

    /// `episode` with basic truth and at least the text view, re-executed if the record lacks either.
    ///
    /// # Errors
    /// [`DataError::Replay`] if it cannot be executed here, [`DataError::Differs`] if it does not reproduce.
    pub fn complete(&mut self, episode: Episode) -> Result<Episode, DataError> {
        let frames = || (0..=episode.steps()).map(|t| episode.frame(t));
        let seen = frames().all(|f| !f.observation.is_empty());
        let judged = frames().all(|f| f.truth.is_some())
            && episode.transitions.iter().all(|t| t.truth.is_some());
        if seen && judged {
            return Ok(episode);
        }
        let all: Vec<usize> = (0..episode.steps()).collect();
        let again = self.play(&episode, &all)?;
        let states = |e: &Episode| -> Vec<Digest> {
            (0..=e.steps()).map(|t| e.frame(t).digests.state).collect()
        };
        let (then, now) = (states(&episode), states(&again));
        let differs = (0..then.len()).find(|&t| now.get(t) != then.get(t));
        match differs {
            Some(step) => Err(DataError::Differs {
                episode: named(&episode),
                step,
            }),
            // An abort is the agent's; nothing in the world shows it again.
            None => Ok(Episode {
                end: episode.end,
                fault: episode.fault,
                graph: None,
                ..again
            }),
        }
    }

    /// `episode` without its detours: every stretch of steps that came back to a state it had been in, re-executed as if
    /// never taken.
    ///
    /// State digests hold everything the dynamics depend on, what the agent has been shown included, so that a detour that
    /// found something out is kept. The graph channels, which refer to the steps left, are dropped if anything is cut.
    ///
    /// # Errors
    /// As [`Player::complete`].
    pub fn without_detours(&mut self, episode: &Episode) -> Result<Shorter, DataError> {
        let (kept, states) = loop_free(episode);
        if kept.len() == episode.steps() {
            return Ok(Shorter::Same);
        }
        let again = self.play(episode, &kept)?;
        let same = again.steps() == kept.len()
            && (0..=again.steps()).all(|t| again.frame(t).digests.state == states[t]);
        Ok(match same {
            true => Shorter::Shorter(Box::new(again)),
            false => Shorter::OtherwiseByChance,
        })
    }

    /// The task of `episode`, made.
    ///
    /// # Errors
    /// [`DataError::Replay`] if it was recorded in another world, or cannot be made here.
    pub fn prepared(&mut self, episode: &Episode) -> Result<Arc<dyn Prepared>, DataError> {
        check_world(self.registry, episode)?;
        let prepared = match &self.last {
            Some(last) if **last.task() == episode.task => Arc::clone(last),
            _ => self.registry.prepare(&episode.task)?,
        };
        self.last = Some(Arc::clone(&prepared));
        Ok(prepared)
    }

    /// The start of `episode` and its actions `kept`, executed.
    fn play(&mut self, episode: &Episode, kept: &[usize]) -> Result<Episode, DataError> {
        let prepared = self.prepared(episode)?;
        let mut builder = ShardBuilder::default();
        prepared.install(&mut builder);
        let mut shard = builder.build(1);
        let mut views: Vec<ViewName> = episode.start.observation.iter().map(|v| v.kind).collect();
        if views.is_empty() {
            views.push(ViewName::TEXT);
        }
        let capabilities = Capabilities {
            max_steps: episode.max_steps,
            truth: TruthLevel::Basic,
            views,
            record: true,
            plugins: episode.plugins.clone(),
        };
        prepared.load(&mut shard, SLOT, episode.rollout, &capabilities)?;
        for &t in kept {
            if shard.end(SLOT)?.is_some() {
                break;
            }
            let transition = &episode.transitions[t];
            let action = Input::Text(transition.action.clone());
            shard.submit(SLOT, action, transition.action_probability)?;
            shard.run();
            if let Some(fault) = shard.outcome(SLOT)?.fault {
                return Err(HostError::Fault(fault).into());
            }
        }
        let last = shard.frame(SLOT)?;
        let end = shard.end(SLOT)?.unwrap_or(End::Aborted);
        let recording = shard.take_recording(SLOT)?.unwrap_or_default();
        Ok(Episode {
            start: recording.start.unwrap_or_else(|| last.clone()),
            transitions: recording.transitions,
            end,
            trace: last.digests.trace,
            graph: None,
            ..episode.clone()
        })
    }
}

/// The steps that are left once every return to an earlier state is cut out, and the states they pass, `[kept + 1]`.
fn loop_free(episode: &Episode) -> (Vec<usize>, Vec<Digest>) {
    let mut kept: Vec<usize> = vec![];
    let mut states = vec![episode.start.digests.state];
    let mut place = BTreeMap::from([(episode.start.digests.state, 0)]);
    for (t, transition) in episode.transitions.iter().enumerate() {
        let state = transition.after.digests.state;
        match place.get(&state) {
            Some(&back) => {
                for gone in states.drain(back + 1..) {
                    place.remove(&gone);
                }
                kept.truncate(back);
            }
            None => {
                place.insert(state, states.len());
                states.push(state);
                kept.push(t);
            }
        }
    }
    (kept, states)
}
