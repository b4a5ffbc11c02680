//! What a desktop has in it: people, mails and files that belong together, drawn from a seed.

mod files;
mod office;

use crate::gui::{case::Desk, phone};
use truestep_core::chance::Sampled;

/// What is drawn, each with luck of its own, so that another app moves nothing.
const ALL: &[(&str, fn(&mut Desk))] = &[
    ("people", people),
    ("mails", phone::mails::fill),
    ("files", files::fill),
    ("texts", office::texts),
    ("sheets", office::sheets),
    ("settings", office::settings),
];

/// Fill all apps.
pub(super) fn fill(desk: &mut Desk, luck: impl Fn(&str) -> Sampled) {
    for (name, fill) in ALL {
        desk.with(luck(name), fill);
    }
}

fn people(desk: &mut Desk) {
    phone::people(desk);
}
