//! A script of `sed`, read.

use super::{
    super::super::regexes::{self, Case},
    escapes,
};
use regex::bytes::Regex;

/// Which lines a command is for.
pub(super) enum Address {
    Line(usize),
    Last,
    /// `FIRST~STEP`.
    Step(usize, usize),
    /// `None`: the last pattern that was used.
    Match(Option<Regex>),
    /// `,+N`.
    Plus(usize),
    /// `,~N`.
    Multiple(usize),
}

pub(super) struct Command {
    pub(super) from: Option<Address>,
    pub(super) to: Option<Address>,
    pub(super) negated: bool,
    pub(super) deed: Deed,
}

/// What a command does.
pub(super) enum Deed {
    /// `{`: the index of its end.
    Block(usize),
    /// `}` and labels.
    End,
    Delete,
    DeleteFirst,
    Print,
    PrintFirst,
    Number,
    List,
    Quit {
        print: bool,
        code: u8,
    },
    Append(Vec<u8>),
    Insert(Vec<u8>),
    Change(Vec<u8>),
    Next,
    NextAdd,
    Hold,
    HoldAdd,
    Get,
    GetAdd,
    Exchange,
    Jump(usize),
    JumpIf {
        changed: bool,
        to: usize,
    },
    Translate(Vec<(char, char)>),
    ReadFile(String),
    WriteFile(String),
    Substitute(Substitute),
}

pub(super) struct Substitute {
    pub(super) regex: Option<Regex>,
    pub(super) with: Vec<Replacement>,
    pub(super) all: bool,
    pub(super) first: usize,
    pub(super) print: bool,
    pub(super) file: Option<String>,
}

/// A part of a replacement.
pub(super) enum Replacement {
    Text(Vec<u8>),
    Group(usize),
    /// `\U`, `\L`, `\E`.
    All(Option<bool>),
    /// `\u`, `\l`.
    Next(bool),
}

/// The most commands of a script.
const MAX_COMMANDS: usize = 1_000;

struct Reader<'s> {
    signs: Vec<char>,
    at: usize,
    extended: bool,
    commands: Vec<Command>,
    blocks: Vec<usize>,
    labels: Vec<(String, usize)>,
    jumps: Vec<(usize, String)>,
    source: &'s str,
}

type Read<T> = Result<T, String>;

/// The commands of a script, and whether its first line is `#n`.
pub(super) fn read(source: &str, extended: bool) -> Read<(Vec<Command>, bool)> {
    let mut reader = Reader {
        signs: source.chars().collect(),
        at: 0,
        extended,
        commands: vec![],
        blocks: vec![],
        labels: vec![],
        jumps: vec![],
        source,
    };
    let quiet = source == "#n" || source.starts_with("#n\n");
    while reader.command()? {
        if reader.commands.len() > MAX_COMMANDS {
            return Err(reader.bad("too many commands"));
        }
    }
    if !reader.blocks.is_empty() {
        return Err("char 0: unmatched `{'".into());
    }
    for (index, label) in std::mem::take(&mut reader.jumps) {
        let end = reader.commands.len();
        let found = reader
            .labels
            .iter()
            .find(|(name, _)| *name == label)
            .map(|(_, at)| *at);
        let to = match found {
            _ if label.is_empty() => end,
            Some(at) => at,
            None => return Err(format!("can't find label for jump to `{label}'")),
        };
        match &mut reader.commands[index].deed {
            Deed::Jump(at) | Deed::JumpIf { to: at, .. } => *at = to,
            _ => {}
        }
    }
    Ok((reader.commands, quiet))
}

