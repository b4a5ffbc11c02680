//! The paths a command reads and writes, in one place, so that it never writes over what it reads.

use super::identity::refuse_collisions;
use crate::{numbers, scoring, world::WorldArgs};
use anyhow::Result;
use std::path::{Path, PathBuf};
use truestep_core::policy::{PolicyName, StepName};
use truestep_rewards::Scheme;

/// What a command reads and writes. Every path it is given in any form is declared here before it does anything.
#[derive(Debug, Default)]
pub(crate) struct Paths {
    reads: Vec<(&'static str, PathBuf)>,
    writes: Vec<(&'static str, PathBuf)>,
}

impl Paths {
    /// A file that is read as `what`.
    #[must_use]
    pub(crate) fn reads(mut self, what: &'static str, path: impl AsRef<Path>) -> Self {
        self.reads.push((what, path.as_ref().to_owned()));
        self
    }

    /// The files of schemes, `@F.toml`.
    #[must_use]
    pub(crate) fn schemes(self, lists: &[String]) -> Self {
        let files = scoring::files(lists);
        files.fold(self, |paths, file| paths.reads("schemes", file))
    }

    /// The files of numbers that schemes read.
    #[must_use]
    pub(crate) fn numbers(self, schemes: &[Scheme]) -> Self {
        let files = numbers::named(schemes).into_iter();
        files.fold(self, |paths, file| paths.reads("numbers", file))
    }

    /// The table a policy names.
    #[must_use]
    pub(crate) fn policy(self, name: &str) -> Self {
        match name.parse::<PolicyName>().map(|name| name.steps) {
            Ok(StepName::Table(file)) => self.reads("the policy", file),
            // What is no policy is refused where it is loaded.
            _ => self,
        }
    }

    /// The script an agent plays.
    #[must_use]
    pub(crate) fn agent(self, name: &str) -> Self {
        match name.strip_prefix("scripted:") {
            Some(file) => self.reads("the script", file),
            None => self,
        }
    }

    /// What worlds are read from: files, or what is in folders.
    #[must_use]
    pub(crate) fn world(self, world: &WorldArgs) -> Self {
        world.paths().iter().fold(self, |paths, path| {
            let inside = std::fs::read_dir(path).into_iter().flatten().flatten();
            let paths = paths.reads("the world", path);
            inside.fold(paths, |paths, entry| paths.reads("the world", entry.path()))
        })
    }

    /// A file that `argument` writes, if it is given.
    #[must_use]
    pub(crate) fn writes(mut self, argument: &'static str, path: Option<&Path>) -> Self {
        self.writes
            .extend(path.map(|path| (argument, path.to_owned())));
        self
    }

    /// That no file is written that is read, or written twice, whatever names lead to it.
    ///
    /// # Errors
    /// The first that is.
    pub(crate) fn check(&self) -> Result<()> {
        fn each<'a>(list: &'a [(&'static str, PathBuf)]) -> Vec<(&'a str, &'a Path)> {
            list.iter()
                .map(|(name, path)| (*name, path.as_path()))
                .collect()
        }
        refuse_collisions(&each(&self.reads), &each(&self.writes))
    }
}
