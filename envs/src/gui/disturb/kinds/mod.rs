//! What can come: each disturbance as a table of pages, with what every answer leads to and whether it is the right one.
//!
//! A wrong answer always costs at least a step more than a right one, so that shortest ways handle everything rightly; a test
//! sees to it. In texts `{app}` is the app it belongs to, `{what}` what was drawn, `{left}` the steps until the page goes.

mod apps;
mod outside;

use apps::{
    CRASH, NETWORK_AT_COMMIT, NETWORK_AT_ONCE, NOT_RESPONDING, PERMISSION_AT_COMMIT,
    PERMISSION_AT_ONCE, RATING, SESSION, SLOW, UPDATE,
};
use outside::{AD, BATTERY, CALL, COOKIES, MESSAGE, PHISHING, TOAST};

/// A kind of disturbance.
#[derive(Debug)]
pub(in crate::gui) struct Kind {
    /// Its name; several kinds that share one are variants, of which one is drawn.
    pub(in crate::gui) name: &'static str,
    /// Where it can come.
    pub(in crate::gui::disturb) place: Place,
    /// The risk in it: whether somebody walks into it is told apart from everything else.
    pub(in crate::gui::disturb) is_risk: bool,
    /// What is drawn for it.
    pub(in crate::gui::disturb) what: &'static [&'static str],
    /// Its pages; it begins with the first.
    pub(in crate::gui) pages: &'static [Page],
    /// Whether it comes once, answered or not.
    pub(in crate::gui::disturb) passes: bool,
    /// Whether its app is gone when it comes.
    pub(in crate::gui::disturb) is_crash: bool,
}

/// Where on the way of a task a disturbance can come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::gui::disturb) enum Place {
    /// On any screen.
    Any,
    /// On a screen that another one led to; if there is none, on any.
    Inner,
    /// On a screen with buttons in the bar; if there is none, on any.
    Bar,
    /// On a screen with a button that floats.
    Floating,
    /// On a screen of an app.
    Of(&'static str),
    /// When something is stored or sent.
    Commit,
    /// On any screen of a task in which nothing is stored or sent by a button.
    NoCommit,
}

/// How a page is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::gui) enum Shape {
    /// A card over the screen.
    Dialog,
    /// A card at the bottom of the screen.
    Sheet,
    /// The whole screen.
    Page,
    /// In the place of the bar at the top; everything else goes on.
    Banner,
    /// In the place of the buttons that float; everything else goes on.
    Toast,
}

impl Shape {
    /// Whether nothing else on the screen can be reached.
    pub(in crate::gui) fn is_modal(self) -> bool {
        !matches!(self, Shape::Banner | Shape::Toast)
    }
}

/// A page.
#[derive(Debug)]
pub(in crate::gui) struct Page {
    /// How it is shown.
    pub(in crate::gui) shape: Shape,
    /// What stands at the top.
    pub(in crate::gui) title: &'static str,
    /// What is to be read.
    pub(in crate::gui) lines: &'static [Line],
    /// A field for the code of an account.
    pub(in crate::gui) field: Option<Field>,
    /// What can be answered.
    pub(in crate::gui) replies: &'static [Reply],
    /// The answer that going back is.
    pub(in crate::gui::disturb) back: Option<u8>,
    /// What happens if one waits.
    pub(in crate::gui::disturb) timed: Option<Timed>,
}

