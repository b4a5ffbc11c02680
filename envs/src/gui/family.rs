//! The environment as the registry sees it.

use super::{
    apps,
    case::Desk,
    def::{Def, Looks},
    disturb::Asked,
    locale::{self, Tongue},
    model::Gui,
    paint::Contrast,
    phone,
    spoken::Spoken,
    tasks::{TEMPLATES, Template},
    verb,
};
use std::sync::{Arc, LazyLock};
use truestep_core::{
    chance::Sampled,
    digest::Digest,
    forms::fill_card,
    host::ShardBuilder,
    registry::{Family, Prepared, PreparedModel, TaskError, TemplateInfo},
    task::{Task, TemplateId},
    trajectory::WorldInfo,
};

/// The name of the environment.
const ENV: &str = "gui";
/// What the world is made from: nothing outside this crate.
const WORLD: &str = "a phone built into the crate";
/// Apps beside those that a task is about, at most and unless told otherwise.
const OTHER_APPS: usize = 2;
/// Draws of one seed before it is said to have no instance.
const DRAWS: u64 = 8;

/// The environment `gui`; its [card](super) is the module's documentation.
#[derive(Clone, Copy, Debug, Default)]
pub struct GuiFamily;

impl Family for GuiFamily {
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
        TEMPLATES.iter().map(Template::info).collect()
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

impl Template {
    /// Its id.
    fn id(name: &str, version: u32) -> TemplateId {
        TemplateId::new(ENV, name, version).expect("invariant: a well-formed id")
    }

