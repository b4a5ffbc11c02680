//! UI-TARS 2 and Seed: functions in XML, `<seed:tool_call><function=click><parameter=point>..`.

use super::{
    About, Button, Codec, Dialect, Fault, Key, MOST_VERBS, Mode, Number, Opening, Reading, Refusal,
    Screen, Space, Status, Target, Travel, Unsayable, Verb,
    args::{Args, unknown},
    pen,
    python::{split_blanks, strip},
    read_decimal,
};
use serde_json::{Map, Value, json};

/// UI-TARS 2.
pub(super) struct Seed;

const ACTIONS: &[&str] = &[
    "open_computer",
    "click",
    "left_double",
    "right_single",
    "move_to",
    "scroll",
    "hotkey",
    "press",
    "release",
    "mouse_down",
    "mouse_up",
    "drag",
    "type",
    "wait",
    "take_screenshot",
    "call_user",
    "finished",
];

const EXPECTED: &str =
    "<seed:tool_call><function=NAME><parameter=NAME>..</parameter></function></seed:tool_call>";

static ABOUT: About = About {
    name: "seed/ui-tars-2",
    summary: "UI-TARS 2 and Seed: functions in XML, several at once, points from 0 to 1000",
    source: "trycua/cua, cua-agent 0.9.1, agent/loops/uitars2.py; arXiv 2509.02544",
    space: Space::Thousand,
    batch: true,
    quirks: "whatever stands outside the tags is left out; the first two numbers of a point count, whatever stands around \
        them; values lose the blanks around them",
    example: "<gui_think>Open it.</gui_think><seed:tool_call><function=click><parameter=point><point>503 871</point>\
        </parameter></function></seed:tool_call>",
};

/// One function with its parameters.
type Function = (String, Map<String, Value>);

impl Codec for Seed {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn read(&self, text: &str, screen: Screen, mode: Mode) -> Result<Reading, Refusal> {
        let functions = functions(text, mode)?;
        if functions.is_empty() {
            return Err(Fault::NoAction { expected: EXPECTED }.into());
        }
        let mut verbs = Vec::new();
        for (name, map) in &functions {
            let mut args = Args::new(name, map, mode, &[]).points(Space::Thousand, screen);
            verbs.push(meaning(name, &mut args, mode)?);
            args.finish()?;
        }
        let thought = between(text, "<gui_think>", "</gui_think>")
            .map(|(thought, _)| strip(thought).to_owned());
        Ok(Reading { verbs, thought })
    }

    fn write(&self, verbs: &[Verb], _: Mode) -> Result<String, Unsayable> {
        let functions = verbs.iter().map(function).collect::<Result<Vec<_>, _>>()?;
        Ok(format!(
            "<seed:tool_call>{}</seed:tool_call>",
            functions.concat()
        ))
    }

    fn released(&self, text: &str, _: Screen) -> Result<Value, Refusal> {
        let shown = |(name, map): Function| json!({"function": name, "parameters": map});
        Ok(Value::Array(
            functions(text, Mode::Released)?
                .into_iter()
                .map(shown)
                .collect(),
        ))
    }
}

/// What stands between two marks, and what follows.
fn between<'a>(text: &'a str, open: &str, close: &str) -> Option<(&'a str, &'a str)> {
    text.split_once(open)?.1.split_once(close)
}

/// A tag `<KIND=NAME>` and what stands up to its end, and what follows.
fn named<'a>(text: &'a str, open: &str, close: &str) -> Option<(&'a str, &'a str, &'a str)> {
    let mut rest = text;
    loop {
        let (_, after) = rest.split_once(open)?;
        let length = after
            .find(|letter: char| !(letter.is_alphanumeric() || letter == '_'))
            .unwrap_or(after.len());
        if length > 0
            && let Some(inner) = after[length..].strip_prefix('>')
        {
            let (inner, rest) = inner.split_once(close)?;
            return Some((&after[..length], inner, rest));
        }
        rest = after;
    }
}

/// The functions of a text. Strictly, nothing else stands in a call's tags.
fn functions(text: &str, mode: Mode) -> Result<Vec<Function>, Refusal> {
    let mut functions = Vec::new();
    let mut rest = text;
    while let Some((call, after)) = between(rest, "<seed:tool_call>", "</seed:tool_call>") {
        let mut inside = call;
        while let Some((name, inner, next)) = named(inside, "<function=", "</function>") {
            if functions.len() >= MOST_VERBS {
                return Err(Fault::TooMany.into());
            }
            functions.push((name.to_owned(), parameters(inner, mode)?));
            if mode == Mode::Strict && !inside.trim_start().starts_with("<function=") {
                return Err(Fault::malformed(inside, EXPECTED).into());
            }
            inside = next;
        }
        if mode == Mode::Strict && !inside.trim().is_empty() {
            return Err(Fault::malformed(inside, EXPECTED).into());
        }
        rest = after;
    }
    Ok(functions)
}

