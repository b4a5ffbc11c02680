//! Verbs as AndroidWorld's objects.

use super::finger;
use crate::gui::grammar::{
    Button, Mode, Number, Opening, Status, SystemButton, Target, Travel, Unsayable, Verb, pen,
};
use serde_json::{Map, Value, json};

/// An element or a point as fields.
fn place(fields: &mut Map<String, Value>, target: &Target) -> Result<(), Unsayable> {
    if let Target::Index(index) = target {
        fields.insert("index".into(), (*index).into());
        return Ok(());
    }
    let (x, y) = pen::whole(target)?;
    fields.insert("x".into(), x.into());
    fields.insert("y".into(), y.into());
    Ok(())
}

/// A verb as fields.
pub(super) fn fields(verb: &Verb, mode: Mode) -> Result<Map<String, Value>, Unsayable> {
    let action = |name: &str| pen::members([("action_type", name.into())]);
    let mut fields = match verb {
        Verb::Click {
            button: Button::Left,
            count: 1,
            ..
        } => action("click"),
        Verb::Click {
            button: Button::Left,
            count: 2,
            ..
        } => action("double_tap"),
        Verb::Click { .. } => return Err(Unsayable::Part("button or count")),
        Verb::LongPress { seconds: None, .. } => action("long_press"),
        Verb::LongPress { .. } => return Err(Unsayable::Part("duration")),
        Verb::Type { submit: true, .. } => action("input_text"),
        Verb::Type { .. } => return Err(Unsayable::Part("staying in the field")),
        Verb::Scroll {
            travel: Travel::Page(direction),
            ..
        } => pen::members([
            ("action_type", "scroll".into()),
            ("direction", direction.word().into()),
        ]),
        Verb::Scroll { .. } => return Err(Unsayable::Part("distance")),
        Verb::Fling {
            at: Target::Here,
            finger: to,
        } => pen::members([
            ("action_type", "swipe".into()),
            ("direction", finger(*to, mode).word().into()),
        ]),
        Verb::Fling { .. } => return Err(Unsayable::Part("target")),
        Verb::System(SystemButton::Home) => action("navigate_home"),
        Verb::System(SystemButton::Back) => action("navigate_back"),
        Verb::System(SystemButton::Enter) => action("keyboard_enter"),
        Verb::Open(Opening::App(name)) => pen::members([
            ("action_type", "open_app".into()),
            ("app_name", json!(name)),
        ]),
        Verb::Done {
            status,
            message: None,
        } => {
            let word = match status {
                Status::Success => "complete",
                Status::Infeasible => "infeasible",
                Status::Other(word) if mode == Mode::Released => word,
                _ => return Err(Unsayable::Part("status")),
            };
            pen::members([
                ("action_type", "status".into()),
                ("goal_status", word.into()),
            ])
        }
        Verb::Done { .. } => return Err(Unsayable::Part("message")),
        Verb::Wait { seconds } if *seconds == Some(Number::from_integer(1)) => action("wait"),
        Verb::Wait { .. } => return Err(Unsayable::Part("duration")),
        Verb::Answer { text } => {
            pen::members([("action_type", "answer".into()), ("text", json!(text))])
        }
        Verb::Nothing => action("unknown"),
        _ => return Err(Unsayable::Verb),
    };
    match verb {
        Verb::Click { at, held, .. } => {
            pen::without(held.is_empty(), "keys held")?;
            place(&mut fields, at)?;
        }
        Verb::LongPress { at, .. } => place(&mut fields, at)?,
        Verb::Type {
            into, text, clear, ..
        } => {
            fields.insert("text".into(), json!(text));
            if *clear {
                fields.insert("clear_text".into(), true.into());
            }
            if !(mode == Mode::Released && *into == Target::Here) {
                place(&mut fields, into)?;
            }
        }
        Verb::Scroll { at, held, .. } => {
            pen::without(held.is_empty(), "keys held")?;
            match at {
                Target::Here => {}
                Target::Index(index) => {
                    fields.insert("index".into(), (*index).into());
                }
                _ => return Err(Unsayable::Part("target")),
            }
        }
        _ => {}
    }
    Ok(fields)
}
