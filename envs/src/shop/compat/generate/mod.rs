//! From a catalogue and a seed to a task: the shop, its goals, and the definition of one episode.

mod error;
mod storefront;

use std::sync::Arc;

use truestep_core::chance::Chance as _;
use truestep_core::task::{Split, Task};

use super::def::{Def, MenuKind};
use super::fuzzy::Fuzz;
use super::goals::{self, GoalKind, Parts};
use super::judge::Judge;
use super::queries::menu_queries;
use super::reward::Wanted;

pub use error::GoalError;
pub use storefront::{Choice, Settings, Storefront};

/// Goals tried, from the drawn one on, until one can be solved over its menu.
const GOALS_TRIED: usize = 256;

/// How an episode behaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Which fuzzy matcher judges.
    pub fuzz: Fuzz,
    /// Whether items have an Attributes button (off in WebShop unless asked for).
    pub show_attributes: bool,
    /// What the menu holds.
    pub menu: MenuKind,
}

/// Which goal a task wants, and how its episode behaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// Which instructions; by default those a file gave, else synthetic ones, as in WebShop, or human ones if there are no others.
    pub kind: Option<GoalKind>,
    /// The goal's place in [`Storefront::goals`], taken as it is; by default drawn among those that can be solved.
    pub place: Option<usize>,
    /// How the episode behaves.
    pub options: Options,
}

impl Storefront {
    /// The definition of an episode for a goal.
    ///
    /// # Errors
    /// [`GoalError`] if the goal cannot be worded or scored.
    pub fn define(self: &Arc<Self>, choice: Choice, options: Options) -> Result<Def, GoalError> {
        let product = self.stock().product(choice.goal.product);
        let missing = GoalError::NoInstruction {
            product: choice.goal.product,
        };
        let price = self.price(choice.goal.product, &product);
        let seed = self.settings().seed;
        let goal = match choice.kind {
            GoalKind::Given => self.inputs().goal(choice.goal.part as usize).cloned(),
            kind => goals::build(kind, &product, choice.goal, price, seed),
        };
        let goal = goal.ok_or(missing)?;
        let nouns = self.nouns().nouns(&product.title);
        let wanted = Wanted {
            query: &product.query,
            product_category: &product.product_category,
            nouns: &nouns,
            attributes: &goal.attributes,
            options: &goal.options,
            price_upper: goal.price_upper,
        };
        let judge = Judge::new(options.fuzz, wanted)?;
        let menu = menu_queries(self.stock(), self.settings().seed, &product, &goal);
        Ok(
            Def::new(self, judge, goal.instruction, goal.options.len(), menu)?
                .with_attributes(options.show_attributes)
                .with_menu(options.menu),
        )
    }

    /// The definition of a task's episode. The split of its seed chooses the part of the goals, the seed a goal in it; goals
    /// that cannot be solved over their menu are passed over, unless one is asked for by its place.
    ///
    /// # Errors
    /// [`GoalError`] if there is no such goal, or none that can be solved.
    pub fn instance(self: &Arc<Self>, task: &Task, wish: Wish) -> Result<Def, GoalError> {
        let kind = wish.kind.unwrap_or_else(|| {
            if self.inputs().has_goals() {
                GoalKind::Given
            } else if self.count(GoalKind::Synthetic) > 0 || self.count(GoalKind::Human) == 0 {
                GoalKind::Synthetic
            } else {
                GoalKind::Human
            }
        });
        let goals = self.count(kind);
        match wish.place {
            Some(place) if place >= goals => Err(GoalError::NoGoal { place, kind, goals }),
            Some(place) => self.define(self.choice(kind, place), wish.options),
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
        (0..count.min(GOALS_TRIED)).find_map(|step| {
            let place = part.start + (start + step) % count;
            self.define(self.choice(kind, place), options)
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

/// How many goals can be solved over their menu.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Census {
    /// Goals looked at.
    pub goals: usize,
    /// Those whose best total over the menu is below 1; they are kept out of the splits.
    pub unsolvable: Vec<Choice>,
}
