//! Between an action's text and a form with values.

use super::{ActionForm, ActionForms};

/// Where `name` stands in a template as a word of its own.
pub(super) fn placeholders<'a>(
    template: &'a str,
    name: &'a str,
) -> impl Iterator<Item = usize> + 'a {
    let word = |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
    let bytes = template.as_bytes();
    template
        .match_indices(name)
        .map(|(at, _)| at)
        .filter(move |&at| {
            let before = at.checked_sub(1).and_then(|i| bytes.get(i));
            !word(before) && !word(bytes.get(at + name.len()))
        })
}

impl ActionForm {
    /// The text around the arguments: one piece more than there are arguments.
    fn pieces(&self) -> Vec<&str> {
        let mut rest = self.template.as_str();
        let mut pieces = Vec::with_capacity(self.arguments.len() + 1);
        for argument in &self.arguments {
            let name = argument.placeholder();
            // A form outside a checked list may lack it; the argument then stands at the end.
            let at = placeholders(rest, &name).next().unwrap_or(rest.len());
            pieces.push(&rest[..at]);
            rest = rest.get(at + name.len()..).unwrap_or("");
        }
        pieces.push(rest);
        pieces
    }

    /// The values of `text`, if it is written in this form. Case does not count, nor do blanks around text and values;
    /// whether a value means anything is not asked.
    #[must_use]
    pub fn read<'t>(&self, text: &'t str) -> Option<Vec<&'t str>> {
        let pieces = self.pieces();
        let (first, between) = pieces.split_first()?;
        let mut rest = strip_start(text.trim(), first)?;
        let Some((last, between)) = between.split_last() else {
            return rest.is_empty().then(Vec::new);
        };
        let mut values = Vec::with_capacity(self.arguments.len());
        for piece in between {
            // `a[B: C]` is read from `a[b:c]` too: blanks of the template are for people.
            let at = find(rest, piece.trim())?;
            values.push(rest[..at].trim());
            rest = &rest[at + piece.trim().len()..];
        }
        values.push(strip_end(rest, last)?.trim());
        let is_empty = values.iter().any(|value| value.is_empty());
        (!is_empty).then_some(values)
    }

    /// Append the action with these values, one per argument, in order.
    pub fn write<S: AsRef<str>>(&self, values: &[S], out: &mut String) {
        let mut values = values.iter();
        for (number, piece) in self.pieces().into_iter().enumerate() {
            if number > 0
                && let Some(value) = values.next()
            {
                out.push_str(value.as_ref());
            }
            out.push_str(piece);
        }
    }

    /// The action with a sample for every argument.
    #[must_use]
    pub fn sample(&self) -> String {
        let values: Vec<String> = self.arguments.iter().map(super::Argument::sample).collect();
        let mut text = String::new();
        self.write(&values, &mut text);
        text
    }
}

impl ActionForms {
    /// The form `text` is written in, and its values. Forms without arguments come first, then those whose values are all
    /// of the right kind, then any.
    #[must_use]
    pub fn read<'t>(&self, text: &'t str) -> Option<(&ActionForm, Vec<&'t str>)> {
        let first = text.trim_start().bytes().next()?.to_ascii_lowercase();
        // A template that begins with a small letter begins with a word, and most forms are ruled out by its first letter.
        let may_begin = |form: &&ActionForm| {
            let begins = form.template.bytes().next();
            begins.is_some_and(|b| !b.is_ascii_lowercase() || b == first)
        };
        let mut any = None;
        for plain in [true, false] {
            let forms = self.iter().filter(may_begin);
            for form in forms.filter(|f| f.arguments.is_empty() == plain) {
                let Some(values) = form.read(text) else {
                    continue;
                };
                let fits = form
                    .arguments
                    .iter()
                    .zip(&values)
                    .all(|(a, v)| a.accepts(v));
                if fits {
                    return Some((form, values));
                }
                any = any.or(Some((form, values)));
            }
        }
        any
    }
}

fn strip_start<'t>(text: &'t str, piece: &str) -> Option<&'t str> {
    let head = text.get(..piece.len())?;
    head.eq_ignore_ascii_case(piece)
        .then(|| &text[piece.len()..])
}

fn strip_end<'t>(text: &'t str, piece: &str) -> Option<&'t str> {
    let at = text.len().checked_sub(piece.len())?;
    let tail = text.get(at..)?;
    tail.eq_ignore_ascii_case(piece).then(|| &text[..at])
}

/// Where `piece` first stands in `text`, case aside.
fn find(text: &str, piece: &str) -> Option<usize> {
    if piece.is_empty() {
        return text.find(char::is_whitespace);
    }
    let fits = |at: &usize| {
        let here = text.get(*at..*at + piece.len());
        here.is_some_and(|here| here.eq_ignore_ascii_case(piece))
    };
    (0..=text.len().checked_sub(piece.len())?).find(fits)
}

#[cfg(test)]
mod tests {
    use super::super::tests::shop;

    #[test]
    fn a_text_is_read_in_the_form_it_is_written_in() {
        let forms = shop();
        let read = |text: &'static str| {
            let (form, values) = forms.read(text)?;
            Some((form.name.as_str(), values))
        };
        assert_eq!(
            read("search[red shoes]"),
            Some(("search", vec!["red shoes"]))
        );
        assert_eq!(read(" NEXT "), Some(("next", vec![])));
        assert_eq!(
            read("select[size: 3: wide]"),
            Some(("select", vec!["size", "3: wide"]))
        );
        assert_eq!(
            read("set_quantity[1:2]"),
            Some(("set_quantity", vec!["1", "2"]))
        );
        assert_eq!(read("tap(60, 40)"), Some(("tap", vec!["60, 40"])));
        assert_eq!(read("look up Ada"), Some(("look_up", vec!["Ada"])));
        assert_eq!(read("report[infeasible]"), Some(("report", vec![])));
        for none in [
            "",
            "search",
            "search[]",
            "search[a",
            "next page",
            "report[x]",
            "look up",
            "\u{00e9}",
        ] {
            assert_eq!(read(none), None, "{none:?}");
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        for form in &shop() {
            let text = form.sample();
            let forms = shop();
            let (found, values) = forms.read(&text).unwrap();
            assert_eq!(found, form, "{text}");
            let mut again = String::new();
            found.write(&values, &mut again);
            assert_eq!(again, text);
        }
    }
}
