//! UI-TARS's texts as its own parser cuts and reads them.

use super::{Act, EXPECTED};
use crate::gui::grammar::{
    Fault, MOST_VERBS, Refusal, Screen, Space,
    python::{self, Const, Expr, bare_number, is_blank, repr_float, strip},
};
use serde_json::{Map, Value, json};

/// A text cut into calls as the released parser does.
pub(super) fn cut(
    text: &str,
    space: Space,
    screen: Screen,
) -> Result<(Vec<Act>, Option<String>), Refusal> {
    let mut text = strip(text).to_owned();
    if text.contains("<point>") {
        text = points_to_pairs(&text);
    }
    for (from, to) in [
        ("start_point=", "start_box="),
        ("end_point=", "end_box="),
        ("point=", "start_box="),
    ] {
        text = text.replace(from, to);
    }
    if space.span(screen).is_none() {
        return Err(
            Fault::malformed("the screen", "sides at most 200 times each other")
                .raises("ValueError"),
        );
    }
    if !text.contains("Action:") {
        return Err(Fault::NoAction { expected: EXPECTED }.raises("AssertionError"));
    }
    let last = text.rsplit("Action: ").next().unwrap_or_default();
    let mut actions = Vec::new();
    for part in last.split(")\n\n") {
        if actions.len() >= MOST_VERBS {
            return Err(Fault::TooMany.into());
        }
        let mut action = part.to_owned();
        if action.contains("type(content") {
            action = repair_typed(&closed(&action))?;
        }
        actions.push(closed(&action));
    }
    let acts = actions
        .iter()
        .map(|action| parse_act(action))
        .collect::<Result<Vec<_>, _>>()?;
    Ok((acts, thought(&text)))
}

/// An action as the released parser returns it: points as texts of four fractions.
pub(super) fn shown(act: &Act, space: Space, screen: Screen) -> Result<Value, Refusal> {
    let mut inputs = Map::new();
    for (name, value) in &act.inputs {
        let shown = if is_box(name) {
            fractions(value, space, screen)?
        } else {
            value.clone()
        };
        inputs.insert(name.clone(), Value::String(shown));
    }
    Ok(json!({"action_type": act.name, "action_inputs": inputs}))
}

/// A box as a text of fractions.
fn fractions(value: &str, space: Space, screen: Screen) -> Result<String, Refusal> {
    let span = space.span(screen).unwrap_or((1000, 1000));
    let mut fractions = Vec::new();
    for (index, number) in value.replace(['(', ')'], "").split(',').enumerate() {
        let side = if index % 2 == 1 { span.1 } else { span.0 };
        fractions.push(python_float(number)? / f64::from(side));
    }
    if let [x, y] = fractions[..] {
        fractions = vec![x, y, x, y];
    }
    let texts: Vec<String> = fractions.into_iter().map(repr_float).collect();
    Ok(format!("[{}]", texts.join(", ")))
}

/// `<point>x y</point>` as `(x,y)`, everywhere, with `[EOS]` taken out.
fn points_to_pairs(text: &str) -> String {
    let text = text.replace("[EOS]", "");
    let mut done = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(found) = rest.find("<point>") {
        let (before, after) = rest.split_at(found);
        done.push_str(before);
        let inner = &after["<point>".len()..];
        if let Some((x, y, length)) = pair_in_tags(inner) {
            done.push_str(&format!("({x},{y})"));
            rest = &inner[length..];
        } else {
            done.push_str("<point>");
            rest = inner;
        }
    }
    done.push_str(rest);
    strip(&done).to_owned()
}

/// Two whole numbers with blanks between and the closing tag behind: their digits without leading zeros, and the length.
fn pair_in_tags(text: &str) -> Option<(&str, &str, usize)> {
    let first = text.find(|letter: char| !letter.is_ascii_digit())?;
    let gap = text[first..].find(|letter: char| !is_blank(letter))?;
    let second = text[first + gap..].find(|letter: char| !letter.is_ascii_digit())?;
    let end = first + gap + second;
    if first == 0 || gap == 0 || second == 0 || !text[end..].starts_with("</point>") {
        return None;
    }
    let plain = |digits: &'_ str| digits.len() - digits.trim_start_matches('0').len().max(1);
    let (x, y) = (&text[..first], &text[first + gap..end]);
    Some((&x[plain(x)..], &y[plain(y)..], end + "</point>".len()))
}

