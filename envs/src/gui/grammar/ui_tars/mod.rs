//! UI-TARS 1, 1.5 and Doubao: `Thought: ..`, then `Action: name(argument='..')`.
//!
//! UI-TARS 1.5 states points in pixels of the resized image, the others from 0 to 1000. As released a text is rewritten
//! by replacement before Python's `ast` reads it (`action_parser.py`), which is where its quirks come from.

mod released;
mod write;

use super::{
    About, Button, Codec, Direction, Fault, Key, MOST_VERBS, Mode, Number, Opening, Reading,
    Refusal, Screen, Space, Status, SystemButton, Target, UI_TARS_RESIZE, Unsayable, Verb,
    args::{Args, unknown},
    point::middle,
    python::{self, Const, Expr, split_blanks, strip},
    read_decimal,
};
use serde_json::{Map, Value};

/// What is looked for.
const EXPECTED: &str = "`Action: name(argument='..')`";

/// The actions of the published prompts.
const ACTIONS: &[&str] = &[
    "click",
    "left_double",
    "right_single",
    "long_press",
    "drag",
    "hotkey",
    "type",
    "scroll",
    "open_app",
    "press_home",
    "press_back",
    "wait",
    "finished",
    "call_user",
];

/// UI-TARS in one of its two spaces.
pub(super) struct UiTars(About);

/// UI-TARS 1.5: pixels of the resized image.
pub(super) static RESIZED: UiTars = UiTars(About {
    name: "ui-tars/resized-pixels",
    summary: "UI-TARS 1.5: one call after `Action: `, points in pixels of the resized image",
    source: "bytedance/UI-TARS 582f3a7, codes/ui_tars/action_parser.py and prompt.py; arXiv 2501.12326",
    space: Space::Resized(UI_TARS_RESIZE),
    batch: true,
    quirks: QUIRKS,
    example: EXAMPLE,
});

/// UI-TARS 1 and Doubao: 0 to 1000.
pub(super) static THOUSAND: UiTars = UiTars(About {
    name: "ui-tars/0-1000",
    summary: "UI-TARS 1 and Doubao: one call after `Action: `, points from 0 to 1000",
    space: Space::Thousand,
    ..RESIZED_ABOUT
});

/// What the two share.
const RESIZED_ABOUT: About = About {
    name: "",
    summary: "",
    source: "bytedance/UI-TARS 582f3a7, codes/ui_tars/action_parser.py, prompt.py and README_v1.md; arXiv 2501.12326",
    space: Space::Thousand,
    batch: true,
    quirks: QUIRKS,
    example: EXAMPLE,
};

const EXAMPLE: &str = "Thought: Open it.\nAction: click(point='<point>503 871</point>')";

const QUIRKS: &str = "the text after the last `Action: ` counts; `point=` is replaced everywhere, in texts too; \
    unescaped quotes in what is typed are repaired; points are not checked against their space; a literal `\\n` at the \
    end of what is typed submits and takes letters n before it along";

/// One call as the released parser has it: its name, and its arguments as texts.
struct Act {
    name: Option<String>,
    inputs: Vec<(String, String)>,
}

impl Codec for UiTars {
    fn about(&self) -> &'static About {
        if self.0.name == RESIZED.0.name {
            &RESIZED.0
        } else {
            &THOUSAND.0
        }
    }

    fn read(&self, text: &str, screen: Screen, mode: Mode) -> Result<Reading, Refusal> {
        let (acts, thought) = match mode {
            Mode::Released => released::cut(text, self.0.space, screen)?,
            Mode::Strict => strict(text)?,
        };
        let verbs = acts
            .iter()
            .map(|act| self.verb(act, screen, mode))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Reading { verbs, thought })
    }

    fn write(&self, verbs: &[Verb], mode: Mode) -> Result<String, Unsayable> {
        let calls = verbs
            .iter()
            .map(|verb| write::call(verb, mode))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(format!("Thought: \nAction: {}", calls.join("\n\n")))
    }

    fn released(&self, text: &str, screen: Screen) -> Result<Value, Refusal> {
        let (acts, _) = released::cut(text, self.0.space, screen)?;
        let shown = acts
            .iter()
            .map(|act| released::shown(act, self.0.space, screen))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Value::Array(shown))
    }
}

