//! A world of one's own, on `truestep-core` alone: a wall panel with light switches.
//!
//! It shows what the built-in worlds do not have all at once: actions at coordinates, an image view, and a seeded
//! disturbance - a fuse that trips - that truth knows of because it is part of the state. Registering [`Panel`] is all it
//! takes; `examples/light.rs` is the whole command line over it.
//!
//! To be read in this order: `panel` (what there is), `model` (what happens, what is the case, what is seen), `paint` (what
//! is seen in pixels), `ends` (ends beside the right one), `family` (from a seed to a task).

mod ends;
mod family;
mod model;
mod paint;
mod panel;

pub use family::{Panel, registry};
pub use model::{Action, State, Switches};
pub use panel::{Def, HEIGHT, Target, WIDTH};
