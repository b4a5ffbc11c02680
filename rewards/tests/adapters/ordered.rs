//! Reads a file of cases so that the children of search trees keep the order they are written in.

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value as Json, json};
use std::fmt;

/// Read a file of cases. Inside `input`, an object called `children` becomes the list of its names and values.
pub(crate) fn read(text: &str) -> Json {
    let mut from = serde_json::Deserializer::from_str(text);
    let read = Place::default().deserialize(&mut from).unwrap();
    from.end().unwrap();
    read
}

/// The children of a node, in the order written.
pub(crate) fn children(node: &Json) -> Vec<(&str, &Json)> {
    let pairs = node["children"].as_array().map_or(&[][..], Vec::as_slice);
    pairs
        .iter()
        .map(|pair| (pair[0].as_str().unwrap(), &pair[1]))
        .collect()
}

/// Where in the file a value stands.
#[derive(Clone, Copy, Default)]
struct Place {
    input: bool,
    children: bool,
}

impl<'de> DeserializeSeed<'de> for Place {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Json, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Place {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E: Error>(self, x: bool) -> Result<Json, E> {
        Ok(json!(x))
    }

    fn visit_i64<E: Error>(self, x: i64) -> Result<Json, E> {
        Ok(json!(x))
    }

    fn visit_u64<E: Error>(self, x: u64) -> Result<Json, E> {
        Ok(json!(x))
    }

    fn visit_f64<E: Error>(self, x: f64) -> Result<Json, E> {
        Ok(json!(x))
    }

    fn visit_str<E: Error>(self, x: &str) -> Result<Json, E> {
        Ok(json!(x))
    }

    fn visit_unit<E: Error>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let item = Place {
            children: false,
            ..self
        };
        let mut out = Vec::new();
        while let Some(x) = items.next_element_seed(item)? {
            out.push(x);
        }
        Ok(Json::Array(out))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Json, A::Error> {
        let (mut map, mut pairs) = (Map::new(), Vec::new());
        while let Some(key) = entries.next_key::<String>()? {
            let place = Place {
                input: self.input || key == "input",
                children: self.input && !self.children && key == "children",
            };
            let value = entries.next_value_seed(place)?;
            if self.children {
                pairs.push(json!([key, value]));
            } else {
                map.insert(key, value);
            }
        }
        Ok(match self.children {
            true => Json::Array(pairs),
            false => Json::Object(map),
        })
    }
}
