//! The words behind `git COMMAND`.

/// One option: how it is written, whether it has a value, what it does.
pub(super) struct Known {
    pub(super) names: &'static [&'static str],
    pub(super) value: bool,
}

/// Options without and with a value.
pub(super) const fn on(names: &'static [&'static str]) -> Known {
    Known {
        names,
        value: false,
    }
}

pub(super) const fn with(names: &'static [&'static str]) -> Known {
    Known { names, value: true }
}

/// What stood there.
#[derive(Default)]
pub(super) struct Args {
    /// Options by the first of their names.
    given: Vec<(&'static str, String)>,
    /// Words before `--`.
    pub(super) words: Vec<String>,
    /// Words behind it, if it stood there.
    pub(super) paths: Option<Vec<String>>,
}

impl Args {
    pub(super) fn has(&self, name: &str) -> bool {
        self.given.iter().any(|(n, _)| *n == name)
    }

    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.given
            .iter()
            .rev()
            .find(|(n, _)| *n == name)
            .map(|(_, v)| v.as_str())
    }

    pub(super) fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.given
            .iter()
            .filter(move |(n, _)| *n == name)
            .map(|(_, v)| v.as_str())
    }
}

/// Read them. The error says what is known.
pub(super) fn read(words: &[String], known: &[Known]) -> Result<Args, String> {
    let mut args = Args::default();
    let refuse = |word: &str| {
        let names: Vec<&str> = known.iter().flat_map(|k| k.names.iter().copied()).collect();
        let names = if names.is_empty() {
            "none".to_owned()
        } else {
            names.join(", ")
        };
        format!("error: option `{word}' is not supported here; supported options: {names}")
    };
    let find = |name: &str| known.iter().find(|k| k.names.contains(&name));
    let mut words = words.iter();
    while let Some(word) = words.next() {
        if word == "--" {
            args.paths = Some(words.by_ref().cloned().collect());
        } else if let Some((name, value)) =
            word.split_once('=').filter(|(n, _)| n.starts_with("--"))
        {
            let option = find(name).filter(|k| k.value).ok_or_else(|| refuse(word))?;
            args.given.push((option.names[0], value.to_owned()));
        } else if let Some(option) = find(word) {
            let value = if option.value {
                words
                    .next()
                    .cloned()
                    .ok_or_else(|| format!("error: option `{word}' requires a value"))?
            } else {
                String::new()
            };
            args.given.push((option.names[0], value));
        } else if word.len() > 1 && word.starts_with('-') {
            letters(word, known, &mut words, &mut args).ok_or_else(|| refuse(word))?;
        } else {
            args.words.push(word.clone());
        }
    }
    Ok(args)
}

/// `-am TEXT`, `-n3`, `-5`: letters together, values at once.
fn letters<'w>(
    word: &str,
    known: &[Known],
    words: &mut impl Iterator<Item = &'w String>,
    args: &mut Args,
) -> Option<()> {
    if word.starts_with("--") {
        return None;
    }
    let body = &word[1..];
    if body.bytes().all(|b| b.is_ascii_digit()) {
        let count = known.iter().find(|k| k.names.contains(&"-n"))?;
        args.given.push((count.names[0], body.to_owned()));
        return Some(());
    }
    for (at, letter) in body.char_indices() {
        let name = format!("-{letter}");
        let option = known.iter().find(|k| k.names.contains(&name.as_str()))?;
        let rest = &body[at + letter.len_utf8()..];
        if option.value {
            let value = if rest.is_empty() {
                words.next()?.clone()
            } else {
                rest.to_owned()
            };
            args.given.push((option.names[0], value));
            return Some(());
        }
        args.given.push((option.names[0], String::new()));
    }
    Some(())
}
