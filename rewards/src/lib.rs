//! Reward schemes: functions from recorded trajectories to rewards and advantages.
//!
//! A scheme has three stages. A **signal** gives every step a number from its truth; **transforms** change numbers (gate,
//! clip, delta, centre, min-form, shape, noise); a **credit** turns rewards into advantages and sees the whole group or
//! batch. Stages are joined in text, `signal |> transform |> credit`, or kept in a file ([`toml_file`]); every scheme is one entry
//! of one list: [`registry::schemes`].
//!
//! ```
//! use truestep_rewards::{Scheme, score};
//! let scheme: Scheme = "shaping:distance(gamma=99/100) |> rloo:verl".parse()?;
//! let scored = score(&[], &scheme)?;
//! assert!(scored.advantages.is_some());
//! # Ok::<(), truestep_rewards::SchemeError>(())
//! ```
//!
//! Read the modules in the order the numbers flow: [`edge`] (what is priced) → [`signal`] → [`transform`] → [`scope`] and
//! [`normalize`] (who is compared, and how) → [`credit`] → [`score()`]. [`number`] and [`value`] say what a number is: a
//! double or an exact fraction, or a typed statement that there is none. [`function`] holds what belongs to the field but
//! prices no trajectory: losses, filters, distances between rewards. [`metrics`] holds a scheme's numbers against the exact
//! advantage.

pub mod args;
pub mod audit;
pub mod calls;
mod cards;
mod chain;
pub mod condition;
pub mod credit;
pub mod data;
pub mod edge;
pub mod error;
pub mod function;
pub mod given;
pub mod info;
pub mod metrics;
pub mod normalize;
pub mod number;
mod prelude;
pub mod prm;
pub mod registry;
pub mod scheme;
pub mod scope;
pub mod score;
pub mod signal;
pub mod similarity;
pub mod stage;
pub mod text;
pub mod toml_file;
pub mod transform;
pub mod tree;
pub mod value;

pub use error::SchemeError;
pub use info::{Form, SchemeInfo, Stage, Status};
pub use scheme::{Pricer, Reach, Scheme};
pub use score::{Scored, score, score_carrying, score_exact, score_many};
pub use value::{Undefined, Value};
