//! What apps do: they ask, want to be rated, load, fail.

use super::{
    ACCOUNTS, DIALOG, Field, Kind, Line, PAGE, PLAIN, Page, Place, Timed, To, Verdict, reply,
    right, wrong,
};

const SESSION_PAGE: Page = Page {
    title: "Sign in to {app}",
    lines: &[Line::Text(ACCOUNTS), Line::Text("Your session has ended.")],
    field: Some(Field {
        is_filled: false,
        right: 1,
        wrong: 2,
        is_trap: false,
    }),
    ..PAGE
};

/// An app asks for what nothing that a task asks for needs.
pub(super) static PERMISSION_AT_ONCE: Kind = Kind {
    name: "permission",
    is_risk: true,
    what: &["location", "camera", "microphone"],
    pages: &[
        Page {
            title: "Allow {app} to use your {what}?",
            lines: &[Line::Text("{app} would like to show you offers.")],
            replies: &[wrong("Allow", To::Page(1)), right("Don't allow", To::Over)],
            back: Some(1),
            ..DIALOG
        },
        Page {
            title: "For how long?",
            replies: &[
                reply("While it is open", To::Over),
                reply("Only this time", To::Over),
            ],
            ..DIALOG
        },
    ],
    ..PLAIN
};

/// An app asks for what the button that was tapped needs.
pub(super) static PERMISSION_AT_COMMIT: Kind = Kind {
    name: "permission",
    place: Place::Commit,
    what: &["storage", "network"],
    pages: &[Page {
        title: "Allow {app} to use the {what}?",
        lines: &[Line::Text("{app} cannot do what you tapped without it.")],
        replies: &[right("Allow", To::Retry), wrong("Don't allow", To::Again)],
        back: Some(1),
        ..DIALOG
    }],
    ..PLAIN
};

/// An app would like to be rated.
pub(super) static RATING: Kind = Kind {
    name: "rating",
    what: &["4.1", "3.8", "4.6"],
    pages: &[
        Page {
            title: "Do you like {app}?",
            lines: &[Line::Text("Tell others in the store.")],
            replies: &[wrong("Rate now", To::Page(1)), right("Later", To::Over)],
            back: Some(1),
            ..DIALOG
        },
        Page {
            title: "{app} in the store",
            lines: &[Line::Text("{what} of 5 stars")],
            replies: &[reply("Back to {app}", To::Over)],
            back: Some(0),
            ..PAGE
        },
    ],
    ..PLAIN
};

/// There is a new version of an app.
pub(super) static UPDATE: Kind = Kind {
    name: "update",
    pages: &[
        Page {
            title: "Update {app}?",
            lines: &[Line::Text("A new version is there. {app} starts anew.")],
            replies: &[wrong("Update now", To::Page(1)), right("Later", To::Over)],
            back: Some(1),
            ..DIALOG
        },
        Page {
            title: "{app} is updated",
            lines: &[Line::Progress("Installing")],
            timed: Some(Timed {
                steps: Some(3),
                to: To::Open,
                verdict: None,
            }),
            ..PAGE
        },
    ],
    ..PLAIN
};

/// An app does not react.
pub(super) static NOT_RESPONDING: Kind = Kind {
    name: "not-responding",
    pages: &[
        Page {
            title: "{app} isn't responding",
            replies: &[wrong("Close app", To::Page(1)), right("Wait", To::Over)],
            ..DIALOG
        },
        Page {
            title: "Close {app}?",
            lines: &[Line::Text("What is not saved will be lost.")],
            replies: &[reply("Close app", To::Close), reply("Keep", To::Page(0))],
            back: Some(1),
            ..DIALOG
        },
    ],
    ..PLAIN
};

/// An app wants to be signed in to again.
pub(super) static SESSION: Kind = Kind {
    name: "session",
    pages: &[
        Page {
            replies: &[reply("Not now", To::Home)],
            ..SESSION_PAGE
        },
        Page {
            field: Some(Field {
                is_filled: true,
                right: 1,
                wrong: 2,
                is_trap: false,
            }),
            replies: &[right("Sign in", To::Over), reply("Not now", To::Home)],
            ..SESSION_PAGE
        },
        Page {
            lines: &[Line::Text(ACCOUNTS), Line::Text("That was not the code.")],
            replies: &[reply("Not now", To::Home)],
            ..SESSION_PAGE
        },
    ],
    ..PLAIN
};

/// A screen takes its time.
pub(super) static SLOW: Kind = Kind {
    name: "slow",
    pages: &[Page {
        title: "{app}",
        lines: &[Line::Progress("Loading")],
        timed: Some(Timed {
            steps: None,
            to: To::Over,
            verdict: Some(Verdict::Right),
        }),
        ..PAGE
    }],
    ..PLAIN
};

/// Nothing could be stored or sent.
pub(super) static NETWORK_AT_COMMIT: Kind = Kind {
    name: "network",
    place: Place::Commit,
    pages: &[Page {
        title: "No connection",
        lines: &[Line::Text("{app} stored and sent nothing.")],
        replies: &[right("Try again", To::Retry), reply("Cancel", To::Over)],
        back: Some(1),
        ..DIALOG
    }],
    ..PLAIN
};

/// A screen could not be loaded.
pub(super) static NETWORK_AT_ONCE: Kind = Kind {
    name: "network",
    place: Place::NoCommit,
    pages: &[Page {
        title: "No connection",
        lines: &[Line::Text("{app} could not load this.")],
        replies: &[right("Try again", To::Over), reply("Cancel", To::Home)],
        ..DIALOG
    }],
    ..PLAIN
};

/// An app is gone.
pub(super) static CRASH: Kind = Kind {
    name: "crash",
    place: Place::Inner,
    pages: &[Page {
        title: "{app} has stopped",
        replies: &[right("Open again", To::Open), right("Close", To::Over)],
        back: Some(1),
        ..DIALOG
    }],
    passes: true,
    is_crash: true,
    ..PLAIN
};
