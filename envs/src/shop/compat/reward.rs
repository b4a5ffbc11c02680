//! WebShop's reward as an exact rational with its parts.
//!
//! Source: Yao et al. 2022, section 4.2 and Appendix A of "WebShop", as implemented in `goal.py` at commit 64fa2a5:
//! `total = r_type * (attribute hits + option hits + [price within limit]) / (attributes + options + 1)`.
//! The details below are those of the code, including its surprises; `tests/webshop_parity.rs` holds them.

use thiserror::Error;
use truestep_core::rational::Rational;

use crate::shop::product::Product;

use super::amount::Amount;
use super::colors;
use super::python::pair_repr;

/// The options a goal asks for; WebShop has two forms and treats them differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GoalOptions {
    /// Values without their groups (human goals).
    List(Vec<String>),
    /// (group, value) pairs (synthetic goals). The pair, not the value, is compared, so the words of the group count too.
    Dict(Vec<(String, String)>),
}

impl GoalOptions {
    /// How many options are asked for.
    pub fn len(&self) -> usize {
        match self {
            Self::List(values) => values.len(),
            Self::Dict(pairs) => pairs.len(),
        }
    }

    /// Whether no option is asked for.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What the fuzzy matcher compares for each option, colours normalised.
    pub(super) fn compared(&self) -> Vec<String> {
        match self {
            Self::List(values) => values
                .iter()
                .map(|v| colors::normalize(v).to_owned())
                .collect(),
            Self::Dict(pairs) => pairs
                .iter()
                .map(
                    |(group, value)| match colors::normalize_pair(group, value) {
                        Some(color) => color.to_owned(),
                        None => pair_repr(group, value),
                    },
                )
                .collect(),
        }
    }
}

/// What the judge reads of a goal.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// The query that names the wanted kind of product.
    pub query: &'a str,
    /// Category path, parts joined by `›`.
    pub product_category: &'a str,
    /// Lower-cased nouns of the wanted title, in order, repeats kept.
    pub nouns: &'a [String],
    /// Attributes asked for.
    pub attributes: &'a [String],
    /// Options asked for.
    pub options: &'a GoalOptions,
    /// Highest accepted price.
    pub price_upper: Amount,
}

/// What the judge reads of a product.
#[derive(Clone, Copy, Debug)]
pub struct Listing<'a> {
    /// The query that names this kind of product.
    pub query: &'a str,
    /// Category path, parts joined by `›`.
    pub product_category: &'a str,
    /// Lower-cased nouns of the title.
    pub nouns: &'a [String],
    /// Title.
    pub title: &'a str,
    /// Long description.
    pub description: &'a str,
    /// Bullet points.
    pub bullets: &'a [String],
    /// Attributes.
    pub attributes: &'a [String],
}

impl<'a> Listing<'a> {
    /// A product with the nouns of its title.
    pub fn of(product: &'a Product, nouns: &'a [String]) -> Self {
        Self {
            query: &product.query,
            product_category: &product.product_category,
            nouns,
            title: &product.title,
            description: &product.description,
            bullets: &product.bullets,
            attributes: &product.attributes,
        }
    }
}

/// A goal that WebShop cannot score: its code raises where these are returned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RewardError {
    /// Division by zero in WebShop.
    #[error("the goal has no attributes; a goal needs at least one to be scored")]
    NoAttributes,
    /// A sum with `None` in WebShop.
    #[error("the goal's price limit is not above zero; give a positive limit")]
    NoPriceLimit,
    /// A comparison with `None` in WebShop.
    #[error("the product has no price; give the price it is sold for")]
    NoPrice,
    /// More attributes or options than the masks hold.
    #[error("the goal asks for {0} attributes or options; at most 64 of each can be judged")]
    TooMany(usize),
}

impl RewardError {
    /// The Python exception WebShop raises in the same situation, if it raises one.
    pub fn python_exception(self) -> Option<&'static str> {
        match self {
            Self::NoAttributes => Some("ZeroDivisionError"),
            Self::NoPriceLimit | Self::NoPrice => Some("TypeError"),
            Self::TooMany(_) => None,
        }
    }
}

/// How well the kind of product fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TypeMatch {
    /// The factor on the whole reward: 1, 1/2, 1/10 or 0.
    pub r_type: Rational,
    /// Equal queries.
    pub query_match: bool,
    /// At least two common parts of the category paths.
    pub category_match: bool,
    /// Common nouns over the nouns of the wanted title; 1/5 if that has none.
    pub title_score: Rational,
}

/// What a product alone decides of the reward: everything except the chosen options.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProductMatch {
    /// Kind of product.
    pub kind: TypeMatch,
    /// Attributes asked for that the product has.
    pub attribute_hits: u32,
    /// Whether the price is within the limit.
    pub price_ok: bool,
}

/// The reward and its parts, named as in WebShop's `verbose` dictionary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reward {
    /// The reward, 0..=1.
    pub total: Rational,
    /// What the product decides.
    pub product: ProductMatch,
    /// Options asked for that a chosen value matches.
    pub option_hits: u32,
    /// Share of the attributes that hit.
    pub r_att: Rational,
    /// Share of the options that hit; `None` if the goal asks for none.
    pub r_option: Option<Rational>,
    /// Weight of the attributes among everything counted.
    pub w_att: Rational,
    /// Weight of the options; `None` if the goal asks for none.
    pub w_option: Option<Rational>,
    /// Weight of the price.
    pub w_price: Rational,
    pub(super) counted: u32,
}

impl Reward {
    /// The float WebShop computes and prints: the quotient, then times the type factor.
    pub fn total_f64(&self) -> f64 {
        let hits =
            self.product.attribute_hits + self.option_hits + u32::from(self.product.price_ok);
        let r_type = self.product.kind.r_type;
        f64::from(hits) / f64::from(self.counted)
            * (*r_type.numer() as f64 / *r_type.denom() as f64)
    }
}
