//! What an agent can do to a graphical interface, whichever grammar it said it in.
//!
//! The set is the union of what the published grammars can say. A verb keeps what the text determined and nothing more:
//! a point stays in the space it was stated in, an amount that was not given is not made up, and "where the cursor is"
//! is a target of its own. What a verb does to a screen is the world's part.

mod parts;

pub use parts::{
    Button, Direction, Journey, Look, Opening, Shown, Status, SystemButton, Tabs, Target, Travel,
    Unit, Value,
};

use super::{
    key::Key,
    point::{Number, Screen, Space},
};
use serde::{Deserialize, Serialize};

/// One action.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Verb {
    /// A click or tap.
    Click {
        /// Where.
        at: Target,
        /// With which button.
        button: Button,
        /// How often, 1 to 3.
        count: u8,
        /// Keys held meanwhile.
        held: Vec<Key>,
    },
    /// A button goes down and stays.
    Press {
        /// Where.
        at: Target,
        /// Which.
        button: Button,
    },
    /// A button comes up.
    Release {
        /// Where.
        at: Target,
        /// Which.
        button: Button,
    },
    /// The cursor moves, nothing is pressed.
    Move {
        /// Where to.
        to: Target,
        /// Keys held meanwhile.
        held: Vec<Key>,
    },
    /// A finger stays.
    LongPress {
        /// Where.
        at: Target,
        /// How long.
        seconds: Option<Number>,
    },
    /// A button goes down at the first place, passes the others and comes up at the last.
    Drag {
        /// Two places or more.
        path: Vec<Target>,
        /// Which button.
        button: Button,
        /// Keys held meanwhile.
        held: Vec<Key>,
    },
    /// A finger goes from one point to another without staying first.
    Swipe {
        /// From where.
        from: Target,
        /// Where to.
        to: Target,
    },
    /// A finger swipes in a direction: content follows it.
    Fling {
        /// On what.
        at: Target,
        /// Where the finger goes.
        finger: Direction,
    },
    /// Content is scrolled.
    Scroll {
        /// At what.
        at: Target,
        /// How far.
        travel: Travel,
        /// Keys held meanwhile.
        held: Vec<Key>,
    },
    /// An element is scrolled into view.
    ScrollTo {
        /// Which.
        at: Target,
    },
    /// A text is typed.
    Type {
        /// Into what.
        into: Target,
        /// The text.
        text: String,
        /// Whether what stood there is removed first.
        clear: bool,
        /// Whether Enter follows.
        submit: bool,
    },
    /// The value of a field of the task is typed.
    TypeField {
        /// Into what.
        into: Target,
        /// Which field of the task.
        field: i64,
    },
    /// A text comes into the focus at once, without keys.
    Insert {
        /// The text.
        text: String,
    },
    /// A field is given a value.
    SetValue {
        /// Which.
        at: Target,
        /// The value.
        value: Value,
        /// Whether suggestions are opened by typing the last letter.
        suggest: bool,
    },
    /// Options of a list are chosen.
    Select {
        /// Of which.
        at: Target,
        /// The options.
        options: Vec<String>,
    },
    /// A field is emptied.
    Clear {
        /// Which.
        at: Target,
    },
    /// An element is focused.
    Focus {
        /// Which.
        at: Target,
    },
    /// Files are handed to an element.
    Upload {
        /// Which.
        at: Target,
        /// Their paths.
        files: Vec<String>,
        /// Names of documents that were laid ready.
        documents: Vec<String>,
    },
    /// Chords of keys are pressed one after another.
    Keys {
        /// In what.
        at: Target,
        /// The chords; the keys of one go down in order and come up in reverse.
        chords: Vec<Vec<Key>>,
        /// How often the whole.
        times: u32,
    },
    /// A key goes down and stays.
    KeyDown {
        /// Which.
        key: Key,
    },
    /// A key comes up.
    KeyUp {
        /// Which.
        key: Key,
    },
    /// A chord is held.
    HoldKeys {
        /// Which.
        chord: Vec<Key>,
        /// How long.
        seconds: Number,
    },
    /// A button of the system.
    System(SystemButton),
    /// Something is opened.
    Open(Opening),
    /// The browser goes somewhere.
    Navigate(Journey),
    /// Tabs.
    Tab(Tabs),
    /// A look.
    Look(Look),
    /// A script is run in the page.
    Script {
        /// Its text.
        code: String,
    },
    /// Time passes.
    Wait {
        /// How much.
        seconds: Option<Number>,
    },
    /// An answer is given.
    Answer {
        /// The answer.
        text: String,
    },
    /// The user is asked.
    Ask {
        /// What.
        text: String,
    },
    /// The user is to take over.
    TakeOver {
        /// Why.
        text: String,
    },
    /// Something is noted.
    Note {
        /// What.
        text: String,
    },
    /// Something is left to a service.
    Delegate {
        /// What.
        text: String,
    },
    /// The end.
    Done {
        /// How.
        status: Status,
        /// With what words.
        message: Option<String>,
    },
    /// Nothing.
    Nothing,
    /// A verb in a tab that is named.
    InTab {
        /// Which tab.
        tab: String,
        /// The verb.
        verb: Box<Verb>,
    },
    /// A verb that the agent marks as one to be confirmed.
    Sensitive {
        /// Why.
        reason: String,
        /// The verb.
        verb: Box<Verb>,
    },
}

