//! A web-shop.

pub mod compat;
pub mod product;
