//! Loading WebShop's files, whole and damaged, and saving and opening catalogues.

#![cfg(feature = "shop")]

use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use truestep_envs::shop::catalog::{Catalog, CatalogError, CatalogSpec, LoadReport};
use truestep_envs::shop::product::{Price, ProductId};

const SAMPLE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../tests/data/webshop/catalog_100"
);

fn record(asin: &str, name: &str) -> String {
    format!(
        r#"{{"asin": "{asin}", "name": "{name}", "category": "garden", "query": "Lamp", "product_category": "Home › Lamp",
        "full_description": "a lamp", "small_description": ["bright"], "pricing": "$20.00", "customization_options": {{}}, "images": []}}"#
    )
}

/// A folder with the given products and attributes files.
fn folder(products: &[u8], attributes: &[u8]) -> TempDir {
    let folder = TempDir::new().expect("a temporary folder");
    fs::write(folder.path().join("items_shuffle_1000.json"), products).expect("a file");
    fs::write(folder.path().join("items_ins_v2_1000.json"), attributes).expect("a file");
    folder
}

fn load(products: &[u8]) -> Result<(Catalog, LoadReport), CatalogError> {
    Catalog::load_webshop(folder(products, b"{}").path())
}

#[test]
fn the_sample_loads_as_webshop_reads_it() {
    let (catalog, report) = Catalog::load_webshop(SAMPLE).unwrap();
    assert_eq!(
        (
            catalog.len(),
            report.products,
            report.skipped,
            report.repeated
        ),
        (100, 100, 0, 0)
    );
    assert!(!report.cut_short && report.problems.is_empty());
    let first = catalog.product(ProductId(0));
    assert_eq!(first.asin, "B0T3KW72E8");
    assert_eq!(
        first.price,
        Price {
            low_cents: 10_000,
            high_cents: 10_000
        }
    );
    let names: Vec<&str> = first
        .options
        .iter()
        .map(|group| group.name.as_str())
        .collect();
    assert_eq!(names, ["color", "size"]);
    assert_eq!(first.options[0].values[1], "c | silver");
    assert_eq!(first.attributes, ["easy clean"]);
    assert_eq!(
        first.synthetic.as_ref().unwrap().text,
        "Find me chair with easy clean"
    );
    assert_eq!(first.human[0].options, ["teal", "large"]);
    assert_eq!(catalog.find_asin("B0T3KW72E8"), Some(ProductId(0)));
    assert_eq!(catalog.describe().kind, "webshop");
    assert!(
        catalog
            .search("orion modern chair with case")
            .contains(&ProductId(0))
    );
    assert!(catalog.products_with_query("chair").contains(&ProductId(0)));
}

#[test]
fn loading_twice_gives_the_same_catalogue() {
    let digest = || Catalog::load_webshop(SAMPLE).unwrap().0.digest();
    assert_eq!(digest(), digest());
    assert_eq!(
        format!("{:032x}", digest()),
        "a7407f5e66b31abd702f136a2cb54aed"
    );
    let (other, _) = load(format!("[{}]", record("B1", "other")).as_bytes()).unwrap();
    assert_ne!(other.digest(), digest());
}

#[test]
fn bad_records_are_skipped_and_reported() {
    let mut text = b"[".to_vec();
    text.extend(record("B000000001", "good").bytes());
    text.extend(
        b", {\"asin\": \"B000000002\"}, 5, {\"asin\": \"B000000003\", \"name\": \"\xff\xfe\"}, ",
    );
    text.extend(record("B000000001", "again").bytes());
    text.extend(b", {not json}, ");
    text.extend(
        record("b000000004", "lower")
            .replace("\"$20.00\"", "NaN")
            .bytes(),
    );
    text.extend(b"]");
    let (catalog, report) = load(&text).unwrap();
    assert_eq!(
        (
            catalog.len(),
            report.skipped,
            report.repeated,
            report.cut_short
        ),
        (2, 4, 1, false)
    );
    let faults: Vec<(u64, &str)> = report
        .problems
        .iter()
        .map(|problem| (problem.record, problem.field.as_str()))
        .collect();
    assert_eq!(
        faults,
        [(2, "name"), (3, "record"), (4, "record"), (6, "record")]
    );
    assert_eq!(
        report.problems[0].to_string(),
        "items_shuffle_1000.json record 2, name: expected a text, found nothing"
    );
    assert_eq!(catalog.product(ProductId(0)).title, "good");
    assert_eq!(catalog.product(ProductId(1)).price.low_cents, 10_000);
    assert_eq!(catalog.find_asin("b000000004"), Some(ProductId(1)));
    assert_eq!(catalog.find_asin("B000000004"), None);
}

