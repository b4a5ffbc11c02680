//! The catalogue of the recorded episodes, with its hidden prices and the search ranks of the step being replayed.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, Mutex};

use serde_json::Value;
use truestep_core::chance::Seed;
use truestep_core::digest::Digest;
use truestep_core::trajectory::WorldInfo;
use truestep_envs::shop::catalog::Catalog;
use truestep_envs::shop::compat::amount::Amount;
use truestep_envs::shop::compat::fuzzy::Fuzz;
use truestep_envs::shop::compat::generate::{Settings, Storefront};
use truestep_envs::shop::compat::nouns::Lexicon;
use truestep_envs::shop::compat::stock::Stock;
use truestep_envs::shop::product::{Product, ProductId};

use crate::{amount, text};

/// Products, prices and the ranks recorded for the present step.
pub(crate) struct Recorded {
    products: Vec<Arc<Product>>,
    prices: Vec<Option<Amount>>,
    ranks: Mutex<Vec<ProductId>>,
}

/// The recorded catalogue and a shop over it.
pub(crate) struct Shop {
    pub(crate) stock: Arc<Recorded>,
    pub(crate) front: Arc<Storefront>,
    pub(crate) show_attributes: bool,
    pub(crate) fuzz: Fuzz,
}

impl Shop {
    /// A shop over the catalogue in a folder.
    pub(crate) fn new(folder: &Path, meta: &Value, nouns: BTreeSet<String>) -> Self {
        let (catalog, _) = Catalog::load_webshop(folder).unwrap();
        let products: Vec<Arc<Product>> = catalog.ids().map(|id| catalog.product(id)).collect();
        let prices = products
            .iter()
            .map(|p| amount(&meta["product_prices"][&p.asin]))
            .collect();
        let stock = Arc::new(Recorded {
            products,
            prices,
            ranks: Mutex::default(),
        });
        let nouns = Arc::new(Lexicon::new(nouns));
        let front = Storefront::with_nouns(
            Arc::clone(&stock) as Arc<dyn Stock>,
            Settings::default(),
            nouns,
        );
        // A file says how it was made; the recordings shipped here have the attributes button and the old matcher.
        let note = text(meta, "note");
        let newer = ["thefuzz 0.20", "thefuzz 0.21", "thefuzz 0.22"]
            .iter()
            .any(|version| note.contains(version));
        Self {
            stock,
            front: Arc::new(front),
            show_attributes: !note.contains("show_attrs=False"),
            fuzz: if newer {
                Fuzz::Indel022
            } else {
                Fuzz::Difflib019
            },
        }
    }
}

impl Recorded {
    /// Sets what the search engine finds from now on.
    pub(crate) fn set_ranks(&self, asins: &[String]) {
        *self.ranks.lock().unwrap() = asins.iter().map(|asin| self.find(asin)).collect();
    }

    pub(crate) fn find(&self, asin: &str) -> ProductId {
        let place = self.products.iter().position(|p| p.asin == asin);
        ProductId(place.unwrap_or_else(|| panic!("no product {asin}")) as u32)
    }

    fn all(&self, keep: impl Fn(&Product) -> bool) -> Vec<ProductId> {
        let kept = self.products.iter().enumerate().filter(|(_, p)| keep(p));
        kept.map(|(place, _)| ProductId(place as u32)).collect()
    }
}

impl Stock for Recorded {
    fn len(&self) -> u32 {
        self.products.len() as u32
    }

    fn product(&self, id: ProductId) -> Arc<Product> {
        Arc::clone(&self.products[id.0 as usize])
    }

    fn search(&self, _: &str) -> Vec<ProductId> {
        self.ranks.lock().unwrap().clone()
    }

    fn in_category(&self, category: &str) -> Vec<ProductId> {
        self.all(|p| p.category == category)
    }

    fn with_query(&self, query: &str) -> Vec<ProductId> {
        self.all(|p| p.query == query)
    }

    fn sold_for(&self, id: ProductId) -> Option<Amount> {
        self.prices[id.0 as usize]
    }

    fn sample(&self, _: Seed) -> Vec<ProductId> {
        self.ranks.lock().unwrap().clone()
    }

    fn world(&self) -> WorldInfo {
        WorldInfo {
            kind: "recorded".to_owned(),
            digest: Digest::default(),
        }
    }
}
