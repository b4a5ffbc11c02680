//! GELab and Step-GUI: `<THINK>..</THINK>`, a line's end, then `key:value` fields with tabs between.

use super::{
    About, Codec, Fault, Mode, Opening, Reading, Refusal, Screen, Space, Status, Target, Unsayable,
    Verb,
    args::{Args, unknown},
    pen,
    python::{is_blank, split_blanks, strip, whole_number},
};
use serde_json::{Map, Value, json};

/// GELab.
pub(super) struct Gelab;

const ACTIONS: &[&str] = &[
    "CLICK",
    "TYPE",
    "COMPLETE",
    "WAIT",
    "AWAKE",
    "INFO",
    "ABORT",
    "SLIDE",
    "LONGPRESS",
];

const EXPECTED: &str = "<THINK>..</THINK>, then fields `explain:..`, `action:..`, its arguments and `summary:..` with tabs";

static ABOUT: About = About {
    name: "gelab",
    summary: "GELab and Step-GUI: thoughts in a tag, then key:value fields with tabs between, points from 0 to 1000",
    source: "stepfun-ai/gelab-zero 19465cf, copilot_tools/parser_0920_summary.py",
    space: Space::Thousand,
    batch: false,
    quirks: "TINK and small letters are taken for THINK; fields without a colon are left out; a blank does for the comma \
        of a point; without thoughts the whole text is fields; points are not checked",
    example: "<THINK>Open it.</THINK>\nexplain:tap the icon\taction:CLICK\tpoint:503,871\tsummary:opened",
};

impl Codec for Gelab {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn read(&self, text: &str, screen: Screen, mode: Mode) -> Result<Reading, Refusal> {
        let fields = if mode == Mode::Released {
            fields(text)?
        } else {
            strict(text)?
        };
        let Some(action) = fields.get("action").and_then(Value::as_str) else {
            return Err(Fault::NoAction { expected: EXPECTED }.raises("AssertionError"));
        };
        let mut args = Args::new(
            action,
            &fields,
            mode,
            &["action", "cot", "explain", "summary"],
        )
        .points(Space::Thousand, screen);
        let verb = meaning(action, &mut args)?;
        args.finish()?;
        Ok(Reading {
            verbs: vec![verb],
            thought: fields.get("cot").and_then(Value::as_str).map(str::to_owned),
        })
    }

    fn write(&self, verbs: &[Verb], _: Mode) -> Result<String, Unsayable> {
        let [verb] = verbs else {
            return Err(Unsayable::Batch);
        };
        Ok(format!(
            "<THINK>  </THINK>\nexplain:\taction:{}\tsummary:",
            line(verb)?
        ))
    }

    fn released(&self, text: &str, _: Screen) -> Result<Value, Refusal> {
        fields(text).map(Value::Object)
    }
}

/// The tags of thoughts, with their misspellings put right.
fn normal(text: &str) -> String {
    let text = strip(text)
        .replace("<TINK>", "<THINK>")
        .replace("</TINK>", "</THINK>");
    let mut done = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(open) = rest.find('<') {
        done.push_str(&rest[..open]);
        let inner = &rest[open + 1..];
        match tag(inner) {
            Some((true, length)) => {
                done.push_str("</THINK>");
                rest = &inner[length..];
            }
            Some((false, length)) => {
                done.push_str("<THINK>");
                rest = &inner[length..];
            }
            None => {
                done.push('<');
                rest = inner;
            }
        }
    }
    done.push_str(rest);
    done
}

/// A tag of thoughts behind its opening mark, in any case and with blanks: whether it closes, and its length.
fn tag(inner: &str) -> Option<(bool, usize)> {
    let blanks = |text: &str| text.len() - text.trim_start_matches(is_blank).len();
    let mut at = blanks(inner);
    let closes = inner[at..].starts_with('/');
    at += usize::from(closes);
    let word = inner.get(at..at + 5)?;
    if !word.eq_ignore_ascii_case("think") {
        return None;
    }
    at += 5;
    at += blanks(&inner[at..]);
    inner[at..].starts_with('>').then_some((closes, at + 1))
}

/// The fields as the released parser reads them.
fn fields(text: &str) -> Result<Map<String, Value>, Refusal> {
    let text = normal(text);
    let thought = text
        .split("<THINK>")
        .nth(1)
        .map(|rest| strip(rest.split("</THINK>").next().unwrap_or_default()));
    let behind = text.split("</THINK>").nth(1).map(strip);
    let (thought, body) = match (thought, behind) {
        (Some(thought), Some(behind)) => (thought, behind),
        _ => ("", text.as_str()),
    };
    let mut fields = pen::members([("cot", thought.into())]);
    for field in body.split('\t').map(strip) {
        let Some((key, value)) = field.split_once(':') else {
            continue;
        };
        let (key, value) = (strip(key), strip(value));
        let point = key != "action" && key != "summary" && key.contains("point");
        let value = if point {
            point_of(key, value)?
        } else {
            value.into()
        };
        fields.insert(key.to_owned(), value);
    }
    Ok(fields)
}

/// Two whole numbers with a comma or a blank between; more are left out.
fn point_of(key: &str, value: &str) -> Result<Value, Refusal> {
    let spaced = value.replace(',', " ");
    let both = |x: &str, y: &str| Some([whole_number(x)?, whole_number(y)?]);
    match split_blanks(&spaced)[..] {
        [x, y, ..] if both(x, y).is_some() => Ok(json!(both(x, y))),
        _ => {
            let fault = Fault::Wrong {
                action: "the text".into(),
                argument: key.into(),
                found: super::refuse::clip(value),
                expected: "x,y of whole numbers".into(),
            };
            Err(fault.raises("ValueError"))
        }
    }
}