/// What stands after `Thought: `, `Reflection: ..Action_Summary: ` or `Action_Summary: `.
pub(super) fn thought(text: &str) -> Option<String> {
    let summary = "Action_Summary: ";
    let body = if text.starts_with("Reflection:") {
        let reflection = &text[text.find("Reflection: ")? + "Reflection: ".len()..];
        let from = reflection.char_indices().nth(1)?.0;
        let found = reflection[from..].find(summary)? + from;
        &reflection[found + summary.len()..]
    } else {
        let hint = if text.starts_with("Action_Summary:") {
            summary
        } else {
            "Thought: "
        };
        &text[text.find(hint)? + hint.len()..]
    };
    let from = body.char_indices().nth(1).map_or(body.len(), |(at, _)| at);
    let end = body[from..]
        .find("Action: ")
        .map_or(body.len(), |found| from + found);
    (!body.is_empty()).then(|| strip(&body[..end]).to_owned())
}

/// The content of `type(content='..')` taken out of an action, and put back with its quotes escaped.
fn repair_typed(action: &str) -> Result<String, Refusal> {
    const OPEN: &str = "type(content='";
    let mut content = String::new();
    let mut rest = action;
    let mut found = false;
    // The pattern's dot stops at the end of a line.
    while let Some(at) = rest.find(OPEN) {
        let inner = &rest[at + OPEN.len()..];
        let line = inner.find('\n').unwrap_or(inner.len());
        let Some(end) = inner[..line].find("')") else {
            content.push_str(&rest[..at + 1]);
            rest = &rest[at + 1..];
            continue;
        };
        content.push_str(&rest[..at]);
        content.push_str(&inner[..end]);
        rest = &inner[end + 2..];
        found = true;
    }
    content.push_str(rest);
    if !found {
        return Err(Fault::malformed(action, "type(content='..') on one line").raises("ValueError"));
    }
    let mut escaped = String::with_capacity(content.len());
    let mut before = ' ';
    for letter in content.chars() {
        if letter == '\'' && before != '\\' {
            escaped.push('\\');
        }
        escaped.push(letter);
        before = letter;
    }
    Ok(format!("{OPEN}{escaped}')"))
}

/// One action as the released parser reads it: a call, of which arguments by name count.
fn parse_act(action: &str) -> Result<Act, Refusal> {
    let line = action.replace('\n', "\\n");
    let line = line.trim_start_matches(is_blank);
    let broken = || Fault::malformed(action, EXPECTED).raises("ValueError");
    let call = match python::parse(line) {
        Ok(Expr::Call(call)) => call,
        Err(python::Broken::Depth) => return Err(Fault::TooDeep.raises("ValueError")),
        _ => return Err(broken()),
    };
    // A name that comes twice keeps its place and takes the later value.
    let mut given: Vec<(&Option<String>, &Expr)> = Vec::new();
    for (name, value) in &call.keywords {
        match given.iter().position(|(known, _)| *known == name) {
            Some(at) => given[at].1 = value,
            None => given.push((name, value)),
        }
    }
    let mut inputs = Vec::new();
    for (name, value) in given {
        inputs.extend(settled(action, name.as_deref(), value)?);
    }
    Ok(Act {
        name: call.name().map(str::to_owned),
        inputs,
    })
}

/// Whether a parameter holds a box, by its name.
fn is_box(name: &str) -> bool {
    name.contains("start_box") || name.contains("end_box")
}

/// One parameter as the released parser takes it: nothing of an empty text; what is no text has no `lstrip`.
fn settled(
    action: &str,
    name: Option<&str>,
    value: &Expr,
) -> Result<Option<(String, String)>, Refusal> {
    let wrong = |raised| {
        let expected = "arguments by name whose values are texts";
        Err(Fault::malformed(action, expected).raises(raised))
    };
    match (name, value) {
        (_, Expr::Const(Const::Str(value))) if value.is_empty() => Ok(None),
        (Some(name), Expr::Const(Const::Str(value))) => {
            let value = value.trim_start_matches(is_blank).to_owned();
            if is_box(name) {
                for number in value.replace(['(', ')'], "").split(',') {
                    python_float(number)?;
                }
            }
            Ok(Some((name.to_owned(), value)))
        }
        (Some(_), Expr::Const(Const::Bytes)) => wrong("TypeError"),
        _ => wrong("AttributeError"),
    }
}

/// An action with a bracket at its end.
fn closed(action: &str) -> String {
    if strip(action).ends_with(')') {
        action.to_owned()
    } else {
        format!("{})", strip(action))
    }
}

/// `float(text)` of Python.
fn python_float(text: &str) -> Result<f64, Refusal> {
    let plain = bare_number(text);
    let digits = plain.trim_start_matches(['+', '-']);
    let gaps = digits.starts_with('_') || digits.ends_with('_') || digits.contains("__");
    let near_mark = ["_.", "._", "_e", "e_", "_E", "E_", "_+", "_-", "+_", "-_"]
        .iter()
        .any(|mark| plain.contains(mark));
    let number = if gaps || near_mark {
        None
    } else {
        plain.replace('_', "").parse::<f64>().ok()
    };
    let wrong = || Fault::malformed(text, "a number").raises("ValueError");
    number.ok_or_else(wrong)
}
