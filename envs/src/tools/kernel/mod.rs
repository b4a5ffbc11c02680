//! The kernel of every desk: a task's state, what a deed comes to, the menu, the planner, the truth.
//!
//! Read in this order: [`types`] (what a task is made of) → [`rule`] (its policy, and how rows are set right) → [`state`] (of an
//! episode) → [`deed`] (what an agent can do, and its text) with `read` (the way back) → `call` (one call in the sandbox) → `step` (what a deed comes to),
//! with `fault` (disturbances), `customer` and `lock` (tools that are told of later) → `mend` (how rows stand) → `model` (menu, views) → `ground` (what claims stand on) → `support` (what was shown
//! supports) → `plan` (how far it is) → `truth` (what a call was worth) → [`make`] (how a domain says all this).

mod call;
mod customer;
pub mod deed;
mod fault;
mod finish;
pub mod forbid;
mod ground;
mod lock;
pub mod make;
mod mend;
mod model;
mod plan;
mod read;
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