impl UiTars {
    /// The verb of a call.
    fn verb(&self, act: &Act, screen: Screen, mode: Mode) -> Result<Verb, Refusal> {
        let name = act.name.as_deref().unwrap_or_default();
        let map: Map<String, Value> = act
            .inputs
            .iter()
            .map(|(name, value)| (name.clone(), Value::String(value.clone())))
            .collect();
        let mut args = Args::new(name, &map, mode, &[]).points(self.0.space, screen);
        let verb = meaning(name, &mut args, mode)?;
        args.finish()?;
        Ok(verb)
    }
}

/// Calls as the documentation has them: the last `Action:`, calls with lines between.
fn strict(text: &str) -> Result<(Vec<Act>, Option<String>), Refusal> {
    let start = match text.rfind("\nAction:") {
        Some(at) => at + "\nAction:".len(),
        None if text.starts_with("Action:") => "Action:".len(),
        None => return Err(Fault::NoAction { expected: EXPECTED }.into()),
    };
    let mut rest = text[start..].trim();
    let mut acts = Vec::new();
    while !rest.is_empty() {
        if acts.len() >= MOST_VERBS {
            return Err(Fault::TooMany.into());
        }
        let broken = |_| Refusal::from(Fault::malformed(rest, EXPECTED));
        let (expr, end) = python::parse_prefix(rest).map_err(broken)?;
        let (line, after) = rest.split_at(end);
        if !(after.is_empty() || after.starts_with(['\n', '\r'])) || !matches!(expr, Expr::Call(_))
        {
            return Err(Fault::malformed(rest, EXPECTED).into());
        }
        acts.push(strict_act(&expr, line)?);
        rest = after.trim_start();
    }
    if acts.is_empty() {
        return Err(Fault::NoAction { expected: EXPECTED }.into());
    }
    Ok((acts, released::thought(text)))
}

/// A call of named texts.
fn strict_act(expr: &Expr, line: &str) -> Result<Act, Refusal> {
    let wrong = || Refusal::from(Fault::malformed(line, EXPECTED));
    let Expr::Call(call) = expr else {
        return Err(wrong());
    };
    let (Expr::Name(name), true) = (&call.function, call.positional.is_empty()) else {
        return Err(wrong());
    };
    let mut inputs = Vec::new();
    for (name, value) in &call.keywords {
        let (Some(name), Expr::Const(Const::Str(value))) = (name, value) else {
            return Err(wrong());
        };
        let name = match name.as_str() {
            "point" | "start_point" => "start_box",
            "end_point" => "end_box",
            other => other,
        };
        if inputs.iter().any(|(known, _)| known == name) {
            return Err(wrong());
        }
        inputs.push((name.to_owned(), value.clone()));
    }
    Ok(Act {
        name: Some(name.clone()),
        inputs,
    })
}

/// The verb that a name and its arguments mean.
fn meaning(name: &str, args: &mut Args<'_>, mode: Mode) -> Result<Verb, Refusal> {
    let released = mode == Mode::Released;
    Ok(match name {
        "click" => Verb::tap(spot(args, "start_box")?),
        "left_single" if released => Verb::tap(spot(args, "start_box")?),
        "left_double" => Verb::click(spot(args, "start_box")?, Button::Left, 2),
        "right_single" => Verb::click(spot(args, "start_box")?, Button::Right, 1),
        "hover" if released => Verb::Move {
            to: spot(args, "start_box")?,
            held: Vec::new(),
        },
        "long_press" => Verb::LongPress {
            at: spot(args, "start_box")?,
            seconds: seconds(args)?,
        },
        "drag" => Verb::drag(spot(args, "start_box")?, spot(args, "end_box")?),
        "select" if released => Verb::drag(spot(args, "start_box")?, spot(args, "end_box")?),
        "hotkey" => hotkey(args, mode)?,
        "press" | "keydown" if released => Verb::KeyDown { key: single(args)? },
        "release" | "keyup" if released => Verb::KeyUp { key: single(args)? },
        "type" => typed(args.text_or_none("content")?.unwrap_or_default(), mode),
        "scroll" => scroll(args, mode)?,
        "open_app" => Verb::Open(Opening::App(args.text("app_name")?)),
        "press_home" => Verb::System(SystemButton::Home),
        "press_back" => Verb::System(SystemButton::Back),
        "wait" => Verb::wait(5),
        "finished" => Verb::Done {
            status: Status::Success,
            message: args.text_or_none("content")?,
        },
        "call_user" => Verb::Ask {
            text: args.text_or_none("content")?.unwrap_or_default(),
        },
        other => return Err(unknown(other, ACTIONS)),
    })
}

