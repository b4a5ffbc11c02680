//! GUI-MCP: the atomic actions of GELab's tools as JSON, `{"action_type": "CLICK", "point": [x, y]}`, and the calls of
//! its two layers, `{"name": "get_screenshot", "arguments": {}}`.

use super::{
    About, Button, Codec, Direction, Fault, Mode, Number, Opening, Reading, Refusal, Screen, Space,
    Status, SystemButton, Target, Unsayable, Verb,
    args::{Args, json, object, unknown},
    pen, read_decimal,
};
use serde_json::{Map, Value, json};

/// GUI-MCP.
pub(super) struct GuiMcp;

/// The atomic actions.
const ACTIONS: &[&str] = &[
    "COMPLETE",
    "CLICK",
    "LONG_PRESS",
    "TYPE",
    "HOT_KEY",
    "SLIDE",
    "AWAKE",
    "WAIT",
    "INFO",
    "CALL_USER",
    "DOUBLE_CLICK",
    "ABORT",
];

/// The calls of the two layers.
const CALLS: &[&str] = &["get_screenshot", "execute_task", "ask_agent_start_new_task"];

const EXPECTED: &str = "one JSON object with an action_type, or with a name and arguments";

static ABOUT: About = About {
    name: "gui-mcp",
    summary: "GUI-MCP: atomic actions and delegated tasks as JSON, points from 0 to 1000",
    source: "stepfun-ai/gelab-zero 19465cf, copilot_tools/action_tools.py; Step-GUI report, GUI-MCP",
    space: Space::Thousand,
    batch: false,
    quirks: "points of CLICK and LONG_PRESS are checked, those of DOUBLE_CLICK are not; a SLIDE needs point2 but may lack \
        point1 where it has a direction",
    example: r#"{"action_type": "CLICK", "point": [503, 871]}"#,
};

impl Codec for GuiMcp {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn read(&self, text: &str, screen: Screen, mode: Mode) -> Result<Reading, Refusal> {
        let value = json(text.trim(), EXPECTED)?;
        let fields = object(&value, EXPECTED)?;
        if let Some(name) = fields.get("name").and_then(Value::as_str) {
            let empty = Map::new();
            let arguments = fields
                .get("arguments")
                .map_or(Ok(&empty), |value| object(value, "arguments: {..}"))?;
            let mut args = Args::new(name, arguments, mode, &["device_id", "max_steps"]);
            let verb = call(name, &mut args)?;
            args.finish()?;
            return Ok(vec![verb].into());
        }
        if mode == Mode::Released {
            checked(fields)?;
        }
        let Some(action) = fields.get("action_type").and_then(Value::as_str) else {
            return Err(Fault::NoAction { expected: EXPECTED }.raises("AssertionError"));
        };
        let mut args =
            Args::new(action, fields, mode, &["action_type"]).points(Space::Thousand, screen);
        let verb = meaning(action, &mut args, mode)?;
        args.finish()?;
        Ok(vec![verb].into())
    }

    fn write(&self, verbs: &[Verb], _: Mode) -> Result<String, Unsayable> {
        let [verb] = verbs else {
            return Err(Unsayable::Batch);
        };
        fields(verb).map(|fields| Value::Object(fields).to_string())
    }

    fn released(&self, text: &str, _: Screen) -> Result<Value, Refusal> {
        let value = json(text.trim(), EXPECTED)?;
        checked(
            object(&value, EXPECTED).map_err(|refusal| refusal.fault.raises("AssertionError"))?,
        )?;
        Ok(value)
    }
}

