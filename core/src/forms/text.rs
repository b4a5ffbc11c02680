//! The forms as text for agents and people.

use super::{ActionForm, ActionForms, MAX_NAME_BYTES, call::quoted};
use crate::truth::Rejection;

/// Where a card wants the table of its actions.
pub const CARD_MARKER: &str = "{{actions}}";

/// A card with the table of `forms` in the place of [`CARD_MARKER`].
#[must_use]
pub fn fill_card(card: &str, forms: &ActionForms) -> String {
    card.replace(CARD_MARKER, forms.table().trim_end())
}

impl ActionForm {
    /// Where it works, in words.
    #[must_use]
    pub fn place_text(&self) -> String {
        match &self.place[..] {
            [] => "every page".into(),
            pages => pages.join(", "),
        }
    }

    /// What it does and what is to be filled in, in one line: the description of its tool.
    #[must_use]
    pub fn description(&self) -> String {
        let place = match &self.place[..] {
            [] => String::new(),
            pages => format!(" (on: {})", pages.join(", ")),
        };
        format!("{}{place}", self.summary)
    }

    fn line(&self) -> String {
        let mut text = format!("{} - {}", self.template, self.description());
        for argument in &self.arguments {
            text += &format!(
                "; {}: {}, {}",
                argument.placeholder(),
                argument.description,
                argument.expected()
            );
        }
        text
    }
}

impl ActionForms {
    /// A table in Markdown: what is written, what it does, where it works.
    #[must_use]
    pub fn table(&self) -> String {
        let mut text = String::from("| text | does | works on |\n|---|---|---|\n");
        for form in self {
            let cell = |text: &str| text.replace('|', "\\|");
            text += &format!(
                "| `{}` | {} | {} |\n",
                cell(&form.template),
                cell(&form.summary),
                cell(&form.place_text())
            );
        }
        text
    }

    /// Every form with its arguments, one a line: what a system message says.
    #[must_use]
    pub fn briefing(&self) -> String {
        self.iter().map(|form| form.line() + "\n").collect()
    }

    /// Every form as the function it is, one a line, without what a tool's schema says of its arguments.
    #[must_use]
    pub fn functions(&self) -> String {
        let line = |form: &ActionForm| {
            let names: Vec<&str> = form.arguments.iter().map(|a| a.name.as_str()).collect();
            format!(
                "{}({}) - {}\n",
                form.name,
                names.join(", "),
                form.description()
            )
        };
        self.iter().map(line).collect()
    }

    /// The templates, separated by commas.
    #[must_use]
    pub fn templates(&self) -> String {
        let all: Vec<&str> = self.iter().map(|form| form.template.as_str()).collect();
        all.join(", ")
    }

    /// The rejection of text that is no action: it names every form there is. A verb that is known and wrongly written
    /// gets the form it has instead, and a value that the form does not take what it does.
    #[must_use]
    pub fn unknown(&self, text: &str) -> Rejection {
        self.unknown_among(text, |_| true)
    }

    /// The same for a world whose states differ in what can be done: of the forms, those are named that can be used now.
    #[must_use]
    pub fn unknown_among(&self, text: &str, usable: impl Fn(&ActionForm) -> bool) -> Rejection {
        let text = text.trim();
        let shown = format!("`{}`", quoted(text));
        if let Some((form, values)) = self.read(text) {
            let mut filled = form.arguments.iter().zip(&values);
            return match filled.find(|(argument, value)| !argument.accepts(value)) {
                Some((argument, value)) => Rejection::new(
                    "bad_argument",
                    format!(
                        "{} of `{}` is `{}`; expected {}",
                        argument.placeholder(),
                        form.template,
                        quoted(value),
                        argument.expected()
                    ),
                ),
                None => Rejection::new("unknown_action", format!("{shown} names nothing here")),
            };
        }
        if let Some(form) = self.begun(text) {
            let message = format!("{shown} is not of the form `{}`", form.template);
            return Rejection::new("malformed", message);
        }
        let usable: Vec<&str> = (self.iter().filter(|form| usable(form)))
            .map(|form| form.template.as_str())
            .collect();
        let message = match &usable[..] {
            [] => format!("{shown} is no action here, where nothing can be done"),
            some => format!("{shown} is no action here; there are: {}", some.join(", ")),
        };
        Rejection::new("unknown_action", message)
    }

    /// The form whose words `text` begins with, the longest if there are several.
    fn begun(&self, text: &str) -> Option<&ActionForm> {
        let start: String = text.chars().take(MAX_NAME_BYTES + 1).collect();
        let start = start.to_ascii_lowercase();
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let begins = |words: &str| {
            let rest = start.strip_prefix(words);
            rest.is_some_and(|rest| !rest.starts_with(is_word))
        };
        let forms = self.iter();
        forms
            .filter(|form| begins(&form.name) || begins(&form.name.replace('_', " ")))
            .max_by_key(|form| form.name.len())
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::shop;
    use super::*;

    #[test]
    fn the_table_and_the_briefing_hold_every_form() {
        let forms = shop();
        let (table, briefing) = (forms.table(), forms.briefing());
        for form in &forms {
            assert!(
                table.contains(&format!("| `{}` |", form.template)),
                "{table}"
            );
            assert!(briefing.contains(&form.template) && briefing.contains(&form.summary));
            for argument in &form.arguments {
                assert!(briefing.contains(&argument.description), "{briefing}");
            }
        }
        assert!(
            briefing.contains("NAME: how, one of none, plain"),
            "{briefing}"
        );
        assert!(
            briefing.contains("N: how many, a whole number from 1 to 9"),
            "{briefing}"
        );
        assert!(
            forms
                .functions()
                .contains("set_quantity(line, n) - sets how many (on: cart)\n")
        );
        let card = fill_card("# Action\n{{actions}}\n\n# Next", &forms);
        assert!(card.contains("| `next` | turns the page | results |\n") && !card.contains("{{"));
    }

    #[test]
    fn an_unknown_verb_is_told_the_forms_and_a_known_one_its_own() {
        let forms = shop();
        let unknown = forms.unknown("foo[bar]");
        assert_eq!(unknown.code, "unknown_action");
        assert!(
            unknown
                .message
                .starts_with("`foo[bar]` is no action here; there are: search[TEXT], next,")
        );
        let malformed = forms.unknown("set_quantity[3]");
        assert_eq!(malformed.code, "malformed");
        assert_eq!(
            malformed.message,
            "`set_quantity[3]` is not of the form `set_quantity[LINE: N]`"
        );
        let bare = forms.unknown("look up").message;
        assert_eq!(bare, "`look up` is not of the form `look up NAME`");
        let long = forms.unknown(&"é".repeat(1_000_000)).message;
        assert!(long.chars().count() < 400, "{long}");
    }

    #[test]
    fn a_value_that_a_form_does_not_take_is_told_what_it_does() {
        let said = shop().unknown("set_quantity[2: many]");
        assert_eq!(said.code, "bad_argument");
        assert_eq!(
            said.message,
            "N of `set_quantity[LINE: N]` is `many`; expected a whole number from 1 to 9"
        );
    }

    #[test]
    fn where_states_differ_only_what_can_be_done_is_named() {
        let forms = shop();
        let said = forms
            .unknown_among("ok", |form| form.name == "next")
            .message;
        assert_eq!(said, "`ok` is no action here; there are: next");
        let nowhere = forms.unknown_among("ok", |_| false).message;
        assert_eq!(nowhere, "`ok` is no action here, where nothing can be done");
    }
}
