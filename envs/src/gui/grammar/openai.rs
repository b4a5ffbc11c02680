//! OpenAI's computer tool: one action, a `computer_call` with one, or a batch of them.

use super::{
    About, Button, Codec, Dialect, Fault, Key, Look, MOST_VERBS, Mode, Reading, Refusal, Screen,
    Space, Target, Travel, Unit, Unsayable, Verb,
    args::{Args, json, unknown},
    pen,
    typed::{Field, Rigour, Type, check, may, must},
};
use serde_json::{Map, Value, json};

/// OpenAI's computer.
pub(super) struct OpenAi;

const ACTIONS: &[&str] = &[
    "click",
    "double_click",
    "drag",
    "keypress",
    "move",
    "screenshot",
    "scroll",
    "type",
    "wait",
];

const EXPECTED: &str = "a JSON action, a computer_call, or a list of actions";

static ABOUT: About = About {
    name: "openai/computer",
    summary: "OpenAI's computer calls: typed actions, one or a batch, pixels",
    source: "openai 3.57.0 (Python package), types/responses/computer_action.py, response_computer_tool_call.py",
    space: Space::Pixels,
    batch: true,
    quirks: "members that the types do not have are kept; whole numbers may be texts of them; points are not checked",
    example: r#"{"type": "click", "button": "left", "x": 503, "y": 871}"#,
};

const KEYS: Type = Type::List(&Type::Str);
const POINT: &[Field] = &[must("x", Type::Int), must("y", Type::Int)];

/// The members of an action.
fn members(name: &str) -> Option<&'static [Field]> {
    const X: Field = must("x", Type::Int);
    const Y: Field = must("y", Type::Int);
    Some(match name {
        "click" => {
            const {
                &[
                    must(
                        "button",
                        Type::Literal(&["left", "right", "wheel", "back", "forward"]),
                    ),
                    X,
                    Y,
                    may("keys", KEYS),
                ]
            }
        }
        "double_click" | "move" => const { &[X, Y, may("keys", KEYS)] },
        "drag" => {
            const {
                &[
                    must("path", Type::List(&Type::Model(POINT))),
                    may("keys", KEYS),
                ]
            }
        }
        "keypress" => const { &[must("keys", KEYS)] },
        "screenshot" | "wait" => &[],
        "scroll" => {
            const {
                &[
                    must("scroll_x", Type::Int),
                    must("scroll_y", Type::Int),
                    X,
                    Y,
                    may("keys", KEYS),
                ]
            }
        }
        "type" => const { &[must("text", Type::Str)] },
        _ => return None,
    })
}

/// The members of a call.
const CALL: &[Field] = &[
    must("id", Type::Str),
    must("call_id", Type::Str),
    must(
        "pending_safety_checks",
        Type::List(&Type::Model(&[must("id", Type::Str)])),
    ),
    must(
        "status",
        Type::Literal(&["in_progress", "completed", "incomplete"]),
    ),
];

impl Codec for OpenAi {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn read(&self, text: &str, screen: Screen, mode: Mode) -> Result<Reading, Refusal> {
        let rigour = if mode == Mode::Strict {
            Rigour::Strict
        } else {
            Rigour::Lax
        };
        let value = json(text.trim(), EXPECTED)?;
        let items = match &value {
            Value::Array(items) => items.iter().collect(),
            Value::Object(call)
                if call.get("type").and_then(Value::as_str) == Some("computer_call") =>
            {
                actions_of(call)?
            }
            other => vec![other],
        };
        if items.len() > MOST_VERBS {
            return Err(Fault::TooMany.into());
        }
        if items.is_empty() {
            return Err(Fault::NoAction { expected: EXPECTED }.into());
        }
        let mut verbs = Vec::new();
        for item in items {
            let (name, fields) = action(item, rigour)?;
            let mut args = Args::new(&name, &fields, mode, &["type"]).points(Space::Pixels, screen);
            verbs.push(meaning(&name, &mut args, mode)?);
            args.finish()?;
        }
        Ok(verbs.into())
    }

