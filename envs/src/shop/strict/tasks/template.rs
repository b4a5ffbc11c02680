//! A template: what it is called, and how it turns a seed into a draft.

use crate::shop::strict::tasks::{draft::Draft, draw::Draw};
use truestep_core::task::TemplateId;

/// Steps an agent has, as the instruction lets one expect: what is to be found out gives nothing away by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// So many …
    pub base: u32,
    /// … and so many more for each product the instruction lists.
    pub each: u32,
}

impl Budget {
    /// The steps for an instruction that lists `named` products.
    #[must_use]
    pub fn steps(self, named: usize) -> u32 {
        self.base + self.each * named as u32
    }
}

/// A template of the strict shop.
pub struct Template {
    /// Its name.
    pub name: &'static str,
    /// Its version.
    pub version: u32,
    /// One line: what the agent is to do.
    pub summary: &'static str,
    /// Highest success rate a blind or random agent may reach, percent.
    pub random_ceiling_percent: u32,
    /// Steps an agent has.
    pub budget: Budget,
    /// Whether the task can be done; the twin of a feasible template draws the same and takes away what makes it so.
    pub is_feasible: bool,
    /// The feasible template this one is the twin of.
    pub twin_of: Option<&'static str>,
    pub(crate) draft: fn(&mut Draw<'_>, bool) -> Option<Draft>,
}

impl std::fmt::Debug for Template {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.id())
    }
}

impl Template {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> TemplateId {
        id_of(self.name, self.version)
    }

    /// The feasible template it is the twin of.
    #[must_use]
    pub fn twin_of(&self) -> Option<TemplateId> {
        self.twin_of.map(|name| id_of(name, self.version))
    }

    /// The id whose stream it draws from.
    pub(crate) fn drawn_as(&self) -> TemplateId {
        self.twin_of().unwrap_or_else(|| self.id())
    }
}

fn id_of(name: &str, version: u32) -> TemplateId {
    TemplateId::new("shop", name, version)
        .expect("invariant: template names are lower case and versions positive")
}
