//! Between text and actions.

use super::{
    engine::MOST_SQL_BYTES,
    types::{Action, Def, MOST_REASON_BYTES},
};
use std::fmt::Write as _;
use truestep_core::{
    forms::{ActionForm, ActionForms, Argument},
    truth::Rejection,
};

const WRITES: &str = "invariant: writing to a string cannot fail";

/// What is said of a text in which more than one action stands.
const ONE_ACTION: &str =
    "one action at a time: write one of your actions, and the next when you see what comes of it";

/// The names of the forms.
const FORMS: [&str; 6] = [
    "list_tables",
    "describe",
    "sample",
    "query",
    "submit",
    "no_answer",
];

/// The forms of action.
pub(super) fn forms() -> ActionForms {
    let sql = |what: &str| {
        Argument::text("sql", MOST_SQL_BYTES as u32, what)
            .such_as("SELECT count(*) FROM orders")
            .worked_out()
    };
    let table = || Argument::shown("table", "the name of a table");
    let forms = vec![
        ActionForm::new("list_tables", "lists the tables"),
        ActionForm::new("describe[TABLE]", "shows the columns of a table").with(table()),
        ActionForm::new(
            "sample[TABLE, COLUMN]",
            "shows different values of a column, and what codes stand for",
        )
        .with(table())
        .with(Argument::shown("column", "the name of a column of it")),
        ActionForm::new("query[SQL]", "runs a query and shows its first rows")
            .with(sql("one SELECT in SQLite's dialect")),
        ActionForm::new(
            "submit[SQL]",
            "ends with this query; its result is compared, on this database and on others of the same tables",
        )
        .with(sql("one SELECT whose result is the answer")),
        ActionForm::new(
            "no_answer[WHAT]",
            "ends, where the tables do not hold what the question asks for",
        )
        .with(
            Argument::text("what", MOST_REASON_BYTES, "what is missing, in the words of the question")
        ),
    ];
    ActionForms::new(forms).expect("invariant: six well-formed forms")
}

/// Read a text in one of the forms: which, and what was filled in.
pub(super) fn written<'t>(
    def: &Def,
    text: &'t str,
) -> Result<(&'static str, Vec<&'t str>), Rejection> {
    // Written as the others are, it is meant as well.
    let text = match text.trim().strip_suffix("[]") {
        Some(bare) if bare.eq_ignore_ascii_case("list_tables") => bare,
        _ => text,
    };
    let Some((form, values)) = def.forms.read(text) else {
        return Err(def.forms.unknown(text));
    };
    let form = FORMS.iter().find(|name| **name == form.name);
    let form = form.ok_or_else(|| def.forms.unknown(text))?;
    let is_sql = matches!(*form, "query" | "submit");
    let bare = |value: &str| match is_sql {
        true => holds_another(&without_texts(value)),
        false => holds_another(value),
    };
    if values.iter().any(|value| bare(value)) {
        return Err(Rejection::new("malformed", ONE_ACTION));
    }
    if *form == "no_answer"
        && values
            .iter()
            .any(|value| value.len() > MOST_REASON_BYTES as usize)
    {
        let message = format!("the reason is too long: write at most {MOST_REASON_BYTES} bytes");
        return Err(Rejection::new("too_long", message));
    }
    Ok((form, values))
}

/// Whether one action ends within a value and another begins: `a] submit[b`.
fn holds_another(value: &str) -> bool {
    let Some((_, after)) = value.split_once(']') else {
        return false;
    };
    let mut before_brackets = after.split('[').rev().skip(1);
    before_brackets.any(|text| {
        let is_word = |c: char| c.is_ascii_alphabetic() || c == '_';
        let last = text.trim_end().rsplit(|c: char| !is_word(c)).next();
        last.is_some_and(|word| FORMS.iter().any(|name| name.eq_ignore_ascii_case(word)))
    })
}

/// A statement with nothing within its quotation marks; as it is from a mark on that nothing ends. What stands in a text is
/// no action, and a comment is none of the statement's texts.
fn without_texts(sql: &str) -> String {
    let (mut out, mut rest) = (String::new(), sql);
    while let Some(at) = rest.find(['\'', '"', '`', '-', '/']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let ends = match &from[..1] {
            "-" if from.starts_with("--") => {
                from.find('\n').map(|end| (from[..end].to_owned(), end))
            }
            "/" if from.starts_with("/*") => {
                let end = from[2..].find("*/").map(|end| end + 4);
                end.map(|end| (from[..end].to_owned(), end))
            }
            "-" | "/" => Some((from[..1].to_owned(), 1)),
            mark => {
                let end = from[1..].find(mark).map(|end| end + 2);
                end.map(|end| (mark.repeat(2), end))
            }
        };
        let Some((kept, end)) = ends else {
            return out + from;
        };
        out.push_str(&kept);
        rest = &from[end..];
    }
    out + rest
}