#[test]
fn a_cut_file_gives_the_products_before_the_cut() {
    let whole = format!(
        "[{}, {}, {}]",
        record("B1", "one"),
        record("B2", "two"),
        record("B3", "three")
    );
    let (catalog, report) = load(&whole.as_bytes()[..whole.len() - 30]).unwrap();
    assert_eq!((catalog.len(), report.cut_short), (2, true));
    assert!(
        report.problems[0].message.contains("ends before"),
        "{:?}",
        report.problems
    );
}

#[test]
fn any_cut_of_the_sample_is_loaded_or_refused() {
    let products = fs::read(Path::new(SAMPLE).join("items_shuffle.json")).unwrap();
    for cut in (0..products.len()).step_by(4_001) {
        match load(&products[..cut]) {
            Ok((catalog, report)) => assert!(report.cut_short && catalog.len() < 100),
            Err(error) => assert!(
                matches!(
                    error,
                    CatalogError::NoProducts { .. } | CatalogError::Format { .. }
                ),
                "{error}"
            ),
        }
    }
}

#[test]
fn attributes_and_instructions_with_wrong_types_are_reported() {
    let products = format!(
        "[{},{},{}]",
        record("B1", "one"),
        record("B2", "two"),
        record("B3", "three")
    );
    let attributes = r#"{"B1": {"attributes": "red"}, "B2": {"attributes": ["red"], "instruction": "find", "instruction_attributes": []}, "B3": 7}"#;
    let folder = folder(products.as_bytes(), attributes.as_bytes());
    let human = r#"{"B1": 5, "B2": [{"instruction": "i want", "instruction_attributes": ["red"], "instruction_options": ["s"]}, {"instruction": 3}]}"#;
    fs::write(folder.path().join("items_human_ins.json"), human).unwrap();
    let (catalog, report) = Catalog::load_webshop(folder.path()).unwrap();
    assert_eq!(catalog.product(ProductId(0)).attributes, ["DUMMY_ATTR"]);
    assert_eq!(catalog.product(ProductId(1)).attributes, ["red"]);
    assert_eq!(catalog.product(ProductId(1)).synthetic, None);
    assert_eq!(catalog.product(ProductId(1)).human.len(), 1);
    assert_eq!(
        (
            report.human,
            report.synthetic,
            report.without_attributes,
            report.skipped
        ),
        (1, 0, 2, 4)
    );
}

#[test]
fn unusable_folders_are_refused_with_a_reason() {
    let empty = TempDir::new().unwrap();
    let error = Catalog::load_webshop(empty.path()).unwrap_err();
    assert!(
        matches!(
            error,
            CatalogError::MissingFile {
                pattern: "items_shuffle*.json",
                ..
            }
        ),
        "{error}"
    );
    let error = Catalog::load_webshop(empty.path().join("nowhere")).unwrap_err();
    assert!(
        matches!(error, CatalogError::Io { action: "list", .. }),
        "{error}"
    );
    let twice = folder(b"[]", b"{}");
    fs::write(twice.path().join("items_shuffle.json"), "[]").unwrap();
    let error = Catalog::load_webshop(twice.path()).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("items_shuffle.json, items_shuffle_1000.json"),
        "{error}"
    );
    for (products, attributes) in [
        ("{}", "{}"),
        ("", "{}"),
        ("[]", "[]"),
        ("null", "{}"),
        ("[]", ""),
    ] {
        let error =
            Catalog::load_webshop(folder(products.as_bytes(), attributes.as_bytes()).path())
                .unwrap_err();
        assert!(
            matches!(error, CatalogError::Format { .. }),
            "{products} {attributes}: {error}"
        );
    }
    for products in ["[]", "[{}]", "[\"x\", 7]"] {
        let error = load(products.as_bytes()).unwrap_err();
        assert!(
            matches!(error, CatalogError::NoProducts { .. }),
            "{products}: {error}"
        );
    }
}

