//! Single steps: recorded episodes as items of a static benchmark, and predictions matched with them.
//!
//! A static benchmark shows a screen, a goal and what was done so far, and asks for the next action alone. Elsewhere one action
//! is right, the one that somebody took; here every action on a shortest path is, with the box of its target, from the truth of the
//! episode ([`items`]). What a model writes in one of the published grammars becomes a [`Predicted`], and is matched as the
//! benchmarks of the field do it ([`METRICS`], [`judge`]).
//!
//! | file | holds |
//! |---|---|
//! | `item.rs` | what an item is |
//! | `make.rs` | items of an episode |
//! | `predicted.rs` | what a text of a grammar asks for |
//! | `metrics.rs` | how the benchmarks of the field match |
//! | `judged.rs` | verdicts, and what they come to |
//! | `inputs.rs` | the same as input of reward functions that are published for single steps |

mod inputs;
mod item;
mod judged;
mod make;
mod metrics;
mod predicted;
#[cfg(test)]
mod tests;

pub use inputs::{Input, input};
pub use item::{Acceptable, Gold, Item, Kind, Past, SCHEMA, Shot};
pub use judged::{Share, Total, Verdict, judge};
pub use make::{ItemError, Left, Made, Options, items};
pub use metrics::{METRICS, Metric};
pub use predicted::{Place, Predicted, predicted};
