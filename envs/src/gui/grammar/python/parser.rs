//! Expressions of Python from its words.

use super::{
    Broken, Call, Expr, Token,
    lexer::{Words, words},
};
use crate::gui::grammar::refuse::MOST_DEPTH;

/// Words that are no names.
const KEYWORDS: &[&str] = &[
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield",
];

/// Reads a text that is one expression, as `ast.parse(text, mode="eval")` does.
///
/// # Errors
/// Where it is none.
pub(in super::super) fn parse(text: &str) -> Result<Expr, Broken> {
    let text = text.trim_start_matches([' ', '\t']);
    if text.contains('\0') {
        return Err(Broken::Syntax(0));
    }
    let words = words(text, false)?;
    let end = words.end;
    let mut parser = Parser::new(words);
    let expr = parser.listed()?;
    let blank = |rest: &str| {
        rest.lines().all(|line| {
            let line = line.trim_start_matches([' ', '\t', '\u{c}', '\r']);
            line.is_empty() || line.starts_with('#')
        })
    };
    if parser.at < parser.words.tokens.len() || !blank(&text[end..]) {
        return Err(Broken::Syntax(parser.place()));
    }
    Ok(expr)
}

/// Reads the expression that a text begins with, and says where it ends.
///
/// # Errors
/// Where it begins with none.
pub(in super::super) fn parse_prefix(text: &str) -> Result<(Expr, usize), Broken> {
    let words = words(text, true)?;
    let mut parser = Parser::new(words);
    let expr = parser.expression()?;
    Ok((expr, parser.place()))
}

/// Where reading is.
pub(super) struct Parser {
    pub(super) words: Words,
    pub(super) at: usize,
    depth: usize,
}

impl Parser {
    fn new(words: Words) -> Self {
        Self {
            words,
            at: 0,
            depth: 0,
        }
    }

    /// Where the next word begins.
    fn place(&self) -> usize {
        self.words
            .tokens
            .get(self.at)
            .map_or(self.words.end, |(place, _)| *place)
    }

    pub(super) fn wrong<T>(&self) -> Result<T, Broken> {
        Err(Broken::Syntax(self.place()))
    }

    pub(super) fn peek(&self) -> Option<&Token> {
        self.words.tokens.get(self.at).map(|(_, token)| token)
    }

    pub(super) fn is_mark(&self, mark: &str) -> bool {
        matches!(self.peek(), Some(Token::Mark(found)) if *found == mark)
    }

    fn is_word(&self, word: &str) -> bool {
        matches!(self.peek(), Some(Token::Name(found)) if found == word)
    }

    pub(super) fn take_mark(&mut self, mark: &str) -> bool {
        let found = self.is_mark(mark);
        self.at += usize::from(found);
        found
    }

    fn take_word(&mut self, word: &str) -> bool {
        let found = self.is_word(word);
        self.at += usize::from(found);
        found
    }

    pub(super) fn want(&mut self, mark: &str) -> Result<(), Broken> {
        if self.take_mark(mark) {
            Ok(())
        } else {
            self.wrong()
        }
    }

