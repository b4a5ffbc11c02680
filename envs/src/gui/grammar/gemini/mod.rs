//! Gemini's computer use: function calls `{"name": .., "args": {..}}`, points from 0 to 1000.
//!
//! Two vocabularies: the one of gemini-3.5-flash and later, and the earlier one of the previews before it. The mobile
//! vocabulary was found in no published file and is left out.

mod write;

use super::{
    About, Button, Codec, Fault, Journey, Look, MOST_VERBS, Mode, Number, Opening, Reading,
    Refusal, Screen, Space, Target, Unit, Unsayable, Verb,
    args::{Args, json, object, unknown},
};
use serde_json::{Map, Value, json};
use write::{call, legacy_call};

/// Gemini in one of its two vocabularies.
pub(super) struct Gemini {
    about: About,
    legacy: bool,
}

/// The functions of gemini-3.5-flash and later.
const FUNCTIONS: &[&str] = &[
    "click",
    "double_click",
    "triple_click",
    "middle_click",
    "right_click",
    "mouse_down",
    "mouse_up",
    "move",
    "type",
    "drag_and_drop",
    "wait",
    "press_key",
    "key_down",
    "key_up",
    "hotkey",
    "take_screenshot",
    "scroll",
    "go_back",
    "navigate",
    "go_forward",
    "open_web_browser",
];

/// The functions before.
const LEGACY: &[&str] = &[
    "open_web_browser",
    "click_at",
    "hover_at",
    "type_text_at",
    "scroll_document",
    "scroll_at",
    "wait_5_seconds",
    "go_back",
    "go_forward",
    "search",
    "navigate",
    "key_combination",
    "drag_and_drop",
];

const EXPECTED: &str = "one function call {\"name\": .., \"args\": {..}}, or a list of them";

/// What some models put before a function's name.
const PREFIX: &str = "web_agent_api:";

/// How far a scroll goes where it does not say, in thousandths.
const MAGNITUDE: i64 = 800;

/// The vocabulary of gemini-3.5-flash and later.
pub(super) static NEW: Gemini = Gemini {
    about: About {
        name: "gemini/computer-use",
        summary: "Gemini's computer use from gemini-3.5-flash on: function calls, points from 0 to 1000",
        source: "google-gemini/computer-use-preview c93bb2d, agent.py",
        space: Space::Thousand,
        batch: true,
        quirks: "a prefix web_agent_api: is taken off; arguments that are not known are left out; seconds are cut to \
            whole ones",
        example: r#"{"name": "click", "args": {"x": 503, "y": 871}}"#,
    },
    legacy: false,
};

/// The vocabulary before.
pub(super) static OLD: Gemini = Gemini {
    about: About {
        name: "gemini/computer-use-legacy",
        summary: "Gemini's computer use up to the 3.1 previews: function calls, points from 0 to 1000",
        source: "google-gemini/computer-use-preview c93bb2d, agent.py; trycua/cua, cua-agent 0.9.1, agent/loops/gemini.py",
        space: Space::Thousand,
        batch: true,
        quirks: "a prefix web_agent_api: is taken off; arguments that are not known are left out; what is typed replaces \
            what stood there unless it says not to",
        example: r#"{"name": "click_at", "args": {"x": 503, "y": 871}}"#,
    },
    legacy: true,
};

impl Codec for Gemini {
    fn about(&self) -> &'static About {
        if self.legacy { &OLD.about } else { &NEW.about }
    }

    fn read(&self, text: &str, screen: Screen, mode: Mode) -> Result<Reading, Refusal> {
        let value = json(text.trim(), EXPECTED)?;
        let calls: Vec<&Value> = value
            .as_array()
            .map_or_else(|| vec![&value], |items| items.iter().collect());
        if calls.len() > MOST_VERBS {
            return Err(Fault::TooMany.into());
        }
        if calls.is_empty() {
            return Err(Fault::NoAction { expected: EXPECTED }.into());
        }
        let mut verbs = Vec::new();
        for call in calls {
            let (name, arguments) = call_of(call, mode)?;
            let mut args = Args::new(&name, &arguments, mode, &["safety_decision"])
                .points(Space::Thousand, screen);
            verbs.push(if self.legacy {
                legacy(&name, &mut args)?
            } else {
                meaning(&name, &mut args)?
            });
            args.finish()?;
        }
        Ok(verbs.into())
    }

    fn write(&self, verbs: &[Verb], _: Mode) -> Result<String, Unsayable> {
        let one = |verb| {
            let (name, args) = if self.legacy {
                legacy_call(verb)?
            } else {
                call(verb)?
            };
            Ok(json!({"name": name, "args": args}))
        };
        let mut calls: Vec<Value> = verbs.iter().map(one).collect::<Result<_, _>>()?;
        Ok(match calls.len() {
            1 => calls.remove(0).to_string(),
            _ => Value::Array(calls).to_string(),
        })
    }

    fn released(&self, text: &str, _: Screen) -> Result<Value, Refusal> {
        let value = json(text.trim(), EXPECTED)?;
        let (name, args) = call_of(&value, Mode::Released)?;
        let known = if self.legacy { LEGACY } else { FUNCTIONS };
        if !known.contains(&name.as_str()) {
            return Err(unknown(&name, known));
        }
        Ok(json!({"name": name, "args": args}))
    }
}

