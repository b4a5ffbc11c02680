//! Structs of a request, which are read from objects alone.

use serde::{
    Deserialize as _,
    de::{DeserializeOwned, Deserializer},
};
use serde_json::Value;

/// Read a struct from an object alone: serde takes an array for its fields in their order.
pub(crate) fn object<'de, D: Deserializer<'de>, T: DeserializeOwned>(
    source: D,
) -> Result<T, D::Error> {
    of_object(Value::deserialize(source)?)
}

/// Read structs from objects alone.
pub(crate) fn objects<'de, D: Deserializer<'de>, T: DeserializeOwned>(
    source: D,
) -> Result<Vec<T>, D::Error> {
    let values = Vec::<Value>::deserialize(source)?;
    values.into_iter().map(of_object).collect()
}

fn of_object<T: DeserializeOwned, E: serde::de::Error>(value: Value) -> Result<T, E> {
    match value.is_object() {
        true => serde_json::from_value(value).map_err(E::custom),
        false => Err(E::custom("expected an object")),
    }
}
