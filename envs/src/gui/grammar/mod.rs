//! The languages that published models and suites act on screens in.
//!
//! Each grammar is a codec between a text and [`Verb`]s, and says in which [`Space`] its points lie. It reads in two
//! [`Mode`]s: *strict*, as its documentation says, and *as released*, as its authors' own parser does, faults included;
//! what the released parser returns, or the exception it raises, can be asked for as well ([`Grammar::released`]).
//! Where a grammar cannot say a verb it says so ([`Unsayable`]); what is printed has been read back.
//!
//! [`ALL`] is the one list of them. A text that is no action is a [`Rejection`]: what was wrong, what was expected, an
//! example. No text makes reading fail in another way: sizes, nesting and numbers are bounded first.
//!
//! ```
//! use truestep_envs::gui::grammar::{Grammar, Mode, Point, Screen, Space, Target, Verb};
//!
//! let grammar = Grammar::named("ui-tars/0-1000").unwrap();
//! let screen = Screen::new(1080, 2400).unwrap();
//! let text = "Thought: Open it.\nAction: click(point='<point>503 871</point>')";
//! let reading = grammar.parse(text, screen, Mode::Strict).unwrap();
//! let point = Point::whole(503, 871, Space::Thousand);
//! assert_eq!(reading.verbs, [Verb::tap(Target::Point(point))]);
//! assert_eq!(point.pixel(screen), Some((543, 2090)));
//! ```

mod android_world;
mod anthropic;
mod args;
mod autoglm;
mod browsergym;
mod gelab;
mod gemini;
mod glm;
mod gui_mcp;
mod key;
mod mai_ui;
mod miniwob;
mod openai;
mod osworld;
mod pen;
mod point;
mod python;
mod qwen;
mod refuse;
mod seed;
mod table;
#[cfg(test)]
mod tests;
mod typed;
mod ui_tars;
mod verb;

pub use key::{Dialect, Key};
pub use point::{
    MOST_SIDE, Number, Point, Resize, Screen, Space, UI_TARS_RESIZE, read_decimal, write_decimal,
};
pub use refuse::{Fault, MOST_BYTES, MOST_DEPTH, MOST_VERBS, Rejection, Unsayable};
pub use table::{Form, forms, table};
pub use verb::{
    Button, Direction, Journey, Look, Opening, Shown, Status, SystemButton, Tabs, Target, Travel,
    Unit, Value, Verb,
};

use refuse::Refusal;
use std::fmt;

/// How a text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// As the authors' own parser reads it.
    Released,
    /// As the documentation says.
    Strict,
}

/// What a text says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The verbs, in order.
    pub verbs: Vec<Verb>,
    /// What the agent thought, where the grammar has a place for it.
    pub thought: Option<String>,
}

impl From<Vec<Verb>> for Reading {
    fn from(verbs: Vec<Verb>) -> Self {
        Self {
            verbs,
            thought: None,
        }
    }
}

/// What a grammar is.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// Its name.
    pub name: &'static str,
    /// What it is, in one line.
    pub summary: &'static str,
    /// Where it was published, and at which state it was read.
    pub source: &'static str,
    /// What its points are measured in.
    pub space: Space,
    /// Whether one text may hold several actions.
    pub batch: bool,
    /// Where the released parser reads other than the documentation says.
    pub quirks: &'static str,
    /// A text that is right.
    pub example: &'static str,
}

/// A codec between texts and verbs. Points of verbs that are written lie in the grammar's space already.
trait Codec: Sync {
    /// What it is.
    fn about(&self) -> &'static About;

    /// In which space its points lie; for most of them the one of [`About`].
    fn space(&self, _: Mode) -> Space {
        self.about().space
    }

    /// Reads a text of bounded length.
    fn read(&self, text: &str, screen: Screen, mode: Mode) -> Result<Reading, Refusal>;

    /// Writes verbs.
    fn write(&self, verbs: &[Verb], mode: Mode) -> Result<String, Unsayable>;

    /// What the released parser returns.
    fn released(&self, text: &str, screen: Screen) -> Result<serde_json::Value, Refusal>;
}

