//! The environments of truestep.

#[cfg(feature = "diagnostic")]
pub mod diagnostic;
#[cfg(feature = "search")]
pub mod search;
#[cfg(feature = "shop")]
pub mod shop;
#[cfg(feature = "sql")]
pub mod sql;
#[cfg(feature = "tools")]
pub mod tools;
mod world;

pub use world::{
    CatalogSource, DEFAULT_CATALOG_SEED, DEFAULT_PRODUCTS, WorldError, WorldOptions, options,
    registry,
};
