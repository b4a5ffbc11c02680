//! What BrowserGym's actions mean.

use super::{Set, reader::Call};
use crate::gui::grammar::{
    Button, Fault, Journey, Key, Mode, Number, Refusal, Screen, Space, Status, Tabs, Target,
    Travel, Unit, Value as FieldValue, Verb, args::Args, refuse::clip,
};
use serde_json::{Map, Value};

/// An action and its parameters in order.
type Signature = (&'static str, &'static [&'static str]);

/// Actions of both sets.
const COMMON: &[Signature] = &[
    ("noop", &["wait_ms"]),
    ("send_msg_to_user", &["text"]),
    ("report_infeasible", &["reason"]),
    ("go_back", &[]),
    ("go_forward", &[]),
    ("goto", &["url"]),
    ("new_tab", &[]),
    ("tab_close", &[]),
    ("tab_focus", &["index"]),
];

/// Actions on elements.
const BID: &[Signature] = &[
    ("scroll", &["delta_x", "delta_y"]),
    ("fill", &["bid", "value", "enable_autocomplete_menu"]),
    ("select_option", &["bid", "options"]),
    ("click", &["bid", "button", "modifiers"]),
    ("dblclick", &["bid", "button", "modifiers"]),
    ("hover", &["bid"]),
    ("press", &["bid", "key_comb"]),
    ("focus", &["bid"]),
    ("clear", &["bid"]),
    ("drag_and_drop", &["from_bid", "to_bid"]),
    ("upload_file", &["bid", "file"]),
];

/// Actions on points.
const COORD: &[Signature] = &[
    ("scroll_at", &["x", "y", "dx", "dy"]),
    ("mouse_move", &["x", "y"]),
    ("mouse_up", &["x", "y", "button"]),
    ("mouse_down", &["x", "y", "button"]),
    ("mouse_click", &["x", "y", "button"]),
    ("mouse_dblclick", &["x", "y", "button"]),
    ("mouse_drag_and_drop", &["from_x", "from_y", "to_x", "to_y"]),
    ("mouse_upload_file", &["x", "y", "file"]),
    ("keyboard_down", &["key"]),
    ("keyboard_up", &["key"]),
    ("keyboard_press", &["key"]),
    ("keyboard_type", &["text"]),
    ("keyboard_insert_text", &["text"]),
];

/// The actions of a set.
fn signatures(set: Set) -> impl Iterator<Item = &'static Signature> {
    let own = if set == Set::Bid { BID } else { COORD };
    own.iter().chain(COMMON)
}

/// The names of a set's actions.
pub(super) fn names(set: Set) -> Vec<&'static str> {
    signatures(set).map(|(name, _)| *name).collect()
}

/// The parameters of an action of a set.
pub(super) fn parameters(name: &str, set: Set) -> Option<&'static [&'static str]> {
    signatures(set)
        .find(|(known, _)| *known == name)
        .map(|(_, parameters)| *parameters)
}

/// The arguments of a call by the names of its parameters.
fn bind(call: &Call) -> Result<Map<String, Value>, Refusal> {
    let known = parameters(&call.name, Set::Bid)
        .or_else(|| parameters(&call.name, Set::Coord))
        .unwrap_or_default();
    let mut map = Map::new();
    let given = call
        .positional
        .iter()
        .enumerate()
        .map(|(index, value)| (known.get(index).copied().unwrap_or_default(), value));
    for (name, value) in given.chain(
        call.named
            .iter()
            .map(|(name, value)| (name.as_str(), value)),
    ) {
        if !known.contains(&name) || map.insert(name.to_owned(), value.clone()).is_some() {
            let fault = Fault::Extra {
                action: call.name.clone(),
                argument: if name.is_empty() {
                    clip(&value.to_string())
                } else {
                    clip(name)
                },
            };
            return Err(fault.raises("TypeError"));
        }
    }
    Ok(map)
}

/// The verb of a call.
pub(super) fn meaning(call: &Call, screen: Screen, mode: Mode) -> Result<Verb, Refusal> {
    let map = bind(call)?;
    let mut args = Args::new(&call.name, &map, mode, &[]).points(Space::Pixels, screen);
    let verb = match call.name.as_str() {
        name if parameters(name, Set::Bid).is_some() && BID.iter().any(|(own, _)| *own == name) => {
            on_element(name, &mut args)?
        }
        name if COORD.iter().any(|(own, _)| *own == name) => on_point(name, &mut args)?,
        name => common(name, &mut args)?,
    };
    args.finish()?;
    Ok(verb)
}

/// What both sets do.
fn common(name: &str, args: &mut Args<'_>) -> Result<Verb, Refusal> {
    Ok(match name {
        "noop" => {
            let ms = if args.has("wait_ms") {
                args.seconds("wait_ms")?
            } else {
                Number::from_integer(1000)
            };
            let thousand = Number::from_integer(1000);
            // So that the division stays exact and small.
            if *ms.denom() > 1_000_000_000 {
                return Err(args.wrong("wait_ms", &ms.to_string().into(), "milliseconds"));
            }
            Verb::Wait {
                seconds: Some(ms / thousand),
            }
        }
        "send_msg_to_user" => Verb::Answer {
            text: args.text("text")?,
        },
        "report_infeasible" => Verb::Done {
            status: Status::Infeasible,
            message: Some(args.text("reason")?),
        },
        "go_back" => Verb::Navigate(Journey::Back),
        "go_forward" => Verb::Navigate(Journey::Forward),
        "goto" => Verb::Navigate(Journey::Url(args.text("url")?)),
        "new_tab" => Verb::Tab(Tabs::New),
        "tab_close" => Verb::Tab(Tabs::CloseThis),
        _ => Verb::Tab(Tabs::SwitchIndex(args.whole("index")?)),
    })
}

