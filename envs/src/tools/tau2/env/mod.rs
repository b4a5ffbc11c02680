#![doc = include_str!("CARD.md")]
//!
//! Read in this order: `data` (a user's folder, its domains, which task a seed is) → `types` (what a task is made of, its state)
//! → `deed` (what an agent can do, and its text) → `make`, `words` and `menu` (a task of tau2's as a task of ours) → `reads` and `facts` (what has
//! to be found out) → `call` (one call) → `judge` (tau2's verdict of a state) → `step` → `model` → `plan` → `truth`.

mod call;
pub mod data;
mod deed;
mod facts;
pub mod family;
mod judge;
mod make;
mod menu;
mod model;
mod plan;
mod reads;
mod rules;
mod step;
mod truth;
pub mod types;
mod words;

pub use data::Data;
pub use family::Tau2Tools;
pub use make::build;
pub use model::{MESSAGE, Tau2};
