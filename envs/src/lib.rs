//! The environments of truestep.

#[cfg(feature = "data")]
pub mod data;
#[cfg(feature = "diagnostic")]
pub mod diagnostic;
#[cfg(any(feature = "data", feature = "python", feature = "swe"))]
mod guest;
#[cfg(feature = "gui")]
pub mod gui;
#[cfg(feature = "search")]
pub mod search;
#[cfg(feature = "shop")]
pub mod shop;
#[cfg(feature = "sql")]
pub mod sql;
#[cfg(feature = "swe")]
pub mod swe;
#[cfg(feature = "tools")]
pub mod tools;
mod world;

#[cfg(feature = "shop")]
pub use world::open_catalog;
pub use world::{
    CatalogSource, DEFAULT_CATALOG_SEED, DEFAULT_PRODUCTS, WorldError, WorldOptions, options,
    registry,
};
