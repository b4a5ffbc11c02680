//! The smallest expressions of Python: literals, names and what stands in brackets.

use super::{Broken, Const, Expr, Token, parser::Parser};

impl Parser {
    /// One of them.
    pub(super) fn atom(&mut self) -> Result<Expr, Broken> {
        let Some(token) = self.peek().cloned() else {
            return self.wrong();
        };
        match token {
            Token::Const(Const::Str(_)) | Token::Format => self.texts(),
            Token::Const(value) => {
                self.at += 1;
                Ok(Expr::Const(value))
            }
            Token::Name(name) => {
                let value = match name.as_str() {
                    "None" => Expr::Const(Const::None),
                    "True" => Expr::Const(Const::Bool(true)),
                    "False" => Expr::Const(Const::Bool(false)),
                    _ => return self.name().map(Expr::Name),
                };
                self.at += 1;
                Ok(value)
            }
            Token::Mark("(") => self.group(),
            Token::Mark("[") => {
                self.at += 1;
                self.items("]").map(Expr::List)
            }
            Token::Mark("{") => self.braces(),
            Token::Mark(_) => self.wrong(),
        }
    }

    /// Texts one after another are one.
    fn texts(&mut self) -> Result<Expr, Broken> {
        let mut whole = String::new();
        let mut plain = true;
        loop {
            match self.peek() {
                Some(Token::Const(Const::Str(text))) => whole.push_str(text),
                Some(Token::Format) => plain = false,
                Some(Token::Const(Const::Bytes)) => return self.wrong(),
                _ => break,
            }
            self.at += 1;
        }
        Ok(if plain {
            Expr::Const(Const::Str(whole))
        } else {
            Expr::Other
        })
    }

    /// What stands in round brackets.
    fn group(&mut self) -> Result<Expr, Broken> {
        self.at += 1;
        if self.take_mark(")") {
            return Ok(Expr::Tuple(Vec::new()));
        }
        let first = self.starred()?;
        if self.take_mark(":=") {
            self.expression()?;
            self.want(")")?;
            return Ok(Expr::Other);
        }
        if self.take_mark(")") {
            return Ok(first);
        }
        self.want(",")?;
        let mut items = vec![first];
        items.extend(self.items(")")?);
        Ok(Expr::Tuple(items))
    }

    /// Expressions up to a closing mark.
    fn items(&mut self, close: &str) -> Result<Vec<Expr>, Broken> {
        let mut items = Vec::new();
        while !self.take_mark(close) {
            items.push(self.starred()?);
            if !self.take_mark(",") && !self.is_mark(close) {
                return self.wrong();
            }
        }
        Ok(items)
    }

    /// A dictionary or a set.
    fn braces(&mut self) -> Result<Expr, Broken> {
        self.at += 1;
        let (mut pairs, mut items) = (Vec::new(), Vec::new());
        while !self.take_mark("}") {
            if self.take_mark("**") {
                pairs.push((None, self.binary(0)?));
            } else {
                let first = self.starred()?;
                if self.take_mark(":") {
                    pairs.push((Some(first), self.expression()?));
                } else {
                    items.push(first);
                }
            }
            if !self.take_mark(",") && !self.is_mark("}") {
                return self.wrong();
            }
        }
        match (pairs.is_empty(), items.is_empty()) {
            (false, false) => self.wrong(),
            (true, false) => Ok(Expr::Set(items)),
            _ => Ok(Expr::Dict(pairs)),
        }
    }
}
