//! `sed`: a script read by `script`, run over lines.

mod escapes;
mod script;

use super::super::{
    call::{Call, chomp, lines},
    machine::Halt,
    options::Options,
};
use regex::bytes::Regex;
use script::{Address, Command, Deed, Replacement, Substitute};

type Run = Result<u8, Halt>;

pub(in super::super) fn sed(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let mut operands = options.operands.as_slice();
    let mut source = String::new();
    let mut given = false;
    for (key, value) in &options.given {
        let text = match *key {
            "e" => value.clone(),
            "f" => match call.read(value)? {
                Ok(bytes) => String::from_utf8_lossy(&bytes)
                    .trim_end_matches('\n')
                    .to_owned(),
                Err(error) => {
                    call.complain(format!("couldn't open file {value}: {error}"));
                    return Ok(1);
                }
            },
            _ => continue,
        };
        if given {
            source.push('\n');
        }
        source.push_str(&text);
        given = true;
    }
    if !given {
        let Some((first, rest)) = operands.split_first() else {
            call.complain("no script given: sed [OPTION]... SCRIPT [FILE]...");
            return Ok(1);
        };
        source = first.clone();
        operands = rest;
    }
    let extended = options.has("E") || options.has("r");
    call.work(source.len() * 16)?;
    let (commands, quiet) = match script::read(&source, extended) {
        Ok(read) => read,
        Err(problem) => {
            call.complain(format!("-e expression #1, {problem}"));
            return Ok(1);
        }
    };
    let quiet = quiet || options.has("n");
    let in_place = options.value("i").map(str::to_owned);
    if in_place.is_some() || options.has("s") {
        each_file(call, operands, &commands, quiet, in_place.as_deref())
    } else {
        all_files(call, operands, &commands, quiet)
    }
}

/// One stream of all operands.
fn all_files(
    call: &mut Call<'_, '_>,
    operands: &[String],
    commands: &[Command],
    quiet: bool,
) -> Run {
    let mut status = 0;
    let mut input: Vec<Vec<u8>> = vec![];
    for operand in Call::or_stdin(operands) {
        match read(call, &operand)? {
            Some(bytes) => input.extend(lines(&bytes).map(<[u8]>::to_vec)),
            None => status = 2,
        }
    }
    let mut editor = Editor::new(commands, input, quiet);
    let code = editor.run(call)?;
    let out = std::mem::take(&mut editor.out);
    call.print(out)?;
    editor.files(call)?;
    Ok(code.unwrap_or(status))
}

fn read(call: &mut Call<'_, '_>, operand: &str) -> Result<Option<Vec<u8>>, Halt> {
    match call.read(operand)? {
        Ok(bytes) => Ok(Some(bytes.to_vec())),
        Err(crate::swe::files::FileError::IsFolder) => {
            call.complain(format!("couldn't edit {operand}: not a regular file"));
            Ok(None)
        }
        Err(error) => {
            call.complain(format!("can't read {operand}: {error}"));
            Ok(None)
        }
    }
}

/// Each operand for itself; with `-i` back into the file.
fn each_file(
    call: &mut Call<'_, '_>,
    operands: &[String],
    commands: &[Command],
    quiet: bool,
    suffix: Option<&str>,
) -> Run {
    if operands.is_empty() && suffix.is_some() {
        call.complain("no input files");
        return Ok(1);
    }
    let mut status = 0;
    for operand in Call::or_stdin(operands) {
        let Some(bytes) = read(call, &operand)? else {
            status = 4;
            continue;
        };
        let input = lines(&bytes).map(<[u8]>::to_vec).collect();
        let mut editor = Editor::new(commands, input, quiet);
        let code = editor.run(call)?;
        let out = std::mem::take(&mut editor.out);
        match suffix {
            None => call.print(out)?,
            Some(suffix) => {
                let path = call.path(&operand);
                call.work(out.len())?;
                if !suffix.is_empty() {
                    let copy = call.path(&format!("{operand}{suffix}"));
                    if let Err(error) = call.tree_mut().write(&copy, &bytes) {
                        call.complain(format!("cannot rename {operand}: {error}"));
                        return Ok(4);
                    }
                }
                if let Err(error) = call.tree_mut().write(&path, out) {
                    call.complain(format!("couldn't open temporary file: {error}"));
                    return Ok(4);
                }
            }
        }
        editor.files(call)?;
        if let Some(code) = code {
            return Ok(code);
        }
    }
    Ok(status)
}

