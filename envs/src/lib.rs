//! The environments of truestep.

#[cfg(feature = "shop")]
pub mod shop;