/// A grammar.
#[derive(Clone, Copy)]
pub struct Grammar(&'static dyn Codec);

/// Every grammar, in the order of tables.
pub const ALL: &[Grammar] = &[
    Grammar(&android_world::AndroidWorld),
    Grammar(&gelab::Gelab),
    Grammar(&gui_mcp::GuiMcp),
    Grammar(&autoglm::AutoGlm),
    Grammar(&qwen::MOBILE_USE),
    Grammar(&mai_ui::MaiUi),
    Grammar(&qwen::GUI_OWL),
    Grammar(&ui_tars::THOUSAND),
    Grammar(&ui_tars::RESIZED),
    Grammar(&seed::Seed),
    Grammar(&qwen::COMPUTER_USE),
    Grammar(&glm::Glm),
    Grammar(&osworld::COMPUTER_13),
    Grammar(&osworld::PYAUTOGUI),
    Grammar(&anthropic::COMPUTER),
    Grammar(&anthropic::SINGLE),
    Grammar(&anthropic::BROWSER),
    Grammar(&openai::OpenAi),
    Grammar(&gemini::NEW),
    Grammar(&gemini::OLD),
    Grammar(&browsergym::BID),
    Grammar(&browsergym::COORD),
    Grammar(&miniwob::MiniWob),
];

impl fmt::Debug for Grammar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Grammar").field(&self.about().name).finish()
    }
}

impl Grammar {
    /// The grammar of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        ALL.iter()
            .copied()
            .find(|grammar| grammar.about().name == name)
    }

    /// What it is.
    #[must_use]
    pub fn about(self) -> &'static About {
        self.0.about()
    }

    /// In which space its points lie as a mode reads them.
    #[must_use]
    pub fn space(self, mode: Mode) -> Space {
        self.0.space(mode)
    }

    /// Reads what an agent wrote.
    ///
    /// # Errors
    /// Where it is no action of the grammar.
    pub fn parse(self, text: &str, screen: Screen, mode: Mode) -> Result<Reading, Rejection> {
        self.checked(text, || {
            let reading = self.0.read(text, screen, mode)?;
            if reading.verbs.len() > MOST_VERBS {
                return Err(Fault::TooMany.into());
            }
            Ok(reading)
        })
    }

    /// What the released parser returns for a text, as JSON.
    ///
    /// # Errors
    /// Where it raises; the exception's name is in [`Rejection::raised`].
    pub fn released(self, text: &str, screen: Screen) -> Result<serde_json::Value, Rejection> {
        self.checked(text, || self.0.released(text, screen))
    }

    /// Writes verbs as an agent would have. Points are put into the grammar's space first; what is written is read back
    /// in the same mode, and must say the same.
    ///
    /// # Errors
    /// Where the grammar cannot say them.
    pub fn print(self, verbs: &[Verb], screen: Screen, mode: Mode) -> Result<String, Unsayable> {
        if verbs.is_empty() || (verbs.len() > 1 && !self.about().batch) || verbs.len() > MOST_VERBS
        {
            return Err(Unsayable::Batch);
        }
        let verbs = self.placed(verbs, screen, mode).ok_or(Unsayable::Point)?;
        let text = self.0.write(&verbs, mode)?;
        match self.parse(&text, screen, mode) {
            Ok(reading) if reading.verbs == verbs => Ok(text),
            _ => Err(Unsayable::Text),
        }
    }

    /// Verbs with their points in the grammar's space.
    #[must_use]
    pub fn placed(self, verbs: &[Verb], screen: Screen, mode: Mode) -> Option<Vec<Verb>> {
        verbs
            .iter()
            .map(|verb| verb.within(self.0.space(mode), screen))
            .collect()
    }

    /// Bounds a text, and puts the grammar's name and example to what is wrong with it.
    fn checked<T>(
        self,
        text: &str,
        read: impl FnOnce() -> Result<T, Refusal>,
    ) -> Result<T, Rejection> {
        let result = if text.len() > MOST_BYTES {
            Err(Fault::TooLong { bytes: text.len() }.into())
        } else {
            read()
        };
        result.map_err(|refusal| Rejection {
            grammar: self.about().name,
            fault: refusal.fault,
            raised: refusal.raised,
            example: self.about().example,
        })
    }
}
