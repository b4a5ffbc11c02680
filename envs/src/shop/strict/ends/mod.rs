//! Ends beside the planner's: near misses (`near`), which must fail, and equivalents (`equal`), which must succeed. `script`
//! is what both are made of.

pub(crate) mod equal;
pub(crate) mod near;
pub(crate) mod script;
