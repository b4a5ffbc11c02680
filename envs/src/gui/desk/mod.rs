//! The desktop: the apps of the same engine in windows, with a mouse and a keyboard.
//!
//! A phone shows one app; a desktop shows several, each in a window of its own that keeps its screens, its draft and its place
//! while others are in front. The window in front is [`State::front`](super::State); this folder holds what is around it.
//!
//! | file | holds |
//! |---|---|
//! | `elements.rs` | what is on the screen: the window in front, what is seen of others, icons, the task bar |
//! | `layout.rs` | where it is |
//! | `admit.rs`, `step.rs` | what can be done, and what it comes to |
//! | `menu.rs` | what menus offer of it |
//! | `worth.rs` | which windows a shortest way goes through |
//! | `words.rs` | what it is called |
//! | `verbs.rs` | how it is written |
//! | `access.rs` | accessibility trees of desktops |
//! | `apps`, `fill`, `tasks` | the apps, what they hold, what is asked for |
//! | `family.rs`, `model.rs` | the environment `gui-desk` |

mod access;
mod admit;
pub mod apps;
mod elements;
mod family;
mod fill;
pub(super) mod layout;
mod menu;
mod model;
mod step;
mod tasks;
#[cfg(test)]
pub(in crate::gui) mod tests;
mod verbs;
mod words;
mod worth;

pub use family::GuiDeskFamily;
pub use layout::{HEIGHT, WIDTH};
pub use model::GuiDesk;

pub(super) use access::role;
pub(super) use elements::NO_ICON;
pub(super) use verbs::forms;
pub(super) use worth::Worth;

use super::{state::Surface, value::Bytes};
use serde::{Deserialize, Serialize};

/// A button of a window's frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Control {
    /// Leaves the screen that is seen.
    Back,
    /// Puts the window away, into the task bar.
    Minimise,
    /// Lets the window fill the desktop, or puts it back to its size.
    Maximise,
    /// Closes the window, and drops what was not saved.
    Close,
}

/// A window that is not in front.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Window {
    /// Its screens, its draft.
    pub surface: Surface,
    /// Whether it is put away.
    pub is_minimised: bool,
    /// Whether it fills the desktop.
    pub is_maximised: bool,
}

impl Window {
    /// Whether it lies over the icons.
    pub(super) fn covers(&self) -> bool {
        self.is_maximised && !self.is_minimised
    }
}

/// The windows around the one in front.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Windows {
    /// Those behind it, the uppermost first; the ones that are put away come last.
    pub behind: Vec<Window>,
    /// Whether the one in front fills the desktop.
    pub is_maximised: bool,
    /// The icon that is selected, by app, or 255 for none.
    pub icon: u8,
}

impl Default for Windows {
    fn default() -> Self {
        Self {
            behind: vec![],
            is_maximised: false,
            icon: NO_ICON,
        }
    }
}

impl Windows {
    /// The windows that are seen or hidden by others only, the uppermost first.
    pub(super) fn open(&self) -> impl Iterator<Item = &Window> {
        self.behind.iter().filter(|window| !window.is_minimised)
    }

    pub(super) fn surfaces_mut(&mut self) -> impl Iterator<Item = &mut Surface> {
        self.behind.iter_mut().map(|window| &mut window.surface)
    }

    /// Append canonical bytes.
    pub(super) fn canon(&self, out: &mut Bytes) {
        out.extend_from_slice(&[
            self.behind.len() as u8,
            u8::from(self.is_maximised),
            self.icon,
        ]);
        for window in &self.behind {
            out.push(u8::from(window.is_minimised) | u8::from(window.is_maximised) << 1);
            window.surface.canon(out);
        }
    }
}
