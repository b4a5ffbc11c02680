#![doc = include_str!("CARD.md")]

mod desks;
mod family;
pub mod kernel;
mod office;
mod retail;
#[cfg(test)]
mod tests;

pub use family::{ToolsFamily, build};
