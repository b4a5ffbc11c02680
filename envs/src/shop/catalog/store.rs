//! Where products come from when a page asks for one.

use super::generate;
use super::packed::{Packed, Packer};
use super::spec::CatalogSpec;
use crate::shop::product::Product;
use rayon::prelude::*;
use std::ops::Range;
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
    /// Unpacked when asked for.
    Packed(Packed, Recent),
}

impl Store {
    pub(super) fn generated(spec: CatalogSpec) -> Store {
        if spec.products > RESIDENT {
            return Store::Generated(spec, Recent::new());
        }
        let make = |index| Arc::new(generate::product(spec, index));
        Store::Resident((0..spec.products).into_par_iter().map(make).collect())
    }

    pub(super) fn packed(packed: Packed) -> Store {
        if packed.products() > RESIDENT {
            return Store::Packed(packed, Recent::new());
        }
        let mut products = Vec::with_capacity(packed.products() as usize);
        packed.for_each_in(0..packed.products(), &mut |product| {
            products.push(Arc::new(product.clone()))
        });
        Store::Resident(products)
    }

    /// Product `index`, which must be below the size of the catalogue.
    pub(super) fn product(&self, index: u32) -> Arc<Product> {
        match self {
            Store::Resident(products) => Arc::clone(&products[index as usize]),
            Store::Generated(spec, recent) => {
                recent.get_or(index, || generate::product(*spec, index))
            }
            Store::Packed(packed, recent) => recent.get_or(index, || packed.product(index)),
        }
    }

    /// Calls `visit` with every product of `range` in order and remembers none, for walks over the whole catalogue.
    pub(super) fn for_each_in(&self, range: Range<u32>, visit: &mut dyn FnMut(&Product)) {
        match self {
            Store::Resident(products) => {
                products[range.start as usize..range.end as usize]
                    .iter()
                    .for_each(|product| visit(product));
            }
            Store::Generated(spec, _) => {
                range.for_each(|index| visit(&generate::product(*spec, index)))
            }
            Store::Packed(packed, _) => packed.for_each_in(range, visit),
        }
    }

    /// Calls `write` with the packed form of `products` products.
    pub(super) fn with_packed<T>(&self, products: u32, write: impl FnOnce(&Packed) -> T) -> T {
        if let Store::Packed(packed, _) = self {
            return write(packed);
        }
        let mut packer = Packer::default();
        self.for_each_in(0..products, &mut |product| packer.push(product.clone()));
        write(&packer.finish())
    }

    /// Heap bytes of compressed products; whole products are not counted.
    pub(super) fn packed_bytes(&self) -> usize {
        if let Store::Packed(packed, _) = self {
            packed.heap_bytes()
        } else {
            0
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
