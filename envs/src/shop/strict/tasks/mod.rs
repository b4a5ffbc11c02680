//! The templates of the strict shop: one file each, and one line in [`ALL`].
//!
//! `template` says what a template is, `draw` and `draft` what it works with and makes, `parts` what several are made of;
//! `instance` checks a draft and turns it into a task.

mod avoid;
mod bundle;
mod buy;
mod cancel;
mod cart_edit;
mod compare;
mod coupon;
pub(crate) mod draft;
pub(crate) mod draw;
mod gift;
pub(crate) mod instance;
mod parts;
mod price_watch;
mod question;
mod reorder;
mod returns;
mod shelf;
mod stock_up;
mod substitute;
pub(crate) mod template;

use template::Template;
use truestep_core::task::TemplateId;

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
