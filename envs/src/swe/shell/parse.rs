//! From text to commands.
//!
//! A recursive descent over the bytes of the line; every sign of the shell is ASCII, so bytes of other characters pass
//! through untouched. Nesting is bounded by [`MAX_NESTING`].

use super::ast::{
    AndOr, Assign, Command, Join, Kind, Pipeline, Redirect, Script, Target, TestWord, Word,
};

/// How deep constructs may stand in one another.
pub(super) const MAX_NESTING: usize = 40;
/// How far is looked for the end of an expression.
pub(super) const LOOK_AHEAD: usize = 4_096;

/// Why a line could not be read: bash's words after `syntax error`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct BadSyntax(pub(super) String);

type Result<T> = std::result::Result<T, BadSyntax>;

/// Words that begin or go on a construct when they stand where a command does.
const CLOSERS: [&str; 9] = [
    "then", "else", "elif", "fi", "do", "done", "esac", "}", ";;",
];

/// The commands of a text, line by line: a line is carried out before the next one is read, as bash does it.
pub(super) struct Lines<'a>(Parser<'a>);

impl<'a> Lines<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        Self(Parser::new(source.as_bytes(), 0))
    }

    /// The commands of the next line; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Script>> {
        let parser = &mut self.0;
        parser.blank()?;
        if parser.peek().is_none() {
            return Ok(None);
        }
        let mut items = vec![];
        loop {
            items.push(parser.and_or()?);
            let ended = parser.separator(&[])?;
            parser.space();
            if !ended || matches!(parser.peek(), None | Some(b'\n')) {
                return Ok(Some(Script(items)));
            }
        }
    }
}

pub(super) struct Parser<'a> {
    pub(super) text: &'a [u8],
    pub(super) at: usize,
    /// Where reading goes on after the end of this line, if here-documents follow it.
    after_line: Option<usize>,
    pub(super) depth: usize,
}

