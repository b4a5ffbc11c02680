//! Rewards of named schemes while an episode is played.
//!
//! A scheme that looks at one transition, or at one and a memory, prices each step as it is taken. One that looks at the
//! whole trajectory prices it when it ends, and one that compares episodes when the last of their group ends.

use crate::{Failure, response::Scores};
use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};
use truestep_core::{
    host::Recorder,
    registry::Prepared,
    trajectory::{End, Episode},
    truth::StateTruth,
};
use truestep_rewards::{Form, Scheme, SchemeError, Value, edge::Edge, score_many, stage::Memory};

/// Most schemes of one request.
const MAX_SCHEMES: usize = 64;

/// The schemes of a request, by when they price.
pub(crate) struct Pricing {
    each_step: Vec<Scheme>,
    each_episode: Vec<Scheme>,
    each_group: Vec<Scheme>,
}

impl From<SchemeError> for Failure {
    fn from(error: SchemeError) -> Self {
        Self::new("bad_scheme", error.to_string())
    }
}

impl Pricing {
    /// The schemes as written; `None` of none.
    pub(crate) fn parse(texts: &[String]) -> Result<Option<Self>, Failure> {
        if texts.is_empty() {
            return Ok(None);
        }
        if texts.len() > MAX_SCHEMES {
            return Err(Failure::bad_params(format!(
                "`rewards` names {} schemes: at most {MAX_SCHEMES}",
                texts.len()
            )));
        }
        let mut pricing = Self {
            each_step: vec![],
            each_episode: vec![],
            each_group: vec![],
        };
        for text in texts {
            let scheme: Scheme = text.parse()?;
            match scheme.form() {
                Form::Group => pricing.each_group.push(scheme),
                Form::Edge | Form::Memory if !scheme.has_credit() => pricing.each_step.push(scheme),
                _ => pricing.each_episode.push(scheme),
            }
        }
        Ok(Some(pricing))
    }

    /// That a task carries what the schemes need.
    pub(crate) fn check(&self, prepared: &dyn Prepared) -> Result<(), Failure> {
        let (provided, name) = (prepared.provides(), prepared.task().template.to_string());
        let steps = self.each_step.iter().chain(&self.each_episode);
        for scheme in steps.chain(&self.each_group) {
            scheme.check(provided, &name)?;
        }
        Ok(())
    }

    /// The memories after what was recorded so far.
    pub(crate) fn memories(&self, recorder: &Recorder) -> Result<Vec<Memory>, Failure> {
        let Some(start) = recorder.start.as_ref().and_then(|f| f.truth.as_ref()) else {
            return Ok(vec![]);
        };
        let mut memories = self.starts(start)?;
        for t in 0..recorder.transitions.len() {
            self.price(recorder, t, None, &mut memories)?;
        }
        Ok(memories)
    }

    fn starts(&self, start: &StateTruth) -> Result<Vec<Memory>, Failure> {
        let starts = self.each_step.iter();
        let starts = starts.map(|s| Ok(s.per_step(s.needs(), "")?.start(start)));
        starts.collect()
    }

    /// The rewards of transition `t`, by scheme.
    pub(crate) fn price(
        &self,
        recorder: &Recorder,
        t: usize,
        end: Option<End>,
        memories: &mut [Memory],
    ) -> Result<BTreeMap<String, Value<f64>>, Failure> {
        let before = match t {
            0 => recorder.start.as_ref(),
            _ => recorder.transitions.get(t - 1).map(|t| &t.after),
        };
        let transition = recorder.transitions.get(t);
        let edge = before.zip(transition).and_then(|(before, transition)| {
            Some(Edge {
                before: before.truth.as_ref()?,
                action: &transition.action,
                effect: &transition.effect,
                step: transition.truth.as_ref()?,
                after: transition.after.truth.as_ref()?,
                end,
            })
        });
        let Some(edge) = edge else {
            return Ok(BTreeMap::new());
        };
        let priced = self.each_step.iter().zip(memories).map(|(scheme, memory)| {
            let pricer = scheme.per_step(scheme.needs(), "")?;
            Ok((scheme.to_string(), pricer.price(memory, &edge)))
        });
        priced.collect()
    }

    /// What the schemes that look at a whole episode gave one that has ended.
    pub(crate) fn episode(&self, slot: usize, episode: &Episode) -> Option<Scores> {
        scores(&self.each_episode, &[(slot, episode.clone())])
    }

    /// Whether a scheme compares episodes.
    pub(crate) fn compares(&self) -> bool {
        !self.each_group.is_empty()
    }

    /// What the schemes that compare episodes gave a group that has ended.
    pub(crate) fn group(&self, members: &[(usize, Episode)]) -> Option<Scores> {
        scores(&self.each_group, members)
    }
}

fn scores(schemes: &[Scheme], members: &[(usize, Episode)]) -> Option<Scores> {
    if schemes.is_empty() {
        return None;
    }
    let episodes: Vec<Episode> = members.iter().map(|(_, e)| e.clone()).collect();
    // A channel that only some steps lack (a probability that was not given) shows here and not at the reset.
    let (scored, error) = match score_many(&episodes, schemes) {
        Ok(scored) => (scored, None),
        Err(error) => (vec![], Some(error.into())),
    };
    Some(Scores {
        slots: members.iter().map(|(slot, _)| *slot).collect(),
        rollouts: episodes.iter().map(|e| e.rollout).collect(),
        scored,
        error,
    })
}

/// Most episodes of a group that are held to be compared with each other.
pub(crate) const MAX_COMPARED: u32 = 65_536;

/// A group that is played: how many of its episodes have not ended, and those that have.
pub(crate) struct Party(Mutex<Members>);

struct Members {
    playing: u64,
    ended: Vec<(usize, Episode)>,
    held: Held,
}

/// What the episodes of a group take that wait for the rest of it, counted off with the group.
#[derive(Default)]
struct Held {
    bytes: usize,
    all: Option<Arc<AtomicUsize>>,
}

impl Held {
    fn add(&mut self, bytes: usize, all: &Arc<AtomicUsize>) {
        self.bytes += bytes;
        all.fetch_add(bytes, Ordering::Relaxed);
        self.all = Some(Arc::clone(all));
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(all) = &self.all {
            all.fetch_sub(self.bytes, Ordering::Relaxed);
        }
    }
}

impl Party {
    /// A group of that many.
    pub(crate) fn of(members: u64) -> Self {
        Self(Mutex::new(Members {
            playing: members,
            ended: vec![],
            held: Held::default(),
        }))
    }

    /// That only so many of them are played.
    pub(crate) fn only(&self, members: u64) {
        self.lock().playing = members;
    }

    /// A member leaves without an end of its own.
    pub(crate) fn leave(&self) {
        let mut members = self.lock();
        members.playing = members.playing.saturating_sub(1);
    }

    /// A member's episode of so many bytes has ended; the whole group, by rollout, if it was the last. `waiting` counts what is
    /// held until then.
    pub(crate) fn end(
        &self,
        slot: usize,
        episode: Episode,
        bytes: usize,
        waiting: &Arc<AtomicUsize>,
    ) -> Option<Vec<(usize, Episode)>> {
        let mut members = self.lock();
        members.ended.push((slot, episode));
        members.held.add(bytes, waiting);
        members.playing = members.playing.saturating_sub(1);
        (members.playing == 0).then(|| {
            members.held = Held::default();
            let mut all = std::mem::take(&mut members.ended);
            all.sort_by_key(|(_, episode)| episode.rollout);
            all
        })
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Members> {
        self.0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
