//! Arbitrary verbs.

use super::*;
use proptest::{collection::vec, option, prelude::*, sample::select};

/// Texts that every notation carries: no blanks at the ends, no control characters, no backslash, no tag, no brace.
pub(super) fn plain_text() -> BoxedStrategy<String> {
    "[A-Za-z0-9'\",.:!?é中 +()-]{0,20}"
        .prop_map(|text| text.trim().to_owned())
        .prop_filter("no mark of a call", |text| {
            !text.contains("Action:") && !text.contains("')") && !text.contains("\")")
        })
        .boxed()
}

/// A name.
fn word() -> impl Strategy<Value = String> {
    "[a-z][a-z0-9_]{0,8}"
}

/// A point in pixels of the phone's screen.
fn point() -> impl Strategy<Value = Target> {
    (0..1080_i64, 0..2400_i64).prop_map(|(x, y)| Target::Point(Point::whole(x, y, Space::Pixels)))
}

/// Any target.
fn target() -> impl Strategy<Value = Target> {
    prop_oneof![
        6 => point(),
        1 => (0..200_i64).prop_map(Target::Index),
        1 => word().prop_map(Target::Name),
        2 => Just(Target::Here),
        1 => (-50..50_i64, -50..50_i64).prop_map(|(x, y)| Target::Offset(x.into(), y.into())),
    ]
}

/// Keys that have a name everywhere.
fn key() -> impl Strategy<Value = Key> {
    let names = vec![
        "enter",
        "tab",
        "escape",
        "up",
        "down",
        "left",
        "right",
        "home",
        "end",
        "pageup",
        "pagedown",
        "space",
        "backspace",
        "delete",
        "ctrl",
        "alt",
        "shift",
        "meta",
        "f5",
        "a",
        "Z",
        "7",
        "+",
        "/",
        ";",
    ];
    select(names).prop_map(|name| Key::read(name).unwrap())
}

fn button() -> impl Strategy<Value = Button> {
    select(vec![
        Button::Left,
        Button::Middle,
        Button::Right,
        Button::Back,
        Button::Forward,
    ])
}

fn direction() -> impl Strategy<Value = Direction> {
    select(Direction::ALL.to_vec())
}

fn seconds() -> impl Strategy<Value = Number> {
    prop_oneof![
        (0..40_i64).prop_map(Number::from_integer),
        (0..400_i64).prop_map(|part| Number::new(part, 8))
    ]
}

fn travel() -> impl Strategy<Value = Travel> {
    let unit = select(vec![Unit::Clicks, Unit::Pixels, Unit::Thousandths]);
    let by =
        (-900..900_i64, -900..900_i64, 0..3_usize, unit).prop_map(|(right, down, keep, unit)| {
            Travel::By {
                right: if keep == 1 { 0.into() } else { right.into() },
                down: if keep == 2 { 0.into() } else { down.into() },
                unit,
            }
        });
    let small = (direction(), 1..10_i64)
        .prop_map(|(direction, clicks)| direction.by(clicks.into(), Unit::Clicks));
    prop_oneof![
        direction().prop_map(Travel::Page),
        by,
        small,
        Just(Direction::Up.by(50.into(), Unit::Pixels))
    ]
}

/// What the mouse and the finger do.
fn pointer() -> impl Strategy<Value = Verb> {
    let held = || prop_oneof![3 => Just(Vec::new()), 1 => vec(select(vec!["ctrl", "shift", "alt"]).prop_map(|name| Key::read(name).unwrap()), 1..3)];
    prop_oneof![
        (target(), button(), 1..4_u8, held()).prop_map(|(at, button, count, held)| Verb::Click {
            at,
            button,
            count,
            held
        }),
        target().prop_map(Verb::tap),
        (target(), button()).prop_map(|(at, button)| Verb::Press { at, button }),
        (target(), button()).prop_map(|(at, button)| Verb::Release { at, button }),
        (target(), held()).prop_map(|(to, held)| Verb::Move { to, held }),
        (target(), option::of(seconds())).prop_map(|(at, seconds)| Verb::LongPress { at, seconds }),
        (vec(target(), 2..4), button(), held()).prop_map(|(path, button, held)| Verb::Drag {
            path,
            button,
            held
        }),
        (target(), target()).prop_map(|(from, to)| Verb::drag(from, to)),
        (target(), target()).prop_map(|(from, to)| Verb::Swipe { from, to }),
        (target(), direction()).prop_map(|(at, finger)| Verb::Fling { at, finger }),
        (target(), travel(), held()).prop_map(|(at, travel, held)| Verb::Scroll {
            at,
            travel,
            held
        }),
        target().prop_map(|at| Verb::ScrollTo { at }),
    ]
}

