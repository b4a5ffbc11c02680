//! Verbs as members of the browser toolset.

use super::computer::spelt;
use crate::gui::grammar::{
    Button, Dialect, Journey, Key, Look, Shown, Tabs, Target, Unit, Unsayable, Value as FieldValue,
    Verb, pen,
};
use serde_json::{Map, Value, json};

/// A member and its input.
type Said = (&'static str, Map<String, Value>);

/// A target as an object.
fn target(target: &Target) -> Result<Value, Unsayable> {
    match target {
        Target::Name(name) => Ok(json!({"type": "ref", "ref": name})),
        _ => point(target),
    }
}

/// A point as an object.
fn point(target: &Target) -> Result<Value, Unsayable> {
    pen::whole(target).map(|(x, y)| json!({"type": "coordinate", "x": x, "y": y}))
}

/// An element as an object.
fn element(target: &Target) -> Result<Value, Unsayable> {
    match target {
        Target::Name(name) => Ok(json!({"type": "ref", "ref": name})),
        _ => Err(Unsayable::Part("target")),
    }
}

/// A verb as a member and its input.
pub(super) fn input(verb: &Verb) -> Result<Said, Unsayable> {
    match verb {
        Verb::InTab { tab, verb } => {
            let (name, mut fields) = match verb.as_ref() {
                Verb::InTab { .. } | Verb::Tab(_) => return Err(Unsayable::Part("tab")),
                inner => input(inner)?,
            };
            fields.insert("tab_id".into(), json!(tab));
            Ok((name, fields))
        }
        Verb::Look(Look::Cursor) => Err(Unsayable::Verb),
        Verb::Look(look) => Ok(looks(look)),
        Verb::Tab(tabs) => {
            let tab = |tab: &str| pen::members([("tab_id", json!(tab))]);
            Ok(match tabs {
                Tabs::List => ("list_tabs", Map::new()),
                Tabs::New => ("new_tab", Map::new()),
                Tabs::Switch(name) => ("switch_tab", tab(name)),
                Tabs::Close(name) => ("close_tab", tab(name)),
                Tabs::CloseThis | Tabs::SwitchIndex(_) => return Err(Unsayable::Part("tab")),
            })
        }
        Verb::Navigate(journey) => {
            let url = match journey {
                Journey::Url(url) => url.as_str(),
                Journey::Back => "back",
                Journey::Forward => "forward",
                Journey::Reload => "reload",
                Journey::Search => return Err(Unsayable::Part("destination")),
            };
            Ok(("navigate", pen::members([("url", json!(url))])))
        }
        Verb::Click { .. }
        | Verb::Move { .. }
        | Verb::Drag { .. }
        | Verb::Press { .. }
        | Verb::Release { .. }
        | Verb::Scroll { .. }
        | Verb::ScrollTo { .. } => pointer(verb),
        _ => keyboard(verb),
    }
}

/// Looks.
fn looks(look: &Look) -> Said {
    match look {
        Look::Screenshot | Look::Cursor => ("screenshot", Map::new()),
        Look::Zoom(region) => ("zoom", pen::members([("region", json!(region))])),
        Look::Page { root, depth, shown } => {
            let mut fields = Map::new();
            if let Some(root) = root {
                fields.insert("ref".into(), json!(root));
            }
            if let Some(depth) = depth {
                fields.insert("depth".into(), json!(depth));
            }
            match shown {
                Shown::Visible => {}
                Shown::Interactive => drop(fields.insert("filter".into(), "interactive".into())),
                Shown::All => drop(fields.insert("filter".into(), "all".into())),
            }
            ("read_page", fields)
        }
        Look::Text => ("get_page_text", Map::new()),
        Look::Find(query) => ("find", pen::members([("query", json!(query))])),
        Look::Console => ("read_console", Map::new()),
        Look::Network => ("read_network", Map::new()),
    }
}

/// What the mouse does.
fn pointer(verb: &Verb) -> Result<Said, Unsayable> {
    let left = |button: &Button| pen::without(*button == Button::Left, "button");
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
            let mut fields = pen::members([("target", target(at)?)]);
            if !held.is_empty() {
                fields.insert("modifiers".into(), spelt(held)?);
            }
            (name, fields)
        }
        Verb::Move { to, held } => {
            pen::without(held.is_empty(), "keys held")?;
            ("hover", pen::members([("target", target(to)?)]))
        }
        Verb::Drag { path, button, held } => {
            left(button)?;
            pen::without(held.is_empty(), "keys held")?;
            match path.as_slice() {
                [from, to] => (
                    "left_click_drag",
                    pen::members([("from", point(from)?), ("target", point(to)?)]),
                ),
                _ => return Err(Unsayable::Part("way between")),
            }
        }
        Verb::Press { at, button } => {
            left(button)?;
            ("left_mouse_down", pen::members([("target", point(at)?)]))
        }
        Verb::Release { at, button } => {
            left(button)?;
            ("left_mouse_up", pen::members([("target", point(at)?)]))
        }
        Verb::Scroll { at, travel, held } => {
            pen::without(held.is_empty(), "keys held")?;
            let (direction, amount) = travel
                .along(Unit::Clicks)
                .ok_or(Unsayable::Part("distance"))?;
            let amount = pen::integer(amount)?;
            pen::without((1..=10).contains(&amount), "distance")?;
            let fields = [
                ("target", point(at)?),
                ("scroll_direction", direction.word().into()),
                ("scroll_amount", amount.into()),
            ];
            ("scroll", pen::members(fields))
        }
        Verb::ScrollTo { at } => ("scroll_to", pen::members([("target", element(at)?)])),
        _ => return Err(Unsayable::Verb),
    })
}

