//! What the shop sells: one immutable catalogue shared by every environment.
//!
//! A [`Catalog`] is either generated from a seed at any size up to [`MAX_PRODUCTS`] or loaded from WebShop's files. It
//! hands out products by position, finds them by id, by query noun or category, and searches them. A large generated
//! catalogue keeps no product in memory: product `i` is a pure function of (seed, i, size) and is made again when asked
//! for, so only the search index takes room.
//!
//! ```
//! use truestep_envs::shop::catalog::{Catalog, CatalogSpec};
//!
//! let catalog = Catalog::generate(CatalogSpec { seed: 7, products: 200 })?;
//! let noun = &catalog.queries()[0];
//! let first = catalog.search(noun)[0];
//! assert_eq!(catalog.find_asin(&catalog.product(first).asin), Some(first));
//! # Ok::<(), truestep_envs::shop::catalog::CatalogError>(())
//! ```

mod asin;
mod draws;
mod error;
mod file;
mod generate;
pub mod lexicon;
mod packed;
mod prices;
mod shelves;
mod spec;
mod store;
mod text;
mod title;
mod vocabulary;
mod webshop;

pub use error::CatalogError;
pub use spec::{CatalogSpec, MAX_PRODUCTS};
pub use webshop::{LoadReport, Problem};

use super::product::{Product, ProductId};
use super::search::{ANALYSIS_VERSION, Bm25, Hit, SearchIndex};
use packed::Packed;
use rayon::prelude::*;
use serde::Serialize;
use shelves::{AsinTable, Names, Shelves};
use std::sync::Arc;
use store::Store;
use vocabulary::Vocabulary;
use xxhash_rust::xxh3::xxh3_128;

/// Results a search returns at most, as in WebShop.
pub const SEARCH_LIMIT: usize = 50;

/// Products looked at in one piece where all of them are.
const WALKED: usize = 4_096;

/// Everything a shop sells, with its search index.
#[derive(Debug)]
pub struct Catalog {
    origin: Origin,
    products: u32,
    store: Store,
    index: SearchIndex,
    /// Positions by id and the order of ids; empty in generated catalogues, whose ids encode both.
    by_asin: AsinTable,
    by_query: Shelves,
    by_category: Shelves,
    digest: u128,
}

/// Where the products come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    Generated(CatalogSpec),
    /// Loaded from WebShop's files; `content` digests the products in order.
    Webshop {
        content: u128,
    },
}

/// A catalogue in a few words, for listings and trajectory headers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CatalogDescription {
    /// `"generated"` or `"webshop"`.
    pub kind: &'static str,
    /// Number of products.
    pub products: u32,
    /// Seed of a generated catalogue.
    pub seed: Option<u64>,
    /// Content digest, 32 hexadecimal digits; see [`Catalog::digest`].
    pub digest: String,
}

impl Catalog {
    /// Makes the catalogue `spec` names, searched with the default parameters.
    ///
    /// # Errors
    /// [`CatalogError::Size`] if the spec asks for no products or more than [`MAX_PRODUCTS`].
    pub fn generate(spec: CatalogSpec) -> Result<Catalog, CatalogError> {
        Catalog::generate_with(spec, Bm25::default())
    }

    /// Makes the catalogue `spec` names, searched with `bm25`.
    ///
    /// # Errors
    /// As [`Catalog::generate`].
    pub fn generate_with(spec: CatalogSpec, bm25: Bm25) -> Result<Catalog, CatalogError> {
        if !(1..=MAX_PRODUCTS).contains(&spec.products) {
            return Err(CatalogError::Size(spec.products));
        }
        let store = Store::generated(spec);
        let index = index_products(&store, spec.products, bm25);
        Ok(Catalog::assemble_generated(spec, store, index))
    }

