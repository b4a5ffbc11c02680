//! From a state to what is read.

use super::{
    engine::{Cell, Outcome},
    schema::{Kind, Theme},
    types::{Def, SHOWN_LETTERS, SHOWN_ROWS, SHOWN_VALUES, Shown, State},
};
use std::fmt::Write as _;

const WRITES: &str = "invariant: writing to a string cannot fail";

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
        Outcome::Failed(message) | Outcome::Unread(message) => {
            return format!("The query failed: {message}\n");
        }
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
