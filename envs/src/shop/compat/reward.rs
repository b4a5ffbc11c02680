//! WebShop's reward as an exact rational with its parts.
//!
//! Source: Yao et al. 2022, section 4.2 and Appendix A of "WebShop", as implemented in `goal.py` at commit 64fa2a5:
//! `total = r_type * (attribute hits + option hits + [price within limit]) / (attributes + options + 1)`.
//! The details below are those of the code, including its surprises; `tests/webshop_parity.rs` holds them.

use thiserror::Error;
use truestep_core::rational::Rational;

use super::amount::Amount;
use super::colors;
use super::fuzzy::{Fuzz, Words};
use super::python::{pair_repr, strip};

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
    fn compared(&self) -> Vec<String> {
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
    /// More options than the option masks hold.
    #[error("the goal asks for {0} options; at most 64 can be judged")]
    TooManyOptions(usize),
}

impl RewardError {
    /// The Python exception WebShop raises in the same situation, if it raises one.
    pub fn python_exception(self) -> Option<&'static str> {
        match self {
            Self::NoAttributes => Some("ZeroDivisionError"),
            Self::NoPriceLimit | Self::NoPrice => Some("TypeError"),
            Self::TooManyOptions(_) => None,
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
    counted: u32,
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

/// A goal prepared for judging many products and option values.
#[derive(Clone, Debug)]
pub struct Judge {
    fuzz: Fuzz,
    query: String,
    categories: Vec<String>,
    nouns: Vec<String>,
    attributes: Vec<(String, Words)>,
    options: Vec<Words>,
    price_upper: Amount,
}

impl Judge {
    /// Prepares a goal.
    ///
    /// # Errors
    /// [`RewardError`] if the goal cannot be scored whatever is bought.
    pub fn new(fuzz: Fuzz, wanted: Wanted<'_>) -> Result<Self, RewardError> {
        if wanted.attributes.is_empty() {
            return Err(RewardError::NoAttributes);
        }
        if wanted.options.len() > 64 {
            return Err(RewardError::TooManyOptions(wanted.options.len()));
        }
        if !wanted.price_upper.is_positive() {
            return Err(RewardError::NoPriceLimit);
        }
        let prepare = |text: &String| (text.clone(), Words::new(fuzz, text));
        Ok(Self {
            fuzz,
            query: wanted.query.to_owned(),
            categories: category_parts(wanted.product_category)
                .map(str::to_owned)
                .collect(),
            nouns: wanted.nouns.to_vec(),
            attributes: wanted.attributes.iter().map(prepare).collect(),
            options: wanted
                .options
                .compared()
                .iter()
                .map(|text| Words::new(fuzz, text))
                .collect(),
            price_upper: wanted.price_upper,
        })
    }

    /// The fuzzy matcher in use.
    pub fn fuzz(&self) -> Fuzz {
        self.fuzz
    }

    /// Attributes, options and the price: what the hits are divided by.
    pub fn counted(&self) -> u32 {
        (self.attributes.len() + self.options.len()) as u32 + 1
    }

    /// Highest accepted price.
    pub fn price_upper(&self) -> Amount {
        self.price_upper
    }

    /// How well the kind of a product fits.
    pub fn kind(&self, query: &str, product_category: &str, nouns: &[String]) -> TypeMatch {
        let query_match = self.query == query;
        let mut shared: Vec<&str> = category_parts(product_category)
            .filter(|part| self.categories.iter().any(|wanted| wanted == part))
            .collect();
        shared.sort_unstable();
        shared.dedup();
        let category_match = shared.len() >= 2;
        let title_score = self.title_score(nouns);
        let zero = Rational::from_integer(0);
        let r_type = if title_score == zero {
            zero
        } else if title_score < Rational::new(1, 10) {
            Rational::new(1, 10)
        } else if query_match || category_match || title_score > Rational::new(1, 5) {
            Rational::from_integer(1)
        } else {
            Rational::new(1, 2)
        };
        TypeMatch {
            r_type,
            query_match,
            category_match,
            title_score,
        }
    }

    /// Distinct common nouns over all nouns of the wanted title (its repeats count below the line only).
    fn title_score(&self, nouns: &[String]) -> Rational {
        if self.nouns.is_empty() {
            return Rational::new(1, 5);
        }
        let mut shared: Vec<&String> = nouns
            .iter()
            .filter(|noun| self.nouns.contains(noun))
            .collect();
        shared.sort_unstable();
        shared.dedup();
        Rational::new(shared.len() as i64, self.nouns.len() as i64)
    }

    /// How many of the attributes asked for a product has.
    pub fn attribute_hits(&self, product: Listing<'_>) -> u32 {
        let own: Vec<Words> = product
            .attributes
            .iter()
            .map(|text| Words::new(self.fuzz, text))
            .collect();
        let mut texts: Option<[String; 3]> = None;
        let mut hits = 0;
        for (wanted, words) in &self.attributes {
            let hit = own.iter().any(|own| own.matches(words)) || {
                let texts = texts.get_or_insert_with(|| {
                    [
                        product.title.to_lowercase(),
                        product.bullets.join(" ").to_lowercase(),
                        product.description.to_lowercase(),
                    ]
                });
                texts.iter().any(|text| text.contains(wanted.as_str()))
            };
            hits += u32::from(hit);
        }
        hits
    }

    /// Everything a product decides when sold for `price`.
    pub fn product(&self, product: Listing<'_>, price: Amount) -> ProductMatch {
        ProductMatch {
            kind: self.kind(product.query, product.product_category, product.nouns),
            attribute_hits: self.attribute_hits(product),
            price_ok: price <= self.price_upper,
        }
    }

    /// Which of the options asked for a chosen value matches: bit `i` for option `i`.
    pub fn option_mask(&self, value: &str) -> u64 {
        let chosen = Words::new(self.fuzz, colors::normalize(value));
        let bits = self.options.iter().enumerate();
        bits.fold(0, |mask, (i, wanted)| {
            mask | (u64::from(chosen.matches(wanted)) << i)
        })
    }

    /// The reward for a product with the options in `mask` matched.
    pub fn total(&self, product: ProductMatch, mask: u64) -> Rational {
        let hits = product.attribute_hits + mask.count_ones() + u32::from(product.price_ok);
        product.kind.r_type * Rational::new(i64::from(hits), i64::from(self.counted()))
    }

    /// The reward and all its parts.
    pub fn reward(&self, product: ProductMatch, mask: u64) -> Reward {
        let counted = i64::from(self.counted());
        let attributes = self.attributes.len() as i64;
        let options = self.options.len() as i64;
        let asks_options = options > 0;
        Reward {
            total: self.total(product, mask),
            product,
            option_hits: mask.count_ones(),
            r_att: Rational::new(i64::from(product.attribute_hits), attributes),
            r_option: asks_options.then(|| Rational::new(i64::from(mask.count_ones()), options)),
            w_att: Rational::new(attributes, counted),
            w_option: asks_options.then(|| Rational::new(options, counted)),
            w_price: Rational::new(1, counted),
            counted: self.counted(),
        }
    }
}

/// The reward for buying `product` at `price` with the option `values` chosen.
///
/// # Errors
/// [`RewardError`] where WebShop raises, in the order in which it does: a missing price before missing attributes before a
/// price limit that is not positive.
pub fn reward<'a>(
    fuzz: Fuzz,
    product: Listing<'_>,
    wanted: Wanted<'_>,
    price: Option<Amount>,
    values: impl IntoIterator<Item = &'a str>,
) -> Result<Reward, RewardError> {
    if price.is_none() && wanted.price_upper.is_positive() {
        return Err(RewardError::NoPrice);
    }
    let judge = Judge::new(fuzz, wanted)?;
    let price = price.ok_or(RewardError::NoPrice)?;
    let mask = values
        .into_iter()
        .fold(0, |mask, value| mask | judge.option_mask(value));
    Ok(judge.reward(judge.product(product, price), mask))
}

fn category_parts(path: &str) -> impl Iterator<Item = &str> {
    path.split('›').map(strip)
}
