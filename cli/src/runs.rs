//! Episodes that belong together, read one set after the other, so that long files need little memory.

use crate::{Terminal, episodes::EpisodeFile};
use anyhow::Result;
use rustc_hash::FxHashSet;
use truestep_core::{digest::Digest, trajectory::Episode};

/// What comes next.
#[derive(Debug)]
pub(crate) enum Run {
    /// Neighbours that belong together.
    Together(Vec<Episode>),
    /// An episode that belongs to a set read before: the sets do not follow each other.
    Scattered,
    /// Nothing more.
    End,
}

/// Reads sets of neighbours with one key. Remembers the keys, some thirty bytes for each.
pub(crate) struct Runs {
    file: EpisodeFile,
    key: fn(&Episode) -> Digest,
    next: Option<Episode>,
    over: FxHashSet<Digest>,
}

impl Runs {
    /// The sets of `file` that share `key`.
    pub(crate) fn new(file: EpisodeFile, key: fn(&Episode) -> Digest) -> Self {
        Self {
            file,
            key,
            next: None,
            over: FxHashSet::default(),
        }
    }

    /// The next set.
    ///
    /// # Errors
    /// As [`EpisodeFile::next`].
    pub(crate) fn next(&mut self, terminal: &mut Terminal<'_>) -> Result<Run> {
        let first = match self.next.take() {
            Some(first) => first,
            None => match self.file.next(terminal)? {
                Some(first) => first,
                None => return Ok(Run::End),
            },
        };
        let key = (self.key)(&first);
        if !self.over.insert(key) {
            return Ok(Run::Scattered);
        }
        let mut together = vec![first];
        while let Some(episode) = self.file.next(terminal)? {
            if (self.key)(&episode) != key {
                self.next = Some(episode);
                break;
            }
            together.push(episode);
        }
        Ok(Run::Together(together))
    }

    /// The file, to ask what was read.
    pub(crate) fn file(&self) -> &EpisodeFile {
        &self.file
    }
}
