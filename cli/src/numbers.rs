//! Files of numbers that schemes read: what a program in any language says of recorded episodes.

use crate::files;
use anyhow::{Context as _, Result};
use std::{collections::BTreeSet, sync::Arc};
use truestep_core::trajectory::Episode;
use truestep_rewards::{Scheme, given::Table};

/// The files that some schemes read. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Numbers(Arc<[Table]>);

/// The names of the files that `schemes` read, each once.
pub(crate) fn named(schemes: &[Scheme]) -> BTreeSet<&str> {
    let wants = schemes.iter().flat_map(Scheme::wants);
    wants.map(|want| want.file.as_str()).collect()
}

impl Numbers {
    /// Read the files of `schemes`.
    ///
    /// # Errors
    /// If one cannot be read.
    pub(crate) fn of(schemes: &[Scheme]) -> Result<Self> {
        let read = |file: &str| {
            let text = files::text(file.as_ref())?;
            Table::read(file, &text).with_context(|| format!("`{file}`"))
        };
        let tables = named(schemes).into_iter().map(read);
        Ok(Self(tables.collect::<Result<Vec<_>>>()?.into()))
    }

    /// Hand the episode number `number` of the trajectories what is its own.
    ///
    /// # Errors
    /// If a file does not fit it.
    pub(crate) fn give(&self, number: u64, episode: &mut Episode) -> Result<()> {
        self.0.iter().try_for_each(|table| {
            let given = table.give(number, episode);
            given.with_context(|| format!("`{}`", table.file()))
        })
    }

    /// That no file speaks of an episode beyond those that were read.
    ///
    /// # Errors
    /// If one does.
    pub(crate) fn check_end(&self, episodes: u64) -> Result<()> {
        self.0.iter().try_for_each(|table| {
            let checked = table.check_end(episodes);
            checked.with_context(|| format!("`{}`", table.file()))
        })
    }
}
