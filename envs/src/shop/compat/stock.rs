//! What the compat shop needs of a catalogue.

use std::sync::Arc;

use truestep_core::chance::{Chance as _, Seed};
use truestep_core::digest::Digest;
use truestep_core::trajectory::WorldInfo;

use crate::shop::catalog::Catalog;
use crate::shop::product::{Product, ProductId};

use super::amount::Amount;
use super::goals::synthetic_goals;
use super::types::MAX_HITS;

/// Products and the ways to find them; [`Catalog`] is one, recorded searches are another.
pub trait Stock: Send + Sync {
    /// Number of products; ids are `0..len`.
    fn len(&self) -> u32;
    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// One product; `id` is below [`Stock::len`].
    fn product(&self, id: ProductId) -> Arc<Product>;
    /// The best products for a search text, best first, at most [`MAX_HITS`].
    fn search(&self, text: &str) -> Vec<ProductId>;
    /// All products of a category, in catalogue order.
    fn in_category(&self, category: &str) -> Vec<ProductId>;
    /// All products of a query, in catalogue order.
    fn with_query(&self, query: &str) -> Vec<ProductId>;
    /// Whether any product may have human instructions; `false` saves looking at each.
    fn has_human_goals(&self) -> bool {
        true
    }
    /// How many synthetic goals each product gives, in catalogue order.
    fn synthetic_counts(&self) -> Vec<u32> {
        let ids = (0..self.len()).map(ProductId);
        ids.map(|id| synthetic_goals(&self.product(id))).collect()
    }
    /// The price a product is sold for where that is part of the data; else it is drawn from the listed range.
    fn sold_for(&self, _id: ProductId) -> Option<Amount> {
        None
    }
    /// Up to [`MAX_HITS`] distinct products, drawn from `seed`.
    fn sample(&self, seed: Seed) -> Vec<ProductId> {
        let mut chance = seed.stream("shop/compat sample").sampled();
        let mut drawn: Vec<ProductId> = Vec::with_capacity(MAX_HITS);
        while drawn.len() < MAX_HITS.min(self.len() as usize) {
            let id = ProductId(chance.below(self.len()));
            if !drawn.contains(&id) {
                drawn.push(id);
            }
        }
        drawn
    }
    /// What a trajectory says about this world.
    fn world(&self) -> WorldInfo;
}

impl Stock for Catalog {
    fn len(&self) -> u32 {
        Catalog::len(self)
    }

    fn product(&self, id: ProductId) -> Arc<Product> {
        Catalog::product(self, id)
    }

    fn search(&self, text: &str) -> Vec<ProductId> {
        Catalog::search(self, text)
    }

    fn in_category(&self, category: &str) -> Vec<ProductId> {
        self.products_in_category(category).to_vec()
    }

    fn with_query(&self, query: &str) -> Vec<ProductId> {
        self.products_with_query(query).to_vec()
    }

    fn synthetic_counts(&self) -> Vec<u32> {
        self.map_products(synthetic_goals)
    }

    fn has_human_goals(&self) -> bool {
        // Generated products have synthetic instructions only.
        self.describe().kind != "generated"
    }

    fn world(&self) -> WorldInfo {
        let about = self.describe();
        let seed = about
            .seed
            .map_or_else(String::new, |seed| format!(", seed {seed}"));
        WorldInfo {
            kind: format!(
                "{} catalogue of {} products{seed}",
                about.kind, about.products
            ),
            digest: Digest(self.digest()),
        }
    }
}
