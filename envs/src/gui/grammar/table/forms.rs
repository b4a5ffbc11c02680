//! The rows of the table.

use crate::gui::grammar::{
    Button, Direction, Journey, Key, Look, Number, Opening, Point, Shown, Space, Status,
    SystemButton, Tabs, Target, Travel, Unit, Value, Verb,
};

/// One row of the table: a way of acting, in the variants in which grammars differ.
#[derive(Clone, Debug)]
pub struct Form {
    /// What it is.
    pub name: &'static str,
    /// Its variants with what a cell says where they can be said; of variants with the same word one is enough.
    pub variants: Vec<(&'static str, Verb)>,
}

impl Form {
    /// A row of variants.
    fn of(name: &'static str, variants: impl IntoIterator<Item = (&'static str, Verb)>) -> Self {
        Self {
            name,
            variants: variants.into_iter().collect(),
        }
    }

    /// A row that a grammar says or does not.
    fn one(name: &'static str, verb: Verb) -> Self {
        Self::of(name, [("yes", verb)])
    }

    /// A row with every kind of target.
    fn at(name: &'static str, verb: impl Fn(Target) -> Verb) -> Self {
        let targets = [
            ("point", point(540, 1200)),
            ("index", Target::Index(3)),
            ("name", Target::Name("a51".into())),
            ("here", Target::Here),
        ];
        Self::of(
            name,
            targets
                .into_iter()
                .map(|(word, target)| (word, verb(target))),
        )
    }
}

/// A pixel.
fn point(x: i64, y: i64) -> Target {
    Target::Point(Point::whole(x, y, Space::Pixels))
}

/// A key.
fn key(name: &str) -> Key {
    Key::read(name).expect("invariant: rows name known keys")
}

/// Every way of acting that one of the grammars has, with the variants in which they differ.
#[must_use]
pub fn forms() -> Vec<Form> {
    let mut forms = mouse();
    forms.extend(content());
    forms.extend(keyboard());
    forms.extend(system());
    forms.extend(talk());
    forms
}

/// The mouse and the finger.
fn mouse() -> Vec<Form> {
    let click = |button, count| move |at| Verb::click(at, button, count);
    let held = |at| Verb::Click {
        at,
        button: Button::Left,
        count: 1,
        held: vec![key("ctrl")],
    };
    let (a, b, c) = (|| point(100, 200), || point(300, 400), || point(500, 600));
    let name = |name: &str| Target::Name(name.into());
    vec![
        Form::at("click or tap", Verb::tap),
        Form::at("double click", click(Button::Left, 2)),
        Form::at("triple click", click(Button::Left, 3)),
        Form::at("right click", click(Button::Right, 1)),
        Form::at("middle click", click(Button::Middle, 1)),
        Form::at("click of the back button", click(Button::Back, 1)),
        Form::at("click with keys held", held),
        Form::at("button down", |at| Verb::Press {
            at,
            button: Button::Left,
        }),
        Form::at("button up", |at| Verb::Release {
            at,
            button: Button::Left,
        }),
        Form::at("move", |to| Verb::Move {
            to,
            held: Vec::new(),
        }),
        Form::one(
            "move by an offset",
            Verb::Move {
                to: Target::Offset(10.into(), (-5).into()),
                held: Vec::new(),
            },
        ),
        Form::at("long press", |at| Verb::LongPress { at, seconds: None }),
        Form::at("long press of n seconds", |at| Verb::LongPress {
            at,
            seconds: Some(2.into()),
        }),
        Form::of(
            "drag",
            [
                ("points", Verb::drag(a(), b())),
                ("names", Verb::drag(name("a51"), name("b8"))),
                ("from here", Verb::drag(Target::Here, b())),
                (
                    "a way",
                    Verb::Drag {
                        path: vec![a(), b(), c()],
                        button: Button::Left,
                        held: Vec::new(),
                    },
                ),
            ],
        ),
        Form::one(
            "swipe from point to point",
            Verb::Swipe { from: a(), to: b() },
        ),
        Form::at("swipe in a direction", |at| Verb::Fling {
            at,
            finger: Direction::Up,
        }),
    ]
}

