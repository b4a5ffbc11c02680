//! From text to tokens, indentation included.

use super::Span;

/// A text that is not the Python this reads.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: expected {expected}")]
pub struct SyntaxError {
    /// The line, from 1.
    pub line: usize,
    /// What was expected there.
    pub expected: String,
}

/// Kinds of tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A name or a keyword.
    Word,
    /// A number.
    Number,
    /// A string with its prefix.
    Text,
    /// Punctuation or an operator.
    Mark,
    /// The end of a statement's line.
    Newline,
    /// A block begins.
    Indent,
    /// A block ends.
    Dedent,
    /// The text ends.
    End,
}

/// Marks of more than one character, longest first.
const MARKS: [&str; 24] = [
    "**=", "//=", ">>=", "<<=", "...", "->", ":=", "==", "!=", "<=", ">=", "+=", "-=", "*=", "/=",
    "%=", "&=", "|=", "^=", "@=", "**", "//", "<<", ">>",
];

/// All tokens of a text, an `End` last.
pub(super) fn tokens(text: &str) -> Result<Vec<(Token, Span)>, SyntaxError> {
    let mut lexer = Lexer {
        text,
        at: 0,
        depth: 0,
        indents: vec![0],
        all: vec![],
    };
    while lexer.at < text.len() {
        if lexer.starts_line() && !lexer.indentation()? {
            continue;
        }
        lexer.token()?;
    }
    lexer.finish();
    Ok(lexer.all)
}

/// Reads tokens from the left.
struct Lexer<'a> {
    text: &'a str,
    at: usize,
    /// Brackets that are open.
    depth: usize,
    indents: Vec<usize>,
    all: Vec<(Token, Span)>,
}

impl Lexer<'_> {
    fn error<T>(&self, expected: &str) -> Result<T, SyntaxError> {
        Err(SyntaxError {
            line: self.text[..self.at].matches('\n').count() + 1,
            expected: expected.to_owned(),
        })
    }

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    /// Whether a statement's line begins here.
    fn starts_line(&self) -> bool {
        self.depth == 0 && (self.at == 0 || self.text.as_bytes()[self.at - 1] == b'\n')
    }

    /// Reads the blanks of a line; `false` if nothing else stands on it.
    fn indentation(&mut self) -> Result<bool, SyntaxError> {
        let blanks = self.rest().len() - self.rest().trim_start_matches(' ').len();
        let start = self.at + blanks;
        let after = &self.text[start..];
        if after.is_empty() || after.starts_with(['\n', '#', '\r']) {
            self.at = start + after.find('\n').map_or(after.len(), |end| end + 1);
            return Ok(false);
        }
        let now = self.indents.last().copied().unwrap_or(0);
        if blanks > now {
            self.indents.push(blanks);
            self.all.push((Token::Indent, start..start));
        }
        while self.indents.last().is_some_and(|indent| blanks < *indent) {
            self.indents.pop();
            self.all.push((Token::Dedent, start..start));
        }
        if self.indents.last() != Some(&blanks) {
            return self.error("an indentation that a block above has");
        }
        self.at = start;
        Ok(true)
    }

    fn push(&mut self, kind: Token, length: usize) {
        self.all.push((kind, self.at..self.at + length));
        self.at += length;
    }

    /// Reads one token or what stands between tokens.
    fn token(&mut self) -> Result<(), SyntaxError> {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else {
            return Ok(());
        };
        match first {
            '\n' if self.depth == 0 => self.push(Token::Newline, 1),
            ' ' | '\n' | '\t' | '\r' => self.at += 1,
            '#' => self.at += rest.find('\n').unwrap_or(rest.len()),
            '\\' if rest.starts_with("\\\n") => {
                let blanks = rest[2..].len() - rest[2..].trim_start_matches(' ').len();
                self.at += 2 + blanks;
            }
            '"' | '\'' => {
                let length = self.text_length(0)?;
                self.push(Token::Text, length);
            }
            '0'..='9' => {
                let length = number_length(rest);
                self.push(Token::Number, length);
            }
            _ if first.is_alphabetic() || first == '_' => self.word()?,
            _ => self.mark(first)?,
        }
        Ok(())
    }

    /// A name, a keyword or a string with a prefix.
    fn word(&mut self) -> Result<(), SyntaxError> {
        let rest = self.rest();
        let length = rest
            .find(|c: char| !c.is_alphanumeric() && c != '_')
            .unwrap_or(rest.len());
        let prefix = length <= 2
            && rest[..length].chars().all(|c| "rRbBfFuU".contains(c))
            && rest[length..].starts_with(['"', '\'']);
        if prefix {
            let length = self.text_length(length)?;
            self.push(Token::Text, length);
        } else {
            self.push(Token::Word, length);
        }
        Ok(())
    }

    /// Bytes of the string that begins here with a prefix of that many bytes.
    fn text_length(&self, prefix: usize) -> Result<usize, SyntaxError> {
        let rest = self.rest();
        let body = &rest[prefix..];
        let quote = &body[..1];
        let triple = quote.repeat(3);
        let mark = if body.starts_with(&triple) {
            &triple
        } else {
            quote
        };
        let mut at = mark.len();
        while at < body.len() {
            let here = &body[at..];
            if here.starts_with(mark) {
                return Ok(prefix + at + mark.len());
            }
            let skip = here.chars().next().map_or(1, char::len_utf8);
            if here.starts_with('\n') && mark.len() == 1 {
                break;
            }
            at += skip;
            if here.starts_with('\\') {
                at += body[at.min(body.len())..]
                    .chars()
                    .next()
                    .map_or(0, char::len_utf8);
            }
        }
        self.error("the end of a string")
    }

    /// An operator or a bracket.
    fn mark(&mut self, first: char) -> Result<(), SyntaxError> {
        match first {
            '(' | '[' | '{' => self.depth += 1,
            ')' | ']' | '}' => match self.depth.checked_sub(1) {
                Some(depth) => self.depth = depth,
                None => return self.error("an open bracket before this one"),
            },
            _ => {}
        }
        let long = MARKS
            .iter()
            .find(|mark| self.rest().starts_with(**mark))
            .map(|mark| mark.len());
        match long {
            Some(length) => self.push(Token::Mark, length),
            None if "()[]{},:.;=+-*/%@&|^~<>".contains(first) => self.push(Token::Mark, 1),
            None => return self.error("Python"),
        }
        Ok(())
    }

    /// Ends the last line and all blocks.
    fn finish(&mut self) {
        let end = self.text.len()..self.text.len();
        if self
            .all
            .last()
            .is_some_and(|(kind, _)| *kind != Token::Newline)
        {
            self.all.push((Token::Newline, end.clone()));
        }
        for _ in 1..self.indents.len() {
            self.all.push((Token::Dedent, end.clone()));
        }
        self.all.push((Token::End, end));
    }
}