/// The assertions of the released checker.
fn checked(fields: &Map<String, Value>) -> Result<(), Refusal> {
    let action = fields
        .get("action_type")
        .and_then(Value::as_str)
        .unwrap_or_default();
    if !ACTIONS.contains(&action) {
        return Err(unknown(action, ACTIONS).fault.raises("AssertionError"));
    }
    let has = |name: &str| fields.contains_key(name);
    let word = |name: &str, words: &[&str]| {
        fields
            .get(name)
            .and_then(Value::as_str)
            .is_some_and(|word| words.contains(&word))
    };
    let point = |name: &str| {
        let on_screen = |item: &Value| {
            item.is_boolean()
                || item
                    .as_i64()
                    .is_some_and(|number| (0..=1000).contains(&number))
        };
        fields
            .get(name)
            .and_then(Value::as_array)
            .is_some_and(|items| items.len() == 2 && items.iter().all(on_screen))
    };
    if action == "SLIDE" {
        // What is looked up without being asked for.
        let ends = has("point2") && !has("point1");
        let whole = !has("point2") || (point("point1") && point("point2"));
        if ends || (whole && has("direction") && !has("point")) {
            let found = Value::Object(fields.clone()).to_string();
            let expected = "point1 beside point2, point beside direction";
            return Err(Fault::malformed(found, expected).raises("KeyError"));
        }
    }
    let right = match action {
        "CLICK" | "LONG_PRESS" => point("point"),
        "TYPE" | "AWAKE" | "INFO" => fields.get("value").is_some_and(Value::is_string),
        "HOT_KEY" => word("key", &["ENTER", "BACK", "HOME"]),
        "SLIDE" => {
            let ends = point("point1") && point("point2");
            let directed = point("point") && word("direction", &["UP", "DOWN", "LEFT", "RIGHT"]);
            (has("point2") || has("direction"))
                && (!has("point2") || ends)
                && (!has("direction") || directed)
        }
        "COMPLETE" => !has("status") || word("status", &["SUCCESS", "FAILURE"]),
        _ => true,
    };
    if right {
        return Ok(());
    }
    let found = Value::Object(fields.clone()).to_string();
    Err(Fault::malformed(found, "the arguments of its action_type").raises("AssertionError"))
}

/// A call of one of the layers.
fn call(name: &str, args: &mut Args<'_>) -> Result<Verb, Refusal> {
    Ok(match name {
        "get_screenshot" => Verb::Look(super::Look::Screenshot),
        "execute_task" => Verb::Delegate {
            text: args.text("task_description")?,
        },
        "ask_agent_start_new_task" => Verb::Delegate {
            text: args.text("task")?,
        },
        other => return Err(unknown(other, CALLS)),
    })
}

/// The verb that an atomic action means.
fn meaning(action: &str, args: &mut Args<'_>, mode: Mode) -> Result<Verb, Refusal> {
    Ok(match action {
        "CLICK" => Verb::tap(args.point("point")?),
        "DOUBLE_CLICK" => Verb::click(args.point("point")?, Button::Left, 2),
        "LONG_PRESS" => Verb::LongPress {
            at: args.point("point")?,
            seconds: args.seconds_or_none("duration")?,
        },
        "TYPE" => Verb::Type {
            into: args.point_or_here("point")?,
            text: args.text("value")?,
            clear: false,
            submit: false,
        },
        "HOT_KEY" => Verb::System(match args.word("key", &["ENTER", "BACK", "HOME"])? {
            "ENTER" => SystemButton::Enter,
            "BACK" => SystemButton::Back,
            _ => SystemButton::Home,
        }),
        "SLIDE" if args.has("point2") => Verb::Swipe {
            from: args.point("point1")?,
            to: args.point("point2")?,
        },
        "SLIDE" => {
            let at = args.point("point")?;
            let word = args
                .word("direction", &["UP", "DOWN", "LEFT", "RIGHT"])?
                .to_ascii_lowercase();
            let finger =
                Direction::read(&word).ok_or_else(|| args.missing("direction", "a direction"))?;
            Verb::Fling { at, finger }
        }
        "AWAKE" => Verb::Open(Opening::App(args.text("value")?)),
        "WAIT" => Verb::Wait {
            seconds: waited(args, mode)?,
        },
        "INFO" => Verb::Ask {
            text: args.text("value")?,
        },
        "CALL_USER" => Verb::TakeOver {
            text: args.text_or_none("value")?.unwrap_or_default(),
        },
        "ABORT" => Verb::Done {
            status: Status::Infeasible,
            message: args.text_or_none("value")?,
        },
        "COMPLETE" => complete(args)?,
        other => return Err(unknown(other, ACTIONS)),
    })
}

/// Seconds as a number or, as the prompt's actions have them, as a text.
fn waited(args: &mut Args<'_>, mode: Mode) -> Result<Option<Number>, Refusal> {
    match args.find("value") {
        Some(Value::String(text)) if mode == Mode::Strict => match read_decimal(text) {
            Some(number) if number >= Number::from_integer(0) => Ok(Some(number)),
            _ => Err(args.wrong("value", &json!(text), "seconds")),
        },
        _ => args.seconds_or_none("value"),
    }
}

