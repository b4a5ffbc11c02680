//! Laws every template keeps.

mod ends;
mod evidence;
mod golden;
mod laws;
mod prices;
mod size;
mod solver;
mod speed;
mod world;
