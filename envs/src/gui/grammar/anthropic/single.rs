//! The older single tool `computer` (October 2024 to November 2025): the verb stands in its input.

use super::{EXPECTED, blocks, computer, input_of, joined};
use crate::gui::grammar::{
    About, Button, Codec, Fault, Mode, Reading, Refusal, Screen, Space, Target, Unsayable, Verb,
    args::{Args, unknown},
    pen,
};
use serde_json::{Map, Value, json};

/// The single tool.
pub(in super::super) struct Single;

/// The one there is.
pub(in super::super) static SINGLE: Single = Single;

static ABOUT: About = About {
    name: "anthropic/computer_20251124",
    summary: "Anthropic's older single tool `computer`: the action in the input, pixels",
    source: "anthropic 2.14.0 (Python package), tool types computer_20241022, _20250124 and _20251124",
    space: Space::Pixels,
    batch: true,
    quirks: "there is no released parser in the package; a drag may lack its beginning, as in the tool of 2024",
    example: r#"{"type": "tool_use", "id": "toolu_1", "name": "computer", "input": {"action": "left_click", "coordinate": [503, 871]}}"#,
};

impl Codec for Single {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn read(&self, text: &str, screen: Screen, mode: Mode) -> Result<Reading, Refusal> {
        let (values, thought) = blocks(text)?;
        let mut verbs = Vec::new();
        for value in &values {
            let input = input(value)?;
            let name = input
                .get("action")
                .and_then(Value::as_str)
                .unwrap_or_default();
            let mut args = Args::new(name, input, mode, &["action"]).points(Space::Pixels, screen);
            let from_cursor = name == "left_click_drag" && !args.has("start_coordinate");
            verbs.push(if from_cursor {
                Verb::drag(Target::Here, args.point("coordinate")?)
            } else if computer::MEMBERS.contains(&name) {
                computer::meaning(name, &mut args)?
            } else {
                return Err(unknown(name, computer::MEMBERS));
            });
            args.finish()?;
        }
        Ok(Reading { verbs, thought })
    }

    fn write(&self, verbs: &[Verb], _: Mode) -> Result<String, Unsayable> {
        let one = |verb| {
            fields(verb).map(|input| json!({"type": "tool_use", "id": "toolu_0", "name": "computer", "input": input}))
        };
        verbs.iter().map(one).collect::<Result<_, _>>().map(joined)
    }

    fn released(&self, text: &str, _: Screen) -> Result<Value, Refusal> {
        let (values, _) = blocks(text)?;
        values
            .iter()
            .map(|value| input(value).map(|input| Value::Object(input.clone())))
            .collect::<Result<Vec<_>, _>>()
            .map(Value::Array)
    }
}

/// The input of a block, or an input by itself.
fn input(value: &Value) -> Result<&Map<String, Value>, Refusal> {
    let fields = input_of(value)?;
    if fields.contains_key("action") {
        return Ok(fields);
    }
    let is_tool = fields.get("name").and_then(Value::as_str) == Some("computer");
    let none = || Refusal::from(Fault::NoAction { expected: EXPECTED });
    match fields.get("input").filter(|_| is_tool) {
        Some(input) => input_of(input),
        None => Err(none()),
    }
}

/// A verb as an input.
fn fields(verb: &Verb) -> Result<Map<String, Value>, Unsayable> {
    let (name, mut fields) = match verb {
        Verb::Drag {
            path,
            button: Button::Left,
            held,
        } if held.is_empty() && path.first() == Some(&Target::Here) => match path.as_slice() {
            [_, to] => (
                "left_click_drag",
                pen::members([("coordinate", pen::pair(to)?)]),
            ),
            _ => return Err(Unsayable::Part("way between")),
        },
        _ => computer::input(verb)?,
    };
    fields.insert("action".into(), name.into());
    Ok(fields)
}
