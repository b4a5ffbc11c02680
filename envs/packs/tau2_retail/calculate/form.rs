//! The form of an expression: its tokens, its mistakes in Python's words, and the order of its steps.

use super::super::tau2::{raise, Raised};

/// What is done with one value (`Plus`, `Minus`) or two.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    FloorDivide,
    Plus,
    Minus,
    Power,
}

impl Operator {
    /// As Python's messages name it.
    pub fn sign(self) -> &'static str {
        match self {
            Operator::Add | Operator::Plus => "+",
            Operator::Subtract | Operator::Minus => "-",
            Operator::Multiply => "*",
            Operator::Divide => "/",
            Operator::FloorDivide => "//",
            Operator::Power => "** or pow()",
        }
    }

    /// How strongly it binds.
    fn strength(self) -> u8 {
        match self {
            Operator::Add | Operator::Subtract => 1,
            Operator::Multiply | Operator::Divide | Operator::FloorDivide => 2,
            Operator::Plus | Operator::Minus => 3,
            Operator::Power => 4,
        }
    }
}

/// A step of a calculation: values are put onto a stack, operators take theirs from it.
#[derive(Clone, Debug)]
pub enum Step {
    Int(String),
    Float(f64),
    Tuple,
    Ellipsis,
    Do(Operator),
    Call { argument: bool },
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Int(String),
    Float(f64),
    Ellipsis,
    Sign(char),
    Power,
    FloorDivide,
    Open,
    Close,
    /// A point that belongs to nothing.
    Point,
}

impl Token {
    fn is_value(&self) -> bool {
        matches!(self, Token::Int(_) | Token::Float(_) | Token::Ellipsis)
    }
}

/// Digits of a whole number, at most.
const MOST_DIGITS: usize = 4_300;
/// Brackets inside one another, at most.
const DEEPEST: usize = 200;

fn wrong<T>(what: &str) -> Result<T, Raised> {
    raise(format!("{what} (<string>, line 1)"))
}

const NO_FORM: &str = "invalid syntax";

/// A number at the head of a text, and its length.
fn number(text: &str) -> Result<(Token, usize), Raised> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let whole = digits(text);
    if text.as_bytes().get(whole) == Some(&b'.') {
        let length = whole + 1 + digits(&text[whole + 1..]);
        let value = format!("0{}0", &text[..length]).parse().unwrap_or(0.0);
        return Ok((Token::Float(value), length));
    }
    let digits = &text[..whole];
    if digits.starts_with('0') && digits.bytes().any(|digit| digit != b'0') {
        return wrong("leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers");
    }
    if whole > MOST_DIGITS {
        return wrong(&format!(
            "Exceeds the limit ({MOST_DIGITS} digits) for integer string conversion: value has {whole} digits; use sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer literals to avoid decimal conversion limits."
        ));
    }
    Ok((Token::Int(digits.to_owned()), whole))
}

/// The tokens, up to the first mistake in them, and that mistake; a bracket that is never closed is none here.
fn tokens(text: &str) -> (Vec<Token>, Result<(), Raised>) {
    let mut tokens = vec![];
    let mut at = 0;
    let mut depth = 0_usize;
    while at < text.len() {
        let rest = &text[at..];
        let head = rest.as_bytes()[0];
        let next_is_digit = rest.as_bytes().get(1).map_or(false, u8::is_ascii_digit);
        let (token, length) = match head {
            b' ' => {
                at += 1;
                continue;
            }
            b'0'..=b'9' => match number(rest) {
                Ok(found) => found,
                Err(why) => return (tokens, Err(why)),
            },
            b'.' if next_is_digit => match number(rest) {
                Ok(found) => found,
                Err(why) => return (tokens, Err(why)),
            },
            b'.' if rest.starts_with("...") => (Token::Ellipsis, 3),
            b'.' => (Token::Point, 1),
            b'*' if rest.starts_with("**") => (Token::Power, 2),
            b'/' if rest.starts_with("//") => (Token::FloorDivide, 2),
            b'(' => (Token::Open, 1),
            b')' => (Token::Close, 1),
            sign => (Token::Sign(sign as char), 1),
        };
        match token {
            Token::Open if depth == DEEPEST => {
                return (tokens, wrong("too many nested parentheses"));
            }
            Token::Open => depth += 1,
            Token::Close if depth == 0 => return (tokens, wrong("unmatched ')'")),
            Token::Close => depth -= 1,
            _ => {}
        }
        tokens.push(token);
        at += length;
    }
    (tokens, Ok(()))
}

/// What is open: an operator that waits for its right side, or a bracket.
enum Waiting {
    Operator(Operator),
    Bracket { call: bool, starred: bool },
}

struct Form {
    steps: Vec<Step>,
    waiting: Vec<Waiting>,
    /// Whether the next token may begin a value.
    value: bool,
    /// Whether the last token opened a bracket.
    opened: bool,
}

