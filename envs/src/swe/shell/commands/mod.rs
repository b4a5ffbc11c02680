//! The commands, by what they work on. Each is one entry of [`super::COMMANDS`].

pub(super) mod awk;
pub(super) mod copies;
pub(super) mod differ;
pub(super) mod fields;
pub(super) mod find;
pub mod git;
pub(super) mod grep;
pub(super) mod listing;
pub(super) mod nested;
pub(super) mod paths;
pub(super) mod printing;
pub(super) mod python;
pub(super) mod reading;
pub(super) mod sed;
pub(super) mod sorting;
pub(super) mod state;
pub(super) mod testing;
