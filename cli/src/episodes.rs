//! Trajectory files on the command line.

use crate::{
    Terminal,
    census::{Census, Counted},
    complaint::one_line,
    files,
    numbers::Numbers,
};
use anyhow::{Context as _, Result, anyhow, bail};
use serde::Serialize;
use std::{
    io::BufRead,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};
use truestep_core::{
    jsonl::{LineError, Reader},
    trajectory::Episode,
};

/// Warnings told in full; the others are counted.
const TOLD: u64 = 10;

/// Lines of a file that were not read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Skipped {
    /// Lines that are no records of ours.
    pub(crate) unreadable: u64,
    /// Whether the last line was cut off in writing.
    pub(crate) torn: bool,
}

impl Skipped {
    /// How many lines in all.
    #[must_use]
    pub(crate) fn total(self) -> u64 {
        self.unreadable + u64::from(self.torn)
    }
}

/// Reads the episodes of a file, packed or not; lines that cannot be read are told, counted and skipped.
#[allow(missing_debug_implementations, reason = "holds a reader of any kind")]
pub(crate) struct EpisodeFile {
    path: PathBuf,
    reader: Reader<Box<dyn BufRead>>,
    /// Whether a packed file turned out to be cut off.
    torn: Arc<AtomicBool>,
    skipped: Skipped,
    read: u64,
    last_reason: Option<String>,
    census: Census,
    numbers: Numbers,
}

impl EpisodeFile {
    /// Open `path`.
    ///
    /// # Errors
    /// If it cannot be opened.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let files::Source { bytes, torn } = files::open(path)?;
        Ok(Self {
            path: path.to_owned(),
            reader: Reader::new(bytes),
            torn,
            skipped: Skipped::default(),
            read: 0,
            last_reason: None,
            census: Census::default(),
            numbers: Numbers::default(),
        })
    }

    /// The same, handing every episode the numbers from outside that are its own.
    #[must_use]
    pub(crate) fn with(mut self, numbers: &Numbers) -> Self {
        self.numbers = numbers.clone();
        self
    }

    /// The next episode; `None` at the end.
    ///
    /// # Errors
    /// If the file cannot be read on, ends without a single episode in it, or the user asks to stop.
    pub(crate) fn next(&mut self, terminal: &mut Terminal<'_>) -> Result<Option<Episode>> {
        let record = self.next_record(terminal)?;
        Ok(record.map(|(episode, _)| episode))
    }

    /// The next episode with the line it stands in; `None` at the end.
    ///
    /// # Errors
    /// As [`EpisodeFile::next`].
    pub(crate) fn next_record(
        &mut self,
        terminal: &mut Terminal<'_>,
    ) -> Result<Option<(Episode, Vec<u8>)>> {
        loop {
            if terminal.is_cancelled() {
                bail!("interrupted after {} episodes were read", self.read);
            }
            match self.reader.next_record() {
                Some(Ok((mut episode, line))) => {
                    self.numbers.give(self.read, &mut episode)?;
                    self.read += 1;
                    if let Some(told) = self.census.add(&episode) {
                        terminal.tell(&format!("warning: {}: {told}", self.path.display()));
                    }
                    return Ok(Some((episode, line)));
                }
                Some(Err(LineError::Io { reason, .. })) => {
                    return Err(reason)
                        .with_context(|| format!("cannot read `{}`", self.path.display()));
                }
                Some(Err(reason)) => self.skip(&reason, terminal),
                None => {
                    if self.torn.load(Ordering::Relaxed) && !self.skipped.torn {
                        self.skipped.torn = true;
                        let path = self.path.display();
                        terminal.tell(&format!(
                            "warning: {path}: the last frame is cut off: the writer was stopped"
                        ));
                    }
                    self.tell_rest(terminal);
                    return if self.read > 0 {
                        self.numbers.check_end(self.read)?;
                        Ok(None)
                    } else {
                        Err(self.emptiness())
                    };
                }
            }
        }
    }

    /// Up to `count` episodes; empty at the end.
    ///
    /// # Errors
    /// As [`EpisodeFile::next`].
    pub(crate) fn take(
        &mut self,
        count: usize,
        terminal: &mut Terminal<'_>,
    ) -> Result<Vec<Episode>> {
        let mut episodes = vec![];
        while episodes.len() < count {
            match self.next(terminal)? {
                Some(episode) => episodes.push(episode),
                None => break,
            }
        }
        Ok(episodes)
    }

    /// The lines that were not read so far.
    #[must_use]
    pub(crate) fn skipped(&self) -> Skipped {
        self.skipped
    }

    /// What the episodes read so far are as a whole.
    #[must_use]
    pub(crate) fn counted(&self) -> Counted {
        self.census.counted()
    }

    fn skip(&mut self, reason: &LineError, terminal: &mut Terminal<'_>) {
        match reason {
            LineError::Torn { .. } => self.skipped.torn = true,
            _ => self.skipped.unreadable += 1,
        }
        let reason = one_line(&reason.to_string());
        if self.skipped.total() <= TOLD {
            terminal.tell(&format!(
                "warning: {}: {reason}; skipped",
                self.path.display()
            ));
        }
        self.last_reason = Some(reason);
    }

    fn tell_rest(&mut self, terminal: &mut Terminal<'_>) {
        let total = self.skipped.total();
        if total > TOLD {
            terminal.tell(&format!(
                "warning: {}: {total} lines skipped, of which {TOLD} are named above",
                self.path.display()
            ));
        }
    }

    fn emptiness(&self) -> anyhow::Error {
        let path = self.path.display();
        match &self.last_reason {
            Some(reason) => anyhow!("no episode in `{path}` can be read: {reason}"),
            None => anyhow!("`{path}` holds no episode; `run --out` writes them"),
        }
    }
}
