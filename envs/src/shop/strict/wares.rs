//! What the strict shop needs of a catalogue, and the index that task generation draws from.

use super::types::price_cents;
use crate::shop::product::{Product, ProductId};
use std::{collections::BTreeMap, sync::Arc};

/// A catalogue with search. Pure: the same calls give the same results.
pub trait Wares: Send + Sync {
    /// Number of products.
    fn len(&self) -> u32;
    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// A product; `id` is below [`Wares::len`].
    fn product(&self, id: ProductId) -> Arc<Product>;
    /// The best `limit` hits of a text, best first, no product twice.
    fn search(&self, text: &str, limit: usize) -> Vec<ProductId>;
    /// The product with this id as shown, upper case.
    fn find(&self, asin: &str) -> Option<ProductId>;
}

/// What generation needs to know of a product without opening it.
#[derive(Clone, Copy, Debug)]
pub struct Brief {
    /// Position in [`Market::kinds`].
    pub kind: u16,
    /// Price, cents.
    pub price_cents: u32,
    /// Shipping weight, grams.
    pub weight_grams: u32,
    /// Number of reviews.
    pub review_count: u32,
    /// Units in stock.
    pub stock_units: u16,
    /// Rating, tenths of a star.
    pub rating_tenths: u8,
    /// Warranty, months.
    pub warranty_months: u8,
}

/// Products of one kind (one query noun).
#[derive(Clone, Debug)]
pub struct Kind {
    /// The noun.
    pub name: String,
    /// Its products, ascending.
    pub members: Vec<ProductId>,
}

/// A catalogue with the index that generation draws from; built once, shared by all tasks.
pub struct Market {
    wares: Arc<dyn Wares>,
    kinds: Vec<Kind>,
    briefs: Vec<Brief>,
    resident: Vec<Arc<Product>>,
}

/// Catalogues up to this size keep their products in memory beside the index.
const RESIDENT: u32 = 65_536;

impl std::fmt::Debug for Market {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Market({} products, {} kinds)",
            self.len(),
            self.kinds.len()
        )
    }
}

impl Market {
    /// Index a catalogue: one pass over all products.
    #[must_use]
    pub fn new(wares: Arc<dyn Wares>) -> Self {
        let mut by_kind: BTreeMap<String, Vec<ProductId>> = BTreeMap::new();
        let mut briefs = Vec::with_capacity(wares.len() as usize);
        let mut resident = vec![];
        for id in (0..wares.len()).map(ProductId) {
            let product = wares.product(id);
            by_kind.entry(product.query.clone()).or_default().push(id);
            briefs.push(Brief {
                kind: 0,
                price_cents: price_cents(&product),
                weight_grams: product.details.weight_grams,
                review_count: product.details.review_count,
                stock_units: product.details.stock_units,
                rating_tenths: product.details.rating_tenths,
                warranty_months: product.details.warranty_months,
            });
            if wares.len() <= RESIDENT {
                resident.push(product);
            }
        }
        let kinds: Vec<Kind> = by_kind
            .into_iter()
            .map(|(name, members)| Kind { name, members })
            .collect();
        for (number, kind) in kinds.iter().enumerate() {
            for id in &kind.members {
                briefs[id.0 as usize].kind = number as u16;
            }
        }
        Self {
            wares,
            kinds,
            briefs,
            resident,
        }
    }

    /// Number of products.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.briefs.len() as u32
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.briefs.is_empty()
    }

    /// A product; ids beyond the catalogue give the last one, so that a foreign snapshot cannot panic.
    #[must_use]
    pub fn product(&self, id: ProductId) -> Arc<Product> {
        match self.resident.get(id.0 as usize) {
            Some(product) => product.clone(),
            None => self
                .wares
                .product(ProductId(id.0.min(self.len().saturating_sub(1)))),
        }
    }

    /// What generation knows of a product.
    #[must_use]
    pub fn brief(&self, id: ProductId) -> Brief {
        self.briefs[id.0 as usize]
    }

    /// The kinds, by name.
    #[must_use]
    pub fn kinds(&self) -> &[Kind] {
        &self.kinds
    }

    /// The best `limit` hits of a text, best first.
    #[must_use]
    pub fn search(&self, text: &str, limit: usize) -> Vec<ProductId> {
        self.wares.search(text, limit)
    }

    /// The product with this id as shown.
    #[must_use]
    pub fn find(&self, asin: &str) -> Option<ProductId> {
        self.wares.find(asin)
    }
}