    fn assemble_generated(spec: CatalogSpec, store: Store, index: SearchIndex) -> Catalog {
        let kinds = Vocabulary::shared().kinds;
        let numbers: Vec<u32> = (0..spec.products)
            .into_par_iter()
            .map(|index| generate::kind_number(spec, index) as u32)
            .collect();
        let nouns: Vec<&str> = kinds.iter().map(|kind| kind.query.as_str()).collect();
        let categories: Vec<&str> = kinds.iter().map(|kind| kind.category).collect();
        Catalog {
            origin: Origin::Generated(spec),
            products: spec.products,
            store,
            by_asin: AsinTable::default(),
            by_query: Shelves::new(&nouns, &numbers),
            by_category: Shelves::new(&categories, &numbers),
            digest: generated_digest(spec, index.bm25()),
            index,
        }
    }

    fn index_webshop(packed: Packed, content: u128, bm25: Bm25) -> Catalog {
        let products = packed.products();
        let store = Store::packed(packed);
        let index = index_products(&store, products, bm25);
        Catalog::assemble_webshop(store, products, content, index)
    }

    fn assemble_webshop(store: Store, products: u32, content: u128, index: SearchIndex) -> Catalog {
        let (mut queries, mut categories) = (Names::default(), Names::default());
        let mut by_asin = AsinTable::default();
        store.for_each_in(0..products, &mut |product| {
            queries.push(&product.query);
            categories.push(&product.category);
            by_asin.push(&product.asin);
        });
        by_asin.finish();
        Catalog {
            origin: Origin::Webshop { content },
            products,
            store,
            by_asin,
            by_query: queries.into_shelves(),
            by_category: categories.into_shelves(),
            digest: webshop_digest(content, index.bm25()),
            index,
        }
    }

    /// Whether it was generated, not loaded.
    #[must_use]
    pub fn is_generated(&self) -> bool {
        matches!(self.origin, Origin::Generated(_))
    }

    /// Number of products, at least 1.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "a catalogue is never empty")]
    pub fn len(&self) -> u32 {
        self.products
    }

    /// One product. Cheap: a shared pointer, made anew (a few µs) in large catalogues if it was not asked for lately.
    ///
    /// # Panics
    /// If `product` is not below [`Catalog::len`].
    #[must_use]
    pub fn product(&self, product: ProductId) -> Arc<Product> {
        assert!(
            product.0 < self.products,
            "product {} of a catalogue of {}",
            product.0,
            self.products
        );
        self.store.product(product.0)
    }

    /// What `look` makes of every product, in order; the products are looked at in parallel.
    pub fn map_products<T: Send>(&self, look: impl Fn(&Product) -> T + Sync) -> Vec<T> {
        let starts: Vec<u32> = (0..self.products).step_by(WALKED).collect();
        let runs = starts.into_par_iter().map(|start| {
            let end = self.products.min(start.saturating_add(WALKED as u32));
            let mut made = Vec::with_capacity((end - start) as usize);
            self.store
                .for_each_in(start..end, &mut |product| made.push(look(product)));
            made
        });
        runs.flatten().collect()
    }

