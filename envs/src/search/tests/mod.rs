//! Laws of the wiki and of the questions set in it.

mod golden;
mod guessing;
mod instances;
mod reading;
