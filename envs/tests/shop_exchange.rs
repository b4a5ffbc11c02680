//! What goes between the shop and WebShop: catalogues in its files, its goals with their prices, nouns of a tagger.

#![cfg(feature = "shop")]
#![allow(clippy::unwrap_used, reason = "tests")]

use std::path::Path;
use std::sync::Arc;
use truestep_core::registry::Family as _;
use truestep_envs::shop::Shop;
use truestep_envs::shop::catalog::{Catalog, CatalogError, CatalogSpec};
use truestep_envs::shop::compat::amount::Amount;
use truestep_envs::shop::compat::generate::{Settings, Storefront};
use truestep_envs::shop::compat::goals::{self, GoalKind, Parts};
use truestep_envs::shop::compat::inputs::Inputs;
use truestep_envs::shop::product::{Product, ProductId};

fn generated(products: u32) -> Catalog {
    Catalog::generate(CatalogSpec { seed: 5, products }).unwrap()
}

/// A product with what WebShop's files do not know made the same for all.
fn known_to_webshop(product: &Product) -> Product {
    let mut product = product.clone();
    product.details.rating_tenths = 10;
    product.details.review_count = 0;
    product.details.stock_units = 0;
    product.details.weight_grams = 1;
    product.details.warranty_months = 0;
    product.details.sponsored = false;
    for group in &mut product.options {
        group.surcharges_cents.clear();
    }
    product
}

fn front(catalog: Catalog) -> Storefront {
    Storefront::new(Arc::new(catalog), Settings::default())
}

#[test]
fn a_generated_catalogue_comes_back_from_webshops_files() {
    let made = generated(120);
    let folder = tempfile::tempdir().unwrap();
    made.save_webshop(folder.path().join("new/one")).unwrap();
    let (loaded, report) = Catalog::load_webshop(folder.path().join("new/one")).unwrap();
    assert_eq!(
        (report.products, report.skipped, report.repeated),
        (120, 0, 0)
    );
    for id in made.ids() {
        assert_eq!(
            known_to_webshop(&made.product(id)),
            known_to_webshop(&loaded.product(id))
        );
    }
    for query in made.queries() {
        assert_eq!(made.search(query), loaded.search(query), "{query}");
    }
    let (ours, theirs) = (front(made), front(loaded));
    assert_eq!(
        ours.goals(GoalKind::Synthetic),
        theirs.goals(GoalKind::Synthetic)
    );
}

#[test]
fn loaded_oddities_survive_being_written() {
    let folder = tempfile::tempdir().unwrap();
    let items = r#"[{"asin":"b0-a_B.c","name":"Lamp","category":"garden","query":"lamp","product_category":"A › B",
        "full_description":"x","small_description":["one"],"pricing":"$44.99$33.98","images":["http://x/i.jpg"],
        "customization_options":{"Size":[{"value":" 5/6 Ft ","image":"http://x/s.jpg"},{"value":"/m"}],"Color":[]}},
        {"asin":"B1","name":"Rug","category":"garden","query":"rug","product_category":"A","full_description":"",
        "small_description":[],"pricing":"$0.00001","images":[""],"customization_options":""}]"#;
    let text = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    text("items_shuffle_2.json", items);
    text(
        "items_ins_v2_2.json",
        r#"{"B1":{"attributes":["soft"],"instruction":"Find me soft rugs","instruction_attributes":["soft"]}}"#,
    );
    text(
        "items_human_ins_2.json",
        r#"{"B1":[{"instruction":"a rug.","instruction_attributes":["soft"],"instruction_options":[]}]}"#,
    );
    let (first, _) = Catalog::load_webshop(folder.path()).unwrap();
    assert_eq!(first.product(ProductId(0)).price_line, "$44.99 to $33.98");
    assert_eq!(first.product(ProductId(0)).options[1].values.len(), 0);
    let out = folder.path().join("again");
    first.save_webshop(&out).unwrap();
    let (second, report) = Catalog::load_webshop(&out).unwrap();
    assert_eq!((report.skipped, report.human, report.synthetic), (0, 1, 1));
    assert_eq!(first.digest(), second.digest());
    // Nothing is overwritten.
    assert!(matches!(
        first.save_webshop(&out),
        Err(CatalogError::Exists { .. })
    ));
}

