//! What calls of pyautogui mean.

use super::pyautogui_functions::FUNCTIONS;
use crate::gui::grammar::{
    Button, Direction, Fault, Mode, Number, Refusal, Screen, Space, Target, Unit, Verb,
    args::{Args, unknown},
    python::{Call, Const, Expr},
    refuse::clip,
};
use serde_json::{Map, Value};

/// How a call is timed and recorded: nothing of the verb.
const TIMING: &[&str] = &[
    "interval",
    "duration",
    "tween",
    "logScreenshot",
    "_pause",
    "mouseDownUp",
];

/// The verbs of a call: one, or for a list of keys to press, one press.
pub(super) fn meaning(call: &Call, screen: Screen, mode: Mode) -> Result<Vec<Verb>, Refusal> {
    let (module, name) = match &call.function {
        Expr::Name(name) => ("", name.as_str()),
        Expr::Attribute(base, name) => match base.as_ref() {
            Expr::Name(module) => (module.as_str(), name.as_str()),
            _ => ("?", name.as_str()),
        },
        _ => ("?", ""),
    };
    let right = match name {
        "sleep" => ["", "time", "pyautogui"].contains(&module),
        _ => module.is_empty() || module == "pyautogui",
    };
    let names: Vec<&str> = FUNCTIONS.iter().map(|(name, _)| *name).collect();
    let found = FUNCTIONS
        .iter()
        .find(|(known, _)| *known == name)
        .filter(|_| right);
    let Some((_, parameters)) = found else {
        let said = if module.is_empty() {
            name.to_owned()
        } else {
            format!("{module}.{name}")
        };
        return Err(unknown(&said, &names).fault.raises("AttributeError"));
    };
    if name == "hotkey" {
        return hotkey(call, parameters, mode);
    }
    let map = bind(call, name, parameters)?;
    let mut args = Args::new(name, &map, mode, TIMING).points(Space::Pixels, screen);
    let verb = verb(name, &mut args)?;
    args.finish()?;
    Ok(vec![verb])
}

/// The arguments of a call by the names of its parameters.
fn bind(call: &Call, name: &str, parameters: &[&str]) -> Result<Map<String, Value>, Refusal> {
    let wrong = |argument: &str, expected: &str| {
        let fault = Fault::Wrong {
            action: name.to_owned(),
            argument: argument.to_owned(),
            found: "no literal".into(),
            expected: expected.to_owned(),
        };
        fault.raises("TypeError")
    };
    let mut map = Map::new();
    let given = call
        .positional
        .iter()
        .enumerate()
        .map(|(index, value)| (parameters.get(index).copied(), value));
    let named = call
        .keywords
        .iter()
        .map(|(key, value)| (key.as_deref(), value));
    for (key, value) in given.chain(named) {
        let key = key.ok_or_else(|| wrong("the last argument", "one of its parameters"))?;
        if !parameters.contains(&key) || map.contains_key(key) {
            let fault = Fault::Extra {
                action: name.to_owned(),
                argument: clip(key),
            };
            return Err(fault.raises("TypeError"));
        }
        // Easing functions are named, and pyautogui's buttons are too.
        let value = match value {
            Expr::Attribute(_, constant) if key == "tween" => constant.clone().into(),
            Expr::Name(constant) if key == "tween" => constant.clone().into(),
            Expr::Attribute(_, constant) if key == "button" => constant.to_lowercase().into(),
            other => other.literal().ok_or_else(|| wrong(key, "a literal"))?,
        };
        map.insert(key.to_owned(), value);
    }
    Ok(map)
}

/// The verb of a call.
fn verb(name: &str, args: &mut Args<'_>) -> Result<Verb, Refusal> {
    Ok(match name {
        "click" => {
            let button = button(args)?;
            Verb::click(spot(args)?, button, count(args)?)
        }
        "leftClick" => Verb::click(spot(args)?, Button::Left, 1),
        "rightClick" => Verb::click(spot(args)?, Button::Right, 1),
        "middleClick" => Verb::click(spot(args)?, Button::Middle, 1),
        "doubleClick" => Verb::click(spot(args)?, button(args)?, 2),
        "tripleClick" => Verb::click(spot(args)?, button(args)?, 3),
        "moveTo" => Verb::Move {
            to: spot(args)?,
            held: Vec::new(),
        },
        "moveRel" | "move" => Verb::Move {
            to: offset(args)?,
            held: Vec::new(),
        },
        "dragTo" => Verb::Drag {
            path: vec![Target::Here, spot(args)?],
            button: button(args)?,
            held: Vec::new(),
        },
        "dragRel" | "drag" => Verb::Drag {
            path: vec![Target::Here, offset(args)?],
            button: button(args)?,
            held: Vec::new(),
        },
        "mouseDown" => Verb::Press {
            at: spot(args)?,
            button: button(args)?,
        },
        "mouseUp" => Verb::Release {
            at: spot(args)?,
            button: button(args)?,
        },
        "scroll" | "vscroll" | "hscroll" => {
            let clicks = args.number("clicks")?;
            let direction = if name == "hscroll" {
                Direction::Right
            } else {
                Direction::Up
            };
            Verb::Scroll {
                at: spot(args)?,
                travel: direction.by(clicks, Unit::Clicks),
                held: Vec::new(),
            }
        }
        "write" | "typewrite" => written(args)?,
        "press" => pressed(args)?,
        "keyDown" => Verb::KeyDown { key: key(args)? },
        "keyUp" => Verb::KeyUp { key: key(args)? },
        _ => Verb::Wait {
            seconds: Some(args.seconds("seconds")?),
        },
    })
}

