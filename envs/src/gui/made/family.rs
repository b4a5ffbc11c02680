//! The environment as the registry sees it.

use super::{
    APPS, PHONES,
    errands::{ERRANDS, Errand},
    lives,
    shape::Shape,
};
use crate::gui::{
    bake::{Phone, bake},
    case::Desk,
    def::Def,
    family::{chosen, drawn},
    model::Gui,
    verb,
};
use bevy_ecs::prelude::World;
use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock, OnceLock},
};
use truestep_core::{
    digest::Digest,
    forms::{ActionForm, fill_card},
    host::ShardBuilder,
    registry::{Family, Prepared, PreparedModel, TaskError, TemplateInfo},
    task::{Task, TemplateId},
    trajectory::WorldInfo,
};

/// The name of the environment.
pub(in crate::gui) const ENV: &str = "gui-made";
/// What the world is made from: nothing outside this crate.
const WORLD: &str = "phones made by a generator of this crate";
/// It rises when a seed gives other bytes.
const VERSION: u32 = 4;
/// Highest success rate of random play, in percent.
const RANDOM_CEILING: u32 = 10;
/// Draws of one seed before it is said to have no instance.
const DRAWS: u64 = 24;

/// The environment `gui-made`; `truestep show gui-made` prints its card.
#[derive(Clone, Copy, Debug, Default)]
pub struct GuiMadeFamily;

/// A template: an errand in an app.
#[derive(Clone, Copy, Debug)]
pub(super) struct Template {
    pub(super) shape: Shape,
    pub(super) errand: &'static Errand,
}

impl Template {
    fn name_of(shape: &Shape, errand: &str) -> String {
        format!("{}-{}-{errand}", shape.life.name, shape.variant())
    }

    pub(super) fn name(&self) -> String {
        Self::name_of(&self.shape, self.errand.name)
    }

    fn info(&self) -> TemplateInfo {
        let id =
            |name: &str| TemplateId::new(ENV, name, VERSION).expect("invariant: a well-formed id");
        let twin = self.errand.twin_of;
        TemplateInfo {
            id: id(&self.name()),
            summary: format!("{}: {}", self.shape.app(), self.errand.summary),
            random_ceiling_percent: RANDOM_CEILING,
            twin_of: twin.map(|errand| id(&Self::name_of(&self.shape, errand))),
        }
    }
}

/// All templates, app by app.
pub(super) fn templates() -> &'static [Template] {
    static ALL: LazyLock<Vec<Template>> = LazyLock::new(|| {
        let of_app = |number| {
            let shape = Shape::of(number);
            let fitting = ERRANDS.iter().filter(move |errand| (errand.fits)(&shape));
            fitting.map(move |errand| Template { shape, errand })
        };
        (0..APPS).flat_map(of_app).collect()
    });
    &ALL
}

/// For the card: the apps of every field of life.
fn apps_by_life() -> String {
    let mut out = String::from("| tasks | apps |\n|---|---|");
    for number in 0..lives::COUNT {
        let life = lives::life(number);
        out.push_str(&format!(
            "\n| `{}-…` | {} |",
            life.name,
            life.apps.join(", ")
        ));
    }
    out
}

/// The template with a name.
fn named(name: &str) -> Option<&'static Template> {
    static NAMES: LazyLock<BTreeMap<String, usize>> = LazyLock::new(|| {
        let named = templates().iter().enumerate();
        named.map(|(place, one)| (one.name(), place)).collect()
    });
    NAMES.get(name).map(|&place| &templates()[place])
}

/// A phone, baked once.
///
/// # Panics
/// If its apps break a law of declarations; a test of this crate bakes them all.
pub(super) fn phone(number: usize) -> &'static Arc<Phone> {
    static BAKED: [OnceLock<Arc<Phone>>; PHONES] = [const { OnceLock::new() }; PHONES];
    BAKED[number % PHONES].get_or_init(|| {
        let mut world = World::new();
        let roots = Shape::on_phone(number).map(|shape| shape.author(&mut world));
        Arc::new(bake(&world, &roots).expect("invariant: made apps bake"))
    })
}

impl Family for GuiMadeFamily {
    fn env(&self) -> &str {
        ENV
    }

    fn card(&self) -> &str {
        static CARD: LazyLock<String> = LazyLock::new(|| {
            let names: Vec<&str> = phone(0).apps.iter().map(|app| app.name).collect();
            let card = include_str!("CARD.md").replace("{{templates}}", &apps_by_life());
            fill_card(&card, &verb::forms(&names, None))
        });
        &CARD
    }

    fn templates(&self) -> Vec<TemplateInfo> {
        templates().iter().map(Template::info).collect()
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
    if let Some(locale) = task.parameters.get("locale")
        && locale != "en"
    {
        return Err(TaskError::BadParameter {
            template: task.template.clone(),
            name: "locale".into(),
            value: locale.clone(),
            reason: "the words of generated apps are English alone; expected `en`".into(),
        });
    }
    let name = task.template.template();
    let template = named(name);
    // A twin draws what its feasible task draws: the label is that one's.
    let label = template.map_or(name.to_owned(), |Template { shape, errand }| {
        Template::name_of(shape, errand.twin_of.unwrap_or(errand.name))
    });
    let senseless = "no phone was drawn on which it makes sense";
    drawn(
        task,
        chosen(task)?,
        &label,
        (DRAWS, senseless),
        |chosen, luck| {
            let Template { shape, errand } = template?;
            let mut desk = Desk::new(Arc::clone(phone(shape.phone())), luck("gui-made"));
            for one in Shape::on_phone(shape.phone()) {
                desk.with(luck(one.app()), |desk| one.fill(desk));
            }
            let instruction = (errand.draw)(shape, &mut desk)?;
            desk.finish(instruction, chosen.others)
        },
    )
}
