//! What is wrong with JSON, in words that somebody understands who has never seen this program from inside.
//!
//! serde speaks of what a text is read into: `invalid type: map, expected u32`, `expected struct Written`. Who wrote the text
//! wants to hear what stood there and what should.

/// Why a text of JSON cannot be read, with the place where that shows.
#[must_use]
pub fn why(error: &serde_json::Error) -> String {
    words(&error.to_string())
}

/// The same of an error as serde words it, whatever format it read.
///
/// ```
/// use truestep_core::json::words;
/// let said = words("invalid type: integer `3`, expected a string at line 1 column 12");
/// assert_eq!(said, "found `3`, expected a text at line 1 column 12");
/// ```
#[must_use]
pub fn words(error: &str) -> String {
    // What was found is quoted and may be anything; the place is last.
    let (said, place) = match error.rfind(" at line ") {
        Some(at) => error.split_at(at),
        None => (error, ""),
    };
    reworded(said).map_or_else(|| error.to_owned(), |said| said + place)
}

fn reworded(said: &str) -> Option<String> {
    for kind in ["invalid type: ", "invalid value: "] {
        if let Some(rest) = said.strip_prefix(kind) {
            let (found_there, wanted) = rest.rsplit_once(", expected ")?;
            return Some(format!(
                "found {}, expected {}",
                found(found_there),
                expected(wanted)
            ));
        }
    }
    if let Some(rest) = said.strip_prefix("invalid length ") {
        let (count, wanted) = rest.split_once(", expected ")?;
        return Some(format!(
            "found {count} values, expected {}",
            expected(wanted)
        ));
    }
    if let Some(name) = said.strip_prefix("missing field ") {
        return Some(format!("{name} is missing"));
    }
    if let Some(name) = said.strip_prefix("duplicate field ") {
        return Some(format!("the key {name} is there twice"));
    }
    if let Some(rest) = said.strip_prefix("unknown field ") {
        return Some(match rest.rsplit_once(", expected ") {
            Some((name, known)) => format!("there is no {name} here: expected {known}"),
            None => format!("there is no {} here", rest.split(", there are").next()?),
        });
    }
    if let Some(rest) = said.strip_prefix("unknown variant ") {
        let (name, known) = rest.rsplit_once(", expected ")?;
        return Some(format!("found {name}, expected {known}"));
    }
    if said.starts_with("data did not match any variant of") {
        return Some("it has none of the forms that are taken here".into());
    }
    of_the_text(said).map(str::to_owned)
}

/// What is wrong with the text itself.
fn of_the_text(said: &str) -> Option<&'static str> {
    Some(match said {
        "EOF while parsing a list" => "the text ends within a list",
        "EOF while parsing an object" => "the text ends within an object",
        "EOF while parsing a string" => "the text ends within a text in quotation marks",
        "EOF while parsing a value" => "the text ends where a value is expected",
        "expected value" => "no JSON value stands there",
        "expected ident" => {
            "no JSON value stands there: of words there are `true`, `false` and `null`"
        }
        "trailing characters" => "something follows the value",
        "trailing comma" => "a comma has no value after it",
        "recursion limit exceeded" => {
            "lists and objects stand within one another more than 127 deep"
        }
        "number out of range" => "a number is larger than any double",
        "key must be a string" => "a key is not in quotation marks",
        "lone leading surrogate in hex escape"
        | "unexpected end of hex escape"
        | "invalid unicode code point" => {
            "an escape `\\u` gives half of a character: those beyond `\\uffff` take two"
        }
        _ if said.starts_with("control character (") => {
            "a control character stands in a text: write it as an escape, such as `\\n`"
        }
        _ => return None,
    })
}

/// What was found, as JSON calls it.
fn found(said: &str) -> String {
    let plain = match said {
        "map" => "an object",
        "sequence" => "a list",
        "unit" | "null" | "Option value" => "null",
        "string" => "a text",
        "" => "nothing",
        _ => "",
    };
    if !plain.is_empty() {
        return plain.into();
    }
    if let Some(text) = said.strip_prefix("string ") {
        return format!("the text {text}");
    }
    let kinds = ["integer ", "floating point ", "boolean ", "character "];
    let value = kinds.iter().find_map(|kind| said.strip_prefix(kind));
    value.unwrap_or(said).to_owned()
}

