//! A world of one's own, on `truestep-core` alone: a wall panel with light switches.
//!
//! It shows what the built-in worlds do not have all at once: actions at coordinates, an image view, and a seeded
//! disturbance - a fuse that trips - that truth knows of because it is part of the state. Registering [`Panel`] is all it
//! takes; `examples/truestep.rs` is the whole command line over it.

mod family;
mod model;
mod paint;
mod panel;

pub use family::Panel;
pub use model::{Action, State, Switches};
pub use panel::{Def, HEIGHT, Target, WIDTH};
