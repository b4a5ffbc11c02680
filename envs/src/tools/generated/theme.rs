//! Themes: what domains are about, read from texts written by hand.
//!
//! A theme is a line `theme NAME: WHERE ONE WORKS` and its kinds of things. A kind begins with `kind ONE MANY PREFIX`
//! (`? kind` if a domain can do without), `people` after it if they are called as people are; then, a line each:
//!
//! - `called LABEL: A; B; C` - what they are called, if not as people;
//! - `of: KIND, KIND` - what each refers to; with `!` it can be given another;
//! - `word NAME: a, b, c`, `money NAME: LEAST..MOST/STEP` (cents), `number` and `day NAME: LEAST..MOST`, `text NAME: email`
//!   (or `phone`, `address`) - a column; with `!` a tool sets it, with `?` a domain can do without;
//! - `states: a, b, c`;
//! - `do NAME: FROM, FROM > TO; CLAUSE; CLAUSE` - what is done to it. Without FROM it is made so, without TO removed.
//!
//! A clause is `if COLUMN < N`, `if COLUMN > N`, `if COLUMN is a, b`, `if KIND is a, b` (of what it refers to), `no KIND a, b`
//! (none that refers to it is so), `add COLUMN N`, `set COLUMN a`, `KIND becomes a` or `takes COLUMN` (as an argument).
//! Names and numbers with `|` between them are choices: a domain has one.

use std::sync::LazyLock;

/// Names of which a domain has one.
pub(super) type Names = Vec<&'static str>;

/// What a domain can be about.
#[derive(Debug)]
pub(super) struct Theme {
    pub(super) name: &'static str,
    pub(super) place: &'static str,
    pub(super) kinds: Vec<Kind>,
}

/// A kind of things.
#[derive(Debug)]
pub(super) struct Kind {
    pub(super) one: Names,
    pub(super) many: Names,
    pub(super) prefix: &'static str,
    pub(super) is_optional: bool,
    pub(super) called: Option<Called>,
    /// What each refers to, and whether that can be set.
    pub(super) of: Vec<(&'static str, bool)>,
    pub(super) columns: Vec<Column>,
    pub(super) states: Names,
    pub(super) verbs: Vec<Verb>,
}

/// How things of a kind are called.
#[derive(Clone, Debug)]
pub(super) struct Called {
    pub(super) label: &'static str,
    /// None for people.
    pub(super) pool: Option<Names>,
}

#[derive(Debug)]
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) what: What,
    pub(super) is_set: bool,
    pub(super) is_optional: bool,
}

/// What a column holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum What {
    Word(Names),
    /// Cents.
    Money {
        least: i64,
        most: i64,
        step: i64,
    },
    Number {
        least: i64,
        most: i64,
    },
    Day {
        least: i64,
        most: i64,
    },
    Text(Text),
    /// The row of a kind, by its number in the domain.
    Row(usize),
    State(Names),
}

/// What a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Text {
    Email,
    Phone,
    Address,
}

/// What is done to a thing.
#[derive(Debug)]
pub(super) struct Verb {
    pub(super) names: Names,
    pub(super) is_optional: bool,
    pub(super) from: Names,
    pub(super) to: Option<&'static str>,
    pub(super) clauses: Vec<Clause>,
}

