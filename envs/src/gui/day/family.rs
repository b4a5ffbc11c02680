//! The environment as the registry sees it.

use super::compose::{Size, compose};
use crate::gui::{
    apps,
    case::Desk,
    def::Def,
    family::{chosen, drawn},
    model::Gui,
    phone,
    tasks::{TEMPLATES, Template},
    verb,
};
use std::sync::{Arc, LazyLock};
use truestep_core::{
    chance::{Chance as _, Seed},
    digest::Digest,
    forms::{ActionForm, fill_card},
    host::ShardBuilder,
    registry::{Family, Prepared, PreparedModel, TaskError, TemplateInfo},
    task::{Task, TemplateId},
    trajectory::WorldInfo,
};

/// The name of the environment.
pub(in crate::gui) const ENV: &str = "gui-day";
/// What the world is made from: nothing outside this crate.
const WORLD: &str = "a phone built into the crate";
/// It rises when a seed gives other bytes.
pub(super) const VERSION: u32 = 5;
/// Days of a hundred steps and more.
pub(super) const LONG: u32 = 50;
/// Days of three hundred steps and more, after those.
pub(super) const LONGEST: u32 = 12;
/// Draws of one seed before it is said to have no instance.
const DRAWS: u64 = 4;

/// The environment `gui-day`; `truestep show gui-day` prints its card.
#[derive(Clone, Copy, Debug, Default)]
pub struct GuiDayFamily;

/// The name of a day, by number from 0.
pub(super) fn name(number: u32) -> String {
    match number.checked_sub(LONG) {
        None => format!("day-{:02}", number + 1),
        Some(number) => format!("long-day-{:02}", number + 1),
    }
}

/// The number of a day, by name.
fn number(name_of: &str) -> Option<u32> {
    (0..LONG + LONGEST).find(|&number| name(number) == name_of)
}

/// What a day is to be.
fn size(number: u32) -> Size {
    match number < LONG {
        true => Size {
            steps: 100,
            repeats: 1,
        },
        false => Size {
            steps: 300,
            repeats: 8,
        },
    }
}

/// The templates of a day, in the order in which they are tried: the same for all seeds. Of a long day those come first that add
/// something, which can be asked for again.
fn order(number: u32) -> Vec<&'static Template> {
    let mut luck = Seed(u64::from(number)).stream("errands of a day").sampled();
    let mut left: Vec<&Template> = TEMPLATES.iter().filter(|t| t.twin_of.is_none()).collect();
    let mut order = vec![];
    while !left.is_empty() {
        let at = luck.below(left.len() as u32);
        order.push(left.remove(at as usize));
    }
    if number >= LONG {
        order.sort_by_key(|template| !template.name.ends_with("-add"));
    }
    order
}

impl Family for GuiDayFamily {
    fn env(&self) -> &str {
        ENV
    }

    fn card(&self) -> &str {
        static CARD: LazyLock<String> = LazyLock::new(|| {
            let names: Vec<&str> = apps::phone().apps.iter().map(|app| app.name).collect();
            fill_card(include_str!("CARD.md"), &verb::forms(&names, None))
        });
        &CARD
    }

    fn templates(&self) -> Vec<TemplateInfo> {
        let info = |number: u32| TemplateInfo {
            id: TemplateId::new(ENV, &name(number), VERSION).expect("invariant: a well-formed id"),
            summary: format!("errands of a day, {} steps and more", size(number).steps),
            random_ceiling_percent: 0,
            twin_of: None,
        };
        (0..LONG + LONGEST).map(info).collect()
    }

    fn is_generated(&self) -> bool {
        true
    }

    fn callable(&self, _: &TemplateId) -> Option<Vec<&ActionForm>> {
        Some(vec![])
    }

    fn world(&self) -> WorldInfo {
        WorldInfo {
            kind: WORLD.into(),
            digest: Digest::of(WORLD.as_bytes()),
        }
    }

    fn install(&self, shard: &mut ShardBuilder) {
        shard.model::<Gui>();
    }

    fn prepare(&self, task: &Task) -> Result<Arc<dyn Prepared>, TaskError> {
        let def = define(task)?;
        Ok(Arc::new(PreparedModel::<Gui>::new(task.clone(), def)?))
    }
}

/// Draw the instance of a task.
///
/// # Errors
/// [`TaskError`]: a parameter, or no instance.
pub(in crate::gui) fn define(task: &Task) -> Result<Def, TaskError> {
    let refused = ["others", "disturb", "disturb_rate"];
    if let Some((name, value)) = task
        .parameters
        .iter()
        .find(|(name, _)| refused.contains(&name.as_str()))
    {
        return Err(TaskError::BadParameter {
            template: task.template.clone(),
            name: name.clone(),
            value: value.clone(),
            reason: "on the phone of a day all apps are installed, and nothing comes in the way"
                .into(),
        });
    }
    let label = task.template.template();
    let number = number(label);
    let order = number.map(order);
    let little = "no phone was drawn on which there is enough to do";
    drawn(task, chosen(task)?, label, (DRAWS, little), |_, luck| {
        let mut desk = Desk::new(Arc::clone(apps::phone()), luck("gui-day"));
        phone::fill(&mut desk);
        phone::fill_more(&mut desk, luck);
        compose(desk, order.as_ref()?, size(number?))
    })
}
