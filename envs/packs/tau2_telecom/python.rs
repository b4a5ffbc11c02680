//! What Python makes of values, beyond what the packs of all domains share.

use super::tau2::{text::float, value::round_2};
use super::tau2::V;

/// Questions to a value.
pub trait Ask {
    /// What `if value` asks.
    fn truthy(&self) -> bool;
    /// Whether it is this text.
    fn is(&self, text: &str) -> bool;
    /// Whether it is `None`.
    fn is_none(&self) -> bool;
}

impl Ask for V {
    fn truthy(&self) -> bool {
        match self {
            V::None => false,
            V::Bool(value) => *value,
            V::Int(value) => *value != 0,
            V::Float(value) => *value != 0.0,
            V::Str(text) => !text.is_empty(),
            V::List(items) => !items.is_empty(),
            V::Dict(fields) => !fields.is_empty(),
        }
    }

    fn is(&self, text: &str) -> bool {
        self.str() == Some(text)
    }

    fn is_none(&self) -> bool {
        matches!(self, V::None)
    }
}

/// The error of asking a value for what its class has not.
pub fn no_attribute(value: &V, name: &str) -> String {
    format!("'{}' object has no attribute '{name}'", value.type_name())
}

/// What `f"{number:.2f}"` is.
pub fn two_digits(number: f64) -> String {
    if number.is_finite() {
        format!("{:.2}", round_2(number))
    } else {
        float(number)
    }
}

/// A value of a dictionary that a message shows and that is no model: numbers become texts.
pub fn plain_text(value: &V) -> V {
    match value {
        V::Bool(_) | V::Int(_) | V::Float(_) => V::Str(value.to_str()),
        V::List(items) => V::List(items.iter().map(plain_text).collect()),
        V::Dict(fields) => {
            let field = |(name, value): &(String, V)| (name.clone(), plain_text(value));
            V::Dict(fields.iter().map(field).collect())
        }
        other => other.clone(),
    }
}

/// The error of an operator that two classes do not have.
pub fn operands(operator: &str, left: &V, right: &V) -> String {
    let (left, right) = (left.type_name(), right.type_name());
    format!("unsupported operand type(s) for {operator}: '{left}' and '{right}'")
}

/// The error of comparing a value with what its class has no order with.
pub fn not_compared(operator: &str, left: &V, right: &str) -> String {
    let left = left.type_name();
    format!("'{operator}' not supported between instances of '{left}' and '{right}'")
}
