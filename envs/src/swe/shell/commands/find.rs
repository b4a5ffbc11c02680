//! `find`: expressions over everything below some paths.

use super::super::{
    call::{Call, quoted},
    glob,
    machine::Halt,
    options::Options,
    regexes::{self, Case},
    streams::{Bytes, input},
};
use crate::swe::files::{FileError, Node, base_name, join};
use regex::bytes::Regex;

type Run = Result<u8, Halt>;

/// How deep brackets may stand in one another.
const MAX_DEPTH: usize = 30;
/// How many terms may be joined.
const MAX_CHAIN: usize = 200;

/// A test or a deed.
enum Term {
    And(Box<Term>, Box<Term>),
    Or(Box<Term>, Box<Term>),
    Not(Box<Term>),
    Name(String, Case),
    Path(String, Case),
    Regex(Regex),
    Kind(Vec<char>),
    Size(char, u64, u64),
    Empty,
    Executable,
    Constant(bool),
    Prune,
    Print(&'static str),
    Printf(String),
    Delete,
    Quit,
    Exec {
        words: Vec<String>,
        many: bool,
        index: usize,
    },
}

/// The words of an expression, being read.
struct Reader<'w> {
    words: &'w [String],
    at: usize,
    min: usize,
    max: usize,
    acts: bool,
    inside_first: bool,
    execs: usize,
}

type Read<T> = Result<T, String>;

