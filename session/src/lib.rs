//! Sessions: the environments of one client in numbered slots, whatever the client speaks through.
//!
//! A [`Session`] stands over a registry. A client starts episodes in slots ([`Session::reset`]), steps many at once
//! ([`Session::step`]), looks at menus, takes moments and goes back to them or lets other slots go on from them. Requests
//! and responses are plain values that serde reads and writes ([`request`], [`response`]); [`Session::call`] takes a
//! method by name, which is all a line protocol, a socket or another language needs. A request that fails has changed
//! nothing, and nothing a client sends ends a session but [`Method::Close`] without slots.
//!
//! Which tasks a selection plays is decided in one place ([`Plan`]), for `run` and for sessions.

mod call;
mod failure;
mod frames;
mod moments;
mod plan;
mod range;
pub mod request;
pub mod response;
mod session;
mod start;
mod step;
mod tasks;

pub use call::{MAX_REQUEST_BYTES, Method, PROTOCOL, Then};
pub use failure::{Failure, one_line};
pub use plan::{Filter, Plan, PlanError, first_instance};
pub use range::DistanceRange;
pub use session::Session;
