//! Pages against those of WebShop's templates.

use super::super::pages::{Place, Scene, Shown};
use super::super::types::{Chosen, Picks, SubKind};
use super::html;
use crate::shop::product::{Details, OptionGroup, Price, Product};

/// What WebShop's own templates give for the scenes below, rendered by Flask 3.1.3 with Werkzeug 3.1.9: pages after lines
/// `=== NAME`.
const PAGES: &str = include_str!("../golden/pages.html");

fn product() -> Product {
    let group = |name: &str, values: &[&str]| {
        OptionGroup::unpriced(
            name.to_owned(),
            values.iter().map(|v| (*v).to_owned()).collect(),
        )
    };
    let mut colors = group("color", &["red", "it's \"blue\" & <green>"]);
    colors.images = vec![Some("http://x/r.jpg".to_owned()), None];
    Product {
        asin: "B0-A_B.C".to_owned(),
        title: "Lamp \"5'\" <b> & é".to_owned(),
        description: "One\ntwo <i>".to_owned(),
        bullets: vec!["a & b".to_owned(), " ".to_owned()],
        category: "garden".to_owned(),
        query: "lamp".to_owned(),
        product_category: "Home › Lamps".to_owned(),
        attributes: vec!["soft \"seat\"".to_owned()],
        options: vec![colors, group("empty", &[]), group("size (in)", &["5 | 6"])],
        replaced_options: vec![],
        price: Price {
            low_cents: 3_398,
            high_cents: 4_499,
        },
        price_line: "$44.99 to $33.98".to_owned(),
        image: "http://x/i.jpg?a=1&b=2".to_owned(),
        details: Details {
            rating_tenths: 40,
            review_count: 1,
            stock_units: 1,
            weight_grams: 1,
            warranty_months: 0,
            sponsored: false,
        },
        synthetic: None,
        human: vec![],
    }
}

#[test]
fn pages_are_those_of_webshops_templates() {
    let product = product();
    let mut chosen = Chosen::none(3);
    chosen.set(0, 1);
    chosen.set(2, 0);
    let picks = Picks::new(&product, &chosen, &[2, 0]);
    let (query, page) = ("réd  lamp+x/50%", 2);
    let shown = [Shown {
        product: &product,
        visited: false,
    }];
    let sub = |kind| Place::Sub {
        query,
        page,
        product: &product,
        picks,
        kind,
    };
    let places = [
        ("search", Place::Search),
        (
            "results",
            Place::Results {
                query,
                page,
                total: 11,
                shown: &shown,
            },
        ),
        (
            "none",
            Place::Results {
                query,
                page: 1,
                total: 0,
                shown: &[],
            },
        ),
        (
            "item",
            Place::Item {
                query,
                page,
                product: &product,
                picks,
            },
        ),
        ("description", sub(SubKind::Description)),
        ("features", sub(SubKind::Features)),
        ("reviews", sub(SubKind::Reviews)),
        ("attributes", sub(SubKind::Attributes)),
        (
            "done",
            Place::Done {
                product: &product,
                picks,
                reward: 2.0 / 3.0,
            },
        ),
    ];
    for (name, place) in places {
        let scene = Scene {
            session: "fixed_1",
            instruction: "Find <me> a \"lamp\", and price lower than 50.00 dollars",
            show_attributes: false,
            place,
        };
        let (_, rest) = PAGES.split_once(&format!("=== {name}\n")).unwrap();
        let expected = rest.split("\n=== ").next().unwrap().trim_end_matches('\n');
        let got = html(&scene);
        for (number, (a, b)) in got.lines().zip(expected.lines()).enumerate() {
            assert_eq!(a, b, "{name}, line {}", number + 1);
        }
        assert_eq!(got, expected, "{name}");
    }
}