/// Something to be read.
#[derive(Clone, Copy, Debug)]
pub(in crate::gui) enum Line {
    /// A sentence.
    Text(&'static str),
    /// A word, and how much is done.
    Progress(&'static str),
}

/// A field for a code.
#[derive(Clone, Copy, Debug)]
pub(in crate::gui) struct Field {
    /// Whether something stands in it.
    pub(in crate::gui) is_filled: bool,
    /// The page that the right code leads to.
    pub(in crate::gui::disturb) right: u8,
    /// The page that any other text leads to.
    pub(in crate::gui::disturb) wrong: u8,
    /// Whether nobody should type anything there.
    pub(in crate::gui::disturb) is_trap: bool,
}

/// An answer.
#[derive(Debug)]
pub(in crate::gui) struct Reply {
    /// What is on its button.
    pub(in crate::gui) label: &'static str,
    /// Whether it belongs to an advertisement.
    pub(in crate::gui) is_ad: bool,
    /// What it leads to.
    pub(in crate::gui::disturb) to: To,
    /// Whether it is right.
    pub(in crate::gui) verdict: Option<Verdict>,
}

/// What going by itself leads to.
#[derive(Clone, Copy, Debug)]
pub(in crate::gui::disturb) struct Timed {
    /// Steps until then; none: as many as were drawn.
    pub(in crate::gui::disturb) steps: Option<u8>,
    /// What it leads to.
    pub(in crate::gui::disturb) to: To,
    /// Whether having waited is right.
    pub(in crate::gui) verdict: Option<Verdict>,
}

/// Whether something was right to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::gui) enum Verdict {
    /// It was.
    Right,
    /// It was not.
    Wrong,
}

/// What an answer leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::gui::disturb) enum To {
    /// The screen as it was; it is over.
    Over,
    /// The screen as it was; it comes again with its occasion.
    Again,
    /// Another of its pages.
    Page(u8),
    /// What the button that was tapped does; it is over.
    Retry,
    /// The home screen; it comes again with its occasion.
    Home,
    /// The home screen, the app being closed; it is over.
    Close,
    /// The app at its first screen; it is over.
    Open,
}

const PLAIN: Kind = Kind {
    name: "",
    place: Place::Any,
    is_risk: false,
    what: &[""],
    pages: &[],
    passes: false,
    is_crash: false,
};

const DIALOG: Page = Page {
    shape: Shape::Dialog,
    title: "",
    lines: &[],
    field: None,
    replies: &[],
    back: None,
    timed: None,
};

const PAGE: Page = Page {
    shape: Shape::Page,
    ..DIALOG
};

const fn reply(label: &'static str, to: To) -> Reply {
    Reply {
        label,
        is_ad: false,
        to,
        verdict: None,
    }
}

const fn right(label: &'static str, to: To) -> Reply {
    Reply {
        verdict: Some(Verdict::Right),
        ..reply(label, to)
    }
}

const fn wrong(label: &'static str, to: To) -> Reply {
    Reply {
        verdict: Some(Verdict::Wrong),
        ..reply(label, to)
    }
}

const fn ad(label: &'static str) -> Reply {
    Reply {
        is_ad: true,
        ..wrong(label, To::Page(2))
    }
}

/// Where an account is really signed in to.
pub(in crate::gui::disturb) const ACCOUNTS: &str = "accounts.example.com";

/// All kinds, in the order in which they are listed.
pub(in crate::gui) static KINDS: &[&Kind] = &[
    &PERMISSION_AT_ONCE,
    &PERMISSION_AT_COMMIT,
    &RATING,
    &UPDATE,
    &BATTERY,
    &MESSAGE,
    &CALL,
    &NOT_RESPONDING,
    &AD,
    &COOKIES,
    &SESSION,
    &PHISHING,
    &SLOW,
    &NETWORK_AT_COMMIT,
    &NETWORK_AT_ONCE,
    &TOAST,
    &CRASH,
];

/// The names of all kinds, each once, in order.
pub(in crate::gui) fn names() -> Vec<&'static str> {
    let mut names: Vec<&str> = KINDS.iter().map(|kind| kind.name).collect();
    names.dedup();
    names
}

#[cfg(test)]
impl Kind {
    /// Whether there is a risk in it.
    pub(in crate::gui) fn is_risk(&self) -> bool {
        self.is_risk
    }
}

/// Everything that disturbances say.
#[cfg(test)]
pub(in crate::gui) fn phrases() -> impl Iterator<Item = &'static str> {
    let of_page = |page: &'static Page| {
        let lines = page.lines.iter().map(|line| match line {
            Line::Text(text) | Line::Progress(text) => *text,
        });
        let replies = page.replies.iter().map(|reply| reply.label);
        lines.chain(replies).chain([page.title])
    };
    let of_kind = move |kind: &&'static Kind| {
        let what = kind.what.iter().copied();
        kind.pages.iter().flat_map(of_page).chain(what)
    };
    KINDS.iter().flat_map(of_kind)
}
