//! WebShop, held to its own bytes.

pub mod address;
pub mod amount;
pub mod colors;
mod difflib;
pub mod fuzzy;
pub mod goals;
pub mod judge;
pub mod moves;
pub mod nouns;
pub mod pages;
pub mod parse;
pub mod python;
pub mod render;
pub mod reward;
pub mod types;
