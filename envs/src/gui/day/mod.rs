//! Days: tasks of many errands, whose shortest way is a hundred steps and more.
//!
//! A day has errands in apps that have nothing to do with each other: no screen of one leads to the other, and neither shows the
//! other's records. Then whoever goes from one to the other and back could as well have finished the first before, so that the
//! distance is the sum of what is left of each, and each is planned alone (`parts`). Read in this order: `groups` (which apps
//! have to do with each other), `parts` (distances and menus), `compose` (how a day is drawn), `family` (templates).

mod compose;
mod family;
mod groups;
mod parts;
#[cfg(test)]
mod tests;

pub use family::GuiDayFamily;
pub(super) use family::{ENV, define};
pub(super) use parts::Part;