/// Bytes of a number: letters, digits, underscores, one sign behind an exponent, points.
fn number_length(rest: &str) -> usize {
    let mut length = 0;
    let mut before = ' ';
    for c in rest.chars() {
        let sign =
            (c == '+' || c == '-') && (before == 'e' || before == 'E') && !rest.starts_with("0x");
        if !(c.is_ascii_alphanumeric() || c == '_' || c == '.' || sign) {
            break;
        }
        length += 1;
        before = c;
    }
    length
}

/// A place among tokens.
pub(super) struct Cursor<'a> {
    pub(super) text: &'a str,
    tokens: &'a [(Token, Span)],
    at: usize,
    /// How deep the reader stands.
    pub(super) depth: usize,
    /// How many calls, attributes and operators of this statement hang on each other.
    links: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str, tokens: &'a [(Token, Span)]) -> Self {
        Self {
            text,
            tokens,
            at: 0,
            depth: 0,
            links: 0,
        }
    }

    /// A statement begins.
    pub(super) fn begin(&mut self) {
        self.links = 0;
    }

    /// One more call, attribute or operator that hangs on the one before: trees that grow to the left are as deep as such
    /// a chain is long.
    pub(super) fn link(&mut self) -> Result<(), SyntaxError> {
        self.links += 1;
        if self.links > super::MAX_LINKS {
            return self.error("a shorter statement");
        }
        Ok(())
    }

    /// The token here; past the end, the end.
    fn token(&self, ahead: usize) -> &'a (Token, Span) {
        let last = self.tokens.len() - 1;
        &self.tokens[(self.at + ahead).min(last)]
    }

    pub(super) fn kind(&self) -> Token {
        self.token(0).0
    }

    pub(super) fn span(&self) -> Span {
        self.token(0).1.clone()
    }

    pub(super) fn word(&self) -> &'a str {
        &self.text[self.token(0).1.clone()]
    }

    pub(super) fn word_after(&self, ahead: usize) -> &'a str {
        &self.text[self.token(ahead).1.clone()]
    }

    /// Whether this word or mark stands here; a string never is one.
    pub(super) fn is(&self, word: &str) -> bool {
        matches!(self.kind(), Token::Word | Token::Mark) && self.word() == word
    }

    pub(super) fn next(&mut self) -> Span {
        let span = self.span();
        self.at += 1;
        span
    }

    pub(super) fn take(&mut self, word: &str) -> bool {
        let here = self.is(word);
        self.at += usize::from(here);
        here
    }

    pub(super) fn take_kind(&mut self, kind: Token) -> bool {
        let here = self.kind() == kind;
        self.at += usize::from(here);
        here
    }

    pub(super) fn expect(&mut self, word: &str) -> Result<Span, SyntaxError> {
        if self.is(word) {
            Ok(self.next())
        } else {
            self.error(&format!("`{word}`"))
        }
    }

    pub(super) fn name(&mut self) -> Result<Span, SyntaxError> {
        if self.kind() == Token::Word {
            Ok(self.next())
        } else {
            self.error("a name")
        }
    }

    /// Where the token before this one ends.
    pub(super) fn end(&self) -> usize {
        self.at
            .checked_sub(1)
            .and_then(|before| self.tokens.get(before))
            .map_or(0, |(_, span)| span.end)
    }

    pub(super) fn error<T>(&self, expected: &str) -> Result<T, SyntaxError> {
        let at = self.span().start.min(self.text.len());
        Err(SyntaxError {
            line: self.text[..at].matches('\n').count() + 1,
            expected: expected.to_owned(),
        })
    }

    /// One deeper, as far as that is allowed.
    pub(super) fn deeper(&mut self) -> Result<(), SyntaxError> {
        self.depth += 1;
        if self.depth > super::MAX_DEPTH {
            return self.error("less nesting");
        }
        Ok(())
    }
}
