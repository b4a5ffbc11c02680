//! What can be chosen about the shop's world: its catalogue.

use super::NAME;
use std::path::PathBuf;

use crate::world::{CatalogSource, DEFAULT_CATALOG_SEED, DEFAULT_PRODUCTS};
use truestep_core::{
    chance::Seed,
    options::{BadOption, Given, OptionKind, WorldOption},
};

/// Most products a catalogue is generated with.
const MAX_PRODUCTS: u32 = 1_180_000;

const CATALOG: &str = "catalog";
const PRODUCTS: &str = "products";
const SEED: &str = "catalog-seed";
const NOUNS: &str = "nouns";
const GOALS: &str = "goals";

/// The options.
#[must_use]
pub fn options() -> Vec<WorldOption> {
    vec![
        WorldOption {
            env: NAME,
            name: CATALOG,
            value_name: "DIR|FILE",
            summary: "Folder with a catalogue in WebShop's format (items_shuffle*.json, items_ins_v2*.json, \
                      items_human_ins.json), or a file that `Catalog::save` wrote",
            kind: OptionKind::Path,
            default: None,
            conflicts: &[PRODUCTS, SEED],
        },
        WorldOption {
            env: NAME,
            name: PRODUCTS,
            value_name: "N",
            summary: "Products of the generated catalogue",
            kind: OptionKind::Number {
                min: 1,
                max: u64::from(MAX_PRODUCTS),
            },
            default: Some(DEFAULT_PRODUCTS.to_string()),
            conflicts: &[],
        },
        WorldOption {
            env: NAME,
            name: SEED,
            value_name: "S",
            summary: "Seed of the generated catalogue",
            kind: OptionKind::Number {
                min: 0,
                max: u64::MAX,
            },
            default: Some(DEFAULT_CATALOG_SEED.0.to_string()),
            conflicts: &[],
        },
        WorldOption {
            env: NAME,
            name: NOUNS,
            value_name: "FILE",
            summary: "Nouns of titles for webshop's reward: a JSON object from titles to lists of lower-case nouns; titles \
                      it lacks go to the built-in rules",
            kind: OptionKind::Path,
            default: None,
            conflicts: &[],
        },
        WorldOption {
            env: NAME,
            name: GOALS,
            value_name: "FILE",
            summary: "Goals of webshop over the catalogue: a JSON list of goals as WebShop has them, price_upper and price \
                      included, or an object with that list as goals and hidden prices by id as product_prices",
            kind: OptionKind::Path,
            default: None,
            conflicts: &[],
        },
    ]
}

/// The files that were brought along for `webshop`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InputPaths {
    /// A table of nouns.
    pub nouns: Option<PathBuf>,
    /// A file of goals.
    pub goals: Option<PathBuf>,
}

/// The files that were chosen.
#[must_use]
pub fn input_paths(given: &Given) -> InputPaths {
    let path = |name| given.get(name).map(PathBuf::from);
    InputPaths {
        nouns: path(NOUNS),
        goals: path(GOALS),
    }
}

/// The catalogue that was chosen.
///
/// # Errors
/// [`BadOption`] for a value that is none of its option's.
pub fn catalog_source(given: &Given) -> Result<CatalogSource, BadOption> {
    if let Some(path) = given.get(CATALOG) {
        return Ok(CatalogSource::Folder(path.into()));
    }
    let products = match given.number(PRODUCTS).transpose()? {
        None => DEFAULT_PRODUCTS,
        Some(number) => u32::try_from(number)
            .ok()
            .filter(|n| (1..=MAX_PRODUCTS).contains(n))
            .ok_or_else(|| BadOption {
                name: PRODUCTS.into(),
                value: number.to_string(),
                expected: format!("1 to {MAX_PRODUCTS}"),
            })?,
    };
    let seed = given.number(SEED).transpose()?;
    Ok(CatalogSource::Generated {
        products,
        seed: seed.map_or(DEFAULT_CATALOG_SEED, Seed),
    })
}
