//! AutoGLM on phones: `do(action="Tap", element=[x,y])` and `finish(message="..")`, bare or in `<answer>`.
//!
//! Its prompt states points from 0 to 999, its code divides by 1000: strictly they are the first, as released the
//! second. As released the client cuts the call out of the text (`model/client.py`) and `actions/handler.py` reads it.

use super::{
    About, Button, Codec, Fault, Mode, Number, Opening, Reading, Refusal, Screen, Space, Status,
    SystemButton, Target, Unsayable, Verb,
    args::{Args, unknown},
    pen,
    python::{self, Const, Expr, quote, strip},
    read_decimal,
};
use serde_json::{Map, Value, json};

/// AutoGLM.
pub(super) struct AutoGlm;

const ACTIONS: &[&str] = &[
    "Launch",
    "Tap",
    "Type",
    "Type_Name",
    "Interact",
    "Swipe",
    "Note",
    "Call_API",
    "Long Press",
    "Double Tap",
    "Take_over",
    "Back",
    "Home",
    "Wait",
];

const EXPECTED: &str = "do(action=\"..\", ..) or finish(message=\"..\")";

static ABOUT: About = About {
    name: "autoglm",
    summary: "AutoGLM: do(action=..) and finish(message=..), points from 0 to 999, as released from 0 to 1000",
    source: "zai-org/Open-AutoGLM 6b18d7b, phone_agent/actions/handler.py, phone_agent/model/client.py",
    space: Space::Nines,
    batch: false,
    quirks: "points are divided by 1000; the first `finish(message=` anywhere wins; what is typed is everything after \
        `text=` less its first and its last two letters, escapes and all; Type_Name is Type; a closing </answer> behind \
        a call is an error; a wait that is no number of seconds is one second",
    example: "<think>Open it.</think>\n<answer>do(action=\"Tap\", element=[503,871])</answer>",
};

impl Codec for AutoGlm {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn space(&self, mode: Mode) -> Space {
        match mode {
            Mode::Released => Space::Thousand,
            Mode::Strict => Space::Nines,
        }
    }

    fn read(&self, text: &str, screen: Screen, mode: Mode) -> Result<Reading, Refusal> {
        let (fields, thought) = match mode {
            Mode::Released => {
                let (thought, call) = client(text);
                (handler(&call)?, thought)
            }
            Mode::Strict => strict(text)?,
        };
        let word = |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default();
        let action = if word("_metadata") == "finish" {
            "finish"
        } else {
            word("action")
        };
        let mut args = Args::new(action, &fields, mode, &["_metadata", "action"])
            .points(self.space(mode), screen);
        let verb = meaning(action, &mut args, mode)?;
        args.finish()?;
        Ok(Reading {
            verbs: vec![verb],
            thought: (!thought.is_empty()).then_some(thought),
        })
    }

    fn write(&self, verbs: &[Verb], mode: Mode) -> Result<String, Unsayable> {
        let [verb] = verbs else {
            return Err(Unsayable::Batch);
        };
        call(verb, mode)
    }

    fn released(&self, text: &str, _: Screen) -> Result<Value, Refusal> {
        handler(text).map(Value::Object)
    }
}

/// What the client splits a text into: the thoughts and the call.
fn client(text: &str) -> (String, String) {
    for mark in ["finish(message=", "do(action="] {
        if let Some((before, after)) = text.split_once(mark) {
            return (strip(before).to_owned(), format!("{mark}{after}"));
        }
    }
    match text.split_once("<answer>") {
        Some((before, after)) => {
            let thought = before.replace("<think>", "").replace("</think>", "");
            (
                strip(&thought).to_owned(),
                strip(&after.replace("</answer>", "")).to_owned(),
            )
        }
        None => (String::new(), text.to_owned()),
    }
}

/// All letters but the first and the last two.
fn inner(text: &str) -> String {
    let count = text.chars().count();
    text.chars().take(count.saturating_sub(2)).skip(1).collect()
}