    fn write(&self, verbs: &[Verb], _: Mode) -> Result<String, Unsayable> {
        let mut actions = verbs
            .iter()
            .map(|verb| fields(verb).map(Value::Object))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(match actions.len() {
            1 => actions.remove(0).to_string(),
            _ => Value::Array(actions).to_string(),
        })
    }

    fn released(&self, text: &str, _: Screen) -> Result<Value, Refusal> {
        let value =
            json(text, EXPECTED).map_err(|refusal| refusal.fault.raises("ValidationError"))?;
        if value.get("type").and_then(Value::as_str) == Some("computer_call") {
            return checked_call(&value);
        }
        action(&value, Rigour::Lax).map(|(_, fields)| Value::Object(fields))
    }
}

/// The actions of a call: a batch, or the one.
fn actions_of(call: &Map<String, Value>) -> Result<Vec<&Value>, Refusal> {
    match (call.get("actions"), call.get("action")) {
        (Some(Value::Array(items)), _) => Ok(items.iter().collect()),
        (_, Some(action @ Value::Object(_))) => Ok(vec![action]),
        _ => Err(Fault::NoAction { expected: EXPECTED }.into()),
    }
}

/// A call with its actions checked.
fn checked_call(value: &Value) -> Result<Value, Refusal> {
    let mut call = check(value, CALL, Rigour::Lax, "computer_call")?;
    if let Some(one) = call.get("action").filter(|one| !one.is_null()).cloned() {
        call.insert("action".into(), Value::Object(action(&one, Rigour::Lax)?.1));
    }
    if let Some(Value::Array(items)) = call.get("actions").cloned() {
        let each = items
            .iter()
            .map(|item| action(item, Rigour::Lax).map(|(_, fields)| Value::Object(fields)));
        call.insert(
            "actions".into(),
            Value::Array(each.collect::<Result<_, _>>()?),
        );
    }
    Ok(Value::Object(call))
}

/// An action with its members checked.
fn action(value: &Value, rigour: Rigour) -> Result<(String, Map<String, Value>), Refusal> {
    let name = value
        .get("type")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let of = members(name).ok_or_else(|| unknown(name, ACTIONS).fault.raises("ValidationError"))?;
    check(value, of, rigour, name).map(|fields| (name.to_owned(), fields))
}

/// The verb that an action means.
fn meaning(name: &str, args: &mut Args<'_>, mode: Mode) -> Result<Verb, Refusal> {
    Ok(match name {
        "click" => Verb::Click {
            at: args.point_xy("x", "y")?,
            button: match args.word("button", &["left", "right", "wheel", "back", "forward"])? {
                "left" => Button::Left,
                "right" => Button::Right,
                "wheel" => Button::Middle,
                "back" => Button::Back,
                _ => Button::Forward,
            },
            count: 1,
            held: held(args)?,
        },
        "double_click" => Verb::Click {
            at: args.point_xy("x", "y")?,
            button: Button::Left,
            count: 2,
            held: held(args)?,
        },
        "drag" => Verb::Drag {
            path: path(args, mode)?,
            button: Button::Left,
            held: held(args)?,
        },
        "keypress" => {
            let texts = args.texts("keys")?;
            Verb::chord(args.keys("keys", texts.iter().map(String::as_str))?)
        }
        "move" => Verb::Move {
            to: args.point_xy("x", "y")?,
            held: held(args)?,
        },
        "screenshot" => Verb::Look(Look::Screenshot),
        "scroll" => Verb::Scroll {
            at: args.point_xy("x", "y")?,
            travel: Travel::By {
                right: args.number("scroll_x")?,
                down: args.number("scroll_y")?,
                unit: Unit::Pixels,
            },
            held: held(args)?,
        },
        "type" => Verb::type_text(args.text("text")?),
        "wait" => Verb::Wait { seconds: None },
        other => return Err(unknown(other, ACTIONS)),
    })
}

