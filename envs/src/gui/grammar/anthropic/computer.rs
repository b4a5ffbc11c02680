//! The computer toolset of August 2026: 17 members, points in pixels of the screenshot.

use super::{block, blocks, chords, held, joined, region, times, written};
use crate::gui::grammar::{
    About, Button, Codec, Dialect, Key, Look, Mode, Number, Reading, Refusal, Screen, Space,
    Target, Travel, Unit, Unsayable, Verb,
    args::{Args, unknown},
    pen,
    typed::{Field, Rigour, Type, may, must},
};
use serde_json::{Map, Value, json};

/// The computer toolset.
pub(in super::super) struct Computer;

/// The one there is.
pub(in super::super) static COMPUTER: Computer = Computer;

/// The members.
pub(super) const MEMBERS: &[&str] = &[
    "key",
    "hold_key",
    "type",
    "cursor_position",
    "mouse_move",
    "left_mouse_down",
    "left_mouse_up",
    "left_click",
    "left_click_drag",
    "right_click",
    "middle_click",
    "double_click",
    "triple_click",
    "scroll",
    "wait",
    "screenshot",
    "zoom",
];

const PAIR: Type = Type::List(&Type::Int);
const DIRECTION: Type = Type::Literal(&["up", "down", "left", "right"]);

static ABOUT: About = About {
    name: "anthropic/computer_toolset_20260801",
    summary: "Anthropic's computer toolset of August 2026: a tool_use block per action, pixels",
    source: "anthropic 2.14.0 (Python package), types/beta/beta_computer_*",
    space: Space::Pixels,
    batch: true,
    quirks: "members that the types do not have are kept; points are not checked",
    example: r#"{"type": "tool_use", "id": "toolu_1", "name": "left_click", "toolset_name": "computer", "input": {"coordinate": [503, 871]}}"#,
};

/// The input of a member.
pub(super) fn member(name: &str) -> Option<&'static [Field]> {
    Some(match name {
        "key" => const { &[must("text", Type::Str), may("repeat", Type::Int)] },
        "hold_key" => const { &[must("text", Type::Str), must("duration", Type::Int)] },
        "type" => const { &[must("text", Type::Str)] },
        "cursor_position" | "left_mouse_down" | "left_mouse_up" | "screenshot" => &[],
        "mouse_move" => const { &[must("coordinate", PAIR)] },
        "left_click" | "right_click" | "middle_click" | "double_click" | "triple_click" => {
            const { &[may("coordinate", PAIR), may("text", Type::Str)] }
        }
        "left_click_drag" => {
            const {
                &[
                    must("coordinate", PAIR),
                    must("start_coordinate", PAIR),
                    may("text", Type::Str),
                ]
            }
        }
        "scroll" => {
            const {
                &[
                    must("scroll_amount", Type::Int),
                    must("scroll_direction", DIRECTION),
                    may("coordinate", PAIR),
                    may("text", Type::Str),
                ]
            }
        }
        "wait" => const { &[must("duration", Type::Int)] },
        "zoom" => const { &[must("region", Type::List(&Type::Int))] },
        _ => return None,
    })
}

impl Codec for Computer {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn read(&self, text: &str, screen: Screen, mode: Mode) -> Result<Reading, Refusal> {
        let (values, thought) = blocks(text)?;
        let mut verbs = Vec::new();
        for value in &values {
            let block = block(value, &["computer"], Rigour::Strict, member, MEMBERS)?;
            let mut args =
                Args::new(&block.name, &block.input, mode, &[]).points(Space::Pixels, screen);
            verbs.push(meaning(&block.name, &mut args)?);
            args.finish()?;
        }
        Ok(Reading { verbs, thought })
    }

    fn write(&self, verbs: &[Verb], _: Mode) -> Result<String, Unsayable> {
        let one = |verb| input(verb).map(|(name, input)| written("computer", name, &input));
        verbs.iter().map(one).collect::<Result<_, _>>().map(joined)
    }

    fn released(&self, text: &str, _: Screen) -> Result<Value, Refusal> {
        let value = crate::gui::grammar::args::json(text, super::EXPECTED)
            .map_err(|refusal| refusal.fault.raises("ValidationError"))?;
        block(&value, &["computer"], Rigour::Strict, member, MEMBERS)
            .map(|block| Value::Object(block.fields))
    }
}

/// The verb that a member means.
pub(super) fn meaning(name: &str, args: &mut Args<'_>) -> Result<Verb, Refusal> {
    let click = |args: &mut Args<'_>, button, count| {
        Ok(Verb::Click {
            at: args.point_or_here("coordinate")?,
            button,
            count,
            held: held(args, "text")?,
        })
    };
    match name {
        "left_click" => click(args, Button::Left, 1),
        "right_click" => click(args, Button::Right, 1),
        "middle_click" => click(args, Button::Middle, 1),
        "double_click" => click(args, Button::Left, 2),
        "triple_click" => click(args, Button::Left, 3),
        "left_click_drag" => Ok(Verb::Drag {
            path: vec![args.point("start_coordinate")?, args.point("coordinate")?],
            button: Button::Left,
            held: held(args, "text")?,
        }),
        "scroll" => {
            let direction = args.direction("scroll_direction")?;
            let amount = args.whole("scroll_amount")?;
            Ok(Verb::Scroll {
                at: args.point_or_here("coordinate")?,
                travel: direction.by(Number::from_integer(amount), Unit::Clicks),
                held: held(args, "text")?,
            })
        }
        _ => simple(name, args),
    }
}

