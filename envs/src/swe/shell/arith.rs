//! Integer arithmetic: `$(( ))`, `(( ))`, `let` and the offsets of `${NAME:FROM:COUNT}`.

use std::collections::BTreeMap;

/// How deep an expression may nest.
const MAX_DEPTH: usize = 40;

/// Operators of two sides, weakest first; those of one row bind alike and to the left.
const LEVELS: [&[&str]; 10] = [
    &["||"],
    &["&&"],
    &["|"],
    &["^"],
    &["&"],
    &["==", "!="],
    &["<=", ">=", "<", ">"],
    &["<<", ">>"],
    &["+", "-"],
    &["*", "/", "%"],
];

/// Assigning operators.
const ASSIGNS: [&str; 11] = [
    "=", "+=", "-=", "*=", "/=", "%=", "<<=", ">>=", "&=", "|=", "^=",
];

/// The value of an expression; variables are read and set in `variables`. The error is bash's text behind the expression.
pub(super) fn evaluate(
    text: &str,
    variables: &mut BTreeMap<String, String>,
) -> Result<i64, String> {
    let mut machine = Arithmetic {
        text: text.as_bytes(),
        at: 0,
        variables,
        depth: 0,
        skip: 0,
    };
    let value = machine.comma()?;
    machine.space();
    if machine.at < machine.text.len() {
        return Err(machine.bad());
    }
    Ok(value)
}

struct Arithmetic<'a> {
    text: &'a [u8],
    at: usize,
    variables: &'a mut BTreeMap<String, String>,
    depth: usize,
    /// Above 0, nothing is set: the side of `&&`, `||` or `?:` that does not count.
    skip: usize,
}

