//! The `truestep` binary.

fn main() {}
