//! Where products come from when a page asks for one.

use super::generate;
use super::spec::CatalogSpec;
use crate::shop::product::Product;
use rayon::prelude::*;
use std::sync::{Arc, Mutex, PoisonError};

/// Catalogues up to this size are kept whole in memory (about 3 KB a product).
const RESIDENT: u32 = 20_000;
/// Products a large catalogue remembers, one for each value of the position modulo this. Only speed depends on it.
const REMEMBERED: usize = 8_192;

/// Products by position.
#[derive(Debug)]
pub(super) enum Store {
    /// All of them.
    Resident(Vec<Arc<Product>>),
    /// Generated again when asked for.
    Generated(CatalogSpec, Recent),
}

impl Store {
    pub(super) fn generated(spec: CatalogSpec) -> Store {
        if spec.products > RESIDENT {
            return Store::Generated(spec, Recent::new());
        }
        Store::Resident(
            (0..spec.products)
                .into_par_iter()
                .map(|index| Arc::new(generate::product(spec, index)))
                .collect(),
        )
    }

    /// Product `index`, which must be below the size of the catalogue.
    pub(super) fn product(&self, index: u32) -> Arc<Product> {
        match self {
            Store::Resident(products) => Arc::clone(&products[index as usize]),
            Store::Generated(spec, recent) => {
                recent.get_or(index, || generate::product(*spec, index))
            }
        }
    }

    /// Calls `read` with product `index` without remembering it, for walks over the whole catalogue.
    pub(super) fn with_product<T>(&self, index: u32, read: impl FnOnce(&Product) -> T) -> T {
        match self {
            Store::Resident(products) => read(&products[index as usize]),
            Store::Generated(spec, _) => read(&generate::product(*spec, index)),
        }
    }
}

/// One slot of [`Recent`].
type Slot = Mutex<Option<(u32, Arc<Product>)>>;

/// The products asked for last.
#[derive(Debug)]
pub(super) struct Recent {
    slots: Vec<Slot>,
}

impl Recent {
    fn new() -> Recent {
        Recent {
            slots: (0..REMEMBERED).map(|_| Mutex::new(None)).collect(),
        }
    }

    fn get_or(&self, index: u32, make: impl FnOnce() -> Product) -> Arc<Product> {
        let slot = &self.slots[index as usize % REMEMBERED];
        if let Some((known, product)) = &*slot.lock().unwrap_or_else(PoisonError::into_inner)
            && *known == index
        {
            return Arc::clone(product);
        }
        let product = Arc::new(make());
        *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some((index, Arc::clone(&product)));
        product
    }
}