/// What a verb asks for or does.
#[derive(Debug)]
pub(super) enum Clause {
    Is(&'static str, Names),
    /// At most one of these.
    Most(&'static str, Vec<i64>),
    /// At least one of these.
    Least(&'static str, Vec<i64>),
    No(&'static str, Names),
    Add(&'static str, Vec<i64>),
    Set(&'static str, &'static str),
    Becomes(&'static str, &'static str),
    Takes(&'static str),
}

/// Every theme.
pub(super) fn themes() -> Result<&'static [Theme], String> {
    static THEMES: LazyLock<Result<Vec<Theme>, String>> =
        LazyLock::new(|| TEXTS.iter().map(|text| read(text)).collect());
    THEMES.as_deref().map_err(String::clone)
}

macro_rules! texts {
    ($($name:literal)*) => { &[$(include_str!(concat!("themes/", $name, ".txt"))),*] };
}

/// The texts of the themes.
pub(super) const TEXTS: &[&str] = texts!("library" "clinic" "carhire" "warehouse" "gym" "courier" "school" "venue" "vet" "letting" "repair" "energy" "museum" "insurance" "conference" "hotel");

fn read(text: &'static str) -> Result<Theme, String> {
    let mut theme: Option<Theme> = None;
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let at = |reason: String| {
            let name = theme.as_ref().map_or("?", |theme| theme.name);
            format!("theme {name}, line {number}, `{line}`: {reason}")
        };
        if let Some(head) = line.strip_prefix("theme ") {
            let (name, place) = split(head, ": ").map_err(at)?;
            theme = Some(Theme {
                name,
                place,
                kinds: vec![],
            });
            continue;
        }
        let (optional, rest) = match line.strip_prefix("? ") {
            Some(rest) => (true, rest),
            None => (false, line),
        };
        let kind = match rest.strip_prefix("kind ") {
            Some(head) => Some(kind(head, optional).map_err(at)?),
            None => None,
        };
        let problem = match (&mut theme, kind) {
            (None, _) => Some("a theme comes first".to_owned()),
            (Some(theme), Some(kind)) => {
                theme.kinds.push(kind);
                None
            }
            (Some(theme), None) => match theme.kinds.last_mut() {
                None => Some("a kind comes first".to_owned()),
                Some(kind) => part(kind, line).err(),
            },
        };
        if let Some(problem) = problem {
            let name = theme.as_ref().map_or("?", |theme| theme.name);
            return Err(format!("theme {name}, line {number}, `{line}`: {problem}"));
        }
    }
    theme.ok_or_else(|| "there is no theme".to_owned())
}

fn split(text: &'static str, at: &str) -> Result<(&'static str, &'static str), String> {
    let parts = text.split_once(at);
    let (before, after) = parts.ok_or_else(|| format!("expected `{}`", at.trim()))?;
    Ok((before.trim(), after.trim()))
}

fn names(text: &'static str, between: char) -> Names {
    let names = text.split(between).map(str::trim);
    names.filter(|name| !name.is_empty()).collect()
}

fn kind(head: &'static str, is_optional: bool) -> Result<Kind, String> {
    let words: Names = head.split_whitespace().collect();
    let [one, many, prefix, rest @ ..] = &words[..] else {
        return Err("expected `kind ONE MANY PREFIX`".into());
    };
    let (one, many) = (names(one, '|'), names(many, '|'));
    if one.len() != many.len() {
        return Err("as many names of one as of many are expected".into());
    }
    let called = (rest == ["people"]).then_some(Called {
        label: "name",
        pool: None,
    });
    Ok(Kind {
        one,
        many,
        prefix,
        is_optional,
        called,
        of: vec![],
        columns: vec![],
        states: vec![],
        verbs: vec![],
    })
}

fn part(kind: &mut Kind, line: &'static str) -> Result<(), String> {
    let (head, rest) = split(line, ":")?;
    let (word, name) = head.split_once(' ').unwrap_or((head, ""));
    let is_set = name.contains('!');
    let is_optional = name.contains('?');
    let name = name.trim_end_matches(['!', '?']);
    let what = match word {
        "of" => {
            let of = names(rest, ',').into_iter();
            kind.of = of
                .map(|name| (name.trim_end_matches('!'), name.ends_with('!')))
                .collect();
            return Ok(());
        }
        "called" => {
            kind.called = Some(Called {
                label: name,
                pool: Some(names(rest, ';')),
            });
            return Ok(());
        }
        "states" => {
            kind.states = names(rest, ',');
            return Ok(());
        }
        "do" => {
            kind.verbs.push(verb(name, is_optional, rest)?);
            return Ok(());
        }
        "word" => What::Word(names(rest, ',')),
        "money" => {
            let (range, step) = split(rest, "/")?;
            let (least, most) = range_of(range)?;
            What::Money {
                least,
                most,
                step: number(step)?,
            }
        }
        "number" => {
            let (least, most) = range_of(rest)?;
            What::Number { least, most }
        }
        "day" => {
            let (least, most) = range_of(rest)?;
            What::Day { least, most }
        }
        "text" => What::Text(match rest {
            "email" => Text::Email,
            "phone" => Text::Phone,
            "address" => Text::Address,
            _ => return Err("expected `email`, `phone` or `address`".into()),
        }),
        _ => return Err("no such line of a kind".into()),
    };
    kind.columns.push(Column {
        name,
        what,
        is_set,
        is_optional,
    });
    Ok(())
}

fn number(text: &str) -> Result<i64, String> {
    let number = text.trim().parse();
    number.map_err(|_| format!("`{text}`: expected a whole number"))
}

fn numbers(text: &str) -> Result<Vec<i64>, String> {
    text.split('|').map(number).collect()
}

fn range_of(text: &str) -> Result<(i64, i64), String> {
    let parts = text.split_once("..");
    let (least, most) = parts.ok_or("expected `LEAST..MOST`")?;
    let (least, most) = (number(least)?, number(most)?);
    match least < most {
        true => Ok((least, most)),
        false => Err("expected a smaller number first".into()),
    }
}

fn verb(name: &'static str, is_optional: bool, rest: &'static str) -> Result<Verb, String> {
    let mut parts = rest.split(';');
    let (from, to) = split(parts.next().unwrap_or_default(), ">")?;
    let clauses = parts.map(|part| clause(part.trim()));
    Ok(Verb {
        names: names(name, '|'),
        is_optional,
        from: names(from, ','),
        to: Some(to).filter(|to| !to.is_empty()),
        clauses: clauses.collect::<Result<_, _>>()?,
    })
}

fn clause(text: &'static str) -> Result<Clause, String> {
    let words: Names = text.split_whitespace().collect();
    let list = |first: &'static str| {
        let at = text.find(first).map_or(0, |at| at + first.len());
        names(&text[at..], ',')
    };
    let moved =
        |numbers: Vec<i64>, by: i64| numbers.into_iter().map(|number| number + by).collect();
    Ok(match words[..] {
        ["if", column, "<", most] => Clause::Most(column, moved(numbers(most)?, -1)),
        ["if", column, ">", least] => Clause::Least(column, moved(numbers(least)?, 1)),
        ["if", what, "is", ..] => Clause::Is(what, list(" is ")),
        ["no", kind, ..] => Clause::No(kind, names(&text[3 + kind.len()..], ',')),
        ["add", column, by] => Clause::Add(column, numbers(by)?),
        ["set", column, to] => Clause::Set(column, to),
        [kind, "becomes", state] => Clause::Becomes(kind, state),
        ["takes", column] => Clause::Takes(column),
        _ => return Err(format!("`{text}` is no clause")),
    })
}