/// The parameters of a function.
fn parameters(inner: &str, mode: Mode) -> Result<Map<String, Value>, Refusal> {
    let mut map = Map::new();
    let mut rest = inner;
    while let Some((name, value, next)) = named(rest, "<parameter=", "</parameter>") {
        let again = map.insert(name.to_owned(), strip(value).into()).is_some();
        if mode == Mode::Strict && (again || !rest.trim_start().starts_with("<parameter=")) {
            return Err(Fault::malformed(rest, EXPECTED).into());
        }
        rest = next;
    }
    if mode == Mode::Strict && !rest.trim().is_empty() {
        return Err(Fault::malformed(rest, EXPECTED).into());
    }
    Ok(map)
}

/// A point.
fn spot(args: &mut Args<'_>, name: &str, mode: Mode) -> Result<Target, Refusal> {
    const FORM: &str = "<point>x y</point>";
    let value = args.must(name, FORM)?;
    let text = value.as_str().unwrap_or_default();
    let numbers = match mode {
        Mode::Strict => text
            .strip_prefix("<point>")
            .and_then(|rest| rest.strip_suffix("</point>"))
            .map(split_blanks)
            .filter(|parts| parts.len() == 2)
            .and_then(|parts| Some((read_decimal(parts[0])?, read_decimal(parts[1])?))),
        Mode::Released => first_two(text),
    };
    match numbers {
        Some((x, y)) => args.place(name, x, y),
        None => Err(args.wrong(name, value, FORM)),
    }
}

/// The first two runs of digits, dots and dashes with blanks between.
fn first_two(text: &str) -> Option<(Number, Number)> {
    let of_number = |letter: char| letter.is_ascii_digit() || letter == '-' || letter == '.';
    let mut rest = text;
    loop {
        let from = rest.find(of_number)?;
        let first = &rest[from..];
        let end = first.find(|letter| !of_number(letter))?;
        let gap = first[end..].trim_start();
        let second = gap.find(|letter| !of_number(letter)).unwrap_or(gap.len());
        if gap.len() < first[end..].len() && second > 0 {
            return Some((read_decimal(&first[..end])?, read_decimal(&gap[..second])?));
        }
        rest = &first[end..];
    }
}

/// The verb that a function means.
fn meaning(name: &str, args: &mut Args<'_>, mode: Mode) -> Result<Verb, Refusal> {
    let or_here = |args: &mut Args<'_>| {
        if args.has("point") {
            spot(args, "point", mode)
        } else {
            Ok(Target::Here)
        }
    };
    Ok(match name {
        "open_computer" => Verb::Open(Opening::Computer),
        "click" => Verb::tap(spot(args, "point", mode)?),
        "left_double" => Verb::click(spot(args, "point", mode)?, Button::Left, 2),
        "right_single" => Verb::click(spot(args, "point", mode)?, Button::Right, 1),
        "move_to" => Verb::Move {
            to: spot(args, "point", mode)?,
            held: Vec::new(),
        },
        "scroll" => Verb::page(or_here(args)?, args.direction("direction")?),
        "hotkey" => {
            let text = args.text("key")?;
            Verb::chord(args.keys("key", split_blanks(&text))?)
        }
        "press" => Verb::KeyDown { key: key(args)? },
        "release" => Verb::KeyUp { key: key(args)? },
        "mouse_down" => Verb::Press {
            at: or_here(args)?,
            button: button(args)?,
        },
        "mouse_up" => Verb::Release {
            at: or_here(args)?,
            button: button(args)?,
        },
        "drag" => Verb::drag(
            spot(args, "start_point", mode)?,
            spot(args, "end_point", mode)?,
        ),
        "type" => {
            let content = args.text("content")?;
            let text = content.strip_suffix("\\n");
            Verb::Type {
                into: Target::Here,
                text: text.unwrap_or(&content).to_owned(),
                clear: false,
                submit: text.is_some(),
            }
        }
        "wait" => Verb::Wait {
            seconds: waited(args)?,
        },
        "take_screenshot" => Verb::Look(super::Look::Screenshot),
        "call_user" => Verb::Ask {
            text: args.text_or_none("content")?.unwrap_or_default(),
        },
        "finished" => Verb::Done {
            status: Status::Success,
            message: args.text_or_none("content")?,
        },
        other => return Err(unknown(other, ACTIONS)),
    })
}

/// The one key.
fn key(args: &mut Args<'_>) -> Result<Key, Refusal> {
    let text = args.text("key")?;
    args.key("key", &text)
}

/// The button, by default the left one.
fn button(args: &mut Args<'_>) -> Result<Button, Refusal> {
    let right = args.has("button") && args.word("button", &["left", "right"])? == "right";
    Ok(if right { Button::Right } else { Button::Left })
}

