//! What there is: products for sale, pages, orders, a cart, a task, the state of an episode.
//!
//! Reading order: `market` (what is sold; `plain`: loaded options made fit for pages), `listing` and `page` (what is shown where), `records` and `cart` (what a
//! customer has), `action` and `fact` (what a step takes and states), `objective` and `offers` (what a task asks for and
//! its menu offers), `def` (a task), `state` (an episode; `bytes` are what its digest is made of).

pub mod action;
pub(crate) mod bytes;
pub mod cart;
pub mod def;
pub mod fact;
pub mod limits;
pub mod listing;
pub mod market;
pub mod objective;
pub mod offers;
pub mod page;
pub(crate) mod plain;
pub mod records;
pub mod state;
pub mod variant;