/// How a command ends.
enum Flow {
    Next,
    Jump(usize),
    /// End the cycle and print.
    End,
    /// End the cycle without printing.
    Drop,
    /// Begin again without reading, if anything is left (`D`).
    Again,
    Quit {
        print: bool,
        code: u8,
    },
}

/// The editor at work.
struct Editor<'c> {
    commands: &'c [Command],
    input: Vec<Vec<u8>>,
    /// How many lines are read.
    line: usize,
    space: Vec<u8>,
    /// Whether the line in the pattern space had an end.
    ended: bool,
    hold: Vec<u8>,
    quiet: bool,
    /// Whether the last substitution since the last line did anything.
    changed: bool,
    /// Texts to be put out at the end of the cycle.
    appended: Vec<Vec<u8>>,
    /// For each command, the last line of its range, once it is open.
    open: Vec<Option<usize>>,
    out: Vec<u8>,
    written: Vec<(String, Vec<u8>)>,
    last: Option<Regex>,
}

impl<'c> Editor<'c> {
    fn new(commands: &'c [Command], input: Vec<Vec<u8>>, quiet: bool) -> Self {
        Self {
            commands,
            input,
            line: 0,
            space: vec![],
            ended: true,
            hold: vec![],
            quiet,
            changed: false,
            appended: vec![],
            open: vec![None; commands.len()],
            out: vec![],
            written: vec![],
            last: None,
        }
    }

    /// Read the next line into `self.space`, or add it to it.
    fn next(&mut self, add: bool) -> bool {
        let Some(line) = self.input.get(self.line) else {
            return false;
        };
        if add {
            self.space.push(b'\n');
        } else {
            self.space.clear();
        }
        self.space.extend_from_slice(chomp(line));
        self.ended = line.ends_with(b"\n");
        self.line += 1;
        true
    }

    fn print(&mut self, call: &mut Call<'_, '_>) -> Result<(), Halt> {
        call.work(self.space.len() + 1)?;
        let space = std::mem::take(&mut self.space);
        self.put(&space);
        self.space = space;
        if !self.ended && self.line == self.input.len() {
            self.out.pop();
        }
        Ok(())
    }

    /// A line to the output; one that was left open is ended first.
    fn put(&mut self, text: &[u8]) {
        if self.out.last().is_some_and(|b| *b != b'\n') {
            self.out.push(b'\n');
        }
        self.out.extend_from_slice(text);
        self.out.push(b'\n');
    }

    /// Run over everything; the status if `q` gave one.
    fn run(&mut self, call: &mut Call<'_, '_>) -> Result<Option<u8>, Halt> {
        let mut again = false;
        loop {
            if !again && !self.next(false) {
                return Ok(None);
            }
            again = false;
            let end = self.cycle(call)?;
            let print = !self.quiet && matches!(end, Flow::End | Flow::Quit { print: true, .. });
            if print {
                self.print(call)?;
            }
            for text in std::mem::take(&mut self.appended) {
                call.work(text.len())?;
                self.put(&text);
            }
            match end {
                Flow::Quit { code, .. } => return Ok(Some(code)),
                Flow::Again => again = true,
                _ => {}
            }
        }
    }

    fn cycle(&mut self, call: &mut Call<'_, '_>) -> Result<Flow, Halt> {
        self.changed = false;
        let mut at = 0;
        while let Some(command) = self.commands.get(at) {
            call.work(8 + self.space.len() / 16)?;
            if self.applies(at, command) {
                match self.deed(call, command)? {
                    Flow::Next => {}
                    Flow::Jump(to) => {
                        at = to;
                        continue;
                    }
                    other => return Ok(other),
                }
            } else if let Deed::Block(end) = command.deed {
                at = end;
                continue;
            }
            at += 1;
        }
        Ok(Flow::End)
    }

    fn hits(&mut self, address: &Address) -> bool {
        match address {
            Address::Line(n) => self.line == *n,
            Address::Last => self.line == self.input.len(),
            Address::Step(first, step) => match step {
                0 => self.line == *first,
                step => self.line >= *first && (self.line - first).is_multiple_of(*step),
            },
            Address::Match(regex) => match regex.clone().or_else(|| self.last.clone()) {
                Some(regex) => {
                    let hit = regex.is_match(&self.space);
                    self.last = Some(regex);
                    hit
                }
                None => false,
            },
            Address::Plus(_) | Address::Multiple(_) => false,
        }
    }

