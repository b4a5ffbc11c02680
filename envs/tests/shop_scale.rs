//! How fast and how large catalogues are. Ignored by default; run one at a time, each in its own process:
//!
//! `cargo test --release -p truestep-envs --test shop_scale -- --ignored --nocapture --exact million`

#![cfg(feature = "shop")]

use std::io::Write;
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

/// Processor time of this thread in nanoseconds, where the system tells; unlike the clock it does not count other
/// work on the same machine.
fn cpu_nanoseconds() -> u64 {
    let times = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    times
        .split(' ')
        .next()
        .and_then(|spent| spent.parse().ok())
        .unwrap_or(0)
}

/// Resident and peak memory of this process, where the system tells.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let field = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name))?;
        line.split_whitespace().nth(1)?.parse::<u64>().ok()
    };
    match (field("VmRSS:"), field("VmHWM:")) {
        (Some(resident), Some(peak)) => {
            format!("{} MiB resident, {} MiB peak", resident / 1024, peak / 1024)
        }
        _ => "unknown".to_owned(),
    }
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

/// Times [`QUERIES`] searches and 10,000 products.
fn measure_use(catalog: &Catalog) {
    let queries: Vec<String> = (0..QUERIES).map(|number| query(catalog, number)).collect();
    let mut times = Vec::new();
    let before = cpu_nanoseconds();
    for query in &queries {
        let (hits, time) = timed(|| catalog.search(query));
        assert!(!hits.is_empty());
        times.push(time);
    }
    let mean = (cpu_nanoseconds() - before) / u64::from(QUERIES) / 1_000;
    times.sort_unstable();
    let at = |share: usize| times[(times.len() - 1) * share / 100];
    eprintln!(
        "search median {:.1?}, 90 % {:.1?}, 99 % {:.1?}; mean processor time {mean} µs",
        at(50),
        at(90),
        at(99)
    );
    let scattered = |number: u32| ProductId(number * 7_919 % catalog.len());
    let (_, made) = timed(|| {
        let bullets = |number| catalog.product(scattered(number)).bullets.len();
        (0..10_000).map(bullets).sum::<usize>()
    });
    eprintln!("product {:.2?} each, memory {}", made / 10_000, memory());
}

fn measure(products: u32) {
    let spec = CatalogSpec { seed: 1, products };
    let (catalog, build) = timed(|| Catalog::generate(spec).expect("a valid size"));
    let index = catalog.index();
    eprintln!(
        "{products} products, mean document {:.1} terms, {} distinct terms",
        index.mean_length(),
        index.terms()
    );
    eprintln!(
        "build {build:.2?}, index {} MiB, memory {}",
        index.heap_bytes() >> 20,
        memory()
    );
    measure_use(&catalog);
    let folder = tempfile::TempDir::new().expect("a temporary folder");
    let path = folder.path().join("catalog");
    let (saved, save) = timed(|| catalog.save(&path));
    saved.expect("room for the file");
    drop(catalog);
    let (opened, open) = timed(|| Catalog::open(&path).expect("the file just saved"));
    let size = std::fs::metadata(&path).expect("the file just saved").len();
    eprintln!(
        "save {save:.2?}, {} MiB, open {open:.2?}, memory {}",
        size >> 20,
        memory()
    );
    assert_eq!(opened.len(), products);
}

/// Opens a saved catalogue in a fresh process: `TRUESTEP_CATALOG` names the file, written first if it is not there.
#[test]
#[ignore = "measures"]
fn opened() {
    let path = std::env::var("TRUESTEP_CATALOG").expect("TRUESTEP_CATALOG names a file");
    if !std::path::Path::new(&path).exists() {
        let spec = CatalogSpec {
            seed: 1,
            products: 1_180_000,
        };
        let catalog = Catalog::generate(spec).expect("a valid size");
        catalog.save(&path).expect("room for the file");
        eprintln!("saved; run again to measure");
        return;
    }
    let (catalog, open) = timed(|| Catalog::open(&path).expect("a saved catalogue"));
    eprintln!("open {open:.2?}, memory {}", memory());
    measure_use(&catalog);
}

/// Writes `products` generated products in the form of WebShop's files.
fn write_webshop(folder: &std::path::Path, products: u32) -> std::io::Result<u64> {
    let source = Catalog::generate(CatalogSpec {
        seed: 1,
        products: 20_000,
    })
    .expect("a valid size");
    let file = |name: &str| {
        Ok::<_, std::io::Error>(std::io::BufWriter::new(std::fs::File::create(
            folder.join(name),
        )?))
    };
    let (mut items, mut attributes) = (file("items_shuffle.json")?, file("items_ins_v2.json")?);
    for number in 0..products {
        let product = source.product(ProductId(number % source.len()));
        let asin = format!("W{number:09}");
        let options: serde_json::Map<String, serde_json::Value> = product
            .options
            .iter()
            .map(|group| {
                let value = |value| serde_json::json!({"value": value, "image": "https://example.org/image.jpg"});
                (group.name.clone(), group.values.iter().map(value).collect())
            })
            .collect();
        let record = serde_json::json!({
            "asin": asin, "name": format!("{} {number}", product.title), "category": product.category, "query": product.query,
            "product_category": product.product_category, "full_description": product.description,
            "small_description": product.bullets, "pricing": "$12.50", "customization_options": options,
            "images": [product.image], "product_information": {"Manufacturer": "x".repeat(600)},
        });
        let instruction = product
            .synthetic
            .as_ref()
            .expect("generated products have one");
        let entry = serde_json::json!({
            "attributes": product.attributes, "instruction": instruction.text, "instruction_attributes": instruction.attributes,
        });
        let start = |open: &'static str| if number == 0 { open } else { ", " };
        write!(items, "{}{record}", start("["))?;
        write!(attributes, "{}\"{asin}\": {entry}", start("{"))?;
    }
    items.write_all(b"]")?;
    attributes.write_all(b"}")?;
    items.flush()?;
    attributes.flush()?;
    Ok(std::fs::metadata(folder.join("items_shuffle.json"))?.len())
}

/// Loads files of the size of WebShop's full data set from the folder `TRUESTEP_WEBSHOP`, writing them first if they
/// are not there.
#[test]
#[ignore = "measures"]
fn webshop_files() {
    let folder = std::path::PathBuf::from(
        std::env::var("TRUESTEP_WEBSHOP").expect("TRUESTEP_WEBSHOP names a folder"),
    );
    if !folder.join("items_ins_v2.json").exists() {
        let size = write_webshop(&folder, 1_180_000).expect("room for the files");
        eprintln!("wrote {} MiB; run again to measure", size >> 20);
        return;
    }
    let (loaded, load) = timed(|| Catalog::load_webshop(&folder).expect("usable files"));
    let (catalog, report) = loaded;
    eprintln!(
        "load {load:.2?}, {} products, {} skipped, catalogue {} MiB, memory {}",
        report.products,
        report.skipped,
        catalog.heap_bytes() >> 20,
        memory()
    );
    measure_use(&catalog);
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
