//! GLM-4.5V on desktops: `left_click(start_box='[x,y]', element_info='..')` between box marks, then `Memory:`.

use super::{
    About, Button, Codec, Dialect, Direction, Fault, Key, Mode, Number, Reading, Refusal, Screen,
    Space, Status, Target, Travel, Unit, Unsayable, Verb,
    args::{Args, unknown},
    pen,
    python::{self, Const, Expr, quote, strip},
    read_decimal,
};
use serde_json::{Map, Value, json};

/// GLM-4.5V.
pub(super) struct Glm;

const ACTIONS: &[&str] = &[
    "left_click",
    "right_click",
    "middle_click",
    "hover",
    "left_double_click",
    "left_drag",
    "key",
    "type",
    "scroll",
    "WAIT",
    "DONE",
    "FAIL",
];

const EXPECTED: &str = "a call such as left_click(start_box='[x,y]')";
const OPEN: &str = "<|begin_of_box|>";
const CLOSE: &str = "<|end_of_box|>";

/// Clicks of the wheel that a scroll goes where it does not say.
const STEPS: i64 = 5;

static ABOUT: About = About {
    name: "glm-4.5v",
    summary: "GLM-4.5V: one call between box marks, points from 0 to 999",
    source: "trycua/cua, cua-agent 0.9.1, agent/loops/glm45v.py",
    space: Space::Nines,
    batch: false,
    quirks: "without marks the first thing that looks like a call counts; what is typed ends at the first single quote; a \
        scroll goes five clicks whatever it says",
    example: "<|begin_of_box|>left_click(start_box='[503,871]', element_info='icon')<|end_of_box|>\nMemory:\n[]",
};

impl Codec for Glm {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn read(&self, text: &str, screen: Screen, mode: Mode) -> Result<Reading, Refusal> {
        let none = || Refusal::from(Fault::NoAction { expected: EXPECTED });
        let action = match mode {
            Mode::Released => cut(text).ok_or_else(none)?,
            Mode::Strict => {
                let (_, rest) = text.split_once(OPEN).ok_or_else(none)?;
                rest.split_once(CLOSE).ok_or_else(none)?.0.trim()
            }
        };
        let loose = if mode == Mode::Released {
            loosely(action)
        } else {
            None
        };
        let (name, fields) = match loose {
            Some(read) => read,
            None => call(action)?,
        };
        let mut args =
            Args::new(&name, &fields, mode, &["element_info"]).points(Space::Nines, screen);
        let verb = meaning(&name, &mut args)?;
        args.finish()?;
        let before = text.split(OPEN).next().unwrap_or_default().trim();
        Ok(Reading {
            verbs: vec![verb],
            thought: (!before.is_empty()).then(|| before.to_owned()),
        })
    }

    fn write(&self, verbs: &[Verb], _: Mode) -> Result<String, Unsayable> {
        let [verb] = verbs else {
            return Err(Unsayable::Batch);
        };
        Ok(format!("{OPEN}{}{CLOSE}\nMemory:\n[]", written(verb)?))
    }

    fn released(&self, text: &str, _: Screen) -> Result<Value, Refusal> {
        let (before, memory) = match text.split_once("Memory:") {
            Some((before, memory)) => (strip(before), strip(memory)),
            None => (text, "[]"),
        };
        let plain = before.replace(OPEN, "").replace(CLOSE, "");
        Ok(json!({"action": cut(text), "action_text": plain, "memory": memory}))
    }
}

/// The action as the released parser cuts it out: between marks on one line, else the first that looks like a call.
fn cut(text: &str) -> Option<&str> {
    let mut rest = text;
    while let Some((_, after)) = rest.split_once(OPEN) {
        let line = after.split('\n').next().unwrap_or_default();
        if let Some((action, _)) = line.split_once(CLOSE) {
            return Some(strip(action));
        }
        rest = after;
    }
    let of_name = |letter: char| letter.is_alphanumeric() || letter == '_';
    for (open, _) in text.match_indices('(') {
        let before = &text[..open];
        let name = before.len() - before.trim_end_matches(of_name).len();
        if name > 0 {
            let close = text[open..].find(')')?;
            return Some(&text[open - name..=open + close]);
        }
    }
    None
}

