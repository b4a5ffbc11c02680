//! The planner: exact distances and shortest-path actions at any catalogue size, and the lumping of states that are alike.
//!
//! `page_graph` holds the pages a plan can pass through and the steps between them, `milestones` what a plan has achieved,
//! `tables` the distances over both, `cache` the tables of a task; `distance` splits a state into routes and looks them up.

pub(crate) mod cache;
pub(crate) mod distance;
pub(crate) mod lumping;
pub(crate) mod milestones;
pub(crate) mod page_graph;
pub(crate) mod tables;
