//! Small instances of every task: every template of the shop in a small catalogue, every diagnostic world, and those templates
//! of search and tools whose whole state graph is small.

use std::{collections::BTreeMap, sync::Arc};
use truestep::{
    core::{
        chance::Seed,
        registry::{Prepared, Registry},
        task::Task,
    },
    envs::{self, CatalogSource, WorldOptions, search::world::WikiSpec},
};

/// Template, products of the catalogue, seed: graphs of 50 to 1,300 states.
const SHOP: &[(&str, u32, u64)] = &[
    ("webshop", 10, 3),
    ("buy", 40, 6),
    ("compare", 14, 0),
    ("bundle", 20, 0),
    ("avoid", 40, 6),
    ("question", 14, 0),
    ("shelf", 100, 2),
    ("stock-up", 14, 7),
    ("coupon", 10, 1),
    ("gift", 14, 0),
    ("substitute", 14, 5),
    ("substitute-none", 14, 4),
    ("cart-edit", 10, 4),
    ("reorder", 10, 5),
    ("price-watch", 20, 4),
    ("cancel", 10, 4),
    ("return", 20, 2),
    ("return-late", 20, 2),
];

/// Pages of the small wiki.
const PAGES: u32 = 200;

/// Questions over the small wiki, and their seeds: graphs of at most 900 states.
const SEARCH: &[(&str, u64)] = &[
    ("chain2", 0),
    ("chain3", 9),
    ("bridge", 3),
    ("alias", 0),
    ("temporal", 6),
];

/// Tasks of the desks, and their seeds: graphs of at most 900 states.
const TOOLS: &[(&str, u64)] = &[
    ("retail-items", 9),
    ("retail-address", 0),
    ("retail-payment", 1),
    ("retail-exchange", 8),
    ("retail-credit", 12),
    ("retail-question", 0),
    ("retail-refuse", 1),
    ("retail-outage", 0),
    ("retail-talk-items", 15),
    ("office-move", 0),
    ("office-invite", 1),
    ("office-schedule", 4),
    ("office-inbox", 8),
    ("office-wish", 0),
];

/// The registry over a catalogue of so many products.
pub(crate) fn registry(products: u32) -> Registry {
    let seed = Seed(1);
    let options = WorldOptions {
        catalog: CatalogSource::Generated { products, seed },
        wiki: WikiSpec { seed, pages: PAGES },
        ..WorldOptions::default()
    };
    envs::registry(&options).unwrap()
}

/// A task by its selector.
pub(crate) fn task(registry: &Registry, selector: &str, seed: u64) -> Arc<dyn Prepared> {
    let template = registry.select(selector).unwrap().remove(0).id;
    registry.prepare(&Task::new(template, Seed(seed))).unwrap()
}

/// The small instance of a template of the shop.
pub(crate) fn shop(name: &str) -> Arc<dyn Prepared> {
    let &(_, products, seed) = SHOP.iter().find(|row| row.0 == name).unwrap();
    task(&registry(products), &format!("shop/{name}"), seed)
}

/// The small instance of every template of the shop.
pub(crate) fn shop_tasks() -> Vec<Arc<dyn Prepared>> {
    let mut registries = BTreeMap::new();
    SHOP.iter()
        .map(|&(name, products, seed)| {
            let registry = registries
                .entry(products)
                .or_insert_with(|| registry(products));
            task(registry, &format!("shop/{name}"), seed)
        })
        .collect()
}

/// Every diagnostic world.
pub(crate) fn diagnostic_tasks() -> Vec<Arc<dyn Prepared>> {
    let registry = registry(10);
    let templates = registry.select("diagnostic").unwrap();
    templates
        .iter()
        .map(|t| registry.prepare(&Task::new(t.id.clone(), Seed(0))).unwrap())
        .collect()
}

/// Every diagnostic world by name.
pub(crate) fn diagnostic(name: &str) -> Arc<dyn Prepared> {
    task(&registry(10), &format!("diagnostic/{name}"), 0)
}

#[test]
fn every_template_of_the_shop_has_a_small_instance() {
    let templates = registry(10).select("shop").unwrap();
    let names: Vec<&str> = templates.iter().map(|t| t.id.template()).collect();
    let listed: Vec<&str> = SHOP.iter().map(|row| row.0).collect();
    assert_eq!(names, listed);
}

/// The small questions and the small tasks of desks.
pub(crate) fn desk_tasks() -> Vec<Arc<dyn Prepared>> {
    let registry = registry(10);
    let of = |env: &str, rows: &[(&str, u64)]| -> Vec<Arc<dyn Prepared>> {
        rows.iter()
            .map(|(name, seed)| task(&registry, &format!("{env}/{name}"), *seed))
            .collect()
    };
    [of("search", SEARCH), of("tools", TOOLS)].concat()
}
