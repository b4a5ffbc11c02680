//! AndroidWorld's JSON actions: `{"action_type": "click", "index": 3}`.
//!
//! As released, M3A's way is followed: `Reason: ..Action: {..}` or the object alone, of which everything up to the
//! first closing brace is read by `ast.literal_eval`, then by `json`; `JSONAction` checks, `actuation.py` acts.

mod released;
mod write;

use super::{
    About, Button, Codec, Direction, Fault, Mode, Opening, Reading, Refusal, Screen, Space, Status,
    SystemButton, Target, Unsayable, Verb,
    args::{Args, json, object, unknown},
};
use released::{checked, found};
use serde_json::{Map, Value};
use write::fields;

/// AndroidWorld's JSON.
pub(super) struct AndroidWorld;

/// The actions that `JSONAction` has.
const ACTIONS: &[&str] = &[
    "click",
    "double_tap",
    "scroll",
    "swipe",
    "input_text",
    "navigate_home",
    "navigate_back",
    "keyboard_enter",
    "open_app",
    "status",
    "wait",
    "long_press",
    "answer",
    "unknown",
];

/// The fields that it has.
const FIELDS: &[&str] = &[
    "action_type",
    "index",
    "x",
    "y",
    "text",
    "direction",
    "goal_status",
    "app_name",
    "keycode",
    "clear_text",
];

const EXPECTED: &str = "one JSON object with an action_type";

static ABOUT: About = About {
    name: "android-world",
    summary: "AndroidWorld's JSON actions, elements by index or points in pixels",
    source: "google-research/android_world d9c569f, env/json_action.py, env/actuation.py, agents/m3a.py",
    space: Space::Pixels,
    batch: false,
    quirks: "the object ends at the first closing brace, in a text too; scrolling the element of index 0 scrolls the \
        screen; a swipe to the left moves the finger to the right, and the other way round; coordinates are cut to whole \
        ones and not checked; typing nothing does nothing",
    example: r#"{"action_type": "click", "index": 3}"#,
};

impl Codec for AndroidWorld {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn read(&self, text: &str, screen: Screen, mode: Mode) -> Result<Reading, Refusal> {
        let (fields, thought) = match mode {
            Mode::Released => {
                let (fields, thought) = found(text)?;
                (checked(&fields)?, thought)
            }
            Mode::Strict => strict(text)?,
        };
        let action = fields
            .get("action_type")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let mut args =
            Args::new(action, &fields, mode, &["action_type"]).points(Space::Pixels, screen);
        let verb = meaning(action, &mut args, mode)?;
        args.finish()?;
        Ok(Reading {
            verbs: vec![verb],
            thought,
        })
    }

    fn write(&self, verbs: &[Verb], mode: Mode) -> Result<String, Unsayable> {
        let [verb] = verbs else {
            return Err(Unsayable::Batch);
        };
        fields(verb, mode).map(|fields| Value::Object(fields).to_string())
    }

    fn released(&self, text: &str, _: Screen) -> Result<Value, Refusal> {
        checked(&found(text)?.0).map(Value::Object)
    }
}

/// The object as the documentation has it: one JSON object, after `Action:` where there is one.
fn strict(text: &str) -> Result<(Map<String, Value>, Option<String>), Refusal> {
    let (action, thought) = match text.rsplit_once("Action:") {
        Some((before, action)) if !action.trim().is_empty() => {
            let reason = before
                .split_once("Reason:")
                .map_or(before, |(_, reason)| reason);
            (action, Some(reason.trim().to_owned()))
        }
        _ => (text, None),
    };
    let value = json(action.trim(), EXPECTED)?;
    let fields = object(&value, EXPECTED)?;
    match fields.get("action_type").and_then(Value::as_str) {
        Some(action) if ACTIONS.contains(&action) => Ok((fields.clone(), thought)),
        Some(action) => Err(unknown(action, ACTIONS)),
        None => Err(Fault::NoAction { expected: EXPECTED }.into()),
    }
}

/// The verb that an action means.
fn meaning(action: &str, args: &mut Args<'_>, mode: Mode) -> Result<Verb, Refusal> {
    let released = mode == Mode::Released;
    Ok(match action {
        "click" => Verb::tap(spot(args)?),
        "double_tap" => Verb::click(spot(args)?, Button::Left, 2),
        "long_press" => Verb::LongPress {
            at: spot(args)?,
            seconds: None,
        },
        "input_text" => typed(args, released)?,
        "scroll" => {
            let at = if args.has("index") {
                Target::Index(args.whole("index")?)
            } else {
                Target::Here
            };
            let at = if released && at == Target::Index(0) {
                Target::Here
            } else {
                at
            };
            Verb::page(at, args.direction("direction")?)
        }
        "swipe" => Verb::Fling {
            at: Target::Here,
            finger: finger(args.direction("direction")?, mode),
        },
        "navigate_home" => Verb::System(SystemButton::Home),
        "navigate_back" => Verb::System(SystemButton::Back),
        "keyboard_enter" => Verb::System(SystemButton::Enter),
        "open_app" => Verb::Open(Opening::App(args.text("app_name")?)),
        "status" => Verb::done(status(args, released)?),
        "wait" => Verb::wait(1),
        "answer" => Verb::Answer {
            text: args.text("text")?,
        },
        _ => Verb::Nothing,
    })
}

/// An element, or a point.
fn spot(args: &mut Args<'_>) -> Result<Target, Refusal> {
    if args.has("index") {
        return args.whole("index").map(Target::Index);
    }
    if !args.has("x") && !args.has("y") {
        return Err(args.missing("index", "an index, or x and y"));
    }
    args.point_xy("x", "y")
}

/// What is typed; Enter follows.
fn typed(args: &mut Args<'_>, released: bool) -> Result<Verb, Refusal> {
    let clear = args.flag("clear_text", false)?;
    let text = if released {
        args.text_or_none("text")?.unwrap_or_default()
    } else {
        args.text("text")?
    };
    if released && text.is_empty() {
        return Ok(Verb::Nothing);
    }
    let here = !(args.has("index") || (args.has("x") && args.has("y")));
    let into = if released && here {
        Target::Here
    } else {
        spot(args)?
    };
    Ok(Verb::Type {
        into,
        text,
        clear,
        submit: true,
    })
}

/// Where the finger of a swipe goes. As released, left and right are the wrong way round.
fn finger(direction: Direction, mode: Mode) -> Direction {
    match (direction, mode) {
        (Direction::Left, Mode::Released) => Direction::Right,
        (Direction::Right, Mode::Released) => Direction::Left,
        _ => direction,
    }
}

/// How an agent ends.
fn status(args: &mut Args<'_>, released: bool) -> Result<Status, Refusal> {
    if released {
        let word = args.text_or_none("goal_status")?.unwrap_or_default();
        return Ok(match word.as_str() {
            "complete" => Status::Success,
            "infeasible" => Status::Infeasible,
            _ => Status::Other(word),
        });
    }
    Ok(
        match args.word("goal_status", &["complete", "infeasible"])? {
            "complete" => Status::Success,
            _ => Status::Infeasible,
        },
    )
}
