//! What can be said of a statement by its words, before the engine reads it.
//!
//! The engine writes a subquery anew at each place its name stands, and an expression at each place its column's does. In a
//! chain of subqueries that each name the one before twice, that doubles with each of them, while the statement is prepared:
//! no step of the virtual machine is taken, and nothing stops it. So it is bounded here how often anything would be written.

use std::{collections::BTreeMap, iter::Peekable, str::Chars};

/// How often the innermost part of a statement may be written anew.
const MOST_COPIES: u64 = 2_000;

/// What is said of a statement in which more would be.
const TOO_NESTED: &str = "the subqueries would be written into one another too often: use fewer of them, or name each and its columns less often";

/// What is said of a statement that compares by other rules: the engine does not count what such a comparison costs.
const COLLATES: &str = "COLLATE is not taken here: compare lower(x) or upper(x)";

/// What is said of a statement with a place for a value that is given beside it.
const PARAMETER: &str = "there are no parameters here (`?`, `:name`, `@name`, `$name`): write the value itself into the query";

/// Words that are no names, as far as they occur often.
const KEYWORDS: &[&str] = &[
    "all",
    "and",
    "as",
    "asc",
    "between",
    "by",
    "case",
    "cast",
    "collate",
    "cross",
    "current",
    "desc",
    "distinct",
    "else",
    "end",
    "escape",
    "except",
    "exists",
    "filter",
    "following",
    "from",
    "full",
    "group",
    "having",
    "in",
    "inner",
    "integer",
    "intersect",
    "is",
    "isnull",
    "join",
    "left",
    "like",
    "limit",
    "materialized",
    "natural",
    "not",
    "notnull",
    "null",
    "nulls",
    "offset",
    "on",
    "or",
    "order",
    "outer",
    "over",
    "partition",
    "preceding",
    "real",
    "recursive",
    "right",
    "rows",
    "select",
    "text",
    "then",
    "unbounded",
    "union",
    "using",
    "values",
    "when",
    "where",
    "window",
    "with",
];

/// A part of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    /// A word, in small letters.
    Word(String),
    /// A name in quotation marks or brackets, in small letters.
    Name(String),
    /// A text.
    Text(String),
    /// Anything else, letter by letter.
    Mark(char),
}

impl Token {
    fn is(&self, word: &str) -> bool {
        matches!(self, Token::Word(own) if own == word)
    }

    /// What it may name as a table: texts are taken for names there.
    fn named(&self) -> Option<&str> {
        match self {
            Token::Word(name) if KEYWORDS.contains(&name.as_str()) => None,
            Token::Word(name) | Token::Name(name) | Token::Text(name) => Some(name),
            Token::Mark(_) => None,
        }
    }
}

/// The parts of a statement without blanks and comments.
fn tokens(sql: &str) -> Vec<Token> {
    let mut letters = sql.chars().peekable();
    let mut found = vec![];
    while let Some(letter) = letters.next() {
        match (letter, letters.peek()) {
            ('-', Some('-')) => {
                letters.by_ref().find(|c| *c == '\n');
            }
            ('/', Some('*')) => {
                letters.next();
                let mut last = ' ';
                letters
                    .by_ref()
                    .find(|c| std::mem::replace(&mut last, *c) == '*' && *c == '/');
            }
            ('\'', _) => found.push(Token::Text(within(&mut letters, letter))),
            ('"' | '`', _) => found.push(Token::Name(within(&mut letters, letter))),
            ('[', _) => found.push(Token::Name(within(&mut letters, ']'))),
            (c, _) if c.is_whitespace() => {}
            (c, _) if is_of_a_word(c) => {
                let mut word = String::from(c.to_ascii_lowercase());
                while let Some(next) = letters.next_if(|c| is_of_a_word(*c)) {
                    word.push(next.to_ascii_lowercase());
                }
                found.push(Token::Word(word));
            }
            (c, _) => found.push(Token::Mark(c)),
        }
    }
    found
}

fn is_of_a_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_' || letter == '$' || !letter.is_ascii()
}

