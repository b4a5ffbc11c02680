//! The core of truestep: everything between a seed and a trajectory.
//!
//! Read the modules in the order the data flows: [`chance`] (seeds and exact draws) → [`task`] → [`model`] (what a world
//! is) → [`host`] (the ECS that runs worlds) → [`truth`] → [`trajectory`] → [`graph`] (everything reachable, solved).

pub mod agent;
pub mod annotate;
pub mod batch;
pub mod chance;
pub mod channels;
pub mod contract;
pub mod digest;
pub mod environment;
pub mod estimate;
pub mod forms;
pub mod given;
pub mod graph;
pub mod host;
mod jobs;
pub mod json;
pub mod jsonl;
pub mod model;
pub mod options;
pub mod play;
pub mod policy;
pub mod rational;
pub mod registry;
pub mod replay;
pub mod task;
pub mod text_file;
pub mod trajectory;
pub mod truth;
pub mod verify;
pub mod view;
pub mod walk;