/// Seconds, where they are said.
fn waited(args: &mut Args<'_>) -> Result<Option<Number>, Refusal> {
    let Some(text) = args.text_or_none("time")? else {
        return Ok(None);
    };
    match read_decimal(&text) {
        Some(number) if number >= Number::from_integer(0) => Ok(Some(number)),
        _ => Err(args.wrong("time", &Value::String(text), "seconds")),
    }
}

/// A verb as a function.
fn function(verb: &Verb) -> Result<String, Unsayable> {
    let said = |name: &str, parameters: &[(&str, String)]| {
        let inner: String = parameters
            .iter()
            .map(|(name, value)| format!("<parameter={name}>{value}</parameter>"))
            .collect();
        format!("<function={name}>{inner}</function>")
    };
    let at = |target: &Target| pen::whole(target).map(|(x, y)| format!("<point>{x} {y}</point>"));
    let at_or_here = |target: &Target| match target {
        Target::Here => Ok(Vec::new()),
        _ => Ok(vec![("point", at(target)?)]),
    };
    let spelt = |key: &Key| key.spell(Dialect::PyAutoGui).ok_or(Unsayable::Key);
    Ok(match verb {
        Verb::Open(Opening::Computer) => said("open_computer", &[]),
        Verb::Click {
            at: target,
            button,
            count,
            held,
        } => {
            pen::without(held.is_empty(), "keys held")?;
            let name = match (button, count) {
                (Button::Left, 1) => "click",
                (Button::Left, 2) => "left_double",
                (Button::Right, 1) => "right_single",
                _ => return Err(Unsayable::Part("button or count")),
            };
            said(name, &[("point", at(target)?)])
        }
        Verb::Move { to, held } => {
            pen::without(held.is_empty(), "keys held")?;
            said("move_to", &[("point", at(to)?)])
        }
        Verb::Scroll {
            at: target,
            travel: Travel::Page(direction),
            held,
        } => {
            pen::without(held.is_empty(), "keys held")?;
            let mut parameters = at_or_here(target)?;
            parameters.push(("direction", direction.word().into()));
            said("scroll", &parameters)
        }
        Verb::Scroll { .. } => return Err(Unsayable::Part("distance")),
        Verb::Keys { at, chords, times } => {
            let chord = pen::one_chord(at, chords, *times)?;
            let names = Key::spell_apart(chord, Dialect::PyAutoGui, ' ').ok_or(Unsayable::Key)?;
            said("hotkey", &[("key", names.join(" "))])
        }
        Verb::KeyDown { key } => said("press", &[("key", spelt(key)?)]),
        Verb::KeyUp { key } => said("release", &[("key", spelt(key)?)]),
        Verb::Press { at, button } => said("mouse_down", &pressed(at_or_here(at)?, *button)?),
        Verb::Release { at, button } => said("mouse_up", &pressed(at_or_here(at)?, *button)?),
        Verb::Drag {
            path,
            button: Button::Left,
            held,
        } if held.is_empty() => match path.as_slice() {
            [from, to] => said(
                "drag",
                &[("start_point", at(from)?), ("end_point", at(to)?)],
            ),
            _ => return Err(Unsayable::Part("way between")),
        },
        Verb::Drag { .. } => return Err(Unsayable::Part("button or keys held")),
        Verb::Type {
            into: Target::Here,
            text,
            clear: false,
            submit,
        } => said(
            "type",
            &[(
                "content",
                format!("{text}{}", if *submit { "\\n" } else { "" }),
            )],
        ),
        Verb::Type { .. } => return Err(Unsayable::Part("target or clearing")),
        Verb::Wait { seconds: None } => said("wait", &[]),
        Verb::Wait {
            seconds: Some(seconds),
        } => said("wait", &[("time", pen::decimal(*seconds)?)]),
        Verb::Look(super::Look::Screenshot) => said("take_screenshot", &[]),
        Verb::Ask { text } if text.is_empty() => said("call_user", &[]),
        Verb::Ask { text } => said("call_user", &[("content", text.clone())]),
        Verb::Done {
            status: Status::Success,
            message: None,
        } => said("finished", &[]),
        Verb::Done {
            status: Status::Success,
            message: Some(text),
        } => said("finished", &[("content", text.clone())]),
        Verb::Done { .. } => return Err(Unsayable::Part("status")),
        _ => return Err(Unsayable::Verb),
    })
}

/// A button beside its point.
fn pressed(
    mut parameters: Vec<(&str, String)>,
    button: Button,
) -> Result<Vec<(&str, String)>, Unsayable> {
    match button {
        Button::Left => {}
        Button::Right => parameters.push(("button", "right".into())),
        _ => return Err(Unsayable::Part("button")),
    }
    Ok(parameters)
}
