//! MiniWoB++'s actions: an object with an action type and what it needs.
//!
//! As released the type is its number in the preset `all_supported`, and a key its number in the default list of allowed
//! keys; strictly both go by name, keys as `C-S-<ArrowLeft>`.

mod keys;

use super::{
    About, Button, Codec, Fault, Mode, Reading, Refusal, Screen, Space, Target, Travel, Unit,
    Unsayable, Verb,
    args::{Args, json, object, unknown},
    pen,
};
use keys::{allowed, chord};
use serde_json::{Map, Value, json};

/// MiniWoB++.
pub(super) struct MiniWob;

/// The types, in the order of the preset `all_supported`.
const TYPES: &[&str] = &[
    "NONE",
    "MOVE_COORDS",
    "CLICK_COORDS",
    "DBLCLICK_COORDS",
    "MOUSEDOWN_COORDS",
    "MOUSEUP_COORDS",
    "SCROLL_UP_COORDS",
    "SCROLL_DOWN_COORDS",
    "CLICK_ELEMENT",
    "PRESS_KEY",
    "TYPE_TEXT",
    "TYPE_FIELD",
    "FOCUS_ELEMENT_AND_TYPE_TEXT",
    "FOCUS_ELEMENT_AND_TYPE_FIELD",
];

/// How far one scroll goes, in pixels.
const SCROLL: i64 = 50;

/// The longest text that may be typed.
const MOST_LETTERS: usize = 64;

/// How many fields a task may have.
const MOST_FIELDS: i64 = 20;

const EXPECTED: &str = "a JSON object with an action_type";

static ABOUT: About = About {
    name: "miniwob",
    summary: "MiniWoB++'s actions: an object with its type, elements by ref or points in pixels",
    source: "Farama-Foundation/miniwob-plusplus 3f461ff, miniwob/action.py, selenium_actions.py, constants.py",
    space: Space::Pixels,
    batch: false,
    quirks: "types and keys go by number, as the preset all_supported orders them; fields that a type does not need are \
        left out",
    example: r#"{"action_type": "CLICK_COORDS", "coords": [80, 105]}"#,
};

impl Codec for MiniWob {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn read(&self, text: &str, screen: Screen, mode: Mode) -> Result<Reading, Refusal> {
        let value = json(text.trim(), EXPECTED)?;
        let fields = object(&value, EXPECTED)?;
        let name = type_of(fields, mode)?;
        let mut args =
            Args::new(name, fields, mode, &["action_type"]).points(Space::Pixels, screen);
        let verb = meaning(name, &mut args, mode)?;
        args.finish()?;
        Ok(vec![verb].into())
    }

    fn write(&self, verbs: &[Verb], mode: Mode) -> Result<String, Unsayable> {
        let [verb] = verbs else {
            return Err(Unsayable::Batch);
        };
        let (name, mut fields) = fields(verb, mode)?;
        let number = TYPES.iter().position(|known| *known == name);
        let kind = if mode == Mode::Released {
            json!(number)
        } else {
            json!(name)
        };
        fields.insert("action_type".into(), kind);
        Ok(Value::Object(fields).to_string())
    }

    fn released(&self, text: &str, _: Screen) -> Result<Value, Refusal> {
        let value = json(text.trim(), EXPECTED)?;
        type_of(object(&value, EXPECTED)?, Mode::Released)?;
        Ok(value)
    }
}

/// The type of an action: by number as released - Python counts from the end where it is negative - and by name.
fn type_of(fields: &Map<String, Value>, mode: Mode) -> Result<&'static str, Refusal> {
    let Some(given) = fields.get("action_type") else {
        return Err(Fault::NoAction { expected: EXPECTED }.raises("KeyError"));
    };
    let count = i64::try_from(TYPES.len()).unwrap_or_default();
    let named = given
        .as_str()
        .and_then(|name| TYPES.iter().find(|known| **known == name));
    let numbered = given.as_i64().and_then(|index| {
        TYPES.get(usize::try_from(if index < 0 { index + count } else { index }).ok()?)
    });
    let found = if mode == Mode::Released {
        numbered.or(named)
    } else {
        named
    };
    found.copied().ok_or_else(|| {
        let raised = if given.is_i64() {
            "IndexError"
        } else {
            "TypeError"
        };
        unknown(&given.to_string(), TYPES).fault.raises(raised)
    })
}

