//! What the strict shop needs of a catalogue, and the index that task generation draws from.

use crate::shop::{
    product::{Product, ProductId},
    strict::world::variant::{PRESELECTED, comes_in_packs, from_cents, is_priced, price_cents},
};
use std::{collections::BTreeMap, sync::Arc};

/// A catalogue with search. Pure: the same calls give the same results.
pub trait ProductSource: Send + Sync {
    /// Number of products.
    fn len(&self) -> u32;
    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// A product; `id` is below [`ProductSource::len`].
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
    /// Price with the options that are preselected, cents.
    pub price_cents: u32,
    /// The lowest price it can be had for, cents.
    pub from_cents: u32,
    /// Whether the price depends on the options.
    pub is_priced: bool,
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
    /// Where its attributes begin in the market's list, and how many there are.
    attributes: (u32, u8),
}

/// Products of one kind (one query noun).
#[derive(Clone, Debug)]
pub struct Kind {
    /// The noun.
    pub name: String,
    /// Its products, ascending.
    pub members: Vec<ProductId>,
    /// Whether one of them comes in packs.
    pub has_packs: bool,
}

/// A catalogue with the index that generation draws from; built once, shared by all tasks.
pub struct Market {
    source: Arc<dyn ProductSource>,
    kinds: Vec<Kind>,
    briefs: Vec<Brief>,
    /// Attributes by number of the name, product after product.
    attributes: Vec<u16>,
    names: BTreeMap<String, u16>,
    sold_out: Vec<ProductId>,
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
    pub fn new(source: Arc<dyn ProductSource>) -> Self {
        let mut by_kind: BTreeMap<String, (Vec<ProductId>, bool)> = BTreeMap::new();
        let mut market = Self {
            kinds: vec![],
            briefs: Vec::with_capacity(source.len() as usize),
            attributes: vec![],
            names: BTreeMap::new(),
            sold_out: vec![],
            resident: vec![],
            source,
        };
        for id in (0..market.source.len()).map(ProductId) {
            let product = market.source.product(id);
            let (members, has_packs) = by_kind.entry(product.query.clone()).or_default();
            members.push(id);
            *has_packs |= comes_in_packs(&product);
            market.take_in(id, &product);
            if market.source.len() <= RESIDENT {
                market.resident.push(product);
            }
        }
        for (number, (name, (members, has_packs))) in by_kind.into_iter().enumerate() {
            for id in &members {
                market.briefs[id.0 as usize].kind = number as u16;
            }
            market.kinds.push(Kind {
                name,
                members,
                has_packs,
            });
        }
        market
    }

    fn take_in(&mut self, id: ProductId, product: &Product) {
        let first = self.attributes.len() as u32;
        for name in product.attributes.iter().take(usize::from(u8::MAX)) {
            let fresh = self.names.len() as u16;
            let number = match self.names.get(name) {
                Some(&number) => number,
                None => *self.names.entry(name.clone()).or_insert(fresh),
            };
            self.attributes.push(number);
        }
        let details = &product.details;
        self.briefs.push(Brief {
            kind: 0,
            price_cents: price_cents(product, &PRESELECTED),
            from_cents: from_cents(product),
            is_priced: is_priced(product),
            weight_grams: details.weight_grams,
            review_count: details.review_count,
            stock_units: details.stock_units,
            rating_tenths: details.rating_tenths,
            warranty_months: details.warranty_months,
            attributes: (first, (self.attributes.len() as u32 - first) as u8),
        });
        if details.stock_units == 0 {
            self.sold_out.push(id);
        }
    }

    /// Whether a product has all of these attributes. Without opening it; names are numbered up to 65,536.
    #[must_use]
    pub fn has_attributes(&self, id: ProductId, wanted: &[String]) -> bool {
        let (first, count) = self.brief(id).attributes;
        let own = &self.attributes[first as usize..first as usize + usize::from(count)];
        let has = |name: &String| self.names.get(name).is_some_and(|n| own.contains(n));
        wanted.iter().all(has)
    }

    /// The products that are sold out, ascending.
    #[must_use]
    pub fn sold_out(&self) -> &[ProductId] {
        &self.sold_out
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
                .source
                .product(ProductId(id.0.min(self.len().saturating_sub(1)))),
        }
    }

    /// What generation knows of a product.
    #[must_use]
    pub fn brief(&self, id: ProductId) -> Brief {
        // As for `product`: ids beyond the catalogue give the last one.
        self.briefs[(id.0 as usize).min(self.briefs.len().saturating_sub(1))]
    }

    /// The kinds, by name.
    #[must_use]
    pub fn kinds(&self) -> &[Kind] {
        &self.kinds
    }

    /// The best `limit` hits of a text, best first.
    #[must_use]
    pub fn search(&self, text: &str, limit: usize) -> Vec<ProductId> {
        self.source.search(text, limit)
    }

    /// The product with this id as shown.
    #[must_use]
    pub fn find(&self, asin: &str) -> Option<ProductId> {
        self.source.find(asin)
    }
}
