//! What comes from outside the app that one is in.

use super::{
    DIALOG, Field, Kind, Line, PAGE, PLAIN, Page, Place, Shape, Timed, To, Verdict, ad, reply,
    right, wrong,
};

/// The address of a page that is not that of the accounts.
const NOT_ACCOUNTS: Line = Line::Text("accounts-example.support");

const PHISHING_PAGE: Page = Page {
    title: "Confirm your account",
    lines: &[
        NOT_ACCOUNTS,
        Line::Text("Your account will be closed today."),
    ],
    field: Some(Field {
        is_filled: false,
        right: 1,
        wrong: 1,
        is_trap: true,
    }),
    ..PAGE
};

const AD_PAGE: Page = Page {
    title: "Advertisement",
    ..PAGE
};

/// The battery is low.
pub(super) static BATTERY: Kind = Kind {
    name: "battery",
    what: &["15", "12", "9"],
    pages: &[
        Page {
            title: "Battery low",
            lines: &[Line::Text("{what} % left")],
            replies: &[
                wrong("Turn on saver", To::Page(1)),
                right("Close", To::Over),
            ],
            back: Some(1),
            ..DIALOG
        },
        Page {
            title: "The battery saver is on",
            replies: &[reply("OK", To::Over)],
            back: Some(0),
            ..DIALOG
        },
    ],
    ..PLAIN
};

/// Another app has news.
pub(super) static MESSAGE: Kind = Kind {
    name: "message",
    place: Place::Bar,
    what: &[
        "News: ten things to know today",
        "Shop: your parcel is on its way",
        "Photos: this day a year ago",
    ],
    pages: &[
        Page {
            shape: Shape::Banner,
            title: "New message",
            replies: &[wrong("{what}", To::Page(1)), right("Dismiss", To::Over)],
            ..DIALOG
        },
        Page {
            title: "New message",
            lines: &[Line::Text("{what}")],
            replies: &[reply("Close", To::Over)],
            back: Some(0),
            ..PAGE
        },
    ],
    passes: true,
    ..PLAIN
};

/// Somebody calls.
pub(super) static CALL: Kind = Kind {
    name: "call",
    what: &["555-0142", "555-0177", "555-0119"],
    pages: &[
        Page {
            title: "Incoming call",
            lines: &[Line::Text("{what}")],
            replies: &[wrong("Answer", To::Page(1)), right("Decline", To::Over)],
            ..DIALOG
        },
        Page {
            title: "On the phone",
            lines: &[Line::Text("{what}")],
            replies: &[reply("Hang up", To::Over)],
            ..PAGE
        },
    ],
    ..PLAIN
};

/// An advertisement, with a button in it that looks like a way out.
pub(super) static AD: Kind = Kind {
    name: "ad",
    is_risk: true,
    what: &["Win a new phone", "Learn piano in a week", "Cheap flights"],
    pages: &[
        Page {
            lines: &[Line::Text("You can skip it in {left} s.")],
            replies: &[ad("{what}"), ad("X Close")],
            timed: Some(Timed {
                steps: None,
                to: To::Page(1),
                verdict: None,
            }),
            ..AD_PAGE
        },
        Page {
            lines: &[Line::Text("You can skip it now.")],
            replies: &[ad("{what}"), ad("X Close"), right("Skip ad", To::Over)],
            ..AD_PAGE
        },
        Page {
            title: "{what}",
            lines: &[Line::Text("Order before midnight!")],
            replies: &[reply("Go back", To::Page(0))],
            back: Some(0),
            ..PAGE
        },
    ],
    ..PLAIN
};

/// A site asks for consent.
pub(super) static COOKIES: Kind = Kind {
    name: "cookies",
    place: Place::Of("Browser"),
    pages: &[
        Page {
            shape: Shape::Sheet,
            title: "This site uses cookies",
            lines: &[Line::Text("To count visits and to show advertisements.")],
            replies: &[
                right("Accept all", To::Over),
                right("Reject all", To::Over),
                reply("Settings", To::Page(1)),
            ],
            ..DIALOG
        },
        Page {
            shape: Shape::Sheet,
            title: "Your choices",
            lines: &[Line::Text("Only cookies that are needed")],
            replies: &[right("Save choices", To::Over)],
            ..DIALOG
        },
    ],
    ..PLAIN
};

/// A page that is not that of the accounts asks for the code.
pub(super) static PHISHING: Kind = Kind {
    name: "phishing",
    is_risk: true,
    pages: &[
        Page {
            replies: &[right("Close", To::Over)],
            back: Some(0),
            ..PHISHING_PAGE
        },
        Page {
            field: Some(Field {
                is_filled: true,
                right: 1,
                wrong: 1,
                is_trap: true,
            }),
            replies: &[reply("Close", To::Over), wrong("Confirm", To::Page(2))],
            back: Some(0),
            ..PHISHING_PAGE
        },
        Page {
            title: "Thank you",
            lines: &[NOT_ACCOUNTS, Line::Text("You will hear from us.")],
            replies: &[reply("Close", To::Over)],
            back: Some(0),
            ..PAGE
        },
    ],
    ..PLAIN
};

/// A message lies over buttons for a moment.
pub(super) static TOAST: Kind = Kind {
    name: "toast",
    place: Place::Floating,
    what: &["Backup finished", "Two photos were saved", "Synchronised"],
    pages: &[Page {
        shape: Shape::Toast,
        lines: &[Line::Text("{what} (goes in {left} s)")],
        timed: Some(Timed {
            steps: None,
            to: To::Over,
            verdict: Some(Verdict::Right),
        }),
        ..DIALOG
    }],
    passes: true,
    ..PLAIN
};