/// Where: nothing, two numbers, or one list of two.
fn spot(args: &mut Args<'_>) -> Result<Target, Refusal> {
    match args.find("x") {
        None if !args.has("y") => Ok(Target::Here),
        Some(Value::Array(_)) => args.point("x"),
        _ => args.point_xy("x", "y"),
    }
}

/// So far from the cursor.
fn offset(args: &mut Args<'_>) -> Result<Target, Refusal> {
    let zero = Number::from_integer(0);
    let x = if args.has("xOffset") {
        args.number("xOffset")?
    } else {
        zero
    };
    let y = if args.has("yOffset") {
        args.number("yOffset")?
    } else {
        zero
    };
    Ok(Target::Offset(x, y))
}

/// A button, by default the left one.
fn button(args: &mut Args<'_>) -> Result<Button, Refusal> {
    if !args.has("button") {
        return Ok(Button::Left);
    }
    Ok(
        match args.word(
            "button",
            &["left", "right", "middle", "primary", "secondary"],
        )? {
            "left" | "primary" => Button::Left,
            "right" | "secondary" => Button::Right,
            _ => Button::Middle,
        },
    )
}

/// How often, 1 to 3.
fn count(args: &mut Args<'_>) -> Result<u8, Refusal> {
    let clicks = args.whole_or("clicks", 1)?;
    match u8::try_from(clicks) {
        Ok(count @ 1..=3) => Ok(count),
        _ => Err(args.wrong("clicks", &clicks.into(), "1, 2 or 3")),
    }
}

/// The one key.
fn key(args: &mut Args<'_>) -> Result<crate::gui::grammar::Key, Refusal> {
    let text = args.text("key")?;
    args.key("key", &text)
}

/// A text; a list of keys is pressed one after another.
fn written(args: &mut Args<'_>) -> Result<Verb, Refusal> {
    if matches!(args.find("message"), Some(Value::Array(_))) {
        let texts = args.texts("message")?;
        return Ok(Verb::Keys {
            at: Target::Here,
            chords: args
                .keys("message", texts.iter().map(String::as_str))?
                .into_iter()
                .map(|key| vec![key])
                .collect(),
            times: 1,
        });
    }
    Ok(Verb::type_text(args.text("message")?))
}

/// One key or several one after another, so many times.
fn pressed(args: &mut Args<'_>) -> Result<Verb, Refusal> {
    let texts = match args.find("keys") {
        Some(Value::Array(_)) => args.texts("keys")?,
        _ => vec![args.text("keys")?],
    };
    let times = args.whole_or("presses", 1)?;
    let chords = args
        .keys("keys", texts.iter().map(String::as_str))?
        .into_iter()
        .map(|key| vec![key])
        .collect();
    match u32::try_from(times) {
        Ok(times @ 1..=1000) => Ok(Verb::Keys {
            at: Target::Here,
            chords,
            times,
        }),
        _ => Err(args.wrong("presses", &times.into(), "1 to 1000")),
    }
}

/// Keys as arguments of their own, or as one list.
fn hotkey(call: &Call, parameters: &[&str], mode: Mode) -> Result<Vec<Verb>, Refusal> {
    let empty = Map::new();
    let args = Args::new("hotkey", &empty, mode, &[]);
    let mut names = Vec::new();
    for value in &call.positional {
        match value {
            Expr::Const(Const::Str(text)) => names.push(text.clone()),
            Expr::List(items) | Expr::Tuple(items) if call.positional.len() == 1 => {
                for item in items {
                    let Expr::Const(Const::Str(text)) = item else {
                        return Err(args.missing("keys", "texts"));
                    };
                    names.push(text.clone());
                }
            }
            _ => return Err(args.missing("keys", "texts")),
        }
    }
    if let Some((key, _)) = call
        .keywords
        .iter()
        .find(|(key, _)| !key.as_deref().is_some_and(|key| parameters.contains(&key)))
    {
        let fault = Fault::Extra {
            action: "hotkey".into(),
            argument: clip(key.as_deref().unwrap_or("**")),
        };
        return Err(fault.raises("TypeError"));
    }
    let keys = args.keys("keys", names.iter().map(String::as_str))?;
    Ok(vec![Verb::chord(keys)])
}