/// What stands between `name='` and the next quote.
fn quoted<'a>(action: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = action.split_once(&format!("{name}='"))?;
    Some(rest.split_once('\'')?.0)
}

/// A box of two whole numbers, with quotes or without.
fn boxed(action: &str, name: &str) -> Option<Value> {
    let mut rest = action;
    while let Some((_, after)) = rest.split_once(&format!("{name}=")) {
        let bare = after.strip_prefix('\'').unwrap_or(after);
        if let Some(pair) = bare.strip_prefix('[').and_then(|bare| bare.split_once(']'))
            && let Some((x, y)) = pair.0.split_once(',')
        {
            let whole =
                |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()) && !text.is_empty();
            let y = y.trim_start();
            if whole(x) && whole(y) {
                return Some(json!([x, y]));
            }
        }
        rest = after;
    }
    None
}

/// An action as the released loop reads it, where it does.
fn loosely(action: &str) -> Option<(String, Map<String, Value>)> {
    let point = |name: &str| {
        let start = boxed(action, "start_box")?;
        Some((name.to_owned(), pen::members([("start_box", start)])))
    };
    for name in ["left_click", "right_click", "left_double_click"] {
        if action.starts_with(name) {
            return point(name);
        }
    }
    if action.starts_with("left_drag") {
        let (start, end) = (boxed(action, "start_box")?, boxed(action, "end_box")?);
        return Some((
            "left_drag".into(),
            pen::members([("start_box", start), ("end_box", end)]),
        ));
    }
    if action.starts_with("key") {
        let keys = quoted(action, "keys").filter(|keys| !keys.is_empty())?;
        return Some(("key".into(), pen::members([("keys", keys.into())])));
    }
    if action.starts_with("type") {
        return Some((
            "type".into(),
            pen::members([("content", quoted(action, "content")?.into())]),
        ));
    }
    if action.starts_with("scroll") {
        let (start, direction) = (boxed(action, "start_box")?, quoted(action, "direction")?);
        return Some((
            "scroll".into(),
            pen::members([("start_box", start), ("direction", direction.into())]),
        ));
    }
    None
}

/// An action as the documentation has it: a call of named texts and numbers; boxes are texts of a list.
fn call(action: &str) -> Result<(String, Map<String, Value>), Refusal> {
    let broken = || Refusal::from(Fault::malformed(action, EXPECTED));
    let call = match python::parse(action) {
        Ok(Expr::Call(call)) if call.positional.is_empty() => call,
        Err(python::Broken::Depth) => return Err(Fault::TooDeep.into()),
        _ => return Err(broken()),
    };
    let Expr::Name(name) = &call.function else {
        return Err(broken());
    };
    let mut fields = Map::new();
    for (key, value) in &call.keywords {
        let key = key.clone().ok_or_else(broken)?;
        let value = match value {
            Expr::Const(Const::Str(text)) if key.ends_with("_box") => python::parse(text)
                .ok()
                .and_then(|list| list.literal())
                .ok_or_else(broken)?,
            other => other.literal().ok_or_else(broken)?,
        };
        if fields.insert(key, value).is_some() {
            return Err(broken());
        }
    }
    Ok((name.clone(), fields))
}

