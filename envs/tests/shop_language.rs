//! What the generated shop says: sentences a person might have written, and nothing that the specs do not say.

#![cfg(feature = "shop")]
#![allow(
    clippy::print_stdout,
    reason = "one test prints products for people to read"
)]

use std::collections::{BTreeMap, BTreeSet};
use truestep_core::contract::language::{Register, read};
use truestep_envs::shop::{
    catalog::{Catalog, CatalogSpec, lexicon},
    product::Product,
};

const PRODUCTS: u32 = 4_000;

fn catalog() -> Catalog {
    Catalog::generate(CatalogSpec {
        seed: 11,
        products: PRODUCTS,
    })
    .expect("4,000 products can be generated")
}

/// A text as its words between single blanks, so that a phrase is found as a phrase.
fn words(text: &str) -> String {
    let mut out = String::from(" ");
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        if !word.is_empty() {
            out.push_str(&word.to_lowercase());
            out.push(' ');
        }
    }
    out
}

fn said(product: &Product) -> String {
    let values = product.options.iter().flat_map(|group| &group.values);
    let texts = [&product.title, &product.description].into_iter();
    let all: Vec<&str> = texts
        .chain(&product.bullets)
        .chain(values)
        .map(String::as_str)
        .collect();
    words(&all.join(" / "))
}

#[test]
fn descriptions_titles_and_bullets_read_as_a_person_would_write_them() {
    let catalog = catalog();
    let mut wrong = vec![];
    for id in catalog.ids() {
        let product = catalog.product(id);
        let mut look = |text: &str, register| {
            let faults = read(text, register);
            wrong.extend(faults.iter().map(|fault| format!("{fault} in {text}")));
        };
        look(&product.description, Register::Prose);
        look(&product.title, Register::Page);
        for bullet in &product.bullets {
            look(bullet, Register::Page);
        }
    }
    let most = wrong.len().min(20);
    assert!(
        wrong.is_empty(),
        "{} faults:\n{}",
        wrong.len(),
        wrong[..most].join("\n")
    );
}

#[test]
fn a_text_names_exactly_the_attributes_that_the_specs_list() {
    let catalog = catalog();
    let mut of_kind: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for id in catalog.ids() {
        let product = catalog.product(id);
        let known = of_kind.entry(product.query.clone()).or_default();
        known.extend(product.attributes.iter().cloned());
    }
    let mut wrong = BTreeSet::new();
    for id in catalog.ids() {
        let product = catalog.product(id);
        let text = said(&product);
        let description = words(&product.description);
        for attribute in &of_kind[&product.query] {
            let phrase = words(attribute);
            if product.attributes.contains(attribute) {
                let words = words(&lexicon::quality(attribute).alone());
                assert!(
                    description.contains(phrase.as_str()),
                    "{}: no {words} in {description}",
                    product.query
                );
            } else if text.contains(phrase.as_str()) {
                wrong.insert(format!("{}: {attribute}", product.query));
            }
        }
    }
    assert!(wrong.is_empty(), "named where they are absent: {wrong:#?}");
}

#[test]
fn no_product_has_two_attributes_of_one_meaning() {
    let catalog = catalog();
    for id in catalog.ids() {
        let product = catalog.product(id);
        for one in &product.attributes {
            for other in &product.attributes {
                let same = one != other && lexicon::means_the_same(one, other);
                assert!(!same, "{}: {one} and {other}", product.asin);
            }
        }
    }
}

#[test]
#[ignore = "prints descriptions for people to read"]
fn print_descriptions() {
    let catalog = catalog();
    for id in catalog.ids().take(60) {
        let product = catalog.product(id);
        println!("{}\n{}", product.title, product.description);
        for bullet in &product.bullets {
            println!("- {bullet}");
        }
        println!(
            "{:?} {:?}\n",
            product.attributes,
            product.synthetic.as_ref().map(|s| &s.text)
        );
    }
}
