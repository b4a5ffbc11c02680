//! Judging purchases: a goal prepared for many products and option values, or one purchase at once.

use truestep_core::rational::Rational;

use super::amount::Amount;
use super::colors;
use super::fuzzy::{Fuzz, Words};
use super::python::strip;
use super::reward::{Listing, ProductMatch, Reward, RewardError, TypeMatch, Wanted};

/// A goal prepared for judging.
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
        let most = wanted.options.len().max(wanted.attributes.len());
        if most > 64 {
            return Err(RewardError::TooMany(most));
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

    /// Attributes, options and the price: what the hits are divided by.
    pub fn counted(&self) -> u32 {
        (self.attributes.len() + self.options.len()) as u32 + 1
    }

    /// How many attributes are asked for.
    pub fn attributes_asked(&self) -> u32 {
        self.attributes.len() as u32
    }

    /// The mask of all options asked for.
    pub fn all_options(&self) -> u64 {
        low_bits(self.options.len())
    }

    /// Highest accepted price.
    pub fn price_upper(&self) -> Amount {
        self.price_upper
    }

    /// Lower-cased nouns of the wanted title, repeats kept.
    pub fn nouns(&self) -> &[String] {
        &self.nouns
    }

    /// How well the kind of a product fits.
    pub fn kind(&self, query: &str, product_category: &str, nouns: &[String]) -> TypeMatch {
        let mut shared: Vec<&String> = nouns
            .iter()
            .filter(|noun| self.nouns.contains(noun))
            .collect();
        shared.sort_unstable();
        shared.dedup();
        self.kind_sharing(query, product_category, shared.len())
    }

    /// How well the kind of a product fits whose title shares this many distinct nouns with the wanted one.
    pub fn kind_sharing(
        &self,
        query: &str,
        product_category: &str,
        shared_nouns: usize,
    ) -> TypeMatch {
        let query_match = self.query == query;
        let mut shared: Vec<&str> = category_parts(product_category)
            .filter(|part| self.categories.iter().any(|wanted| wanted == part))
            .collect();
        shared.sort_unstable();
        shared.dedup();
        let category_match = shared.len() >= 2;
        // Repeats of a noun in the wanted title count below the line only.
        let title_score = match self.nouns.len() {
            0 => Rational::new(1, 5),
            nouns => Rational::new(shared_nouns as i64, nouns as i64),
        };
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

    /// Which of the attributes asked for one of a product's own attributes satisfies: bit `i` for attribute `i`.
    pub fn attributes_like(&self, own: &str) -> u64 {
        let own = Words::new(self.fuzz, own);
        let bits = self.attributes.iter().enumerate();
        bits.fold(0, |mask, (i, (_, wanted))| {
            mask | (u64::from(own.matches(wanted)) << i)
        })
    }

    /// `found`, and the attributes asked for that stand word for word in the lower-cased title, bullets or description.
    pub fn attributes_in_text(&self, found: u64, product: Listing<'_>) -> u64 {
        if found == low_bits(self.attributes.len()) {
            return found;
        }
        let texts = [
            product.title.to_lowercase(),
            product.bullets.join(" ").to_lowercase(),
            product.description.to_lowercase(),
        ];
        let bits = self.attributes.iter().enumerate();
        bits.fold(found, |mask, (i, (wanted, _))| {
            let stands =
                mask >> i & 1 == 1 || texts.iter().any(|text| text.contains(wanted.as_str()));
            mask | (u64::from(stands) << i)
        })
    }

    /// Everything a product decides when sold for `price`.
    pub fn product(&self, product: Listing<'_>, price: Amount) -> ProductMatch {
        let own = product.attributes.iter();
        let found = own.fold(0, |mask, own| mask | self.attributes_like(own));
        ProductMatch {
            kind: self.kind(product.query, product.product_category, product.nouns),
            attribute_hits: self.attributes_in_text(found, product).count_ones(),
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

/// The lowest `count` bits, `count` at most 64.
fn low_bits(count: usize) -> u64 {
    if count >= 64 {
        u64::MAX
    } else {
        (1 << count) - 1
    }
}

fn category_parts(path: &str) -> impl Iterator<Item = &str> {
    path.split('›').map(strip)
}
