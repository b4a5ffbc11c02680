//! The audit: what is sound passes exactly, what is wrong fails with a counterexample that replays.

#![allow(
    clippy::unwrap_used,
    reason = "a helper that cannot go on fails its test"
)]

mod acceptance;
mod command;
mod contributions;
mod dense;
mod desks;
mod laws;
mod prime;
mod tasks;
mod truth;
mod verdicts;
mod zoo;
