//! From words to arguments: variables, substitutions, splitting, patterns.

use super::{
    ast::{Op, Part, Script, Word},
    braces, glob,
    machine::{Halt, Machine},
    streams::{Sink, Streams},
};
use crate::swe::files::absolute;
use std::{cell::RefCell, rc::Rc};

/// An argument in the making.
#[derive(Default)]
struct Field {
    text: String,
    /// The text as a pattern: what was quoted stands behind backslashes.
    pattern: String,
    /// Whether an unquoted sign of a pattern is in it.
    live: bool,
}

/// Arguments in the making; the last one is open while something can be added to it.
#[derive(Default)]
struct Fields {
    done: Vec<Field>,
    open: Option<Field>,
}

impl Fields {
    fn field(&mut self) -> &mut Field {
        self.open.get_or_insert_default()
    }

    fn close(&mut self) {
        self.done.extend(self.open.take());
    }

    fn quoted(&mut self, text: &str) {
        let field = self.field();
        field.text.push_str(text);
        field.pattern.push_str(&glob::quote(text));
    }

    fn unquoted(&mut self, text: &str) {
        let field = self.field();
        field.text.push_str(text);
        field.pattern.push_str(text);
        field.live |= glob::is_pattern(text);
    }

    /// A value without quotes: blanks in it part arguments.
    fn split(&mut self, text: &str, separators: &str) {
        let blank = |c: char| separators.contains(c) && c.is_ascii_whitespace();
        let mut word = String::new();
        let mut rest = text.chars().peekable();
        while let Some(c) = rest.next() {
            if !separators.contains(c) {
                word.push(c);
                continue;
            }
            if !word.is_empty() {
                self.unquoted(&word);
                word.clear();
            } else if !blank(c) && self.open.is_none() {
                self.field();
            }
            self.close();
            // Blanks around another separator belong to it.
            if blank(c) {
                while rest.peek().is_some_and(|c| blank(*c)) {
                    rest.next();
                }
                if rest.peek().is_some_and(|c| separators.contains(*c)) {
                    rest.next();
                    while rest.peek().is_some_and(|c| blank(*c)) {
                        rest.next();
                    }
                }
            } else {
                while rest.peek().is_some_and(|c| blank(*c)) {
                    rest.next();
                }
            }
        }
        if !word.is_empty() {
            self.unquoted(&word);
        }
    }
}

/// How a word is taken.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// As arguments.
    Split,
    /// As one text.
    Whole,
}

