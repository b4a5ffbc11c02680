//! The shell's own tests: recordings of the real tools, the language, bounds, and the published table.

mod bounds;
mod docs;
mod language;
mod programs;
mod recorded;

use super::{Budget, NoPython, Outcome, Shell};
use crate::swe::files::{Limits, Tree};

/// A shell over some files in `/repo`.
pub(super) fn shell(files: &[(&str, &str)]) -> Shell {
    let tree = Tree::new(files.iter().copied(), Limits::default()).unwrap();
    let mut shell = Shell::new(tree, "/repo");
    shell.tree.create_folders("/repo").unwrap();
    shell.tree.create_folders("/tmp").unwrap();
    shell
}

/// What a line comes to.
pub(super) fn run(shell: &mut Shell, line: &str) -> Outcome {
    shell.run(line, &mut NoPython, &Budget::default())
}

/// The first stream of a line over no files.
pub(super) fn out(line: &str) -> String {
    run(&mut shell(&[]), line).stdout()
}
