//! What an item is: one line of a file.

use crate::gui::layout::{HEIGHT, WIDTH};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use truestep_core::task::Task;

/// The schema of an item, with the version of its fields.
pub const SCHEMA: &str = "truestep.static/1";

/// What an action is, by the names of AndroidControl and AndroidWorld.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A tap on an element.
    Click,
    /// A finger that stays on an element.
    LongPress,
    /// A text into a field.
    InputText,
    /// More of the content is shown.
    Scroll,
    /// An app is opened by its name.
    OpenApp,
    /// To what was shown before.
    NavigateBack,
    /// To the launcher.
    NavigateHome,
    /// To the app that was left last.
    Recents,
    /// Enter of the keyboard.
    KeyboardEnter,
    /// Nothing for a moment.
    Wait,
    /// An answer.
    Answer,
    /// The end: it is done.
    Complete,
    /// The end: it cannot be done.
    Infeasible,
    /// What this phone has nothing for.
    Other,
}

impl Kind {
    /// Its name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Kind::Click => "click",
            Kind::LongPress => "long_press",
            Kind::InputText => "input_text",
            Kind::Scroll => "scroll",
            Kind::OpenApp => "open_app",
            Kind::NavigateBack => "navigate_back",
            Kind::NavigateHome => "navigate_home",
            Kind::Recents => "recents",
            Kind::KeyboardEnter => "keyboard_enter",
            Kind::Wait => "wait",
            Kind::Answer => "answer",
            Kind::Complete => "complete",
            Kind::Infeasible => "infeasible",
            Kind::Other => "other",
        }
    }
}

/// An action that is right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acceptable {
    /// It in the phone's own form.
    pub action: String,
    /// What it is.
    pub kind: Kind,
    /// The element it is done to, by the number that the views give it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index: Option<i64>,
    /// The box of that element: left, top, right, bottom in logical pixels, the last two outside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bounds: Option<[i64; 4]>,
    /// The text that is typed or answered, the app that is opened, the way that is scrolled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Of a field: whether the keyboard writes to it already.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub focused: bool,
    /// It in the grammar that was asked for; two texts where the grammar needs two steps, none where it has no words for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub written: Vec<String>,
}

/// An action that was taken before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Past {
    /// It in the phone's own form.
    pub action: String,
    /// Whether it was refused, and did nothing.
    pub rejected: bool,
    /// It in the grammar that was asked for, as [`Acceptable::written`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub written: Vec<String>,
}

/// The picture of the screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shot {
    /// Where it is, from the folder of the file on.
    pub path: String,
    /// Its columns. Points in pixels of a grammar are of this picture.
    pub width: u32,
    /// Its rows.
    pub height: u32,
}

/// One step to be predicted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// [`SCHEMA`].
    pub schema: String,
    /// Its name: task, seed, rollout and step. Parameters of the task are not in it.
    pub id: String,
    /// The task.
    pub task: Task,
    /// Actions taken before.
    pub step: usize,
    /// What is to be done.
    pub goal: String,
    /// What is seen.
    pub screenshot: Shot,
    /// The same as nodes, as the view `tree` writes it.
    pub tree: Json,
    /// What was done before, in order.
    pub history: Vec<Past>,
    /// The action that the episode went on with, in the phone's own form.
    pub taken: String,
    /// Every action on a shortest path.
    pub acceptable: Vec<Acceptable>,
    /// Whether these are all: the truth lists a bounded number.
    pub complete: bool,
    /// Fewest further steps to success.
    pub distance: u32,
}

/// Which actions of an item count as right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Gold {
    /// All that are.
    #[default]
    All,
    /// The one that was taken, as in benchmarks that know one; the first of all where that one was not right.
    Taken,
}

/// A node of the tree, as far as matching asks for it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node<'a> {
    pub(super) index: i64,
    pub(super) label: &'a str,
    pub(super) is_app: bool,
    pub(super) bounds: [i64; 4],
}

impl Item {
    /// The actions that count as right.
    #[must_use]
    pub fn gold(&self, gold: Gold) -> Vec<&Acceptable> {
        match gold {
            Gold::All => self.acceptable.iter().collect(),
            Gold::Taken => {
                let taken = self.acceptable.iter().find(|a| a.action == self.taken);
                taken.or(self.acceptable.first()).into_iter().collect()
            }
        }
    }

    /// The elements of the screen; what is none is left out.
    pub(super) fn nodes(&self) -> impl Iterator<Item = Node<'_>> {
        let elements = self.tree["elements"].as_array().map(Vec::as_slice);
        let node = |element: &'_ Json| -> Option<([i64; 4], i64)> {
            let side = |name: &str| element["bbox_pixels"][name].as_i64();
            let bounds = [
                side("x_min")?,
                side("y_min")?,
                side("x_max")?,
                side("y_max")?,
            ];
            // A file from elsewhere may say anything; what is matched stays within exact arithmetic.
            let is_sane = bounds.iter().all(|at| (0..=1 << 16).contains(at));
            Some((bounds, element["index"].as_i64()?)).filter(|_| is_sane)
        };
        let elements = elements.unwrap_or_default().iter();
        elements.filter_map(move |element| {
            let (bounds, index) = node(element)?;
            Some(Node {
                index,
                label: element["content_description"].as_str().unwrap_or_default(),
                is_app: element["resource_name"] == "app",
                bounds,
            })
        })
    }

    /// That what it says can be matched: the schema is known, something is right, and boxes lie on the screen.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn check(&self) -> Result<(), String> {
        if self.schema != SCHEMA {
            return Err(format!("schema `{}`, expected `{SCHEMA}`", self.schema));
        }
        if self.acceptable.is_empty() {
            return Err("it has no right action".into());
        }
        if let Some(other) = self.acceptable.iter().find(|a| a.kind == Kind::Other) {
            return Err(format!("`{}` is no action that can be right", other.action));
        }
        let (width, height) = (i64::from(WIDTH), i64::from(HEIGHT));
        let is_box = |[left, top, right, bottom]: &[i64; 4]| {
            0 <= *left
                && left < right
                && *right <= width
                && 0 <= *top
                && top < bottom
                && *bottom <= height
        };
        let boxes = self.acceptable.iter().filter_map(|a| a.bounds.as_ref());
        match boxes.into_iter().find(|bounds| !is_box(bounds)) {
            None => Ok(()),
            Some(bounds) => Err(format!(
                "{bounds:?} is no box on a screen of {width}x{height}"
            )),
        }
    }
}