impl Reader<'_> {
    fn next(&mut self) -> Option<&str> {
        let word = self.words.get(self.at)?;
        self.at += 1;
        Some(word)
    }

    fn value(&mut self, name: &str) -> Read<String> {
        self.next()
            .map(str::to_owned)
            .ok_or_else(|| format!("missing argument to `{name}'"))
    }

    fn peek(&self) -> Option<&str> {
        self.words.get(self.at).map(String::as_str)
    }

    fn or(&mut self, depth: usize) -> Read<Term> {
        if depth > MAX_DEPTH {
            return Err("the expression is nested too deeply".into());
        }
        let mut left = self.and(depth)?;
        let mut chain = 0;
        while matches!(self.peek(), Some("-o" | "-or")) {
            self.at += 1;
            chain += 1;
            if chain > MAX_CHAIN {
                return Err("the expression is too long".into());
            }
            let right = self.and(depth)?;
            left = Term::Or(Box::new(left), Box::new(right));
        }
        Ok(left)
    }

    fn and(&mut self, depth: usize) -> Read<Term> {
        let mut left = self.not(depth)?;
        let mut chain = 0;
        loop {
            chain += 1;
            if chain > MAX_CHAIN {
                return Err("the expression is too long".into());
            }
            match self.peek() {
                None | Some("-o" | "-or" | ")" | ",") => return Ok(left),
                Some("-a" | "-and") => self.at += 1,
                _ => {}
            }
            let right = self.not(depth)?;
            left = Term::And(Box::new(left), Box::new(right));
        }
    }

    fn not(&mut self, depth: usize) -> Read<Term> {
        let mut turned = false;
        while matches!(self.peek(), Some("!" | "-not")) {
            self.at += 1;
            turned = !turned;
        }
        let term = self.one(depth)?;
        Ok(if turned {
            Term::Not(Box::new(term))
        } else {
            term
        })
    }

    fn one(&mut self, depth: usize) -> Read<Term> {
        let Some(word) = self.next().map(str::to_owned) else {
            return Err("expected an expression after the last operator".into());
        };
        Ok(match word.as_str() {
            "(" => {
                let term = self.or(depth + 1)?;
                if self.next() != Some(")") {
                    return Err(
                        "invalid expression; expected to find a ')' but didn't see one".into(),
                    );
                }
                term
            }
            "-name" => Term::Name(self.value(&word)?, Case::Minds),
            "-iname" => Term::Name(self.value(&word)?.to_lowercase(), Case::Ignores),
            "-path" | "-wholename" => Term::Path(self.value(&word)?, Case::Minds),
            "-ipath" | "-iwholename" => {
                Term::Path(self.value(&word)?.to_lowercase(), Case::Ignores)
            }
            "-regex" => Term::Regex(regexes::basic(
                &format!("^\\({}\\)$", self.value(&word)?),
                Case::Minds,
            )?),
            "-type" => {
                let kinds = self.value(&word)?;
                if !kinds
                    .split(',')
                    .all(|k| matches!(k, "f" | "d" | "l" | "p" | "s" | "b" | "c"))
                {
                    return Err(format!("Unknown argument to -type: {kinds}"));
                }
                Term::Kind(kinds.chars().filter(|c| *c != ',').collect())
            }
            "-size" => self.size()?,
            "-empty" => Term::Empty,
            "-executable" => Term::Executable,
            "-perm" => match self.value(&word)?.trim_start_matches(['-', '/']) {
                "u+x" | "+x" | "a+x" | "100" | "111" | "755" | "u=x" => Term::Executable,
                "644" => Term::Not(Box::new(Term::Executable)),
                other => {
                    return Err(format!(
                        "the mode '{other}' is not supported here; supported: u+x, +x, 100, 111, 755, 644"
                    ));
                }
            },
            "-true" => Term::Constant(true),
            "-false" => Term::Constant(false),
            "-readable" | "-writable" => Term::Constant(true),
            "-maxdepth" | "-mindepth" => {
                let text = self.value(&word)?;
                let depth = text.parse().map_err(|_| {
                    format!(
                        "Expected a positive decimal integer argument to {word}, but got {}",
                        quoted(&text)
                    )
                })?;
                if word == "-maxdepth" {
                    self.max = depth
                } else {
                    self.min = depth
                }
                Term::Constant(true)
            }
            "-depth" | "-d" => {
                self.inside_first = true;
                Term::Constant(true)
            }
            "-mount" | "-xdev" | "-noleaf" | "-follow" => Term::Constant(true),
            "-prune" => Term::Prune,
            "-print" => self.acting(Term::Print("\n")),
            "-print0" => self.acting(Term::Print("\0")),
            "-ls" => return Err("-ls is not supported here; use -exec ls -l {} \\;".into()),
            "-printf" => {
                let format = self.value(&word)?;
                self.acting(Term::Printf(format))
            }
            "-delete" => {
                self.inside_first = true;
                self.acting(Term::Delete)
            }
            "-quit" => self.acting(Term::Quit),
            "-exec" | "-execdir" | "-ok" => self.exec(&word)?,
            other if other.starts_with('-') => {
                let known = super::super::table::find("find").map(|c| {
                    let flags: Vec<String> =
                        c.flags.iter().map(super::super::Flag::written).collect();
                    flags.join(", ")
                });
                return Err(format!(
                    "unknown predicate `{other}'; supported: {}",
                    known.unwrap_or_default()
                ));
            }
            other => return Err(format!("paths must precede expression: `{other}'")),
        })
    }

    fn acting(&mut self, term: Term) -> Term {
        self.acts = true;
        term
    }

    fn size(&mut self) -> Read<Term> {
        let text = self.value("-size")?;
        let bad = || format!("Invalid argument `{text}' to -size");
        let (sign, digits) = match text.strip_prefix(['+', '-']) {
            Some(rest) => (text.chars().next().unwrap_or('+'), rest),
            None => ('=', text.as_str()),
        };
        let (digits, unit) = match digits.chars().last() {
            Some('c') => (&digits[..digits.len() - 1], 1),
            Some('w') => (&digits[..digits.len() - 1], 2),
            Some('b') => (&digits[..digits.len() - 1], 512),
            Some('k') => (&digits[..digits.len() - 1], 1 << 10),
            Some('M') => (&digits[..digits.len() - 1], 1 << 20),
            Some('G') => (&digits[..digits.len() - 1], 1 << 30),
            _ => (digits, 512),
        };
        Ok(Term::Size(sign, digits.parse().map_err(|_| bad())?, unit))
    }

    fn exec(&mut self, name: &str) -> Read<Term> {
        let mut words = vec![];
        loop {
            let Some(word) = self.next().map(str::to_owned) else {
                return Err(format!("missing argument to `{name}'"));
            };
            let many = word == "+" && words.last().is_some_and(|w| w == "{}");
            if word == ";" || many {
                if words.is_empty() {
                    return Err(format!("invalid argument `;' to `{name}'"));
                }
                if many {
                    words.pop();
                }
                let index = self.execs;
                self.execs += 1;
                return Ok(self.acting(Term::Exec { words, many, index }));
            }
            words.push(word);
        }
    }
}

/// One path at which the expression is asked.
struct Item {
    shown: String,
    path: String,
    node: Node,
    depth: usize,
    root: usize,
}

/// What has come of the walk so far.
#[derive(Default)]
struct State {
    status: u8,
    pruned: bool,
    quit: bool,
    /// Paths kept for each `-exec ... +`.
    kept: Vec<Vec<String>>,
}

