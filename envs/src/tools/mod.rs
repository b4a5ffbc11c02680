#![doc = include_str!("CARD.md")]

mod family;
pub mod kernel;
mod retail;
pub mod tau2;
#[cfg(test)]
mod tests;

pub use family::ToolsFamily;
