//! The definition of one episode: the goal, its judge, the menu's searches and what the planner knows of them.

use std::sync::Arc;

use truestep_core::model::{Goal, Subgoal};

use crate::shop::product::ProductId;

use super::generate::{GoalError, Storefront};
use super::judge::Judge;
use super::moves::{is_opened_by_its_link, says_page_kind};
use super::parse::Lookup;
use super::reward::{Listing, ProductMatch};
use super::state::{FreeQuery, Query};
use super::tables::{NEVER, Tables};
use super::types::MAX_OPTIONS;

/// Steps an episode may take: more than twice the longest shortest path over the menu (seven and the options asked for).
pub const MAX_STEPS: u32 = 30;

/// What the menu holds beside the search page's queries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MenuKind {
    /// What can be clicked, without `Next >` on a page that lists nothing.
    #[default]
    Closed,
    /// Everything WebShop lists as clickable and an action can click, `Next >` on every page of results.
    Clickables,
}

/// Everything of an episode that never changes.
#[derive(Debug)]
pub struct Def {
    pub(super) shop: Arc<Storefront>,
    pub(super) goal: Goal,
    pub(super) judge: Judge,
    pub(super) session: String,
    pub(super) menu: Vec<String>,
    pub(super) tables: Tables,
    pub(super) show_attributes: bool,
    pub(super) menu_kind: MenuKind,
}

impl Def {
    /// A definition from its parts: a prepared goal, its words, how many options it asks for, and the search texts of its
    /// menu (lower case, distinct, at most 255; those that name a kind of page, and so confuse addresses, are left out).
    ///
    /// # Errors
    /// [`GoalError::TooManyOptions`].
    pub fn new(
        shop: &Arc<Storefront>,
        judge: Judge,
        instruction: String,
        options: usize,
        mut menu: Vec<String>,
    ) -> Result<Self, GoalError> {
        if options > MAX_OPTIONS {
            return Err(GoalError::TooManyOptions(options));
        }
        menu.retain(|text| !says_page_kind(text));
        let searches: Vec<Vec<ProductId>> =
            menu.iter().map(|text| shop.stock().search(text)).collect();
        let tables = Tables::build(shop, &judge, &searches);
        let goal = Goal {
            instruction,
            subgoals: subgoals(options),
            evidence: Vec::new(),
            max_steps: MAX_STEPS,
            feasible: tables.steps_from_search_page() != NEVER,
        };
        Ok(Self {
            shop: Arc::clone(shop),
            goal,
            judge,
            session: "0".to_owned(),
            show_attributes: false,
            menu_kind: MenuKind::default(),
            menu,
            tables,
        })
    }

    /// Shows or hides the Attributes button.
    #[must_use]
    pub fn with_attributes(mut self, show: bool) -> Self {
        self.show_attributes = show;
        self
    }

    /// Says what the menu holds.
    #[must_use]
    pub fn with_menu(mut self, kind: MenuKind) -> Self {
        self.menu_kind = kind;
        self
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

    /// Bytes on the heap that belong to this task alone; products and index are the catalogue's.
    pub fn heap_bytes(&self) -> usize {
        let texts: usize = self
            .menu
            .iter()
            .map(|text| text.capacity() + size_of::<String>())
            .sum();
        self.tables.heap_bytes() + texts + self.goal.instruction.capacity()
    }

    /// The search texts of the menu.
    pub fn menu_texts(&self) -> &[String] {
        &self.menu
    }

    /// The shop.
    pub fn shop(&self) -> &Arc<Storefront> {
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

    /// Whether a product's link opens it.
    pub(super) fn opens(&self, product: ProductId) -> bool {
        is_opened_by_its_link(&self.shop.stock().product(product).asin)
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
            Lookup::Random => stock.sample(self.shop.settings().seed),
            _ => stock.search(text),
        };
        Ok(Query::Free(Arc::new(FreeQuery::new(text.to_owned(), hits))))
    }

    /// What a product alone decides of the reward.
    pub(super) fn judge_product(&self, id: ProductId) -> ProductMatch {
        let product = self.shop.stock().product(id);
        let nouns = self.shop.nouns().nouns(&product.title);
        self.judge
            .product(Listing::of(&product, &nouns), self.shop.price(id, &product))
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
