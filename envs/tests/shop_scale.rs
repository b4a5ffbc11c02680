//! How fast and how large catalogues are. Ignored by default; run one at a time, each in its own process:
//!
//! `cargo test --release -p truestep-envs --test shop_scale -- --ignored --nocapture --exact million`

use std::time::{Duration, Instant};
use truestep_envs::shop::catalog::{Catalog, CatalogSpec};
use truestep_envs::shop::product::ProductId;

/// Queries timed per catalogue.
const QUERIES: u32 = 1_000;
/// Words that stand in a large share of all documents.
const COMMON: [&str; 6] = ["quality", "use", "design", "order", "made", "great"];

#[expect(clippy::disallowed_methods, reason = "this test measures time")]
fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed())
}

/// Resident and peak memory of this process in MiB, where the system tells.
fn memory() -> Option<(u64, u64)> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let field = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name))?;
        line.split_whitespace().nth(1)?.parse::<u64>().ok()
    };
    Some((field("VmRSS:")? / 1024, field("VmHWM:")? / 1024))
}

/// A query of 3 to 6 words about some product, with one common word.
fn query(catalog: &Catalog, number: u32) -> String {
    let spread = u64::from(number) * 2_654_435_761 % u64::from(catalog.len());
    let product = catalog.product(ProductId(spread as u32));
    let mut words: Vec<&str> = product.query.split(' ').collect();
    words.extend(product.attributes[0].split(' '));
    if let Some(group) = product.options.first() {
        words.extend(group.values[number as usize % group.values.len()].split(' '));
    }
    words.extend(product.attributes[1].split(' '));
    words.truncate(2 + number as usize % 4);
    words.push(COMMON[number as usize % COMMON.len()]);
    words.join(" ")
}

fn measure(products: u32) {
    let (catalog, build) =
        timed(|| Catalog::generate(CatalogSpec { seed: 1, products }).expect("a valid size"));
    let index = catalog.index();
    eprintln!(
        "products {products}, mean document {:.1} terms, {} distinct terms",
        index.mean_length(),
        index.terms()
    );
    eprintln!(
        "build {build:.2?}, index {} MiB, memory (resident, peak) {:?} MiB",
        index.heap_bytes() >> 20,
        memory()
    );
    let queries: Vec<String> = (0..QUERIES).map(|number| query(&catalog, number)).collect();
    let mut times = Vec::new();
    let mut slowest = (Duration::ZERO, "");
    for query in &queries {
        let (hits, time) = timed(|| catalog.search(query));
        assert!(!hits.is_empty());
        slowest = slowest.max((time, query));
        times.push(time);
    }
    times.sort_unstable();
    let at = |share: usize| times[(times.len() - 1) * share / 100];
    eprintln!(
        "search median {:.1?}, 90 % {:.1?}, 99 % {:.1?}, slowest {slowest:?}",
        at(50),
        at(90),
        at(99)
    );
    let (_, made) = timed(|| {
        (0..10_000)
            .map(|i| {
                catalog
                    .product(ProductId(i * 7919 % products))
                    .bullets
                    .len()
            })
            .sum::<usize>()
    });
    eprintln!(
        "product {:.2?} each, memory (resident, peak) {:?} MiB",
        made / 10_000,
        memory()
    );
}

#[test]
#[ignore = "measures"]
fn thousand() {
    measure(1_000);
}

#[test]
#[ignore = "measures"]
fn hundred_thousand() {
    measure(100_000);
}

#[test]
#[ignore = "measures"]
fn million() {
    measure(1_180_000);
}
