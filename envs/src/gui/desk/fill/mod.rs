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

impl Desk {
    /// So many people who have an address, other than somebody; none if there are too few.
    pub(super) fn addressees(&mut self, count: usize, but: &str) -> Option<Vec<String>> {
        let mut all = self.all("contact");
        all.retain(|&at| !self.text(at, "email").is_empty() && self.text(at, "name") != but);
        let names: Vec<String> = all.iter().map(|&at| self.text(at, "name")).collect();
        let people = self.some_of(&names, count);
        (people.len() == count).then_some(people)
    }
}
