#![doc = include_str!("CARD.md")]

mod backwards;
mod bank;
mod desks;
mod domain;
mod draws;
mod family;
mod generated;
pub mod kernel;
mod office;
pub mod options;
mod order;
mod policy;
mod retail;
pub mod tau2;
mod telecom;
#[cfg(test)]
mod tests;
mod travel;
pub mod user;
mod words;

pub use family::{ToolsFamily, build};