impl Machine<'_> {
    /// The arguments that words stand for.
    pub(super) fn fields(
        &mut self,
        words: &[Word],
        streams: &Streams,
    ) -> Result<Vec<String>, Halt> {
        let mut arguments = vec![];
        for word in words.iter().flat_map(braces::expand) {
            let mut fields = Fields::default();
            self.parts(&word.0, Mode::Split, &mut fields, streams)?;
            fields.close();
            for field in fields.done {
                self.work(field.text.len() + 1)?;
                let paths = if field.live && !self.option('f') {
                    self.glob(&field.pattern)?
                } else {
                    vec![]
                };
                if paths.is_empty() {
                    arguments.push(field.text);
                } else {
                    arguments.extend(paths);
                }
            }
        }
        Ok(arguments)
    }

    /// A word as one text: for values, names of files and the like.
    pub(super) fn text(&mut self, word: &Word, streams: &Streams) -> Result<String, Halt> {
        Ok(self.whole(word, streams)?.text)
    }

    /// A word as a pattern, in which what was quoted means itself.
    pub(super) fn pattern(&mut self, word: &Word, streams: &Streams) -> Result<String, Halt> {
        Ok(self.whole(word, streams)?.pattern)
    }

    fn whole(&mut self, word: &Word, streams: &Streams) -> Result<Field, Halt> {
        let mut fields = Fields::default();
        self.parts(&word.0, Mode::Whole, &mut fields, streams)?;
        fields.close();
        let mut fields = fields.done.into_iter();
        let mut whole = fields.next().unwrap_or_default();
        // Only `$@` parts a whole: its values are joined by blanks.
        for field in fields {
            whole.text = whole.text + " " + &field.text;
            whole.pattern = whole.pattern + " " + &field.pattern;
        }
        self.work(whole.text.len())?;
        Ok(whole)
    }

    fn parts(
        &mut self,
        parts: &[Part],
        mode: Mode,
        fields: &mut Fields,
        streams: &Streams,
    ) -> Result<(), Halt> {
        for (i, part) in parts.iter().enumerate() {
            match part {
                Part::Text(text) => {
                    let home = if i == 0 { self.tilde(text) } else { None };
                    match home {
                        Some((home, rest)) => {
                            fields.quoted(&home);
                            fields.unquoted(rest);
                        }
                        None => fields.unquoted(text),
                    }
                }
                Part::Quoted(text) => fields.quoted(text),
                Part::Double(inner) => {
                    let only_arguments =
                        matches!(&inner[..], [Part::Param { name, op: Op::Plain }] if name == "@");
                    if !only_arguments {
                        fields.quoted("");
                    }
                    self.double(inner, fields, streams)?;
                }
                Part::Param { name, op } if *op == Op::Plain && (name == "@" || name == "*") => {
                    let arguments = self.shell.session.arguments.clone();
                    for (i, argument) in arguments.iter().enumerate() {
                        if i > 0 {
                            fields.close();
                        }
                        self.value(argument, mode, fields);
                    }
                }
                Part::Param { name, op } => {
                    // A default is a word of its own: its quotes count.
                    if let Some(word) = self.chosen_word(name, op)? {
                        let word = word.clone();
                        self.deeper(|m| m.parts(&word.0, mode, fields, streams))?;
                        continue;
                    }
                    let value = self.parameter(name, op, streams)?;
                    self.value(&value, mode, fields);
                }
                Part::Command(script) => {
                    let value = self.substitute(script, streams)?;
                    self.value(&value, mode, fields);
                }
                Part::Arithmetic(inner) => {
                    let value = self.arithmetic_part(inner, streams)?;
                    self.value(&value, mode, fields);
                }
            }
        }
        Ok(())
    }

    fn value(&mut self, value: &str, mode: Mode, fields: &mut Fields) {
        match mode {
            Mode::Whole => fields.unquoted(value),
            Mode::Split => {
                let separators = self.variable("IFS").unwrap_or(" \t\n").to_owned();
                fields.split(value, &separators);
            }
        }
    }

    fn double(
        &mut self,
        parts: &[Part],
        fields: &mut Fields,
        streams: &Streams,
    ) -> Result<(), Halt> {
        for part in parts {
            match part {
                Part::Text(text) | Part::Quoted(text) => fields.quoted(text),
                Part::Double(inner) => self.deeper(|m| m.double(inner, fields, streams))?,
                Part::Param {
                    name,
                    op: Op::Plain,
                } if name == "@" => {
                    let arguments = self.shell.session.arguments.clone();
                    for (i, argument) in arguments.iter().enumerate() {
                        if i > 0 {
                            fields.close();
                        }
                        fields.quoted(argument);
                    }
                }
                Part::Param { name, op } => {
                    if let Some(word) = self.chosen_word(name, op)? {
                        let word = word.clone();
                        self.deeper(|m| m.double(&word.0, fields, streams))?;
                        continue;
                    }
                    let value = self.parameter(name, op, streams)?;
                    fields.quoted(&value);
                }
                Part::Command(script) => {
                    let value = self.substitute(script, streams)?;
                    fields.quoted(&value);
                }
                Part::Arithmetic(inner) => {
                    let value = self.arithmetic_part(inner, streams)?;
                    fields.quoted(&value);
                }
            }
        }
        Ok(())
    }

    /// `~` and `~/...` at the front of a word.
    fn tilde<'t>(&self, text: &'t str) -> Option<(String, &'t str)> {
        let rest = text.strip_prefix('~')?;
        let home = self.variable("HOME").unwrap_or("/root").to_owned();
        (rest.is_empty() || rest.starts_with('/')).then_some((home, rest))
    }

    fn arithmetic_part(&mut self, inner: &[Part], streams: &Streams) -> Result<String, Halt> {
        let word = Word(vec![Part::Double(inner.to_vec())]);
        match self.arithmetic(&word, streams)? {
            Some(value) => Ok(value.to_string()),
            // A shell that runs one text ends here.
            None => Err(Halt::Exit(1)),
        }
    }

    /// What commands write, without the ends of lines at its end.
    pub(super) fn substitute(
        &mut self,
        script: &Script,
        streams: &Streams,
    ) -> Result<String, Halt> {
        let buffer = Rc::new(RefCell::new(vec![]));
        let mut inner = streams.clone();
        inner.out = Sink::Buffer(Rc::clone(&buffer));
        let status = self.subshell(|m| m.script(script, &inner))?;
        self.set_status(status);
        let mut bytes = buffer.take();
        while bytes.last() == Some(&b'\n') {
            bytes.pop();
        }
        bytes.retain(|b| *b != 0);
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The paths that a pattern matches, sorted; none if none does.
    pub(super) fn glob(&mut self, pattern: &str) -> Result<Vec<String>, Halt> {
        let rooted = pattern.starts_with('/');
        let segments: Vec<&str> = pattern.split('/').filter(|s| !s.is_empty()).collect();
        let mut found: Vec<String> = vec![if rooted { "/".into() } else { String::new() }];
        for (i, segment) in segments.iter().enumerate() {
            let last = i + 1 == segments.len();
            let mut next = vec![];
            for prefix in &found {
                self.glob_segment(prefix, segment, last, &mut next)?;
            }
            found = next;
        }
        if pattern.ends_with('/') {
            let cwd = self.shell.session.cwd.clone();
            found.retain(|path| self.shell.tree.is_folder(&absolute(&cwd, path)));
            found.iter_mut().for_each(|path| path.push('/'));
        }
        found.sort();
        Ok(found)
    }

    fn glob_segment(
        &mut self,
        prefix: &str,
        segment: &str,
        last: bool,
        next: &mut Vec<String>,
    ) -> Result<(), Halt> {
        let joined = |name: &str| match prefix {
            "" | "/" => format!("{prefix}{name}"),
            _ => format!("{prefix}/{name}"),
        };
        let cwd = self.shell.session.cwd.clone();
        if !glob::is_pattern(segment) {
            let name = segment.replace('\\', "");
            let path = joined(&name);
            if self.shell.tree.get(&absolute(&cwd, &path)).is_some() {
                next.push(path);
            }
            return Ok(());
        }
        let folder = absolute(&cwd, prefix);
        let mut cost = 0;
        for entry in self.shell.tree.list(&folder) {
            cost += segment.len() * (entry.name.len() + 1);
            let hidden = entry.name.starts_with('.') && !segment.starts_with('.');
            if !hidden && (last || entry.node.is_folder()) && glob::matches(segment, entry.name) {
                next.push(joined(entry.name));
            }
        }
        self.work(cost)
    }
}