/// What the keyboard and forms do.
fn keyboard(verb: &Verb) -> Result<Said, Unsayable> {
    Ok(match verb {
        Verb::SetValue { at, value, suggest } => {
            pen::without(!suggest, "suggestions")?;
            let value = match value {
                FieldValue::Text(text) => json!(text),
                FieldValue::Number(number) => pen::number(*number)?,
                FieldValue::Flag(flag) => json!(flag),
            };
            (
                "form_input",
                pen::members([("target", element(at)?), ("value", value)]),
            )
        }
        Verb::Upload {
            at,
            files,
            documents,
        } => {
            let mut fields = pen::members([("target", element(at)?)]);
            if !files.is_empty() {
                fields.insert("paths".into(), json!(files));
            }
            if !documents.is_empty() {
                fields.insert("document_ids".into(), json!(documents));
            }
            ("file_upload", fields)
        }
        Verb::Type {
            into: Target::Here,
            text,
            clear: false,
            submit: false,
        } => ("type", pen::members([("text", json!(text))])),
        Verb::Type { .. } => return Err(Unsayable::Part("target, clearing or Enter")),
        Verb::Script { code } => ("javascript_exec", pen::members([("text", json!(code))])),
        Verb::Keys { at, chords, times } => {
            pen::without(*at == Target::Here, "target")?;
            let each = chords
                .iter()
                .map(|chord| Key::join(chord, Dialect::X11).ok_or(Unsayable::Key));
            let mut fields = pen::members([(
                "text",
                each.collect::<Result<Vec<_>, _>>()?.join(" ").into(),
            )]);
            if *times != 1 {
                fields.insert("repeat".into(), (*times).into());
            }
            ("key", fields)
        }
        Verb::HoldKeys { chord, seconds } => (
            "hold_key",
            pen::members([
                ("text", spelt(chord)?),
                ("duration", pen::number(*seconds)?),
            ]),
        ),
        Verb::Wait {
            seconds: Some(seconds),
        } => ("wait", pen::members([("duration", pen::number(*seconds)?)])),
        Verb::Wait { .. } => return Err(Unsayable::Part("missing duration")),
        _ => return Err(Unsayable::Verb),
    })
}
