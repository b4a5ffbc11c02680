//! The templates: a few alike a file, and one line each in [`ALL`].
//!
//! `draw` says what a template draws with, `draft` what it makes; `instance` holds a draft to the databases and turns it
//! into a task.

mod aggregate;
mod draft;
mod draw;
pub(super) mod instance;
mod joins;
mod nested;
mod plain;
mod sets;

use draft::Draft;
use draw::Draw;
use truestep_core::task::TemplateId;

/// The name of the environment.
pub(super) const ENV: &str = "sql";
/// Highest success rate of blind play, in percent: of the ends on the menu about one in ten is right.
pub(super) const RANDOM_CEILING_PERCENT: u32 = 10;

/// A template.
#[derive(Clone, Copy, Debug)]
pub struct Template {
    /// Its name.
    pub name: &'static str,
    /// Its version.
    pub version: u32,
    /// What the agent is to do.
    pub summary: &'static str,
    /// Draw a question; nothing where the draw led nowhere.
    draft: fn(&mut Draw<'_>) -> Option<Draft>,
}

impl Template {
    const fn new(
        name: &'static str,
        summary: &'static str,
        draft: fn(&mut Draw<'_>) -> Option<Draft>,
    ) -> Self {
        Self {
            name,
            version: 1,
            summary,
            draft,
        }
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> TemplateId {
        TemplateId::new(ENV, self.name, self.version).expect("invariant: a well-formed id")
    }
}

/// The templates, in the order they are listed.
pub const ALL: &[Template] = &[
    plain::FILTER,
    plain::COUNT,
    plain::DISTINCT,
    plain::DATE_RANGE,
    plain::TOP_N,
    plain::UNANSWERABLE,
    joins::JOIN,
    joins::TWO_JOINS,
    joins::CODED,
    joins::SELF_REFERENCE,
    aggregate::GROUP,
    aggregate::HAVING,
    aggregate::MOST,
    aggregate::PERCENTAGE,
    aggregate::GAP,
    nested::ANTI_JOIN,
    nested::NESTED_AVERAGE,
    sets::DIFFERENCE,
    sets::BOTH,
];

/// The template with this id.
#[must_use]
pub fn find(id: &TemplateId) -> Option<&'static Template> {
    ALL.iter().find(|template| template.id() == *id)
}
