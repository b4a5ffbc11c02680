//! The kernel of every desk: a task's state, what a deed comes to, the menu, the planner, the truth.
//!
//! Read in this order: [`types`] (what a task is made of) → [`rule`] (its policy, and how rows are set right) → [`state`] (of an
//! episode) → [`deed`] (what an agent can do, and its text) → `call` (one call in the sandbox) → `step` (what a deed comes to),
//! with `fault` (disturbances) and `customer` → `mend` (how rows stand) → `model` (menu, views) → `support` (what was shown
//! supports) → `plan` (how far it is) → `truth` (what a call was worth) → [`make`] (how a domain says all this).

mod call;
mod customer;
pub mod deed;
mod fault;
mod finish;
pub mod forbid;
pub mod make;
mod mend;
mod model;
mod plan;
pub mod rows;
pub mod rule;
pub mod schema;
pub mod state;
mod step;
mod support;
mod truth;
pub mod types;

pub use call::Toolbox;
pub use model::{MCP, Tools};
