//! From a catalogue and a seed to a task: the shop, its goals, and the definition of one episode.

use std::sync::{Arc, OnceLock};

use truestep_core::chance::{Chance as _, Seed};
use truestep_core::task::{Split, Task};

use crate::shop::product::{Price, Product, ProductId};

use super::amount::Amount;
use super::def::{Def, MAX_OPTIONS};
use super::fuzzy::Fuzz;
use super::goals::{self, GoalKind, GoalRef, Parts};
use super::judge::Judge;
use super::nouns::{NounTagger, RuleTagger};
use super::queries::menu_queries;
use super::reward::{RewardError, Wanted};
use super::stock::Stock;

/// Goals tried, from the drawn one on, until one can be solved over its menu.
const GOALS_TRIED: usize = 256;

/// How an episode behaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Which fuzzy matcher judges.
    pub fuzz: Fuzz,
    /// Whether items have an Attributes button (off in WebShop unless asked for).
    pub show_attributes: bool,
}

/// Which goal a task wants, and how its episode behaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// Which instructions; by default human ones if the catalogue has any.
    pub kind: Option<GoalKind>,
    /// The goal's place in [`Storefront::goals`], taken as it is; by default drawn among those that can be solved.
    pub place: Option<usize>,
    /// How the episode behaves.
    pub options: Options,
}

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

/// Why a goal is not a task.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GoalError {
    /// The product has no such instruction.
    #[error("product {} has no such instruction; list the goals first", product.0)]
    NoInstruction {
        /// The product.
        product: ProductId,
    },
    /// WebShop could not score it.
    #[error(transparent)]
    Unscorable(#[from] RewardError),
    /// No goal has this number.
    #[error("no goal {place}: the shop has {goals}, counted from 0")]
    NoGoal {
        /// The number asked for.
        place: usize,
        /// How many goals there are.
        goals: usize,
    },
    /// No goal can be solved over its menu.
    #[error("none of {tried} goals can be solved over its menu")]
    NothingSolvable {
        /// How many were tried.
        tried: usize,
    },
    /// More options than sub-goals can tell apart.
    #[error("the goal asks for {0} options; at most {MAX_OPTIONS} can be told apart as sub-goals")]
    TooManyOptions(usize),
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

    fn count(&self, kind: GoalKind) -> usize {
        match kind {
            GoalKind::Human => self.human().len(),
            GoalKind::Synthetic => self.products().len(),
        }
    }

    fn choice(&self, kind: GoalKind, place: usize, part: impl FnOnce(&Product) -> u32) -> Choice {
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

    /// The definition of an episode for a goal.
    ///
    /// # Errors
    /// [`GoalError`] if the goal cannot be worded or scored.
    pub fn define(self: &Arc<Self>, choice: Choice, options: Options) -> Result<Def, GoalError> {
        let product = self.stock.product(choice.goal.product);
        let missing = GoalError::NoInstruction {
            product: choice.goal.product,
        };
        let goal =
            goals::build(choice.kind, &product, choice.goal, self.settings.seed).ok_or(missing)?;
        let nouns = self.nouns.nouns(&product.title);
        let wanted = Wanted {
            query: &product.query,
            product_category: &product.product_category,
            nouns: &nouns,
            attributes: &goal.attributes,
            options: &goal.options,
            price_upper: goal.price_upper,
        };
        let judge = Judge::new(options.fuzz, wanted)?;
        let menu = menu_queries(&*self.stock, self.settings.seed, &product, &goal);
        Ok(
            Def::new(self, judge, goal.instruction, goal.options.len(), menu)?
                .with_attributes(options.show_attributes),
        )
    }

    /// The definition of a task's episode. The split of its seed chooses the part of the goals, the seed a goal in it; goals
    /// that cannot be solved over their menu are passed over, unless one is asked for by its place.
    ///
    /// # Errors
    /// [`GoalError`] if there is no such goal, or none that can be solved.
    pub fn instance(self: &Arc<Self>, task: &Task, wish: Wish) -> Result<Def, GoalError> {
        let default = if self.human().is_empty() {
            GoalKind::Synthetic
        } else {
            GoalKind::Human
        };
        let kind = wish.kind.unwrap_or(default);
        let goals = self.count(kind);
        match wish.place {
            Some(place) if place >= goals => Err(GoalError::NoGoal { place, goals }),
            Some(place) => self.define(self.choice(kind, place, |_| 0), wish.options),
            None => self
                .draw(task, kind, wish.options)
                .ok_or(GoalError::NothingSolvable {
                    tried: goals.min(GOALS_TRIED),
                }),
        }
    }

    fn draw(self: &Arc<Self>, task: &Task, kind: GoalKind, options: Options) -> Option<Def> {
        let part = self.part(kind, Split::of(task.seed));
        let mut chance = task.stream("goal").sampled();
        let count = part.len();
        let start = chance.below(u32::try_from(count).ok().filter(|count| *count > 0)?) as usize;
        let turn = chance.below(u32::MAX);
        let combination = |product: &Product| turn % goals::combinations(product).max(1);
        (0..count.min(GOALS_TRIED)).find_map(|step| {
            let place = part.start + (start + step) % count;
            self.define(self.choice(kind, place, combination), options)
                .ok()
                .filter(Def::is_solvable)
        })
    }

    /// The places of a split's goals; all of them where the split is too small to have any.
    fn part(&self, kind: GoalKind, split: Split) -> std::ops::Range<usize> {
        let count = self.count(kind);
        let parts = Parts::of(count);
        let part = match split {
            Split::Test => 0..parts.test_end,
            Split::Validation => parts.test_end..parts.dev_end,
            Split::Train => parts.dev_end..count,
        };
        if part.is_empty() { 0..count } else { part }
    }

    /// Counts the goals that cannot be solved over their menu, and names them.
    pub fn census(
        self: &Arc<Self>,
        goals: impl IntoIterator<Item = Choice>,
        options: Options,
    ) -> Census {
        let mut census = Census::default();
        for choice in goals {
            census.goals += 1;
            if !self
                .define(choice, options)
                .is_ok_and(|def| def.is_solvable())
            {
                census.unsolvable.push(choice);
            }
        }
        census
    }
}

/// Lends a shared product by value to code that asks for `Borrow<Product>`.
struct ByValue(Arc<Product>);

impl std::borrow::Borrow<Product> for ByValue {
    fn borrow(&self) -> &Product {
        &self.0
    }
}

/// How many goals can be solved over their menu.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Census {
    /// Goals looked at.
    pub goals: usize,
    /// Those whose best total over the menu is below 1; they are kept out of the splits.
    pub unsolvable: Vec<Choice>,
}
