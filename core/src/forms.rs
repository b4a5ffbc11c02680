//! Action forms: how an agent may act, said once.
//!
//! An environment states one list, [`ActionForms`]: each form has a name, a template (`set_quantity[LINE: N]`), its
//! arguments with their kinds, the pages it works on and one line about what it does. Everything an agent is told about
//! acting is made from that list and nowhere else: the card's table ([`ActionForms::table`], [`fill_card`]), the system
//! message of chat ([`ActionForms::briefing`]), the schema of tools ([`ActionForms::tools`]) and the way back from a tool
//! call to an action ([`ActionForms::action_of_call`]), the rejection of text that is no action
//! ([`ActionForms::unknown`]), and what a page says can be done ([`ActionForms::on_page`]).
//!
//! ```
//! use truestep_core::forms::{ActionForm, ActionForms, Argument};
//! let forms = ActionForms::new(vec![
//!     ActionForm::new("search[TEXT]", "lists the best hits")
//!         .with(Argument::text("text", 160, "what to look for")),
//!     ActionForm::new("set_quantity[LINE: N]", "sets how many are bought")
//!         .with(Argument::integer("line", 1, 8, "the line, as numbered"))
//!         .with(Argument::integer("n", 1, 9, "how many"))
//!         .on(&["cart"]),
//! ])?;
//! let (form, values) = forms.read("set_quantity[2: 3]").expect("it is written in a form");
//! assert_eq!((form.name.as_str(), &values[..]), ("set_quantity", &["2", "3"][..]));
//! let call = serde_json::json!({"line": 2, "n": 3});
//! assert_eq!(forms.action_of_call("set_quantity", &call)?, "set_quantity[2: 3]");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod argument;
mod call;
mod object;
mod read;
mod schema;
mod text;

pub use argument::{Argument, ArgumentKind};
pub use call::{BadCall, TOOL_ACT, call_text, decode, written_call};
pub use object::leaves;
pub use schema::{ToolStyle, act_tool};
pub use text::{CARD_MARKER, fill_card};

use serde::{Deserialize, Serialize};

/// Longest name of a form, as tools allow.
const MAX_NAME_BYTES: usize = 64;

/// Why a list of forms is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadForms {
    /// There is no form in it.
    #[error("an environment without action forms tells no agent how to act; list at least one")]
    Empty,
    /// Two forms share a name.
    #[error("two action forms are named `{name}`; give one of them another name with `named`")]
    SameName {
        /// The name.
        name: String,
    },
    /// A name that no tool can bear.
    #[error(
        "`{name}` cannot name an action form: expected 1 to 64 of a-z, 0-9 and `_`, a letter first"
    )]
    Name {
        /// The name.
        name: String,
    },
    /// The name of the tool that takes any action as text.
    #[error(
        "`{TOOL_ACT}` is the tool that takes any action as text; give the form another name with `named`"
    )]
    Reserved,
    /// A template whose arguments cannot be told apart.
    #[error("the template `{template}` {problem}")]
    Template {
        /// The template.
        template: String,
        /// What is wrong with it.
        problem: String,
    },
}

/// One way to act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionForm {
    /// Its name, unique in its list: the verb, and the name of its tool.
    pub name: String,
    /// How it is written: each argument's name stands in capitals where its value goes (`select[GROUP: VALUE]`).
    pub template: String,
    /// What is to be filled in, in the order of the template.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arguments: Vec<Argument>,
    /// The pages it works on, by the names the environment gives them; empty: everywhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub place: Vec<String>,
    /// What it does, in one line without a full stop.
    pub summary: String,
}

impl ActionForm {
    /// A form without arguments that works everywhere; its name is the words before the first bracket or argument.
    #[must_use]
    pub fn new(template: impl Into<String>, summary: impl Into<String>) -> Self {
        let template = template.into();
        Self {
            name: name_of(&template),
            template,
            arguments: vec![],
            place: vec![],
            summary: summary.into(),
        }
    }

    /// A structured call of the tool `name`, whose arguments are one JSON object of `schema`: written `name({...})`. As a
    /// tool it is its schema, whatever is nested in it.
    #[must_use]
    pub fn call(name: &str, summary: impl Into<String>, schema: serde_json::Value) -> Self {
        Self::new(format!("{name}(ARGUMENTS)"), summary)
            .named(name)
            .with(Argument::object("arguments", schema, "its arguments"))
    }

