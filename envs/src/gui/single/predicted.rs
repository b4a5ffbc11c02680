//! What a text of a grammar asks for, whoever published the grammar: one action, with its place in logical pixels.

use super::item::Kind;
use crate::gui::{
    Spoken,
    grammar::{
        Button, Direction, Journey, Key, Number, Opening, Point, Screen, Space, Status,
        SystemButton, Target, Travel, Value, Verb,
    },
    layout::{HEIGHT, WIDTH},
};

/// Where an action is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Nowhere in particular, or where the cursor or the keyboard is.
    Here,
    /// At a point, in logical pixels.
    Point(i64, i64),
    /// To an element, by its number.
    Element(i64),
    /// At a point that is not on the screen, or to an element that has no number.
    Nowhere,
}

/// An action that was predicted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Predicted {
    /// What it is.
    pub kind: Kind,
    /// Where.
    pub place: Place,
    /// The text that is typed or answered, the app that is opened, the way that is scrolled.
    pub value: Option<String>,
    /// Whether its grammar can type into an element that is named or pointed at. One that cannot taps the field first.
    pub types_into: bool,
}

/// What a text asks for.
///
/// # Errors
/// Why it is no action of the grammar, or more than one: first in a word or two to be counted by, then in full.
pub fn predicted(text: &str, spoken: &Spoken) -> Result<Predicted, (&'static str, String)> {
    let reading = spoken
        .grammar
        .parse(text, spoken.screen, spoken.mode)
        .map_err(|rejection| ("not in the grammar", rejection.to_string()))?;
    let reader = Reader {
        screen: spoken.screen,
        types_into: types_into(spoken),
    };
    reader.one(&reading.verbs)
}

/// Whether a grammar has words for a text into an element.
fn types_into(spoken: &Spoken) -> bool {
    let middle = Point::whole(1, 1, Space::Pixels);
    let targets = [
        Target::Point(middle),
        Target::Index(1),
        Target::Name("1".into()),
    ];
    let says = |verb: Verb| {
        let printed = spoken.grammar.print(&[verb], spoken.screen, spoken.mode);
        printed.is_ok()
    };
    let ways = [(false, false), (true, false), (false, true), (true, true)];
    targets.into_iter().any(|at| {
        let typed = ways.iter().any(|&(clear, submit)| {
            says(Verb::Type {
                into: at.clone(),
                text: "a".into(),
                clear,
                submit,
            })
        });
        typed
            || says(Verb::SetValue {
                at,
                value: Value::Text("a".into()),
                suggest: false,
            })
    })
}

struct Reader {
    screen: Screen,
    types_into: bool,
}

impl Reader {
    /// One step is one action; looks and pauses beside it are none, and a tap on a field with what is typed into it is one.
    fn one(&self, verbs: &[Verb]) -> Result<Predicted, (&'static str, String)> {
        let counts = |verb: &&Verb| {
            !matches!(
                verb,
                Verb::Look(_) | Verb::Wait { .. } | Verb::Nothing | Verb::Note { .. }
            )
        };
        let counted: Vec<&Verb> = verbs.iter().filter(counts).collect();
        match counted[..] {
            [] => Ok(self.plain(Kind::Wait)),
            [verb] => Ok(self.verb(verb)),
            [
                Verb::Click { at, .. },
                Verb::Type {
                    into: Target::Here,
                    text,
                    ..
                },
                ref rest @ ..,
            ] if rest.iter().all(|verb| is_enter(verb)) => Ok(Predicted {
                place: self.place(at),
                ..self.with(Kind::InputText, typed(text))
            }),
            _ => Err((
                "several actions",
                format!(
                    "{} actions in one text, where one is asked for",
                    counted.len()
                ),
            )),
        }
    }

    fn plain(&self, kind: Kind) -> Predicted {
        Predicted {
            kind,
            place: Place::Here,
            value: None,
            types_into: self.types_into,
        }
    }

    fn with(&self, kind: Kind, value: impl Into<String>) -> Predicted {
        Predicted {
            value: Some(value.into()),
            ..self.plain(kind)
        }
    }

    fn at(&self, kind: Kind, target: &Target) -> Predicted {
        Predicted {
            place: self.place(target),
            ..self.plain(kind)
        }
    }

