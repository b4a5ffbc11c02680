//! Small instances of every task: every template of the shop in a small catalogue, of the search in a small wiki, of the
//! tools, and every diagnostic world.

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

/// Template and seed over a wiki of [`PAGES`] pages: graphs of 20 to 900 states.
const SEARCH: &[(&str, u64)] = &[];
/// Template and seed: graphs of 20 to 900 states.
const TOOLS: &[(&str, u64)] = &[];
/// Pages of the wiki.
const PAGES: u32 = 200;

/// The registry over a catalogue of so many products and a small wiki.
pub(crate) fn registry(products: u32) -> Registry {
    let seed = Seed(1);
    let options = WorldOptions {
        catalog: CatalogSource::Generated { products, seed },
        wiki: WikiSpec { seed, pages: PAGES },
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

/// The small instance of every template of the search and of the tools.
pub(crate) fn called_tasks() -> Vec<Arc<dyn Prepared>> {
    let registry = registry(10);
    let listed = [("search", SEARCH), ("tools", TOOLS)];
    let rows = (listed.iter()).flat_map(|&(env, rows)| rows.iter().map(move |row| (env, row)));
    rows.map(|(env, &(name, seed))| task(&registry, &format!("{env}/{name}"), seed))
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
fn every_template_has_a_small_instance() {
    let registry = registry(10);
    let shop = SHOP.iter().map(|row| row.0).collect();
    let search = SEARCH.iter().map(|row| row.0).collect();
    let tools = TOOLS.iter().map(|row| row.0).collect();
    for (env, listed) in [("shop", shop), ("search", search), ("tools", tools)] {
        let listed: Vec<&str> = listed;
        let templates = registry.select(env).unwrap();
        let names: Vec<&str> = templates.iter().map(|t| t.id.template()).collect();
        assert_eq!(names, listed, "{env}");
    }
}
