use crate::prelude::*;
use std::collections::BTreeSet;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "webshop",
        summary: "attributes, options and price met, times how well the product type matches",
        family: Family::Action,
        stage: Stage::Function,
        form: Form::Trajectory,
        channels: &[],
        source: "princeton-nlp/WebShop@64fa2a5, goal.py; arXiv 2207.01206",
        status: Status::ReleasedCode,
        parameters: &[],
    },
    Build::Function("a product, a goal and what matched"),
);

/// WebShop's purchase reward, once its fuzzy matches are known.
///
/// # Formula
/// r = (attributes + options + price ok)/(n_attributes + n_options + 1) · r_type. r_type: 1; 1/2 unless query or category match or the
/// title score exceeds 0.2; 0.1 if that is below 0.1; 0 if it is 0 ([`WebShopPurchase::reward`]).
/// # Source
/// *WebShop*, arXiv 2207.01206, <https://arxiv.org/abs/2207.01206>; repository at 64fa2a5, `get_reward`.
/// # Our reading and deviations
/// As released: a title score below 0.1 lowers the type even where query and category match. Nouns are given; the original asks a
/// tagger. The shop environment computes the same grade from its own catalogue.
/// # Needs
/// Counts of matches.
/// # Range
/// 0..=1.
/// # Known exploits
/// Any cheap product of the right kind earns the price term.
/// # Worked example
/// 2 of 2 attributes, 2 of 2 options, price met, type 1: 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WebShopPurchase {
    /// Attributes met, and asked for.
    pub attributes: (usize, usize),
    /// Options met, and asked for.
    pub options: (usize, usize),
    /// Whether the price is within the limit.
    pub price_ok: bool,
    /// Whether the product was listed for the same query.
    pub query_match: bool,
    /// Whether two levels of the category agree.
    pub category_match: bool,
    /// Distinct words shared by both titles over the goal's words: [`title_score`].
    pub title_score: f64,
}

/// Distinct lower-case words that both names share, over all words of `goal`, repeated ones counted again; 0.2 without words.
#[must_use]
pub fn title_score(product: &str, goal: &str) -> f64 {
    const WITHOUT_WORDS: f64 = 0.2;
    let words = |s: &str| -> Vec<String> {
        let lower = s.to_lowercase();
        lower.split_whitespace().map(str::to_owned).collect()
    };
    let (p, g) = (words(product), words(goal));
    let (p, distinct): (BTreeSet<&String>, BTreeSet<&String>) =
        (p.iter().collect(), g.iter().collect());
    (p.intersection(&distinct).count() as f64)
        .over(&(g.len() as f64))
        .unwrap_or(WITHOUT_WORDS)
}

/// Whether at least two parts of two categories, split at `›`, are equal.
#[must_use]
pub fn categories_match(a: &str, b: &str) -> bool {
    let parts =
        |s: &str| -> BTreeSet<String> { s.split('›').map(|p| p.trim().to_owned()).collect() };
    parts(a).intersection(&parts(b)).count() >= 2
}

impl WebShopPurchase {
    /// r_type.
    #[must_use]
    pub fn type_factor(&self) -> f64 {
        let close = self.query_match || self.category_match || self.title_score > 0.2;
        if self.title_score.is_nought() {
            0.0
        } else if self.title_score < 0.1 {
            0.1
        } else if close {
            1.0
        } else {
            0.5
        }
    }

    /// The reward.
    #[must_use]
    pub fn reward(&self) -> f64 {
        let met = self.attributes.0 + self.options.0 + usize::from(self.price_ok);
        let asked = self.attributes.1 + self.options.1 + 1;
        met as f64 / asked as f64 * self.type_factor()
    }
}
