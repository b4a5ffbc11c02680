//! Between text and actions, and from a state to what is read.

use super::{
    engine::{Cell, MOST_SQL_BYTES, Outcome},
    schema::{Kind, Theme},
    types::{
        Action, Def, MOST_REASON_BYTES, SHOWN_LETTERS, SHOWN_ROWS, SHOWN_VALUES, Shown, State,
    },
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
    if values.iter().any(|value| holds_another(value)) {
        return Err(Rejection::new("malformed", ONE_ACTION));
    }
    let form = FORMS.iter().find(|name| **name == form.name);
    let form = form.ok_or_else(|| def.forms.unknown(text))?;
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

/// What is read.
pub(super) fn view(def: &Def, state: &State, out: &mut String) {
    if state.ended.is_some() {
        out.push_str("The question has been answered.\n");
        return;
    }
    match &state.shown {
        None => writeln!(
            out,
            "The database of {}. It can be read and not changed.",
            def.theme.about
        )
        .expect(WRITES),
        Some(Shown::Tables) => tables(def, out),
        Some(Shown::Table(table)) => columns(def, *table, out),
        Some(Shown::Values(table, column)) => values(def, *table, *column, out),
        Some(Shown::Result { sql, output }) => {
            writeln!(out, "{}", by_clauses(sql)).expect(WRITES);
            out.push_str(output);
        }
    }
    let forms: Vec<&str> = def
        .forms
        .iter()
        .map(|form| form.template.as_str())
        .collect();
    writeln!(out, "You can: {}", forms.join(", ")).expect(WRITES);
}

/// A query with each of its clauses on a line; subqueries stay whole.
fn by_clauses(sql: &str) -> String {
    const CLAUSES: [&str; 11] = [
        "FROM",
        "JOIN",
        "LEFT",
        "WHERE",
        "GROUP",
        "HAVING",
        "ORDER",
        "LIMIT",
        "EXCEPT",
        "INTERSECT",
        "UNION",
    ];
    let (mut out, mut depth, mut quote) = (String::new(), 0_i32, None);
    let mut last = "";
    for word in sql.split(' ') {
        let is_clause = CLAUSES
            .iter()
            .any(|clause| clause.eq_ignore_ascii_case(word));
        let goes_on = last.eq_ignore_ascii_case("LEFT") || out.is_empty();
        out.push_str(
            match (is_clause && depth == 0 && quote.is_none(), goes_on) {
                (true, false) => "\n",
                _ if out.is_empty() => "",
                _ => " ",
            },
        );
        out.push_str(word);
        last = word;
        for letter in word.chars() {
            match (quote, letter) {
                (Some(mark), _) if letter == mark => quote = None,
                (Some(_), _) => {}
                (None, '\'' | '"' | '`') => quote = Some(letter),
                (None, '(') => depth += 1,
                (None, ')') => depth -= 1,
                _ => {}
            }
        }
    }
    out
}

/// `no rows`, `1 row`, `7 rows`.
fn rows(count: usize) -> String {
    match count {
        0 => "no rows".into(),
        1 => "1 row".into(),
        n => format!("{n} rows"),
    }
}

fn tables(def: &Def, out: &mut String) {
    for (table, held) in def.theme.tables.iter().zip(&def.shown().rows) {
        writeln!(out, "{} | {}", table.name, rows(held.len())).expect(WRITES);
    }
}

fn columns(def: &Def, number: usize, out: &mut String) {
    let table = &def.theme.tables[number];
    writeln!(
        out,
        "{}: {}",
        table.name,
        rows(def.shown().rows[number].len())
    )
    .expect(WRITES);
    for column in &table.columns {
        let (name, declared) = (&column.name, column.kind.declared());
        let about = about(def.theme, column);
        writeln!(out, "{name} | {declared} | {about}").expect(WRITES);
    }
}

fn about(theme: &Theme, column: &super::schema::Column) -> String {
    let noun = &column.noun;
    match &column.kind {
        Kind::Key => "primary key".into(),
        Kind::Ref(to) => {
            let to = &theme.tables[*to];
            format!("{noun}: refers to {}.{}", to.name, to.key())
        }
        Kind::Code(_) => format!("{noun}: a code"),
        Kind::Date(_) | Kind::Later(..) => format!("{noun}: a day, as 2021-03-31"),
        _ => noun.clone(),
    }
}

fn values(def: &Def, table: usize, column: usize, out: &mut String) {
    let (named, kind) = (
        &def.theme.tables[table],
        &def.theme.tables[table].columns[column],
    );
    let held = def.shown().rows[table].iter().map(|row| &row[column]);
    let (mut found, mut nulls) = (vec![], 0);
    for cell in held {
        match cell {
            Cell::Null => nulls += 1,
            cell if !found.contains(&cell) => found.push(cell),
            _ => {}
        }
    }
    found.sort_by_key(|cell| cell.same());
    let head = format!("{}.{}", named.name, kind.name);
    match found.len() {
        n if n > SHOWN_VALUES => writeln!(
            out,
            "{head}: the first {SHOWN_VALUES} of {n} different values"
        ),
        1 => writeln!(out, "{head}: one value"),
        n => writeln!(out, "{head}: {n} different values"),
    }
    .expect(WRITES);
    for cell in found.iter().take(SHOWN_VALUES) {
        let meaning = match (&kind.kind, cell) {
            (Kind::Code(codes), Cell::Text(text)) => codes.iter().find(|(code, _)| code == text),
            _ => None,
        };
        match meaning {
            Some((code, meaning)) => writeln!(out, "{code} stands for {meaning}"),
            None => writeln!(out, "{cell}"),
        }
        .expect(WRITES);
    }
    if nulls > 0 {
        writeln!(out, "NULL in {}", rows(nulls)).expect(WRITES);
    }
}

/// What a query came to, as it is shown.
pub(super) fn output(outcome: &Outcome) -> String {
    let found = match outcome {
        Outcome::Rows(found) => found,
        Outcome::Failed(message) => return format!("The query failed: {message}\n"),
    };
    let mut out = format!("{}\n", rows(found.rows.len()));
    let names = (1..).zip(&found.columns);
    let names: Vec<String> = names.map(|(at, name)| heading(at, name)).collect();
    writeln!(out, "{}", names.join(" | ")).expect(WRITES);
    for row in found.rows.iter().take(SHOWN_ROWS) {
        let cells: Vec<String> = row.iter().map(|cell| cut(&cell.to_string())).collect();
        writeln!(out, "{}", cells.join(" | ")).expect(WRITES);
    }
    if let more @ 1.. = found.rows.len().saturating_sub(SHOWN_ROWS) {
        writeln!(out, "{} more not shown", rows(more)).expect(WRITES);
    }
    out
}

/// The name of a column of a result; an expression that is long stands in the query above.
fn heading(at: usize, name: &str) -> String {
    match name.chars().count() > SHOWN_LETTERS || name.contains(char::is_control) {
        true => format!("column {at}"),
        false => name.to_owned(),
    }
}

/// A cell on one line, cut where it is long.
fn cut(text: &str) -> String {
    let line: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    match line.chars().count() > SHOWN_LETTERS {
        true => line
            .chars()
            .take(SHOWN_LETTERS)
            .chain(" (cut)".chars())
            .collect(),
        false => line,
    }
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
}
