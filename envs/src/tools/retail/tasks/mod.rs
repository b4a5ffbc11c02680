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
use crate::tools::kernel::{make::Setting, types::Def};
use truestep_core::chance::Sampled;

/// What a task is built in.
pub(super) struct Scope<'w> {
    pub(super) world: &'w World,
    pub(super) setting: &'w Setting,
    pub(super) chance: Sampled,
}

/// One template.
pub(crate) struct Template {
    pub(crate) name: &'static str,
    pub(crate) version: u32,
    pub(crate) summary: &'static str,
    /// Success rate of random play, at most, in percent.
    pub(crate) random_ceiling_percent: u32,
    pub(super) build: fn(Scope<'_>) -> Result<Def, String>,
}

/// Every template, in order.
pub(crate) const TEMPLATES: &[Template] = &[
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