impl Verb {
    /// One left click or tap.
    #[must_use]
    pub fn tap(at: Target) -> Self {
        Self::click(at, Button::Left, 1)
    }

    /// Clicks with no keys held.
    #[must_use]
    pub fn click(at: Target, button: Button, count: u8) -> Self {
        Self::Click {
            at,
            button,
            count,
            held: Vec::new(),
        }
    }

    /// One chord in the focus.
    #[must_use]
    pub fn chord(keys: Vec<Key>) -> Self {
        Self::Keys {
            at: Target::Here,
            chords: vec![keys],
            times: 1,
        }
    }

    /// A drag with the left button.
    #[must_use]
    pub fn drag(from: Target, to: Target) -> Self {
        Self::Drag {
            path: vec![from, to],
            button: Button::Left,
            held: Vec::new(),
        }
    }

    /// A scroll by one page.
    #[must_use]
    pub fn page(at: Target, direction: Direction) -> Self {
        Self::Scroll {
            at,
            travel: Travel::Page(direction),
            held: Vec::new(),
        }
    }

    /// A text into the focus.
    #[must_use]
    pub fn type_text(text: impl Into<String>) -> Self {
        Self::Type {
            into: Target::Here,
            text: text.into(),
            clear: false,
            submit: false,
        }
    }

    /// An end without words.
    #[must_use]
    pub fn done(status: Status) -> Self {
        Self::Done {
            status,
            message: None,
        }
    }

    /// A wait of so many seconds.
    #[must_use]
    pub fn wait(seconds: i64) -> Self {
        Self::Wait {
            seconds: Some(Number::from_integer(seconds)),
        }
    }
}

impl Verb {
    /// Every place that it acts on.
    pub fn targets_mut(&mut self) -> Vec<&mut Target> {
        match self {
            Self::Click { at, .. }
            | Self::Press { at, .. }
            | Self::Release { at, .. }
            | Self::LongPress { at, .. }
            | Self::Fling { at, .. }
            | Self::Scroll { at, .. }
            | Self::ScrollTo { at }
            | Self::SetValue { at, .. }
            | Self::Select { at, .. }
            | Self::Clear { at }
            | Self::Focus { at }
            | Self::Upload { at, .. }
            | Self::Keys { at, .. }
            | Self::Move { to: at, .. }
            | Self::Type { into: at, .. }
            | Self::TypeField { into: at, .. } => vec![at],
            Self::Swipe { from, to } => vec![from, to],
            Self::Drag { path, .. } => path.iter_mut().collect(),
            Self::InTab { verb, .. } | Self::Sensitive { verb, .. } => verb.targets_mut(),
            _ => Vec::new(),
        }
    }

    /// The same verb with its points in another space; nothing where one lies outside the screen.
    #[must_use]
    pub fn within(&self, space: Space, screen: Screen) -> Option<Self> {
        let mut verb = self.clone();
        for target in verb.targets_mut() {
            if let Target::Point(point) = target {
                *point = point.within(space, screen)?;
            }
        }
        Some(verb)
    }
}
