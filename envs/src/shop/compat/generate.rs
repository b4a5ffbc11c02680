//! From a catalogue and a seed to a task: the shop, its goals, and the definition of one episode.

use std::sync::Arc;

use truestep_core::chance::{Chance as _, Seed};
use truestep_core::model::{self, Subgoal};
use truestep_core::registry::TaskError;
use truestep_core::task::{Split, Task, TemplateId};

use crate::shop::product::{Price, Product, ProductId};

use super::amount::Amount;
use super::fuzzy::Fuzz;
use super::goals::{self, Goal, GoalKind, GoalRef, Parts};
use super::judge::Judge;
use super::moves::says_page_kind;
use super::nouns::{NounTagger, RuleTagger};
use super::parse::{Lookup, Parsed, parse};
use super::reward::{GoalOptions, Listing, ProductMatch, RewardError, Wanted};
use super::stock::Stock;
use super::tables::{NEVER, Tables};
use super::types::{FreeQuery, Query};

/// Queries in a task's menu.
pub const MENU_QUERIES: usize = 8;
/// Steps an episode may take: more than twice the longest shortest path over the menu (seven and the options asked for).
pub const MAX_STEPS: u32 = 30;
/// Goals tried, from the drawn one on, until one can be solved over its menu.
const GOALS_TRIED: usize = 256;
/// Options beyond this leave no room in a set of 64 sub-goals.
const MAX_OPTIONS: usize = 60;

/// How the shop behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Seed of hidden prices, price limits and the order of goals.
    pub seed: Seed,
    /// Which fuzzy matcher judges.
    pub fuzz: Fuzz,
    /// Whether items have an Attributes button (off in WebShop unless asked for).
    pub show_attributes: bool,
}

impl Default for Settings {
    fn default() -> Self {
        // WebShop shuffles its goals with this seed.
        Self {
            seed: Seed(233),
            fuzz: Fuzz::default(),
            show_attributes: false,
        }
    }
}

/// A catalogue with goals over it: shared by all tasks.
pub struct Shop {
    stock: Arc<dyn Stock>,
    nouns: Arc<dyn NounTagger>,
    settings: Settings,
    /// Human goals in seeded order.
    human: Vec<GoalRef>,
    /// Products in seeded order; a synthetic goal is a product and a combination of its values.
    products: Vec<u32>,
}

impl std::fmt::Debug for Shop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shop")
            .field("settings", &self.settings)
            .field("human", &self.human.len())
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
    /// More options than sub-goals can tell apart.
    #[error("the goal asks for {0} options; at most {MAX_OPTIONS} can be told apart as sub-goals")]
    TooManyOptions(usize),
}

impl Shop {
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
        let ids = || (0..stock.len()).map(ProductId);
        let mut listed = goals::list(
            GoalKind::Human,
            ids().map(|id| (id, ByValue(stock.product(id)))),
        );
        let order = goals::shuffled(settings.seed, listed.len());
        listed = order.iter().map(|place| listed[*place as usize]).collect();
        let products = goals::shuffled(
            settings.seed.derive("shop/compat products", 0),
            stock.len() as usize,
        );
        Self {
            stock,
            nouns,
            settings,
            human: listed,
            products,
        }
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

