//! Going on with a file that an interrupted run left behind.
//!
//! The episodes of a run depend on its arguments alone, so those in the file are held against the jobs that would be played
//! now, one by one; what comes after them is played and appended. The file ends up with the bytes of a run that was never
//! interrupted (packed files: with the same lines).

use super::{
    jobs::Jobs,
    play::{Run, Sink},
};
use crate::{
    Terminal,
    episodes::EpisodeFile,
    files::{LineFile, mend},
};
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};
use truestep_core::{
    batch::{Job, versions, world_of},
    trajectory::Episode,
    view::ViewName,
};

/// Episodes that are in the file already.
pub(super) struct Recorded {
    file: EpisodeFile,
    path: PathBuf,
}

/// The file of a run that goes on, and what it holds; a file that is not there begins.
///
/// # Errors
/// If it cannot be read or written.
pub(super) fn open(
    path: &Path,
    terminal: &mut Terminal<'_>,
) -> Result<(Option<LineFile>, Option<Recorded>)> {
    if !path.exists() {
        return Ok((Some(LineFile::create(path)?), None));
    }
    if !path.is_file() {
        bail!(
            "--resume needs an ordinary file, which `{}` is not",
            path.display()
        );
    }
    let (kept, dropped) = mend(path)?;
    if dropped > 0 {
        terminal.tell(&format!(
            "`{}`: the last line is cut off and goes",
            path.display()
        ));
    }
    let file = LineFile::go_on(path, kept)?;
    let recorded = match kept {
        0 => None,
        _ => Some(Recorded {
            file: EpisodeFile::open(path)?,
            path: path.to_owned(),
        }),
    };
    Ok((Some(file), recorded))
}

impl Run<'_> {
    /// Take in the episodes that are there; how many.
    ///
    /// # Errors
    /// If one of them is not of this run.
    pub(super) fn take_in(
        &self,
        mut recorded: Recorded,
        jobs: &mut Jobs,
        sink: &mut Sink<'_>,
        terminal: &mut Terminal<'_>,
    ) -> Result<u64> {
        let path = recorded.path.display();
        let mut count = 0;
        while let Some(episode) = recorded.file.next(terminal)? {
            let expected = jobs.next(1, self.factory)?;
            let differing = match expected.first() {
                None => bail!(
                    "`{path}` holds more episodes than the {count} of this run: nothing is left to do"
                ),
                Some(job) => self.differing(&episode, job)?,
            };
            if let Some(what) = differing {
                bail!(
                    "`{path}` is not of this run: episode {count} differs in its {what}; give the arguments it was made with, or another --out"
                );
            }
            sink.take_recorded(&episode)?;
            count += 1;
        }
        if recorded.file.skipped().unreadable > 0 {
            bail!("`{path}` has lines that cannot be read: it cannot be gone on with");
        }
        self.memo.forget();
        Ok(count)
    }

    /// The first thing in which `episode` is not what `job` would give.
    fn differing(&self, episode: &Episode, job: &Job) -> Result<Option<&'static str>> {
        let mut views: Vec<ViewName> = episode.start.observation.iter().map(|v| v.kind).collect();
        let mut asked = self.args.view.clone();
        views.sort();
        asked.sort();
        asked.dedup();
        let budget = match self.args.max_steps {
            Some(steps) => steps,
            None => self.registry.prepare(&job.task)?.goal().max_steps,
        };
        let values = |e: &Episode| {
            e.graph
                .as_ref()
                .map(|g| (g.policy.clone(), g.pivot_threshold))
        };
        let asked_values = self
            .annotation
            .map(|annotation| annotation.of(&self.factory.info()))
            .transpose()?
            .map(|o| (o.policy.name().to_string(), o.pivot_threshold));
        let same = [
            ("task", episode.task == *job.task),
            (
                "group or rollout",
                (episode.group, episode.rollout) == (job.group, job.rollout),
            ),
            ("agent", episode.agent == self.factory.info()),
            (
                "world",
                episode.world == world_of(self.registry, &job.task)?,
            ),
            ("step budget", episode.max_steps == Some(budget)),
            ("views", views == asked),
            ("values", values(episode) == asked_values),
            ("version of truestep", episode.versions == versions()),
        ];
        Ok(same.iter().find(|(_, is)| !is).map(|(what, _)| *what))
    }
}
