//! The rules: what may be done where (`admit`), what it does (`apply`, `navigate`), what the menu offers (`menu`), and how it
//! is judged (`grade`, `support`, `subgoals`, `report`).

pub(crate) mod admit;
pub(crate) mod apply;
pub(crate) mod grade;
pub(crate) mod matching;
pub(crate) mod menu;
pub(crate) mod navigate;
pub(crate) mod report;
pub(crate) mod subgoals;
pub(crate) mod support;