/// The verb that a type means.
fn meaning(name: &str, args: &mut Args<'_>, mode: Mode) -> Result<Verb, Refusal> {
    let coords = |args: &mut Args<'_>| args.point("coords");
    let element = |args: &mut Args<'_>| args.whole("ref").map(Target::Index);
    let scroll = |args: &mut Args<'_>, down: i64| -> Result<Verb, Refusal> {
        Ok(Verb::Scroll {
            at: args.point("coords")?,
            travel: Travel::By {
                right: 0.into(),
                down: down.into(),
                unit: Unit::Pixels,
            },
            held: Vec::new(),
        })
    };
    Ok(match name {
        "NONE" => Verb::Nothing,
        "MOVE_COORDS" => Verb::Move {
            to: coords(args)?,
            held: Vec::new(),
        },
        "CLICK_COORDS" => Verb::tap(coords(args)?),
        "DBLCLICK_COORDS" => Verb::click(coords(args)?, Button::Left, 2),
        "MOUSEDOWN_COORDS" => Verb::Press {
            at: coords(args)?,
            button: Button::Left,
        },
        "MOUSEUP_COORDS" => Verb::Release {
            at: coords(args)?,
            button: Button::Left,
        },
        "SCROLL_UP_COORDS" => scroll(args, -SCROLL)?,
        "SCROLL_DOWN_COORDS" => scroll(args, SCROLL)?,
        "CLICK_ELEMENT" => Verb::tap(element(args)?),
        "PRESS_KEY" => key(args, mode)?,
        "TYPE_TEXT" => typed(Target::Here, args)?,
        "FOCUS_ELEMENT_AND_TYPE_TEXT" => typed(element(args)?, args)?,
        "TYPE_FIELD" => Verb::TypeField {
            into: Target::Here,
            field: field(args, mode)?,
        },
        _ => Verb::TypeField {
            into: element(args)?,
            field: field(args, mode)?,
        },
    })
}

/// A text of bounded length.
fn typed(into: Target, args: &mut Args<'_>) -> Result<Verb, Refusal> {
    let text = args.text("text")?;
    if text.chars().count() > MOST_LETTERS {
        return Err(args.wrong("text", &json!(text), "at most 64 letters"));
    }
    Ok(Verb::Type {
        into,
        text,
        clear: false,
        submit: false,
    })
}

/// A field of the task.
fn field(args: &mut Args<'_>, mode: Mode) -> Result<i64, Refusal> {
    let field = args.whole("field")?;
    if mode == Mode::Strict && !(0..MOST_FIELDS).contains(&field) {
        return Err(args.wrong("field", &field.into(), "0 to 19"));
    }
    Ok(field)
}

/// A key or chord.
fn key(args: &mut Args<'_>, mode: Mode) -> Result<Verb, Refusal> {
    let value = args.must("key", "a key")?;
    let wrong = args.wrong("key", value, "a key such as 7, <Enter> or C-S-<ArrowLeft>");
    let text = match value {
        Value::Number(number) if mode == Mode::Released => {
            let index = number
                .as_u64()
                .and_then(|index| usize::try_from(index).ok());
            index
                .and_then(|index| allowed().get(index).cloned())
                .ok_or(wrong)?
        }
        Value::String(text) => text.clone(),
        _ => return Err(wrong),
    };
    let mut rest = text.as_str();
    let mut names = Vec::new();
    while let Some((prefix, name)) = [
        ("C-", "ctrl"),
        ("S-", "shift"),
        ("A-", "alt"),
        ("M-", "meta"),
    ]
    .iter()
    .find(|(prefix, _)| rest.starts_with(*prefix))
    {
        names.push(*name);
        rest = &rest[prefix.len()..];
    }
    let bare = rest
        .strip_prefix('<')
        .and_then(|rest| rest.strip_suffix('>'))
        .filter(|name| !name.is_empty());
    if bare.is_none() && rest.chars().count() != 1 {
        return Err(args.wrong("key", value, "a key such as 7, <Enter> or C-S-<ArrowLeft>"));
    }
    names.push(bare.unwrap_or(rest));
    Ok(Verb::chord(args.keys("key", names)?))
}

