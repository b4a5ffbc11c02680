//! What the packs of tau2's domains share: Python's values, calls as Python binds them, its exceptions' texts.
//!
//! A pack says `#[path = "../tau2_kit/mod.rs"] mod tau2;` and `tau2_pack!(TOOLS, call)`, with `call` a function of a name
//! and a [`V`] of arguments. A reply's text is the message that tau2 would send. An exception is a reply with `isError`,
//! which takes back what was written; where Python had already changed the database before it raised, the reply says
//! `{"raised": true}` as structured content instead, and what was written stays.

#![allow(dead_code)]

#[path = "../../../sandbox/packs/kit/mod.rs"]
pub mod kit;
pub mod text;
pub mod value;

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
pub use value::V;

/// An exception: Python's `str` of it.
#[derive(Debug)]
pub struct Raised(pub String);

impl From<&str> for Raised {
    fn from(text: &str) -> Raised {
        Raised(text.to_owned())
    }
}

/// What a function gives: the text of the message, or an exception.
pub type Answer = Result<String, Raised>;

/// Raises a `ValueError`, or any other exception whose text is its message.
pub fn raise<T>(text: impl Into<String>) -> Result<T, Raised> {
    Err(Raised(text.into()))
}

static WROTE: AtomicBool = AtomicBool::new(false);

/// A key of a table, as the host has them; no other text is one.
fn is_key(key: &str) -> bool {
    (1..=256).contains(&key.len())
}

/// The text of a row, if there is one.
pub fn row(table: &str, key: &str) -> Option<String> {
    if !is_key(key) {
        return None;
    }
    String::from_utf8(kit::get(table, key)?).ok()
}

/// The text of the row of a dictionary whose key is this value: `key in table`, which an unhashable key ends.
pub fn row_of(table: &str, key: &V) -> Result<Option<String>, Raised> {
    hashable(key)?;
    Ok(key.str().and_then(|key| row(table, key)))
}

/// The row as a value.
pub fn read(table: &str, key: &str) -> Option<V> {
    V::parse(&row(table, key)?).ok()
}

/// Writes a row. What Python would put into a database and the host's tables cannot hold is an exception of our own.
pub fn write(table: &str, key: &str, value: &V) -> Result<(), Raised> {
    if !is_key(key) {
        return raise(format!("a key of {} bytes; expected 1 to 256", key.len()));
    }
    WROTE.store(true, Relaxed);
    kit::put(table, key, value.dumps().as_bytes());
    Ok(())
}

/// What a dictionary or a set asks of a key.
pub fn hashable(key: &V) -> Result<(), Raised> {
    match key {
        V::List(_) | V::Dict(_) => raise(format!("unhashable type: '{}'", key.type_name())),
        _ => Ok(()),
    }
}

/// What `for x in value` walks over.
pub fn iterate(value: &V) -> Result<Vec<V>, Raised> {
    match value {
        V::List(items) => Ok(items.clone()),
        V::Str(text) => Ok(text.chars().map(|c| V::Str(c.to_string())).collect()),
        V::Dict(fields) => Ok(fields.iter().map(|(name, _)| V::of(name)).collect()),
        other => raise(format!("'{}' object is not iterable", other.type_name())),
    }
}

/// `len(value)`.
pub fn length(value: &V) -> Result<usize, Raised> {
    match value {
        V::List(items) => Ok(items.len()),
        V::Str(text) => Ok(text.chars().count()),
        V::Dict(fields) => Ok(fields.len()),
        other => raise(format!("object of type '{}' has no len()", other.type_name())),
    }
}

/// `value.lower()`.
pub fn lower(value: &V) -> Result<String, Raised> {
    match value {
        V::Str(text) => Ok(text.to_lowercase()),
        other => raise(format!(
            "'{}' object has no attribute 'lower'",
            other.type_name()
        )),
    }
}

/// The text of a message for a result that is no model: tau2 writes numbers and truth values as texts.
pub fn plain(value: &V) -> String {
    fn as_text(value: &V) -> V {
        match value {
            V::Bool(_) | V::Int(_) | V::Float(_) => V::Str(value.to_str()),
            V::List(items) => V::List(items.iter().map(as_text).collect()),
            V::Dict(fields) => V::Dict(
                fields
                    .iter()
                    .map(|(name, value)| (name.clone(), as_text(value)))
                    .collect(),
            ),
            other => other.clone(),
        }
    }
    match value {
        V::Str(text) => text.clone(),
        other => as_text(other).dumps(),
    }
}

/// The text of a list of models, each already as text.
pub fn list_of(models: &[String]) -> String {
    format!("[{}]", models.join(", "))
}

/// The version in pydantic's addresses: the one that tau2 locks.
const PYDANTIC: &str = "2.12";

/// A model's fields that must be texts; what is none is pydantic's `ValidationError`.
pub fn texts(model: &str, fields: &[(&str, &V)]) -> Result<(), Raised> {
    let wrong: Vec<String> = fields
        .iter()
        .filter(|(_, value)| value.str().is_none())
        .map(|(name, value)| misfit(name, value, "Input should be a valid string", "string_type"))
        .collect();
    invalid(model, &wrong)
}

