//! The browser toolset of August 2026: 31 members, elements by reference or points in pixels of the viewport.

use super::{block, blocks, browser_write, chords, held, joined, region, times, written};
use crate::gui::grammar::{
    About, Button, Codec, Journey, Look, Mode, Number, Reading, Refusal, Screen, Shown, Space,
    Tabs, Target, Unit, Unsayable, Value as FieldValue, Verb,
    args::{Args, exact, unknown},
    typed::{Field, Rigour, Type, may, must},
};
use serde_json::Value;

/// The browser toolset.
pub(in super::super) struct Browser;

/// The one there is.
pub(in super::super) static BROWSER: Browser = Browser;

const MEMBERS: &[&str] = &[
    "navigate",
    "list_tabs",
    "new_tab",
    "switch_tab",
    "close_tab",
    "read_page",
    "get_page_text",
    "read_console",
    "read_network",
    "find",
    "form_input",
    "file_upload",
    "scroll_to",
    "screenshot",
    "zoom",
    "left_click",
    "right_click",
    "middle_click",
    "double_click",
    "triple_click",
    "hover",
    "left_click_drag",
    "left_mouse_down",
    "left_mouse_up",
    "mouse_move",
    "scroll",
    "type",
    "key",
    "hold_key",
    "wait",
    "javascript_exec",
];

/// Clicks of the wheel where none are said.
const CLICKS: i64 = 3;

static ABOUT: About = About {
    name: "anthropic/browser_toolset_20260801",
    summary: "Anthropic's browser toolset of August 2026: a tool_use block per action, references or viewport pixels",
    source: "anthropic 2.14.0 (Python package), types/beta/beta_browser_*",
    space: Space::Pixels,
    batch: true,
    quirks: "members that the types do not have are kept; whole numbers may be texts of them; points are not checked",
    example: r#"{"type": "tool_use", "id": "toolu_1", "name": "left_click", "toolset_name": "browser", "input": {"target": {"type": "ref", "ref": "ref_7"}}}"#,
};

const COORDINATE: &[Field] = &[
    must("type", Type::Literal(&["coordinate"])),
    must("x", Type::Int),
    must("y", Type::Int),
];
const REF: &[Field] = &[
    must("type", Type::Literal(&["ref"])),
    must("ref", Type::Str),
];
const POINT: Type = Type::Model(COORDINATE);
const TARGET: Type = Type::OneOf(&[COORDINATE, REF]);
const TAB: Field = may("tab_id", Type::Str);

/// The input of a member.
fn member(name: &str) -> Option<&'static [Field]> {
    Some(match name {
        "navigate" => const { &[must("url", Type::Str), TAB] },
        "list_tabs" | "new_tab" => &[],
        "switch_tab" | "close_tab" => const { &[must("tab_id", Type::Str)] },
        "read_page" => {
            const {
                &[
                    may("depth", Type::Int),
                    may("filter", Type::Literal(&["all", "interactive"])),
                    may("ref", Type::Str),
                    TAB,
                ]
            }
        }
        "get_page_text" | "read_console" | "read_network" | "screenshot" => const { &[TAB] },
        "find" => const { &[must("query", Type::Str), TAB] },
        "form_input" => {
            const {
                &[
                    must("target", Type::Model(REF)),
                    must("value", Type::Scalar),
                    TAB,
                ]
            }
        }
        "file_upload" => {
            const {
                &[
                    must("target", Type::Model(REF)),
                    may("document_ids", Type::List(&Type::Str)),
                    may("paths", Type::List(&Type::Str)),
                    TAB,
                ]
            }
        }
        "scroll_to" => const { &[must("target", Type::Model(REF)), TAB] },
        "zoom" => const { &[must("region", Type::List(&Type::Int)), TAB] },
        "left_click" | "right_click" | "middle_click" | "double_click" | "triple_click" => {
            const { &[must("target", TARGET), may("modifiers", Type::Str), TAB] }
        }
        "hover" => const { &[must("target", TARGET), TAB] },
        "left_click_drag" => const { &[must("from", POINT), must("target", POINT), TAB] },
        "left_mouse_down" | "left_mouse_up" | "mouse_move" => {
            const { &[must("target", POINT), TAB] }
        }
        "scroll" => {
            const {
                &[
                    must(
                        "scroll_direction",
                        Type::Literal(&["up", "down", "left", "right"]),
                    ),
                    must("target", POINT),
                    may("scroll_amount", Type::Int),
                    TAB,
                ]
            }
        }
        "type" | "javascript_exec" => const { &[must("text", Type::Str), TAB] },
        "key" => const { &[must("text", Type::Str), may("repeat", Type::Int), TAB] },
        "hold_key" => const { &[must("duration", Type::Float), must("text", Type::Str), TAB] },
        "wait" => const { &[must("duration", Type::Float), TAB] },
        _ => return None,
    })
}