/// A function's name and arguments.
fn call_of(value: &Value, mode: Mode) -> Result<(String, Map<String, Value>), Refusal> {
    let fields = object(value, EXPECTED)?;
    let name = fields
        .get("name")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let bare = if mode == Mode::Released {
        name.strip_prefix(PREFIX).unwrap_or(name)
    } else {
        name
    };
    if bare.is_empty() {
        return Err(Fault::NoAction { expected: EXPECTED }.into());
    }
    let args = match fields.get("args").or_else(|| fields.get("arguments")) {
        None | Some(Value::Null) => Map::new(),
        Some(args) => object(args, "args: {..}")?.clone(),
    };
    Ok((bare.to_owned(), args))
}

/// A scroll at a point by thousandths of the screen.
fn scroll(args: &mut Args<'_>) -> Result<Verb, Refusal> {
    let direction = args.direction("direction")?;
    let amount = args.whole_or("magnitude", MAGNITUDE)?;
    Ok(Verb::Scroll {
        at: args.point_xy("x", "y")?,
        travel: direction.by(Number::from_integer(amount), Unit::Thousandths),
        held: Vec::new(),
    })
}

/// What both vocabularies have.
fn shared(name: &str, args: &mut Args<'_>, known: &[&str]) -> Result<Verb, Refusal> {
    Ok(match name {
        "open_web_browser" => Verb::Open(Opening::Browser),
        "go_back" => Verb::Navigate(Journey::Back),
        "go_forward" => Verb::Navigate(Journey::Forward),
        "navigate" => Verb::Navigate(Journey::Url(args.text("url")?)),
        "drag_and_drop" => Verb::drag(
            args.point_xy("x", "y")?,
            args.point_xy("destination_x", "destination_y")?,
        ),
        other => return Err(unknown(other, known)),
    })
}

/// The verb that a function means.
fn meaning(name: &str, args: &mut Args<'_>) -> Result<Verb, Refusal> {
    let click = |args: &mut Args<'_>, button, count| {
        Ok(Verb::click(args.point_xy("x", "y")?, button, count))
    };
    let key = |args: &mut Args<'_>| {
        let text = args.text("key")?;
        args.key("key", &text)
    };
    match name {
        "click" => click(args, Button::Left, 1),
        "double_click" => click(args, Button::Left, 2),
        "triple_click" => click(args, Button::Left, 3),
        "middle_click" => click(args, Button::Middle, 1),
        "right_click" => click(args, Button::Right, 1),
        "mouse_down" => Ok(Verb::Press {
            at: args.point_xy("x", "y")?,
            button: Button::Left,
        }),
        "mouse_up" => Ok(Verb::Release {
            at: args.point_xy("x", "y")?,
            button: Button::Left,
        }),
        "move" => Ok(Verb::Move {
            to: args.point_xy("x", "y")?,
            held: Vec::new(),
        }),
        "type" => Ok(Verb::Type {
            into: Target::Here,
            text: args.text("text")?,
            clear: false,
            submit: args.flag("press_enter", false)?,
        }),
        "wait" => {
            let seconds = if args.has("seconds") {
                args.seconds("seconds")?
            } else {
                Number::from_integer(1)
            };
            Ok(Verb::Wait {
                seconds: Some(seconds.trunc()),
            })
        }
        "press_key" => Ok(Verb::chord(vec![key(args)?])),
        "key_down" => Ok(Verb::KeyDown { key: key(args)? }),
        "key_up" => Ok(Verb::KeyUp { key: key(args)? }),
        "hotkey" => {
            let texts = args.texts("keys")?;
            Ok(Verb::chord(
                args.keys("keys", texts.iter().map(String::as_str))?,
            ))
        }
        "take_screenshot" => Ok(Verb::Look(Look::Screenshot)),
        "scroll" => scroll(args),
        _ => shared(name, args, FUNCTIONS),
    }
}

/// The verb that a function of the earlier vocabulary means.
fn legacy(name: &str, args: &mut Args<'_>) -> Result<Verb, Refusal> {
    Ok(match name {
        "click_at" => Verb::tap(args.point_xy("x", "y")?),
        "hover_at" => Verb::Move {
            to: args.point_xy("x", "y")?,
            held: Vec::new(),
        },
        "type_text_at" => Verb::Type {
            into: args.point_xy("x", "y")?,
            text: args.text("text")?,
            submit: args.flag("press_enter", false)?,
            clear: args.flag("clear_before_typing", true)?,
        },
        "scroll_document" => Verb::page(Target::Here, args.direction("direction")?),
        "scroll_at" => scroll(args)?,
        "wait_5_seconds" => Verb::wait(5),
        "search" => Verb::Navigate(Journey::Search),
        "key_combination" => {
            let text = args.text("keys")?;
            Verb::chord(args.chord("keys", &text)?)
        }
        _ => shared(name, args, LEGACY)?,
    })
}
