//! The core of truestep.