    fn verb(&self, verb: &Verb) -> Predicted {
        match verb {
            Verb::Click {
                at,
                button: Button::Left,
                count: 1,
                held,
            } if held.is_empty() => self.at(Kind::Click, at),
            Verb::Click {
                button: Button::Back,
                count: 1,
                ..
            }
            | Verb::System(SystemButton::Back)
            | Verb::Navigate(Journey::Back) => self.plain(Kind::NavigateBack),
            Verb::Focus { at } => self.at(Kind::Click, at),
            Verb::LongPress { at, .. } => self.at(Kind::LongPress, at),
            Verb::Type { into, text, .. }
            | Verb::SetValue {
                at: into,
                value: Value::Text(text),
                ..
            } => Predicted {
                place: self.place(into),
                ..self.with(Kind::InputText, typed(text))
            },
            Verb::Insert { text } => self.with(Kind::InputText, text),
            Verb::Swipe { from, to } => self.swipe(from, to),
            Verb::Drag { path, .. } => match &path[..] {
                [from, .., to] => self.swipe(from, to),
                _ => self.plain(Kind::Other),
            },
            Verb::Fling { finger, .. } => self.scroll(finger.opposite()),
            Verb::Scroll { travel, .. } => match travel {
                Travel::Page(way) => self.scroll(*way),
                Travel::By { right, down, .. } => match towards(*right, *down) {
                    Some(way) => self.scroll(way),
                    None => self.plain(Kind::Other),
                },
            },
            Verb::Keys {
                chords, times: 1, ..
            } => self.keys(chords),
            Verb::System(SystemButton::Home) => self.plain(Kind::NavigateHome),
            Verb::System(SystemButton::Recents) => self.plain(Kind::Recents),
            Verb::System(SystemButton::Enter) => self.plain(Kind::KeyboardEnter),
            Verb::Open(Opening::App(name)) => self.with(Kind::OpenApp, name),
            Verb::Wait { .. } | Verb::Look(_) | Verb::Nothing | Verb::Note { .. } => {
                self.plain(Kind::Wait)
            }
            Verb::Answer { text } => self.with(Kind::Answer, text),
            Verb::Done { status, message } => match status {
                Status::Success => Predicted {
                    value: message.clone().filter(|text| !text.trim().is_empty()),
                    ..self.plain(Kind::Complete)
                },
                Status::Failure | Status::Infeasible => self.plain(Kind::Infeasible),
                Status::Other(_) => self.plain(Kind::Other),
            },
            Verb::Sensitive { verb, .. } => self.verb(verb),
            _ => self.plain(Kind::Other),
        }
    }

    fn scroll(&self, way: Direction) -> Predicted {
        self.with(Kind::Scroll, way.word())
    }

    /// Fingers go the other way than what is shown.
    fn swipe(&self, from: &Target, to: &Target) -> Predicted {
        let (Place::Point(x, y), Place::Point(to_x, to_y)) = (self.place(from), self.place(to))
        else {
            return self.plain(Kind::Other);
        };
        let number = |size: i64| Number::from_integer(size);
        match towards(number(x - to_x), number(y - to_y)) {
            Some(way) => self.scroll(way),
            None => self.plain(Kind::Other),
        }
    }

    fn keys(&self, chords: &[Vec<Key>]) -> Predicted {
        let key = match chords {
            [chord] => match &chord[..] {
                [key] => key.name(),
                _ => "",
            },
            _ => "",
        };
        match key {
            "enter" => self.plain(Kind::KeyboardEnter),
            "escape" => self.plain(Kind::NavigateBack),
            "pageup" => self.scroll(Direction::Up),
            "pagedown" => self.scroll(Direction::Down),
            _ => self.plain(Kind::Other),
        }
    }

    fn place(&self, target: &Target) -> Place {
        match target {
            Target::Here | Target::Offset(..) => Place::Here,
            Target::Index(number) => Place::Element(*number),
            // Names are the numbers that the views give.
            Target::Name(name) => name.trim().parse().map_or(Place::Nowhere, Place::Element),
            Target::Point(point) => match point.pixel(self.screen) {
                Some((x, y)) => {
                    let scaled = |at: u32, side: u32, own: u32| {
                        i64::from(at) * i64::from(own) / i64::from(side)
                    };
                    Place::Point(
                        scaled(x, self.screen.width(), WIDTH),
                        scaled(y, self.screen.height(), HEIGHT),
                    )
                }
                None => Place::Nowhere,
            },
        }
    }
}

/// The way of a travel, mostly.
fn towards(right: Number, down: Number) -> Option<Direction> {
    let zero = Number::from_integer(0);
    let size = |number: Number| if number < zero { -number } else { number };
    if right == zero && down == zero {
        return None;
    }
    Some(match size(right) >= size(down) {
        true if right > zero => Direction::Right,
        true => Direction::Left,
        false if down > zero => Direction::Down,
        false => Direction::Up,
    })
}

/// What is typed, without the Enter behind it.
fn typed(text: &str) -> &str {
    text.strip_suffix('\n').unwrap_or(text)
}

fn is_enter(verb: &Verb) -> bool {
    match verb {
        Verb::System(SystemButton::Enter) => true,
        Verb::Keys {
            chords, times: 1, ..
        } => {
            matches!(&chords[..], [chord] if matches!(&chord[..], [key] if key.name() == "enter"))
        }
        _ => false,
    }
}
