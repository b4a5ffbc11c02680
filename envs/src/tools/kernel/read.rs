//! The way back from an agent's text to what it does.

use super::{
    deed::{Deed, ToolCall, USE_TOOL, check_length, money},
    schema::{plain_choices, plain_numbers, validate},
};
use serde_json::{Value, json};
use truestep_core::{
    forms::{ActionForm, ActionForms},
    json,
    truth::Rejection,
};

/// Letters of a tool's name that are quoted back.
const QUOTED: usize = 40;

/// The schema of the arguments of a tool that no list tells of and that is open.
type Opened<'a> = dyn Fn(&str) -> Option<&'a Value> + 'a;

/// Read a deed from text.
///
/// # Errors
/// The [`Rejection`] of text that is none, of a call of a tool that is not open, or of one that breaks its tool's schema.
pub(super) fn read(
    forms: &ActionForms,
    text: &str,
    opened: &Opened<'_>,
) -> Result<Deed, Rejection> {
    check_length(text)?;
    if let Some(call) = by_its_name(text, opened) {
        return call.map(Deed::Call);
    }
    // What takes nothing may be written as a call that is given nothing.
    let bare = text.trim_end().strip_suffix("()").unwrap_or(text);
    let given_nothing = nothing_needed(forms, bare);
    let text = given_nothing.as_deref().unwrap_or(text);
    let read = forms.read(text).or_else(|| forms.read(bare));
    let (form, values) = read.ok_or_else(|| forms.unknown(text))?;
    let fits = form
        .arguments
        .iter()
        .zip(&values)
        .all(|(a, v)| a.accepts(v));
    if !fits {
        return Err(forms.unknown(text));
    }
    let choice = |at: usize| values.get(at).map_or(String::new(), |v| v.to_lowercase());
    Ok(match (form.name.as_str(), &values[..]) {
        ("wait", _) => Deed::Wait,
        ("done", _) => Deed::Done,
        ("ask_user", _) => Deed::Ask(choice(0)),
        ("tell_user", [_, value]) => Deed::Tell {
            topic: choice(0),
            value: match &form.arguments[1].example {
                Some(_) => money(cents(value).ok_or_else(|| no_amount(value))?),
                None => value.trim().to_owned(),
            },
        },
        ("transfer", [_, about]) => Deed::Transfer {
            reason: choice(0),
            about: (*about).to_owned(),
        },
        (name, [object]) => {
            let object = object_of(form, object)?;
            match name {
                USE_TOOL => Deed::Call(unlisted(&object, opened)?),
                "confirm_with_user" => Deed::Confirm(inner(forms, &object, opened)?),
                "together" => {
                    let calls = object["calls"].as_array().map_or(&[][..], Vec::as_slice);
                    let calls: Result<Vec<ToolCall>, Rejection> = calls
                        .iter()
                        .map(|call| inner(forms, call, opened))
                        .collect();
                    Deed::Together(calls?)
                }
                tool => Deed::Call(ToolCall::new(tool, object)),
            }
        }
        _ => return Err(forms.unknown(text)),
    })
}

/// The call of a tool that needs no arguments, given none.
fn nothing_needed(forms: &ActionForms, tool: &str) -> Option<String> {
    let schema = forms.get(tool.trim())?.call_schema()?;
    let required = schema["required"].as_array();
    required
        .is_none_or(Vec::is_empty)
        .then(|| format!("{}({{}})", tool.trim()))
}

fn no_amount(value: &str) -> Rejection {
    let message = format!(
        "VALUE of `tell_user(TOPIC: VALUE)` is `{value}`; expected an amount in a form such as `12.50 USD`, `$12.50` or `12.5`"
    );
    Rejection::new("bad_argument", message)
}

/// The cents of an amount as people write it: with or without its currency, thousands, and last zeros.
fn cents(text: &str) -> Option<i64> {
    /// Digits of a sum, at most: more than any shop takes.
    const DIGITS: usize = 12;
    let small = text.trim().to_ascii_lowercase();
    let bare = ["usd", "dollars"]
        .iter()
        .find_map(|name| small.strip_suffix(name));
    let bare = bare
        .or_else(|| small.strip_prefix("usd"))
        .unwrap_or(&small)
        .trim();
    let bare = bare.strip_prefix('$').map_or(bare, str::trim);
    let (whole, part) = bare.split_once('.').unwrap_or((bare, "0"));
    let groups: Vec<&str> = whole.split(',').collect();
    let is_grouped =
        groups.len() == 1 || (groups[0].len() <= 3 && groups[1..].iter().all(|g| g.len() == 3));
    let (tens, rest) = part.split_at_checked(2).unwrap_or((part, ""));
    let is_amount = is_grouped
        && groups.iter().all(|group| !group.is_empty())
        && !part.is_empty()
        && whole.len() <= DIGITS
        && whole.chars().all(|c| c.is_ascii_digit() || c == ',')
        && tens.chars().all(|c| c.is_ascii_digit())
        && rest.chars().all(|c| c == '0');
    if !is_amount {
        return None;
    }
    let whole: i64 = groups.concat().parse().ok()?;
    let tens: i64 = format!("{tens:0<2}").parse().ok()?;
    Some(whole * 100 + tens)
}

