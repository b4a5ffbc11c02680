//! Writing lines.

use super::{
    identity::{identity, numbered},
    replacement::Replacement,
    zst,
};
use anyhow::{Context as _, Result, anyhow, bail};
use serde::Serialize;
use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{self, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
};
use truestep_core::{jsonl, trajectory::Episode};

/// How often a file that is replaced while it is being opened is opened again.
const ATTEMPTS: usize = 8;

/// Writes lines to a file, each at once: whatever stops the program, the lines before are whole. Packed files take theirs a
/// frame at a time.
///
/// The file is opened and locked when the writer is made, so that a wrong name costs no work; what was in it goes when the
/// first line comes, or at [`LineFile::finish`].
#[derive(Debug)]
pub(crate) struct LineFile {
    path: PathBuf,
    file: File,
    /// Lines that wait for their frame; `None` if nothing is packed.
    waiting: Option<Vec<u8>>,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// The file was not there before and nothing is written.
    New,
    /// What was in the file before is still there.
    Untouched,
    /// Lines are written.
    Begun,
}

impl LineFile {
    /// Open `path` for writing; it is made if it is not there.
    ///
    /// # Errors
    /// If that cannot be done, or somebody else is writing it.
    pub(crate) fn create(path: &Path) -> Result<Self> {
        let (file, is_new) = open_locked(path)?;
        let state = match is_new {
            true => State::New,
            false => State::Untouched,
        };
        Ok(Self::over(path, file, state))
    }

    /// Go on after the first `kept` bytes of `path`; what follows them is cut off with the first line.
    ///
    /// # Errors
    /// As [`LineFile::create`].
    pub(crate) fn go_on(path: &Path, kept: u64) -> Result<Self> {
        let (mut file, _) = open_locked(path)?;
        let failed = || format!("cannot go on with `{}`", path.display());
        file.set_len(kept).with_context(failed)?;
        file.seek(SeekFrom::End(0)).with_context(failed)?;
        Ok(Self::over(path, file, State::Begun))
    }

    /// Write what will take the place of a file.
    ///
    /// # Errors
    /// If the system gives no second handle to it.
    pub(crate) fn replacing(replacement: &Replacement) -> Result<Self> {
        let file = replacement.handle()?;
        Ok(Self::over(replacement.target(), file, State::Begun))
    }

    fn over(path: &Path, file: File, state: State) -> Self {
        Self {
            path: path.to_owned(),
            file,
            waiting: zst::is_packed(path).then(Vec::new),
            state,
        }
    }

    /// Append an episode.
    ///
    /// # Errors
    /// If the file cannot take it.
    pub(crate) fn write_episode(&mut self, episode: &Episode) -> Result<()> {
        let mut line = vec![];
        jsonl::write(&mut line, episode).with_context(|| self.failure())?;
        self.write_part(&line)
    }

    /// Append a record as one line of JSON.
    ///
    /// # Errors
    /// If the file cannot take it.
    pub(crate) fn write(&mut self, record: &impl Serialize) -> Result<()> {
        let mut line = serde_json::to_vec(record).with_context(|| self.failure())?;
        line.push(b'\n');
        self.write_part(&line)
    }

    /// Append part of a line, or a line with its line break.
    ///
    /// # Errors
    /// If the file cannot take it.
    pub(crate) fn write_part(&mut self, line: &[u8]) -> Result<()> {
        self.begin().with_context(|| self.failure())?;
        let written = match &mut self.waiting {
            // One write, so that a stop in between tears at most the last line.
            None => self.file.write_all(line),
            Some(waiting) => {
                waiting.extend_from_slice(line);
                match waiting.len() >= zst::FRAME {
                    true => self.write_frame(),
                    false => Ok(()),
                }
            }
        };
        written.with_context(|| self.failure())
    }

    /// Empty the file, now that there is something to write.
    fn begin(&mut self) -> io::Result<()> {
        if self.state == State::Untouched && self.file.metadata()?.is_file() {
            self.file.set_len(0)?;
        }
        self.state = State::Begun;
        Ok(())
    }

    fn write_frame(&mut self) -> io::Result<()> {
        match self.waiting.as_mut().map(std::mem::take) {
            Some(waiting) if !waiting.is_empty() => self.file.write_all(&zst::frame(&waiting)),
            _ => Ok(()),
        }
    }

    /// Everything is written. That it was nothing is a result too: the file is then empty.
    ///
    /// # Errors
    /// If the file cannot take the last of it.
    pub(crate) fn finish(mut self) -> Result<()> {
        let done = self.begin().and_then(|()| self.write_frame());
        done.with_context(|| self.failure())
    }

    fn failure(&self) -> String {
        format!("cannot write `{}`", self.path.display())
    }
}

