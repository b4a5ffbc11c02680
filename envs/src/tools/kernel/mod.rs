//! The kernel of every desk: a task's state, what a deed comes to, the menu, the planner, the truth.
//!
//! Read in this order: [`types`] (what a task is made of) → [`deed`] (what an agent can do, and its text) → `call` (one call
//! in the sandbox) → `step` (what a deed comes to) → `model` (menu, views) → `plan` (how far it is) → `truth` (what a call was
//! worth) → [`make`] (how a domain says all this).

mod call;
pub mod deed;
pub mod forbid;
pub mod make;
mod model;
mod plan;
pub mod rows;
pub mod schema;
mod step;
mod truth;
pub mod types;

pub use call::Toolbox;
pub use model::{MCP, Tools};
