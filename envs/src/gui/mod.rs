#![doc = include_str!("CARD.md")]

mod admit;
mod amount;
pub mod apps;
mod asked;
pub mod author;
pub mod bake;
mod case;
mod def;
mod details;
pub mod elements;
mod ends;
mod family;
pub mod grammar;
pub mod laws;
pub mod layout;
mod made;
mod menu;
mod model;
mod paint;
mod phone;
mod plan;
mod rank;
mod resolve;
mod rows;
mod spoken;
pub mod state;
mod step;
mod submit;
mod tasks;
#[cfg(test)]
mod tests;
mod totals;
mod tree;
pub mod value;
mod verb;
mod view;
mod wish;

pub use def::Def;
pub use family::GuiFamily;
pub use made::GuiMadeFamily;
pub use model::{Gui, Stated};
pub use rows::{Change, Changes, RowId};
pub use spoken::Spoken;
pub use state::State;
pub use verb::{Text, Verb, Way};
