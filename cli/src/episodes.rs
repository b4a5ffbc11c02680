//! Trajectory files on the command line.

use crate::{Terminal, complaint::one_line};
use anyhow::{Context as _, Result, anyhow, bail};
use serde::Serialize;
use std::{
    fs::File,
    io::{BufReader, Write as _},
    path::{Path, PathBuf},
};
use truestep_core::{
    jsonl::{self, LineError, Reader},
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

/// Reads the episodes of a file; lines that cannot be read are told, counted and skipped.
#[derive(Debug)]
pub(crate) struct EpisodeFile {
    path: PathBuf,
    reader: Reader<BufReader<File>>,
    skipped: Skipped,
    read: u64,
    last_reason: Option<String>,
}

impl EpisodeFile {
    /// Open `path`.
    ///
    /// # Errors
    /// If it cannot be opened.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let file = File::open(path).with_context(|| format!("cannot open `{}`", path.display()))?;
        Ok(Self {
            path: path.to_owned(),
            reader: Reader::new(BufReader::with_capacity(1 << 18, file)),
            skipped: Skipped::default(),
            read: 0,
            last_reason: None,
        })
    }

    /// The next episode; `None` at the end.
    ///
    /// # Errors
    /// If the file cannot be read on, or ends without a single episode in it.
    pub(crate) fn next(&mut self, terminal: &mut Terminal<'_>) -> Result<Option<Episode>> {
        loop {
            match self.reader.next() {
                Some(Ok(episode)) => {
                    self.read += 1;
                    return Ok(Some(episode));
                }
                Some(Err(LineError::Io { source, .. })) => {
                    return Err(source)
                        .with_context(|| format!("cannot read `{}`", self.path.display()));
                }
                Some(Err(reason)) => self.skip(&reason, terminal),
                None => {
                    self.tell_rest(terminal);
                    return if self.read > 0 {
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

/// Writes lines to a file, each at once: whatever stops the program, the lines before are whole.
#[derive(Debug)]
pub(crate) struct LineFile {
    path: PathBuf,
    file: File,
}

impl LineFile {
    /// Create `path`, or empty it.
    ///
    /// # Errors
    /// If that cannot be done.
    pub(crate) fn create(path: &Path) -> Result<Self> {
        let file =
            File::create(path).with_context(|| format!("cannot create `{}`", path.display()))?;
        Ok(Self {
            path: path.to_owned(),
            file,
        })
    }

    /// Append an episode.
    ///
    /// # Errors
    /// If the file cannot take it.
    pub(crate) fn write_episode(&mut self, episode: &Episode) -> Result<()> {
        jsonl::write(&mut self.file, episode).with_context(|| self.failure())
    }

    /// Append a record as one line of JSON.
    ///
    /// # Errors
    /// If the file cannot take it.
    pub(crate) fn write(&mut self, record: &impl Serialize) -> Result<()> {
        let mut line = serde_json::to_vec(record).with_context(|| self.failure())?;
        line.push(b'\n');
        self.file.write_all(&line).with_context(|| self.failure())
    }

    fn failure(&self) -> String {
        format!("cannot write `{}`", self.path.display())
    }
}

/// That writing `out` does not empty `input` while it is being read.
///
/// # Errors
/// If both are the same file.
pub(crate) fn refuse_overwriting(input: &Path, out: &Path) -> Result<()> {
    let same = std::fs::canonicalize(out)
        .ok()
        .zip(std::fs::canonicalize(input).ok())
        .is_some_and(|(a, b)| a == b);
    if same {
        bail!(
            "`{}` is the file that is read: write to another",
            out.display()
        );
    }
    Ok(())
}

/// A file beside another that takes its place once it is whole; it is removed if that does not happen.
#[derive(Debug)]
pub(crate) struct Replacement {
    target: PathBuf,
    beside: PathBuf,
}

impl Replacement {
    /// The replacement of `target`, which must be an ordinary file.
    ///
    /// # Errors
    /// If it is not.
    pub(crate) fn of(target: &Path) -> Result<Self> {
        if !target.is_file() {
            bail!(
                "`{}` is not an ordinary file: write elsewhere with --out",
                target.display()
            );
        }
        let mut name = target.as_os_str().to_owned();
        name.push(".tmp");
        Ok(Self {
            target: target.to_owned(),
            beside: name.into(),
        })
    }

    /// Where it is written.
    pub(crate) fn path(&self) -> &Path {
        &self.beside
    }

    /// Let it take the place of the file.
    ///
    /// # Errors
    /// If that cannot be done; the file is then as it was.
    pub(crate) fn put_in_place(self) -> Result<()> {
        std::fs::rename(&self.beside, &self.target)
            .with_context(|| format!("cannot replace `{}`", self.target.display()))
    }
}

impl Drop for Replacement {
    fn drop(&mut self) {
        // Gone already if it was put in place.
        let _ = std::fs::remove_file(&self.beside);
    }
}
