//! Tool use: worlds of tables that an agent reads and changes by calling tools, all of whose code runs in the sandbox.

pub mod tau2;