/// A call as the released handler reads it.
fn handler(text: &str) -> Result<Map<String, Value>, Refusal> {
    let text = strip(text);
    let broken = || Fault::malformed(text, EXPECTED).raises("ValueError");
    if text.starts_with("do(action=\"Type\"") || text.starts_with("do(action=\"Type_Name\"") {
        let (_, typed) = text.split_once("text=").ok_or_else(broken)?;
        return Ok(pen::members([
            ("_metadata", "do".into()),
            ("action", "Type".into()),
            ("text", inner(typed).into()),
        ]));
    }
    if text.starts_with("do") {
        let line = text
            .replace('\n', "\\n")
            .replace('\r', "\\r")
            .replace('\t', "\\t");
        let call = match python::parse(&line) {
            Ok(Expr::Call(call)) => call,
            Err(python::Broken::Depth) => return Err(Fault::TooDeep.raises("ValueError")),
            _ => return Err(broken()),
        };
        let mut fields = pen::members([("_metadata", "do".into())]);
        for (name, value) in &call.keywords {
            let name = name.clone().ok_or_else(broken)?;
            fields.insert(name, value.literal().ok_or_else(broken)?);
        }
        return Ok(fields);
    }
    if text.starts_with("finish") {
        let message = inner(&text.replace("finish(message=", ""));
        return Ok(pen::members([
            ("_metadata", "finish".into()),
            ("message", message.into()),
        ]));
    }
    Err(broken())
}

/// A call as the prompt has it: bare, or thoughts and an answer in tags.
fn strict(text: &str) -> Result<(Map<String, Value>, String), Refusal> {
    let text = text.trim();
    let broken = || Refusal::from(Fault::malformed(text, EXPECTED));
    let (thought, line) = match text.split_once("<answer>") {
        Some((before, answer)) => {
            let thought = before.trim();
            let thought = thought.strip_prefix("<think>").unwrap_or(thought);
            let thought = thought.strip_suffix("</think>").unwrap_or(thought);
            (
                thought.trim().to_owned(),
                answer
                    .trim_end()
                    .strip_suffix("</answer>")
                    .ok_or_else(broken)?
                    .trim(),
            )
        }
        None => (String::new(), text),
    };
    let call = match python::parse(line) {
        Ok(Expr::Call(call)) if call.positional.is_empty() => call,
        Err(python::Broken::Depth) => return Err(Fault::TooDeep.into()),
        _ => return Err(broken()),
    };
    let name = match &call.function {
        Expr::Name(name) if name == "do" || name == "finish" => name.clone(),
        _ => return Err(broken()),
    };
    let mut fields = pen::members([("_metadata", name.into())]);
    for (name, value) in &call.keywords {
        let name = name.clone().ok_or_else(broken)?;
        let text_or_list = matches!(value, Expr::Const(Const::Str(_)) | Expr::List(_));
        let value = value
            .literal()
            .filter(|_| text_or_list)
            .ok_or_else(broken)?;
        if fields.insert(name, value).is_some() {
            return Err(broken());
        }
    }
    Ok((fields, thought))
}

/// The verb that an action means.
fn meaning(action: &str, args: &mut Args<'_>, mode: Mode) -> Result<Verb, Refusal> {
    Ok(match action {
        "finish" => Verb::Done {
            status: Status::Success,
            message: args.text_or_none("message")?,
        },
        "Launch" => Verb::Open(Opening::App(args.text("app")?)),
        "Tap" => {
            let tap = Verb::tap(args.point("element")?);
            match args.text_or_none("message")? {
                None => tap,
                Some(reason) => Verb::Sensitive {
                    reason,
                    verb: Box::new(tap),
                },
            }
        }
        "Type" | "Type_Name" => Verb::Type {
            into: Target::Here,
            text: args.text("text")?,
            clear: true,
            submit: false,
        },
        "Interact" => Verb::Ask {
            text: String::new(),
        },
        "Swipe" => Verb::Swipe {
            from: args.point("start")?,
            to: args.point("end")?,
        },
        "Note" => Verb::Note {
            text: args.text("message")?,
        },
        "Call_API" => Verb::Delegate {
            text: args.text("instruction")?,
        },
        "Long Press" => Verb::LongPress {
            at: args.point("element")?,
            seconds: None,
        },
        "Double Tap" => Verb::click(args.point("element")?, Button::Left, 2),
        "Take_over" => Verb::TakeOver {
            text: args.text("message")?,
        },
        "Back" => Verb::System(SystemButton::Back),
        "Home" => Verb::System(SystemButton::Home),
        "Wait" => Verb::Wait {
            seconds: Some(waited(args, mode)?),
        },
        other => return Err(unknown(other, ACTIONS)),
    })
}