fn object_of(form: &ActionForm, written: &str) -> Result<Value, Rejection> {
    let bad = |problem: String| {
        Rejection::new(
            "malformed",
            format!("the arguments of `{}`: {problem}", form.name),
        )
    };
    let mut object = json::read(written).map_err(|error| bad(error.to_string()))?;
    if let Some(schema) = form.call_schema() {
        hold(&form.name, schema, &mut object)?;
    }
    Ok(object)
}

fn hold(tool: &str, schema: &Value, arguments: &mut Value) -> Result<(), Rejection> {
    plain_choices(schema, arguments);
    validate(schema, arguments).map_err(|violation| {
        Rejection::new(
            "schema_violation",
            format!("the arguments of `{tool}` {violation}"),
        )
    })?;
    plain_numbers(schema, arguments);
    Ok(())
}

/// A call inside another object.
fn inner(forms: &ActionForms, call: &Value, opened: &Opened<'_>) -> Result<ToolCall, Rejection> {
    let tool = call["tool"].as_str().unwrap_or_default();
    // The schema lists the tools, so that there is a form; words to the customer are no tools.
    let form = forms.get(tool).ok_or_else(|| forms.unknown(tool))?;
    let mut arguments = call["arguments"].clone();
    if let Some(schema) = form.call_schema() {
        hold(&form.name, schema, &mut arguments)?;
    }
    match tool == USE_TOOL {
        true => unlisted(&arguments, opened),
        false => Ok(ToolCall::new(tool, arguments)),
    }
}

/// A call of a tool that no list tells of, from the arguments of [`USE_TOOL`].
fn unlisted(call: &Value, opened: &Opened<'_>) -> Result<ToolCall, Rejection> {
    let tool = call["tool"].as_str().unwrap_or_default();
    let schema = opened(tool).ok_or_else(|| not_open(tool))?;
    let mut arguments = call["arguments"].clone();
    hold(tool, schema, &mut arguments)?;
    Ok(ToolCall::unlisted(tool, arguments))
}

/// The same written as calls of listed tools are, which is another spelling once the tool is open.
fn by_its_name(text: &str, opened: &Opened<'_>) -> Option<Result<ToolCall, Rejection>> {
    let (tool, rest) = text.trim().split_once('(')?;
    opened(tool)?;
    let written = rest.strip_suffix(')')?;
    let arguments = match json::read(written) {
        Ok(arguments) => arguments,
        // What reads, but for a key that is there twice, is said so; what is no object is text of another form.
        Err(error) if serde_json::from_str::<Value>(written).is_ok() => {
            let message = format!("the arguments of `{tool}`: {error}");
            return Some(Err(Rejection::new("malformed", message)));
        }
        Err(_) => return None,
    };
    Some(unlisted(
        &json!({"tool": tool, "arguments": arguments}),
        opened,
    ))
}

/// The refusal of a call of a tool that is not open, or that does not exist: it does not say which.
pub(super) fn not_open(tool: &str) -> Rejection {
    let name: String = tool.chars().take(QUOTED).collect();
    let message = format!(
        "no tool `{name}` is open to you; expected one that a document has opened which you have read"
    );
    Rejection::new("unknown_tool", message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_of_a_tool_that_needs_nothing_may_be_given_nothing() {
        let schema = |required: &[&str]| json!({"type": "object", "properties": {"room": {"type": "string"}}, "required": required});
        let forms = ActionForms::new(vec![
            ActionForm::call("list_rooms", "lists the rooms", schema(&[])),
            ActionForm::call("get_room", "shows a room", schema(&["room"])),
        ])
        .unwrap();
        let read = |text: &str| read(&forms, text, &|_| None);
        for text in ["list_rooms", "list_rooms()", "list_rooms({})"] {
            assert_eq!(read(text).unwrap().text(), "list_rooms({})", "{text}");
        }
        let lines = "get_room({\n  \"room\": \"elm\"\n})";
        assert_eq!(read(lines).unwrap().text(), r#"get_room({"room":"elm"})"#);
        for text in ["get_room", "get_room()", "list_rooms(", "list_room()"] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_amount_is_one_however_it_is_written() {
        for text in [
            "14.50 USD",
            "$14.50",
            "14.5",
            "14.50",
            "USD 14.50",
            "14.50 usd",
            "14.50USD",
            "14.500 USD",
            "14.50 dollars",
            "0014.5",
            "$14.50 USD",
        ] {
            assert_eq!(cents(text), Some(1_450), "{text}");
        }
        assert_eq!(
            (cents("1,234.50"), cents("7"), cents("7.05")),
            (Some(123_450), Some(700), Some(705))
        );
        for text in [
            "",
            "14,50 USD",
            "1450 cents",
            "about 14.50 USD",
            "-14.50 USD",
            "14.50 EUR",
            "14.",
            ".50",
            "14.505",
            "1,23,4",
            "USD",
            "14.50 USD, or 20 USD",
            "99999999999999999999",
            "14.é",
            ",",
            "1..5",
        ] {
            assert_eq!(cents(text), None, "{text}");
        }
        assert_eq!(cents(&money(123_405)), Some(123_405));
    }
}
