//! From what the phone does to what a model would have written: demonstrations, and the proof that nothing gets lost.

use super::Spoken;
use crate::gui::{
    def::Def,
    grammar::{
        Button, Direction, Journey, Key, Number, Opening, Point, Space, Status, SystemButton,
        Target, Travel, Unit, Unsayable, Value, Verb as Said,
    },
    state::State,
    verb::{Verb, Way},
};

/// Clicks of a wheel that say a page.
const CLICKS: i64 = 5;

impl Def {
    /// A verb in the words of a grammar, as a demonstration has it: texts that are one action each, mostly one; typing into an
    /// element is two where the grammar types only where the keyboard is. Of several ways to say it, the first that is heard
    /// as the same.
    ///
    /// # Errors
    /// [`Unsayable`] where the grammar has no words for it.
    pub fn utter(
        &self,
        state: &State,
        spoken: &Spoken,
        verb: &Verb,
    ) -> Result<Vec<String>, Unsayable> {
        let speaker = Speaker {
            def: self,
            state,
            spoken,
        };
        let mut why = Unsayable::Verb;
        for said in speaker.ways(verb) {
            match spoken.grammar.print(&said, spoken.screen, spoken.mode) {
                Ok(text) if self.hear(state, spoken, &text).as_ref() == Ok(verb) => {
                    return Ok(vec![text]);
                }
                Ok(_) => {}
                Err(unsayable) => why = unsayable,
            }
        }
        // A grammar that types only where the keyboard is says it in two steps.
        if let Verb::Type(element, text) = verb {
            let tapped = self.utter(state, spoken, &Verb::Tap(*element))?;
            let typed = speaker.printed(&Verb::Write(text.clone()))?;
            return Ok([tapped, vec![typed]].concat());
        }
        // One that has no double click, or no right button, selects first and then presses keys.
        let (element, keys) = match verb {
            Verb::Double(element) => (*element, chord(&["enter"])),
            Verb::Context(element) => (*element, chord(&["shift", "f10"])),
            _ => return Err(why),
        };
        let selected = self.utter(state, spoken, &Verb::Tap(element))?;
        let pressed = spoken.grammar.print(&[keys], spoken.screen, spoken.mode)?;
        Ok([selected, vec![pressed]].concat())
    }
}

struct Speaker<'a> {
    def: &'a Def,
    state: &'a State,
    spoken: &'a Spoken,
}

