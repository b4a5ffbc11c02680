//! Generated catalogues: what a thousand products are like, and that they never change.

#![cfg(feature = "shop")]

use std::collections::BTreeSet;
use truestep_envs::shop::catalog::{Catalog, CatalogError, CatalogSpec, MAX_PRODUCTS};
use truestep_envs::shop::product::{OptionGroup, Product, ProductId};
use xxhash_rust::xxh3::xxh3_128;

fn thousand() -> Catalog {
    Catalog::generate(CatalogSpec {
        seed: 1,
        products: 1_000,
    })
    .expect("1,000 products can be generated")
}

fn all(catalog: &Catalog) -> Vec<Product> {
    catalog
        .ids()
        .map(|id| (*catalog.product(id)).clone())
        .collect()
}

#[test]
fn a_thousand_products_are_varied() {
    let catalog = thousand();
    let products = all(&catalog);
    let titles: BTreeSet<_> = products.iter().map(|product| &product.title).collect();
    assert!(titles.len() >= 900, "{} distinct titles", titles.len());
    assert!(
        catalog.queries().len() >= 40,
        "{} query nouns",
        catalog.queries().len()
    );
    assert!(
        catalog.categories().len() >= 8,
        "{} categories",
        catalog.categories().len()
    );
    let two_groups = products
        .iter()
        .filter(|product| product.options.len() >= 2)
        .count();
    assert!(
        two_groups >= 250,
        "{two_groups} products have two option groups"
    );
    assert!(
        catalog.index().mean_length() >= 80.0,
        "mean document {}",
        catalog.index().mean_length()
    );
    assert!(
        catalog.index().terms() >= 2_500,
        "{} distinct terms",
        catalog.index().terms()
    );
    let sponsored = products
        .iter()
        .filter(|product| product.details.sponsored)
        .count();
    assert!((15..=80).contains(&sponsored), "{sponsored} sponsored");
}

#[test]
fn some_terms_are_common_and_most_are_rare() {
    let catalog = thousand();
    let index = catalog.index();
    assert!(index.document_frequency("design") > 300);
    let rare = all(&catalog)
        .iter()
        .flat_map(|product| {
            product
                .title
                .split(' ')
                .map(str::to_lowercase)
                .collect::<Vec<_>>()
        })
        .filter(|word| index.document_frequency(word) == 1)
        .count();
    assert!(
        rare > 300,
        "{rare} words of titles occur in one document only"
    );
}

#[test]
fn every_product_is_coherent() {
    for product in all(&thousand()) {
        let asin = &product.asin;
        assert_eq!(asin.len(), 10);
        assert!(
            asin.starts_with('B')
                && asin
                    .bytes()
                    .all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
        );
        assert!(
            product.title.to_lowercase().contains(&product.query),
            "{asin}: {}",
            product.title
        );
        assert!(
            product.product_category.matches(" › ").count() >= 2,
            "{asin}: {}",
            product.product_category
        );
        assert!(product.price.low_cents > 0 && product.price.low_cents <= product.price.high_cents);
        assert!((3..=6).contains(&product.attributes.len()));
        assert!(!product.title.contains(['{', '}']) && !product.description.contains(['{', '}']));
        let attributes: BTreeSet<_> = product.attributes.iter().collect();
        assert_eq!(
            attributes.len(),
            product.attributes.len(),
            "{asin} repeats an attribute"
        );
        for group in &product.options {
            let values: BTreeSet<_> = group.values.iter().collect();
            assert!(
                !values.is_empty() && values.len() == group.values.len(),
                "{asin}: {group:?}"
            );
            assert_eq!(group.name, group.name.to_lowercase());
        }
        assert!(product.options.is_sorted_by(|a, b| a.name < b.name));
        let instruction = product.synthetic.as_ref().unwrap();
        assert!(!instruction.attributes.is_empty());
        for attribute in &instruction.attributes {
            assert!(
                product.attributes.contains(attribute)
                    && instruction.text.to_lowercase().contains(attribute)
            );
        }
        assert!(
            (10..=50).contains(&product.details.rating_tenths) && product.details.weight_grams >= 1
        );
        assert!(product.details.warranty_months <= 60);
    }
}

