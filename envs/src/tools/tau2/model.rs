//! The shapes of tau2's databases, and reading a document into one as pydantic does in its lax mode.
//!
//! What a model reads comes out in the order in which `model_dump` writes it: the model's own order of fields, absent
//! fields with their defaults, whole numbers as floats where a float is declared, unknown fields refused or dropped.

use super::python::Py;

/// The type of a field.
#[derive(Debug)]
pub enum Type {
    /// `str`.
    Text,
    /// `int`.
    Int,
    /// `float`.
    Float,
    /// `bool`.
    Bool,
    /// `Literal[...]` of texts, or an enumeration of texts.
    OneOf(&'static [&'static str]),
    /// `Optional[...]`.
    Optional(&'static Type),
    /// `List[...]`.
    List(&'static Type),
    /// `Dict[str, ...]`.
    Dict(&'static Type),
    /// A model.
    Model(&'static Model),
    /// The first of these models that fits.
    Union(&'static [&'static Model]),
    /// A type with a reader of its own: its name for messages, and what it makes of a value.
    Read(&'static str, fn(&Py) -> Option<Py>),
}

/// What stands for a field that is not there.
#[derive(Debug)]
pub enum Default {
    /// Nothing: the field must be there.
    Required,
    /// `None`.
    None,
    /// This JSON, as `model_dump` would give it.
    Json(&'static str),
    /// This JSON, which need not be of the field's type: pydantic does not look at a default.
    Unread(&'static str),
}

/// A field of a model.
#[derive(Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub ty: Type,
    /// What stands for it where it is absent.
    pub default: Default,
}

impl Field {
    /// A field that must be there.
    #[must_use]
    pub const fn new(name: &'static str, ty: Type) -> Self {
        Self {
            name,
            ty,
            default: Default::Required,
        }
    }

    /// A field with `None` as its default.
    #[must_use]
    pub const fn optional(name: &'static str, ty: &'static Type) -> Self {
        Self {
            name,
            ty: Type::Optional(ty),
            default: Default::None,
        }
    }

    /// A field with this JSON as its default.
    #[must_use]
    pub const fn or(name: &'static str, ty: Type, default: &'static str) -> Self {
        Self {
            name,
            ty,
            default: Default::Json(default),
        }
    }
}

/// What a model does with a field that it does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extra {
    /// Drops it.
    Ignored,
    /// Refuses the document.
    Forbidden,
}

/// A model: pydantic's `BaseModel`.
#[derive(Debug)]
pub struct Model {
    /// The class's name, as messages of Python give it.
    pub name: &'static str,
    /// What happens to unknown fields.
    pub extra: Extra,
    /// The fields, in the order of the class.
    pub fields: &'static [Field],
}

/// A document does not fit its model.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {found}; expected {expected}", if path.is_empty() { "the document" } else { path })]
pub struct Misfit {
    /// Where: `orders.#W1.items[2].price`.
    pub path: String,
    /// What is there.
    pub found: String,
    /// What should be.
    pub expected: String,
}

impl Misfit {
    fn new(found: &Py, expected: impl Into<String>) -> Self {
        let shown = found.dumps(super::python::Fields::AsSet);
        let shown: String = shown.chars().take(80).collect();
        Self {
            path: String::new(),
            found: format!("{shown} ({})", found.type_name()),
            expected: expected.into(),
        }
    }

    fn at(mut self, place: &str) -> Self {
        let inner = std::mem::take(&mut self.path);
        let joint = if inner.is_empty() || inner.starts_with('[') {
            ""
        } else {
            "."
        };
        self.path = format!("{place}{joint}{inner}");
        self
    }
}

impl Type {
    /// Read a value of this type.
    ///
    /// # Errors
    /// If it is none.
    pub fn read(&self, value: Py) -> Result<Py, Misfit> {
        match (self, value) {
            (Self::Text, value @ Py::Text(_))
            | (Self::Int, value @ Py::Int(_))
            | (Self::Float, value @ Py::Float(_))
            | (Self::Bool, value @ Py::Bool(_))
            | (Self::Optional(_), value @ Py::None) => Ok(value),
            (Self::Int, Py::Bool(value)) => Ok(Py::Int(value.into())),
            (Self::Float, Py::Int(number)) => Ok(Py::Float(number as f64)),
            (Self::Float, Py::Bool(value)) => Ok(Py::Float(f64::from(u8::from(value)))),
            (Self::Bool, Py::Int(number @ (0 | 1))) => Ok(Py::Bool(number == 1)),
            (Self::OneOf(names), value) => match value.as_text() {
                Some(text) if names.contains(&text) => Ok(value),
                _ => Err(Misfit::new(&value, format!("one of {}", names.join(", ")))),
            },
            (Self::Optional(ty), value) => ty.read(value),
            (Self::List(ty), Py::List(items)) => {
                let read = |(place, item): (usize, Py)| {
                    ty.read(item)
                        .map_err(|misfit| misfit.at(&format!("[{place}]")))
                };
                let items: Result<_, _> = items.into_iter().enumerate().map(read).collect();
                items.map(Py::List)
            }
            (Self::Dict(ty), Py::Dict(fields)) => {
                let read = |(name, value): (String, Py)| {
                    let value = ty.read(value).map_err(|misfit| misfit.at(&name))?;
                    Ok((name, value))
                };
                let fields: Result<_, _> = fields.into_iter().map(read).collect();
                fields.map(Py::Dict)
            }
            (Self::Model(model), value) => model.read(value),
            (Self::Union(models), value) => {
                let fits = models
                    .iter()
                    .find_map(|model| model.read(value.clone()).ok());
                let names: Vec<&str> = models.iter().map(|model| model.name).collect();
                fits.ok_or_else(|| Misfit::new(&value, format!("one of {}", names.join(", "))))
            }
            (Self::Read(name, read), value) => {
                read(&value).ok_or_else(|| Misfit::new(&value, *name))
            }
            (ty, value) => Err(Misfit::new(&value, ty.name())),
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Int => "a whole number",
            Self::Float => "a number",
            Self::Bool => "true or false",
            Self::OneOf(_) => "one of some texts",
            Self::Optional(ty) => ty.name(),
            Self::List(_) => "a list",
            Self::Dict(_) => "an object",
            Self::Model(model) => model.name,
            Self::Union(_) => "one of some objects",
            Self::Read(name, _) => name,
        }
    }
}

impl Model {
    /// Read a document of this model.
    ///
    /// # Errors
    /// If a field is missing, of another type, or not the model's where that is forbidden.
    pub fn read(&self, document: Py) -> Result<Py, Misfit> {
        let Py::Dict(given) = document else {
            return Err(Misfit::new(&document, format!("an object ({})", self.name)));
        };
        let known = |name: &str| self.fields.iter().any(|field| field.name == name);
        if self.extra == Extra::Forbidden
            && let Some((name, value)) = given.iter().find(|(name, _)| !known(name))
        {
            let names: Vec<&str> = self.fields.iter().map(|field| field.name).collect();
            let expected = format!("no field but {} ({})", names.join(", "), self.name);
            return Err(Misfit::new(value, expected).at(name));
        }
        let mut given: Vec<(String, Option<Py>)> = given
            .into_iter()
            .map(|(name, value)| (name, Some(value)))
            .collect();
        let read = |field: &Field| {
            let value = given
                .iter_mut()
                .find(|(name, _)| name == field.name)
                .and_then(|(_, value)| value.take());
            let value = field.value(value).map_err(|misfit| misfit.at(field.name))?;
            Ok((field.name.to_owned(), value))
        };
        let fields: Result<_, Misfit> = self.fields.iter().map(read).collect();
        fields.map(Py::Dict)
    }
}

impl Field {
    fn value(&self, given: Option<Py>) -> Result<Py, Misfit> {
        match (given, &self.default) {
            (Some(value), _) => self.ty.read(value),
            (None, Default::None) => Ok(Py::None),
            // Written in this crate; read with the type, so that a slip is a misfit and no silent change.
            (None, Default::Json(text)) => {
                let value = Py::from_json(text.as_bytes()).unwrap_or(Py::None);
                self.ty.read(value)
            }
            (None, Default::Unread(text)) => Ok(Py::from_json(text.as_bytes()).unwrap_or(Py::None)),
            (None, Default::Required) => Err(Misfit {
                path: String::new(),
                found: "nothing".into(),
                expected: self.ty.name().into(),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::python::Fields;
    use super::*;

    static CARD: Model = Model {
        name: "Card",
        extra: Extra::Ignored,
        fields: &[
            Field::new("source", Type::OneOf(&["card"])),
            Field::new("balance", Type::Float),
        ],
    };
    static PERSON: Model = Model {
        name: "Person",
        extra: Extra::Forbidden,
        fields: &[
            Field::new("name", Type::Text),
            Field::new("cards", Type::Dict(&Type::Union(&[&CARD]))),
            Field::optional("age", &Type::Int),
            Field::or("tags", Type::List(&Type::Text), "[]"),
        ],
    };

    fn read(text: &str) -> Result<String, String> {
        let document = Py::from_json(text.as_bytes()).unwrap();
        let read = PERSON.read(document).map_err(|misfit| misfit.to_string())?;
        Ok(read.dumps(Fields::AsSet))
    }

    #[test]
    fn a_document_comes_out_in_the_models_order_with_its_defaults() {
        let dumped =
            read(r#"{"cards": {"b": {"balance": 3, "source": "card", "x": 1}}, "name": "Ann"}"#);
        let expected = r#"{"name": "Ann", "cards": {"b": {"source": "card", "balance": 3.0}}, "age": null, "tags": []}"#;
        assert_eq!(dumped.unwrap(), expected);
    }

    #[test]
    fn a_misfit_says_where_and_what() {
        let cases = [
            (r#"{"cards": {}}"#, "name: nothing; expected a text"),
            (
                r#"{"name": 5, "cards": {}}"#,
                "name: 5 (int); expected a text",
            ),
            (
                r#"{"name": "", "cards": {"b": 1}}"#,
                "cards.b: 1 (int); expected one of Card",
            ),
            (
                r#"{"name": "", "cards": {}, "tags": ["a", 2]}"#,
                "tags[1]: 2 (int); expected a text",
            ),
            (
                r#"{"name": "", "cards": {}, "size": 1}"#,
                "size: 1 (int); expected no field but name, cards, age, tags (Person)",
            ),
            ("[]", "the document: [] (list); expected an object (Person)"),
        ];
        for (document, expected) in cases {
            assert_eq!(read(document).unwrap_err(), expected);
        }
    }
}