impl Codec for Browser {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn read(&self, text: &str, screen: Screen, mode: Mode) -> Result<Reading, Refusal> {
        let rigour = if mode == Mode::Strict {
            Rigour::Strict
        } else {
            Rigour::Lax
        };
        let (values, thought) = blocks(text)?;
        let mut verbs = Vec::new();
        for value in &values {
            let block = block(value, &["browser"], rigour, member, MEMBERS)?;
            let mut args =
                Args::new(&block.name, &block.input, mode, &[]).points(Space::Pixels, screen);
            let verb = meaning(&block.name, &mut args, screen, mode)?;
            let names_tab = matches!(
                block.name.as_str(),
                "switch_tab" | "close_tab" | "list_tabs" | "new_tab"
            );
            let tab = if names_tab {
                None
            } else {
                args.text_or_none("tab_id")?
            };
            args.finish()?;
            verbs.push(match tab {
                None => verb,
                Some(tab) => Verb::InTab {
                    tab,
                    verb: Box::new(verb),
                },
            });
        }
        Ok(Reading { verbs, thought })
    }

    fn write(&self, verbs: &[Verb], _: Mode) -> Result<String, Unsayable> {
        let one =
            |verb| browser_write::input(verb).map(|(name, input)| written("browser", name, &input));
        verbs.iter().map(one).collect::<Result<_, _>>().map(joined)
    }

    fn released(&self, text: &str, _: Screen) -> Result<Value, Refusal> {
        let value = crate::gui::grammar::args::json(text, super::EXPECTED)
            .map_err(|refusal| refusal.fault.raises("ValidationError"))?;
        block(&value, &["browser"], Rigour::Lax, member, MEMBERS)
            .map(|block| Value::Object(block.fields))
    }
}

/// A target: an element or a point.
fn target(args: &mut Args<'_>, name: &str, screen: Screen, mode: Mode) -> Result<Target, Refusal> {
    let value = args.must(name, "a target")?;
    let fields = super::input_of(value)?;
    if let Some(name) = fields.get("ref").and_then(Value::as_str) {
        return Ok(Target::Name(name.to_owned()));
    }
    let mut inner = Args::new(&args.action, fields, mode, &["type"]).points(Space::Pixels, screen);
    let point = inner.point_xy("x", "y")?;
    inner.finish()?;
    Ok(point)
}

/// The verb that a member means.
fn meaning(name: &str, args: &mut Args<'_>, screen: Screen, mode: Mode) -> Result<Verb, Refusal> {
    let at = |args: &mut Args<'_>| target(args, "target", screen, mode);
    let click = |args: &mut Args<'_>, button, count| {
        Ok(Verb::Click {
            at: target(args, "target", screen, mode)?,
            button,
            count,
            held: held(args, "modifiers")?,
        })
    };
    match name {
        "left_click" => click(args, Button::Left, 1),
        "right_click" => click(args, Button::Right, 1),
        "middle_click" => click(args, Button::Middle, 1),
        "double_click" => click(args, Button::Left, 2),
        "triple_click" => click(args, Button::Left, 3),
        "hover" | "mouse_move" => Ok(Verb::Move {
            to: at(args)?,
            held: Vec::new(),
        }),
        "left_click_drag" => Ok(Verb::drag(target(args, "from", screen, mode)?, at(args)?)),
        "left_mouse_down" => Ok(Verb::Press {
            at: at(args)?,
            button: Button::Left,
        }),
        "left_mouse_up" => Ok(Verb::Release {
            at: at(args)?,
            button: Button::Left,
        }),
        "scroll_to" => Ok(Verb::ScrollTo { at: at(args)? }),
        "scroll" => {
            let direction = args.direction("scroll_direction")?;
            let amount = args.whole_or("scroll_amount", CLICKS)?;
            if mode == Mode::Strict && !(1..=10).contains(&amount) {
                return Err(args.wrong("scroll_amount", &amount.into(), "1 to 10"));
            }
            Ok(Verb::Scroll {
                at: at(args)?,
                travel: direction.by(Number::from_integer(amount), Unit::Clicks),
                held: Vec::new(),
            })
        }
        "form_input" => {
            let at = at(args)?;
            let value = args.must("value", "a text, a number or a flag")?;
            let wrong = args.wrong("value", value, "a text, a number or a flag");
            let value = match value {
                Value::String(text) => FieldValue::Text(text.clone()),
                Value::Bool(flag) => FieldValue::Flag(*flag),
                other => FieldValue::Number(exact(other, mode).ok_or(wrong)?),
            };
            Ok(Verb::SetValue {
                at,
                value,
                suggest: false,
            })
        }
        "file_upload" => upload(at(args)?, args, mode),
        _ => page(name, args, mode),
    }
}