impl Speaker<'_> {
    /// The first way to say a verb that can be printed.
    fn printed(&self, verb: &Verb) -> Result<String, Unsayable> {
        let Spoken {
            grammar,
            mode,
            screen,
        } = *self.spoken;
        let mut why = Unsayable::Verb;
        for said in self.ways(verb) {
            match grammar.print(&said, screen, mode) {
                Ok(text) => return Ok(text),
                Err(unsayable) => why = unsayable,
            }
        }
        Err(why)
    }

    /// Every way to say a verb, the plainest first.
    fn ways(&self, verb: &Verb) -> Vec<Vec<Said>> {
        let alone = |said: Vec<Said>| said.into_iter().map(|said| vec![said]).collect();
        match verb {
            Verb::Tap(element) => alone(self.targets(*element).map(Said::tap).collect()),
            Verb::Double(element) => alone(self.clicks(*element, Button::Left, 2)),
            Verb::Context(element) => alone(self.clicks(*element, Button::Right, 1)),
            Verb::Type(element, text) => self.types(*element, self.def.letters(text)),
            Verb::Write(text) => alone(typed(&Target::Here, self.def.letters(text))),
            Verb::Scroll(way) => alone(self.scrolls(*way)),
            Verb::Back => alone(vec![
                Said::System(SystemButton::Back),
                key("escape"),
                Said::Navigate(Journey::Back),
            ]),
            Verb::Home => alone(vec![
                Said::System(SystemButton::Home),
                chord(&["meta", "d"]),
            ]),
            Verb::Recents => alone(vec![
                Said::System(SystemButton::Recents),
                chord(&["alt", "tab"]),
            ]),
            Verb::Enter => alone(vec![Said::System(SystemButton::Enter), key("enter")]),
            Verb::Open(app) => {
                let name = self.def.tongue().app(self.def, *app).to_owned();
                alone(vec![Said::Open(Opening::App(name))])
            }
            Verb::Wait => alone(vec![
                Said::Wait { seconds: None },
                Said::wait(1),
                Said::Nothing,
            ]),
            Verb::Answer(text) => {
                let text = self.def.letters(text).to_owned();
                alone(vec![
                    Said::Answer { text: text.clone() },
                    ended(Status::Success, Some(text)),
                ])
            }
            Verb::Report => alone(ends(&[Status::Infeasible, Status::Failure], "infeasible")),
            Verb::Done => alone(ends(&[Status::Success], "done")),
        }
    }

    /// An element as a point, as an index and as a name.
    fn targets(&self, element: u8) -> impl Iterator<Item = Target> {
        let areas = self.def.areas(self.state);
        let point = areas.get(usize::from(element)).map(|area| {
            let (x, y) = area.centre();
            Target::Point(self.point(x, y))
        });
        let others = [
            Target::Index(element.into()),
            Target::Name(element.to_string()),
        ];
        point.into_iter().chain(others)
    }

    fn clicks(&self, element: u8, button: Button, count: u8) -> Vec<Said> {
        let targets = self.targets(element);
        targets.map(|at| Said::click(at, button, count)).collect()
    }

    /// A point of the phone's own screen, in pixels of the picture: one whose middle lies in the same place.
    fn point(&self, x: u32, y: u32) -> Point {
        let screen = self.spoken.screen;
        let scaled =
            |at: u32, side: u32, own: u32| i64::from(at) * i64::from(side) / i64::from(own);
        Point::whole(
            scaled(x, screen.width(), self.def.sides().0),
            scaled(y, screen.height(), self.def.sides().1),
            Space::Pixels,
        )
    }

    fn types(&self, element: u8, text: &str) -> Vec<Vec<Said>> {
        let mut ways = vec![];
        if text.is_empty() {
            let cleared = self.targets(element).map(|at| vec![Said::Clear { at }]);
            ways.extend(cleared);
        }
        for target in self.targets(element) {
            ways.extend(typed(&target, text).into_iter().map(|said| vec![said]));
            ways.push(vec![Said::SetValue {
                at: target,
                value: Value::Text(text.to_owned()),
                suggest: false,
            }]);
        }
        for target in self.targets(element) {
            for last in typed(&Target::Here, text) {
                ways.push(vec![Said::tap(target.clone()), last]);
            }
        }
        ways
    }

    fn scrolls(&self, way: Way) -> Vec<Said> {
        let (towards, finger, sign) = match way {
            Way::Up => (Direction::Up, Direction::Down, -1),
            Way::Down => (Direction::Down, Direction::Up, 1),
        };
        let middle = self.point(self.def.sides().0 / 2, self.def.sides().1 / 2);
        let (low, high) = (
            self.point(self.def.sides().0 / 2, self.def.sides().1 * 3 / 4),
            self.point(self.def.sides().0 / 2, self.def.sides().1 / 4),
        );
        let (from, to) = match way {
            Way::Up => (high, low),
            Way::Down => (low, high),
        };
        let (from, to) = (Target::Point(from), Target::Point(to));
        let mut ways = vec![];
        for at in [Target::Here, Target::Point(middle)] {
            let amounts = [
                (CLICKS, Unit::Clicks),
                (i64::from(self.spoken.screen.height() / 2), Unit::Pixels),
                (500, Unit::Thousandths),
            ];
            let by = amounts.map(|(amount, unit)| Travel::By {
                right: Number::from_integer(0),
                down: Number::from_integer(sign * amount),
                unit,
            });
            for travel in [Travel::Page(towards)].into_iter().chain(by) {
                ways.push(Said::Scroll {
                    at: at.clone(),
                    travel,
                    held: vec![],
                });
            }
            ways.push(Said::Fling { at, finger });
        }
        ways.push(Said::Swipe {
            from: from.clone(),
            to: to.clone(),
        });
        ways.push(Said::drag(from, to));
        ways
    }
}

/// A text typed, with and without what grammars bind to it.
fn typed(into: &Target, text: &str) -> Vec<Said> {
    let ways = [(false, false), (true, false), (false, true), (true, true)];
    let said = |(clear, submit)| Said::Type {
        into: into.clone(),
        text: text.to_owned(),
        clear,
        submit,
    };
    ways.map(said).into()
}

fn key(name: &str) -> Said {
    chord(&[name])
}

/// Keys that are held together.
fn chord(names: &[&str]) -> Said {
    Said::chord(names.iter().filter_map(|name| Key::read(name)).collect())
}

fn ended(status: Status, message: Option<String>) -> Said {
    Said::Done { status, message }
}

/// Ends without words, and with some where a grammar wants them.
fn ends(status: &[Status], words: &str) -> Vec<Said> {
    let bare = status.iter().map(|status| ended(status.clone(), None));
    let with = status
        .iter()
        .map(|status| ended(status.clone(), Some(words.to_owned())));
    bare.chain(with).collect()
}
