//! The access point's settings as an object made from an argument, which pydantic checks in its lax mode.

use super::python::Ask;
use super::tau2::{invalid, misfit, Raised, V};

/// What a field takes: the value it keeps, or what is wrong with the one it was given.
type Taken = Result<V, (&'static str, &'static str)>;

fn text(value: &V) -> Taken {
    match value {
        V::Str(_) => Ok(value.clone()),
        _ => Err(("string_type", "Input should be a valid string")),
    }
}

fn perhaps(take: fn(&V) -> Taken, value: &V) -> Taken {
    match value {
        V::None => Ok(V::None),
        _ => take(value),
    }
}

fn apn_name(value: &V) -> Taken {
    if value.is("internet") || value.is("broken") {
        return Ok(value.clone());
    }
    Err(("enum", "Input should be 'internet' or 'broken'"))
}

fn boolean(value: &V) -> Taken {
    let unclear = || {
        Err((
            "bool_parsing",
            "Input should be a valid boolean, unable to interpret input",
        ))
    };
    let truth = match value {
        V::Bool(value) => *value,
        V::Int(0) => false,
        V::Int(1) => true,
        V::Int(_) => return unclear(),
        V::Float(value) if *value == 0.0 => false,
        V::Float(value) if *value == 1.0 => true,
        V::Float(value) if value.fract() == 0.0 => return unclear(),
        V::Str(text) => match &*text.to_ascii_lowercase() {
            "0" | "off" | "f" | "false" | "n" | "no" => false,
            "1" | "on" | "t" | "true" | "y" | "yes" => true,
            _ => return unclear(),
        },
        _ => return Err(("bool_type", "Input should be a valid boolean")),
    };
    Ok(V::Bool(truth))
}

fn whole(value: &V) -> Taken {
    match value {
        V::Int(_) => Ok(value.clone()),
        V::Bool(value) => Ok(V::Int(i64::from(*value))),
        V::Float(value) if value.fract() == 0.0 => Ok(V::Int(*value as i64)),
        V::Float(value) if !value.is_finite() => {
            Err(("finite_number", "Input should be a finite number"))
        }
        V::Float(_) => {
            let says = "Input should be a valid integer, got a number with a fractional part";
            Err(("int_from_float", says))
        }
        V::Str(text) => match whole_text(text) {
            Some(number) => Ok(V::Int(number)),
            None => {
                let says = "Input should be a valid integer, unable to parse string as an integer";
                Err(("int_parsing", says))
            }
        },
        _ => Err(("int_type", "Input should be a valid integer")),
    }
}

/// A whole number in a text: spaces around it, a sign, `_` between digits and a fraction of zeros are let pass.
fn whole_text(text: &str) -> Option<i64> {
    let text = text.trim();
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = whole
        .strip_prefix(|c| c == '-' || c == '+')
        .unwrap_or(whole);
    let between = !digits.starts_with('_') && !digits.ends_with('_') && !digits.contains("__");
    let zeros = !fraction.is_empty() && fraction.bytes().all(|b| b == b'0');
    if !between || !zeros {
        return None;
    }
    whole.replace('_', "").parse().ok()
}

/// How each field of the access point's settings is checked, and what it is if it was not given.
fn settings(field: &str, value: &V) -> Taken {
    match field {
        "apn_name" => apn_name(value),
        "reset_at_reboot" => boolean(value),
        "mms_port" => perhaps(whole, value),
        _ => perhaps(text, value),
    }
}

/// The access point's settings where nothing was changed.
pub fn default_settings() -> V {
    V::dict(vec![
        ("apn_name", V::of("internet")),
        ("reset_at_reboot", V::Bool(false)),
        ("mms_apn", V::of("mms")),
        ("mmsc_url", V::of("http://mms.carrier.com/mms/wapenc")),
        ("mms_proxy", V::None),
        ("mms_port", V::None),
    ])
}

/// The access point's settings of a dictionary.
///
/// # Errors
/// If a field has no valid value, or there is no such field.
pub fn settings_of(given: &[(String, V)]) -> Result<V, String> {
    let mut made = default_settings();
    let mut wrong = vec![];
    let fields = [
        "apn_name",
        "reset_at_reboot",
        "mms_apn",
        "mmsc_url",
        "mms_proxy",
        "mms_port",
    ];
    for field in fields {
        let value = given.iter().rev().find(|(name, _)| name == field);
        match value.map(|(_, value)| (settings(field, value), value)) {
            Some((Ok(value), _)) => made.set(field, value),
            Some((Err((kind, says)), input)) => wrong.push(misfit(field, input, says, kind)),
            None => {}
        }
    }
    for (field, input) in given.iter().filter(|(name, _)| !fields.contains(&&**name)) {
        let says = "Extra inputs are not permitted";
        wrong.push(misfit(field, input, says, "extra_forbidden"));
    }
    invalid("APNSettings", &wrong).map_err(|Raised(why)| why)?;
    Ok(made)
}
