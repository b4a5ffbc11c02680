//! What a command takes: the entries of the table, and the one reader of options.

use super::{call::Call, machine::Halt};

/// Whether an option has a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// It has none.
    None,
    /// It has one, by this name in the documentation.
    Needed(&'static str),
    /// It may have one, written at once (`--color=never`).
    Optional(&'static str),
}

/// One option of a command. Its key is its letter, or its long name if it has no letter.
#[derive(Clone, Copy, Debug)]
pub struct Flag {
    /// The letter; empty if it has none. Expressions of `find` and `test` stand here as they are written.
    pub short: &'static str,
    /// The long name; empty if it has none.
    pub long: &'static str,
    /// Whether it has a value.
    pub value: Value,
    /// What it does.
    pub what: &'static str,
}

impl Flag {
    /// How it is asked for in the code of a command.
    pub(super) fn key(&self) -> &'static str {
        if self.short.is_empty() {
            self.long
        } else {
            self.short
        }
    }

    /// How it is written.
    #[must_use]
    pub fn written(&self) -> String {
        let value = match self.value {
            Value::None => String::new(),
            Value::Needed(name) => format!(" {name}"),
            Value::Optional(name) => format!("[={name}]"),
        };
        let dash = if self.short.len() == 1 { "-" } else { "" };
        match (self.short, self.long) {
            ("", long) => format!("--{long}{}", value.replacen(' ', "=", 1)),
            (short, "") => format!("{dash}{short}{value}"),
            (short, long) => format!("{dash}{short}, --{long}{}", value.replacen(' ', "=", 1)),
        }
    }
}

/// An option without a value.
pub(super) const fn flag(short: &'static str, long: &'static str, what: &'static str) -> Flag {
    let value = Value::None;
    Flag {
        short,
        long,
        value,
        what,
    }
}

/// An option with a value.
pub(super) const fn valued(
    short: &'static str,
    long: &'static str,
    name: &'static str,
    what: &'static str,
) -> Flag {
    let value = Value::Needed(name);
    Flag {
        short,
        long,
        value,
        what,
    }
}

/// How the words behind a command are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// Options may stand among the operands, as with GNU's tools.
    Anywhere,
    /// Options end at the first operand.
    InFront,
    /// The command reads its words itself.
    Own,
}

/// What carries a command out.
pub(super) type Run = fn(&mut Call<'_, '_>, &Options) -> Result<u8, Halt>;

/// One command of the shell.
#[derive(Clone, Copy)]
pub struct Command {
    /// Its name.
    pub name: &'static str,
    /// What stands behind it.
    pub usage: &'static str,
    /// What it does, in one line.
    pub what: &'static str,
    /// The options it knows.
    pub flags: &'static [Flag],
    pub(super) reading: Reading,
    /// The key that `-5` gives its number to.
    pub(super) number: Option<&'static str>,
    /// Status of a wrong option.
    pub(super) trouble: u8,
    pub(super) run: Run,
}

impl std::fmt::Debug for Command {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Command({})", self.name)
    }
}

/// The words behind a command, read.
#[derive(Clone, Debug, Default)]
pub(super) struct Options {
    /// Options in their order, with their values.
    pub(super) given: Vec<(&'static str, String)>,
    /// The rest.
    pub(super) operands: Vec<String>,
}

impl Options {
    pub(super) fn has(&self, key: &str) -> bool {
        self.given.iter().any(|(k, _)| *k == key)
    }

    /// The last value given.
    pub(super) fn value(&self, key: &str) -> Option<&str> {
        let last = self.given.iter().rev().find(|(k, _)| *k == key);
        last.map(|(_, value)| &**value)
    }

    /// All values, in their order.
    pub(super) fn values<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a str> {
        self.given
            .iter()
            .filter(move |(k, _)| *k == key)
            .map(|(_, v)| &**v)
    }

    /// Which of these options was given last.
    pub(super) fn last_of<'a>(&'a self, keys: &[&str]) -> Option<(&'a str, &'a str)> {
        let last = self.given.iter().rev().find(|(k, _)| keys.contains(k));
        last.map(|(key, value)| (*key, &**value))
    }
}

