//! Laws every template keeps.

mod ends;
mod evidence;
mod golden;
mod laws;
mod meaning;
mod messages;
mod prices;
mod size;
mod solver;
mod speed;
mod twins;
mod world;
