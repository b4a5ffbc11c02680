#![doc = include_str!("CARD.md")]

mod desks;
mod family;
pub mod kernel;
mod office;
mod retail;
pub mod tau2;
#[cfg(test)]
mod tests;

pub use family::{ToolsFamily, build};
