//! A web-shop.

pub mod product;
