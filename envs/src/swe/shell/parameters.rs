//! `$NAME` and `${NAME...}`.

use super::{
    ast::{Op, Word},
    glob,
    machine::{Halt, Machine},
    streams::Streams,
};

impl Machine<'_> {
    /// A parameter's value; `None` if it is not set.
    fn look_up(&self, name: &str) -> Option<String> {
        let session = &self.shell.session;
        match name {
            "?" => Some(session.status.to_string()),
            "#" => Some(session.arguments.len().to_string()),
            "@" | "*" => Some(session.arguments.join(" ")),
            "$" => Some("1".into()),
            "!" => Some(String::new()),
            "-" => Some(session.options.iter().collect()),
            "0" => Some("bash".into()),
            "PWD" => Some(session.cwd.clone()),
            "OLDPWD" => (!session.previous.is_empty()).then(|| session.previous.clone()),
            _ => match name.parse::<usize>() {
                Ok(n) => session.arguments.get(n.wrapping_sub(1)).cloned(),
                Err(_) => session.variables.get(name).cloned(),
            },
        }
    }

    /// The word of `${NAME:-WORD}` or `${NAME:+WORD}` if it is what counts.
    pub(super) fn chosen_word<'o>(
        &mut self,
        name: &str,
        op: &'o Op,
    ) -> Result<Option<&'o Word>, Halt> {
        let Op::Default { kind, colon, word } = op else {
            return Ok(None);
        };
        let value = self.look_up(name).filter(|v| !(*colon && v.is_empty()));
        Ok(match (kind, value) {
            (b'-', None) | (b'+', Some(_)) => Some(word),
            _ => None,
        })
    }

    /// A parameter's value with what is asked to be done with it.
    pub(super) fn parameter(
        &mut self,
        name: &str,
        op: &Op,
        streams: &Streams,
    ) -> Result<String, Halt> {
        let value = self.look_up(name);
        if value.is_none() && self.option('u') && !matches!(op, Op::Default { .. }) && name != "@" {
            self.complain(streams, &format!("{name}: unbound variable"))?;
            return Err(Halt::Exit(127));
        }
        let text = value.clone().unwrap_or_default();
        self.work(text.len())?;
        match op {
            Op::Plain => Ok(text),
            Op::Length if name == "@" || name == "*" => {
                Ok(self.shell.session.arguments.len().to_string())
            }
            Op::Length => Ok(text.chars().count().to_string()),
            Op::Default { kind, colon, word } => {
                self.default(name, value, (*kind, *colon, word), streams)
            }
            Op::Trim {
                front,
                longest,
                pattern,
            } => {
                let pattern = self.pattern(pattern, streams)?;
                self.trim(&text, &pattern, *front, *longest)
            }
            Op::Replace { how, pattern, with } => {
                let pattern = self.pattern(pattern, streams)?;
                let with = self.text(with, streams)?;
                self.replace(&text, &pattern, &with, *how)
            }
            Op::Slice { from, count } => self.slice(&text, from, count.as_ref(), streams),
            Op::Case { upper, all } => {
                let turn = |c: char| -> String {
                    if *upper {
                        c.to_uppercase().collect()
                    } else {
                        c.to_lowercase().collect()
                    }
                };
                let mut letters = text.chars();
                if *all {
                    return Ok(letters.map(turn).collect());
                }
                let first = letters.next().map(turn).unwrap_or_default();
                Ok(first + letters.as_str())
            }
        }
    }

    fn default(
        &mut self,
        name: &str,
        value: Option<String>,
        (kind, colon, word): (u8, bool, &Word),
        streams: &Streams,
    ) -> Result<String, Halt> {
        let value = value.filter(|v| !(colon && v.is_empty()));
        match (kind, value) {
            (b'+', _) => Ok(String::new()),
            (_, Some(value)) => Ok(value),
            (b'=', None) => {
                let text = self.text(word, streams)?;
                self.set_variable(name, text.clone())?;
                Ok(text)
            }
            (b'?', None) => {
                let text = self.text(word, streams)?;
                let text = if text.is_empty() {
                    "parameter null or not set".into()
                } else {
                    text
                };
                self.complain(streams, &format!("{name}: {text}"))?;
                Err(Halt::Exit(127))
            }
            _ => Ok(String::new()),
        }
    }

    fn trim(
        &mut self,
        text: &str,
        pattern: &str,
        front: bool,
        longest: bool,
    ) -> Result<String, Halt> {
        let letters: Vec<char> = text.chars().collect();
        let pattern: Vec<char> = pattern.chars().collect();
        let count = letters.len();
        for step in 0..=count {
            self.work(pattern.len() + step + 1)?;
            let taken = if longest { count - step } else { step };
            let (part, rest) = if front {
                letters.split_at(taken)
            } else {
                let (rest, part) = letters.split_at(count - taken);
                (part, rest)
            };
            if glob::matches_chars(&pattern, part) {
                return Ok(rest.iter().collect());
            }
        }
        Ok(text.to_owned())
    }

    fn replace(&mut self, text: &str, pattern: &str, with: &str, how: u8) -> Result<String, Halt> {
        if pattern.is_empty() {
            return Ok(text.to_owned());
        }
        let letters: Vec<char> = text.chars().collect();
        let pattern: Vec<char> = pattern.chars().collect();
        let mut out = String::new();
        let (mut at, mut done) = (0, false);
        while at < letters.len() {
            let mut hit = None;
            let is_past_start = how == b'#' && at > 0;
            if !done && !is_past_start {
                // The longest match that begins here.
                for end in (at + 1..=letters.len()).rev() {
                    self.work(pattern.len() + end - at)?;
                    let fits = how != b'%' || end == letters.len();
                    if fits && glob::matches_chars(&pattern, &letters[at..end]) {
                        hit = Some(end);
                        break;
                    }
                }
            }
            match hit {
                Some(end) => {
                    out.push_str(with);
                    self.work(with.len())?;
                    at = end;
                    done = how != b'/';
                }
                None => {
                    out.push(letters[at]);
                    at += 1;
                }
            }
        }
        Ok(out)
    }

    fn slice(
        &mut self,
        text: &str,
        from: &Word,
        count: Option<&Word>,
        streams: &Streams,
    ) -> Result<String, Halt> {
        let letters: Vec<char> = text.chars().collect();
        let length = letters.len() as i64;
        let from = self.arithmetic(from, streams)?.unwrap_or(0);
        let start = if from < 0 {
            length.saturating_add(from)
        } else {
            from
        };
        if !(0..=length).contains(&start) {
            return Ok(String::new());
        }
        let end = match count {
            None => length,
            Some(word) => match self.arithmetic(word, streams)?.unwrap_or(0) {
                count if count < 0 => length.saturating_add(count),
                count => start.saturating_add(count).min(length),
            },
        };
        if end < start {
            self.complain(streams, &format!("{end}: substring expression < 0"))?;
            return Err(Halt::Exit(1));
        }
        Ok(letters[start as usize..end as usize].iter().collect())
    }
}