/// The facts in which two products may differ, apart from id, image and what belongs to the listing.
fn differences(a: &Product, b: &Product) -> [bool; 3] {
    // What sizes cost follows from the price.
    let values = |p: &Product| -> Vec<(String, Vec<String>)> {
        let groups = p.options.iter();
        groups.map(|g| (g.name.clone(), g.values.clone())).collect()
    };
    [
        a.attributes != b.attributes,
        values(a) != values(b),
        a.price != b.price,
    ]
}

#[test]
fn near_duplicates_differ_in_one_fact() {
    let products = all(&thousand());
    let mut single = 0;
    for (number, product) in products.iter().enumerate() {
        let same = |other: &&Product| {
            other.query == product.query
                && other.title.split(' ').next() == product.title.split(' ').next()
                && other.details.weight_grams == product.details.weight_grams
        };
        let twins: Vec<_> = products[number + 1..].iter().filter(same).collect();
        single += twins
            .iter()
            .filter(|twin| {
                differences(product, twin)
                    .iter()
                    .filter(|&&differs| differs)
                    .count()
                    == 1
            })
            .count();
    }
    assert!(
        single >= 150,
        "{single} pairs differ in exactly one of attributes, options and price"
    );
}

/// The number of a pack, if the value is one.
fn pack(value: &str) -> Option<u32> {
    value.strip_prefix("pack of ")?.parse().ok()
}

#[test]
fn a_larger_pack_costs_more_and_less_by_the_piece() {
    let mut seen = 0;
    for product in all(&thousand()) {
        let low = u64::from(product.price.low_cents);
        for group in product.options.iter().filter(|g| g.name == "pack size") {
            let mut packs: Vec<(u32, u64)> = (group.values.iter().enumerate())
                .map(|(place, value)| {
                    (
                        pack(value).unwrap(),
                        low + u64::from(group.surcharge_cents(place)),
                    )
                })
                .collect();
            packs.sort_unstable();
            for two in packs.windows(2) {
                let [(few, less), (many, more)] = [two[0], two[1]];
                assert!(less < more, "{}: {packs:?}", product.asin);
                assert!(
                    more * u64::from(few) < less * u64::from(many),
                    "{}: {packs:?}",
                    product.asin
                );
                seen += 1;
            }
        }
    }
    assert!(seen >= 200, "{seen} steps");
}

#[test]
fn sizes_change_the_price_and_colours_do_not() {
    let (mut priced, mut first_is_dearer) = (0, 0);
    for product in all(&thousand()) {
        for group in &product.options {
            assert!(
                group.surcharges_cents.is_empty()
                    || group.surcharges_cents.len() == group.values.len()
            );
            assert_eq!(
                group.surcharges_cents.iter().min().unwrap_or(&0),
                &0,
                "{group:?}"
            );
            if [
                "color",
                "flavor",
                "scent",
                "style",
                "fit",
                "pattern",
                "light color",
            ]
            .contains(&group.name.as_str())
            {
                assert!(!group.is_priced(), "{group:?}");
            }
            priced += u32::from(group.is_priced());
            first_is_dearer += u32::from(group.surcharge_cents(0) > 0);
            for text in group.values.iter().chain([&group.name]) {
                assert!(
                    OptionGroup::SEPARATORS.iter().all(|s| !text.contains(s)),
                    "{text}"
                );
            }
        }
    }
    assert!(priced >= 300, "{priced} groups");
    assert!(
        first_is_dearer >= 50,
        "{first_is_dearer} groups begin with a dearer value"
    );
}

#[test]
fn ids_lead_back_to_their_products() {
    let catalog = thousand();
    for id in catalog.ids() {
        assert_eq!(catalog.find_asin(&catalog.product(id).asin), Some(id));
    }
    for unknown in ["", "B000000000", "b0abc", "B0ÄÄÄÄ", "nothing at all"] {
        assert_eq!(catalog.find_asin(unknown), None, "{unknown}");
    }
}

