//! Small shops for tests: few kinds, few options, search by shared words.

use crate::shop::{
    product::{Details, OptionGroup, Price, Product, ProductId},
    strict::world::market::{Market, ProductSource},
};
use std::sync::Arc;
use truestep_core::chance::{Chance, Seed};

const KINDS: [&str; 6] = ["kettle", "lamp", "sofa", "mug", "drill", "scarf"];
const BRANDS: [&str; 5] = ["aro", "bex", "cimo", "dova", "elu"];
const ATTRIBUTES: [&str; 6] = [
    "gluten free",
    "bpa free",
    "hand made",
    "scented",
    "foldable",
    "wireless",
];

pub(super) struct Shelf {
    products: Vec<Arc<Product>>,
}

fn product(number: u32, kinds: usize, seed: u64) -> Product {
    let mut draw = Seed(seed)
        .derive("product", u64::from(number))
        .stream("x")
        .sampled();
    let kind = KINDS[number as usize % kinds];
    let mut attributes: Vec<String> = vec![];
    for attribute in ATTRIBUTES {
        if draw.below(2) == 0 {
            attributes.push(attribute.into());
        }
    }
    let values = |names: &[&str]| names.iter().map(|&n| n.to_owned()).collect();
    let mut options = vec![OptionGroup::unpriced(
        "color".into(),
        values(&["red", "blue", "green"]),
    )];
    // Alike, the second dearer, the first dearer.
    let sizes = [vec![], vec![0, 350], vec![900, 0]];
    if draw.below(2) == 0 {
        options.push(OptionGroup {
            name: "size".into(),
            values: values(&["s", "m"]),
            surcharges_cents: sizes[draw.below(3) as usize].clone(),
            images: vec![],
        });
    }
    let price = 400 + draw.below(90) * 100 + [0, 49, 99][draw.below(3) as usize];
    let title = format!(
        "{} {kind} {}{number}",
        BRANDS[draw.below(5) as usize],
        ["mk", "no", "x"][draw.below(3) as usize]
    );
    Product {
        asin: format!("B{number:05}"),
        title,
        description: format!("A {kind}."),
        bullets: vec![],
        category: "home".into(),
        query: kind.into(),
        product_category: format!("Home › {kind}"),
        attributes,
        options,
        replaced_options: vec![],
        price: Price {
            low_cents: price,
            high_cents: price,
        },
        price_line: String::new(),
        image: String::new(),
        details: Details {
            rating_tenths: 25 + draw.below(25) as u8,
            review_count: draw.below(900),
            stock_units: match draw.below(12) {
                0 | 1 => 0,
                2 => 3,
                _ => 40,
            },
            weight_grams: 50 + draw.below(4000),
            warranty_months: [0, 3, 6, 12, 24, 36][draw.below(6) as usize],
            sponsored: draw.below(12) == 0,
        },
        synthetic: None,
        human: vec![],
    }
}

impl ProductSource for Shelf {
    fn len(&self) -> u32 {
        self.products.len() as u32
    }

    fn product(&self, id: ProductId) -> Arc<Product> {
        self.products[id.0 as usize].clone()
    }

    fn search(&self, text: &str, limit: usize) -> Vec<ProductId> {
        let words: Vec<&str> = text.split(' ').collect();
        let score = |product: &Product| {
            let own: Vec<String> = product.title.split(' ').map(str::to_lowercase).collect();
            let named = words.iter().filter(|w| own.iter().any(|o| o == *w)).count();
            let has = product
                .attributes
                .iter()
                .filter(|a| text.contains(a.as_str()))
                .count();
            named * 2 + has
        };
        let mut hits: Vec<(usize, u32)> = self
            .products
            .iter()
            .enumerate()
            .map(|(i, p)| (score(p), i as u32))
            .filter(|(s, _)| *s > 0)
            .collect();
        hits.sort_by_key(|&(s, i)| (std::cmp::Reverse(s), i));
        hits.into_iter()
            .take(limit)
            .map(|(_, i)| ProductId(i))
            .collect()
    }

    fn find(&self, asin: &str) -> Option<ProductId> {
        let found = self.products.iter().position(|p| p.asin == asin);
        found.map(|i| ProductId(i as u32))
    }
}

/// A shop of `products` products of `kinds` kinds.
pub(super) fn shop(products: u32, kinds: usize, seed: u64) -> Arc<Market> {
    edited(products, kinds, seed, |_| {})
}

/// The same after a change to its products.
pub(super) fn edited(
    products: u32,
    kinds: usize,
    seed: u64,
    edit: impl Fn(&mut [Product]),
) -> Arc<Market> {
    let mut products: Vec<Product> = (0..products).map(|i| product(i, kinds, seed)).collect();
    edit(&mut products);
    let products = products.into_iter().map(Arc::new).collect();
    Arc::new(Market::new(Arc::new(Shelf { products })))
}
