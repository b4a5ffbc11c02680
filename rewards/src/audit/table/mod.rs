//! Audits of tables: a world, a reward and the policy that was meant, written down by hand.
//!
//! Not every reward stands in a world of ours. What can be written as a table of transitions is judged as exactly: is the
//! policy that was meant best under the reward, in every state that can be reached? If not, the report shows a state, the
//! action that is paid better, the way there, and what the best policy does instead - round a loop, as often as not.
//!
//! ```
//! use truestep_rewards::audit::{Objective, Table};
//! let table = Table::read(r#"{
//!     "start": "desk",
//!     "transitions": [
//!         {"from": "desk", "action": "solve", "to": "done", "reward": 1},
//!         {"from": "desk", "action": "look", "to": "desk", "reward": "1/20"}
//!     ],
//!     "policy": {"desk": "solve"}
//! }"#).unwrap();
//! let report = table.judge(Objective::default()).unwrap();
//! assert!(!report.is_sound());
//! assert_eq!(report.counterexample.unwrap().better, "look");
//! ```

mod judge;
mod read;
mod report;

pub use read::{Table, TableError};
pub use report::{Counterexample, TableReport, TableStep};
