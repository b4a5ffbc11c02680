//! JSON that is read strictly: no key twice, no more values than a request has use for.

mod why;

pub use why::{why, words};

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::fmt;

/// Most values of one request: a step of 65,536 slots has under 500,000. A line of brackets would otherwise take thirty
/// times its own size in memory.
pub const MAX_VALUES: u32 = 1 << 20;

/// Read one JSON value.
///
/// # Errors
/// If `text` is not JSON, an object has a key twice, or there are more than [`MAX_VALUES`] values.
pub fn read(text: &str) -> Result<Value, serde_json::Error> {
    let mut left = MAX_VALUES;
    let mut source = serde_json::Deserializer::from_str(text);
    let value = Strict(&mut left).deserialize(&mut source)?;
    source.end()?;
    Ok(value)
}

/// One value, counted off from those that are left.
struct Strict<'a>(&'a mut u32);

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<Value, D::Error> {
        *self.0 = self
            .0
            .checked_sub(1)
            .ok_or_else(|| D::Error::custom(format!("more than {MAX_VALUES} values")))?;
        source.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }
    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut all = vec![];
        while let Some(item) = items.next_element_seed(Strict(self.0))? {
            all.push(item);
        }
        Ok(all.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut all = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            if all.contains_key(&key) {
                let shown: String = key.chars().take(80).collect();
                return Err(A::Error::custom(format!(
                    "the key `{shown}` is there twice"
                )));
            }
            let value = entries.next_value_seed(Strict(self.0))?;
            all.insert(key, value);
        }
        Ok(all.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_key_that_is_there_twice_is_refused_at_any_depth() {
        for text in [r#"{"a": 1, "a": 1}"#, r#"[{"b": {"a": 1, "\u0061": 2}}]"#] {
            let why = read(text).unwrap_err().to_string();
            assert!(why.contains("`a` is there twice"), "{why}");
        }
    }

    #[test]
    fn more_values_than_a_request_has_use_for_are_refused() {
        let many = |n: usize| format!("[{}0]", "0,".repeat(n - 1));
        assert!(read(&many(1000)).is_ok());
        assert!(read(&many(MAX_VALUES as usize)).is_err());
        assert!(read("[1] 2").is_err());
    }

    proptest! {
        #[test]
        fn what_is_read_is_what_serde_json_reads(
            texts in proptest::collection::vec(".*", 0..4),
            number in any::<i64>(),
            float in any::<f64>(),
        ) {
            let value = serde_json::json!({ "t": texts, "n": [number, float, u64::MAX, null, true] });
            prop_assert_eq!(read(&value.to_string()).unwrap(), value);
        }
    }
}
