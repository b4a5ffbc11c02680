//! The templates of the strict shop: one file each, and one line in [`ALL`].

mod avoid;
mod bundle;
mod buy;
mod cancel;
mod cart_edit;
mod compare;
mod coupon;
mod gift;
mod parts;
mod price_watch;
mod question;
mod reorder;
mod returns;
mod shelf;
mod stock_up;
mod substitute;

use super::generate::{Draft, Draw};
use truestep_core::task::TemplateId;

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
    /// Whether the task can be done; the twin of a feasible template draws the same and takes away what makes it so.
    pub is_feasible: bool,
    /// The feasible template this one is the twin of.
    pub twin_of: Option<&'static str>,
    pub(super) draft: fn(&mut Draw<'_>, bool) -> Option<Draft>,
}

impl std::fmt::Debug for Template {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.id())
    }
}

/// The templates, in the order they are listed.
pub const ALL: &[Template] = &[
    buy::TEMPLATE,
    compare::TEMPLATE,
    bundle::TEMPLATE,
    avoid::TEMPLATE,
    question::TEMPLATE,
    shelf::TEMPLATE,
    stock_up::TEMPLATE,
    coupon::TEMPLATE,
    gift::TEMPLATE,
    substitute::TEMPLATE,
    substitute::TWIN,
    cart_edit::TEMPLATE,
    reorder::TEMPLATE,
    price_watch::TEMPLATE,
    cancel::TEMPLATE,
    returns::TEMPLATE,
    returns::TWIN,
];

/// The template with this id.
#[must_use]
pub fn find(id: &TemplateId) -> Option<&'static Template> {
    let same =
        |t: &&Template| id.env() == "shop" && t.name == id.template() && t.version == id.version();
    ALL.iter().find(same)
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
    pub(super) fn drawn_as(&self) -> TemplateId {
        self.twin_of().unwrap_or_else(|| self.id())
    }
}

fn id_of(name: &str, version: u32) -> TemplateId {
    TemplateId::new("shop", name, version)
        .expect("invariant: template names are lower case and versions positive")
}