/// What stands up to the mark that ends it, in small letters; a mark twice is one.
fn within(letters: &mut Peekable<Chars<'_>>, mark: char) -> String {
    let mut text = String::new();
    while let Some(letter) = letters.next() {
        if letter == mark && (mark == ']' || letters.next_if_eq(&mark).is_none()) {
            break;
        }
        text.push(letter.to_ascii_lowercase());
    }
    text
}

/// Whether the outermost statement has an ORDER BY.
pub(super) fn asks_for_an_order(sql: &str) -> bool {
    let mut depth = 0_i32;
    let mut outer = vec![];
    for token in tokens(sql) {
        match token {
            Token::Mark('(') => depth += 1,
            Token::Mark(')') => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            outer.push(token);
        }
    }
    outer
        .windows(2)
        .any(|pair| pair[0].is("order") && pair[1].is("by"))
}

/// Why a statement is not given to the engine, whose time it would take uncounted.
pub(super) fn unreadable(sql: &str) -> Option<&'static str> {
    let tokens = tokens(sql);
    if tokens.iter().any(|token| token.is("collate")) {
        return Some(COLLATES);
    }
    if tokens.iter().any(is_parameter) {
        return Some(PARAMETER);
    }
    let is_bounded = copies(&mut scopes(&tokens), 0) <= MOST_COPIES;
    (!is_bounded).then_some(TOO_NESTED)
}

/// Whether a part stands for a value that is given beside the statement; no other part begins with these marks.
fn is_parameter(token: &Token) -> bool {
    match token {
        Token::Mark(mark) => matches!(mark, '?' | ':' | '@'),
        Token::Word(word) => word.starts_with('$'),
        Token::Name(_) | Token::Text(_) => false,
    }
}

/// One SELECT with what stands in it and in no other.
#[derive(Debug, Default)]
struct Scope {
    /// What WITH calls it.
    name: Option<String>,
    /// Subqueries.
    within: Vec<usize>,
    /// Tables it reads, each as often as it does.
    tables: Vec<String>,
    /// How often each name stands in it.
    names: BTreeMap<String, u64>,
    /// What was worked out; 1 while it is.
    copies: Option<u64>,
}

/// The SELECTs of a statement, the outermost first.
fn scopes(tokens: &[Token]) -> Vec<Scope> {
    let mut scopes = vec![Scope::default()];
    // Of each open bracket the scope around it.
    let (mut current, mut around) = (0, vec![]);
    for (at, token) in tokens.iter().enumerate() {
        let next = tokens.get(at + 1);
        match token {
            Token::Mark('(') => {
                around.push(current);
                if next.is_some_and(|t| ["select", "with", "values"].iter().any(|w| t.is(w))) {
                    let name = name_before(&tokens[..at]);
                    if name.is_none() {
                        let number = scopes.len();
                        scopes[current].within.push(number);
                    }
                    current = scopes.len();
                    scopes.push(Scope {
                        name,
                        ..Scope::default()
                    });
                }
            }
            Token::Mark(')') => current = around.pop().unwrap_or(0),
            _ => note(&mut scopes[current], tokens, at),
        }
    }
    scopes
}

/// Note the name at a place, as one of a table or of a column.
fn note(scope: &mut Scope, tokens: &[Token], at: usize) {
    let Some(name) = tokens[at].named() else {
        return;
    };
    let next = tokens.get(at + 1);
    if next.is_some_and(|t| *t == Token::Mark('.') || *t == Token::Mark('(')) {
        return;
    }
    // `q AS (` makes a name, and uses none.
    let after = tokens.get(at + 2).unwrap_or(&Token::Mark(' '));
    let opens = |t: &Token| *t == Token::Mark('(') || t.is("not") || t.is("materialized");
    if next.is_some_and(|t| t.is("as")) && opens(after) {
        return;
    }
    let before = at.checked_sub(1).map(|at| &tokens[at]);
    let is_after = |words: &[&str]| before.is_some_and(|t| words.iter().any(|w| t.is(w)));
    let is_table = is_after(&["from", "join", "in"]);
    if is_table || matches!(before, Some(Token::Mark(',' | '('))) {
        scope.tables.push(name.to_owned());
    }
    // What is a table's name alone, or given to a result, stands for no expression.
    if is_table || is_after(&["as"]) {
        return;
    }
    let is_number = name.starts_with(|c: char| c.is_ascii_digit());
    if !is_number && !matches!(tokens[at], Token::Text(_)) {
        *scope.names.entry(name.to_owned()).or_default() += 1;
    }
}

