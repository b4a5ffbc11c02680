//! A web-shop.
