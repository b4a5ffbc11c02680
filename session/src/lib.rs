//! Sessions: the environments of one client in numbered slots, whatever the client speaks through.
//!
//! A [`Session`] stands over a registry. A client starts episodes in slots ([`Session::reset`]), steps many at once
//! ([`Session::step`]), looks at menus, takes moments and goes back to them or lets other slots go on from them. Requests
//! and responses are plain values that serde reads and writes ([`request`], [`response`]); [`Session::call`] takes a
//! method by name, which is all a line protocol, a socket or another language needs. An episode played with `record` is a
//! trajectory like any other ([`Session::episodes`], [`Session::take_ended`]); [`import`] makes one of a list of actions. A
//! request that fails has changed nothing, and nothing a client sends ends a session but [`Method::Close`] without slots.
//!
//! Which tasks a selection plays is decided in one place ([`Plan`]), for `run` and for sessions.

mod call;
mod failure;
mod frames;
pub mod import;
mod json;
mod lenient;
mod moments;
mod plan;
mod range;
mod record;
pub mod request;
pub mod response;
mod rewards;
mod room;
mod session;
mod start;
mod step;
mod tasks;

pub use call::{MAX_REQUEST_BYTES, Method, PROTOCOL, Then};
pub use failure::{CODES, Failure, one_line};
pub use lenient::params;
pub use plan::{Filter, Plan, PlanError, first_instance};
pub use range::{DistanceRange, SeedList};
pub use record::MAX_RECORDING_BYTES;
pub use room::MAX_RESPONSE_BYTES;
pub use session::Session;
