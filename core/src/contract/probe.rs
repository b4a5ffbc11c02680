//! One environment under the lens.

use crate::{
    host::{Capabilities, HostError, Input, Judged, Shard, ShardBuilder, Snapshot, TruthLevel},
    registry::{Family, Prepared},
    task::Task,
    trajectory::{End, Frame},
    truth::{Digests, Effect, StateTruth, StepTruth},
    view::{ContentType, ViewName},
};
use std::sync::Arc;

/// The slot checks play in.
pub(super) const MAIN: usize = 0;
/// The slot for trying things.
pub(super) const TRIAL: usize = 1;

/// A shard with two slots, for the tasks of one family.
pub(super) struct Probe {
    pub(super) shard: Shard,
    /// Whether a picture is watched too. One costs more than a step and all its texts.
    pictured: bool,
    /// What the trial slot has been watching, and how.
    pub(super) trial_of: Option<(Arc<Task>, Watch)>,
}

/// What is watched in the trial slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Watch {
    /// What the main slot is watched in: frames can be compared.
    AsMain,
    /// Texts alone. What is tried here is tried by the hundred, and a picture costs more than all the rest of it.
    Texts,
}

/// What a step came to.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Acted {
    pub(super) effect: Effect,
    pub(super) truth: Option<StepTruth>,
    pub(super) after: Frame,
    pub(super) end: Option<End>,
}

impl Probe {
    pub(super) fn new(family: &dyn Family, pictured: bool) -> Result<Self, HostError> {
        let mut builder = ShardBuilder::default();
        family.install(&mut builder);
        Ok(Self {
            shard: builder.try_build(2)?,
            pictured,
            trial_of: None,
        })
    }

    /// Step a slot.
    pub(super) fn act(&mut self, slot: usize, input: Input) -> Result<Acted, HostError> {
        self.shard.submit(slot, input, None)?;
        self.shard.run();
        let outcome = self.shard.outcome(slot)?;
        let judged = self.shard.parts::<Option<&Judged>>(slot)?;
        Ok(Acted {
            effect: outcome.effect,
            truth: judged.and_then(|j| j.step.clone()),
            after: self.shard.frame(slot)?,
            end: outcome.end,
        })
    }

    pub(super) fn say(&mut self, slot: usize, text: &str) -> Result<Acted, HostError> {
        self.act(slot, Input::Text(text.to_owned()))
    }

    /// The menu of a slot: texts and weights.
    pub(super) fn menu(&mut self, slot: usize) -> Result<Vec<(String, u32)>, HostError> {
        self.shard.with_menu(slot, |_, _, menu| {
            let entry = |i| (menu.text(i), menu.weight(i));
            (0..menu.len()).map(entry).collect()
        })
    }

    /// The kind of a menu entry.
    pub(super) fn kind(&mut self, slot: usize, index: u32) -> Result<String, HostError> {
        self.shard
            .with_menu(slot, |_, _, menu| menu.kind(index as usize))
    }

    /// Truth of the present state, which a slot loaded with [`watched`] has.
    pub(super) fn truth(&self, slot: usize) -> Result<StateTruth, HostError> {
        Ok(self.shard.parts::<&Judged>(slot)?.state.clone())
    }

    /// Menu positions of the best actions; `None` if they are not computed.
    pub(super) fn best(&self, slot: usize) -> Result<Option<Vec<u32>>, HostError> {
        Ok(self.shard.parts::<&Judged>(slot)?.best.clone())
    }

    pub(super) fn digests(&self, slot: usize) -> Result<Digests, HostError> {
        Ok(self.shard.outcome(slot)?.digests)
    }

    pub(super) fn is_over(&self, slot: usize) -> Result<bool, HostError> {
        Ok(self.shard.end(slot)?.is_some())
    }

    /// Put the trial slot into a moment of `prepared`.
    pub(super) fn prepare_trial(
        &mut self,
        prepared: &Arc<dyn Prepared>,
        moment: &Snapshot,
        watch: Watch,
    ) -> Result<(), HostError> {
        let wanted = (Arc::clone(prepared.task()), watch);
        if self.trial_of.as_ref() != Some(&wanted) {
            let mut watched = self.watched(prepared);
            if watch == Watch::Texts {
                watched.views = texts(prepared);
            }
            prepared.load(&mut self.shard, TRIAL, 0, &watched)?;
            self.trial_of = Some(wanted);
        }
        self.shard.restore(TRIAL, moment, None)
    }

    /// Truth and every view that is watched, no budget, no recording.
    pub(super) fn watched(&self, prepared: &Arc<dyn Prepared>) -> Capabilities {
        let picture = picture(prepared).filter(|_| self.pictured);
        Capabilities {
            max_steps: None,
            truth: TruthLevel::Basic,
            views: texts(prepared).into_iter().chain(picture).collect(),
            record: false,
            plugins: vec![],
        }
    }
}

/// The texts a task is watched in: all.
pub(super) fn texts(prepared: &Arc<dyn Prepared>) -> Vec<ViewName> {
    let kinds = prepared.views().iter();
    let texts = kinds.filter(|kind| kind.content() == ContentType::Text);
    texts.map(|kind| kind.name()).collect()
}

/// The image a task is watched in, the first: it stands for the others, which differ in size, and which the law of views
/// looks at.
pub(super) fn picture(prepared: &Arc<dyn Prepared>) -> Option<ViewName> {
    let mut kinds = prepared.views().iter();
    let picture = kinds.find(|kind| kind.content() == ContentType::Image);
    picture.map(|kind| kind.name())
}