#[test]
fn shelves_hold_every_product_once() {
    let catalog = thousand();
    let mut on_shelves = Vec::new();
    for query in catalog.queries() {
        for &id in catalog.products_with_query(query) {
            assert_eq!(&catalog.product(id).query, query);
            on_shelves.push(id);
        }
    }
    on_shelves.sort();
    assert_eq!(on_shelves, catalog.ids().collect::<Vec<_>>());
    let by_category: usize = catalog
        .categories()
        .iter()
        .map(|category| catalog.products_in_category(category).len())
        .sum();
    assert_eq!(by_category, 1_000);
    assert!(catalog.products_with_query("no such noun").is_empty());
}

#[test]
fn searching_for_a_title_finds_its_product() {
    let catalog = thousand();
    let found = catalog
        .ids()
        .filter(|&id| catalog.search(&catalog.product(id).title).contains(&id))
        .count();
    assert_eq!(found, 1_000);
}

#[test]
fn value_stability() {
    let catalog = Catalog::generate(CatalogSpec {
        seed: 42,
        products: 60,
    })
    .unwrap();
    let bytes: Vec<u8> = catalog
        .ids()
        .flat_map(|id| serde_json::to_vec(&*catalog.product(id)).unwrap())
        .collect();
    let found = catalog.search("easy to assemble sofa for the living room");
    let first: Vec<u32> = found.iter().map(|id| id.0).take(5).collect();
    assert_eq!(
        (
            format!("{:032x}", xxh3_128(&bytes)).as_str(),
            format!("{:032x}", catalog.digest()).as_str(),
            first.as_slice()
        ),
        (
            "6acc32730b108f7187a85960a5824d1f",
            "fa154fdd6f70163590a6d802bb68fe8c",
            [33, 8, 50, 22, 1].as_slice()
        )
    );
}

#[test]
fn a_large_catalogue_makes_its_products_on_demand() {
    let spec = CatalogSpec {
        seed: 9,
        products: 30_000,
    };
    let catalog = Catalog::generate(spec).unwrap();
    let id = ProductId(29_999);
    let product = catalog.product(id);
    assert_eq!(catalog.product(id), product);
    assert_eq!(catalog.find_asin(&product.asin), Some(id));
    assert!(catalog.search(&product.title).contains(&id));
    assert!(catalog.products_with_query(&product.query).contains(&id));
}

#[test]
fn seeds_and_sizes_give_different_digests() {
    let digest = |seed, products| {
        Catalog::generate(CatalogSpec { seed, products })
            .unwrap()
            .digest()
    };
    let digests: BTreeSet<_> = [digest(1, 50), digest(2, 50), digest(1, 51)]
        .into_iter()
        .collect();
    assert_eq!(digests.len(), 3);
}

#[test]
fn impossible_sizes_are_refused() {
    for products in [0, MAX_PRODUCTS + 1, u32::MAX] {
        let refused = Catalog::generate(CatalogSpec { seed: 1, products }).unwrap_err();
        assert!(matches!(refused, CatalogError::Size(size) if size == products));
    }
    for products in 1..=9 {
        assert_eq!(
            Catalog::generate(CatalogSpec { seed: 3, products })
                .unwrap()
                .len(),
            products
        );
    }
}

#[test]
fn hostile_queries_are_answered() {
    let catalog = Catalog::generate(CatalogSpec {
        seed: 5,
        products: 300,
    })
    .unwrap();
    let long = "sofa ".repeat(2_000_000);
    for query in [
        "",
        " ",
        "\0",
        "\u{feff}\u{202e}sofa",
        "[]{}()*:\"~^",
        "ﷺ🙂\u{301}",
        "the of and",
        &long,
    ] {
        assert!(catalog.search(query).len() <= 50);
    }
    assert!(catalog.search("the of and").is_empty());
    assert!(!catalog.search(&long).is_empty());
}
