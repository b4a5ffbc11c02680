//! Verbs as arguments of the two tools.

use super::status_word;
use crate::gui::grammar::{
    Button, Dialect, Direction, Key, Opening, SystemButton, Target, Travel, Unit, Unsayable, Verb,
    pen,
};
use serde_json::{Map, Value, json};

/// What both tools say.
fn both(verb: &Verb, owl: bool) -> Result<Map<String, Value>, Unsayable> {
    Ok(match verb {
        Verb::Type {
            into: Target::Here,
            text,
            clear: false,
            submit: false,
        } => pen::members([("action", "type".into()), ("text", json!(text))]),
        Verb::Type { .. } => return Err(Unsayable::Part("target, clearing or Enter")),
        Verb::Answer { text } => pen::members([("action", "answer".into()), ("text", json!(text))]),
        Verb::Ask { text } if owl => {
            pen::members([("action", "interact".into()), ("text", json!(text))])
        }
        Verb::Wait {
            seconds: Some(seconds),
        } => pen::members([("action", "wait".into()), ("time", pen::number(*seconds)?)]),
        Verb::Wait { .. } => return Err(Unsayable::Part("missing duration")),
        Verb::Done {
            status,
            message: None,
        } => pen::members([
            ("action", "terminate".into()),
            ("status", status_word(status, "failure")?.into()),
        ]),
        Verb::Done { .. } => return Err(Unsayable::Part("message")),
        _ => return Err(Unsayable::Verb),
    })
}

/// A verb as arguments of `mobile_use`.
pub(super) fn mobile(verb: &Verb, owl: bool) -> Result<Map<String, Value>, Unsayable> {
    Ok(match verb {
        Verb::Click {
            at,
            button: Button::Left,
            count: 1,
            held,
        } if held.is_empty() => {
            pen::members([("action", "click".into()), ("coordinate", pen::pair(at)?)])
        }
        Verb::Click { .. } => return Err(Unsayable::Part("button, count or keys held")),
        Verb::LongPress { at, seconds } => {
            let mut fields = pen::members([
                ("action", "long_press".into()),
                ("coordinate", pen::pair(at)?),
            ]);
            if let Some(seconds) = seconds {
                fields.insert("time".into(), pen::number(*seconds)?);
            }
            fields
        }
        Verb::Swipe { from, to } => pen::members([
            ("action", "swipe".into()),
            ("coordinate", pen::pair(from)?),
            ("coordinate2", pen::pair(to)?),
        ]),
        Verb::Keys { at, chords, times } => match pen::one_chord(at, chords, *times)? {
            [key] => pen::members([("action", "key".into()), ("text", key.name().into())]),
            _ => return Err(Unsayable::Part("chord")),
        },
        Verb::Open(Opening::App(name)) => {
            pen::members([("action", "open".into()), ("text", json!(name))])
        }
        Verb::System(button) => {
            let word = match button {
                SystemButton::Back => "Back",
                SystemButton::Home => "Home",
                SystemButton::Recents => "Menu",
                SystemButton::Enter => "Enter",
            };
            pen::members([("action", "system_button".into()), ("button", word.into())])
        }
        _ => return both(verb, owl),
    })
}

/// A verb as arguments of `computer_use`.
pub(super) fn computer(verb: &Verb, owl: bool) -> Result<Map<String, Value>, Unsayable> {
    let at_point = |name: &str, target: &Target| {
        let mut fields = pen::members([("action", name.into())]);
        if *target != Target::Here {
            fields.insert("coordinate".into(), pen::pair(target)?);
        }
        Ok(fields)
    };
    match verb {
        Verb::Click {
            at,
            button,
            count,
            held,
        } => {
            pen::without(held.is_empty(), "keys held")?;
            let name = match (button, count) {
                (Button::Left, 1) => "left_click",
                (Button::Left, 2) => "double_click",
                (Button::Left, 3) => "triple_click",
                (Button::Right, 1) => "right_click",
                (Button::Middle, 1) => "middle_click",
                _ => return Err(Unsayable::Part("button or count")),
            };
            at_point(name, at)
        }
        Verb::Move { to, held } => {
            pen::without(
                held.is_empty() && *to != Target::Here,
                "keys held or missing point",
            )?;
            at_point("mouse_move", to)
        }
        Verb::Drag {
            path,
            button: Button::Left,
            held,
        } => match path.as_slice() {
            [Target::Here, to @ Target::Point(_)] if held.is_empty() => {
                at_point("left_click_drag", to)
            }
            _ => Err(Unsayable::Part("beginning, way between or keys held")),
        },
        Verb::Scroll { at, travel, held } => {
            pen::without(held.is_empty(), "keys held")?;
            let (direction, _) = travel
                .along(Unit::Pixels)
                .ok_or(Unsayable::Part("distance"))?;
            let Travel::By { right, down, .. } = travel else {
                return Err(Unsayable::Part("distance"));
            };
            let sideways = matches!(direction, Direction::Left | Direction::Right);
            let (name, pixels) = if sideways {
                ("hscroll", *right)
            } else {
                ("scroll", -*down)
            };
            let mut fields = at_point(name, at)?;
            fields.insert("pixels".into(), pen::number(pixels)?);
            Ok(fields)
        }
        Verb::Keys { at, chords, times } => {
            let chord: &[Key] = pen::one_chord(at, chords, *times)?;
            Ok(pen::members([
                ("action", "key".into()),
                ("keys", json!(pen::names(chord, Dialect::PyAutoGui)?)),
            ]))
        }
        _ => both(verb, owl),
    }
}