/// An element by its bid, which is a text.
fn element(args: &mut Args<'_>, name: &str) -> Result<Target, Refusal> {
    let value = args.must(name, "a bid in quotes")?;
    match value {
        Value::String(bid) => Ok(Target::Name(bid.clone())),
        other => Err(args.wrong(name, other, "a bid in quotes")),
    }
}

/// What is done to elements.
fn on_element(name: &str, args: &mut Args<'_>) -> Result<Verb, Refusal> {
    Ok(match name {
        "scroll" => Verb::Scroll {
            at: Target::Here,
            travel: Travel::By {
                right: args.number("delta_x")?,
                down: args.number("delta_y")?,
                unit: Unit::Pixels,
            },
            held: Vec::new(),
        },
        "fill" => Verb::SetValue {
            at: element(args, "bid")?,
            value: FieldValue::Text(args.text("value")?),
            suggest: args.flag("enable_autocomplete_menu", false)?,
        },
        "select_option" => Verb::Select {
            at: element(args, "bid")?,
            options: one_or_several(args, "options")?,
        },
        "click" | "dblclick" => Verb::Click {
            at: element(args, "bid")?,
            button: button(args)?,
            count: if name == "click" { 1 } else { 2 },
            held: modifiers(args)?,
        },
        "hover" => Verb::Move {
            to: element(args, "bid")?,
            held: Vec::new(),
        },
        "press" => {
            let at = element(args, "bid")?;
            let text = args.text("key_comb")?;
            Verb::Keys {
                at,
                chords: vec![args.chord("key_comb", &text)?],
                times: 1,
            }
        }
        "focus" => Verb::Focus {
            at: element(args, "bid")?,
        },
        "clear" => Verb::Clear {
            at: element(args, "bid")?,
        },
        "drag_and_drop" => Verb::drag(element(args, "from_bid")?, element(args, "to_bid")?),
        _ => Verb::Upload {
            at: element(args, "bid")?,
            files: one_or_several(args, "file")?,
            documents: Vec::new(),
        },
    })
}

/// What is done at points.
fn on_point(name: &str, args: &mut Args<'_>) -> Result<Verb, Refusal> {
    let key = |args: &mut Args<'_>| {
        let text = args.text("key")?;
        args.key("key", &text)
    };
    Ok(match name {
        "scroll_at" => Verb::Scroll {
            at: args.point_xy("x", "y")?,
            travel: Travel::By {
                right: args.number("dx")?,
                down: args.number("dy")?,
                unit: Unit::Pixels,
            },
            held: Vec::new(),
        },
        "mouse_move" => Verb::Move {
            to: args.point_xy("x", "y")?,
            held: Vec::new(),
        },
        "mouse_up" => Verb::Release {
            at: args.point_xy("x", "y")?,
            button: button(args)?,
        },
        "mouse_down" => Verb::Press {
            at: args.point_xy("x", "y")?,
            button: button(args)?,
        },
        "mouse_click" => Verb::click(args.point_xy("x", "y")?, button(args)?, 1),
        "mouse_dblclick" => Verb::click(args.point_xy("x", "y")?, button(args)?, 2),
        "mouse_drag_and_drop" => Verb::drag(
            args.point_xy("from_x", "from_y")?,
            args.point_xy("to_x", "to_y")?,
        ),
        "mouse_upload_file" => Verb::Upload {
            at: args.point_xy("x", "y")?,
            files: one_or_several(args, "file")?,
            documents: Vec::new(),
        },
        "keyboard_down" => Verb::KeyDown { key: key(args)? },
        "keyboard_up" => Verb::KeyUp { key: key(args)? },
        "keyboard_press" => {
            let text = args.text("key")?;
            Verb::chord(args.chord("key", &text)?)
        }
        "keyboard_type" => Verb::type_text(args.text("text")?),
        _ => Verb::Insert {
            text: args.text("text")?,
        },
    })
}

/// A button, by default the left one.
fn button(args: &mut Args<'_>) -> Result<Button, Refusal> {
    if !args.has("button") {
        return Ok(Button::Left);
    }
    Ok(match args.word("button", &["left", "middle", "right"])? {
        "left" => Button::Left,
        "middle" => Button::Middle,
        _ => Button::Right,
    })
}

/// Keys held meanwhile.
fn modifiers(args: &mut Args<'_>) -> Result<Vec<Key>, Refusal> {
    if !args.has("modifiers") {
        return Ok(Vec::new());
    }
    let texts = args.texts("modifiers")?;
    if texts.is_empty() {
        return Ok(Vec::new());
    }
    let keys = args.keys("modifiers", texts.iter().map(String::as_str))?;
    match keys.iter().all(Key::is_modifier) {
        true => Ok(keys),
        false => Err(args.wrong(
            "modifiers",
            &Value::from(texts),
            "Alt, Control, ControlOrMeta, Meta or Shift",
        )),
    }
}

/// A text, or a list of them.
fn one_or_several(args: &mut Args<'_>, name: &str) -> Result<Vec<String>, Refusal> {
    match args.find(name) {
        Some(Value::Array(_)) => args.texts(name),
        _ => args.text(name).map(|text| vec![text]),
    }
}
