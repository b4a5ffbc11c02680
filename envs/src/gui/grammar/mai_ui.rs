//! MAI-UI: `<thinking>..</thinking>`, then one call of `mobile_use` in `<tool_call>` tags, points from 0 to 999.
//!
//! Its words are Qwen's with differences: a swipe has a direction instead of an end, a drag has both ends, buttons are
//! written small, and an agent ends with `success` or `fail`.

use super::{
    About, Button, Codec, Direction, Fault, Mode, Opening, Reading, Refusal, Screen, Space,
    SystemButton, Target, Unsayable, Verb,
    args::{Args, exact, json, object, unknown},
    pen,
    point::middle,
    python::strip,
    qwen::{in_tags, status, status_word},
};
use serde_json::{Map, Value, json};

/// MAI-UI.
pub(super) struct MaiUi;

const ACTIONS: &[&str] = &[
    "click",
    "long_press",
    "double_click",
    "type",
    "swipe",
    "open",
    "drag",
    "system_button",
    "wait",
    "terminate",
    "answer",
    "ask_user",
];

const EXPECTED: &str = "<thinking>..</thinking> and <tool_call>{\"name\": \"mobile_use\", \"arguments\": {..}}</tool_call>";

static ABOUT: About = About {
    name: "mai-ui",
    summary: "MAI-UI: thoughts and one call of mobile_use in tags, points from 0 to 999",
    source: "Tongyi-MAI/MAI-UI 4dd07b9, src/mai_naivigation_agent.py, src/prompt.py",
    space: Space::Nines,
    batch: false,
    quirks: "both tags must be there; `</think>` is taken for `</thinking>`; a box of four numbers is its middle; points \
        are not checked",
    example: "<thinking>\nOpen it.\n</thinking>\n<tool_call>\n{\"name\": \"mobile_use\", \"arguments\": {\"action\": \
        \"click\", \"coordinate\": [503, 871]}}\n</tool_call>",
};

impl Codec for MaiUi {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn read(&self, text: &str, screen: Screen, mode: Mode) -> Result<Reading, Refusal> {
        let (call, thought) = cut(text)?;
        let call = object(&call, EXPECTED)?;
        let missing = || Fault::NoAction { expected: EXPECTED }.raises("KeyError");
        let arguments = object(
            call.get("arguments").ok_or_else(missing)?,
            "arguments: {..}",
        )?;
        let tool = call.get("name").and_then(Value::as_str).unwrap_or_default();
        if tool != "mobile_use" {
            return Err(unknown(tool, &["mobile_use"]));
        }
        let name = arguments
            .get("action")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let mut args = Args::new(name, arguments, mode, &["action"]).points(Space::Nines, screen);
        let verb = meaning(name, &mut args, mode)?;
        args.finish()?;
        Ok(Reading {
            verbs: vec![verb],
            thought: Some(thought),
        })
    }

    fn write(&self, verbs: &[Verb], _: Mode) -> Result<String, Unsayable> {
        let [verb] = verbs else {
            return Err(Unsayable::Batch);
        };
        Ok(format!(
            "<thinking>\n\n</thinking>\n{}",
            in_tags("mobile_use", arguments(verb)?)
        ))
    }

    fn released(&self, text: &str, _: Screen) -> Result<Value, Refusal> {
        cut(text).map(|(call, _)| call)
    }
}

/// The call and the thoughts before it.
fn cut(text: &str) -> Result<(Value, String), Refusal> {
    let text = strip(text);
    let repaired = if text.contains("</think>") && !text.contains("</thinking>") {
        format!("<thinking>{}", text.replace("</think>", "</thinking>"))
    } else {
        text.to_owned()
    };
    let none = || Fault::NoAction { expected: EXPECTED }.raises("TypeError");
    let (_, rest) = repaired.split_once("<thinking>").ok_or_else(none)?;
    let (thought, rest) = rest.split_once("</thinking>").ok_or_else(none)?;
    let (_, rest) = rest.split_once("<tool_call>").ok_or_else(none)?;
    let (call, _) = rest.split_once("</tool_call>").ok_or_else(none)?;
    let call = strip(call).trim_matches('"');
    if call.is_empty() {
        return Err(none());
    }
    let call =
        json(call, "one JSON object").map_err(|refusal| refusal.fault.raises("ValueError"))?;
    if call.is_null() {
        return Err(none());
    }
    Ok((call, strip(thought).trim_matches('"').to_owned()))
}

