//! Search and new goals over catalogues of several sizes.

use super::super::{
    Effort, Figure,
    clock::percentile,
    memory::resident_bytes,
    reset::{GOALS, new_goal},
};
use crate::progress::now;
use anyhow::Result;
use std::sync::Arc;
use truestep_core::registry::Registry;
use truestep_envs::{
    DEFAULT_CATALOG_SEED,
    shop::{
        Shop,
        catalog::{Catalog, CatalogSpec, SEARCH_LIMIT},
        product::ProductId,
    },
};

/// Queries asked.
const QUERIES: u32 = 500;

/// Products from which on the growth of resident memory says something.
const LARGE: u32 = 50_000;

/// Measure building, searching and new goals over `products` generated products.
pub(super) fn measure(products: u32, effort: Effort, figures: &mut Vec<Figure>) -> Result<()> {
    let spec = CatalogSpec {
        seed: DEFAULT_CATALOG_SEED.0,
        products,
    };
    let before = resident_bytes();
    let begun = now();
    let catalog = Arc::new(Catalog::generate(spec)?);
    let built = now() - begun;
    let name = |what: &str| format!("shop: {what}, {products} products");
    figures.push(Figure::new(
        name("catalogue and index built"),
        built.as_secs_f64(),
        "s",
        format!("mean document {:.0} terms", catalog.index().mean_length()),
    ));
    let queries = queries(&catalog);
    let mut times = vec![];
    let mut found = 0;
    for query in &queries {
        let begun = now();
        let hits = catalog.index().search(query, SEARCH_LIMIT);
        times.push(now() - begun);
        found += hits.len();
    }
    let note = format!(
        "{} queries of 3 to 6 words with a common one, {:.0} results each",
        queries.len(),
        found as f64 / queries.len() as f64
    );
    figures.push(Figure::new(
        name("search, median"),
        percentile(&mut times, 50, 1e3),
        "ms",
        note,
    ));
    figures.push(Figure::new(
        name("search, 99th percentile"),
        percentile(&mut times, 99, 1e3),
        "ms",
        "",
    ));
    let goals = if products < LARGE { GOALS } else { GOALS / 10 };
    let registry = Registry::new(vec![Arc::new(Shop::new(Arc::clone(&catalog)))]);
    figures.push(Figure::new(
        name("new goal"),
        new_goal(&registry, "shop", effort.seed, goals)?,
        "ms",
        "median over templates and seeds",
    ));
    // A small catalogue fits into memory that earlier figures have left free.
    if products < LARGE {
        return Ok(());
    }
    if let (Some(before), Some(after)) = (before, resident_bytes()) {
        let grown = (after - before).max(0.0) / f64::from(1 << 20);
        let held = catalog.heap_bytes() as f64 / f64::from(1 << 20);
        let note = format!("after all searches and goals; {held:.0} MiB of it are the index");
        figures.push(Figure::new(name("resident memory"), grown, "MiB", note));
    }
    Ok(())
}

/// Queries of 3 to 6 words: words of a product's title, and its category, which thousands of others share.
fn queries(catalog: &Catalog) -> Vec<String> {
    let step = (catalog.len() / QUERIES).max(1);
    let numbers = (0..catalog.len()).step_by(step as usize);
    let query = |(i, number): (usize, u32)| {
        let product = catalog.product(ProductId(number));
        let words = product.title.split_whitespace().take(2 + i % 4);
        let mut query: Vec<&str> = words.collect();
        query.push(&product.category);
        query.join(" ")
    };
    numbers
        .take(QUERIES as usize)
        .enumerate()
        .map(query)
        .collect()
}
