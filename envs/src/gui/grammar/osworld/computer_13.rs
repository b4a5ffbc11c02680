//! `computer_13`: `{"action_type": "CLICK", "x": 503, "y": 871}`, bare or in a fence, and the words WAIT, DONE, FAIL.

use super::{WORDS, fenced};
use crate::gui::grammar::{
    About, Button, Codec, Dialect, Fault, Key, MOST_VERBS, Mode, Number, Reading, Refusal, Screen,
    Space, Status, Target, Travel, Unit, Unsayable, Verb,
    args::{Args, json, object, unknown},
    pen,
};
use serde_json::{Map, Value, json};

/// The JSON actions.
pub(in super::super) struct Computer13;

/// The ones there are.
pub(in super::super) static COMPUTER_13: Computer13 = Computer13;

const ACTIONS: &[&str] = &[
    "MOVE_TO",
    "CLICK",
    "MOUSE_DOWN",
    "MOUSE_UP",
    "RIGHT_CLICK",
    "DOUBLE_CLICK",
    "DRAG_TO",
    "SCROLL",
    "TYPING",
    "PRESS",
    "KEY_DOWN",
    "KEY_UP",
    "HOTKEY",
    "WAIT",
    "FAIL",
    "DONE",
];

const EXPECTED: &str =
    "JSON with an action_type in a fence ```json .. ```, or one of WAIT, DONE, FAIL";

static ABOUT: About = About {
    name: "osworld/computer_13",
    summary: "OSWorld's computer_13: thirteen JSON actions and three words, pixels",
    source: "xlang-ai/OSWorld, desktop_env/actions.py, desktop_env/controllers/python.py, mm_agents/agent.py, as kept by \
        asyhyxcqdx/osworld-realtime 43697a2",
    space: Space::Pixels,
    batch: true,
    quirks: "arguments stand under `parameters` or beside the action_type; a drag without a point does nothing; points are \
        not checked, clicks are counted as they come",
    example: "```json\n{\"action_type\": \"CLICK\", \"x\": 503, \"y\": 871}\n```",
};

impl Codec for Computer13 {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn read(&self, text: &str, screen: Screen, mode: Mode) -> Result<Reading, Refusal> {
        let mut verbs = Vec::new();
        for value in actions(text)? {
            let (name, parameters) = parts(&value, mode)?;
            let names: &[&str] = if value.get("parameters").is_some() {
                &[]
            } else {
                &["action_type"]
            };
            let mut args = Args::new(&name, &parameters, mode, names).points(Space::Pixels, screen);
            verbs.push(meaning(&name, &mut args, mode)?);
            args.finish()?;
        }
        Ok(verbs.into())
    }

    fn write(&self, verbs: &[Verb], _: Mode) -> Result<String, Unsayable> {
        let blocks = verbs.iter().map(|verb| {
            fields(verb).map(|fields| format!("```json\n{}\n```", Value::Object(fields)))
        });
        blocks
            .collect::<Result<Vec<_>, _>>()
            .map(|blocks| blocks.join("\n"))
    }

    fn released(&self, text: &str, _: Screen) -> Result<Value, Refusal> {
        actions(text).map(Value::Array)
    }
}

/// The actions of a text, as `parse_actions_from_string` takes them out.
fn actions(text: &str) -> Result<Vec<Value>, Refusal> {
    let bare = text.trim();
    if WORDS.contains(&bare) {
        return Ok(vec![bare.into()]);
    }
    let mut blocks = fenced(text, "```json");
    if blocks.is_empty() {
        blocks = fenced(text, "```");
    }
    if blocks.len() > MOST_VERBS {
        return Err(Fault::TooMany.into());
    }
    if blocks.is_empty() {
        return json(text, EXPECTED)
            .map(|value| vec![value])
            .map_err(|refusal| refusal.fault.raises("ValueError"));
    }
    // A block that is no JSON makes the original return words instead of actions; it raises nothing.
    blocks
        .into_iter()
        .map(|block| json(block, EXPECTED).map_err(|refusal| refusal.fault.into()))
        .collect()
}

