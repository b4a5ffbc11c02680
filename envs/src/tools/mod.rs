#![doc = include_str!("CARD.md")]

mod family;
pub mod kernel;
mod retail;
#[cfg(test)]
mod tests;

pub use family::{ToolsFamily, build};
