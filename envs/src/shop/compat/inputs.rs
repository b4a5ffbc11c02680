//! What a user brings along for the compat shop: nouns from a tagger, and goals with their prices.
//!
//! WebShop draws hidden prices and price limits before it sets its seed, so nobody can make the goals of a run of it again:
//! they have to be handed over. A file of goals is what `server.goals` holds, and `server.product_prices` beside it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use serde::Deserialize;
use serde_json::Value;
use xxhash_rust::xxh3::xxh3_128;

use crate::shop::catalog::Catalog;
use crate::shop::product::ProductId;

use super::amount::{Amount, AmountError};
use super::goals::Goal;
use super::nouns::NounTable;
use super::reward::GoalOptions;

/// Bytes of a file at most.
const MAX_BYTES: u64 = 512 << 20;

/// What was brought along; by default nothing.
#[derive(Debug, Default)]
pub struct Inputs {
    pub(super) nouns: Option<Arc<NounTable>>,
    goals: Option<GoalFile>,
    digest: u128,
}

/// Goals in the order of their file, and prices.
#[derive(Debug, Default)]
struct GoalFile {
    goals: Vec<Goal>,
    prices: BTreeMap<ProductId, Amount>,
}

/// Why a file cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InputError {
    /// It cannot be read.
    #[error("cannot read `{path}`", path = path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// It is larger than is read.
    #[error("`{path}` is larger than {MAX_BYTES} bytes; leave out what is not needed", path = path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
    },
    /// It does not hold what it should.
    #[error("`{path}` is not usable: {problem}", path = path.display())]
    Format {
        /// The file.
        path: PathBuf,
        /// What was found and what was expected.
        problem: String,
    },
}

impl Inputs {
    /// Nothing; the same for all shops.
    #[must_use]
    pub fn none() -> Arc<Self> {
        static NONE: LazyLock<Arc<Inputs>> = LazyLock::new(Arc::default);
        Arc::clone(&NONE)
    }

    /// Reads what there is: a table of nouns (see [`NounTable::from_json`]), and goals over `catalog` - a JSON list of goals as
    /// WebShop has them (`asin`, `instruction_text`, `attributes`, `goal_options`, `price_upper`, and `price`, the hidden price
    /// of the product, where it is known), or an object with that list as `goals` and hidden prices by id as
    /// `product_prices`.
    ///
    /// # Errors
    /// [`InputError`] if a file cannot be read or does not hold that.
    pub fn read(
        nouns: Option<&Path>,
        goals: Option<&Path>,
        catalog: &Catalog,
    ) -> Result<Self, InputError> {
        let mut inputs = Self::default();
        if let Some(path) = nouns {
            let text = read_file(path)?;
            let table = NounTable::from_json(&text).map_err(|error| InputError::Format {
                path: path.to_owned(),
                problem: format!("expected an object from titles to lists of nouns; {error}"),
            })?;
            inputs.nouns = Some(Arc::new(table));
            inputs.digest ^= xxh3_128(text.as_bytes());
        }
        if let Some(path) = goals {
            let text = read_file(path)?;
            let file = GoalFile::read(&text, catalog).map_err(|problem| InputError::Format {
                path: path.to_owned(),
                problem,
            })?;
            inputs.goals = Some(file);
            inputs.digest ^= xxh3_128(text.as_bytes()).rotate_left(1);
        }
        Ok(inputs)
    }

    /// Names the content; 0 if there is none.
    #[must_use]
    pub fn digest(&self) -> u128 {
        self.digest
    }

    /// Whether goals were given.
    #[must_use]
    pub fn has_goals(&self) -> bool {
        self.goals.is_some()
    }

    /// How many goals were given.
    pub(super) fn goals(&self) -> usize {
        self.goals.as_ref().map_or(0, |file| file.goals.len())
    }

    /// The goal at a place of the file.
    pub(super) fn goal(&self, place: usize) -> Option<&Goal> {
        self.goals.as_ref()?.goals.get(place)
    }

    /// The hidden price that was given for a product.
    pub(super) fn price(&self, product: ProductId) -> Option<Amount> {
        self.goals.as_ref()?.prices.get(&product).copied()
    }
}

