//! Actions in a published grammar: what a model of today writes, carried out on the phone as it stands.
//!
//! A task with the parameter `grammar` reads, beside the phone's own forms, texts of one [`Grammar`]. Nothing is guessed: the
//! grammar, its mode and the size of the picture that points in pixels are of are parameters of the task, and so stand in its
//! record. What such a text comes to is one [`Verb`] of the phone, and is recorded as that; what the phone has nothing for is
//! refused with the reason.
//!
//! | file | turns |
//! |---|---|
//! | `hear.rs` | verbs of a grammar into one of the phone |
//! | `scrolls.rs` | scrolls of a grammar into pages |
//! | `say.rs` | a verb of the phone into texts of a grammar |

mod hear;
mod say;
mod scrolls;

use super::{
    def::Def,
    desk,
    grammar::{ALL, Grammar, Mode, Screen, Space},
    layout, verb,
};
use truestep_core::forms::{ActionForm, Argument};

/// Bytes of a text in a grammar, as announced.
const MOST_BYTES: u32 = 4_096;

/// How actions may be written beside the phone's own forms.
#[derive(Clone, Copy, Debug)]
pub struct Spoken {
    /// The grammar.
    pub grammar: Grammar,
    /// Whether it is read as its documentation says, or as its authors' own parser does.
    pub mode: Mode,
    /// The size of the picture that points in pixels are of.
    pub screen: Screen,
}

/// The name of the form that holds a text of a grammar.
pub(super) const FORM: &str = "say";

/// Sizes of the pictures, as the parameter `screen` names them; the first is meant where none is named.
const SCREENS: [(&str, u32, u32); 3] = [
    ("540x1200", layout::WIDTH, layout::HEIGHT),
    ("320x640", 320, 640),
    ("1080x2400", 1080, 2400),
];

impl Spoken {
    /// What the parameters `grammar` - the name of one of [`ALL`], perhaps with `:released` behind it - and `screen` -
    /// `540x1200`, `320x640`, `1080x2400` - say.
    ///
    /// # Errors
    /// The parameter that is wrong, and what was expected.
    pub fn read(grammar: &str, screen: Option<&str>) -> Result<Self, (&'static str, String)> {
        Self::read_of(grammar, screen, &SCREENS)
    }

    /// The same of pictures of other sizes.
    pub(super) fn read_of(
        grammar: &str,
        screen: Option<&str>,
        screens: &[(&str, u32, u32)],
    ) -> Result<Self, (&'static str, String)> {
        let (name, mode) = match grammar.strip_suffix(":released") {
            Some(name) => (name, Mode::Released),
            None => (grammar, Mode::Strict),
        };
        let grammar = Grammar::named(name).ok_or_else(|| {
            let names: Vec<&str> = ALL.iter().map(|grammar| grammar.about().name).collect();
            let message = format!(
                "no such grammar; expected one of {}, with `:released` behind it to be read as its authors' parser does",
                names.join(", ")
            );
            ("grammar", message)
        })?;
        let named = screen.unwrap_or(screens[0].0);
        let size = screens.iter().find(|(name, ..)| *name == named);
        let screen = size.and_then(|(_, width, height)| Screen::new(*width, *height));
        let screen = screen.ok_or_else(|| {
            let names: Vec<&str> = screens.iter().map(|(name, ..)| *name).collect();
            ("screen", format!("expected one of {}", names.join(", ")))
        })?;
        Ok(Self {
            grammar,
            mode,
            screen,
        })
    }

    /// The form that announces it.
    pub(super) fn form(&self) -> ActionForm {
        let about = self.grammar.about();
        let mode = match self.mode {
            Mode::Released => ", read as its authors' parser does",
            Mode::Strict => "",
        };
        let points = match self.grammar.space(self.mode) {
            Space::Pixels | Space::Resized(_) => format!(
                "; points are of a picture of {}x{} pixels",
                self.screen.width(),
                self.screen.height()
            ),
            _ => String::new(),
        };
        let summary = format!(
            "acts in the grammar `{}`{mode}{points}; such a text is read without `{FORM}[...]` as well",
            about.name
        );
        let what = "one action of the grammar";
        ActionForm::new(format!("{FORM}[TEXT]"), summary).with(
            Argument::text("text", MOST_BYTES, what).such_as(&about.example.replace('\n', " ")),
        )
    }
}

impl Def {
    /// Let actions be written in a grammar as well.
    pub fn speak(&mut self, spoken: Spoken) {
        self.spoken = Some(spoken);
        self.list_forms();
    }

    /// List the forms of action anew, with apps by the names that are shown.
    pub(super) fn list_forms(&mut self) {
        let apps = 0..self.phone.apps.len() as u8;
        let apps: Vec<&str> = apps.map(|app| self.tongue().app(self, app)).collect();
        let spoken = self.spoken.as_ref();
        self.forms = match self.is_desktop() {
            true => desk::forms(verb::MAX_ELEMENTS, spoken),
            false => verb::forms(&apps, spoken),
        };
    }
}
