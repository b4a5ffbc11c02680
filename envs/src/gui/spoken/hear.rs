//! From what a grammar said to what the phone does.

use super::{
    Spoken,
    scrolls::{along, scroll},
};
use crate::gui::{
    def::Def,
    elements::Element,
    grammar::{
        Button, Direction, Journey, Key, Opening, Point, Screen, Status, SystemButton, Target,
        Value, Verb as Said,
    },
    state::{NO_FOCUS, State},
    verb::Verb,
};
use truestep_core::truth::Rejection;

fn refuse<T>(code: &'static str, message: impl Into<String>) -> Result<T, Rejection> {
    Err(Rejection::new(code, message))
}

/// What the phone has nothing for.
pub(super) fn nothing_for<T>(what: &str) -> Result<T, Rejection> {
    refuse(
        "not_on_this_phone",
        format!("this phone has nothing for {what}"),
    )
}

impl Def {
    /// What a text of a grammar comes to on the screen of a state; whether that is possible there is not asked.
    ///
    /// # Errors
    /// `not_in_grammar` where it is no action of the grammar; otherwise what the phone has nothing for, or what is not there.
    pub fn hear(&self, state: &State, spoken: &Spoken, text: &str) -> Result<Verb, Rejection> {
        let reading = spoken
            .grammar
            .parse(text, spoken.screen, spoken.mode)
            .map_err(|rejection| Rejection::new("not_in_grammar", rejection.to_string()))?;
        let hearer = Hearer {
            def: self,
            state,
            screen: spoken.screen,
        };
        hearer.one(&reading.verbs)
    }
}

/// Who listens, and to what moment.
struct Hearer<'a> {
    def: &'a Def,
    state: &'a State,
    screen: Screen,
}