    fn applies(&mut self, index: usize, command: &Command) -> bool {
        let inside = match (&command.from, &command.to) {
            (None, _) => true,
            (Some(from), None) => self.hits(from),
            (Some(from), Some(to)) => self.in_range(index, from, to),
        };
        inside != command.negated
    }

    fn in_range(&mut self, index: usize, from: &Address, to: &Address) -> bool {
        if let Some(end) = self.open[index] {
            let done = match to {
                Address::Match(_) => self.hits(to),
                _ => self.line >= end,
            };
            if done {
                self.open[index] = None;
                // A range whose last line is already behind is over.
                return matches!(to, Address::Match(_)) || self.line == end;
            }
            return true;
        }
        let zero = matches!(from, Address::Line(0));
        if zero && self.line == 1 {
            if !self.hits(to) {
                self.open[index] = Some(usize::MAX);
            }
            return true;
        }
        if !self.hits(from) {
            return false;
        }
        let end = match to {
            Address::Line(n) => *n,
            Address::Last => self.input.len(),
            Address::Plus(n) => self.line.saturating_add(*n),
            Address::Multiple(0) => self.line,
            Address::Multiple(n) => self.line.div_ceil(*n) * n,
            Address::Step(..) | Address::Match(_) => usize::MAX,
        };
        if end > self.line {
            self.open[index] = Some(end);
        }
        true
    }

    fn deed(&mut self, call: &mut Call<'_, '_>, command: &Command) -> Result<Flow, Halt> {
        match &command.deed {
            Deed::Block(_) | Deed::End => {}
            Deed::Delete => return Ok(Flow::Drop),
            Deed::DeleteFirst => {
                return Ok(match self.space.iter().position(|b| *b == b'\n') {
                    None => Flow::Drop,
                    Some(at) => {
                        self.space.drain(..=at);
                        Flow::Again
                    }
                });
            }
            Deed::Print => self.print(call)?,
            Deed::PrintFirst => {
                let first = self
                    .space
                    .split(|b| *b == b'\n')
                    .next()
                    .unwrap_or_default()
                    .to_vec();
                self.put(&first);
            }
            Deed::Number => {
                let line = self.line.to_string();
                self.put(line.as_bytes());
            }
            Deed::List => {
                let text = listed(&self.space);
                self.put(text.as_bytes());
            }
            Deed::Quit { print, code } => {
                return Ok(Flow::Quit {
                    print: *print,
                    code: *code,
                });
            }
            Deed::Append(text) => self.appended.push(text.clone()),
            Deed::Insert(text) => self.put(text),
            Deed::Change(text) => {
                // In a range only its end is replaced; the rest goes.
                let index = self
                    .commands
                    .iter()
                    .position(|c| std::ptr::eq(c, command))
                    .unwrap_or(0);
                let last = command.to.is_none() || command.negated || self.open[index].is_none();
                if last {
                    self.put(text);
                }
                return Ok(Flow::Drop);
            }
            Deed::Next => {
                if self.line == self.input.len() {
                    return Ok(Flow::Quit {
                        print: true,
                        code: 0,
                    });
                }
                if !self.quiet {
                    self.print(call)?;
                }
                for text in std::mem::take(&mut self.appended) {
                    self.put(&text);
                }
                self.next(false);
            }
            Deed::NextAdd => {
                if self.line == self.input.len() {
                    return Ok(Flow::Quit {
                        print: true,
                        code: 0,
                    });
                }
                self.next(true);
            }
            Deed::Hold => self.hold = self.space.clone(),
            Deed::HoldAdd => {
                self.hold.push(b'\n');
                self.hold.extend_from_slice(&self.space);
            }
            Deed::Get => self.space = self.hold.clone(),
            Deed::GetAdd => {
                self.space.push(b'\n');
                self.space.extend_from_slice(&self.hold);
            }
            Deed::Exchange => std::mem::swap(&mut self.space, &mut self.hold),
            Deed::Jump(to) => return Ok(Flow::Jump(*to)),
            Deed::JumpIf { changed, to } => {
                if self.changed == *changed {
                    self.changed = false;
                    return Ok(Flow::Jump(*to));
                }
                self.changed = false;
            }
            Deed::Translate(pairs) => {
                let text = String::from_utf8_lossy(&self.space);
                let new: String = text
                    .chars()
                    .map(|c| pairs.iter().find(|(f, _)| *f == c).map_or(c, |(_, t)| *t))
                    .collect();
                self.space = new.into_bytes();
            }
            Deed::ReadFile(name) => {
                if let Ok(bytes) = call.read(name)? {
                    self.appended.push(chomp(&bytes).to_vec());
                }
            }
            Deed::WriteFile(name) => self.save(name),
            Deed::Substitute(substitute) => self.substitute(call, substitute)?,
        }
        call.work(self.space.len() / 8 + self.hold.len() / 8)?;
        Ok(Flow::Next)
    }

