//! Instances for the tests: a grid of products whose searches and options are laid out by hand.

use std::sync::Arc;

use truestep_core::digest::Digest;
use truestep_core::trajectory::WorldInfo;

use crate::shop::catalog::{Catalog, CatalogSpec};
use crate::shop::product::{Details, OptionGroup, Price, Product, ProductId};

use super::amount::Amount;
use super::def::Def;
use super::fuzzy::Fuzz;
use super::generate::{Settings, Storefront};
use super::judge::Judge;
use super::reward::{GoalOptions, Wanted};
use super::stock::Stock;

/// Products in rows: search `row n` finds the products of row `n`, in order.
pub(super) struct Grid {
    rows: u32,
    per_row: u32,
    /// Values of each option group.
    groups: Vec<u32>,
}

impl Grid {
    pub(super) fn new(rows: u32, per_row: u32, groups: &[u32]) -> Self {
        Self {
            rows,
            per_row,
            groups: groups.to_vec(),
        }
    }

    /// A task over the grid that asks for value 1 of every group; every third product is the right kind.
    pub(super) fn define(self) -> Def {
        let menu = (0..self.rows).map(|row| format!("row {row}")).collect();
        let options: Vec<String> = (0..self.groups.len())
            .map(|group| format!("{}1", letters(group as u32)))
            .collect();
        let count = options.len();
        let shop = Arc::new(Storefront::new(Arc::new(self), Settings::default()));
        let wanted = Wanted {
            query: "chair",
            product_category: "Home › Chair",
            nouns: &["chair".to_owned()],
            attributes: &["soft seat".to_owned()],
            options: &GoalOptions::List(options),
            price_upper: Amount::from_dollars(20),
        };
        let judge = Judge::new(Fuzz::default(), wanted).unwrap();
        Def::new(&shop, judge, "i want a soft chair".to_owned(), count, menu).unwrap()
    }
}

/// A word for a number that no other number's word resembles for the fuzzy matcher.
fn letters(number: u32) -> String {
    ["quartz", "bumpy", "lodge", "fjord", "wizen", "vexing"][number as usize % 6].to_owned()
}

impl Stock for Grid {
    fn len(&self) -> u32 {
        self.rows * self.per_row
    }

    fn product(&self, id: ProductId) -> Arc<Product> {
        let groups = self.groups.iter().enumerate().map(|(group, values)| {
            let letter = letters(group as u32);
            let values = (0..*values).map(|value| format!("{letter}{value}"));
            OptionGroup::unpriced(format!("group {group}"), values.collect())
        });
        let right = id.0.is_multiple_of(3);
        let kind = if right { "chair" } else { "lamp" };
        let cents = if id.0.is_multiple_of(5) { 2_500 } else { 1_500 };
        Arc::new(Product {
            asin: format!("B{:09}", id.0),
            title: format!("Oak {kind}"),
            description: String::new(),
            bullets: Vec::new(),
            category: "garden".to_owned(),
            query: kind.to_owned(),
            product_category: format!("Home › {kind}"),
            attributes: vec![
                if id.0.is_multiple_of(2) {
                    "soft seat"
                } else {
                    "round"
                }
                .to_owned(),
            ],
            options: groups.collect(),
            replaced_options: Vec::new(),
            price: Price {
                low_cents: cents,
                high_cents: cents,
            },
            price_line: String::new(),
            image: String::new(),
            details: Details {
                rating_tenths: 40,
                review_count: 1,
                stock_units: 1,
                weight_grams: 1,
                warranty_months: 0,
                sponsored: false,
            },
            synthetic: None,
            human: Vec::new(),
        })
    }

    fn search(&self, text: &str) -> Vec<ProductId> {
        let row: Option<u32> = text.strip_prefix("row ").and_then(|row| row.parse().ok());
        let row = row.filter(|row| *row < self.rows);
        row.into_iter()
            .flat_map(|row| {
                (0..self.per_row).map(move |place| ProductId(row * self.per_row + place))
            })
            .collect()
    }

    fn in_category(&self, _: &str) -> Vec<ProductId> {
        (0..self.len()).map(ProductId).collect()
    }

    fn with_query(&self, query: &str) -> Vec<ProductId> {
        (0..self.len())
            .map(ProductId)
            .filter(|id| self.product(*id).query == query)
            .collect()
    }

    fn world(&self) -> WorldInfo {
        WorldInfo {
            kind: "grid".to_owned(),
            digest: Digest::default(),
        }
    }
}

/// A shop over a generated catalogue.
pub(super) fn generated(products: u32) -> Arc<Storefront> {
    let catalog = Catalog::generate(CatalogSpec { seed: 7, products }).unwrap();
    Arc::new(Storefront::new(Arc::new(catalog), Settings::default()))
}
