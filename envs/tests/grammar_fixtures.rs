//! Texts of published grammars with what their authors' own parsers make of them.
//!
//! `TRUESTEP_GRAMMAR_FIXTURES=FILE` names a file of lines `{"grammar", "text", "parsed", "checked_by"}`: `parsed` is
//! what the released parser returned, or `{"raises": NAME}`; a screen `WxH` may be named in `checked_by`.

#![cfg(feature = "gui")]
#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests fail the test that calls them"
)]

use serde_json::Value;
use std::{collections::BTreeMap, env, fs};
use truestep_envs::gui::grammar::{Grammar, Mode, Screen};

/// The screen that a line was recorded with.
fn screen(checked_by: &str) -> Screen {
    checked_by
        .split_whitespace()
        .filter_map(|word| word.split_once('x'))
        .find_map(|(width, height)| Screen::new(width.parse().ok()?, height.parse().ok()?))
        .unwrap_or_else(|| Screen::new(1080, 2400).unwrap())
}

/// Whether two JSON values are equal, numbers by their value.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len()
                && a.iter()
                    .all(|(name, a)| b.get(name).is_some_and(|b| same(a, b)))
        }
        _ => a == b,
    }
}

/// What differs on one line; nothing where it is as recorded.
fn difference(line: &Value) -> Option<String> {
    let field = |name: &str| line[name].as_str().unwrap_or_default();
    let name = field("grammar");
    let Some(grammar) = Grammar::named(name) else {
        return Some(format!("there is no grammar {name}"));
    };
    let (text, recorded) = (field("text"), &line["parsed"]);
    let screen = screen(field("checked_by"));
    let raises = recorded.get("raises").and_then(Value::as_str);
    // Whatever the original makes of it, a verb is read or the text is refused with a reason: it is never a crash.
    let _ = grammar.parse(text, screen, Mode::Released);
    match (grammar.released(text, screen), raises) {
        (Ok(value), None) if same(&value, recorded) => None,
        (Err(rejection), Some(raised)) if rejection.raised == Some(raised) => None,
        (found, _) => Some(format!(
            "{name}: {text:?}\n  recorded {recorded}\n  found    {found:?}"
        )),
    }
}

#[test]
fn released_parsers_are_reproduced() {
    let Ok(path) = env::var("TRUESTEP_GRAMMAR_FIXTURES") else {
        eprintln!("skipped: TRUESTEP_GRAMMAR_FIXTURES names no file of fixtures");
        return;
    };
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut differences = Vec::new();
    for line in fs::read_to_string(&path)
        .unwrap()
        .lines()
        .filter(|line| !line.trim().is_empty())
    {
        let line: Value = serde_json::from_str(line).unwrap();
        let count = counts
            .entry(line["grammar"].as_str().unwrap_or_default().to_owned())
            .or_default();
        count.1 += 1;
        match difference(&line) {
            None => count.0 += 1,
            Some(text) => differences.push(text),
        }
    }
    for (grammar, (right, all)) in &counts {
        eprintln!("{grammar}: {right} of {all}");
    }
    assert!(!counts.is_empty(), "{path} holds no line");
    assert!(
        differences.is_empty(),
        "{} differ:\n{}",
        differences.len(),
        differences.join("\n")
    );
}