impl Arithmetic<'_> {
    fn space(&mut self) {
        while self.text.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
    }

    fn rest(&self) -> String {
        String::from_utf8_lossy(&self.text[self.at..]).into_owned()
    }

    fn bad(&self) -> String {
        let whole = String::from_utf8_lossy(self.text);
        let rest = self.rest();
        if rest.is_empty() {
            return format!("{whole}: syntax error: operand expected (error token is \"{whole}\")");
        }
        format!("{whole}: syntax error in expression (error token is \"{rest}\")")
    }

    fn eat(&mut self, sign: &str) -> bool {
        self.space();
        let found = self.text[self.at..].starts_with(sign.as_bytes());
        if found {
            self.at += sign.len();
        }
        found
    }

    fn deeper(&mut self) -> Result<(), String> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err("expression recursion level exceeded".into());
        }
        Ok(())
    }

    fn comma(&mut self) -> Result<i64, String> {
        self.space();
        if self.at == self.text.len() {
            return Ok(0);
        }
        let mut value = self.assignment()?;
        while self.eat(",") {
            value = self.assignment()?;
        }
        Ok(value)
    }

    fn assignment(&mut self) -> Result<i64, String> {
        self.deeper()?;
        let from = self.at;
        let value = match self.name() {
            Some(name) => {
                let sign = self.assign_sign();
                match sign {
                    Some(sign) => {
                        let right = self.assignment()?;
                        let operator = &sign[..sign.len() - 1];
                        let value = if operator.is_empty() {
                            right
                        } else {
                            let left = self.lookup(&name)?;
                            self.apply(operator, left, right)?
                        };
                        self.set(name, value);
                        Ok(value)
                    }
                    None => {
                        self.at = from;
                        self.ternary()
                    }
                }
            }
            None => self.ternary(),
        };
        self.depth -= 1;
        value
    }

    fn assign_sign(&mut self) -> Option<&'static str> {
        self.space();
        let rest = &self.text[self.at..];
        let sign = ASSIGNS
            .into_iter()
            .find(|s| rest.starts_with(s.as_bytes()))?;
        if sign == "=" && rest.get(1) == Some(&b'=') {
            return None;
        }
        self.at += sign.len();
        Some(sign)
    }

    fn ternary(&mut self) -> Result<i64, String> {
        let test = self.binary(0)?;
        if !self.eat("?") {
            return Ok(test);
        }
        self.skip += usize::from(test == 0);
        let yes = self.assignment();
        self.skip -= usize::from(test == 0);
        let yes = yes?;
        if !self.eat(":") {
            return Err(self.bad());
        }
        self.skip += usize::from(test != 0);
        let no = self.assignment();
        self.skip -= usize::from(test != 0);
        Ok(if test != 0 { yes } else { no? })
    }

    fn binary(&mut self, level: usize) -> Result<i64, String> {
        let Some(operators) = LEVELS.get(level) else {
            return self.power();
        };
        let mut left = self.binary(level + 1)?;
        while let Some(operator) = self.operator(operators) {
            let decided = matches!((operator, left), ("&&", 0)) || (operator == "||" && left != 0);
            self.skip += usize::from(decided);
            let right = self.binary(level + 1);
            self.skip -= usize::from(decided);
            left = self.apply(operator, left, right?)?;
        }
        Ok(left)
    }

    /// The operator of this row that stands here, if it is not the beginning of another one.
    fn operator(&mut self, row: &[&'static str]) -> Option<&'static str> {
        self.space();
        let rest = &self.text[self.at..];
        let operator = row.iter().find(|o| rest.starts_with(o.as_bytes()))?;
        let next = rest.get(operator.len()).copied();
        let longer = match *operator {
            "|" => matches!(next, Some(b'|' | b'=')),
            "&" => matches!(next, Some(b'&' | b'=')),
            "<" => matches!(next, Some(b'<')),
            ">" => matches!(next, Some(b'>')),
            "*" => matches!(next, Some(b'*' | b'=')),
            "+" | "-" | "/" | "%" | "^" | "<<" | ">>" => next == Some(b'='),
            _ => false,
        };
        if longer {
            return None;
        }
        self.at += operator.len();
        Some(operator)
    }

    fn apply(&self, operator: &str, left: i64, right: i64) -> Result<i64, String> {
        let zero = |value: Option<i64>| {
            value.ok_or_else(|| {
                let token = self.rest();
                let whole = String::from_utf8_lossy(self.text);
                let token = if token.is_empty() {
                    right.to_string()
                } else {
                    token
                };
                format!("{whole}: division by 0 (error token is \"{token}\")")
            })
        };
        if self.skip > 0 {
            return Ok(0);
        }
        Ok(match operator {
            "||" => i64::from(left != 0 || right != 0),
            "&&" => i64::from(left != 0 && right != 0),
            "|" => left | right,
            "^" => left ^ right,
            "&" => left & right,
            "==" => i64::from(left == right),
            "!=" => i64::from(left != right),
            "<=" => i64::from(left <= right),
            ">=" => i64::from(left >= right),
            "<" => i64::from(left < right),
            ">" => i64::from(left > right),
            "<<" => left.wrapping_shl(right as u32),
            ">>" => left.wrapping_shr(right as u32),
            "+" => left.wrapping_add(right),
            "-" => left.wrapping_sub(right),
            "*" => left.wrapping_mul(right),
            "/" => zero((right != 0).then(|| left.wrapping_div(right)))?,
            _ => zero((right != 0).then(|| left.wrapping_rem(right)))?,
        })
    }

    fn power(&mut self) -> Result<i64, String> {
        let base = self.unary()?;
        if !self.eat("**") {
            return Ok(base);
        }
        self.deeper()?;
        let exponent = self.power()?;
        self.depth -= 1;
        if exponent < 0 {
            return Err(format!("{}: exponent less than 0", self.rest()));
        }
        Ok(base.wrapping_pow(exponent.min(4096) as u32))
    }

    fn unary(&mut self) -> Result<i64, String> {
        self.deeper()?;
        self.space();
        let value = if self.eat("++") || self.eat("--") {
            let step = if self.text[self.at - 1] == b'+' {
                1
            } else {
                -1
            };
            match self.name() {
                Some(name) => {
                    let value = self.lookup(&name)?.wrapping_add(step);
                    self.set(name, value);
                    value
                }
                None => self.unary()?,
            }
        } else if self.eat("!") {
            i64::from(self.unary()? == 0)
        } else if self.eat("-") {
            self.unary()?.wrapping_neg()
        } else if self.eat("+") {
            self.unary()?
        } else if self.eat("~") {
            !self.unary()?
        } else {
            self.primary()?
        };
        self.depth -= 1;
        Ok(value)
    }

    fn primary(&mut self) -> Result<i64, String> {
        if self.eat("(") {
            let value = self.comma()?;
            return if self.eat(")") {
                Ok(value)
            } else {
                Err(self.bad())
            };
        }
        if let Some(name) = self.name() {
            let value = self.lookup(&name)?;
            for (sign, step) in [("++", 1), ("--", -1)] {
                if self.eat(sign) {
                    self.set(name, value.wrapping_add(step));
                    break;
                }
            }
            return Ok(value);
        }
        let from = self.at;
        while self
            .text
            .get(self.at)
            .is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'#' || *b == b'_')
        {
            self.at += 1;
        }
        let word = String::from_utf8_lossy(&self.text[from..self.at]).into_owned();
        if word.is_empty() {
            return Err(self.bad());
        }
        number(&word)
            .ok_or_else(|| format!("{word}: value too great for base (error token is \"{word}\")"))
    }

    fn name(&mut self) -> Option<String> {
        self.space();
        let rest = &self.text[self.at..];
        let first = rest.first()?;
        if !first.is_ascii_alphabetic() && *first != b'_' {
            return None;
        }
        let end = rest
            .iter()
            .position(|b| !b.is_ascii_alphanumeric() && *b != b'_');
        let end = end.unwrap_or(rest.len());
        let name = String::from_utf8_lossy(&rest[..end]).into_owned();
        self.at += end;
        Some(name)
    }

    /// A variable's value: a number, or an expression once more.
    fn lookup(&mut self, name: &str) -> Result<i64, String> {
        let text = self.variables.get(name).cloned().unwrap_or_default();
        let text = text.trim();
        if text.is_empty() {
            return Ok(0);
        }
        if let Some(value) = number(text.strip_prefix('-').unwrap_or(text)) {
            return Ok(if text.starts_with('-') {
                value.wrapping_neg()
            } else {
                value
            });
        }
        self.deeper()?;
        let mut inner = Arithmetic {
            text: text.as_bytes(),
            at: 0,
            variables: self.variables,
            depth: self.depth,
            skip: self.skip,
        };
        let value = inner.comma()?;
        let done = inner.at == inner.text.len();
        let bad = inner.bad();
        self.depth -= 1;
        if done { Ok(value) } else { Err(bad) }
    }

    fn set(&mut self, name: String, value: i64) {
        if self.skip == 0 {
            self.variables.insert(name, value.to_string());
        }
    }
}

/// A number as bash writes one: decimal, `0x`, octal with a leading zero, or `BASE#DIGITS`.
pub(super) fn number(word: &str) -> Option<i64> {
    if let Some((base, digits)) = word.split_once('#') {
        let base: u32 = base.parse().ok().filter(|b| (2..=36).contains(b))?;
        return i64::from_str_radix(digits, base).ok();
    }
    if let Some(digits) = word.strip_prefix("0x").or_else(|| word.strip_prefix("0X")) {
        return i64::from_str_radix(digits, 16).ok();
    }
    if word.len() > 1 && word.starts_with('0') {
        return i64::from_str_radix(&word[1..], 8).ok();
    }
    word.parse()
        .ok()
        .filter(|_| word.bytes().all(|b| b.is_ascii_digit()))
}
