//! The shop: a catalogue and the goals over it.

use std::sync::{Arc, OnceLock};

use truestep_core::chance::Seed;

use crate::shop::product::{Price, Product, ProductId};

use super::super::amount::Amount;
use super::super::goals::{self, GoalKind, GoalRef};
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
    /// Human goals in seeded order, listed when first asked for.
    human: OnceLock<Vec<GoalRef>>,
    /// Products in seeded order; a synthetic goal is a product and a combination of its values.
    products: OnceLock<Vec<u32>>,
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
            human: OnceLock::new(),
            products: OnceLock::new(),
        }
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

    fn products(&self) -> &[u32] {
        let seed = self.settings.seed.derive("shop/compat products", 0);
        self.products
            .get_or_init(|| goals::shuffled(seed, self.stock.len() as usize))
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
    pub fn price(&self, id: ProductId, listed: Price) -> Amount {
        let drawn =
            || Amount::from_cents(goals::hidden_price_cents(self.settings.seed, id, listed));
        self.stock.sold_for(id).unwrap_or_else(drawn)
    }

    /// The goals in seeded order: all human goals, or one synthetic goal per product (its first combination of values).
    pub fn goals(&self, kind: GoalKind) -> Vec<Choice> {
        (0..self.count(kind))
            .map(|place| self.choice(kind, place, |_| 0))
            .collect()
    }

    /// How many goals there are.
    pub(super) fn count(&self, kind: GoalKind) -> usize {
        match kind {
            GoalKind::Human => self.human().len(),
            GoalKind::Synthetic => self.products().len(),
        }
    }

    /// The goal at a place of the seeded list; `part` names the combination of values of a synthetic one.
    pub(super) fn choice(
        &self,
        kind: GoalKind,
        place: usize,
        part: impl FnOnce(&Product) -> u32,
    ) -> Choice {
        let goal = match kind {
            GoalKind::Human => self.human()[place],
            GoalKind::Synthetic => {
                let product = ProductId(self.products()[place]);
                GoalRef {
                    product,
                    part: part(&self.stock.product(product)),
                    weight: goals::WEIGHT_UNIT,
                }
            }
        };
        Choice { kind, goal }
    }
}

/// Lends a shared product by value to code that asks for `Borrow<Product>`.
struct ByValue(Arc<Product>);

impl std::borrow::Borrow<Product> for ByValue {
    fn borrow(&self) -> &Product {
        &self.0
    }
}