pub(in super::super) fn find(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let words = &options.operands;
    let starts = |w: &String| w.starts_with('-') || w == "(" || w == "!" || w == ",";
    let mut skip = 0;
    while words
        .get(skip)
        .is_some_and(|w| matches!(w.as_str(), "-L" | "-P" | "-H"))
    {
        skip += 1;
    }
    let end = words[skip..]
        .iter()
        .position(starts)
        .map_or(words.len(), |i| i + skip);
    let mut roots = words[skip..end].to_vec();
    if roots.is_empty() {
        roots.push(".".into());
    }
    let mut reader = Reader {
        words: &words[end..],
        at: 0,
        min: 0,
        max: usize::MAX,
        acts: false,
        inside_first: false,
        execs: 0,
    };
    let term = if reader.words.is_empty() {
        Ok(Term::Constant(true))
    } else {
        reader.or(0)
    };
    let term = match term {
        Ok(_) if reader.at < reader.words.len() => Err(match reader.peek() {
            Some(")") => "invalid expression; you have too many ')'".to_owned(),
            other => format!(
                "paths must precede expression: `{}'",
                other.unwrap_or_default()
            ),
        }),
        other => other,
    };
    let term = match term {
        Ok(term) if reader.acts => term,
        Ok(term) => Term::And(Box::new(term), Box::new(Term::Print("\n"))),
        Err(problem) => {
            call.complain(problem);
            return Ok(1);
        }
    };
    let mut state = State {
        kept: vec![vec![]; reader.execs],
        ..State::default()
    };
    for root in roots {
        let path = call.path(&root);
        let Some(node) = call
            .tree()
            .get(&path)
            .cloned()
            .filter(|n| n.is_folder() || !root.ends_with('/'))
        else {
            let error = call.tree().missing(&path);
            let error = if call.tree().is_file(&path) {
                FileError::NotFolder
            } else {
                error
            };
            call.complain(format!("{}: {error}", gnu_quoted(&root)));
            state.status = 1;
            continue;
        };
        let length = root.len();
        let item = Item {
            shown: root,
            path,
            node,
            depth: 0,
            root: length,
        };
        visit(call, &reader, &term, &item, &mut state)?;
        if state.quit {
            break;
        }
    }
    rest(call, &term, &mut state)?;
    Ok(state.status)
}

/// A name in the typographic quotes of find's messages, in the C locale.
fn gnu_quoted(name: &str) -> String {
    format!("'{name}'")
}

fn visit(
    call: &mut Call<'_, '_>,
    reader: &Reader<'_>,
    term: &Term,
    item: &Item,
    state: &mut State,
) -> Result<(), Halt> {
    call.work(64)?;
    state.pruned = false;
    let asked = item.depth >= reader.min;
    if asked && !reader.inside_first {
        holds(call, term, item, state)?;
    }
    let pruned = state.pruned && !reader.inside_first;
    if item.node.is_folder() && !pruned && item.depth < reader.max && !state.quit {
        let list: Vec<(String, String, Node)> = call
            .tree()
            .list(&item.path)
            .map(|e| (e.name.to_owned(), e.path.to_owned(), e.node.clone()))
            .collect();
        for (name, path, node) in list {
            let shown = join(&item.shown, &name);
            let inner = Item {
                shown,
                path,
                node,
                depth: item.depth + 1,
                root: item.root,
            };
            visit(call, reader, term, &inner, state)?;
            if state.quit {
                return Ok(());
            }
        }
    }
    if asked && reader.inside_first && !state.quit {
        holds(call, term, item, state)?;
    }
    Ok(())
}

