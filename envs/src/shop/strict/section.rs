//! The strict shop as a part of the environment `shop`.

use crate::shop::{
    Section, Shop,
    catalog::Catalog,
    product::{Product, ProductId},
    strict::{
        StrictShop,
        tasks::{
            self,
            instance::{NoInstance, instantiate},
        },
        world::{
            market::{Market, ProductSource},
            plain::with_plain_options,
        },
    },
};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use truestep_core::{
    host::ShardBuilder,
    registry::{Prepared, PreparedModel, TaskError, TemplateInfo},
    task::Task,
};

/// Catalogues whose index is kept.
const KEPT_MARKETS: usize = 4;

/// The strict templates.
#[derive(Clone, Copy, Debug)]
pub struct Strict;

impl ProductSource for Catalog {
    fn len(&self) -> u32 {
        Catalog::len(self)
    }

    fn product(&self, id: ProductId) -> Arc<Product> {
        let product = Catalog::product(self, id);
        match self.is_generated() {
            true => product,
            false => with_plain_options(product),
        }
    }

    fn search(&self, text: &str, limit: usize) -> Vec<ProductId> {
        let mut hits = Catalog::search(self, text);
        hits.truncate(limit);
        hits
    }

    fn find(&self, asin: &str) -> Option<ProductId> {
        self.find_asin(asin)
    }
}

/// The index of a catalogue, made when its first task is; catalogues with equal digests share it.
fn market(catalog: &Arc<Catalog>) -> Arc<Market> {
    static MARKETS: Mutex<Vec<(u128, Arc<Market>)>> = Mutex::new(vec![]);
    let mut markets = MARKETS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, market)) = markets.iter().find(|(d, _)| *d == catalog.digest()) {
        return market.clone();
    }
    let market = Arc::new(Market::new(catalog.clone()));
    if markets.len() == KEPT_MARKETS {
        markets.remove(0);
    }
    markets.push((catalog.digest(), market.clone()));
    market
}

impl Section for Strict {
    fn templates(&self) -> &'static [TemplateInfo] {
        static LISTED: LazyLock<Vec<TemplateInfo>> = LazyLock::new(|| {
            let infos = tasks::ALL.iter().map(|template| TemplateInfo {
                id: template.id(),
                summary: template.summary.into(),
                random_ceiling_percent: template.random_ceiling_percent,
                twin_of: template.twin_of(),
            });
            infos.collect()
        });
        &LISTED
    }

    fn install(&self, shard: &mut ShardBuilder) {
        shard.model::<StrictShop>();
    }

    fn prepare(&self, shop: &Shop, task: &Task) -> Result<Arc<dyn Prepared>, TaskError> {
        match instantiate(&market(shop.catalog()), task) {
            Ok(def) => Ok(Arc::new(PreparedModel::<StrictShop>::new(
                task.clone(),
                def,
            )?)),
            Err(NoInstance::UnknownParameter(name)) => Err(TaskError::BadParameter {
                template: task.template.clone(),
                value: task.parameters.get(&name).cloned().unwrap_or_default(),
                name,
                reason: "the strict templates take no parameters".into(),
            }),
            Err(reason) => Err(TaskError::NoInstance {
                template: task.template.clone(),
                seed: task.seed.0,
                reason: reason.to_string(),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shop::product::OptionGroup;
    use std::fs;

    #[test]
    fn loaded_options_reach_the_strict_shop_without_separators() {
        let folder = tempfile::tempdir().unwrap();
        let record = r#"[{"asin": "B1", "name": "lamp", "category": "garden", "query": "lamp",
            "product_category": "Home \u203a Lamp", "pricing": "$20.00",
            "customization_options": {"size": [{"value": "5/6 ft"}, {"value": "small, warm"}]}}]"#;
        fs::write(folder.path().join("items_shuffle_1000.json"), record).unwrap();
        fs::write(folder.path().join("items_ins_v2_1000.json"), "{}").unwrap();
        let (catalog, _) = Catalog::load_webshop(folder.path()).unwrap();
        let as_loaded = catalog.product(ProductId(0)).options[0].values.clone();
        assert_eq!(as_loaded, ["5 | 6 ft", "small, warm"]);
        let shown = market(&Arc::new(catalog)).product(ProductId(0));
        assert_eq!(shown.options[0].values, ["5/6 ft", "small; warm"]);
        let texts = shown.options.iter().flat_map(|g| &g.values);
        let separators = OptionGroup::SEPARATORS;
        assert!(
            texts
                .into_iter()
                .all(|t| separators.iter().all(|s| !t.contains(s)))
        );
    }
}
