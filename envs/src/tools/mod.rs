#![doc = include_str!("CARD.md")]

mod backwards;
mod bank;
mod desks;
mod domain;
mod family;
mod generated;
pub mod kernel;
mod office;
pub mod options;
mod retail;
pub mod tau2;
#[cfg(test)]
mod tests;
mod travel;
pub mod user;

pub use family::{ToolsFamily, build};