/// The verb that an action means.
fn meaning(name: &str, args: &mut Args<'_>) -> Result<Verb, Refusal> {
    Ok(match name {
        "left_click" => Verb::tap(args.point("start_box")?),
        "right_click" => Verb::click(args.point("start_box")?, Button::Right, 1),
        "middle_click" => Verb::click(args.point("start_box")?, Button::Middle, 1),
        "left_double_click" => Verb::click(args.point("start_box")?, Button::Left, 2),
        "hover" => Verb::Move {
            to: args.point("start_box")?,
            held: Vec::new(),
        },
        "left_drag" => Verb::drag(args.point("start_box")?, args.point("end_box")?),
        "key" => {
            let text = args.text("keys")?;
            Verb::chord(args.chord("keys", &text)?)
        }
        "type" => Verb::type_text(args.text("content")?),
        "scroll" => {
            let direction = args.direction("direction")?;
            let steps = args.whole_or("step", STEPS)?;
            Verb::Scroll {
                at: args.point("start_box")?,
                travel: direction.by(Number::from_integer(steps), Unit::Clicks),
                held: Vec::new(),
            }
        }
        "WAIT" => Verb::wait(5),
        "DONE" => Verb::done(Status::Success),
        "FAIL" => Verb::done(Status::Infeasible),
        other => return Err(unknown(other, ACTIONS)),
    })
}

/// A verb as a call.
fn written(verb: &Verb) -> Result<String, Unsayable> {
    let at = |target: &Target| pen::whole(target).map(|(x, y)| format!("'[{x},{y}]'"));
    Ok(match verb {
        Verb::Click {
            at: target,
            button,
            count,
            held,
        } => {
            pen::without(held.is_empty(), "keys held")?;
            let name = match (button, count) {
                (Button::Left, 1) => "left_click",
                (Button::Left, 2) => "left_double_click",
                (Button::Right, 1) => "right_click",
                (Button::Middle, 1) => "middle_click",
                _ => return Err(Unsayable::Part("button or count")),
            };
            format!("{name}(start_box={})", at(target)?)
        }
        Verb::Move { to, held } => {
            pen::without(held.is_empty(), "keys held")?;
            format!("hover(start_box={})", at(to)?)
        }
        Verb::Drag {
            path,
            button: Button::Left,
            held,
        } if held.is_empty() => match path.as_slice() {
            [from, to] => format!("left_drag(start_box={}, end_box={})", at(from)?, at(to)?),
            _ => return Err(Unsayable::Part("way between")),
        },
        Verb::Drag { .. } => return Err(Unsayable::Part("button or keys held")),
        Verb::Keys { at, chords, times } => {
            let chord = pen::one_chord(at, chords, *times)?;
            let keys = Key::join(chord, Dialect::PyAutoGui).ok_or(Unsayable::Key)?;
            format!("key(keys={})", quote(&keys, '\''))
        }
        Verb::Type {
            into: Target::Here,
            text,
            clear: false,
            submit: false,
        } => {
            format!("type(content={})", quote(text, '\''))
        }
        Verb::Type { .. } => return Err(Unsayable::Part("target, clearing or Enter")),
        Verb::Scroll {
            at: target,
            travel,
            held,
        } => {
            pen::without(held.is_empty(), "keys held")?;
            scroll(&at(target)?, *travel)?
        }
        Verb::Wait { seconds } if *seconds == read_decimal("5") => "WAIT()".into(),
        Verb::Wait { .. } => return Err(Unsayable::Part("duration")),
        Verb::Done {
            status: Status::Success,
            message: None,
        } => "DONE()".into(),
        Verb::Done {
            status: Status::Infeasible,
            message: None,
        } => "FAIL()".into(),
        Verb::Done { .. } => return Err(Unsayable::Part("status or message")),
        _ => return Err(Unsayable::Verb),
    })
}

/// A scroll of whole clicks up or down.
fn scroll(at: &str, travel: Travel) -> Result<String, Unsayable> {
    let (direction, steps) = travel
        .along(Unit::Clicks)
        .ok_or(Unsayable::Part("distance"))?;
    pen::without(
        matches!(direction, Direction::Up | Direction::Down),
        "direction",
    )?;
    let steps = pen::integer(steps)?;
    let step = if steps == STEPS {
        String::new()
    } else {
        format!(", step={steps}")
    };
    Ok(format!(
        "scroll(start_box={at}, direction='{}'{step})",
        direction.word()
    ))
}
