//! Small instances of every task: every template of the shop in a small catalogue, every diagnostic world, and those templates
//! of search and tools whose whole state graph is small.

use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock},
};
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
    ("retail-cancel", 5),
    ("retail-items", 3),
    ("retail-address", 4),
    ("retail-payment", 2),
    ("retail-return", 21),
    ("retail-exchange", 3),
    ("retail-credit", 0),
    ("retail-question", 3),
    ("retail-refuse", 5),
    ("retail-outage", 12),
    ("retail-talk-items", 23),
    ("office-move", 0),
    ("office-invite", 13),
    ("office-schedule", 13),
    ("office-inbox", 13),
    ("office-wish", 1),
    ("travel-cancel", 22),
    ("travel-change", 26),
    ("travel-book", 7),
    ("travel-bags", 4),
    ("travel-cabin", 29),
    ("travel-seats", 12),
    ("travel-question", 5),
    ("travel-compensation", 3),
    ("travel-claim", 0),
    ("travel-refuse", 4),
    ("travel-target", 6),
    ("travel-hotel", 1),
    ("travel-call-off", 29),
    ("travel-outage", 5),
    ("travel-stranded", 27),
    ("bank-fee", 14),
    ("bank-fee-refuse", 5),
    ("bank-dispute", 0),
    ("bank-dispute-late", 1),
    ("bank-dispute-outage", 0),
    ("bank-card-lost", 1),
    ("bank-card-damaged", 0),
    ("bank-card-limit", 4),
    ("bank-card-frozen", 2),
    ("bank-close", 0),
    ("bank-close-pending", 9),
    ("bank-transfer", 0),
    ("bank-transfer-new", 0),
    ("bank-question", 0),
    ("bank-fraud", 1),
    ("bank-standing", 0),
    ("generated-update", 4),
    ("generated-process", 1),
    ("generated-advance", 3),
    ("generated-find", 0),
    ("generated-create", 2),
    ("generated-question", 0),
    ("generated-forbidden", 0),
    ("office-tidy", 2),
    ("office-share", 0),
    ("office-version", 0),
    ("office-folder", 6),
    ("office-answer", 0),
    ("office-deadline", 0),
    ("office-follow", 1),
    ("office-signature", 0),
    ("office-merge", 0),
    ("office-room", 0),
    ("office-which", 2),
    ("office-unclear", 0),
    ("office-target", 4),
    ("office-outside", 0),
    ("office-pause", 1),
    ("telecom-no-service", 1),
    ("telecom-sim-locked", 1),
    ("telecom-suspended", 0),
    ("telecom-fraud", 0),
    ("telecom-outage", 2),
    ("telecom-no-data", 0),
    ("telecom-two-causes", 5),
    ("telecom-slow", 0),
    ("telecom-pictures", 1),
    ("telecom-roaming", 2),
    ("telecom-plan", 0),
    ("telecom-plan-bound", 0),
    ("telecom-question", 1),
    ("telecom-charge", 0),
    ("telecom-charge-refuse", 0),
    ("telecom-charge-faults", 1),
    ("telecom-sim", 1),
    ("telecom-sim-refuse", 0),
    ("telecom-leave", 2),
    ("telecom-unlock", 0),
    ("telecom-talk-charge", 0),
    ("telecom-talk-sim", 2),
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

/// The small questions and the small tasks of desks, made once: what one test has called in the sandbox another looks up.
pub(crate) fn desk_tasks() -> &'static [Arc<dyn Prepared>] {
    static TASKS: LazyLock<Vec<Arc<dyn Prepared>>> = LazyLock::new(|| {
        let registry = registry(10);
        let of = |env: &str, rows: &[(&str, u64)]| -> Vec<Arc<dyn Prepared>> {
            rows.iter()
                .map(|(name, seed)| task(&registry, &format!("{env}/{name}"), *seed))
                .collect()
        };
        [of("search", SEARCH), of("tools", TOOLS)].concat()
    });
    &TASKS
}