/// A verb as its type and fields.
fn fields(verb: &Verb, mode: Mode) -> Result<(&'static str, Map<String, Value>), Unsayable> {
    let at = |target: &Target| match target {
        Target::Point(point) => Ok(pen::members([(
            "coords",
            json!([pen::number(point.x)?, pen::number(point.y)?]),
        )])),
        _ => Err(Unsayable::Part("target")),
    };
    Ok(match verb {
        Verb::Nothing => ("NONE", Map::new()),
        Verb::Move { to, held } if held.is_empty() => ("MOVE_COORDS", at(to)?),
        Verb::Click {
            at: Target::Index(index),
            button: Button::Left,
            count: 1,
            held,
        } if held.is_empty() => ("CLICK_ELEMENT", pen::members([("ref", json!(index))])),
        Verb::Click {
            at: target,
            button: Button::Left,
            count,
            held,
        } if held.is_empty() => match count {
            1 => ("CLICK_COORDS", at(target)?),
            2 => ("DBLCLICK_COORDS", at(target)?),
            _ => return Err(Unsayable::Part("count")),
        },
        Verb::Move { .. } | Verb::Click { .. } => {
            return Err(Unsayable::Part("button or keys held"));
        }
        Verb::Press {
            at: target,
            button: Button::Left,
        } => ("MOUSEDOWN_COORDS", at(target)?),
        Verb::Release {
            at: target,
            button: Button::Left,
        } => ("MOUSEUP_COORDS", at(target)?),
        Verb::Press { .. } | Verb::Release { .. } => return Err(Unsayable::Part("button")),
        Verb::Scroll {
            at: target,
            travel,
            held,
        } => {
            pen::without(held.is_empty(), "keys held")?;
            let by = |down: i64| Travel::By {
                right: 0.into(),
                down: down.into(),
                unit: Unit::Pixels,
            };
            match travel {
                travel if *travel == by(SCROLL) => ("SCROLL_DOWN_COORDS", at(target)?),
                travel if *travel == by(-SCROLL) => ("SCROLL_UP_COORDS", at(target)?),
                _ => return Err(Unsayable::Part("distance")),
            }
        }
        Verb::Keys { at, chords, times } => {
            let text = chord(pen::one_chord(at, chords, *times)?)?;
            let key = match mode {
                Mode::Strict => json!(text),
                Mode::Released => json!(
                    allowed()
                        .iter()
                        .position(|known| *known == text)
                        .ok_or(Unsayable::Key)?
                ),
            };
            ("PRESS_KEY", pen::members([("key", key)]))
        }
        Verb::Type {
            into,
            text,
            clear: false,
            submit: false,
        } => {
            let text = pen::members([("text", json!(text))]);
            focused(into, text, "TYPE_TEXT", "FOCUS_ELEMENT_AND_TYPE_TEXT")?
        }
        Verb::Type { .. } => return Err(Unsayable::Part("clearing or Enter")),
        Verb::TypeField { into, field } => {
            let field = pen::members([("field", json!(field))]);
            focused(into, field, "TYPE_FIELD", "FOCUS_ELEMENT_AND_TYPE_FIELD")?
        }
        _ => return Err(Unsayable::Verb),
    })
}

/// Fields for the focus, or for an element that is focused first.
fn focused(
    into: &Target,
    mut fields: Map<String, Value>,
    here: &'static str,
    element: &'static str,
) -> Result<(&'static str, Map<String, Value>), Unsayable> {
    match into {
        Target::Here => Ok((here, fields)),
        Target::Index(index) => {
            fields.insert("ref".into(), json!(index));
            Ok((element, fields))
        }
        _ => Err(Unsayable::Part("target")),
    }
}
