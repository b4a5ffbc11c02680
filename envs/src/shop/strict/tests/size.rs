//! Sizes and spread of instances in a catalogue of 1,000 products.

use super::laws::{LIMITS, defs_with};
use crate::shop::{
    catalog::{Catalog, CatalogSpec},
    strict::{StrictShop, tasks, world::market::Market},
};
use std::sync::Arc;
use truestep_core::{
    chance::Enumerated,
    graph::{Mode, StateGraph},
    model::{Dynamics, Planner},
    truth::Distance,
};

pub(super) fn thousand() -> Arc<Market> {
    let catalog = Catalog::generate(CatalogSpec {
        seed: 1,
        products: 1_000,
    })
    .unwrap();
    Arc::new(Market::new(Arc::new(catalog)))
}

#[test]
#[ignore = "prints figures"]
#[expect(clippy::disallowed_methods, reason = "it measures")]
fn print_sizes() {
    let market = thousand();
    for template in tasks::ALL {
        let began = std::time::Instant::now();
        let made = defs_with(&market, template, 0..200);
        let each = began.elapsed() / 200;
        let mut distances: Vec<u32> = made
            .iter()
            .filter_map(|def| {
                let start = StrictShop::initial(def, &mut Enumerated::default());
                match StrictShop::distance(def, &start) {
                    Distance::Steps(d) => Some(d),
                    _ => None,
                }
            })
            .collect();
        distances.sort_unstable();
        let mut sizes = vec![];
        for def in made.iter().take(6) {
            let start = StrictShop::initial(def, &mut Enumerated::default());
            let explored =
                StateGraph::enumerate::<StrictShop>(def, start, &LIMITS, Mode::Lumped).unwrap();
            sizes.push(explored.graph().nodes());
        }
        eprintln!(
            "{template:?}: {} made, {each:?} each; distance {:?} {:?} {:?}; classes {sizes:?}",
            made.len(),
            distances.first(),
            distances.get(distances.len() / 2),
            distances.last()
        );
    }
}