/// One of a `ValidationError`'s lines: a field, its value, what it should be, pydantic's name of the mistake.
pub fn misfit(field: &str, value: &V, expected: &str, kind: &str) -> String {
    let shown = shortened(&value.repr());
    format!(
        "{field}\n  {expected} [type={kind}, input_value={shown}, input_type={}]\n    For further information visit https://errors.pydantic.dev/{PYDANTIC}/v/{kind}",
        value.type_name()
    )
}

/// Raises the `ValidationError` of these lines, if there are any.
pub fn invalid(model: &str, wrong: &[String]) -> Result<(), Raised> {
    if wrong.is_empty() {
        return Ok(());
    }
    let plural = if wrong.len() == 1 { "" } else { "s" };
    raise(format!(
        "{} validation error{plural} for {model}\n{}",
        wrong.len(),
        wrong.join("\n")
    ))
}

/// The first and last characters of a long text, as pydantic shows it.
fn shortened(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    if chars.len() <= 50 {
        return text.to_owned();
    }
    let (first, last) = (&chars[..25], &chars[chars.len() - 24..]);
    format!(
        "{}...{}",
        first.iter().collect::<String>(),
        last.iter().collect::<String>()
    )
}

/// Arguments bound to parameters, in their order; `None` where a default stands.
pub type Bound = Vec<Option<V>>;

/// Binds named arguments to the parameters of a method, in order; a parameter that ends in `?` has a default.
pub fn bind(class: &str, name: &str, parameters: &[&str], arguments: &V) -> Result<Bound, Raised> {
    let bare = |parameter: &&str| parameter.trim_end_matches('?').to_owned();
    let known: Vec<String> = parameters.iter().map(bare).collect();
    for (given, _) in arguments.fields() {
        if given == "self" {
            return raise(format!(
                "{class}.{name}() got multiple values for argument 'self'"
            ));
        }
        if !known.contains(given) {
            return raise(format!(
                "{class}.{name}() got an unexpected keyword argument '{given}'"
            ));
        }
    }
    let missing: Vec<String> = parameters
        .iter()
        .filter(|parameter| !parameter.ends_with('?') && arguments.get(parameter).is_none())
        .map(|parameter| format!("'{parameter}'"))
        .collect();
    if !missing.is_empty() {
        let plural = if missing.len() == 1 { "" } else { "s" };
        return raise(format!(
            "{class}.{name}() missing {} required positional argument{plural}: {}",
            missing.len(),
            listed(&missing)
        ));
    }
    Ok(known
        .iter()
        .map(|parameter| arguments.get(parameter).cloned())
        .collect())
}

/// `a`, `a and b`, `a, b, and c`.
fn listed(names: &[String]) -> String {
    match names {
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [first @ .., last] => format!("{}, and {last}", first.join(", ")),
        [] => String::new(),
    }
}

/// Runs a request.
pub fn serve(request: &[u8], call: fn(&str, &V) -> Answer) -> String {
    let answer = answer(request, call);
    let (text, raised) = match answer {
        Ok(text) => (text, ""),
        Err(Raised(text)) if WROTE.load(Relaxed) => (text, r#","structuredContent":{"raised":true}"#),
        Err(Raised(text)) => (text, r#","isError":true"#),
    };
    let mut reply = String::with_capacity(text.len() + text.len() / 4 + 128);
    reply.push_str(r#"{"content":[{"type":"text","text":"#);
    escape(&text, &mut reply);
    reply.push_str("}]");
    reply.push_str(raised);
    reply.push('}');
    reply
}

/// A text as JSON, whatever is in it.
fn escape(text: &str, out: &mut String) {
    out.push('"');
    let mut plain = 0;
    for (at, byte) in text.bytes().enumerate() {
        if byte >= b' ' && byte != b'"' && byte != b'\\' {
            continue;
        }
        out.push_str(&text[plain..at]);
        plain = at + 1;
        match byte {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            _ => out.push_str(&format!("\\u{byte:04x}")),
        }
    }
    out.push_str(&text[plain..]);
    out.push('"');
}

fn answer(request: &[u8], call: fn(&str, &V) -> Answer) -> Answer {
    let text = std::str::from_utf8(request).map_err(|_| "the request is not UTF-8")?;
    let request = V::parse(text).map_err(Raised)?;
    call(request.text("name"), request.field("arguments"))
}

/// The three entry points of a pack: `tau2_pack!(TOOLS, call)`, with the tool list as JSON text.
#[macro_export]
macro_rules! tau2_pack {
    ($tools:expr, $call:path) => {
        #[no_mangle]
        pub extern "C" fn pack_alloc(bytes: usize) -> *mut u8 {
            std::mem::ManuallyDrop::new(Vec::<u8>::with_capacity(bytes)).as_mut_ptr()
        }

        #[no_mangle]
        pub extern "C" fn pack_list() -> i64 {
            tau2::kit::hand_over(String::from($tools))
        }

        /// # Safety
        /// The host passes what it wrote into a block of `pack_alloc`.
        #[no_mangle]
        pub unsafe extern "C" fn pack_call(request: *const u8, bytes: usize) -> i64 {
            // SAFETY: see above.
            let request = std::slice::from_raw_parts(request, bytes);
            tau2::kit::hand_over(tau2::serve(request, $call))
        }
    };
}
