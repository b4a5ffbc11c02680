//! What is to be painted: everything that is seen, in words and boxes, with nothing of pixels in it.

use super::{
    icon::{self, Icon},
    theme::Contrast,
};
use crate::gui::{disturb::Shape, layout::Area, locale::Tongue};

/// A screen.
#[derive(Clone, Debug, Default)]
pub(super) struct Scene {
    /// Whether the dark theme is on.
    pub(super) is_dark: bool,
    /// Whether left and right are exchanged.
    pub(super) is_mirrored: bool,
    /// The language of everything around the elements.
    pub(super) tongue: Tongue,
    /// How far colours stand apart.
    pub(super) contrast: Contrast,
    /// The size of text, in hundredths of the normal one.
    pub(super) text_percent: i32,
    /// What the clock says.
    pub(super) clock: String,
    /// What day it is.
    pub(super) day: String,
    /// What the status bar shows, from the right.
    pub(super) signs: Vec<Sign>,
    /// The app that is open; none at the home screen.
    pub(super) app: Option<&'static str>,
    /// What stands at the top.
    pub(super) title: String,
    /// The elements of the screen.
    pub(super) items: Vec<Item>,
    /// What lies over the screen, with the elements that can be reached then.
    pub(super) over: Option<Over>,
    /// What the keyboard writes to, if it is open.
    pub(super) typing: Option<String>,
    /// The page that is seen and the last one, from 0.
    pub(super) page: (u8, u8),
    /// Whether the task has ended.
    pub(super) is_ended: bool,
}

/// A sign in the status bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Battery,
    Signal,
    Wifi,
    Airplane,
    Bluetooth,
    Quiet,
    Location,
}

/// Something that has to be answered first.
#[derive(Clone, Debug)]
pub(super) struct Over {
    pub(super) shape: Shape,
    pub(super) title: String,
    pub(super) items: Vec<Item>,
}

/// An element.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// Its box, in logical pixels; nothing of it is painted outside.
    pub(super) area: Area,
    /// What it is.
    pub(super) part: Part,
}

/// Authored words, as they are shown, with the icon that goes with them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Label {
    /// What is shown.
    pub(super) text: String,
    /// What it is authored as.
    pub(super) key: &'static str,
}

impl Label {
    /// The icon that goes with it, if one does.
    pub(super) fn icon(&self) -> Option<Icon> {
        icon::of_label(self.key)
    }

    /// The same, and a cross for what makes something new.
    pub(super) fn icon_of_button(&self) -> Option<Icon> {
        let makes = || self.key.starts_with("New ").then_some(Icon::Add);
        self.icon().or_else(makes)
    }
}

/// What stands in front of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lead {
    /// Initials of its first words.
    Initials,
    /// The sign of its table.
    Record(&'static str),
}

/// Where a field stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Where {
    /// In a form.
    Form,
    /// On a page, where a tap takes effect.
    Page,
}

/// What an element is.
#[derive(Clone, Debug)]
pub(super) enum Part {
    /// The icon of an app.
    App { name: Label },
    /// A button in the bar at the top.
    BarButton { label: Label, is_enabled: bool },
    /// A button that floats above the content.
    Floating { label: Label, is_enabled: bool },
    /// A line that opens a page.
    Link { label: Label },
    /// A record.
    Line {
        head: String,
        under: String,
        lead: Lead,
    },
    /// A record that a tap adds, and how often it was.
    Add {
        head: String,
        under: String,
        lead: Lead,
        times: usize,
    },
    /// A message, somebody's or one's own.
    Bubble {
        by: String,
        text: String,
        is_own: bool,
    },
    /// The switch beside a record.
    Switch { label: Label, is_on: bool },
    /// What stands in the place of a list.
    Empty { text: String },
    /// A field to be read.
    Show { label: Label, value: String },
    /// A field to be typed.
    Field {
        label: String,
        value: String,
        is_focused: bool,
    },
    /// A choice.
    Pick {
        label: Label,
        value: String,
        at: Where,
    },
    /// A switch with its label.
    Check {
        label: Label,
        is_on: bool,
        at: Where,
    },
    /// An option of a choice.
    Option { label: String, is_chosen: bool },
    /// An answer to a question; one destroys something.
    Answer { label: Label, is_destroying: bool },
    /// An answer to a disturbance.
    Reply { label: String },
    /// A sentence.
    Say { text: String },
    /// How much is done, in percent.
    Progress { text: String, percent: u8 },
    /// Part of an advertisement.
    Ad { label: String },
    /// A message in the place of the bar.
    Banner { text: String },
    /// What sends that away.
    Dismiss { label: String },
    /// A message in the place of the buttons that float.
    Toast { text: String },
}
