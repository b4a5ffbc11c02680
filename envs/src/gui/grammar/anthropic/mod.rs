//! Anthropic's computer and browser: one `tool_use` block per action, several in a message.
//!
//! Three shapes: the computer and browser toolsets of August 2026, whose members are tools of their own, and the older
//! single tool `computer`, whose verb stands in its input.

mod browser;
mod browser_write;
mod computer;
mod single;

pub(super) use browser::BROWSER;
pub(super) use computer::COMPUTER;
pub(super) use single::SINGLE;

use super::{
    Fault, Key, MOST_VERBS, Refusal,
    args::{Args, json, object},
    python::split_blanks,
    typed::{Field, Rigour, Type, check, must},
};
use serde_json::{Map, Value, json};

const EXPECTED: &str = "a tool_use block, or a list of them";

/// The members of a block that every member of a toolset has.
const BLOCK: &[Field] = &[
    must("id", Type::Str),
    must("type", Type::Literal(&["tool_use"])),
    must("name", Type::Str),
];

/// One block: its members as validated, and the input by itself.
struct Block {
    fields: Map<String, Value>,
    name: String,
    input: Map<String, Value>,
}

/// The blocks of a text: one, or a list in which texts and thoughts may stand too.
fn blocks(text: &str) -> Result<(Vec<Value>, Option<String>), Refusal> {
    let value = json(text.trim(), EXPECTED)?;
    let Value::Array(items) = value else {
        return Ok((vec![value], None));
    };
    let mut thought = None;
    let mut blocks = Vec::new();
    for item in items {
        match item.get("type").and_then(Value::as_str) {
            Some("text" | "thinking") => {
                let said = item
                    .get("text")
                    .or_else(|| item.get("thinking"))
                    .and_then(Value::as_str);
                thought = said.map(str::to_owned).or(thought);
            }
            _ => blocks.push(item),
        }
    }
    if blocks.is_empty() {
        return Err(Fault::NoAction { expected: EXPECTED }.raises("ValidationError"));
    }
    if blocks.len() > MOST_VERBS {
        return Err(Fault::TooMany.into());
    }
    Ok((blocks, thought))
}

/// A block of a toolset, with its input checked by the member's type.
fn block(
    value: &Value,
    toolset: &'static [&'static str],
    rigour: Rigour,
    member: impl FnOnce(&str) -> Option<&'static [Field]>,
    known: &[&str],
) -> Result<Block, Refusal> {
    let mut fields = check(value, BLOCK, rigour, "the block")?;
    check(
        value,
        &[must("toolset_name", Type::Literal(toolset))],
        rigour,
        "the block",
    )?;
    let name = fields
        .get("name")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    let of = member(&name).ok_or_else(|| {
        super::args::unknown(&name, known)
            .fault
            .raises("ValidationError")
    })?;
    let empty = Value::Null;
    let input = check(value.get("input").unwrap_or(&empty), of, rigour, &name)?;
    fields.insert("input".into(), Value::Object(input.clone()));
    Ok(Block {
        fields,
        name,
        input,
    })
}

/// A block of a toolset.
fn written(toolset: &str, name: &str, input: &Map<String, Value>) -> Value {
    json!({"type": "tool_use", "id": "toolu_0", "name": name, "toolset_name": toolset, "input": input})
}

/// One block by itself, several as a list.
fn joined(mut blocks: Vec<Value>) -> String {
    match blocks.len() {
        1 => blocks.remove(0).to_string(),
        _ => Value::Array(blocks).to_string(),
    }
}

/// Keys held during an action.
fn held(args: &mut Args<'_>, name: &str) -> Result<Vec<Key>, Refusal> {
    match args.text_or_none(name)? {
        None => Ok(Vec::new()),
        Some(text) => args.chord(name, &text),
    }
}

/// Chords with blanks between.
fn chords(args: &mut Args<'_>, name: &str) -> Result<Vec<Vec<Key>>, Refusal> {
    let text = args.text(name)?;
    let chords = split_blanks(&text)
        .into_iter()
        .map(|chord| args.chord(name, chord))
        .collect::<Result<Vec<_>, _>>()?;
    if chords.is_empty() {
        return Err(args.missing(name, "a key"));
    }
    Ok(chords)
}

/// How often, from 1.
fn times(args: &mut Args<'_>) -> Result<u32, Refusal> {
    let times = args.whole_or("repeat", 1)?;
    match u32::try_from(times) {
        Ok(times @ 1..=1000) => Ok(times),
        _ => Err(args.wrong("repeat", &times.into(), "1 to 1000")),
    }
}

/// Four whole numbers.
fn region(args: &mut Args<'_>) -> Result<[i64; 4], Refusal> {
    const FORM: &str = "[left, top, right, bottom] of whole numbers";
    let value = args.must("region", FORM)?;
    let numbers: Option<Vec<i64>> = value
        .as_array()
        .and_then(|items| items.iter().map(Value::as_i64).collect());
    match numbers.as_deref() {
        Some([left, top, right, bottom]) => Ok([*left, *top, *right, *bottom]),
        _ => Err(args.wrong("region", value, FORM)),
    }
}

/// The arguments of an object that is known to be one.
fn input_of(value: &Value) -> Result<&Map<String, Value>, Refusal> {
    object(value, "input: {..}")
}
