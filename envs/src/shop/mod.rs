//! A web-shop: one catalogue, and the templates set in it.
//!
//! - [`compat`] is WebShop, held to its recorded bytes.
//! - `strict` is a shop with typed options, exact prices and tasks beyond buying one thing.
//!
//! Both share the [`catalog`] and its [`search`] index. A part of the shop is a [`Section`]: one line in [`SECTIONS`].

pub mod catalog;
pub mod compat;
pub mod options;
pub mod phrase;
pub mod product;
pub mod search;
pub mod strict;

use catalog::Catalog;
use compat::inputs::Inputs;
use std::sync::{Arc, LazyLock};
use truestep_core::{
    digest::Digest,
    forms::fill_card,
    host::ShardBuilder,
    registry::{Family, Prepared, TaskError, TemplateInfo, nearest},
    task::Task,
    trajectory::WorldInfo,
};

/// A part of the shop with templates of its own.
pub trait Section: Send + Sync {
    /// Its templates, in the order of its list; the same for every catalogue.
    fn templates(&self) -> &'static [TemplateInfo];
    /// Add its models to a shard.
    fn install(&self, shard: &mut ShardBuilder);
    /// Make one of its tasks concrete.
    ///
    /// # Errors
    /// [`TaskError::NoInstance`], [`TaskError::BadParameter`].
    fn prepare(&self, shop: &Shop, task: &Task) -> Result<Arc<dyn Prepared>, TaskError>;
}

/// The name of the environment.
const NAME: &str = "shop";

static WEBSHOP: compat::Webshop = compat::Webshop::new();

/// The parts of the shop, in the order their templates are listed.
pub static SECTIONS: &[&dyn Section] = &[&WEBSHOP, &strict::section::Strict];

/// The environment `shop`.
#[derive(Clone, Debug)]
pub struct Shop {
    catalog: Arc<Catalog>,
    inputs: Arc<Inputs>,
}

impl Shop {
    /// The shop that sells `catalog`.
    #[must_use]
    pub fn new(catalog: Arc<Catalog>) -> Self {
        Self {
            catalog,
            inputs: Inputs::none(),
        }
    }

    /// The same with what a user brought along for `webshop`.
    #[must_use]
    pub fn with_inputs(mut self, inputs: Inputs) -> Self {
        self.inputs = Arc::new(inputs);
        self
    }

    /// What a user brought along for `webshop`.
    #[must_use]
    pub fn inputs(&self) -> &Arc<Inputs> {
        &self.inputs
    }

    /// What it sells.
    #[must_use]
    pub fn catalog(&self) -> &Arc<Catalog> {
        &self.catalog
    }
}

impl Family for Shop {
    fn env(&self) -> &str {
        NAME
    }

    fn card(&self) -> &str {
        static CARD: LazyLock<String> =
            LazyLock::new(|| fill_card(include_str!("CARD.md"), strict::all_forms()));
        &CARD
    }

    fn templates(&self) -> Vec<TemplateInfo> {
        SECTIONS
            .iter()
            .flat_map(|s| s.templates())
            .cloned()
            .collect()
    }

    fn world(&self) -> WorldInfo {
        let about = self.catalog.describe();
        let seed = about.seed.map_or(String::new(), |s| format!(", seed {s}"));
        WorldInfo {
            kind: format!(
                "{} catalogue of {} products{seed}",
                about.kind, about.products
            ),
            digest: Digest(self.catalog.digest() ^ self.inputs.digest()),
        }
    }

    fn world_of(&self, task: &Task) -> WorldInfo {
        // What was brought along is for `webshop` alone.
        if WEBSHOP
            .templates()
            .iter()
            .any(|known| known.id == task.template)
        {
            return self.world();
        }
        Self::new(Arc::clone(&self.catalog)).world()
    }

    fn install(&self, shard: &mut ShardBuilder) {
        SECTIONS.iter().for_each(|s| s.install(shard));
    }

    fn synonyms(&self) -> &[&[&str]] {
        catalog::lexicon::SYNONYMS
    }

    fn prepare(&self, task: &Task) -> Result<Arc<dyn Prepared>, TaskError> {
        let owner = SECTIONS
            .iter()
            .find(|s| s.templates().iter().any(|t| t.id == task.template));
        match owner {
            Some(section) => section.prepare(self, task),
            None => Err(TaskError::UnknownTemplate {
                name: task.template.to_string(),
                suggestion: nearest(
                    &task.template.to_string(),
                    self.templates().iter().map(|t| t.id.to_string()),
                ),
            }),
        }
    }
}