/// Whether the expression holds at a path; deeds are done on the way.
fn holds(
    call: &mut Call<'_, '_>,
    term: &Term,
    item: &Item,
    state: &mut State,
) -> Result<bool, Halt> {
    if state.quit {
        return Ok(false);
    }
    call.work(1 + item.shown.len())?;
    let folder = item.node.is_folder();
    Ok(match term {
        Term::And(a, b) => holds(call, a, item, state)? && holds(call, b, item, state)?,
        Term::Or(a, b) => holds(call, a, item, state)? || holds(call, b, item, state)?,
        Term::Not(term) => !holds(call, term, item, state)?,
        Term::Name(pattern, case) => {
            let trimmed = item.shown.trim_end_matches('/');
            let name = if trimmed.is_empty() {
                "/"
            } else {
                base_name(trimmed)
            };
            fits(pattern, name, *case)
        }
        Term::Path(pattern, case) => {
            call.work(pattern.len() * item.shown.len())?;
            fits(pattern, &item.shown, *case)
        }
        Term::Regex(regex) => regex.is_match(item.shown.as_bytes()),
        Term::Kind(kinds) => kinds.contains(if folder { &'d' } else { &'f' }),
        Term::Size(sign, count, unit) => {
            let size = if folder { 4096 } else { item.node.len() as u64 };
            let size = size.div_ceil(*unit);
            match sign {
                '+' => size > *count,
                '-' => size < *count,
                _ => size == *count,
            }
        }
        Term::Empty if folder => call.tree().list(&item.path).next().is_none(),
        Term::Empty => item.node.is_empty(),
        Term::Executable => matches!(
            item.node,
            Node::Folder
                | Node::File {
                    executable: true,
                    ..
                }
        ),
        Term::Constant(value) => *value,
        Term::Prune => {
            state.pruned = true;
            true
        }
        Term::Print(end) => {
            call.print(&item.shown)?;
            call.print(end)?;
            true
        }
        Term::Printf(format) => {
            let text = printed(format, item);
            call.print(text)?;
            true
        }
        Term::Delete => match call.tree_mut().remove(&item.path) {
            Ok(()) => true,
            Err(error) => {
                call.complain(format!("cannot delete '{}': {error}", item.shown));
                state.status = 1;
                false
            }
        },
        Term::Quit => {
            state.quit = true;
            true
        }
        Term::Exec {
            many: true, index, ..
        } => {
            state.kept[*index].push(item.shown.clone());
            true
        }
        Term::Exec { words, .. } => {
            let line: Vec<String> = words.iter().map(|w| w.replace("{}", &item.shown)).collect();
            run(call, &line)? == 0
        }
    })
}

fn fits(pattern: &str, text: &str, case: Case) -> bool {
    match case {
        Case::Minds => glob::matches(pattern, text),
        Case::Ignores => glob::matches(pattern, &text.to_lowercase()),
    }
}

fn run(call: &mut Call<'_, '_>, line: &[String]) -> Result<u8, Halt> {
    call.flush()?;
    let mut streams = call.streams.clone();
    streams.input = input(Bytes::new(vec![]));
    let cost = line.iter().map(String::len).sum();
    call.work(cost)?;
    call.m.invoke_command(&line[0], &line[1..], &streams)
}

/// Run what was kept for `-exec ... +`.
fn rest(call: &mut Call<'_, '_>, term: &Term, state: &mut State) -> Result<(), Halt> {
    match term {
        Term::And(a, b) | Term::Or(a, b) => {
            rest(call, a, state)?;
            rest(call, b, state)
        }
        Term::Not(term) => rest(call, term, state),
        Term::Exec {
            words,
            many: true,
            index,
        } => {
            let kept = std::mem::take(&mut state.kept[*index]);
            if !kept.is_empty() {
                let line: Vec<String> = words.iter().cloned().chain(kept).collect();
                if run(call, &line)? != 0 {
                    state.status = 1;
                }
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// `-printf`: `%p`, `%P`, `%f`, `%h`, `%s`, `%y`, `%d`, `%m` and escapes.
fn printed(format: &str, item: &Item) -> Vec<u8> {
    let mut text = String::new();
    let mut signs = format.chars();
    while let Some(c) = signs.next() {
        if c != '%' {
            text.push(c);
            continue;
        }
        let run = matches!(
            item.node,
            Node::Folder
                | Node::File {
                    executable: true,
                    ..
                }
        );
        match signs.next() {
            Some('p') => text.push_str(&item.shown),
            Some('P') => text.push_str(item.shown[item.root..].trim_start_matches('/')),
            Some('f') => text.push_str(base_name(&item.shown)),
            Some('h') => text.push_str(item.shown.rsplit_once('/').map_or(".", |(h, _)| h)),
            Some('s') => text.push_str(
                &if item.node.is_folder() {
                    4096
                } else {
                    item.node.len()
                }
                .to_string(),
            ),
            Some('y') => text.push(if item.node.is_folder() { 'd' } else { 'f' }),
            Some('d') => text.push_str(&item.depth.to_string()),
            Some('m') => text.push_str(if run { "755" } else { "644" }),
            Some('%') => text.push('%'),
            other => text.extend(['%'].into_iter().chain(other)),
        }
    }
    super::super::escapes::unescape(text.as_bytes()).0
}
