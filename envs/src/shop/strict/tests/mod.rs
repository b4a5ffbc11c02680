//! Laws every template keeps.

mod laws;
mod world;