impl Drop for LineFile {
    fn drop(&mut self) {
        // Work that failed half-way keeps what it has finished; that the last of it cannot be kept has no one to be told.
        let _ = self.write_frame();
        if self.state == State::New {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// Write a file whose content makes sense as a whole only: it takes the place of what was there when it is whole, and until
/// then what was there stays. Pipes and devices are written as it comes.
///
/// # Errors
/// If it cannot be opened or take it, or somebody else is writing it.
pub(crate) fn write_whole(
    path: &Path,
    write: impl FnOnce(&mut dyn io::Write) -> Result<()>,
) -> Result<()> {
    let failed = || format!("cannot write `{}`", path.display());
    let special = std::fs::metadata(path).is_ok_and(|found| !found.is_file());
    let replacement = match special {
        true => None,
        false => Some(Replacement::at(path)?),
    };
    let file = match &replacement {
        Some(replacement) => replacement.handle()?,
        None => open_locked(path)?.0,
    };
    let mut out = io::BufWriter::with_capacity(super::BUFFER, file);
    write(&mut out).with_context(failed)?;
    out.flush().with_context(failed)?;
    replacement.map_or(Ok(()), Replacement::put_in_place)
}

/// Open `path` without touching what is in it, alone; whether it was made.
pub(super) fn open_locked(path: &Path) -> Result<(File, bool)> {
    for _ in 0..ATTEMPTS {
        let (file, is_new) =
            open_either(path).with_context(|| format!("cannot create `{}`", path.display()))?;
        let found = file
            .metadata()
            .with_context(|| format!("cannot create `{}`", path.display()))?;
        // Pipes and devices take what several writers have to say.
        if !found.is_file() {
            return Ok((file, is_new));
        }
        match file.try_lock() {
            // Some file systems know no locks; that is no reason not to write.
            Ok(()) | Err(TryLockError::Error(_)) => {}
            Err(TryLockError::WouldBlock) => bail!(
                "`{}` is being written by somebody else: wait for them, or write to another file",
                path.display()
            ),
        }
        // Between opening and locking another file may have taken its place.
        if numbered(&found).is_none_or(|held| identity(path) == Some(held)) {
            return Ok((file, is_new));
        }
    }
    Err(anyhow!(
        "`{}` is replaced again and again: write to another file",
        path.display()
    ))
}

fn open_either(path: &Path) -> io::Result<(File, bool)> {
    let new = OpenOptions::new().write(true).create_new(true).open(path);
    match new {
        Ok(file) => Ok((file, true)),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            // `create` again: a link may point to a file that is not there.
            let mut there = OpenOptions::new();
            let there = there.write(true).create(true).truncate(false);
            Ok((there.open(path)?, false))
        }
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn nothing_is_emptied_before_there_is_something_to_write() {
        let folder = tempfile::tempdir().unwrap();
        let (old, new) = (folder.path().join("old"), folder.path().join("new"));
        fs::write(&old, "what was there").unwrap();
        drop((
            LineFile::create(&old).unwrap(),
            LineFile::create(&new).unwrap(),
        ));
        assert_eq!(fs::read_to_string(&old).unwrap(), "what was there");
        assert!(!new.exists());
        let mut file = LineFile::create(&old).unwrap();
        file.write(&1).unwrap();
        drop(file);
        assert_eq!(fs::read_to_string(&old).unwrap(), "1\n");
        LineFile::create(&old).unwrap().finish().unwrap();
        LineFile::create(&new).unwrap().finish().unwrap();
        assert_eq!(fs::read(&old).unwrap(), b"");
        assert_eq!(fs::read(&new).unwrap(), b"");
    }

    #[test]
    fn half_a_whole_is_never_there() {
        let folder = tempfile::tempdir().unwrap();
        let (old, new) = (folder.path().join("old"), folder.path().join("new"));
        fs::write(&old, "what was there").unwrap();
        for path in [&old, &new] {
            let said = write_whole(path, |out| {
                out.write_all(&vec![b'x'; 1 << 20])?;
                bail!("the disk is full")
            });
            assert!(said.is_err());
        }
        assert_eq!(fs::read_to_string(&old).unwrap(), "what was there");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        for path in [&old, &new] {
            write_whole(path, |out| Ok(out.write_all(b"whole")?)).unwrap();
            assert_eq!(fs::read_to_string(path).unwrap(), "whole");
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn a_second_writer_is_told_so() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("f");
        let first = LineFile::create(&path).unwrap();
        let said = LineFile::create(&path).unwrap_err().to_string();
        assert!(said.contains("written by somebody else"), "{said}");
        assert!(Replacement::of(&path).is_err());
        drop(first);
        LineFile::create(&path).unwrap();
    }
}