impl Hearer<'_> {
    /// One step of the phone is one verb. A tap on a field and a text typed into it are one; looks and pauses beside something
    /// else are none.
    fn one(&self, said: &[Said]) -> Result<Verb, Rejection> {
        let counts = |verb: &&Said| {
            !matches!(
                verb,
                Said::Look(_) | Said::Wait { .. } | Said::Nothing | Said::Note { .. }
            )
        };
        let counted: Vec<&Said> = said.iter().filter(counts).collect();
        match counted[..] {
            [] => Ok(Verb::Wait),
            [verb] => self.verb(verb),
            [Said::Click { at, .. }, ref typed @ ..] if let Some(text) = typed_here(typed) => {
                self.verb(counted[0])?;
                self.typed(at, text)
            }
            _ => refuse(
                "several",
                format!(
                    "{} actions in one text; write one a step, or a tap on a field and what is typed into it",
                    counted.len()
                ),
            ),
        }
    }

    fn verb(&self, said: &Said) -> Result<Verb, Rejection> {
        match said {
            Said::Click {
                at,
                button,
                count,
                held,
            } => self.click(at, *button, *count, held),
            Said::Focus { at } => self.tap(at),
            Said::Type { into, text, .. } => self.typed(into, text),
            Said::SetValue {
                at,
                value: Value::Text(text),
                ..
            } => self.typed(at, text),
            Said::Insert { text } => self.typed(&Target::Here, text),
            Said::Clear { at } => self.typed(at, ""),
            Said::Swipe { from, to } => self.swipe(from, to),
            Said::Drag { path, .. } => match &path[..] {
                [from, .., to] => self.swipe(from, to),
                _ => nothing_for("a drag without a way"),
            },
            Said::Fling { finger, .. } => scroll(finger.opposite()),
            Said::Scroll { travel, held, .. } if held.is_empty() => scroll(along(*travel)?),
            Said::Keys { chords, times, .. } => self.keys(chords, *times),
            Said::System(button) => Ok(match button {
                SystemButton::Back => Verb::Back,
                SystemButton::Home => Verb::Home,
                SystemButton::Recents => Verb::Recents,
                SystemButton::Enter => Verb::Enter,
            }),
            Said::Navigate(Journey::Back) => Ok(Verb::Back),
            Said::Open(Opening::App(name)) => self.open(name),
            Said::Wait { .. } | Said::Look(_) | Said::Nothing | Said::Note { .. } => Ok(Verb::Wait),
            Said::Answer { text } => self.answer(text),
            Said::Done { status, message } => self.done(status, message.as_deref()),
            Said::Sensitive { verb, .. } => self.verb(verb),
            Said::Ask { .. } | Said::TakeOver { .. } => refuse(
                "nobody_answers",
                "there is nobody who could answer or take over; act, answer, or say that it cannot be done",
            ),
            other => nothing_for(missing(other)),
        }
    }

    fn click(
        &self,
        at: &Target,
        button: Button,
        count: u8,
        held: &[Key],
    ) -> Result<Verb, Rejection> {
        if self.def.is_desktop() && held.is_empty() {
            match (button, count) {
                (Button::Left, 2) => return Ok(Verb::Double(self.element(at)?)),
                (Button::Right, 1) => return Ok(Verb::Context(self.element(at)?)),
                _ => {}
            }
        }
        match (button, count) {
            (Button::Back, 1) => Ok(Verb::Back),
            (Button::Left, 1) if held.is_empty() => self.tap(at),
            (Button::Left, 1) => nothing_for("a tap while keys are held"),
            (Button::Left, _) => nothing_for("several taps in a row; tap once"),
            _ => nothing_for("that button of a mouse"),
        }
    }

    fn tap(&self, at: &Target) -> Result<Verb, Rejection> {
        Ok(Verb::Tap(self.element(at)?))
    }

    /// A text typed into a field, in the place of what is there. Keys that follow it - Enter - close the keyboard at most.
    fn typed(&self, into: &Target, text: &str) -> Result<Verb, Rejection> {
        let text = text.strip_suffix('\n').unwrap_or(text);
        if text.is_empty() {
            return match into {
                Target::Here => self.def.emptied_here(self.state),
                _ => Ok(Verb::Type(self.element(into)?, self.def.text_of(""))),
            };
        }
        let text = self.def.typed(text)?;
        Ok(match into {
            Target::Here => Verb::Write(text),
            _ => Verb::Type(self.element(into)?, text),
        })
    }

    /// Fingers go the other way than what is shown.
    fn swipe(&self, from: &Target, to: &Target) -> Result<Verb, Rejection> {
        let (Some((x, y)), Some((to_x, to_y))) = (self.place(from)?, self.place(to)?) else {
            return nothing_for("a swipe without two points");
        };
        let (across, down) = (
            i64::from(to_x) - i64::from(x),
            i64::from(to_y) - i64::from(y),
        );
        if across.abs() >= down.abs() {
            return scroll(if across > 0 {
                Direction::Left
            } else {
                Direction::Right
            });
        }
        scroll(if down > 0 {
            Direction::Up
        } else {
            Direction::Down
        })
    }

    fn keys(&self, chords: &[Vec<Key>], times: u32) -> Result<Verb, Rejection> {
        if self.def.is_desktop() {
            return self.desk_keys(chords, times);
        }
        let key = match chords {
            [chord] if times == 1 => match &chord[..] {
                [key] => key.name(),
                _ => return nothing_for("keys held together"),
            },
            _ => return refuse("several", "several keys in one text; press one a step"),
        };
        match key {
            "enter" => Ok(Verb::Enter),
            "escape" => Ok(Verb::Back),
            "pageup" => scroll(Direction::Up),
            "pagedown" => scroll(Direction::Down),
            _ if self.state.front.focus == NO_FOCUS => {
                nothing_for("that key while no field has the keyboard")
            }
            _ => nothing_for("single keys; type the whole text of a field"),
        }
    }

    /// Keys of a desktop, those that are held before the last one.
    fn desk_keys(&self, chords: &[Vec<Key>], times: u32) -> Result<Verb, Rejection> {
        let [chord] = chords else {
            return refuse("several", "several keys in one text; press one a step");
        };
        if times != 1 {
            return refuse(
                "several",
                "a key pressed several times; press it once a step",
            );
        }
        let names: Vec<&str> = chord
            .iter()
            .map(|key| match key.name() {
                "meta" => "super",
                name => name,
            })
            .collect();
        let keys = names.join("+").to_ascii_lowercase();
        // What is typed takes the place of what is there: selecting it first changes nothing.
        if keys == "ctrl+a" && self.state.front.focus != NO_FOCUS {
            return Ok(Verb::Wait);
        }
        match self.def.pressed(self.state, &keys) {
            Some(verb) => verb,
            None => refuse(
                "no_such_key",
                "these keys do nothing here; type the whole text of a field, or click",
            ),
        }
    }

    fn open(&self, name: &str) -> Result<Verb, Rejection> {
        let app = self.def.app_shown(name.trim());
        app.map(Verb::Open).ok_or_else(|| {
            let name: String = name.chars().take(40).collect();
            let message =
                format!("`{name}` is on no phone here; name an app as the home screen does");
            Rejection::new("no_such_app", message)
        })
    }

    fn answer(&self, text: &str) -> Result<Verb, Rejection> {
        Ok(Verb::Answer(self.def.typed(text)?))
    }

    /// An end. Where a question was asked, words that come with it are the answer.
    fn done(&self, status: &Status, message: Option<&str>) -> Result<Verb, Rejection> {
        match status {
            Status::Success => match message.filter(|text| !text.trim().is_empty()) {
                Some(text) if self.def.wish.answer.is_some() => self.answer(text),
                _ => Ok(Verb::Done),
            },
            Status::Failure | Status::Infeasible => Ok(Verb::Report),
            Status::Other(word) => {
                let word: String = word.chars().take(40).collect();
                refuse(
                    "no_such_end",
                    format!("`{word}` is no way to end that is known here"),
                )
            }
        }
    }

    /// The element at a target.
    fn element(&self, at: &Target) -> Result<u8, Rejection> {
        let number = match at {
            Target::Index(number) => u8::try_from(*number).ok(),
            // Names are the numbers that the views give.
            Target::Name(name) => name.trim().parse().ok(),
            _ => {
                let Some((x, y)) = self.place(at)? else {
                    return nothing_for("a cursor; name a point or an element");
                };
                return self.def.element_at(self.state, x, y).ok_or_else(|| {
                    Rejection::new(
                        "nothing_there",
                        format!(
                            "nothing is at {x}, {y} of {}x{} that could be tapped; tap an element",
                            self.def.sides().0,
                            self.def.sides().1
                        ),
                    )
                });
            }
        };
        let number = number.ok_or_else(|| {
            Rejection::new(
                "no_such_element",
                "an element is named by its number on the screen",
            )
        })?;
        // Says how many there are, if it is none of them.
        let found: Result<Element, Rejection> = self.def.element(self.state, number);
        found.map(|_| number)
    }

    /// A target as a point of the phone's own screen, if it is a point.
    fn place(&self, at: &Target) -> Result<Option<(u32, u32)>, Rejection> {
        let Target::Point(point) = at else {
            return Ok(None);
        };
        let (x, y) = self
            .pixel(*point)
            .ok_or_else(|| Rejection::new("off_the_screen", "the point lies outside the screen"))?;
        let scaled = |at: u32, side: u32, own: u32| {
            (u64::from(at) * u64::from(own) / u64::from(side)) as u32
        };
        Ok(Some((
            scaled(x, self.screen.width(), self.def.sides().0),
            scaled(y, self.screen.height(), self.def.sides().1),
        )))
    }

    fn pixel(&self, point: Point) -> Option<(u32, u32)> {
        point.pixel(self.screen)
    }
}