    /// All positions in order.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = ProductId> + use<> {
        (0..self.products).map(ProductId)
    }

    /// The product with this id, spelled exactly.
    #[must_use]
    pub fn find_asin(&self, asin: &str) -> Option<ProductId> {
        match self.origin {
            Origin::Generated(spec) => asin::decode(spec.seed, asin)
                .filter(|&index| index < self.products)
                .map(ProductId),
            Origin::Webshop { .. } => self.by_asin.find(asin),
        }
    }

    /// The [`SEARCH_LIMIT`] best products for `query`, best first; equal scores by id, as in Anserini.
    #[must_use]
    pub fn search(&self, query: &str) -> Vec<ProductId> {
        let hits = self.hits(query).into_iter();
        hits.map(|hit| ProductId(hit.document)).collect()
    }

    /// As [`Catalog::search`], with scores.
    #[must_use]
    pub fn hits(&self, query: &str) -> Vec<Hit> {
        match self.origin {
            Origin::Generated(spec) => {
                let order = |document| asin::value(spec.seed, document);
                self.index.search_ordered(query, SEARCH_LIMIT, &order)
            }
            Origin::Webshop { .. } => {
                let order = |document| u64::from(self.by_asin.rank(document));
                self.index.search_ordered(query, SEARCH_LIMIT, &order)
            }
        }
    }

    /// The search index; document `d` is product `d`.
    #[must_use]
    pub fn index(&self) -> &SearchIndex {
        &self.index
    }

    /// All query nouns in byte order, such as `"sofa"`.
    #[must_use]
    pub fn queries(&self) -> &[String] {
        self.by_query.names()
    }

    /// Products whose query noun is `query`, in catalogue order; none if it is unknown.
    #[must_use]
    pub fn products_with_query(&self, query: &str) -> &[ProductId] {
        self.by_query.members(query)
    }

    /// All top categories in byte order, such as `"garden"`.
    #[must_use]
    pub fn categories(&self) -> &[String] {
        self.by_category.names()
    }

    /// Products of a top category, in catalogue order; none if it is unknown.
    #[must_use]
    pub fn products_in_category(&self, category: &str) -> &[ProductId] {
        self.by_category.members(category)
    }

    /// Names content and search parameters: equal digests mean equal products in equal order with equal results. A
    /// trajectory carries it, and a replay against another catalogue is refused.
    #[must_use]
    pub fn digest(&self) -> u128 {
        self.digest
    }

    /// What this catalogue is.
    #[must_use]
    pub fn describe(&self) -> CatalogDescription {
        let (kind, seed) = match self.origin {
            Origin::Generated(spec) => ("generated", Some(spec.seed)),
            Origin::Webshop { .. } => ("webshop", None),
        };
        CatalogDescription {
            kind,
            products: self.products,
            seed,
            digest: format!("{:032x}", self.digest),
        }
    }

    /// Heap bytes of the index and of compressed products; products kept whole are not counted.
    #[must_use]
    pub fn heap_bytes(&self) -> usize {
        self.index.heap_bytes() + self.store.packed_bytes()
    }
}

fn index_products(store: &Store, products: u32, bm25: Bm25) -> SearchIndex {
    SearchIndex::build_runs(products, bm25, |run, read| {
        let mut text = String::new();
        store.for_each_in(run, &mut |product| {
            text.clear();
            indexed_text(product, &mut text);
            // WebShop lower-cases the whole, which looks at a letter's neighbours; the analysis lower-cases letter by letter.
            if text.is_ascii() {
                read(&text);
            } else {
                read(&text.to_lowercase());
            }
        });
    })
}

/// Digest of a generated catalogue: xxh3 of generator version, analysis version, seed, size and search parameters.
fn generated_digest(spec: CatalogSpec, bm25: Bm25) -> u128 {
    let mut bytes = b"truestep.catalog/generated".to_vec();
    bytes.extend_from_slice(&generate::GENERATOR_VERSION.to_le_bytes());
    bytes.extend_from_slice(&ANALYSIS_VERSION.to_le_bytes());
    bytes.extend_from_slice(&spec.seed.to_le_bytes());
    bytes.extend_from_slice(&spec.products.to_le_bytes());
    bytes.extend_from_slice(&bm25.bytes());
    xxh3_128(&bytes)
}

/// Digest of a loaded catalogue: xxh3 of loader version, analysis version, products and search parameters.
fn webshop_digest(content: u128, bm25: Bm25) -> u128 {
    let mut bytes = b"truestep.catalog/webshop".to_vec();
    bytes.extend_from_slice(&webshop::LOADER_VERSION.to_le_bytes());
    bytes.extend_from_slice(&ANALYSIS_VERSION.to_le_bytes());
    bytes.extend_from_slice(&content.to_le_bytes());
    bytes.extend_from_slice(&bm25.bytes());
    xxh3_128(&bytes)
}

/// Appends what the index reads of a product: title, description, first bullet and `group: value, value, and group: …`,
/// as WebShop indexes it.
fn indexed_text(product: &Product, text: &mut String) {
    text.push_str(&product.title);
    text.push(' ');
    text.push_str(&product.description);
    text.push(' ');
    text.push_str(product.bullets.first().map_or("", String::as_str));
    text.push(' ');
    for (number, group) in product.options.iter().enumerate() {
        if number > 0 {
            text.push_str(", and ");
        }
        text.push_str(&group.name);
        text.push_str(": ");
        text.push_str(&group.values.join(", "));
    }
}