/// Files for an element: paths, documents or both.
fn upload(at: Target, args: &mut Args<'_>, mode: Mode) -> Result<Verb, Refusal> {
    let list = |args: &mut Args<'_>, name: &str| {
        if args.has(name) {
            args.texts(name)
        } else {
            Ok(Vec::new())
        }
    };
    let (files, documents) = (list(args, "paths")?, list(args, "document_ids")?);
    if mode == Mode::Strict && files.is_empty() && documents.is_empty() {
        return Err(args.missing("paths", "paths or document_ids"));
    }
    Ok(Verb::Upload {
        at,
        files,
        documents,
    })
}

/// What is done with the page, its tabs and the keyboard.
fn page(name: &str, args: &mut Args<'_>, mode: Mode) -> Result<Verb, Refusal> {
    Ok(match name {
        "navigate" => {
            let url = args.text("url")?;
            Verb::Navigate(match url.as_str() {
                "back" => Journey::Back,
                "forward" => Journey::Forward,
                "reload" => Journey::Reload,
                _ => Journey::Url(url),
            })
        }
        "list_tabs" => Verb::Tab(Tabs::List),
        "new_tab" => Verb::Tab(Tabs::New),
        "switch_tab" => Verb::Tab(Tabs::Switch(args.text("tab_id")?)),
        "close_tab" => Verb::Tab(Tabs::Close(args.text("tab_id")?)),
        "read_page" => Verb::Look(Look::Page {
            root: args.text_or_none("ref")?,
            depth: if args.has("depth") {
                Some(args.whole("depth")?)
            } else {
                None
            },
            shown: match args.text_or_none("filter")?.as_deref() {
                None => Shown::Visible,
                Some("all") => Shown::All,
                Some(_) => Shown::Interactive,
            },
        }),
        "get_page_text" => Verb::Look(Look::Text),
        "read_console" => Verb::Look(Look::Console),
        "read_network" => Verb::Look(Look::Network),
        "find" => Verb::Look(Look::Find(args.text("query")?)),
        "screenshot" => Verb::Look(Look::Screenshot),
        "zoom" => Verb::Look(Look::Zoom(region(args)?)),
        "type" => Verb::type_text(args.text("text")?),
        "javascript_exec" => Verb::Script {
            code: args.text("text")?,
        },
        "key" => Verb::Keys {
            at: Target::Here,
            chords: chords(args, "text")?,
            times: times(args)?,
        },
        "hold_key" => {
            let text = args.text("text")?;
            Verb::HoldKeys {
                chord: args.chord("text", &text)?,
                seconds: at_most_thirty(args, mode)?,
            }
        }
        "wait" => Verb::Wait {
            seconds: Some(at_most_thirty(args, mode)?),
        },
        other => return Err(unknown(other, MEMBERS)),
    })
}

/// A duration; strictly at most 30 seconds.
fn at_most_thirty(args: &mut Args<'_>, mode: Mode) -> Result<Number, Refusal> {
    let seconds = args.seconds("duration")?;
    if mode == Mode::Strict && seconds > Number::from_integer(30) {
        return Err(args.wrong(
            "duration",
            &seconds.to_string().into(),
            "at most 30 seconds",
        ));
    }
    Ok(seconds)
}
