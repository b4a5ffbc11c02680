//! The templates: each draws what is asked for, in words and as records.

mod cross;
mod files;
mod mails;
mod settings;
mod sheets;
mod texts;

use super::family::ENV;
use crate::gui::{case::Desk, tasks::Template};
use std::sync::LazyLock;
use truestep_core::{registry::TemplateInfo, task::TemplateId};

/// The highest success rate of random play, in percent.
const RANDOM_CEILING: u32 = 5;

/// The lists of templates, by app.
const LISTS: &[&[Template]] = &[
    files::TEMPLATES,
    mails::TEMPLATES,
    texts::TEMPLATES,
    sheets::TEMPLATES,
    settings::TEMPLATES,
    cross::TEMPLATES,
];

/// All templates.
pub(super) fn templates() -> &'static [Template] {
    static ALL: LazyLock<Vec<Template>> =
        LazyLock::new(|| LISTS.iter().copied().flatten().copied().collect());
    &ALL
}

/// A template.
const fn template(
    name: &'static str,
    summary: &'static str,
    draw: fn(&mut Desk) -> Option<String>,
) -> Template {
    Template {
        name,
        version: 4,
        summary,
        random_ceiling_percent: RANDOM_CEILING,
        twin_of: None,
        draw,
    }
}

/// Its twin on a desktop where it cannot be done.
const fn twin(
    name: &'static str,
    of: &'static str,
    summary: &'static str,
    draw: fn(&mut Desk) -> Option<String>,
) -> Template {
    Template {
        twin_of: Some(of),
        ..template(name, summary, draw)
    }
}

/// The id of a template.
pub(super) fn id(name: &str, version: u32) -> TemplateId {
    TemplateId::new(ENV, name, version).expect("invariant: a well-formed id")
}

/// What the registry tells of a template.
pub(super) fn info(template: &Template) -> TemplateInfo {
    let twin = template.twin_of;
    let twin = twin.and_then(|name| templates().iter().find(|other| other.name == name));
    TemplateInfo {
        id: id(template.name, template.version),
        summary: template.summary.into(),
        random_ceiling_percent: template.random_ceiling_percent,
        twin_of: twin.map(|twin| id(twin.name, twin.version)),
    }
}
