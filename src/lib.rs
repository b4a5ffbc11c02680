//! Agent environments in which the truth of every step is known exactly.
//!
//! This crate is a façade: each part is a crate of its own, and this one names them all.
//!
//! - [`core`]: seeds, tasks, the ECS host, ground truth, trajectories, the exact oracle
//! - [`envs`]: the worlds
//! - [`rewards`]: reward schemes and advantages
//! - [`agents`]: what plays
//! - `cli`: the command line, unless the crate is used with `default-features = false`

pub use truestep_agents as agents;
#[cfg(feature = "cli")]
pub use truestep_cli as cli;
pub use truestep_core as core;
pub use truestep_envs as envs;
pub use truestep_rewards as rewards;
