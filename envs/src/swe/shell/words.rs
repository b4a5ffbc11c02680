//! Words: quotes, `$` and what belongs to it.

use super::{
    ast::{Op, Part, Word},
    parse::{BadSyntax, LOOK_AHEAD, Parser},
};

type Result<T> = std::result::Result<T, BadSyntax>;

/// Bytes that end a word.
const ENDS: &[u8] = b" \t\n\r;&|()<>";

impl Parser<'_> {
    /// The word that stands here, if one does.
    pub(super) fn word(&mut self) -> Result<Option<Word>> {
        let parts = self.parts_until(ENDS)?;
        Ok((!parts.is_empty()).then_some(Word(parts)))
    }

    /// The pattern after `=~`: signs like `|` and brackets belong to it.
    pub(super) fn regex_word(&mut self) -> Result<Word> {
        Ok(Word(self.parts_until(b" \t\n")?))
    }

    /// Parts of a word up to one of these bytes.
    fn parts_until(&mut self, ends: &[u8]) -> Result<Vec<Part>> {
        let mut parts = vec![];
        let mut text: Vec<u8> = vec![];
        let flush = |text: &mut Vec<u8>, parts: &mut Vec<Part>| {
            if !text.is_empty() {
                let bytes = std::mem::take(text);
                parts.push(Part::Text(String::from_utf8_lossy(&bytes).into_owned()));
            }
        };
        while let Some(byte) = self.peek() {
            if ends.contains(&byte) {
                break;
            }
            match byte {
                b'\\' => {
                    flush(&mut text, &mut parts);
                    self.at += 1;
                    if let Some(part) = self.escaped() {
                        parts.push(part);
                    }
                }
                b'\'' => {
                    flush(&mut text, &mut parts);
                    self.at += 1;
                    parts.push(Part::Quoted(self.until_quote()?));
                }
                b'"' => {
                    flush(&mut text, &mut parts);
                    self.at += 1;
                    let inner = self.nested(|p| p.double(Some(b'"')))?;
                    parts.push(Part::Double(inner));
                }
                b'$' | b'`' => match self.dollar(false)? {
                    Some(part) => {
                        flush(&mut text, &mut parts);
                        parts.push(part);
                    }
                    None => {
                        text.push(byte);
                        self.at += 1;
                    }
                },
                _ => {
                    text.push(byte);
                    self.at += 1;
                }
            }
        }
        flush(&mut text, &mut parts);
        Ok(parts)
    }

    /// The character after a backslash; a joined line is nothing.
    fn escaped(&mut self) -> Option<Part> {
        let rest = &self.text[self.at..];
        let width = match rest.first() {
            None => return Some(Part::Quoted("\\".into())),
            Some(b'\n') => {
                self.at += 1;
                return None;
            }
            Some(lead) => utf8_width(*lead).min(rest.len()),
        };
        let text = self.slice(self.at, self.at + width);
        self.at += width;
        Some(Part::Quoted(text))
    }

    /// Text up to the closing single quote.
    fn until_quote(&mut self) -> Result<String> {
        let from = self.at;
        while let Some(byte) = self.peek() {
            self.at += 1;
            if byte == b'\'' {
                return Ok(self.slice(from, self.at - 1));
            }
        }
        Err(unterminated("'"))
    }

    /// Parts as between double quotes, up to `end`, which is skipped; `None`: up to the end of the text.
    fn double(&mut self, end: Option<u8>) -> Result<Vec<Part>> {
        let mut parts = vec![];
        let mut text: Vec<u8> = vec![];
        let flush = |text: &mut Vec<u8>, parts: &mut Vec<Part>| {
            if !text.is_empty() {
                let bytes = std::mem::take(text);
                parts.push(Part::Quoted(String::from_utf8_lossy(&bytes).into_owned()));
            }
        };
        loop {
            match self.peek() {
                None if end.is_none() => break,
                None => return Err(unterminated("\"")),
                byte if byte == end => {
                    self.at += 1;
                    break;
                }
                Some(b'\\') => match self.peek_at(1) {
                    Some(b'\n') => self.at += 2,
                    Some(next) if b"$`\\".contains(&next) || Some(next) == end => {
                        text.push(next);
                        self.at += 2;
                    }
                    _ => {
                        text.push(b'\\');
                        self.at += 1;
                    }
                },
                Some(byte @ (b'$' | b'`')) => match self.dollar(true)? {
                    Some(part) => {
                        flush(&mut text, &mut parts);
                        parts.push(part);
                    }
                    None => {
                        text.push(byte);
                        self.at += 1;
                    }
                },
                Some(byte) => {
                    text.push(byte);
                    self.at += 1;
                }
            }
        }
        flush(&mut text, &mut parts);
        Ok(parts)
    }

    /// The text of a here-document, in which `$` has its meaning and quotes have none.
    pub(super) fn here_text(&mut self) -> Result<Word> {
        Ok(Word(vec![Part::Double(self.double(None)?)]))
    }

    /// What `$` or a backquote begins, if it begins anything.
    fn dollar(&mut self, in_double: bool) -> Result<Option<Part>> {
        if self.peek() == Some(b'`') {
            return self.backquoted().map(Some);
        }
        match self.peek_at(1) {
            Some(b'(') if self.peek_at(2) == Some(b'(') && self.closes_twice() => {
                self.at += 3;
                let word = self.arithmetic_until("))")?;
                Ok(Some(Part::Arithmetic(word.0)))
            }
            Some(b'(') => {
                self.at += 2;
                let script = self.nested(|p| p.script(&[")"]))?;
                if !self.eat(")") {
                    return Err(self.unexpected());
                }
                Ok(Some(Part::Command(script)))
            }
            Some(b'{') => {
                self.at += 2;
                self.nested(|p| p.braced(in_double)).map(Some)
            }
            Some(b'\'') if !in_double => {
                self.at += 2;
                self.ansi_quoted().map(Some)
            }
            Some(b) if b.is_ascii_alphabetic() || b == b'_' => {
                self.at += 1;
                let name = self.name();
                Ok(Some(plain(name)))
            }
            Some(b @ (b'0'..=b'9' | b'?' | b'#' | b'@' | b'*' | b'$' | b'!' | b'-')) => {
                self.at += 2;
                Ok(Some(plain(char::from(b).to_string())))
            }
            _ => Ok(None),
        }
    }

    /// Whether `$((` is closed by `))` rather than by two brackets of commands.
    fn closes_twice(&self) -> bool {
        let mut depth = 0_i32;
        let mut last = None;
        for (i, byte) in self.text[self.at + 1..].iter().take(LOOK_AHEAD).enumerate() {
            match byte {
                b'(' => depth += 1,
                b')' => {
                    depth -= 1;
                    if depth == 1 {
                        last = Some(i);
                    }
                    if depth == 0 {
                        return last == Some(i.wrapping_sub(1));
                    }
                }
                _ => {}
            }
        }
        false
    }

    fn name(&mut self) -> String {
        let from = self.at;
        while self
            .peek()
            .is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_')
        {
            self.at += 1;
        }
        self.slice(from, self.at)
    }

    fn backquoted(&mut self) -> Result<Part> {
        self.at += 1;
        let mut inner: Vec<u8> = vec![];
        loop {
            match self.peek() {
                None => return Err(unterminated("`")),
                Some(b'`') => break,
                Some(b'\\') if matches!(self.peek_at(1), Some(b'$' | b'`' | b'\\')) => {
                    inner.extend(self.peek_at(1));
                    self.at += 2;
                }
                Some(byte) => {
                    inner.push(byte);
                    self.at += 1;
                }
            }
        }
        self.at += 1;
        let mut parser = Parser::new(&inner, self.depth);
        let script = parser.nested(|p| p.script(&[]))?;
        if parser.peek().is_some() {
            return Err(parser.unexpected());
        }
        Ok(Part::Command(script))
    }

    /// `$'...'`: escapes as in C.
    fn ansi_quoted(&mut self) -> Result<Part> {
        let from = self.at;
        while let Some(byte) = self.peek() {
            match byte {
                b'\\' => self.at = (self.at + 2).min(self.text.len()),
                b'\'' => {
                    let raw = self.slice(from, self.at);
                    self.at += 1;
                    let bytes = super::escapes::unescape(raw.as_bytes()).0;
                    return Ok(Part::Quoted(String::from_utf8_lossy(&bytes).into_owned()));
                }
                _ => self.at += 1,
            }
        }
        Err(unterminated("'"))
    }

    /// An expression up to `end`, which is skipped; `$` is expanded in it.
    pub(super) fn arithmetic_until(&mut self, end: &str) -> Result<Word> {
        let from = self.at;
        let mut depth = 0_usize;
        while let Some(byte) = self.peek() {
            if depth == 0 && self.starts(end) {
                let inner = self.text[from..self.at].to_vec();
                self.at += end.len();
                let mut parser = Parser::new(&inner, self.depth);
                return Ok(Word(parser.nested(|p| p.double(None))?));
            }
            match byte {
                b'(' => depth += 1,
                b')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            self.at += 1;
        }
        Err(self.unexpected())
    }

    /// What stands between the braces of `${...}`.
    fn braced(&mut self, in_double: bool) -> Result<Part> {
        let length = self.peek() == Some(b'#') && self.peek_at(1) != Some(b'}');
        if length {
            self.at += 1;
        }
        let mut name = self.name();
        if name.is_empty() {
            match self.peek() {
                Some(b @ (b'?' | b'#' | b'@' | b'*' | b'$' | b'!' | b'-')) => {
                    name.push(char::from(b));
                    self.at += 1;
                }
                _ => return Err(bad_substitution(&name)),
            }
        }
        if length {
            return self.end_brace(name, Op::Length);
        }
        let op = self.operation(&name, in_double)?;
        self.end_brace(name, op)
    }

    fn end_brace(&mut self, name: String, op: Op) -> Result<Part> {
        if self.eat("}") {
            Ok(Part::Param { name, op })
        } else {
            Err(bad_substitution(&name))
        }
    }

    fn operation(&mut self, name: &str, in_double: bool) -> Result<Op> {
        let colon = self.peek() == Some(b':');
        if let Some(kind @ (b'-' | b'+' | b'=' | b'?')) = self.peek_at(usize::from(colon)) {
            self.at += 1 + usize::from(colon);
            let word = self.operand(b"}", in_double)?;
            return Ok(Op::Default { kind, colon, word });
        }
        if colon {
            self.at += 1;
            let from = self.operand(b":}", true)?;
            let count = if self.eat(":") {
                Some(self.operand(b"}", true)?)
            } else {
                None
            };
            return Ok(Op::Slice { from, count });
        }
        match self.peek() {
            Some(sign @ (b'#' | b'%')) => {
                self.at += 1;
                let longest = self.peek() == Some(sign);
                self.at += usize::from(longest);
                let pattern = self.operand(b"}", false)?;
                let front = sign == b'#';
                Ok(Op::Trim {
                    front,
                    longest,
                    pattern,
                })
            }
            Some(b'/') => {
                self.at += 1;
                let how = match self.peek() {
                    Some(b @ (b'/' | b'#' | b'%')) => {
                        self.at += 1;
                        b
                    }
                    _ => 0,
                };
                let pattern = self.operand(b"/}", false)?;
                let with = if self.eat("/") {
                    self.operand(b"}", in_double)?
                } else {
                    Word::default()
                };
                Ok(Op::Replace { how, pattern, with })
            }
            Some(sign @ (b'^' | b',')) => {
                self.at += 1;
                let all = self.peek() == Some(sign);
                self.at += usize::from(all);
                let upper = sign == b'^';
                Ok(Op::Case { upper, all })
            }
            Some(b'}') => Ok(Op::Plain),
            _ => Err(bad_substitution(name)),
        }
    }

    /// A word inside braces: blanks belong to it.
    fn operand(&mut self, ends: &[u8], in_double: bool) -> Result<Word> {
        let parts = self.parts_until(ends)?;
        // Between double quotes blanks inside do not split.
        Ok(Word(if in_double {
            vec![Part::Double(parts)]
        } else {
            parts
        }))
    }
}

fn plain(name: String) -> Part {
    let op = Op::Plain;
    Part::Param { name, op }
}

fn unterminated(quote: &str) -> BadSyntax {
    BadSyntax(format!(
        "unexpected EOF while looking for matching `{quote}'"
    ))
}

fn bad_substitution(name: &str) -> BadSyntax {
    BadSyntax(format!("${{{name}...}}: bad substitution"))
}

/// How many bytes the character that begins with this byte takes.
pub(super) fn utf8_width(lead: u8) -> usize {
    match lead {
        0xc0..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xff => 4,
        _ => 1,
    }
}
