//! Software engineering: projects in Python that are drawn from a seed, bugs that are put into them, and the interfaces by which
//! an agent works in them.
//!
//! A project ([`repos`]) is a whole small library with its tests, drawn from a skeleton and a seed; a bug ([`bugs`]) is one
//! or several small edits of its sources whose inverse is known to the byte, so that where it is, and what repairs it, is
//! never a matter of opinion. It is worked on in [`files`] (a tree that is copied by copying a pointer, with a digest that is
//! always up to date) through [`shell`] (a subset of bash over such a tree) and [`edit`] (SWE-agent's windows and
//! `str_replace_editor`). Nothing here starts a process or touches the machine's own files: the same line on the same tree
//! gives the same bytes everywhere.

pub mod bugs;
pub mod edit;
pub mod files;
pub mod repos;
pub mod shell;
#[cfg(test)]
mod testing;
