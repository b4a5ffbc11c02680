//! tau2-bench's own domains, run unchanged over a user's copy of its data.
//!
//! tau2-bench (Sierra, <https://github.com/sierra-research/tau2-bench>) is a set of domains - a shop, a telephone company -
//! in which an agent helps a simulated user by calling tools over a database. This module runs its tasks so that every
//! byte that an agent would see, every hash and every verdict is the one that tau2's own environments give, at the speed
//! of table rows: a state is forked by copying two pointers, and two final states are compared without hashing megabytes.
//!
//! What is ours and what is theirs: the data - databases, tasks, policies - is a user's own copy of tau2's, read from a
//! folder. The code of every tool is a pack that runs in the sandbox. The definition that both follow is tau2's code at
//! commit `a2c0247`; where that code is odd (a toolkit pointed at the other's database, an exception after a write, a
//! matcher that a call without arguments satisfies) so is this.
//!
//! Read in this order: [`mod@domain`] (which domains, which tools) → [`python`] and [`model`] (documents as Python has them) →
//! [`load`] (a user's folder) → [`world`] (a domain with its data) → [`run`] (a task being played) → [`verdict`] → [`mod@idle`] (tasks that ask for nothing)
//! → [`mod@env`] (all of it as tasks of the environment `tools`, with truth beside the verdict).
//!
//! ```
//! use truestep_envs::tools::tau2::{Mode, Py, Requestor, Run, ToolCall, World, domain};
//! use truestep_sandbox::{Limits, Sandbox};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let sandbox = Sandbox::new(Limits::default())?;
//! let db = Py::from_json(br#"{"tasks": {}, "users": {"ann": {"user_id": "ann", "name": "Ann", "tasks": []}}}"#)?;
//! let no_notifications = Py::from_json(b"{}")?;
//! let world = World::of(&sandbox, domain("mock")?, db, no_notifications, vec![])?;
//! let mut run = Run::new(&world, Mode::WithUser)?;
//! let fork = run.clone();
//! let call: ToolCall = serde_json::from_str(
//!     r#"{"name": "create_task", "arguments": {"user_id": "ann", "title": "Call home"}}"#,
//! )?;
//! let answer = run.call(&call)?;
//! let expected = r#"{"task_id": "task_1", "title": "Call home", "description": null, "status": "pending"}"#;
//! assert_eq!((&*answer.content, answer.error), (expected, false));
//! assert!(!run.same_database(&fork, Requestor::Assistant));
//! # Ok(()) }
//! ```
//!
//! # Where this is not tau2
//! `NL_ASSERTION` needs a language model and is reported as not computed. A tool is given its arguments in the order of
//! their names. Whole numbers beyond 64 bits are read as floats. What would keep Python busy for hours (`9**9**9`) is
//! stopped by the sandbox's limits. A name that tau2 draws from the system - of the bill that a refuelling opens - hangs on
//! the state here, so that equal states stay equal. What a class of tau2 keeps for the life of a Python process is kept
//! for a run; [`World::after_other_tasks`] is such a process once it has played other tasks.

mod dates;
pub mod domain;
pub mod env;
pub mod error;
mod hash;
pub mod idle;
pub mod load;
pub mod model;
pub mod python;
mod rows;
pub mod run;
pub mod task;
pub mod verdict;
pub mod world;

pub use domain::{DOMAINS, Domain, ToolType, Toolkit, WITHOUT_TOOLS, domain};
pub use error::Tau2Error;
pub use idle::{Idle, default_split, idle};
pub use load::{TaskSet, task_set, tasks_of};
pub use python::{Fields, Py};
pub use run::{Answer, Mode, Outcome, Replay, Run};
pub use task::{FunctionCall, Requestor, Task, ToolCall};
pub use verdict::{Termination, Verdict, judge, weak_match};
pub use world::World;
