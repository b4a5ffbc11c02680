//! The catalogue of the recorded episodes, with its hidden prices and the search ranks of the step being replayed.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Value;
use truestep_core::chance::Seed;
use truestep_core::digest::Digest;
use truestep_core::trajectory::WorldInfo;
use truestep_envs::shop::compat::amount::Amount;
use truestep_envs::shop::compat::fuzzy::Fuzz;
use truestep_envs::shop::compat::generate::{Settings, Storefront};
use truestep_envs::shop::compat::nouns::Lexicon;
use truestep_envs::shop::compat::python::strip;
use truestep_envs::shop::compat::stock::Stock;
use truestep_envs::shop::product::{Details, OptionGroup, Price, Product, ProductId};

use crate::{amount, strings, text};

/// Products, prices and the ranks recorded for the present step.
pub(crate) struct Recorded {
    products: Vec<Arc<Product>>,
    prices: Vec<Option<Amount>>,
    ranks: Mutex<Vec<ProductId>>,
}

/// The recorded catalogue and a shop over it.
pub(crate) struct Shop {
    pub(crate) stock: Arc<Recorded>,
    pub(crate) front: Arc<Storefront>,
    pub(crate) show_attributes: bool,
    pub(crate) fuzz: Fuzz,
}

impl Shop {
    pub(crate) fn new(
        items: &str,
        attributes: &Value,
        meta: &Value,
        nouns: BTreeSet<String>,
    ) -> Self {
        let items: Vec<Item> = serde_json::from_str(items).unwrap();
        let products: Vec<Arc<Product>> = items
            .into_iter()
            .map(|item| Arc::new(product(item, attributes)))
            .collect();
        let prices = products
            .iter()
            .map(|p| amount(&meta["product_prices"][&p.asin]))
            .collect();
        let stock = Arc::new(Recorded {
            products,
            prices,
            ranks: Mutex::default(),
        });
        let nouns = Arc::new(Lexicon::new(nouns));
        let front = Storefront::with_nouns(
            Arc::clone(&stock) as Arc<dyn Stock>,
            Settings::default(),
            nouns,
        );
        // A file says how it was made; the recordings shipped here have the attributes button and the old matcher.
        let note = text(meta, "note");
        let newer = ["thefuzz 0.20", "thefuzz 0.21", "thefuzz 0.22"]
            .iter()
            .any(|version| note.contains(version));
        Self {
            stock,
            front: Arc::new(front),
            show_attributes: !note.contains("show_attrs=False"),
            fuzz: if newer {
                Fuzz::Indel022
            } else {
                Fuzz::Difflib019
            },
        }
    }
}

impl Recorded {
    /// Sets what the search engine finds from now on.
    pub(crate) fn set_ranks(&self, asins: &[String]) {
        *self.ranks.lock().unwrap() = asins.iter().map(|asin| self.find(asin)).collect();
    }

    pub(crate) fn find(&self, asin: &str) -> ProductId {
        let place = self.products.iter().position(|p| p.asin == asin);
        ProductId(place.unwrap_or_else(|| panic!("no product {asin}")) as u32)
    }

    fn all(&self, keep: impl Fn(&Product) -> bool) -> Vec<ProductId> {
        let kept = self.products.iter().enumerate().filter(|(_, p)| keep(p));
        kept.map(|(place, _)| ProductId(place as u32)).collect()
    }
}

impl Stock for Recorded {
    fn len(&self) -> u32 {
        self.products.len() as u32
    }

    fn product(&self, id: ProductId) -> Arc<Product> {
        Arc::clone(&self.products[id.0 as usize])
    }

    fn search(&self, _: &str) -> Vec<ProductId> {
        self.ranks.lock().unwrap().clone()
    }

    fn in_category(&self, category: &str) -> Vec<ProductId> {
        self.all(|p| p.category == category)
    }

    fn with_query(&self, query: &str) -> Vec<ProductId> {
        self.all(|p| p.query == query)
    }

    fn sold_for(&self, id: ProductId) -> Option<Amount> {
        self.prices[id.0 as usize]
    }

    fn sample(&self, _: Seed) -> Vec<ProductId> {
        self.ranks.lock().unwrap().clone()
    }

    fn world(&self) -> WorldInfo {
        WorldInfo {
            kind: "recorded".to_owned(),
            digest: Digest::default(),
        }
    }
}

/// A product as WebShop's file has it, its option groups in file order.
#[derive(Deserialize)]
struct Item {
    customization_options: Option<Groups>,
    #[serde(flatten)]
    fields: Value,
}

struct Groups(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Groups {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Groups;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object of option groups")
            }
            fn visit_str<E>(self, _: &str) -> Result<Groups, E> {
                Ok(Groups(Vec::new()))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Groups, A::Error> {
                let mut groups = Vec::new();
                while let Some(group) = map.next_entry()? {
                    groups.push(group);
                }
                Ok(Groups(groups))
            }
        }
        deserializer.deserialize_any(InOrder)
    }
}

fn product(item: Item, attributes: &Value) -> Product {
    let fields = &item.fields;
    let own = strings(&attributes[text(fields, "asin")]["attributes"]);
    let dollars: Vec<u32> = text(fields, "pricing")
        .split('$')
        .skip(1)
        .map(|price| {
            let digits: String = price
                .chars()
                .filter(|c| c.is_ascii_digit() || *c == '.')
                .collect();
            (digits.parse::<f64>().unwrap() * 100.0).round() as u32
        })
        .collect();
    let low_cents = dollars.first().copied().unwrap_or(10_000);
    Product {
        asin: text(fields, "asin").to_owned(),
        title: text(fields, "name").to_owned(),
        description: text(fields, "full_description").to_owned(),
        bullets: strings(&fields["small_description"]),
        category: text(fields, "category").to_owned(),
        query: strip(&text(fields, "query").to_lowercase()).to_owned(),
        product_category: text(fields, "product_category").to_owned(),
        attributes: if own.is_empty() {
            vec!["DUMMY_ATTR".to_owned()]
        } else {
            own
        },
        options: option_groups(item.customization_options),
        price: Price {
            low_cents,
            high_cents: dollars.get(1).copied().unwrap_or(low_cents),
        },
        image: String::new(),
        details: Details {
            rating_tenths: 10,
            review_count: 0,
            stock_units: 1,
            weight_grams: 1,
            warranty_months: 0,
            sponsored: false,
        },
        synthetic: None,
        human: Vec::new(),
    }
}

/// Names in lower case; of two groups whose names then agree the last gives the values, at the place of the first.
fn option_groups(groups: Option<Groups>) -> Vec<OptionGroup> {
    let mut out: Vec<OptionGroup> = Vec::new();
    for (name, values) in groups.into_iter().flat_map(|groups| groups.0) {
        let Some(values) = values.as_array() else {
            continue;
        };
        let value = |value: &Value| {
            strip(text(value, "value"))
                .replace('/', " | ")
                .to_lowercase()
        };
        let values = values.iter().map(value).collect();
        let group = OptionGroup::unpriced(name.to_lowercase(), values);
        match out.iter_mut().find(|known| known.name == group.name) {
            Some(known) => *known = group,
            None => out.push(group),
        }
    }
    out
}