/// Seconds as `2 seconds`; as released one where they cannot be read.
fn waited(args: &mut Args<'_>, mode: Mode) -> Result<Number, Refusal> {
    let one = Number::from_integer(1);
    let text = match mode {
        Mode::Released => args
            .text_or_none("duration")?
            .unwrap_or_else(|| "1 seconds".into()),
        Mode::Strict => args.text("duration")?,
    };
    let bare = match mode {
        Mode::Released => text.replace("seconds", ""),
        Mode::Strict => text.strip_suffix(" seconds").unwrap_or_default().to_owned(),
    };
    match read_decimal(strip(&bare)) {
        Some(number) if number >= Number::from_integer(0) => Ok(number),
        _ if mode == Mode::Released => Ok(one),
        _ => Err(args.wrong("duration", &json!(text), "such as \"2 seconds\"")),
    }
}

/// A verb as a call.
fn call(verb: &Verb, mode: Mode) -> Result<String, Unsayable> {
    let at = |target: &Target| pen::whole(target).map(|(x, y)| format!("[{x},{y}]"));
    let text = |text: &str| quote(text, '"');
    // As released what is typed stands between the quotes as it is.
    let verbatim = |text: &str| format!("\"{text}\"");
    let said = match verb {
        Verb::Done {
            status: Status::Success,
            message: Some(message),
        } => {
            let message = if mode == Mode::Released {
                verbatim(message)
            } else {
                text(message)
            };
            return Ok(format!("finish(message={message})"));
        }
        Verb::Done {
            status: Status::Success,
            message: None,
        } if mode == Mode::Strict => return Ok("finish()".into()),
        Verb::Done { .. } => return Err(Unsayable::Part("status or missing message")),
        Verb::Open(Opening::App(name)) => format!("\"Launch\", app={}", text(name)),
        Verb::Click {
            at: target,
            button: Button::Left,
            count: 1,
            held,
        } if held.is_empty() => {
            format!("\"Tap\", element={}", at(target)?)
        }
        Verb::Click {
            at: target,
            button: Button::Left,
            count: 2,
            held,
        } if held.is_empty() => {
            format!("\"Double Tap\", element={}", at(target)?)
        }
        Verb::Click { .. } => return Err(Unsayable::Part("button, count or keys held")),
        Verb::Sensitive { reason, verb } => match verb.as_ref() {
            Verb::Click {
                at: target,
                button: Button::Left,
                count: 1,
                held,
            } if held.is_empty() => {
                format!("\"Tap\", element={}, message={}", at(target)?, text(reason))
            }
            _ => return Err(Unsayable::Part("mark")),
        },
        Verb::Type {
            into: Target::Here,
            text: typed,
            clear: true,
            submit: false,
        } => {
            let typed = if mode == Mode::Released {
                verbatim(typed)
            } else {
                text(typed)
            };
            format!("\"Type\", text={typed}")
        }
        Verb::Type { .. } => return Err(Unsayable::Part("target, keeping or Enter")),
        Verb::Ask { text } if text.is_empty() => "\"Interact\"".into(),
        Verb::Ask { .. } => return Err(Unsayable::Part("question")),
        Verb::Swipe { from, to } => format!("\"Swipe\", start={}, end={}", at(from)?, at(to)?),
        Verb::Note { text: note } => format!("\"Note\", message={}", text(note)),
        Verb::Delegate { text: task } => format!("\"Call_API\", instruction={}", text(task)),
        Verb::LongPress {
            at: target,
            seconds: None,
        } => format!("\"Long Press\", element={}", at(target)?),
        Verb::LongPress { .. } => return Err(Unsayable::Part("duration")),
        Verb::TakeOver { text: reason } => format!("\"Take_over\", message={}", text(reason)),
        Verb::System(SystemButton::Back) => "\"Back\"".into(),
        Verb::System(SystemButton::Home) => "\"Home\"".into(),
        Verb::Wait {
            seconds: Some(seconds),
        } => format!("\"Wait\", duration=\"{} seconds\"", pen::decimal(*seconds)?),
        Verb::Wait { .. } => return Err(Unsayable::Part("missing duration")),
        _ => return Err(Unsayable::Verb),
    };
    Ok(format!("do(action={said})"))
}
