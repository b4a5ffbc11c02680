//! Apps from a seed: apps that nobody wrote, in thirty fields of life, with tasks of their own, under the laws of the others.
//!
//! Read in this order: `lives` (the words of a field of life), `shape` (which of its fields and screens an app has), `author`
//! (the declarations that come of it), `fill` (records), `errands` (what is asked for), `family` (templates).

mod author;
mod errands;
mod family;
mod fill;
mod lives;
mod names;
mod shape;
#[cfg(test)]
mod tests;

pub use family::GuiMadeFamily;
pub(super) use family::{ENV, define};

/// Apps of a field of life.
const VARIANTS: usize = 4;
/// How many apps there are.
const APPS: usize = VARIANTS * lives::COUNT;
/// Apps on a phone, no two of one field of life.
const PER_PHONE: usize = 3;
/// How many phones there are.
const PHONES: usize = APPS / PER_PHONE;
