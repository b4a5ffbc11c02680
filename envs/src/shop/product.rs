//! What a shop sells: one product with everything a page, a judge or a task may need of it.
//!
//! The fields a WebShop page shows keep WebShop's form (lower-cased option names, free-text attributes); the typed facts
//! in [`Details`] are what the strict templates ask about.

use serde::{Deserialize, Serialize};

/// Position of a product in its catalogue, `0..catalog.len()`; also the document number of the search index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ProductId(pub u32);

/// One group of mutually exclusive choices, such as a colour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptionGroup {
    /// Group name, lower case (`"size"`).
    pub name: String,
    /// Values in catalogue order, lower case, trimmed; loaded groups may have none. Loaded ones write `/` as ` | `, as WebShop does; generated ones hold
    /// nothing that separates the parts of a page: see [`OptionGroup::SEPARATORS`].
    pub values: Vec<String>,
    /// What each value adds to the lowest listed price, cents; empty if none adds anything. The least of them is 0.
    pub surcharges_cents: Vec<u32>,
    /// Address of each value's image; empty if no value has one.
    pub images: Vec<Option<String>>,
}

impl OptionGroup {
    /// What no name and no value of a generated group holds, so that pages can list them.
    pub const SEPARATORS: [&str; 6] = ["|", ", ", ": ", "[", "]", " (+$"];

    /// A group whose values all cost the same.
    #[must_use]
    pub fn unpriced(name: String, values: Vec<String>) -> Self {
        Self {
            name,
            values,
            surcharges_cents: vec![],
            images: vec![],
        }
    }

    /// What a value adds to the lowest listed price, cents.
    #[must_use]
    pub fn surcharge_cents(&self, value: usize) -> u32 {
        self.surcharges_cents.get(value).copied().unwrap_or(0)
    }

    /// The address of a value's image, if it has one.
    #[must_use]
    pub fn image(&self, value: usize) -> Option<&str> {
        self.images.get(value)?.as_deref()
    }

    /// Whether the price depends on the value.
    #[must_use]
    pub fn is_priced(&self) -> bool {
        self.surcharges_cents.iter().any(|&cents| cents > 0)
    }
}

/// Price in US cents as listed: one figure, or a range when `high_cents > low_cents`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    /// Lowest listed price, cents.
    pub low_cents: u32,
    /// Highest listed price, cents; equal to `low_cents` for a single figure.
    pub high_cents: u32,
}

/// Typed facts of a product that pages show and strict tasks ask about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    /// Mean rating in tenths of a star, 10..=50.
    pub rating_tenths: u8,
    /// Number of reviews.
    pub review_count: u32,
    /// Units in stock; 0 is sold out.
    pub stock_units: u16,
    /// Shipping weight in grams, at least 1.
    pub weight_grams: u32,
    /// Warranty in months, 0..=60.
    pub warranty_months: u8,
    /// Placed above organic results by payment.
    pub sponsored: bool,
}

/// An instruction that asks for this product, as WebShop's data files carry it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instruction {
    /// The request in words, without price phrase.
    pub text: String,
    /// Attributes the request needs.
    pub attributes: Vec<String>,
    /// Option values the request needs; empty for synthetic instructions, which take them from the product's groups.
    pub options: Vec<String>,
}

/// One product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    /// Unique id, at most 10 characters; generated ones are upper case.
    pub asin: String,
    /// Title as shown.
    pub title: String,
    /// Long description.
    pub description: String,
    /// Bullet points.
    pub bullets: Vec<String>,
    /// Top category (`"grocery"`).
    pub category: String,
    /// The query that names this kind of product (`"sauce"`), lower case.
    pub query: String,
    /// Category path, parts joined by ` › `.
    pub product_category: String,
    /// Attributes, lower case.
    pub attributes: Vec<String>,
    /// Option groups, sorted as the page shows them.
    pub options: Vec<OptionGroup>,
    /// What is left of loaded groups that gave way to a later one of the same name in lower case: the values that no group
    /// has any more, with their images, under the name as it was spelled. WebShop's pages list images by value, and keep these.
    pub replaced_options: Vec<OptionGroup>,
    /// Listed price.
    pub price: Price,
    /// The price as WebShop prints it, where whole cents in rising order do not say it (`"$44.99 to $33.98"`, `"$19.999"`);
    /// else empty.
    pub price_line: String,
    /// Main image address, empty if none.
    pub image: String,
    /// Typed facts.
    pub details: Details,
    /// Synthetic instruction, if the data has one.
    pub synthetic: Option<Instruction>,
    /// Human instructions, in file order.
    pub human: Vec<Instruction>,
}