/// What should be there, as JSON calls it.
fn expected(said: &str) -> String {
    let whole = |most: u64| format!("a whole number from 0 to {most}");
    match said {
        "a map" | "map" | "internally tagged enum" | "adjacently tagged enum" => "an object".into(),
        "a sequence" | "sequence" | "an array" => "a list".into(),
        "a string" | "string" | "a borrowed string" | "str" | "a character" => "a text".into(),
        "a boolean" | "bool" => "true or false".into(),
        "unit" | "null" => "null".into(),
        "u8" => whole(u8::MAX.into()),
        "u16" => whole(u16::MAX.into()),
        "u32" => whole(u32::MAX.into()),
        "u64" | "usize" => whole(u64::MAX),
        "a nonzero u32" => format!("a whole number from 1 to {}", u32::MAX),
        "a nonzero u64" | "a nonzero usize" => format!("a whole number from 1 to {}", u64::MAX),
        "i8" | "i16" | "i32" | "i64" | "isize" | "i128" | "u128" => "a whole number".into(),
        "f32" | "f64" => "a number".into(),
        "string or map" => "one of its names".into(),
        _ => named(said),
    }
}

/// What is said of a type by its name.
fn named(said: &str) -> String {
    let size = said.strip_prefix("a tuple of size ");
    match (size, said.split(' ').next()) {
        (Some(size), _) => format!("a list of {size}"),
        (None, Some("struct" | "variant")) => "an object".into(),
        (None, Some("tuple")) => "a list".into(),
        (None, Some("enum")) => "one of its names".into(),
        _ => said.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Written {
        #[serde(rename = "count")]
        _count: u32,
        #[serde(rename = "names", default)]
        _names: Vec<String>,
        #[serde(rename = "kind", default)]
        _kind: Option<Kind>,
        #[serde(rename = "pair", default)]
        _pair: Option<(f64, bool)>,
        #[serde(rename = "most", default)]
        _most: Option<std::num::NonZeroU32>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        Plain,
        Odd,
    }

    fn said(text: &str) -> String {
        let error = serde_json::from_str::<Written>(text).unwrap_err();
        why(&error)
    }

    #[test]
    fn nothing_is_said_of_types() {
        let one_of = "`count`, `names`, `kind`, `pair`, `most`";
        let few = format!("there is no `cuont` here: expected one of {one_of} at");
        for (text, words) in [
            ("3", "found `3`, expected an object at line 1"),
            ("[]", "found 0 values, expected an object at line 1"),
            (
                "\"a, expected b\"",
                "found the text \"a, expected b\", expected an object at",
            ),
            ("{}", "`count` is missing at line 1"),
            (r#"{"cuont": 1}"#, &*few),
            (
                r#"{"count": 1, "count": 1}"#,
                "the key `count` is there twice at",
            ),
            (
                r#"{"count": -1}"#,
                "found `-1`, expected a whole number from 0 to 4294967295",
            ),
            (
                r#"{"count": 1.5}"#,
                "found `1.5`, expected a whole number from 0 to",
            ),
            (
                r#"{"count": {}}"#,
                "found an object, expected a whole number",
            ),
            (r#"{"count": null}"#, "found null, expected a whole number"),
            (
                r#"{"count": 1, "names": "a"}"#,
                "found the text \"a\", expected a list",
            ),
            (
                r#"{"count": 1, "names": [true]}"#,
                "found `true`, expected a text",
            ),
            (
                r#"{"count": 1, "kind": "od"}"#,
                "found `od`, expected `plain` or `odd`",
            ),
            (r#"{"count": 1, "kind": 1}"#, "no JSON value stands there"),
            (
                r#"{"count": 1, "pair": [1]}"#,
                "found 1 values, expected a list of 2",
            ),
            (
                r#"{"count": 1, "pair": ["x", true]}"#,
                "found the text \"x\", expected a number",
            ),
            (
                r#"{"count": 1, "most": 0}"#,
                "found `0`, expected a whole number from 1 to 4294967295",
            ),
            ("{\"count\": 1", "the text ends within an object"),
            ("", "the text ends where a value is expected"),
            ("{'count': 1}", "a key is not in quotation marks"),
            ("{} {}", "`count` is missing"),
        ] {
            assert!(said(text).contains(words), "{text}: {}", said(text));
        }
    }

    #[test]
    fn texts_that_are_no_json_are_told_by_what_is_wrong_with_them() {
        let deep = "[".repeat(200);
        for (text, words) in [
            ("1e999", "larger than any double at line 1"),
            (r#""\ud800""#, "half of a character"),
            ("\"a\u{1}\"", "a control character stands in a text"),
            ("1 2", "something follows the value"),
            ("[1,]", "a comma has no value after it"),
            ("nix", "of words there are"),
            (&*deep, "more than 127 deep"),
        ] {
            let error = serde_json::from_str::<serde_json::Value>(text).unwrap_err();
            assert!(
                why(&error).contains(words),
                "{text}: {} {error}",
                why(&error)
            );
        }
    }

    #[test]
    fn words_of_our_own_stay() {
        for text in [
            "the key `a` is there twice at line 1 column 3",
            "expected `:` at line 1 column 5",
        ] {
            assert_eq!(words(text), text);
        }
    }
}