fn read_file(path: &Path) -> Result<String, InputError> {
    let failed = |source| InputError::Io {
        path: path.to_owned(),
        source,
    };
    let size = std::fs::metadata(path).map_err(failed)?.len();
    if size > MAX_BYTES {
        return Err(InputError::TooLarge {
            path: path.to_owned(),
        });
    }
    std::fs::read_to_string(path).map_err(failed)
}

/// A goal as WebShop has it; further fields are its product's.
#[derive(Deserialize)]
struct Entry {
    asin: String,
    instruction_text: String,
    attributes: Vec<String>,
    #[serde(default)]
    goal_options: Value,
    price_upper: f64,
    price: Option<f64>,
}

impl GoalFile {
    fn read(text: &str, catalog: &Catalog) -> Result<Self, String> {
        const SHAPE: &str =
            "expected a list of goals, or an object with `goals` and `product_prices`";
        let value: Value =
            serde_json::from_str(text).map_err(|error| format!("{SHAPE}; {error}"))?;
        let (goals, prices) = match value {
            Value::Array(goals) => (goals, Value::Null),
            Value::Object(mut fields) => match fields.remove("goals") {
                Some(Value::Array(goals)) => {
                    (goals, fields.remove("product_prices").unwrap_or_default())
                }
                _ => return Err(SHAPE.to_owned()),
            },
            _ => return Err(SHAPE.to_owned()),
        };
        let mut file = Self::default();
        file.add_prices(prices, catalog)?;
        for (number, goal) in goals.into_iter().enumerate() {
            let added = serde_json::from_value(goal)
                .map_err(|error| error.to_string())
                .and_then(|entry| file.add(entry, catalog));
            added.map_err(|problem| format!("goal {number}: {problem}"))?;
        }
        if file.goals.is_empty() {
            return Err("it holds no goal; expected one at least".to_owned());
        }
        Ok(file)
    }

    /// Prices by id; those of products that the catalogue does not have are passed over.
    fn add_prices(&mut self, prices: Value, catalog: &Catalog) -> Result<(), String> {
        if prices.is_null() {
            return Ok(());
        }
        let prices: BTreeMap<String, f64> = serde_json::from_value(prices).map_err(|error| {
            format!("`product_prices`: expected dollars by product id; {error}")
        })?;
        for (asin, dollars) in prices {
            if let Some(product) = catalog.find_asin(&asin) {
                self.prices.insert(product, amount(dollars)?);
            }
        }
        Ok(())
    }

    fn add(&mut self, entry: Entry, catalog: &Catalog) -> Result<(), String> {
        let product = catalog.find_asin(&entry.asin).ok_or_else(|| {
            let asin: String = entry.asin.chars().take(40).collect();
            format!(
                "the catalogue has no product `{asin}`; give the catalogue the goals were made over"
            )
        })?;
        if let Some(dollars) = entry.price {
            self.prices.insert(product, amount(dollars)?);
        }
        self.goals.push(Goal {
            product,
            attributes: entry.attributes,
            options: options(entry.goal_options)?,
            price_upper: amount(entry.price_upper)?,
            instruction: entry.instruction_text,
        });
        Ok(())
    }
}

fn amount(dollars: f64) -> Result<Amount, String> {
    Amount::from_f64(dollars).map_err(|error: AmountError| error.to_string())
}

/// A list of values, or values by group.
fn options(value: Value) -> Result<GoalOptions, String> {
    const EXPECTED: &str = "`goal_options`: expected a list of texts, or texts by group";
    let text = |value: Value| match value {
        Value::String(text) => Ok(text),
        _ => Err(EXPECTED.to_owned()),
    };
    match value {
        Value::Null => Ok(GoalOptions::List(Vec::new())),
        Value::Array(values) => {
            let values: Result<_, _> = values.into_iter().map(text).collect();
            values.map(GoalOptions::List)
        }
        Value::Object(pairs) => {
            let pairs: Result<_, String> = pairs
                .into_iter()
                .map(|(group, value)| Ok((group, text(value)?)))
                .collect();
            pairs.map(GoalOptions::Dict)
        }
        _ => Err(EXPECTED.to_owned()),
    }
}