#[test]
fn a_large_load_is_packed_and_complete() {
    let records: Vec<String> = (0..20_100)
        .map(|number| record(&format!("B{number}"), &format!("lamp number{number}")))
        .collect();
    let (catalog, report) = load(format!("[{}]", records.join(",\n")).as_bytes()).unwrap();
    assert_eq!((catalog.len(), report.skipped), (20_100, 0));
    for number in [0, 15, 16, 20_099] {
        let id = catalog.find_asin(&format!("B{number}")).unwrap();
        assert_eq!(id, ProductId(number));
        assert_eq!(catalog.product(id).title, format!("lamp number{number}"));
        assert_eq!(catalog.search(&format!("number{number}")), [id]);
    }
    let (folder, path) = place();
    catalog.save(&path).unwrap();
    assert_same(
        &catalog,
        &Catalog::open(&path).unwrap(),
        &["lamp number7", "bright"],
    );
    drop(folder);
}

fn place() -> (TempDir, PathBuf) {
    let folder = TempDir::new().expect("a temporary folder");
    let path = folder.path().join("shop.catalog");
    (folder, path)
}

fn assert_same(a: &Catalog, b: &Catalog, queries: &[&str]) {
    assert_eq!(a.describe(), b.describe());
    assert_eq!(a.queries(), b.queries());
    assert_eq!(a.categories(), b.categories());
    for id in a.ids().step_by(97) {
        assert_eq!(a.product(id), b.product(id));
    }
    for query in queries {
        assert_eq!(a.index().search(query, 200), b.index().search(query, 200));
    }
}

#[test]
fn saved_catalogues_open_as_they_were() {
    let (_folder, path) = place();
    let generated = Catalog::generate(CatalogSpec {
        seed: 11,
        products: 2_000,
    })
    .unwrap();
    let (loaded, _) = Catalog::load_webshop(SAMPLE).unwrap();
    for catalog in [&generated, &loaded] {
        catalog.save(&path).unwrap();
        assert_same(
            catalog,
            &Catalog::open(&path).unwrap(),
            &["easy clean chair", "quality design"],
        );
    }
    assert_eq!(
        fs::read_dir(path.parent().unwrap()).unwrap().count(),
        1,
        "a part file was left behind"
    );
}

#[test]
fn damaged_files_are_refused() {
    let (_folder, path) = place();
    let (catalog, _) = Catalog::load_webshop(SAMPLE).unwrap();
    catalog.save(&path).unwrap();
    let whole = fs::read(&path).unwrap();
    let refuse = |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        Catalog::open(&path).unwrap_err()
    };
    for place in (8..whole.len())
        .step_by(997)
        .chain([8, 16, 24, 32, whole.len() - 1])
    {
        let mut changed = whole.clone();
        changed[place] ^= 0x41;
        let error = refuse(&changed);
        assert!(
            matches!(
                error,
                CatalogError::Format { .. } | CatalogError::Version { .. }
            ),
            "byte {place}: {error}"
        );
    }
    for length in (0..whole.len()).step_by(1_009) {
        assert!(
            matches!(refuse(&whole[..length]), CatalogError::Format { .. }),
            "length {length}"
        );
    }
    let longer = [whole.as_slice(), b"x"].concat();
    assert!(matches!(refuse(&longer), CatalogError::Format { .. }));
    let mut newer = whole.clone();
    newer[8] = 99;
    assert!(
        refuse(&newer)
            .to_string()
            .contains("file format 99, this build has 4")
    );
    let mut older = whole.clone();
    older[8] = 1;
    let told = refuse(&older).to_string();
    assert!(
        told.contains("file format 1, this build has 4; make the catalogue again"),
        "{told}"
    );
    assert!(
        refuse(b"{\"json\": true}")
            .to_string()
            .contains("Catalog::save")
    );
    assert!(matches!(
        Catalog::open(path.with_extension("none")).unwrap_err(),
        CatalogError::Io { action: "read", .. }
    ));
    assert!(matches!(
        catalog.save(path.join("below/a/file")).unwrap_err(),
        CatalogError::Io {
            action: "write",
            ..
        }
    ));
}