    /// Note a line for a file of `w`.
    fn save(&mut self, name: &str) {
        let line = [self.space.as_slice(), b"\n"].concat();
        match self.written.iter_mut().find(|(n, _)| n == name) {
            Some((_, text)) => text.extend(line),
            None => self.written.push((name.to_owned(), line)),
        }
    }

    /// Put the lines of `w` into their files.
    fn files(&mut self, call: &mut Call<'_, '_>) -> Result<(), Halt> {
        for (name, text) in std::mem::take(&mut self.written) {
            match name.as_str() {
                "/dev/stdout" => call.print(text)?,
                "/dev/stderr" => call.err.extend(text),
                _ => {
                    let path = call.path(&name);
                    if let Err(error) = call.tree_mut().write(&path, text) {
                        call.complain(format!("couldn't open file {name}: {error}"));
                    }
                }
            }
        }
        Ok(())
    }

    fn substitute(&mut self, call: &mut Call<'_, '_>, substitute: &Substitute) -> Result<(), Halt> {
        let Some(regex) = substitute.regex.clone().or_else(|| self.last.clone()) else {
            return Ok(());
        };
        call.work(self.space.len())?;
        let mut out = Vec::with_capacity(self.space.len());
        let (mut from, mut count) = (0, 0);
        for hit in regex.captures_iter(&self.space) {
            let Some(whole) = hit.get(0) else { continue };
            // An empty match right behind another one does not count.
            if whole.is_empty() && whole.start() == from && from > 0 && count > 0 {
                continue;
            }
            count += 1;
            if count < substitute.first {
                continue;
            }
            out.extend_from_slice(&self.space[from..whole.start()]);
            replace(&substitute.with, &hit, &mut out);
            call.work(out.len() / 64 + 4)?;
            from = whole.end();
            if !substitute.all {
                break;
            }
        }
        self.last = Some(regex);
        if count < substitute.first {
            return Ok(());
        }
        out.extend_from_slice(&self.space[from..]);
        call.work(out.len())?;
        self.space = out;
        self.changed = true;
        if substitute.print {
            self.print(call)?;
        }
        if let Some(name) = &substitute.file {
            self.save(name);
        }
        Ok(())
    }
}

/// Put the replacement of one match.
fn replace(with: &[Replacement], hit: &regex::bytes::Captures<'_>, out: &mut Vec<u8>) {
    // How letters are turned: all of them, and the next one.
    let (mut all, mut next): (Option<bool>, Option<bool>) = (None, None);
    let put = |bytes: &[u8], all: Option<bool>, next: &mut Option<bool>, out: &mut Vec<u8>| {
        if all.is_none() && next.is_none() {
            out.extend_from_slice(bytes);
            return;
        }
        for c in String::from_utf8_lossy(bytes).chars() {
            let turned: String = match next.take().or(all) {
                Some(true) => c.to_uppercase().collect(),
                Some(false) => c.to_lowercase().collect(),
                None => c.to_string(),
            };
            out.extend_from_slice(turned.as_bytes());
        }
    };
    for part in with {
        match part {
            Replacement::Text(text) => put(text, all, &mut next, out),
            Replacement::Group(n) => {
                let bytes = hit.get(*n).map(|m| m.as_bytes()).unwrap_or_default();
                put(bytes, all, &mut next, out);
            }
            Replacement::All(turn) => all = *turn,
            Replacement::Next(turn) => next = Some(*turn),
        }
    }
}

/// `l`: what cannot be seen, as escapes.
fn listed(text: &[u8]) -> String {
    let mut out = String::new();
    for &byte in text {
        match byte {
            b'\\' => out.push_str("\\\\"),
            7 => out.push_str("\\a"),
            8 => out.push_str("\\b"),
            11 => out.push_str("\\v"),
            12 => out.push_str("\\f"),
            b'\t' => out.push_str("\\t"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            0x20..0x7f => out.push(char::from(byte)),
            _ => out.push_str(&format!("\\{byte:03o}")),
        }
    }
    // Long lines are folded at 70 columns.
    let signs: Vec<char> = out.chars().collect();
    let rows: Vec<String> = signs.chunks(69).map(|c| c.iter().collect()).collect();
    rows.join("\\\n") + "$"
}