/// The verb that an action means.
fn meaning(name: &str, args: &mut Args<'_>, mode: Mode) -> Result<Verb, Refusal> {
    Ok(match name {
        "click" => Verb::tap(spot(args, "coordinate", mode)?),
        "double_click" => Verb::click(spot(args, "coordinate", mode)?, Button::Left, 2),
        "long_press" => Verb::LongPress {
            at: spot(args, "coordinate", mode)?,
            seconds: None,
        },
        "type" => Verb::type_text(args.text("text")?),
        "swipe" => Verb::Fling {
            at: if args.has("coordinate") {
                spot(args, "coordinate", mode)?
            } else {
                Target::Here
            },
            finger: args.direction("direction")?,
        },
        "open" => Verb::Open(Opening::App(args.text("text")?)),
        "drag" => Verb::drag(
            spot(args, "start_coordinate", mode)?,
            spot(args, "end_coordinate", mode)?,
        ),
        "system_button" => Verb::System(
            match args.word("button", &["back", "home", "menu", "enter"])? {
                "back" => SystemButton::Back,
                "home" => SystemButton::Home,
                "menu" => SystemButton::Recents,
                _ => SystemButton::Enter,
            },
        ),
        "wait" => Verb::Wait { seconds: None },
        "terminate" => Verb::done(status(args, "fail", mode)?),
        "answer" => Verb::Answer {
            text: args.text("text")?,
        },
        "ask_user" => Verb::Ask {
            text: args.text("text")?,
        },
        other => return Err(unknown(other, ACTIONS)),
    })
}

/// A point; as released the middle of a box as well.
fn spot(args: &mut Args<'_>, name: &str, mode: Mode) -> Result<Target, Refusal> {
    let value = args.must(name, "[x, y]")?;
    let count = value.as_array().map_or(0, Vec::len);
    if mode == Mode::Strict || count == 2 {
        return args.point(name);
    }
    let wrong = args.wrong(name, value, "[x, y] or [left, top, right, bottom]");
    let numbers: Option<Vec<_>> = value
        .as_array()
        .and_then(|items| items.iter().map(|item| exact(item, mode)).collect());
    match numbers.as_deref() {
        Some([left, top, right, bottom]) => match (middle(*left, *right), middle(*top, *bottom)) {
            (Some(x), Some(y)) => args.place(name, x, y),
            _ => Err(wrong),
        },
        _ => Err(wrong),
    }
}

/// A verb as arguments.
fn arguments(verb: &Verb) -> Result<Map<String, Value>, Unsayable> {
    let at_point = |name: &str, at: &Target| {
        Ok(pen::members([
            ("action", name.into()),
            ("coordinate", pen::pair(at)?),
        ]))
    };
    let with_text = |name: &str, text: &str| {
        Ok(pen::members([
            ("action", name.into()),
            ("text", json!(text)),
        ]))
    };
    match verb {
        Verb::Click {
            at,
            button: Button::Left,
            count: 1,
            held,
        } if held.is_empty() => at_point("click", at),
        Verb::Click {
            at,
            button: Button::Left,
            count: 2,
            held,
        } if held.is_empty() => at_point("double_click", at),
        Verb::Click { .. } => Err(Unsayable::Part("button, count or keys held")),
        Verb::LongPress { at, seconds: None } => at_point("long_press", at),
        Verb::LongPress { .. } => Err(Unsayable::Part("duration")),
        Verb::Type {
            into: Target::Here,
            text,
            clear: false,
            submit: false,
        } => with_text("type", text),
        Verb::Type { .. } => Err(Unsayable::Part("target, clearing or Enter")),
        Verb::Fling { at, finger } => fling(at, *finger),
        Verb::Open(Opening::App(name)) => with_text("open", name),
        Verb::Drag {
            path,
            button: Button::Left,
            held,
        } if held.is_empty() => match path.as_slice() {
            [from, to] => Ok(pen::members([
                ("action", "drag".into()),
                ("start_coordinate", pen::pair(from)?),
                ("end_coordinate", pen::pair(to)?),
            ])),
            _ => Err(Unsayable::Part("way between")),
        },
        Verb::Drag { .. } => Err(Unsayable::Part("button or keys held")),
        Verb::System(button) => {
            let word = match button {
                SystemButton::Back => "back",
                SystemButton::Home => "home",
                SystemButton::Recents => "menu",
                SystemButton::Enter => "enter",
            };
            Ok(pen::members([
                ("action", "system_button".into()),
                ("button", word.into()),
            ]))
        }
        Verb::Wait { seconds: None } => Ok(pen::members([("action", "wait".into())])),
        Verb::Wait { .. } => Err(Unsayable::Part("duration")),
        Verb::Done {
            status,
            message: None,
        } => Ok(pen::members([
            ("action", "terminate".into()),
            ("status", status_word(status, "fail")?.into()),
        ])),
        Verb::Done { .. } => Err(Unsayable::Part("message")),
        Verb::Answer { text } => with_text("answer", text),
        Verb::Ask { text } => with_text("ask_user", text),
        _ => Err(Unsayable::Verb),
    }
}

/// A swipe in a direction.
fn fling(at: &Target, finger: Direction) -> Result<Map<String, Value>, Unsayable> {
    let mut fields = pen::members([
        ("action", "swipe".into()),
        ("direction", finger.word().into()),
    ]);
    if *at != Target::Here {
        fields.insert("coordinate".into(), pen::pair(at)?);
    }
    Ok(fields)
}