    /// One level deeper.
    fn deeper<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, Broken>,
    ) -> Result<T, Broken> {
        if self.depth >= MOST_DEPTH {
            return Err(Broken::Depth);
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    /// An expression, or several with commas between.
    fn listed(&mut self) -> Result<Expr, Broken> {
        let first = self.starred()?;
        if !self.is_mark(",") {
            return Ok(first);
        }
        let mut items = vec![first];
        while self.take_mark(",") {
            if self.peek().is_none() {
                break;
            }
            items.push(self.starred()?);
        }
        Ok(Expr::Tuple(items))
    }

    /// An expression, unpacked or not.
    pub(super) fn starred(&mut self) -> Result<Expr, Broken> {
        if self.take_mark("*") {
            self.binary(0)?;
            return Ok(Expr::Other);
        }
        self.expression()
    }

    /// An expression with its condition.
    pub(super) fn expression(&mut self) -> Result<Expr, Broken> {
        self.deeper(|this| {
            let value = this.either()?;
            if this.take_word("if") {
                this.either()?;
                if !this.take_word("else") {
                    return this.wrong();
                }
                this.expression()?;
                return Ok(Expr::Other);
            }
            Ok(value)
        })
    }

    /// `or`, `and`, `not` and comparisons.
    fn either(&mut self) -> Result<Expr, Broken> {
        let mut value = self.negated()?;
        while self.take_word("or") || self.take_word("and") {
            self.negated()?;
            value = Expr::Other;
        }
        Ok(value)
    }

    fn negated(&mut self) -> Result<Expr, Broken> {
        if self.take_word("not") {
            self.deeper(Self::negated)?;
            return Ok(Expr::Other);
        }
        let mut value = self.binary(0)?;
        while self.comparison() {
            self.binary(0)?;
            value = Expr::Other;
        }
        Ok(value)
    }

    /// Takes a comparison's words.
    fn comparison(&mut self) -> bool {
        if ["<", ">", "==", "!=", "<=", ">="]
            .iter()
            .any(|mark| self.take_mark(mark))
            || self.take_word("in")
        {
            return true;
        }
        if self.take_word("is") {
            self.take_word("not");
            return true;
        }
        let not_in = self.is_word("not")
            && matches!(self.words.tokens.get(self.at + 1), Some((_, Token::Name(word))) if word == "in");
        self.at += if not_in { 2 } else { 0 };
        not_in
    }

    /// Operators of two sides, from the level given on.
    pub(super) fn binary(&mut self, level: usize) -> Result<Expr, Broken> {
        const LEVELS: &[&[&str]] = &[
            &["|"],
            &["^"],
            &["&"],
            &["<<", ">>"],
            &["+", "-"],
            &["*", "/", "//", "%", "@"],
        ];
        let Some(marks) = LEVELS.get(level) else {
            return self.unary();
        };
        let mut value = self.binary(level + 1)?;
        while marks.iter().any(|mark| self.take_mark(mark)) {
            self.binary(level + 1)?;
            value = Expr::Other;
        }
        Ok(value)
    }

    fn unary(&mut self) -> Result<Expr, Broken> {
        self.deeper(|this| {
            for (mark, sign) in [("-", Some(true)), ("+", Some(false)), ("~", None)] {
                if this.take_mark(mark) {
                    let inner = this.unary()?;
                    return Ok(sign.map_or(Expr::Other, |negative| {
                        Expr::Signed(negative, Box::new(inner))
                    }));
                }
            }
            let base = this.trailed()?;
            if this.take_mark("**") {
                this.unary()?;
                return Ok(Expr::Other);
            }
            Ok(base)
        })
    }

    /// An atom with calls, attributes and subscripts behind it.
    fn trailed(&mut self) -> Result<Expr, Broken> {
        let mut value = self.atom()?;
        // A long chain is a deep expression.
        let mut links = 0;
        loop {
            links += 1;
            if links > MOST_DEPTH {
                return Err(Broken::Depth);
            }
            if self.take_mark("(") {
                value = self.call(value)?;
            } else if self.take_mark("[") {
                self.subscript()?;
                value = Expr::Other;
            } else if self.take_mark(".") {
                let name = self.name()?;
                value = Expr::Attribute(Box::new(value), name);
            } else {
                return Ok(value);
            }
        }
    }

    /// A name that is no keyword.
    pub(super) fn name(&mut self) -> Result<String, Broken> {
        match self.peek() {
            Some(Token::Name(name)) if !KEYWORDS.contains(&name.as_str()) => {
                let name = name.clone();
                self.at += 1;
                Ok(name)
            }
            _ => self.wrong(),
        }
    }

    /// What stands in square brackets behind an expression.
    fn subscript(&mut self) -> Result<(), Broken> {
        if self.is_mark("]") {
            return self.wrong();
        }
        while !self.take_mark("]") {
            for _ in 0..3 {
                if !self.is_mark(":") && !self.is_mark(",") && !self.is_mark("]") {
                    self.expression()?;
                }
                if !self.take_mark(":") {
                    break;
                }
            }
            if !self.take_mark(",") && !self.is_mark("]") {
                return self.wrong();
            }
        }
        Ok(())
    }

    /// A call's arguments, behind its bracket.
    pub(super) fn call(&mut self, function: Expr) -> Result<Expr, Broken> {
        let mut call = Call {
            function,
            positional: Vec::new(),
            keywords: Vec::new(),
        };
        let mut unpacked = false;
        while !self.take_mark(")") {
            if self.take_mark("**") {
                call.keywords.push((None, self.expression()?));
                unpacked = true;
            } else if let Some(name) = self.keyword() {
                call.keywords.push((Some(name?), self.expression()?));
            } else {
                let star = self.is_mark("*");
                if unpacked || (!star && !call.keywords.is_empty()) {
                    return self.wrong();
                }
                let mut value = self.starred()?;
                if self.take_mark(":=") {
                    self.expression()?;
                    value = Expr::Other;
                }
                call.positional.push(value);
            }
            if !self.take_mark(",") && !self.is_mark(")") {
                return self.wrong();
            }
        }
        Ok(Expr::Call(Box::new(call)))
    }

    /// The name before an argument's `=`, where there is one.
    fn keyword(&mut self) -> Option<Result<String, Broken>> {
        let equals = matches!(
            self.words.tokens.get(self.at + 1),
            Some((_, Token::Mark("=")))
        );
        if !equals || !matches!(self.peek(), Some(Token::Name(_))) {
            return None;
        }
        let name = self.name();
        self.at += usize::from(name.is_ok());
        Some(name)
    }
}
