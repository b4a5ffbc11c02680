//! What the agent sees, and what only rendering remembers.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use truestep_core::model::ViewKind;

use crate::shop::product::{Product, ProductId};

use super::address::address;
use super::checks;
use super::def::Def;
use super::html;
use super::moves::listed;
use super::pages::{Place, Scene, Shown};
use super::render;
use super::state::{Action, Query, State};
use super::types::{Picks, page_of_rank};

/// The address of the page.
pub const URL: ViewKind = ViewKind::text("url");

/// View memory: which products were opened since the search page was last open, and in which order options were chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// Opened products, oldest first; shared between forks until one of them opens another.
    visited: Option<Arc<Vec<ProductId>>>,
    /// Places of the groups in order of first choice.
    order: Vec<u8>,
}

impl View {
    fn visited(&self, product: ProductId) -> bool {
        self.visited
            .as_ref()
            .is_some_and(|visited| visited.contains(&product))
    }

    fn visit(&mut self, product: ProductId) {
        let visited = self.visited.get_or_insert_default();
        if !visited.contains(&product) {
            Arc::make_mut(visited).push(product);
        }
    }
}

/// Updates the view memory after a step.
pub(super) fn remember(action: &Action, after: &State, view: &mut View) {
    match (action, after) {
        (_, State::Search) => *view = View::default(),
        (_, State::Results { .. }) => view.order.clear(),
        (Action::Open(product), State::Item { .. }) => view.visit(*product),
        (Action::Choose { group, .. }, State::Item { .. }) => {
            if let Ok(group) = u8::try_from(*group)
                && !view.order.contains(&group)
            {
                view.order.push(group);
            }
        }
        _ => {}
    }
}

/// Lends the page of a state.
pub fn with_scene<R>(
    def: &Def,
    state: &State,
    view: &View,
    look: impl FnOnce(&Scene<'_>) -> R,
) -> R {
    let scene = |place| Scene {
        session: &def.session,
        instruction: &def.goal.instruction,
        show_attributes: def.show_attributes,
        place,
    };
    match state {
        State::Search => look(&scene(Place::Search)),
        State::Results { query, page } => {
            let total = def.hit_count(query);
            let products: Vec<(Arc<Product>, bool)> = listed(*page, total)
                .filter_map(|rank| def.product_at(query, rank as u32))
                .map(|id| (def.shop.stock().product(id), view.visited(id)))
                .collect();
            let shown: Vec<Shown<'_>> = products
                .iter()
                .map(|(product, visited)| Shown {
                    product,
                    visited: *visited,
                })
                .collect();
            look(&scene(Place::Results {
                query: def.text_of(query),
                page: *page,
                total,
                shown: &shown,
            }))
        }
        State::Item {
            query,
            rank,
            chosen,
        } => {
            let product = product_at(def, query, *rank);
            let picks = Picks::new(&product, chosen, &view.order);
            look(&scene(Place::Item {
                query: def.text_of(query),
                page: page_of_rank(*rank),
                product: &product,
                picks,
            }))
        }
        State::Sub {
            query,
            rank,
            chosen,
            kind,
        } => {
            let product = product_at(def, query, *rank);
            let picks = Picks::new(&product, chosen, &view.order);
            look(&scene(Place::Sub {
                query: def.text_of(query),
                page: page_of_rank(*rank),
                product: &product,
                picks,
                kind: *kind,
            }))
        }
        State::Done { product, chosen } => {
            let product = def.shop.stock().product(*product);
            let picks = Picks::new(&product, chosen, &view.order);
            let reward = checks::reward(def, state).map_or(0.0, |reward| reward.total_f64());
            look(&scene(Place::Done {
                product: &product,
                picks,
                reward,
            }))
        }
    }
}

fn product_at(def: &Def, query: &Query, rank: u32) -> Arc<Product> {
    // A state holds only ranks that its search has; a forged one shows the first product instead of failing.
    def.shop
        .stock()
        .product(def.product_at(query, rank).unwrap_or(ProductId(0)))
}

/// Appends one view of a state.
pub(super) fn observe(def: &Def, state: &State, view: &View, kind: ViewKind, out: &mut String) {
    with_scene(def, state, view, |scene| match kind {
        ViewKind::TEXT_RICH => out.push_str(&render::text_rich(scene)),
        ViewKind::HTML => out.push_str(&html::html(scene)),
        URL => out.push_str(&address(scene.session, &scene.place)),
        _ => render::push_text(scene, out),
    });
}