/// Scrolling and fields.
fn content() -> Vec<Form> {
    let by = |right: i64, down: i64, unit| {
        move |at| Verb::Scroll {
            at,
            travel: Travel::By {
                right: right.into(),
                down: down.into(),
                unit,
            },
            held: Vec::new(),
        }
    };
    vec![
        Form::at("scroll in a direction", |at| {
            Verb::page(at, Direction::Down)
        }),
        Form::at("scroll by n clicks", by(0, 3, Unit::Clicks)),
        Form::at("scroll by n clicks sideways", by(3, 0, Unit::Clicks)),
        Form::at("scroll by 50 pixels", by(0, 50, Unit::Pixels)),
        Form::at("scroll by n pixels", by(0, 400, Unit::Pixels)),
        Form::at("scroll by n pixels both ways", by(30, 400, Unit::Pixels)),
        Form::at("scroll by n thousandths", by(0, 800, Unit::Thousandths)),
        Form::at("scroll into view", |at| Verb::ScrollTo { at }),
        Form::at("set a field to a text", |at| Verb::SetValue {
            at,
            value: Value::Text("Ann".into()),
            suggest: false,
        }),
        Form::at("set a field to a number", |at| Verb::SetValue {
            at,
            value: Value::Number(3.into()),
            suggest: false,
        }),
        Form::at("tick a box", |at| Verb::SetValue {
            at,
            value: Value::Flag(true),
            suggest: false,
        }),
        Form::at("choose options", |at| Verb::Select {
            at,
            options: vec!["red".into(), "blue".into()],
        }),
        Form::at("empty a field", |at| Verb::Clear { at }),
        Form::at("focus", |at| Verb::Focus { at }),
        Form::at("upload files", |at| Verb::Upload {
            at,
            files: vec!["a.pdf".into()],
            documents: Vec::new(),
        }),
    ]
}

/// Typing and keys.
fn keyboard() -> Vec<Form> {
    let typed = |clear, submit| {
        move |into| Verb::Type {
            into,
            text: "Ann".into(),
            clear,
            submit,
        }
    };
    let keys = |chords: Vec<Vec<Key>>, times| Verb::Keys {
        at: Target::Here,
        chords,
        times,
    };
    let chord = || vec![key("ctrl"), key("s")];
    vec![
        Form::at("type", typed(false, false)),
        Form::at("type, replacing", typed(true, false)),
        Form::at("type, then Enter", typed(false, true)),
        Form::at("type, replacing, then Enter", typed(true, true)),
        Form::at("type a field of the task", |into| Verb::TypeField {
            into,
            field: 0,
        }),
        Form::one("insert a text at once", Verb::Insert { text: "Ann".into() }),
        Form::one("press a key", keys(vec![vec![key("enter")]], 1)),
        Form::one("press a chord", keys(vec![chord()], 1)),
        Form::one(
            "press keys one after another",
            keys(vec![vec![key("tab")], vec![key("enter")]], 1),
        ),
        Form::one("press n times", keys(vec![vec![key("tab")]], 3)),
        Form::one(
            "press a chord on an element",
            Verb::Keys {
                at: Target::Name("a51".into()),
                chords: vec![chord()],
                times: 1,
            },
        ),
        Form::one("key down", Verb::KeyDown { key: key("shift") }),
        Form::one("key up", Verb::KeyUp { key: key("shift") }),
        Form::one(
            "hold a chord",
            Verb::HoldKeys {
                chord: chord(),
                seconds: 2.into(),
            },
        ),
    ]
}

