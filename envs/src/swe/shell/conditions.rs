//! `[[ ... ]]`, and what `test` and `[` ask.

use super::{
    ast::{TestWord, Word},
    glob,
    machine::{Halt, Machine},
    regexes,
    streams::Streams,
};
use crate::swe::files::{Node, absolute};

/// Questions about one word.
pub(super) const UNARY: [&str; 15] = [
    "-e", "-f", "-d", "-s", "-r", "-w", "-x", "-z", "-n", "-L", "-h", "-v", "-a", "-p", "-t",
];
/// Questions about two words.
pub(super) const BINARY: [&str; 14] = [
    "=", "==", "!=", "<", ">", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-nt", "-ot", "-ef",
];

impl Machine<'_> {
    /// The answer to a question about one word.
    pub(super) fn unary_test(&self, sign: &str, word: &str) -> bool {
        let node = || {
            let path = absolute(&self.shell.session.cwd, word);
            let special = matches!(
                word,
                "/dev/null" | "/dev/stdin" | "/dev/stdout" | "/dev/stderr"
            );
            match self.shell.tree.get(&path) {
                _ if word.is_empty() => None,
                Some(Node::File { .. }) if word.ends_with('/') => None,
                None if special => Some(&Node::Folder),
                node => node,
            }
        };
        match sign {
            "-z" => word.is_empty(),
            "-n" => !word.is_empty(),
            "-e" | "-a" | "-r" | "-w" => node().is_some(),
            "-f" => node().is_some_and(|n| !n.is_folder()),
            "-d" => node().is_some_and(Node::is_folder),
            "-s" => node().is_some_and(|n| n.is_folder() || !n.is_empty()),
            "-x" => node().is_some_and(|n| {
                matches!(
                    n,
                    Node::Folder
                        | Node::File {
                            executable: true,
                            ..
                        }
                )
            }),
            "-v" => self.variable(word).is_some(),
            _ => false,
        }
    }

    /// The answer to a question about two words; the error is what is wrong with them.
    pub(super) fn binary_test(&self, left: &str, sign: &str, right: &str) -> Result<bool, String> {
        let number = |text: &str| {
            let trimmed = text.trim();
            trimmed
                .parse::<i64>()
                .map_err(|_| format!("{text}: integer expression expected"))
        };
        let compare = |f: fn(&i64, &i64) -> bool| Ok(f(&number(left)?, &number(right)?));
        let same =
            || absolute(&self.shell.session.cwd, left) == absolute(&self.shell.session.cwd, right);
        let there = |path: &str| self.unary_test("-e", path);
        match sign {
            "=" | "==" => Ok(left == right),
            "!=" => Ok(left != right),
            "<" => Ok(left < right),
            ">" => Ok(left > right),
            "-eq" => compare(i64::eq),
            "-ne" => compare(i64::ne),
            "-lt" => compare(i64::lt),
            "-le" => compare(i64::le),
            "-gt" => compare(i64::gt),
            "-ge" => compare(i64::ge),
            // Every file is as old as every other.
            "-nt" => Ok(there(left) && !there(right)),
            "-ot" => Ok(!there(left) && there(right)),
            _ => Ok(there(left) && same()),
        }
    }

    /// `[[ ... ]]`: its status.
    pub(super) fn double_brackets(
        &mut self,
        words: &[TestWord],
        streams: &Streams,
    ) -> Result<u8, Halt> {
        let mut test = Test {
            words,
            at: 0,
            skip: 0,
        };
        match self.any(&mut test, streams)? {
            Ok(value) if test.at == words.len() => Ok(u8::from(!value)),
            Ok(_) => {
                self.complain(streams, "syntax error in conditional expression")?;
                Ok(2)
            }
            Err(what) => {
                self.complain(streams, &what)?;
                Ok(2)
            }
        }
    }

    fn any(
        &mut self,
        test: &mut Test<'_>,
        streams: &Streams,
    ) -> Result<Result<bool, String>, Halt> {
        let mut value = match self.all(test, streams)? {
            Ok(value) => value,
            bad => return Ok(bad),
        };
        while test.eat("||") {
            test.skip += usize::from(value);
            let right = self.all(test, streams)?;
            test.skip -= usize::from(value);
            match right {
                Ok(right) => value |= right,
                bad => return Ok(bad),
            }
        }
        Ok(Ok(value))
    }

    fn all(
        &mut self,
        test: &mut Test<'_>,
        streams: &Streams,
    ) -> Result<Result<bool, String>, Halt> {
        let mut value = match self.one(test, streams)? {
            Ok(value) => value,
            bad => return Ok(bad),
        };
        while test.eat("&&") {
            test.skip += usize::from(!value);
            let right = self.one(test, streams)?;
            test.skip -= usize::from(!value);
            match right {
                Ok(right) => value &= right,
                bad => return Ok(bad),
            }
        }
        Ok(Ok(value))
    }

    fn one(
        &mut self,
        test: &mut Test<'_>,
        streams: &Streams,
    ) -> Result<Result<bool, String>, Halt> {
        let bad = || Ok(Err("syntax error in conditional expression".to_owned()));
        if test.eat("!") {
            let value = self.deeper(|m| m.one(test, streams))?;
            return Ok(value.map(|v| !v));
        }
        if test.eat("(") {
            let value = self.deeper(|m| m.any(test, streams))?;
            return if test.eat(")") { Ok(value) } else { bad() };
        }
        let Some(left) = test.value() else {
            return bad();
        };
        if let Some(sign) = left.plain().filter(|s| UNARY.contains(s))
            && let Some(word) = test.value()
        {
            let text = self.text(word, streams)?;
            return Ok(Ok(self.unary_test(sign, &text)));
        }
        let sign = match test.words.get(test.at) {
            Some(TestWord::Sign(sign @ ("<" | ">"))) => Some(*sign),
            Some(TestWord::Value(word)) => {
                word.plain().filter(|s| BINARY.contains(s) || *s == "=~")
            }
            _ => None,
        };
        let Some(sign) = sign else {
            let text = self.text(left, streams)?;
            return Ok(Ok(!text.is_empty()));
        };
        test.at += 1;
        let Some(right) = test.value() else {
            return bad();
        };
        if test.skip > 0 {
            return Ok(Ok(false));
        }
        self.compare(left, sign, right, streams)
    }

    fn compare(
        &mut self,
        left: &Word,
        sign: &str,
        right: &Word,
        streams: &Streams,
    ) -> Result<Result<bool, String>, Halt> {
        let left = self.text(left, streams)?;
        match sign {
            "=" | "==" | "!=" => {
                let pattern = self.pattern(right, streams)?;
                self.work(pattern.len() * (left.len() + 1))?;
                Ok(Ok(glob::matches(&pattern, &left) == (sign != "!=")))
            }
            "=~" => {
                let pattern = self.text(right, streams)?;
                self.work(pattern.len() * 64 + 20_000 + left.len())?;
                match regexes::extended(&pattern, regexes::Case::Minds) {
                    Ok(regex) => Ok(Ok(regex.is_match(left.as_bytes()))),
                    Err(what) => Ok(Err(what)),
                }
            }
            "-eq" | "-ne" | "-lt" | "-le" | "-gt" | "-ge" => {
                let right = self.text(right, streams)?;
                let (Some(a), Some(b)) = (
                    self.calculate(&left, streams)?,
                    self.calculate(&right, streams)?,
                ) else {
                    return Ok(Ok(false));
                };
                Ok(self.binary_test(&a.to_string(), sign, &b.to_string()))
            }
            _ => {
                let right = self.text(right, streams)?;
                Ok(self.binary_test(&left, sign, &right))
            }
        }
    }
}

/// Words between `[[` and `]]`, and how far they are read.
struct Test<'w> {
    words: &'w [TestWord],
    at: usize,
    /// Above 0, nothing is asked: the side that does not count.
    skip: usize,
}

impl<'w> Test<'w> {
    fn eat(&mut self, sign: &str) -> bool {
        let found = matches!(self.words.get(self.at), Some(TestWord::Sign(s)) if *s == sign);
        self.at += usize::from(found);
        found
    }

    fn value(&mut self) -> Option<&'w Word> {
        match self.words.get(self.at) {
            Some(TestWord::Value(word)) => {
                self.at += 1;
                Some(word)
            }
            _ => None,
        }
    }
}