/// Reads an expression.
pub fn read(text: &str) -> Result<Vec<Step>, Raised> {
    let text = text.trim_start_matches(' ');
    if text.is_empty() {
        return raise("invalid syntax (<string>, line 0)");
    }
    let (tokens, end) = tokens(text);
    let mut form = Form::new();
    for (place, token) in tokens.iter().enumerate() {
        let value = !form.value && token.is_value();
        if let Err(what) = form.take(token.clone()) {
            // A mistake in the tokens that follow comes first.
            end?;
            if value && runs_out(&form, &tokens[place..]) {
                return wrong("'(' was never closed");
            }
            return wrong(what);
        }
    }
    end?;
    if form.in_bracket() {
        return wrong("'(' was never closed");
    }
    if form.value {
        return wrong(NO_FORM);
    }
    form.settle(0);
    Ok(form.steps)
}

/// Whether what follows a value without an operator can be read to the end, and a bracket is open there: Python reads it
/// before it says what is wrong with it.
fn runs_out(before: &Form, rest: &[Token]) -> bool {
    let mut form = Form::new();
    let read = rest.iter().all(|token| {
        let outside = *token == Token::Close && !form.in_bracket();
        !outside && form.take(token.clone()).is_ok()
    });
    read && (before.in_bracket() || form.in_bracket())
}

impl Form {
    fn new() -> Form {
        Form {
            steps: vec![],
            waiting: vec![],
            value: true,
            opened: false,
        }
    }

    /// Operators that bind as strongly as this, or more, have their right side.
    fn settle(&mut self, strength: u8) {
        while let Some(Waiting::Operator(operator)) = self.waiting.last() {
            if operator.strength() < strength {
                break;
            }
            self.steps.push(Step::Do(*operator));
            self.waiting.pop();
        }
    }

    fn operator(&mut self, operator: Operator) {
        // A power waits for what is right of it: `2**3**2` is `2**(3**2)`.
        let strength = operator.strength() + u8::from(operator == Operator::Power);
        self.settle(strength);
        self.waiting.push(Waiting::Operator(operator));
        self.value = true;
    }

    fn take(&mut self, token: Token) -> Result<(), &'static str> {
        let opened = std::mem::replace(&mut self.opened, token == Token::Open);
        if token == Token::Close {
            return self.close(opened);
        }
        if self.value {
            self.begin(token, opened)
        } else {
            self.go_on(token)
        }
    }

    /// A token where a value may begin.
    fn begin(&mut self, token: Token, opened: bool) -> Result<(), &'static str> {
        match token {
            Token::Int(digits) => self.operand(Step::Int(digits)),
            Token::Float(number) => self.operand(Step::Float(number)),
            Token::Ellipsis => self.operand(Step::Ellipsis),
            Token::Sign('+') => self.waiting.push(Waiting::Operator(Operator::Plus)),
            Token::Sign('-') => self.waiting.push(Waiting::Operator(Operator::Minus)),
            Token::Open => self.open(false),
            Token::Sign('*') if opened => {
                if let Some(Waiting::Bracket { starred, .. }) = self.waiting.last_mut() {
                    *starred = true;
                }
            }
            _ => return Err(NO_FORM),
        }
        Ok(())
    }

    fn operand(&mut self, step: Step) {
        self.steps.push(step);
        self.value = false;
    }

    /// A token after a value.
    fn go_on(&mut self, token: Token) -> Result<(), &'static str> {
        match token {
            Token::Sign('+') => self.operator(Operator::Add),
            Token::Sign('-') => self.operator(Operator::Subtract),
            Token::Sign('*') => self.operator(Operator::Multiply),
            Token::Sign('/') => self.operator(Operator::Divide),
            Token::FloorDivide => self.operator(Operator::FloorDivide),
            Token::Power => self.operator(Operator::Power),
            Token::Open => {
                self.open(true);
                self.value = true;
            }
            token if token.is_value() && self.in_bracket() => {
                return Err("invalid syntax. Perhaps you forgot a comma?");
            }
            _ => return Err(NO_FORM),
        }
        Ok(())
    }

    fn open(&mut self, call: bool) {
        self.waiting.push(Waiting::Bracket {
            call,
            starred: false,
        });
    }

    fn in_bracket(&self) -> bool {
        let bracket = |waiting: &Waiting| matches!(waiting, Waiting::Bracket { .. });
        self.waiting.iter().any(bracket)
    }

    fn close(&mut self, opened: bool) -> Result<(), &'static str> {
        if self.value && !opened {
            return Err(NO_FORM);
        }
        self.settle(0);
        match self.waiting.pop() {
            Some(Waiting::Bracket { starred: true, .. }) => {
                return Err("cannot use starred expression here");
            }
            Some(Waiting::Bracket { call: true, .. }) => {
                self.steps.push(Step::Call { argument: !opened });
            }
            _ if opened => self.steps.push(Step::Tuple),
            _ => {}
        }
        self.value = false;
        Ok(())
    }
}