impl Reader<'_> {
    fn bad(&self, what: &str) -> String {
        format!("char {}: {what}", self.at.min(self.source.chars().count()))
    }

    fn peek(&self) -> Option<char> {
        self.signs.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += 1;
        Some(c)
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(' ' | '\t')) {
            self.at += 1;
        }
    }

    fn number(&mut self) -> Option<usize> {
        let from = self.at;
        while self.peek().is_some_and(|c| c.is_ascii_digit()) {
            self.at += 1;
        }
        let digits: String = self.signs[from..self.at].iter().collect();
        digits.parse().ok()
    }

    fn address(&mut self) -> Read<Option<Address>> {
        Ok(match self.peek() {
            Some(c) if c.is_ascii_digit() => {
                let first = self
                    .number()
                    .ok_or_else(|| self.bad("invalid line number"))?;
                if self.peek() == Some('~') {
                    self.at += 1;
                    let step = self.number().unwrap_or(0);
                    return Ok(Some(Address::Step(first, step)));
                }
                Some(Address::Line(first))
            }
            Some('$') => {
                self.at += 1;
                Some(Address::Last)
            }
            Some('/') => {
                self.at += 1;
                Some(self.pattern('/')?)
            }
            Some('\\') => {
                self.at += 1;
                let end = self.next().ok_or_else(|| self.bad("unexpected `,'"))?;
                Some(self.pattern(end)?)
            }
            _ => None,
        })
    }

    fn pattern(&mut self, end: char) -> Read<Address> {
        let text = self
            .until(end, true)
            .ok_or_else(|| self.bad("unterminated address regex"))?;
        let (mut case, mut lines) = (Case::Minds, false);
        while let Some(c) = self.peek() {
            match c {
                'I' => case = Case::Ignores,
                'M' => lines = true,
                _ => break,
            }
            self.at += 1;
        }
        Ok(Address::Match(self.regex(&text, case, lines)?))
    }

    /// A pattern; the empty one stands for the last that was used.
    fn regex(&self, text: &str, case: Case, lines: bool) -> Read<Option<Regex>> {
        if text.is_empty() {
            return Ok(None);
        }
        let text = escapes::put_in(text).map_err(|what| self.bad(&what))?;
        let built = regexes::whole(&text, self.extended, case, lines);
        built.map(Some).map_err(|what| self.bad(&what))
    }

    /// Text up to a sign, which is skipped. Behind a backslash the sign is itself, without a meaning it may have.
    fn until(&mut self, end: char, pattern: bool) -> Option<String> {
        let mut text = String::new();
        // How many signs of a bracket expression are read: it hides the end.
        let mut class: Option<usize> = None;
        while let Some(c) = self.next() {
            match (class, c) {
                (None, '[') if pattern && c != end && self.signs[self.at..].contains(&']') => {
                    class = Some(0)
                }
                (Some(n), ']') if n > 0 => class = None,
                (Some(0), '^') => {}
                (Some(n), _) => class = Some(n + 1),
                (None, _) if c == end => return Some(text),
                _ => {}
            }
            if c != '\\' || class.is_some() {
                text.push(c);
                continue;
            }
            match self.next()? {
                d if d == end && (pattern || d != '&') => text.push(d),
                '\n' if pattern => text.push('\n'),
                d => {
                    text.push('\\');
                    text.push(d);
                }
            }
        }
        None
    }

    /// Read one command; whether there was one.
    fn command(&mut self) -> Read<bool> {
        while self.peek().is_some_and(|c| c.is_whitespace() || c == ';') {
            self.at += 1;
        }
        if self.peek().is_none() {
            return Ok(false);
        }
        let from = self.address()?;
        let mut to = None;
        self.blanks();
        if from.is_some() && self.peek() == Some(',') {
            self.at += 1;
            self.blanks();
            to = match self.peek() {
                Some('+') => {
                    self.at += 1;
                    Some(Address::Plus(
                        self.number().ok_or_else(|| self.bad("expected a number"))?,
                    ))
                }
                Some('~') => {
                    self.at += 1;
                    Some(Address::Multiple(
                        self.number().ok_or_else(|| self.bad("expected a number"))?,
                    ))
                }
                _ => Some(self.address()?.ok_or_else(|| self.bad("unexpected `,'"))?),
            };
        }
        if matches!(from, Some(Address::Line(0))) && !matches!(to, Some(Address::Match(_))) {
            return Err(self.bad("invalid usage of line address 0"));
        }
        self.blanks();
        let mut negated = false;
        while self.peek() == Some('!') {
            negated = true;
            self.at += 1;
            self.blanks();
        }
        let name = self.next().ok_or_else(|| self.bad("missing command"))?;
        let index = self.commands.len();
        let has_address = from.is_some();
        let deed = self.deed(name, index, has_address)?;
        self.commands.push(Command {
            from,
            to,
            negated,
            deed,
        });
        Ok(true)
    }

    fn deed(&mut self, name: char, index: usize, has_address: bool) -> Read<Deed> {
        let deed = match name {
            '#' if !has_address => {
                while self.peek().is_some_and(|c| c != '\n') {
                    self.at += 1;
                }
                return Ok(Deed::End);
            }
            ':' => {
                let label = self.label();
                self.labels.push((label, index));
                return Ok(Deed::End);
            }
            '{' => {
                self.blocks.push(index);
                return Ok(Deed::Block(0));
            }
            '}' => {
                let open = self
                    .blocks
                    .pop()
                    .ok_or_else(|| self.bad("unexpected `}'"))?;
                self.commands[open].deed = Deed::Block(index);
                Deed::End
            }
            'd' => Deed::Delete,
            'D' => Deed::DeleteFirst,
            'p' => Deed::Print,
            'P' => Deed::PrintFirst,
            '=' => Deed::Number,
            'l' => Deed::List,
            'n' => Deed::Next,
            'N' => Deed::NextAdd,
            'h' => Deed::Hold,
            'H' => Deed::HoldAdd,
            'g' => Deed::Get,
            'G' => Deed::GetAdd,
            'x' => Deed::Exchange,
            'q' | 'Q' => {
                self.blanks();
                let code = self.number().unwrap_or(0) as u8;
                Deed::Quit {
                    print: name == 'q',
                    code,
                }
            }
            'a' => return Ok(self.text()?.map_or(Deed::End, Deed::Append)),
            'i' => return Ok(self.text()?.map_or(Deed::End, Deed::Insert)),
            'c' => return Ok(self.text()?.map_or(Deed::Delete, Deed::Change)),
            'r' => return Ok(Deed::ReadFile(self.file_name()?)),
            'w' => return Ok(Deed::WriteFile(self.file_name()?)),
            'b' | 't' | 'T' => {
                let label = self.label();
                self.jumps.push((index, label));
                match name {
                    'b' => Deed::Jump(0),
                    't' => Deed::JumpIf {
                        changed: true,
                        to: 0,
                    },
                    _ => Deed::JumpIf {
                        changed: false,
                        to: 0,
                    },
                }
            }
            'y' => self.translate()?,
            's' => self.substitute()?,
            other => return Err(self.bad(&format!("unknown command: `{other}'"))),
        };
        self.blanks();
        match self.peek() {
            None | Some('\n' | ';' | '}' | '#') => Ok(deed),
            Some(_) => Err(self.bad("extra characters after command")),
        }
    }

    fn label(&mut self) -> String {
        self.blanks();
        let from = self.at;
        while self
            .peek()
            .is_some_and(|c| c != '\n' && c != ';' && c != '}')
        {
            self.at += 1;
        }
        let text: String = self.signs[from..self.at].iter().collect();
        text.trim_end().to_owned()
    }

    fn file_name(&mut self) -> Read<String> {
        self.blanks();
        let from = self.at;
        while self.peek().is_some_and(|c| c != '\n') {
            self.at += 1;
        }
        if from == self.at {
            return Err(self.bad("missing filename in r/R/w/W commands"));
        }
        Ok(self.signs[from..self.at].iter().collect())
    }

    /// The text of `a`, `i`, `c`: up to the end of the line, or over lines joined by backslashes. A backslash before it keeps
    /// the blanks that follow, or the line that follows whole. There is none where the script ends behind that backslash.
    fn text(&mut self) -> Read<Option<Vec<u8>>> {
        self.blanks();
        match self.peek() {
            None => return Err(self.bad("expected \\ after `a', `c' or `i'")),
            Some('\\') => {
                self.at += 1;
                match self.peek() {
                    None => return Ok(None),
                    // The first sign is itself, whatever it names elsewhere.
                    Some(sign) if !matches!(sign, '\n' | '\\') => {
                        self.at += 1;
                        return self.rest_of_text(Some(sign)).map(Some);
                    }
                    Some('\n') => self.at += 1,
                    Some(_) => {}
                }
            }
            Some(_) => {}
        }
        self.rest_of_text(None).map(Some)
    }

    fn rest_of_text(&mut self, first: Option<char>) -> Read<Vec<u8>> {
        let mut text = vec![];
        push(first, &mut text);
        while let Some(c) = self.next() {
            match c {
                '\n' => break,
                '\\' => {
                    let named = escapes::named(&self.signs[self.at..]);
                    match named.map_err(|what| self.bad(&what))? {
                        Some((byte, used)) => {
                            text.push(byte);
                            self.at += used;
                        }
                        None => push(self.next(), &mut text),
                    }
                }
                _ => push(Some(c), &mut text),
            }
        }
        Ok(text)
    }

    fn translate(&mut self) -> Read<Deed> {
        let end = self
            .next()
            .ok_or_else(|| self.bad("unterminated `y' command"))?;
        let mut side = || -> Read<Vec<char>> {
            let raw = self
                .until(end, false)
                .ok_or_else(|| self.bad("unterminated `y' command"))?;
            let raw = escapes::put_in(&raw).map_err(|what| self.bad(&what))?;
            let mut out = vec![];
            let mut signs = raw.chars();
            while let Some(c) = signs.next() {
                out.push(match c {
                    '\\' => signs.next().unwrap_or('\\'),
                    c => c,
                });
            }
            Ok(out)
        };
        let (from, to) = (side()?, side()?);
        if from.len() != to.len() {
            return Err(self.bad("strings for `y' command are different lengths"));
        }
        Ok(Deed::Translate(from.into_iter().zip(to).collect()))
    }

    fn substitute(&mut self) -> Read<Deed> {
        let unterminated = "unterminated `s' command";
        let end = self.next().ok_or_else(|| self.bad(unterminated))?;
        let pattern = self
            .until(end, true)
            .ok_or_else(|| self.bad(unterminated))?;
        let with = self
            .until(end, false)
            .ok_or_else(|| self.bad(unterminated))?;
        let mut substitute = Substitute {
            regex: None,
            with: vec![],
            all: false,
            first: 1,
            print: false,
            file: None,
        };
        let (mut case, mut lines) = (Case::Minds, false);
        while let Some(c) = self.peek() {
            match c {
                'g' => substitute.all = true,
                'p' => substitute.print = true,
                'i' | 'I' => case = Case::Ignores,
                'm' | 'M' => lines = true,
                '1'..='9' => {
                    substitute.first = self.number().unwrap_or(1);
                    continue;
                }
                '0' => return Err(self.bad("number option to `s' command may not be zero")),
                'w' => {
                    self.at += 1;
                    substitute.file = Some(self.file_name()?);
                    break;
                }
                ' ' | '\t' | '\n' | ';' | '}' | '#' => break,
                _ => return Err(self.bad("unknown option to `s'")),
            }
            self.at += 1;
        }
        substitute.regex = self.regex(&pattern, case, lines)?;
        substitute.with = self.replacement(&with, substitute.regex.as_ref())?;
        Ok(Deed::Substitute(substitute))
    }

    fn replacement(&self, text: &str, regex: Option<&Regex>) -> Read<Vec<Replacement>> {
        let mut parts = vec![];
        let mut plain = vec![];
        let signs: Vec<char> = text.chars().collect();
        let mut at = 0;
        let flush = |plain: &mut Vec<u8>, parts: &mut Vec<Replacement>| {
            if !plain.is_empty() {
                parts.push(Replacement::Text(std::mem::take(plain)));
            }
        };
        while let Some(&c) = signs.get(at) {
            at += 1;
            let part = match c {
                '&' => Replacement::Group(0),
                '\\' => {
                    if let Some((byte, used)) =
                        escapes::named(&signs[at..]).map_err(|what| self.bad(&what))?
                    {
                        plain.push(byte);
                        at += used;
                        continue;
                    }
                    at += 1;
                    match signs.get(at - 1) {
                        Some(d @ '0'..='9') => {
                            let n = *d as usize - '0' as usize;
                            if regex.is_some_and(|r| n >= r.captures_len()) {
                                return Err(self.bad(&format!(
                                    "invalid reference \\{n} on `s' command's RHS"
                                )));
                            }
                            Replacement::Group(n)
                        }
                        Some('U') => Replacement::All(Some(true)),
                        Some('L') => Replacement::All(Some(false)),
                        Some('E') => Replacement::All(None),
                        Some('u') => Replacement::Next(true),
                        Some('l') => Replacement::Next(false),
                        d => {
                            push(d.or(Some(&'\\')).copied(), &mut plain);
                            continue;
                        }
                    }
                }
                c => {
                    push(Some(c), &mut plain);
                    continue;
                }
            };
            flush(&mut plain, &mut parts);
            parts.push(part);
        }
        flush(&mut plain, &mut parts);
        Ok(parts)
    }
}

/// A sign in UTF-8, if there is one.
fn push(sign: Option<char>, out: &mut Vec<u8>) {
    if let Some(sign) = sign {
        out.extend_from_slice(sign.encode_utf8(&mut [0; 4]).as_bytes());
    }
}
