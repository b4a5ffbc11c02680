//! What can go wrong with a catalogue.

use super::spec::MAX_PRODUCTS;

/// Why a catalogue could not be made, read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CatalogError {
    /// The spec asks for an impossible size.
    #[error("cannot generate a catalogue of {0} products; expected 1 to {MAX_PRODUCTS}")]
    Size(u32),
}