    fn info(&self) -> TemplateInfo {
        let twin = self
            .twin_of
            .and_then(|name| TEMPLATES.iter().find(|t| t.name == name));
        TemplateInfo {
            id: Self::id(self.name, self.version),
            summary: self.summary.into(),
            random_ceiling_percent: self.random_ceiling_percent,
            twin_of: twin.map(|twin| Self::id(twin.name, twin.version)),
        }
    }
}

/// Draw the instance of a task.
///
/// # Errors
/// [`TaskError`]: a parameter, or no instance.
pub(super) fn define(task: &Task) -> Result<Def, TaskError> {
    let name = task.template.template();
    let template = TEMPLATES.iter().find(|template| template.name == name);
    // A twin draws what its feasible task draws: the label is that one's.
    let label = template.map_or(name, |template| template.twin_of.unwrap_or(template.name));
    let senseless = "no phone was drawn on which it makes sense";
    drawn(
        task,
        chosen(task)?,
        label,
        (DRAWS, senseless),
        |chosen, luck| {
            let mut desk = Desk::new(Arc::clone(apps::phone()), luck("gui"));
            phone::fill(&mut desk);
            phone::fill_more(&mut desk, luck);
            let instruction = (template?.draw)(&mut desk)?;
            desk.finish(instruction, chosen.others)
        },
    )
}

/// The luck of one draw: a stream of random numbers for every name.
pub(super) type Luck<'l> = &'l dyn Fn(&str) -> Sampled;

/// The first instance of a task that `make` finds in so many draws, with what the parameters ask for put on. The luck of a
/// draw is the task's seed and `label`; `reason` says why there may be none.
///
/// # Errors
/// [`TaskError`]: no instance.
pub(super) fn drawn(
    task: &Task,
    chosen: Chosen,
    label: &str,
    (draws, reason): (u64, &str),
    make: impl Fn(&Chosen, Luck<'_>) -> Option<Def>,
) -> Result<Def, TaskError> {
    let luck_of =
        |attempt: u64| move |name: &str| task.seed.derive(label, attempt).stream(name).sampled();
    let one = |attempt| Some((attempt, make(&chosen, &luck_of(attempt))?));
    let (attempt, mut def) = (0..draws)
        .find_map(one)
        .ok_or_else(|| TaskError::NoInstance {
            template: task.template.clone(),
            seed: task.seed.0,
            reason: reason.into(),
        })?;
    chosen.put_on(&mut def, task, luck_of(attempt))?;
    Ok(def)
}

/// What the parameters of a task say.
pub(super) struct Chosen {
    /// How many apps are installed beside those that the task is about.
    pub(super) others: usize,
    /// How screens are shown.
    pub(super) looks: Looks,
    /// The grammar in which actions may be written.
    pub(super) spoken: Option<Spoken>,
    /// The disturbances that may come.
    pub(super) disturb: Asked,
}

impl Chosen {
    /// Put disturbances, looks and the grammar on a task that was drawn with this luck.
    fn put_on(
        self,
        def: &mut Def,
        task: &Task,
        luck: impl Fn(&str) -> Sampled,
    ) -> Result<(), TaskError> {
        let too_far = || TaskError::NoInstance {
            template: task.template.clone(),
            seed: task.seed.0,
            reason: "its disturbances make more of it than can be searched".into(),
        };
        def.be_disturbed(&self.disturb, luck).ok_or_else(too_far)?;
        def.looks = self.looks;
        if !def.tongue().is_english() {
            def.list_forms();
        }
        if let Some(spoken) = self.spoken {
            def.speak(spoken);
        }
        Ok(())
    }
}

/// What the parameters of a phone's task say.
///
/// # Errors
/// [`TaskError::BadParameter`].
pub(super) fn chosen(task: &Task) -> Result<Chosen, TaskError> {
    let value = |name: &str| task.parameters.get(name).map(String::as_str);
    let bad = |name: &str, reason: String| TaskError::BadParameter {
        template: task.template.clone(),
        name: name.to_owned(),
        value: value(name).unwrap_or_default().to_owned(),
        reason,
    };
    let known = [
        "others",
        "theme",
        "layout",
        "locale",
        "grammar",
        "screen",
        "disturb",
        "disturb_rate",
    ];
    if let Some(name) = task
        .parameters
        .keys()
        .find(|n| !known.contains(&n.as_str()))
    {
        let reason = "the parameters are `others`, `theme`, `layout`, `locale`, `grammar`, `screen`, `disturb` and `disturb_rate`";
        return Err(bad(name, reason.into()));
    }
    let others = match value("others") {
        None => OTHER_APPS,
        Some(text) => {
            let read = text.parse().ok().filter(|count| *count <= OTHER_APPS);
            let expected = || "expected 0, 1 or 2 apps beside those of the task".into();
            read.ok_or_else(|| bad("others", expected()))?
        }
    };
    let contrast = match value("theme") {
        None | Some("phone") => Contrast::Normal,
        Some("high-contrast") => Contrast::High,
        Some(_) => {
            let expected = "expected `phone`, the theme that is set there, or `high-contrast`";
            return Err(bad("theme", expected.into()));
        }
    };
    let tongue = tongue(value("locale")).map_err(|reason| bad("locale", reason))?;
    let is_mirrored = match value("layout") {
        // As the locale is read.
        None => tongue.is_rtl(),
        Some("ltr") => false,
        Some("rtl") => true,
        Some(_) => {
            let expected = "expected `ltr`, from left to right, or `rtl`, the mirror image";
            return Err(bad("layout", expected.into()));
        }
    };
    let spoken = match (value("grammar"), value("screen")) {
        (None, Some(_)) => {
            let reason = "means something with `grammar` alone: the picture that points are of";
            return Err(bad("screen", reason.into()));
        }
        (None, None) => None,
        (Some(grammar), screen) => {
            let read = Spoken::read(grammar, screen);
            Some(read.map_err(|(name, reason)| bad(name, reason))?)
        }
    };
    let disturb = Asked::read(value("disturb"), value("disturb_rate"))
        .map_err(|(name, reason)| bad(name, reason))?;
    Ok(Chosen {
        others,
        looks: Looks {
            contrast,
            is_mirrored,
            tongue,
        },
        spoken,
        disturb,
    })
}

/// The language that the parameter `locale` names.
///
/// # Errors
/// What was expected.
pub(super) fn tongue(locale: Option<&str>) -> Result<Tongue, String> {
    let expected = || format!("expected one of {}", locale::NAMES.join(", "));
    Tongue::named(locale.unwrap_or("en")).ok_or_else(expected)
}
