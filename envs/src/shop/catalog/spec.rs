//! What a generated catalogue is made from.

use serde::{Deserialize, Serialize};

/// The most products a generated catalogue may have: the size of WebShop's full data set, rounded.
pub const MAX_PRODUCTS: u32 = 1_180_000;

/// Names a generated catalogue; equal specs give equal catalogues on every machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CatalogSpec {
    /// Seed of every draw.
    pub seed: u64,
    /// Number of products, 1 to [`MAX_PRODUCTS`].
    pub products: u32,
}
