//! What the pages of the browser show.

use crate::gui::case::Desk;

const LABELS: &[&str] = &[
    "ok", "next", "cancel", "submit", "yes", "previous", "no", "help", "more", "reset",
];
const WORDS: &[&str] = &[
    "anchor", "basil", "cobalt", "drizzle", "ember", "fennel", "gravel", "hazel", "indigo",
    "jasmine", "kettle", "lantern",
];
const CITIES: &[&str] = &[
    "Lisbon", "Oslo", "Turin", "Ghent", "Split", "Cork", "Graz", "Vilnius",
];

/// Fill them.
pub(super) fn fill(desk: &mut Desk) {
    let count = 5 + desk.below(3);
    for label in desk.some(LABELS, count) {
        desk.add("page button", &[("label", label)]);
    }
    let count = 6 + desk.below(3);
    for label in desk.some(WORDS, count) {
        let ticked = desk.one(&["off", "off", "on"]);
        desk.add("checkbox", &[("label", label), ("ticked", ticked)]);
    }
    let factors = [(); 3].map(|()| (3 + desk.below(9)).to_string());
    let [first, second, third] = &factors;
    desk.add(
        "factors",
        &[("first", first), ("second", second), ("third", third)],
    );
}

impl Desk {
    /// Words for the fields of pages.
    pub(in crate::gui) fn page_words(&mut self, count: usize) -> Vec<&'static str> {
        self.some(WORDS, count)
    }

    /// Cities that have an airport.
    pub(in crate::gui) fn cities(&mut self, count: usize) -> Vec<&'static str> {
        self.some(CITIES, count)
    }
}