    /// Whether items have an Attributes button.
    pub fn show_attributes(&self) -> bool {
        self.settings.show_attributes
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
            GoalKind::Human => self.human.len(),
            GoalKind::Synthetic => self.products.len(),
        }
    }

    fn choice(&self, kind: GoalKind, place: usize, part: impl FnOnce(&Product) -> u32) -> Choice {
        let goal = match kind {
            GoalKind::Human => self.human[place],
            GoalKind::Synthetic => {
                let product = ProductId(self.products[place]);
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
    pub fn define(self: &Arc<Self>, choice: Choice) -> Result<Def, GoalError> {
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
        let judge = Judge::new(self.settings.fuzz, wanted)?;
        let menu = self.menu_queries(&product, &goal, choice.goal);
        Def::new(self, judge, goal.instruction, goal.options.len(), menu)
    }

    /// Search texts made from the goal: good, partial and distracting ones, distinct, at most [`MENU_QUERIES`].
    fn menu_queries(&self, product: &Product, goal: &Goal, place: GoalRef) -> Vec<String> {
        let options: Vec<&str> = match &goal.options {
            GoalOptions::List(values) => values.iter().map(String::as_str).collect(),
            GoalOptions::Dict(pairs) => pairs.iter().map(|(_, value)| value.as_str()).collect(),
        };
        let attributes = goal.attributes.join(" ");
        let options = options.join(" ");
        let query = &product.query;
        let first = goal.attributes.first().map_or("", String::as_str);
        let mut chance = self
            .settings
            .seed
            .derive("shop/compat distraction", u64::from(place.product.0))
            .stream("product")
            .sampled();
        let other = self
            .stock
            .product(ProductId(chance.below(self.stock.len())));
        let request = goal
            .instruction
            .split(", and price lower than")
            .next()
            .unwrap_or("");
        let texts = [
            format!("{attributes} {query}"),
            format!("{attributes} {query} {options}"),
            request.to_owned(),
            format!("{query} {options}"),
            query.clone(),
            attributes.clone(),
            options,
            format!("{first} {}", other.query),
            first.to_owned(),
            other.query.clone(),
            product.category.clone(),
        ];
        let mut menu: Vec<String> = Vec::with_capacity(MENU_QUERIES);
        for text in texts {
            let words: Vec<&str> = text.split_whitespace().collect();
            let text = words.join(" ").replace(['[', ']'], "").to_lowercase();
            let plain = parse(&format!("search[{text}]")) == Parsed::Search((&*text).into())
                && matches!(Lookup::of(&text), Lookup::Text(_))
                && !says_page_kind(&text);
            if plain && !menu.contains(&text) && menu.len() < MENU_QUERIES {
                menu.push(text);
            }
        }
        menu
    }

    /// The definition of a task's episode: the split of its seed chooses the part of the goals, the seed a goal in it; goals
    /// that cannot be solved over their menu are passed over. Parameters: `goals` (`human` or `synthetic`; human if the
    /// catalogue has human goals) and `goal`, a place in [`Shop::goals`], taken as it is.
    ///
    /// # Errors
    /// [`TaskError`] for a bad parameter, or if no goal can be solved.
    pub fn instance(self: &Arc<Self>, task: &Task) -> Result<Def, TaskError> {
        let bad = |name: &str, reason: String| TaskError::BadParameter {
            template: task.template.clone(),
            name: name.to_owned(),
            value: task.parameters.get(name).cloned().unwrap_or_default(),
            reason,
        };
        if let Some(name) = task
            .parameters
            .keys()
            .find(|name| !["goal", "goals"].contains(&name.as_str()))
        {
            return Err(bad(
                name,
                "the parameters are `goals` and `goal`".to_owned(),
            ));
        }
        let kind = match task.parameters.get("goals").map(String::as_str) {
            Some("human") => GoalKind::Human,
            Some("synthetic") => GoalKind::Synthetic,
            Some(_) => return Err(bad("goals", "expected `human` or `synthetic`".to_owned())),
            None if self.human.is_empty() => GoalKind::Synthetic,
            None => GoalKind::Human,
        };
        if let Some(text) = task.parameters.get("goal") {
            let place = text.parse().ok().filter(|place| *place < self.count(kind));
            let place = place.ok_or_else(|| {
                bad(
                    "goal",
                    format!("expected a number below {}", self.count(kind)),
                )
            })?;
            return self
                .define(self.choice(kind, place, |_| 0))
                .map_err(|error| bad("goal", error.to_string()));
        }
        self.draw(task, kind)
            .ok_or_else(|| no_instance(&task.template, task.seed))
    }

    fn draw(self: &Arc<Self>, task: &Task, kind: GoalKind) -> Option<Def> {
        let part = self.part(kind, Split::of(task.seed));
        let mut chance = task.stream("goal").sampled();
        let count = part.len();
        let start = chance.below(u32::try_from(count).ok().filter(|count| *count > 0)?) as usize;
        let turn = chance.below(u32::MAX);
        let combination = |product: &Product| turn % goals::combinations(product).max(1);
        (0..count.min(GOALS_TRIED)).find_map(|step| {
            let place = part.start + (start + step) % count;
            self.define(self.choice(kind, place, combination))
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
    pub fn census(self: &Arc<Self>, goals: impl IntoIterator<Item = Choice>) -> Census {
        let mut census = Census::default();
        for choice in goals {
            census.goals += 1;
            if !self.define(choice).is_ok_and(|def| def.is_solvable()) {
                census.unsolvable.push(choice);
            }
        }
        census
    }
}

fn no_instance(template: &TemplateId, seed: Seed) -> TaskError {
    TaskError::NoInstance {
        template: template.clone(),
        seed: seed.0,
        reason: format!("none of {GOALS_TRIED} goals can be solved over its menu"),
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

/// Everything of an episode that never changes.
#[derive(Debug)]
pub struct Def {
    pub(super) shop: Arc<Shop>,
    pub(super) goal: model::Goal,
    pub(super) judge: Judge,
    pub(super) session: String,
    pub(super) menu: Vec<String>,
    pub(super) tables: Tables,
}

impl Def {
    /// A definition from its parts: a prepared goal, its words, how many options it asks for, and the search texts of its
    /// menu (lower case, distinct, at most 255).
    ///
    /// # Errors
    /// [`GoalError::TooManyOptions`].
    pub fn new(
        shop: &Arc<Shop>,
        judge: Judge,
        instruction: String,
        options: usize,
        menu: Vec<String>,
    ) -> Result<Self, GoalError> {
        if options > MAX_OPTIONS {
            return Err(GoalError::TooManyOptions(options));
        }
        let searches: Vec<Vec<ProductId>> =
            menu.iter().map(|text| shop.stock.search(text)).collect();
        let tables = Tables::build(shop, &judge, &searches);
        let goal = model::Goal {
            instruction,
            subgoals: subgoals(options),
            evidence: Vec::new(),
            max_steps: MAX_STEPS,
            feasible: tables.from_search_page() != NEVER,
        };
        Ok(Self {
            shop: Arc::clone(shop),
            goal,
            judge,
            session: "0".to_owned(),
            menu,
            tables,
        })
    }

    /// Names the session in addresses.
    #[must_use]
    pub fn with_session(mut self, session: String) -> Self {
        self.session = session;
        self
    }

    /// Whether full marks can be had over the menu.
    pub fn is_solvable(&self) -> bool {
        self.goal.feasible
    }

    /// The search texts of the menu.
    pub fn menu_texts(&self) -> &[String] {
        &self.menu
    }

    /// The shop.
    pub fn shop(&self) -> &Arc<Shop> {
        &self.shop
    }

    /// The tables of a search and its place in them.
    pub(super) fn located<'q>(&'q self, query: &'q Query) -> (&'q Tables, usize) {
        match query {
            Query::Menu(place) => (&self.tables, usize::from(*place)),
            Query::Free(free) => {
                let build =
                    || Tables::build(&self.shop, &self.judge, std::slice::from_ref(&free.hits));
                (free.tables.get_or_init(build), 0)
            }
        }
    }

    /// The product at a rank of a search.
    pub(super) fn product_at(&self, query: &Query, rank: u32) -> Option<ProductId> {
        match query {
            Query::Menu(place) => Some(self.tables.at_rank(usize::from(*place), rank)?.product),
            Query::Free(free) => free.hits.get(rank as usize).copied(),
        }
    }

    /// How many products a search found.
    pub(super) fn hit_count(&self, query: &Query) -> usize {
        match query {
            Query::Menu(place) => self.tables.hits(usize::from(*place)),
            Query::Free(free) => free.hits.len(),
        }
    }

    /// The text of a search.
    pub(super) fn text_of<'q>(&'q self, query: &'q Query) -> &'q str {
        match query {
            Query::Menu(place) => self
                .menu
                .get(usize::from(*place))
                .map_or("", String::as_str),
            Query::Free(free) => &free.text,
        }
    }

    /// Searches for a lower-cased text: a query of the menu if it is one.
    ///
    /// # Errors
    /// The Python exception that WebShop raises for this text.
    pub fn search(&self, text: &str) -> Result<Query, &'static str> {
        if let Some(place) = self.menu.iter().position(|known| known == text) {
            return Ok(Query::Menu(place as u8));
        }
        let stock = self.shop.stock();
        let lookup = Lookup::of(text);
        if let Some(exception) = lookup.python_exception(stock.len() as usize) {
            return Err(exception);
        }
        let hits = match lookup {
            Lookup::Category(category) => stock.in_category(category),
            Lookup::Query(query) => stock.with_query(query),
            Lookup::Random => stock.sample(self.shop.settings.seed),
            _ => stock.search(text),
        };
        Ok(Query::Free(Arc::new(FreeQuery::new(text.to_owned(), hits))))
    }

    /// What a product alone decides of the reward.
    pub(super) fn judge_product(&self, id: ProductId) -> ProductMatch {
        let product = self.shop.stock.product(id);
        let nouns = self.shop.nouns.nouns(&product.title);
        self.judge.product(
            Listing::of(&product, &nouns),
            self.shop.price(id, product.price),
        )
    }
}

fn subgoals(options: usize) -> Vec<Subgoal> {
    let subgoal = |name: String, requires: Vec<usize>| Subgoal { name, requires };
    let mut all = vec![
        subgoal("listed".to_owned(), vec![]),
        subgoal("opened".to_owned(), vec![0]),
    ];
    all.extend((1..=options).map(|number| subgoal(format!("option_{number}"), vec![1])));
    all.push(subgoal("bought".to_owned(), (1..options + 2).collect()));
    all
}