/// An action's name and its arguments.
fn parts(value: &Value, mode: Mode) -> Result<(String, Map<String, Value>), Refusal> {
    if let Some(word) = value.as_str().filter(|word| WORDS.contains(word)) {
        return Ok((word.to_owned(), Map::new()));
    }
    let fields = object(value, EXPECTED)?;
    let name = fields.get("action_type").and_then(Value::as_str);
    let name = name.ok_or_else(|| Fault::NoAction { expected: EXPECTED }.raises("KeyError"))?;
    let Some(parameters) = fields.get("parameters") else {
        return Ok((name.to_owned(), fields.clone()));
    };
    if mode == Mode::Strict
        && let Some(other) = fields
            .keys()
            .find(|key| *key != "action_type" && *key != "parameters")
    {
        let fault = Fault::Extra {
            action: name.to_owned(),
            argument: super::super::refuse::clip(other),
        };
        return Err(fault.into());
    }
    Ok((
        name.to_owned(),
        object(parameters, "parameters: {..}")?.clone(),
    ))
}

/// A point where one is given, else the cursor.
fn spot(args: &mut Args<'_>) -> Result<Target, Refusal> {
    if args.has("x") || args.has("y") {
        args.point_xy("x", "y")
    } else {
        Ok(Target::Here)
    }
}

/// A button, by default the left one.
fn button(args: &mut Args<'_>) -> Result<Button, Refusal> {
    if !args.has("button") {
        return Ok(Button::Left);
    }
    Ok(match args.word("button", &["left", "right", "middle"])? {
        "left" => Button::Left,
        "right" => Button::Right,
        _ => Button::Middle,
    })
}

/// How often, 1 to 3.
fn clicks(args: &mut Args<'_>) -> Result<u8, Refusal> {
    let count = args.whole_or("num_clicks", 1)?;
    match u8::try_from(count) {
        Ok(count @ 1..=3) => Ok(count),
        _ => Err(args.wrong("num_clicks", &count.into(), "1, 2 or 3")),
    }
}

/// The verb that an action means.
fn meaning(name: &str, args: &mut Args<'_>, mode: Mode) -> Result<Verb, Refusal> {
    let key = |args: &mut Args<'_>| {
        let text = args.text("key")?;
        args.key("key", &text)
    };
    Ok(match name {
        "MOVE_TO" => {
            let to = if mode == Mode::Released {
                spot(args)?
            } else {
                args.point_xy("x", "y")?
            };
            Verb::Move {
                to,
                held: Vec::new(),
            }
        }
        "CLICK" => Verb::click(spot(args)?, button(args)?, clicks(args)?),
        "RIGHT_CLICK" => Verb::click(spot(args)?, Button::Right, 1),
        "DOUBLE_CLICK" => Verb::click(spot(args)?, Button::Left, 2),
        "MOUSE_DOWN" => Verb::Press {
            at: Target::Here,
            button: button(args)?,
        },
        "MOUSE_UP" => Verb::Release {
            at: Target::Here,
            button: button(args)?,
        },
        "DRAG_TO" if mode == Mode::Released && !(args.has("x") && args.has("y")) => Verb::Nothing,
        "DRAG_TO" => Verb::drag(Target::Here, args.point_xy("x", "y")?),
        "SCROLL" => scroll(args, mode)?,
        "TYPING" => Verb::type_text(args.text("text")?),
        "PRESS" => Verb::chord(vec![key(args)?]),
        "KEY_DOWN" => Verb::KeyDown { key: key(args)? },
        "KEY_UP" => Verb::KeyUp { key: key(args)? },
        "HOTKEY" => {
            let texts = args.texts("keys")?;
            Verb::chord(args.keys("keys", texts.iter().map(String::as_str))?)
        }
        "WAIT" => Verb::Wait { seconds: None },
        "FAIL" => Verb::done(Status::Infeasible),
        "DONE" => Verb::done(Status::Success),
        other => return Err(unknown(other, ACTIONS)),
    })
}

/// Clicks of the wheel to the right and up.
fn scroll(args: &mut Args<'_>, mode: Mode) -> Result<Verb, Refusal> {
    if mode == Mode::Released && !args.has("dx") && !args.has("dy") {
        return Err(args.missing("dy", "dx or dy"));
    }
    let (right, up) = match mode {
        Mode::Strict => (args.whole("dx")?, args.whole("dy")?),
        Mode::Released => (args.whole_or("dx", 0)?, args.whole_or("dy", 0)?),
    };
    Ok(Verb::Scroll {
        at: Target::Here,
        travel: Travel::By {
            right: Number::from_integer(right),
            down: -Number::from_integer(up),
            unit: Unit::Clicks,
        },
        held: Vec::new(),
    })
}