/// The system, the browser and looks.
fn system() -> Vec<Form> {
    let page = |shown| Look::Page {
        root: None,
        depth: None,
        shown,
    };
    let looks = [
        ("look at the screen", Look::Screenshot),
        ("look at a part", Look::Zoom([0, 0, 100, 100])),
        ("look at the cursor", Look::Cursor),
        ("read the page's tree", page(Shown::Interactive)),
        ("read the page's text", Look::Text),
        ("find by words", Look::Find("search bar".into())),
        ("read the console", Look::Console),
        ("read the requests", Look::Network),
    ];
    let mut forms = vec![
        Form::one("back", Verb::System(SystemButton::Back)),
        Form::one("home", Verb::System(SystemButton::Home)),
        Form::one("recents", Verb::System(SystemButton::Recents)),
        Form::one("Enter of the screen", Verb::System(SystemButton::Enter)),
        Form::of(
            "open",
            [
                ("app", Verb::Open(Opening::App("Notes".into()))),
                ("browser", Verb::Open(Opening::Browser)),
                ("computer", Verb::Open(Opening::Computer)),
            ],
        ),
        Form::of(
            "go to",
            [
                (
                    "address",
                    Verb::Navigate(Journey::Url("https://example.org".into())),
                ),
                ("back", Verb::Navigate(Journey::Back)),
                ("forward", Verb::Navigate(Journey::Forward)),
                ("reload", Verb::Navigate(Journey::Reload)),
                ("search", Verb::Navigate(Journey::Search)),
            ],
        ),
        Form::of(
            "tabs",
            [
                ("new", Verb::Tab(Tabs::New)),
                ("close", Verb::Tab(Tabs::CloseThis)),
                ("close", Verb::Tab(Tabs::Close("t1".into()))),
                ("switch", Verb::Tab(Tabs::Switch("t1".into()))),
                ("switch", Verb::Tab(Tabs::SwitchIndex(1))),
                ("list", Verb::Tab(Tabs::List)),
            ],
        ),
        Form::one(
            "act in a tab that is named",
            Verb::InTab {
                tab: "t1".into(),
                verb: Box::new(Verb::type_text("Ann")),
            },
        ),
        Form::one(
            "run a script",
            Verb::Script {
                code: "document.title".into(),
            },
        ),
    ];
    forms.extend(looks.map(|(name, look)| Form::one(name, Verb::Look(look))));
    forms
}

/// Waiting, talking and ending.
fn talk() -> Vec<Form> {
    let text = || "42".to_owned();
    let end = |status: Status| {
        [
            ("plain", Verb::done(status.clone())),
            (
                "with words",
                Verb::Done {
                    status,
                    message: Some("42".into()),
                },
            ),
        ]
    };
    vec![
        Form::one("wait", Verb::Wait { seconds: None }),
        Form::of(
            "wait n seconds",
            [
                ("any", Verb::wait(2)),
                ("1", Verb::wait(1)),
                ("5", Verb::wait(5)),
            ],
        ),
        Form::one(
            "wait part of a second",
            Verb::Wait {
                seconds: Some(Number::new(1, 2)),
            },
        ),
        Form::one("answer", Verb::Answer { text: text() }),
        Form::one("ask the user", Verb::Ask { text: text() }),
        Form::one(
            "ask the user without words",
            Verb::Ask {
                text: String::new(),
            },
        ),
        Form::one("let the user take over", Verb::TakeOver { text: text() }),
        Form::one("note", Verb::Note { text: text() }),
        Form::one("delegate", Verb::Delegate { text: text() }),
        Form::one(
            "mark as sensitive",
            Verb::Sensitive {
                reason: "payment".into(),
                verb: Box::new(Verb::tap(point(540, 1200))),
            },
        ),
        Form::of("end: done", end(Status::Success)),
        Form::of("end: failed", end(Status::Failure)),
        Form::of("end: infeasible", end(Status::Infeasible)),
        Form::one("nothing", Verb::Nothing),
    ]
}