    /// The schema of the one object that is all there is to fill in, if it is a structured call.
    #[must_use]
    pub fn call_schema(&self) -> Option<&serde_json::Value> {
        match &self.arguments[..] {
            [
                Argument {
                    kind: ArgumentKind::Object { schema },
                    ..
                },
            ] => Some(schema),
            _ => None,
        }
    }

    /// The same under another name.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// The same with one more argument.
    #[must_use]
    pub fn with(mut self, argument: Argument) -> Self {
        self.arguments.push(argument);
        self
    }

    /// The same, working on these pages alone.
    #[must_use]
    pub fn on(mut self, pages: &[&str]) -> Self {
        self.place = pages.iter().map(|&page| page.to_owned()).collect();
        self
    }

    /// Whether it works on the page named `page`.
    #[must_use]
    pub fn works_on(&self, page: &str) -> bool {
        self.place.is_empty() || self.place.iter().any(|place| place == page)
    }

    /// The argument named `name`.
    #[must_use]
    pub fn argument(&self, name: &str) -> Option<&Argument> {
        self.arguments.iter().find(|a| a.name == name)
    }

    /// # Errors
    /// [`BadForms::Name`], [`BadForms::Template`].
    fn check(&self) -> Result<(), BadForms> {
        if !is_name(&self.name) {
            return Err(BadForms::Name {
                name: self.name.clone(),
            });
        }
        let problem = |problem: String| BadForms::Template {
            template: self.template.clone(),
            problem,
        };
        if self.template.trim().is_empty() || self.template.contains('\n') {
            return Err(problem("is no line of text".into()));
        }
        if self.summary.trim().is_empty() || self.summary.contains('\n') {
            return Err(problem("needs a summary of one line".into()));
        }
        let mut end = None;
        for argument in &self.arguments {
            argument.check().map_err(problem)?;
            let name = argument.placeholder();
            let places: Vec<usize> = read::placeholders(&self.template, &name).collect();
            let [at] = places[..] else {
                let times = places.len();
                return Err(problem(format!(
                    "has `{name}` {times} times, expected once"
                )));
            };
            match end {
                Some(end) if at < end => {
                    return Err(problem(format!("has `{name}` before an earlier argument")));
                }
                Some(end) if at == end => {
                    return Err(problem(format!(
                        "has nothing between `{name}` and the one before"
                    )));
                }
                _ => end = Some(at + name.len()),
            }
        }
        Ok(())
    }
}

/// The words of a template before its first bracket or argument, joined by `_`.
fn name_of(template: &str) -> String {
    let words = template.split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != ' ');
    let words = words
        .map(str::trim)
        .find(|part| !part.is_empty())
        .unwrap_or("");
    let is_argument = |word: &&str| {
        word.chars().any(|c| c.is_ascii_uppercase())
            && !word.chars().any(|c| c.is_ascii_lowercase())
    };
    let spoken: Vec<&str> = words
        .split(' ')
        .take_while(|word| !is_argument(word))
        .collect();
    spoken.join("_").to_ascii_lowercase()
}

fn is_name(name: &str) -> bool {
    let first = name.bytes().next();
    first.is_some_and(|b| b.is_ascii_lowercase())
        && name.len() <= MAX_NAME_BYTES
        && (name.bytes()).all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// The action forms of a task: at least one, told apart by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<ActionForm>", into = "Vec<ActionForm>")]
pub struct ActionForms(Vec<ActionForm>);

impl ActionForms {
    /// A list of forms, in the order agents are told them.
    ///
    /// # Errors
    /// [`BadForms`] if the list is empty, two forms share a name, or a template does not hold its arguments.
    pub fn new(forms: Vec<ActionForm>) -> Result<Self, BadForms> {
        if forms.is_empty() {
            return Err(BadForms::Empty);
        }
        for (number, form) in forms.iter().enumerate() {
            form.check()?;
            if form.name == TOOL_ACT {
                return Err(BadForms::Reserved);
            }
            if forms[..number].iter().any(|other| other.name == form.name) {
                return Err(BadForms::SameName {
                    name: form.name.clone(),
                });
            }
        }
        Ok(Self(forms))
    }

    /// The forms, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, ActionForm> {
        self.0.iter()
    }

    /// The form named `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&ActionForm> {
        self.0.iter().find(|form| form.name == name)
    }

    /// The forms that work on the page named `page`.
    pub fn on_page<'a>(&'a self, page: &'a str) -> impl Iterator<Item = &'a ActionForm> {
        self.0.iter().filter(move |form| form.works_on(page))
    }
}

