//! The episodes of a run, from the plan to the file.

use super::Args;
use crate::{
    annotating::annotate_all, episodes::LineFile, memo::Memo, progress::Progress, scoring::Scoring,
    summary::Tallies,
};
use anyhow::Result;
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};
use truestep_core::{
    agent::AgentFactory,
    annotate::AnnotateOptions,
    batch::{self, BatchOptions, Job},
    host::Capabilities,
    registry::{Registry, TemplateInfo},
    trajectory::Episode,
};
use truestep_session::Plan;

/// Episodes planned and played before the next are planned, at least; bounds what is held in memory. The results do not
/// depend on it.
const CHUNK: u64 = 1_024;
/// The same where a chunk is annotated as a whole before it is written.
const ANNOTATED_CHUNK: u64 = 256;

/// What a run refers to.
pub(super) struct Run<'a> {
    pub(super) args: &'a Args,
    pub(super) registry: &'a Registry,
    pub(super) memo: &'a Memo,
    pub(super) factory: &'a dyn AgentFactory,
    pub(super) annotation: Option<&'a AnnotateOptions>,
    pub(super) cancel: &'a AtomicBool,
}

/// Where finished episodes go.
pub(super) struct Sink<'p> {
    file: Option<LineFile>,
    progress: &'p Progress,
    tallies: Tallies,
    scoring: Scoring,
}

impl<'p> Sink<'p> {
    pub(super) fn new(
        file: Option<LineFile>,
        progress: &'p Progress,
        templates: &[TemplateInfo],
        scoring: Scoring,
    ) -> Self {
        Self {
            file,
            progress,
            tallies: Tallies::new(templates),
            scoring,
        }
    }

    fn take(&mut self, episode: &Episode) -> Result<()> {
        if let Some(file) = &mut self.file {
            file.write_episode(episode)?;
        }
        self.tallies.add(episode);
        self.scoring.take(episode)?;
        self.progress.advance();
        Ok(())
    }

    pub(super) fn into_parts(self) -> (Tallies, Scoring) {
        (self.tallies, self.scoring)
    }
}

impl Run<'_> {
    /// Play every episode, or as many as there is time for until the user asks to stop.
    pub(super) fn play(&self, mut plan: Plan, sink: &mut Sink<'_>) -> Result<()> {
        let per_group = u64::from(self.args.group);
        let chunk = match self.annotation {
            // Every thread has two shards to play, on machines with many threads too.
            None => CHUNK.max(2 * u64::from(self.args.slots) * rayon::current_num_threads() as u64),
            Some(_) => ANNOTATED_CHUNK,
        };
        let (mut group, mut left) = (0, self.args.episodes);
        while left > 0 && !self.cancel.load(Ordering::Relaxed) {
            let groups = left.min(chunk).div_ceil(per_group);
            let jobs = self.jobs(&mut plan, group, groups, left)?;
            group += groups;
            left -= jobs.len() as u64;
            match self.annotation {
                None => self.play_chunk(&jobs, &mut |episode| sink.take(&episode))?,
                Some(options) => {
                    let mut episodes = vec![];
                    self.play_chunk(&jobs, &mut |episode| {
                        episodes.push(episode);
                        Ok(())
                    })?;
                    annotate_all(self.registry, &mut episodes, options)?;
                    episodes.iter().try_for_each(|e| sink.take(e))?;
                }
            }
            self.memo.forget();
        }
        Ok(())
    }

    /// The jobs of the next groups, `left` at most.
    fn jobs(&self, plan: &mut Plan, group: u64, groups: u64, left: u64) -> Result<Vec<Job>> {
        let rollouts = self.args.group;
        let planned = plan.next(groups)?.into_iter().zip(group..);
        let jobs = planned.flat_map(|(prepared, group)| {
            (0..rollouts).map(move |rollout| Job {
                task: Arc::clone(prepared.task()),
                group,
                rollout,
            })
        });
        Ok(jobs
            .take(usize::try_from(left).unwrap_or(usize::MAX))
            .collect())
    }

    fn play_chunk(&self, jobs: &[Job], take: &mut dyn FnMut(Episode) -> Result<()>) -> Result<()> {
        let options = BatchOptions {
            slots: usize::from(self.args.slots),
            capabilities: Capabilities {
                views: self.args.view.clone(),
                ..Capabilities::recorded(0)
            },
            max_steps: self.args.max_steps,
            ..BatchOptions::default()
        };
        let mut failure = None;
        let (registry, cancel) = (self.registry, self.cancel);
        batch::run(
            registry,
            jobs,
            self.factory,
            &options,
            cancel,
            &mut |episode| {
                if failure.is_none()
                    && let Err(error) = take(episode)
                {
                    // Nothing more can be kept, so nothing more is worth playing.
                    failure = Some(error);
                    cancel.store(true, Ordering::Relaxed);
                }
            },
        )?;
        failure.map_or(Ok(()), Err)
    }
}
