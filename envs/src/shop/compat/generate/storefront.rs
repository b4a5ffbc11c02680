//! The shop: a catalogue and the goals over it.

use std::sync::{Arc, OnceLock};

use truestep_core::chance::Seed;

use crate::shop::product::{Product, ProductId};

use super::super::amount::Amount;
use super::super::goals::{self, GoalKind, GoalRef};
use super::super::inputs::Inputs;
use super::super::nouns::{NounTagger, RuleTagger};
use super::super::stock::Stock;

/// What the goals of a shop are drawn from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Seed of hidden prices, price limits and the order of goals.
    pub seed: Seed,
}

impl Default for Settings {
    fn default() -> Self {
        // WebShop shuffles its goals with this seed.
        Self { seed: Seed(233) }
    }
}

/// A catalogue with goals over it: shared by all tasks.
pub struct Storefront {
    stock: Arc<dyn Stock>,
    nouns: Arc<dyn NounTagger>,
    settings: Settings,
    inputs: Arc<Inputs>,
    /// Human goals in seeded order, listed when first asked for.
    human: OnceLock<Vec<GoalRef>>,
    /// Synthetic goals, numbered when first asked for.
    synthetic: OnceLock<Synthetic>,
}

/// Synthetic goals in WebShop's order, four bytes each: their products and combinations follow from their numbers.
#[derive(Debug)]
struct Synthetic {
    /// How many goals the products up to each give together.
    ends: Vec<u32>,
    /// Numbers of goals, shuffled.
    order: Vec<u32>,
}

/// Synthetic goals that are numbered at most; those of later products are left out.
const MAX_SYNTHETIC: u32 = 1 << 25;

impl Synthetic {
    fn number(counts: &[u32], seed: Seed) -> Self {
        let mut sum = 0u32;
        let add = |count: &u32| {
            sum = sum.saturating_add(*count).min(MAX_SYNTHETIC);
            sum
        };
        let ends: Vec<u32> = counts.iter().map(add).collect();
        let order = goals::shuffled(seed, sum as usize);
        Self { ends, order }
    }

    fn goal(&self, place: usize) -> GoalRef {
        let number = self.order[place];
        let product = self.ends.partition_point(|end| *end <= number);
        let before = product.checked_sub(1).map_or(0, |before| self.ends[before]);
        GoalRef {
            product: ProductId(product as u32),
            part: number - before,
            weight: goals::WEIGHT_UNIT,
        }
    }
}

impl std::fmt::Debug for Storefront {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Storefront")
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

/// A goal of a shop, chosen but not yet prepared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Choice {
    /// Which instructions.
    pub kind: GoalKind,
    /// Which goal.
    pub goal: GoalRef,
}

impl Storefront {
    /// A shop that tags nouns by rule.
    pub fn new(stock: Arc<dyn Stock>, settings: Settings) -> Self {
        Self::with_nouns(stock, settings, Arc::new(RuleTagger))
    }

    /// A shop with another source of nouns.
    pub fn with_nouns(
        stock: Arc<dyn Stock>,
        settings: Settings,
        nouns: Arc<dyn NounTagger>,
    ) -> Self {
        Self {
            stock,
            nouns,
            settings,
            inputs: Arc::default(),
            human: OnceLock::new(),
            synthetic: OnceLock::new(),
        }
    }

    /// A shop with what a user brought along: nouns, goals, prices.
    pub fn with_inputs(stock: Arc<dyn Stock>, settings: Settings, inputs: Arc<Inputs>) -> Self {
        let nouns: Arc<dyn NounTagger> = match &inputs.nouns {
            Some(table) => Arc::clone(table) as _,
            None => Arc::new(RuleTagger),
        };
        Self {
            inputs,
            ..Self::with_nouns(stock, settings, nouns)
        }
    }

    /// What a user brought along.
    pub fn inputs(&self) -> &Inputs {
        &self.inputs
    }

    fn human(&self) -> &[GoalRef] {
        self.human.get_or_init(|| {
            if !self.stock.has_human_goals() {
                return Vec::new();
            }
            let ids = (0..self.stock.len()).map(ProductId);
            let listed = goals::list(
                GoalKind::Human,
                ids.map(|id| (id, ByValue(self.stock.product(id)))),
            );
            let order = goals::shuffled(self.settings.seed, listed.len());
            order.iter().map(|place| listed[*place as usize]).collect()
        })
    }

    fn synthetic(&self) -> &Synthetic {
        self.synthetic
            .get_or_init(|| Synthetic::number(&self.stock.synthetic_counts(), self.settings.seed))
    }

    /// The catalogue.
    pub fn stock(&self) -> &dyn Stock {
        &*self.stock
    }

    /// The source of nouns.
    pub fn nouns(&self) -> &dyn NounTagger {
        &*self.nouns
    }

    /// How it behaves.
    pub fn settings(&self) -> Settings {
        self.settings
    }

    /// The price a product is sold for.
    pub fn price(&self, id: ProductId, product: &Product) -> Amount {
        let drawn = || {
            let cents = goals::hidden_price_cents(self.settings.seed, id, product.price);
            Amount::from_cents(cents)
        };
        let given = self.inputs.price(id);
        let known = given.or_else(|| self.stock.sold_for(id));
        known
            .or_else(|| single_price(product))
            .unwrap_or_else(drawn)
    }

    /// The goals in seeded order.
    pub fn goals(&self, kind: GoalKind) -> Vec<Choice> {
        (0..self.count(kind))
            .map(|place| self.choice(kind, place))
            .collect()
    }

    /// How many goals there are.
    pub fn count(&self, kind: GoalKind) -> usize {
        match kind {
            GoalKind::Human => self.human().len(),
            GoalKind::Synthetic => self.synthetic().order.len(),
            GoalKind::Given => self.inputs.goals(),
        }
    }

    /// The goal at a place of the seeded list.
    pub(super) fn choice(&self, kind: GoalKind, place: usize) -> Choice {
        let goal = match kind {
            GoalKind::Human => self.human()[place],
            GoalKind::Synthetic => self.synthetic().goal(place),
            GoalKind::Given => GoalRef {
                product: self
                    .inputs
                    .goal(place)
                    .map_or(ProductId(0), |goal| goal.product),
                part: place as u32,
                weight: goals::WEIGHT_UNIT,
            },
        };
        Choice { kind, goal }
    }
}

/// The price of a product whose page shows one figure finer than cents: that figure.
fn single_price(product: &Product) -> Option<Amount> {
    let figure = product.price_line.strip_prefix('$')?;
    Amount::from_f64(figure.parse().ok()?).ok()
}

/// Lends a shared product by value to code that asks for `Borrow<Product>`.
struct ByValue(Arc<Product>);

impl std::borrow::Borrow<Product> for ByValue {
    fn borrow(&self) -> &Product {
        &self.0
    }
}