impl Command {
    fn by_letter(&self, letter: char) -> Option<&'static Flag> {
        let mut buffer = [0; 4];
        let letter: &str = letter.encode_utf8(&mut buffer);
        self.flags.iter().find(|flag| flag.short == letter)
    }

    /// Read the words behind the command. The error is the text after the command's name.
    pub(super) fn read(&self, words: &[String]) -> Result<Options, String> {
        let mut options = Options::default();
        if self.reading == Reading::Own {
            options.operands = words.to_vec();
            return Ok(options);
        }
        let mut words = words.iter();
        while let Some(word) = words.next() {
            if word == "--" {
                options.operands.extend(words.by_ref().cloned());
            } else if let Some(long) = word.strip_prefix("--") {
                self.read_long(long, &mut words, &mut options)?;
            } else if word.len() > 1 && word.starts_with('-') {
                self.read_letters(&word[1..], &mut words, &mut options)?;
            } else if self.reading == Reading::InFront {
                options.operands.push(word.clone());
                options.operands.extend(words.by_ref().cloned());
            } else {
                options.operands.push(word.clone());
            }
        }
        Ok(options)
    }

    fn read_long<'a>(
        &self,
        word: &str,
        words: &mut impl Iterator<Item = &'a String>,
        options: &mut Options,
    ) -> Result<(), String> {
        let (name, value) = match word.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (word, None),
        };
        let exact = self.flags.iter().find(|f| f.long == name);
        let mut like = self
            .flags
            .iter()
            .filter(|f| !name.is_empty() && f.long.starts_with(name));
        let flag = match (exact, like.next(), like.next()) {
            (Some(flag), ..) | (None, Some(flag), None) => flag,
            _ => return Err(self.refusal(&format!("--{name}"))),
        };
        let value = match (flag.value, value) {
            (Value::None, None) | (Value::Optional(_), None) => String::new(),
            (Value::None, Some(_)) => {
                return Err(format!(
                    "option '--{}' doesn't allow an argument",
                    flag.long
                ));
            }
            (_, Some(value)) => value,
            (Value::Needed(_), None) => words
                .next()
                .cloned()
                .ok_or_else(|| format!("option '--{}' requires an argument", flag.long))?,
        };
        options.given.push((flag.key(), value));
        Ok(())
    }

    fn read_letters<'a>(
        &self,
        letters: &str,
        words: &mut impl Iterator<Item = &'a String>,
        options: &mut Options,
    ) -> Result<(), String> {
        if let Some(key) = self.number
            && letters.bytes().all(|b| b.is_ascii_digit())
        {
            options.given.push((key, letters.to_owned()));
            return Ok(());
        }
        for (at, letter) in letters.char_indices() {
            let Some(flag) = self.by_letter(letter) else {
                return Err(self.refusal(&format!("-{letter}")));
            };
            let rest = &letters[at + letter.len_utf8()..];
            match flag.value {
                Value::None => options.given.push((flag.key(), String::new())),
                Value::Optional(_) => {
                    options.given.push((flag.key(), rest.to_owned()));
                    return Ok(());
                }
                Value::Needed(_) if !rest.is_empty() => {
                    options.given.push((flag.key(), rest.to_owned()));
                    return Ok(());
                }
                Value::Needed(_) => {
                    let value = words.next().cloned();
                    let missing = || format!("option requires an argument -- '{letter}'");
                    options.given.push((flag.key(), value.ok_or_else(missing)?));
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// What is said about an option that is not known.
    pub(super) fn refusal(&self, option: &str) -> String {
        let known: Vec<String> = self.flags.iter().map(Flag::written).collect();
        let known = if known.is_empty() {
            "none".to_owned()
        } else {
            known.join(", ")
        };
        format!("option '{option}' is not supported here; supported options: {known}")
    }

    /// What `--help` says.
    pub(super) fn help(&self) -> String {
        let mut text = format!("Usage: {} {}\n{}\n", self.name, self.usage, self.what);
        for flag in self.flags {
            text.push_str(&format!("  {:<28} {}\n", flag.written(), flag.what));
        }
        text
    }
}
