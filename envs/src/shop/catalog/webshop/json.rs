//! A JSON tree that keeps the order of keys, which WebShop's pages show.

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// Any JSON value; numbers are not needed and not kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Json {
    /// `null`, or a field that is not there.
    #[default]
    Null,
    /// A number, true or false.
    Scalar,
    Text(String),
    List(Vec<Json>),
    /// Fields in file order.
    Map(Vec<(String, Json)>),
}

impl Json {
    /// The last field of this name, unless it is null.
    pub(super) fn field(&self, name: &str) -> Option<&Json> {
        let Json::Map(fields) = self else { return None };
        let (_, value) = fields.iter().rfind(|(key, _)| key == name)?;
        (*value != Json::Null).then_some(value)
    }

    /// A list of texts; `None` if it is anything else.
    pub(super) fn texts(&self) -> Option<Vec<String>> {
        let Json::List(list) = self else { return None };
        list.iter()
            .map(|entry| {
                if let Json::Text(text) = entry {
                    Some(text.clone())
                } else {
                    None
                }
            })
            .collect()
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Json, D::Error> {
        deserializer.deserialize_any(Tree)
    }
}

struct Tree;

impl<'de> Visitor<'de> for Tree {
    type Value = Json;

    fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("any JSON value")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Json, E> {
        Ok(Json::Scalar)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Json, E> {
        Ok(Json::Scalar)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Json, E> {
        Ok(Json::Scalar)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Json, E> {
        Ok(Json::Scalar)
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Json, E> {
        Ok(Json::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(entry) = entries.next_element()? {
            list.push(entry);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Json, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = entries.next_entry()? {
            fields.push(field);
        }
        Ok(Json::Map(fields))
    }
}