/// The fields as the prompt has them: each with a colon, once, points with a comma.
fn strict(text: &str) -> Result<Map<String, Value>, Refusal> {
    let malformed = |found: &str| Refusal::from(Fault::malformed(found, EXPECTED));
    let (thought, body) = text
        .trim()
        .strip_prefix("<THINK>")
        .and_then(|rest| rest.split_once("</THINK>"))
        .ok_or_else(|| malformed(text))?;
    let mut fields = pen::members([("cot", thought.trim().into())]);
    for field in body.trim_matches(['\n', ' ']).split('\t') {
        let (key, value) = field.split_once(':').ok_or_else(|| malformed(field))?;
        let value = match key {
            "point" | "point1" | "point2" => {
                value.split_once(',').ok_or_else(|| malformed(field))?;
                point_of(key, value)?
            }
            _ => value.into(),
        };
        if fields.insert(key.to_owned(), value).is_some() {
            return Err(malformed(field));
        }
    }
    for key in ["explain", "summary"] {
        if !fields.contains_key(key) {
            return Err(malformed(body));
        }
    }
    Ok(fields)
}

/// The verb that an action means.
fn meaning(action: &str, args: &mut Args<'_>) -> Result<Verb, Refusal> {
    let verb = match action {
        "CLICK" => Verb::tap(args.point("point")?),
        "LONGPRESS" => Verb::LongPress {
            at: args.point("point")?,
            seconds: seconds(args)?,
        },
        "TYPE" => Verb::Type {
            into: args.point_or_here("point")?,
            text: args.text("value")?,
            clear: false,
            submit: false,
        },
        "COMPLETE" => Verb::Done {
            status: Status::Success,
            message: Some(args.text("return")?),
        },
        "ABORT" => Verb::Done {
            status: Status::Infeasible,
            message: args.text_or_none("value")?,
        },
        "WAIT" => match seconds(args)? {
            Some(seconds) => Verb::Wait {
                seconds: Some(seconds),
            },
            None => return Err(args.missing("value", "seconds")),
        },
        "AWAKE" => Verb::Open(Opening::App(args.text("value")?)),
        "INFO" => Verb::Ask {
            text: args.text("value")?,
        },
        "SLIDE" => Verb::Swipe {
            from: args.point("point1")?,
            to: args.point("point2")?,
        },
        other => return Err(unknown(other, ACTIONS)),
    };
    Ok(verb)
}

/// Seconds that stand in the field `value`.
fn seconds(args: &mut Args<'_>) -> Result<Option<super::Number>, Refusal> {
    let Some(text) = args.text_or_none("value")? else {
        return Ok(None);
    };
    match super::read_decimal(strip(&text)) {
        Some(number) if number >= super::Number::from_integer(0) => Ok(Some(number)),
        _ => Err(args.wrong("value", &Value::String(text), "seconds")),
    }
}

/// A verb as its action and arguments.
fn line(verb: &Verb) -> Result<String, Unsayable> {
    let at = |target: &Target| pen::whole(target).map(|(x, y)| format!("{x},{y}"));
    Ok(match verb {
        Verb::Click {
            at: target,
            button: super::Button::Left,
            count: 1,
            held,
        } if held.is_empty() => {
            format!("CLICK\tpoint:{}", at(target)?)
        }
        Verb::Click { .. } => return Err(Unsayable::Part("button, count or keys held")),
        Verb::LongPress {
            at: target,
            seconds: None,
        } => format!("LONGPRESS\tpoint:{}", at(target)?),
        Verb::LongPress {
            at: target,
            seconds: Some(seconds),
        } => {
            format!(
                "LONGPRESS\tpoint:{}\tvalue:{}",
                at(target)?,
                pen::decimal(*seconds)?
            )
        }
        Verb::Type {
            into,
            text,
            clear: false,
            submit: false,
        } => match into {
            Target::Here => format!("TYPE\tvalue:{text}"),
            _ => format!("TYPE\tvalue:{text}\tpoint:{}", at(into)?),
        },
        Verb::Type { .. } => return Err(Unsayable::Part("clearing or Enter")),
        Verb::Done {
            status: Status::Success,
            message: Some(text),
        } => format!("COMPLETE\treturn:{text}"),
        Verb::Done {
            status: Status::Infeasible,
            message: Some(text),
        } => format!("ABORT\tvalue:{text}"),
        Verb::Done {
            status: Status::Infeasible,
            message: None,
        } => "ABORT".into(),
        Verb::Done { .. } => return Err(Unsayable::Part("status or missing message")),
        Verb::Wait {
            seconds: Some(seconds),
        } => format!("WAIT\tvalue:{}", pen::decimal(*seconds)?),
        Verb::Wait { .. } => return Err(Unsayable::Part("missing duration")),
        Verb::Open(Opening::App(name)) => format!("AWAKE\tvalue:{name}"),
        Verb::Ask { text } => format!("INFO\tvalue:{text}"),
        Verb::Swipe { from, to } => format!("SLIDE\tpoint1:{}\tpoint2:{}", at(from)?, at(to)?),
        _ => return Err(Unsayable::Verb),
    })
}
