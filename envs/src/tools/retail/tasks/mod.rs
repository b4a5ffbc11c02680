//! The list of retail tasks. A new one is one file with a `build` function, and one line here.

mod address;
mod cancel;
mod credit;
mod exchange;
mod items;
mod mixed;
mod outage;
mod payment;
mod question;
mod refuse;
mod returns;
mod talk;

use super::world::World;
use crate::tools::{
    desks::{self, Build},
    domain,
};

/// What a task is built in.
pub(super) type Scope<'w> = desks::Scope<'w, World>;

/// One template.
pub(super) type Template = domain::Template<Build<World>>;

/// Every template, in order.
pub(super) const TEMPLATES: &[Template] = &[
    cancel::TEMPLATE,
    items::TEMPLATE,
    address::TEMPLATE,
    payment::TEMPLATE,
    returns::TEMPLATE,
    exchange::TEMPLATE,
    credit::TEMPLATE,
    question::TEMPLATE,
    refuse::TEMPLATE,
    outage::TEMPLATE,
    mixed::TEMPLATE,
    talk::CANCEL,
    talk::RETURN,
    talk::EXCHANGE,
];
