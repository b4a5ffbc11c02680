//! A web-shop.

pub mod catalog;
pub mod compat;
pub mod product;
pub mod search;
