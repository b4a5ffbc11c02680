//! Whole small Python projects, drawn from a seed.
//!
//! A [`Skeleton`] is a project a person wrote, with typed holes: nouns, constants, optional features, alternative ways to
//! write the same thing, an order of methods that does not matter. [`draw`] fills them from a [`Seed`]: same skeleton and
//! seed, same bytes. What a test expects of a drawn constant is arithmetic in the template, so that sources and tests come
//! from one draw and cannot disagree.
//!
//! Every test carries one plain sentence of what is expected ([`TestCase::sentence`]): that is what an issue is written
//! from, and a person who reads the suite reads the specification.
//!
//! ```
//! use truestep_core::chance::Seed;
//! use truestep_envs::swe::repos::{SKELETONS, draw};
//! let repository = draw(&SKELETONS[0], Seed(7))?;
//! assert!(repository.file("README.md").is_some() && repository.tests()?.len() >= 60);
//! assert_eq!(repository, draw(&SKELETONS[0], Seed(7))?);
//! # Ok::<(), truestep_envs::swe::repos::RepoError>(())
//! ```

mod arithmetic;
mod render;
mod skeletons;
mod suite;
#[cfg(test)]
mod tests;
mod words;

pub use skeletons::{GUARDED, SKELETONS, Skeleton, skeleton};
pub use suite::TestCase;

use super::bugs::python::SyntaxError;
use truestep_core::chance::Seed;

/// What can go wrong when a project is drawn: a mistake in a skeleton, never in a seed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RepoError {
    /// A line of a skeleton that cannot be understood.
    #[error("skeleton `{skeleton}`, line {line}: {problem}")]
    Skeleton {
        /// Which skeleton.
        skeleton: &'static str,
        /// The line, from 1, in the part that was read.
        line: usize,
        /// What is wrong there, and what was expected.
        problem: String,
    },
    /// A drawn file that is no Python this reads.
    #[error("{path}: {reason}")]
    Syntax {
        /// The file.
        path: String,
        /// What was found, and where.
        reason: SyntaxError,
    },
    /// No skeleton of that name.
    #[error("unknown skeleton `{0}`; `SKELETONS` lists those there are")]
    Unknown(String),
}

/// One file of a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Path inside the project, with `/`.
    pub path: String,
    /// Its whole text, with a newline at the end.
    pub text: String,
}

/// A project: its files in the order of their paths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repository {
    /// The skeleton it was drawn from.
    pub skeleton: &'static str,
    /// The name of its package, which is also the project's.
    pub package: String,
    /// All files, sorted by path.
    pub files: Vec<SourceFile>,
}

impl Repository {
    /// The text of a file.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<&str> {
        let at = self
            .files
            .binary_search_by(|file| file.path.as_str().cmp(path))
            .ok()?;
        Some(&self.files[at].text)
    }

    /// The files of the package itself: Python that is not a test. Bugs are put there and nowhere else.
    pub fn sources(&self) -> impl Iterator<Item = &SourceFile> {
        self.files
            .iter()
            .filter(|file| file.path.ends_with(".py") && !file.path.starts_with("tests/"))
    }

    /// Every test of the suite, in the order in which unittest runs them.
    ///
    /// # Errors
    /// If a file of tests is no Python this reads.
    pub fn tests(&self) -> Result<Vec<TestCase>, RepoError> {
        suite::tests(self)
    }
}

/// The project that `seed` gives for `skeleton`.
///
/// # Errors
/// If the skeleton itself is mistaken; a skeleton that is right for one seed can be wrong for another, which is why tests
/// draw many.
pub fn draw(skeleton: &'static Skeleton, seed: Seed) -> Result<Repository, RepoError> {
    drawn(skeleton, &words::Words::draw(skeleton, seed)?, seed)
}

/// The project that `seed` gives, with its tests drawn anew from `other`: what tests alone are written with has other values,
/// and the ways of writing them that are open are others. The package is the same to the byte.
///
/// # Errors
/// As of [`draw`].
pub(super) fn draw_tests(
    skeleton: &'static Skeleton,
    (seed, other): (Seed, Seed),
) -> Result<Repository, RepoError> {
    let words = words::Words::draw_some(skeleton, seed, other)?;
    let is_test = |file: &SourceFile| file.path.starts_with("tests/");
    let (mut same, mut anew) = (draw(skeleton, seed)?, drawn(skeleton, &words, other)?);
    same.files.retain(|file| !is_test(file));
    anew.files.retain(is_test);
    same.files.append(&mut anew.files);
    same.files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(same)
}

fn drawn(
    skeleton: &'static Skeleton,
    words: &words::Words,
    seed: Seed,
) -> Result<Repository, RepoError> {
    let mut files = render::render(skeleton, words, seed)?;
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(Repository {
        skeleton: skeleton.name,
        package: words.value("package").unwrap_or_default().to_owned(),
        files,
    })
}
