//! The episodes of a run, from the plan to the file.

use super::{Args, frames::Frames, jobs::Jobs};
use crate::{
    annotating::{Annotation, annotate_all},
    files::LineFile,
    memo::Memo,
    progress::Progress,
    scoring::Scoring,
    summary::Tallies,
};
use anyhow::Result;
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};
use truestep_core::{
    agent::AgentFactory,
    batch::{self, BatchOptions, Job},
    host::Capabilities,
    registry::{Registry, TemplateInfo},
    trajectory::Episode,
    view::ImageFolder,
};

/// Episodes planned and played before the next are planned, at least; bounds what is held in memory. The results do not
/// depend on it.
const CHUNK: u64 = 1_024;
/// The first of them are fewer, and each chunk twice as many: where making a task takes a second, nobody waits for a thousand of
/// them before the first episode.
const FIRST_CHUNK: u64 = 16;
/// The same where a chunk is annotated as a whole before it is written.
const ANNOTATED_CHUNK: u64 = 256;

/// What a run refers to.
pub(super) struct Run<'a> {
    pub(super) args: &'a Args,
    pub(super) registry: &'a Registry,
    pub(super) memo: &'a Memo,
    pub(super) factory: &'a dyn AgentFactory,
    pub(super) annotation: Option<&'a Annotation>,
    pub(super) images: Option<&'a Arc<ImageFolder>>,
    pub(super) cancel: &'a AtomicBool,
}

/// Where finished episodes go.
pub(super) struct Sink<'p> {
    file: Option<LineFile>,
    progress: &'p Progress,
    tallies: Tallies,
    scoring: Scoring,
    frames: Option<&'p Frames>,
}

impl<'p> Sink<'p> {
    pub(super) fn new(
        file: Option<LineFile>,
        progress: &'p Progress,
        templates: &[TemplateInfo],
        scoring: Scoring,
        frames: Option<&'p Frames>,
    ) -> Self {
        Self {
            file,
            progress,
            tallies: Tallies::new(templates),
            scoring,
            frames,
        }
    }

    fn take(&mut self, episode: &Episode) -> Result<()> {
        if let Some(file) = &mut self.file {
            file.write_episode(episode)?;
        }
        self.frames.map_or(Ok(()), |frames| frames.take(episode))?;
        self.take_recorded(episode)
    }

    /// Take in an episode that is in the file already.
    pub(super) fn take_recorded(&mut self, episode: &Episode) -> Result<()> {
        self.tallies.add(episode);
        self.scoring.take(episode)?;
        self.progress.advance();
        Ok(())
    }

    /// Write the last of the file; what the episodes came to.
    pub(super) fn finish(self) -> Result<(Tallies, Scoring)> {
        self.file.map_or(Ok(()), LineFile::finish)?;
        Ok((self.tallies, self.scoring))
    }
}

impl Run<'_> {
    /// Play every episode, or as many as there is time for until the user asks to stop.
    pub(super) fn play(&self, jobs: &mut Jobs, sink: &mut Sink<'_>) -> Result<()> {
        let chunk = match self.annotation {
            // Every thread has two shards to play, on machines with many threads too.
            None => CHUNK.max(2 * u64::from(self.args.slots) * rayon::current_num_threads() as u64),
            Some(_) => ANNOTATED_CHUNK,
        };
        let mut size = FIRST_CHUNK.min(chunk);
        while !self.cancel.load(Ordering::Relaxed) {
            let jobs = jobs.next(size, self.factory)?;
            size = chunk.min(2 * size);
            if jobs.is_empty() {
                break;
            }
            match self.annotation {
                None => self.play_chunk(&jobs, &mut |episode| sink.take(&episode))?,
                Some(options) => {
                    let mut episodes = vec![];
                    self.play_chunk(&jobs, &mut |episode| {
                        episodes.push(episode);
                        Ok(())
                    })?;
                    match annotate_all(self.registry, &mut episodes, options, self.cancel) {
                        // What is not annotated is not written; what was finished before stands.
                        Err(_) if self.cancel.load(Ordering::Relaxed) => break,
                        done => done?,
                    }
                    episodes.iter().try_for_each(|e| sink.take(e))?;
                }
            }
            self.memo.forget();
        }
        Ok(())
    }

    fn play_chunk(&self, jobs: &[Job], take: &mut dyn FnMut(Episode) -> Result<()>) -> Result<()> {
        let options = BatchOptions {
            slots: usize::from(self.args.slots),
            capabilities: Capabilities {
                views: self.args.view.clone(),
                ..Capabilities::recorded(0)
            },
            max_steps: self.args.max_steps,
            images: self.images.map(|images| Arc::clone(images) as _),
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
        // A file whose images are missing is no record of the run.
        self.images.map_or(Ok(()), |images| images.check())?;
        failure.map_or(Ok(()), Err)
    }
}
