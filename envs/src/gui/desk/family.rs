//! The environment as the registry sees it.

use super::{
    HEIGHT, WIDTH, apps, fill,
    model::GuiDesk,
    tasks::{info, templates},
    verbs,
};
use crate::gui::{
    case::Desk,
    def::{Def, Looks},
    disturb::Asked,
    family::{Chosen, drawn, tongue},
    paint::Contrast,
    spoken::Spoken,
    verb::MAX_ELEMENTS,
};
use std::sync::{Arc, LazyLock};
use truestep_core::{
    digest::Digest,
    forms::fill_card,
    host::ShardBuilder,
    registry::{Family, Prepared, PreparedModel, TaskError, TemplateInfo},
    task::Task,
    trajectory::WorldInfo,
};

/// The name of the environment.
pub(super) const ENV: &str = "gui-desk";
/// What the world is made from: nothing outside this crate.
const WORLD: &str = "a desktop built into the crate";
/// Apps beside those that a task is about, at most and unless told otherwise.
const OTHER_APPS: usize = 2;
/// Draws of one seed before it is said to have no instance.
const DRAWS: u64 = 8;
/// Sizes of pictures, as the parameter `screen` names them.
const SCREENS: [(&str, u32, u32); 2] = [
    ("1280x720", WIDTH, HEIGHT),
    ("1920x1080", WIDTH * 3 / 2, HEIGHT * 3 / 2),
];

/// The environment `gui-desk`; `truestep show gui-desk` prints its card.
#[derive(Clone, Copy, Debug, Default)]
pub struct GuiDeskFamily;

impl Family for GuiDeskFamily {
    fn env(&self) -> &str {
        ENV
    }

    fn card(&self) -> &str {
        static CARD: LazyLock<String> =
            LazyLock::new(|| fill_card(include_str!("CARD.md"), &verbs::forms(MAX_ELEMENTS, None)));
        &CARD
    }

    fn templates(&self) -> Vec<TemplateInfo> {
        templates().iter().map(info).collect()
    }

    fn world(&self) -> WorldInfo {
        WorldInfo {
            kind: WORLD.into(),
            digest: Digest::of(WORLD.as_bytes()),
        }
    }

    fn install(&self, shard: &mut ShardBuilder) {
        shard.model::<GuiDesk>();
    }

    fn prepare(&self, task: &Task) -> Result<Arc<dyn Prepared>, TaskError> {
        let def = define(task)?;
        Ok(Arc::new(PreparedModel::<GuiDesk>::new(task.clone(), def)?))
    }
}

/// Draw the instance of a task.
///
/// # Errors
/// [`TaskError`]: a parameter, or no instance.
pub(super) fn define(task: &Task) -> Result<Def, TaskError> {
    let name = task.template.template();
    let template = templates().iter().find(|template| template.name == name);
    // A twin draws what its feasible task draws: the label is that one's.
    let label = template.map_or(name, |template| template.twin_of.unwrap_or(template.name));
    let senseless = "no desktop was drawn on which it makes sense";
    drawn(
        task,
        chosen(task)?,
        label,
        (DRAWS, senseless),
        |chosen, luck| {
            let mut desk = Desk::new(Arc::clone(apps::desktop()), luck(ENV));
            fill::fill(&mut desk, luck);
            let instruction = (template?.draw)(&mut desk)?;
            desk.finish(instruction, chosen.others)
        },
    )
}

fn chosen(task: &Task) -> Result<Chosen, TaskError> {
    let value = |name: &str| task.parameters.get(name).map(String::as_str);
    let bad = |name: &str, reason: String| TaskError::BadParameter {
        template: task.template.clone(),
        name: name.to_owned(),
        value: value(name).unwrap_or_default().to_owned(),
        reason,
    };
    let known = ["others", "theme", "locale", "grammar", "screen"];
    let mut names = task.parameters.keys();
    if let Some(name) = names.find(|name| !known.contains(&name.as_str())) {
        let reason = "the parameters are `others`, `theme`, `locale`, `grammar` and `screen`";
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
        None | Some("desktop") => Contrast::Normal,
        Some("high-contrast") => Contrast::High,
        Some(_) => {
            let expected = "expected `desktop`, the theme that is set there, or `high-contrast`";
            return Err(bad("theme", expected.into()));
        }
    };
    let tongue = tongue(value("locale")).map_err(|reason| bad("locale", reason))?;
    let spoken = match (value("grammar"), value("screen")) {
        (None, Some(_)) => {
            let reason = "means something with `grammar` alone: the picture that points are of";
            return Err(bad("screen", reason.into()));
        }
        (None, None) => None,
        (Some(grammar), screen) => {
            let read = Spoken::read_of(grammar, screen, &SCREENS);
            Some(read.map_err(|(name, reason)| bad(name, reason))?)
        }
    };
    Ok(Chosen {
        others,
        looks: Looks {
            contrast,
            is_mirrored: tongue.is_rtl(),
            tongue,
        },
        spoken,
        disturb: Asked::default(),
    })
}
