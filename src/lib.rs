//! truestep.
