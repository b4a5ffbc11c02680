//! The templates: what kind of bug it is, and how much the issue tells.
//!
//! A template is a shape of bug and a level of vagueness; what is asked, what is seen and what is judged follow from the
//! project and the bug that are drawn (`make`).

mod make;
mod state;

use super::{
    bugs::{Shape, Vagueness},
    repos::{GUARDED, SKELETONS, Skeleton},
};
use truestep_core::task::TemplateId;

pub(super) use make::{Drawn, LIMITS, made};
pub(super) use state::{look_into, state_goal};

/// The name of the environment.
pub(super) const ENV: &str = "swe";
/// Highest success rate of blind play, in percent: the right lines have to be written, and no others.
pub(super) const RANDOM_CEILING_PERCENT: u32 = 15;

/// A template.
#[derive(Clone, Copy, Debug)]
pub struct Template {
    /// Its name.
    pub name: &'static str,
    /// Its version.
    pub version: u32,
    /// What the agent is to do.
    pub summary: &'static str,
    /// What a bug consists of.
    pub(super) shape: Shape,
    /// How much the issue tells, unless a parameter says otherwise.
    pub(super) vagueness: Vagueness,
}

impl Template {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> TemplateId {
        TemplateId::new(ENV, self.name, self.version).expect("invariant: a well-formed id")
    }

    /// What its projects are drawn from.
    pub(super) fn skeletons(&self) -> &'static [Skeleton] {
        match self.shape {
            Shape::Vulnerability => GUARDED,
            _ => SKELETONS,
        }
    }

    /// What its first place is, where that sets it apart.
    pub(super) fn role(&self) -> &'static str {
        match self.shape {
            Shape::Feature => "that is not written",
            Shape::Vulnerability => "that guards",
            _ => "",
        }
    }
}

/// A line of [`ALL`].
const fn template(
    name: &'static str,
    summary: &'static str,
    shape: Shape,
    vagueness: Vagueness,
) -> Template {
    Template {
        name,
        version: 5,
        summary,
        shape,
        vagueness,
    }
}

/// The templates, in the order they are listed.
pub const ALL: &[Template] = &[
    template(
        "repair",
        "mend one mistake that the issue describes",
        Shape::Single,
        Vagueness::Clear,
    ),
    template(
        "reproduce",
        "mend one mistake of which the issue says one thing: the tests say the rest",
        Shape::Single,
        Vagueness::Brief,
    ),
    template(
        "vague",
        "mend one mistake whose place has to be found from the code of a failing test",
        Shape::Single,
        Vagueness::Vague,
    ),
    template(
        "pair",
        "mend two mistakes in one file",
        Shape::SameFile,
        Vagueness::Clear,
    ),
    template(
        "across",
        "mend two or three mistakes in files that import each other",
        Shape::AcrossFiles,
        Vagueness::Clear,
    ),
    template(
        "feature",
        "write the body of a function that has lost it",
        Shape::Feature,
        Vagueness::Clear,
    ),
    Template {
        version: 4,
        ..template(
            "vulnerability",
            "close a weakness: injection, path traversal, an unsafe load or a missing check",
            Shape::Vulnerability,
            Vagueness::Clear,
        )
    },
];

/// The template with this id.
#[must_use]
pub fn find(id: &TemplateId) -> Option<&'static Template> {
    ALL.iter().find(|template| template.id() == *id)
}