/// Keys held meanwhile.
fn held(args: &mut Args<'_>) -> Result<Vec<Key>, Refusal> {
    if !args.has("keys") {
        return Ok(Vec::new());
    }
    let texts = args.texts("keys")?;
    if texts.is_empty() {
        return Ok(Vec::new());
    }
    args.keys("keys", texts.iter().map(String::as_str))
}

/// The places of a drag, two or more.
fn path(args: &mut Args<'_>, mode: Mode) -> Result<Vec<Target>, Refusal> {
    const FORM: &str = "a list of at least two {x, y}";
    let value = args.must("path", FORM)?;
    let items = value
        .as_array()
        .filter(|items| items.len() >= 2)
        .ok_or_else(|| args.wrong("path", value, FORM))?;
    let place = |item: &Value| {
        let number = |name: &str| {
            item.get(name)
                .and_then(|number| super::args::exact(number, mode))
        };
        match (number("x"), number("y")) {
            (Some(x), Some(y)) => args.place("path", x, y),
            _ => Err(args.wrong("path", item, "{x, y}")),
        }
    };
    items.iter().map(place).collect()
}

/// A verb as an action.
fn fields(verb: &Verb) -> Result<Map<String, Value>, Unsayable> {
    let at_point = |name: &str, at: &Target, held: &[Key]| {
        let (x, y) = pen::whole(at)?;
        let mut fields = pen::members([("type", name.into()), ("x", x.into()), ("y", y.into())]);
        if !held.is_empty() {
            fields.insert("keys".into(), json!(pen::names(held, Dialect::Capitals)?));
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
            let button = match button {
                Button::Left => "left",
                Button::Right => "right",
                Button::Middle => "wheel",
                Button::Back => "back",
                Button::Forward => "forward",
            };
            match (button, count) {
                (_, 1) => {
                    let mut fields = at_point("click", at, held)?;
                    fields.insert("button".into(), button.into());
                    Ok(fields)
                }
                ("left", 2) => at_point("double_click", at, held),
                _ => Err(Unsayable::Part("button or count")),
            }
        }
        Verb::Move { to, held } => at_point("move", to, held),
        Verb::Drag {
            path,
            button: Button::Left,
            held,
        } => {
            let place = |target: &Target| pen::whole(target).map(|(x, y)| json!({"x": x, "y": y}));
            let path: Vec<Value> = path.iter().map(place).collect::<Result<_, _>>()?;
            let mut fields = pen::members([("type", "drag".into()), ("path", json!(path))]);
            if !held.is_empty() {
                fields.insert("keys".into(), json!(pen::names(held, Dialect::Capitals)?));
            }
            Ok(fields)
        }
        Verb::Drag { .. } => Err(Unsayable::Part("button")),
        Verb::Scroll { at, travel, held } => {
            let Travel::By {
                right,
                down,
                unit: Unit::Pixels,
            } = travel
            else {
                return Err(Unsayable::Part("distance"));
            };
            let mut fields = at_point("scroll", at, held)?;
            fields.insert("scroll_x".into(), pen::integer(*right)?.into());
            fields.insert("scroll_y".into(), pen::integer(*down)?.into());
            Ok(fields)
        }
        Verb::Keys { at, chords, times } => {
            let chord = pen::one_chord(at, chords, *times)?;
            Ok(pen::members([
                ("type", "keypress".into()),
                ("keys", json!(pen::names(chord, Dialect::Capitals)?)),
            ]))
        }
        Verb::Type {
            into: Target::Here,
            text,
            clear: false,
            submit: false,
        } => Ok(pen::members([
            ("type", "type".into()),
            ("text", json!(text)),
        ])),
        Verb::Type { .. } => Err(Unsayable::Part("target, clearing or Enter")),
        Verb::Look(Look::Screenshot) => Ok(pen::members([("type", "screenshot".into())])),
        Verb::Wait { seconds: None } => Ok(pen::members([("type", "wait".into())])),
        Verb::Wait { .. } => Err(Unsayable::Part("duration")),
        _ => Err(Unsayable::Verb),
    }
}
