#![doc = include_str!("CARD.md")]

mod checks;
mod family;
#[cfg(test)]
mod figures;
mod generate;
mod planner;
mod step;
mod tasks;
#[cfg(test)]
mod told;
mod types;
mod view;

pub use checks::BadMdp;
pub use family::DiagnosticFamily;
pub use generate::Builder;
pub use step::Diagnostic;
pub use tasks::build;
pub use types::{Action, Mdp, Move, Place, PlaceId, State};