/// A point, or the middle of a box, in any of its published forms.
fn spot(args: &mut Args<'_>, name: &str) -> Result<Target, Refusal> {
    const FORM: &str = "'<point>x y</point>' or '(x,y)'";
    let value = args.must(name, FORM)?;
    let wrong = |args: &Args<'_>| args.wrong(name, value, FORM);
    let text = strip(value.as_str().unwrap_or_default());
    let tagged = text
        .strip_prefix("<point>")
        .and_then(|text| text.strip_suffix("</point>"));
    let numbers: Option<Vec<Number>> = if let Some(inner) = tagged {
        split_blanks(inner).into_iter().map(read_decimal).collect()
    } else {
        let bare = text.strip_prefix("<|box_start|>").unwrap_or(text);
        let bare = bare.strip_suffix("<|box_end|>").unwrap_or(bare);
        bare.replace(['(', ')'], "")
            .split(',')
            .map(|part| read_decimal(strip(part)))
            .collect()
    };
    match numbers.as_deref() {
        Some([x, y]) => args.place(name, *x, *y),
        Some([left, top, right, bottom]) => {
            let (Some(x), Some(y)) = (middle(*left, *right), middle(*top, *bottom)) else {
                return Err(wrong(args));
            };
            args.place(name, x, y)
        }
        _ => Err(wrong(args)),
    }
}

/// How long a press is, where it is said.
fn seconds(args: &mut Args<'_>) -> Result<Option<Number>, Refusal> {
    let Some(text) = args.text_or_none("time")? else {
        return Ok(None);
    };
    let wrong = |args: &Args<'_>| args.wrong("time", &Value::String(text.clone()), "seconds");
    match read_decimal(strip(&text)) {
        Some(number) if number >= Number::from_integer(0) => Ok(Some(number)),
        _ => Err(wrong(args)),
    }
}

/// Keys with blanks between.
fn hotkey(args: &mut Args<'_>, mode: Mode) -> Result<Verb, Refusal> {
    let name = if mode == Mode::Released && !args.has("key") {
        "hotkey"
    } else {
        "key"
    };
    let text = args.text(name)?;
    let keys = args.keys(name, split_blanks(&text))?;
    if mode == Mode::Strict && keys.len() > 3 {
        return Err(args.wrong(
            name,
            &Value::String(text),
            "at most three keys, with blanks between",
        ));
    }
    Ok(Verb::chord(keys))
}

/// The one key that goes down or up.
fn single(args: &mut Args<'_>) -> Result<Key, Refusal> {
    let name = if args.has("key") { "key" } else { "press" };
    let text = args.text(name)?;
    args.key(name, &text)
}

/// A text; a line's end submits it.
fn typed(content: String, mode: Mode) -> Verb {
    let submit = content.ends_with('\n') || (mode == Mode::Released && content.ends_with("\\n"));
    let text = match mode {
        Mode::Strict => content.strip_suffix('\n').unwrap_or(&content).to_owned(),
        Mode::Released if submit => {
            // The original strips the letters of `\n` first and line ends after.
            content
                .trim_end_matches(['\\', 'n'])
                .trim_end_matches('\n')
                .to_owned()
        }
        Mode::Released => content,
    };
    Verb::Type {
        into: Target::Here,
        text,
        clear: false,
        submit,
    }
}

/// A scroll in a direction, or - in UI-TARS 1 - a finger from one point to another.
fn scroll(args: &mut Args<'_>, mode: Mode) -> Result<Verb, Refusal> {
    if args.has("end_box") {
        return Ok(Verb::Swipe {
            from: spot(args, "start_box")?,
            to: spot(args, "end_box")?,
        });
    }
    let at = if args.has("start_box") {
        spot(args, "start_box")?
    } else {
        Target::Here
    };
    if mode == Mode::Strict {
        return Ok(Verb::page(at, args.direction("direction")?));
    }
    let text = args.text_or_none("direction")?.unwrap_or_default();
    let small = text.to_lowercase();
    let found = Direction::ALL
        .into_iter()
        .find(|direction| small.contains(direction.word()));
    match found {
        Some(direction) => Ok(Verb::page(at, direction)),
        None => Err(args.wrong("direction", &Value::String(text), "up, down, left or right")),
    }
}
