//! The forms as text for agents and people.

use super::{ActionForm, ActionForms};
use crate::truth::Rejection;

/// Where a card wants the table of its actions.
pub const CARD_MARKER: &str = "{{actions}}";

/// Characters of an agent's text that are quoted back.
const QUOTED: usize = 40;

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
    /// gets the form it has instead.
    #[must_use]
    pub fn unknown(&self, text: &str) -> Rejection {
        let text = text.trim();
        let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        let verb = text[..end.unwrap_or(text.len())].to_ascii_lowercase();
        let shown: String = text.chars().take(QUOTED).collect();
        let more = if text.chars().nth(QUOTED).is_some() {
            "…"
        } else {
            ""
        };
        if let Some(form) = self.get(&verb) {
            let message = format!("`{shown}{more}` is not of the form `{}`", form.template);
            return Rejection::new("malformed", message);
        }
        let all = self.templates();
        Rejection::new(
            "unknown_action",
            format!("`{shown}{more}` is no action here; there are: {all}"),
        )
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
        let long = forms.unknown(&"é".repeat(1_000_000)).message;
        assert!(long.chars().count() < 400, "{long}");
    }
}