/// What is typed where the keyboard is, and nothing else but Enter after it.
fn typed_here<'a>(said: &[&'a Said]) -> Option<&'a str> {
    let (first, rest) = said.split_first()?;
    let Said::Type {
        into: Target::Here,
        text,
        ..
    } = first
    else {
        return None;
    };
    let is_enter = |verb: &&Said| match verb {
        Said::System(SystemButton::Enter) => true,
        Said::Keys {
            chords, times: 1, ..
        } => {
            matches!(&chords[..], [chord] if matches!(&chord[..], [key] if key.name() == "enter"))
        }
        _ => false,
    };
    rest.iter().all(is_enter).then_some(text)
}

/// What is missing, in words.
fn missing(said: &Said) -> &'static str {
    match said {
        Said::LongPress { .. } => "a long press",
        Said::Press { .. } | Said::Release { .. } | Said::Move { .. } => {
            "a pointer that moves by itself"
        }
        Said::Scroll { .. } => "scrolling while keys are held",
        Said::ScrollTo { .. } => "scrolling to an element; scroll by pages",
        Said::TypeField { .. } => "fields of a task by number",
        Said::SetValue { .. } => "values that are no text; tap a switch",
        Said::Select { .. } => "choosing by name; tap the choice and then the option",
        Said::Upload { .. } => "files that are uploaded",
        Said::KeyDown { .. } | Said::KeyUp { .. } | Said::HoldKeys { .. } => "keys that are held",
        Said::Open(_) | Said::Navigate(_) | Said::Tab(_) | Said::InTab { .. } => {
            "addresses and tabs"
        }
        Said::Script { .. } => "scripts",
        Said::Delegate { .. } => "a service that does it",
        _ => "that",
    }
}
