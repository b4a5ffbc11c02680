//! What is to be filled in where an action is written.

use super::{is_name, object};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What can be written for an argument.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ArgumentKind {
    /// Words of the agent's own, up to so many bytes.
    Text {
        /// Most bytes.
        max_bytes: u32,
    },
    /// The id or name of something, as the instruction or a page shows it.
    Shown,
    /// A whole number from `min` to `max`.
    Integer {
        /// The least.
        min: i64,
        /// The greatest.
        max: i64,
    },
    /// One of these, as written.
    Choice {
        /// The values.
        values: Vec<String>,
    },
    /// A point of a named coordinate space, written `x, y`: whole numbers, the origin at the top left.
    Point {
        /// What the space is called (`"screen"`).
        space: String,
        /// `x` is below it.
        width: u32,
        /// `y` is below it.
        height: u32,
    },
    /// A JSON object of a schema, written as JSON in one line: the arguments of a structured tool call, as deep as they are.
    /// That the schema is kept is the world's to say; here it is told and an object is asked for.
    Object {
        /// The JSON Schema, of `"type": "object"`.
        schema: Value,
    },
}

/// One argument of an action form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Argument {
    /// Its name, in lower case: the property of the tool; in templates it stands in capitals.
    pub name: String,
    /// What can be written for it.
    #[serde(flatten)]
    pub kind: ArgumentKind,
    /// What it means, in a few words.
    pub description: String,
    /// One value, where the kind alone does not show how values are written (`"$12.34"`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<String>,
    /// Whether the value is worked out from what was shown, so that it need not stand anywhere itself: a sum, a count.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub computed: bool,
}

impl Argument {
    fn new(name: &str, kind: ArgumentKind, description: &str) -> Self {
        Self {
            name: name.into(),
            kind,
            description: description.into(),
            example: None,
            computed: false,
        }
    }

    /// Words of the agent's own.
    #[must_use]
    pub fn text(name: &str, max_bytes: u32, description: &str) -> Self {
        Self::new(name, ArgumentKind::Text { max_bytes }, description)
    }

    /// The id or name of something that is shown.
    #[must_use]
    pub fn shown(name: &str, description: &str) -> Self {
        Self::new(name, ArgumentKind::Shown, description)
    }

    /// A whole number.
    #[must_use]
    pub fn integer(name: &str, min: i64, max: i64, description: &str) -> Self {
        Self::new(name, ArgumentKind::Integer { min, max }, description)
    }

    /// One of some values.
    #[must_use]
    pub fn choice<S: Into<String>>(
        name: &str,
        values: impl IntoIterator<Item = S>,
        description: &str,
    ) -> Self {
        let values = values.into_iter().map(Into::into).collect();
        Self::new(name, ArgumentKind::Choice { values }, description)
    }

    /// A point of the space named `space`, `width` by `height`.
    #[must_use]
    pub fn point(name: &str, space: &str, width: u32, height: u32, description: &str) -> Self {
        let kind = ArgumentKind::Point {
            space: space.into(),
            width,
            height,
        };
        Self::new(name, kind, description)
    }

    /// A JSON object of a schema.
    #[must_use]
    pub fn object(name: &str, schema: Value, description: &str) -> Self {
        Self::new(name, ArgumentKind::Object { schema }, description)
    }

    /// The same with a value that shows how values are written.
    #[must_use]
    pub fn such_as(mut self, example: &str) -> Self {
        self.example = Some(example.into());
        self
    }

    /// The same, its value worked out from what was shown.
    #[must_use]
    pub fn worked_out(mut self) -> Self {
        self.computed = true;
        self
    }

    /// How it stands in templates.
    #[must_use]
    pub fn placeholder(&self) -> String {
        self.name.to_ascii_uppercase()
    }

    /// A value that is written rightly; whether there is such a thing is the world's to say.
    #[must_use]
    pub fn sample(&self) -> String {
        if let Some(example) = &self.example {
            return example.clone();
        }
        match &self.kind {
            ArgumentKind::Text { .. } => "a".into(),
            ArgumentKind::Shown => "A1".into(),
            ArgumentKind::Integer { min, .. } => min.to_string(),
            ArgumentKind::Choice { values } => values.first().cloned().unwrap_or_default(),
            ArgumentKind::Point { width, height, .. } => format!("{}, {}", width / 2, height / 2),
            ArgumentKind::Object { schema } => object::sample(schema).to_string(),
        }
    }

    pub(super) fn check(&self) -> Result<(), String> {
        let name = &self.name;
        if !is_name(name) {
            return Err(format!(
                "has an argument `{name}`: expected a-z, 0-9 and `_`, a letter first"
            ));
        }
        match &self.kind {
            ArgumentKind::Integer { min, max } if min > max => {
                Err(format!("has an argument `{name}` from {min} to {max}"))
            }
            ArgumentKind::Choice { values } if values.is_empty() => {
                Err(format!("has an argument `{name}` with no value to choose"))
            }
            ArgumentKind::Point { width, height, .. } if *width == 0 || *height == 0 => Err(
                format!("has an argument `{name}` in a space without points"),
            ),
            ArgumentKind::Object { schema } if schema.get("type") != Some(&"object".into()) => Err(
                format!("has an argument `{name}` whose schema is not of `\"type\": \"object\"`"),
            ),
            _ => Ok(()),
        }
    }

    /// What can be written for it, in words: `one of none, plain`.
    pub(super) fn expected(&self) -> String {
        let mut text = match &self.kind {
            // What has no limit of its own is not told of one.
            ArgumentKind::Text {
                max_bytes: u32::MAX,
            } => "text".to_owned(),
            ArgumentKind::Text { max_bytes } => format!("text of at most {max_bytes} bytes"),
            ArgumentKind::Shown => "as it is shown".to_owned(),
            ArgumentKind::Integer { min, max } => format!("a whole number from {min} to {max}"),
            ArgumentKind::Choice { values } => match &values[..] {
                [only] => format!("only {only}"),
                _ => format!("one of {}", values.join(", ")),
            },
            ArgumentKind::Point {
                space,
                width,
                height,
            } => format!(
                "a point `x, y` of the {space}, {width} by {height}, from 0, 0 at the top left"
            ),
            ArgumentKind::Object { schema } => object::told(schema),
        };
        if let Some(example) = &self.example {
            text += &format!(", such as `{example}`");
        }
        text
    }
}