/// The members with little to say.
fn simple(name: &str, args: &mut Args<'_>) -> Result<Verb, Refusal> {
    let left = |press: bool| {
        let (at, button) = (Target::Here, Button::Left);
        if press {
            Verb::Press { at, button }
        } else {
            Verb::Release { at, button }
        }
    };
    Ok(match name {
        "key" => Verb::Keys {
            at: Target::Here,
            chords: chords(args, "text")?,
            times: times(args)?,
        },
        "hold_key" => {
            let text = args.text("text")?;
            Verb::HoldKeys {
                chord: args.chord("text", &text)?,
                seconds: args.seconds("duration")?,
            }
        }
        "type" => Verb::type_text(args.text("text")?),
        "cursor_position" => Verb::Look(Look::Cursor),
        "left_mouse_down" => left(true),
        "left_mouse_up" => left(false),
        "screenshot" => Verb::Look(Look::Screenshot),
        "mouse_move" => Verb::Move {
            to: args.point("coordinate")?,
            held: Vec::new(),
        },
        "wait" => Verb::Wait {
            seconds: Some(args.seconds("duration")?),
        },
        "zoom" => Verb::Look(Look::Zoom(region(args)?)),
        other => return Err(unknown(other, MEMBERS)),
    })
}

/// Keys as one text.
pub(super) fn spelt(keys: &[Key]) -> Result<Value, Unsayable> {
    Key::join(keys, Dialect::X11)
        .map(Value::from)
        .ok_or(Unsayable::Key)
}

/// A verb as a member and its input.
pub(super) fn input(verb: &Verb) -> Result<(&'static str, Map<String, Value>), Unsayable> {
    let with = |mut fields: Map<String, Value>, at: &Target, held: &[Key]| {
        if *at != Target::Here {
            fields.insert("coordinate".into(), pen::pair(at)?);
        }
        if !held.is_empty() {
            fields.insert("text".into(), spelt(held)?);
        }
        Ok(fields)
    };
    Ok(match verb {
        Verb::Click {
            at,
            button,
            count,
            held,
        } => {
            let name = match (button, count) {
                (Button::Left, 1) => "left_click",
                (Button::Left, 2) => "double_click",
                (Button::Left, 3) => "triple_click",
                (Button::Right, 1) => "right_click",
                (Button::Middle, 1) => "middle_click",
                _ => return Err(Unsayable::Part("button or count")),
            };
            (name, with(Map::new(), at, held)?)
        }
        Verb::Drag {
            path,
            button: Button::Left,
            held,
        } => match path.as_slice() {
            [from, to @ Target::Point(_)] => (
                "left_click_drag",
                with(
                    pen::members([("start_coordinate", pen::pair(from)?)]),
                    to,
                    held,
                )?,
            ),
            _ => return Err(Unsayable::Part("way between")),
        },
        Verb::Drag { .. } => return Err(Unsayable::Part("button")),
        Verb::Scroll { at, travel, held } => ("scroll", with(wheel(*travel)?, at, held)?),
        _ => simple_input(verb)?,
    })
}

/// A scroll of whole clicks.
fn wheel(travel: Travel) -> Result<Map<String, Value>, Unsayable> {
    let (direction, amount) = travel
        .along(Unit::Clicks)
        .ok_or(Unsayable::Part("distance"))?;
    Ok(pen::members([
        ("scroll_direction", direction.word().into()),
        ("scroll_amount", pen::integer(amount)?.into()),
    ]))
}

/// A verb with little to say.
fn simple_input(verb: &Verb) -> Result<(&'static str, Map<String, Value>), Unsayable> {
    Ok(match verb {
        Verb::Press {
            at: Target::Here,
            button: Button::Left,
        } => ("left_mouse_down", Map::new()),
        Verb::Release {
            at: Target::Here,
            button: Button::Left,
        } => ("left_mouse_up", Map::new()),
        Verb::Press { .. } | Verb::Release { .. } => {
            return Err(Unsayable::Part("target or button"));
        }
        Verb::Move { to, held } => {
            pen::without(held.is_empty(), "keys held")?;
            ("mouse_move", pen::members([("coordinate", pen::pair(to)?)]))
        }
        Verb::Keys { at, chords, times } => {
            pen::without(*at == Target::Here, "target")?;
            let each = chords
                .iter()
                .map(|chord| Key::join(chord, Dialect::X11).ok_or(Unsayable::Key));
            let text = each.collect::<Result<Vec<_>, _>>()?.join(" ");
            let mut fields = pen::members([("text", text.into())]);
            if *times != 1 {
                fields.insert("repeat".into(), (*times).into());
            }
            ("key", fields)
        }
        Verb::HoldKeys { chord, seconds } => (
            "hold_key",
            pen::members([
                ("text", spelt(chord)?),
                ("duration", pen::integer(*seconds)?.into()),
            ]),
        ),
        Verb::Type {
            into: Target::Here,
            text,
            clear: false,
            submit: false,
        } => ("type", pen::members([("text", json!(text))])),
        Verb::Type { .. } => return Err(Unsayable::Part("target, clearing or Enter")),
        Verb::Look(Look::Cursor) => ("cursor_position", Map::new()),
        Verb::Look(Look::Screenshot) => ("screenshot", Map::new()),
        Verb::Look(Look::Zoom(region)) => ("zoom", pen::members([("region", json!(region))])),
        Verb::Wait {
            seconds: Some(seconds),
        } => (
            "wait",
            pen::members([("duration", pen::integer(*seconds)?.into())]),
        ),
        Verb::Wait { .. } => return Err(Unsayable::Part("missing duration")),
        _ => return Err(Unsayable::Verb),
    })
}
