//! A world of one's own, on `truestep-core` alone, whose steps call something outside the model that can fail.
//!
//! It is what a world with a sandbox looks like: the [`Host`](truestep_core::model::Host) is started when a worker first
//! needs one, is lent to everything that steps, and is dropped when it has failed. What a fault does to episodes is
//! core's business: they are aborted, keep the reason, hold no transition for the step that failed, and are left out
//! wherever episodes are judged or compared. When the host fails is no part of a task, as the state of a machine is none:
//! [`Courier::that_fails`] says it.
//!
//! To be read in this order: `engine` (what can fail), `street` (the world), `family` (from a seed to a task).

mod engine;
mod family;
mod street;

pub use engine::{Engine, Fails};
pub use family::Courier;
pub use street::{Action, Def, State, Street};