/// A statement in its normal form: without fences, comments and a semicolon at its end, blanks as one.
///
/// # Errors
/// A [`Rejection`] of what is no single SELECT.
pub(super) fn statement(text: &str) -> Result<String, Rejection> {
    if text.len() > MOST_SQL_BYTES {
        let message = format!(
            "{} bytes are too many: write at most {MOST_SQL_BYTES}",
            text.len()
        );
        return Err(Rejection::new("too_long", message));
    }
    let text = text.trim();
    let bare = text.strip_prefix("```").and_then(|t| t.strip_suffix("```"));
    let bare = bare.map_or(text, |t| t.strip_prefix("sql").unwrap_or(t));
    let (sql, several) = plain(bare);
    if several {
        let message = "one statement at a time: write a single SELECT";
        return Err(Rejection::new("several_statements", message));
    }
    let first = sql
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .next()
        .unwrap_or_default();
    match first.to_ascii_uppercase().as_str() {
        "SELECT" | "WITH" => Ok(sql),
        _ => {
            let message = "the database can only be read: write one SELECT";
            Err(Rejection::new("no_select", message))
        }
    }
}

/// Blanks as one and comments left out, except in quotes; and whether something follows a semicolon.
fn plain(text: &str) -> (String, bool) {
    let mut out = String::new();
    let mut letters = text.chars().peekable();
    let (mut blank, mut over, mut several) = (false, false, false);
    while let Some(letter) = letters.next() {
        match (letter, letters.peek()) {
            ('-', Some('-')) => {
                letters.by_ref().find(|c| *c == '\n');
                blank = true;
                continue;
            }
            ('/', Some('*')) => {
                letters.next();
                let mut last = ' ';
                letters
                    .by_ref()
                    .find(|c| std::mem::replace(&mut last, *c) == '*' && *c == '/');
                blank = true;
                continue;
            }
            (';', _) => {
                over = true;
                continue;
            }
            (c, _) if c.is_whitespace() || c == '\0' => {
                blank = true;
                continue;
            }
            _ => {}
        }
        several |= over;
        if blank && !out.is_empty() {
            out.push(' ');
        }
        blank = false;
        out.push(letter);
        if matches!(letter, '\'' | '"' | '`') {
            // Two marks in a row within a quotation end one and begin the next, which comes to the same here.
            for inner in letters.by_ref() {
                out.push(if inner == '\0' { ' ' } else { inner });
                if inner == letter {
                    break;
                }
            }
        }
    }
    (out, several)
}

/// The canonical text of an action.
pub(super) fn encode(def: &Def, action: &Action, out: &mut String) {
    let tables = &def.theme.tables;
    let written = match action {
        Action::ListTables => write!(out, "list_tables"),
        Action::Describe(table) => write!(out, "describe[{}]", tables[*table].name),
        Action::Sample(table, column) => {
            let table = &tables[*table];
            write!(
                out,
                "sample[{}, {}]",
                table.name, table.columns[*column].name
            )
        }
        Action::Query(sql) => write!(out, "query[{sql}]"),
        Action::Submit(sql) => write!(out, "submit[{sql}]"),
        Action::NoAnswer(reason) => write!(out, "no_answer[{reason}]"),
    };
    written.expect(WRITES);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_has_one_normal_form() {
        let normal = |text: &str| statement(text).map_err(|r| r.code.into_owned());
        let same = "SELECT 'a  b' FROM t";
        for text in [
            "SELECT 'a  b' FROM t",
            "  SELECT\n\t'a  b'   FROM t ; ",
            "```sql\nSELECT 'a  b' FROM t;\n```",
            "-- why\nSELECT /* this\n*/ 'a  b' FROM t -- end",
        ] {
            assert_eq!(normal(text).as_deref(), Ok(same), "{text}");
        }
        assert_eq!(
            normal("SELECT '--' || ';'").as_deref(),
            Ok("SELECT '--' || ';'")
        );
        assert_eq!(
            normal("SELECT 1; SELECT 2").unwrap_err(),
            "several_statements"
        );
        for none in [
            "",
            ";",
            "DROP TABLE t",
            "EXPLAIN SELECT 1",
            "PRAGMA x",
            "select_1",
            "VALUES (1)",
        ] {
            assert_eq!(normal(none).unwrap_err(), "no_select", "{none}");
        }
        assert_eq!(normal(&"x".repeat(2_001)).unwrap_err(), "too_long");
    }

    #[test]
    fn a_text_that_holds_two_actions_is_told_from_a_name_in_brackets() {
        assert!(holds_another("SELECT 1] submit[SELECT 2"));
        assert!(holds_another("a]\nquery[b"));
        assert!(!holds_another("SELECT [name], [city] FROM [customers"));
        assert!(!holds_another("SELECT 1"));
    }

    #[test]
    fn what_stands_in_a_text_is_no_action() {
        let several = |sql: &str| holds_another(&without_texts(sql));
        for one in [
            "SELECT '] describe[x'",
            "SELECT \"] describe[x\" - 1 / 2",
            "SELECT 'it''s] submit[', `] query[` FROM t",
            "SELECT 1 /* it's */, '] submit[x'",
            "SELECT 1 -- it's\n, '] submit[x'",
        ] {
            assert!(!several(one), "{one}");
        }
        for two in [
            "SELECT 'a'] submit[SELECT 'b'",
            "SELECT 1 -- it's ] submit[SELECT 1",
            "SELECT 1 -- it's\n] submit[SELECT 'x'",
            "SELECT 1 /* it's */] submit[SELECT 'x'",
            "SELECT 'open] submit[SELECT 1",
        ] {
            assert!(several(two), "{two}");
        }
    }
}