impl<'a> IntoIterator for &'a ActionForms {
    type Item = &'a ActionForm;
    type IntoIter = std::slice::Iter<'a, ActionForm>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl TryFrom<Vec<ActionForm>> for ActionForms {
    type Error = BadForms;

    fn try_from(forms: Vec<ActionForm>) -> Result<Self, BadForms> {
        Self::new(forms)
    }
}

impl From<ActionForms> for Vec<ActionForm> {
    fn from(forms: ActionForms) -> Self {
        forms.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn shop() -> ActionForms {
        ActionForms::new(vec![
            ActionForm::new("search[TEXT]", "lists the best hits").with(Argument::text(
                "text",
                40,
                "what to look for",
            )),
            ActionForm::new("next", "turns the page").on(&["results"]),
            ActionForm::new("select[GROUP: VALUE]", "chooses an option")
                .with(Argument::shown("group", "an option's name"))
                .with(Argument::shown("value", "one of its values"))
                .on(&["item"]),
            ActionForm::new("wrap[NAME]", "chooses the wrapping")
                .with(Argument::choice("name", ["none", "plain"], "how"))
                .on(&["cart"]),
            ActionForm::new("set_quantity[LINE: N]", "sets how many")
                .with(Argument::integer("line", 1, 8, "which line"))
                .with(Argument::integer("n", 1, 9, "how many"))
                .on(&["cart"]),
            ActionForm::new("tap(AT)", "taps")
                .with(Argument::point("at", "screen", 90, 60, "where")),
            ActionForm::new("look up NAME", "reads about somebody")
                .with(Argument::shown("name", "whom")),
            ActionForm::new("report[infeasible]", "says that it cannot be done"),
            ActionForm::call(
                "place",
                "orders items",
                serde_json::json!({"type": "object", "properties": {"items": {"type": "array",
                    "minItems": 1, "items": {"type": "object", "properties": {
                        "sku": {"type": "string"}, "n": {"type": "integer", "minimum": 1}},
                        "required": ["n", "sku"], "additionalProperties": false}}},
                    "required": ["items"], "additionalProperties": false}),
            ),
        ])
        .unwrap()
    }

    #[test]
    fn a_form_is_named_by_the_words_before_its_arguments() {
        let names: Vec<String> = shop().iter().map(|f| f.name.clone()).collect();
        let expected = [
            "search",
            "next",
            "select",
            "wrap",
            "set_quantity",
            "tap",
            "look_up",
            "report",
            "place",
        ];
        assert_eq!(names, expected);
    }

    #[test]
    fn a_list_that_tells_nothing_or_tells_it_twice_is_refused_by_cause() {
        assert_eq!(ActionForms::new(vec![]), Err(BadForms::Empty));
        let next = || ActionForm::new("next", "turns");
        let twice = ActionForms::new(vec![next(), next()]);
        assert!(matches!(twice, Err(BadForms::SameName { name }) if name == "next"));
        let refused = |form: ActionForm| ActionForms::new(vec![form]).unwrap_err().to_string();
        let text = || Argument::text("text", 9, "x");
        assert!(refused(ActionForm::new("go", "x").with(text())).contains("`TEXT` 0 times"));
        let twice = ActionForm::new("a[TEXT: TEXT]", "x").with(text());
        assert!(refused(twice).contains("2 times"));
        assert!(refused(ActionForm::new("CAPITALS", "x")).contains("cannot name"));
        assert!(refused(ActionForm::new("act", "x")).contains("any action"));
        assert!(refused(ActionForm::new("a", " ")).contains("summary"));
        let choice = Argument::choice::<&str>("text", [], "x");
        assert!(refused(ActionForm::new("a[TEXT]", "x").with(choice)).contains("no value"));
    }

    #[test]
    fn a_list_survives_json_and_a_bad_one_is_refused_there_too() {
        let json = serde_json::to_string(&shop()).unwrap();
        assert_eq!(serde_json::from_str::<ActionForms>(&json).unwrap(), shop());
        assert!(serde_json::from_str::<ActionForms>("[]").is_err());
    }
}