/// What WITH calls the SELECT in the bracket that opens here: `name AS (`, `name (columns) AS NOT MATERIALIZED (`.
fn name_before(tokens: &[Token]) -> Option<String> {
    let mut rest = tokens;
    for word in ["materialized", "not"] {
        if let Some((last, before)) = rest.split_last()
            && last.is(word)
        {
            rest = before;
        }
    }
    let (as_, mut rest) = rest.split_last()?;
    if !as_.is("as") {
        return None;
    }
    if rest.last() == Some(&Token::Mark(')')) {
        let opened = rest.iter().rposition(|t| *t == Token::Mark('('))?;
        rest = &rest[..opened];
    }
    rest.last()?.named().map(str::to_owned)
}

/// How often the innermost part of a scope is written where the scope is once, at most.
///
/// Each subquery is written once, one that has a name as often as it stands; and what its columns are, as often as the name
/// that stands most often.
fn copies(scopes: &mut [Scope], at: usize) -> u64 {
    if let Some(copies) = scopes[at].copies {
        return copies;
    }
    // A recursion names itself, and is not written into itself.
    scopes[at].copies = Some(1);
    let mut parts = scopes[at].within.clone();
    for table in &scopes[at].tables {
        let named = (0..scopes.len()).filter(|&n| scopes[n].name.as_ref() == Some(table));
        parts.extend(named);
    }
    let mut all = 0_u64;
    for part in parts {
        all = all.saturating_add(copies(scopes, part));
    }
    let most = scopes[at].names.values().copied().max().unwrap_or(1);
    let copies = match all {
        0 => 1,
        _ => all.saturating_mul(most.max(1)),
    };
    scopes[at].copies = Some(copies);
    copies
}

#[cfg(test)]
mod tests {
    use super::*;

    fn copied(sql: &str) -> u64 {
        copies(&mut scopes(&tokens(sql)), 0)
    }

    #[test]
    fn what_is_named_in_a_chain_is_written_as_often_as_the_product() {
        assert_eq!(copied("SELECT a, a FROM t"), 1);
        assert_eq!(copied("SELECT x FROM (SELECT a AS x FROM t)"), 1);
        assert_eq!(copied("SELECT x + x + x FROM (SELECT a AS x FROM t)"), 3);
        assert_eq!(
            copied("WITH q AS (SELECT 1) SELECT p.x, q.y FROM q p, q"),
            2
        );
        assert_eq!(
            copied("WITH q (x) AS NOT MATERIALIZED (SELECT 1) SELECT * FROM [q], 'Q' WHERE 1 IN q"),
            3
        );
        // A list of columns counts as well: it is a bound.
        assert_eq!(
            copied(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
            ),
            2
        );
    }

    #[test]
    fn parameters_are_told_from_texts_and_names() {
        for sql in [
            "SELECT ?",
            "SELECT ?1",
            "SELECT :a",
            "SELECT x FROM t WHERE y = @a",
            "SELECT $a",
        ] {
            assert_eq!(unreadable(sql), Some(PARAMETER), "{sql}");
        }
        for sql in [
            "SELECT '?'",
            "SELECT [a?] FROM t",
            "SELECT ':a' -- what?",
            "SELECT a$b FROM t",
        ] {
            assert_eq!(unreadable(sql), None, "{sql}");
        }
    }

    #[test]
    fn an_order_of_the_outermost_statement_is_told_from_others() {
        assert!(!asks_for_an_order(
            "SELECT x FROM (SELECT 1 AS x ORDER BY 1)"
        ));
        assert!(!asks_for_an_order("SELECT 'order by'"));
        assert!(!asks_for_an_order("SELECT [order by] FROM t -- order by"));
        assert!(asks_for_an_order("SELECT 1 Order\nBY 1"));
        assert!(asks_for_an_order("SELECT 'it''s' ORDER /* so */ BY 1"));
    }
}
