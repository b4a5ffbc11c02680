//! Verbs as Gemini's functions.

use crate::gui::grammar::{
    Button, Dialect, Direction, Journey, Key, Look, Number, Opening, Target, Travel, Unit,
    Unsayable, Verb, pen,
};
use serde_json::Value;
use serde_json::{Map, json};

/// A function and its arguments.
pub(super) type Call = (&'static str, Map<String, Value>);

/// A point as two arguments.
fn at_point(target: &Target) -> Result<Map<String, Value>, Unsayable> {
    let (x, y) = pen::whole(target)?;
    Ok(pen::members([("x", x.into()), ("y", y.into())]))
}

/// A scroll by thousandths.
fn scrolled(at: &Target, travel: Travel) -> Result<Map<String, Value>, Unsayable> {
    let (direction, amount): (Direction, Number) = travel
        .along(Unit::Thousandths)
        .ok_or(Unsayable::Part("distance"))?;
    let mut args = at_point(at)?;
    args.insert("direction".into(), direction.word().into());
    args.insert("magnitude".into(), pen::integer(amount)?.into());
    Ok(args)
}

/// A verb that both vocabularies have.
fn shared_call(verb: &Verb) -> Result<Call, Unsayable> {
    Ok(match verb {
        Verb::Open(Opening::Browser) => ("open_web_browser", Map::new()),
        Verb::Navigate(Journey::Back) => ("go_back", Map::new()),
        Verb::Navigate(Journey::Forward) => ("go_forward", Map::new()),
        Verb::Navigate(Journey::Url(url)) => ("navigate", pen::members([("url", json!(url))])),
        Verb::Drag {
            path,
            button: Button::Left,
            held,
        } if held.is_empty() => match path.as_slice() {
            [from, to] => {
                let (x, y) = pen::whole(to)?;
                let mut args = at_point(from)?;
                args.insert("destination_x".into(), x.into());
                args.insert("destination_y".into(), y.into());
                ("drag_and_drop", args)
            }
            _ => return Err(Unsayable::Part("way between")),
        },
        Verb::Drag { .. } => return Err(Unsayable::Part("button or keys held")),
        _ => return Err(Unsayable::Verb),
    })
}

/// A verb as a function.
pub(super) fn call(verb: &Verb) -> Result<Call, Unsayable> {
    let key = |key: &Key| {
        Ok(pen::members([(
            "key",
            key.spell(Dialect::PyAutoGui).ok_or(Unsayable::Key)?.into(),
        )]))
    };
    Ok(match verb {
        Verb::Click {
            at,
            button,
            count,
            held,
        } => {
            pen::without(held.is_empty(), "keys held")?;
            let name = match (button, count) {
                (Button::Left, 1) => "click",
                (Button::Left, 2) => "double_click",
                (Button::Left, 3) => "triple_click",
                (Button::Middle, 1) => "middle_click",
                (Button::Right, 1) => "right_click",
                _ => return Err(Unsayable::Part("button or count")),
            };
            (name, at_point(at)?)
        }
        Verb::Press {
            at,
            button: Button::Left,
        } => ("mouse_down", at_point(at)?),
        Verb::Release {
            at,
            button: Button::Left,
        } => ("mouse_up", at_point(at)?),
        Verb::Press { .. } | Verb::Release { .. } => return Err(Unsayable::Part("button")),
        Verb::Move { to, held } => {
            pen::without(held.is_empty(), "keys held")?;
            ("move", at_point(to)?)
        }
        Verb::Type {
            into: Target::Here,
            text,
            clear: false,
            submit,
        } => (
            "type",
            pen::members([("text", json!(text)), ("press_enter", (*submit).into())]),
        ),
        Verb::Type { .. } => return Err(Unsayable::Part("target or clearing")),
        Verb::Wait {
            seconds: Some(seconds),
        } => (
            "wait",
            pen::members([("seconds", pen::integer(*seconds)?.into())]),
        ),
        Verb::Wait { .. } => return Err(Unsayable::Part("missing duration")),
        Verb::Keys { at, chords, times } => match pen::one_chord(at, chords, *times)? {
            [one] => ("press_key", key(one)?),
            chord => (
                "hotkey",
                pen::members([("keys", json!(pen::names(chord, Dialect::PyAutoGui)?))]),
            ),
        },
        Verb::KeyDown { key: one } => ("key_down", key(one)?),
        Verb::KeyUp { key: one } => ("key_up", key(one)?),
        Verb::Look(Look::Screenshot) => ("take_screenshot", Map::new()),
        Verb::Scroll { at, travel, held } => {
            pen::without(held.is_empty(), "keys held")?;
            ("scroll", scrolled(at, *travel)?)
        }
        _ => shared_call(verb)?,
    })
}

/// A verb as a function of the earlier vocabulary.
pub(super) fn legacy_call(verb: &Verb) -> Result<Call, Unsayable> {
    Ok(match verb {
        Verb::Click {
            at,
            button: Button::Left,
            count: 1,
            held,
        } if held.is_empty() => ("click_at", at_point(at)?),
        Verb::Click { .. } => return Err(Unsayable::Part("button, count or keys held")),
        Verb::Move { to, held } => {
            pen::without(held.is_empty(), "keys held")?;
            ("hover_at", at_point(to)?)
        }
        Verb::Type {
            into,
            text,
            clear,
            submit,
        } => {
            let mut args = at_point(into)?;
            args.insert("text".into(), json!(text));
            args.insert("press_enter".into(), (*submit).into());
            args.insert("clear_before_typing".into(), (*clear).into());
            ("type_text_at", args)
        }
        Verb::Scroll {
            at: Target::Here,
            travel: Travel::Page(direction),
            held,
        } if held.is_empty() => (
            "scroll_document",
            pen::members([("direction", direction.word().into())]),
        ),
        Verb::Scroll { at, travel, held } => {
            pen::without(held.is_empty(), "keys held")?;
            ("scroll_at", scrolled(at, *travel)?)
        }
        Verb::Wait { seconds } if *seconds == Some(Number::from_integer(5)) => {
            ("wait_5_seconds", Map::new())
        }
        Verb::Wait { .. } => return Err(Unsayable::Part("duration")),
        Verb::Navigate(Journey::Search) => ("search", Map::new()),
        Verb::Keys { at, chords, times } => {
            let chord = pen::one_chord(at, chords, *times)?;
            (
                "key_combination",
                pen::members([(
                    "keys",
                    Key::join(chord, Dialect::PyAutoGui)
                        .ok_or(Unsayable::Key)?
                        .into(),
                )]),
            )
        }
        _ => shared_call(verb)?,
    })
}