impl<'a> Parser<'a> {
    pub(super) fn new(text: &'a [u8], depth: usize) -> Self {
        Self {
            text,
            at: 0,
            after_line: None,
            depth,
        }
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    pub(super) fn peek_at(&self, offset: usize) -> Option<u8> {
        self.text.get(self.at + offset).copied()
    }

    pub(super) fn starts(&self, sign: &str) -> bool {
        self.text[self.at..].starts_with(sign.as_bytes())
    }

    /// Skip a sign if it is next.
    pub(super) fn eat(&mut self, sign: &str) -> bool {
        let found = self.starts(sign);
        if found {
            self.at += sign.len();
        }
        found
    }

    pub(super) fn slice(&self, from: usize, to: usize) -> String {
        String::from_utf8_lossy(&self.text[from..to]).into_owned()
    }

    /// Run a part one level deeper.
    pub(super) fn nested<T>(&mut self, part: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        if self.depth >= MAX_NESTING {
            let what = format!("nested too deeply: at most {MAX_NESTING} levels are read here");
            return Err(BadSyntax(what));
        }
        self.depth += 1;
        let result = part(self);
        self.depth -= 1;
        result
    }

    pub(super) fn unexpected(&self) -> BadSyntax {
        let near = match self.peek() {
            None => return BadSyntax("syntax error: unexpected end of file".into()),
            Some(b'\n') => "newline".to_owned(),
            Some(_) => {
                let signs = [
                    "&&", "||", ";;", ">>", "<<", ";", "&", "|", "(", ")", "<", ">",
                ];
                let sign = signs.iter().find(|s| self.starts(s));
                sign.map_or_else(|| self.word_here(), |s| (*s).to_owned())
            }
        };
        BadSyntax(format!("syntax error near unexpected token `{near}'"))
    }

    /// The plain word that stands here, for messages.
    fn word_here(&self) -> String {
        let rest = &self.text[self.at..];
        let end = rest.iter().position(|b| b" \t\n;&|()<>".contains(b));
        self.slice(self.at, self.at + end.unwrap_or(rest.len()))
    }

    /// Skip spaces, joined lines and comments.
    pub(super) fn space(&mut self) {
        loop {
            match self.peek() {
                Some(b' ' | b'\t' | b'\r') => self.at += 1,
                Some(b'\\') if self.peek_at(1) == Some(b'\n') => self.at += 2,
                Some(b'#') if self.at == 0 || b" \t\n;&|()".contains(&self.text[self.at - 1]) => {
                    while self.peek().is_some_and(|b| b != b'\n') {
                        self.at += 1;
                    }
                }
                _ => return,
            }
        }
    }

    /// Skip one end of line, and the here-documents behind it.
    fn newline(&mut self) -> bool {
        let found = self.peek() == Some(b'\n');
        if found {
            self.at = self.after_line.take().unwrap_or(self.at + 1);
        }
        found
    }

    /// Skip spaces and ends of lines.
    fn blank(&mut self) -> Result<()> {
        loop {
            self.space();
            if !self.newline() {
                return Ok(());
            }
        }
    }

    /// Whether one of the words that close the construct stands here.
    fn at_closer(&self, closers: &[&str]) -> bool {
        if self.peek() == Some(b')') && closers.contains(&")") {
            return true;
        }
        if self.starts(";;") {
            return true;
        }
        let word = self.word_here();
        closers.contains(&&*word)
    }

    /// Commands up to the end or a closing word, which is left.
    pub(super) fn script(&mut self, closers: &[&str]) -> Result<Script> {
        let mut items = vec![];
        loop {
            self.blank()?;
            if self.peek().is_none() || self.at_closer(closers) {
                return Ok(Script(items));
            }
            items.push(self.and_or()?);
            self.separator(closers)?;
        }
    }

    /// Skip what parts commands; whether another one may follow on this line.
    fn separator(&mut self, closers: &[&str]) -> Result<bool> {
        self.space();
        match self.peek() {
            None | Some(b'\n') => Ok(false),
            Some(b';') if !self.starts(";;") => {
                self.at += 1;
                Ok(true)
            }
            // What runs in the background is done before the next command is looked at.
            Some(b'&') if !self.starts("&&") => {
                self.at += 1;
                Ok(true)
            }
            Some(_) if !closers.is_empty() && self.at_closer(closers) => Ok(false),
            Some(_) => Err(self.unexpected()),
        }
    }

    fn and_or(&mut self) -> Result<AndOr> {
        let first = self.pipeline()?;
        let mut rest = vec![];
        loop {
            self.space();
            let join = if self.eat("&&") {
                Join::And
            } else if self.eat("||") {
                Join::Or
            } else {
                return Ok(AndOr { first, rest });
            };
            self.blank()?;
            rest.push((join, self.pipeline()?));
        }
    }

    fn pipeline(&mut self) -> Result<Pipeline> {
        self.space();
        let mut negated = false;
        while self.peek() == Some(b'!') && matches!(self.peek_at(1), Some(b' ' | b'\t')) {
            negated = !negated;
            self.at += 1;
            self.space();
        }
        let mut stages = vec![self.command()?];
        loop {
            self.space();
            if self.starts("||") || !self.eat("|") {
                return Ok(Pipeline { negated, stages });
            }
            if self.eat("&")
                && let Some(last) = stages.last_mut()
            {
                let to = Target::Copy(1);
                last.redirects.push(Redirect { fd: 2, to });
            }
            self.blank()?;
            stages.push(self.command()?);
        }
    }

    fn command(&mut self) -> Result<Command> {
        self.nested(Self::command_inside)
    }

    fn command_inside(&mut self) -> Result<Command> {
        self.space();
        let kind = match &*self.word_here() {
            "" if self.starts("((") && self.is_arithmetic() => {
                self.at += 2;
                Kind::Arithmetic(self.arithmetic_until("))")?)
            }
            "" if self.eat("(") => {
                let script = self.script(&[")"])?;
                self.close(")")?;
                Kind::Subshell(script)
            }
            "{" => {
                self.at += 1;
                let script = self.body(&["}"])?;
                self.close("}")?;
                Kind::Group(script)
            }
            "if" => self.if_command()?,
            "for" => self.for_command()?,
            word @ ("while" | "until") => {
                let until = word == "until";
                self.at += 5;
                let test = self.body(&["do"])?;
                self.close("do")?;
                let body = self.body(&["done"])?;
                self.close("done")?;
                Kind::While { until, test, body }
            }
            "case" => self.case_command()?,
            "[[" => self.test_command()?,
            "function" => self.function_keyword()?,
            word if CLOSERS.contains(&word) => return Err(self.unexpected()),
            _ => return self.simple(),
        };
        let redirects = self.redirects()?;
        Ok(Command { kind, redirects })
    }

    /// Whether what begins with `((` ends with `))`: otherwise it is a subshell in a subshell.
    fn is_arithmetic(&self) -> bool {
        let mut depth = 0_i32;
        for (i, byte) in self.text[self.at..].iter().take(LOOK_AHEAD).enumerate() {
            match byte {
                b'(' => depth += 1,
                b')' => depth -= 1,
                _ => {}
            }
            if depth == 1 && i > 1 && *byte == b')' {
                return self.text.get(self.at + i + 1) == Some(&b')');
            }
        }
        false
    }

    /// Commands that must not be none.
    fn body(&mut self, closers: &[&str]) -> Result<Script> {
        let script = self.script(closers)?;
        if script.0.is_empty() {
            return Err(self.unexpected());
        }
        Ok(script)
    }

    /// Skip the word that must stand here.
    fn close(&mut self, word: &str) -> Result<()> {
        self.blank()?;
        if self.eat(word) {
            Ok(())
        } else {
            Err(self.unexpected())
        }
    }

    fn if_command(&mut self) -> Result<Kind> {
        self.at += 2;
        let mut branches = vec![];
        loop {
            let test = self.body(&["then"])?;
            self.close("then")?;
            let then = self.body(&["elif", "else", "fi"])?;
            branches.push((test, then));
            if self.eat("elif") {
                continue;
            }
            let otherwise = if self.eat("else") {
                Some(self.body(&["fi"])?)
            } else {
                None
            };
            self.close("fi")?;
            return Ok(Kind::If {
                branches,
                otherwise,
            });
        }
    }

    fn for_command(&mut self) -> Result<Kind> {
        self.at += 3;
        self.space();
        if self.eat("((") {
            return self.count_command();
        }
        let name = self.word_here();
        if !is_name(&name) {
            return Err(BadSyntax(format!("`{name}': not a valid identifier")));
        }
        self.at += name.len();
        self.blank()?;
        let mut words = None;
        if self.word_here() == "in" {
            self.at += 2;
            let mut list = vec![];
            loop {
                self.space();
                match self.word()? {
                    Some(word) => list.push(word),
                    None => break,
                }
            }
            words = Some(list);
        }
        let body = self.loop_body()?;
        Ok(Kind::For { name, words, body })
    }

    fn count_command(&mut self) -> Result<Kind> {
        let parts = [
            self.arithmetic_until(";")?,
            self.arithmetic_until(";")?,
            self.arithmetic_until("))")?,
        ];
        let body = self.loop_body()?;
        Ok(Kind::Count { parts, body })
    }

    /// `; do ... done`.
    fn loop_body(&mut self) -> Result<Script> {
        self.space();
        self.eat(";");
        self.close("do")?;
        let body = self.body(&["done"])?;
        self.close("done")?;
        Ok(body)
    }

    fn case_command(&mut self) -> Result<Kind> {
        self.at += 4;
        self.space();
        let word = self.word()?.ok_or_else(|| self.unexpected())?;
        self.close("in")?;
        let mut arms = vec![];
        loop {
            self.blank()?;
            if self.word_here() == "esac" {
                self.at += 4;
                return Ok(Kind::Case { word, arms });
            }
            self.eat("(");
            let mut patterns = vec![];
            loop {
                self.space();
                patterns.push(self.word()?.ok_or_else(|| self.unexpected())?);
                self.space();
                if !self.eat("|") {
                    break;
                }
            }
            if !self.eat(")") {
                return Err(self.unexpected());
            }
            let body = self.script(&["esac"])?;
            arms.push((patterns, body));
            if !self.eat(";;") && self.word_here() != "esac" {
                return Err(self.unexpected());
            }
        }
    }

    fn test_command(&mut self) -> Result<Kind> {
        const SIGNS: [&str; 8] = ["]]", "&&", "||", "(", ")", "<", ">", "!"];
        self.at += 2;
        let mut words: Vec<TestWord> = vec![];
        loop {
            self.blank()?;
            if self.peek().is_none() {
                return Err(self.unexpected());
            }
            let regex = matches!(words.last(), Some(TestWord::Value(w)) if w.plain() == Some("=~"));
            let sign = SIGNS.iter().find(|s| self.starts(s) && !regex);
            let alone = |s: &&&str| {
                !matches!(**s, "!" | "]]")
                    || matches!(
                        self.peek_at(s.len()),
                        None | Some(b' ' | b'\n' | b'\t' | b';' | b'&' | b'|' | b')')
                    )
            };
            if let Some(sign) = sign.filter(alone) {
                self.at += sign.len();
                if *sign == "]]" {
                    return Ok(Kind::Test(words));
                }
                words.push(TestWord::Sign(sign));
            } else if regex {
                words.push(TestWord::Value(self.regex_word()?));
            } else {
                let word = self.word()?.ok_or_else(|| self.unexpected())?;
                words.push(TestWord::Value(word));
            }
        }
    }

    fn function_keyword(&mut self) -> Result<Kind> {
        self.at += 8;
        self.space();
        let name = self.word_here();
        self.at += name.len();
        self.space();
        self.eat("()");
        self.function(name)
    }

    /// The body of a function: read once to know where it ends, and kept as text.
    fn function(&mut self, name: String) -> Result<Kind> {
        if !is_name(&name.replace(['-', '.'], "_")) {
            return Err(BadSyntax(format!("`{name}': not a valid identifier")));
        }
        self.blank()?;
        let from = self.at;
        self.command()?;
        let source = self.slice(from, self.at);
        Ok(Kind::Function { name, source })
    }

    fn redirects(&mut self) -> Result<Vec<Redirect>> {
        let mut list = vec![];
        loop {
            self.space();
            match self.redirect()? {
                Some(redirect) => list.push(redirect),
                None => return Ok(list),
            }
        }
    }

    fn simple(&mut self) -> Result<Command> {
        let (mut assigns, mut words, mut redirects) = (vec![], vec![], vec![]);
        let start = self.at;
        loop {
            self.space();
            if let Some(redirect) = self.redirect()? {
                redirects.push(redirect);
                continue;
            }
            if words.is_empty()
                && let Some(assign) = self.assign()?
            {
                assigns.push(assign);
                continue;
            }
            let Some(word) = self.word()? else { break };
            if words.is_empty() && self.starts("()") && assigns.is_empty() {
                self.at += 2;
                let kind = self.function(word.literal())?;
                return Ok(Command { kind, redirects });
            }
            words.push(word);
        }
        if self.at == start || (assigns.is_empty() && words.is_empty() && redirects.is_empty()) {
            return Err(self.unexpected());
        }
        if self.peek() == Some(b'(') {
            return Err(self.unexpected());
        }
        let kind = Kind::Simple { assigns, words };
        Ok(Command { kind, redirects })
    }

    /// `NAME=` and what follows, if that stands here.
    fn assign(&mut self) -> Result<Option<Assign>> {
        let rest = &self.text[self.at..];
        let end = rest
            .iter()
            .position(|b| !b.is_ascii_alphanumeric() && *b != b'_');
        let Some(end) = end else { return Ok(None) };
        let append = rest[end..].starts_with(b"+=");
        let name = self.slice(self.at, self.at + end);
        if !is_name(&name) || !(append || rest[end] == b'=') {
            return Ok(None);
        }
        self.at += end + if append { 2 } else { 1 };
        if self.peek() == Some(b'(') {
            return Err(BadSyntax(
                "arrays are not supported here; use words separated by spaces".into(),
            ));
        }
        let value = self.word()?.unwrap_or_default();
        Ok(Some(Assign {
            name,
            append,
            value,
        }))
    }

    /// A redirection, if one stands here.
    fn redirect(&mut self) -> Result<Option<Redirect>> {
        let digit = match self.peek() {
            Some(d @ b'0'..=b'9') if matches!(self.peek_at(1), Some(b'<' | b'>')) => Some(d - b'0'),
            _ => None,
        };
        let from = self.at;
        self.at += usize::from(digit.is_some());
        let signs = [
            "&>>", "&>", "<<<", "<<-", "<<", "<&", "<", ">>", ">&", ">|", ">",
        ];
        let Some(sign) = signs.into_iter().find(|s| self.starts(s)) else {
            self.at = from;
            return Ok(None);
        };
        if self.starts("<(") || self.starts(">(") {
            return Err(BadSyntax(
                "process substitution is not supported here; use a pipe or a file".into(),
            ));
        }
        self.at += sign.len();
        let fd = digit.unwrap_or(u8::from(sign.contains('>')));
        self.space();
        if let "<<" | "<<-" = sign {
            let text = self.here_document(sign == "<<-")?;
            let to = Target::Text(text);
            return Ok(Some(Redirect { fd, to }));
        }
        let word = self.word()?.ok_or_else(|| self.unexpected())?;
        let number = word.plain().and_then(|w| w.parse::<u8>().ok());
        let to = match (sign, number) {
            ("<<<", _) => Target::Text(Word(
                [word.0, vec![super::ast::Part::Quoted("\n".into())]].concat(),
            )),
            (">&" | "<&", Some(other)) => Target::Copy(other),
            (">&" | "<&", None) if word.plain() == Some("-") => Target::Close,
            (">&", None) if digit.is_none() => Target::Both(word),
            ("&>", _) => Target::Both(word),
            ("&>>", _) => Target::BothAppend(word),
            (">>", _) => Target::Append(word),
            ("<" | "<&", _) => Target::Read(word),
            _ => Target::Write(word),
        };
        Ok(Some(Redirect { fd, to }))
    }

    /// The text of a here-document whose end is named here: it stands after this line.
    fn here_document(&mut self, strip_tabs: bool) -> Result<Word> {
        let end = self.word()?.ok_or_else(|| self.unexpected())?;
        let quoted = !matches!(&end.0[..], [super::ast::Part::Text(_)]);
        let end = end.literal();
        let mut at = match self.after_line {
            Some(at) => at,
            None => self.text[self.at..]
                .iter()
                .position(|b| *b == b'\n')
                .map_or(self.text.len(), |i| self.at + i + 1),
        };
        let mut body = String::new();
        while at < self.text.len() {
            let stop = self.text[at..].iter().position(|b| *b == b'\n');
            let stop = stop.map_or(self.text.len(), |i| at + i);
            let line = self.slice(at, stop);
            at = (stop + 1).min(self.text.len());
            let line = if strip_tabs {
                line.trim_start_matches('\t')
            } else {
                &line
            };
            // In `$(... <<END` the closing bracket may stand behind the end.
            if line == end {
                break;
            }
            body.push_str(line);
            body.push('\n');
        }
        self.after_line = Some(at);
        if quoted {
            return Ok(Word(vec![super::ast::Part::Quoted(body)]));
        }
        let mut inner = Parser::new(body.as_bytes(), self.depth);
        inner.nested(|p| p.here_text())
    }
}

/// Whether a variable can be called so.
pub(super) fn is_name(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes
        .next()
        .is_some_and(|b| b.is_ascii_alphabetic() || b == b'_')
        && bytes.all(|b| b.is_ascii_alphanumeric() || b == b'_')
}
