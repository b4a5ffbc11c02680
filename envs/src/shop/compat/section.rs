//! The compat shop as a part of the environment `shop`.

use std::str::FromStr;
use std::sync::{Arc, LazyLock, Mutex, PoisonError, Weak};

use truestep_core::host::ShardBuilder;
use truestep_core::registry::{Prepared, PreparedModel, TaskError, TemplateInfo};
use truestep_core::task::{Task, TemplateId};

use crate::shop::catalog::Catalog;
use crate::shop::{Section, Shop};

use super::Compat;
use super::def::MenuKind;
use super::fuzzy::Fuzz;
use super::generate::{GoalError, Settings, Storefront, Wish};
use super::goals::GoalKind;
use super::inputs::Inputs;

/// The template's name and version; the version rises when the same seed can give different bytes.
const TEMPLATE: (&str, &str, u32) = ("shop", "webshop", 4);
/// Percentage of episodes a uniformly random agent may solve; 0.6 % of 4,000 measured on the default catalogue.
const RANDOM_CEILING_PERCENT: u32 = 5;

/// WebShop, as a part of the shop.
#[derive(Debug, Default)]
pub struct Webshop {
    /// Storefronts made so far, one per catalogue that is still in use and what was brought along for it.
    known: Mutex<Vec<Known>>,
}

/// A storefront and what it was made of.
#[derive(Debug)]
struct Known {
    catalog: Weak<Catalog>,
    inputs: Weak<Inputs>,
    storefront: Arc<Storefront>,
}

impl Webshop {
    /// No storefront made yet.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            known: Mutex::new(Vec::new()),
        }
    }

    /// The storefront of a shop: goals and hidden prices follow its default seed, so they are made once.
    pub fn storefront(&self, shop: &Shop) -> Arc<Storefront> {
        let (catalog, inputs) = (shop.catalog(), shop.inputs());
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.retain(|other| other.catalog.strong_count() > 0);
        let is_it = |other: &&Known| {
            std::ptr::eq(other.catalog.as_ptr(), Arc::as_ptr(catalog))
                && std::ptr::eq(other.inputs.as_ptr(), Arc::as_ptr(inputs))
        };
        if let Some(other) = known.iter().find(is_it) {
            return Arc::clone(&other.storefront);
        }
        let storefront = Arc::new(Storefront::with_inputs(
            Arc::clone(catalog) as _,
            Settings::default(),
            Arc::clone(inputs),
        ));
        known.push(Known {
            catalog: Arc::downgrade(catalog),
            inputs: Arc::downgrade(inputs),
            storefront: Arc::clone(&storefront),
        });
        storefront
    }
}

impl Section for Webshop {
    fn templates(&self) -> &'static [TemplateInfo] {
        static LISTED: LazyLock<[TemplateInfo; 1]> = LazyLock::new(|| {
            let (env, template, version) = TEMPLATE;
            let id = TemplateId::new(env, template, version)
                .expect("invariant: the id is written in lower case");
            [TemplateInfo {
                id,
                summary: "buy the product the instruction describes, as in WebShop".to_owned(),
                random_ceiling_percent: RANDOM_CEILING_PERCENT,
                twin_of: None,
            }]
        });
        &*LISTED
    }

    fn install(&self, shard: &mut ShardBuilder) {
        shard.model::<Compat>();
    }

    fn prepare(&self, shop: &Shop, task: &Task) -> Result<Arc<dyn Prepared>, TaskError> {
        let wish = read_wish(task)?;
        let def = self
            .storefront(shop)
            .instance(task, wish)
            .map_err(|error| match error {
                GoalError::NothingSolvable { .. } => TaskError::NoInstance {
                    template: task.template.clone(),
                    seed: task.seed.0,
                    reason: error.to_string(),
                },
                other => bad(task, "goal", other.to_string()),
            })?;
        Ok(Arc::new(PreparedModel::<Compat>::new(task.clone(), def)?))
    }
}

fn bad(task: &Task, name: &str, reason: String) -> TaskError {
    TaskError::BadParameter {
        template: task.template.clone(),
        name: name.to_owned(),
        value: task.parameters.get(name).cloned().unwrap_or_default(),
        reason,
    }
}

/// Reads a task's parameters.
fn read_wish(task: &Task) -> Result<Wish, TaskError> {
    let mut wish = Wish::default();
    for (name, value) in &task.parameters {
        let expected = |what: &str| bad(task, name, format!("expected {what}"));
        match name.as_str() {
            "goals" => {
                wish.kind = Some(match value.as_str() {
                    "human" => GoalKind::Human,
                    "synthetic" => GoalKind::Synthetic,
                    "given" => GoalKind::Given,
                    _ => return Err(expected("`human`, `synthetic` or `given`")),
                });
            }
            "goal" => {
                wish.place =
                    Some(usize::from_str(value).map_err(|_| expected("a number, counted from 0"))?)
            }
            "thefuzz" => {
                wish.options.fuzz = match value.as_str() {
                    "0.19" => Fuzz::Difflib019,
                    "0.22" => Fuzz::Indel022,
                    _ => return Err(expected("`0.19` or `0.22`")),
                };
            }
            "attributes" => {
                wish.options.show_attributes = match value.as_str() {
                    "on" => true,
                    "off" => false,
                    _ => return Err(expected("`on` or `off`")),
                };
            }
            "menu" => {
                wish.options.menu = match value.as_str() {
                    "closed" => MenuKind::Closed,
                    "clickables" => MenuKind::Clickables,
                    _ => return Err(expected("`closed` or `clickables`")),
                };
            }
            _ => {
                return Err(bad(
                    task,
                    name,
                    "the parameters are `goals`, `goal`, `thefuzz`, `attributes` and `menu`"
                        .to_owned(),
                ));
            }
        }
    }
    Ok(wish)
}
