//! Agents that play truestep environments: baselines, the oracle and its noisy kin, scripts, and agents that look for
//! holes in rewards.
//!
//! An agent is one file and one line in [`AGENTS`]; [`parse`] makes it from the name used on the command line, such as
//! `noisy:0.3`. Every agent is made afresh for each episode and draws only from the place it is given, so what it does
//! depends on the task, the rollout number and nothing else.
//!
//! ```
//! let registry = truestep_core::registry::Registry::default();
//! let agent = truestep_agents::parse("noisy:0.3", &registry)?;
//! assert_eq!(agent.info().policy.as_deref(), Some("eps-optimal(3/10)"));
//! assert!(truestep_agents::parse("oracel", &registry).is_err());
//! # Ok::<(), truestep_agents::AgentError>(())
//! ```

mod cheat;
mod do_nothing;
mod draw;
mod error;
mod exploit;
mod guide;
mod list;
mod noisy;
mod oracle;
mod random;
mod scripted;
mod softmax;
mod submit_now;

pub use cheat::Cheat;
pub use do_nothing::DoNothing;
pub use error::AgentError;
pub use exploit::Exploit;
pub use list::{AGENTS, AgentEntry, Factory, is_built_in, parse};
pub use noisy::Noisy;
pub use oracle::Oracle;
pub use random::Random;
pub use scripted::Scripted;
pub use softmax::Softmax;
pub use submit_now::SubmitNow;
