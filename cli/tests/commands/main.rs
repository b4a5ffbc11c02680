//! The commands over a toy environment, in process.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod belief;
mod compute;
mod edges;
mod files;
mod numbers;
mod recorded;
mod runs;
mod talk;
#[path = "../toy/mod.rs"]
mod toy;
mod worlds;

const RUN: &[&str] = &[
    "run",
    "toy",
    "--agent",
    "noisy:0.3",
    "--episodes",
    "60",
    "--seed",
    "1",
];

fn with<'a>(base: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    base.iter().chain(more).copied().collect()
}
