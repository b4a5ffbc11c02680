//! Laws every template keeps.

mod laws;
mod size;
mod speed;
mod world;