#[test]
fn goals_are_numbered_and_ordered_as_webshop_has_them() {
    let catalog = generated(60);
    let products: Vec<Product> = catalog
        .ids()
        .map(|id| (*catalog.product(id)).clone())
        .collect();
    let listed = goals::list(
        GoalKind::Synthetic,
        products
            .iter()
            .enumerate()
            .map(|(place, product)| (ProductId(place as u32), product)),
    );
    let combinations = |product: &Product| -> usize {
        product
            .options
            .iter()
            .map(|group| group.values.len())
            .product()
    };
    assert_eq!(
        listed.len(),
        products.iter().map(combinations).sum::<usize>()
    );
    let order = goals::shuffled(Settings::default().seed, listed.len());
    let shop = front(catalog);
    let found = shop.goals(GoalKind::Synthetic);
    assert_eq!(found.len(), listed.len());
    for (choice, place) in found.iter().zip(order) {
        let expected = listed[place as usize];
        assert_eq!(
            (choice.goal.product, choice.goal.part),
            (expected.product, expected.part)
        );
    }
    assert_eq!(Parts::of(found.len()).test_end, 500.min(found.len()));
}

fn write(folder: &Path, name: &str, text: &str) -> std::path::PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn goals_of_a_file_are_taken_in_order_with_their_prices() {
    let folder = tempfile::tempdir().unwrap();
    let catalog = Arc::new(generated(60));
    let asin = |number| catalog.product(ProductId(number)).asin.clone();
    let goals = format!(
        r#"{{"goals": [
            {{"asin": "{}", "instruction_text": "a first", "attributes": ["soft"], "goal_options": ["red"], "price_upper": 40.0, "weight": 1}},
            {{"asin": "{}", "instruction_text": "a second", "attributes": ["firm"], "goal_options": {{"size": "xl"}}, "price_upper": 1000000, "price": 19.999}}],
            "product_prices": {{"{}": 132.92157088122866, "B0NOSUCH": 5.0}}}}"#,
        asin(7),
        asin(3),
        asin(9)
    );
    let path = write(folder.path(), "goals.json", &goals);
    let inputs = Inputs::read(None, Some(&path), &catalog).unwrap();
    assert!(inputs.has_goals());
    let shop = Shop::new(Arc::clone(&catalog)).with_inputs(inputs);
    assert_ne!(
        shop.world().digest,
        Shop::new(Arc::clone(&catalog)).world().digest
    );
    let front = Arc::new(Storefront::with_inputs(
        Arc::clone(&catalog) as _,
        Settings::default(),
        Arc::clone(shop.inputs()),
    ));
    let found = front.goals(GoalKind::Given);
    let products: Vec<u32> = found.iter().map(|choice| choice.goal.product.0).collect();
    assert_eq!(products, [7, 3]);
    let def = front.define(found[1], Default::default()).unwrap();
    assert!(!def.menu_texts().is_empty());
    let price = |number| front.price(ProductId(number), &catalog.product(ProductId(number)));
    assert_eq!(price(3), Amount::from_f64(19.999).unwrap());
    assert_eq!(price(9), Amount::from_f64(132.921_570_881_228_66).unwrap());
}

#[test]
fn files_that_hold_no_goals_say_what_was_expected() {
    let folder = tempfile::tempdir().unwrap();
    let catalog = generated(10);
    let problem = |text: &str| {
        let path = write(folder.path(), "goals.json", text);
        Inputs::read(None, Some(&path), &catalog)
            .unwrap_err()
            .to_string()
    };
    assert!(problem("7").contains("expected a list of goals"));
    assert!(problem("[]").contains("holds no goal"));
    assert!(problem("[{}]").contains("goal 0: missing field `asin`"));
    let stranger =
        r#"[{"asin": "X", "instruction_text": "", "attributes": [], "price_upper": 1.0}]"#;
    assert!(problem(stranger).contains("no product `X`"));
    let missing = folder.path().join("none.json");
    assert!(
        Inputs::read(Some(&missing), None, &catalog)
            .unwrap_err()
            .to_string()
            .contains("cannot read")
    );
}

#[test]
fn a_table_of_nouns_is_asked_first() {
    let folder = tempfile::tempdir().unwrap();
    let catalog = Arc::new(generated(10));
    let title = catalog.product(ProductId(0)).title.clone();
    let table = serde_json::json!({ title.clone(): ["thing", "thing"] }).to_string();
    let path = write(folder.path(), "nouns.json", &table);
    let inputs = Arc::new(Inputs::read(Some(&path), None, &catalog).unwrap());
    let front = Storefront::with_inputs(Arc::clone(&catalog) as _, Settings::default(), inputs);
    assert_eq!(front.nouns().nouns(&title), ["thing", "thing"]);
    let other = catalog.product(ProductId(1)).title.clone();
    assert_ne!(front.nouns().nouns(&other), ["thing", "thing"]);
}
