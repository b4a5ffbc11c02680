//! Programs of `awk`, read.

use super::{
    super::super::regexes::{self, Case},
    lex::{self, Token},
};
use regex::bytes::Regex;
use std::collections::BTreeMap;

/// How deep expressions and statements may nest.
const MAX_DEPTH: usize = 40;
/// How many operands one operator may join.
const MAX_CHAIN: usize = 200;

#[derive(Clone, Debug)]
pub(super) enum Expr {
    Number(f64),
    Text(String),
    /// A pattern: alone, whether the line matches.
    Regex(Box<Regex>),
    Variable(Place),
    Field(Box<Expr>),
    Element(Place, Vec<Expr>),
    Assign(Box<Expr>, &'static str, Box<Expr>),
    Choice(Box<Expr>, Box<Expr>, Box<Expr>),
    And(Box<Expr>, Box<Expr>),
    Or(Box<Expr>, Box<Expr>),
    In(Vec<Expr>, Place),
    Match {
        text: Box<Expr>,
        pattern: Box<Expr>,
        negated: bool,
    },
    Compare(&'static str, Box<Expr>, Box<Expr>),
    Join(Box<Expr>, Box<Expr>),
    Arithmetic(&'static str, Box<Expr>, Box<Expr>),
    Not(Box<Expr>),
    Minus(Box<Expr>),
    Plus(Box<Expr>),
    Step {
        place: Box<Expr>,
        by: f64,
        after: bool,
    },
    Group(Vec<Expr>),
    Call(usize, Vec<Expr>),
    Builtin(&'static str, Vec<Expr>),
}

/// A variable: of the program, or of the function at work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Global(usize),
    Local(usize),
}

#[derive(Clone, Debug)]
pub(super) enum Stmt {
    Block(Vec<Stmt>),
    If(Expr, Box<Stmt>, Option<Box<Stmt>>),
    While(Expr, Box<Stmt>),
    Do(Box<Stmt>, Expr),
    For(
        Option<Box<Stmt>>,
        Option<Expr>,
        Option<Box<Stmt>>,
        Box<Stmt>,
    ),
    ForIn(Place, Place, Box<Stmt>),
    Print {
        args: Vec<Expr>,
        formatted: bool,
        to: Option<(&'static str, Expr)>,
    },
    Expr(Expr),
    Next,
    Exit(Option<Expr>),
    Return(Option<Expr>),
    Break,
    Continue,
    Delete(Place, Option<Vec<Expr>>),
}

#[derive(Clone, Debug)]
pub(super) enum Pattern {
    Begin,
    End,
    Always,
    One(Expr),
    Range(Expr, Expr),
}

pub(super) struct Function {
    pub(super) parameters: usize,
    pub(super) body: Stmt,
}

/// A program.
pub(super) struct Program {
    pub(super) rules: Vec<(Pattern, Option<Stmt>)>,
    pub(super) functions: Vec<Function>,
    /// Global variables, by name.
    pub(super) globals: BTreeMap<String, usize>,
}

type Read<T> = Result<T, String>;

struct Reader {
    tokens: Vec<Token>,
    at: usize,
    globals: BTreeMap<String, usize>,
    locals: Vec<String>,
    functions: Vec<Option<Function>>,
    names: Vec<String>,
    depth: usize,
    /// Above 0, `>` is no comparison: it says where `print` goes.
    no_greater: usize,
}

/// Variables that `awk` itself knows, in the order of their places.
pub(super) const KNOWN: [&str; 12] = [
    "NR", "NF", "FNR", "FS", "OFS", "ORS", "RS", "FILENAME", "SUBSEP", "CONVFMT", "OFMT", "RSTART",
];
/// The place after them.
pub(super) const RLENGTH: usize = 12;
pub(super) const ENVIRON: usize = 13;

pub(super) fn read(source: &str) -> Read<Program> {
    let mut globals: BTreeMap<String, usize> = KNOWN
        .iter()
        .enumerate()
        .map(|(i, n)| ((*n).to_owned(), i))
        .collect();
    globals.insert("RLENGTH".into(), RLENGTH);
    globals.insert("ENVIRON".into(), ENVIRON);
    let mut reader = Reader {
        tokens: lex::read(source)?,
        at: 0,
        globals,
        locals: vec![],
        functions: vec![],
        names: vec![],
        depth: 0,
        no_greater: 0,
    };
    let mut rules = vec![];
    loop {
        reader.skip_ends();
        if *reader.peek() == Token::End {
            break;
        }
        if reader.eat_word("function") || reader.eat_word("func") {
            reader.function()?;
        } else {
            rules.push(reader.rule()?);
        }
    }
    let mut functions = vec![];
    for (function, name) in reader.functions.into_iter().zip(&reader.names) {
        functions.push(function.ok_or_else(|| format!("function {name} never defined"))?);
    }
    Ok(Program {
        rules,
        functions,
        globals: reader.globals,
    })
}

impl Reader {
    fn peek(&self) -> &Token {
        self.tokens.get(self.at).unwrap_or(&Token::End)
    }

    fn bump(&mut self) -> Token {
        let token = self.peek().clone();
        self.at += 1;
        token
    }

    fn eat(&mut self, sign: &'static str) -> bool {
        let found = *self.peek() == Token::Sign(sign);
        self.at += usize::from(found);
        found
    }

    fn eat_word(&mut self, word: &'static str) -> bool {
        let found = *self.peek() == Token::Word(word);
        self.at += usize::from(found);
        found
    }

    fn need(&mut self, sign: &'static str) -> Read<()> {
        if self.eat(sign) {
            Ok(())
        } else {
            Err(self.bad())
        }
    }

    fn bad(&self) -> String {
        let near = match self.peek() {
            Token::Number(n) => n.to_string(),
            Token::Text(t) => format!("\"{t}\""),
            Token::Regex(t) => format!("/{t}/"),
            Token::Name(t) | Token::Called(t) => t.clone(),
            Token::Word(t) | Token::Sign(t) => (*t).to_owned(),
            Token::Newline => "end of line".into(),
            Token::End => "end of file".into(),
        };
        format!("line 1: syntax error at or near {near}")
    }

    fn newlines(&mut self) {
        while *self.peek() == Token::Newline {
            self.at += 1;
        }
    }

    fn skip_ends(&mut self) {
        while matches!(self.peek(), Token::Newline | Token::Sign(";")) {
            self.at += 1;
        }
    }

    fn deeper<T>(&mut self, part: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        if self.depth >= MAX_DEPTH {
            return Err("the program is nested too deeply".into());
        }
        self.depth += 1;
        let result = part(self);
        self.depth -= 1;
        result
    }

    /// One more operand of a chain such as `1+1+1`: chains are bounded as nesting is, for they become as deep.
    fn linked(&self, chain: &mut usize) -> Read<()> {
        *chain += 1;
        if *chain > MAX_CHAIN {
            return Err(format!("an expression joins at most {MAX_CHAIN} operands"));
        }
        Ok(())
    }

    fn place(&mut self, name: &str) -> Place {
        if let Some(i) = self.locals.iter().position(|n| n == name) {
            return Place::Local(i);
        }
        let next = self.globals.len();
        Place::Global(*self.globals.entry(name.to_owned()).or_insert(next))
    }

    fn function_index(&mut self, name: &str) -> usize {
        if let Some(i) = self.names.iter().position(|n| n == name) {
            return i;
        }
        self.names.push(name.to_owned());
        self.functions.push(None);
        self.names.len() - 1
    }

    fn function(&mut self) -> Read<()> {
        let (Token::Name(name) | Token::Called(name)) = self.bump() else {
            return Err(self.bad());
        };
        let index = self.function_index(&name);
        self.need("(")?;
        self.locals.clear();
        while !self.eat(")") {
            self.newlines();
            let Token::Name(parameter) = self.bump() else {
                return Err(self.bad());
            };
            self.locals.push(parameter);
            if !self.eat(",") && *self.peek() != Token::Sign(")") {
                return Err(self.bad());
            }
        }
        self.newlines();
        let body = self.block()?;
        let parameters = self.locals.len();
        self.locals.clear();
        self.functions[index] = Some(Function { parameters, body });
        Ok(())
    }

    fn rule(&mut self) -> Read<(Pattern, Option<Stmt>)> {
        let pattern = if self.eat_word("BEGIN") {
            Pattern::Begin
        } else if self.eat_word("END") {
            Pattern::End
        } else if *self.peek() == Token::Sign("{") {
            Pattern::Always
        } else {
            let first = self.expr()?;
            if self.eat(",") {
                self.newlines();
                Pattern::Range(first, self.expr()?)
            } else {
                Pattern::One(first)
            }
        };
        if *self.peek() == Token::Sign("{") {
            return Ok((pattern, Some(self.block()?)));
        }
        match pattern {
            Pattern::Begin | Pattern::End => Err(self.bad()),
            _ if matches!(self.peek(), Token::Newline | Token::End | Token::Sign(";")) => {
                Ok((pattern, None))
            }
            _ => Err(self.bad()),
        }
    }

    fn block(&mut self) -> Read<Stmt> {
        self.need("{")?;
        let mut list = vec![];
        loop {
            self.skip_ends();
            if self.eat("}") {
                return Ok(Stmt::Block(list));
            }
            list.push(self.statement()?);
        }
    }

    fn statement(&mut self) -> Read<Stmt> {
        self.deeper(Self::statement_inside)
    }

    /// A statement that may be nothing but its end.
    fn body(&mut self) -> Read<Stmt> {
        self.newlines();
        if self.eat(";") {
            return Ok(Stmt::Block(vec![]));
        }
        self.statement()
    }

    fn statement_inside(&mut self) -> Read<Stmt> {
        if *self.peek() == Token::Sign("{") {
            return self.block();
        }
        if self.eat_word("if") {
            self.need("(")?;
            let test = self.expr()?;
            self.need(")")?;
            let then = self.body()?;
            let kept = self.at;
            self.skip_ends();
            if self.eat_word("else") {
                return Ok(Stmt::If(test, Box::new(then), Some(Box::new(self.body()?))));
            }
            self.at = kept;
            return Ok(Stmt::If(test, Box::new(then), None));
        }
        if self.eat_word("while") {
            self.need("(")?;
            let test = self.expr()?;
            self.need(")")?;
            return Ok(Stmt::While(test, Box::new(self.body()?)));
        }
        if self.eat_word("do") {
            let body = self.body()?;
            self.skip_ends();
            if !self.eat_word("while") {
                return Err(self.bad());
            }
            self.need("(")?;
            let test = self.expr()?;
            self.need(")")?;
            return self.ended(Stmt::Do(Box::new(body), test));
        }
        if self.eat_word("for") {
            return self.for_statement();
        }
        let simple = self.simple()?;
        self.ended(simple)
    }

    /// The end of a simple statement.
    fn ended(&mut self, statement: Stmt) -> Read<Stmt> {
        match self.peek() {
            Token::Newline | Token::Sign(";") => {
                self.at += 1;
                Ok(statement)
            }
            Token::Sign("}") | Token::End => Ok(statement),
            _ => Err(self.bad()),
        }
    }

    fn for_statement(&mut self) -> Read<Stmt> {
        self.need("(")?;
        if let [
            Token::Name(name),
            Token::Word("in"),
            Token::Name(array),
            Token::Sign(")"),
        ] = &self.tokens[self.at..(self.at + 4).min(self.tokens.len())]
        {
            let (name, array) = (name.clone(), array.clone());
            self.at += 4;
            let (name, array) = (self.place(&name), self.place(&array));
            return Ok(Stmt::ForIn(name, array, Box::new(self.body()?)));
        }
        let first = if *self.peek() == Token::Sign(";") {
            None
        } else {
            Some(Box::new(self.simple()?))
        };
        self.need(";")?;
        let test = if *self.peek() == Token::Sign(";") {
            None
        } else {
            Some(self.expr()?)
        };
        self.need(";")?;
        let next = if *self.peek() == Token::Sign(")") {
            None
        } else {
            Some(Box::new(self.simple()?))
        };
        self.need(")")?;
        Ok(Stmt::For(first, test, next, Box::new(self.body()?)))
    }

    /// Whether a simple statement ends here.
    fn at_end(&self) -> bool {
        matches!(
            self.peek(),
            Token::Newline | Token::End | Token::Sign(";" | "}")
        )
    }

    fn simple(&mut self) -> Read<Stmt> {
        for (word, formatted) in [("print", false), ("printf", true)] {
            if self.eat_word(word) {
                return self.print(formatted);
            }
        }
        for (word, statement) in [
            ("next", Stmt::Next),
            ("break", Stmt::Break),
            ("continue", Stmt::Continue),
        ] {
            if self.eat_word(word) {
                return Ok(statement);
            }
        }
        if self.eat_word("exit") {
            return Ok(Stmt::Exit(if self.at_end() {
                None
            } else {
                Some(self.expr()?)
            }));
        }
        if self.eat_word("return") {
            return Ok(Stmt::Return(if self.at_end() {
                None
            } else {
                Some(self.expr()?)
            }));
        }
        if self.eat_word("delete") {
            let Token::Name(name) = self.bump() else {
                return Err(self.bad());
            };
            let place = self.place(&name);
            let index = if self.eat("[") {
                Some(self.list("]")?)
            } else {
                None
            };
            return Ok(Stmt::Delete(place, index));
        }
        Ok(Stmt::Expr(self.expr()?))
    }

    fn print(&mut self, formatted: bool) -> Read<Stmt> {
        let mut args = vec![];
        let outputs = |t: &Token| matches!(t, Token::Sign(">" | ">>" | "|"));
        self.no_greater += 1;
        let result = (|| -> Read<()> {
            if !self.at_end() && !outputs(self.peek()) {
                loop {
                    args.push(self.expr()?);
                    if !self.eat(",") {
                        break;
                    }
                    self.newlines();
                }
            }
            Ok(())
        })();
        self.no_greater -= 1;
        result?;
        if let [Expr::Group(inner)] = &args[..] {
            args = inner.clone();
        }
        let mut to = None;
        for sign in [">>", ">", "|"] {
            if self.eat(sign) {
                to = Some((sign, self.joined()?));
                break;
            }
        }
        if formatted && args.is_empty() {
            return Err(self.bad());
        }
        Ok(Stmt::Print {
            args,
            formatted,
            to,
        })
    }

    /// Expressions up to a closing sign.
    fn list(&mut self, close: &'static str) -> Read<Vec<Expr>> {
        let kept = std::mem::take(&mut self.no_greater);
        let mut list = vec![];
        loop {
            self.newlines();
            if self.eat(close) {
                break;
            }
            list.push(self.expr()?);
            self.newlines();
            if !self.eat(",") {
                self.need(close)?;
                break;
            }
        }
        self.no_greater = kept;
        Ok(list)
    }

    fn expr(&mut self) -> Read<Expr> {
        self.deeper(Self::ternary)
    }

    fn ternary(&mut self) -> Read<Expr> {
        let left = self.or()?;
        if self.eat("?") {
            self.newlines();
            let yes = self.expr()?;
            self.newlines();
            self.need(":")?;
            self.newlines();
            let no = self.expr()?;
            return Ok(Expr::Choice(Box::new(left), Box::new(yes), Box::new(no)));
        }
        for sign in ["=", "+=", "-=", "*=", "/=", "%=", "^="] {
            if *self.peek() == Token::Sign(sign) {
                if !matches!(left, Expr::Variable(_) | Expr::Field(_) | Expr::Element(..)) {
                    return Err(self.bad());
                }
                self.at += 1;
                self.newlines();
                let right = self.expr()?;
                return Ok(Expr::Assign(Box::new(left), sign, Box::new(right)));
            }
        }
        Ok(left)
    }

    fn or(&mut self) -> Read<Expr> {
        let mut left = self.and()?;
        let mut chain = 0;
        while self.eat("||") {
            self.linked(&mut chain)?;
            self.newlines();
            left = Expr::Or(Box::new(left), Box::new(self.and()?));
        }
        Ok(left)
    }

    fn and(&mut self) -> Read<Expr> {
        let mut left = self.inside()?;
        let mut chain = 0;
        while self.eat("&&") {
            self.linked(&mut chain)?;
            self.newlines();
            left = Expr::And(Box::new(left), Box::new(self.inside()?));
        }
        Ok(left)
    }

    fn inside(&mut self) -> Read<Expr> {
        let mut left = self.matching()?;
        let mut chain = 0;
        while self.eat_word("in") {
            self.linked(&mut chain)?;
            let Token::Name(name) = self.bump() else {
                return Err(self.bad());
            };
            let keys = match left {
                Expr::Group(keys) => keys,
                one => vec![one],
            };
            left = Expr::In(keys, self.place(&name));
        }
        Ok(left)
    }

    fn matching(&mut self) -> Read<Expr> {
        let mut left = self.comparison()?;
        let mut chain = 0;
        loop {
            self.linked(&mut chain)?;
            let negated = *self.peek() == Token::Sign("!~");
            if !negated && *self.peek() != Token::Sign("~") {
                return Ok(left);
            }
            self.at += 1;
            let pattern = Box::new(self.comparison()?);
            left = Expr::Match {
                text: Box::new(left),
                pattern,
                negated,
            };
        }
    }

    fn comparison(&mut self) -> Read<Expr> {
        let left = self.joined()?;
        for sign in ["<=", ">=", "==", "!=", "<", ">"] {
            if *self.peek() == Token::Sign(sign) && !(sign == ">" && self.no_greater > 0) {
                self.at += 1;
                let right = self.joined()?;
                return Ok(Expr::Compare(sign, Box::new(left), Box::new(right)));
            }
        }
        Ok(left)
    }

    fn joined(&mut self) -> Read<Expr> {
        let mut left = self.sum()?;
        let mut chain = 0;
        loop {
            self.linked(&mut chain)?;
            let begins = match self.peek() {
                Token::Number(_) | Token::Text(_) | Token::Name(_) | Token::Called(_) => true,
                Token::Word(word) => !matches!(*word, "in" | "else" | "while" | "getline"),
                Token::Sign(sign) => matches!(*sign, "$" | "(" | "!" | "-" | "+" | "++" | "--"),
                _ => false,
            };
            if !begins {
                return Ok(left);
            }
            left = Expr::Join(Box::new(left), Box::new(self.sum()?));
        }
    }

    fn sum(&mut self) -> Read<Expr> {
        let mut left = self.product()?;
        let mut chain = 0;
        loop {
            self.linked(&mut chain)?;
            let Token::Sign(sign @ ("+" | "-")) = *self.peek() else {
                return Ok(left);
            };
            self.at += 1;
            left = Expr::Arithmetic(sign, Box::new(left), Box::new(self.product()?));
        }
    }

    fn product(&mut self) -> Read<Expr> {
        let mut left = self.unary()?;
        let mut chain = 0;
        loop {
            self.linked(&mut chain)?;
            let Token::Sign(sign @ ("*" | "/" | "%")) = *self.peek() else {
                return Ok(left);
            };
            self.at += 1;
            left = Expr::Arithmetic(sign, Box::new(left), Box::new(self.unary()?));
        }
    }

    fn unary(&mut self) -> Read<Expr> {
        for (sign, make) in [
            ("!", Expr::Not as fn(Box<Expr>) -> Expr),
            ("-", Expr::Minus),
            ("+", Expr::Plus),
        ] {
            if self.eat(sign) {
                let inner = self.deeper(Self::unary)?;
                return Ok(make(Box::new(inner)));
            }
        }
        self.power()
    }

    fn power(&mut self) -> Read<Expr> {
        let base = self.postfix()?;
        if self.eat("^") {
            let exponent = self.deeper(Self::unary)?;
            return Ok(Expr::Arithmetic("^", Box::new(base), Box::new(exponent)));
        }
        Ok(base)
    }

    fn postfix(&mut self) -> Read<Expr> {
        let place = self.primary()?;
        if !matches!(
            place,
            Expr::Variable(_) | Expr::Field(_) | Expr::Element(..)
        ) {
            return Ok(place);
        }
        for (sign, by) in [("++", 1.0), ("--", -1.0)] {
            if self.eat(sign) {
                return Ok(Expr::Step {
                    place: Box::new(place),
                    by,
                    after: true,
                });
            }
        }
        Ok(place)
    }

    fn primary(&mut self) -> Read<Expr> {
        match self.bump() {
            Token::Number(n) => Ok(Expr::Number(n)),
            Token::Text(text) => Ok(Expr::Text(text)),
            Token::Regex(text) => Ok(Expr::Regex(Box::new(pattern(&text)?))),
            Token::Sign("$") => {
                let inner = self.deeper(|r| {
                    for (sign, by) in [("++", 1.0), ("--", -1.0)] {
                        if r.eat(sign) {
                            let place = Box::new(r.primary()?);
                            return Ok(Expr::Step {
                                place,
                                by,
                                after: false,
                            });
                        }
                    }
                    if r.eat("-") {
                        return Ok(Expr::Minus(Box::new(r.primary()?)));
                    }
                    r.primary()
                })?;
                Ok(Expr::Field(Box::new(inner)))
            }
            Token::Sign(sign @ ("++" | "--")) => {
                let place = self.deeper(Self::primary)?;
                if !matches!(
                    place,
                    Expr::Variable(_) | Expr::Field(_) | Expr::Element(..)
                ) {
                    return Err(self.bad());
                }
                let by = if sign == "++" { 1.0 } else { -1.0 };
                Ok(Expr::Step {
                    place: Box::new(place),
                    by,
                    after: false,
                })
            }
            Token::Sign("(") => {
                let mut list = self.list(")")?;
                match list.len() {
                    0 => Err(self.bad()),
                    1 => Ok(Expr::Group(vec![list.remove(0)])),
                    _ => Ok(Expr::Group(list)),
                }
            }
            Token::Name(name) => {
                let place = self.place(&name);
                if self.eat("[") {
                    return Ok(Expr::Element(place, self.list("]")?));
                }
                Ok(Expr::Variable(place))
            }
            Token::Called(name) => {
                let index = self.function_index(&name);
                self.need("(")?;
                Ok(Expr::Call(index, self.list(")")?))
            }
            Token::Word("getline") => {
                Err("getline is not supported here; let the shell bring the lines".into())
            }
            Token::Word("length") if *self.peek() != Token::Sign("(") => {
                Ok(Expr::Builtin("length", vec![]))
            }
            Token::Word(
                word @ ("length" | "substr" | "index" | "split" | "sub" | "gsub" | "match"
                | "sprintf" | "tolower" | "toupper" | "int" | "sqrt" | "exp" | "log"
                | "sin" | "cos" | "atan2" | "close"),
            ) => {
                self.need("(")?;
                let args = self.list(")")?;
                let (least, most) = match word {
                    "length" => (0, 1),
                    "substr" | "split" | "sub" | "gsub" => (2, 3),
                    "index" | "match" | "atan2" => (2, 2),
                    "sprintf" => (1, usize::MAX),
                    _ => (1, 1),
                };
                if args.len() < least || args.len() > most {
                    return Err(format!(
                        "line 1: wrong number of arguments in call to {word}"
                    ));
                }
                Ok(Expr::Builtin(word, args))
            }
            _ => {
                self.at -= 1;
                Err(self.bad())
            }
        }
    }
}

/// A pattern as `awk` writes one.
pub(super) fn pattern(text: &str) -> Read<Regex> {
    regexes::extended(text, Case::Minds)
        .map_err(|what| format!("regular expression compile failed ({what})\n{text}"))
}
