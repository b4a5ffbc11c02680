//! The templates: one file each or a few alike, and one line in [`ALL`].
//!
//! `draw` says what a template draws with, `draft` what it makes; `instance` checks a draft and turns it into a task.

mod alias;
mod chain;
mod compare;
mod count;
mod draft;
mod draw;
pub(super) mod instance;
mod inverse;
mod temporal;

use draft::Draft;
use draw::Draw;
use truestep_core::task::TemplateId;

/// The name of the environment.
pub(super) const ENV: &str = "search";

/// A template.
#[derive(Clone, Copy, Debug)]
pub struct Template {
    /// Its name.
    pub name: &'static str,
    /// Its version.
    pub version: u32,
    /// What the agent is to do.
    pub summary: &'static str,
    /// Highest success rate of blind play, in percent.
    pub random_ceiling_percent: u32,
    /// Draw a question; nothing where the draw led nowhere.
    draft: fn(&mut Draw<'_>) -> Option<Draft>,
}

impl Template {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> TemplateId {
        TemplateId::new(ENV, self.name, self.version).expect("invariant: a well-formed id")
    }
}

/// The templates, in the order they are listed.
pub const ALL: &[Template] = &[
    chain::TWO,
    chain::THREE,
    chain::FOUR,
    chain::FIVE,
    inverse::BRIDGE,
    inverse::INTERSECTION,
    alias::TEMPLATE,
    compare::TEMPLATE,
    count::TEMPLATE,
    temporal::TEMPLATE,
];

/// The template with this id.
#[must_use]
pub fn find(id: &TemplateId) -> Option<&'static Template> {
    ALL.iter().find(|template| template.id() == *id)
}