/// What is typed.
fn keyboard(text: BoxedStrategy<String>) -> impl Strategy<Value = Verb> {
    let chord = || vec(key(), 1..4);
    let value = prop_oneof![
        text.clone().prop_map(Value::Text),
        (-99..99_i64).prop_map(|number| Value::Number(number.into())),
        any::<bool>().prop_map(Value::Flag),
    ];
    prop_oneof![
        (target(), text.clone(), any::<bool>(), any::<bool>()).prop_map(
            |(into, text, clear, submit)| Verb::Type {
                into,
                text,
                clear,
                submit
            }
        ),
        text.clone().prop_map(Verb::type_text),
        (target(), 0..20_i64).prop_map(|(into, field)| Verb::TypeField { into, field }),
        text.clone().prop_map(|text| Verb::Insert { text }),
        (target(), value, any::<bool>()).prop_map(|(at, value, suggest)| Verb::SetValue {
            at,
            value,
            suggest
        }),
        (target(), vec(text.clone(), 1..3)).prop_map(|(at, options)| Verb::Select { at, options }),
        target().prop_map(|at| Verb::Clear { at }),
        target().prop_map(|at| Verb::Focus { at }),
        (target(), vec(text.clone(), 0..3), vec(word(), 0..2)).prop_map(
            |(at, files, documents)| Verb::Upload {
                at,
                files,
                documents
            }
        ),
        (target(), vec(chord(), 1..3), 1..4_u32).prop_map(|(at, chords, times)| Verb::Keys {
            at,
            chords,
            times
        }),
        chord().prop_map(Verb::chord),
        key().prop_map(|key| Verb::KeyDown { key }),
        key().prop_map(|key| Verb::KeyUp { key }),
        (chord(), seconds()).prop_map(|(chord, seconds)| Verb::HoldKeys { chord, seconds }),
        text.prop_map(|code| Verb::Script { code }),
    ]
}

/// The system, the browser and looks.
fn system() -> impl Strategy<Value = Verb> {
    let buttons = vec![
        SystemButton::Back,
        SystemButton::Home,
        SystemButton::Recents,
        SystemButton::Enter,
    ];
    let journeys = vec![
        Journey::Back,
        Journey::Forward,
        Journey::Reload,
        Journey::Search,
        Journey::Url("https://a.example/b?c=d".into()),
    ];
    let tabs = vec![
        Tabs::New,
        Tabs::CloseThis,
        Tabs::Close("t1".into()),
        Tabs::Switch("t2".into()),
        Tabs::SwitchIndex(-1),
        Tabs::List,
    ];
    let page = |root, depth, shown| Look::Page { root, depth, shown };
    let looks = vec![
        Look::Screenshot,
        Look::Zoom([1, 2, 30, 40]),
        Look::Cursor,
        page(None, None, Shown::Visible),
        page(Some("ref_7".into()), Some(3), Shown::All),
        Look::Text,
        Look::Find("cart".into()),
        Look::Console,
        Look::Network,
    ];
    let opening = prop_oneof![
        word().prop_map(Opening::App),
        Just(Opening::Browser),
        Just(Opening::Computer)
    ];
    prop_oneof![
        select(buttons).prop_map(Verb::System),
        opening.prop_map(Verb::Open),
        select(journeys).prop_map(Verb::Navigate),
        select(tabs).prop_map(Verb::Tab),
        select(looks).prop_map(Verb::Look),
        option::of(seconds()).prop_map(|seconds| Verb::Wait { seconds }),
        select(vec![1_i64, 5]).prop_map(Verb::wait),
        Just(Verb::Nothing),
    ]
}

/// What is said to people.
fn talk(text: BoxedStrategy<String>) -> impl Strategy<Value = Verb> {
    let status = prop_oneof![
        Just(Status::Success),
        Just(Status::Failure),
        Just(Status::Infeasible),
        Just(Status::Other("stuck".into())),
    ];
    prop_oneof![
        text.clone().prop_map(|text| Verb::Answer { text }),
        text.clone().prop_map(|text| Verb::Ask { text }),
        text.clone().prop_map(|text| Verb::TakeOver { text }),
        text.clone().prop_map(|text| Verb::Note { text }),
        text.clone().prop_map(|text| Verb::Delegate { text }),
        (status, option::of(text)).prop_map(|(status, message)| Verb::Done { status, message }),
    ]
}

/// Any verb whose texts come from a strategy.
pub(super) fn verb(text: BoxedStrategy<String>) -> impl Strategy<Value = Verb> {
    let bare = prop_oneof![4 => pointer(), 3 => keyboard(text.clone()), 2 => system(), 1 => talk(text.clone())].boxed();
    prop_oneof![
        20 => bare.clone(),
        1 => (word(), bare.clone()).prop_map(|(tab, verb)| Verb::InTab { tab, verb: Box::new(verb) }),
        1 => (text, bare).prop_map(|(reason, verb)| Verb::Sensitive { reason, verb: Box::new(verb) }),
    ]
}