/// A verb as fields.
fn fields(verb: &Verb) -> Result<Map<String, Value>, Unsayable> {
    let action = |name: &str| pen::members([("action_type", name.into())]);
    let spelt = |key: &Key| key.spell(Dialect::PyAutoGui).ok_or(Unsayable::Key);
    let with_key = |name: &str, key: &Key| {
        Ok(pen::members([
            ("action_type", name.into()),
            ("key", spelt(key)?.into()),
        ]))
    };
    match verb {
        Verb::Click {
            at,
            button,
            count,
            held,
        } => {
            pen::without(held.is_empty(), "keys held")?;
            let mut fields = place(action("CLICK"), at)?;
            named(&mut fields, *button)?;
            if *count != 1 {
                fields.insert("num_clicks".into(), (*count).into());
            }
            Ok(fields)
        }
        Verb::Move { to, held } => {
            pen::without(
                held.is_empty() && *to != Target::Here,
                "keys held or missing point",
            )?;
            place(action("MOVE_TO"), to)
        }
        Verb::Press {
            at: Target::Here,
            button,
        } => {
            let mut fields = action("MOUSE_DOWN");
            named(&mut fields, *button)?;
            Ok(fields)
        }
        Verb::Release {
            at: Target::Here,
            button,
        } => {
            let mut fields = action("MOUSE_UP");
            named(&mut fields, *button)?;
            Ok(fields)
        }
        Verb::Press { .. } | Verb::Release { .. } => Err(Unsayable::Part("target")),
        Verb::Drag {
            path,
            button: Button::Left,
            held,
        } if held.is_empty() => match path.as_slice() {
            [Target::Here, to @ Target::Point(_)] => place(action("DRAG_TO"), to),
            _ => Err(Unsayable::Part("beginning or way between")),
        },
        Verb::Drag { .. } => Err(Unsayable::Part("button or keys held")),
        Verb::Scroll {
            at: Target::Here,
            travel:
                Travel::By {
                    right,
                    down,
                    unit: Unit::Clicks,
                },
            held,
        } => {
            pen::without(held.is_empty(), "keys held")?;
            let mut fields = action("SCROLL");
            fields.insert("dx".into(), pen::integer(*right)?.into());
            fields.insert("dy".into(), pen::integer(-*down)?.into());
            Ok(fields)
        }
        Verb::Scroll { .. } => Err(Unsayable::Part("target or distance")),
        Verb::Type {
            into: Target::Here,
            text,
            clear: false,
            submit: false,
        } => {
            // A fence would end the block.
            let text = json!(text);
            Ok(pen::members([
                ("action_type", "TYPING".into()),
                ("text", text),
            ]))
        }
        Verb::Type { .. } => Err(Unsayable::Part("target, clearing or Enter")),
        Verb::Keys { at, chords, times } => match pen::one_chord(at, chords, *times)? {
            [key] => with_key("PRESS", key),
            chord => {
                let keys = pen::names(chord, Dialect::PyAutoGui)?;
                Ok(pen::members([
                    ("action_type", "HOTKEY".into()),
                    ("keys", json!(keys)),
                ]))
            }
        },
        Verb::KeyDown { key } => with_key("KEY_DOWN", key),
        Verb::KeyUp { key } => with_key("KEY_UP", key),
        Verb::Wait { seconds: None } => Ok(action("WAIT")),
        Verb::Wait { .. } => Err(Unsayable::Part("duration")),
        Verb::Done {
            status: Status::Success,
            message: None,
        } => Ok(action("DONE")),
        Verb::Done {
            status: Status::Infeasible,
            message: None,
        } => Ok(action("FAIL")),
        Verb::Done { .. } => Err(Unsayable::Part("status or message")),
        _ => Err(Unsayable::Verb),
    }
}

/// A point beside the action, where there is one.
fn place(mut fields: Map<String, Value>, at: &Target) -> Result<Map<String, Value>, Unsayable> {
    match at {
        Target::Here => {}
        Target::Point(point) => {
            fields.insert("x".into(), pen::number(point.x)?);
            fields.insert("y".into(), pen::number(point.y)?);
        }
        _ => return Err(Unsayable::Part("target")),
    }
    Ok(fields)
}

/// A button beside the action, where it is not the left one.
fn named(fields: &mut Map<String, Value>, button: Button) -> Result<(), Unsayable> {
    let word = match button {
        Button::Left => return Ok(()),
        Button::Right => "right",
        Button::Middle => "middle",
        Button::Back | Button::Forward => return Err(Unsayable::Part("button")),
    };
    fields.insert("button".into(), word.into());
    Ok(())
}