/// An end, by default a success.
fn complete(args: &mut Args<'_>) -> Result<Verb, Refusal> {
    let failed = args.has("status") && args.word("status", &["SUCCESS", "FAILURE"])? == "FAILURE";
    Ok(Verb::Done {
        status: if failed {
            Status::Failure
        } else {
            Status::Success
        },
        message: args.text_or_none("return")?,
    })
}

/// A verb as fields.
fn fields(verb: &Verb) -> Result<Map<String, Value>, Unsayable> {
    let action = |name: &str| pen::members([("action_type", name.into())]);
    let at_point = |name: &str, at: &Target| {
        Ok(pen::members([
            ("action_type", name.into()),
            ("point", pen::pair(at)?),
        ]))
    };
    let with_value = |name: &str, text: &str| {
        Ok(pen::members([
            ("action_type", name.into()),
            ("value", json!(text)),
        ]))
    };
    match verb {
        Verb::Click {
            at,
            button: Button::Left,
            count: 1,
            held,
        } if held.is_empty() => at_point("CLICK", at),
        Verb::Click {
            at,
            button: Button::Left,
            count: 2,
            held,
        } if held.is_empty() => at_point("DOUBLE_CLICK", at),
        Verb::Click { .. } => Err(Unsayable::Part("button, count or keys held")),
        Verb::LongPress { at, seconds } => {
            let mut fields = at_point("LONG_PRESS", at)?;
            if let Some(seconds) = seconds {
                fields.insert("duration".into(), pen::number(*seconds)?);
            }
            Ok(fields)
        }
        Verb::Type {
            into,
            text,
            clear: false,
            submit: false,
        } => {
            let mut fields = with_value("TYPE", text)?;
            if *into != Target::Here {
                fields.insert("point".into(), pen::pair(into)?);
            }
            Ok(fields)
        }
        Verb::Type { .. } => Err(Unsayable::Part("clearing or Enter")),
        Verb::System(button) => {
            let key = match button {
                SystemButton::Enter => "ENTER",
                SystemButton::Back => "BACK",
                SystemButton::Home => "HOME",
                SystemButton::Recents => return Err(Unsayable::Part("button")),
            };
            Ok(pen::members([
                ("action_type", "HOT_KEY".into()),
                ("key", key.into()),
            ]))
        }
        Verb::Swipe { from, to } => Ok(pen::members([
            ("action_type", "SLIDE".into()),
            ("point1", pen::pair(from)?),
            ("point2", pen::pair(to)?),
        ])),
        Verb::Fling { at, finger } => {
            let mut fields = at_point("SLIDE", at)?;
            fields.insert(
                "direction".into(),
                finger.word().to_ascii_uppercase().into(),
            );
            Ok(fields)
        }
        Verb::Open(Opening::App(name)) => with_value("AWAKE", name),
        Verb::Wait { seconds: None } => Ok(action("WAIT")),
        Verb::Wait {
            seconds: Some(seconds),
        } => Ok(pen::members([
            ("action_type", "WAIT".into()),
            ("value", pen::number(*seconds)?),
        ])),
        Verb::Ask { text } => with_value("INFO", text),
        Verb::TakeOver { text } if text.is_empty() => Ok(action("CALL_USER")),
        Verb::TakeOver { text } => with_value("CALL_USER", text),
        Verb::Done { status, message } => done(status, message.as_deref()),
        Verb::Look(super::Look::Screenshot) => Ok(pen::members([
            ("name", "get_screenshot".into()),
            ("arguments", json!({})),
        ])),
        Verb::Delegate { text } => Ok(pen::members([
            ("name", "execute_task".into()),
            ("arguments", json!({"task_description": text})),
        ])),
        _ => Err(Unsayable::Verb),
    }
}

/// An end as fields.
fn done(status: &Status, message: Option<&str>) -> Result<Map<String, Value>, Unsayable> {
    let (mut fields, name) = match status {
        Status::Success => (pen::members([("action_type", "COMPLETE".into())]), "return"),
        Status::Failure => (
            pen::members([
                ("action_type", "COMPLETE".into()),
                ("status", "FAILURE".into()),
            ]),
            "return",
        ),
        Status::Infeasible => (pen::members([("action_type", "ABORT".into())]), "value"),
        Status::Other(_) => return Err(Unsayable::Part("status")),
    };
    if let Some(text) = message {
        fields.insert(name.into(), json!(text));
    }
    Ok(fields)
}
