//! Searches, states and actions of the compat shop.

use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

use crate::shop::product::ProductId;

use super::tables::Tables;
use super::types::{Chosen, SubKind};

/// A search text outside the menu, with what it found.
#[derive(Debug, Serialize, Deserialize)]
pub struct FreeQuery {
    /// The text, lower case, as searched.
    pub text: String,
    /// Products found, best first.
    pub hits: Vec<ProductId>,
    /// What the planner knows of the hits, made when first asked for.
    #[serde(skip)]
    pub(super) tables: OnceLock<Tables>,
}

impl FreeQuery {
    /// A search and what it found.
    pub fn new(text: String, hits: Vec<ProductId>) -> Self {
        Self {
            text,
            hits,
            tables: OnceLock::new(),
        }
    }
}

impl PartialEq for FreeQuery {
    fn eq(&self, other: &Self) -> bool {
        (&self.text, &self.hits) == (&other.text, &other.hits)
    }
}

impl Eq for FreeQuery {}

impl Hash for FreeQuery {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.text.hash(hasher);
        self.hits.hash(hasher);
    }
}

/// The search whose results are open.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Query {
    /// A query of the task's menu, by place.
    Menu(u8),
    /// A text the agent wrote.
    Free(Arc<FreeQuery>),
}

/// Where the agent is: all that the shop's dynamics depend on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum State {
    /// The page with the search box.
    #[default]
    Search,
    /// A page of results, counted from 1 (page 0 is reachable by a query that contains `search_results`; it is empty).
    Results {
        /// The search.
        query: Query,
        /// Page number.
        page: u32,
    },
    /// A product's page.
    Item {
        /// The search it was found by.
        query: Query,
        /// Its place among the hits, from 0; product and results page follow from it.
        rank: u32,
        /// Values chosen.
        chosen: Chosen,
    },
    /// A page behind one of the item's buttons.
    Sub {
        /// The search it was found by.
        query: Query,
        /// Its place among the hits, from 0.
        rank: u32,
        /// Values chosen.
        chosen: Chosen,
        /// Which button.
        kind: SubKind,
    },
    /// Bought; the episode is over.
    Done {
        /// What was bought.
        product: ProductId,
        /// With which values.
        chosen: Chosen,
    },
}

/// An action in canonical form.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Search; allowed on every page.
    Search(Query),
    /// Back to the search page.
    Back,
    /// The next page of results.
    Next,
    /// The page before.
    Prev,
    /// Open a product that is listed.
    Open(ProductId),
    /// Choose an option value of the product whose page is open.
    Choose {
        /// The product.
        product: ProductId,
        /// Place of the group.
        group: u16,
        /// Place of the value in the group.
        value: u16,
    },
    /// Open a page behind the item.
    Show(SubKind),
    /// Buy with the values chosen.
    Buy,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_small() {
        assert!(size_of::<State>() <= 64, "{}", size_of::<State>());
    }
}
