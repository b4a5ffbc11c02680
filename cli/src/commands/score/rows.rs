//! The rewards of one scheme as one line of JSON, put together part by part.

use crate::files::LineFile;
use anyhow::{Context as _, Result};
use serde::Serialize;
use std::{
    fs::File,
    io::{BufWriter, Read as _, Seek as _, SeekFrom, Write as _},
};
use truestep_rewards::{Scheme, Scored, score::SCHEMA, value::Rows};

/// Bytes copied at a time.
const PART: usize = 1 << 18;

/// What a scheme gave so far, on disk: a line can be longer than memory.
pub(super) struct RowFile {
    scheme: String,
    rewards: List,
    advantages: Option<List>,
}

impl RowFile {
    /// Nothing yet.
    ///
    /// # Errors
    /// If there is no room for temporary files.
    pub(super) fn new(scheme: &Scheme) -> Result<Self> {
        Ok(Self {
            scheme: scheme.to_string(),
            rewards: List::new()?,
            advantages: scheme.has_credit().then(List::new).transpose()?,
        })
    }

    /// Take in what the scheme gave some episodes.
    ///
    /// # Errors
    /// If it cannot be written.
    pub(super) fn add(&mut self, scored: &Scored) -> Result<()> {
        self.rewards.add(&scored.rewards)?;
        match (&mut self.advantages, &scored.advantages) {
            (Some(list), Some(rows)) => list.add(rows),
            _ => Ok(()),
        }
    }

    /// Write the line.
    ///
    /// # Errors
    /// If it cannot be written.
    pub(super) fn write(self, out: &mut LineFile) -> Result<()> {
        let scheme = serde_json::to_string(&self.scheme)?;
        out.write_part(
            format!("{{\"schema\":\"{SCHEMA}\",\"scheme\":{scheme},\"rewards\":[").as_bytes(),
        )?;
        self.rewards.write(out)?;
        if let Some(advantages) = self.advantages {
            out.write_part(b"],\"advantages\":[")?;
            advantages.write(out)?;
        }
        out.write_part(b"]}\n")
    }
}

/// The inside of a list of rows.
struct List {
    file: BufWriter<File>,
    is_empty: bool,
}

const FAILED: &str = "cannot write a temporary file";

impl List {
    fn new() -> Result<Self> {
        Ok(Self {
            file: BufWriter::with_capacity(PART, tempfile::tempfile().context(FAILED)?),
            is_empty: true,
        })
    }

    fn add<S>(&mut self, rows: &Rows<S>) -> Result<()>
    where
        truestep_rewards::Value<S>: Serialize,
    {
        for row in rows {
            if !self.is_empty {
                self.file.write_all(b",").context(FAILED)?;
            }
            self.is_empty = false;
            serde_json::to_writer(&mut self.file, row).context(FAILED)?;
        }
        Ok(())
    }

    fn write(self, out: &mut LineFile) -> Result<()> {
        let mut file = self.file.into_inner().context(FAILED)?;
        file.seek(SeekFrom::Start(0)).context(FAILED)?;
        let mut part = vec![0; PART];
        loop {
            let read = file.read(&mut part).context(FAILED)?;
            if read == 0 {
                return Ok(());
            }
            out.write_part(&part[..read])?;
        }
    }
}
