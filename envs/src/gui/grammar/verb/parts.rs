//! What verbs are made of.

use crate::gui::grammar::point::{Number, Point};
use serde::{Deserialize, Serialize};

/// Where a verb acts.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Target {
    /// Where the cursor, or for typing the focus, is; for a gesture, the screen as a whole.
    Here,
    /// A point.
    Point(Point),
    /// A place so far from the cursor, in pixels.
    Offset(Number, Number),
    /// An element by its number in the observation.
    Index(i64),
    /// An element by its name in the observation: a bid, a reference.
    Name(String),
}

/// A button of the mouse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Button {
    /// The left one; a finger's tap.
    Left,
    /// The middle one, or the wheel.
    Middle,
    /// The right one.
    Right,
    /// The one that goes back.
    Back,
    /// The one that goes forward.
    Forward,
}

/// A direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Direction {
    /// Up.
    Up,
    /// Down.
    Down,
    /// Left.
    Left,
    /// Right.
    Right,
}

/// What a distance of scrolling is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Unit {
    /// Clicks of the wheel.
    Clicks,
    /// Pixels of the screen.
    Pixels,
    /// Thousandths of the screen's side.
    Thousandths,
}

/// How far a scroll goes: in which direction more of the content is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Travel {
    /// In a direction, as far as the world takes one scroll to go.
    Page(Direction),
    /// So far to the right and down; negative is left and up.
    By {
        /// To the right.
        right: Number,
        /// Down.
        down: Number,
        /// In what.
        unit: Unit,
    },
}

/// A button of the system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SystemButton {
    /// To what was shown before.
    Back,
    /// To the launcher.
    Home,
    /// The programs that were used last.
    Recents,
    /// Enter of the keyboard on the screen.
    Enter,
}

/// What is opened.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Opening {
    /// A program by its name.
    App(String),
    /// The browser.
    Browser,
    /// The computer that is worked with.
    Computer,
}

/// Where a browser goes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Journey {
    /// To an address.
    Url(String),
    /// Back in the history.
    Back,
    /// Forward in the history.
    Forward,
    /// To the same page again.
    Reload,
    /// To the page of the search engine.
    Search,
}

/// What is done with tabs.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Tabs {
    /// A new one.
    New,
    /// The one in front is closed.
    CloseThis,
    /// One is closed by name.
    Close(String),
    /// One comes to the front by name.
    Switch(String),
    /// One comes to the front by number, from 0; negative ones count from the end.
    SwitchIndex(i64),
    /// They are listed.
    List,
}

/// Which elements a page's tree shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Shown {
    /// Those that can be seen.
    Visible,
    /// Those that can be acted on.
    Interactive,
    /// All, those off the screen as well.
    All,
}

/// Looks that change nothing.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Look {
    /// At the screen.
    Screenshot,
    /// At a part of it: left, top, right, bottom.
    Zoom([i64; 4]),
    /// Where the cursor is.
    Cursor,
    /// At the tree of a page, or of what lies below an element.
    Page {
        /// Below which element.
        root: Option<String>,
        /// How deep.
        depth: Option<i64>,
        /// Which elements.
        shown: Shown,
    },
    /// At the text of a page.
    Text,
    /// For elements that words describe.
    Find(String),
    /// At the console.
    Console,
    /// At the requests.
    Network,
}

/// The value a field is given.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Value {
    /// A text.
    Text(String),
    /// A number.
    Number(Number),
    /// Ticked or not.
    Flag(bool),
}

/// How an agent says that it ended.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Status {
    /// It did what was asked.
    Success,
    /// It did not.
    Failure,
    /// It cannot be done.
    Infeasible,
    /// A word that the grammar does not know, kept as it was released to be.
    Other(String),
}

impl Direction {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Up, Self::Down, Self::Left, Self::Right];

    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
            Self::Left => "left",
            Self::Right => "right",
        }
    }

    /// The other way.
    #[must_use]
    pub fn opposite(self) -> Self {
        match self {
            Self::Up => Self::Down,
            Self::Down => Self::Up,
            Self::Left => Self::Right,
            Self::Right => Self::Left,
        }
    }

    /// The direction a word names.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|direction| direction.word() == word)
    }

    /// So far in this direction, to the right and down.
    #[must_use]
    pub fn by(self, amount: Number, unit: Unit) -> Travel {
        let zero = Number::from_integer(0);
        let (right, down) = match self {
            Self::Up => (zero, -amount),
            Self::Down => (zero, amount),
            Self::Left => (-amount, zero),
            Self::Right => (amount, zero),
        };
        Travel::By { right, down, unit }
    }
}

impl Travel {
    /// The direction and the amount, where it goes along one side only.
    #[must_use]
    pub fn along(self, wanted: Unit) -> Option<(Direction, Number)> {
        let Self::By { right, down, unit } = self else {
            return None;
        };
        let zero = Number::from_integer(0);
        if unit != wanted {
            return None;
        }
        match (right == zero, down == zero) {
            (true, _) if down < zero => Some((Direction::Up, -down)),
            (true, _) => Some((Direction::Down, down)),
            (false, true) if right < zero => Some((Direction::Left, -right)),
            (false, true) => Some((Direction::Right, right)),
            (false, false) => None,
        }
    }
}
